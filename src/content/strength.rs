//! What peers can name in each other when they say thanks.

/// A gift of a person at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// Its id.
    pub id: String,
    /// What somebody picks.
    pub name: String,
    /// The essay that it comes from.
    pub essay: String,
    /// What that essay holds that it comes from, in Clarion's words.
    pub idea: String,
}
