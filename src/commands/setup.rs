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

pub(super) const NAME: &str = "setup";
pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME).description("Begin")
}
pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) fn complete(typing: &CommandInteraction) -> Answer {
    Answer::Choices(Vec::new())
}
pub(super) async fn open(commands: &Commands, asked: &Asked, zone: Option<&str>) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) async fn press(
    commands: &Commands,
    asked: &Asked,
    step: PanelStep,
    choice: SetupChoice,
    kind: &ComponentInteractionDataKind,
) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
