//! A recognition after it was given: its giver takes it back or says it anew, its receivers decide who sees it, and a
//! steward removes what somebody asked them to look at.
//!
//! Whoever presses is held against the row each time: the giver's by who gave it, the receiver's by to whom it was given, the
//! steward's by what they may do in the server. A private message knows no server: the recognition does, or the report, and
//! what a steward may do there is asked of Discord for each press.

mod given;
mod received;
mod steward;

use serenity::model::Permissions;
use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind, ModalInteraction};
use serenity::model::id::{ChannelId, GuildId, UserId};

use super::press::in_private;
use super::{Answer, Asked, Commands, Deferral, LookupFault, Trouble};
use crate::messages::replies::keep::Stands;
use crate::messages::{KeepPress, replies};
use crate::store::{Id, Recognition};

pub(super) use given::undo_command;
pub(super) use steward::{reports_command, void_command};

/// What answers with a form cannot be deferred; what stands in public, or is a message of its own, is answered privately.
pub(super) fn deferral(press: KeepPress) -> Deferral {
    match press {
        KeepPress::Amend { .. } | KeepPress::Report { .. } | KeepPress::Void { .. } => Deferral::Never,
        KeepPress::About { .. } | KeepPress::Reports { .. } => Deferral::Private,
        _ => Deferral::Update,
    }
}

/// Whether two processes would tell two things: the second finds what the first has done.
pub(super) fn changes(press: KeepPress) -> bool {
    matches!(press, KeepPress::Undo { .. } | KeepPress::Close { .. })
}

/// The same of a form that comes back. Other words have the interaction for their key.
pub(super) fn form_changes(press: KeepPress) -> bool {
    matches!(press, KeepPress::Reported { .. } | KeepPress::Voided { .. })
}

pub(super) async fn press(
    commands: &Commands,
    component: &ComponentInteraction,
    press: KeepPress,
) -> Result<Answer, Trouble> {
    let who = component.user.id;
    if let (KeepPress::About { recognition }, Some(guild), false) = (press, component.guild_id, in_private(component)) {
        // In a server that button stands under the announcement alone, so this is where it arrived.
        let (place, now) = ((component.channel_id, component.message.id), commands.clock.now());
        if commands.store.announcement_seen(guild, recognition, place, now).await? {
            commands.bell.ring();
        }
    }
    match press {
        KeepPress::About { recognition }
        | KeepPress::Hide { recognition, .. }
        | KeepPress::Announce { recognition: Some(recognition), .. }
        | KeepPress::NotFrom { recognition, .. } => {
            let place = Place::of(commands, component.guild_id, who, recognition).await?;
            let here = component.guild_id.and(component.app_permissions).map(|own| (component.channel_id, own));
            return received::press(commands, &place, press, here).await;
        }
        // Whose it is, is asked when the form comes back.
        KeepPress::Report { recognition } => return Ok(received::report_form(recognition)),
        // The form shows nothing and does nothing: who may remove it is asked when it comes back.
        KeepPress::Void { report } => return Ok(steward::void_form(report)),
        _ => {}
    }
    let asked = match of_report(commands, component.guild_id, press).await? {
        Some(guild) => Asked::from_afar(component, guild, &*commands.discord).await?,
        None => Asked::by_component(component)?,
    };
    match press {
        KeepPress::Undo { recognition } => given::undo(commands, &asked, recognition).await,
        KeepPress::Amend { recognition } => given::amend_form(commands, &asked, recognition).await,
        KeepPress::PickGiven => given::show(commands, &asked, picked(component)?).await,
        KeepPress::PickGot => {
            let place = Place { guild: asked.guild, who, private_messages: false };
            received::show(commands, &place, picked(component)?).await
        }
        KeepPress::Announce { wanted, .. } => received::announce(commands, &asked, wanted).await,
        KeepPress::Declined => {
            let ComponentInteractionDataKind::UserSelect { values } = &component.data.kind else { return Err(stale()) };
            received::decline_these(commands, &asked, values).await
        }
        KeepPress::Reports { .. } => steward::look(commands, &asked).await,
        KeepPress::NextReport { report } => steward::next(commands, &asked, report).await,
        KeepPress::Close { report } => steward::close(commands, &asked, report).await,
        _ => Err(stale()),
    }
}

/// The forms come back.
pub(super) async fn submit(commands: &Commands, form: &ModalInteraction, press: KeepPress) -> Result<Answer, Trouble> {
    match press {
        KeepPress::Reported { recognition } => {
            let place = Place::of(commands, form.guild_id, form.user.id, recognition).await?;
            received::report(commands, &place, recognition, form).await
        }
        KeepPress::Amended { recognition } => given::amend(commands, &Asked::by_form(form)?, recognition, form).await,
        KeepPress::Voided { report } => {
            let asked = match of_report(commands, form.guild_id, press).await? {
                Some(guild) => Asked::from_afar(form, guild, &*commands.discord).await?,
                None => Asked::by_form(form)?,
            };
            steward::void(commands, &asked, report, form).await
        }
        _ => Err(stale()),
    }
}

/// The server of what stewards press in private messages, where it was not pressed `here` in one.
async fn of_report(commands: &Commands, here: Option<GuildId>, press: KeepPress) -> Result<Option<GuildId>, Trouble> {
    let guild = match press {
        _ if here.is_some() => return Ok(None),
        KeepPress::Reports { occurrence } => commands.store.occurrence(occurrence).await?.map(|notice| notice.guild),
        KeepPress::NextReport { report } | KeepPress::Close { report } | KeepPress::Voided { report } => {
            commands.store.reported_in(report).await?
        }
        _ => return Ok(None),
    };
    guild.map_or_else(|| Err(stale()), |guild| Ok(Some(guild)))
}

/// Where a receiver presses, and who that is.
struct Place {
    guild: GuildId,
    who: UserId,
    private_messages: bool,
}

impl Place {
    /// The server is the one where it is pressed, or the recognition's own in private messages.
    async fn of(commands: &Commands, guild: Option<GuildId>, who: UserId, recognition: Id) -> Result<Self, Trouble> {
        let (guild, private_messages) = match guild {
            Some(guild) => (Some(guild), false),
            None => (commands.store.given_in(recognition).await?, true),
        };
        let guild = guild.ok_or_else(|| Trouble::kind(replies::keep::GONE))?;
        Ok(Self { guild, who, private_messages })
    }
}

/// Where a recognition stands that was changed. `here` is where that is asked, and what the bot may do there.
async fn stands(commands: &Commands, of: &Recognition, here: (ChannelId, Permissions)) -> Stands {
    if of.unsure {
        return Stands::Unsure;
    }
    // What is not posted yet will be.
    if of.announced.is_none() && of.announced_to.is_empty() {
        return Stands::InPrivate;
    }
    if in_sight(commands, of, Some(here)).await { Stands::InSight } else { Stands::OutOfSight }
}

/// Whether the bot sees the channel where a recognition was announced, as far as is known: it cannot change what it cannot
/// see. `here` is where that is asked, and what the bot may do there.
async fn in_sight(commands: &Commands, of: &Recognition, here: Option<(ChannelId, Permissions)>) -> bool {
    if of.announced.is_none() {
        return true;
    }
    let own = match here {
        Some((channel, own)) if channel == of.channel => Ok(own),
        _ => commands.discord.own_permissions(of.guild, of.channel).await,
    };
    match own {
        Ok(own) => own.intersects(Permissions::VIEW_CHANNEL | Permissions::ADMINISTRATOR),
        Err(why) => why != LookupFault::Unknown,
    }
}

fn stale() -> Trouble {
    Trouble::kind(replies::STALE_BUTTON)
}

/// The one that was chosen in a menu.
fn picked(component: &ComponentInteraction) -> Result<Id, Trouble> {
    let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else { return Err(stale()) };
    values.first().and_then(|id| id.parse().ok()).ok_or_else(stale)
}
