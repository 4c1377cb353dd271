//! The library's types, as everybody else reads them.
//!
//! What an essay argues and what Clarion suggests stand in different fields throughout, so that no screen can mix them
//! up by accident.

use super::balance::{Closing, Opening, Pair};
use super::quiz::Statement;
use super::series::Series;
use super::strength::Strength;

/// Everything that `prompts/<language>/` holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// The sources, in the order of the files.
    pub essays: Vec<Essay>,
    /// Managing and leading, side by side, a subject each.
    pub contrasts: Vec<Contrast>,
    /// The ways that people inspire.
    pub inspirations: Vec<Inspiration>,
    /// The practices that let leadership happen.
    pub practices: Vec<Practice>,
    /// Ideas of the essays that are not contrasts.
    pub ideas: Vec<Idea>,
    /// Where the essays disagree.
    pub disagreements: Vec<Disagreement>,
    /// The daily prompts.
    pub prompts: Vec<Prompt>,
    /// How people talk about what each contrast is about.
    pub phrases: Vec<Phrases>,
    /// The quiz: moments, and what each of them asks for.
    pub statements: Vec<Statement>,
    /// The balance: pairs of a managing and a leading end.
    pub pairs: Vec<Pair>,
    /// What stands above the first pair; one in a sound library.
    pub openings: Vec<Opening>,
    /// What is said of a balance, one for each kind of result.
    pub closings: Vec<Closing>,
    /// Prompts in an order.
    pub series: Vec<Series>,
    /// What peers can name in each other, where a server has no list of its own.
    pub strengths: Vec<Strength>,
}

/// A source. Only what is known of it: nothing here invents a title, an author or a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Essay {
    /// The id that everything else credits, such as `legacy`.
    pub id: String,
    /// How Clarion calls it on screen, in Clarion's own words.
    pub name: String,
    /// Where it comes from, as far as that is known.
    pub origin: String,
    /// Where it can be read, if that is known.
    pub link: Option<String>,
    /// What it argues.
    pub argues: String,
    /// What it grants to the other side.
    pub concedes: String,
    /// Where it disagrees with the other essays, named by their ids.
    pub quarrels: String,
    /// The ids of the disagreements that these quarrels are told in.
    pub disagreements: Vec<String>,
    /// What it leaves a reader with: a question of Clarion's own.
    pub question: String,
    /// The contrasts that come from it.
    pub contrasts: Vec<String>,
    /// The practices that come from it.
    pub practices: Vec<String>,
    /// The ways that people inspire that come from it.
    pub inspirations: Vec<String>,
    /// The ideas that come from it.
    pub ideas: Vec<String>,
}

/// One subject with a managing side and a leading side, neither of them a villain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// An id of the content map, such as `risk`.
    pub id: String,
    /// The name on screen.
    pub title: String,
    /// The essays that hold it.
    pub essays: Vec<String>,
    /// The pole that the essays imply rather than say; it is never put in an essay's mouth.
    pub implied: Option<Side>,
    /// The managing side.
    pub managing: Pole,
    /// The leading side.
    pub leading: Pole,
    /// A question to ask yourself.
    pub question: String,
    /// One small step.
    pub step: String,
    /// How many minutes the step takes: 1 to 9.
    pub minutes: u8,
    /// What each of `essays` argues about it.
    pub argues: Vec<Argument>,
    /// What Clarion suggests.
    pub suggest: String,
}

/// Which of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Managing.
    Managing,
    /// Leading.
    Leading,
}

/// One side of a contrast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pole {
    /// What this side does, in one sentence.
    pub pole: String,
    /// What it looks like on a Monday morning: three signs.
    pub monday: Vec<String>,
    /// A real case where this side is the right call. Always there for managing.
    pub right_when: Option<String>,
}

/// What one essay argues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The essay's id.
    pub essay: String,
    /// Its argument, in Clarion's words.
    pub text: String,
}

/// A way that people inspire one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspiration {
    /// `position`, `expert` or `personal`.
    pub id: String,
    /// The name on screen.
    pub title: String,
    /// The answer to "what did it stir?", such as "I'd like that role".
    pub stir: String,
    /// The essay that holds it.
    pub essay: String,
    /// What that essay argues.
    pub argues: String,
    /// What Clarion suggests.
    pub suggest: String,
}

/// A practice that lets leadership happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// An id of the content map, such as `make-it-safe`.
    pub id: String,
    /// The name on screen.
    pub title: String,
    /// The essay that holds it.
    pub essay: String,
    /// What that essay argues.
    pub argues: String,
    /// What Clarion suggests.
    pub suggest: String,
    /// One small step.
    pub step: String,
    /// How many minutes the step takes: 1 to 9.
    pub minutes: u8,
}

/// An idea of an essay that is not a contrast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idea {
    /// Its id.
    pub id: String,
    /// The name on screen.
    pub title: String,
    /// The essay that holds it.
    pub essay: String,
    /// What that essay argues.
    pub argues: String,
    /// What Clarion suggests.
    pub suggest: String,
}

/// A question on which the essays disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Its id.
    pub id: String,
    /// The name on screen.
    pub title: String,
    /// The essays that differ: two or more.
    pub essays: Vec<String>,
    /// What each says, fairly.
    pub text: String,
    /// A question to think it over with.
    pub question: String,
}

/// One day's prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Its id: kept for ever, since it is how a server's history knows what was used.
    pub id: String,
    /// The heading.
    pub title: String,
    /// A few sentences that hold one question.
    pub text: String,
    /// One small step for today.
    pub step: String,
    /// How many minutes the step takes: 1 to 9.
    pub minutes: u8,
    /// The id of the contrast, inspiration, practice, idea or disagreement it belongs to.
    pub theme: String,
    /// The essays it draws on.
    pub essays: Vec<String>,
    /// The idea of theirs that it draws on.
    pub idea: String,
}

/// How people talk where one contrast would help them. Nobody is ever shown these: a situation is held against them
/// ([`super::situation`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrases {
    /// The contrast's id, or [`NOTHING_FITS`].
    pub id: String,
    /// What they complain of, ask, doubt and boast.
    pub said: Vec<String>,
}

/// The id of the phrases that no contrast helps with.
pub const NOTHING_FITS: &str = "none";

/// What a prompt's theme turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme<'a> {
    /// One of the contrasts.
    Contrast(&'a Contrast),
    /// One of the inspirations.
    Inspiration(&'a Inspiration),
    /// One of the practices.
    Practice(&'a Practice),
    /// One of the ideas.
    Idea(&'a Idea),
    /// One of the disagreements.
    Disagreement(&'a Disagreement),
}

impl<'a> Theme<'a> {
    /// The theme's name on screen.
    pub fn title(self) -> &'a str {
        match self {
            Self::Contrast(theme) => &theme.title,
            Self::Inspiration(theme) => &theme.title,
            Self::Practice(theme) => &theme.title,
            Self::Idea(theme) => &theme.title,
            Self::Disagreement(theme) => &theme.title,
        }
    }
}

impl Library {
    /// The essay with this id.
    pub fn essay(&self, id: &str) -> Option<&Essay> {
        self.essays.iter().find(|essay| essay.id == id)
    }

    /// The contrast with this id.
    pub fn contrast(&self, id: &str) -> Option<&Contrast> {
        self.contrasts.iter().find(|contrast| contrast.id == id)
    }

    /// The inspiration with this id.
    pub fn inspiration(&self, id: &str) -> Option<&Inspiration> {
        self.inspirations.iter().find(|inspiration| inspiration.id == id)
    }

    /// The prompt with this id.
    pub fn prompt(&self, id: &str) -> Option<&Prompt> {
        self.prompts.iter().find(|prompt| prompt.id == id)
    }

    /// The series with this id.
    pub fn series(&self, id: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.id == id)
    }

    /// The statement with this id.
    pub fn statement(&self, id: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.id == id)
    }

    /// What the theme with this id is.
    pub fn theme(&self, id: &str) -> Option<Theme<'_>> {
        let contrast = self.contrast(id).map(Theme::Contrast);
        contrast
            .or_else(|| self.inspiration(id).map(Theme::Inspiration))
            .or_else(|| self.practices.iter().find(|practice| practice.id == id).map(Theme::Practice))
            .or_else(|| self.ideas.iter().find(|idea| idea.id == id).map(Theme::Idea))
            .or_else(|| self.disagreements.iter().find(|disagreement| disagreement.id == id).map(Theme::Disagreement))
    }

    /// The contrast to hold beside a prompt: its own theme where that is one, else one that shares an essay with it,
    /// always the same for the same prompt. `None` only in a library without contrasts.
    pub fn contrast_for(&self, prompt: &Prompt) -> Option<&Contrast> {
        if let Some(contrast) = self.contrast(&prompt.theme) {
            return Some(contrast);
        }
        let shares = |contrast: &&Contrast| contrast.essays.iter().any(|essay| prompt.essays.contains(essay));
        let shared: Vec<&Contrast> = self.contrasts.iter().filter(shares).collect();
        let candidates = if shared.is_empty() { self.contrasts.iter().collect() } else { shared };
        // A fixed spread over the candidates, so that prompts on one idea do not all show the same contrast.
        let spread: usize = prompt.id.bytes().map(usize::from).sum();
        candidates.get(spread % candidates.len().max(1)).copied()
    }
}
