//! `/recognition roster`, `join` and `leave`: who takes part. Everybody decides for themselves; stewards add people whom
//! nobody has thanked yet, and take off who belongs there no more. There is no list of who is on it.

use serenity::builder::CreateCommandOption;
use serenity::model::application::{
    CommandOptionType, ComponentInteraction, ComponentInteractionDataKind, ResolvedOption, ResolvedValue,
};
use serenity::model::guild::Role;
use serenity::model::id::UserId;
use serenity::model::user::User;

use super::super::{Answer, Asked, Commands, Hearing, Trouble};
use crate::messages::replies::account as replies;
use crate::messages::{self, Card, RosterRole};
use crate::store::RecognitionChange;

pub(super) const NAME: &str = "roster";
/// Its option.
const ROLE: &str = "role";
pub(super) const JOIN: &str = "join";
pub(super) const LEAVE: &str = "leave";

pub(super) fn register() -> [CreateCommandOption; 3] {
    let subcommand = |name, description| CreateCommandOption::new(CommandOptionType::SubCommand, name, description);
    [
        subcommand(JOIN, "Take part: count on the roster, and come up when somebody asks whom to thank"),
        subcommand(LEAVE, "Off the roster, until you join or give recognition again"),
        subcommand(NAME, "Who takes part, in counts; add people or take them off (stewards)").add_sub_option(
            CreateCommandOption::new(CommandOptionType::Role, ROLE, "A role for the roster to follow (Manage Server)"),
        ),
    ]
}

pub(super) async fn answer(
    commands: &Commands,
    asked: &Asked,
    options: &[ResolvedOption<'_>],
) -> Result<Answer, Trouble> {
    let role = options.iter().find_map(|option| match option.value {
        ResolvedValue::Role(role) if option.name == ROLE => Some(role),
        _ => None,
    });
    let Some(role) = role else {
        may_see(commands, asked).await?;
        return Ok(Answer::private(card(commands, asked, None).await?));
    };
    let done = follow(commands, asked, role).await?;
    Ok(Answer::private(card(commands, asked, Some(done)).await?))
}

/// A role was picked in the menu.
pub(super) async fn pick_role(
    commands: &Commands,
    asked: &Asked,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    let ComponentInteractionDataKind::RoleSelect { values } = &component.data.kind else {
        return Err(Trouble::kind(replies::NOBODY_PICKED));
    };
    let role = values.first().and_then(|role| component.data.resolved.roles.get(role));
    let done = follow(commands, asked, role.ok_or_else(|| Trouble::kind(replies::NOBODY_PICKED))?).await?;
    Ok(Answer::Update(card(commands, asked, Some(done)).await?))
}

/// The roster follows this role from now on, where the operator lets it.
async fn follow(commands: &Commands, asked: &Asked, role: &Role) -> Result<String, Trouble> {
    asked.may_manage()?;
    match commands.discord.hearing() {
        Hearing::Heard => {}
        Hearing::Unlet => return Err(Trouble::kind(replies::ROLES_UNLET)),
        Hearing::Refused => return Err(Trouble::kind(replies::ROLES_REFUSED)),
    }
    // Discord's role of everybody has the server's own id.
    if role.id.get() == asked.guild.get() {
        return Err(Trouble::kind(replies::ROLE_OF_ALL));
    }
    if role.managed && role.tags.bot_id.is_some() {
        return Err(Trouble::kind(replies::ROLE_OF_A_BOT));
    }
    let change = RecognitionChange::RosterRole(Some(role.id));
    commands
        .store
        .settle_recognition(asked.guild, &[change, RecognitionChange::By(asked.user)], commands.clock.now())
        .await?;
    commands.discord.read_members(asked.guild);
    Ok(replies::follows_now(role.id))
}

/// The roster follows no role any more. That needs nobody's leave.
pub(super) async fn no_role(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let change = RecognitionChange::RosterRole(None);
    commands
        .store
        .settle_recognition(asked.guild, &[change, RecognitionChange::By(asked.user)], commands.clock.now())
        .await?;
    commands.discord.read_members(asked.guild);
    Ok(Answer::Update(card(commands, asked, Some(replies::FOLLOWS_NONE.to_owned())).await?))
}

pub(super) async fn join(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    let joined = commands.store.join_roster(asked.guild, asked.user, asked.name.as_deref(), now).await?;
    Ok(Answer::private(Card::text(if joined { replies::JOINED } else { replies::ALREADY_ON })))
}

pub(super) async fn leave(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let left = commands.store.leave_roster(asked.guild, asked.user, commands.clock.now()).await?;
    Ok(Answer::private(Card::text(if left { replies::LEFT } else { replies::ALREADY_OFF })))
}

/// People were picked in one of the menus.
pub(super) async fn pick(
    commands: &Commands,
    asked: &Asked,
    component: &ComponentInteraction,
    add: bool,
) -> Result<Answer, Trouble> {
    may_see(commands, asked).await?;
    let ComponentInteractionDataKind::UserSelect { values } = &component.data.kind else {
        return Err(Trouble::kind(replies::NOBODY_PICKED));
    };
    let done = if add {
        let resolved = &component.data.resolved;
        let picked: Vec<&User> =
            values.iter().filter_map(|user| resolved.users.get(user)).filter(|user| !user.bot).collect();
        let bots = values.len() - picked.len();
        // Whoever is not in the server has no name here, and cannot be thanked.
        let shown = |user: &&User| resolved.members.get(&user.id).map(|member| Asked::shown_name(user, member));
        let people: Vec<(UserId, String)> = picked.iter().filter_map(|user| Some((user.id, shown(user)?))).collect();
        let absent: Vec<UserId> = picked.iter().filter(|user| shown(user).is_none()).map(|user| user.id).collect();
        let picked = commands.store.pick_for_roster(asked.guild, &people, commands.clock.now()).await?;
        replies::added(&picked, &absent, bots)
    } else {
        // Whoever has the role that is followed would be back with the next look at the members.
        let followed = commands.store.followed_role(asked.guild).await?;
        let followed = followed.filter(|_| commands.discord.hearing() == Hearing::Heard);
        let members = &component.data.resolved.members;
        let has_it = |user: &UserId| {
            followed.is_some_and(|role| members.get(user).is_some_and(|member| member.roles.contains(&role)))
        };
        let (stay, others): (Vec<UserId>, Vec<UserId>) = values.iter().partition(|user| has_it(user));
        replies::taken_off(&commands.store.take_off_roster(asked.guild, &others).await?, &stay)
    };
    Ok(Answer::Update(card(commands, asked, Some(done)).await?))
}

async fn may_see(commands: &Commands, asked: &Asked) -> Result<(), Trouble> {
    asked.may_steward(commands.store.steward_role(asked.guild).await?)
}

async fn card(commands: &Commands, asked: &Asked, done: Option<String>) -> Result<Card, Trouble> {
    let role = RosterRole {
        chosen: commands.store.followed_role(asked.guild).await?,
        heard: commands.discord.hearing() == Hearing::Heard,
        manages: asked.may_manage().is_ok(),
    };
    Ok(messages::roster(&commands.store.roster(asked.guild).await?, role, done))
}
