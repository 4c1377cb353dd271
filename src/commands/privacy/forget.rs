//! The end of everything that is kept of me.
//!
//! The answer comes after the database's files were scrubbed: before that, what was erased could still be read in them.
//! What stands in channels is taken down by the posting loop, since there can be years of it.

use std::time::Duration;

use super::super::{Commands, Trouble};
use super::Mine;
use crate::clock::Clock;
use crate::messages::replies::privacy::{self as words, Cleaned};
use crate::messages::{self, Card};
use crate::store::Store;

/// For so long somebody waits for the answer. Discord takes it for fifteen minutes.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// So often it is tried: each time waits for whoever reads from the log.
const TRIES: u32 = 3;

/// Says what goes and what stays.
pub(super) async fn question(commands: &Commands, mine: &Mine) -> Result<Card, Trouble> {
    let data = mine.data(commands).await?;
    if data.kept.servers == 0 && data.named > 0 {
        return Ok(messages::named_question(data.named, mine.reach));
    }
    if data.kept.servers == 0 {
        return Err(Trouble::kind(words::nothing_to_forget(mine.reach)));
    }
    Ok(messages::forget_question(&data, mine.reach))
}

pub(super) async fn erase(commands: &Commands, mine: &Mine) -> Result<Card, Trouble> {
    let forgotten = commands.store.forget(mine.user, mine.place, commands.clock.now()).await?;
    if forgotten.servers.is_empty() && forgotten.words == 0 {
        if !commands.store.scrub_owed().await? {
            return Err(Trouble::kind(words::nothing_to_forget(mine.reach)));
        }
        // Somebody who pressed twice, or whose answer was lost: the files may hold still what was erased.
        let clean = cleaned(commands).await;
        return Ok(Card::text(words::erased_already(mine.reach, clean)));
    }
    let clean = cleaned(commands).await;
    commands.bell.ring();
    Ok(Card::text(words::forgotten(&forgotten, mine.reach, clean)))
}

/// Whether the database's files are free of what was erased. Where that does not come to an end in time, it goes on.
pub(in super::super) async fn cleaned(commands: &Commands) -> Cleaned {
    // A task of its own: it goes on when nobody waits any more.
    let scrubbing = tokio::spawn(scrub(commands.store.clone(), commands.clock.clone()));
    match tokio::time::timeout(PATIENCE, scrubbing).await {
        Ok(Ok(true)) if commands.store.is_shared() => Cleaned::Tables,
        Ok(Ok(true)) => Cleaned::File,
        Ok(_) => Cleaned::NotYet,
        Err(_) => {
            tracing::warn!("the scrubbing of the database's files takes longer than anybody waits");
            Cleaned::NotYet
        }
    }
}

async fn scrub(store: Store, clock: Clock) -> bool {
    for tried in 1..=TRIES {
        match store.scrub_at_once(&clock).await {
            Ok(()) => return true,
            Err(error) => {
                tracing::warn!(cause = %error, tried, "what was erased is still in the database's files");
            }
        }
    }
    false
}
