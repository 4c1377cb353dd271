//! The socket in trouble: nobody who acts meanwhile or behind it is left without an answer.

use clarion::rehearsal::gateway::GatewayControl;
use clarion::rehearsal::{Event, GatewayEvent};
use rstest::rstest;

use crate::common::PATIENCE;
use crate::common::team::{Team, quick};

fn drop_all(gateway: &GatewayControl) -> usize {
    gateway.drop_all()
}

fn refuse_to_resume(gateway: &GatewayControl) -> usize {
    gateway.refuse_resume();
    gateway.drop_all()
}

#[rstest]
#[case::dropped(drop_all, true)]
#[case::asked_to_reconnect(GatewayControl::reconnect, true)]
#[case::invalid_but_resumable(|gateway: &GatewayControl| gateway.invalidate(true), true)]
#[case::invalid_for_good(|gateway: &GatewayControl| gateway.invalidate(false), false)]
#[case::refused_to_resume(refuse_to_resume, false)]
#[case::closed_with_4000(|gateway: &GatewayControl| gateway.close(4000), true)]
#[case::closed_with_4009(|gateway: &GatewayControl| gateway.close(4009), false)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_in_trouble_costs_no_answer(
    #[case] trouble: impl Fn(&GatewayControl) -> usize,
    #[case] resumes: bool,
) {
    let team = Team::joined().await;
    let bot = team.online(quick()).await;
    assert_eq!(trouble(&team.stand_in.gateway()), 1);
    // What is resumed brings what was done meanwhile; a new session is waited for.
    if !resumes {
        let identified = |event: &Event| matches!(event, Event::Gateway(GatewayEvent::Identified { .. }));
        let mut seen = 0;
        team.event(|event| {
            seen += usize::from(identified(event));
            (seen == 2).then_some(())
        })
        .await;
    }
    let id = team.slash("/help");
    team.reply(id).await;
    let resumed = team.count(|event| matches!(event, Event::Gateway(GatewayEvent::Resumed { .. })));
    assert_eq!(resumed, usize::from(resumes));
    bot.stopped().await;
    team.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_connection_is_noticed_and_left() {
    let team = Team::joined().await;
    team.stand_in.gateway().set_heartbeat_interval(200);
    let bot = team.online(quick()).await;
    assert_eq!(team.stand_in.gateway().zombie(), 1);
    let mut welcomes = 0;
    team.event(|event| {
        let welcome = matches!(event, Event::Gateway(GatewayEvent::Identified { .. } | GatewayEvent::Resumed { .. }));
        welcomes += usize::from(welcome);
        (welcomes == 2).then_some(())
    })
    .await;
    assert!(team.stand_in.gateway().wait_connected(1, PATIENCE).await);
    let id = team.slash("/help");
    team.reply(id).await;
    bot.stopped().await;
}
