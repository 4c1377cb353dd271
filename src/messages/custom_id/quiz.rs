//! What can be pressed in the quiz. A round travels in its buttons, with everything that was said so far.

use std::fmt;

use crate::content::Answer;
use crate::content::round::Round;
use crate::store::Id;

/// What can be pressed in the quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuizPress {
    /// A round of one's own.
    Begin,
    /// Under a posted invitation: the round that is the same for everybody. Carries the post's mark.
    Week {
        /// The post's occurrence.
        occurrence: Id,
        /// Its moments.
        round: Round,
    },
    /// An answer, the last of those said: show what the library reads in it.
    Said(QuizRun),
    /// Show the next moment, or what came of the round.
    Next(QuizRun),
    /// Show this contrast.
    Contrast {
        /// Which.
        topic: String,
    },
    /// In `/me`: ask whether to delete what is kept.
    Delete,
    /// Delete it.
    DeleteForGood,
}

/// A round, and how far somebody has come in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuizRun {
    /// The interaction that began it, or the occurrence whose round it is: it is kept once.
    pub begun_by: u64,
    /// Whether it is a posted round, the same for everybody.
    pub posted: bool,
    /// Its moments.
    pub round: Round,
    /// What was said, in their order: never more than there are moments.
    pub said: Vec<Answer>,
}

impl QuizRun {
    /// The same with one answer more.
    #[must_use]
    pub fn and(&self, answer: Answer) -> Self {
        let mut more = self.clone();
        more.said.push(answer);
        more
    }

    /// Whether all moments were answered.
    pub fn is_over(&self) -> bool {
        self.said.len() >= self.round.keys().len()
    }
}

const WORDS: [(Answer, char); 3] = [(Answer::Managing, 'm'), (Answer::Leading, 'l'), (Answer::Both, 'b')];

impl fmt::Display for QuizRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = if self.posted { 'w' } else { 'o' };
        write!(f, "{whose}{:016x}.{}.", self.begun_by, self.round)?;
        if self.said.is_empty() {
            return f.write_str("-");
        }
        let letters = self.said.iter().filter_map(|said| WORDS.iter().find(|(answer, _)| answer == said));
        letters.map(|(_, letter)| letter).try_for_each(|letter| write!(f, "{letter}"))
    }
}

fn run(begun_by: &str, round: &str, said: &str) -> Option<QuizRun> {
    let posted = match begun_by.get(..1)? {
        "w" => true,
        "o" => false,
        _ => return None,
    };
    let begun_by = u64::from_str_radix(begun_by.get(1..)?, 16).ok()?;
    let round: Round = round.parse().ok()?;
    let answer = |letter: char| WORDS.iter().find(|(_, known)| *known == letter).map(|(answer, _)| *answer);
    let said = if said == "-" { Vec::new() } else { said.chars().map(answer).collect::<Option<Vec<_>>>()? };
    (said.len() <= round.keys().len()).then_some(QuizRun { begun_by, posted, round, said })
}

impl fmt::Display for QuizPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("begin"),
            Self::Week { occurrence, round } => write!(f, "week.{occurrence}.{round}"),
            Self::Said(run) => write!(f, "said.{run}"),
            Self::Next(run) => write!(f, "next.{run}"),
            Self::Contrast { topic } => write!(f, "contrast.{topic}"),
            Self::Delete => f.write_str("delete"),
            Self::DeleteForGood => f.write_str("delete-for-good"),
        }
    }
}

impl QuizPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        let press = match arguments {
            ["begin"] => Self::Begin,
            ["week", occurrence, round] => {
                Self::Week { occurrence: occurrence.parse().ok()?, round: round.parse().ok()? }
            }
            ["said", begun_by, round, said] => {
                Self::Said(run(begun_by, round, said).filter(|run| !run.said.is_empty())?)
            }
            ["next", begun_by, round, said] => Self::Next(run(begun_by, round, said)?),
            ["contrast", topic] => Self::Contrast { topic: super::word(topic)? },
            ["delete"] => Self::Delete,
            ["delete-for-good"] => Self::DeleteForGood,
            _ => return None,
        };
        // A number can be written in more ways than one, and only ours is ours.
        press.to_string().eq_ignore_ascii_case(&arguments.join(".")).then_some(press)
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = QuizPress> {
    use proptest::prelude::*;

    let round = || {
        prop::collection::vec("[a-z-]{1,20}", 1..=5).prop_filter_map("a round", |ids| {
            Round::new(ids.iter().map(|id| crate::content::round::Key::of(id)).collect())
        })
    };
    let run = move |least: usize| {
        let said = prop::collection::vec(prop::sample::select(Answer::ALL.to_vec()), least..=5);
        (any::<u64>(), any::<bool>(), round(), said).prop_map(|(begun_by, posted, round, mut said)| {
            said.truncate(round.keys().len());
            QuizRun { begun_by, posted, round, said }
        })
    };
    prop_oneof![
        Just(QuizPress::Begin),
        ((1..=i64::MAX).prop_filter_map("an id", Id::from_i64), round())
            .prop_map(|(occurrence, round)| QuizPress::Week { occurrence, round }),
        run(1).prop_map(QuizPress::Said),
        run(0).prop_map(QuizPress::Next),
        "[a-z][a-z-]{0,60}".prop_map(|topic| QuizPress::Contrast { topic }),
        Just(QuizPress::Delete),
        Just(QuizPress::DeleteForGood),
    ]
}
