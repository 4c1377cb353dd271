//! What people want to try, in their own words: made once an interaction, theirs alone, settled or deleted by them.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::{Fault, in_transaction};
use super::erasing::owe_scrub;
use super::guilds::ensure;
use super::occurrence_rows::OccurrenceRow;
use super::rows::{date, id, instant, plain, snowflake, unreadable};
use super::search::Sought;
use super::{Id, NoticePlace, Occurrence, OccurrenceState, SharedIn, Sharing, Store, StoreError};

/// How many things somebody can have open in one server.
pub const MOST_OPEN: usize = 50;

/// Something to try.
#[derive(Clone, Debug)]
pub struct NewCommitment {
    /// The interaction that makes it: it is made once.
    pub interaction: InteractionId,
    /// The server.
    pub guild: GuildId,
    /// Whose it is.
    pub person: UserId,
    /// The prompt that it came from.
    pub prompt: Option<String>,
    /// The thread where it can be asked about.
    pub thread: Option<ChannelId>,
    /// What.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// What became of it.
// One at a time is looked at, and not kept.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It is kept, and nobody is asked about it yet.
    Made(Box<Commitment>),
    /// This interaction has made one before.
    Already,
    /// There are [`MOST_OPEN`] open ones.
    TooMany,
}

/// What became of [`Store::delete_commitment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitmentDeleted {
    /// It is deleted. This is what it was.
    Done(Box<Commitment>),
    /// The question about it is on its way to where others read it, or got there since it was looked: it stays.
    Coming,
    /// It is not theirs, or deleted.
    Gone,
}

/// Something to try, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Its id.
    pub id: Id,
    /// The server.
    pub guild: GuildId,
    /// Whose it is.
    pub person: UserId,
    /// The prompt that it came from.
    pub prompt: Option<String>,
    /// What.
    pub words: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The thread where it can be asked about.
    pub thread: Option<ChannelId>,
    /// The date on which it is asked about, in the server's calendar.
    pub check_on: Option<Date>,
    /// Where it is asked about.
    pub place: CheckInPlace,
    /// How it ended, and when; `None` while it is open.
    pub settled: Option<(Outcome, Timestamp)>,
    /// What became of the question about it on [`Commitment::check_on`].
    pub asked: Option<Occurrence>,
    /// Whether that question was tried: it may be there, whatever its state.
    pub tried: bool,
}

/// Where somebody is asked what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckInPlace {
    /// Not at all.
    #[default]
    Nowhere,
    /// In a private message.
    Direct,
    /// In the thread of the prompt that it came from.
    Thread,
}

/// How it ended. None of them is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Kept,
    /// It taught something.
    Learned,
    /// It is let go.
    LetGo,
}

impl CheckInPlace {
    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Nowhere => "nowhere",
            Self::Direct => "direct",
            Self::Thread => "thread",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        let known = [Self::Nowhere, Self::Direct, Self::Thread].into_iter().find(|place| place.written() == text);
        known.ok_or_else(|| unreadable("a place"))
    }
}

impl Outcome {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Kept, Self::Learned, Self::LetGo];

    /// Its name in rows and custom ids: `kept`, `learned`, `let-go`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Learned => "learned",
            Self::LetGo => "let-go",
        }
    }

    /// The one of that name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.id() == id)
    }
}

impl Commitment {
    /// Whether it was asked about, or is about to be: the date of the question is not to be changed any more.
    pub fn was_asked(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| match asked.state {
            OccurrenceState::Posted(_) | OccurrenceState::Claimed | OccurrenceState::Unknown => true,
            // Its answer was lost, and it is looked for.
            OccurrenceState::Due => self.tried,
            OccurrenceState::Skipped | OccurrenceState::Failed => false,
        })
    }

    /// Where the question about it stands for others to read, with the words: in a thread, if it was asked there.
    pub fn in_thread(&self) -> Option<SharedIn> {
        let asked = self.asked.as_ref().filter(|asked| NoticePlace::of(asked) == Some(NoticePlace::Thread))?;
        let how = match asked.state {
            OccurrenceState::Posted(message) => Sharing::There(message),
            OccurrenceState::Unknown => Sharing::Unclear,
            // One that is not tried yet never is, once this is deleted: its holder is told so.
            OccurrenceState::Due | OccurrenceState::Claimed if self.tried => Sharing::Coming,
            _ => return None,
        };
        Some(SharedIn { channel: asked.channel, how })
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct CommitmentRow {
    pub(super) id: i64,
    guild_id: i64,
    user_id: Option<i64>,
    prompt: Option<String>,
    words: String,
    made_at: i64,
    thread_id: Option<i64>,
    check_on: Option<String>,
    place: String,
    state: String,
    settled_at: Option<i64>,
}

impl CommitmentRow {
    fn select(tail: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!(
            "SELECT c.id, c.guild_id, p.user_id, c.prompt, w.words, c.made_at, c.thread_id, c.check_on, c.place, \
             c.state, c.settled_at FROM commitment c JOIN person p ON p.id = c.person_id \
             JOIN commitment_words w ON w.commitment_id = c.id {tail}"
        ))
    }

    /// One of a person; `None` where that person was erased.
    async fn whole(self, connection: &mut AnyConnection) -> Result<Option<Commitment>, Fault> {
        let Some(user) = self.user_id else { return Ok(None) };
        let check_on = self.check_on.as_deref().map(date).transpose()?;
        let asked: Option<OccurrenceRow> = match &self.check_on {
            Some(day) => {
                sqlx::query_as(OccurrenceRow::select("WHERE o.kind = 'checkin' AND o.subject = $1 AND o.due_key = $2"))
                    .bind(self.id)
                    .bind(day)
                    .fetch_optional(connection)
                    .await?
            }
            None => None,
        };
        let settled = match (Outcome::named(&self.state), self.settled_at) {
            (Some(outcome), Some(at)) => Some((outcome, instant(at)?)),
            (None, None) if self.state == "open" => None,
            _ => return Err(unreadable("how something ended").into()),
        };
        Ok(Some(Commitment {
            id: id(self.id)?,
            guild: snowflake(self.guild_id)?,
            person: snowflake(user)?,
            prompt: self.prompt,
            words: self.words,
            made_at: instant(self.made_at)?,
            thread: self.thread_id.map(snowflake).transpose()?,
            check_on,
            place: CheckInPlace::read(&self.place)?,
            settled,
            tried: asked.as_ref().is_some_and(OccurrenceRow::was_tried),
            asked: asked.map(OccurrenceRow::read).transpose()?,
        }))
    }
}

pub(super) async fn find(connection: &mut AnyConnection, commitment: i64) -> Result<Option<Commitment>, Fault> {
    let row: Option<CommitmentRow> = sqlx::query_as(CommitmentRow::select("WHERE c.id = $1"))
        .bind(commitment)
        .fetch_optional(&mut *connection)
        .await?;
    match row {
        Some(row) => row.whole(connection).await,
        None => Ok(None),
    }
}

/// The same, where it is this person's.
pub(super) async fn find_own(
    connection: &mut AnyConnection,
    commitment: Id,
    user: UserId,
) -> Result<Option<Commitment>, Fault> {
    Ok(find(connection, commitment.get()).await?.filter(|found| found.person == user))
}

impl Store {
    /// Keeps something to try.
    ///
    /// # Errors
    /// Where the store fails; nothing is kept then.
    pub async fn commit_to(&self, new: &NewCommitment) -> Result<Committed, StoreError> {
        // What this very call has done: its commit may have worked without an answer.
        let ours = self.shared.ids.next(new.at);
        in_transaction!(self.shared, |connection| {
            let before: Option<i64> = sqlx::query_scalar("SELECT id FROM commitment WHERE interaction_id = $1")
                .bind(new.interaction.get().cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
            match before {
                Some(before) if before == ours.get() => {}
                Some(_) => return Ok(Committed::Already),
                None => {
                    ensure(connection, new.guild, new.at).await?;
                    let person = self.person(connection, new.guild, new.person, new.at).await?;
                    let open: i64 =
                        sqlx::query_scalar("SELECT COUNT(*) FROM commitment WHERE person_id = $1 AND state = 'open'")
                            .bind(person.get())
                            .fetch_one(&mut *connection)
                            .await?;
                    if open >= MOST_OPEN as i64 {
                        return Ok(Committed::TooMany);
                    }
                    insert(connection, ours, person, new).await?;
                }
            }
            let made = find(connection, ours.get()).await?;
            Ok(made.map_or(Committed::Already, |made| Committed::Made(Box::new(made))))
        })
    }

    /// Something to try, whoever's it is.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn commitment(&self, id: Id) -> Result<Option<Commitment>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(find(&mut connection, id.get()).await?)
    }

    /// What somebody wants to try in a server, and how it ended: the newest first, at most `most`, after `skipped`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn commitments(
        &self,
        guild: GuildId,
        user: UserId,
        most: u32,
        skipped: u32,
    ) -> Result<Vec<Commitment>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let rows: Vec<CommitmentRow> = sqlx::query_as(CommitmentRow::select(
            "WHERE p.guild_id = $1 AND p.user_id = $2 \
             ORDER BY CASE WHEN c.state = 'open' THEN 0 ELSE 1 END, c.id DESC LIMIT $3 OFFSET $4",
        ))
        .bind(guild.get().cast_signed())
        .bind(user.get().cast_signed())
        .bind(i64::from(most))
        .bind(i64::from(skipped))
        .fetch_all(&mut *connection)
        .await?;
        let mut found = Vec::new();
        for row in rows {
            found.extend(row.whole(&mut connection).await?);
        }
        Ok(found)
    }

    /// Those of them whose words hold `search`, whatever is written large or small: how many, and at most `most` after
    /// `skipped`, in the same order.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn find_commitments(
        &self,
        guild: GuildId,
        user: UserId,
        search: &str,
        most: usize,
        skipped: usize,
    ) -> Result<(usize, Vec<Commitment>), StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        // All of one person's are at most some megabytes, and a page of them is asked for by hand.
        let mut rows: Vec<CommitmentRow> = sqlx::query_as(CommitmentRow::select(
            "WHERE p.guild_id = $1 AND p.user_id = $2 ORDER BY CASE WHEN c.state = 'open' THEN 0 ELSE 1 END, c.id DESC",
        ))
        .bind(guild.get().cast_signed())
        .bind(user.get().cast_signed())
        .fetch_all(&mut *connection)
        .await?;
        let sought = Sought::new(search);
        rows.retain(|row| sought.is_in(&row.words));
        let total = rows.len();
        let mut found = Vec::new();
        for row in rows.into_iter().skip(skipped).take(most) {
            found.extend(row.whole(&mut connection).await?);
        }
        Ok((total, found))
    }

    /// How many somebody has in a server: open ones, and all.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn count_commitments(&self, guild: GuildId, user: UserId) -> Result<(i64, i64), StoreError> {
        let counts: (i64, i64) = sqlx::query_as(
            "SELECT CAST(COALESCE(SUM(CASE WHEN c.state = 'open' THEN 1 ELSE 0 END), 0) AS BIGINT), COUNT(*) \
             FROM commitment c JOIN person p ON p.id = c.person_id WHERE p.guild_id = $1 AND p.user_id = $2",
        )
        .bind(guild.get().cast_signed())
        .bind(user.get().cast_signed())
        .fetch_one(&self.shared.pool)
        .await?;
        Ok(counts)
    }

    /// Somebody says how it ended; another word replaces the one before. `None` where it is not theirs.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn settle(
        &self,
        commitment: Id,
        user: UserId,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<Option<Commitment>, StoreError> {
        in_transaction!(self.shared, |connection| {
            let Some(found) = find_own(connection, commitment, user).await? else { return Ok(None) };
            sqlx::query("UPDATE commitment SET state = $1, settled_at = $2 WHERE id = $3")
                .bind(outcome.id())
                .bind(now.as_millisecond())
                .bind(found.id.get())
                .execute(&mut *connection)
                .await?;
            find(connection, found.id.get()).await
        })
    }

    /// Somebody's own is deleted with its words. A question that waits is not asked any more. `taken_down` is where it stood
    /// for others to read when that was taken down: nothing is deleted where it has come to stand there since. The files are
    /// to be scrubbed then ([`Store::scrub`]).
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn delete_commitment(
        &self,
        commitment: Id,
        user: UserId,
        taken_down: Option<SharedIn>,
    ) -> Result<CommitmentDeleted, StoreError> {
        // A second time finds nothing of what the first has deleted without an answer.
        let mut deleted: Option<Commitment> = None;
        in_transaction!(self.shared, |connection| {
            let Some(found) = find_own(connection, commitment, user).await? else {
                return Ok(deleted
                    .take()
                    .map_or(CommitmentDeleted::Gone, |was| CommitmentDeleted::Done(Box::new(was))));
            };
            let there = found.in_thread();
            if there.is_some_and(|there| there.how == Sharing::Coming) || there != taken_down {
                return Ok(CommitmentDeleted::Coming);
            }
            for delete in DELETE {
                sqlx::query(delete).bind(found.id.get()).execute(&mut *connection).await?;
            }
            owe_scrub(&self.shared, connection).await?;
            deleted = Some(found.clone());
            Ok(CommitmentDeleted::Done(Box::new(found)))
        })
    }
}

/// With every question about it. Whoever is at one is told that it is no longer theirs.
const DELETE: [&str; 3] = [
    "DELETE FROM commitment_words WHERE commitment_id = $1",
    "DELETE FROM commitment WHERE id = $1",
    "DELETE FROM occurrence WHERE kind = 'checkin' AND subject = $1",
];

async fn insert(connection: &mut AnyConnection, id: Id, person: Id, new: &NewCommitment) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO commitment (id, guild_id, person_id, interaction_id, prompt, made_at, thread_id, place, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open')",
    )
    .bind(id.get())
    .bind(new.guild.get().cast_signed())
    .bind(person.get())
    .bind(new.interaction.get().cast_signed())
    .bind(new.prompt.as_deref().map(plain))
    .bind(new.at.as_millisecond())
    .bind(new.thread.map(|thread| thread.get().cast_signed()))
    .bind(CheckInPlace::Nowhere.written())
    .execute(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO commitment_words (commitment_id, words) VALUES ($1, $2)")
        .bind(id.get())
        .bind(plain(&new.words))
        .execute(connection)
        .await?;
    Ok(())
}
