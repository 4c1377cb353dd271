//! `/schedule holidays`, and a pause until a date.

use super::bench::{Bench, shown};

#[tokio::test]
async fn a_holiday_is_added_listed_and_taken_off() {
    let mut bench = Bench::usual().await;
    let none = bench.holidays("list", &[]).await;
    assert!(none.contains("There is no holiday here."), "{none}");
    let added = bench
        .holidays("add", &[("date", "tomorrow"), ("until", "thursday"), ("name", "  Harbour *days* @everyone ")])
        .await;
    assert_eq!(
        added,
        "(to the asker) None of the schedules here posts from Tuesday 24 November to Thursday 26 November \
         (Harbour \\*days\\* @\u{200b}everyone).\n**daily** comes next today at 09:00.\n`/schedule holidays remove \
         date:2026-11-24` takes it off the list."
    );
    bench.holidays("add", &[("date", "24 december"), ("until", "3 january"), ("every-year", "True")]).await;
    let list = bench.holidays("list", &[]).await;
    assert!(list.contains("- Tuesday 24 November to Thursday 26 November (Harbour"), "{list}");
    assert!(list.contains("- Thursday 24 December to Sunday 3 January 2027, every year"), "{list}");
    assert!(list.find("November").unwrap() < list.find("December").unwrap(), "{list}");

    // Everything that names dates passes over them.
    let show = bench.told("show", &[]).await;
    assert!(show.contains("Next: today at 09:00, then Friday 27 November, then Monday 30 November"), "{show}");
    assert!(show.contains("Nothing comes on holidays: Tuesday 24 November to"), "{show}");
    let preview = bench.told("preview", &[]).await;
    assert!(preview.contains("today at 09:00; others follow Friday 27 November and Monday 30 November"), "{preview}");
    let set = bench.schedule("set", &[("time", "10")]).await;
    let panel = bench.setup(None).await;
    let started = bench.press(&panel, "Start", &[]).await;
    let week = shown(&bench.press(&started, "See the week", &[]).await);
    assert!(!week.contains("24 November") && week.contains("Friday 27 November"), "{week}");
    assert!(shown(&set).contains("comes today at 10:00"));

    let off = bench.holidays("remove", &[("date", "wednesday")]).await;
    assert!(off.contains("No longer a holiday: Tuesday 24 November to Thursday 26 November"), "{off}");
    let show = bench.told("show", &[]).await;
    assert!(show.contains("Next: today at 10:00, then tomorrow"), "{show}");
    let off = bench.holidays("remove", &[("date", "28 december")]).await;
    assert!(off.contains("every year"), "{off}");
}

#[tokio::test]
async fn skip_unskip_and_set_say_that_it_is_a_holiday() {
    let mut bench = Bench::usual().await;
    bench.holidays("add", &[("date", "tomorrow"), ("name", "Feast")]).await;
    let skip = bench.told("skip", &[("date", "tomorrow")]).await;
    assert!(skip.contains("Tomorrow is a holiday here (Feast). The next ones are today"), "{skip}");
    let unskip = bench.told("unskip", &[("date", "tomorrow")]).await;
    assert!(
        unskip.contains(
            "Tomorrow is a holiday here (Feast). `/schedule holidays remove date:2026-11-24` takes it off the list."
        ),
        "{unskip}"
    );
    // Today's has gone by when somebody asks why it is not tomorrow.
    bench.at("2026-11-23T08:30:00Z").await;
    bench.post_what_is_due().await;
    let set = bench.told("set", &[("time", "8")]).await;
    assert!(
        set.contains("Tomorrow is a holiday here (Feast). The next one comes Wednesday 25 November at 08:00"),
        "{set}"
    );
    // And when it has passed, what it was.
    bench.at("2026-11-24T12:00:00Z").await;
    assert!(bench.post_what_is_due().await.is_empty());
    let show = bench.told("show", &[]).await;
    assert!(show.contains("Today: a holiday"), "{show}");
}

#[tokio::test]
async fn what_is_no_holiday_is_refused_kindly() {
    let mut bench = Bench::usual().await;
    for (options, words) in [
        (vec![("date", "someday")], "I can't read “someday” as a date"),
        (vec![("date", "2026-12-24"), ("until", "2026-12-20")], "ends before it begins"),
        (vec![("date", "2026-12-01"), ("until", "2027-03-11")], "more than 100 days"),
        (vec![("date", "2026-11-20")], "Friday 20 November has passed"),
        (vec![("date", "2029-01-01")], "more than a year ahead"),
    ] {
        let told = bench.holidays("add", &options).await;
        assert!(told.contains(words), "{told}");
    }
    let long = "x".repeat(61);
    let told = bench.holidays("add", &[("date", "tomorrow"), ("name", &long)]).await;
    assert!(told.contains("60 characters are the most"), "{told}");
    assert!(bench.holidays("list", &[]).await.contains("no holiday"));

    bench.holidays("add", &[("date", "2025-12-24"), ("every-year", "True")]).await;
    for (options, words) in [
        (vec![], "Add `date:` with a day of it"),
        (vec![("date", "tomorrow")], "Tuesday 24 November is no holiday here."),
        (vec![("name", "Feast")], "No holiday here is called “Feast”."),
    ] {
        let told = bench.holidays("remove", &options).await;
        assert!(told.contains(words), "{told}");
    }
    // Whoever may not manage the server neither sees nor changes them.
    bench.from.manages = false;
    for subcommand in ["add", "list", "remove"] {
        let told = bench.holidays(subcommand, &[("date", "tomorrow")]).await;
        assert!(told.contains("Manage Server") && !told.contains("December"), "{told}");
    }
}

#[tokio::test]
async fn sixty_holidays_with_long_names_fit_the_list() {
    let mut bench = Bench::usual().await;
    let name = "@".repeat(60);
    for turn in 0..60 {
        let date = format!("2026-12-{:02}", turn % 30 + 1);
        let until = if turn < 30 { date.clone() } else { "2027-01-31".to_owned() };
        bench.holidays("add", &[("date", &date), ("until", &until), ("every-year", "True"), ("name", &name)]).await;
    }
    let over = bench.holidays("add", &[("date", "tomorrow")]).await;
    assert!(over.contains("60 holidays, which is the most"), "{over}");
    let list = bench.holidays("list", &[]).await;
    assert!(list.contains("later ones."), "{list}");
    bench.told("show", &[]).await;
    let off = bench.holidays("remove", &[("name", &name)]).await;
    assert!(off.contains("No longer a holiday"), "{off}");
    assert!(bench.holidays("list", &[]).await.contains("no holiday"));
}

#[tokio::test]
async fn a_pause_until_a_date_is_told_and_ends() {
    let mut bench = Bench::usual().await;
    for (typed, words) in [
        ("today", "Until today is no pause, so nothing was changed."),
        ("2026-11-20", "Friday 20 November has passed, so nothing was changed."),
        ("2029-01-01", "more than a year ahead"),
        ("11/12", "as a date"),
    ] {
        let told = bench.told("pause", &[("until", typed)]).await;
        assert!(told.contains(words), "{told}");
    }
    assert!(bench.told("show", &[]).await.contains("Next: today at 09:00"));
    let paused = bench.told("pause", &[("until", "7 december")]).await;
    assert!(
        paused.contains("**daily** is paused: nothing comes in #general before Monday 7 December. The next one comes Monday 7 December at 09:00"),
        "{paused}"
    );
    let show = bench.told("show", &[]).await;
    assert!(show.contains("Next: Monday 7 December at 09:00, then Tuesday 8 December"), "{show}");
    assert!(show.contains("Paused until Monday 7 December. `/schedule resume` ends that sooner."), "{show}");
    let skip = bench.told("skip", &[("date", "1 december")]).await;
    assert!(skip.contains("**daily** is paused until Monday 7 December as it is."), "{skip}");
    bench.at("2026-12-04T12:00:00Z").await;
    assert!(bench.post_what_is_due().await.is_empty());

    // Without a date it takes the other's place, and the other way round.
    assert!(bench.told("pause", &[]).await.contains("nothing comes in #general before `/schedule resume`"));
    assert!(bench.told("pause", &[("until", "9 december")]).await.contains("before Wednesday 9 December"));
    let resumed = bench.told("resume", &[]).await;
    assert!(resumed.contains("runs again. The next one comes Monday 7 December at 09:00"), "{resumed}");
    assert!(bench.told("resume", &[]).await.contains("is not paused"));
    bench.told("pause", &[("until", "9 december")]).await;
    // The panel says so as well; its Start would end the pause, so it names the first date after that.
    let panel = shown(&bench.setup(None).await);
    assert!(panel.contains("the daily prompt is paused. Start lets it run again"), "{panel}");
    assert!(panel.contains("Monday 7 December at 09:00"), "{panel}");
    assert!(bench.told("set", &[("time", "11")]).await.contains("It was paused, and runs again."));
}
