//! What people wrote about a prompt: each for its author alone, until its author shares it.
//!
//! Every question names the server and the person, and finds nothing that is not theirs there: another's reflection and
//! one that does not exist are the same nothing.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::erasing::owe_scrub;
use super::guilds::ensure;
use super::rows::{date, id, instant, plain, snowflake};
use super::search::Sought;
use super::{Claim, Id, NewOccurrence, OccurrenceKey, Store, StoreError, reason};

/// The most reflections that are kept for one person in a server: one a day for eight working years.
pub const MOST_REFLECTIONS: i64 = 2_000;

/// A reflection to keep.
#[derive(Clone, Debug)]
pub struct NewReflection {
    /// The form that brought it: it is kept once a form.
    pub interaction: InteractionId,
    /// The server.
    pub guild: GuildId,
    /// Who wrote it.
    pub author: UserId,
    /// The prompt's id.
    pub prompt: String,
    /// The prompt's title, where it is known.
    pub title: Option<String>,
    /// What was written, cleaned.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// The date in the server's calendar.
    pub local_date: Date,
}

/// A reflection as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reflection {
    /// Its id.
    pub id: Id,
    /// The prompt's id. It may be gone from the library.
    pub prompt: String,
    /// The prompt's title when it was written, where it was known.
    pub title: Option<String>,
    /// What was written.
    pub words: String,
    /// When.
    pub written_at: Timestamp,
    /// The date then, in the server's calendar.
    pub local_date: Date,
    /// When it was last changed.
    pub changed_at: Option<Timestamp>,
    /// Where it was shared, if it was.
    pub shared: Option<SharedIn>,
}

/// Where a reflection was shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedIn {
    /// The channel.
    pub channel: ChannelId,
    /// How far that has come.
    pub how: Sharing,
}

/// How far the sharing of a reflection has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// It is in the channel, as this message.
    There(MessageId),
    /// It is on its way.
    Coming,
    /// Discord refused it: it may be shared again.
    Refused,
    /// The bot was removed from the server before it was sent: it may be shared again.
    Dropped,
    /// Nobody knows whether it is there, or somebody deleted it right away.
    Unclear,
}

impl Sharing {
    /// Whether it is certainly not there, and was not asked for again.
    pub fn may_be_shared_again(self) -> bool {
        matches!(self, Self::Refused | Self::Dropped)
    }
}

/// What became of [`Store::keep_reflection`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is kept. The same form finds it again.
    As(Reflection),
    /// There are [`MOST_REFLECTIONS`] of that person already.
    Full,
}

/// What became of [`Store::share_reflection`].
#[derive(Clone, Debug)]
pub enum SharedReflection {
    /// Post it: answer the interaction publicly and say [`Store::posted`], or give the claim back with
    /// [`Store::put_back`], and the posting engine sends it as a message of its own.
    Now {
        /// What is shared.
        reflection: Reflection,
        /// The right to post it.
        claim: Box<Claim>,
    },
    /// It was shared before.
    Before(SharedIn),
    /// There is no such reflection of that person in this server.
    Gone,
}

/// What became of [`Store::change_reflection`] or [`Store::delete_reflection`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Altered {
    /// It is done. This is how it stands, or how it stood before it was deleted.
    Done(Reflection),
    /// It is on its way to a channel ([`Sharing::Coming`]), and stays as it is: nobody knows yet which words others read
    /// there, or what is to be taken down.
    Coming,
    /// There is no such reflection of that person in this server.
    Gone,
}

impl Reflection {
    fn is_coming(&self) -> bool {
        self.shared.is_some_and(|shared| shared.how == Sharing::Coming)
    }
}

/// Some of somebody's reflections, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reflections {
    /// How many there are in all, of those that were asked for.
    pub total: usize,
    /// Which screen this is, from 0: the last one where a later one was asked for.
    pub screen: usize,
    /// The last screen.
    pub last: usize,
    /// Those of this screen.
    pub shown: Vec<Reflection>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    prompt: String,
    title: Option<String>,
    words: String,
    written_at: i64,
    local_date: String,
    changed_at: Option<i64>,
    channel_id: Option<i64>,
    state: Option<String>,
    message_id: Option<i64>,
    reason: Option<String>,
}

impl Row {
    /// `tail` begins with what is asked besides `p.guild_id = $1 AND p.user_id = $2`.
    fn select(tail: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!(
            "SELECT r.id, r.prompt, r.title, r.words, r.written_at, r.local_date, r.changed_at, o.channel_id, o.state, \
             o.message_id, o.reason FROM reflection r JOIN person p ON p.id = r.person_id \
             LEFT JOIN occurrence o ON o.kind = 'reflection' AND o.subject = r.id AND o.due_key = 'once' \
             WHERE p.guild_id = $1 AND p.user_id = $2 {tail}"
        ))
    }

    fn read(self) -> Result<Reflection, StoreError> {
        let shared = match (self.channel_id, self.state) {
            (Some(channel), Some(state)) => {
                let how = match (state.as_str(), self.message_id) {
                    ("posted", Some(message)) => Sharing::There(snowflake(message)?),
                    ("due" | "claimed", _) => Sharing::Coming,
                    ("failed", _) => Sharing::Refused,
                    ("skipped", _) if self.reason.as_deref() == Some(reason::LEFT) => Sharing::Dropped,
                    _ => Sharing::Unclear,
                };
                Some(SharedIn { channel: snowflake(channel)?, how })
            }
            _ => None,
        };
        Ok(Reflection {
            id: id(self.id)?,
            prompt: self.prompt,
            title: self.title,
            words: self.words,
            written_at: instant(self.written_at)?,
            local_date: date(&self.local_date)?,
            changed_at: self.changed_at.map(instant).transpose()?,
            shared,
        })
    }
}

/// One of somebody's reflections.
async fn theirs(
    connection: &mut AnyConnection,
    guild: GuildId,
    author: UserId,
    reflection: Id,
) -> Result<Option<Reflection>, Fault> {
    let row: Option<Row> = sqlx::query_as(Row::select("AND r.id = $3"))
        .bind(guild.get().cast_signed())
        .bind(author.get().cast_signed())
        .bind(reflection.get())
        .fetch_optional(connection)
        .await?;
    Ok(row.map(Row::read).transpose()?)
}

impl Store {
    /// Keeps a reflection, once a form.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn keep_reflection(&self, new: &NewReflection) -> Result<Kept, StoreError> {
        in_transaction!(self.shared, |connection| {
            let before: Option<i64> = sqlx::query_scalar("SELECT id FROM reflection WHERE interaction_id = $1")
                .bind(new.interaction.get().cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
            let kept = match before {
                Some(before) => id(before)?,
                None => {
                    ensure(connection, new.guild, new.at).await?;
                    let person = self.person(connection, new.guild, new.author, new.at).await?;
                    let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM reflection WHERE person_id = $1")
                        .bind(person.get())
                        .fetch_one(&mut *connection)
                        .await?;
                    if there >= MOST_REFLECTIONS {
                        return Ok(Kept::Full);
                    }
                    self.insert_reflection(connection, new, person).await?
                }
            };
            let kept = theirs(connection, new.guild, new.author, kept).await?;
            kept.map(Kept::As)
                .ok_or_else(|| StoreError::Damaged("a form has brought another's words".to_owned()).into())
        })
    }

    async fn insert_reflection(
        &self,
        connection: &mut AnyConnection,
        new: &NewReflection,
        person: Id,
    ) -> Result<Id, Fault> {
        let reflection = self.shared.ids.next(new.at);
        sqlx::query(
            "INSERT INTO reflection (id, guild_id, person_id, interaction_id, prompt, title, words, written_at, \
             local_date) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(reflection.get())
        .bind(new.guild.get().cast_signed())
        .bind(person.get())
        .bind(new.interaction.get().cast_signed())
        .bind(plain(&new.prompt))
        .bind(new.title.as_deref().map(plain))
        .bind(plain(&new.words))
        .bind(new.at.as_millisecond())
        .bind(new.local_date.to_string())
        .execute(connection)
        .await?;
        Ok(reflection)
    }

    /// One of somebody's reflections. `None` where there is none with that id that is theirs, in that server.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn reflection(
        &self,
        guild: GuildId,
        author: UserId,
        reflection: Id,
    ) -> Result<Option<Reflection>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(theirs(&mut connection, guild, author, reflection).await?)
    }

    /// Somebody's reflections, the latest first: those whose words or title hold `search`, whatever is written large or
    /// small, or all. `a_screen` of them at a time.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn reflections(
        &self,
        guild: GuildId,
        author: UserId,
        search: Option<&str>,
        screen: usize,
        a_screen: usize,
    ) -> Result<Reflections, StoreError> {
        // All of one person's are at most some megabytes, and a page of them is asked for by hand.
        let rows: Vec<Row> = sqlx::query_as(Row::select("ORDER BY r.written_at DESC, r.id DESC"))
            .bind(guild.get().cast_signed())
            .bind(author.get().cast_signed())
            .fetch_all(&self.shared.pool)
            .await?;
        let sought = search.map(Sought::new);
        let holds = |row: &Row| {
            sought.as_ref().is_none_or(|sought| {
                sought.is_in(&row.words) || row.title.as_deref().is_some_and(|title| sought.is_in(title))
            })
        };
        let found: Vec<Row> = rows.into_iter().filter(holds).collect();
        let (total, a_screen) = (found.len(), a_screen.max(1));
        let last = total.div_ceil(a_screen).saturating_sub(1);
        let screen = screen.min(last);
        let shown = found.into_iter().skip(screen * a_screen).take(a_screen).map(Row::read);
        Ok(Reflections { total, screen, last, shown: shown.collect::<Result<_, _>>()? })
    }

    /// Gives a reflection other words, unless it is on its way to a channel. The files are to be scrubbed of those before
    /// then ([`Store::scrub`]).
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn change_reflection(
        &self,
        guild: GuildId,
        author: UserId,
        reflection: Id,
        words: &str,
        now: Timestamp,
    ) -> Result<Altered, StoreError> {
        in_transaction!(self.shared, |connection| {
            match theirs(connection, guild, author, reflection).await? {
                None => return Ok(Altered::Gone),
                Some(found) if found.is_coming() => return Ok(Altered::Coming),
                Some(_) => {}
            }
            // What came later is later, whatever another process's clock said when it was shared, or this one's before it was
            // set back: else the channel would be shown words that were written for nobody else.
            sqlx::query(
                "UPDATE reflection SET words = $1, changed_at = (SELECT COALESCE(MAX(CASE WHEN o.due_at > $2 THEN o.due_at END), \
                 $2) FROM occurrence o WHERE o.kind = 'reflection' AND o.subject = $3) WHERE id = $3",
            )
            .bind(plain(words))
            .bind(now.as_millisecond())
            .bind(reflection.get())
            .execute(&mut *connection)
            .await?;
            owe_scrub(&self.shared, connection).await?;
            Ok(theirs(connection, guild, author, reflection).await?.map_or(Altered::Gone, Altered::Done))
        })
    }

    /// Deletes a reflection, and says what it was, unless it is on its way to a channel. What was shared of it before is no
    /// business of this one. The files are to be scrubbed then ([`Store::scrub`]).
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn delete_reflection(
        &self,
        guild: GuildId,
        author: UserId,
        reflection: Id,
    ) -> Result<Altered, StoreError> {
        // What this very call has deleted: its commit may have worked without an answer.
        let mut done: Option<Reflection> = None;
        in_transaction!(self.shared, |connection| {
            let Some(found) = theirs(connection, guild, author, reflection).await? else {
                return Ok(done.take().map_or(Altered::Gone, Altered::Done));
            };
            if found.is_coming() {
                return Ok(Altered::Coming);
            }
            sqlx::query("DELETE FROM reflection WHERE id = $1")
                .bind(reflection.get())
                .execute(&mut *connection)
                .await?;
            owe_scrub(&self.shared, connection).await?;
            done = Some(found.clone());
            Ok(Altered::Done(found))
        })
    }

    /// Owes the channel somebody's reflection, once. The caller holds the post for `lease`. One that Discord refused may
    /// be shared again, elsewhere too.
    ///
    /// # Errors
    /// Where the store fails; nothing is shared then.
    pub async fn share_reflection(
        &self,
        guild: GuildId,
        author: UserId,
        reflection: Id,
        channel: ChannelId,
        now: Timestamp,
        lease: Duration,
    ) -> Result<SharedReflection, StoreError> {
        // What this very call has done: its commit may have worked without an answer.
        let mut done: Option<Box<Claim>> = None;
        in_transaction!(self.shared, |connection| {
            let Some(found) = theirs(connection, guild, author, reflection).await? else {
                return Ok(SharedReflection::Gone);
            };
            let owed = NewOccurrence { key: OccurrenceKey::Reflection { reflection }, guild, channel, due_at: now };
            let before: Option<(i64, Option<i64>)> = sqlx::query_as(
                "SELECT id, claim FROM occurrence WHERE kind = 'reflection' AND subject = $1 AND due_key = 'once'",
            )
            .bind(reflection.get())
            .fetch_optional(&mut *connection)
            .await?;
            let claim = match (before, found.shared) {
                (Some((_, held)), Some(shared)) if !shared.how.may_be_shared_again() => {
                    return Ok(match done.take().filter(|claim| Some(claim.token) == held) {
                        Some(claim) => SharedReflection::Now { reflection: found, claim },
                        None => SharedReflection::Before(shared),
                    });
                }
                (Some((before, _)), _) => self.hold_by_answer(connection, id(before)?, &owed, now, lease).await?,
                (None, _) => self.owe_by_answer(connection, &owed, now, lease).await?,
            };
            // By whichever clock they were changed, these are the words that the channel reads.
            sqlx::query("UPDATE reflection SET changed_at = $1 - 1 WHERE id = $2 AND changed_at >= $1")
                .bind(now.as_millisecond())
                .bind(reflection.get())
                .execute(&mut *connection)
                .await?;
            let claim = Box::new(claim);
            done = Some(claim.clone());
            Ok(SharedReflection::Now { reflection: found, claim })
        })
    }

    /// A reflection that its author shared, and its author: for the post itself. `None` where it was deleted since.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn shared_reflection(&self, reflection: Id) -> Result<Option<(UserId, Reflection)>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let whose: Option<(i64, i64)> = sqlx::query_as(
            "SELECT p.guild_id, p.user_id FROM reflection r JOIN person p ON p.id = r.person_id \
             WHERE r.id = $1 AND p.user_id IS NOT NULL",
        )
        .bind(reflection.get())
        .fetch_optional(&mut *connection)
        .await?;
        let Some((guild, author)) = whose else { return Ok(None) };
        let (guild, author) = (snowflake(guild)?, snowflake(author)?);
        let found = theirs(&mut connection, guild, author, reflection).await?;
        Ok(found.map(|found| (author, found)))
    }
}
