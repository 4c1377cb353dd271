//! Sessions: what is replayed, what is lost, who hears what, and the trouble that can be asked for.

use clarion::rehearsal::{Event, GatewayEvent};
use serde_json::json;

use crate::raw::{GUILD_MESSAGES, GUILDS, PATIENCE, Place, Raw, Seen, place};

fn add_channel(place: &Place, name: &str) {
    place.stand_in.world().with(|world| world.add_channel(place.guild, name));
}

#[tokio::test]
async fn ready_says_who_and_where_one_is() {
    let place = place().await;
    let (mut raw, ready) = Raw::logged_in(&place, GUILDS).await;
    let data = &ready["d"];
    let bot = place.stand_in.world().with(|world| world.bot.to_string());
    assert_eq!((&data["v"], &data["user"]["id"], &data["application"]["id"]), (&json!(10), &json!(bot), &json!(bot)));
    assert_eq!(data["resume_gateway_url"], place.stand_in.gateway_url());
    assert_eq!(data["guilds"], json!([{"id": place.guild, "unavailable": true}]));
    assert_eq!(raw.event("GUILD_CREATE").await["d"]["unavailable"], false);
}

#[tokio::test]
async fn a_resume_replays_what_was_missed_and_nothing_else() {
    let place = place().await;
    let (mut raw, ready) = Raw::logged_in(&place, GUILDS).await;
    add_channel(&place, "seen");
    let seen = raw.event("CHANNEL_CREATE").await["s"].as_u64().unwrap();
    assert_eq!(place.stand_in.gateway().drop_all(), 1);
    assert_eq!(raw.see().await, Seen::Cut);
    add_channel(&place, "missed-1");
    add_channel(&place, "missed-2");
    let mut raw = Raw::resuming(&place, &ready["d"]["session_id"], seen).await;
    for (number, name) in [(1, "missed-1"), (2, "missed-2")] {
        let event = raw.payload().await;
        assert_eq!((&event["d"]["name"], &event["s"]), (&json!(name), &json!(seen + number)));
    }
    assert_eq!(raw.payload().await["t"], "RESUMED");
    add_channel(&place, "afterwards");
    assert_eq!(raw.payload().await["d"]["name"], "afterwards");
}

#[tokio::test]
async fn a_session_ends_by_goodbye_by_time_and_by_request() {
    let place = place().await;
    let goodbye = async |code| {
        let (raw, ready) = Raw::logged_in(&place, GUILDS).await;
        raw.close(code).await;
        Raw::resuming(&place, &ready["d"]["session_id"], 1).await
    };
    assert_eq!(goodbye(1000).await.payload().await["d"], false);
    assert_eq!(goodbye(1001).await.payload().await["d"], false);
    assert_eq!(goodbye(4000).await.event("RESUMED").await["op"], 0);

    let (raw, ready) = Raw::logged_in(&place, GUILDS).await;
    raw.close(4000).await;
    place.hand.advance_to("2026-11-23T08:06:00Z".parse().unwrap(), PATIENCE).await.unwrap();
    assert_eq!(Raw::resuming(&place, &ready["d"]["session_id"], 1).await.payload().await["d"], false);

    let (_raw, ready) = Raw::logged_in(&place, GUILDS).await;
    place.stand_in.gateway().refuse_resume();
    assert_eq!(Raw::resuming(&place, &ready["d"]["session_id"], 1).await.payload().await["op"], 9);
}

#[tokio::test]
async fn an_invalid_session_can_identify_on_the_same_socket() {
    let place = place().await;
    let (mut raw, ready) = Raw::logged_in(&place, 0).await;
    place.stand_in.gateway().invalidate(false);
    let invalid = raw.payload().await;
    assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &json!(false)));
    raw.identify(&place, json!({})).await;
    let again = raw.event("READY").await;
    assert_ne!(again["d"]["session_id"], ready["d"]["session_id"]);
}

#[tokio::test]
async fn trouble_comes_as_it_was_asked_for() {
    let place = place().await;
    let control = place.stand_in.gateway();
    let (mut raw, _) = Raw::logged_in(&place, 0).await;
    control.reconnect();
    assert_eq!(raw.payload().await["op"], 7);
    control.invalidate(true);
    let invalid = raw.payload().await;
    assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &json!(true)));
    let (mut raw, _) = Raw::logged_in(&place, 0).await;
    control.close(4000);
    assert_eq!(raw.see().await, Seen::Closed(4000));
    let mut events = place.stand_in.events();
    let closed = |event: &Event| matches!(event, Event::Gateway(GatewayEvent::Closed { code: Some(4000), .. }));
    while !closed(&events.next(PATIENCE).await.expect("no close in the log").event) {}
}

#[tokio::test]
async fn a_zombie_says_nothing_and_its_events_wait_for_a_resume() {
    let place = place().await;
    let (mut raw, ready) = Raw::logged_in(&place, GUILDS).await;
    assert_eq!(raw.caught_up().await, ["GUILD_CREATE"]);
    place.stand_in.gateway().zombie();
    add_channel(&place, "unheard");
    raw.send(&json!({"op": 1, "d": 2})).await;
    // Whatever a zombie still sent would come before the answer to the close.
    assert_eq!(raw.close(4000).await, 0);
    let mut raw = Raw::resuming(&place, &ready["d"]["session_id"], 2).await;
    assert_eq!(raw.payload().await["d"]["name"], "unheard");
}

#[tokio::test]
async fn two_processes_on_one_shard_both_hear_everything() {
    let place = place().await;
    let (mut one, _) = Raw::logged_in(&place, GUILDS).await;
    let (mut two, _) = Raw::logged_in(&place, GUILDS).await;
    add_channel(&place, "news");
    for raw in [&mut one, &mut two] {
        assert_eq!(raw.event("CHANNEL_CREATE").await["d"]["name"], "news");
    }
}

#[tokio::test]
async fn a_shard_hears_its_own_servers_only() {
    let place = place().await;
    let mine = (place.guild.get() >> 22) % 2;
    for shard in [0, 1] {
        let mut raw = Raw::connect(&place, "v=10").await;
        raw.payload().await;
        raw.identify(&place, json!({"shard": [shard, 2]})).await;
        let guilds = raw.event("READY").await["d"]["guilds"].as_array().unwrap().len();
        assert_eq!(guilds == 1, shard == mine, "shard {shard}");
        assert_eq!(!raw.caught_up().await.is_empty(), shard == mine, "shard {shard}");
    }
}

#[tokio::test]
async fn intents_decide_what_is_heard() {
    let place = place().await;
    let names = async |intents| {
        let (mut raw, _) = Raw::logged_in(&place, intents).await;
        place.stand_in.world().with(|world| world.add_channel(place.guild, "new"));
        let say = clarion::rehearsal::Act::Say {
            who: place.mira,
            channel: place.general,
            text: "hello".into(),
            reply_to: None,
        };
        place.stand_in.act(say).unwrap();
        raw.caught_up().await
    };
    assert_eq!(names(0).await, [""; 0]);
    assert_eq!(names(GUILDS).await, ["GUILD_CREATE", "CHANNEL_CREATE"]);
    assert_eq!(names(GUILD_MESSAGES).await, ["MESSAGE_CREATE"]);
}

#[tokio::test]
async fn members_are_found_by_name_and_by_id() {
    let place = place().await;
    let (mut raw, _) = Raw::logged_in(&place, 0).await;
    raw.send(&json!({"op": 8, "d": {"guild_id": place.guild, "query": "mi", "limit": 5, "nonce": "n"}})).await;
    let chunk = raw.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["d"]["members"][0]["user"]["id"], json!(place.mira));
    assert_eq!((&chunk["d"]["nonce"], &chunk["d"]["members"][1]), (&json!("n"), &json!(null)));
    raw.send(&json!({"op": 8, "d": {"guild_id": place.guild, "user_ids": [place.mira, "5"], "limit": 0}})).await;
    let chunk = raw.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["d"]["not_found"], json!(["5"]));
}

#[tokio::test]
async fn the_barrier_waits_for_who_was_sent_away_and_for_who_reads_slowly() {
    let place = place().await;
    let control = place.stand_in.gateway();
    let short = std::time::Duration::from_millis(20);
    control.barrier(short).await.expect("nobody is there to wait for");
    let (mut raw, ready) = Raw::logged_in(&place, GUILDS).await;
    let stale = async {
        while raw.payload().await["op"] != 1 {}
        raw.send(&json!({"op": 1, "d": 1})).await;
        while raw.payload().await["op"] != 11 {}
        std::future::pending::<()>().await;
    };
    // An answer that has seen READY and not the GUILD_CREATE after it is no sign of having read on.
    tokio::select! {
        passed = control.barrier(short) => assert_eq!(passed.unwrap_err().behind, 1),
        () = stale => {}
    }
    add_channel(&place, "news");
    let answers = async {
        let mut last = 1;
        loop {
            let payload = raw.payload().await;
            last = payload["s"].as_u64().unwrap_or(last);
            if payload["op"] == 1 {
                raw.send(&json!({"op": 1, "d": last})).await;
            }
        }
    };
    tokio::select! {
        passed = control.barrier(PATIENCE) => passed.expect("it answered"),
        () = answers => {}
    }
    control.drop_all();
    assert_eq!(control.barrier(short).await.unwrap_err().awaited, 1);
    let _raw = Raw::resuming(&place, &ready["d"]["session_id"], 3).await;
    assert!(control.wait_connected(1, PATIENCE).await);
    let behind = control.barrier(short).await.unwrap_err();
    assert_eq!((behind.awaited, behind.behind), (0, 1));
}
