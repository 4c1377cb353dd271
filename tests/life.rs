//! The bot's life against the stand-in: unmodified, over real HTTP and a real socket.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message};
use clarion::clock::LocalSchedule;
use clarion::commands::{Lookup, LookupFault};
use clarion::discord::{Gate, Patience, Run, RunError, run_with};
use clarion::posting::{SendFault, Sender};
use clarion::rehearsal::world::{Audience, ChannelId, OverwriteKind, Permissions};
use clarion::rehearsal::{Event, Fault, GatewayEvent};
use clarion::settings::application_id;
use clarion::store::{Id, ScheduleDraft, Store, StoreOptions};
use common::gateway::{gateway, hello};
use common::team::{BOT, Team, is_message, quick};
use common::{PATIENCE, first_event};
use serde_json::json;
use sqlx::Connection;
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_greeted_once_and_the_commands_are_registered_once() {
    let team = Team::joined().await;
    for life in 0..2 {
        let bot = team.online(quick()).await;
        team.event(|event| is_message(event).then_some(())).await;
        let id = team.slash("/help");
        let (seen_by, _) = team.reply(id).await;
        assert_eq!(seen_by, Audience::Only(team.mira), "life {life}");
        bot.stopped().await;
    }
    assert_eq!(team.count(is_message), 1, "one hello");
    assert_eq!(team.count(|event| matches!(event, Event::Commands { .. })), 1);
    team.sound();
}

/// What Discord says to a command for accounts where an application has them switched off is not documented.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_discord_refuses_commands_for_accounts_servers_have_them_all_the_same() {
    let team = Team::joined().await;
    let mut events = team.stand_in.events();
    team.stand_in.faults().ask(Fault::on("PUT", "/applications/*/commands").status(400));
    for privacy in [json!([0]), json!([0, 1])] {
        let bot = team.online(quick()).await;
        first_event(&mut events, |event| matches!(event, Event::Commands { .. }).then_some(())).await;
        bot.stopped().await;
        let registered: Vec<_> = team.stand_in.world().with(|world| world.commands.global.values().cloned().collect());
        assert!(registered.len() > 10);
        for command in registered {
            let types = if command["name"] == "privacy" { privacy.clone() } else { json!([0]) };
            assert_eq!(command["integration_types"], types, "{}", command["name"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joining_while_it_runs_is_greeted_and_a_silent_system_channel_is_left_alone() {
    let team = Team::start().await;
    let bot = team.online(quick()).await;
    team.stand_in.world().with(|world| {
        let owner = world.add_person("Other");
        let mute = world.add_guild("Mute", owner);
        let channel = world.add_channel(mute, "general").unwrap();
        world.guilds.get_mut(&mute).unwrap().system_channel = Some(channel);
        world.overwrite(channel, OverwriteKind::Role, mute.get(), Permissions::empty(), Permissions::SEND_MESSAGES);
        world.invite_bot(mute, BOT);
        world.invite_bot(team.guild, BOT);
    });
    let channel = team.event(|event| match event {
        Event::Message { message } => Some(message.channel),
        _ => None,
    });
    assert_eq!(channel.await, team.general);
    bot.stopped().await;
    assert_eq!(team.count(is_message), 1);
    assert_eq!(team.count(|event| matches!(event, Event::Refused { .. })), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_takes_long_is_deferred_as_its_command_says() {
    let team = Team::joined().await;
    let bot = team.online(Patience { defer: Duration::from_millis(100), ..quick() }).await;
    team.event(|event| is_message(event).then_some(())).await;
    // Somebody else holds the store, for as long as the deferral takes. Thanks are announced in the end, but deferred in
    // private: an edit pings nobody.
    let url = format!("sqlite://{}/clarion.db", team.folder.path().display());
    let mut lock = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("PRAGMA busy_timeout = 20000; BEGIN IMMEDIATE").execute(&mut lock).await.unwrap();
    let id = team.slash("/recognize member:@Owner for:calm nights");
    let deferred = team.deferred(id).await.expect("it was not deferred");
    assert!(!matches!(deferred, Audience::Everyone));
    sqlx::raw_sql("COMMIT").execute(&mut lock).await.unwrap();
    let (seen_by, _) = team.reply(id).await;
    assert!(!matches!(seen_by, Audience::Everyone));
    bot.stopped().await;
    team.sound();
}

/// What is shared only reads the store, and a lock stops no reader. So this bot has no patience at all: an answer that
/// is not there at once is deferred. One that wins the race all the same is asked for again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_shared_is_deferred_in_public() {
    let team = Team::joined().await;
    let bot = team.online(Patience { defer: Duration::ZERO, ..quick() }).await;
    team.event(|event| is_message(event).then_some(())).await;
    let mut deferred = None;
    for _ in 0..20 {
        let id = team.slash("/contrast share:true");
        deferred = team.deferred(id).await;
        if deferred.is_some() {
            let (seen_by, _) = team.reply(id).await;
            assert!(matches!(seen_by, Audience::Everyone));
            break;
        }
    }
    assert!(matches!(deferred, Some(Audience::Everyone)), "{deferred:?}");
    bot.stopped().await;
    team.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_one_answers_and_the_other_is_silent() {
    let team = Team::joined().await;
    let bots = [team.online(quick()).await, team.bot(quick())];
    assert!(team.stand_in.gateway().wait_connected(2, PATIENCE).await);
    let id = team.slash("/help");
    team.reply(id).await;
    for bot in bots {
        bot.stopped().await;
    }
    assert_eq!(team.count(|event| matches!(event, Event::Reply { interaction, .. } if *interaction == id)), 1);
    assert_eq!(team.count(is_message), 1, "one hello from the two");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_token_ends_it_with_a_reason() {
    let team = Team::start().await;
    team.stand_in.faults().ask(Fault::on("GET", "/gateway/bot").status(401));
    assert!(matches!(team.bot(quick()).ended().await, Err(RunError::TokenRefused)));
    for (code, refused) in [(4004, true), (4014, false), (4013, false)] {
        let bot = team.online(quick()).await;
        team.stand_in.gateway().close(code);
        match bot.ended().await {
            Err(RunError::TokenRefused) if refused => {}
            Err(RunError::IntentsRefused) if !refused => {}
            other => panic!("{code}: {other:?}"),
        }
    }
    // Learnt on the other way: a post meets a 401.
    team.stand_in.faults().ask(Fault::on("POST", "/channels/*/messages").status(401));
    let bot = team.online(quick()).await;
    team.stand_in.world().with(|world| world.invite_bot(team.guild, BOT));
    assert!(matches!(bot.ended().await, Err(RunError::TokenRefused)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_that_discord_refuses_end_nothing() {
    let mut team = Team::joined().await;
    team.settings.push(("CLARION_DISCORD__MEMBERS_INTENT".to_owned(), "true".to_owned()));
    let welcomes = |team: &Team| team.count(|event| matches!(event, Event::Gateway(GatewayEvent::Identified { .. })));
    let closes = |team: &Team| {
        team.count(|event| matches!(event, Event::Gateway(GatewayEvent::Closed { code: Some(4014), .. })))
    };
    // Refused at the door: once, and the bot comes in without them.
    let bot = team.online(quick()).await;
    assert_eq!((closes(&team), welcomes(&team)), (1, 1));
    let id = team.slash("/help");
    team.reply(id).await;
    // It asks for nothing privileged any more: a refusal of that is a defect, as it is without the setting.
    team.stand_in.gateway().close(4014);
    assert!(matches!(bot.ended().await, Err(RunError::IntentsRefused)));
    // The switch is turned off while it lives.
    team.stand_in.gateway().allow_privileged_intents(true);
    let bot = team.online(quick()).await;
    assert_eq!((closes(&team), welcomes(&team)), (2, 2));
    team.stand_in.gateway().allow_privileged_intents(false);
    team.stand_in.gateway().close(4014);
    let mut events = team.stand_in.events();
    for _ in 0..3 {
        first_event(&mut events, |event| {
            matches!(event, Event::Gateway(GatewayEvent::Identified { .. })).then_some(())
        })
        .await;
    }
    assert_eq!((closes(&team), welcomes(&team)), (3, 3));
    let id = team.slash("/help");
    team.reply(id).await;
    bot.stopped().await;
    team.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_no_api_is_told_and_one_in_trouble_is_asked_again() {
    let team = Team::start().await;
    team.stand_in.faults().ask(Fault::on("GET", "/gateway/bot").status(404));
    assert!(matches!(team.bot(quick()).ended().await, Err(RunError::NoDiscord { status: 404 })));
    team.stand_in.faults().ask(Fault::on("GET", "/gateway/bot").html(502).times(6));
    let bot = team.online(quick()).await;
    assert_eq!(team.stand_in.faults().left(), 0);
    bot.stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_malformed_token_is_refused_before_anything_is_made_or_dialled() {
    let team = Team::start().await;
    let stop = CancellationToken::new();
    let run = Run { token: "no-token".into(), ..team.run(&team.stand_in.api_url(), &stop) };
    assert!(matches!(run_with(run, quick()).await, Err(RunError::MalformedToken(_))));
    assert_eq!(team.stand_in.in_flight().ever(), 0);
    assert_eq!(std::fs::read_dir(team.folder.path()).unwrap().count(), 0);
}

/// A gateway that takes an identify and closes with that code. serenity never returns from some of these.
async fn gateway_that_closes(code: u16) -> String {
    gateway(move |mut socket| async move {
        hello(&mut socket).await;
        let _ = socket.send(Message::Close(Some(CloseFrame { code, reason: "".into() }))).await;
    })
    .await
}

#[tokio::test]
async fn a_gateway_that_closes_without_a_word_from_serenity_ends_it_with_a_reason() {
    let team = Team::start().await;
    let api = gateway_that_closes(4011).await;
    let bot = team.bot_at(&api, Patience { welcome: Duration::from_millis(300), ..quick() });
    // serenity itself takes five seconds for each of the two connections.
    let ended = tokio::time::timeout(PATIENCE * 2, bot.task).await.expect("the bot did not end").unwrap();
    assert!(matches!(ended, Err(RunError::GatewayClosed)), "{ended:?}");
}

/// A way to the gateway that can be broken: open, or resetting whoever comes.
struct Way {
    address: std::net::SocketAddr,
    open: tokio::sync::watch::Sender<bool>,
    turned_away: tokio::sync::watch::Receiver<usize>,
}

impl Way {
    async fn to(target: String) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (open, is_open) = tokio::sync::watch::channel(true);
        let (turn, turned_away) = tokio::sync::watch::channel(0);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                // Dropped, it is reset: what an unplugged network looks like at last.
                near.set_zero_linger().unwrap();
                if !*is_open.borrow() {
                    turn.send_modify(|count| *count += 1);
                    continue;
                }
                let (mut far, mut is_open) = (tokio::net::TcpStream::connect(&target).await.unwrap(), is_open.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = is_open.wait_for(|open| !open) => {}
                    }
                });
            }
        });
        Self { address, open, turned_away }
    }
}

#[tokio::test]
async fn a_gateway_that_was_out_of_reach_is_found_again_long_before_the_next_heartbeat() {
    let team = Team::joined().await;
    let mut way = Way::to(team.stand_in.gateway_url().replace("ws://", "")).await;
    let answer = json!({"url": format!("ws://{}", way.address), "shards": 1}).to_string();
    team.stand_in.faults().ask(Fault::on("GET", "/gateway/bot").answer(200, &[], &answer));
    let bot = team.online(Patience { welcome: Duration::from_secs(2), ..quick() }).await;
    way.open.send_replace(false);
    // The resume, and a new connection after it: serenity alone would not get to the second for 41 seconds.
    let tried_again = tokio::time::timeout(PATIENCE, way.turned_away.wait_for(|count| *count >= 2)).await.is_ok();
    assert!(tried_again, "it tried {} times", *way.turned_away.borrow());
    way.open.send_replace(true);
    assert!(team.stand_in.gateway().wait_connected(1, PATIENCE).await);
    let id = team.slash("/help");
    team.reply(id).await;
    bot.stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zone_whose_rules_have_changed_is_followed_from_the_start_on() {
    let team = Team::joined().await;
    let url = format!("sqlite://{}/clarion.db", team.folder.path().display());
    let store = Store::open(&StoreOptions::new(&url), 7).await.unwrap();
    let draft = ScheduleDraft {
        name: "daily".to_owned(),
        channel: team.general.get().into(),
        when: LocalSchedule {
            time: "07:30".parse().unwrap(),
            zone: "UTC".parse().unwrap(),
            days: "daily".parse().unwrap(),
        },
        options: None,
        by: team.mira.get().into(),
    };
    store.save_schedule(team.guild.get().into(), &draft, "2026-11-22T12:00:00Z".parse().unwrap()).await.unwrap();
    store.close().await;
    // It was planned for the evening, by rules that do not hold any more.
    let mut raw = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let evening = "2026-11-23T19:30:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond();
    sqlx::query("UPDATE schedule SET next_due_at = $1").bind(evening).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();

    let bot = team.online(quick()).await;
    team.event(|event| match event {
        Event::Message { message, .. } => {
            message.components.iter().any(|row| row.to_string().contains("Two sides")).then_some(())
        }
        _ => None,
    })
    .await;
    bot.stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_post_in_hand_is_finished_before_it_ends() {
    let team = Team::start().await;
    let bot = team.online(quick()).await;
    let held = team.stand_in.faults().hold(Fault::on("POST", "/channels/*/messages"));
    team.stand_in.world().with(|world| world.invite_bot(team.guild, BOT));
    assert!(held.waiting(1, PATIENCE).await, "no post was begun");
    bot.stop.cancel();
    // It is gone from the gateway, and the post is still in hand.
    team.event(|event| match event {
        Event::Gateway(clarion::rehearsal::GatewayEvent::Closed { .. }) => Some(()),
        _ => None,
    })
    .await;
    assert!(!bot.task.is_finished());
    held.release();
    bot.ended().await.unwrap();
    assert_eq!(team.count(is_message), 1);
    // And it was written down: the next life does not post it again.
    let bot = team.online(quick()).await;
    let id = team.slash("/help");
    team.reply(id).await;
    bot.stopped().await;
    assert_eq!(team.count(is_message), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_waits_no_longer_than_its_patience() {
    let team = Team::start().await;
    let bot = team.online(Patience { farewell: Duration::from_millis(50), ..quick() }).await;
    let held = team.stand_in.faults().hold(Fault::on("POST", "/channels/*/messages"));
    team.stand_in.world().with(|world| world.invite_bot(team.guild, BOT));
    assert!(held.waiting(1, PATIENCE).await, "no post was begun");
    bot.stopped().await;
    // And one that waits for an API that is down stops as well.
    team.stand_in.stop();
    team.bot(quick()).stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bots_permissions_are_found_as_discord_computes_them() {
    let team = Team::joined().await;
    let token = team.stand_in.token().into();
    let api_url = team.stand_in.api_url().parse().unwrap();
    let application = application_id(&token).unwrap();
    let gate = Gate::new(Some(&api_url), &token, application, team.clock.clone(), 1, quick()).unwrap();
    let guild = serenity::model::id::GuildId::new(team.guild.get());
    let of = |channel: ChannelId| serenity::model::id::ChannelId::new(channel.get());
    let (open, closed, hidden, role, elsewhere) = team.stand_in.world().with(|world| {
        let bot = world.bot;
        let [open, closed, hidden] =
            ["open", "closed", "hidden"].map(|name| world.add_channel(team.guild, name).unwrap());
        let role = world.add_channel(team.guild, "by-role").unwrap();
        let (none, send) = (Permissions::empty(), Permissions::SEND_MESSAGES);
        world.overwrite(closed, OverwriteKind::Role, team.guild.get(), none, send);
        world.overwrite(hidden, OverwriteKind::Role, team.guild.get(), none, Permissions::VIEW_CHANNEL);
        world.overwrite(role, OverwriteKind::Role, team.guild.get(), none, send);
        world.overwrite(role, OverwriteKind::Member, bot.get(), send, none);
        let owner = world.add_person("Other");
        let other = world.add_guild("Other", owner);
        world.invite_bot(other, BOT);
        (open, closed, hidden, role, world.add_channel(other, "general").unwrap())
    });
    for channel in [open, closed, role] {
        let computed = team.stand_in.world().with(|world| world.permissions_in(channel, world.bot));
        let found = gate.own_permissions(guild, of(channel)).await.unwrap();
        assert_eq!(found.bits(), computed.bits(), "{channel:?}");
    }
    let unseen = gate.own_permissions(guild, of(hidden)).await;
    assert!(matches!(unseen, Err(LookupFault::Unknown)) || unseen == Ok(serenity::model::Permissions::empty()));
    assert_eq!(gate.own_permissions(guild, of(elsewhere)).await, Err(LookupFault::Unknown));
    let missing = serenity::model::id::ChannelId::new(5);
    assert_eq!(gate.own_permissions(guild, missing).await, Err(LookupFault::Unknown));
    // A moderator's timeout is no switch that somebody could turn on.
    let until = team.clock.now() + jiff::SignedDuration::from_hours(1);
    team.stand_in.world().with(|world| {
        let bot = world.bot;
        let server = world.guilds.get_mut(&team.guild).unwrap();
        server.members.get_mut(&bot).unwrap().timed_out_until = Some(until);
    });
    assert_eq!(gate.own_permissions(guild, of(open)).await, Err(LookupFault::TimedOut));
    team.stand_in.stop();
    let gate = Gate::new(Some(&api_url), &token, application, team.clock.clone(), 1, Patience { tries: 1, ..quick() });
    assert_eq!(gate.unwrap().own_permissions(guild, of(open)).await, Err(LookupFault::Unanswered));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_may_not_be_read_back_tells_nothing_of_what_is_in_it() {
    let team = Team::joined().await;
    let token = team.stand_in.token().into();
    let api_url = team.stand_in.api_url().parse().unwrap();
    let application = application_id(&token).unwrap();
    let gate = Gate::new(Some(&api_url), &token, application, team.clock.clone(), 1, quick()).unwrap();
    let general = serenity::model::id::ChannelId::new(team.general.get());
    let mark = Id::from_i64(123).unwrap();
    assert_eq!(gate.find_mark(general, mark, team.clock.now()).await, Ok(None));
    team.stand_in.world().with(|world| {
        let (everybody, none) = (team.guild.get(), Permissions::empty());
        world.overwrite(team.general, OverwriteKind::Role, everybody, none, Permissions::READ_MESSAGE_HISTORY);
        world.overwrite(team.general, OverwriteKind::Member, world.bot.get(), none, Permissions::READ_MESSAGE_HISTORY);
    });
    let looked = gate.find_mark(general, mark, team.clock.now()).await;
    assert_eq!(looked, Err(SendFault::Refused { code: 50_013 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thank_you_is_announced_once_whatever_the_second_try_of_its_answer_meets() {
    let json = [("content-type", "application/json")];
    let callback = || Fault::on("POST", "/interactions/*/*/callback");
    // The answer arrived, and the next try is told that the interaction is over.
    let over = vec![callback().lost(), callback().answer(404, &json, r#"{"code": 10062, "message": "x"}"#)];
    // It did not arrive, and what stands there is another process's private answer.
    let another = vec![
        callback().cut(),
        callback().answer(400, &json, r#"{"code": 40060, "message": "x"}"#),
        Fault::on("GET", "/webhooks/*/*/messages/@original").answer(200, &json, r#"{"id": "5", "components": []}"#),
    ];
    for (faults, trouble) in [(over, "over"), (another, "another")] {
        let team = Team::joined().await;
        let bot = team.online(quick()).await;
        team.event(|event| is_message(event).then_some(())).await;
        for fault in faults {
            team.stand_in.faults().ask(fault);
        }
        team.slash("/recognize member:Owner for:calmer nights");
        let thanks = |event: &Event| match event {
            Event::Message { message } => message.content.contains("calmer nights"),
            Event::Reply { visible_to: Audience::Everyone, message, .. } => message.content.contains("calmer nights"),
            _ => false,
        };
        team.event(|event| thanks(event).then_some(())).await;
        // Everything that is owed comes: the posting loop, and what is looked for.
        let later = team.clock.now() + jiff::SignedDuration::from_mins(10);
        team.hand.advance_to(later, PATIENCE).await.unwrap();
        assert_eq!(team.stand_in.faults().left(), 0, "{trouble}");
        bot.stopped().await;
        assert_eq!(team.count(thanks), 1, "{trouble}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gave_hears_that_it_counts_also_where_the_announcement_was_refused_as_an_answer() {
    let team = Team::joined().await;
    let bot = team.online(quick()).await;
    team.event(|event| is_message(event).then_some(())).await;
    let json = [("content-type", "application/json")];
    let refused = Fault::on("POST", "/interactions/*/*/callback");
    team.stand_in.faults().ask(refused.answer(400, &json, r#"{"code": 50035, "message": "x"}"#));
    let id = team.slash("/recognize member:Owner for:calmer nights");
    let told = team.event(|event| match event {
        Event::Reply { interaction, message, .. } if *interaction == id => Some(message.content.clone()),
        _ => None,
    });
    let told = told.await;
    assert!(told.starts_with("Counted"), "{told}");
    bot.stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_that_was_taken_back_before_it_was_handled_leaves_the_bot_there() {
    let team = Team::joined().await;
    let bot = team.online(quick()).await;
    team.event(|event| is_message(event).then_some(())).await;
    let held = team.stand_in.faults().hold(Fault::on("GET", "/guilds/*"));
    team.stand_in.world().with(|world| world.remove_bot(team.guild));
    assert!(held.waiting(1, PATIENCE).await, "nobody asked whether the bot is gone");
    team.stand_in.world().with(|world| world.invite_bot(team.guild, BOT));
    held.release();
    team.hand.advance_to(team.clock.now() + jiff::SignedDuration::from_mins(1), PATIENCE).await.unwrap();
    bot.stopped().await;
    let url = format!("sqlite://{}/clarion.db", team.folder.path().display());
    let mut store = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let gone: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM guild WHERE removed_at IS NOT NULL")
        .fetch_one(&mut store)
        .await
        .unwrap();
    assert_eq!(gone, 0);
}
