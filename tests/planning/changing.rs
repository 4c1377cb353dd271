//! `/schedule pause`, `resume`, `skip`, `unskip`, `now` and `remove`.

use clarion::commands::LookupFault;
use insta::assert_snapshot;
use serenity::model::Permissions;

use super::bench::{ALL, Bench, DAILY, GENERAL};

#[tokio::test]
async fn without_a_schedule_everything_points_to_the_setup() {
    let mut bench = Bench::new().await;
    for subcommand in ["show", "pause", "resume", "skip", "unskip", "now", "preview"] {
        let told = bench.told(subcommand, &[]).await;
        assert_eq!(told, "(to the asker) There is no schedule here yet. `/setup` makes one in two steps.");
    }
    let told = bench.told("remove", &[("name", "daily")]).await;
    assert_eq!(told, "(to the asker) There is no schedule here yet. `/setup` makes one in two steps.");
}

#[tokio::test]
async fn the_one_that_is_meant_is_found_or_asked_for() {
    let mut bench = Bench::new().await;
    bench.schedule("set", &[("name", "Früh"), ("zone", "Europe/Berlin")]).await;
    // The only one needs no name.
    let only = bench.told("pause", &[]).await;
    bench.schedule("set", &[("name", "late_shift"), ("zone", "Europe/Berlin")]).await;
    let seen = [
        only,
        bench.told("pause", &[]).await,
        bench.told("pause", &[("name", "@here `x`")]).await,
        bench.told("resume", &[("name", "FRÜH")]).await,
    ];
    // With the usual one beside them, it is meant.
    bench.schedule("set", &[("zone", "Europe/Berlin")]).await;
    let usual = bench.told("pause", &[]).await;
    assert_snapshot!(format!("{}\n\n{usual}", seen.join("\n\n")));
}

#[tokio::test]
async fn paused_it_owes_nothing_and_resumed_only_what_comes_after() {
    let mut bench = Bench::usual().await;
    let mut seen = vec![bench.told("pause", &[]).await, bench.told("pause", &[]).await];
    bench.at("2026-11-23T08:30:00Z").await;
    assert!(bench.post_what_is_due().await.is_empty());
    seen.push(bench.told("resume", &[]).await);
    seen.push(bench.told("resume", &[]).await);
    assert!(bench.post_what_is_due().await.is_empty());
    assert_snapshot!(seen.join("\n\n"));
    bench.at("2026-11-24T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await, [GENERAL]);
}

#[tokio::test]
async fn it_is_not_resumed_where_it_could_not_post() {
    let mut bench = Bench::usual().await;
    bench.schedule("pause", &[]).await;
    bench.from.own = ALL - Permissions::SEND_MESSAGES;
    let mut seen = vec![bench.told("resume", &[]).await];
    bench.from.channel = DAILY;
    bench.elsewhere.set(GENERAL, Err(LookupFault::Unknown));
    seen.push(bench.told("resume", &[]).await);
    assert!(bench.kept("daily").await.paused.is_some());
    // Where Discord does not say, it is let run: a refused post would pause it again.
    bench.elsewhere.set(GENERAL, Err(LookupFault::TimedOut));
    let told = bench.told("resume", &[]).await;
    assert!(told.contains("put me in a timeout") && !told.contains("switch is"), "{told}");
    assert!(bench.kept("daily").await.paused.is_some());
    bench.elsewhere.set(GENERAL, Err(LookupFault::Unanswered));
    seen.push(bench.told("resume", &[]).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_date_is_left_out_and_the_next_one_told() {
    let mut bench = Bench::usual().await;
    let mut seen = Vec::new();
    for date in [None, None, Some("2026-12-24"), Some("friday"), Some("4 January")] {
        let options: Vec<_> = date.map(|date| ("date", date)).into_iter().collect();
        seen.push(bench.told("skip", &options).await);
    }
    assert_snapshot!(seen.join("\n\n"));
    bench.at("2026-11-24T12:00:00Z").await;
    assert!(bench.post_what_is_due().await.is_empty());
    bench.at("2026-11-25T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await.len(), 1);
}

#[tokio::test]
async fn a_date_that_was_left_out_by_mistake_comes_after_all() {
    let mut bench = Bench::usual().await;
    let mut seen = vec![bench.told("unskip", &[]).await];
    bench.schedule("skip", &[]).await;
    bench.schedule("skip", &[("date", "wednesday")]).await;
    seen.push(bench.told("unskip", &[("date", "friday")]).await);
    seen.push(bench.told("unskip", &[("date", "someday")]).await);
    seen.push(bench.told("unskip", &[("date", "2026-11-25")]).await);
    seen.push(bench.told("unskip", &[]).await);
    seen.push(bench.told("unskip", &[("date", "today")]).await);
    bench.schedule("skip", &[("date", "tuesday")]).await;
    // Both come; the one of Tuesday does not, and cannot any more.
    bench.at("2026-11-23T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await.len(), 1);
    bench.at("2026-11-24T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await.len(), 0);
    seen.push(bench.told("unskip", &[("date", "today")]).await);
    bench.at("2026-11-25T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await.len(), 1);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_date_on_which_nothing_would_come_is_refused_with_those_on_which_something_does() {
    let mut bench = Bench::usual().await;
    bench.schedule("skip", &[("date", "wednesday")]).await;
    bench.at("2026-11-23T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await.len(), 1);
    let mut seen = Vec::new();
    for date in [
        "2026-11-28",
        "2026-11-20",
        "today",
        "wed",
        "2028-11-27",
        "2026-02-30",
        "11/12",
        "when I am away",
        "**@everyone**",
    ] {
        seen.push(bench.told("skip", &[("date", date)]).await);
    }
    // Today, but its time has passed without a post.
    bench.schedule("set", &[("name", "late"), ("time", "8:30"), ("zone", "Europe/Berlin")]).await;
    seen.push(bench.told("skip", &[("name", "late"), ("date", "today")]).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_paused_one_can_be_skipped_ahead() {
    let mut bench = Bench::usual().await;
    bench.schedule("pause", &[]).await;
    let told = bench.told("skip", &[]).await;
    assert_eq!(
        told,
        "(to the asker) **daily** leaves out today, Monday 23 November. **daily** is paused, because somebody asked. \
         `/schedule resume` lets it run again. `/schedule unskip date:2026-11-23` takes that back."
    );
    bench.schedule("resume", &[]).await;
    bench.at("2026-11-23T12:00:00Z").await;
    assert!(bench.post_what_is_due().await.is_empty());
}

#[tokio::test]
async fn an_extra_comes_now_and_takes_nothing_from_today() {
    let mut bench = Bench::usual().await;
    let mut seen = vec![bench.told("now", &[]).await];
    assert_eq!(bench.post_what_is_due().await, [GENERAL]);
    bench.at("2026-11-23T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await, [GENERAL]);
    seen.push(bench.told("now", &[]).await);
    bench.schedule("pause", &[]).await;
    seen.push(bench.told("now", &[]).await);
    assert_eq!(bench.post_what_is_due().await.len(), 2);
    bench.from.own = Permissions::VIEW_CHANNEL;
    seen.push(bench.told("now", &[]).await);
    assert!(bench.post_what_is_due().await.is_empty());
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_removed_one_posts_no_more_and_its_name_is_free() {
    let mut bench = Bench::usual().await;
    let mut seen = vec![bench.told("remove", &[("name", "nightly")]).await];
    seen.push(bench.told("remove", &[("name", "Daily")]).await);
    bench.at("2026-11-24T08:00:00Z").await;
    assert!(bench.post_what_is_due().await.is_empty());
    seen.push(bench.told("set", &[("zone", "Europe/Berlin")]).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_locked_database_changes_nothing_and_says_so() {
    use sqlx::Connection;

    let mut bench = Bench::usual().await;
    let panel = bench.setup(None).await;
    let url = format!("sqlite://{}", bench.file.display());
    let mut other = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let seen = [bench.told("pause", &[]).await, super::bench::shown(&bench.press(&panel, "Start", &[]).await)];
    for told in seen {
        assert!(told.starts_with("(to the asker) My notebook is busy at the moment"), "{told}");
    }
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    assert!(bench.kept("daily").await.paused.is_none());
}
