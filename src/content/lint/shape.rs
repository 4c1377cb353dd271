//! How an entry is put together: its sources, its two sides, its share of what its theme draws on.

use std::collections::BTreeSet;

use super::{Findings, credited};
use crate::content::{Contrast, Kind, Prompt};

/// How much longer one side of a contrast may be than the other, in hundredths of the longer one.
const BALANCE: usize = 20;

/// With fewer phrases, what finds a contrast for a situation is guessing.
const FEWEST_PHRASES: usize = 15;

/// Longer than anybody types into a chat command.
const LONGEST_PHRASE: usize = 400;

pub(super) fn check(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    for (number, contrast) in findings.numbers(Kind::Contrast).zip(&library.contrasts) {
        sources(findings, number, contrast);
        sides(findings, number, contrast);
        minutes(findings, number, contrast.minutes);
    }
    for (number, practice) in findings.numbers(Kind::Practice).zip(&library.practices) {
        minutes(findings, number, practice.minutes);
    }
    for (number, disagreement) in findings.numbers(Kind::Disagreement).zip(&library.disagreements) {
        if disagreement.essays.len() == 1 {
            findings.at_entry(number, "essays", "a disagreement takes two essays or more");
        }
        some_source(findings, number, &disagreement.essays);
    }
    for (number, prompt) in findings.numbers(Kind::Prompt).zip(&library.prompts) {
        prompt_sources(findings, number, prompt);
        minutes(findings, number, prompt.minutes);
    }
    for (number, phrases) in findings.numbers(Kind::Phrases).zip(&library.phrases) {
        said(findings, number, &phrases.said);
    }
}

/// Enough phrases to tell one contrast from another, each short enough that somebody might type it, none twice.
fn said(findings: &mut Findings<'_>, number: usize, said: &[String]) {
    if findings.key(number, "said").is_none() {
        return;
    }
    if said.len() < FEWEST_PHRASES {
        findings.at_entry(number, "said", &format!("has {}; it takes {FEWEST_PHRASES} to know it by", said.len()));
    }
    let mut seen = BTreeSet::new();
    for phrase in said {
        let length = phrase.chars().count();
        if phrase.trim().is_empty() || length > LONGEST_PHRASE {
            let message = format!("a phrase has {length} letters; 1 to {LONGEST_PHRASE} are read: {phrase:.40}");
            findings.at_entry(number, "said", &message);
        }
        if !seen.insert(phrase.to_lowercase()) {
            findings.at_entry(number, "said", &format!("has a phrase twice: {phrase:.40}"));
        }
    }
}

fn minutes(findings: &mut Findings<'_>, number: usize, minutes: u8) {
    if !(1..=9).contains(&minutes) {
        findings.at_entry(number, "minutes", &format!("takes {minutes} minutes; a small step takes 1 to 9"));
    }
}

/// At least one essay is named, and none twice.
fn some_source(findings: &mut Findings<'_>, number: usize, essays: &[String]) {
    if essays.is_empty() && findings.key(number, "essays").is_some() {
        findings.at_entry(number, "essays", "has no source; name at least one essay in 'essays'");
    }
    for (index, essay) in essays.iter().enumerate() {
        if essays[..index].contains(essay) {
            findings.at_entry(number, "essays", &format!("names the essay '{essay}' twice in 'essays'"));
        }
    }
}

fn sources(findings: &mut Findings<'_>, number: usize, contrast: &Contrast) {
    some_source(findings, number, &contrast.essays);
    // An argument that lost its essay's name may be any of those that seem to be missing.
    let nameless = contrast.argues.iter().any(|argument| argument.essay.is_empty());
    let known = findings.key(number, "argues").is_some() && !nameless;
    for essay in contrast.essays.iter().filter(|_| known) {
        match contrast.argues.iter().filter(|argument| argument.essay == *essay).count() {
            1 => {}
            0 => {
                let message = format!("missing source: 'argues' has nothing of the essay '{essay}'");
                findings.at_entry(number, "argues", &message);
            }
            _ => {
                let message = format!("'argues' has the essay '{essay}' more than once");
                findings.at_entry(number, "argues", &message);
            }
        }
    }
    for argument in &contrast.argues {
        if !argument.essay.is_empty() && !contrast.essays.contains(&argument.essay) {
            let message = format!("'argues' names the essay '{}', which 'essays' does not", argument.essay);
            findings.at_entry(number, "argues", &message);
        }
    }
}

fn sides(findings: &mut Findings<'_>, number: usize, contrast: &Contrast) {
    let (managing, leading) = (&contrast.managing, &contrast.leading);
    for (side, pole) in [("managing", managing), ("leading", leading)] {
        let key = format!("{side}.monday");
        if pole.monday.len() != 3 && findings.key(number, &key).is_some() {
            let message = format!("'{key}' holds {} signs; three are wanted", pole.monday.len());
            findings.at_entry(number, &key, &message);
        }
    }
    let letters = |texts: &[String]| -> usize { texts.iter().map(|text| text.chars().count()).sum() };
    balance(findings, number, "pole", managing.pole.chars().count(), leading.pole.chars().count());
    balance(findings, number, "monday", letters(&managing.monday), letters(&leading.monday));
}

/// Neither side is to be told at much greater length than the other.
fn balance(findings: &mut Findings<'_>, number: usize, key: &str, managing: usize, leading: usize) {
    let longer = managing.max(leading);
    let there = |side: &str| findings.key(number, &format!("{side}.{key}")).is_some();
    if !there("managing") || !there("leading") || managing.abs_diff(leading) * 100 <= longer * BALANCE {
        return;
    }
    let shorter = if managing < leading { "managing" } else { "leading" };
    let message = format!(
        "managing has {managing} characters in '{key}' and leading {leading}; they are to be within {BALANCE} % of each other"
    );
    findings.at_entry(number, &format!("{shorter}.{key}"), &message);
}

fn prompt_sources(findings: &mut Findings<'_>, number: usize, prompt: &Prompt) {
    let library = &findings.loaded.library;
    some_source(findings, number, &prompt.essays);
    let themes = credited(library, &prompt.theme);
    if themes.is_empty() {
        return;
    }
    for essay in &prompt.essays {
        // One that exists nowhere is said already.
        if library.essay(essay).is_some() && !themes.contains(&essay.as_str()) {
            let message = format!(
                "draws on the essay '{essay}', and its theme '{}' on {}; take one of these",
                prompt.theme,
                themes.join(", ")
            );
            findings.at_entry(number, "essays", &message);
        }
    }
}
