//! Everything about me as a file.

use super::super::{Answer, Commands, Trouble, me};
use super::Mine;
use crate::messages::replies::privacy as words;
use crate::messages::{Card, File};
use crate::store::Where;

pub(super) async fn file(commands: &Commands, mine: &Mine) -> Result<Answer, Trouble> {
    let mut servers = commands.store.servers_of(mine.user).await?;
    if let Where::Server(guild) = mine.place {
        servers.retain(|known| *known == guild);
    }
    if servers.is_empty() {
        return Err(Trouble::kind(words::nothing_kept(mine.reach)));
    }
    let (bytes, complete) = me::documents(commands, &servers, mine.user, mine.place == Where::Everywhere).await?;
    let file = File::new("clarion-privacy.json", bytes, words::EXPORT_DESCRIPTION);
    Ok(Answer::private(Card::text(words::exported(mine.reach, complete)).file(file)))
}
