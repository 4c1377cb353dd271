//! Posts in a forum: each is a thread of its own, there is no nonce, and none comes twice.

use clarion::posting::Happened;
use clarion::store::{NewOccurrence, OccurrenceKey, OccurrenceState, PauseReason, Schedule};
use jiff::Timestamp;
use serenity::model::id::ChannelId;

use super::channel::{FORUM, Fate, GUILD, Look};
use super::scene::{Scene, library};

const NINE: &str = "2026-11-23T09:00:00Z";

async fn monday() -> (Scene, Schedule) {
    let scene = Scene::at("2026-11-23T08:59:00Z").await;
    let schedule = scene.daily_in_a_forum("09:00 daily UTC").await;
    scene.wait_until(NINE).await;
    (scene, schedule)
}

async fn state(scene: &Scene, schedule: &Schedule) -> OccurrenceState {
    scene.store.recent_occurrences(schedule.id, 1).await.unwrap()[0].state
}

#[tokio::test]
async fn each_day_is_a_thread_that_is_called_as_the_prompt_is() {
    let (scene, schedule) = monday().await;
    for day in 0..2 {
        let happened = scene.step().await;
        let Happened::Posted { message, found: false, .. } = happened else { panic!("{happened:?}") };
        assert!(matches!(scene.step().await, Happened::Nothing));
        let sent = scene.channel.messages();
        assert_eq!((sent.len(), sent[day].id, sent[day].channel), (day + 1, message, FORUM));
        assert_eq!(sent[day].body["thread"], sent[day].body["embeds"][0]["title"]);
        assert!(library().prompts.iter().any(|prompt| prompt.title == sent[day].body["thread"]));
        // Where it can be read: the thread has its first message's id.
        let kept = scene.store.recent_occurrences(schedule.id, 1).await.unwrap().remove(0);
        assert_eq!((kept.state, kept.channel), (OccurrenceState::Posted(message), ChannelId::new(message.get())));
        scene.wait(24 * 3_600).await;
    }
}

#[tokio::test]
async fn an_answer_that_was_lost_is_looked_for_and_never_sent_again_unseen() {
    let (scene, schedule) = monday().await;
    scene.channel.fate(Fate::AnswerLost);
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    // Not at once: it may still be on its way.
    scene.wait(29).await;
    assert!(matches!(scene.step().await, Happened::Nothing));
    scene.wait(1).await;
    assert!(matches!(scene.step().await, Happened::Posted { found: true, .. }));
    assert_eq!((scene.channel.sends(), scene.channel.messages().len(), scene.channel.looked().len()), (1, 1, 1));
    let sent = scene.channel.messages().remove(0);
    let kept = scene.store.recent_occurrences(schedule.id, 1).await.unwrap().remove(0);
    assert_eq!((kept.state, kept.channel.get()), (OccurrenceState::Posted(sent.id), sent.id.get()));
}

#[tokio::test]
async fn one_that_never_arrived_is_sent_after_a_look() {
    let (scene, schedule) = monday().await;
    scene.channel.fate(Fate::Vanishes);
    scene.step().await;
    scene.wait(30).await;
    assert!(matches!(scene.step().await, Happened::Posted { found: false, .. }));
    assert_eq!((scene.channel.sends(), scene.channel.messages().len(), scene.channel.looked().len()), (2, 1, 1));
    assert!(matches!(state(&scene, &schedule).await, OccurrenceState::Posted(_)));
}

#[tokio::test]
async fn after_a_crash_too_it_is_looked_for_first() {
    let (mut scene, _) = monday().await;
    scene.channel.fate(Fate::HangsAfter);
    assert!(scene.step_or_die().await.is_none());
    scene.begin_anew().await;
    scene.wait(60).await;
    assert!(matches!(scene.step().await, Happened::Posted { found: true, .. }));
    assert_eq!((scene.channel.sends(), scene.channel.messages().len()), (1, 1));
}

#[tokio::test]
async fn where_nobody_can_look_nothing_is_sent_twice() {
    let (scene, schedule) = monday().await;
    scene.channel.fate(Fate::AnswerLost);
    // Neither since yesterday nor since the try.
    scene.channel.look(Look::Forbidden);
    scene.channel.look(Look::Forbidden);
    scene.step().await;
    scene.wait(30).await;
    assert!(matches!(scene.step().await, Happened::Unknown { .. }));
    scene.wait(3_600).await;
    scene.step().await;
    let prompts = scene.channel.messages().into_iter().filter(|sent| sent.channel == FORUM).count();
    assert_eq!((prompts, state(&scene, &schedule).await), (1, OccurrenceState::Unknown));
}

#[tokio::test]
async fn a_thread_of_yesterday_that_cannot_be_read_holds_nothing() {
    let (scene, _) = monday().await;
    scene.channel.fate(Fate::AnswerLost);
    scene.channel.look(Look::Forbidden);
    scene.step().await;
    scene.wait(30).await;
    assert!(matches!(scene.step().await, Happened::Posted { found: true, .. }));
    let nine: Timestamp = NINE.parse().unwrap();
    let back: Vec<_> = scene.channel.looked().iter().map(|since| nine.duration_since(*since).as_hours()).collect();
    assert_eq!(back, [24, 0]);
}

#[tokio::test]
async fn a_forum_that_insists_on_a_tag_pauses_the_schedule() {
    let (scene, schedule) = monday().await;
    scene.channel.fate(Fate::Refused(40_067));
    assert!(matches!(scene.step().await, Happened::Refused { code: 40_067, .. }));
    let kept = scene.store.schedule_by_id(schedule.id, scene.clock.now()).await.unwrap().unwrap();
    assert_eq!(kept.paused, Some(PauseReason::Refused(40_067)));
}

#[tokio::test]
async fn the_introduction_is_a_thread_there_as_well() {
    let (scene, _) = monday().await;
    scene.step().await;
    let key = OccurrenceKey::Introduction { guild: GUILD, channel: FORUM };
    let new = NewOccurrence { key, guild: GUILD, channel: FORUM, due_at: scene.clock.now() };
    scene.store.add_occurrence(new, scene.clock.now()).await.unwrap();
    assert!(matches!(scene.step().await, Happened::Posted { .. }));
    assert_eq!(scene.channel.messages()[1].body["thread"], "I'm Clarion, and I'll post a prompt here");
}
