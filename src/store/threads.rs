//! Threads under posts: owed by the same short write that records the post, and opened like everything that is owed.

use std::time::Duration;

use sqlx::AnyConnection;

use super::connection::Fault;
use super::occurrence_rows::OccurrenceRow;
use super::schedule_rows::ScheduleRow;
use super::{Claim, Id, NewOccurrence, Occurrence, OccurrenceKey, Store, StoreError};

/// A thread that could not be opened for so long after its post was claimed is not opened any more: the day is over, and a
/// thread under yesterday's prompt is nobody's conversation.
pub(super) const THREAD_GRACE: Duration = Duration::from_secs(24 * 60 * 60);

impl Store {
    /// Owes a post its thread, where its schedule opens threads. In a forum the post is one already. Its turn comes as that
    /// of what was asked for when the post was claimed: prompts that were due before go first, also where the post was due
    /// long ago. It is too late for it a day after that: a post that came late is talked about from then on.
    pub(super) async fn owe_thread(&self, connection: &mut AnyConnection, claim: &Claim) -> Result<(), Fault> {
        let post = &claim.occurrence;
        let (OccurrenceKey::Daily { schedule, .. } | OccurrenceKey::Extra { schedule, .. }) = post.key else {
            return Ok(());
        };
        let Some(row) = ScheduleRow::find(connection, schedule.get()).await? else { return Ok(()) };
        let wanted = row.options().is_ok_and(|options| options.thread && !options.forum);
        if wanted {
            let key = OccurrenceKey::Thread { post: post.id };
            let new = NewOccurrence { key, guild: post.guild, channel: post.channel, due_at: claim.claimed_at };
            self.insert_occurrence(connection, &new, claim.claimed_at).await?;
        }
        Ok(())
    }

    /// The thread that a post was owed, and how far it has come. `None` where none was.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn thread_under(&self, post: Id) -> Result<Option<Occurrence>, StoreError> {
        let row: Option<OccurrenceRow> =
            sqlx::query_as(OccurrenceRow::select("WHERE o.kind = 'thread' AND o.subject = $1 AND o.due_key = 'once'"))
                .bind(post.get())
                .fetch_optional(&self.shared.pool)
                .await?;
        row.map(OccurrenceRow::read).transpose()
    }
}
