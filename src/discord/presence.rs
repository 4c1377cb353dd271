//! Who is still in their server. Without the privileged intent for members Discord does not tell who leaves, so whoever is
//! on a roster, or gave, is asked for, one person after another: three a minute at most, each once a week. Who is gone is shown as
//! gone and stays in what was counted; who is found again is there again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::gate::Gate;
use crate::clock::{Alarm, Clock};
use crate::store::{LookFor, Store, StoreError};

/// How long nobody is asked for after a start.
const FIRST: SignedDuration = SignedDuration::from_hours(1);
/// Between two people.
const PACE: SignedDuration = SignedDuration::from_secs(20);
/// Where nobody's turn has come.
const REST: SignedDuration = SignedDuration::from_hours(6);
/// Each person's turn comes so long after their last one.
const TURN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Looks who is still there.
pub(super) struct Presence {
    pub(super) gate: Arc<Gate>,
    pub(super) store: Store,
    pub(super) clock: Clock,
}

impl Presence {
    /// Looks for one person after another, until `stop` is cancelled.
    pub(super) async fn run(&self, mut alarm: Alarm, stop: CancellationToken) {
        let mut rest = FIRST;
        loop {
            let next = self.clock.now().checked_add(rest).unwrap_or(Timestamp::MAX);
            if stop.run_until_cancelled(alarm.wait(Some(next))).await.is_none() {
                return;
            }
            rest = match self.look().await {
                Ok(rest) => rest,
                Err(error) => {
                    tracing::warn!(cause = %error, "the store does not say who is to be looked for");
                    REST
                }
            };
        }
    }

    /// Looks for whose turn it is, and says when the next look is due.
    async fn look(&self) -> Result<SignedDuration, StoreError> {
        let now = self.clock.now();
        let before = now.checked_sub(TURN).unwrap_or(Timestamp::MIN);
        let Some(whom) = self.store.look_for(before).await? else { return Ok(REST) };
        let LookFor { guild, user } = whom;
        let (there, rest) = match self.gate.member_name(guild, user).await {
            Ok(name) => (Some(name), PACE),
            // Discord is down, or does not let the bot look there: nothing is concluded. They come in their turn.
            Err(fault) => {
                tracing::debug!(%guild, cause = %fault, "somebody could not be looked for");
                (None, if fault.code().is_some() { PACE } else { REST })
            }
        };
        self.store.looked_for(whom, there.as_ref().map(Option::as_deref), now).await?;
        Ok(rest)
    }
}
