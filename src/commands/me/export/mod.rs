//! Everything of mine as a file: JSON, for people and for programs.
//!
//! A thing more that is kept takes a field of [`Export`]. What a field means never changes within a format's version.

mod document;
mod entries;
mod fitting;
#[cfg(test)]
mod tests;

use serenity::model::id::{GuildId, UserId};

use self::document::{Export, ExportedRecord};
use self::entries::ExportedQuizRound;
use self::fitting::fitted;
use jiff::Timestamp;

use super::super::{Answer, Asked, Commands, Trouble};
use crate::clock::Zone;
use crate::content::Library;
use crate::messages::{Card, File, MOST_FILE_BYTES, me};
use crate::store::{Store, StoreError, Where};

/// The format's version: a change of a field's meaning takes the next one, a new field does not.
const VERSION: u32 = 1;

/// How much there is in it at most.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Most {
    /// Bytes, in all.
    bytes: usize,
    /// Thank-yous each way, and rounds and balances.
    each: u32,
}

impl Most {
    /// What a message of Discord's carries.
    pub(in super::super) const IN_A_MESSAGE: Self = Self { bytes: MOST_FILE_BYTES, each: 2_000 };
    /// All there is.
    pub(in super::super) const ALL: Self = Self { bytes: usize::MAX, each: i32::MAX.unsigned_abs() };
}

/// What a copy is made from.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Source<'a> {
    pub(in super::super) store: &'a Store,
    pub(in super::super) library: &'a Library,
    pub(in super::super) now: Timestamp,
}

impl<'a> Source<'a> {
    pub(in super::super) fn of(commands: &'a Commands) -> Self {
        Self { store: &commands.store, library: &commands.library, now: commands.clock.now() }
    }
}

/// The file, for the eyes of whoever asked.
pub(super) async fn export(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let source = Source::of(commands);
    let (bytes, complete) = documents(source, &[asked.guild], asked.user, false, Most::IN_A_MESSAGE).await?;
    let file = File::new("clarion-me.json", bytes, me::EXPORT_DESCRIPTION);
    Ok(Answer::private(Card::text(me::exported(complete)).file(file)))
}

/// Somebody's documents of these servers as one file, of one server alone or as a list; and whether all is in it.
pub(in super::super) async fn documents(
    source: Source<'_>,
    servers: &[GuildId],
    user: UserId,
    as_list: bool,
    most: Most,
) -> Result<(Vec<u8>, bool), StoreError> {
    let mut all = Vec::with_capacity(servers.len());
    let bytes_each = most.bytes / servers.len().max(1);
    let mut complete = true;
    for guild in servers {
        let export = document(source, *guild, user, most.each).await?;
        // The list indents what is in it.
        let (bytes, whole) = fitted(export, if as_list { bytes_each / 2 } else { bytes_each });
        complete &= whole;
        all.push(bytes);
    }
    if !as_list {
        return Ok((all.pop().unwrap_or_default(), complete));
    }
    // Each was written as JSON a moment ago.
    let servers: Vec<serde_json::Value> = all.iter().filter_map(|bytes| serde_json::from_slice(bytes).ok()).collect();
    let complete = complete && servers.len() == all.len();
    let list = serde_json::json!({ "format": "clarion-privacy", "version": VERSION, "servers": servers });
    let mut bytes = serde_json::to_vec_pretty(&list).unwrap_or_default();
    bytes.push(b'\n');
    Ok((bytes, complete))
}

/// What is kept of somebody in a server.
async fn document(source: Source<'_>, guild: GuildId, user: UserId, most: u32) -> Result<Export, StoreError> {
    let Source { store, library, now } = source;
    let zone = store.guild(guild).await?.map_or_else(Zone::utc, |guild| guild.zone);
    let written = store.reflections(guild, user, None, 0, usize::MAX).await?;
    let (given, got) = store.all_thanks(guild, user, most).await?;
    let kept = store.kept_of(user, Where::Server(guild)).await?;
    let unwanted = store.wants_no_contact(user).await?;
    let commitments = store.commitments(guild, user, most, 0).await?;
    let quiz = store.quiz_history(guild, user, most).await?;
    let balances = store.balances(guild, user, 0, most).await?;
    let (_, all_commitments) = store.count_commitments(guild, user).await?;
    let all_balances = store.balance_count(guild, user).await?;
    let suggestions = store.suggestions_of(guild, user).await?;
    let counted = [
        (written.total.try_into().unwrap_or(i64::MAX), written.shown.len()),
        (all_commitments, commitments.len()),
        (quiz.rounds, quiz.latest.len()),
        (all_balances, balances.len()),
        (kept.given, given.len()),
        (kept.got, got.len()),
    ];
    let complete = counted.iter().all(|(all, some)| i64::try_from(*some).is_ok_and(|some| some >= *all));
    let record = store.record_of(guild, user).await?;
    let about = record.as_ref().map_or_else(ExportedRecord::default, ExportedRecord::from);
    let record = record.unwrap_or_default();
    Ok(Export {
        format: "clarion-me",
        version: VERSION,
        exported_at: now.to_string(),
        server: guild.to_string(),
        person: user.to_string(),
        time_zone: zone.name().to_owned(),
        complete,
        unasked_messages: !unwanted,
        last_written_to: store.last_contact(user).await?.map(|at| at.to_string()),
        reflections: written.shown.into_iter().map(Into::into).collect(),
        commitments: commitments.into_iter().map(Into::into).collect(),
        quiz_rounds: quiz.latest.into_iter().map(|one| ExportedQuizRound::new(one, library)).collect(),
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
