//! Series: prompts in an order, for a schedule that follows them one by one.

/// Prompts in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: String,
    /// The name on screen.
    pub title: String,
    /// What it is, in one sentence.
    pub line: String,
    /// The theme that all of its prompts belong to, if there is one.
    pub theme: Option<String>,
    /// The prompts' ids, in their order.
    pub prompts: Vec<String>,
}
