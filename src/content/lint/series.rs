//! Series: prompts that fit the theme, none twice; a name that nobody takes for another's.

use std::collections::BTreeMap;

use super::Findings;
use crate::content::Kind;

pub(super) fn check(findings: &mut Findings<'_>) {
    let library = &findings.loaded.library;
    let mut titles: BTreeMap<String, &str> = BTreeMap::new();
    for (number, series) in findings.numbers(Kind::Series).zip(&library.series) {
        if series.prompts.is_empty() && findings.key(number, "prompts").is_some() {
            findings.at_entry(number, "prompts", "holds no prompt; name at least one in 'prompts'");
        }
        for (index, prompt) in series.prompts.iter().enumerate() {
            if series.prompts[..index].contains(prompt) {
                findings.at_entry(number, "prompts", &format!("names the prompt '{prompt}' twice in 'prompts'"));
            }
            let Some(theme) = &series.theme else { continue };
            if let Some(prompt) = library.prompt(prompt).filter(|prompt| prompt.theme != *theme) {
                let message =
                    format!("is on '{theme}', and its prompt '{}' on '{}'; take another one", prompt.id, prompt.theme);
                findings.at_entry(number, "prompts", &message);
            }
        }
        let title = series.title.to_lowercase();
        match titles.get(&title) {
            Some(other) if !title.is_empty() => {
                findings.at_entry(number, "title", &format!("'title' is that of '{other}'; choose another"));
            }
            _ => drop(titles.insert(title, &series.id)),
        }
    }
}
