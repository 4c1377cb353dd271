//! `/quiz`.

use std::sync::Arc;

use clarion::commands::Answer;
use clarion::content::round::Key;
use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::json;
use serenity::model::id::UserId;

use super::bench::{Bench, ELSEWHERE, HARBOUR, JO, MIRA, custom_id, shown};

const ANSWERS: [&str; 3] = ["Managing", "Leading", "Both"];

async fn begun(bench: &Bench, who: UserId) -> Answer {
    bench.answer(&bench.slash(who, "quiz", &json!([]), &[])).await
}

async fn pressed(bench: &Bench, who: UserId, answer: &Answer, label: &str) -> Answer {
    bench.answer(&bench.press(who, &custom_id(answer, label), true)).await
}

/// A whole round with these answers; the screen before the result, and the result.
async fn played(bench: &Bench, who: UserId, answers: &[&str]) -> (Answer, Answer) {
    let mut screen = begun(bench, who).await;
    for (place, answer) in answers.iter().enumerate() {
        screen = pressed(bench, who, &screen, answer).await;
        if place + 1 < answers.len() {
            screen = pressed(bench, who, &screen, "Next moment").await;
        }
    }
    let result = pressed(bench, who, &screen, "See the round").await;
    (screen, result)
}

#[tokio::test]
async fn a_round_from_its_first_moment_to_what_came_of_it() {
    let bench = Bench::new().await;
    let mut seen = Vec::new();
    let mut screen = begun(&bench, MIRA).await;
    seen.push(shown(&screen));
    for (place, answer) in ["Managing", "Leading", "Both", "Managing", "Leading"].into_iter().enumerate() {
        screen = pressed(&bench, MIRA, &screen, answer).await;
        seen.push(shown(&screen));
        if place < 4 {
            screen = pressed(&bench, MIRA, &screen, "Next moment").await;
        }
    }
    let result = pressed(&bench, MIRA, &screen, "See the round").await;
    seen.push(shown(&result));
    // The contrast is a message of its own.
    let (_, label) = shown(&result).rsplit_once("[See ").map(|(head, tail)| (head.len(), tail.to_owned())).unwrap();
    let contrast = pressed(&bench, MIRA, &result, &format!("See {}", label.trim_end_matches(']'))).await;
    assert!(shown(&contrast).starts_with("(to the asker)"), "{}", shown(&contrast));
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn what_is_kept_is_kept_once_and_shown_to_its_person_alone() {
    let bench = Bench::new().await;
    let (before, result) = played(&bench, MIRA, &["Both"; 5]).await;
    // A second press, and one by hands that were quicker than the screen.
    let again = pressed(&bench, MIRA, &before, "See the round").await;
    assert_eq!(shown(&again), shown(&result));
    let store = &bench.commands.store;
    let history = store.quiz_history(HARBOUR, MIRA, 9).await.unwrap();
    assert_eq!((history.rounds, history.said.both), (1, 5));
    // The same button in other hands begins nothing of hers: it is a round of theirs.
    pressed(&bench, JO, &before, "See the round").await;
    assert_eq!(store.quiz_history(HARBOUR, MIRA, 9).await.unwrap().rounds, 1);
    assert_eq!(store.quiz_history(HARBOUR, JO, 9).await.unwrap().rounds, 1);
    assert_eq!(store.quiz_history(ELSEWHERE, MIRA, 9).await.unwrap().rounds, 0);

    let page = bench.answer(&bench.press(MIRA, "c1.me.open.quiz.0", true)).await;
    let asked = pressed(&bench, MIRA, &page, "Delete these").await;
    let deleted = pressed(&bench, MIRA, &asked, "Delete them").await;
    assert_eq!(store.quiz_history(HARBOUR, MIRA, 9).await.unwrap().rounds, 0);
    assert_eq!(store.quiz_history(HARBOUR, JO, 9).await.unwrap().rounds, 1);
    assert_snapshot!([page, asked, deleted].each_ref().map(shown).join("\n\n"));
}

#[tokio::test]
async fn the_next_rounds_have_other_moments() {
    let bench = Bench::new().await;
    for _ in 0..6 {
        played(&bench, MIRA, &["Managing"; 5]).await;
    }
    let history = bench.commands.store.quiz_history(HARBOUR, MIRA, 9).await.unwrap();
    let mut keys: Vec<Key> = Vec::new();
    for round in history.latest {
        keys.extend(round.moments.parse::<clarion::content::round::Round>().unwrap().keys());
    }
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 30);
}

#[tokio::test]
async fn a_moment_that_is_gone_ends_a_round_kindly_and_an_empty_library_says_so() {
    let mut bench = Bench::new().await;
    let screen = begun(&bench, MIRA).await;
    let mut library = (*bench.commands.library).clone();
    library.statements.clear();
    bench.commands.library = Arc::new(library);
    let gone = pressed(&bench, MIRA, &screen, "Leading").await;
    let none = begun(&bench, MIRA).await;
    assert_snapshot!([gone, none].each_ref().map(shown).join("\n\n"));
    assert_eq!(bench.commands.store.quiz_history(HARBOUR, MIRA, 9).await.unwrap().rounds, 0);
}

#[tokio::test]
async fn a_posted_round_is_the_same_for_all_and_its_first_answers_are_kept() {
    let bench = Bench::new().await;
    let round = clarion::content::round::draw(&bench.commands.library, &[], 7).unwrap();
    let week = format!("c1.quiz.week.000003JZ9J6GM.{round}");
    let mut first = Vec::new();
    for who in [MIRA, JO] {
        let screen = bench.answer(&bench.press(who, &week, false)).await;
        assert!(shown(&screen).starts_with("(to the asker)"), "nobody else sees it");
        first.push(shown(&screen));
    }
    assert_eq!(first[0], first[1]);
    let mut results = Vec::new();
    for answer in ["Managing", "Both"] {
        let mut screen = bench.answer(&bench.press(MIRA, &week, false)).await;
        for place in 0..5 {
            screen = pressed(&bench, MIRA, &screen, answer).await;
            screen = pressed(&bench, MIRA, &screen, if place < 4 { "Next moment" } else { "See the round" }).await;
        }
        results.push(shown(&screen));
    }
    let history = bench.commands.store.quiz_history(HARBOUR, MIRA, 9).await.unwrap();
    assert_eq!((history.rounds, history.said.managing), (1, 5));
    assert!(!results[0].contains("finished this round before"), "{}", results[0]);
    assert!(results[1].contains("finished this round before"), "{}", results[1]);
    assert_snapshot!(results.join("\n\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is pressed in whatever order, every answer keeps Discord's limits (the bench reads each a second time),
    /// every button is ours, and what is kept adds up.
    #[test]
    fn any_presses_in_any_order(presses in prop::collection::vec((0_usize..4, any::<bool>()), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let bench = Bench::new().await;
            let mut screen = begun(&bench, MIRA).await;
            for (which, twice) in presses {
                let labels = [ANSWERS[which % 3], "Next moment", "See the round", "Another round"];
                let text = shown(&screen);
                let there: Vec<&str> =
                    labels.into_iter().filter(|label| text.contains(&format!("[{label}]"))).collect();
                let label = there[which % there.len()];
                let next = pressed(&bench, MIRA, &screen, label).await;
                if twice && label != "Another round" {
                    assert_eq!(shown(&pressed(&bench, MIRA, &screen, label).await), shown(&next));
                }
                screen = next;
            }
            let history = bench.commands.store.quiz_history(HARBOUR, MIRA, 9).await.unwrap();
            let said = history.said;
            assert_eq!(said.managing + said.leading + said.both, 5 * history.rounds);
            assert!(said.agreed <= 5 * history.rounds);
        });
    }
}
