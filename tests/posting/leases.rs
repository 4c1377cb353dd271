//! A process that stood still with its request in hand, while another has taken the post over: one message.

use std::sync::Arc;

use clarion::posting::{Engine, EngineOptions, Happened};

use super::hands::Door;
use super::scene::{Scene, library};

const NINE: &str = "2026-11-23T09:00:00Z";

#[tokio::test]
async fn whoever_wakes_up_after_its_lease_sends_nothing() {
    for forum in [false, true] {
        let scene = Scene::at("2026-11-23T08:59:00Z").await;
        match forum {
            true => scene.daily_in_a_forum("09:00 daily UTC").await,
            false => scene.daily("09:00 daily UTC").await,
        };
        scene.wait_until(NINE).await;
        let door = Door::new(&scene, 0);
        let (store, clock) = (scene.store.clone(), scene.clock.clone());
        let asleep = Engine::new(store, library(), Arc::clone(&door) as _, clock, EngineOptions::default());
        let (slow, ()) = tokio::join!(asleep.step(), async {
            // The try is written down, and the request waits for its turn.
            door.crowd(1).await;
            // By then Discord knows no nonce of it any more.
            scene.wait(10 * 60).await;
            let other = scene.step().await;
            assert!(matches!(other, Happened::Posted { found: false, .. }), "{other:?}");
            door.opens();
        });
        assert!(matches!(slow, Happened::TakenOver { .. }), "{slow:?}");
        assert_eq!(scene.channel.prompts().len(), 1, "in a forum: {forum}");
    }
}

/// Nobody else was there: it takes its own post over, and sends it once.
#[tokio::test]
async fn whoever_was_alone_sends_it_at_its_next_step() {
    let scene = Scene::at("2026-11-23T08:59:00Z").await;
    scene.daily("09:00 daily UTC").await;
    scene.wait_until(NINE).await;
    let door = Door::new(&scene, 0);
    let (store, clock) = (scene.store.clone(), scene.clock.clone());
    let alone = Engine::new(store, library(), Arc::clone(&door) as _, clock, EngineOptions::default());
    let (slow, ()) = tokio::join!(alone.step(), async {
        door.crowd(1).await;
        scene.wait(10 * 60).await;
        door.opens();
    });
    assert!(matches!(slow, Happened::PutBack { .. }), "{slow:?}");
    assert_eq!(scene.channel.prompts().len(), 0);
    scene.wait(5).await;
    let posted = alone.step().await;
    assert!(matches!(posted, Happened::Posted { found: false, .. }), "{posted:?}");
    assert_eq!((scene.channel.prompts().len(), scene.channel.looked().len()), (1, 0), "certainly not sent before");
}
