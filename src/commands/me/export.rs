//! Everything of mine as a file: JSON, for people and for programs.
//!
//! A thing more that is kept takes a field of [`Export`]. What a field means never changes within a format's version.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serenity::model::id::{GuildId, UserId};

use super::super::{Answer, Asked, Commands, Trouble};
use crate::clock::Zone;
use crate::messages::{Card, File, MOST_FILE_BYTES, me, replies};
use crate::recognition::Way;
use crate::store::{
    Balance, CheckInPlace, Commitment, Decision, Outcome, OwnReport, OwnReversal, OwnSuggestion, QuizRound,
    Recognition, Record, Reflection, Sharing, Where,
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
    reports: Vec<ExportedReport>,
    /// The recognitions that they took back, changed or removed.
    ended: Vec<ExportedReversal>,
    /// From whom they take no recognition.
    takes_none_from: Vec<String>,
    /// The schedules that they made; `None` for one that was removed.
    schedules_made: Vec<Option<String>>,
    about: ExportedRecord,
}

/// What is kept of somebody besides; everything is empty where nobody knows them.
#[derive(Debug, Default, Serialize)]
struct ExportedRecord {
    known: bool,
    name: Option<String>,
    /// `took-part`, `joined`, `picked` or `role`; `None` where they are not on the roster.
    roster: Option<String>,
    roster_since: Option<String>,
    roster_left_at: Option<String>,
    /// The first and the last day on which they gave and got, of what stands.
    first_gave: Option<String>,
    last_gave: Option<String>,
    first_got: Option<String>,
    last_got: Option<String>,
    /// Since when they are not in the server, as far as is known, and when that was last looked at.
    left_at: Option<String>,
    looked_at: Option<String>,
    paused_since: Option<String>,
    never_announce: bool,
    strengths_hidden: bool,
    reminded_to_thank: bool,
    /// Whether they were the last to set the server up.
    set_up_server: bool,
    closed_reports: i64,
}

#[derive(Debug, Serialize)]
struct ExportedReport {
    recognition: String,
    reported_at: String,
    words: Option<String>,
    closed_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct ExportedReversal {
    recognition: String,
    at: String,
    /// `undone`, `amended` or `voided`.
    how: String,
    reason: Option<String>,
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

impl From<&Record> for ExportedRecord {
    fn from(one: &Record) -> Self {
        let moment = |at: Option<Timestamp>| at.map(|at| at.to_string());
        Self {
            known: true,
            name: one.name.clone(),
            roster: one.roster.clone(),
            roster_since: moment(one.roster_since),
            roster_left_at: moment(one.roster_left_at),
            first_gave: one.gave.map(|(first, _)| first.to_string()),
            last_gave: one.gave.map(|(_, last)| last.to_string()),
            first_got: one.got.map(|(first, _)| first.to_string()),
            last_got: one.got.map(|(_, last)| last.to_string()),
            left_at: moment(one.left_at),
            looked_at: moment(one.looked_at),
            paused_since: moment(one.paused_at),
            never_announce: one.never_announce,
            strengths_hidden: one.strengths_hidden,
            reminded_to_thank: one.nudge,
            set_up_server: one.set_up,
            closed_reports: one.closed_reports,
        }
    }
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
    /// What it names in them.
    strengths: Vec<String>,
    /// For the receivers alone.
    quiet: bool,
    /// Whom others may read of.
    announced_to: Vec<String>,
    /// The message that it is about, where there is one, and its channel.
    about_message: Option<String>,
    about_channel: Option<String>,
    /// Whether it was taken back, changed or removed, and counts nowhere.
    ended: bool,
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
            strengths: one.strengths,
            quiet: one.quiet,
            announced_to: one.announced_to.iter().map(ToString::to_string).collect(),
            about_message: one.about.map(|(_, message)| message.to_string()),
            about_channel: one.about.map(|(channel, _)| channel.to_string()),
            ended: one.undone,
        }
    }
}

/// The file, for the eyes of whoever asked.
pub(super) async fn export(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let (bytes, complete) = documents(commands, &[asked.guild], asked.user, false).await?;
    let file = File::new("clarion-me.json", bytes, me::EXPORT_DESCRIPTION);
    Ok(Answer::private(Card::text(me::exported(complete)).file(file)))
}

/// Somebody's documents of these servers as one file, of one server alone or as a list; and whether all is in it.
pub(in super::super) async fn documents(
    commands: &Commands,
    servers: &[GuildId],
    user: UserId,
    as_list: bool,
) -> Result<(Vec<u8>, bool), Trouble> {
    let mut all = Vec::with_capacity(servers.len());
    let most = MOST_FILE_BYTES / servers.len().max(1);
    let mut complete = true;
    for guild in servers {
        let export = document(commands, *guild, user).await?;
        // The list indents what is in it.
        let (bytes, whole) = fitted(export, if as_list { most / 2 } else { most });
        complete &= whole;
        all.push(bytes);
    }
    if !as_list {
        return Ok((all.pop().unwrap_or_default(), complete));
    }
    let all: Result<Vec<serde_json::Value>, _> = all.iter().map(|bytes| serde_json::from_slice(bytes)).collect();
    let servers = all.map_err(|_| Trouble::kind(replies::MISHAP))?;
    let list = serde_json::json!({ "format": "clarion-privacy", "version": VERSION, "servers": servers });
    let mut bytes = serde_json::to_vec_pretty(&list).unwrap_or_default();
    bytes.push(b'\n');
    Ok((bytes, complete))
}

/// What is kept of somebody in a server.
async fn document(commands: &Commands, guild: GuildId, user: UserId) -> Result<Export, Trouble> {
    let zone = commands.store.guild(guild).await?.map_or_else(Zone::utc, |guild| guild.zone);
    let written = commands.store.reflections(guild, user, None, 0, usize::MAX).await?;
    let (given, got) = commands.store.all_thanks(guild, user, MOST).await?;
    let kept = commands.store.kept_of(user, Where::Server(guild)).await?;
    let unwanted = commands.store.wants_no_contact(user).await?;
    let commitments = commands.store.commitments(guild, user, MOST, 0).await?;
    let quiz = commands.store.quiz_history(guild, user, MOST).await?;
    let balances = commands.store.balances(guild, user, 0, MOST).await?;
    let (_, all_commitments) = commands.store.count_commitments(guild, user).await?;
    let all_balances = commands.store.balance_count(guild, user).await?;
    let suggestions = commands.store.suggestions_of(guild, user).await?;
    let counted = [
        (written.total.try_into().unwrap_or(i64::MAX), written.shown.len()),
        (all_commitments, commitments.len()),
        (quiz.rounds, quiz.latest.len()),
        (all_balances, balances.len()),
        (kept.given, given.len()),
        (kept.got, got.len()),
    ];
    let complete = counted.iter().all(|(all, some)| i64::try_from(*some).is_ok_and(|some| some >= *all));
    let record = commands.store.record_of(guild, user).await?;
    let about = record.as_ref().map_or_else(ExportedRecord::default, ExportedRecord::from);
    let record = record.unwrap_or_default();
    Ok(Export {
        format: "clarion-me",
        version: VERSION,
        exported_at: commands.clock.now().to_string(),
        server: guild.to_string(),
        person: user.to_string(),
        time_zone: zone.name().to_owned(),
        complete,
        unasked_messages: !unwanted,
        reflections: written.shown.into_iter().map(Into::into).collect(),
        commitments: commitments.into_iter().map(Into::into).collect(),
        quiz_rounds: quiz.latest.into_iter().map(Into::into).collect(),
        balances: balances.into_iter().map(Into::into).collect(),
        thanks_given: given.into_iter().map(Into::into).collect(),
        thanks_got: got.into_iter().map(Into::into).collect(),
        suggestions: suggestions.into_iter().map(Into::into).collect(),
        reports: record.reports.into_iter().map(Into::into).collect(),
        ended: record.reversals.into_iter().map(Into::into).collect(),
        takes_none_from: record.declined.iter().map(ToString::to_string).collect(),
        schedules_made: record.schedules,
        about,
    })
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
    fn lengths(&self) -> [usize; 11] {
        [
            self.reflections.len(),
            self.commitments.len(),
            self.thanks_given.len(),
            self.thanks_got.len(),
            self.quiz_rounds.len(),
            self.balances.len(),
            self.suggestions.len(),
            self.reports.len(),
            self.ended.len(),
            self.takes_none_from.len(),
            self.schedules_made.len(),
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
            6 => self.suggestions.truncate(to),
            7 => self.reports.truncate(to),
            8 => self.ended.truncate(to),
            9 => self.takes_none_from.truncate(to),
            _ => self.schedules_made.truncate(to),
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
            reports: Vec::new(),
            ended: Vec::new(),
            takes_none_from: Vec::new(),
            schedules_made: Vec::new(),
            about: ExportedRecord::default(),
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
            strengths: Vec::new(),
            quiet: false,
            announced_to: Vec::new(),
            about_message: None,
            about_channel: None,
            ended: false,
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
        let report = || ExportedReport { recognition: text(), reported_at: text(), words: None, closed_at: None };
        let ended = || ExportedReversal { recognition: text(), at: text(), how: text(), reason: None };
        export.reports = (0..9).map(|_| report()).collect();
        export.ended = (0..10).map(|_| ended()).collect();
        export.takes_none_from = vec![text(); 11];
        export.schedules_made = vec![None; 12];
        let mut lengths = export.lengths();
        assert_eq!(lengths, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
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

    /// Where each column that points to a person is in the document; `None` where it tells of what another decided.
    const POINTING: [(&str, &str, Option<&str>); 16] = [
        ("schedule", "created_by", Some("schedules_made")),
        ("recognition", "giver", Some("thanks_given")),
        ("recognition_receiver", "person_id", Some("thanks_got")),
        ("recognition_receiver", "giver", Some("thanks_given")),
        ("reversal", "by_person", Some("ended")),
        ("reflection", "person_id", Some("reflections")),
        ("commitment", "person_id", Some("commitments")),
        ("contact", "person_id", Some("unasked_messages")),
        ("quiz_round", "person_id", Some("quiz_rounds")),
        ("balance", "person_id", Some("balances")),
        ("deck_prompt", "suggested_by", Some("suggestions")),
        ("declined_giver", "person_id", Some("takes_none_from")),
        ("declined_giver", "giver", None),
        ("report", "person_id", Some("reports")),
        ("report", "closed_by", Some("about")),
        ("guild", "set_up_by", Some("about")),
    ];

    /// A migration that adds a column of a person's is noticed here, and so is one that adds a column to `person`.
    #[test]
    fn no_column_that_points_to_a_person_is_missing() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
        let mut pointing = vec![("guild".to_owned(), "set_up_by".to_owned())];
        let mut of_person = Vec::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let mut table = String::new();
            for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
                let words: Vec<&str> = line.split_whitespace().collect();
                let column = match words.as_slice() {
                    ["CREATE", "TABLE", name, ..] => {
                        table = (*name).to_owned();
                        continue;
                    }
                    ["ALTER", "TABLE", name, "ADD", "COLUMN", column, ..] => {
                        table = (*name).to_owned();
                        if *name == "person" {
                            of_person.push((*column).to_owned());
                        }
                        column
                    }
                    [column, ..] => column,
                    [] => continue,
                };
                if line.contains("REFERENCES person (id)") {
                    pointing.push((table.clone(), (*column).to_owned()));
                }
            }
        }
        assert!(pointing.len() > 10, "the schema is not read any more");
        let document = serde_json::to_value(nothing()).unwrap();
        for (table, column) in &pointing {
            let known = POINTING.iter().find(|(of, name, _)| of == table && name == column);
            let (_, _, field) = known.unwrap_or_else(|| panic!("{table}.{column} is in no field of the export"));
            assert!(field.is_none_or(|field| !document[field].is_null()), "{table}.{column}: there is no such field");
        }
        let fields = document["about"].as_object().unwrap().len();
        // `known`, `set_up_server` and `closed_reports` are no columns of its own; `name_key` is the name once more.
        assert_eq!(fields, of_person.len() + 3 - 1, "a column of `person` is missing from `about`: {of_person:?}");
    }
}
