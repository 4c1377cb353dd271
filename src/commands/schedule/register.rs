//! How `/schedule` is registered with Discord.

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::Permissions;
use serenity::model::application::{CommandOptionType, InstallationContext, InteractionContext};
use serenity::model::channel::ChannelType;

use super::NAME;
use super::request::{MOST_HOLIDAY_NAME, MOST_NAME};
use crate::deck::DrawsFrom;
use crate::messages::replies::{digest, schedule as words};

pub(in super::super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description(words::DESCRIPTION)
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .default_member_permissions(Permissions::MANAGE_GUILD)
        .add_option(
            subcommand("set", words::SET)
                .add_sub_option(
                    CreateCommandOption::new(CommandOptionType::Channel, "channel", words::SET_CHANNEL)
                        .channel_types(vec![ChannelType::Text, ChannelType::News, ChannelType::Forum]),
                )
                .add_sub_option(text("time", words::SET_TIME, 20))
                .add_sub_option(text("zone", words::SET_ZONE, 100).set_autocomplete(true))
                .add_sub_option(text("days", words::SET_DAYS, 100))
                .add_sub_option(text("name", words::SET_NAME, MOST_NAME))
                .add_sub_option(text("theme", words::SET_THEME, 100).set_autocomplete(true))
                .add_sub_option(text("series", words::SET_SERIES, 100).set_autocomplete(true))
                .add_sub_option(CreateCommandOption::new(CommandOptionType::Role, "mention", words::SET_MENTION))
                .add_sub_option(switch("mention-nobody", words::SET_MENTION_NOBODY))
                .add_sub_option(switch("thread", words::SET_THREAD))
                .add_sub_option(
                    CreateCommandOption::new(CommandOptionType::String, "posts", digest::SET_POSTS)
                        .add_string_choice(digest::POSTS_PROMPTS, "prompts")
                        .add_string_choice(digest::POSTS_DIGEST, "digest"),
                )
                .add_sub_option(
                    CreateCommandOption::new(CommandOptionType::String, "every", digest::SET_EVERY)
                        .add_string_choice("week", "week")
                        .add_string_choice("month", "month"),
                )
                .add_sub_option(
                    CreateCommandOption::new(CommandOptionType::String, "prompts", words::SET_PROMPTS)
                        .add_string_choice(words::FROM_CLARION, DrawsFrom::Clarion.name())
                        .add_string_choice(words::FROM_TEAM, DrawsFrom::Team.name())
                        .add_string_choice(words::FROM_BOTH, DrawsFrom::Both.name()),
                ),
        )
        .add_option(subcommand("show", words::SHOW))
        .add_option(
            subcommand("pause", words::PAUSE)
                .add_sub_option(text("until", words::PAUSE_UNTIL, 40))
                .add_sub_option(name()),
        )
        .add_option(subcommand("resume", words::RESUME).add_sub_option(name()))
        .add_option(
            subcommand("skip", words::SKIP).add_sub_option(text("date", words::SKIP_DATE, 40)).add_sub_option(name()),
        )
        .add_option(
            subcommand("unskip", words::UNSKIP)
                .add_sub_option(text("date", words::UNSKIP_DATE, 40))
                .add_sub_option(name()),
        )
        .add_option(holidays())
        .add_option(subcommand("now", words::NOW).add_sub_option(name()))
        .add_option(subcommand("preview", words::PREVIEW).add_sub_option(name()))
        .add_option(subcommand("remove", words::REMOVE).add_sub_option(name().required(true)))
}

fn holidays() -> CreateCommandOption {
    let name = |description| text("name", description, MOST_HOLIDAY_NAME);
    CreateCommandOption::new(CommandOptionType::SubCommandGroup, "holidays", words::HOLIDAYS)
        .add_sub_option(
            subcommand("add", words::HOLIDAYS_ADD)
                .add_sub_option(text("date", words::HOLIDAYS_DATE, 40).required(true))
                .add_sub_option(text("until", words::HOLIDAYS_UNTIL, 40))
                .add_sub_option(switch("every-year", words::HOLIDAYS_YEARLY))
                .add_sub_option(name(words::HOLIDAYS_NAME)),
        )
        .add_sub_option(subcommand("list", words::HOLIDAYS_LIST))
        .add_sub_option(
            subcommand("remove", words::HOLIDAYS_REMOVE)
                .add_sub_option(text("date", words::HOLIDAYS_REMOVE_DATE, 40))
                .add_sub_option(name(words::HOLIDAYS_REMOVE_NAME)),
        )
}

fn subcommand(name: &str, description: &str) -> CreateCommandOption {
    CreateCommandOption::new(CommandOptionType::SubCommand, name, description)
}

fn text(name: &str, description: &str, most: u16) -> CreateCommandOption {
    CreateCommandOption::new(CommandOptionType::String, name, description).max_length(most)
}

fn switch(name: &str, description: &str) -> CreateCommandOption {
    CreateCommandOption::new(CommandOptionType::Boolean, name, description)
}

fn name() -> CreateCommandOption {
    text("name", words::NAME_OPTION, MOST_NAME)
}
