//! Every custom id is read back as it was written, and nothing foreign is taken for ours.

use std::collections::{BTreeMap, BTreeSet};

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

/// Presses of one kind that differ in this are tried beside each other: which word they begin with, and where they hold a row.
/// What else they hold is a prompt's name or a number.
fn shape(sources: &Sources, id: &CustomId, line: &str) -> (String, String, String) {
    let kind = kind(id);
    let parts: Vec<&str> = line.split('.').collect();
    let of_a_file = kind.split('(').next().is_some_and(|name| !sources.within(name).is_empty());
    let is_verb = |part: &&&str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let verb = parts.get(2).filter(is_verb).filter(|_| of_a_file).map_or("", |part| *part);
    // Behind that stand more of the same, or answers whose digits look like a row's id.
    let rows = parts.iter().take(5).map(|part| if *part == "{id}" { 'r' } else { '.' }).collect();
    (kind, verb.to_owned(), rows)
}

fn drawn(number: usize) -> Vec<CustomId> {
    use proptest::strategy::ValueTree as _;

    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = custom_id();
    (0..number).map(|_| all.new_tree(&mut runner).unwrap().current()).collect()
}

/// What the sources beside this file say can be pressed.
struct Sources {
    /// The variants of each enum, with the types that each names.
    enums: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// The types that each structure names.
    structs: BTreeMap<String, Vec<String>>,
}

impl Sources {
    fn read() -> Self {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/messages/custom_id");
        let (mut enums, mut structs) = (BTreeMap::<String, BTreeMap<String, Vec<String>>>::new(), BTreeMap::new());
        for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            let text = std::fs::read_to_string(file).unwrap();
            let (mut within, mut variant) = (None, String::new());
            for line in text.lines() {
                let head = |what: &str| line.strip_prefix(what)?.strip_suffix(" {").map(str::to_owned);
                if let Some(name) = head("pub enum ") {
                    enums.insert(name.clone(), BTreeMap::new());
                    within = Some((true, name));
                } else if let Some(name) = head("pub struct ") {
                    structs.insert(name.clone(), Vec::new());
                    within = Some((false, name));
                } else if line == "}" {
                    within = None;
                }
                let (Some((is_enum, name)), inner) = (&within, line.trim()) else { continue };
                if inner.starts_with("//") || inner.starts_with('#') || inner.starts_with("pub enum") {
                    continue;
                }
                let types = inner.split(|letter: char| !letter.is_alphanumeric());
                let types = types.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_owned);
                if *is_enum {
                    // A variant stands four spaces in, and what it holds further.
                    let starts = line.starts_with("    ") && line[4..].starts_with(char::is_uppercase);
                    if starts {
                        variant = inner.split([' ', '(', ',', '{']).next().unwrap().to_owned();
                    }
                    let of = enums.get_mut(name).unwrap().entry(variant.clone()).or_default();
                    of.extend(types.skip(usize::from(starts)));
                } else if !inner.starts_with("pub struct") {
                    structs.get_mut(name).unwrap().extend(types);
                }
            }
        }
        Self { enums, structs }
    }

    /// The enums and structures of these sources that a variant of [`CustomId`] holds, and those that these hold.
    fn within(&self, variant: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<&String> = self.enums["CustomId"].get(variant).into_iter().flatten().collect();
        while let Some(name) = waiting.pop() {
            let held: Vec<&String> = match (self.enums.get(name), self.structs.get(name)) {
                (Some(variants), _) => variants.values().flatten().collect(),
                (None, Some(held)) => held.iter().collect(),
                (None, None) => continue,
            };
            if found.insert(name.as_str()) {
                waiting.extend(held);
            }
        }
        found
    }
}

/// A variant that stands in no strategy would be in no list, and tried nowhere.
#[test]
fn every_variant_of_the_sources_is_drawn() {
    let sources = Sources::read();
    let all: Vec<String> = drawn(5_000).iter().map(|id| format!("{id:?}")).collect();
    let named = |text: &str, before: &[&str], variant: &str| {
        text.match_indices(variant).any(|(at, _)| {
            let ends =
                !text[at + variant.len()..].starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
            ends && before.iter().any(|before| text[..at].ends_with(before))
        })
    };
    let (mut missing, mut number) = (Vec::new(), 0);
    for (outer, held) in &sources.enums["CustomId"] {
        let texts: Vec<&str> = all
            .iter()
            .map(String::as_str)
            .filter(|text| text.split(|letter: char| !letter.is_alphanumeric()).next() == Some(outer.as_str()))
            .collect();
        number += 1;
        if texts.is_empty() {
            missing.push(format!("CustomId::{outer}"));
        }
        for inner in sources.within(outer) {
            // What it holds first begins what is said of it; the rest stands somewhere behind.
            let first = held.first().is_some_and(|first| first == inner);
            for variant in sources.enums.get(inner).into_iter().flat_map(BTreeMap::keys) {
                let there = texts.iter().any(|text| match first {
                    true => named(&text[..(outer.len() + 1 + variant.len() + 1).min(text.len())], &["("], variant),
                    false => named(text, &["(", ": ", "[", ", "], variant),
                });
                number += 1;
                if !there {
                    missing.push(format!("{inner}::{variant} of CustomId::{outer}"));
                }
            }
        }
    }
    assert!(number > 140, "the sources are not read any more: {number} variants");
    assert!(missing.is_empty(), "no strategy draws {missing:#?}");
}

#[test]
fn every_press_is_listed() {
    let sources = Sources::read();
    let mut found: BTreeMap<_, String> = BTreeMap::new();
    // What is looked for may be anything: tests/other_server/ looks for words of its own.
    let searches = |id: &CustomId| matches!(id, CustomId::Me(MePress::Open { search: Some(_), .. }));
    for id in drawn(5_000).into_iter().filter(|id| !searches(id)) {
        let line = with_places(&id.to_string());
        found.entry(shape(&sources, &id, &line)).or_insert(line);
    }
    let lines: String = found.values().map(|line| format!("{line}\n")).collect();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(LIST, &lines).unwrap();
    }
    let listed = std::fs::read_to_string(LIST).unwrap();
    let listed: BTreeSet<_> = listed
        .lines()
        .map(|line| {
            let id = line.replace("{id}", "0000000000001").parse();
            shape(&sources, &id.unwrap_or_else(|_| panic!("{line} is no press any more")), line)
        })
        .collect();
    let missing: Vec<_> = found.iter().filter(|(shape, _)| !listed.contains(shape)).collect();
    assert!(missing.is_empty(), "{missing:?} are not in tests/presses.txt: set {WRITE}=1 and run this test once");
}
