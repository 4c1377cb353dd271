//! Threads under posts: opened once, and never at the cost of a prompt.

use clarion::posting::Happened;
use clarion::store::{OccurrenceState, Schedule, ScheduleOptions, reason};

use super::channel::Fate;
use super::scene::{Scene, library};

const NINE: &str = "2026-11-23T09:00:00Z";

async fn monday() -> (Scene, Schedule) {
    let scene = Scene::at("2026-11-23T08:59:00Z").await;
    let options = ScheduleOptions { thread: true, ..ScheduleOptions::default() };
    let schedule = scene.daily_with("09:00 daily UTC", Some(options)).await;
    scene.wait_until(NINE).await;
    (scene, schedule)
}

/// Steps until nothing is due.
async fn work(scene: &Scene) -> Vec<Happened> {
    let mut all = Vec::new();
    loop {
        match scene.step().await {
            Happened::Nothing => return all,
            happened => all.push(happened),
        }
        assert!(all.len() < 100, "{all:?}");
    }
}

/// What became of the latest prompt and of its thread.
async fn latest(scene: &Scene, schedule: &Schedule) -> (OccurrenceState, Option<OccurrenceState>, Option<String>) {
    let post = scene.store.recent_occurrences(schedule.id, 1).await.unwrap().remove(0);
    let thread = scene.store.thread_under(post.id).await.unwrap();
    (post.state, thread.as_ref().map(|thread| thread.state), thread.and_then(|thread| thread.reason))
}

#[tokio::test]
async fn a_thread_is_opened_under_its_post_and_is_called_as_the_prompt_is() {
    let (scene, schedule) = monday().await;
    assert_eq!(work(&scene).await.len(), 2);
    let post = scene.channel.messages().remove(0);
    let title = post.body["embeds"][0]["title"].as_str().unwrap().to_owned();
    assert!(library().prompts.iter().any(|prompt| prompt.title == title));
    assert_eq!(scene.channel.threads(), [(post.id, title)]);
    let (prompt, thread, _) = latest(&scene, &schedule).await;
    assert_eq!((prompt, thread), (OccurrenceState::Posted(post.id), Some(OccurrenceState::Posted(post.id))));
    // Switched off, the next day has none.
    scene.daily_with("09:00 daily UTC", Some(ScheduleOptions::default())).await;
    scene.wait(24 * 3_600).await;
    assert_eq!(work(&scene).await.len(), 1);
    assert_eq!((scene.channel.messages().len(), scene.channel.threads().len()), (2, 1));
}

#[tokio::test]
async fn a_lost_answer_opens_no_second_thread_and_repeats_no_prompt() {
    let (scene, schedule) = monday().await;
    scene.channel.thread_fate(Fate::AnswerLost);
    work(&scene).await;
    scene.wait(60).await;
    work(&scene).await;
    assert_eq!(scene.channel.threads_asked(), 2);
    assert_eq!((scene.channel.messages().len(), scene.channel.threads().len(), scene.channel.sends()), (1, 1, 1));
    assert!(matches!(latest(&scene, &schedule).await.1, Some(OccurrenceState::Posted(_))));
    // Nobody looked through the channel for it: Discord itself knows the thread.
    assert!(scene.channel.looked().is_empty());
}

#[tokio::test]
async fn a_thread_that_is_refused_is_given_up_alone() {
    let (scene, schedule) = monday().await;
    scene.channel.thread_fate(Fate::Refused(50_013));
    work(&scene).await;
    let (prompt, thread, why) = latest(&scene, &schedule).await;
    assert!(matches!(prompt, OccurrenceState::Posted(_)), "{prompt:?}");
    assert_eq!((thread, why.as_deref()), (Some(OccurrenceState::Failed), Some("refused:50013")));
    let kept = scene.store.schedule_by_id(schedule.id, scene.clock.now()).await.unwrap().unwrap();
    assert_eq!((kept.paused, kept.options.thread), (None, true));
    scene.wait(3_600).await;
    assert!(work(&scene).await.is_empty());
    // The next day comes as if nothing had been.
    scene.wait(23 * 3_600).await;
    work(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.threads().len(), scene.channel.sends()), (2, 1, 2));
}

#[tokio::test]
async fn what_could_not_be_opened_within_a_day_is_let_be() {
    let (scene, schedule) = monday().await;
    scene.channel.thread_fate(Fate::Later(12 * 3_600));
    scene.channel.thread_fate(Fate::Later(12 * 3_600 + 1));
    work(&scene).await;
    for _ in 0..2 {
        scene.wait(12 * 3_600 + 1).await;
        work(&scene).await;
    }
    // Tuesday's is there; Monday's is not, and is not asked for any more.
    let recent = scene.store.recent_occurrences(schedule.id, 2).await.unwrap();
    let monday = scene.store.thread_under(recent[1].id).await.unwrap().unwrap();
    assert_eq!((monday.state, monday.reason.as_deref()), (OccurrenceState::Skipped, Some(reason::LATE)));
    assert_eq!((scene.channel.threads().len(), scene.channel.threads_asked()), (1, 3));
}

#[tokio::test]
async fn a_process_that_dies_between_the_two_leaves_the_thread_to_the_next() {
    let (mut scene, _) = monday().await;
    assert!(matches!(scene.step().await, Happened::Posted { .. }));
    scene.begin_anew().await;
    work(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.threads().len()), (1, 1));
}

#[tokio::test]
async fn under_a_post_that_somebody_deleted_nothing_is_opened() {
    let (scene, schedule) = monday().await;
    scene.channel.thread_fate(Fate::Deleted);
    work(&scene).await;
    let (prompt, thread, why) = latest(&scene, &schedule).await;
    assert!(matches!(prompt, OccurrenceState::Posted(_)));
    assert_eq!((thread, why.as_deref()), (Some(OccurrenceState::Skipped), Some(reason::DELETED)));
}
