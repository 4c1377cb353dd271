//! `/recognize`, and what it stirred.

use clarion::commands::{Answer, Deferral};
use clarion::recognition::Way;
use clarion::rehearsal::limits::{Sent, second_reading};
use clarion::store::OccurrenceKey;
use insta::assert_snapshot;
use serde_json::json;
use serenity::model::application::Interaction;

use super::bench::{Bench, ELSEWHERE, JO, MIRA, ROBO, SAM, TICKER, custom_id, shown};

#[tokio::test]
async fn the_commands_are_registered_within_discords_limits() {
    let bench = Bench::new().await;
    let all = serde_json::to_value(bench.commands.registrations()).unwrap();
    assert_eq!(second_reading(Sent::Commands, &all), Vec::<String>::new());
    let command = all.as_array().unwrap().iter().find(|command| command["name"] == "recognize").unwrap();
    let options = command["options"].as_array().unwrap();
    let named: Vec<&str> = options.iter().map(|option| option["name"].as_str().unwrap()).collect();
    assert_eq!(
        named.join(" "),
        "member for way quiet strength strength2 strength3 member2 member3 member4 member5 member6 member7 member8 member9 member10"
    );
    assert_eq!(options[1]["max_length"], 300);
    let choices = options[2]["choices"].as_array().unwrap();
    let ways: Vec<String> = choices.iter().map(|way| format!("{} = {}", way["value"], way["name"])).collect();
    assert_snapshot!(ways.join("\n"));
}

#[tokio::test]
async fn a_thank_you_is_public_and_asks_in_private_what_it_stirred() {
    let bench = Bench::new().await;
    let answer = bench.answer(&bench.recognize(JO, &[MIRA], "calmer nights since your handover", None)).await;
    assert_snapshot!(shown(&answer));
    assert_eq!(bench.gives().await, [(Some(JO), 1, 1)]);
    let Answer::Announce { claim, .. } = answer else { panic!() };
    let OccurrenceKey::Announcement { recognition } = claim.occurrence.key else { panic!() };
    let kept = bench.commands.store.recognition(recognition).await.unwrap().unwrap();
    assert_eq!((kept.words.as_deref(), kept.way), (Some("calmer nights since your handover"), None));
}

#[tokio::test]
async fn with_a_way_the_strengths_alone_are_asked() {
    let bench = Bench::new().await;
    assert_snapshot!(bench.shown(&bench.recognize(JO, &[MIRA, SAM], "the release notes", Some("expert"))).await);
    assert_eq!(bench.gives().await, [(Some(JO), 1, 2)]);
}

#[tokio::test]
async fn oneself_and_bots_are_left_out_and_the_rest_counts() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    let members = [MIRA, JO, ROBO, SAM, MIRA, TICKER];
    seen.push(bench.shown(&bench.recognize(JO, &members, "the release", Some("thanks"))).await);
    seen.push(bench.shown(&bench.recognize(JO, &[JO, SAM], "the demo", None)).await);
    seen.push(bench.shown(&bench.recognize(JO, &[SAM, ROBO], "the demo", None)).await);
    assert_eq!(bench.gives().await, [(Some(JO), 3, 2)]);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn where_nobody_is_left_it_says_why_and_hands_the_words_back() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    seen.push(bench.shown(&bench.recognize(JO, &[JO], "my *own* work", None)).await);
    seen.push(bench.shown(&bench.recognize(JO, &[ROBO], "the reminders", None)).await);
    seen.push(bench.shown(&bench.recognize(JO, &[ROBO, TICKER], "the reminders", None)).await);
    seen.push(bench.shown(&bench.recognize(JO, &[JO, ROBO], "the reminders", None)).await);
    seen.push(bench.shown(&bench.recognize(JO, &[], "nobody", None)).await);
    assert_eq!(bench.gives().await, []);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn words_that_are_too_long_or_none_are_refused_kindly() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    seen.push(bench.shown(&bench.recognize(JO, &[MIRA], &"a".repeat(341), None)).await);
    seen.push(bench.shown(&bench.recognize(JO, &[MIRA], "\u{0}\u{200b} \u{202e}", None)).await);
    // Discord lets 4,000 characters through where it is not told a limit; what is handed back has to fit as well.
    let long = bench.shown(&bench.recognize(JO, &[MIRA], &"@*[`".repeat(1_000), None)).await;
    assert!(long.contains("4000 characters, 3700 more"), "{long}");
    let people: Vec<_> = (0..11).map(|n| serenity::model::id::UserId::new(MIRA.get() + n)).collect();
    let eleven = bench.shown(&bench.recognize(JO, &people, "everybody", None)).await;
    assert!(eleven.contains("11 people"), "{eleven}");
    assert_eq!(bench.gives().await, []);
    bench.given(JO, &[MIRA], &"a".repeat(300), None).await;
    bench.given(JO, &people[..10], "ten of you", None).await;
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn where_thanks_are_off_it_says_who_can_switch_them_on() {
    let bench = Bench::new().await;
    bench.set_up("Europe/Berlin", false).await;
    assert_snapshot!(bench.shown(&bench.recognize(JO, &[MIRA], "the demo", None)).await);
    assert_eq!(bench.gives().await, []);
    bench.set_up("Europe/Berlin", true).await;
    bench.given(JO, &[MIRA], "the demo", None).await;
}

#[tokio::test]
async fn one_interaction_counts_once() {
    let bench = Bench::new().await;
    let asked = bench.recognize(JO, &[MIRA], "the demo", None);
    assert!(matches!(bench.answer(&asked).await, Answer::Announce { .. }));
    // Whoever counted it answers it: a second process says nothing.
    assert!(matches!(bench.answer(&asked).await, Answer::Elsewhere(_)));
    assert_eq!(bench.gives().await, [(Some(JO), 1, 1)]);
}

#[tokio::test]
async fn a_day_is_counted_by_the_servers_calendar() {
    let day = async |zone: Option<&str>| {
        // Saturday in Berlin and by UTC, Sunday in Auckland.
        let bench = Bench::at("2026-11-21T12:00:00Z").await;
        if let Some(zone) = zone {
            bench.set_up(zone, true).await;
        }
        let Answer::Announce { claim, .. } = bench.answer(&bench.recognize(JO, &[MIRA], "x", None)).await else {
            panic!()
        };
        let OccurrenceKey::Announcement { recognition } = claim.occurrence.key else { panic!() };
        bench.commands.store.recognition(recognition).await.unwrap().unwrap().local_date.to_string()
    };
    assert_eq!(day(None).await, "2026-11-21");
    assert_eq!(day(Some("Pacific/Auckland")).await, "2026-11-22");
}

#[tokio::test]
async fn what_it_stirred_is_kept_for_the_giver_alone_and_can_be_changed() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    let answer = bench.answer(&bench.recognize(JO, &[MIRA], "the demo", None)).await;
    let skill = custom_id(&answer, "I'd like that skill");
    let Answer::Announce { claim, .. } = answer else { panic!() };
    let OccurrenceKey::Announcement { recognition } = claim.occurrence.key else { panic!() };
    let way = async || bench.commands.store.recognition(recognition).await.unwrap().unwrap().way;

    seen.push(bench.shown(&bench.press(MIRA, &skill, true)).await);
    seen.push(bench.shown(&bench.press_in(ELSEWHERE, JO, &skill, true)).await);
    assert_eq!(way().await, None);
    let kept = bench.answer(&bench.press(JO, &skill, true)).await;
    seen.push(shown(&kept));
    assert_eq!(way().await, Some(Way::Expert));
    let other = custom_id(&kept, "Simply thanks");
    bench.answer(&bench.press(JO, &other, true)).await;
    assert_eq!(way().await, Some(Way::Thanks));
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_locked_database_counts_nothing_and_hands_the_words_back() {
    let bench = Bench::new().await;
    let lock = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    let held = lock.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let impatient = clarion::store::StoreOptions {
        busy_timeout: std::time::Duration::from_millis(20),
        ..clarion::store::StoreOptions::new(format!("sqlite://{}", bench.file.display()))
    };
    let mut bench = bench;
    let asked = bench.recognize(JO, &[MIRA], "calmer nights", None);
    held.rollback().await.unwrap();
    bench.commands.store = clarion::store::Store::open(&impatient, 2).await.unwrap();
    let held = lock.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert_snapshot!(bench.shown(&asked).await);
    held.rollback().await.unwrap();
    assert_eq!(bench.gives().await, []);
    // The same interaction may come again, and counts then.
    assert!(matches!(bench.answer(&asked).await, Answer::Announce { .. }));
}

#[tokio::test]
async fn it_is_deferred_in_private_so_that_nobody_waits_in_public() {
    let bench = Bench::new().await;
    let deferral = |interaction: serde_json::Value| {
        let interaction: Interaction = serde_json::from_value(interaction).unwrap();
        bench.commands.deferral(&interaction)
    };
    assert_eq!(deferral(bench.recognize(JO, &[MIRA], "x", None)), Deferral::Private);
    assert_eq!(deferral(bench.on_person(JO, MIRA)), Deferral::Never);
    assert_eq!(deferral(bench.on_message(JO, MIRA, false)), Deferral::Never);
    assert_eq!(deferral(bench.pick(JO, "c1.thank-whom", &[MIRA])), Deferral::Never);
    assert_eq!(deferral(bench.submit(JO, "c1.thank-words.1", "x")), Deferral::Private);
    assert_eq!(deferral(bench.press(JO, "c1.thank-too.000003JZ9J6GM", false)), Deferral::Private);
    assert_eq!(deferral(bench.press(JO, "c1.thank-way.000003JZ9J6GM.expert", true)), Deferral::Update);
    let givers = |share: bool| {
        let share = json!([{ "name": "share", "type": 5, "value": share }]);
        bench.slash(JO, "recognition", &json!([{ "name": "givers", "type": 1, "options": share }]), &[])
    };
    assert_eq!(deferral(givers(true)), Deferral::Public);
    assert_eq!(deferral(givers(false)), Deferral::Private);
    assert_eq!(deferral(bench.press(JO, "c1.givers.month.1", true)), Deferral::Update);
    assert_eq!(deferral(bench.press(JO, "c1.givers.month.1", false)), Deferral::Private);
}
