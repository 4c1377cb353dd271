//! What people do with a thank-you after it was given, and with their team's deck, and what is written for that.

use std::fmt;

use clarion::messages::KEEP_WORDS;
use clarion::messages::replies::recognition::STRENGTHS_MENU;
use clarion::messages::replies::{deck, keep as replies, suggestion};
use clarion::rehearsal::interactions::Act;
use clarion::rehearsal::world::{ChannelId, GuildId, MessageId, UserId};

use crate::step::{Asked, At, Step};

/// What it says at first.
pub const WORDS: &str = "calmer nights at the lighthouse";
/// One of the strengths that Clarion comes with.
const STRENGTH: &str = "Mastery of the craft";
/// The title of what is suggested for the deck, or comes out of a file.
const TITLE: &str = "Doors";
/// A file with one prompt, and its name.
pub const FILE: (&str, &str) =
    ("deck.csv", "title,question,step,minutes\nDoors,Which door do we keep closed?,Open it.,4\n");
/// What a steward thanks the same receiver for before somebody is erased; and that with the giver called by their id in it, as
/// words were kept once and as somebody may type it.
pub const OTHERS_WORDS: &str = "the lamp by the stairs";
/// What its giver makes of that.
pub const OTHER_WORDS: &str = "brighter mornings at the pier";

/// A deed that is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Given quietly: it comes to its receiver in a private message.
    GiveAlone,
    /// Its giver says what it stirred, ...
    SayWay,
    /// ... and names a strength in it.
    NameStrength,
    /// Its receiver presses on an announcement of which nobody was told whether it arrived.
    FindLost,
    Undo,
    Amend,
    /// A steward removes it, by the link of its announcement.
    Void,
    Hide,
    /// Its receiver wants nothing announced.
    AnnounceNothing,
    /// Its receiver wants nothing more from its giver.
    Decline,
    /// The same, picked as one of whom they want nothing from.
    DeclineThese,
    /// What peers named in them is for them alone.
    HideStrengths,
    Report,
    /// A steward leaves what was reported as it is.
    Close,
    /// Its receiver wants not to be counted.
    Pause,
    /// Its giver is erased.
    Forget,
    /// The server is erased.
    Erase,
    /// Somebody suggests a prompt for the team's deck, ...
    Suggest,
    /// ... wishes to hear what becomes of it, ...
    HearOf,
    /// ... and does hear that it was taken in, ...
    TakeIn,
    /// ... or, without the wish, it is declined.
    TurnDown,
    /// Prompts come out of a file.
    Import,
    /// A prompt is taken out of the deck.
    TakeOut,
}

/// Who and what there is.
pub struct People {
    pub guild: GuildId,
    pub channel: ChannelId,
    pub giver: UserId,
    pub receiver: UserId,
    /// The server is theirs.
    pub steward: UserId,
    /// Where it is announced, once it is.
    pub announced: Option<MessageId>,
}

impl People {
    /// What its giver does first.
    pub fn gives(&self, alone: bool) -> Act {
        let quietly = if alone { " quiet:true" } else { "" };
        slash(self.giver, self.channel, format!("/recognize member:@Mira for:{WORDS}{quietly}"))
    }

    /// A steward thanks the same receiver.
    pub fn is_thanked_by_another(&self) -> Act {
        slash(self.steward, self.channel, format!("/recognize member:@Mira for:{OTHERS_WORDS}"))
    }

    fn about(&self) -> Act {
        let button = replies::ABOUT.to_owned();
        Act::Click { who: self.receiver, channel: Some(self.channel), message: self.announced, button }
    }
}

fn slash(who: UserId, channel: ChannelId, text: impl Into<String>) -> Act {
    Act::Slash { who, channel, text: text.into() }
}

fn click(who: UserId, button: &str) -> Act {
    Act::Click { who, channel: None, message: None, button: button.to_owned() }
}

fn pick(who: UserId, menu: &str, value: &str) -> Act {
    let (menu, values) = (Some(menu.to_owned()), vec![value.to_owned()]);
    Act::Select { who, channel: None, message: None, menu, values }
}

fn submit(who: UserId, words: &str) -> Act {
    Act::Submit { who, fields: vec![(KEEP_WORDS.to_owned(), words.to_owned())] }
}

fn words(title: &str, question: &str, step: &str) -> Vec<(String, String)> {
    let boxes = [(deck::TITLE_BOX, title), (deck::QUESTION_BOX, question), (deck::STEP_BOX, step)];
    boxes.map(|(label, text)| (label.to_owned(), text.to_owned())).into()
}

impl Deed {
    /// What was done before, for it to be possible.
    pub fn before(self) -> &'static [Self] {
        match self {
            Self::Close => &[Self::Report],
            Self::HearOf | Self::TurnDown => &[Self::Suggest],
            Self::TakeIn => &[Self::Suggest, Self::HearOf],
            Self::TakeOut => &[Self::Import],
            _ => &[],
        }
    }

    /// What is done, one after the other; the last act is the one that writes.
    pub fn acts(self, people: &People) -> Vec<Act> {
        let &People { guild, channel, giver, receiver, steward, announced } = people;
        match self {
            Self::GiveAlone => vec![people.gives(true)],
            Self::SayWay => vec![click(giver, "I'd like that skill")],
            Self::NameStrength => vec![pick(giver, STRENGTHS_MENU, STRENGTH)],
            Self::FindLost => vec![people.about()],
            Self::Undo => vec![click(giver, replies::UNDO)],
            Self::Amend => vec![click(giver, replies::AMEND), submit(giver, OTHER_WORDS)],
            Self::Void => {
                let message = announced.map_or(0, MessageId::get);
                let link = format!("https://discord.com/channels/{guild}/{channel}/{message}");
                vec![slash(steward, channel, format!("/recognition void message:{link} reason:a private matter"))]
            }
            Self::Hide => vec![people.about(), click(receiver, replies::HIDE)],
            Self::AnnounceNothing => vec![people.about(), click(receiver, replies::ANNOUNCE_NONE)],
            Self::Decline => vec![people.about(), click(receiver, replies::NOT_FROM)],
            Self::DeclineThese => {
                let page = pick(receiver, "Turn to", "What reaches you");
                vec![slash(receiver, channel, "/me"), page, pick(receiver, "From whom you want none", "@Jo")]
            }
            Self::HideStrengths => {
                vec![slash(receiver, channel, "/recognition strengths"), click(receiver, "Keep this for myself")]
            }
            Self::Report => vec![people.about(), click(receiver, replies::REPORT), submit(receiver, "it is private")],
            Self::Close => vec![slash(steward, channel, "/recognition reports"), click(steward, replies::CLOSE)],
            Self::Pause => vec![slash(receiver, channel, "/privacy pause")],
            Self::Forget => vec![slash(giver, channel, "/privacy forget"), click(giver, "Erase")],
            Self::Erase => vec![slash(steward, channel, "/server-data erase"), click(steward, "Erase")],
            Self::Suggest => {
                let fields = words(TITLE, "Which door do we keep closed?", "Open it.");
                vec![slash(receiver, channel, "/deck suggest"), Act::Submit { who: receiver, fields }]
            }
            Self::HearOf => vec![click(receiver, suggestion::HEAR_BUTTON)],
            Self::TakeIn => vec![slash(steward, channel, "/deck queue"), click(steward, deck::APPROVE_BUTTON)],
            Self::TurnDown => vec![slash(steward, channel, "/deck queue"), click(steward, deck::DECLINE_BUTTON)],
            Self::Import => vec![slash(steward, channel, format!("/deck import file:{}", FILE.0))],
            Self::TakeOut => {
                let pick = pick(steward, deck::PICK_MENU, TITLE);
                vec![slash(steward, channel, "/deck remove"), pick, click(steward, deck::TAKE_OUT_BUTTON)]
            }
        }
    }

    /// What is said to whoever did it, once it holds.
    pub fn said(self) -> &'static str {
        match self {
            Self::GiveAlone => "Counted",
            Self::SayWay => "Counted, with",
            Self::NameStrength => STRENGTH,
            Self::FindLost => "Where it was announced, everybody can read it.",
            Self::Undo => "Taken back.",
            Self::Amend => "Changed.",
            Self::Void => "Removed.",
            Self::Hide => "Hidden.",
            Self::AnnounceNothing => "From now on nothing that you get here is announced",
            Self::Decline => "Nothing more reaches you here from them.",
            Self::DeclineThese => "You take none from",
            Self::HideStrengths => "Only you see this",
            Self::Report => "It waits for the stewards of this server now",
            Self::Close => "Left as it is.",
            Self::Pause => "you pause from now on",
            Self::Forget => "Erased.",
            Self::Erase => "Erased: everything of this server",
            Self::Suggest => "waits for those who manage this server",
            Self::HearOf => "I send you one private message",
            Self::TakeIn => "is in the deck.",
            Self::TurnDown => "is declined",
            Self::Import => "1 new prompt is in the deck",
            Self::TakeOut => "is out of the deck",
        }
    }

    /// By how much each fact changes. All others stay.
    pub fn changes(self) -> &'static [(&'static str, i64)] {
        match self {
            Self::GiveAlone => &[
                ("recognitions", 1),
                ("words", 1),
                ("counting", 1),
                ("of the day", 1),
                ("told alone", 1),
                ("of givers", 4),
                ("latest days", 1),
                ("people", 2),
                ("known", 2),
            ],
            Self::SayWay => &[("with a way", 1)],
            Self::NameStrength => &[("strengths", 1), ("strengths of the day", 1), ("strengths of people", 1)],
            Self::FindLost => &[("lost", -1)],
            Self::Undo => {
                &[("counting", -1), ("of the day", -1), ("undone", 1), ("of givers", -4), ("latest days", -1)]
            }
            Self::Amend => &[("recognitions", 1), ("words", 1), ("amended", 1), ("other words", 1)],
            Self::Void => &[
                ("counting", -1),
                ("of the day", -1),
                ("voided", 1),
                ("of givers", -4),
                ("latest days", -1),
                ("people", 1),
                ("known", 1),
            ],
            Self::Hide => &[("hidden", 1)],
            // On the card of a recognition that one is meant too.
            Self::AnnounceNothing => &[("announce nothing", 1), ("hidden", 1)],
            Self::Decline | Self::DeclineThese => &[("declined", 1)],
            Self::HideStrengths => &[("strengths hidden", 1)],
            Self::Report => &[("open reports", 1), ("notices", 1)],
            Self::Close => &[("open reports", -1), ("closed reports", 1), ("people", 1), ("known", 1)],
            Self::Pause => {
                &[("paused", 1), ("counting", -1), ("of the day", -1), ("of givers", -4), ("latest days", -1)]
            }
            Self::Forget => &[("words", -1), ("known", -1)],
            Self::Erase => &[
                ("recognitions", -1),
                ("words", -1),
                ("counting", -1),
                ("of the day", -1),
                ("announcements", -1),
                ("of givers", -4),
                ("latest days", -1),
                ("people", -2),
                ("known", -2),
            ],
            Self::Suggest => &[("suggested", 1)],
            Self::HearOf => &[("hear of it", 1)],
            Self::TakeIn => &[("suggested", -1), ("hear of it", -1), ("in the deck", 1), ("answers", 1)],
            Self::TurnDown => &[("suggested", -1)],
            Self::Import => &[("in the deck", 1)],
            Self::TakeOut => &[("in the deck", -1)],
        }
    }

    /// Whether nothing that could be known again may be left in any file.
    pub fn erases(self) -> bool {
        matches!(self, Self::Forget | Self::Erase)
    }

    /// The function of the store that writes it.
    fn transaction(self) -> &'static str {
        match self {
            Self::GiveAlone => "give",
            Self::SayWay => "set_way",
            Self::NameStrength => "name_strengths",
            Self::FindLost => "announcement_seen",
            Self::Undo => "undo",
            Self::Amend => "amend",
            Self::Void => "void",
            Self::Hide => "hide_received",
            Self::AnnounceNothing => "announce_received",
            Self::Decline => "decline_from",
            Self::DeclineThese => "decline_these",
            Self::HideStrengths => "hide_strengths",
            Self::Report => "report",
            Self::Close => "close_report",
            Self::Pause => "set_paused",
            Self::Forget => "forget",
            Self::Erase => "erase_guild",
            Self::Suggest => "suggest",
            Self::HearOf => "hear_of_suggestion",
            Self::TakeIn => "approve",
            Self::TurnDown => "decline",
            Self::Import => "import",
            Self::TakeOut => "take_out",
        }
    }

    /// What is written besides: around the answer, and by the posting loop in its wake.
    fn in_its_wake(self) -> &'static [&'static str] {
        match self {
            Self::GiveAlone => &["redirect", "take_contact", "tried_by", "posted"],
            Self::Undo => &["take_interaction", "claim_change", "change_put_back", "change_done"],
            Self::Forget => &["take_out_words", "claim_change", "change_done"],
            _ => &[],
        }
    }

    /// The requests that it takes, but for the answer to it.
    fn requests(self) -> &'static [Asked] {
        match self {
            Self::GiveAlone => &[Asked::Direct, Asked::Post],
            Self::Amend => &[Asked::Edit],
            Self::Forget => &[Asked::TakeDown],
            _ => &[],
        }
    }

    /// What comes to the receiver's private messages, in words of it.
    pub fn told_alone(self) -> Option<&'static str> {
        match self {
            Self::GiveAlone => Some(WORDS),
            Self::TakeIn => Some("which you suggested, is in the deck"),
            _ => None,
        }
    }

    const ALL: [Self; 23] = [
        Self::GiveAlone,
        Self::SayWay,
        Self::NameStrength,
        Self::FindLost,
        Self::Undo,
        Self::Amend,
        Self::Void,
        Self::Hide,
        Self::AnnounceNothing,
        Self::Decline,
        Self::DeclineThese,
        Self::HideStrengths,
        Self::Report,
        Self::Close,
        Self::Pause,
        Self::Forget,
        Self::Erase,
        Self::Suggest,
        Self::HearOf,
        Self::TakeIn,
        Self::TurnDown,
        Self::Import,
        Self::TakeOut,
    ];

    /// The functions of the store inside of which a process is killed over any of them.
    pub fn places_inside() -> impl Iterator<Item = &'static str> {
        Self::ALL
            .into_iter()
            .flat_map(|deed| [deed.transaction()].into_iter().chain(deed.in_its_wake().iter().copied()))
    }

    /// All of them, with the steps at which a process is killed over each. What another engine does differently is the
    /// transaction itself: where there are no files, that one alone.
    pub fn steps(failpoints: bool, files: bool) -> Vec<(Self, Step)> {
        const ANY: [At; 4] = [At::Arrived, At::Crossing, At::Done, At::Answered];
        let mut all = Vec::new();
        for deed in Self::ALL {
            if failpoints {
                let wake = if files { deed.in_its_wake() } else { &[] };
                let written = [deed.transaction()].into_iter().chain(wake.iter().copied());
                // Before it begins there is nothing to be halved.
                all.extend(written.flat_map(|name| Step::inside(name).into_iter().skip(1)).map(|step| (deed, step)));
            }
            if failpoints && files && deed == Self::Forget {
                all.extend(Step::scrubbing().map(|step| (deed, step)));
            }
            all.push((deed, Step::AnyInstant));
            if !files {
                continue;
            }
            // One of them stands for all answers: they take the same way.
            let answer = matches!(deed, Self::Undo | Self::Forget).then_some(Asked::Answer);
            for asked in answer.into_iter().chain(deed.requests().iter().copied()) {
                all.extend(ANY.map(|at| (deed, Step::Request(asked, at))));
            }
        }
        all
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
