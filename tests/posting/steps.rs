//! One trouble at a time, by name.

use std::sync::Arc;
use std::time::Duration;

use clarion::clock::Alarm;
use clarion::posting::{Ended, Engine, EngineOptions, Happened};
use clarion::store::{Given, NewOccurrence, NewRecognition, OccurrenceKey, OccurrenceState, PauseReason, Sent, reason};
use serenity::model::id::{InteractionId, MessageId};
use tokio_util::sync::CancellationToken;

use super::channel::{ANNA, BEN, CHANNEL, Fate, GUILD, Look, PATIENCE};
use super::scene::{Scene, at, library};

pub const BEFORE: &str = "2026-11-23T08:59:00Z";
pub const NINE: &str = "2026-11-23T09:00:00Z";

pub async fn monday() -> Scene {
    let scene = Scene::at(BEFORE).await;
    scene.daily("09:00 weekdays UTC").await;
    scene
}

pub fn posted(happened: &Happened) -> (MessageId, bool) {
    match happened {
        Happened::Posted { message, found, .. } => (*message, *found),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_prompt_is_posted_when_it_is_due_and_bears_its_mark() {
    let scene = monday().await;
    assert!(matches!(scene.step().await, Happened::Nothing));
    scene.wait_until(NINE).await;
    let Happened::Posted { occurrence, found: false, .. } = scene.step().await else { panic!() };
    assert!(matches!(scene.step().await, Happened::Nothing));
    let sent = scene.channel.messages();
    assert_eq!((sent.len(), sent[0].channel, sent[0].nonce), (1, CHANNEL, occurrence));
    assert!(sent[0].bears(occurrence));
    let used = scene.store.prompt_history(GUILD).await.unwrap();
    let library = library();
    let prompt = library.prompt(&used[0].prompt).unwrap();
    assert!(sent[0].body["embeds"][0]["description"].as_str().unwrap().contains(&prompt.text));
    assert_eq!(sent[0].body["allowed_mentions"]["parse"], serde_json::json!([]));
}

#[tokio::test]
async fn days_bring_different_prompts_and_an_extra_counts_among_them() {
    let scene = monday().await;
    let schedule = scene.daily("09:00 daily UTC").await;
    scene.wait_until(NINE).await;
    for _ in 0..6 {
        let extra = NewOccurrence {
            key: OccurrenceKey::Extra { schedule: schedule.id, interaction: InteractionId::new(7) },
            guild: GUILD,
            channel: CHANNEL,
            due_at: scene.clock.now(),
        };
        scene.store.add_occurrence(extra, scene.clock.now()).await.unwrap();
        while !matches!(scene.step().await, Happened::Nothing) {}
        scene.wait(24 * 60 * 60).await;
    }
    let mut used: Vec<String> =
        scene.store.prompt_history(GUILD).await.unwrap().into_iter().map(|used| used.prompt).collect();
    assert_eq!(used.len(), 7, "one extra and six days");
    used.sort();
    used.dedup();
    assert_eq!(used.len(), 7, "none twice");
}

#[tokio::test]
async fn a_refusal_pauses_the_schedule() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::Refused(50013));
    assert!(matches!(scene.step().await, Happened::Refused { code: 50013, .. }));
    let paused = scene.store.schedule(GUILD, "daily", scene.clock.now()).await.unwrap().unwrap();
    assert_eq!(paused.paused, Some(PauseReason::Refused(50013)));
    // Somebody is told.
    posted(&scene.step().await);
    scene.wait(48 * 60 * 60).await;
    assert!(matches!(scene.step().await, Happened::Nothing));
    assert_eq!((scene.channel.sends(), scene.channel.prompts().len()), (2, 0));
}

#[tokio::test]
async fn the_rest_after_a_failure_is_what_discord_asks_and_grows() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::Later(40));
    let Happened::PutBack { until, .. } = scene.step().await else { panic!() };
    assert_eq!(until, at("2026-11-23T09:00:40Z"));
    let mut rests = Vec::new();
    for _ in 0..8 {
        scene.hand.advance_to(scene.store.next_due().await.unwrap().unwrap(), PATIENCE).await.unwrap();
        scene.channel.fate(Fate::Later(0));
        let Happened::PutBack { until, .. } = scene.step().await else { panic!() };
        rests.push(until.duration_since(scene.clock.now()).as_secs());
    }
    assert_eq!(rests, [2, 4, 8, 16, 32, 60, 60, 60]);
}

#[tokio::test]
async fn an_announcement_that_was_given_back_goes_out_as_a_message() {
    let scene = Scene::at(NINE).await;
    let give = async |interaction: u64| {
        let new = NewRecognition {
            interaction: InteractionId::new(interaction),
            guild: GUILD,
            channel: CHANNEL,
            giver: ANNA,
            receivers: vec![BEN],
            words: "calmer nights".into(),
            way: None,
            quiet: false,
            strengths: Vec::new(),
            names: Vec::new(),
            about: None,
            at: scene.clock.now(),
            local_date: jiff::civil::date(2026, 11, 23),
        };
        match scene.store.give(&new, Duration::from_secs(60)).await.unwrap() {
            Given::Counted(counted) => (counted.announcement.unwrap(), counted.recognition),
            other => panic!("{other:?}"),
        }
    };
    let (slow, recognition) = give(1).await;
    assert!(matches!(scene.step().await, Happened::Nothing), "its giver holds it");
    scene.store.put_back(&slow, scene.clock.now(), Sent::No, "deferred").await.unwrap();
    let (message, _) = posted(&scene.step().await);
    let sent = scene.channel.messages();
    assert!(sent[0].text().contains("calmer nights") && sent[0].bears(slow.occurrence.id));
    assert_eq!(sent[0].body["allowed_mentions"]["users"], serde_json::json!([BEN.to_string()]));
    assert_eq!(scene.store.recognition(recognition).await.unwrap().unwrap().announced, Some(message));

    // A process that died in the middle of its answer: the answer has no nonce, so it is looked for at once.
    let (died, _) = give(2).await;
    scene.wait(61).await;
    assert_eq!(posted(&scene.step().await), (MessageId::new(501), false));
    assert_eq!(scene.channel.looked().len(), 1);
    assert!(scene.channel.messages()[1].bears(died.occurrence.id));
}

#[tokio::test]
async fn a_hello_and_an_introduction_go_out() {
    let scene = Scene::at(NINE).await;
    scene.store.guild_joined(GUILD, None, Some(CHANNEL), scene.clock.now()).await.unwrap();
    let introduction = NewOccurrence {
        key: OccurrenceKey::Introduction { guild: GUILD, channel: CHANNEL },
        guild: GUILD,
        channel: CHANNEL,
        due_at: scene.clock.now(),
    };
    for _ in 0..2 {
        scene.store.add_occurrence(introduction, scene.clock.now()).await.unwrap();
        posted(&scene.step().await);
    }
    scene.store.add_occurrence(introduction, scene.clock.now()).await.unwrap();
    assert!(matches!(scene.step().await, Happened::Nothing));
    assert_eq!(scene.channel.messages().len(), 2);
}

#[tokio::test]
async fn a_store_that_fails_is_said_so_and_nothing_is_sent() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.store.close().await;
    assert!(matches!(scene.step().await, Happened::StoreFailed(_)));
    assert_eq!(scene.channel.sends(), 0);
}

#[tokio::test]
async fn the_loop_rests_until_it_is_due_or_rung_and_stops_when_asked() {
    let scene = Scene::at(BEFORE).await;
    let alarm = Alarm::new(&scene.clock);
    let (bell, stop) = (alarm.bell(), CancellationToken::new());
    let (engine, asked) = (scene.engine(), stop.clone());
    let running = tokio::spawn(async move { engine.run(alarm, asked).await });
    scene.hand.settled(PATIENCE).await.unwrap();
    // It rests for ever; somebody makes a schedule and rings.
    scene.daily("09:00 weekdays UTC").await;
    bell.ring();
    scene.wait_until("2026-11-23T08:59:59Z").await;
    assert_eq!(scene.channel.messages().len(), 0);
    scene.wait_until("2026-11-25T12:00:00Z").await;
    let sent: Vec<_> = scene.channel.messages().iter().map(|message| message.at).collect();
    assert_eq!(sent, [at(NINE), at("2026-11-24T09:00:00Z"), at("2026-11-25T09:00:00Z")]);
    stop.cancel();
    assert_eq!(running.await.unwrap(), Ended::Asked);
}

#[tokio::test]
async fn a_refused_token_ends_the_loop_and_loses_nothing() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::TokenRefused);
    let ended = scene.engine().run(Alarm::new(&scene.clock), CancellationToken::new()).await;
    assert_eq!(ended, Ended::TokenRefused);
    scene.wait(61).await;
    posted(&scene.step().await);
    assert_eq!(scene.channel.messages().len(), 1);
}

#[tokio::test]
async fn a_try_before_a_refused_token_is_looked_for_under_the_next_one() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    // Within one exchange: the answer to a first try is lost, the second meets the 401.
    scene.channel.fate(Fate::TokenRefused);
    assert!(matches!(scene.step().await, Happened::Stop));
    scene.wait(60 * 60).await;
    posted(&scene.step().await);
    assert_eq!(scene.channel.looked().len(), 1);
}

#[tokio::test]
async fn a_text_that_discord_does_not_take_pauses_nobody() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::Unsuitable(50_035));
    assert!(matches!(scene.step().await, Happened::Refused { code: 50_035, .. }));
    let schedule = scene.store.schedule(GUILD, "daily", scene.clock.now()).await.unwrap().unwrap();
    assert_eq!(schedule.paused, None);
    let row = scene.store.recent_occurrences(schedule.id, 1).await.unwrap().remove(0);
    assert_eq!((row.state, row.reason.as_deref()), (OccurrenceState::Failed, Some("refused:50035")));
    scene.wait_until("2026-11-24T09:00:00Z").await;
    posted(&scene.step().await);
}

#[tokio::test]
async fn a_post_whose_repeat_finds_it_deleted_was_made() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::AnswerLost);
    scene.step().await;
    scene.wait(10).await;
    scene.channel.fate(Fate::Deleted);
    assert!(matches!(scene.step().await, Happened::Skipped { why, .. } if why == reason::DELETED));
    let schedule = scene.store.schedule(GUILD, "daily", scene.clock.now()).await.unwrap().unwrap();
    assert_eq!(schedule.paused, None);
    assert!(matches!(scene.step().await, Happened::Nothing));
}

#[tokio::test]
async fn where_too_much_was_said_to_look_it_is_held_instead_of_looked_for_for_ever() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::Vanishes);
    scene.step().await;
    scene.wait(4 * 60).await;
    // Since yesterday, and since the try.
    scene.channel.look(Look::Buried);
    scene.channel.look(Look::Buried);
    assert!(matches!(scene.step().await, Happened::Unknown { .. }));
    // Somebody is told.
    posted(&scene.step().await);
    assert!(matches!(scene.step().await, Happened::Nothing));
    assert_eq!((scene.channel.sends(), scene.channel.prompts().len()), (2, 0));
}

#[tokio::test]
async fn a_post_that_somebody_paused_meanwhile_is_not_sent_again() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::Vanishes);
    scene.step().await;
    scene.store.pause_schedule(GUILD, "daily", PauseReason::Asked, scene.clock.now()).await.unwrap();
    scene.wait(10).await;
    // It may be there, so it is looked for; it is not, and is not wanted any more.
    let skipped = scene.step().await;
    assert!(matches!(&skipped, Happened::Skipped { why, .. } if why == reason::CHANGED), "{skipped:?}");
    assert_eq!((scene.channel.sends(), scene.channel.looked().len()), (1, 1));
}

#[tokio::test]
async fn a_time_changed_while_a_try_was_uncertain_is_kept() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::Vanishes);
    scene.step().await;
    scene.wait_until("2026-11-23T09:05:00Z").await;
    scene.daily("11:00 weekdays UTC").await;
    assert!(matches!(scene.step().await, Happened::Skipped { .. }));
    scene.wait_until("2026-11-23T11:00:00Z").await;
    posted(&scene.step().await);
    assert_eq!(scene.channel.messages().len(), 1);
}

#[tokio::test]
async fn what_another_process_left_behind_is_looked_for_within_the_lease() {
    let scene = Scene::at(NINE).await;
    let options = EngineOptions { longest_rest: Some(Duration::from_secs(60)), ..EngineOptions::default() };
    let engine =
        Engine::new(scene.store.clone(), library(), Arc::new(scene.channel.clone()), scene.clock.clone(), options);
    let (alarm, stop) = (Alarm::new(&scene.clock), CancellationToken::new());
    let asked = stop.clone();
    let running = tokio::spawn(async move { engine.run(alarm, asked).await });
    scene.hand.settled(PATIENCE).await.unwrap();
    // Another process writes it down and dies before it rings anywhere, or posts it.
    let introduction = NewOccurrence {
        key: OccurrenceKey::Introduction { guild: GUILD, channel: CHANNEL },
        guild: GUILD,
        channel: CHANNEL,
        due_at: scene.clock.now(),
    };
    scene.store.add_occurrence(introduction, scene.clock.now()).await.unwrap();
    scene.wait(59).await;
    assert_eq!(scene.channel.messages().len(), 0);
    scene.wait(1).await;
    assert_eq!(scene.channel.messages().len(), 1);
    stop.cancel();
    assert_eq!(running.await.unwrap(), Ended::Asked);
}

#[tokio::test]
async fn a_server_that_was_left_is_erased_when_its_time_has_come() {
    let scene = monday().await;
    let engine = Engine::new(
        scene.store.clone(),
        library(),
        Arc::new(scene.channel.clone()),
        scene.clock.clone(),
        EngineOptions { keep_after_removal: Duration::from_secs(2 * 24 * 60 * 60), ..EngineOptions::default() },
    );
    scene.wait_until(NINE).await;
    // A post is in hand when it happens: its answer comes too late for anything.
    scene.channel.fate(Fate::HangsAfter);
    assert!(scene.step_or_die().await.is_none());
    scene.store.guild_removed(GUILD, scene.clock.now()).await.unwrap();
    let (alarm, stop) = (Alarm::new(&scene.clock), CancellationToken::new());
    let asked = stop.clone();
    let running = tokio::spawn(async move { engine.run(alarm, asked).await });
    scene.wait_until("2026-11-25T08:59:59Z").await;
    assert!(scene.store.guild(GUILD).await.unwrap().is_some());
    scene.wait_until("2026-11-25T09:00:00Z").await;
    assert_eq!(scene.store.guild(GUILD).await.unwrap(), None);
    stop.cancel();
    assert_eq!(running.await.unwrap(), Ended::Asked);
    assert!(matches!(scene.step().await, Happened::Nothing));
}
