//! What the operator's log never holds, at its most talkative: a token, an interaction's token, a person's words.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use clarion::clock::Clock;
use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::world::{ChannelId, Permissions, UserId};
use clarion::rehearsal::{Event, Events, Fault, StandIn, StandInOptions};
use common::gateway::{gateway, hello, say};
use common::{PATIENCE, first_event};
use serde_json::json;

/// Written by a person, and found nowhere else.
const WORDS: &str = "calmer-nights-since-your-handover";

async fn until(events: &mut Events, fits: impl Fn(&Event) -> bool) {
    first_event(events, |event| fits(event).then_some(())).await;
}

/// A day with everything that is written, said and lost on the way, by the real program; its whole log.
async fn a_day(format: &str) -> (String, Vec<String>) {
    let stand_in = StandIn::start(StandInOptions::new(Clock::system())).await.unwrap();
    let (general, mira, jo): (ChannelId, UserId, UserId) = stand_in.world().with(|world| {
        let [owner, mira, jo] = ["Owner", "Mira", "Jo"].map(|name| world.add_person(name));
        let guild = world.add_guild("Harbour", owner);
        world.join(guild, mira);
        world.join(guild, jo);
        let general = world.add_channel(guild, "general").unwrap();
        world.guilds.get_mut(&guild).unwrap().system_channel = Some(general);
        let may = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
        world.invite_bot(guild, may | Permissions::READ_MESSAGE_HISTORY);
        (general, mira, jo)
    });
    let folder = tempfile::tempdir().unwrap();
    let mut program: Child = Command::new(env!("CARGO_BIN_EXE_clarion"))
        .arg("run")
        .current_dir(folder.path())
        .env_clear()
        .env("DISCORD_TOKEN", stand_in.token())
        .env("CLARION_DISCORD__API_URL", stand_in.api_url())
        .env("CLARION_LOG__LEVEL", "trace")
        .env("CLARION_LOG__FORMAT", format)
        .env("RUST_LOG", "trace")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = program.stderr.take().unwrap();
    let log = std::thread::spawn(move || {
        let mut log = String::new();
        stderr.read_to_string(&mut log).map(|_| log)
    });
    assert!(stand_in.gateway().wait_connected(1, PATIENCE).await);
    let mut events = stand_in.events();
    until(&mut events, |event| matches!(event, Event::Message { .. })).await;
    let slash = |who, text: String| stand_in.act(Act::Slash { who, channel: general, text }).unwrap();
    let on = || Fault::on("POST", "/interactions/*/*/callback");
    // The last three go wrong for good: refused, unreadable, out of reach.
    let invalid = r#"{"code": 50035, "message": "calmer-nights-since-your-handover", "errors": {}}"#;
    let troubles = [
        None,
        Some(on().status(500)),
        Some(on().lost()),
        Some(on().rate_limited("garbage", false)),
        Some(on().answer(400, &[], invalid).times(2)),
        Some(on().cut().times(1_000)),
    ];
    for trouble in troubles {
        if let Some(trouble) = trouble.clone() {
            stand_in.faults().ask(trouble);
        }
        slash(mira, format!("/recognize member:@Jo for:{WORDS}"));
        slash(mira, format!("/contrast topic:{WORDS}"));
        slash(mira, format!("/reframe situation:My manager checks every email before it goes out, {WORDS}"));
        until(&mut events, |event| matches!(event, Event::Reply { .. } | Event::Unanswered { .. })).await;
        until(&mut events, |event| matches!(event, Event::Reply { .. } | Event::Unanswered { .. })).await;
        until(&mut events, |event| matches!(event, Event::Reply { .. } | Event::Unanswered { .. })).await;
        stand_in.faults().clear();
    }
    let said = stand_in.act(Act::Say { who: jo, channel: general, text: WORDS.to_owned(), reply_to: None }).unwrap();
    let Acted::Message(said) = said else { panic!("{said:?}") };
    let this = Act::MessageCommand { who: mira, channel: general, name: "Reframe this".to_owned(), target: said };
    stand_in.act(this).unwrap();
    until(&mut events, |event| matches!(event, Event::Reply { .. } | Event::Unanswered { .. })).await;
    stand_in.gateway().drop_all();
    assert!(stand_in.gateway().wait_connected(1, PATIENCE).await);
    let terminated = Command::new("kill").args(["-TERM", &program.id().to_string()]).status().unwrap();
    assert!(terminated.success());
    assert!(program.wait().unwrap().success(), "SIGTERM ends it in good order");
    // Discord's interactions carry a token each; this is how the stand-in's begin.
    let token = stand_in.token().to_owned();
    let last = token.rsplit('.').next().unwrap().to_owned();
    (log.join().unwrap().unwrap(), vec![token, last, "aW50ZXJhY3Rpb24".to_owned(), WORDS.to_owned()])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_holds_no_secret_and_nobodys_words() {
    for format in ["text", "json"] {
        let (log, secrets) = a_day(format).await;
        assert!(log.contains("welcomed by the gateway") && log.contains("stopped"), "{log}");
        assert!(log.contains("TRACE"), "it was not at its most talkative:\n{log}");
        for secret in secrets {
            assert!(!log.contains(&secret), "'{secret}' stands in the log:\n{log}");
        }
        if format == "json" {
            let lines = log.lines().filter(|line| !line.is_empty());
            for line in lines {
                assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
            }
        }
    }
}

/// A gateway that welcomes the bot and then sends an interaction that lacks what serenity wants.
async fn gateway_that_mumbles() -> String {
    gateway(|mut socket| async move {
        hello(&mut socket).await;
        let interaction = json!({"op": 0, "s": 1, "t": "INTERACTION_CREATE",
                                 "d": {"id": "1", "type": 2, "token": "sesame", "data": {"name": WORDS, "type": WORDS}}});
        let riddle = json!({"op": 99, "d": {"token": "sesame", "words": WORDS}});
        for event in [interaction, riddle] {
            say(&mut socket, &event).await;
        }
        std::future::pending::<()>().await;
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_is_told_and_not_quoted() {
    for format in ["text", "json"] {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_clarion"))
            .arg("run")
            .current_dir(folder.path())
            .env_clear()
            .env("DISCORD_TOKEN", "NDA.Gabcde.sesame-open-up")
            .env("CLARION_DISCORD__API_URL", gateway_that_mumbles().await)
            .env("CLARION_LOG__LEVEL", "trace")
            .env("CLARION_LOG__FORMAT", format)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = String::new();
        let mut missing = vec!["an interaction could not be read", "it is left out"];
        let stderr = BufReader::new(program.stderr.take().unwrap());
        let (told, lines) = std::sync::mpsc::channel();
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| told.send(line)));
        let patience_ends = std::time::Instant::now() + PATIENCE;
        while let Ok(line) = lines.recv_timeout(patience_ends.saturating_duration_since(std::time::Instant::now())) {
            log.push_str(&line);
            log.push('\n');
            missing.retain(|words| !line.contains(words));
            if missing.is_empty() {
                break;
            }
        }
        program.kill().unwrap();
        program.wait().unwrap();
        assert!(missing.is_empty(), "{missing:?} is missing:\n{log}");
        assert!(!log.contains(WORDS) && !log.contains("sesame"), "{log}");
    }
}
