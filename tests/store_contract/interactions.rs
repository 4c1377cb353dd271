//! Interactions that several processes hear of: one has the effect.

use clarion::store::Store;
use serenity::model::id::InteractionId;

use super::engines::{NINE, Place, at, on_each_engine};

on_each_engine!(of_many_who_take_an_interaction_one_has_it, an_interaction_is_forgotten_in_the_end);

async fn of_many_who_take_an_interaction_one_has_it(place: &Place) {
    let processes = [place.open().await, Store::open(&place.options(), 8).await.unwrap()];
    for interaction in 1..6 {
        let takers = (0..12).map(|taker| {
            let store = processes[taker % 2].clone();
            tokio::spawn(async move { store.take_interaction(InteractionId::new(interaction), at(NINE)).await })
        });
        let took = futures_util::future::join_all(takers).await;
        let had = took.into_iter().filter(|took| *took.as_ref().unwrap().as_ref().unwrap()).count();
        assert_eq!(had, 1, "interaction {interaction}");
    }
}

async fn an_interaction_is_forgotten_in_the_end(place: &Place) {
    let store = place.open().await;
    let take = async |id, now| store.take_interaction(InteractionId::new(id), at(now)).await.unwrap();
    assert!(take(1, NINE).await);
    assert!(!take(1, "2026-11-23T08:30:00Z").await);
    assert!(take(2, "2026-11-23T10:00:00Z").await);
    assert_eq!(place.number("SELECT COUNT(*) FROM interaction").await, 1);
}
