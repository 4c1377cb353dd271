//! Whether a situation finds its contrasts: among labelled situations, of which one part was never looked at while the
//! phrases were written and the numbers chosen.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::LazyLock;

use clarion::content::situation::{Finder, Fit};
use clarion::content::{self, Library, NOTHING_FITS, Source};
use proptest::prelude::*;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| content::load(&Source::Embedded("en".to_owned())).unwrap());
static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(&LIBRARY));

struct Situation {
    set: &'static str,
    part: &'static str,
    best: &'static str,
    text: &'static str,
}

fn situations() -> impl Iterator<Item = Situation> {
    let lines = include_str!("situations.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let [set, part, labels, text] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        Situation { set, part, best: labels.split(',').next().unwrap(), text }
    })
}

/// What came of a part of a set, in hundredths of its situations.
#[derive(Debug, Default)]
struct Outcome {
    situations: usize,
    first: usize,
    among_three: usize,
    /// Of those that nothing fits: how many there are, and of how many that was said.
    nothing: usize,
    nothing_said: usize,
}

impl Outcome {
    fn add(&mut self, situation: &Situation, found: &[Fit<'_>]) {
        if situation.best == NOTHING_FITS {
            self.nothing += 1;
            self.nothing_said += usize::from(found.is_empty());
            return;
        }
        self.situations += 1;
        self.first += usize::from(found.first().is_some_and(|fit| fit.topic == situation.best));
        self.among_three += usize::from(found.iter().any(|fit| fit.topic == situation.best));
    }

    fn shares(&self) -> [f64; 3] {
        let share = |part: usize, all: usize| 100.0 * part as f64 / all as f64;
        [
            share(self.first, self.situations),
            share(self.among_three, self.situations),
            share(self.nothing_said, self.nothing),
        ]
    }
}

fn outcomes() -> BTreeMap<(&'static str, &'static str), Outcome> {
    let mut outcomes: BTreeMap<_, Outcome> = BTreeMap::new();
    for situation in situations() {
        let outcome = outcomes.entry((situation.set, situation.part)).or_default();
        outcome.add(&situation, &FINDER.find(situation.text));
    }
    outcomes
}

/// `cargo test --test reframe -- --nocapture` prints the numbers.
#[test]
fn situations_that_nobody_tuned_on_find_their_contrasts() {
    let outcomes = outcomes();
    for ((set, part), outcome) in &outcomes {
        let [first, three, nothing] = outcome.shares();
        println!(
            "{set:8} {part:7} {:4} situations: first {first:5.1} %, among three {three:5.1} %; {:3} that nothing fits: said of {nothing:5.1} %",
            outcome.situations, outcome.nothing
        );
    }
    let floor = |set, least: [f64; 3]| {
        let there = outcomes[&(set, "report")].shares();
        assert!(there.iter().zip(least).all(|(there, least)| *there >= least), "{set}: {there:?}, not {least:?}");
    };
    floor("plain", [92.8, 98.2, 88.8]);
    floor("oblique", [75.0, 91.0, 96.8]);
}

#[test]
fn a_slip_of_spelling_is_forgiven() {
    let found = |text| FINDER.find(text).first().map(|fit| fit.topic.to_owned());
    let typed = "nobody ever says thank you for the extra effort i put in";
    let slipped = "nobdy ever says thnak you for the extra efort i put in";
    assert_eq!(found(typed).as_deref(), Some("recognition"));
    assert_eq!(found(slipped), found(typed));
}

#[test]
fn where_nothing_fits_nothing_is_found() {
    for text in ["", "   ", "?!", "42", "\u{65e5}\u{672c}\u{8a9e}", "\u{1f600}", "xqzvtk wvvbn", "the and of to"] {
        assert_eq!(FINDER.find(text), [], "{text}");
    }
}

#[test]
fn another_language_is_not_guessed_at() {
    for text in [
        "Mein Chef kontrolliert jede Mail, bevor sie hinausgeht, und ich darf nicht einmal die Farbe der Mappen bestimmen.",
        "Dans notre \u{e9}quipe on ne dit jamais merci, et le chef me demande encore de rester tard ce soir.",
        "Mi jefa no me deja decidir nada sin pedir permiso a la oficina central, y el plan cambia en cada semana.",
        "De baas wil dat we meer doen in minder tijd, en over de mensen hoor je hem er nooit over.",
    ] {
        assert_eq!(FINDER.find(text), [], "{text}");
    }
}

#[test]
fn a_library_without_phrases_finds_nothing() {
    assert_eq!(Finder::new(&Library::default()).find("nobody ever says thank you"), []);
}

#[test]
fn each_contrast_is_found_by_its_own_phrases() {
    for phrases in LIBRARY.phrases.iter().filter(|phrases| phrases.id != NOTHING_FITS) {
        assert!(phrases.said.len() >= 15, "{}", phrases.id);
        let own = phrases.said.iter().filter(|said| FINDER.find(said).iter().any(|fit| fit.topic == phrases.id));
        assert!(own.count() * 100 >= phrases.said.len() * 95, "{}", phrases.id);
    }
    assert_eq!(LIBRARY.phrases.len(), LIBRARY.contrasts.len() + 1);
}

proptest! {
    #[test]
    fn whatever_is_typed_gives_an_order_of_three_at_most_and_the_same_again(text in "(\\PC{0,40} ?|[a-z ]{0,80}){0,8}") {
        let found = FINDER.find(&text);
        prop_assert!(found.len() <= 3);
        prop_assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert!(found.first().is_none_or(|fit| fit.score > 0.5));
        prop_assert!(found.iter().all(|fit| fit.score > 0.0 && fit.score < 1.0));
        prop_assert_eq!(found, FINDER.find(&text));
    }
}

fn reframe(arguments: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_clarion"));
    program.arg("reframe").args(arguments).env_clear().current_dir(folder.path()).output().unwrap()
}

#[test]
fn the_command_line_finds_the_same() {
    let text = "my boss has to approve every tiny decision i make";
    let output = reframe(&["--json", text]);
    assert!(output.status.success());
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let wanted: Vec<_> = FINDER
        .find(text)
        .iter()
        .map(|fit| serde_json::json!({"topic": fit.topic, "score": (fit.score * 1000.0).round() / 1000.0}))
        .collect();
    assert_eq!(told, serde_json::Value::Array(wanted));
    assert_eq!(told[0]["topic"], "empowerment");
    let nothing = reframe(&["--json", "how", "long", "do", "i", "boil", "an", "egg"]);
    assert_eq!(String::from_utf8(nothing.stdout).unwrap().trim(), "[]");
}

#[test]
fn the_command_line_tells_people_both_sides_and_no_number() {
    let told = String::from_utf8(reframe(&["nobody ever says thank you here"]).stdout).unwrap();
    for part in ["Managing  ", "Leading   ", "Managing is right when: ", "Ask yourself: ", "Both sides are needed."] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let nothing = String::from_utf8(reframe(&["where is the printer"]).stdout).unwrap();
    assert!(nothing.starts_with("Nothing here fits that."), "{nothing}");
}
