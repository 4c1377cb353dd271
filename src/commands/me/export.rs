//! Everything of mine as a file: JSON, for people and for programs.
//!
//! A thing more that is kept takes a field of [`Export`]. What a field means never changes within a format's version.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::{Answer, Asked, Commands, Trouble};
use crate::clock::Zone;
use crate::messages::{Card, File, MOST_FILE_BYTES, me};
use crate::recognition::Way;
use crate::store::{
    Balance, CheckInPlace, Commitment, Decision, Outcome, OwnSuggestion, QuizRound, Recognition, Reflection, Sharing,
};

/// The format's version: a change of a field's meaning takes the next one, a new field does not.
const VERSION: u32 = 1;

/// How many thank-yous there are at most each way, and how many rounds and balances.
const MOST: u32 = 2_000;

/// The document. Instants are RFC 3339 in UTC, dates those of the server's calendar, ids Discord's own as text; words are as
/// they were written.
#[derive(Debug, Serialize)]
struct Export {
    format: &'static str,
    version: u32,
    exported_at: String,
    server: String,
    person: String,
    time_zone: String,
    /// False where the oldest did not fit into one file.
    complete: bool,
    /// Whether Clarion may write to them unasked, at most once a week.
    unasked_messages: bool,
    reflections: Vec<ExportedReflection>,
    commitments: Vec<ExportedCommitment>,
    quiz_rounds: Vec<ExportedQuizRound>,
    balances: Vec<ExportedBalance>,
    thanks_given: Vec<ExportedThanks>,
    thanks_got: Vec<ExportedThanks>,
    suggestions: Vec<ExportedSuggestion>,
}

#[derive(Debug, Serialize)]
struct ExportedReflection {
    written_at: String,
    date: String,
    changed_at: Option<String>,
    prompt: String,
    title: Option<String>,
    words: String,
    /// The channel, where it was shared.
    shared_in: Option<String>,
    /// The post, where it is there.
    shared_as: Option<String>,
}

#[derive(Debug, Serialize)]
struct ExportedCommitment {
    made_at: String,
    prompt: Option<String>,
    words: String,
    /// The date of the question about it, where there is one.
    ask_on: Option<String>,
    /// `direct`, `thread` or `nowhere`.
    ask_where: &'static str,
    /// `kept`, `learned` or `let-go`; `None` while it is open.
    outcome: Option<&'static str>,
    settled_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct ExportedQuizRound {
    date: String,
    said_managing: i64,
    said_leading: i64,
    said_both: i64,
    /// How often it was said as the library reads it.
    agreed: i64,
}

#[derive(Debug, Serialize)]
struct ExportedBalance {
    date: String,
    /// For each pair, from -2 (managing) to 2 (leading).
    leans: BTreeMap<String, i8>,
}

#[derive(Debug, Serialize)]
struct ExportedThanks {
    given_at: String,
    date: String,
    channel: String,
    /// `None` where that person asked to be forgotten.
    from: Option<String>,
    to: Vec<String>,
    /// `None` after the words were erased.
    words: Option<String>,
    /// `position`, `expert`, `personal` or `thanks`, where it was said.
    stirred: Option<&'static str>,
}

/// A suggestion for the team's deck.
#[derive(Debug, Serialize)]
struct ExportedSuggestion {
    suggested_at: String,
    title: String,
    question: String,
    step: String,
    minutes: u8,
    /// Whether it is in the deck.
    in_deck: bool,
    /// `waits`, `in-deck` or `declined`.
    state: &'static str,
    /// What was said about one that was declined.
    said: Option<String>,
    /// Whether its writer asked to be told what becomes of it.
    hears: bool,
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
            outcome: one.settled.map(|(how, _)| outcome(how)),
            settled_at: one.settled.map(|(_, at)| at.to_string()),
        }
    }
}

impl From<QuizRound> for ExportedQuizRound {
    fn from(one: QuizRound) -> Self {
        Self {
            date: one.local_date.to_string(),
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

impl From<Recognition> for ExportedThanks {
    fn from(one: Recognition) -> Self {
        Self {
            given_at: one.given_at.to_string(),
            date: one.local_date.to_string(),
            channel: one.channel.to_string(),
            from: one.giver.map(|giver| giver.to_string()),
            to: one.receivers.iter().map(ToString::to_string).collect(),
            words: one.words,
            stirred: one.way.map(Way::id),
        }
    }
}

/// The file, for the eyes of whoever asked.
pub(super) async fn export(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let zone = commands.store.guild(asked.guild).await?.map_or_else(Zone::utc, |guild| guild.zone);
    let written = commands.store.reflections(asked.guild, asked.user, None, 0, usize::MAX).await?;
    let thanks = commands.store.mine(asked.guild, asked.user, MOST).await?;
    let unwanted = commands.store.wants_no_contact(asked.user).await?;
    let commitments = commands.store.commitments(asked.guild, asked.user, MOST, 0).await?;
    let quiz = commands.store.quiz_history(asked.guild, asked.user, MOST).await?;
    let balances = commands.store.balances(asked.guild, asked.user, 0, MOST).await?;
    let (_, all_commitments) = commands.store.count_commitments(asked.guild, asked.user).await?;
    let all_balances = commands.store.balance_count(asked.guild, asked.user).await?;
    let suggestions = commands.store.suggestions_of(asked.guild, asked.user).await?;
    let counted = [
        (written.total.try_into().unwrap_or(i64::MAX), written.shown.len()),
        (all_commitments, commitments.len()),
        (quiz.rounds, quiz.latest.len()),
        (all_balances, balances.len()),
        (thanks.gave, thanks.latest_given.len()),
        (thanks.got, thanks.latest_got.len()),
    ];
    let complete = counted.iter().all(|(all, some)| i64::try_from(*some).is_ok_and(|some| some >= *all));
    let export = Export {
        format: "clarion-me",
        version: VERSION,
        exported_at: commands.clock.now().to_string(),
        server: asked.guild.to_string(),
        person: asked.user.to_string(),
        time_zone: zone.name().to_owned(),
        complete,
        unasked_messages: !unwanted,
        reflections: written.shown.into_iter().map(Into::into).collect(),
        commitments: commitments.into_iter().map(Into::into).collect(),
        quiz_rounds: quiz.latest.into_iter().map(Into::into).collect(),
        balances: balances.into_iter().map(Into::into).collect(),
        thanks_given: thanks.latest_given.into_iter().map(Into::into).collect(),
        thanks_got: thanks.latest_got.into_iter().map(Into::into).collect(),
        suggestions: suggestions.into_iter().map(Into::into).collect(),
    };
    let (bytes, complete) = fitted(export, MOST_FILE_BYTES);
    let file = File::new("clarion-me.json", bytes, me::EXPORT_DESCRIPTION);
    Ok(Answer::private(Card::text(me::exported(complete)).file(file)))
}

/// The document's bytes, without the oldest of the longest list until they are few enough; and whether all is in it.
fn fitted(mut export: Export, most: usize) -> (Vec<u8>, bool) {
    loop {
        // A document of texts and lists serialises.
        let mut bytes = serde_json::to_vec_pretty(&export).unwrap_or_default();
        bytes.push(b'\n');
        let lengths = export.lengths();
        let longest = lengths.into_iter().max().unwrap_or(0);
        if bytes.len() <= most || longest == 0 {
            return (bytes, export.complete);
        }
        export.complete = false;
        let at = lengths.into_iter().position(|length| length == longest);
        export.shorten(at.unwrap_or(0), longest - longest / 8 - 1);
    }
}

impl Export {
    /// How long each list is.
    fn lengths(&self) -> [usize; 7] {
        [
            self.reflections.len(),
            self.commitments.len(),
            self.thanks_given.len(),
            self.thanks_got.len(),
            self.quiz_rounds.len(),
            self.balances.len(),
            self.suggestions.len(),
        ]
    }

    /// Leaves the oldest of one of them out, by its place in [`Export::lengths`].
    fn shorten(&mut self, list: usize, to: usize) {
        match list {
            0 => self.reflections.truncate(to),
            1 => self.commitments.truncate(to),
            2 => self.thanks_given.truncate(to),
            3 => self.thanks_got.truncate(to),
            4 => self.quiz_rounds.truncate(to),
            5 => self.balances.truncate(to),
            _ => self.suggestions.truncate(to),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn reflection(n: u32) -> ExportedReflection {
        ExportedReflection {
            written_at: String::new(),
            date: String::new(),
            changed_at: None,
            prompt: String::new(),
            title: None,
            words: format!("{n} {}", "\u{1f642}".repeat(1_400)),
            shared_in: None,
            shared_as: None,
        }
    }

    fn nothing() -> Export {
        Export {
            format: "clarion-me",
            version: VERSION,
            exported_at: String::new(),
            server: String::new(),
            person: String::new(),
            time_zone: String::new(),
            complete: true,
            unasked_messages: true,
            reflections: Vec::new(),
            commitments: Vec::new(),
            quiz_rounds: Vec::new(),
            balances: Vec::new(),
            thanks_given: Vec::new(),
            thanks_got: Vec::new(),
            suggestions: Vec::new(),
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out_from_its_old_end_and_said_so() {
        let all = || Export { reflections: (0..40).map(reflection).collect(), ..nothing() };
        let (bytes, complete) = fitted(all(), MOST_FILE_BYTES);
        assert!(complete && bytes.len() > 200_000);
        let (bytes, complete) = fitted(all(), 100_000);
        assert!(!complete && bytes.len() <= 100_000 && bytes.len() > 70_000, "{}", bytes.len());
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read["complete"], false);
        assert!(read["reflections"][0]["words"].as_str().unwrap().starts_with("0 "));
    }

    #[test]
    fn every_list_can_be_shortened_by_its_own_place() {
        let mut export = nothing();
        let text = String::new;
        let round = || ExportedQuizRound { date: text(), said_managing: 0, said_leading: 0, said_both: 0, agreed: 0 };
        let thanks = || ExportedThanks {
            given_at: text(),
            date: text(),
            channel: text(),
            from: None,
            to: Vec::new(),
            words: None,
            stirred: None,
        };
        let commitment = || ExportedCommitment {
            made_at: text(),
            prompt: None,
            words: text(),
            ask_on: None,
            ask_where: "nowhere",
            outcome: None,
            settled_at: None,
        };
        let suggestion = || ExportedSuggestion {
            suggested_at: text(),
            title: text(),
            question: text(),
            step: text(),
            minutes: 1,
            in_deck: false,
            state: "waits",
            said: None,
            hears: false,
        };
        export.reflections = (0..2).map(reflection).collect();
        export.commitments = (0..3).map(|_| commitment()).collect();
        export.thanks_given = (0..4).map(|_| thanks()).collect();
        export.thanks_got = (0..5).map(|_| thanks()).collect();
        export.quiz_rounds = (0..6).map(|_| round()).collect();
        export.balances = (0..7).map(|_| ExportedBalance { date: text(), leans: BTreeMap::new() }).collect();
        export.suggestions = (0..8).map(|_| suggestion()).collect();
        let mut lengths = export.lengths();
        assert_eq!(lengths, [2, 3, 4, 5, 6, 7, 8]);
        for list in 0..lengths.len() {
            export.shorten(list, 1);
            lengths[list] = 1;
            assert_eq!(export.lengths(), lengths);
        }
        // Whatever is long, the file is as small as it has to be.
        export.quiz_rounds = (0..2_000).map(|_| round()).collect();
        let (bytes, complete) = fitted(export, 10_000);
        assert!(!complete && bytes.len() <= 10_000 && bytes.len() > 7_000, "{}", bytes.len());
    }
}
