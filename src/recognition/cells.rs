//! Cells of a table for spreadsheets, that none of them runs.
//!
//! A spreadsheet takes a cell that begins with `=` or its like for a formula and runs it. Such a cell gets an apostrophe
//! before it on the way out, which is taken away on the way in; so does one that looks as if it had been given one.

use std::borrow::Cow;

/// With this mark at its beginning, spreadsheets take a file for UTF-8 and show every script.
pub const UTF8_MARK: &str = "\u{feff}";

/// Always in quotation marks: that holds whatever separates columns where it is opened.
pub fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Whether a spreadsheet would run it, but for apostrophes before it.
fn would_run(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// As it goes out.
pub fn defused(cell: &str) -> Cow<'_, str> {
    if would_run(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// As it was before it went out.
pub fn fused(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if would_run(cell) => rest,
        _ => cell,
    }
}
