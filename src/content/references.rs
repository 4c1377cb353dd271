//! Places that name another entry's id: there is such an entry.

use super::fault::{Fault, shown, suggestion};
use super::kind::Kind;
use super::library::NOTHING_FITS;
use super::notes::Notes;

/// Notes a fault for every id that nothing has.
pub(super) fn check(notes: &mut Notes) {
    let contrasts: Vec<&str> =
        notes.entries.iter().filter(|entry| entry.kind == Kind::Contrast).map(|entry| entry.id.as_str()).collect();
    for phrases in notes.entries.iter().filter(|entry| entry.kind == Kind::Phrases && !entry.id.is_empty()) {
        let id = phrases.id.as_str();
        if id != NOTHING_FITS && !contrasts.is_empty() && !contrasts.contains(&id) {
            let message =
                format!("phrases: there is no contrast '{}'; {}", shown(id), suggestion(id, contrasts.iter().copied()));
            notes.faults.push(Fault { file: phrases.file.clone(), line: Some(phrases.line), message });
        }
    }
    for reference in &notes.references {
        let mut ids = notes
            .entries
            .iter()
            .filter(|entry| reference.to.takes(entry.kind))
            .map(|entry| entry.id.as_str())
            .peekable();
        // A library without any of them has that one fault, rather than hundreds that follow from it.
        if ids.peek().is_none() || ids.clone().any(|id| id == reference.id) {
            continue;
        }
        let message = format!(
            "{}: there is no {} '{}'; {}",
            reference.from,
            reference.to.name(),
            shown(&reference.id),
            suggestion(&reference.id, ids)
        );
        notes.faults.push(Fault { file: reference.file.clone(), line: Some(reference.line), message });
    }
}
