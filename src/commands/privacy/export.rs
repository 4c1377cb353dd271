//! Everything about me as a file.

use jiff::Timestamp;
use serenity::model::id::UserId;

use super::super::{Answer, Commands, Trouble, me};
use super::Mine;
use crate::content::Library;
use crate::messages::replies::privacy as words;
use crate::messages::{Card, File};
use crate::store::{Store, StoreError, Where};

pub(super) async fn file(commands: &Commands, mine: &Mine) -> Result<Answer, Trouble> {
    let made = made(me::Source::of(commands), mine.user, mine.place, me::Most::IN_A_MESSAGE).await?;
    let Some((bytes, complete)) = made else { return Err(mine.nothing()) };
    let file = File::new("clarion-privacy.json", bytes, words::EXPORT_DESCRIPTION);
    Ok(Answer::private(Card::text(words::exported(mine.reach, complete)).file(file)))
}

/// The same document for an operator to hand out, whole: no message has to carry it. `None` where nothing is kept.
///
/// # Errors
/// Where the store fails.
pub async fn copy_of(
    store: &Store,
    library: &Library,
    now: Timestamp,
    user: UserId,
    place: Where,
) -> Result<Option<Vec<u8>>, StoreError> {
    let made = made(me::Source { store, library, now }, user, place, me::Most::ALL).await?;
    Ok(made.map(|(bytes, _)| bytes))
}

/// The bytes, and whether all is in them.
async fn made(
    source: me::Source<'_>,
    user: UserId,
    place: Where,
    most: me::Most,
) -> Result<Option<(Vec<u8>, bool)>, StoreError> {
    let mut servers = source.store.servers_of(user).await?;
    if let Where::Server(guild) = place {
        servers.retain(|known| *known == guild);
    }
    if servers.is_empty() {
        return Ok(None);
    }
    me::documents(source, &servers, user, place == Where::Everywhere, most).await.map(Some)
}
