//! A digest: counted when it is sent. It tells of whole days before its own, so a takeover says the same unless somebody
//! took something back meanwhile. Days without any recognition are met with silence.

use super::engine::Engine;
use super::making::Post;
use crate::clock::Zone;
use crate::messages::{self, Card, YearOf, drawn};
use crate::recognition::LookBack;
use crate::store::{Claim, Id, OccurrenceKey, StoreError, TriedBy, reason};

impl Engine {
    /// What a digest says, or why there is nothing to send. `called` adds the role that it mentions.
    pub(super) async fn digest(
        &self,
        claim: &Claim,
        schedule: Id,
        called: impl FnOnce(Card) -> Card,
        by: TriedBy,
    ) -> Result<Result<Post, &'static str>, StoreError> {
        let occurrence = &claim.occurrence;
        let Some(schedule) = self.store.schedule_by_id(schedule, self.clock.now()).await? else {
            return Ok(Err(reason::CHANGED));
        };
        let guild = self.store.guild(occurrence.guild).await?;
        if guild.as_ref().is_some_and(|guild| !guild.thanks) {
            return Ok(Err(reason::THANKS_OFF));
        }
        let back = if schedule.when.days.is_monthly() { LookBack::Month } else { LookBack::Week };
        // Recognition is dated by the server's own calendar, and a late digest tells of the days that it was due for.
        let dates = back.dates(guild.map_or_else(Zone::utc, |guild| guild.zone).date_at(occurrence.due_at));
        let digest = self.store.digest(occurrence.guild, dates).await?;
        // Whoever asked for one more wants to see something.
        if digest.gives == 0 && matches!(occurrence.key, OccurrenceKey::Daily { .. }) {
            return Ok(Err(reason::NOTHING_TO_TELL));
        }
        // Where there are few, a week's number tells on people as well.
        let drawing = if messages::tells_on_nobody(digest.roster) {
            let weeks = self.store.weeks(occurrence.guild, dates.last).await?;
            drawn("year.png", messages::year_picture(&weeks, YearOf::Server)).await
        } else {
            None
        };
        let card = called(messages::digest(&digest, (dates, back), drawing, occurrence.id));
        let until = self.begin(claim, by).await?;
        Ok(Ok(Post { message: card.into_message(), title: messages::DIGEST_THREAD.to_owned(), until }))
    }
}
