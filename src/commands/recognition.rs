#![allow(unused)]
//! STUB

use serenity::builder::CreateCommand;
use serenity::model::application::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::{Answer, Asked, Commands, Trouble};
use crate::messages::{PanelStep, SetupChoice, replies};
use crate::recognition::Way;
use crate::store::Id;

pub(super) const NAME: &str = "recognition";
pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME).description("Who gives")
}
pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
