//! What changes in a server and may let a refused schedule run again: roles, channels, threads, the bot's own
//! membership. Each comes under the gateway intent GUILDS, or without any.
//!
//! A change is only a hint. After a moment's rest, so that a burst of them is one, the bot looks whether it could post
//! now, by questions that Discord answers, and lets a schedule run again where nothing stands in the way. A schedule
//! whose posts are refused all the same is tried again like this once a day, so that nothing is knocked at for ever. What
//! ends without an event is found by a look a day (rounds.rs).

use std::collections::BTreeSet;
use std::mem::take;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serenity::model::guild::Guild;
use serenity::model::id::{GuildId, RoleId};
use tokio_util::sync::CancellationToken;

use super::gate::{Gate, GateFault};
use super::rounds::Rounds;
use crate::clock::{Alarm, Bell, Clock, Woken};
use crate::messages::Access;
use crate::store::{PauseReason, Schedule, Store, StoreError, TriedAgain, codes};

/// How long changes are gathered before anything is looked at: somebody who mends a permission does it in several steps.
const GATHERING: Duration = Duration::from_secs(5);

/// The servers in which something has changed and nobody has looked yet.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    servers: Arc<Mutex<BTreeSet<GuildId>>>,
    bell: Bell,
}

impl Changes {
    /// None so far; `bell` wakes whoever looks.
    pub(super) fn new(bell: Bell) -> Self {
        Self { servers: Arc::default(), bell }
    }

    /// Something changed there.
    pub(super) fn note(&self, guild: GuildId) {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner).insert(guild);
        self.bell.ring();
    }

    fn take(&self) -> BTreeSet<GuildId> {
        take(&mut self.servers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Looks where something has changed.
pub(super) struct Looking {
    pub(super) gate: Arc<Gate>,
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) changes: Changes,
    /// Wakes the posting loop.
    pub(super) bell: Bell,
    /// How late a date is still posted.
    pub(super) late_grace: Duration,
}

impl Looking {
    /// Looks after each burst of changes and where a look is due by itself, until `stop` is cancelled.
    pub(super) async fn run(&self, mut alarm: Alarm, stop: CancellationToken) {
        let mut rounds = Rounds::new(self.clock.now());
        loop {
            let gathered = async {
                if alarm.wait(Some(rounds.next())).await == Woken::Rung {
                    let until = self.clock.now().checked_add(GATHERING).ok();
                    while alarm.wait(until).await == Woken::Rung {}
                }
            };
            if stop.run_until_cancelled(gathered).await.is_none() {
                return;
            }
            let mut servers = self.changes.take();
            servers.extend(rounds.due(&self.store, self.clock.now()).await);
            for guild in servers {
                // What is in hand is short; what is left is looked at after the next start.
                if stop.is_cancelled() {
                    return;
                }
                let looked = self.look(guild).await.unwrap_or_else(|error| {
                    tracing::error!(%guild, cause = %error, "the store failed; paused schedules stay paused for now");
                    false
                });
                if !looked {
                    rounds.failed(guild, self.clock.now());
                }
            }
        }
    }

    /// Looks at the schedules of a server that wait for a change. False where one could not be looked at for the moment.
    async fn look(&self, guild: GuildId) -> Result<bool, StoreError> {
        let mut looked = true;
        for schedule in self.store.refused_schedules(guild, self.clock.now()).await? {
            let Some(PauseReason::Refused(code)) = schedule.paused else { continue };
            match self.gate.look_at(guild, schedule.channel, code == codes::UNKNOWN_CHANNEL).await {
                Ok(Access::Ready) => self.let_run(&schedule).await?,
                Ok(_) => {}
                Err(GateFault::Refused { .. }) => {
                    self.store.looked_in_vain(schedule.id, self.clock.now()).await?;
                }
                Err(fault) => {
                    looked = false;
                    // That Discord is down was told once, by whoever found out.
                    if !matches!(fault, GateFault::Down { .. }) {
                        tracing::warn!(%guild, cause = %fault, "a refused schedule could not be looked at");
                    }
                }
            }
        }
        Ok(looked)
    }

    async fn let_run(&self, schedule: &Schedule) -> Result<(), StoreError> {
        let tried = self.store.try_again_by_itself(schedule.id, self.clock.now(), self.late_grace).await?;
        if matches!(tried, TriedAgain::Runs(_)) {
            tracing::info!(guild = %schedule.guild, schedule = %schedule.id, "a refused schedule runs again");
            self.bell.ring();
        }
        Ok(())
    }
}

/// Takes the mention of a role off the schedules that have it, and lets no roster follow it: the role is gone.
pub(super) async fn role_gone(guild: GuildId, role: RoleId, store: &Store, clock: &Clock, bell: &Bell) {
    match store.role_gone(guild, role, clock.now()).await {
        Ok(true) => bell.ring(),
        Ok(false) => {}
        // The mention of a role that is not there reaches nobody, and it is looked at again at the next start.
        Err(error) => tracing::error!(%guild, cause = %error, "a role's end could not be written down"),
    }
    match store.followed_role_gone(guild, role).await {
        Ok(true) => tracing::info!(%guild, "the role that the roster followed is gone"),
        Ok(false) => {}
        Err(error) => tracing::error!(%guild, cause = %error, "a role's end could not be written down"),
    }
}

/// The same for the roles that went while the bot was away.
pub(super) async fn roles_of(guild: &Guild, store: &Store, clock: &Clock, bell: &Bell) {
    let asked =
        async { Ok::<_, StoreError>((store.mentioned_roles(guild.id).await?, store.followed_role(guild.id).await?)) };
    match asked.await {
        Ok((mentioned, followed)) => {
            for role in mentioned.into_iter().chain(followed).filter(|role| !guild.roles.contains_key(role)) {
                role_gone(guild.id, role, store, clock, bell).await;
            }
        }
        Err(error) => tracing::error!(guild = %guild.id, cause = %error, "roles could not be compared"),
    }
}
