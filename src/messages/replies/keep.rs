//! What is said about a recognition that is given: taken back, said anew, hidden, reported, removed.

use jiff::civil::Date;
use serenity::model::id::{ChannelId, UserId};
use serenity::model::mention::Mentionable;

use super::rules::days_in_words;
use super::store_trouble;
use crate::messages::announcement::listed;
use crate::messages::givers::day;
use crate::messages::text::{fitting, quote, within};
use crate::recognition::{MOST_WORDS, days_held};
use crate::store::{Ended, MOST_DECLINED, NotReversed, Received, Removed, StoreError};

/// So much of a reason is shown: all of it, where it holds little that has to be escaped.
const MOST_REASON_SHOWN: usize = 230;

/// So much of a server's name is shown above a report.
const SERVER_SHOWN: usize = 60;

/// So long is the part of a card that tells what was removed: Discord takes 4,096 characters, and the last line says that there
/// is more. (Discord's document "Message Resource", "Embed Limits".)
const MOST_REMOVED: usize = 4_000;

/// The giver's buttons.
pub const UNDO: &str = "Take it back";
/// The same.
pub const AMEND: &str = "Change the words";

/// Under an announcement and a private thank-you, for whoever it is about.
pub const ABOUT: &str = "If this is about you";

/// The receiver's buttons.
pub const HIDE: &str = "Hide this one";
/// The same.
pub const SHOW: &str = "No longer hide it";
/// The same.
pub const ANNOUNCE_NONE: &str = "Announce nothing I get";
/// The same.
pub const ANNOUNCE_ALL: &str = "Announce what I get";
/// The same.
pub const NOT_FROM: &str = "Nothing more from them";
/// The same.
pub const FROM_AGAIN: &str = "Take from them again";
/// The same.
pub const REPORT: &str = "Ask a steward";

/// The stewards' buttons.
pub const LOOK: &str = "Look at it";
/// The same.
pub const VOID: &str = "Remove it";
/// The same.
pub const CLOSE: &str = "Leave it as it is";
/// The same.
pub const NEXT: &str = "Next";

/// Somebody took back what was given elsewhere, or long ago.
pub const GONE: &str = "That recognition is no longer kept here, so there is nothing to change about it.";

/// Somebody else gave it.
pub const NOT_THEIRS: &str = "Only the person who gave this recognition can take it back or change its words.";

/// A day has passed.
pub const TOO_LATE: &str = "That one is older than 24 hours, and stays as it is from then on: people count on it. A \
                            steward can still remove it, with a reason.";

/// It was taken back before.
pub const TAKEN_BACK: &str = "That one is taken back already. It counts nowhere.";

/// Below one whose words are gone: why that may be. Which it was is not kept.
pub const WORDS_GONE: &str = "-# Words go when whoever wrote them deletes them, when somebody whom they are about has their data \
                              erased, or after the time for which the server keeps them.";

/// Below a menu that does not hold all of the last 24 hours.
pub const MORE_GIVEN: &str = "-# You gave more in these 24 hours than the menu holds; these are the latest.";

/// The new words are the old ones.
pub const SAME: &str = "Those are the words it has. Nothing was changed.";

/// Its giver pauses, or somebody who got it takes nothing from them any more: which, nobody learns.
pub const CLOSED_WORDS: &str =
    "The words of that one can no longer be changed, so it stays as it was. You can still take it back.";

/// What becomes of an announcement in a channel that the bot cannot see: an answer to a command needs no permission there, and
/// an edit does.
const OUT_OF_SIGHT: &str = "I cannot see the channel where it was announced, so what stands there stays, unless I am let in \
                            there within some days. Somebody with Manage Messages can delete it.";

/// The same of an announcement whose answer was lost, and that was found nowhere.
const UNSURE: &str = "I was never told whether its announcement arrived. Where it stands, somebody with Manage Messages can \
                      delete it.";

/// To somebody who got it: where it may stand, and how the bot learns of it.
pub fn perhaps_announced(channel: ChannelId) -> String {
    format!(
        "I was never told whether its announcement arrived in {}. If it stands there, press **{ABOUT}** under it: then I know \
         where it is, and can change it.",
        channel.mention()
    )
}

/// Where a recognition stands that was ended, or has other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// In a channel that the bot sees, as far as is known.
    InSight,
    /// In a channel that it does not see.
    OutOfSight,
    /// In no channel: those who got it were told alone.
    InPrivate,
    /// In a channel perhaps: nobody was told whether it arrived.
    Unsure,
}

/// What becomes of what stands there.
fn in_its_place(stands: Stands) -> &'static str {
    match stands {
        Stands::InSight => "Where it was announced, I say so in its place in a moment.",
        Stands::OutOfSight => OUT_OF_SIGHT,
        Stands::InPrivate => "Where I told of it in a private message, I say so in its place in a moment.",
        Stands::Unsure => UNSURE,
    }
}

/// It is taken back.
pub fn undone(stands: Stands) -> String {
    format!(
        "Taken back. It counts nowhere any more. {} My record of it stays: `/privacy export` gives it to you, and a steward \
         can look at it where somebody asked for that. The server's file says that you gave one, when, where and to how many, \
         and that you took it back; not what it said, or whom it was for.",
        in_its_place(stands)
    )
}

/// It has other words.
pub fn amended(stands: Stands) -> String {
    let there = match stands {
        Stands::InSight => "Where its announcement stands, your new words take the place of the old ones in a moment.",
        Stands::OutOfSight => OUT_OF_SIGHT,
        Stands::InPrivate => {
            "Where I told of it in a private message, your new words take the place of the old ones in a moment."
        }
        Stands::Unsure => UNSURE,
    };
    format!("Changed. {there}")
}

/// A form for the words came back empty.
pub const NO_WORDS: &str = "There is nothing in it that people could read, so it stays as it was.";

/// Nothing of the last day.
pub const NOTHING_TO_UNDO: &str =
    "There is nothing of yours from the last 24 hours here to take back. What is older stays as it is.";

/// Above what stewards removed of what somebody gave.
pub const REMOVED: &str = "What stewards removed of yours in the last 14 days";

/// What stewards removed of what somebody gave, with the reasons: as much as a card holds, and how much there is beyond that.
pub fn removed(removed: &[Removed]) -> String {
    let one = |one: &Removed| {
        let words = one.words.as_deref().map_or_else(|| "whose words are gone".to_owned(), |words| quote(words, 60));
        let why = match one.reason.as_deref() {
            Some(reason) => format!("The reason they gave: {}", fitting(reason, MOST_REASON_SHOWN)),
            None => "Their reason is not kept any more.".to_owned(),
        };
        format!("A steward removed yours of {}, {words}. {why}", day(one.local_date))
    };
    let mut said = String::new();
    for (place, removed_one) in removed.iter().enumerate() {
        let line = one(removed_one);
        if said.encode_utf16().count() + line.encode_utf16().count() > MOST_REMOVED {
            let more = removed.len() - place;
            said.push_str(&format!("And {more} more: `/privacy export` has them all, with the reasons."));
            break;
        }
        said.push_str(&line);
        said.push('\n');
    }
    said.trim_end().to_owned()
}

/// Above the card of what somebody gave.
pub const WHICH_GIVEN: &str = "Or another one of the last 24 hours";

/// In the menu of what somebody got.
pub const WHICH_GOT: &str = "About one you got";

/// Somebody pressed on what was given to somebody else.
pub const FOR_WHOM_IT_NAMES: &str = "What is behind this button is for the people whom the recognition names.";

/// The title of the form for other words.
pub const AMEND_TITLE: &str = "Change the words";

/// Above its box where nothing is announced.
pub const AMEND_LABEL: &str = "For what?";

/// The title of the form to a steward.
pub const REPORT_TITLE: &str = "Ask a steward to look at it";

/// Above its box (a label has at most 45 characters).
pub const REPORT_LABEL: &str = "What is wrong with it? (optional)";

/// In the empty box: who reads it.
pub const REPORT_EXAMPLE: &str =
    "The server's stewards read this, the recognition, and that it was you. Nobody else does.";

/// A steward will see it. `afar`: asked from private messages.
pub fn reported(afar: bool) -> String {
    let (place, there) = if afar { ("that server", " there") } else { ("this server", "") };
    format!(
        "It waits for the stewards of {place} now: people with Manage Server, or with the role that the server gave for it, \
         and never whoever gave it. I tell them that something waits, where I find a way to; `/recognition reports` shows it \
         to them at any time, so you can ask one of them to look. Whoever gave it is not told that it was you. What comes of \
         it stands in /me{there}."
    )
}

/// What became of what somebody asked a steward; `None` where they asked nothing.
pub fn asked_steward(received: &Received) -> Option<&'static str> {
    match (received.reported, received.left, &received.ended) {
        // Which of its wordings they asked about makes no difference once it is gone.
        (true, _, Some(Ended::Voided { .. })) | (_, true, Some(Ended::Voided { .. })) => {
            Some("You had asked a steward to look at it.")
        }
        (true, true, _) => Some("You asked a steward to look at it. One has looked, and left it as it is."),
        (true, false, _) => Some("You asked a steward to look at it. No steward has decided yet."),
        (false, true, _) => Some(
            "You asked a steward to look at it when it had other words. One has looked, and left it as it was then.",
        ),
        (false, false, _) => None,
    }
}

/// Above what somebody got: what a steward has removed lately because they asked for a look at it, by the days on which it was
/// given.
pub fn removed_for(days: &[Date]) -> Option<String> {
    const MOST_TOLD: usize = 3;
    let said: Vec<String> = days.iter().take(MOST_TOLD).map(|given| day(*given)).collect();
    let more = match days.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    (!said.is_empty())
        .then(|| format!("You asked a steward to look at what you got on {}{more}: it was removed.", listed(&said)))
}

/// Behind a private message: what else there is, in the same server, that no other message tells of.
pub fn more_there(more: u32) -> String {
    match more {
        0 => String::new(),
        1 => " One more that you got stands in /me there.".to_owned(),
        more => format!(" {more} more that you got stand in /me there."),
    }
}

/// They asked before.
pub const REPORTED_BEFORE: &str = "You asked a steward to look at this one already.";

/// The list is full.
pub fn list_full() -> String {
    format!(
        "There are {MOST_DECLINED} people on that list already, as many as it holds. In /me, under \
         **What reaches you**, you can take somebody off it."
    )
}

/// Its giver is nobody any more.
pub const GIVER_GONE: &str = "Whoever gave it is no longer known here, and nothing can come from them.";

/// Nothing to see for a steward.
pub const NO_REPORTS: &str = "Nothing waits for you. When somebody asks a steward to look at a recognition, it is shown here. \
                              (What a steward gave is for the other stewards to look at; \
                              `/recognition settings` names the role that makes somebody one.)";

/// The same in private messages, where an earlier message leads to it.
pub const NO_REPORTS_THERE: &str = "Nothing waits for you there. (What a steward gave is for the other stewards to look at; \
                                    `/recognition settings` in the server names the role that makes somebody one.)";

/// A report that was open when its button was shown.
pub const REPORT_CLOSED: &str = "That one is decided already. `/recognition reports` shows what is open.";

/// The same in private messages.
pub const REPORT_CLOSED_THERE: &str =
    "That one is decided already. `/recognition reports` in the server shows what is open.";

/// Above a report in private messages: of which server it is.
pub fn in_server(name: &str) -> String {
    format!("In **{}**:", within(name, SERVER_SHOWN))
}

/// A report is closed.
pub const CLOSED: &str = "Left as it is. Nothing is sent to whoever asked; they find in /me that a steward has looked.";

/// Under a report whose words were deleted after the server's time.
pub fn words_let_go(days: u32) -> String {
    match days_held(days) {
        held if held > days => format!(
            "Words are kept for {} here, and for {} where a steward was asked to look at them.",
            days_in_words(days),
            days_in_words(held)
        ),
        _ => format!("Words are kept for {} here.", days_in_words(days)),
    }
}

/// The title of a steward's form.
pub const VOID_TITLE: &str = "Remove this recognition";

/// Above its box.
pub const VOID_LABEL: &str = "Why? Its giver can read this";

/// Nobody gave a reason.
pub const NO_REASON: &str =
    "Removing one takes a reason of 1 to 200 characters: its giver can read it. Nothing was removed.";

/// It is removed.
pub fn voided(stands: Stands) -> String {
    let there = in_its_place(stands);
    format!(
        "Removed. It counts nowhere any more. {there} Its giver finds your reason under `/recognition undo` for 14 days, and \
         in their `/privacy export`."
    )
}

/// Which message was meant?
pub const NO_SUCH_ANNOUNCEMENT: &str = "I find no recognition behind that. Copy the link of its announcement (in the \
                                        message's menu: Copy Message Link) and paste the whole of it.";

/// To a server's stewards, in public: it says of whom and what nothing.
pub const SOMETHING_WAITS: &str =
    "something waits for this server's stewards. `/recognition reports` shows it to them alone.";

/// The same to one of them, in a private message.
pub fn something_waits_there() -> String {
    format!(
        "something waits for its stewards. **{LOOK}** shows it to them alone, and so does `/recognition reports` there."
    )
}

/// Why a recognition stays as it is.
pub fn not_reversed(why: &NotReversed) -> String {
    match why {
        NotReversed::Gone => GONE.to_owned(),
        NotReversed::NotTheirs => NOT_THEIRS.to_owned(),
        NotReversed::TooLate => TOO_LATE.to_owned(),
        NotReversed::Ended(ended) => over(ended),
        NotReversed::Same => SAME.to_owned(),
        NotReversed::Closed => CLOSED_WORDS.to_owned(),
    }
}

/// It ended before.
pub fn over(ended: &Ended) -> String {
    match ended {
        Ended::Undone => TAKEN_BACK.to_owned(),
        Ended::Voided { reason: Some(reason) } => {
            format!("A steward has removed that one. The reason they gave: {}", quote(reason, 400))
        }
        Ended::Voided { reason: None } => "A steward has removed that one.".to_owned(),
    }
}

/// Why the words stay as they were, with those that were typed: a form is gone once it was sent.
pub fn not_amended(why: &str, typed: &str) -> String {
    match typed {
        "" => why.to_owned(),
        typed => format!("{why}\nYour words, so that they are not lost: {}", quote(typed, 700)),
    }
}

/// The store failed.
pub fn not_kept(error: &StoreError, typed: &str) -> String {
    not_amended(&store_trouble(error), typed)
}

/// Too many words.
pub fn too_long(long: usize) -> String {
    format!(
        "That is {long} characters, {} more than the {MOST_WORDS} that one recognition holds. It stays as it was.",
        long.saturating_sub(MOST_WORDS)
    )
}

/// What the receiver settled last, above the card. `stands`: as far as is known, where its announcement does; `afar`: from
/// private messages.
pub fn settled(what: Settled, stands: Stands, afar: bool) -> String {
    let (here, in_me) = if afar { ("in that server", "/me there") } else { ("here", "/me") };
    let no_name = "Where it was announced, I take your name out in a moment.";
    let (said, there) = match what {
        Settled::Hidden => ("Hidden.".to_owned(), no_name),
        Settled::Shown => (
            "No longer hidden: what it names in you counts for others too.".to_owned(),
            "Where it was announced, it names you in a moment.",
        ),
        // By a button of before.
        Settled::StillHidden => (
            format!("Nothing was changed: you want nothing announced {here}. **{ANNOUNCE_ALL}** changes that first."),
            "",
        ),
        Settled::AnnouncedNone => (
            format!(
                "From now on nothing that you get {here} is announced, and this one is hidden. All of it stands in {in_me}, \
                 under **Thanks given and got**; a private message, one a week at most, tells you what came, where you take \
                 those."
            ),
            no_name,
        ),
        Settled::AnnouncedAll => (
            format!("From now on what you get {here} is announced where it is given. What is hidden stays hidden."),
            "",
        ),
        Settled::NotFrom => (
            format!(
                "Nothing more reaches you {here} from them. They are not told: they read that you take no recognition {here} \
                 at the moment. What they gave before stays."
            ),
            "",
        ),
        Settled::FromAgain => (format!("What they give {here} reaches you again."), ""),
    };
    match (there, stands) {
        ("", _) | (_, Stands::Unsure) => said,
        (_, Stands::OutOfSight) => format!("{said} {OUT_OF_SIGHT}"),
        (there, Stands::InSight | Stands::InPrivate) => format!("{said} {there}"),
    }
}

/// What a receiver settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// One is hidden.
    Hidden,
    /// One is hidden no longer.
    Shown,
    /// The same, while nothing is announced.
    StillHidden,
    /// Nothing is announced.
    AnnouncedNone,
    /// Everything is announced.
    AnnouncedAll,
    /// Nothing from somebody.
    NotFrom,
    /// Something from somebody again.
    FromAgain,
}

/// Whether what somebody gets is announced, on their page and in the overview.
pub fn announced(never: bool) -> &'static str {
    if never {
        "What you get here is announced nowhere: all of it stands under **Thanks given and got**. A private message, one a \
         week at most, tells you what came, where you take those. What was announced before stays where it is, unless you \
         hide it."
    } else {
        "What you get here is announced where it is given, unless its giver wants it quiet."
    }
}

/// From whom nothing is wanted.
pub fn declined(people: &[UserId]) -> String {
    let names = crate::messages::announcement::listed(&crate::messages::announcement::mentions(people));
    match people.len() {
        0 => "You take recognition from everybody. Pick whom you want none from; nobody is told.".to_owned(),
        _ => format!(
            "You take none from {names}. They are not told. The menu holds whom you want none from. Whoever erases everything \
             of theirs here drops off this list."
        ),
    }
}
