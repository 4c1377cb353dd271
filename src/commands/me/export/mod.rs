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
use super::super::{Answer, Asked, Commands, Trouble};
use crate::clock::Zone;
use crate::messages::{Card, File, MOST_FILE_BYTES, me, replies};
use crate::store::Where;

/// The format's version: a change of a field's meaning takes the next one, a new field does not.
const VERSION: u32 = 1;

/// How many thank-yous there are at most each way, and how many rounds and balances.
const MOST: u32 = 2_000;

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
        last_written_to: commands.store.last_contact(user).await?.map(|at| at.to_string()),
        reflections: written.shown.into_iter().map(Into::into).collect(),
        commitments: commitments.into_iter().map(Into::into).collect(),
        quiz_rounds: quiz.latest.into_iter().map(|one| ExportedQuizRound::new(one, &commands.library)).collect(),
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
