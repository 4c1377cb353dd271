//! What is due, and who gets it: schedules that have come round become occurrences, and occurrences are claimed.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::model::id::ChannelId;
use sqlx::AnyConnection;

use super::checkins::still_wanted;
use super::claims::{end, later};
use super::closed::{Closed, ClosedDates};
use super::connection::{Fault, in_transaction};
use super::deck_answers::deck_answer;
use super::guilds::ensure;
use super::notices::still_news;
use super::nudges::unwanted_nudge;
use super::occurrence_rows::OccurrenceRow;
use super::private_thanks::{PRIVATELY_WITHIN, still_told};
use super::rows::snowflake;
use super::schedule_rows::ScheduleRow;
use super::threads::THREAD_GRACE;
use super::{
    Claim, Id, Kind, NewOccurrence, Next, Occurrence, OccurrenceKey, OccurrenceState, Store, StoreError, reason,
};
use crate::clock::NextOccurrence;

/// How many missed dates of one schedule are written down after an absence, latest first. A year's absence need not
/// fill the table, nor hold everybody else's posts up.
pub(super) const MOST_MISSED: usize = 31;

/// What can be claimed, due the longest first. Nothing but that instant orders it: by the index, the first is found
/// without a look at the others, and thousands are due in the same minute.
const READY: &str = "WHERE o.state IN ('due', 'claimed') AND o.ready_at <= $1 AND EXISTS (SELECT 1 FROM guild g \
                     WHERE g.id = o.guild_id AND g.removed_at IS NULL) ORDER BY o.ready_at LIMIT 1";

/// The first instant of what waits to be claimed and of what comes round. Not MIN() over a join: that reads every row
/// that waits, at each claim.
const NEXT: &str = "SELECT MIN(at) FROM (\
                    SELECT * FROM (SELECT o.ready_at AS at FROM occurrence o WHERE o.state IN ('due', 'claimed') \
                    AND EXISTS (SELECT 1 FROM guild g WHERE g.id = o.guild_id AND g.removed_at IS NULL) \
                    ORDER BY o.ready_at LIMIT 1) AS waits \
                    UNION ALL \
                    SELECT * FROM (SELECT s.next_due_at FROM schedule s WHERE s.state = 'active' \
                    AND s.next_due_at IS NOT NULL \
                    AND EXISTS (SELECT 1 FROM guild g WHERE g.id = s.guild_id AND g.removed_at IS NULL) \
                    ORDER BY s.next_due_at LIMIT 1) AS comes) AS ats";

/// So many schedules come round in one go at most where none of them owes anything: others want to write as well.
const MOST_ROUNDS: usize = 50;

/// Nothing is late this soon, whatever the grace: waking up takes a moment, and so does another try.
pub const NEVER_LATE: Duration = Duration::from_secs(5 * 60);

impl Store {
    /// Adds an occurrence, or finds the one with the same key. True where it is new.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn add_occurrence(&self, new: NewOccurrence, now: Timestamp) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            ensure(connection, new.guild, now).await?;
            Ok(self.insert_occurrence(connection, &new, now).await?.is_some())
        })
    }

    /// The next instant at which [`Store::claim_due`] could find something.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let next: Option<i64> = sqlx::query_scalar(NEXT).fetch_one(&self.shared.pool).await?;
        next.map(super::rows::instant).transpose()
    }

    /// Claims what has been due the longest, for `lease`: schedules that have come round, what was put back, and
    /// what another holder's lease has run out on. A date of a schedule that is later than `grace` (and than five
    /// minutes) is recorded as skipped, and at most one late date a schedule is posted.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn claim_due(&self, now: Timestamp, lease: Duration, grace: Duration) -> Result<Next, StoreError> {
        // Most looks find nothing: they must not queue for a writing transaction.
        if self.next_due().await?.is_none_or(|next| next > now) {
            return Ok(Next::Nothing);
        }
        in_transaction!(self.shared, |connection| {
            let mut rounds = 0;
            loop {
                let row: Option<OccurrenceRow> = sqlx::query_as(OccurrenceRow::select(READY))
                    .bind(now.as_millisecond())
                    .fetch_optional(&mut *connection)
                    .await?;
                if rounds < MOST_ROUNDS
                    && let Some(schedule) = round_before(connection, row.as_ref(), now).await?
                {
                    rounds += 1;
                    self.come_round(connection, schedule, now, grace).await?;
                    continue;
                }
                let Some(row) = row else { return Ok(Next::Nothing) };
                let (id, earlier) = (row.id, row.earlier());
                let subject = row.subject;
                match (row.read(), earlier) {
                    (Ok(occurrence), Ok(earlier)) => {
                        self.owe_next_nudge(connection, &occurrence, now).await?;
                        let unwanted = unwanted(connection, &occurrence, subject, now, grace).await?;
                        if let (Some(why), None) = (unwanted, earlier) {
                            // Nobody was away: its time went by when the zone was changed.
                            let moved = matches!(why, reason::LATE | reason::SUPERSEDED)
                                && occurrence.reason.as_deref() == Some(reason::MOVED);
                            let why = if moved { reason::MOVED } else { why };
                            end(connection, id, "skipped", why).await?;
                            let skipped = Occurrence {
                                state: OccurrenceState::Skipped,
                                reason: Some(why.to_owned()),
                                ..occurrence
                            };
                            return Ok(Next::Skipped(Box::new(skipped)));
                        }
                        let token = self.shared.ids.next(now).get();
                        sqlx::query("UPDATE occurrence SET state = 'claimed', claim = $1, ready_at = $2 WHERE id = $3")
                            .bind(token)
                            .bind(later(now, lease).as_millisecond())
                            .bind(id)
                            .execute(connection)
                            .await?;
                        let occurrence = Occurrence { state: OccurrenceState::Claimed, ..occurrence };
                        return Ok(Next::Claimed(Box::new(Claim {
                            occurrence,
                            claimed_at: now,
                            earlier,
                            unwanted,
                            token,
                        })));
                    }
                    // One row that nobody can read must not hold up all others.
                    _ => end(connection, id, "failed", "unreadable").await?,
                }
            }
        })
    }

    /// Turns the dates of a schedule that have come round into occurrences: the latest one is due, where it is within
    /// the grace; those before it were missed.
    async fn come_round(
        &self,
        connection: &mut AnyConnection,
        schedule: ScheduleRow,
        now: Timestamp,
        grace: Duration,
    ) -> Result<(), Fault> {
        let id = super::rows::id(schedule.id)?;
        let (Ok(when), Some(Ok(first))) = (schedule.when(), schedule.next_date.as_deref().map(super::rows::date))
        else {
            return self.pause_unreadable(connection, &schedule, now).await;
        };
        let mut come: Vec<NextOccurrence> = Vec::new();
        // Derived afresh: the zone's rules may have changed since it was planned.
        for found in when.from_date(first).take_while(|found| found.at <= now) {
            come.push(found);
            if come.len() > MOST_MISSED {
                come.remove(0);
            }
        }
        let closed = ClosedDates::of(connection, &schedule, first).await?;
        for found in &come {
            if matches!(closed.why(found.date), Some(Closed::Holiday(_))) {
                self.write_down(connection, &schedule, *found, reason::HOLIDAY, now).await?;
            }
        }
        // A posted one is known as such by its row, whatever is owed.
        come.retain(|found| matches!(closed.why(found.date), None | Some(Closed::Posted)));
        let channel: ChannelId = snowflake(schedule.channel_id)?;
        let latest = come.pop();
        for (found, missed) in come.into_iter().map(|found| (found, true)).chain(latest.map(|found| (found, false))) {
            let late = missed || is_late(found.at, now, grace);
            let key = OccurrenceKey::Daily { schedule: id, date: found.date };
            let new = NewOccurrence { key, guild: schedule.guild()?, channel, due_at: found.at };
            if !missed {
                // At most one late post a schedule: an older date that still waits for its first try gives way.
                supersede(connection, schedule.id, found.at).await?;
            }
            self.owe(connection, &new, late, now).await?;
        }
        self.plan_again(connection, schedule.id, now).await
    }

    /// Writes a date down as due, or as missed. One that was dropped and is certainly not in the channel (the schedule
    /// was edited before it was posted) is due again by its new time.
    pub(super) async fn owe(
        &self,
        connection: &mut AnyConnection,
        new: &NewOccurrence,
        late: bool,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let OccurrenceKey::Daily { schedule, date } = new.key else { return Ok(()) };
        if self.insert_occurrence(connection, new, now).await?.is_none() {
            revive(connection, new, schedule, date).await?;
        }
        if late {
            sqlx::query(
                "UPDATE occurrence SET state = 'skipped', reason = $1 WHERE kind = 'daily' AND subject = $2 \
                 AND due_key = $3 AND state = 'due' AND first_tried_at IS NULL",
            )
            .bind(reason::LATE)
            .bind(schedule.get())
            .bind(date.to_string())
            .execute(connection)
            .await?;
        }
        Ok(())
    }
}

/// A schedule that has to come round before `row` is claimed: one that has been due for longer, or the row's own, whose
/// new date an older one gives way to. One at a time, as their turn comes: where thousands are due in the same minute,
/// nobody waits for the writing down of them all.
async fn round_before(
    connection: &mut AnyConnection,
    row: Option<&OccurrenceRow>,
    now: Timestamp,
) -> Result<Option<ScheduleRow>, Fault> {
    let first = ScheduleRow::come_round(connection, now).await?;
    let Some(row) = row else { return Ok(first) };
    let before = first.filter(|schedule| schedule.next_due_at.is_some_and(|at| at < row.ready_at));
    if before.is_some() || row.kind != Kind::Daily.written() {
        return Ok(before);
    }
    let own = ScheduleRow::find(connection, row.subject).await?;
    Ok(own.filter(|own| own.state == "active" && own.next_due_at.is_some_and(|at| at <= now.as_millisecond())))
}

/// Why an occurrence is not wanted any more, where it is not.
async fn unwanted(
    connection: &mut AnyConnection,
    occurrence: &Occurrence,
    subject: i64,
    now: Timestamp,
    grace: Duration,
) -> Result<Option<&'static str>, Fault> {
    if let OccurrenceKey::Notice { about, news } = occurrence.key {
        return Ok((!still_news(connection, about, news).await?).then_some(reason::CHANGED));
    }
    if let OccurrenceKey::CheckIn { commitment, date } = occurrence.key {
        if !still_wanted(connection, commitment, date).await? {
            return Ok(Some(reason::CHANGED));
        }
        return Ok(is_late(occurrence.due_at, now, grace).then_some(reason::LATE));
    }
    if let OccurrenceKey::Nudge { .. } = occurrence.key {
        return unwanted_nudge(connection, occurrence, now).await;
    }
    if let OccurrenceKey::DeckAnswer { suggestion } = occurrence.key {
        return Ok(deck_answer(connection, suggestion).await?.is_none().then_some(reason::CHANGED));
    }
    if matches!(
        occurrence.key,
        OccurrenceKey::Announcement { .. } | OccurrenceKey::PrivateThanks { .. } | OccurrenceKey::Reflection { .. }
    ) {
        if !still_told(connection, occurrence.guild, occurrence.key).await? {
            return Ok(Some(reason::CHANGED));
        }
        let private = occurrence.key.kind() == Kind::PrivateThanks;
        return Ok((private && later(occurrence.due_at, PRIVATELY_WITHIN) < now).then_some(reason::LATE));
    }
    let kind = occurrence.key.kind();
    if kind == Kind::Thread {
        return Ok((later(occurrence.due_at, THREAD_GRACE) < now).then_some(reason::LATE));
    }
    if !matches!(kind, Kind::Daily | Kind::Extra) {
        return Ok(None);
    }
    let due_at = occurrence.due_at.as_millisecond();
    let schedule = ScheduleRow::find(connection, subject).await?;
    // An extra was asked for by hand: it comes from a paused schedule too.
    let changed = schedule.as_ref().is_none_or(|schedule| match kind {
        Kind::Daily => schedule.state != "active" || schedule.owes_after >= due_at,
        _ => schedule.state == "removed",
    });
    if changed {
        return Ok(Some(reason::CHANGED));
    }
    if let (OccurrenceKey::Daily { date, .. }, Some(schedule)) = (occurrence.key, &schedule) {
        let closed = ClosedDates::of(connection, schedule, date).await?;
        match closed.why(date) {
            Some(Closed::Skipped) => return Ok(Some(reason::ASKED)),
            Some(Closed::Holiday(_)) => return Ok(Some(reason::HOLIDAY)),
            Some(Closed::Paused(_) | Closed::Posted) | None => {}
        }
    }
    if is_late(occurrence.due_at, now, grace) {
        return Ok(Some(reason::LATE));
    }
    let OccurrenceKey::Daily { date, .. } = occurrence.key else { return Ok(None) };
    // Later in both ways: by another zone a later date can have come before an earlier one.
    let later: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM occurrence WHERE kind = 'daily' AND subject = $1 AND due_at > $2 AND due_key > $3 \
         AND state IN ('due', 'claimed', 'posted', 'unknown')",
    )
    .bind(subject)
    .bind(due_at)
    .bind(date.to_string())
    .fetch_one(connection)
    .await?;
    Ok((later > 0).then_some(reason::SUPERSEDED))
}

fn is_late(due_at: Timestamp, now: Timestamp, grace: Duration) -> bool {
    later(due_at, grace.max(NEVER_LATE)) < now
}

async fn supersede(connection: &mut AnyConnection, schedule: i64, by: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE occurrence SET state = 'skipped', reason = $1 WHERE kind = 'daily' AND subject = $2 \
         AND due_at < $3 AND state = 'due' AND first_tried_at IS NULL",
    )
    .bind(reason::SUPERSEDED)
    .bind(schedule)
    .bind(by.as_millisecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// A date that was certainly not posted comes at its new time and place. One that may have been keeps its place and its
/// doubt: it is looked for there, and sent by its new time where it is not found.
async fn revive(connection: &mut AnyConnection, new: &NewOccurrence, schedule: Id, date: Date) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE occurrence SET state = 'due', reason = NULL, due_at = $1, ready_at = $1, channel_id = $2 \
         WHERE kind = 'daily' AND subject = $3 AND due_key = $4 AND state IN ('skipped', 'failed', 'due') \
         AND first_tried_at IS NULL",
    )
    .bind(new.due_at.as_millisecond())
    .bind(new.channel.get().cast_signed())
    .bind(schedule.get())
    .bind(date.to_string())
    .execute(&mut *connection)
    .await?;
    // One that was refused after an uncertain try is taken up again: it is looked for first.
    sqlx::query(
        "UPDATE occurrence SET due_at = $1, ready_at = CASE WHEN state = 'failed' THEN $1 ELSE ready_at END, \
         state = CASE WHEN state = 'failed' THEN 'due' ELSE state END \
         WHERE kind = 'daily' AND subject = $2 AND due_key = $3 AND state IN ('due', 'claimed', 'failed') \
         AND first_tried_at IS NOT NULL AND channel_id = $4",
    )
    .bind(new.due_at.as_millisecond())
    .bind(schedule.get())
    .bind(date.to_string())
    .bind(new.channel.get().cast_signed())
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use sqlx::{AssertSqlSafe, Row};

    use super::*;
    use crate::store::StoreOptions;

    /// SQLite's own words on how it answers a question: one that sorts reads all that is due at each claim.
    #[tokio::test]
    async fn the_first_that_is_due_is_found_without_a_look_at_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/clarion.db", folder.path().display());
        let store = Store::open(&StoreOptions::new(url), 1).await.unwrap();
        for question in [OccurrenceRow::select(READY).0, ScheduleRow::first_come_round()] {
            let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {question}")))
                .bind(0_i64)
                .fetch_all(&store.shared.pool)
                .await
                .unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.get::<String, _>("detail")).collect();
            assert!(plan[0].contains("occurrence_ready") || plan[0].contains("schedule_next"), "{plan:?}");
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
        }
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {NEXT}")));
        let plan = plan.fetch_all(&store.shared.pool).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get::<String, _>("detail")).collect();
        for part in ["occurrence_ready", "schedule_next"] {
            assert!(plan.iter().any(|step| step.contains(part)), "{plan:?}");
        }
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
    }
}
