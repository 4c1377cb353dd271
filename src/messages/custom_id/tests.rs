//! Every custom id is read back as it was written, and nothing foreign is taken for ours.

use proptest::prelude::*;

use super::*;
use crate::recognition::{Dates, Period};

fn id() -> impl Strategy<Value = Id> {
    (1..=i64::MAX).prop_filter_map("an id", Id::from_i64)
}

fn snowflakes() -> impl Strategy<Value = u64> {
    1..=i64::MAX.unsigned_abs()
}

fn choice() -> impl Strategy<Value = SetupChoice> {
    // The longest zone names of the IANA database are among these.
    let zones = prop::sample::select(vec!["UTC", "Europe/Berlin", "America/Argentina/ComodRivadavia"]);
    (snowflakes(), 0..24_i8, 0..60_i8, 1..128_i64, zones, any::<bool>(), any::<bool>()).prop_map(
        |(channel, hour, minute, days, zone, guessed, thanks)| SetupChoice {
            channel: ChannelId::new(channel),
            time: LocalTime::new(hour, minute).unwrap(),
            days: Days::from_bits(days).unwrap(),
            zone: zone.parse().unwrap(),
            guessed,
            thanks,
        },
    )
}

fn span() -> impl Strategy<Value = Span> {
    let day = || (1..=9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| jiff::civil::date(y, m, d));
    prop_oneof![
        prop::sample::select(Period::ALL.to_vec()).prop_map(Span::Period),
        (day(), day()).prop_map(|(one, other)| Span::Days(Dates { first: one.min(other), last: one.max(other) })),
    ]
}

fn custom_id() -> impl Strategy<Value = CustomId> {
    let word = "[a-z][a-z-]{0,60}";
    prop_oneof![
        (id(), word).prop_map(|(occurrence, prompt)| CustomId::TwoSides { occurrence, prompt }),
        word.prop_map(|after| CustomId::NextContrast { after }),
        word.prop_map(|topic| CustomId::ShareContrast { topic }),
        id().prop_map(|occurrence| CustomId::SetUp { occurrence }),
        Just(CustomId::ShowMeOne),
        Just(CustomId::WhatIKeep),
        id().prop_map(|occurrence| CustomId::Help { occurrence }),
        (prop::sample::select(STEPS.map(|(step, _)| step).to_vec()), choice())
            .prop_map(|(step, choice)| CustomId::Panel(step, choice)),
        id().prop_map(|schedule| CustomId::PostNow { schedule }),
        id().prop_map(|schedule| CustomId::SeeWeek { schedule }),
        (id(), prop::option::of(id())).prop_map(|(schedule, occurrence)| CustomId::TryAgain { schedule, occurrence }),
        id().prop_map(|occurrence| CustomId::ShowSchedules { occurrence }),
        id().prop_map(|occurrence| CustomId::ThankToo { occurrence }),
        Just(CustomId::ThankWhom),
        (snowflakes(), prop::option::of((snowflakes(), snowflakes()))).prop_map(|(receiver, about)| {
            CustomId::ThankWords {
                receiver: UserId::new(receiver),
                about: about.map(|(channel, message)| (ChannelId::new(channel), MessageId::new(message))),
            }
        }),
        (id(), prop::sample::select(Way::ALL.to_vec()))
            .prop_map(|(recognition, way)| CustomId::ThankWay { recognition, way }),
        (span(), prop::sample::select(Order::ALL.to_vec()), any::<u16>())
            .prop_map(|(span, order, screen)| CustomId::Givers { span, order, screen }),
        account::presses().prop_map(CustomId::Account),
        deck::presses().prop_map(CustomId::Deck),
        rules::presses().prop_map(CustomId::Rules),
        give::presses().prop_map(CustomId::Give),
        essays::strategy::press().prop_map(CustomId::Essays),
        keep::presses().prop_map(CustomId::Keep),
        me::presses().prop_map(CustomId::Me),
        privacy::presses().prop_map(CustomId::Privacy),
        prompt::strategy::press().prop_map(CustomId::Prompt),
        reframe::strategy::press().prop_map(CustomId::Reframe),
        reflect::presses().prop_map(CustomId::Reflect),
        quiz::presses().prop_map(CustomId::Quiz),
        balance::presses().prop_map(CustomId::Balance),
        commitment::presses().prop_map(CustomId::Try),
        contact::presses(),
        nudge::presses(),
    ]
}

proptest! {
    #[test]
    fn every_id_is_read_back_and_fits(id in custom_id()) {
        let text = id.to_string();
        prop_assert!(text.chars().count() <= 100, "{text}");
        prop_assert_eq!(text.parse(), Ok(id));
    }

    #[test]
    fn nothing_foreign_is_taken_for_ours(text in "\\PC{0,100}") {
        // Whatever parses is written back in its own way, so no two texts mean the same press by accident.
        if let Ok(id) = text.parse::<CustomId>() {
            prop_assert!(id.to_string().eq_ignore_ascii_case(&text));
        }
    }
}

#[test]
fn other_versions_and_other_bots_are_foreign() {
    for text in ["", "c1", "c0.show-me-one", "c1.show-me-one.x", "vote:3", "c1.two-sides..x", "c1.thank-words.0"] {
        assert_eq!(text.parse::<CustomId>(), Err(ForeignId), "{text}");
    }
}

/// One of each thing that can be pressed, chosen or submitted, a line each: `tests/other_server/` tries them. `{id}`
/// stands where a row's id does.
const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/presses.txt");
/// Writes it anew.
const WRITE: &str = "CLARION_WRITE_PRESSES";

/// Which press it is: its variants, without what they hold.
fn kind(id: &CustomId) -> String {
    let text = format!("{id:?}");
    text.split([' ', '[']).next().unwrap_or_default().trim_end_matches(',').to_owned()
}

fn with_places(text: &str) -> String {
    let place = |part: &str| part.bytes().all(|byte| !byte.is_ascii_lowercase()) && part.parse::<Id>().is_ok();
    text.split('.').map(|part| if place(part) { "{id}" } else { part }).collect::<Vec<_>>().join(".")
}

#[test]
fn every_press_is_listed() {
    use proptest::strategy::ValueTree as _;

    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = custom_id();
    let mut found: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for _ in 0..5_000 {
        let id = all.new_tree(&mut runner).unwrap().current();
        let of_kind = found.entry(kind(&id)).or_default();
        let line = with_places(&id.to_string());
        // A few: whether it holds an id, and what else, can differ.
        let places = |line: &str| line.split('.').take(3).map(str::to_owned).collect::<Vec<_>>();
        let known = of_kind.iter().any(|known| places(known) == places(&line));
        if !known && of_kind.len() < 3 && !line.contains(char::is_control) {
            of_kind.push(line);
        }
    }
    let lines: String = found.values().flatten().map(|line| format!("{line}\n")).collect();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(LIST, &lines).unwrap();
    }
    let listed = std::fs::read_to_string(LIST).unwrap();
    let listed: std::collections::BTreeSet<String> = listed
        .lines()
        .map(|line| {
            line.replace("{id}", "0000000000001").parse().unwrap_or_else(|_| panic!("{line} is no press any more"))
        })
        .map(|id: CustomId| kind(&id))
        .collect();
    let missing: Vec<&String> = found.keys().filter(|kind| !listed.contains(*kind)).collect();
    assert!(missing.is_empty(), "{missing:?} are not in tests/presses.txt: set {WRITE}=1 and run this test once");
}
