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

pub(super) const NAME: &str = "recognize";
pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME).description("Thank")
}
pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) const USER_NAME: &str = "Recognize";
pub(super) const MESSAGE_NAME: &str = "Recognize this";
pub(super) fn register_user() -> CreateCommand {
    CreateCommand::new(USER_NAME).kind(serenity::model::application::CommandType::User)
}
pub(super) fn register_message() -> CreateCommand {
    CreateCommand::new(MESSAGE_NAME).kind(serenity::model::application::CommandType::Message)
}
pub(super) async fn answer_user(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) async fn answer_message(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) async fn whom(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) async fn words_form(
    commands: &Commands,
    asked: &Asked,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) async fn set_way(commands: &Commands, asked: &Asked, recognition: Id, way: Way) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
pub(super) async fn submit(
    commands: &Commands,
    asked: &Asked,
    form: &ModalInteraction,
    receiver: UserId,
    about: Option<(ChannelId, MessageId)>,
) -> Result<Answer, Trouble> {
    Err(Trouble::kind(replies::UNKNOWN_COMMAND))
}
