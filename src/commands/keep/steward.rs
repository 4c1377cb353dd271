//! What a steward does: look at what somebody asked them to, and remove a recognition with a reason.

use serenity::model::application::ModalInteraction;
use serenity::model::id::{ChannelId, MessageId};

use super::super::naming::within;
use super::super::press::typed;
use super::super::{Answer, Asked, Commands, Trouble};
use super::stands;
use crate::messages::replies::keep as replies;
use crate::messages::{self, Card, KEEP_WORDS, MOST_REASON};
use crate::recognition::clean_words;
use crate::store::{Id, NotReversed};

/// Passes for a steward of the server.
async fn may_steward(commands: &Commands, asked: &Asked) -> Result<(), Trouble> {
    let role = commands.store.recognition_options(asked.guild).await?.steward_role;
    asked.may_steward(role)
}

/// `/recognition reports`, and the button under the notice.
pub(in super::super) async fn reports_command(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    look(commands, asked).await
}

pub(super) async fn look(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    may_steward(commands, asked).await?;
    Ok(Answer::private(first(commands, asked, None, None).await?))
}

/// The one that follows.
pub(super) async fn next(commands: &Commands, asked: &Asked, after: Id) -> Result<Answer, Trouble> {
    may_steward(commands, asked).await?;
    Ok(Answer::Update(first(commands, asked, Some(after), None).await?))
}

/// The first, or the one after that one; below `said`, which is about the one before.
async fn first(commands: &Commands, asked: &Asked, after: Option<Id>, said: Option<&str>) -> Result<Card, Trouble> {
    // Somebody may look after several servers; in private messages the first words say in which this is.
    let there = match said {
        None if asked.afar => {
            commands.discord.server_name(asked.guild).await.ok().map(|name| replies::in_server(&name))
        }
        _ => None,
    };
    let said = said.or(there.as_deref());
    Ok(match commands.store.open_report(asked.guild, asked.user, after).await? {
        Some(report) => messages::report_card(asked.guild, &report, said, commands.clock.now()),
        None => {
            let none = if asked.afar { replies::NO_REPORTS_THERE } else { replies::NO_REPORTS };
            Card::text(said.map_or_else(|| none.to_owned(), |said| format!("{said}\n\n{none}")))
        }
    })
}

pub(super) fn void_form(report: Id) -> Answer {
    Answer::Modal(messages::void_form(report))
}

/// What was reported stays as it is.
pub(super) async fn close(commands: &Commands, asked: &Asked, report: Id) -> Result<Answer, Trouble> {
    may_steward(commands, asked).await?;
    if !commands.store.close_report(asked.guild, asked.user, report, commands.clock.now()).await? {
        return Err(closed(asked));
    }
    Ok(Answer::Update(first(commands, asked, Some(report), Some(replies::CLOSED)).await?))
}

/// Another steward was first.
fn closed(asked: &Asked) -> Trouble {
    Trouble::kind(if asked.afar { replies::REPORT_CLOSED_THERE } else { replies::REPORT_CLOSED })
}

/// What was reported is removed.
pub(super) async fn void(
    commands: &Commands,
    asked: &Asked,
    report: Id,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    may_steward(commands, asked).await?;
    let reason = reason(commands, asked, &typed(form, KEEP_WORDS)).await?;
    let found = commands.store.this_report(asked.guild, asked.user, report).await?;
    let found = found.ok_or_else(|| closed(asked))?;
    let said = remove(commands, asked, found.recognition.id, &reason).await?;
    Ok(Answer::Update(first(commands, asked, Some(report), Some(&said)).await?))
}

/// `/recognition void`: the recognition that a message announces.
pub(in super::super) async fn void_command(
    commands: &Commands,
    asked: &Asked,
    message: &str,
    why: &str,
) -> Result<Answer, Trouble> {
    may_steward(commands, asked).await?;
    let reason = reason(commands, asked, why).await?;
    let unknown = || Trouble::kind(replies::NO_SUCH_ANNOUNCEMENT);
    let (channel, message) = link(message, asked).ok_or_else(unknown)?;
    let found = commands.store.announced_by(asked.guild, channel, message).await?;
    let said = remove(commands, asked, found.ok_or_else(unknown)?, &reason).await?;
    Ok(Answer::private(Card::text(said)))
}

async fn remove(commands: &Commands, asked: &Asked, recognition: Id, reason: &str) -> Result<String, Trouble> {
    let voided = commands.store.void(asked.guild, asked.user, recognition, reason, commands.clock.now()).await?;
    commands.bell.ring();
    match voided {
        Ok(voided) => Ok(replies::voided(stands(commands, &voided, (asked.channel, asked.own_permissions)).await)),
        // It counts nowhere, whoever was first.
        Err(why @ NotReversed::Ended(_)) => Err(Trouble::kind(replies::not_reversed(&why))),
        Err(why) => Err(Trouble::kind(replies::not_reversed(&why))),
    }
}

/// A reason that its giver can read.
async fn reason(commands: &Commands, asked: &Asked, typed: &str) -> Result<String, Trouble> {
    let most = usize::from(MOST_REASON);
    if clean_words(typed).chars().count() > most {
        return Err(Trouble::kind(replies::NO_REASON));
    }
    let reason = within(clean_words(&commands.without_ids(asked.guild, typed, &[]).await), most);
    if reason.is_empty() { Err(Trouble::kind(replies::NO_REASON)) } else { Ok(reason) }
}

/// What a message's link names: its channel and itself, where it is one of this server. A message's id alone is one of the
/// channel where that is asked.
fn link(text: &str, asked: &Asked) -> Option<(ChannelId, MessageId)> {
    let text = text.trim().trim_matches(['<', '>']);
    let path = text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let ids: Vec<u64> =
        path.rsplit(['/', '-']).map_while(|part| part.parse().ok().filter(|id| *id != 0)).take(3).collect();
    match ids.as_slice() {
        [message, channel, guild] => {
            (*guild == asked.guild.get()).then(|| (ChannelId::new(*channel), MessageId::new(*message)))
        }
        [message, channel] => Some((ChannelId::new(*channel), MessageId::new(*message))),
        [message] if path.chars().all(|letter| letter.is_ascii_digit()) => {
            Some((asked.channel, MessageId::new(*message)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serenity::model::Permissions;
    use serenity::model::id::{GuildId, InteractionId, UserId};

    use super::*;

    #[test]
    fn a_link_names_a_message_of_this_server() {
        let asked = Asked {
            interaction: InteractionId::new(1),
            guild: GuildId::new(10),
            afar: false,
            member: true,
            channel: ChannelId::new(20),
            in_thread: false,
            user: UserId::new(1),
            name: None,
            permissions: Permissions::empty(),
            roles: Vec::new(),
            own_permissions: Permissions::empty(),
            locale: "en-US".to_owned(),
            guild_locale: None,
        };
        let read = |text| link(text, &asked).map(|(channel, message)| (channel.get(), message.get()));
        for link in [
            "https://discord.com/channels/10/21/30",
            " <https://canary.discord.com/channels/10/21/30/> ",
            "https://discord.com/channels/10/21/30?from=here",
            "21-30",
        ] {
            assert_eq!(read(link), Some((21, 30)), "{link}");
        }
        assert_eq!(read("30"), Some((20, 30)));
        for other in [
            "https://discord.com/channels/11/21/30",
            "https://discord.com/channels/@me/21/30/x",
            "30x",
            "",
            "0",
            "https://discord.com/channels/10/21/18446744073709551616",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
