//! Giving: counted once an interaction, within the rules of `giving_rules.rs`, and owed its announcement, all in one transaction.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::gave_weeks;
use super::giving_rules::{Open, Refused, within_rules};
use super::guilds::ensure;
use super::people::{DaysOf, named as seen_as, takes_part};
use super::recognition_options::options;
use super::recognition_strengths::name;
use super::recognitions::count_day;
use super::rows::{id, plain};
use super::strength_totals;
use super::{Claim, Id, NewOccurrence, OccurrenceKey, Store, StoreError};
use crate::recognition::{Skipped, Way};

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
}
