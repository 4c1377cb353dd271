//! Long absences of Discord: at most one late post, within the grace, and everything is written down.

use clarion::posting::Happened;
use clarion::store::{OccurrenceState, reason};

use super::channel::{Fate, PATIENCE, Scene, at};

/// Every request fails until `until`, and the engine goes on trying. Returns what the schedule shows then, latest first.
async fn outage(until: &str) -> (Scene, Vec<(OccurrenceState, Option<String>)>) {
    let scene = Scene::at("2026-11-23T08:59:00Z").await;
    let schedule = scene.daily("09:00 daily UTC").await;
    while scene.clock.now() < at(until) {
        scene.channel.fate(Fate::Later(0));
        if matches!(scene.step().await, Happened::Nothing) {
            scene.channel.calm();
            let next = scene.store.next_due().await.unwrap().unwrap().min(at(until));
            scene.hand.advance_to(next, PATIENCE).await.unwrap();
        }
    }
    scene.channel.calm();
    while !matches!(scene.step().await, Happened::Nothing) {}
    let next = scene.store.next_due().await.unwrap().unwrap();
    if next.duration_since(scene.clock.now()).as_secs() < 120 {
        scene.hand.advance_to(next, PATIENCE).await.unwrap();
        while !matches!(scene.step().await, Happened::Nothing) {}
    }
    let recent = scene.store.recent_occurrences(schedule.id, 20).await.unwrap();
    (scene, recent.into_iter().map(|occurrence| (occurrence.state, occurrence.reason)).collect())
}

fn late() -> (OccurrenceState, Option<String>) {
    (OccurrenceState::Skipped, Some(reason::LATE.to_owned()))
}

#[tokio::test]
async fn seventy_one_minutes() {
    let (scene, shown) = outage("2026-11-23T10:11:00Z").await;
    assert_eq!(scene.channel.messages().len(), 1);
    assert!(matches!(shown[..], [(OccurrenceState::Posted(_), None)]), "{shown:?}");
}

#[tokio::test]
async fn twenty_six_hours() {
    let (scene, shown) = outage("2026-11-24T11:00:00Z").await;
    assert_eq!(scene.channel.messages().len(), 1);
    assert!(matches!(shown[0], (OccurrenceState::Posted(_), None)), "{shown:?}");
    assert_eq!(shown[1..], [late()]);
}

#[tokio::test]
async fn eight_days() {
    let (scene, shown) = outage("2026-12-01T20:00:00Z").await;
    assert_eq!(scene.channel.messages().len(), 0);
    assert_eq!(shown, vec![late(); 9]);
}
