//! Giving: counted once an interaction, within the day's allowance, past whoever takes nothing, and owed its announcement,
//! all in one transaction.
//!
//! Nothing about a day or a pair is kept beside the rows: the allowance and the rest are read from `recognition_receiver`
//! where they are used, so what is taken back frees the day that it was given on by itself. Two gives at once cannot both
//! pass: each transaction reads what it uses up, alone in the file on SQLite and serializable on PostgreSQL.

use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::gave_weeks;
use super::guilds::ensure;
use super::people::{DaysOf, known, named as seen_as, takes_part};
use super::recognition_options::{RecognitionOptions, options};
use super::recognitions::{STANDS, count_day, counts, tells_strengths};
use super::reversals::current;
use super::rows::{date, id, instant, plain};
use super::strength_totals;
use super::{Claim, Id, NewOccurrence, OccurrenceKey, Store, StoreError};
use crate::recognition::{CHANGEABLE_FOR, Skipped, Way, WhySkipped};

/// A recognition to give. [`crate::recognition::check`] has seen it.
#[derive(Clone, Debug)]
pub struct NewRecognition {
    /// The interaction that gives it: it is counted once an interaction.
    pub interaction: InteractionId,
    /// The server.
    pub guild: GuildId,
    /// Where it is announced.
    pub channel: ChannelId,
    /// Who gives.
    pub giver: UserId,
    /// To whom, each once.
    pub receivers: Vec<UserId>,
    /// What for.
    pub words: String,
    /// What it stirs, where that was said.
    pub way: Option<Way>,
    /// The message that it is about, where there is one.
    pub about: Option<(ChannelId, MessageId)>,
    /// For the receivers alone: nothing is announced.
    pub quiet: bool,
    /// What it names in them, each once, in the order in which it was said.
    pub strengths: Vec<String>,
    /// By which names Discord shows them, the giver and the receivers, as far as the interaction tells.
    pub names: Vec<(UserId, String)>,
    /// When.
    pub at: Timestamp,
    /// The date in the server's calendar.
    pub local_date: Date,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Given {
    /// It counts.
    Counted(Box<Counted>),
    /// This interaction was counted before. Nothing was written.
    Already {
        /// The recognition that it gave.
        recognition: Id,
    },
    /// The server's rules or the people themselves stand in the way. Nothing was counted.
    Refused(Refused),
}

/// A recognition that counts.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The recognition.
    pub recognition: Id,
    /// To whom it counts, in the order in which they were named.
    pub receivers: Vec<UserId>,
    /// Those of them whom the announcement names: none, and there is no announcement.
    pub announced_to: Vec<UserId>,
    /// The right to announce it. Answer the interaction publicly and say [`Store::posted`], or give the claim back with
    /// [`Store::put_back`] at once, and the posting engine sends it as a message of its own. It counts as tried by answer
    /// from the start.
    pub announcement: Option<Claim>,
    /// Who was named and is left out.
    pub skipped: Vec<Skipped>,
    /// How many people more its giver can thank today; `None` where that has no end.
    pub left: Option<u32>,
}

/// Why nothing was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The giver is paused: neither gives nor gets.
    GiverPaused,
    /// Everybody who was named is left out.
    Nobody {
        /// Why.
        skipped: Vec<Skipped>,
    },
    /// More people than are left of the day's allowance.
    Allowance {
        /// To how many people a day somebody may give here.
        allowance: u32,
        /// How many of them are left today.
        left: u32,
        /// How many it was for.
        asked: u32,
    },
}

/// What became of [`Store::name_strengths`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrengthsNamed {
    /// They are kept.
    Kept,
    /// Somebody else gave it.
    NotTheirs,
    /// It was given more than [`CHANGEABLE_FOR`] ago.
    TooLate,
    /// There is no such recognition in this server, or it was taken back.
    Gone,
}

/// Somebody who was named, as far as they have a row.
#[derive(sqlx::FromRow)]
struct Named {
    paused_at: Option<i64>,
    never_announce: i64,
    declined: i64,
    last_given: Option<i64>,
}

impl Store {
    /// Counts a recognition and makes its announcement, in one transaction. The caller holds the announcement for
    /// `lease`.
    ///
    /// # Errors
    /// Where the store fails; nothing is counted then.
    pub async fn give(&self, new: &NewRecognition, lease: Duration) -> Result<Given, StoreError> {
        // What this very call has done: its commit may have worked without an answer.
        let mut done: Option<Counted> = None;
        in_transaction!(self.shared, |connection| {
            let before: Option<i64> = sqlx::query_scalar("SELECT id FROM recognition WHERE interaction_id = $1")
                .bind(new.interaction.get().cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
            if let Some(before) = before {
                let recognition = id(before)?;
                return Ok(match done.clone().filter(|ours| ours.recognition == recognition) {
                    Some(ours) => Given::Counted(Box::new(ours)),
                    None => Given::Already { recognition },
                });
            }
            ensure(connection, new.guild, new.at).await?;
            let options = options(connection, new.guild).await?;
            let (open, left) = match within_rules(connection, new, &options).await? {
                Ok(passed) => passed,
                Err(refused) => return Ok(Given::Refused(refused)),
            };
            let counted = self.count(connection, new, open, left, lease).await?;
            done = Some(counted.clone());
            Ok(Given::Counted(Box::new(counted)))
        })
    }

    /// Writes it down for those who take it, with the announcement for those who want theirs announced.
    async fn count(
        &self,
        connection: &mut AnyConnection,
        new: &NewRecognition,
        open: Open,
        left: Option<u32>,
        lease: Duration,
    ) -> Result<Counted, Fault> {
        let recognition = self.insert_recognition(connection, new, &open).await?;
        let announcement = match open.announced_to.is_empty() {
            true => None,
            false => {
                let key = OccurrenceKey::Announcement { recognition };
                let owed = NewOccurrence { key, guild: new.guild, channel: new.channel, due_at: new.at };
                Some(self.owe_by_answer(connection, &owed, new.at, lease).await?)
            }
        };
        let Open { receivers, announced_to, skipped } = open;
        let alone: Vec<UserId> = receivers.iter().filter(|user| !announced_to.contains(user)).copied().collect();
        self.owe_private_thanks(connection, (new.guild, recognition), &alone, new.at).await?;
        Ok(Counted { recognition, receivers, announced_to, announcement, skipped, left })
    }

    async fn insert_recognition(
        &self,
        connection: &mut AnyConnection,
        new: &NewRecognition,
        open: &Open,
    ) -> Result<Id, Fault> {
        let giver = self.person(connection, new.guild, new.giver, new.at).await?;
        takes_part(connection, giver, true, new.at).await?;
        let shown = |user: UserId| new.names.iter().find(|(named, _)| *named == user).map(|(_, name)| name.as_str());
        if let Some(name) = shown(new.giver) {
            seen_as(connection, giver, name).await?;
        }
        let recognition = self.shared.ids.next(new.at);
        sqlx::query(
            "INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date, way, \
             about_channel_id, about_message_id, quiet) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(recognition.get())
        .bind(new.guild.get().cast_signed())
        .bind(new.interaction.get().cast_signed())
        .bind(giver.get())
        .bind(new.channel.get().cast_signed())
        .bind(new.at.as_millisecond())
        .bind(new.local_date.to_string())
        .bind(new.way.map(Way::id))
        .bind(new.about.map(|(channel, _)| channel.get().cast_signed()))
        .bind(new.about.map(|(_, message)| message.get().cast_signed()))
        .bind(i64::from(new.quiet))
        .execute(&mut *connection)
        .await?;
        for (place, receiver) in (0_i64..).zip(&open.receivers) {
            let (user, receiver) = (*receiver, self.person(connection, new.guild, *receiver, new.at).await?);
            takes_part(connection, receiver, false, new.at).await?;
            if let Some(name) = shown(user) {
                seen_as(connection, receiver, name).await?;
            }
            // Whoever wants nothing announced today got this one for themselves, whatever they want tomorrow.
            let hidden = !new.quiet && !open.announced_to.contains(&user);
            sqlx::query(
                "INSERT INTO recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, \
                 counts, hidden) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
            )
            .bind(recognition.get())
            .bind(receiver.get())
            .bind(place)
            .bind(giver.get())
            .bind(new.local_date.to_string())
            .bind(new.at.as_millisecond())
            .bind(i64::from(hidden))
            .execute(&mut *connection)
            .await?;
        }
        DaysOf::Recognition(recognition.get()).anew(connection).await?;
        gave_weeks::note(connection, [(giver.get(), vec![new.local_date])].into(), true).await?;
        count_day(connection, new.guild, new.local_date, "", 1).await?;
        name(connection, new.guild, recognition.get(), (new.local_date, !new.quiet), &new.strengths).await?;
        strength_totals::put_in(connection, recognition.get()).await?;
        sqlx::query("INSERT INTO recognition_words (recognition_id, words) VALUES ($1, $2)")
            .bind(recognition.get())
            .bind(plain(&new.words))
            .execute(connection)
            .await?;
        Ok(recognition)
    }

    /// Says what a recognition names in its receivers, in place of what it named before. Only its giver can, for as long as
    /// it can be changed.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn name_strengths(
        &self,
        guild: GuildId,
        recognition: Id,
        giver: UserId,
        strengths: &[String],
        now: Timestamp,
    ) -> Result<StrengthsNamed, StoreError> {
        in_transaction!(self.shared, |connection| {
            // Its words may have been changed since the question was put.
            let Some(recognition) = current(connection, guild, recognition).await?.map(|today| today.id) else {
                return Ok(StrengthsNamed::Gone);
            };
            let row: Option<(Option<i64>, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                "SELECT p.user_id, r.given_at, r.local_date FROM recognition r JOIN person p ON p.id = r.giver \
                 WHERE r.id = $1 AND r.guild_id = $2 AND {STANDS}"
            )))
            .bind(recognition)
            .bind(guild.get().cast_signed())
            .fetch_optional(&mut *connection)
            .await?;
            let Some((by, given_at, local_date)) = row else { return Ok(StrengthsNamed::Gone) };
            if by != Some(giver.get().cast_signed()) {
                return Ok(StrengthsNamed::NotTheirs);
            }
            if now.duration_since(instant(given_at)?) >= SignedDuration::try_from(CHANGEABLE_FOR).unwrap_or_default() {
                return Ok(StrengthsNamed::TooLate);
            }
            let local_date = date(&local_date)?;
            let counted = counts(connection, recognition).await? && tells_strengths(connection, recognition).await?;
            if counted {
                for before in strengths_of(connection, recognition).await? {
                    count_day(connection, guild, local_date, &before, -1).await?;
                }
            }
            strength_totals::take_out(connection, recognition).await?;
            sqlx::query("DELETE FROM recognition_strength WHERE recognition_id = $1")
                .bind(recognition)
                .execute(&mut *connection)
                .await?;
            name(connection, guild, recognition, (local_date, counted), strengths).await?;
            strength_totals::put_in(connection, recognition).await?;
            Ok(StrengthsNamed::Kept)
        })
    }
}

/// Who of those named takes it.
struct Open {
    receivers: Vec<UserId>,
    announced_to: Vec<UserId>,
    skipped: Vec<Skipped>,
}

/// Who takes it, and what is left of the day's allowance then; or why nothing is counted.
async fn within_rules(
    connection: &mut AnyConnection,
    new: &NewRecognition,
    options: &RecognitionOptions,
) -> Result<Result<(Open, Option<u32>), Refused>, Fault> {
    // Somebody without a row gave to nobody yet.
    let giver = known(connection, new.guild, new.giver).await?.unwrap_or_default();
    let paused: Option<i64> = sqlx::query_scalar("SELECT id FROM person WHERE id = $1 AND paused_at IS NOT NULL")
        .bind(giver)
        .fetch_optional(&mut *connection)
        .await?;
    if paused.is_some() {
        return Ok(Err(Refused::GiverPaused));
    }
    let mut open = Open { receivers: Vec::new(), announced_to: Vec::new(), skipped: Vec::new() };
    for &user in &new.receivers {
        let named = named(connection, new, giver, user, options.rest_hours).await?;
        let rests_until = named.as_ref().and_then(|named| named.last_given).zip(options.rest_hours);
        let rests_until = rests_until.map(|(last, hours)| Ok::<_, Fault>(after(instant(last)?, hours))).transpose()?;
        let skip = |why| Skipped { user, why };
        match named {
            Some(Named { paused_at: Some(_), .. }) => open.skipped.push(skip(WhySkipped::NotTaking)),
            Some(Named { declined: 1.., .. }) => open.skipped.push(skip(WhySkipped::NotTaking)),
            _ if rests_until.is_some_and(|until| until > new.at) => {
                let until = rests_until.unwrap_or(new.at);
                open.skipped.push(skip(WhySkipped::Resting { until }));
            }
            named => {
                open.receivers.push(user);
                if !new.quiet && named.is_none_or(|named| named.never_announce == 0) {
                    open.announced_to.push(user);
                }
            }
        }
    }
    if open.receivers.is_empty() {
        return Ok(Err(Refused::Nobody { skipped: open.skipped }));
    }
    let Some(allowance) = options.allowance else { return Ok(Ok((open, None))) };
    let used: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM recognition_receiver WHERE giver = $1 AND counts IN (1, 2) AND local_date = $2",
    )
    .bind(giver)
    .bind(new.local_date.to_string())
    .fetch_one(connection)
    .await?;
    let asked = u32::try_from(open.receivers.len()).unwrap_or(u32::MAX);
    let left = allowance.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX));
    Ok(match left.checked_sub(asked) {
        Some(left) => Ok((open, Some(left))),
        None => Err(Refused::Allowance { allowance, left, asked }),
    })
}

/// What is known of somebody who was named; `None` of somebody without a row.
async fn named(
    connection: &mut AnyConnection,
    new: &NewRecognition,
    giver: i64,
    user: UserId,
    rest_hours: Option<u32>,
) -> Result<Option<Named>, Fault> {
    // No day before this one lies within the rest, whatever calendar the server had meanwhile.
    let days = i64::from(rest_hours.unwrap_or_default() / 24) + 2;
    let since = new.local_date.saturating_sub(Span::new().try_days(days).unwrap_or_default());
    let named = sqlx::query_as(
        "SELECT p.paused_at, p.never_announce, \
         (SELECT COUNT(*) FROM declined_giver d WHERE d.person_id = p.id AND d.giver = $3) AS declined, \
         (SELECT MAX(x.given_at) FROM recognition_receiver x WHERE x.person_id = p.id AND x.counts IN (1, 2) \
          AND x.local_date >= $4 AND x.giver = $3) AS last_given \
         FROM person p WHERE p.guild_id = $1 AND p.user_id = $2",
    )
    .bind(new.guild.get().cast_signed())
    .bind(user.get().cast_signed())
    .bind(giver)
    .bind(since.to_string())
    .fetch_optional(connection)
    .await?;
    Ok(named)
}

fn after(instant: Timestamp, hours: u32) -> Timestamp {
    instant.checked_add(SignedDuration::from_hours(i64::from(hours))).unwrap_or(Timestamp::MAX)
}

/// Names these strengths, and counts them on the day where the recognition counts and is not quiet. None were named before.
pub(super) async fn name(
    connection: &mut AnyConnection,
    guild: GuildId,
    recognition: i64,
    (local_date, counted): (Date, bool),
    strengths: &[String],
) -> Result<(), Fault> {
    for (place, strength) in (0_i64..).zip(strengths) {
        let strength = plain(strength);
        sqlx::query("INSERT INTO recognition_strength (recognition_id, place, name) VALUES ($1, $2, $3)")
            .bind(recognition)
            .bind(place)
            .bind(&strength)
            .execute(&mut *connection)
            .await?;
        if counted {
            count_day(connection, guild, local_date, &strength, 1).await?;
        }
    }
    Ok(())
}

/// The strengths that a recognition names, in the order in which it was said.
pub(super) async fn strengths_of(connection: &mut AnyConnection, recognition: i64) -> Result<Vec<String>, Fault> {
    let names = sqlx::query_scalar("SELECT name FROM recognition_strength WHERE recognition_id = $1 ORDER BY place")
        .bind(recognition)
        .fetch_all(connection)
        .await?;
    Ok(names)
}
