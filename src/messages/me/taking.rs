//! What somebody settled about the recognition that they get, for their eyes alone.

use super::super::card::Card;
use super::super::keep;
use super::super::replies::keep as replies;
use super::PRIVATE;
use crate::store::Taking;

/// The page's name.
pub(in super::super) const TAKING: &str = "What reaches you";

/// What the overview says of it.
pub fn taking_line(taking: &Taking) -> (String, String) {
    (TAKING.to_owned(), replies::announced(taking.never_announce).to_owned())
}

/// The page.
pub fn taking(taking: &Taking) -> Card {
    keep::taking_page(taking, PRIVATE)
}
