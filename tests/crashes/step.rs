//! The moments at which a process is killed.

use std::collections::BTreeSet;
use std::fmt;

use clarion::rehearsal::Fault;

use super::deeds::Deed;
use super::recount;
use super::scene::Scene;

/// Where in its work a process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// At a request of its own, seen from Discord's side.
    Request(Asked, At),
    /// The gateway has welcomed it.
    Welcomed,
    /// In a writing transaction of the store, which is named by its function (src/failpoints.rs).
    Transaction(&'static str, &'static str),
    /// At any instant of its life.
    AnyInstant,
}

/// What the request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    GatewayAddress,
    Registration,
    Post,
    /// A thread under a post that is there.
    Thread,
    /// The look in the channel for a post that may be there.
    Look,
    /// What kind of channel it is: before a post in a forum, and in a look that found nothing.
    Channel,
    /// A post in a forum, which is a thread of its own.
    ForumPost,
    /// The look in the forum for a post that may be there: the open threads of the server, ...
    OpenThreads,
    /// ... those of the forum that were put away, ...
    PutAwayThreads,
    /// ... and what the bot's own begin with.
    FirstMessage,
    /// What a server is like, where a post was refused or somebody is to be told.
    Server,
    /// Somebody's private messages.
    Direct,
    /// A notice: a post in the place where it is told.
    Notice,
    /// The answer to a command.
    Answer,
    /// An announcement that says something else from now on, ...
    Edit,
    /// ... or is taken down.
    TakeDown,
}

/// How far the request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// It has arrived, and is never done.
    Arrived,
    /// It has arrived, and is done while its sender dies.
    Crossing,
    /// It is done, and nobody has heard the answer.
    Done,
    /// The answer is on its way.
    Answered,
}

impl Asked {
    pub fn fault(self) -> Fault {
        match self {
            Self::GatewayAddress => Fault::on("GET", "/gateway/bot"),
            Self::Registration => Fault::on("PUT", "/applications/*/commands"),
            // Where a notice is told is known to a trial only.
            Self::Post | Self::Notice => Fault::on("POST", "/channels/*/messages"),
            Self::Thread => Fault::on("POST", "/channels/*/messages/*/threads"),
            Self::Look => Fault::on("GET", "/channels/*/messages"),
            Self::Channel => Fault::on("GET", "/channels/*"),
            Self::ForumPost => Fault::on("POST", "/channels/*/threads"),
            Self::OpenThreads => Fault::on("GET", "/guilds/*/threads/active"),
            Self::PutAwayThreads => Fault::on("GET", "/channels/*/threads/archived/public"),
            Self::FirstMessage => Fault::on("GET", "/channels/*/messages/*"),
            Self::Server => Fault::on("GET", "/guilds/*"),
            Self::Direct => Fault::on("POST", "/users/@me/channels"),
            Self::Answer => Fault::on("POST", "/interactions/*/*/callback"),
            Self::Edit => Fault::on("PATCH", "/channels/*/messages/*"),
            Self::TakeDown => Fault::on("DELETE", "/channels/*/messages/*"),
        }
    }

    /// Whether it is asked about a forum alone.
    pub fn of_a_forum(self) -> bool {
        matches!(self, Self::Channel | Self::ForumPost | Self::OpenThreads | Self::PutAwayThreads | Self::FirstMessage)
    }
}

/// Everything that the store writes while what is owed is brought to its end, from the start to the record: the posting
/// engine's, and what a start and the gateway's welcome write.
const TRANSACTIONS: [&str; 15] = [
    "set_command_hash",
    "follow_zone_rules",
    "guild_joined",
    "claim_due",
    "choose_prompt",
    "tried_by",
    "posted",
    "put_back",
    "refused",
    "redirect",
    "take_contact",
    "hold_unknown",
    "given_up",
    "failed",
    "finish",
];
const ERASURE: &str = "erase_next";
const PLACES: [&str; 3] = ["begin", "written", "committed"];

/// The scrubbing of a SQLite file is no transaction until its end, and has places of its own.
const SCRUB: [(&str, &str); 5] = [
    ("scrub", "begin"),
    ("write_anew", "vacuumed"),
    ("scrubbed", "begin"),
    ("scrubbed", "written"),
    ("scrubbed", "committed"),
];
const NO_TRANSACTIONS: [&str; 2] = ["scrub", "write_anew"];

/// What is written for a thank-you.
const THANKS: [&str; 2] = ["give", "posted"];

/// A look of twenty seconds renews its lease: that is the machine's trouble, and no defect.
pub const ON_A_SLOW_MACHINE: &str = "renew";

/// The transactions at which no trial kills, each with the reason. The first two are the posting engine's own, which comes
/// to them only in longer looks and fuller channels than there are here; the engine comes to none of the others. One that
/// occurs in a life all the same fails the trials, but for [`ON_A_SLOW_MACHINE`].
const LEFT_OUT: &[(&str, &str)] = &[
    ("renew", "a look longer than any here; without it the lease runs out, as that of a look that died"),
    ("stand_back", "of more posts in a channel than there are here; a death in it is one after claim_due"),
    ("guild_removed", "the next welcome does not name the server, and it is written then"),
    ("role_gone", "the next welcome compares the roles anew; the notice stands in the same transaction"),
    ("try_again_by_itself", "a change that is lost is found by the next one, by the daily look, and by 'Try again'"),
    ("looked_in_vain", "spares Discord a call; without it the next change asks once more"),
    ("add_occurrence", "adds a post that somebody asks for and waits for; trials begin behind it"),
    ("save_schedule_over", "somebody waits for the answer, and saves again"),
    ("pause_schedule", "somebody waits for the answer"),
    ("resume_schedule", "somebody waits for the answer"),
    ("remove_schedule", "somebody waits for the answer"),
    ("pause_schedule_until", "somebody waits for the answer"),
    ("change_skip", "somebody waits for the answer; take_interaction stands before it"),
    ("try_again", "somebody pressed for it, and presses again"),
    ("set_up", "somebody waits for the answer"),
    ("add_holiday", "somebody waits for the answer"),
    ("remove_holidays", "somebody waits for the answer"),
    ("contrast_seen", "a contrast that is shown once more"),
    ("keep_reflection", "somebody waits for the answer, and their words are handed back where it fails"),
    ("change_reflection", "somebody waits for the answer, and their words are handed back where it fails"),
    (
        "delete_reflection",
        "somebody waits for the answer, and presses again; the scrub is owed by the same transaction",
    ),
    ("share_reflection", "as give: the post goes the way of an announcement, and reflect-trouble.story cuts the power"),
    ("set_nudge", "somebody waits for the answer, and presses again; each reminder is owed by claim_due"),
    ("delete_these", "what is old is still old at the next round, and the scrub is owed by the same transaction"),
    ("delete_mine", "somebody waits for the answer, and asks again; the scrub is owed by the same transaction"),
    ("seen", "a name that is written again when somebody is next seen"),
    ("followed_role_gone", "the role is looked for again at the next welcome"),
    (
        "role_brings_no_more",
        "somebody waits for the answer, and presses again; it stands before anything of theirs is erased",
    ),
    ("take_steps", "the members are read again at the next welcome"),
    ("join_roster", "somebody waits for the answer, and joins again"),
    ("leave_roster", "somebody waits for the answer, and leaves again"),
    ("pick_for_roster", "somebody waits for the answer, and picks again"),
    ("take_off_roster", "somebody waits for the answer, and picks again"),
    ("looked_for", "they are looked for again"),
    ("not_there", "they are looked for in their turn"),
    ("settle_recognition", "somebody waits for the answer, and settles it again"),
    ("finish_quiz", "somebody waits for the answer, and presses again: a round is kept once"),
    ("finish_balance", "somebody waits for the answer, and presses again: a balance is kept once"),
    ("delete_balance", "somebody waits for the answer"),
    ("choose_quiz", "as choose_prompt, of a schedule that posts the quiz: the moments and the try are one write"),
    ("set_contact", "somebody waits for the answer, and presses again"),
    ("commit_to", "somebody waits for the answer, and writes again; the form's interaction makes it once"),
    (
        "choose_check_in",
        "somebody waits for the answer, and chooses again; the question stands in the same transaction",
    ),
    ("settle", "somebody waits for the answer, and presses again"),
    ("delete_commitment", "somebody waits for the answer, and presses again"),
    ("post_pressed", "a press that is not counted"),
    ("adjust_schedule", "somebody waits for the answer, and presses again"),
    ("tell_deck_low", "owed again by the next post of the round, once by its key; it stands before the post is sent"),
    ("put_suggestion_away", "somebody waits for the answer, and presses again"),
];

/// How many more trials than any other step the random instants get.
const RANDOM: usize = 12;

impl Step {
    /// All of them, as often as they are to be tried. Those inside of the process need its failpoints, and some an engine
    /// that has files of its own.
    pub fn all(failpoints: bool, files: bool) -> Vec<Self> {
        use {Asked as Of, At as Is};
        let mut all = vec![Self::Welcomed];
        let requests = [
            Of::GatewayAddress,
            Of::Registration,
            Of::Post,
            Of::Thread,
            Of::Look,
            Of::Channel,
            Of::ForumPost,
            Of::OpenThreads,
            Of::PutAwayThreads,
            Of::FirstMessage,
            Of::Server,
            Of::Direct,
            Of::Notice,
        ];
        for asked in requests {
            // The list of commands is long: held before it is read, it outlives its sender and is done all the same.
            let never_done = |at: &Is| !(asked == Of::Registration && *at == Is::Arrived);
            all.extend(
                [Is::Arrived, Is::Crossing, Is::Done, Is::Answered]
                    .into_iter()
                    .filter(never_done)
                    .map(|at| Self::Request(asked, at)),
            );
        }
        if failpoints {
            all.extend(TRANSACTIONS.into_iter().chain([ERASURE]).flat_map(Self::inside));
            if files {
                all.extend(Self::scrubbing());
            }
        }
        all.extend([Self::AnyInstant; RANDOM]);
        all
    }

    /// The same for a thank-you: from the command to the record that it was made public.
    pub fn all_of_thanks(failpoints: bool) -> Vec<Self> {
        let mut all =
            [At::Arrived, At::Crossing, At::Done, At::Answered].map(|at| Self::Request(Asked::Answer, at)).to_vec();
        if failpoints {
            all.extend(THANKS.into_iter().flat_map(Self::inside));
        }
        all.extend([Self::AnyInstant; RANDOM]);
        all
    }

    /// Those of one transaction.
    pub fn inside(name: &'static str) -> [Self; 3] {
        PLACES.map(|place| Self::Transaction(name, place))
    }

    /// Those of the scrubbing of a file.
    pub fn scrubbing() -> [Self; 5] {
        SCRUB.map(|(name, place)| Self::Transaction(name, place))
    }

    /// Whether it comes only where Discord's answers to edits are lost.
    pub fn comes_of_lost_answers(self) -> bool {
        matches!(self, Self::Transaction("change_put_back", _))
    }

    /// The functions of the store inside of which processes are killed.
    pub fn places_inside() -> impl Iterator<Item = &'static str> {
        let posts = TRANSACTIONS.into_iter().chain([ERASURE]).chain(SCRUB.map(|(name, _)| name));
        posts.chain(THANKS).chain(Deed::places_inside()).chain([recount::TRANSACTION])
    }

    /// The one scene in which it comes, where it does not come in all of them.
    pub fn scene(self) -> Option<Scene> {
        match self {
            Self::Request(Asked::Server | Asked::Direct | Asked::Notice, _)
            | Self::Transaction("refused" | "redirect" | "take_contact", _) => Some(Scene::Refused),
            Self::Transaction("hold_unknown", _) => Some(Scene::Held),
            Self::Transaction("given_up", _) => Some(Scene::TooLate),
            Self::Transaction("failed", _) => Some(Scene::NoThreads),
            Self::Transaction("finish", _) => Some(Scene::ThreadTooLate),
            Self::Transaction(ERASURE | "scrub" | "write_anew" | "scrubbed", _) => Some(Scene::Erased),
            Self::Request(Asked::Thread | Asked::Look, _)
            | Self::Transaction("put_back" | "tried_by" | "guild_joined" | "follow_zone_rules", _) => {
                Some(Scene::Posts)
            }
            Self::Request(asked, _) if asked.of_a_forum() => Some(Scene::Posts),
            _ => None,
        }
    }

    /// What has to have gone wrong before, where it comes only then.
    pub fn before(self) -> Option<Asked> {
        match self {
            Self::Request(Asked::Look, _) | Self::Transaction("follow_zone_rules", _) => Some(Asked::Post),
            Self::Request(Asked::OpenThreads | Asked::PutAwayThreads | Asked::FirstMessage, _) => {
                Some(Asked::ForumPost)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(asked, at) => {
                let asked = match asked {
                    Asked::GatewayAddress => "question for the gateway",
                    Asked::Registration => "registration",
                    Asked::Post => "post",
                    Asked::Thread => "thread",
                    Asked::Look => "look",
                    Asked::Channel => "question about a channel",
                    Asked::ForumPost => "post in a forum",
                    Asked::OpenThreads => "look at a forum's open threads",
                    Asked::PutAwayThreads => "look at a forum's archived threads",
                    Asked::FirstMessage => "look at a thread's first message",
                    Asked::Server => "question about a server",
                    Asked::Direct => "question for private messages",
                    Asked::Notice => "notice",
                    Asked::Answer => "answer",
                    Asked::Edit => "edit",
                    Asked::TakeDown => "deletion",
                };
                let at = match at {
                    At::Arrived => "arrived, never done",
                    At::Crossing => "done while the process dies",
                    At::Done => "done, answer held back",
                    At::Answered => "answered",
                };
                write!(f, "{asked}: {at}")
            }
            Self::Welcomed => f.write_str("gateway: welcomed"),
            Self::Transaction(name, place) => write!(f, "{name}: {place}"),
            Self::AnyInstant => f.write_str("any instant"),
        }
    }
}

/// Every function of the store that opens a transaction is one at which processes are killed, or left out for a reason.
#[test]
fn no_transaction_is_forgotten() {
    let store = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut there = BTreeSet::new();
    for file in std::fs::read_dir(store).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file()) {
        let text = std::fs::read_to_string(file).unwrap();
        for (at, _) in text.match_indices("in_transaction!(") {
            let function = text[..at].rsplit("fn ").next().unwrap();
            there.insert(function.split(['(', '<']).next().unwrap().to_owned());
        }
    }
    let killed: BTreeSet<&str> = Step::places_inside().filter(|name| !NO_TRANSACTIONS.contains(name)).collect();
    let left_out: BTreeSet<&str> = LEFT_OUT.iter().map(|(name, _)| *name).collect();
    assert!(killed.is_disjoint(&left_out), "both killed at and left out");
    let known: BTreeSet<&str> = killed.union(&left_out).copied().collect();
    assert_eq!(there.iter().map(String::as_str).collect::<BTreeSet<_>>(), known);
}
