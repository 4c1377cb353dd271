//! Cells of a table for spreadsheets, that none of them runs.
//!
//! A spreadsheet takes a cell that begins with `=` or its like for a formula and runs it. Where a cell begins is decided by
//! what the spreadsheet separates columns with: commas, and where commas stand in numbers, semicolons. Opened there, a row
//! of ours is quoted up to its first comma and to nobody after it, so that a semicolon in somebody's words begins a cell, and
//! so do a tab and the end of a line. Wherever one may begin, in the middle of our cells too, what would run gets an
//! apostrophe before it on the way out, which is taken away on the way in; so does what looks as if it had been given one.

use std::borrow::Cow;

/// With this mark at its beginning, spreadsheets take a file for UTF-8 and show every script.
pub const UTF8_MARK: &str = "\u{feff}";

/// What begins a formula.
const RUNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What may end a cell within ours, where columns are separated by something else than commas.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// In quotation marks, which hold where columns are separated by commas.
pub fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Whether a spreadsheet would run a cell that begins so, but for apostrophes before it, quotation marks that it takes for its
/// own, and what nobody sees.
fn would_run(part: &str) -> bool {
    let skipped =
        |letter: char| matches!(letter, '\'' | '"' | '\u{feff}') || letter.is_whitespace() || letter.is_control();
    part.trim_start_matches(skipped).starts_with(RUNS)
}

/// Of what there would be cells where each of [`ENDS`] ended one, with what ends it; and whether an apostrophe belongs
/// before it.
fn parts(cell: &str) -> impl Iterator<Item = (&str, bool)> {
    // A tab or the end of a line at the beginning may be dropped, and what comes after it begin the cell.
    let dropped = |part: &str| part.trim_start_matches('\'').starts_with(['\t', '\r', '\n']);
    let parts = cell.split_inclusive(ENDS).enumerate();
    parts.map(move |(place, part)| (part, would_run(part) || place == 0 && dropped(part)))
}

/// As it goes out.
pub fn defused(cell: &str) -> Cow<'_, str> {
    if !parts(cell).any(|(_, runs)| runs) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(parts(cell).flat_map(|(part, runs)| [if runs { "'" } else { "" }, part]).collect())
}

/// As it was before it went out.
pub fn fused(cell: &str) -> Cow<'_, str> {
    if !parts(cell).any(|(part, runs)| runs && part.starts_with('\'')) {
        return Cow::Borrowed(cell);
    }
    let bare = |(part, runs): (_, bool)| if runs { str::strip_prefix(part, '\'').unwrap_or(part) } else { part };
    Cow::Owned(parts(cell).map(bare).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apostrophe_stands_wherever_a_cell_may_begin_that_would_run() {
        for (typed, out) in [
            ("calm nights", "calm nights"),
            ("1 - 1 = 0; x @home, -5", "1 - 1 = 0; x @home, -5"),
            ("=1+1", "'=1+1"),
            ("'=1+1", "''=1+1"),
            (" \"+1", "' \"+1"),
            ("\t=1", "'\t'=1"),
            ("x;=1+cmd|' /C calc'!A1;y", "x;'=1+cmd|' /C calc'!A1;y"),
            ("x; \"=1;-2", "x;' \"=1;'-2"),
            ("x;'=1", "x;''=1"),
            ("first\n- second\r\n@third", "first\n'- second\r\n'@third"),
            ("first\n\nsecond\tthird; fourth", "first\n\nsecond\tthird; fourth"),
            ("x\t＝1", "x\t'＝1"),
            ("it's;'quoted'", "it's;'quoted'"),
            ("", ""),
        ] {
            assert_eq!(defused(typed), out, "{typed:?}");
            assert_eq!(fused(out), typed, "{out:?}");
        }
        // What nobody defused stays.
        assert_eq!(fused("x;=1\n=2"), "x;=1\n=2");
    }
}
