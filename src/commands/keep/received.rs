//! What somebody who got a recognition can do with it. It goes before what its giver wanted.

use serenity::model::Permissions;
use serenity::model::application::ModalInteraction;
use serenity::model::id::{ChannelId, GuildId, UserId};

use super::super::naming::within;
use super::super::press::typed;
use super::super::{Answer, Asked, Commands, Trouble, me};
use super::{Place, in_sight};
use crate::clock::Zone;
use crate::messages::replies::keep::{self as replies, Settled, Stands};
use crate::messages::{self, Card, KEEP_WORDS, KeepPress, MOST_REASON, MePage, me as pages};
use crate::recognition::{clean_words, without_ids};
use crate::store::{Declining, Id, Reported};

pub(super) async fn press(
    commands: &Commands,
    place: &Place,
    press: KeepPress,
    here: Option<(ChannelId, Permissions)>,
) -> Result<Answer, Trouble> {
    let (store, now) = (&commands.store, commands.clock.now());
    let Place { guild, who, .. } = *place;
    let (recognition, settled) = match press {
        KeepPress::About { recognition } => {
            return Ok(Answer::private(card(commands, place, recognition, None).await?));
        }
        KeepPress::Hide { recognition, hidden } => {
            if !store.hide_received(guild, who, recognition, hidden, now).await? {
                return Err(not_theirs(commands, guild, recognition).await);
            }
            let never = store.taking(guild, who).await?.never_announce;
            let shown = if never { Settled::StillHidden } else { Settled::Shown };
            (recognition, if hidden { Settled::Hidden } else { shown })
        }
        KeepPress::Announce { recognition: Some(recognition), wanted } => {
            if store.received(guild, who, recognition).await?.is_none() {
                return Err(not_theirs(commands, guild, recognition).await);
            }
            store.announce_received(guild, who, wanted, Some(recognition), now).await?;
            (recognition, if wanted { Settled::AnnouncedAll } else { Settled::AnnouncedNone })
        }
        KeepPress::NotFrom { recognition, declined } => {
            match store.decline_from(guild, who, recognition, declined).await? {
                Declining::Done => {}
                Declining::Full => return Err(Trouble::kind(replies::list_full())),
                Declining::Gone => return Err(not_theirs(commands, guild, recognition).await),
                Declining::GiverGone => return Err(Trouble::kind(replies::GIVER_GONE)),
            }
            (recognition, if declined { Settled::NotFrom } else { Settled::FromAgain })
        }
        _ => return Err(super::stale()),
    };
    commands.bell.ring();
    let edits = matches!(settled, Settled::Hidden | Settled::Shown | Settled::AnnouncedNone);
    let stands = match store.received(guild, who, recognition).await?.map(|received| received.recognition) {
        Some(one) if one.unsure => Stands::Unsure,
        Some(one) if edits && !in_sight(commands, &one, here).await => Stands::OutOfSight,
        _ => Stands::InSight,
    };
    let said = replies::settled(settled, stands, place.private_messages);
    let card = card(commands, place, recognition, Some(&said)).await?;
    Ok(Answer::Update(card))
}

/// One that was chosen in `/me`.
pub(super) async fn show(commands: &Commands, place: &Place, recognition: Id) -> Result<Answer, Trouble> {
    Ok(Answer::Update(card(commands, place, recognition, None).await?))
}

async fn card(commands: &Commands, place: &Place, recognition: Id, said: Option<&str>) -> Result<Card, Trouble> {
    let Some(received) = commands.store.received(place.guild, place.who, recognition).await? else {
        return Err(not_theirs(commands, place.guild, recognition).await);
    };
    let card = messages::received_card(&received, said);
    // The pages of `/me` are a server's.
    Ok(if place.private_messages { card } else { card.row(pages::page_menu(MePage::Thanks)) })
}

/// It names others, or is not kept here any more (the server's people erased it, and its announcement stands): nobody is
/// told then that what names them is not about them.
async fn not_theirs(commands: &Commands, guild: GuildId, recognition: Id) -> Trouble {
    match commands.store.given_in(recognition).await {
        Ok(Some(there)) if there == guild => Trouble::kind(replies::FOR_WHOM_IT_NAMES),
        Ok(_) => Trouble::kind(replies::GONE),
        Err(error) => error.into(),
    }
}

/// Whether what somebody gets is announced, from their page in `/me`.
pub(super) async fn announce(commands: &Commands, asked: &Asked, wanted: bool) -> Result<Answer, Trouble> {
    commands.store.announce_received(asked.guild, asked.user, wanted, None, commands.clock.now()).await?;
    Ok(Answer::Update(me::page(commands, asked, MePage::Taking).await?))
}

/// From whom somebody wants nothing, from their page in `/me`.
pub(super) async fn decline_these(commands: &Commands, asked: &Asked, declined: &[UserId]) -> Result<Answer, Trouble> {
    commands.store.decline_these(asked.guild, asked.user, declined, commands.clock.now()).await?;
    Ok(Answer::Update(me::page(commands, asked, MePage::Taking).await?))
}

pub(super) fn report_form(recognition: Id) -> Answer {
    Answer::Modal(messages::report_form(recognition))
}

/// The form to a steward came back, with words or without.
pub(super) async fn report(
    commands: &Commands,
    place: &Place,
    recognition: Id,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    let typed = typed(form, KEEP_WORDS);
    // Who is in a server is not told in private messages.
    let words = if place.private_messages {
        without_ids(&typed, |_| None)
    } else {
        commands.without_ids(place.guild, &typed, &[]).await
    };
    let words = within(clean_words(&words), usize::from(MOST_REASON));
    let words = Some(words.as_str()).filter(|words| !words.is_empty());
    let now = commands.clock.now();
    let zone = commands.store.guild(place.guild).await?.map_or_else(Zone::utc, |guild| guild.zone);
    let when = (now, zone.date_at(now));
    let said = match commands.store.report(place.guild, place.who, recognition, words, when).await? {
        Reported::Now => replies::reported(place.private_messages),
        Reported::Before => replies::REPORTED_BEFORE.to_owned(),
        Reported::Gone => return Err(not_theirs(commands, place.guild, recognition).await),
    };
    commands.bell.ring();
    Ok(Answer::Update(card(commands, place, recognition, Some(&said)).await?))
}
