//! What became of a suggestion for the deck, told to who asked to hear of it: once, in private, and nowhere else.

use clarion::deck::Words;
use clarion::posting::Happened;
use clarion::store::{Id, NewSuggestion, Suggested};
use serenity::model::id::InteractionId;

use super::channel::{ANNA, Fate, GUILD, SYSTEM, private};
use super::scene::{Scene, until_nothing};

const MONDAY: &str = "2026-11-23T08:00:00Z";

/// Monday, and Anna wants to hear of her suggestion.
async fn suggested() -> (Scene, Id) {
    let scene = Scene::at(MONDAY).await;
    scene.channel.board(Some(SYSTEM));
    let words = Words {
        title: "*Calm* nights".to_owned(),
        question: "Who kept @everyone calm?".to_owned(),
        step: "Tell <@12>.".to_owned(),
        minutes: 3,
    };
    let new = NewSuggestion { interaction: InteractionId::new(1), guild: GUILD, by: ANNA, words };
    let Suggested::Waits(id) = scene.store.suggest(&new, scene.clock.now()).await.unwrap() else { panic!("known") };
    scene.store.hear_of_suggestion(GUILD, ANNA, id, true).await.unwrap();
    (scene, id)
}

/// A month passes, and nothing comes meanwhile.
async fn a_month(scene: &Scene) {
    for _ in 0..30 {
        scene.wait(24 * 60 * 60).await;
        until_nothing(scene).await;
    }
}

#[tokio::test]
async fn it_is_told_once_in_private_and_pings_nobody() {
    for declined in [false, true] {
        let (scene, id) = suggested().await;
        until_nothing(&scene).await;
        assert_eq!(scene.channel.sends(), 0, "it is not decided yet");
        if declined {
            scene.store.decline(GUILD, id, Some("we have one, @here"), scene.clock.now()).await.unwrap();
        } else {
            scene.store.approve(GUILD, id, None, scene.clock.now()).await.unwrap();
        }
        until_nothing(&scene).await;
        let told = scene.channel.messages().remove(0);
        assert!(told.channel == private(ANNA) && told.bears(told.nonce));
        let said = told.text();
        assert!(said.contains(r"\\*Calm\\* nights") && said.contains("**Harbour**"), "{said}");
        assert_eq!(said.contains("we have one, @\u{200b}here"), declined, "{said}");
        assert!(!said.contains("@everyone") && !said.contains("<@12>"), "{said}");
        for kind in ["parse", "users", "roles"] {
            assert_eq!(told.body["allowed_mentions"][kind], serde_json::json!([]));
        }
        a_month(&scene).await;
        assert_eq!(scene.channel.sends(), 1);
        assert_eq!(scene.store.suggestions_of(GUILD, ANNA).await.unwrap(), []);
    }
}

#[tokio::test]
async fn it_does_not_go_through_the_dial_and_takes_no_week() {
    let (scene, id) = suggested().await;
    scene.store.set_contact(GUILD, ANNA, false, scene.clock.now()).await.unwrap();
    scene.store.approve(GUILD, id, None, scene.clock.now()).await.unwrap();
    until_nothing(&scene).await;
    assert_eq!(scene.channel.messages().len(), 1);
}

#[tokio::test]
async fn where_it_cannot_be_told_it_is_kept_for_its_writer_and_nobody_else_hears() {
    let (scene, id) = suggested().await;
    scene.channel.fate(Fate::Refused(50_007));
    scene.store.decline(GUILD, id, None, scene.clock.now()).await.unwrap();
    until_nothing(&scene).await;
    a_month(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (0, 1));
    assert_eq!(scene.store.suggestions_of(GUILD, ANNA).await.unwrap().len(), 1);

    let (scene, id) = suggested().await;
    scene.channel.close_private();
    scene.store.decline(GUILD, id, None, scene.clock.now()).await.unwrap();
    until_nothing(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (0, 0));
    assert_eq!(scene.store.suggestions_of(GUILD, ANNA).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_or_a_crash_tells_it_once_all_the_same() {
    let (scene, id) = suggested().await;
    scene.channel.fate(Fate::AnswerLost);
    scene.store.approve(GUILD, id, None, scene.clock.now()).await.unwrap();
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.wait(2).await;
    until_nothing(&scene).await;
    assert_eq!(scene.channel.messages().len(), 1);

    let (scene, id) = suggested().await;
    scene.channel.fate(Fate::HangsAfter);
    scene.store.decline(GUILD, id, None, scene.clock.now()).await.unwrap();
    assert!(scene.step_or_die().await.is_none());
    scene.wait(10 * 60).await;
    assert!(matches!(scene.step().await, Happened::Posted { found: true, .. }));
    assert_eq!(scene.channel.messages().len(), 1);
    assert_eq!(scene.store.suggestions_of(GUILD, ANNA).await.unwrap(), []);
}
