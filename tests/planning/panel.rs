//! The panel of `/setup`.

use clarion::commands::{Answer, LookupFault};
use clarion::messages::CustomId;
use clarion::rehearsal::limits::{Sent, second_reading};
use insta::assert_snapshot;
use serde_json::Value;
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId};

use super::bench::{ALL, Bench, DAILY, GENERAL, HARBOUR, component, shown};

#[tokio::test]
async fn both_commands_are_registered_for_people_who_manage_the_server() {
    let bench = Bench::new().await;
    let all = serde_json::to_value(bench.commands.registrations()).unwrap();
    assert_eq!(second_reading(Sent::Commands, &all), Vec::<String>::new());
    let mut seen = String::new();
    for command in all.as_array().unwrap().iter().filter(|one| one["name"] == "setup" || one["name"] == "schedule") {
        assert_eq!(command["default_member_permissions"], Permissions::MANAGE_GUILD.bits().to_string());
        assert_eq!(
            (command["contexts"].to_string(), command["integration_types"].to_string()),
            ("[0]".into(), "[0]".into())
        );
        describe(command, 0, &mut seen);
    }
    assert_snapshot!(seen);
}

fn describe(option: &Value, depth: usize, seen: &mut String) {
    let marks = [("required", "required"), ("autocomplete", "suggests")];
    let marks: Vec<&str> = marks.iter().filter(|(key, _)| option[key] == true).map(|(_, word)| *word).collect();
    let types = option["channel_types"].as_array().map(|types| format!(" {}", Value::from(types.clone())));
    seen.push_str(&format!(
        "{}{} {}: {}{}\n",
        "  ".repeat(depth),
        option["name"].as_str().unwrap(),
        marks.join(" "),
        option["description"].as_str().unwrap(),
        types.unwrap_or_default()
    ));
    for option in option["options"].as_array().into_iter().flatten() {
        describe(option, depth + 1, seen);
    }
}

#[tokio::test]
async fn it_opens_filled_in_and_two_steps_are_enough() {
    let mut bench = Bench::new().await;
    let panel = bench.setup(Some("berlin")).await;
    let done = bench.press(&panel, "Start", &[]).await;
    assert_snapshot!(format!("{}\n\n{}", shown(&panel), shown(&done)));
    let kept = bench.kept("daily").await;
    assert_eq!(
        (kept.channel, kept.when.zone.name(), kept.when.time.to_string()),
        (GENERAL, "Europe/Berlin", "09:00".into())
    );
    let guild = bench.commands.store.guild(HARBOUR).await.unwrap().unwrap();
    assert!(guild.thanks && guild.set_up.is_some() && guild.zone.name() == "Europe/Berlin");
    // The introduction, once.
    assert_eq!(bench.post_what_is_due().await, [GENERAL]);
}

#[tokio::test]
async fn the_zone_is_guessed_from_a_language_and_labelled_so() {
    let mut bench = Bench::new().await;
    let mut seen = Vec::new();
    for (guild, own) in [("ja", "de"), ("en-US", "de"), ("en-US", "tlh")] {
        (bench.from.guild_locale, bench.from.locale) = (guild, own);
        seen.push(shown(&bench.setup(None).await).lines().nth(2).unwrap().to_owned());
    }
    let at = "**#general · weekdays 09:00 · ";
    let end = " (a guess) · prompts and thanks**";
    assert_eq!(seen, ["Asia/Tokyo", "Europe/Berlin", "UTC"].map(|zone| format!("{at}{zone}{end}")));
    // Whoever starts with a guess is told how to mend it.
    let panel = bench.setup(None).await;
    assert!(
        shown(&bench.press(&panel, "Start", &[]).await).contains("UTC was a guess. If it is wrong, `/setup zone:`")
    );
    // And it is no guess from then on.
    assert!(!shown(&bench.setup(None).await).contains("guess"));
}

#[tokio::test]
async fn every_choice_changes_the_panel_and_nothing_else() {
    let mut bench = Bench::new().await;
    bench.from.guild_locale = "de";
    let mut panel = bench.setup(None).await;
    let mut seen = Vec::new();
    let daily = DAILY.to_string();
    for (label, values) in [
        ("Change", &[][..]),
        ("Another channel", &[&*daily]),
        ("Time", &["18:00"]),
        ("Days", &["sunday", "monday"]),
        ("Time zone", &["Europe/Vienna"]),
        ("Switch thanks off", &[]),
        ("Done", &[]),
    ] {
        panel = bench.press(&panel, label, values).await;
        assert!(matches!(panel, Answer::Update(_)));
        let text = shown(&panel);
        seen.push(if label == "Change" { text } else { text.lines().next().unwrap().to_owned() });
    }
    assert_snapshot!(seen.join("\n\n"));
    assert!(bench.commands.store.guild(HARBOUR).await.unwrap().is_none());
    bench.press(&panel, "Start", &[]).await;
    let kept = bench.kept("daily").await;
    assert_eq!((kept.channel, kept.when.days.to_string()), (DAILY, "mon,sun".to_owned()));
    assert!(!bench.commands.store.guild(HARBOUR).await.unwrap().unwrap().thanks);
    // Thanks can be switched on again.
    let panel = bench.setup(None).await;
    let panel = bench.press(&panel, "Change", &[]).await;
    assert!(shown(&bench.press(&panel, "Switch thanks on", &[]).await).contains("prompts and thanks"));
}

#[tokio::test]
async fn it_opens_with_what_holds() {
    let mut bench = Bench::new().await;
    let daily = DAILY.to_string();
    bench.schedule("set", &[("channel", &daily), ("time", "9:45"), ("days", "sat"), ("zone", "Asia/Tokyo")]).await;
    let running = shown(&bench.setup(None).await);
    bench.schedule("pause", &[]).await;
    let panel = bench.setup(None).await;
    let paused = shown(&panel);
    // A time that the menu does not hold is among its choices now.
    let open = bench.press(&panel, "Change", &[]).await;
    let times = component(&open, "Time")["options"].as_array().unwrap().len();
    assert_snapshot!(format!("{running}\n\n{paused}\n\n{times} times"));
    // A zone that is given with the command comes before what holds.
    let other = shown(&bench.setup(Some("Europe/Paris")).await);
    assert!(other.contains("the daily prompt is paused"), "{other}");
    assert!(other.contains("Sat 09:45 · Europe/Paris · prompts"), "{other}");
    let started = bench.press(&panel, "Start", &[]).await;
    assert!(shown(&started).contains("The next one comes Saturday 28 November at 09:45"), "{}", shown(&started));
    assert!(bench.kept("daily").await.paused.is_none());
    let other = shown(&bench.setup(Some("Europe/Paris")).await);
    assert!(other.contains("This is how it would be in the zone that you named"), "{other}");
}

#[tokio::test]
async fn what_is_off_is_named_with_its_switch_and_start_waits() {
    let mut bench = Bench::new().await;
    let mut seen = Vec::new();
    for own in [ALL - Permissions::EMBED_LINKS, Permissions::VIEW_CHANNEL, Permissions::empty()] {
        bench.from.own = own;
        let panel = bench.setup(Some("Europe/Berlin")).await;
        assert_eq!(component(&panel, "Start")["disabled"], true);
        seen.push(shown(&panel));
        // A press that comes all the same, from an older panel, starts nothing.
        let pressed = bench.press(&panel, "Start", &[]).await;
        assert_eq!(component(&pressed, "Start")["disabled"], true);
    }
    // In a thread another permission counts.
    (bench.from.own, bench.from.kind) = (ALL, 11);
    let panel = bench.setup(Some("Europe/Berlin")).await;
    seen.push(shown(&panel));
    bench.from.own = (ALL - Permissions::SEND_MESSAGES) | Permissions::SEND_MESSAGES_IN_THREADS;
    let panel = bench.press(&panel, "Check again", &[]).await;
    seen.push(shown(&panel));
    assert!(bench.commands.store.guild(HARBOUR).await.unwrap().is_none());
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn another_channel_is_asked_about_and_a_failure_is_still_a_panel() {
    let mut bench = Bench::new().await;
    let panel = bench.setup(Some("Europe/Berlin")).await;
    let open = bench.press(&panel, "Change", &[]).await;
    let daily = DAILY.to_string();
    let mut seen = Vec::new();
    for answer in [Ok(ALL - Permissions::SEND_MESSAGES), Err(LookupFault::Unknown), Err(LookupFault::Unanswered)] {
        bench.elsewhere.set(DAILY, answer);
        let chosen = bench.press(&open, "Another channel", &[&daily]).await;
        let closed = bench.press(&chosen, "Done", &[]).await;
        assert_eq!(component(&closed, "Start")["disabled"], true);
        seen.push(shown(&closed));
    }
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn nobody_without_the_permission_opens_or_presses_it() {
    let mut bench = Bench::new().await;
    let panel = bench.setup(Some("Europe/Berlin")).await;
    let done = bench.press(&panel, "Start", &[]).await;
    bench.post_what_is_due().await;
    bench.from.manages = false;
    let mut seen = vec![shown(&bench.setup(None).await), bench.told("show", &[]).await];
    for (on, label) in [(&panel, "Start"), (&panel, "Change"), (&done, "Post one now"), (&done, "See the week")] {
        seen.push(shown(&bench.press(on, label, &[]).await));
    }
    seen.dedup();
    assert_eq!(
        seen,
        [
            "(to the asker) That one is for people with the Manage Server permission here. One of them can run it for you."
        ]
    );
    assert!(bench.post_what_is_due().await.is_empty());
}

#[tokio::test]
async fn a_button_of_another_server_or_of_a_removed_schedule_leads_nowhere() {
    let mut bench = Bench::new().await;
    let panel = bench.setup(Some("Europe/Berlin")).await;
    let done = bench.press(&panel, "Start", &[]).await;
    bench.post_what_is_due().await;
    bench.from.guild = GuildId::new(1_000_000_000_000_000_002);
    let mut seen = vec![shown(&bench.press(&done, "Post one now", &[]).await)];
    bench.from.guild = HARBOUR;
    bench.schedule("remove", &[("name", "daily")]).await;
    seen.push(shown(&bench.press(&done, "Post one now", &[]).await));
    seen.push(shown(&bench.press(&done, "See the week", &[]).await));
    seen.dedup();
    assert_eq!(
        seen,
        ["(to the asker) That schedule was removed in the meantime. `/schedule show` has those that are there."]
    );
    assert!(bench.post_what_is_due().await.is_empty());
}

#[tokio::test]
async fn a_choice_that_no_menu_of_ours_holds_gets_a_kind_answer() {
    let mut bench = Bench::new().await;
    let panel = bench.setup(Some("Europe/Berlin")).await;
    let open = bench.press(&panel, "Change", &[]).await;
    for (label, values) in [("Time", "25:00"), ("Days", "someday"), ("Time zone", "Mars/Olympus")] {
        let id = component(&open, label)["custom_id"].as_str().unwrap().to_owned();
        assert!(id.parse::<CustomId>().is_ok());
        for (kind, values) in [(3, vec![values]), (3, vec![]), (2, vec![]), (8, vec!["5"])] {
            let answer = shown(&bench.press_id(&id, kind, &values).await);
            assert!(answer.contains("from an older version of me"), "{label}: {answer}");
        }
    }
}

#[tokio::test]
async fn a_zone_that_does_not_exist_is_answered_with_what_comes_close() {
    let mut bench = Bench::new().await;
    let seen = [
        shown(&bench.setup(Some("Mars/Olympus")).await),
        shown(&bench.setup(Some("Berlim")).await),
        shown(&bench.setup(Some("@everyone")).await),
    ];
    assert_snapshot!(seen.join("\n\n"));
    assert_eq!(bench.suggested("setup", "berl").await, ["Europe/Berlin"]);
    assert_eq!(bench.suggested("schedule", "new y").await, ["America/New_York"]);
    assert_eq!(bench.suggested("setup", "").await[0], "America/New_York");
    assert_eq!(bench.suggested("setup", "zzz").await, Vec::<String>::new());
}

#[tokio::test]
async fn an_eleventh_schedule_is_too_many_for_the_panel_too() {
    let mut bench = Bench::new().await;
    for number in 0..10 {
        bench.schedule("set", &[("name", &format!("shift {number}")), ("zone", "Europe/Berlin")]).await;
    }
    let panel = bench.setup(Some("Europe/Berlin")).await;
    assert_snapshot!(shown(&bench.press(&panel, "Start", &[]).await));
    // Nothing was changed, as it says.
    assert!(bench.commands.store.guild(HARBOUR).await.unwrap().unwrap().set_up.is_none());
}

#[tokio::test]
async fn a_channel_is_introduced_to_once() {
    let mut bench = Bench::new().await;
    for channel in [GENERAL, DAILY, GENERAL, DAILY] {
        bench.from.channel = channel;
        bench.schedule("set", &[("channel", &channel.to_string()), ("zone", "Europe/Berlin")]).await;
    }
    let introduced: Vec<ChannelId> = bench.post_what_is_due().await;
    assert_eq!(introduced, [GENERAL, DAILY]);
}
