//! The end of everything that is kept of me.
//!
//! The answer comes after the database's files were scrubbed: before that, what was erased could still be read in them.
//! What stands in channels is taken down by the posting loop, since there can be years of it.

use std::time::Duration;

use serenity::model::id::{GuildId, RoleId};

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
    if data.kept.servers == 0 {
        return Ok(messages::named_question(mine.reach));
    }
    Ok(messages::forget_question(&data, mine.reach))
}

/// `asked_in`: the server where it was asked, and the roles that they have there.
pub(super) async fn erase(
    commands: &Commands,
    mine: &Mine,
    asked_in: Option<(GuildId, &[RoleId])>,
) -> Result<Card, Trouble> {
    if let Some((guild, roles)) = asked_in {
        commands.store.role_brings_no_more(guild, Some(roles), commands.clock.now()).await?;
    }
    let forgotten = commands.store.forget(mine.user, mine.place, commands.clock.now()).await?;
    // Also where nothing was found. Somebody may have pressed twice, or have stood in words that are gone since a moment, and
    // the files hold it still; and an answer that comes at once, or that says what others do not, would tell whether an id
    // stood in others' words.
    let clean = cleaned(commands).await;
    commands.bell.ring();
    Ok(Card::text(match forgotten.servers.is_empty() {
        true => words::taken_out(&forgotten, mine.reach, clean),
        false => words::forgotten(&forgotten, mine.reach, clean),
    }))
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
        let scrubbed = match tried {
            1 => store.scrub_at_once(&clock).await,
            _ => store.scrub_once_more(&clock).await,
        };
        match scrubbed {
            Ok(()) => return true,
            Err(error) => {
                tracing::warn!(cause = %error, tried, "what was erased is still in the database's files");
            }
        }
    }
    false
}
