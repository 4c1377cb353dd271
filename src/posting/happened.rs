//! What a step of the engine came to, and what the operator reads of it.

use jiff::Timestamp;
use serenity::model::id::{GuildId, MessageId};

use crate::store::{Id, StoreError};

/// What one step did.
#[derive(Debug)]
pub enum Happened {
    /// Nothing is due.
    Nothing,
    /// It is in the channel; `found` where an earlier holder had sent it.
    Posted {
        /// Which occurrence.
        occurrence: Id,
        /// The message.
        message: MessageId,
        /// Whether it was there already.
        found: bool,
    },
    /// A message says what is true again, or is gone as it was wanted, or cannot be changed any more.
    Changed {
        /// Whose message.
        occurrence: Id,
    },
    /// It will not be posted, for this [`reason`].
    Skipped {
        /// Which occurrence.
        occurrence: Id,
        /// Why.
        why: String,
    },
    /// It will be tried again.
    PutBack {
        /// Which occurrence.
        occurrence: Id,
        /// When.
        until: Timestamp,
    },
    /// Discord is down for everybody: it will be tried again, and nothing else is tried before.
    Down {
        /// Which occurrence.
        occurrence: Id,
        /// When.
        until: Timestamp,
    },
    /// Discord refused it for good. Where the channel is at fault, a daily prompt's schedule is paused.
    Refused {
        /// Which occurrence.
        occurrence: Id,
        /// Discord's code.
        code: u32,
    },
    /// It may be in the channel, and nobody can look.
    Unknown {
        /// Which occurrence.
        occurrence: Id,
    },
    /// Somebody else took it over meanwhile.
    TakenOver {
        /// Which occurrence.
        occurrence: Id,
    },
    /// Everything of a server that the bot was removed from long enough ago.
    Erased {
        /// The server.
        guild: GuildId,
    },
    /// Discord does not accept the token: stop everything.
    Stop,
    /// The store failed; what was in hand is taken up again when its lease ends.
    StoreFailed(StoreError),
}

impl Happened {
    /// Whether an occurrence has left this process's hands for good.
    pub(super) fn is_an_end(&self) -> bool {
        match self {
            Self::Posted { .. }
            | Self::Skipped { .. }
            | Self::Refused { .. }
            | Self::Unknown { .. }
            | Self::TakenOver { .. } => true,
            Self::Nothing
            // The post itself has its own end.
            | Self::Changed { .. }
            | Self::PutBack { .. }
            | Self::Down { .. }
            | Self::Erased { .. }
            | Self::Stop
            | Self::StoreFailed(_) => false,
        }
    }
}

/// One line for the operator, where there is something to say.
pub(super) fn log(happened: &Happened) {
    match happened {
        Happened::Nothing => {}
        Happened::Posted { occurrence, message, found } => {
            // Not `message`: that is the name of a line's own words.
            tracing::info!(%occurrence, message_id = %message, found, "posted");
        }
        Happened::Changed { occurrence } => tracing::info!(%occurrence, "a message is as it is wanted"),
        Happened::Skipped { occurrence, why } => tracing::info!(%occurrence, why, "skipped"),
        Happened::PutBack { occurrence, until } => tracing::warn!(%occurrence, %until, "not sent yet; trying again"),
        // Whoever found it down has told it once, when it began.
        Happened::Down { until, .. } => tracing::debug!(%until, "Discord is down; posting waits"),
        Happened::Refused { occurrence, code } => tracing::warn!(%occurrence, code, "refused by Discord"),
        Happened::Unknown { occurrence } => {
            tracing::error!(%occurrence, "perhaps posted, and the channel cannot be looked through: held");
        }
        Happened::TakenOver { occurrence } => tracing::info!(%occurrence, "taken over by another process"),
        // Its id would be left in the log, where nothing erases it.
        Happened::Erased { .. } => tracing::info!("erased all that was kept of a server that the bot was removed from"),
        Happened::Stop => tracing::error!("Discord does not accept the token: posting stops"),
        Happened::StoreFailed(error) => tracing::error!(%error, "the store failed; posting waits"),
    }
}
