//! What nobody would see otherwise is told to one person, once, in a place that is seen.

use std::time::Duration;

use clarion::posting::{Happened, SendFault};
use clarion::store::{NewOccurrence, News, OccurrenceKey, PauseReason, ScheduleDraft};
use serenity::model::id::{InteractionId, RoleId};

use super::channel::{ANNA, BEN, CHANNEL, Fate, GUILD, Look, Message, SYSTEM, private};
use super::scene::{Scene, only, until_nothing};

const NINE: &str = "2026-11-23T09:00:00Z";

/// Monday, nine o'clock, and Discord refuses the prompt.
async fn refused(code: u32) -> Scene {
    let scene = Scene::at("2026-11-23T08:59:00Z").await;
    scene.channel.board(Some(SYSTEM));
    scene.daily("09:00 weekdays UTC").await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::Refused(code));
    assert!(matches!(scene.step().await, Happened::Refused { .. }));
    scene
}

fn words(message: &Message) -> String {
    message.body["content"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_paused_schedule_is_told_in_the_system_channel_once() {
    let scene = refused(50_013).await;
    until_nothing(&scene).await;
    let told = only(&scene);
    assert_eq!(told.channel, SYSTEM);
    assert!(told.bears(told.nonce));
    let said = words(&told);
    for part in [&format!("<@{ANNA}>: **daily** has been paused"), "**Send Messages** is off for me", "last 6 hours"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(told.body["allowed_mentions"]["users"], serde_json::json!([ANNA.to_string()]));
    assert_eq!(told.body["allowed_mentions"]["parse"], serde_json::json!([]));
    scene.wait(31 * 24 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (1, 2), "nothing more in a month");
}

#[tokio::test]
async fn without_a_system_channel_it_is_told_privately() {
    for board in [None, Some(CHANNEL)] {
        // Never in the channel that it is about.
        let scene = refused(10_003).await;
        scene.channel.board(board);
        until_nothing(&scene).await;
        let told = only(&scene);
        assert_eq!(told.channel, private(ANNA));
        let said = words(&told);
        assert!(said.starts_with("In **Harbour**, **daily** has been paused"), "{said}");
        assert!(said.contains("The channel is gone. `/schedule set channel:` gives it another."), "{said}");
    }
}

#[tokio::test]
async fn refused_in_the_one_place_it_goes_to_the_other_and_no_further() {
    let scene = refused(50_013).await;
    scene.channel.fate(Fate::Refused(50_001));
    until_nothing(&scene).await;
    assert_eq!(only(&scene).channel, private(ANNA));

    let scene = refused(50_013).await;
    scene.channel.fate(Fate::Refused(50_001));
    scene.channel.fate(Fate::Refused(50_007));
    until_nothing(&scene).await;
    scene.wait(24 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (0, 3));

    let scene = refused(50_013).await;
    scene.channel.board(None);
    scene.channel.close_private();
    until_nothing(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (0, 1));
    let schedule = scene.store.schedule(GUILD, "daily", scene.clock.now()).await.unwrap().unwrap();
    assert_eq!(schedule.paused, Some(PauseReason::Refused(50_013)));
}

#[tokio::test]
async fn a_lost_answer_or_a_crash_tells_it_once_all_the_same() {
    let scene = refused(50_013).await;
    scene.channel.fate(Fate::AnswerLost);
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.wait(2).await;
    until_nothing(&scene).await;
    assert_eq!(only(&scene).channel, SYSTEM);

    let scene = refused(50_013).await;
    scene.channel.fate(Fate::HangsAfter);
    assert!(scene.step_or_die().await.is_none());
    // Another place would be chosen by now; it is looked for where it was taken to.
    scene.channel.board(None);
    scene.wait(10 * 60).await;
    assert!(matches!(scene.step().await, Happened::Posted { found: true, .. }));
    assert_eq!(only(&scene).channel, SYSTEM);

    // Where nobody can look, it is held, and nothing is told of that.
    let scene = refused(50_013).await;
    scene.channel.fate(Fate::HangsAfter);
    scene.step_or_die().await;
    scene.wait(10 * 60).await;
    scene.channel.look(Look::Forbidden);
    assert!(matches!(scene.step().await, Happened::Unknown { .. }));
    until_nothing(&scene).await;
    assert_eq!(scene.channel.messages().len(), 1);
}

/// Of a try whose answer was lost nobody knows, and the next one is refused: it is looked for before it goes elsewhere.
async fn lost_and_refused() -> Scene {
    let scene = refused(50_013).await;
    scene.channel.fate(Fate::AnswerLost);
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.wait(2).await;
    scene.channel.fate(Fate::Refused(50_001));
    scene
}

#[tokio::test]
async fn a_look_that_fails_for_the_moment_gives_no_notice_up() {
    let scene = lost_and_refused().await;
    scene.channel.look(Look::Later);
    let happened = scene.step().await;
    assert!(matches!(happened, Happened::PutBack { .. }), "{happened:?}");
    scene.wait(10 * 60).await;
    // It may be there still: it is looked for, and found.
    let happened = scene.step().await;
    assert!(matches!(happened, Happened::Posted { found: true, .. }), "{happened:?}");
    assert_eq!((only(&scene).channel, scene.channel.sends()), (SYSTEM, 3));
}

#[tokio::test]
async fn a_notice_that_is_found_after_a_refusal_was_told() {
    let scene = lost_and_refused().await;
    let happened = scene.step().await;
    assert!(matches!(happened, Happened::Posted { found: true, .. }), "{happened:?}");
    until_nothing(&scene).await;
    assert_eq!(only(&scene).channel, SYSTEM);
}

#[tokio::test]
async fn a_notice_that_nobody_can_look_for_goes_nowhere_else() {
    let scene = lost_and_refused().await;
    scene.channel.look(Look::Forbidden);
    let happened = scene.step().await;
    assert!(matches!(happened, Happened::Refused { code: 50_001, .. }), "{happened:?}");
    until_nothing(&scene).await;
    assert_eq!(only(&scene).channel, SYSTEM);
}

#[tokio::test]
async fn while_discord_does_not_say_where_it_waits() {
    let scene = refused(50_013).await;
    scene.channel.silent(Some(SendFault::Retry { after: Duration::from_secs(30) }));
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.channel.silent(None);
    scene.wait(60).await;
    until_nothing(&scene).await;
    assert_eq!(only(&scene).channel, SYSTEM);
}

#[tokio::test]
async fn while_discord_is_down_a_notice_waits_for_it_like_everything_else() {
    let scene = refused(50_013).await;
    scene.channel.silent(Some(SendFault::Down { after: Duration::from_secs(300) }));
    for _ in 0..2 {
        let Happened::Down { until, .. } = scene.step().await else { panic!("a rest of its own") };
        assert_eq!(until.duration_since(scene.clock.now()).as_secs(), 300);
        scene.wait(300).await;
    }
    scene.channel.silent(None);
    until_nothing(&scene).await;
    assert_eq!(only(&scene).channel, SYSTEM);
}

#[tokio::test]
async fn what_is_mended_before_anybody_was_told_is_not_told() {
    let scene = refused(50_013).await;
    let schedule = scene.store.schedule(GUILD, "daily", scene.clock.now()).await.unwrap().unwrap();
    let grace = Duration::from_secs(6 * 60 * 60);
    scene.store.try_again(schedule.id, scene.clock.now(), grace).await.unwrap();
    until_nothing(&scene).await;
    let prompt = only(&scene);
    assert_eq!(prompt.channel, CHANNEL);
    assert!(prompt.body["embeds"][0].is_object());
}

#[tokio::test]
async fn a_held_post_is_told_with_what_to_do() {
    let scene = Scene::at("2026-11-23T08:59:00Z").await;
    scene.channel.board(Some(SYSTEM));
    scene.daily("09:00 weekdays UTC").await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::HangsAfter);
    scene.step_or_die().await;
    scene.wait(600).await;
    scene.channel.look(Look::Forbidden);
    assert!(matches!(scene.step().await, Happened::Unknown { .. }));
    until_nothing(&scene).await;
    let all = scene.channel.messages();
    assert_eq!(all.len(), 2);
    let said = words(&all[1]);
    assert_eq!(all[1].channel, SYSTEM);
    assert!(said.contains("the prompt of Monday 23 November may be in <#"), "{said}");
    assert!(said.contains("`/schedule now` posts one"), "{said}");
}

/// Anna is erased, or Ben takes the schedule over, while a notice waits to go to her private messages.
#[tokio::test]
async fn a_notice_that_waited_goes_to_whoever_is_responsible_then() {
    let scene = Scene::at(NINE).await;
    let schedule = scene.daily("09:00 mon UTC").await;
    let about = schedule.id;
    let key = OccurrenceKey::Notice { about, news: News::RoleGone { role: RoleId::new(5) } };
    let now = scene.clock.now();
    scene.store.add_occurrence(NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at: now }, now).await.unwrap();
    scene.channel.board(None);
    scene.channel.fate(Fate::Later(60));
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    assert_eq!(scene.channel.sends(), 1);
    let when = schedule.when.clone();
    let draft = ScheduleDraft { name: "daily".into(), channel: CHANNEL, when, options: None, by: BEN };
    scene.store.save_schedule(GUILD, &draft, scene.clock.now()).await.unwrap();
    scene.wait(60).await;
    until_nothing(&scene).await;
    assert_eq!(only(&scene).channel, private(BEN));
}

#[tokio::test]
async fn an_extra_that_is_refused_pauses_nobody() {
    let scene = Scene::at(NINE).await;
    let schedule = scene.daily("09:00 weekdays UTC").await;
    let extra = NewOccurrence {
        key: OccurrenceKey::Extra { schedule: schedule.id, interaction: InteractionId::new(7) },
        guild: GUILD,
        channel: CHANNEL,
        due_at: scene.clock.now(),
    };
    scene.store.add_occurrence(extra, scene.clock.now()).await.unwrap();
    scene.channel.fate(Fate::Refused(50_013));
    until_nothing(&scene).await;
    assert_eq!(scene.channel.messages().len(), 0);
}
