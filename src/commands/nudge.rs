//! The weekly reminder whom one might thank: asked for and ended by its person alone, in a server or under a reminder itself.

use serenity::model::application::ComponentInteraction;
use serenity::model::id::GuildId;

use super::{Answer, Asked, Commands, Trouble, recognition};
use crate::messages::replies::{self, nudge as words};
use crate::messages::{self, Card, NudgePress, nudge_chosen};
use crate::store::{Id, OccurrenceKey};

/// Whoever presses decides for themselves; under a reminder that is whom it went to.
pub(super) async fn press(
    commands: &Commands,
    component: &ComponentInteraction,
    press: NudgePress,
) -> Result<Answer, Trouble> {
    match press {
        NudgePress::Set { wanted } => {
            let asked = Asked::by_component(component)?;
            set(commands, &asked, wanted).await
        }
        NudgePress::Stop { occurrence } => {
            // Of one that is kept no more, nothing comes either.
            if let Some(guild) = own(commands, component, occurrence).await? {
                commands.store.set_nudge(guild, component.user.id, false, commands.clock.now()).await?;
            }
            Ok(Answer::private(Card::text(words::OFF)))
        }
        NudgePress::Suggest { occurrence } => {
            let guild = own(commands, component, occurrence).await?;
            let guild = guild.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
            let asked = match component.guild_id {
                Some(_) => Asked::by_component(component)?,
                None => Asked::from_afar(component, guild, &*commands.discord).await?,
            };
            // A reminder stays in private messages when its person has left, and others are nobody's to show there.
            if !asked.member {
                // Discord says the same of a server that the bot is not in.
                let known = commands.store.guild(guild).await?;
                let gone = known.is_some_and(|known| known.removed_at.is_some());
                // Whoever ended them hears of none to come.
                let wanted = commands.store.wants_nudge(guild, asked.user).await?;
                return Err(Trouble::kind(if gone { words::gone_myself(wanted) } else { words::not_there(wanted) }));
            }
            let mut card = recognition::suggestions(commands, &asked).await?;
            // What is pressed to thank somebody is pressed in a channel, where others read it.
            card.rows.clear();
            card.content = format!("{}\n{}", card.content, words::THANK_THERE).trim_start().to_owned();
            Ok(Answer::private(card.row(messages::to_the_server(guild))))
        }
    }
}

async fn set(commands: &Commands, asked: &Asked, wanted: bool) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    let chosen = commands.store.set_nudge(asked.guild, asked.user, wanted, now).await?;
    commands.bell.ring();
    let said = if wanted {
        words::on(chosen.next, &commands.store.check_in_calendar(asked.guild).await?.when.zone, chosen.contact, now)
    } else {
        words::OFF.to_owned()
    };
    Ok(Answer::private(nudge_chosen(said, wanted)))
}

/// The server of a reminder that went to whoever presses; `None` where it is kept no more.
async fn own(
    commands: &Commands,
    component: &ComponentInteraction,
    occurrence: Id,
) -> Result<Option<GuildId>, Trouble> {
    let Some(found) = commands.store.occurrence(occurrence).await? else { return Ok(None) };
    let nudged = match found.key {
        OccurrenceKey::Nudge { person, .. } => commands.store.nudged(person).await?,
        _ => None,
    };
    // It stands in private messages, where an interaction knows no server.
    match nudged {
        Some((guild, user)) if user == component.user.id && component.guild_id.is_none_or(|here| here == guild) => {
            Ok(Some(guild))
        }
        _ => Err(Trouble::kind(words::NOT_YOURS)),
    }
}
