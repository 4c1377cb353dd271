//! What is said in `/me` besides its pages.

use crate::messages::LONGEST_SEARCH;

/// Nothing to look for was written.
pub const NOTHING_TO_FIND: &str = "There is nothing in it to look for. A word or two is enough.";

/// Too much to look for was written.
pub fn too_much_to_find() -> String {
    format!("I can look for at most {LONGEST_SEARCH} characters at once. A shorter piece of it finds the same.")
}
