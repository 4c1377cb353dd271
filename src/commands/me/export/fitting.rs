//! As much of the document as one file may hold: the oldest of the longest list goes first.

use super::document::Export;

/// The document's bytes, without the oldest of the longest list until they are few enough; and whether all is in it.
pub(super) fn fitted(mut export: Export, most: usize) -> (Vec<u8>, bool) {
    loop {
        // A document of texts and lists serialises.
        let mut bytes = serde_json::to_vec_pretty(&export).unwrap_or_default();
        bytes.push(b'\n');
        let lengths = export.lengths();
        let longest = lengths.into_iter().max().unwrap_or(0);
        if bytes.len() <= most || longest == 0 {
            return (bytes, export.complete);
        }
        export.complete = false;
        let at = lengths.into_iter().position(|length| length == longest);
        export.shorten(at.unwrap_or(0), longest - longest / 8 - 1);
    }
}

impl Export {
    /// How long each list is.
    pub(super) fn lengths(&self) -> [usize; 11] {
        [
            self.reflections.len(),
            self.commitments.len(),
            self.thanks_given.len(),
            self.thanks_got.len(),
            self.quiz_rounds.len(),
            self.balances.len(),
            self.suggestions.len(),
            self.reports.len(),
            self.ended.len(),
            self.takes_none_from.len(),
            self.schedules_made.len(),
        ]
    }

    /// Leaves the oldest of one of them out, by its place in [`Export::lengths`].
    pub(super) fn shorten(&mut self, list: usize, to: usize) {
        match list {
            0 => self.reflections.truncate(to),
            1 => self.commitments.truncate(to),
            2 => self.thanks_given.truncate(to),
            3 => self.thanks_got.truncate(to),
            4 => self.quiz_rounds.truncate(to),
            5 => self.balances.truncate(to),
            6 => self.suggestions.truncate(to),
            7 => self.reports.truncate(to),
            8 => self.ended.truncate(to),
            9 => self.takes_none_from.truncate(to),
            _ => self.schedules_made.truncate(to),
        }
    }
}
