//! `clarion preview` as somebody at a shell meets it: the real program, its exit codes and its two streams.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output, Stdio};

use clarion::clock::{Days, LocalTime};
use serde_json::{Value, json};

fn clarion(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clarion"));
    // No token, no settings, and nowhere that a database could be made.
    command.arg("preview").args(arguments).env_clear().current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::null());
    command
}

fn preview(arguments: &[&str]) -> Output {
    clarion(arguments).output().unwrap()
}

#[track_caller]
fn said(arguments: &[&str]) -> String {
    let output = preview(arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), errors.as_str()), (Some(0), ""), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Date, time, instant and offset of each post, and the whole array as JSON.
#[track_caller]
fn instants(arguments: &str) -> Vec<String> {
    let arguments: Vec<&str> = arguments.split(' ').chain(["--json"]).collect();
    let Value::Array(all) = serde_json::from_str(&said(&arguments)).unwrap() else { panic!("an array") };
    let line = |one: &Value| {
        let keys: Vec<&String> = one.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 4, "{keys:?}");
        ["local_date", "local_time", "utc", "offset"].map(|key| one[key].as_str().unwrap()).join(" ")
    };
    all.iter().map(line).collect()
}

#[test]
fn an_ordinary_week() {
    assert_eq!(
        instants("--zone Europe/Berlin --time 9 --days mon,wed --from 2026-11-23 --count 3"),
        [
            "2026-11-23 09:00 2026-11-23T08:00:00Z +01:00",
            "2026-11-25 09:00 2026-11-25T08:00:00Z +01:00",
            "2026-11-30 09:00 2026-11-30T08:00:00Z +01:00",
        ]
    );
    // The first date is looked at too, and one that is not chosen is passed over. A city will do for a zone.
    assert_eq!(instants("--zone berlin --from 2026-11-21 --count 1"), ["2026-11-23 09:00 2026-11-23T08:00:00Z +01:00"]);
    // On the far side of the world the date is another one than in UTC.
    assert_eq!(
        instants("--zone Pacific/Kiritimati --time 01:00 --days daily --from 2026-11-23 --count 1"),
        ["2026-11-23 01:00 2026-11-22T11:00:00Z +14:00"]
    );
    assert_eq!(instants("--zone UTC --from 2026-11-23 --count 1000").len(), 1000);
}

#[test]
fn the_clocks_go_forward() {
    assert_eq!(
        instants("--zone Europe/Berlin --time 02:30 --days daily --from 2027-03-27 --count 3"),
        [
            "2027-03-27 02:30 2027-03-27T01:30:00Z +01:00",
            "2027-03-28 03:30 2027-03-28T01:30:00Z +02:00",
            "2027-03-29 02:30 2027-03-29T00:30:00Z +02:00",
        ]
    );
    // By half an hour.
    assert_eq!(
        instants("--zone Australia/Lord_Howe --time 2:10 --days sun --from 2027-10-03 --count 1"),
        ["2027-10-03 02:40 2027-10-02T15:40:00Z +11:00"]
    );
    // Over midnight: it still belongs to the date that was chosen, and the next date has its own.
    assert_eq!(
        instants("--zone America/Nuuk --time 23:30 --days daily --from 2027-03-27 --count 2"),
        ["2027-03-27 00:30 2027-03-28T01:30:00Z -01:00", "2027-03-28 23:30 2027-03-29T00:30:00Z -01:00"]
    );
    // Over a whole day: there was no 30 December 2011.
    assert_eq!(
        instants("--zone Pacific/Apia --days daily --from 2011-12-29 --count 2"),
        ["2011-12-29 09:00 2011-12-29T19:00:00Z -10:00", "2011-12-31 09:00 2011-12-30T19:00:00Z +14:00"]
    );
}

#[test]
fn the_clocks_go_back() {
    assert_eq!(
        instants("--zone America/New_York --time 1:30am --days daily --from 2027-11-06 --count 3"),
        [
            "2027-11-06 01:30 2027-11-06T05:30:00Z -04:00",
            "2027-11-07 01:30 2027-11-07T05:30:00Z -04:00",
            "2027-11-08 01:30 2027-11-08T06:30:00Z -05:00",
        ]
    );
}

#[test]
fn for_people_it_is_a_table_that_says_where_the_clocks_change() {
    let arguments = "--zone Europe/Berlin --time 02:30 --days daily --from 2027-03-27 --count 2";
    assert_eq!(
        said(&arguments.split(' ').collect::<Vec<_>>()),
        "daily at 02:30, Europe/Berlin, from 2027-03-27 on\n\n\
         date            time   offset  UTC\n\
         Sat 2027-03-27  02:30  +01:00  2027-03-27T01:30:00Z\n\
         Sun 2027-03-28  03:30  +02:00  2027-03-28T01:30:00Z  moved from 02:30: the clocks go forward\n"
    );
    let of = |arguments: &str| said(&arguments.split(' ').collect::<Vec<_>>()).lines().last().unwrap().to_owned();
    assert!(
        of("--zone America/New_York --time 1:30 --days sun --from 2027-11-07 --count 1")
            .ends_with("2027-11-07T05:30:00Z  the first of two: the clocks go back")
    );
    assert!(
        of("--zone America/Nuuk --time 23:30 --days sat --from 2027-03-27 --count 1")
            .ends_with("moved from 23:30 into the next day: the clocks go forward")
    );
    assert!(of("--zone UTC --days sun --from 9999-12-30 --count 1").contains("the calendar ends here"));
}

#[test]
fn without_a_first_date_it_begins_today() {
    let all = instants("--zone UTC --days daily --count 1");
    // Whatever day it is, and should midnight pass meanwhile.
    let first: jiff::civil::Date = all[0].split(' ').next().unwrap().parse().unwrap();
    let today = clarion::clock::Zone::utc().date_at(clarion::clock::Clock::system().now());
    assert!(first == today || first == today.yesterday().unwrap(), "{first}");
    assert_eq!(instants("--zone UTC").len(), 10);
}

#[test]
fn days_and_times_are_read_as_in_discord() {
    // `/schedule set` reads its options by these two readers, and nothing else of the words.
    for words in ["daily", "every day", "Weekdays", "workdays", "mon,wed,fri", "Monday Friday", "sat, sun", "thurs"] {
        let days: Days = words.parse().unwrap();
        let found = preview(&["--zone", "UTC", "--from", "2026-11-23", "--count", "7", "--json", "--days", words]);
        let found: Vec<Value> = serde_json::from_slice(&found.stdout).unwrap_or_else(|_| panic!("{words}"));
        for one in found {
            let date: jiff::civil::Date = one["local_date"].as_str().unwrap().parse().unwrap();
            assert!(days.contains(date.weekday()), "{words}: {date}");
        }
    }
    for words in ["", "mon-fri", "someday", "m"] {
        assert!(words.parse::<Days>().is_err());
        let output = preview(&["--zone", "UTC", "--days", words]);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
    }
    for typed in ["9", "9:30", "09:30", "9am", "9:30 pm", "12am"] {
        let time: LocalTime = typed.parse().unwrap();
        let found = said(&["--zone", "UTC", "--count", "1", "--json", "--time", typed]);
        assert!(found.contains(&format!("\"local_time\": \"{time}\"")), "{typed}: {found}");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_what_can() {
    let with_zone = |more: &[&'static str]| [&["--zone", "UTC"][..], more].concat();
    for (arguments, named) in [
        (vec![], vec!["--zone"]),
        (vec!["--zone", "Mars/Olympus"], vec!["'--zone <ZONE>'", "Mars/Olympus", "Europe/Berlin"]),
        (vec!["--zone", "Berlim"], vec!["'--zone <ZONE>'", "close to it: Europe/Berlin"]),
        (vec!["--zone", "../../etc/passwd"], vec!["'--zone <ZONE>'"]),
        (vec!["--zone", ""], vec!["'--zone <ZONE>'"]),
        (with_zone(&["--time", "25:00"]), vec!["'--time <TIME>'", "9:30 pm"]),
        (with_zone(&["--days", "someday"]), vec!["'--days <DAYS>'", "mon,wed,fri"]),
        (with_zone(&["--from", "23.11.2026"]), vec!["'--from <DATE>'", "2026-11-23"]),
        (with_zone(&["--from", "2026-02-30"]), vec!["'--from <DATE>'", "2026-11-23"]),
        (with_zone(&["--count", "0"]), vec!["'--count <N>'", "1..=1000"]),
        (with_zone(&["--count", "1001"]), vec!["'--count <N>'", "1..=1000"]),
        (with_zone(&["--count", "-1"]), vec!["'-1'"]),
        (with_zone(&["--count", "many"]), vec!["'--count <N>'"]),
        (with_zone(&["--prompts"]), vec!["--prompts", "--zone"]),
        (vec!["--prompts", "--time", "9"], vec!["--prompts", "--time"]),
        (with_zone(&["tomorrow"]), vec!["tomorrow"]),
    ] {
        let output = preview(&arguments);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(output.stdout.is_empty());
        for name in named {
            assert!(told.contains(name), "{name} in {told}");
        }
    }
}

#[test]
fn a_series_is_shown_day_by_day() {
    let shown = said(&["--prompts", "--series", "week-of-thanks"]);
    for day in 1..=5 {
        assert!(shown.contains(&format!("A week of exact thanks, day {day} of 5")), "{day} in {shown}");
    }
    assert_eq!(shown.matches("\n-- ").count(), 4, "{shown}");
    assert!(!said(&["--prompts", "--count", "1"]).contains("day 1 of"));
    let output = preview(&["--prompts", "--series", "week-of-thank"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.stdout.is_empty() && !output.status.success());
    assert!(told.contains("there is no series 'week-of-thank'") && told.contains("week-of-thanks"), "{told}");
    assert_eq!(preview(&["--zone", "UTC", "--series", "week-of-thanks"]).status.code(), Some(2));
}

#[test]
fn whoever_stops_reading_has_seen_enough() {
    for arguments in [&["--zone", "UTC", "--count", "1000"][..], &["--prompts"], &["--prompts", "--json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = clarion(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let output = output.wait_with_output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), errors.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_written_is_a_failure() {
    for arguments in [&["--zone", "UTC", "--count", "1"][..], &["--prompts"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = clarion(arguments).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        let output = output.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("could not be written"));
    }
}

#[test]
fn the_prompts_are_shown_as_they_would_be_sent() {
    let bodies: Vec<Value> = serde_json::from_str(&said(&["--prompts", "--json"])).unwrap();
    assert!(bodies.len() >= 60, "{}", bodies.len());
    let plain = said(&["--prompts"]);
    assert_eq!(plain.lines().filter(|line| line.starts_with("-- ")).count(), bodies.len());
    assert!(plain.lines().all(|line| line.chars().count() < 80), "{plain}");
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    for body in &bodies {
        // Whom it may ping is always said: nobody.
        assert_eq!(body["allowed_mentions"]["parse"], json!([]), "{body}");
        let embed = &body["embeds"][0];
        let fields = embed["fields"].as_array().unwrap().iter().flat_map(|field| [&field["name"], &field["value"]]);
        for words in [&embed["title"], &embed["description"], &embed["footer"]["text"]].into_iter().chain(fields) {
            let words = words.as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(joined.contains(&words), "{words}");
        }
    }
    assert_eq!(joined.matches("[Two sides]").count(), bodies.len());

    let two: Vec<Value> = serde_json::from_str(&said(&["--prompts", "--json", "--count", "2"])).unwrap();
    assert_eq!(two, bodies[..2]);
    assert_eq!(said(&["--prompts", "--count", "2"]), plain[..plain.find("\n-- 3: ").unwrap()]);
}

#[test]
fn prompts_that_cannot_be_read_are_told_like_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("words/en")).unwrap();
    std::fs::write(folder.path().join("words/en/broken.toml"), "[[prompt]]\nid = \n").unwrap();
    std::fs::write(folder.path().join("clarion.toml"), "[content]\ndir = \"words\"\n").unwrap();
    let output = clarion(&["--prompts", "--config", "clarion.toml"]).current_dir(folder.path()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.starts_with("The content cannot be used:\n") && told.contains("words/en/broken.toml:2: "), "{told}");

    let output = clarion(&["--prompts", "--config", "gone.toml"]).current_dir(folder.path()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.starts_with("The settings cannot be used:\n") && told.contains("gone.toml"), "{told}");
}
