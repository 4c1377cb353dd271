//! One request in trouble: whatever comes back, or nothing, what was to be said is said once.

use std::time::Duration;

use clarion::discord::{Patience, RunError};
use clarion::rehearsal::world::{ChannelId, World};
use clarion::rehearsal::{Event, Fault, GatewayEvent};
use jiff::SignedDuration;

use crate::common::PATIENCE;
use crate::common::team::{BOT, Team, quick};

/// A further server with the bot in it, which makes one post there: its hello.
pub fn another_server(world: &mut World, name: &str) -> ChannelId {
    let owner = world.add_person(&format!("Owner of {name}"));
    let guild = world.add_guild(name, owner);
    let channel = world.add_channel(guild, "general").unwrap();
    world.guilds.get_mut(&guild).unwrap().system_channel = Some(channel);
    world.invite_bot(guild, BOT);
    channel
}

/// How many posts stand in a channel.
pub fn posts_in(team: &Team, channel: ChannelId) -> usize {
    team.count(|event| matches!(event, Event::Message { message } if message.channel == channel))
}

/// Each kind of trouble that one request can meet, before it took effect and after.
fn troubles(on: impl Fn() -> Fault) -> Vec<Fault> {
    let json = [("content-type", "application/json")];
    let rubbish = [
        ("content-type", "application/json"),
        ("retry-after", "soon"),
        ("x-ratelimit-reset-after", "rubbish"),
        ("x-ratelimit-remaining", "none"),
    ];
    let refusal = r#"{"message": "You are being rate limited."}"#;
    let mut troubles = vec![
        on().cut(),
        on().lost(),
        on().rate_limited("0.05", false),
        on().rate_limited("0.05", true),
        on().rate_limited("garbage", false),
        on().answer(429, &json, refusal),
        on().answer(429, &rubbish, refusal),
    ];
    for status in [500, 502, 503, 504] {
        for trouble in [on().status(status), on().html(status)] {
            troubles.extend([trouble.clone(), trouble.after_effect()]);
        }
    }
    troubles.extend([on().html(200), on().html(200).after_effect()]);
    troubles
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_answers_a_post_it_is_there_once() {
    let team = Team::start().await;
    let bot = team.online(quick()).await;
    let mut channels = Vec::new();
    for (number, trouble) in troubles(|| Fault::on("POST", "/channels/*/messages")).into_iter().enumerate() {
        team.stand_in.faults().ask(trouble.clone());
        let channel = team.stand_in.world().with(|world| another_server(world, &format!("Server {number}")));
        team.event(|event| matches!(event, Event::Message { message } if message.channel == channel).then_some(()))
            .await;
        // Also where the first try had its effect, the trouble is met before the next server comes.
        team.hand.settled(PATIENCE).await.unwrap();
        assert_eq!(team.stand_in.faults().left(), 0, "{trouble:?}");
        channels.push((channel, trouble));
    }
    team.hand.advance_to(team.clock.now() + SignedDuration::from_hours(1), PATIENCE).await.unwrap();
    bot.stopped().await;
    for (channel, trouble) in channels {
        assert_eq!(posts_in(&team, channel), 1, "{trouble:?}");
    }
    team.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_first_answer_meets_it_is_there_once() {
    let team = Team::joined().await;
    let bot = team.online(quick()).await;
    for trouble in troubles(|| Fault::on("POST", "/interactions/*/*/callback")) {
        team.stand_in.faults().ask(trouble.clone());
        let id = team.slash("/help");
        team.reply(id).await;
        let answers = team.count(|event| matches!(event, Event::Reply { interaction, .. } if *interaction == id));
        assert_eq!(answers, 1, "{trouble:?}");
        assert_eq!(team.stand_in.faults().left(), 0, "{trouble:?}");
    }
    bot.stopped().await;
    assert_eq!(team.count(|event| matches!(event, Event::Unanswered { .. })), 0);
    team.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_after_the_time_limit_makes_no_second_post() {
    let team = Team::start().await;
    let bot = team.online(Patience { request: Duration::from_millis(300), ..quick() }).await;
    let late = || Fault::on("POST", "/channels/*/messages").delay(Duration::from_secs(2));
    let mut channels = Vec::new();
    for (number, trouble) in [late(), late().after_effect()].into_iter().enumerate() {
        team.stand_in.faults().ask(trouble.clone());
        let channel = team.stand_in.world().with(|world| another_server(world, &format!("Server {number}")));
        // The try that came too late, and the one that brought the message back.
        let answered = |line: &str| line == format!("POST /channels/{channel}/messages -> 200");
        let tried = async {
            while !team.stand_in.requests().iter().any(|request| answered(&request.line)) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, tried).await.unwrap_or_else(|_| panic!("not posted: {trouble:?}"));
        team.hand.settled(PATIENCE).await.unwrap();
        channels.push((channel, trouble));
    }
    team.hand.advance_to(team.clock.now() + SignedDuration::from_hours(1), PATIENCE).await.unwrap();
    bot.stopped().await;
    for (channel, trouble) in channels {
        assert_eq!(posts_in(&team, channel), 1, "{trouble:?}");
    }
}

/// Many posts are in line when the first of them learns that the token is no longer good.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_refused_in_the_middle_stops_everything_and_says_so() {
    let mut team = Team::start().await;
    team.settings.push(("CLARION_DISCORD__REQUESTS_PER_SECOND".to_owned(), "2".to_owned()));
    let bot = team.online(quick()).await;
    let before = team.stand_in.requests().len();
    team.stand_in.faults().ask(Fault::on("POST", "/channels/*/messages").status(401));
    team.stand_in.world().with(|world| {
        for number in 0..20 {
            another_server(world, &format!("Server {number}"));
        }
    });
    let ended = bot.ended().await;
    let Err(error @ RunError::TokenRefused) = ended else { panic!("{ended:?}") };
    assert!(error.to_string().contains("does not accept the token"), "{error}");
    let asked = team.stand_in.requests().len() - before;
    assert!(asked <= 2, "{asked} requests were made with a token that is refused");
    let gone = team.count(|event| matches!(event, Event::Gateway(GatewayEvent::Closed { .. })));
    assert_eq!(gone, 1, "and it left the gateway");
}
