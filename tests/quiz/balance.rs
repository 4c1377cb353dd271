//! `/balance`.

use std::sync::Arc;
use std::time::Duration;

use clarion::commands::Answer;
use clarion::messages::balance_result;
use clarion::messages::me::balance_page;
use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::json;
use serenity::model::id::UserId;

use super::bench::{Bench, ELSEWHERE, HARBOUR, JO, MIRA, custom_id, shown};

const POINTS: [&str; 5] = ["All this", "More this", "Both alike", "More that", "All that"];

async fn begun(bench: &Bench, who: UserId) -> Answer {
    bench.answer(&bench.slash(who, "balance", &json!([]), &[])).await
}

async fn pressed(bench: &Bench, who: UserId, answer: &Answer, label: &str) -> Answer {
    bench.answer(&bench.press(who, &custom_id(answer, label), true)).await
}

/// A whole one, with these points of the scale.
async fn taken(bench: &Bench, who: UserId, points: [usize; 10]) -> Answer {
    let mut screen = begun(bench, who).await;
    for point in points {
        screen = pressed(bench, who, &screen, POINTS[point]).await;
    }
    screen
}

async fn to(bench: &Bench, instant: &str) {
    bench.hand.advance_to(instant.parse().unwrap(), Duration::from_secs(5)).await.unwrap();
}

#[tokio::test]
async fn each_kind_of_result_has_its_words() {
    let bench = Bench::new().await;
    let mut seen = Vec::new();
    let kinds = [
        [0; 10],
        [4; 10],
        [2; 10],
        [2, 2, 3, 2, 2, 2, 2, 2, 2, 2],
        [1, 0, 2, 0, 1, 1, 2, 4, 2, 2],
        [4, 3, 3, 3, 4, 2, 1, 2, 2, 3],
        [0, 0, 4, 0, 4, 2, 4, 2, 2, 2],
        [1, 3, 1, 3, 1, 3, 1, 3, 1, 3],
    ];
    for (place, points) in kinds.into_iter().enumerate() {
        // A person each, so that none of them is compared.
        seen.push(shown(&taken(&bench, UserId::new(MIRA.get() + 10 + place as u64), points).await));
    }
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn the_first_pair_explains_itself_and_the_second_has_a_way_back() {
    let bench = Bench::new().await;
    let first = begun(&bench, MIRA).await;
    let second = pressed(&bench, MIRA, &first, "More that").await;
    let back = pressed(&bench, MIRA, &second, "Back").await;
    assert_snapshot!([first, second, back].each_ref().map(shown).join("\n\n"));
    assert_eq!(bench.commands.store.balance_count(HARBOUR, MIRA).await.unwrap(), 0, "nothing is kept before the end");
}

#[tokio::test]
async fn change_over_time_is_told_for_its_person_alone() {
    let bench = Bench::new().await;
    taken(&bench, MIRA, [1, 0, 2, 0, 1, 1, 2, 4, 2, 2]).await;
    to(&bench, "2027-01-10T11:00:00Z").await;
    taken(&bench, JO, [4; 10]).await;
    let second = taken(&bench, MIRA, [1, 1, 2, 2, 2, 1, 2, 3, 2, 4]).await;
    to(&bench, "2027-03-01T11:00:00Z").await;
    let third = taken(&bench, MIRA, [1, 1, 2, 2, 2, 1, 2, 3, 2, 4]).await;
    let newest = pressed(&bench, MIRA, &third, "Change over time").await;
    let older = pressed(&bench, MIRA, &newest, "More").await;
    let oldest = pressed(&bench, MIRA, &older, "More").await;
    let beyond = bench.answer(&bench.press(MIRA, "c1.me.open.balance.ff", true)).await;
    assert_eq!(shown(&beyond), shown(&oldest), "one past the last shows the last");
    assert_snapshot!([&second, &third, &newest, &older, &oldest].map(shown).join("\n\n"));
}

#[tokio::test]
async fn anothers_button_shows_and_deletes_nothing() {
    let bench = Bench::new().await;
    // She is known here: it is not for that that she is turned away.
    taken(&bench, JO, [4; 10]).await;
    let result = taken(&bench, MIRA, [0; 10]).await;
    let delete = custom_id(&result, "Delete this one");
    let asked = bench.answer(&bench.press(MIRA, &delete, true)).await;
    let for_good = custom_id(&asked, "Delete it");
    let mut seen = vec![shown(&asked)];
    for id in [&delete, &for_good] {
        let anothers = bench.shown(&bench.press(JO, id, true)).await;
        let elsewhere = bench.shown(&bench.press_in(ELSEWHERE, MIRA, id, true)).await;
        assert_eq!(anothers, elsewhere);
        assert!(anothers.contains("no longer kept") && !anothers.contains("Nov"), "{anothers}");
        seen.push(anothers);
    }
    assert_eq!(bench.commands.store.balance_count(HARBOUR, MIRA).await.unwrap(), 1);
    seen.push(bench.shown(&bench.press(MIRA, &for_good, true)).await);
    assert_eq!(bench.commands.store.balance_count(HARBOUR, MIRA).await.unwrap(), 0);
    // A second press finds it gone.
    seen.push(bench.shown(&bench.press(MIRA, &for_good, true)).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn reworded_pairs_and_an_empty_library_are_told_kindly() {
    let mut bench = Bench::new().await;
    let screen = begun(&bench, MIRA).await;
    let mut library = (*bench.commands.library).clone();
    library.pairs[9].leading.push_str(" Always.");
    bench.commands.library = Arc::new(library.clone());
    let mut seen = vec![shown(&pressed(&bench, MIRA, &screen, "All this").await)];
    library.pairs.clear();
    bench.commands.library = Arc::new(library);
    seen.push(shown(&begun(&bench, MIRA).await));
    seen.push(shown(&pressed(&bench, MIRA, &screen, "All this").await));
    // More answers than there are pairs, as no button of ours has them.
    let version = custom_id(&screen, "All this").split('.').nth(3).unwrap().to_owned();
    let bench = Bench::new().await;
    let odd = format!("c1.balance.at.{:016x}.{version}.{}", 5, "0".repeat(11));
    seen.push(bench.shown(&bench.press(MIRA, &odd, true)).await);
    assert_snapshot!(seen.join("\n\n"));
    assert_eq!(bench.commands.store.balance_count(HARBOUR, MIRA).await.unwrap(), 0);
}

/// Where a picture could not be drawn, the answer says the same by itself.
#[tokio::test]
async fn without_a_picture_the_bars_are_letters() {
    let bench = Bench::new().await;
    taken(&bench, MIRA, [1, 0, 2, 0, 1, 1, 2, 4, 2, 2]).await;
    to(&bench, "2027-01-10T09:00:00Z").await;
    taken(&bench, MIRA, [2; 10]).await;
    let kept = bench.commands.store.balances(HARBOUR, MIRA, 0, 9).await.unwrap();
    let library = &bench.commands.library;
    let result = balance_result(library, &kept[1], None, None);
    let page = balance_page(library, &kept, 0, 2, None);
    assert_snapshot!([result, page].map(|card| shown(&Answer::private(card))).join("\n\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is pressed, back and forth and twice, the result is what stood last at each pair, and it is kept once.
    #[test]
    fn any_presses_in_any_order(presses in prop::collection::vec((0_usize..7, any::<bool>()), 10..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let bench = Bench::new().await;
            let mut screen = begun(&bench, MIRA).await;
            let mut answers: Vec<usize> = Vec::new();
            // Always to the end: what is missing is answered with the middle.
            let rest = std::iter::repeat_n((2, false), 40);
            for (point, twice) in presses.into_iter().chain(rest) {
                if answers.len() == 10 {
                    break;
                }
                let label = POINTS.get(point).copied().unwrap_or("Back");
                if label == "Back" && answers.pop().is_none() {
                    continue;
                } else if label != "Back" {
                    answers.push(point);
                }
                let next = pressed(&bench, MIRA, &screen, label).await;
                if twice {
                    assert_eq!(shown(&pressed(&bench, MIRA, &screen, label).await), shown(&next));
                }
                screen = next;
            }
            let kept = bench.commands.store.balances(HARBOUR, MIRA, 0, 9).await.unwrap();
            assert_eq!(kept.len(), 1);
            let leans: Vec<usize> = kept[0].leans.iter().map(|(_, lean)| (lean + 2) as usize).collect();
            assert_eq!(leans, answers);
        });
    }
}
