//! The giving itself, whichever way it was asked for: counted first, announced after.

use std::time::Duration;

use serenity::model::id::{ChannelId, MessageId, UserId};

use super::super::{Answer, Asked, Commands, Seen, Trouble};
use crate::clock::Zone;
use crate::messages::replies::recognition as replies;
use crate::messages::{self, Asking, Card, Thanks};
use crate::recognition::{self, Member, Way, check, pick_strengths};
use crate::store::{Given, Id, NewRecognition, RecognitionOptions, Store, StoreError, StrengthsNamed, WaySet};

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
    /// For the receivers alone.
    pub(super) quiet: bool,
    /// What it names in them, as typed.
    pub(super) strengths: Vec<String>,
    /// Those of them who are not in the server, as far as Discord told.
    pub(super) absent: Vec<UserId>,
    /// By which names Discord shows the receivers, as far as it told.
    pub(super) names: Vec<(UserId, String)>,
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

/// What peers can name in each other here.
pub(super) fn strengths_here(commands: &Commands, options: RecognitionOptions) -> Vec<String> {
    match options.strengths.as_slice() {
        [] => commands.library.strengths.iter().map(|strength| strength.name.clone()).collect(),
        _ => options.strengths,
    }
}

/// Counts it and announces it.
pub(super) async fn give(commands: &Commands, asked: &Asked, gift: &Gift) -> Result<Answer, Trouble> {
    asked.may_write()?;
    let words = commands.without_ids(asked.guild, &gift.words, &gift.names).await;
    let failed = |error: StoreError| {
        tracing::error!(cause = %error, "a recognition could not be counted: the store failed");
        Trouble::kind(replies::not_counted(&error, &words))
    };
    let here = here(&commands.store, asked).await.map_err(failed)?;
    if !here.thanks {
        return Err(Trouble::kind(replies::thanks_off(&words)));
    }
    let asked_to_give = recognition::Asked { giver: asked.user, receivers: &gift.receivers, words: &words };
    let checked = check(&asked_to_give).map_err(|why| Trouble::kind(replies::nothing_to_give(&why, &words)))?;
    let list = strengths_here(commands, commands.store.recognition_options(asked.guild).await.map_err(failed)?);
    let strengths = pick_strengths(&list, gift.strengths.iter().map(String::as_str))
        .map_err(|typed| Trouble::kind(replies::no_such_strength(&typed, &list, &words)))?;
    let now = commands.clock.now();
    let (mut names, mut absent) = (gift.names.clone(), gift.absent.clone());
    for user in &checked.receivers {
        match commands.lately.take(asked.guild, *user, now) {
            // What came along with this very interaction is newer.
            _ if gift.absent.contains(user) || gift.names.iter().any(|(named, _)| named == user) => {}
            Some(Seen::Named(name)) => names.push((*user, name)),
            Some(Seen::Absent) => absent.push(*user),
            None => {}
        }
    }
    names.extend(asked.name.clone().map(|name| (asked.user, name)));
    let new = NewRecognition {
        interaction: asked.interaction,
        guild: asked.guild,
        channel: asked.channel,
        giver: asked.user,
        receivers: checked.receivers,
        words: checked.words,
        way: gift.way,
        about: gift.about,
        quiet: gift.quiet,
        strengths,
        names,
        at: now,
        local_date: here.zone.date_at(now),
    };
    let given = match commands.store.give(&new, ANNOUNCING).await.map_err(failed)? {
        Given::Already { .. } => return Ok(Answer::Elsewhere(Card::text(replies::ALREADY))),
        Given::Refused(why) => return Err(Trouble::kind(replies::refused(&why, &checked.skipped, &words))),
        Given::Counted(given) => given,
    };
    // Whoever wants nothing announced is told alone.
    if given.announced_to.len() < given.receivers.len() {
        commands.bell.ring();
    }
    let library = &commands.library;
    let stirred = new.way.map(|way| messages::stir(library, way));
    let left_out = (checked.skipped.as_slice(), absent.as_slice());
    let counted = replies::counted(&given, new.quiet, stirred.as_deref(), &new.strengths, left_out);
    // What was said already is not asked.
    let asking = Asking {
        recognition: given.recognition,
        way: new.way.is_none().then_some(None),
        strengths: new.strengths.is_empty().then_some((&list, &[])),
    };
    let Some(claim) = given.announcement.clone() else {
        return Ok(Answer::private(messages::given(library, counted, &asking)));
    };
    let (guild, giver, receivers) = (new.guild, new.giver, given.announced_to.as_slice());
    let recognition = given.recognition;
    let thanks = Thanks { guild, giver, receivers, words: &new.words, about: new.about, recognition };
    let unannounced = (!asked.bot_may_post()).then(|| {
        let words = format!("{}\n{counted}", replies::NOT_ANNOUNCED);
        Box::new(messages::given(library, words, &asking))
    });
    Ok(Answer::Announce {
        card: messages::announcement(&thanks, claim.occurrence.id),
        private: messages::given(library, counted, &asking),
        unannounced,
        claim: Box::new(claim),
    })
}

/// Keeps what a recognition stirred, for the one who gave it, and shows it beside what can still be said.
pub(in super::super) async fn set_way(
    commands: &Commands,
    asked: &Asked,
    recognition: Id,
    way: Way,
) -> Result<Answer, Trouble> {
    match commands.store.set_way(asked.guild, recognition, asked.user, way).await? {
        WaySet::Set => asked_so_far(commands, asked, recognition).await,
        WaySet::NotTheirs => Err(Trouble::kind(replies::NOT_THEIRS)),
        WaySet::Gone => Err(Trouble::kind(replies::GONE)),
    }
}

/// Keeps what a recognition names in its receivers, for the one who gave it.
pub(super) async fn name_strengths(
    commands: &Commands,
    asked: &Asked,
    recognition: Id,
    picked: &[String],
) -> Result<Answer, Trouble> {
    let mut list = strengths_here(commands, commands.store.recognition_options(asked.guild).await?);
    // What it names already can stay, whatever became of the list.
    let kept = commands.store.recognition_today(asked.guild, recognition).await?;
    list.extend(kept.into_iter().flat_map(|(kept, _)| kept.strengths));
    let picked = pick_strengths(&list, picked.iter().map(String::as_str));
    let picked = picked.map_err(|_| Trouble::kind(replies::NO_SUCH_CHOICE))?;
    let now = commands.clock.now();
    match commands.store.name_strengths(asked.guild, recognition, asked.user, &picked, now).await? {
        StrengthsNamed::Kept => asked_so_far(commands, asked, recognition).await,
        StrengthsNamed::NotTheirs => Err(Trouble::kind(replies::NOT_THEIRS)),
        StrengthsNamed::TooLate => Err(Trouble::kind(replies::TOO_LATE)),
        StrengthsNamed::Gone => Err(Trouble::kind(replies::GONE)),
    }
}

/// The private answer anew, with what was said since.
async fn asked_so_far(commands: &Commands, asked: &Asked, recognition: Id) -> Result<Answer, Trouble> {
    let list = strengths_here(commands, commands.store.recognition_options(asked.guild).await?);
    // Its words may have been changed since the question was put.
    let kept = commands.store.recognition_today(asked.guild, recognition).await?;
    let (kept, _) = kept.ok_or_else(|| Trouble::kind(replies::GONE))?;
    let library = &commands.library;
    let stirred = kept.way.map(|way| messages::stir(library, way));
    let words = replies::picked(stirred.as_deref(), &kept.strengths);
    let asking = Asking { recognition, way: Some(kept.way), strengths: Some((&list, &kept.strengths)) };
    Ok(Answer::Update(messages::given(library, words, &asking)))
}
