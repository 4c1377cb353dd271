//! What becomes of recognition whose people ask to be forgotten, and of words that a server keeps for a time only.

use std::sync::Arc;
use std::time::Duration;

use clarion::clock::Alarm;
use clarion::posting::{Engine, EngineOptions, Happened};
use clarion::store::{Given, Id, NewRecognition, RecognitionChange, Sent, Where};
use serenity::model::id::InteractionId;
use tokio_util::sync::CancellationToken;

use super::channel::{ANNA, BEN, CHANNEL, Fate, GUILD};
use super::scene::{Scene, library};

const MONDAY: &str = "2026-11-23T08:00:00Z";

/// Given and owed to the engine.
async fn given(scene: &Scene, number: u64) -> Id {
    let new = NewRecognition {
        interaction: InteractionId::new(number),
        guild: GUILD,
        channel: CHANNEL,
        giver: ANNA,
        receivers: vec![BEN],
        words: format!("calmer nights {number}"),
        way: None,
        about: None,
        quiet: false,
        strengths: Vec::new(),
        names: Vec::new(),
        at: scene.clock.now(),
        local_date: jiff::civil::date(2026, 11, 23),
    };
    let Given::Counted(counted) = scene.store.give(&new, Duration::from_secs(60)).await.unwrap() else {
        panic!("not counted")
    };
    scene.store.put_back(&counted.announcement.unwrap(), scene.clock.now(), Sent::No, "deferred").await.unwrap();
    counted.recognition
}

async fn until_nothing(scene: &Scene) {
    for _ in 0..50 {
        match scene.step().await {
            Happened::Nothing => return,
            _ => scene.wait(60).await,
        }
    }
    panic!("it never ends");
}

#[tokio::test]
async fn posts_of_somebody_who_is_forgotten_are_taken_down_whoever_dies_over_it() {
    for user in [ANNA, BEN] {
        for fate in [Fate::AnswerLost, Fate::Vanishes, Fate::HangsBefore, Fate::HangsAfter] {
            let scene = Scene::at(MONDAY).await;
            given(&scene, 1).await;
            given(&scene, 2).await;
            until_nothing(&scene).await;
            assert_eq!(scene.channel.messages().len(), 2);
            let forgotten = scene.store.forget(user, Where::Server(GUILD), scene.clock.now()).await.unwrap();
            assert_eq!(forgotten.posts, 2);
            // The process dies before it did anything, or over the first; another one goes on.
            scene.die();
            scene.channel.fate(fate);
            scene.step_or_die().await;
            scene.wait(120).await;
            until_nothing(&scene).await;
            assert_eq!(scene.channel.messages().len(), 0, "{user}, {fate:?}");
            assert_eq!(scene.store.next_change().await.unwrap(), None);
        }
    }
}

#[tokio::test]
async fn words_are_deleted_when_their_time_is_over_and_what_was_given_stays() {
    let scene = Scene::at(MONDAY).await;
    let recognition = given(&scene, 1).await;
    until_nothing(&scene).await;
    let ninety = [RecognitionChange::WordsKeptDays(Some(90))];
    scene.store.settle_recognition(GUILD, &ninety, scene.clock.now()).await.unwrap();
    let sender = Arc::new(scene.channel.clone());
    let engine = Engine::new(scene.store.clone(), library(), sender, scene.clock.clone(), EngineOptions::default());
    let (alarm, stop) = (Alarm::new(&scene.clock), CancellationToken::new());
    let asked = stop.clone();
    let running = tokio::spawn(async move { engine.run(alarm, asked).await });
    let words = async || scene.store.recognition(recognition).await.unwrap().unwrap().words;
    scene.wait_until("2027-02-21T07:59:00Z").await;
    assert!(words().await.is_some(), "ninety days are not over");
    // It is looked for once a day.
    scene.wait_until("2027-02-22T09:00:00Z").await;
    assert_eq!(words().await, None);
    assert_eq!(scene.store.mine(GUILD, ANNA, 0).await.unwrap().gave, 1);
    assert_eq!(scene.channel.messages().len(), 1, "what was announced stays");
    stop.cancel();
    running.await.unwrap();
}
