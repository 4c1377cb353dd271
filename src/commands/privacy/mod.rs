//! `/privacy`: what is kept of me, a copy of it, a pause, and the end of it. All answers are private.
//!
//! It works in private messages too, for people who left a server: there it is about everything that is kept of them
//! anywhere. Nothing here needs a permission, for it is about whoever asks alone.

mod export;
mod forget;
mod pause;
mod show;

pub(super) use forget::cleaned;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandDataOptionValue, CommandInteraction, CommandOptionType, ComponentInteraction, InstallationContext,
    InteractionContext,
};
use serenity::model::id::{GuildId, UserId};

use super::{Answer, Commands, Deferral, Trouble, server_data};
use crate::messages::replies::{self, privacy as words};
use crate::messages::{MOST_SERVERS, MyData, PrivacyPress, Reach};
use crate::store::Where;

pub(super) const NAME: &str = "privacy";

const WHERE: &str = "where";

pub(super) fn register() -> CreateCommand {
    let sub = |name, description| CreateCommandOption::new(CommandOptionType::SubCommand, name, description);
    let place = || {
        CreateCommandOption::new(CommandOptionType::String, WHERE, words::WHERE)
            .add_string_choice(words::HERE, Reach::Here.id())
            .add_string_choice(words::EVERYWHERE, Reach::Everywhere.id())
    };
    CreateCommand::new(NAME)
        .description(words::DESCRIPTION)
        .contexts(vec![InteractionContext::Guild, InteractionContext::BotDm])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(sub("show", words::SHOW).add_sub_option(place()))
        .add_option(sub("export", words::EXPORT).add_sub_option(place()))
        .add_option(sub("pause", words::PAUSE).add_sub_option(place()))
        .add_option(sub("forget", words::FORGET).add_sub_option(place()))
}

/// Whose data it is about, and where.
#[derive(Clone, Copy, Debug)]
struct Mine {
    user: UserId,
    reach: Reach,
    place: Where,
}

impl Mine {
    fn new(user: UserId, guild: Option<GuildId>, reach: Reach) -> Result<Self, Trouble> {
        let place = match (reach, guild) {
            (Reach::Everywhere, _) => Where::Everywhere,
            (Reach::Here, Some(guild)) => Where::Server(guild),
            (Reach::Here, None) => return Err(Trouble::kind(words::NO_SERVER_HERE)),
        };
        Ok(Self { user, reach, place })
    }

    /// What is known of it, to be shown.
    async fn data(&self, commands: &Commands) -> Result<MyData, Trouble> {
        let store = &commands.store;
        let mut data = MyData {
            kept: store.kept_of(self.user, self.place).await?,
            paused: store.paused_since(self.user, self.place).await?,
            ..MyData::default()
        };
        match self.place {
            Where::Server(guild) => {
                data.words_kept_days = store.words_kept_days(guild).await?;
                data.follows = store.followed_role(guild).await?.is_some();
            }
            Where::Everywhere => {
                for guild in store.servers_of(self.user).await?.into_iter().take(MOST_SERVERS) {
                    data.servers.push(commands.discord.server_name(guild).await.ok());
                }
            }
        }
        Ok(data)
    }
}

/// What was asked: the subcommand, and where.
fn asked(command: &CommandInteraction) -> Result<(&str, Mine), Trouble> {
    let Some(sub) = command.data.options.first() else { return Err(Trouble::kind(replies::UNKNOWN_COMMAND)) };
    let chosen = match &sub.value {
        CommandDataOptionValue::SubCommand(options) => {
            options.iter().find(|option| option.name == WHERE).and_then(|option| option.value.as_str())
        }
        _ => None,
    };
    let usual = if command.guild_id.is_some() { Reach::Here } else { Reach::Everywhere };
    let reach = chosen.and_then(Reach::named).unwrap_or(usual);
    Ok((&sub.name, Mine::new(command.user.id, command.guild_id, reach)?))
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let (sub, mine) = asked(command)?;
    match sub {
        "show" => Ok(Answer::private(show::card(commands, &mine).await?)),
        "export" => export::file(commands, &mine).await,
        "pause" => Ok(Answer::private(pause::turn(commands, &mine).await?)),
        "forget" => Ok(Answer::private(forget::question(commands, &mine).await?)),
        _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
    }
}

/// Whether it changes something that has no key of its own: a pause that is asked for twice would be none.
pub(super) fn changes(command: &CommandInteraction) -> bool {
    command.data.options.first().is_some_and(|sub| sub.name == "pause")
}

/// The answer to an erasure is a message of its own, which says meanwhile that it takes a moment.
pub(super) fn deferral(press: PrivacyPress) -> Deferral {
    match press {
        PrivacyPress::Export(_) | PrivacyPress::Erase(_) | PrivacyPress::EraseServer => Deferral::Private,
        _ => Deferral::Update,
    }
}

/// The second would find nothing left, and say so.
pub(super) fn press_changes(press: PrivacyPress) -> bool {
    matches!(press, PrivacyPress::Erase(_) | PrivacyPress::EraseServer)
}

pub(super) async fn press(
    commands: &Commands,
    component: &ComponentInteraction,
    press: PrivacyPress,
) -> Result<Answer, Trouble> {
    let mine = |reach| Mine::new(component.user.id, component.guild_id, reach);
    Ok(match press {
        PrivacyPress::Show(reach) => Answer::Update(show::card(commands, &mine(reach)?).await?),
        PrivacyPress::Export(reach) => export::file(commands, &mine(reach)?).await?,
        PrivacyPress::Pause(reach) => Answer::Update(pause::set(commands, &mine(reach)?, true).await?),
        PrivacyPress::Resume(reach) => Answer::Update(pause::set(commands, &mine(reach)?, false).await?),
        PrivacyPress::Forget(reach) => Answer::Update(forget::question(commands, &mine(reach)?).await?),
        PrivacyPress::Erase(reach) => Answer::private(forget::erase(commands, &mine(reach)?).await?),
        PrivacyPress::EraseServer => server_data::erase(commands, component).await?,
        PrivacyPress::KeepServer => server_data::keep(component)?,
    })
}
