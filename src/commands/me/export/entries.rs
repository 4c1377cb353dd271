//! What stands in the lists of the document, one shape a list.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::content::Library;
use crate::content::round::{Key, Round};
use crate::recognition::Way;
use crate::store::{
    Balance, CheckInPlace, Commitment, Decision, Outcome, OwnReport, OwnReversal, OwnSuggestion, OwnThanks, QuizRound,
    Reflection, Sharing,
};

#[derive(Debug, Serialize)]
pub(super) struct ExportedReport {
    pub(super) recognition: String,
    pub(super) reported_at: String,
    pub(super) words: Option<String>,
    pub(super) closed_at: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ExportedReversal {
    pub(super) recognition: String,
    pub(super) at: String,
    /// `undone`, `amended` or `voided`.
    pub(super) how: String,
    pub(super) reason: Option<String>,
}

impl From<OwnReport> for ExportedReport {
    fn from(one: OwnReport) -> Self {
        Self {
            recognition: one.recognition.to_string(),
            reported_at: one.at.to_string(),
            words: one.words,
            closed_at: one.closed_at.map(|at| at.to_string()),
        }
    }
}

impl From<OwnReversal> for ExportedReversal {
    fn from(one: OwnReversal) -> Self {
        Self { recognition: one.recognition.to_string(), at: one.at.to_string(), how: one.kind, reason: one.reason }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct ExportedReflection {
    pub(super) written_at: String,
    pub(super) date: String,
    pub(super) changed_at: Option<String>,
    pub(super) prompt: String,
    pub(super) title: Option<String>,
    pub(super) words: String,
    /// The channel, where it was shared.
    pub(super) shared_in: Option<String>,
    /// The post, where it is there.
    pub(super) shared_as: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ExportedCommitment {
    pub(super) made_at: String,
    pub(super) prompt: Option<String>,
    pub(super) words: String,
    /// The date of the question about it, where there is one.
    pub(super) ask_on: Option<String>,
    /// `direct`, `thread` or `nowhere`.
    pub(super) ask_where: &'static str,
    /// The thread where it can be asked about.
    pub(super) thread: Option<String>,
    /// `kept`, `learned` or `let-go`; `None` while it is open.
    pub(super) outcome: Option<&'static str>,
    pub(super) settled_at: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ExportedQuizRound {
    pub(super) date: String,
    /// The moments by their ids in the library; of one that is no longer there, the key that its button had.
    pub(super) moments: Vec<String>,
    pub(super) said_managing: i64,
    pub(super) said_leading: i64,
    pub(super) said_both: i64,
    /// How often it was said as the library reads it.
    pub(super) agreed: i64,
}

#[derive(Debug, Serialize)]
pub(super) struct ExportedBalance {
    pub(super) date: String,
    /// For each pair, from -2 (managing) to 2 (leading).
    pub(super) leans: BTreeMap<String, i8>,
}

#[derive(Debug, Serialize)]
pub(super) struct ExportedThanks {
    pub(super) given_at: String,
    pub(super) date: String,
    pub(super) channel: String,
    /// `None` where that person asked to be forgotten.
    pub(super) from: Option<String>,
    /// Of one that was got, oneself and whom others may read of: who else got a quiet one, or hid it, is not said.
    pub(super) to: Vec<String>,
    /// `None` after the words were erased; and of one that was got, after its giver took it back or said it anew.
    pub(super) words: Option<String>,
    /// `position`, `expert`, `personal` or `thanks`, where it was said.
    pub(super) stirred: Option<&'static str>,
    /// What it names in them.
    pub(super) strengths: Vec<String>,
    /// For the receivers alone.
    pub(super) quiet: bool,
    /// Whom others may read of.
    pub(super) announced_to: Vec<String>,
    /// Whether I want it seen by nobody else; `None` of one that was given.
    pub(super) hidden_by_me: Option<bool>,
    /// The message that it is about, where there is one, and its channel.
    pub(super) about_message: Option<String>,
    pub(super) about_channel: Option<String>,
    /// Whether it was taken back, changed or removed, and counts nowhere.
    pub(super) ended: bool,
    /// `undone`, `amended` or `voided`, and when.
    pub(super) ended_how: Option<String>,
    pub(super) ended_at: Option<String>,
    /// The reason of the steward who removed it, to whoever gave it.
    pub(super) ended_why: Option<String>,
}

/// A suggestion for the team's deck.
#[derive(Debug, Serialize)]
pub(super) struct ExportedSuggestion {
    pub(super) suggested_at: String,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) step: String,
    pub(super) minutes: u8,
    /// Whether it is in the deck.
    pub(super) in_deck: bool,
    /// `waits`, `in-deck` or `declined`.
    pub(super) state: &'static str,
    /// What was said about one that was declined.
    pub(super) said: Option<String>,
    /// Whether its writer asked to be told what becomes of it.
    pub(super) hears: bool,
}

impl From<OwnSuggestion> for ExportedSuggestion {
    fn from(own: OwnSuggestion) -> Self {
        let (state, said) = match own.decision {
            None => ("waits", None),
            Some(Decision::InDeck) => ("in-deck", None),
            Some(Decision::Declined { why }) => ("declined", why),
        };
        let one = own.suggestion;
        Self {
            suggested_at: one.at.to_string(),
            title: one.words.title,
            question: one.words.question,
            step: one.words.step,
            minutes: one.words.minutes,
            in_deck: state == "in-deck",
            state,
            said,
            hears: one.hears,
        }
    }
}

impl From<Reflection> for ExportedReflection {
    fn from(one: Reflection) -> Self {
        Self {
            written_at: one.written_at.to_string(),
            date: one.local_date.to_string(),
            changed_at: one.changed_at.map(|at| at.to_string()),
            prompt: one.prompt,
            title: one.title,
            words: one.words,
            shared_in: one.shared.map(|shared| shared.channel.to_string()),
            shared_as: one.shared.and_then(|shared| match shared.how {
                Sharing::There(message) => Some(message.to_string()),
                _ => None,
            }),
        }
    }
}

impl From<Commitment> for ExportedCommitment {
    fn from(one: Commitment) -> Self {
        let outcome = |outcome| match outcome {
            Outcome::Kept => "kept",
            Outcome::Learned => "learned",
            Outcome::LetGo => "let-go",
        };
        Self {
            made_at: one.made_at.to_string(),
            prompt: one.prompt,
            words: one.words,
            ask_on: one.check_on.map(|date| date.to_string()),
            ask_where: match one.place {
                CheckInPlace::Nowhere => "nowhere",
                CheckInPlace::Direct => "direct",
                CheckInPlace::Thread => "thread",
            },
            thread: one.thread.map(|thread| thread.to_string()),
            outcome: one.settled.map(|(how, _)| outcome(how)),
            settled_at: one.settled.map(|(_, at)| at.to_string()),
        }
    }
}

impl ExportedQuizRound {
    pub(super) fn new(one: QuizRound, library: &Library) -> Self {
        let moment = |key: &Key| match library.statements.iter().find(|of| Key::of(&of.id) == *key) {
            Some(moment) => moment.id.clone(),
            None => key.to_string(),
        };
        let round: Option<Round> = one.moments.parse().ok();
        Self {
            date: one.local_date.to_string(),
            moments: round.iter().flat_map(Round::keys).map(moment).collect(),
            said_managing: one.said.managing,
            said_leading: one.said.leading,
            said_both: one.said.both,
            agreed: one.said.agreed,
        }
    }
}

impl From<Balance> for ExportedBalance {
    fn from(one: Balance) -> Self {
        Self { date: one.local_date.to_string(), leans: one.leans.into_iter().collect() }
    }
}

impl From<OwnThanks> for ExportedThanks {
    fn from(OwnThanks { recognition: one, hidden, ended }: OwnThanks) -> Self {
        Self {
            given_at: one.given_at.to_string(),
            date: one.local_date.to_string(),
            channel: one.channel.to_string(),
            from: one.giver.map(|giver| giver.to_string()),
            to: one.receivers.iter().map(ToString::to_string).collect(),
            words: one.words,
            stirred: one.way.map(Way::id),
            strengths: one.strengths,
            quiet: one.quiet,
            // Not who takes nothing from me by now: nobody tells me that.
            announced_to: one.unhidden.iter().map(ToString::to_string).collect(),
            hidden_by_me: hidden,
            about_message: one.about.map(|(_, message)| message.to_string()),
            about_channel: one.about.map(|(channel, _)| channel.to_string()),
            ended: one.undone,
            ended_at: ended.as_ref().map(|end| end.at.to_string()),
            ended_why: ended.as_ref().and_then(|end| end.reason.clone()),
            ended_how: ended.map(|end| end.kind),
        }
    }
}
