//! What a digest says, and what is said around making one.

use super::super::account::FEW;
use super::super::givers::count;
use super::super::text::escape;
use crate::store::{Digest, Posts};

/// The description of `/schedule set posts`.
pub const SET_POSTS: &str = "What a new one posts: prompts, or a digest of the recognition that was given";
/// Prompts, among the choices.
pub const POSTS_PROMPTS: &str = "prompts";
/// A digest, among the choices.
pub const POSTS_DIGEST: &str = "a digest of recognition";
/// The description of `/schedule set every`.
pub const SET_EVERY: &str = "For a digest: every week, or on the first such day of a month";

/// Several days for a digest.
pub const ONE_DAY: &str = "A digest comes on one day: name it, such as `days:friday`. Nothing was changed.";
/// A theme and the like for a digest.
pub const NO_THEME: &str = "A digest tells of the recognition that was given. `theme:`, `series:` and `prompts:` are for \
                            schedules that post prompts.";
/// `every` for something else.
pub const EVERY_IS_FOR_DIGESTS: &str = "`every:` is for a digest of recognition, which comes by the week or by the month. \
                                        For other schedules, `days:` says when they come.";
/// Recognition is switched off.
pub const THANKS_ARE_OFF: &str =
    "Recognition is switched off in this server, and no digest comes while it is. `/setup` switches it on.";
/// What comes of a stretch without anything.
pub const NOTHING_IS_SILENT: &str = "After days without any recognition nothing is posted.";

/// A schedule of that name posts something else.
pub fn posts_otherwise(name: &str, posts: Posts) -> String {
    let what = match posts {
        Posts::Prompts => "prompts",
        Posts::Quiz => "rounds of the quiz",
        Posts::Digest => "a digest of recognition",
    };
    format!(
        "**{}** posts {what}, and goes on with that. A new name makes a new schedule: `name:` and whatever you like. \
         Nothing was changed.",
        escape(name)
    )
}

/// Under the numbers.
pub const FOOTER: &str = "Counted, not ranked. Whoever gave quietly is counted too, and nobody is named here.";
/// There was nothing, and somebody wants to see it all the same.
pub const NOTHING: &str = "A blank page for these days. Much of what people thank each other for is said aloud, and \
                           belongs to them alone.";
/// Above a digest that is shown before it is posted.
pub const PREVIEW: &str = "This is the digest as it stands now. It is counted anew when it is posted.";
/// The same where it would not be posted.
pub const PREVIEW_NOTHING: &str = "As it stands now, nothing would be posted: there was no recognition in these days.";

/// How much there was where few are on the roster, and no more than that.
pub fn of_few(gives: i64) -> String {
    format!(
        "**{}.**\nWith fewer than {FEW} people on the roster, other numbers would tell on them, so this is all.",
        count(gives, "recognition", "recognitions")
    )
}

/// How much there was, by how many.
pub fn numbers(digest: &Digest) -> String {
    let gives = count(digest.gives, "recognition", "recognitions");
    let people = count(digest.givers, "person", "people");
    let first = match (digest.first_time, digest.givers) {
        (0, _) => String::new(),
        (1, 1) => ", who gave for the first time".to_owned(),
        (new, all) if new == all => ", each of them for the first time".to_owned(),
        (1, _) => ", one of them for the first time".to_owned(),
        (new, _) => format!(", {new} of them for the first time"),
    };
    format!("**{gives}** by {people}{first}.")
}

/// What was named in it; `None` where nothing was.
pub fn strengths(digest: &Digest) -> Option<String> {
    let named = digest.strengths.iter().map(|(name, number)| format!("**{}** ({number})", escape(name)));
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| format!("What people named in each other: {}.", named.join(", ")))
}
