//! When everything has settled: no request, no open question, no client behind.

use std::time::Duration;

use clarion::clock::Clock;
use clarion::rehearsal::{Event, Fault, NotSettled, StandIn, StandInOptions};
use serde_json::json;

use crate::desk::{PATIENCE, desk};

const SHORT: Duration = Duration::from_millis(60);

#[tokio::test]
async fn an_open_question_keeps_it_unsettled_until_it_is_answered() {
    let desk = desk().await;
    desk.stand_in.settled(PATIENCE).await.unwrap();
    let told = desk.slash(desk.jo, "/contrast");
    assert!(matches!(desk.stand_in.settled(SHORT).await, Err(NotSettled::Interactions(open)) if open.len() == 1));
    desk.answered(&told, json!({"type": 5})).await;
    assert!(matches!(desk.stand_in.settled(SHORT).await, Err(NotSettled::Interactions(_))), "it is still thinking");
    desk.later(&told, "PATCH", "/messages/@original", json!({"content": "done"})).await;
    desk.stand_in.settled(PATIENCE).await.unwrap();
}

#[tokio::test]
async fn a_request_in_hand_keeps_it_unsettled() {
    let desk = desk().await;
    let held = desk.stand_in.faults().hold(Fault::on("GET", "/users/@me"));
    let nothing = json!({});
    let (answer, ()) = tokio::join!(desk.request("GET", "/users/@me", &nothing), async {
        assert!(held.waiting(1, PATIENCE).await);
        assert!(matches!(desk.stand_in.settled(SHORT).await, Err(NotSettled::Requests(1))));
        held.release();
    });
    assert_eq!(answer.0, 200);
    desk.stand_in.settled(PATIENCE).await.unwrap();
}

#[tokio::test]
async fn a_question_that_nobody_answers_ends_in_real_time_too() {
    let (clock, _hand) = Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap());
    let options = StandInOptions { answer_within: Duration::from_millis(30), ..StandInOptions::new(clock) };
    let stand_in = StandIn::start(options).await.unwrap();
    let (channel, who) = stand_in.world().with(|world| {
        let who = world.add_person("Jo");
        let guild = world.add_guild("Harbour", who);
        world.invite_bot(guild, clarion::rehearsal::world::Permissions::empty());
        (world.direct_channel(who), who)
    });
    let application = stand_in.world().with(|world| world.application.id);
    let address = format!("{}/api/v10/applications/{application}/commands", stand_in.api_url());
    let request = reqwest::Client::new().put(address).json(&json!([{"name": "hello", "description": "Hello"}]));
    request.header("authorization", format!("Bot {}", stand_in.token())).send().await.unwrap();
    stand_in.act(clarion::rehearsal::Act::Slash { who, channel, text: "/hello".into() }).unwrap();
    stand_in.settled(PATIENCE).await.unwrap();
    let last = stand_in.events().rest().pop().unwrap();
    assert!(matches!(last.event, Event::Unanswered { to, .. } if to == who));
}
