//! What is kept of me, where, for how long, and who can read it.

use super::super::{Commands, Trouble};
use super::Mine;
use crate::messages::{self, Card};

pub(super) async fn card(commands: &Commands, mine: &Mine) -> Result<Card, Trouble> {
    Ok(messages::my_data(&mine.data(commands).await?, mine.reach, commands.keep_after_removal))
}
