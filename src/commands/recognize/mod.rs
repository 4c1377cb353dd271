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
use crate::recognition::{MOST_NAMED, MOST_RECEIVERS, MOST_WORDS, Member, Way};

pub(super) use form::{answer_message, answer_user, form_for, press, submit, submit_several, whom, words_form};
use give::Gift;
pub(super) use give::set_way;

pub(super) const NAME: &str = "recognize";
/// In the menu of a person, under Apps.
pub(super) const USER_NAME: &str = "Recognize";
/// In the menu of a message, under Apps.
pub(super) const MESSAGE_NAME: &str = "Recognize this";

/// The options that name a strength each.
const STRENGTHS: [&str; MOST_NAMED] = ["strength", "strength2", "strength3"];

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
        .description("Say thank you, for everybody in this channel to read, or quietly")
        .add_option(CreateCommandOption::new(CommandOptionType::User, "member", "Whom to thank").required(true))
        .add_option(
            CreateCommandOption::new(
                CommandOptionType::String,
                "for",
                "What for? Everybody in this channel reads it, unless it is quiet",
            )
            .required(true)
            .min_length(1)
            .max_length(u16::try_from(MOST_WORDS).unwrap_or(u16::MAX)),
        )
        .add_option(way)
        .add_option(CreateCommandOption::new(
            CommandOptionType::Boolean,
            "quiet",
            "Yes: for whom you thank alone, and nothing is posted here",
        ));
    for name in STRENGTHS {
        let strength = CreateCommandOption::new(
            CommandOptionType::String,
            name,
            "A strength that you saw: start typing, and pick from this server's list",
        );
        command = command.add_option(strength.set_autocomplete(true));
    }
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
            ("quiet", ResolvedValue::Boolean(quiet)) => gift.quiet = quiet,
            (name, ResolvedValue::String(strength)) if STRENGTHS.contains(&name) => {
                gift.strengths.push(strength.to_owned());
            }
            (name, ResolvedValue::User(user, member)) if name.starts_with("member") => {
                gift.receivers.push(Member { user: user.id, bot: user.bot });
                // Whoever has left keeps the name that they had here, and stays gone.
                match member {
                    Some(member) => gift.names.push((user.id, Asked::shown_name(user, member))),
                    None => gift.absent.push(user.id),
                }
            }
            _ => {}
        }
    }
    give::give(commands, &asked, &gift).await
}

/// The server's strengths that hold what is typed, without those that are named in another option already. It is one short
/// read of the store: Discord waits three seconds for it, and shows nothing where there is no answer.
pub(super) async fn complete(commands: &Commands, typing: &CommandInteraction) -> Answer {
    /// As many as Discord shows.
    const MOST_CHOICES: usize = 25;
    let (Some(focused), Some(guild)) = (typing.data.autocomplete(), typing.guild_id) else {
        return Answer::Choices(Vec::new());
    };
    let Ok(options) = commands.store.recognition_options(guild).await else { return Answer::Choices(Vec::new()) };
    let sought = focused.value.trim().to_lowercase();
    let named: Vec<&str> = typing
        .data
        .options
        .iter()
        .filter(|option| STRENGTHS.contains(&option.name.as_str()))
        .filter_map(|option| option.value.as_str())
        .collect();
    let fits = |name: &String| name.to_lowercase().contains(&sought) && !named.contains(&name.as_str());
    let names = give::strengths_here(commands, options).into_iter().filter(fits).take(MOST_CHOICES);
    Answer::Choices(names.map(|name| (name.clone(), name)).collect())
}
