//! `/recognition roster`, `join` and `leave`: who takes part. Everybody decides for themselves; stewards add people whom
//! nobody has thanked yet, and take off who belongs there no more. There is no list of who is on it.

use serenity::builder::CreateCommandOption;
use serenity::model::application::{CommandOptionType, ComponentInteraction, ComponentInteractionDataKind};
use serenity::model::id::UserId;
use serenity::model::user::User;

use super::super::{Answer, Asked, Commands, Trouble};
use crate::messages::replies::account as replies;
use crate::messages::{self, Card};

pub(super) const NAME: &str = "roster";
pub(super) const JOIN: &str = "join";
pub(super) const LEAVE: &str = "leave";

pub(super) fn register() -> [CreateCommandOption; 3] {
    let subcommand = |name, description| CreateCommandOption::new(CommandOptionType::SubCommand, name, description);
    [
        subcommand(JOIN, "Take part: count on the roster, and come up when somebody asks whom to thank"),
        subcommand(LEAVE, "Off the roster, until you join or give recognition again"),
        subcommand(NAME, "Who takes part, in counts; add people or take them off (stewards)"),
    ]
}

pub(super) async fn answer(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    may_see(commands, asked).await?;
    Ok(Answer::private(card(commands, asked, None).await?))
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
        replies::taken_off(&commands.store.take_off_roster(asked.guild, values).await?)
    };
    Ok(Answer::Update(card(commands, asked, Some(done)).await?))
}

async fn may_see(commands: &Commands, asked: &Asked) -> Result<(), Trouble> {
    asked.may_steward(commands.store.steward_role(asked.guild).await?)
}

async fn card(commands: &Commands, asked: &Asked, done: Option<String>) -> Result<Card, Trouble> {
    Ok(messages::roster(&commands.store.roster(asked.guild).await?, done))
}
