//! `/schedule show`, `preview`, and the week.

use std::time::Duration;

use clarion::store::{Claim, Kind, Next, PauseReason};
use insta::assert_snapshot;
use serenity::model::id::MessageId;

use super::bench::{Bench, DAILY, HARBOUR, component, shown};

const LEASE: Duration = Duration::from_secs(60);
const GRACE: Duration = Duration::from_secs(6 * 3_600);

/// The prompt that is due; notices are told on the way to it.
async fn claimed(bench: &Bench) -> Box<Claim> {
    let store = &bench.commands.store;
    loop {
        match store.claim_due(bench.commands.clock.now(), LEASE, GRACE).await.unwrap() {
            Next::Claimed(claim) if claim.occurrence.key.kind() == Kind::Notice => {
                store.posted(&claim, MessageId::new(99)).await.unwrap();
            }
            Next::Claimed(claim) => return claim,
            Next::Skipped(_) => {}
            Next::Nothing => panic!("it is due"),
        }
    }
}

#[tokio::test]
async fn it_tells_what_comes_what_does_not_and_what_became_of_the_last_ones() {
    let mut bench = Bench::new().await;
    let daily = DAILY.to_string();
    bench.schedule("set", &[("zone", "Europe/Berlin"), ("channel", &daily)]).await;
    bench.post_what_is_due().await;
    bench.at("2026-11-23T08:00:00Z").await;
    bench.post_what_is_due().await;
    // Two hours late on Tuesday, too late on Wednesday, refused on Thursday.
    bench.at("2026-11-24T10:00:00Z").await;
    bench.post_what_is_due().await;
    bench.at("2026-11-25T20:00:00Z").await;
    assert!(bench.post_what_is_due().await.is_empty());
    bench.at("2026-11-25T21:00:00Z").await;
    for date in ["30 November", "1 December", "2 December", "3 December", "4 December", "7 December"] {
        bench.schedule("skip", &[("date", date)]).await;
    }
    let mut seen = vec![bench.told("show", &[]).await];
    bench.at("2026-11-26T08:00:00Z").await;
    let claim = claimed(&bench).await;
    seen.push(shown(&bench.schedule("show", &[]).await));
    bench.commands.store.refused(&claim, 50_013, false, bench.commands.clock.now()).await.unwrap();
    seen.push(bench.told("show", &[]).await);
    // Too late for what was refused to come after all.
    bench.at("2026-11-26T14:00:01Z").await;
    bench.schedule("resume", &[]).await;
    bench.schedule("now", &[]).await;
    let claim = claimed(&bench).await;
    let store = &bench.commands.store;
    store.hold_unknown(&claim, "test", bench.commands.clock.now()).await.unwrap();
    seen.push(bench.told("show", &[]).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn ten_schedules_with_long_names_fit_one_screen() {
    let mut bench = Bench::new().await;
    for number in 0..10 {
        let name = format!("_{number}_{}", "ü".repeat(29));
        let zone = "America/Argentina/ComodRivadavia";
        bench.schedule("set", &[("name", &name), ("zone", zone), ("days", "mon,tue,wed,thu,sun")]).await;
        for date in ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-29", "2026-11-30", "2026-12-01"] {
            let told = bench.told("skip", &[("name", &name), ("date", date)]).await;
            assert!(told.contains("leaves out"), "{told}");
        }
        bench.schedule("now", &[("name", &name)]).await;
    }
    bench.post_what_is_due().await;
    // The bench reads every answer against Discord's limits.
    let told = bench.told("show", &[]).await;
    assert_eq!(told.matches("Left out: tomorrow").count(), 10, "{told}");
    assert!(!told.contains('…'), "nothing had to be cut: {told}");
}

#[tokio::test]
async fn the_reasons_of_a_pause_say_what_mends_them() {
    let mut bench = Bench::new().await;
    bench.schedule("set", &[("zone", "Europe/Berlin"), ("name", "early")]).await;
    bench.post_what_is_due().await;
    let mut seen = Vec::new();
    for (day, code) in (23..).zip([10_003, 50_001, 50_083, 40_067]) {
        bench.at(&format!("2026-11-{day}T08:00:00Z")).await;
        let claim = claimed(&bench).await;
        bench.commands.store.refused(&claim, code, false, bench.commands.clock.now()).await.unwrap();
        seen.push(bench.told("pause", &[]).await);
        bench.schedule("resume", &[]).await;
    }
    let (store, now) = (&bench.commands.store, bench.commands.clock.now());
    store.pause_schedule(super::bench::HARBOUR, "early", PauseReason::Unreadable, now).await.unwrap();
    seen.push(bench.told("pause", &[]).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn the_preview_is_what_comes_and_looking_uses_nothing_up() {
    let mut bench = Bench::new().await;
    bench.schedule("set", &[("zone", "Europe/Berlin")]).await;
    bench.post_what_is_due().await;
    for day in 23..=27 {
        bench.at(&format!("2026-11-{day}T07:59:00Z")).await;
        let first = shown(&bench.schedule("preview", &[]).await);
        assert_eq!(first, shown(&bench.schedule("preview", &[]).await));
        bench.at(&format!("2026-11-{day}T08:00:00Z")).await;
        bench.post_what_is_due().await;
        let title = bench.posted_title();
        assert!(first.contains(&format!("# {title}\n")), "{title}: {first}");
    }
    let whole = bench.told("preview", &[]).await;
    let mut seen = vec![whole.lines().take(2).collect::<Vec<_>>().join("\n")];
    bench.schedule("pause", &[]).await;
    let whole = bench.told("preview", &[]).await;
    seen.push(whole.lines().take(2).collect::<Vec<_>>().join("\n"));
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_library_without_prompts_says_so() {
    let mut bench = Bench::new().await;
    bench.commands.library = std::sync::Arc::default();
    bench.schedule("set", &[("zone", "Europe/Berlin")]).await;
    let told = bench.told("preview", &[]).await;
    assert!(told.contains("There is no prompt in my library at the moment."), "{told}");
}

#[tokio::test]
async fn the_week_is_told_by_the_schedules_own_calendar() {
    let mut bench = Bench::new().await;
    let panel = bench.setup(Some("Europe/Berlin")).await;
    let done = bench.press(&panel, "Start", &[]).await;
    assert_eq!(component(&done, "See the week")["type"], 2);
    bench.schedule("skip", &[("date", "wednesday")]).await;
    let mut seen = vec![shown(&bench.press(&done, "See the week", &[]).await)];
    // The clocks go forward on 28 March 2027: 02:30 does not exist that day.
    bench.schedule("set", &[("time", "2:30"), ("days", "sat,sun,mon")]).await;
    bench.at("2027-03-26T12:00:00Z").await;
    bench.post_what_is_due().await;
    seen.push(shown(&bench.press(&done, "See the week", &[]).await));
    bench.schedule("pause", &[]).await;
    seen.push(shown(&bench.press(&done, "See the week", &[]).await));
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn what_was_posted_is_known_behind_any_number_of_extras_and_dates_left_out() {
    let mut bench = Bench::new().await;
    bench.schedule("set", &[("zone", "Europe/Berlin")]).await;
    bench.at("2026-11-23T08:00:00Z").await;
    bench.post_what_is_due().await;
    let first = jiff::civil::date(2026, 12, 1);
    for day in 0..60 {
        let date = first.checked_add(jiff::Span::new().days(day)).unwrap();
        bench.commands.store.skip_date(HARBOUR, "daily", date, bench.commands.clock.now()).await.unwrap();
    }
    // Later the same day, so that today would come again if nothing was known of it.
    let told = bench.told("set", &[("time", "18:00")]).await;
    assert!(told.contains("Today's was posted already."), "{told}");
    let shown = bench.told("show", &[]).await;
    assert!(shown.contains("Next: tomorrow") && shown.contains("Today: [posted"), "{shown}");
    let told = bench.told("skip", &[]).await;
    assert!(told.contains("leaves out tomorrow"), "{told}");
}
