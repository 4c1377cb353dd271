//! The calendar of the server that somebody asks from.

use super::{Asked, Commands};
use crate::clock::Zone;
use crate::store::StoreError;

/// What somebody keeps for themself is dated by it. A server that was never set up goes by UTC.
pub(super) async fn zone(commands: &Commands, asked: &Asked) -> Result<Zone, StoreError> {
    let guild = commands.store.guild(asked.guild).await?;
    Ok(guild.map_or_else(Zone::utc, |guild| guild.zone))
}
