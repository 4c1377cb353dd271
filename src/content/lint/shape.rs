//! How an entry is put together: its sources, its two sides, its share of what its theme draws on.

use super::Findings;
use crate::content::{Contrast, Kind, Prompt, Theme};

/// How much longer one side of a contrast may be than the other, in hundredths of the longer one.
const BALANCE: usize = 20;

pub(super) fn check(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    for contrast in &library.contrasts {
        sources(findings, contrast);
        sides(findings, contrast);
    }
    for disagreement in &library.disagreements {
        if disagreement.essays.len() < 2 && !disagreement.essays.is_empty() {
            findings.at_entry(
                Kind::Disagreement,
                &disagreement.id,
                "essays",
                "a disagreement takes two essays or more",
            );
        }
        repeated(findings, Kind::Disagreement, &disagreement.id, &disagreement.essays);
        if disagreement.essays.is_empty() {
            no_source(findings, Kind::Disagreement, &disagreement.id);
        }
    }
    for prompt in &library.prompts {
        prompt_sources(findings, prompt);
    }
    let contrasts = library.contrasts.iter().map(|there| (Kind::Contrast, &there.id, there.minutes));
    let practices = library.practices.iter().map(|there| (Kind::Practice, &there.id, there.minutes));
    let prompts = library.prompts.iter().map(|there| (Kind::Prompt, &there.id, there.minutes));
    for (kind, id, minutes) in contrasts.chain(practices).chain(prompts) {
        if !(1..=9).contains(&minutes) {
            findings.at_entry(kind, id, "minutes", &format!("takes {minutes} minutes; a small step takes 1 to 9"));
        }
    }
}

fn no_source(findings: &mut Findings<'_>, kind: Kind, id: &str) {
    findings.at_entry(kind, id, "essays", "has no source; name at least one essay in 'essays'");
}

fn repeated(findings: &mut Findings<'_>, kind: Kind, id: &str, essays: &[String]) {
    for (index, essay) in essays.iter().enumerate() {
        if essays[..index].contains(essay) {
            findings.at_entry(kind, id, "essays", &format!("names the essay '{essay}' twice in 'essays'"));
        }
    }
}

fn sources(findings: &mut Findings<'_>, contrast: &Contrast) {
    let id = &contrast.id;
    if contrast.essays.is_empty() {
        no_source(findings, Kind::Contrast, id);
    }
    repeated(findings, Kind::Contrast, id, &contrast.essays);
    for essay in &contrast.essays {
        match contrast.argues.iter().filter(|argument| argument.essay == *essay).count() {
            1 => {}
            0 => {
                let message = format!("missing source: 'argues' has nothing of the essay '{essay}'");
                findings.at_entry(Kind::Contrast, id, "argues", &message);
            }
            _ => {
                let message = format!("'argues' has the essay '{essay}' more than once");
                findings.at_entry(Kind::Contrast, id, "argues", &message);
            }
        }
    }
    for argument in &contrast.argues {
        if !argument.essay.is_empty() && !contrast.essays.contains(&argument.essay) {
            let message = format!("'argues' names the essay '{}', which 'essays' does not", argument.essay);
            findings.at_entry(Kind::Contrast, id, "argues", &message);
        }
    }
}

fn sides(findings: &mut Findings<'_>, contrast: &Contrast) {
    let id = &contrast.id;
    let (managing, leading) = (&contrast.managing, &contrast.leading);
    for (side, pole) in [("managing", managing), ("leading", leading)] {
        if pole.monday.len() != 3 && !pole.pole.is_empty() {
            let message = format!("'{side}.monday' holds {} signs; three are wanted", pole.monday.len());
            findings.at_entry(Kind::Contrast, id, &format!("{side}.monday"), &message);
        }
    }
    let letters = |texts: &[String]| -> usize { texts.iter().map(|text| text.chars().count()).sum() };
    balance(findings, id, "pole", managing.pole.chars().count(), leading.pole.chars().count());
    balance(findings, id, "monday", letters(&managing.monday), letters(&leading.monday));
}

/// Neither side is to be told at much greater length than the other.
fn balance(findings: &mut Findings<'_>, id: &str, key: &str, managing: usize, leading: usize) {
    let longer = managing.max(leading);
    if managing == 0 || leading == 0 || managing.abs_diff(leading) * 100 <= longer * BALANCE {
        return;
    }
    let shorter = if managing < leading { "managing" } else { "leading" };
    let message = format!(
        "managing has {managing} characters in '{key}' and leading {leading}; they are to be within {BALANCE} % of each other"
    );
    findings.at_entry(Kind::Contrast, id, &format!("{shorter}.{key}"), &message);
}

fn prompt_sources(findings: &mut Findings<'_>, prompt: &Prompt) {
    let library = &findings.loaded.library;
    if prompt.essays.is_empty() {
        no_source(findings, Kind::Prompt, &prompt.id);
    }
    repeated(findings, Kind::Prompt, &prompt.id, &prompt.essays);
    let themes: Vec<&str> = match library.theme(&prompt.theme) {
        None => return,
        Some(Theme::Contrast(theme)) => theme.essays.iter().map(String::as_str).collect(),
        Some(Theme::Disagreement(theme)) => theme.essays.iter().map(String::as_str).collect(),
        Some(Theme::Inspiration(theme)) => vec![&theme.essay],
        Some(Theme::Practice(theme)) => vec![&theme.essay],
        Some(Theme::Idea(theme)) => vec![&theme.essay],
    };
    for essay in &prompt.essays {
        // One that exists nowhere is said already.
        if library.essay(essay).is_some() && !themes.contains(&essay.as_str()) {
            let message = format!(
                "draws on the essay '{essay}', and its theme '{}' on {}; take one of these",
                prompt.theme,
                themes.join(", ")
            );
            findings.at_entry(Kind::Prompt, &prompt.id, "essays", &message);
        }
    }
}
