//! `/recognize`: say thank you to one to ten people, in the channel; and the other ways there: a person's menu, a
//! message's menu, the button under an announcement.

mod form;
mod give;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, CommandOptionType, CommandType, InstallationContext, InteractionContext, ResolvedValue,
};

use super::{Answer, Asked, Commands, Trouble};
use crate::content::Library;
use crate::messages::{clip, stir};
use crate::recognition::{MOST_RECEIVERS, MOST_WORDS, Member, Way};

pub(super) use form::{answer_message, answer_user, submit, whom, words_form};
use give::Gift;
pub(super) use give::set_way;

pub(super) const NAME: &str = "recognize";
/// In the menu of a person, under Apps.
pub(super) const USER_NAME: &str = "Recognize";
/// In the menu of a message, under Apps.
pub(super) const MESSAGE_NAME: &str = "Recognize this";

pub(super) fn register(library: &Library) -> CreateCommand {
    let mut way = CreateCommandOption::new(
        CommandOptionType::String,
        "way",
        "What did it stir? Shown in /me, to you and to whom you thank",
    );
    for choice in Way::ALL {
        way = way.add_string_choice(clip(&stir(library, choice), 100), choice.id());
    }
    let mut command = server_only(CreateCommand::new(NAME))
        .description("Say thank you, for everybody in this channel to read")
        .add_option(CreateCommandOption::new(CommandOptionType::User, "member", "Whom to thank").required(true))
        .add_option(
            CreateCommandOption::new(CommandOptionType::String, "for", "What for? Everybody in this channel reads it")
                .required(true)
                .min_length(1)
                .max_length(u16::try_from(MOST_WORDS).unwrap_or(u16::MAX)),
        )
        .add_option(way);
    for place in 2..=MOST_RECEIVERS {
        command = command.add_option(CreateCommandOption::new(
            CommandOptionType::User,
            format!("member{place}"),
            "Somebody else to thank for the same",
        ));
    }
    command
}

pub(super) fn register_user() -> CreateCommand {
    server_only(CreateCommand::new(USER_NAME).kind(CommandType::User))
}

pub(super) fn register_message() -> CreateCommand {
    server_only(CreateCommand::new(MESSAGE_NAME).kind(CommandType::Message))
}

fn server_only(command: CreateCommand) -> CreateCommand {
    command.contexts(vec![InteractionContext::Guild]).integration_types(vec![InstallationContext::Guild])
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let mut gift = Gift::default();
    for option in command.data.options() {
        match (option.name, option.value) {
            ("for", ResolvedValue::String(words)) => gift.words = words.to_owned(),
            // Discord offers four; what is none of them is as good as nothing said.
            ("way", ResolvedValue::String(way)) => gift.way = way.parse().ok(),
            (name, ResolvedValue::User(user, _)) if name.starts_with("member") => {
                gift.receivers.push(Member { user: user.id, bot: user.bot });
            }
            _ => {}
        }
    }
    give::give(commands, &asked, &gift).await
}
