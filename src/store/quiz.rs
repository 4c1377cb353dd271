//! The rounds of the quiz that somebody finished, for that person alone, and the moments of a posted round.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::{GuildId, UserId};

use super::claims::note_try;
use super::connection::in_transaction;
use super::guilds::ensure;
use super::people::known;
use super::rows::{date, id, plain};
use super::{Claim, Id, Store, StoreError, TriedBy};

/// A round that somebody has finished.
#[derive(Clone, Debug)]
pub struct NewQuizRound {
    /// The server.
    pub guild: GuildId,
    /// Who.
    pub user: UserId,
    /// The interaction that began it, or the occurrence whose round it is.
    pub begun_by: u64,
    /// Which moments it had, as its buttons name them.
    pub moments: String,
    /// What was said.
    pub said: QuizCounts,
    /// When.
    pub at: Timestamp,
    /// The date in the server's calendar.
    pub local_date: Date,
}

/// How often somebody said what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuizCounts {
    /// Managing.
    pub managing: i64,
    /// Leading.
    pub leading: i64,
    /// Both.
    pub both: i64,
    /// As the library reads it.
    pub agreed: i64,
}

/// A round as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuizRound {
    /// Its id.
    pub id: Id,
    /// Which moments it had.
    pub moments: String,
    /// What was said.
    pub said: QuizCounts,
    /// The date in the server's calendar.
    pub local_date: Date,
}

/// All that somebody has finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuizHistory {
    /// How many rounds.
    pub rounds: i64,
    /// What was said in all of them together.
    pub said: QuizCounts,
    /// The latest, latest first.
    pub latest: Vec<QuizRound>,
}

const COLUMNS: &str = "id, moments, said_managing, said_leading, said_both, agreed, local_date";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    moments: String,
    said_managing: i64,
    said_leading: i64,
    said_both: i64,
    agreed: i64,
    local_date: String,
}

impl Row {
    fn whole(self) -> Result<QuizRound, StoreError> {
        let said = QuizCounts {
            managing: self.said_managing,
            leading: self.said_leading,
            both: self.said_both,
            agreed: self.agreed,
        };
        Ok(QuizRound { id: id(self.id)?, moments: self.moments, said, local_date: date(&self.local_date)? })
    }
}

impl Store {
    /// Keeps a finished round, once for what began it: the first time counts. Says what is kept, and whether it is this
    /// very one.
    ///
    /// # Errors
    /// Where the store fails; nothing is kept then.
    pub async fn finish_quiz(&self, new: &NewQuizRound) -> Result<(QuizRound, bool), StoreError> {
        let ours = self.shared.ids.next(new.at);
        in_transaction!(self.shared, |connection| {
            ensure(connection, new.guild, new.at).await?;
            let person = self.person(connection, new.guild, new.user, new.at).await?;
            let sql = format!("SELECT {COLUMNS} FROM quiz_round WHERE person_id = $1 AND begun_by = $2");
            let kept: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(person.get())
                .bind(new.begun_by.cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
            if let Some(kept) = kept {
                let kept = kept.whole()?;
                let by_us = kept.id == ours;
                return Ok((kept, by_us));
            }
            sqlx::query(
                "INSERT INTO quiz_round (id, person_id, begun_by, moments, said_managing, said_leading, said_both, \
                 agreed, taken_at, local_date) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(ours.get())
            .bind(person.get())
            .bind(new.begun_by.cast_signed())
            .bind(plain(&new.moments))
            .bind(new.said.managing)
            .bind(new.said.leading)
            .bind(new.said.both)
            .bind(new.said.agreed)
            .bind(new.at.as_millisecond())
            .bind(new.local_date.to_string())
            .execute(connection)
            .await?;
            let kept = QuizRound { id: ours, moments: new.moments.clone(), said: new.said, local_date: new.local_date };
            Ok((kept, true))
        })
    }

    /// What somebody has finished, with `latest` rounds at most.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn quiz_history(&self, guild: GuildId, user: UserId, latest: u32) -> Result<QuizHistory, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let Some(person) = known(&mut connection, guild, user).await? else { return Ok(QuizHistory::default()) };
        let (rounds, managing, leading, both, agreed): (i64, i64, i64, i64, i64) = sqlx::query_as(
            "SELECT COUNT(*), CAST(COALESCE(SUM(said_managing), 0) AS BIGINT), \
             CAST(COALESCE(SUM(said_leading), 0) AS BIGINT), CAST(COALESCE(SUM(said_both), 0) AS BIGINT), \
             CAST(COALESCE(SUM(agreed), 0) AS BIGINT) FROM quiz_round WHERE person_id = $1",
        )
        .bind(person)
        .fetch_one(&mut *connection)
        .await?;
        let sql =
            format!("SELECT {COLUMNS} FROM quiz_round WHERE person_id = $1 ORDER BY taken_at DESC, id DESC LIMIT $2");
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(person)
            .bind(i64::from(latest))
            .fetch_all(&mut *connection)
            .await?;
        Ok(QuizHistory {
            rounds,
            said: QuizCounts { managing, leading, both, agreed },
            latest: rows.into_iter().map(Row::whole).collect::<Result<_, _>>()?,
        })
    }

    /// Fixes the moments of a claimed occurrence: those that were chosen before where all are still `known`, so that
    /// everybody gets the same, else those that `choose` picks after it has seen what the same schedule posted lately,
    /// latest first. `None` where it picks none. The same transaction records the try, as [`Store::tried_by`] does.
    ///
    /// # Errors
    /// [`StoreError::NotHolder`], or where the store fails.
    pub async fn choose_quiz(
        &self,
        claim: &Claim,
        now: Timestamp,
        lease: Duration,
        by: TriedBy,
        known: impl Fn(&str) -> bool + Send + Sync,
        choose: impl Fn(&[String]) -> Option<String> + Send + Sync,
    ) -> Result<Option<String>, StoreError> {
        /// Half a year of weekly rounds.
        const LOOKED_BACK: i64 = 26;
        in_transaction!(self.shared, |connection| {
            claim.check(connection).await?;
            let occurrence = claim.occurrence.id.get();
            let before: Option<Option<String>> = sqlx::query_scalar("SELECT content FROM occurrence WHERE id = $1")
                .bind(occurrence)
                .fetch_optional(&mut *connection)
                .await?;
            if let Some(before) = before.flatten().filter(|before| known(before)) {
                note_try(connection, claim, now, lease, by).await?;
                return Ok(Some(before));
            }
            let lately: Vec<String> = sqlx::query_scalar(
                "SELECT o.content FROM occurrence o JOIN occurrence own ON own.id = $1 WHERE o.subject = own.subject \
                 AND o.kind IN ('daily', 'extra') AND o.content IS NOT NULL ORDER BY o.due_at DESC, o.id DESC LIMIT $2",
            )
            .bind(occurrence)
            .bind(LOOKED_BACK)
            .fetch_all(&mut *connection)
            .await?;
            let Some(chosen) = choose(&lately) else { return Ok(None) };
            sqlx::query("UPDATE occurrence SET content = $1 WHERE id = $2")
                .bind(plain(&chosen))
                .bind(occurrence)
                .execute(&mut *connection)
                .await?;
            note_try(connection, claim, now, lease, by).await?;
            Ok(Some(chosen))
        })
    }
}
