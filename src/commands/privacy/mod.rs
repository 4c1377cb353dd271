//! `/privacy`: what is kept of me, a copy of it, a pause, and the end of it. All answers are private.
//!
//! It works in private messages too, for people who left a server: there it is about everything that is kept of them
//! anywhere. Discord takes a command there from whoever shares a server with the bot, and from whoever added the app to
//! their account; so this one alone is for accounts too (Discord's document "Application Commands", "Contexts"). With that
//! it can be typed in any server, also where the bot is not: there as well it is about everything, and nothing is written
//! of that server. Nothing here needs a permission, for it is about whoever asks alone.

mod export;
mod forget;
mod pause;
mod show;

pub use export::copy_of;
pub(super) use forget::cleaned;

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, CommandDataOptionValue, CommandInteraction,
    CommandOptionType, ComponentInteraction, InstallationContext, InteractionContext,
};
use serenity::model::id::{ApplicationId, GuildId, UserId};

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
        .integration_types(vec![InstallationContext::Guild, InstallationContext::User])
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
    /// In a server that the bot is not in.
    outside: bool,
    /// What to add to one's account, for whoever has not.
    to_add: Option<ApplicationId>,
}

/// Where somebody asks from.
#[derive(Clone, Copy, Debug)]
struct From {
    user: UserId,
    guild: Option<GuildId>,
    outside: bool,
    to_add: Option<ApplicationId>,
}

impl From {
    fn new(
        user: UserId,
        guild: Option<GuildId>,
        owners: &AuthorizingIntegrationOwners,
        application: ApplicationId,
    ) -> Self {
        let any = |of: fn(&AuthorizingIntegrationOwner) -> bool| owners.0.iter().any(of);
        let by_server = any(|owner| matches!(owner, AuthorizingIntegrationOwner::GuildInstall(_)));
        let by_account = any(|owner| matches!(owner, AuthorizingIntegrationOwner::UserInstall(_)));
        let outside = guild.is_some() && by_account && !by_server;
        Self { user, guild, outside, to_add: (!by_account).then_some(application) }
    }

    fn by_command(command: &CommandInteraction) -> Self {
        let owners = &command.authorizing_integration_owners;
        Self::new(command.user.id, command.guild_id, owners, command.application_id)
    }

    fn by_component(component: &ComponentInteraction) -> Self {
        let owners = &component.authorizing_integration_owners;
        Self::new(component.user.id, component.guild_id, owners, component.application_id)
    }

    /// What is meant where nothing was said: a server that the bot is not in has nothing to tell.
    fn usual(self) -> Reach {
        if self.guild.is_some() && !self.outside { Reach::Here } else { Reach::Everywhere }
    }
}

impl Mine {
    fn new(from: From, reach: Reach) -> Result<Self, Trouble> {
        let place = match (reach, from.guild) {
            (Reach::Everywhere, _) => Where::Everywhere,
            (Reach::Here, Some(guild)) => Where::Server(guild),
            (Reach::Here, None) => return Err(Trouble::kind(words::NO_SERVER_HERE)),
        };
        Ok(Self { user: from.user, reach, place, outside: from.outside, to_add: from.to_add })
    }

    /// Nothing of theirs is kept there; what is said then.
    fn nothing(&self) -> Trouble {
        Trouble::kind(words::nothing_kept(self.reach))
    }

    /// What is known of it, to be shown.
    async fn data(&self, commands: &Commands) -> Result<MyData, Trouble> {
        let store = &commands.store;
        let mut data = MyData {
            kept: store.kept_of(self.user, self.place).await?,
            paused: store.paused_since(self.user, self.place).await?,
            outside: self.outside,
            to_add: self.to_add,
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
    let from = From::by_command(command);
    let reach = chosen.and_then(Reach::named).unwrap_or_else(|| from.usual());
    Ok((&sub.name, Mine::new(from, reach)?))
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let (sub, mine) = asked(command)?;
    match sub {
        "show" => Ok(Answer::private(show::card(commands, &mine).await?)),
        "export" => export::file(commands, &mine).await,
        "pause" => Ok(Answer::private(pause::begin(commands, &mine).await?)),
        "forget" => Ok(Answer::private(forget::question(commands, &mine).await?)),
        _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
    }
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
    let mine = |reach| Mine::new(From::by_component(component), reach);
    Ok(match press {
        PrivacyPress::Show(reach) => Answer::Update(show::card(commands, &mine(reach)?).await?),
        PrivacyPress::Export(reach) => export::file(commands, &mine(reach)?).await?,
        PrivacyPress::Pause(reach) => Answer::Update(pause::set(commands, &mine(reach)?, true).await?),
        PrivacyPress::Resume(reach) => Answer::Update(pause::set(commands, &mine(reach)?, false).await?),
        PrivacyPress::Forget(reach) => Answer::Update(forget::question(commands, &mine(reach)?).await?),
        PrivacyPress::Erase(reach) => {
            let asked_in = component.guild_id.zip(component.member.as_ref().map(|member| member.roles.as_slice()));
            Answer::private(forget::erase(commands, &mine(reach)?, asked_in).await?)
        }
        PrivacyPress::EraseServer => server_data::erase(commands, component).await?,
        PrivacyPress::KeepServer => server_data::keep(component)?,
    })
}
