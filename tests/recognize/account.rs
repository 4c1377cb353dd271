//! `/recognition givers` and `/me`.

use std::time::Duration;

use clarion::commands::Answer;
use insta::assert_snapshot;
use serde_json::{Value, json};
use serenity::model::id::UserId;

use super::bench::{Bench, JO, MIRA, SAM, custom_id, shown};

fn givers(bench: &Bench, period: Option<&str>, share: bool) -> Value {
    let mut options = vec![json!({ "name": "share", "type": 5, "value": share })];
    options.extend(period.map(|period| json!({ "name": "period", "type": 3, "value": period })));
    bench.slash(JO, "recognition", &json!([{ "name": "givers", "type": 1, "options": options }]), &[])
}

/// The page of `/me` with the thanks.
fn me(bench: &Bench, who: UserId) -> Value {
    bench.press(who, "c1.me.open.thanks.0", true)
}

async fn to(bench: &Bench, instant: &str) {
    bench.hand.advance_to(instant.parse().unwrap(), Duration::from_secs(5)).await.unwrap();
}

#[tokio::test]
async fn an_empty_account_invites_to_begin() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    seen.push(bench.shown(&givers(&bench, None, false)).await);
    seen.push(bench.shown(&givers(&bench, Some("all"), true)).await);
    seen.push(bench.shown(&me(&bench, JO)).await);
    bench.set_up("UTC", false).await;
    // Where thanks are off there is nothing to invite to.
    for asked in [givers(&bench, None, false), me(&bench, JO)] {
        let shown = bench.shown(&asked).await;
        assert!(!shown.contains("/recognize"), "{shown}");
    }
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn who_gave_first_comes_first_and_each_period_has_its_days() {
    let mut seen = Vec::new();
    let bench = Bench::at("2026-09-30T08:00:00Z").await;
    bench.set_up("Europe/Berlin", true).await;
    bench.given(SAM, &[JO], "in the third quarter", None).await;
    to(&bench, "2026-11-01T08:00:00Z").await;
    bench.given(MIRA, &[JO], "once", None).await;
    to(&bench, "2026-11-17T08:00:00Z").await;
    for words in ["one", "two", "three"] {
        bench.given(JO, &[MIRA, SAM], words, None).await;
    }
    bench.given(SAM, &[MIRA], "the demo", None).await;
    to(&bench, "2026-11-21T11:00:00Z").await;
    for period in ["week", "month", "quarter", "year", "all"] {
        seen.push(bench.shown(&givers(&bench, Some(period), false)).await);
    }
    // This month if nothing is said.
    let month = bench.shown(&givers(&bench, Some("month"), false)).await;
    assert_eq!(bench.shown(&givers(&bench, None, false)).await, month);
    // Shared, everybody sees it and nobody is pinged.
    let shared = bench.shown(&givers(&bench, None, true)).await;
    assert_eq!(shared, month.replace("(to the asker)", "(to all)"));
    // What was counted stays to be seen.
    bench.set_up("Europe/Berlin", false).await;
    assert_eq!(bench.shown(&givers(&bench, None, false)).await, month);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_long_account_has_several_screens() {
    let bench = Bench::new().await;
    for n in 0..60 {
        bench.given(UserId::new(SAM.get() + n), &[JO, MIRA], "many hands", None).await;
    }
    let first = bench.answer(&givers(&bench, None, false)).await;
    assert_snapshot!(shown(&first));
    let second = bench.answer(&bench.press(JO, &custom_id(&first, "More"), true)).await;
    let text = shown(&second);
    assert!(text.starts_with("(in its place)") && text.contains("26 to 50 of 60."), "{text}");
    assert!(text.contains("[Back] [More]"), "{text}");
    let third = bench.answer(&bench.press(JO, &custom_id(&second, "More"), true)).await;
    let text = shown(&third);
    assert!(text.contains("51 to 60 of 60.") && text.ends_with("[Back]"), "{text}");
    // Together they name each once.
    let all = [&first, &second, &third].map(shown).join("\n");
    for n in 0..60 {
        assert_eq!(all.matches(&format!("<@{}>", SAM.get() + n)).count(), 1, "{n}");
    }
    // A shared account is turned in private, and a screen that is no longer there is the last.
    let turned = bench.shown(&bench.press(MIRA, "c1.givers.month.ffff", false)).await;
    assert!(turned.starts_with("(to the asker)") && turned.contains("51 to 60 of 60."), "{turned}");
}

#[tokio::test]
async fn what_i_gave_and_got_with_the_latest_of_each() {
    let mut seen = Vec::new();
    let bench = Bench::at("2026-11-16T08:00:00Z").await;
    bench.given(JO, &[MIRA], "calmer nights since your handover", Some("expert")).await;
    bench.given(MIRA, &[JO], "*bold* @everyone [x](https://x.example)", Some("thanks")).await;
    let crowd: Vec<UserId> = (0..10).map(|n| UserId::new(SAM.get() + n)).collect();
    for n in 1..=6 {
        to(&bench, &format!("2026-11-{}T08:00:00Z", 16 + n)).await;
        bench.given(JO, &crowd, &format!("{n} {}", "_@".repeat(140)), Some("personal")).await;
    }
    seen.push(bench.shown(&me(&bench, JO)).await);
    seen.push(bench.shown(&me(&bench, MIRA)).await);
    bench.set_up("UTC", false).await;
    let off = bench.shown(&me(&bench, JO)).await;
    assert!(off.contains("7 recognitions, to 11 people"), "{off}");
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn the_overview_counts_and_its_menu_turns_to_a_page() {
    let bench = Bench::new().await;
    bench.given(JO, &[MIRA, SAM], "the release", None).await;
    let overview = bench.answer(&bench.slash(JO, "me", &json!([]), &[])).await;
    let menu = custom_id(&overview, "Turn to");
    let page = bench.answer(&bench.choose(JO, &menu, &["thanks"])).await;
    assert!(matches!(page, Answer::Update(_)));
    let back = bench.answer(&bench.choose(JO, &menu, &["overview"])).await;
    assert_snapshot!([&overview, &page, &back].map(shown).join("\n\n"));
    // A choice that nobody offered.
    let stale = bench.shown(&bench.choose(JO, &menu, &["treasure"])).await;
    assert!(stale.starts_with("(to the asker) That button is from an older version"), "{stale}");
}

#[tokio::test]
async fn thanks_are_turned_and_searched_both_ways_at_once() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    for n in 1..=7 {
        bench.given(JO, &[MIRA], &format!("handover {n}"), None).await;
    }
    bench.given(MIRA, &[JO, SAM], "the calm HANDOVER", None).await;
    let first = bench.answer(&me(&bench, JO)).await;
    seen.push(shown(&first));
    seen.push(bench.shown(&bench.press(JO, &custom_id(&first, "More"), true)).await);
    let form = custom_id(&bench.answer(&bench.press(JO, &custom_id(&first, "Search"), true)).await, "");
    let found = bench.answer(&bench.submit(JO, &form, "Handover")).await;
    seen.push(shown(&found));
    seen.push(bench.shown(&bench.submit(JO, &form, "CALM")).await);
    let all = bench.shown(&bench.press(JO, &custom_id(&found, "Show all"), true)).await;
    assert_eq!(all, seen[0]);
    // Another screen of what was found, and one past the last.
    let more = bench.shown(&bench.press(JO, &custom_id(&found, "More"), true)).await;
    assert!(more.contains("handover 2") && more.contains("handover 1") && !more.contains("handover 3"), "{more}");
    assert_eq!(bench.shown(&bench.press(JO, "c1.me.open.thanks.ffff", true)).await, seen[1]);
    // The longest search, every letter of it escaped, fits too.
    bench.answer(&bench.submit(JO, &form, &"*".repeat(36))).await;
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn the_fullest_account_of_oneself_fits() {
    let bench = Bench::new().await;
    let crowd: Vec<UserId> = (0..10).map(|n| UserId::new(u64::MAX / 2 - n)).collect();
    for n in 0..5 {
        bench.given(JO, &crowd, &format!("{n}{}", "@".repeat(299)), Some("personal")).await;
        bench.given(MIRA, &[JO], &format!("{n}{}", "*".repeat(299)), Some("personal")).await;
    }
    // The bench reads it a second time against Discord's limits.
    bench.answer(&me(&bench, JO)).await;
}

#[tokio::test]
async fn after_an_erasure_the_account_stands_and_names_nobody() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    bench.given(MIRA, &[JO], "the demo", None).await;
    bench.given(JO, &[MIRA], "the slides", None).await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    sqlx::query("UPDATE person SET user_id = NULL WHERE user_id = $1")
        .bind(MIRA.get().cast_signed())
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("DELETE FROM recognition_words").execute(&pool).await.unwrap();
    seen.push(bench.shown(&givers(&bench, None, false)).await);
    seen.push(bench.shown(&me(&bench, JO)).await);
    assert_snapshot!(seen.join("\n\n"));
}
