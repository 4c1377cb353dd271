//! The giving itself, whichever way it was asked for: counted first, announced after.

use std::time::Duration;

use serenity::model::id::{ChannelId, MessageId};

use super::super::{Answer, Asked, Commands, Trouble};
use crate::clock::Zone;
use crate::messages::replies::recognition as replies;
use crate::messages::{self, Card, Thanks};
use crate::recognition::{self, Member, Way, check};
use crate::store::{Given, Id, NewRecognition, Store, StoreError, WaySet};

/// How long an answer may take to announce a recognition before the posting loop takes over, by the calendar. An
/// answer is possible for three seconds; what is left is for a slow machine.
const ANNOUNCING: Duration = Duration::from_secs(60);

/// What somebody asked to give.
#[derive(Debug, Default)]
pub(super) struct Gift {
    /// To whom, as named.
    pub(super) receivers: Vec<Member>,
    /// What for, as typed.
    pub(super) words: String,
    /// What it stirred, where that was said.
    pub(super) way: Option<Way>,
    /// The message that it is about.
    pub(super) about: Option<(ChannelId, MessageId)>,
}

/// What giving needs to know of the server.
struct Here {
    thanks: bool,
    zone: Zone,
}

/// A server that was never set up gives thanks too, by the calendar of UTC.
async fn here(store: &Store, asked: &Asked) -> Result<Here, StoreError> {
    let guild = store.guild(asked.guild).await?;
    Ok(guild.map_or_else(
        || Here { thanks: true, zone: Zone::utc() },
        |guild| Here { thanks: guild.thanks, zone: guild.zone },
    ))
}

/// Whether thanks are switched on in the server.
pub(super) async fn thanks_on(commands: &Commands, asked: &Asked) -> Result<bool, StoreError> {
    Ok(here(&commands.store, asked).await?.thanks)
}

/// Counts it and announces it.
pub(super) async fn give(commands: &Commands, asked: &Asked, gift: &Gift) -> Result<Answer, Trouble> {
    let failed = |error: StoreError| {
        tracing::error!(cause = %error, "a recognition could not be counted: the store failed");
        Trouble::kind(replies::not_counted(&error, &gift.words))
    };
    asked.may_write()?;
    let here = here(&commands.store, asked).await.map_err(failed)?;
    if !here.thanks {
        return Err(Trouble::kind(replies::thanks_off(&gift.words)));
    }
    let asked_to_give = recognition::Asked { giver: asked.user, receivers: &gift.receivers, words: &gift.words };
    let checked = check(&asked_to_give).map_err(|why| Trouble::kind(replies::nothing_to_give(&why, &gift.words)))?;
    let now = commands.clock.now();
    let new = NewRecognition {
        interaction: asked.interaction,
        guild: asked.guild,
        channel: asked.channel,
        giver: asked.user,
        receivers: checked.receivers,
        words: checked.words,
        way: gift.way,
        about: gift.about,
        at: now,
        local_date: here.zone.date_at(now),
    };
    match commands.store.give(&new, ANNOUNCING).await.map_err(failed)? {
        Given::Already { .. } => Ok(Answer::Elsewhere(Card::text(replies::ALREADY))),
        Given::Counted { recognition, announcement } => {
            let thanks = Thanks {
                guild: new.guild,
                giver: new.giver,
                receivers: &new.receivers,
                words: &new.words,
                about: new.about,
            };
            let card = messages::announcement(&thanks, announcement.occurrence.id);
            let library = &commands.library;
            let stirred = new.way.map(|way| messages::stir(library, way));
            let counted = replies::counted(stirred.as_deref(), &checked.skipped);
            let told = |words: String| match new.way {
                None => Card::text(words).row(messages::way_question(library, recognition, None)),
                Some(_) => Card::text(words),
            };
            let unannounced =
                (!asked.bot_may_post()).then(|| Box::new(told(format!("{}\n{counted}", replies::NOT_ANNOUNCED))));
            Ok(Answer::Announce { card, private: told(counted), unannounced, claim: announcement })
        }
    }
}

/// Keeps what a recognition stirred, for the one who gave it, and shows it in place of the question.
pub(in super::super) async fn set_way(
    commands: &Commands,
    asked: &Asked,
    recognition: Id,
    way: Way,
) -> Result<Answer, Trouble> {
    match commands.store.set_way(asked.guild, recognition, asked.user, way).await? {
        WaySet::Set => {
            let library = &commands.library;
            let card = Card::text(replies::stirred(&messages::stir(library, way)));
            Ok(Answer::Update(card.row(messages::way_question(library, recognition, Some(way)))))
        }
        WaySet::NotTheirs => Err(Trouble::kind(replies::NOT_THEIRS)),
        WaySet::Gone => Err(Trouble::kind(replies::GONE)),
    }
}
