//! `/schedule set`.

use clarion::clock::{Alarm, Woken};
use clarion::commands::LookupFault;
use futures_util::FutureExt;
use insta::assert_snapshot;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;
use serenity::model::Permissions;

use super::bench::{ALL, Bench, DAILY, GENERAL, component, shown};

#[tokio::test]
async fn it_makes_one_and_then_changes_only_what_was_named() {
    let mut bench = Bench::new().await;
    let daily = DAILY.to_string();
    let seen = [
        bench.told("set", &[("zone", "Europe/Berlin")]).await,
        bench.told("set", &[("time", "9:30 pm")]).await,
        bench.told("set", &[("days", "mon, wed fri"), ("channel", &daily)]).await,
        bench.told("set", &[("zone", "new york")]).await,
        bench.told("set", &[]).await,
        bench.told("set", &[("name", "Late  Shift"), ("time", "22")]).await,
    ];
    assert_snapshot!(seen.join("\n\n"));
    let kept = bench.kept("daily").await;
    assert_eq!(
        (kept.channel, kept.when.time.to_string(), kept.when.days.to_string(), kept.when.zone.name()),
        (DAILY, "21:30".to_owned(), "mon,wed,fri".to_owned(), "America/New_York")
    );
    // A new one takes what is usual, not what the other has.
    let late = bench.kept("late shift").await;
    assert_eq!((late.channel, late.when.days.to_string()), (GENERAL, "weekdays".to_owned()));
}

#[tokio::test]
async fn what_cannot_be_read_is_named_all_at_once_and_changes_nothing() {
    let mut bench = Bench::new().await;
    let everything = [("name", "*bold*"), ("time", "25:00"), ("zone", "Mars/Olympus"), ("days", "mon-fri")];
    let mut seen = vec![bench.told("set", &everything).await];
    for (name, value) in [
        ("time", "9:60"),
        ("time", "half past nine"),
        ("time", "@everyone"),
        ("days", "never"),
        ("days", "\u{202e}yliad"),
        ("zone", "Berlim"),
        ("name", "   "),
        ("name", "\u{200b}"),
        ("name", "a\0b"),
        ("name", "a name that goes on and on and on and on"),
    ] {
        seen.push(bench.told("set", &[(name, value)]).await);
    }
    assert_snapshot!(seen.join("\n\n"));
    assert!(bench.commands.store.guild(super::bench::HARBOUR).await.unwrap().is_none());
    assert!(bench.post_what_is_due().await.is_empty());
}

#[tokio::test]
async fn a_channel_without_the_permissions_is_refused_before_anything_is_saved() {
    let mut bench = Bench::new().await;
    let daily = DAILY.to_string();
    let mut seen = Vec::new();
    for answer in [
        Ok(ALL - Permissions::EMBED_LINKS),
        Ok(ALL - Permissions::SEND_MESSAGES),
        Err(LookupFault::Unknown),
        Err(LookupFault::Unanswered),
    ] {
        bench.elsewhere.set(DAILY, answer);
        seen.push(bench.told("set", &[("channel", &daily), ("zone", "Europe/Berlin")]).await);
    }
    bench.from.own = Permissions::VIEW_CHANNEL;
    seen.push(bench.told("set", &[("zone", "Europe/Berlin")]).await);
    assert_snapshot!(seen.join("\n\n"));
    assert!(bench.commands.store.guild(super::bench::HARBOUR).await.unwrap().is_none());
    // Where the bot may do everything, it may do this.
    bench.from.own = Permissions::ADMINISTRATOR;
    assert!(bench.told("set", &[]).await.contains("is new"));
}

#[tokio::test]
async fn the_zone_of_a_new_one_is_the_servers_else_a_guess() {
    let mut bench = Bench::new().await;
    bench.from.guild_locale = "fr";
    let guessed = bench.told("set", &[("name", "first")]).await;
    assert!(guessed.contains("Europe/Paris (a guess; `/schedule set name:first zone:` changes it)."), "{guessed}");
    let panel = bench.setup(Some("Asia/Tokyo")).await;
    bench.press(&panel, "Start", &[]).await;
    let known = bench.told("set", &[("name", "second")]).await;
    assert!(known.contains("weekdays 09:00, Asia/Tokyo."), "{known}");
}

#[tokio::test]
async fn an_eleventh_is_too_many() {
    let mut bench = Bench::new().await;
    for number in 0..10 {
        let told = bench.told("set", &[("name", &format!("shift {number}")), ("zone", "Europe/Berlin")]).await;
        assert!(told.contains("is new"), "{told}");
    }
    assert_snapshot!(bench.told("set", &[("name", "one more"), ("zone", "Europe/Berlin")]).await);
    // Changing one of the ten is no eleventh.
    assert!(bench.told("set", &[("name", "shift 3"), ("time", "10")]).await.contains("now posts"));
}

#[tokio::test]
async fn what_was_posted_or_left_out_is_not_promised_again() {
    let mut bench = Bench::new().await;
    bench.schedule("set", &[("zone", "Europe/Berlin")]).await;
    bench.schedule("skip", &[("date", "tomorrow")]).await;
    bench.at("2026-11-23T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await.len(), 2);
    let mut seen = vec![bench.told("set", &[("time", "15:00")]).await];
    bench.at("2026-11-23T20:00:00Z").await;
    assert!(bench.post_what_is_due().await.is_empty());
    seen.push(bench.told("set", &[("time", "16:00")]).await);
    bench.schedule("pause", &[]).await;
    seen.push(bench.told("set", &[("time", "17:00")]).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_date_that_has_passed_by_another_zone_is_told_and_not_lost() {
    let mut bench = Bench::new().await;
    bench.schedule("set", &[("zone", "Europe/Berlin")]).await;
    bench.post_what_is_due().await;
    // Monday 08:00 in Berlin: in Kolkata nine was three and a half hours ago, in Auckland eleven.
    bench.at("2026-11-23T07:00:00Z").await;
    let mut seen = vec![bench.told("set", &[("zone", "Pacific/Auckland")]).await];
    assert!(bench.post_what_is_due().await.is_empty());
    seen.push(bench.told("show", &[]).await);
    // A slip of the finger, mended: Monday is still ahead in Berlin.
    seen.push(bench.told("set", &[("zone", "Europe/Berlin")]).await);
    // From the panel too.
    let panel = bench.setup(Some("Asia/Kolkata")).await;
    seen.push(shown(&bench.press(&panel, "Start", &[]).await));
    assert_eq!(bench.post_what_is_due().await, [GENERAL]);
    seen.push(bench.told("show", &[]).await);
    assert_snapshot!(seen.join("\n\n"));
    // Posted, it is not posted again by any zone.
    for zone in ["Europe/Berlin", "America/New_York"] {
        bench.schedule("set", &[("zone", zone)]).await;
        bench.at("2026-11-23T15:00:00Z").await;
        assert!(bench.post_what_is_due().await.is_empty(), "{zone}");
    }
}

#[tokio::test]
async fn days_are_the_words_of_the_command_line() {
    let mut bench = Bench::new().await;
    let mut read = 0;
    for words in [
        "daily",
        "Every Day",
        "everyday",
        "weekdays",
        "WORKDAYS",
        "mon,wed,fri",
        "mon wed",
        "monday, sun",
        "tues",
        "sat,,sun",
        "",
        ",",
        "m",
        "mon-fri",
        "weekends",
        "someday",
        "mon,someday",
        "montag",
        "1",
        "daily,mon",
    ] {
        let told = bench.told("set", &[("zone", "UTC"), ("days", words)]).await;
        let mut preview = std::process::Command::new(env!("CARGO_BIN_EXE_clarion"));
        preview.args(["preview", "--zone", "UTC", "--from", "2026-11-23", "--count", "7", "--json", "--days", words]);
        let output = preview.env_clear().output().unwrap();
        assert_eq!(output.status.success(), !told.contains("as days"), "{words:?}: {told}");
        if output.status.success() {
            read += 1;
            let days = bench.kept("daily").await.when.days;
            let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
            let dates: Vec<Date> =
                found.iter().map(|one| one["local_date"].as_str().unwrap().parse().unwrap()).collect();
            let week = "2026-11-23".parse::<Date>().unwrap().series(1.day());
            assert_eq!(dates, week.filter(|date| days.contains(date.weekday())).take(7).collect::<Vec<_>>(), "{words}");
        }
    }
    assert_eq!(read, 10);
}

/// Runs a statement on the bench's database, behind the program's back.
async fn run(bench: &Bench, sql: &'static str) {
    use sqlx::Connection;
    let mut raw = sqlx::SqliteConnection::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

#[tokio::test]
async fn a_schedule_that_was_kept_wakes_the_loop_though_the_rest_failed() {
    let no_room = "CREATE TRIGGER no_room BEFORE INSERT ON occurrence BEGIN SELECT RAISE(ABORT, 'no room'); END";
    for setup in [true, false] {
        let mut bench = Bench::new().await;
        let mut alarm = Alarm::new(&bench.commands.clock);
        bench.commands.bell = alarm.bell();
        run(&bench, no_room).await;
        let answer = if setup {
            let panel = bench.setup(Some("Europe/Berlin")).await;
            bench.press(&panel, "Start", &[]).await
        } else {
            bench.schedule("set", &[("zone", "Europe/Berlin")]).await
        };
        assert!(shown(&answer).contains("Something went wrong on my side"), "{}", shown(&answer));
        assert!(bench.kept("daily").await.next.is_some());
        assert_eq!(alarm.wait(None).now_or_never(), Some(Woken::Rung));
    }
}

#[tokio::test]
async fn a_zone_that_this_machine_does_not_know_can_be_seen_and_mended() {
    let mut bench = Bench::new().await;
    bench.schedule("set", &[("zone", "Europe/Berlin")]).await;
    bench.schedule("set", &[("zone", "Asia/Tokyo"), ("name", "late")]).await;
    run(
        &bench,
        "UPDATE schedule SET zone = 'Mars/Olympus' WHERE name = 'daily'; UPDATE guild SET zone = 'Mars/Olympus'",
    )
    .await;
    for (subcommand, options) in [("show", vec![]), ("resume", vec![]), ("pause", vec![]), ("preview", vec![])] {
        let told = bench.told(subcommand, &options).await;
        assert!(told.contains("`/schedule set zone:` gives it another"), "{subcommand}: {told}");
    }
    let panel = bench.setup(None).await;
    component(&panel, "Start");
    let told = bench.told("set", &[("zone", "Berlin")]).await;
    assert!(told.contains("Europe/Berlin") && told.contains("runs again"), "{told}");
    assert!(bench.kept("daily").await.paused.is_none());
}
