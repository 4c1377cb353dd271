//! The management-leadership balance: pairs of ends, neither of them the better one, and what is said of a result.

/// Two good ways to spend a minute of attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its id.
    pub id: String,
    /// The contrast that it belongs to.
    pub contrast: String,
    /// The managing end, in the first person.
    pub managing: String,
    /// The leading end, in the first person.
    pub leading: String,
    /// What to try where the managing side is thin.
    pub try_managing: Attempt,
    /// What to try where the leading side is thin.
    pub try_leading: Attempt,
}

/// A small thing to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What it is.
    pub text: String,
    /// How many minutes it takes: 1 to 9.
    pub minutes: u8,
}

/// What stands above the first pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Its id.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What is asked, and who sees the answers.
    pub text: String,
    /// The names of the five points, from all of the managing end to all of the leading end.
    pub scale: Vec<String>,
}

/// The words above one kind of result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Which kind of result: `balanced`, `leaning-managing`, `leaning-leading`, `all-managing`, `all-leading`,
    /// `all-middle` or `wide-apart`.
    pub id: String,
    /// For which answers it stands, in words for whoever programs it.
    pub when: String,
    /// The heading.
    pub title: String,
    /// The words.
    pub text: String,
}
