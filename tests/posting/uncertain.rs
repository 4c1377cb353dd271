//! Where nobody knows whether a try arrived: by the same nonce, or after a look, or held.

use clarion::posting::Happened;
use clarion::store::{OccurrenceState, reason};
use serenity::model::id::MessageId;

use super::channel::{Fate, GUILD, Look, PATIENCE};
use super::scene::{Scene, at};
use super::steps::{BEFORE, NINE, monday, posted};

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_by_the_same_nonce() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::AnswerLost);
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    assert!(matches!(scene.step().await, Happened::Nothing));
    scene.wait(2).await;
    let (message, found) = posted(&scene.step().await);
    assert_eq!((message, found), (MessageId::new(500), false));
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (1, 2));
    assert!(scene.channel.looked().is_empty());
}

#[tokio::test]
async fn after_the_nonce_window_it_is_looked_for_and_found() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::HangsAfter);
    assert!(scene.step_or_die().await.is_none());
    assert!(matches!(scene.step().await, Happened::Nothing), "the lease holds");
    // Discord forgets the nonce after five minutes; it is trusted for three.
    scene.wait(3 * 60 + 1).await;
    assert_eq!(posted(&scene.step().await), (MessageId::new(500), true));
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (1, 1));
    assert!(scene.channel.looked()[0] <= at(NINE));
}

#[tokio::test]
async fn after_the_nonce_window_it_is_sent_where_it_is_not_found() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::HangsBefore);
    assert!(scene.step_or_die().await.is_none());
    let first = scene.store.prompt_history(GUILD).await.unwrap();
    scene.wait(60 * 60).await;
    assert_eq!(posted(&scene.step().await), (MessageId::new(500), false));
    assert_eq!((scene.channel.messages().len(), scene.channel.looked().len()), (1, 1));
    // The takeover sends what was chosen at first.
    assert_eq!(scene.store.prompt_history(GUILD).await.unwrap(), first);
}

#[tokio::test]
async fn where_nobody_can_look_it_is_held_and_never_sent() {
    let scene = monday().await;
    let schedule = scene.daily("09:00 weekdays UTC").await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::HangsAfter);
    scene.step_or_die().await;
    scene.wait(600).await;
    scene.channel.look(Look::Forbidden);
    assert!(matches!(scene.step().await, Happened::Unknown { .. }));
    // Somebody is told.
    posted(&scene.step().await);
    scene.wait(60 * 60).await;
    assert!(matches!(scene.step().await, Happened::Nothing));
    assert_eq!((scene.channel.prompts().len(), scene.channel.sends()), (1, 2));
    let held = &scene.store.recent_occurrences(schedule.id, 1).await.unwrap()[0];
    assert_eq!((held.state, held.reason.as_deref()), (OccurrenceState::Unknown, Some("cannot-look:50001")));
}

#[tokio::test]
async fn a_look_that_fails_for_the_moment_is_repeated() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::HangsAfter);
    scene.step_or_die().await;
    scene.wait(600).await;
    scene.channel.look(Look::Later);
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.wait(60).await;
    assert!(posted(&scene.step().await).1);
    assert_eq!(scene.channel.sends(), 1);
}

#[tokio::test]
async fn a_clock_set_back_a_day_looks_before_it_sends() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::AnswerLost);
    scene.step().await;
    scene.wait_until("2026-11-22T09:00:00Z").await;
    assert!(matches!(scene.step().await, Happened::Nothing));
    scene.wait_until("2026-11-23T09:00:30Z").await;
    posted(&scene.step().await);
    assert_eq!(scene.channel.messages().len(), 1);
}

/// A crash, a day that passes, and a calendar that is set in between: by its word the try was a minute ago.
#[tokio::test]
async fn a_clock_stepped_a_day_either_way_around_a_crash_doubles_and_loses_nothing() {
    for (fate, there) in [(Fate::HangsAfter, true), (Fate::HangsBefore, false)] {
        // It runs a day ahead: in the world it is Sunday.
        let scene = Scene::at("2026-11-22T08:59:00Z").await;
        scene.daily("09:00 weekdays UTC").await;
        scene.hand.set_to(at(NINE), PATIENCE).await.unwrap();
        scene.channel.fate(fate);
        assert!(scene.step_or_die().await.is_none());
        scene.hand.set_to(at("2026-11-22T09:00:01Z"), PATIENCE).await.unwrap();
        assert!(matches!(scene.step().await, Happened::Nothing));
        scene.wait_until("2026-11-23T09:01:00Z").await;
        assert_eq!(posted(&scene.step().await).1, there);
        assert_eq!((scene.channel.messages().len(), scene.channel.looked().len()), (1, 1));
        assert!(matches!(scene.step().await, Happened::Nothing));

        // It runs a day behind: in the world it is Tuesday.
        let scene = Scene::at("2026-11-24T08:59:00Z").await;
        scene.hand.set_to(at(BEFORE), PATIENCE).await.unwrap();
        scene.daily("09:00 weekdays UTC").await;
        scene.wait_until(NINE).await;
        scene.channel.fate(fate);
        assert!(scene.step_or_die().await.is_none());
        scene.hand.set_to(at("2026-11-24T09:01:00Z"), PATIENCE).await.unwrap();
        let both = [scene.step().await, scene.step().await];
        assert!(matches!(scene.step().await, Happened::Nothing));
        // Monday's is not wanted any more where it is not there.
        let found = both.iter().any(|happened| matches!(happened, Happened::Posted { found: true, .. }));
        let late = both.iter().any(|happened| matches!(happened, Happened::Skipped { why, .. } if why == reason::LATE));
        assert_eq!((found, late), (there, !there), "{both:?}");
        assert_eq!(scene.channel.messages().len(), 1 + usize::from(there));
    }
}

#[tokio::test]
async fn a_clock_that_ran_ahead_deceives_the_process_itself_no_more_than_the_next() {
    let scene = Scene::at("2026-11-22T08:59:00Z").await;
    scene.daily("09:00 weekdays UTC").await;
    scene.hand.set_to(at(NINE), PATIENCE).await.unwrap();
    scene.channel.fate(Fate::AnswerLost);
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.hand.set_to(at("2026-11-22T09:00:01Z"), PATIENCE).await.unwrap();
    scene.wait_until("2026-11-23T09:00:02Z").await;
    assert!(posted(&scene.step().await).1);
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (1, 1));
}

#[tokio::test]
async fn after_a_crash_it_is_looked_for_while_the_nonce_holds_too() {
    for (fate, there) in [(Fate::HangsAfter, true), (Fate::HangsBefore, false)] {
        let scene = monday().await;
        scene.wait_until(NINE).await;
        scene.channel.fate(fate);
        assert!(scene.step_or_die().await.is_none());
        scene.wait(60).await;
        assert_eq!(posted(&scene.step().await), (MessageId::new(500), there));
        assert_eq!((scene.channel.messages().len(), scene.channel.looked().len()), (1, 1));
    }
}

#[tokio::test]
async fn where_nobody_can_look_after_a_crash_the_nonce_does_while_it_holds() {
    for looks in [&[Look::Forbidden][..], &[Look::Buried, Look::Buried]] {
        let scene = monday().await;
        scene.wait_until(NINE).await;
        scene.channel.fate(Fate::HangsAfter);
        assert!(scene.step_or_die().await.is_none());
        scene.wait(60).await;
        looks.iter().for_each(|look| scene.channel.look(*look));
        assert_eq!(posted(&scene.step().await), (MessageId::new(500), false));
        assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (1, 2));
        assert_eq!(scene.channel.looked().len(), looks.len());
    }
}

#[tokio::test]
async fn a_slow_look_is_not_taken_over() {
    let scene = monday().await;
    scene.wait_until(NINE).await;
    scene.channel.fate(Fate::HangsAfter);
    assert!(scene.step_or_die().await.is_none());
    scene.wait(60).await;
    scene.channel.look(Look::Slow);
    let looking = async { posted(&scene.step().await) };
    let meanwhile = async {
        scene.channel.asked().await;
        let other = scene.engine();
        for _ in 0..10 {
            scene.wait(30).await;
            assert!(matches!(other.step().await, Happened::Nothing), "it was taken from a living holder");
        }
        scene.channel.tell();
    };
    assert_eq!(tokio::join!(looking, meanwhile).0, (MessageId::new(500), true));
    assert_eq!((scene.channel.sends(), scene.channel.looked().len()), (1, 1));
}
