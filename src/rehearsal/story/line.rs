//! What a line of a story can say, as plain data. The parser makes these; the player acts on them.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::{Date, Time, Weekday};
use twilight_model::guild::Permissions;

use super::pattern::Pattern;
use crate::clock::Zone;

/// A whole story, ready to be played.
#[derive(Clone, Debug)]
pub struct Story {
    /// What faults call it: its path, `stdin`, or the shipped story's name.
    pub file: String,
    /// Its lines, without blank ones and comments.
    pub lines: Vec<Line>,
    /// Whether a message that nobody expected fails it.
    pub strict: bool,
    /// Where its calendar begins.
    pub start: Start,
    /// Whether the bot is in every server from the first, because no line invites it.
    pub bot_belongs: bool,
}

impl Story {
    /// Everybody whom its lines name as a person.
    pub(super) fn cast(&self) -> BTreeSet<String> {
        let mut cast = BTreeSet::new();
        for line in &self.lines {
            match &line.statement {
                Statement::Act { who, deed, .. } => {
                    cast.insert(who.clone());
                    if let Deed::UsesOnPerson { target, .. } = deed {
                        cast.insert(target.clone());
                    }
                }
                Statement::Scene(Scene::Person { name, .. } | Scene::TakesDirect(name, _))
                | Statement::YouAre(name) => {
                    cast.insert(name.clone());
                }
                Statement::Scene(Scene::Role { members, .. } | Scene::RoleTaken { members, .. }) => {
                    cast.extend(members.iter().cloned())
                }
                Statement::Expect(Expectation::Pinged { who, .. }) => cast.extend(who.iter().cloned()),
                _ => {}
            }
        }
        cast
    }
}

/// The moment and the zone that a story's first calendar line sets.
#[derive(Clone, Debug)]
pub struct Start {
    /// The local date.
    pub date: Date,
    /// The local time.
    pub time: Time,
    /// The zone that every time of the story is told in.
    pub zone: Zone,
}

/// One line and where it stands.
#[derive(Clone, Debug)]
pub struct Line {
    /// Counted from 1.
    pub number: usize,
    /// As written, trimmed.
    pub text: String,
    /// What it says.
    pub statement: Statement,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// The calendar moves.
    Calendar(Calendar),
    /// The scene is set: who and what there is.
    Scene(Scene),
    /// Somebody acts.
    Act {
        /// The person's name in the story.
        who: String,
        /// Where they are from now on, where the line says so.
        place: Option<String>,
        /// What they do.
        deed: Deed,
    },
    /// Something goes wrong, or well again.
    Trouble(Trouble),
    /// What has to be so by now.
    Expect(Expectation),
    /// A message that nobody expected fails the story.
    Strict,
    /// Whose keyboard it is after the story.
    YouAre(String),
    /// A line for the reader of the transcript.
    Tell(String),
}

/// How the calendar moves. Times are local to the story's zone.
#[derive(Clone, Debug, PartialEq)]
pub enum Calendar {
    /// On to a moment of today, or of the date given.
    At {
        /// The date, where given.
        date: Option<Date>,
        /// The time of day.
        time: Time,
        /// The zone; only the first line has one.
        zone: Option<Zone>,
    },
    /// On to tomorrow: at that time, or at the same time of day.
    NextDay(Option<Time>),
    /// On to the next such weekday's time.
    Weekday(Weekday, Time),
    /// On by a stretch.
    Pass(Stretch),
    /// Somebody sets the machine's clock; nothing in between happens.
    SetTo {
        /// The date, where given.
        date: Option<Date>,
        /// The time of day.
        time: Time,
    },
}

/// A length of calendar time. Days are calendar days, so that they keep the time of day over a clock change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Whole days.
    pub days: i64,
    /// Seconds on top.
    pub seconds: i64,
}

/// What there is.
#[derive(Clone, Debug, PartialEq)]
pub enum Scene {
    /// A server, its channels in order. The first is where Discord's own messages go.
    Server {
        /// Its name.
        name: String,
        /// Its text channels, without the `#`.
        channels: Vec<String>,
        /// Who owns it.
        owner: Option<String>,
    },
    /// From now on people act in this server.
    InServer(String),
    /// That server sends Discord's own messages nowhere.
    NoSystemChannel,
    /// The server is cut off by an outage, or back.
    Outage(bool),
    /// A channel comes into being or changes.
    Channel(String, ChannelChange),
    /// A person, and the name that others see.
    Person {
        /// The name in the story.
        name: String,
        /// What others see.
        shown: Option<String>,
        /// Whether it is a bot.
        bot: bool,
    },
    /// Whether somebody takes direct messages from the bot.
    TakesDirect(String, bool),
    /// A role is gone.
    RoleDeleted(String),
    /// A moderator has put the bot in a timeout, or taken it out of it.
    TimedOut(bool),
    /// A role is taken from people.
    RoleTaken {
        /// Its name.
        name: String,
        /// From whom.
        members: Vec<String>,
    },
    /// The operator sets something, for the bot's next start.
    Setting {
        /// The environment variable.
        name: String,
        /// Its value.
        value: String,
    },
    /// Whether Discord's developer portal lets the bot have the privileged intents.
    Portal(bool),
    /// A role and who has it.
    Role {
        /// Its name.
        name: String,
        /// Its members.
        members: Vec<String>,
    },
    /// Permissions given or taken.
    Permit {
        /// To whom.
        whom: Whom,
        /// Which.
        permissions: Permissions,
        /// In which channel; everywhere where `None`.
        channel: Option<String>,
        /// Given or taken.
        allowed: bool,
    },
    /// A file lies on people's machines, to be handed over with a command.
    File {
        /// Its name.
        name: String,
        /// What is in it.
        holds: Holds,
    },
    /// The bot is invited to the server.
    Invited,
    /// The bot is removed from the server.
    Removed,
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// This text.
    Text(String),
    /// So many bytes that are no text and nothing else either.
    Rubbish(usize),
}

/// Whose permissions change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The bot's.
    Bot,
    /// Everybody's.
    Everyone,
    /// A person's.
    Person(String),
}

/// What becomes of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelChange {
    /// It exists, as a text channel.
    Text,
    /// It is a forum.
    Forum,
    /// A forum has these tags.
    Tags(Vec<String>),
    /// A forum takes no post without a tag.
    AsksForTag,
    /// It is an announcement channel.
    Announcement,
    /// Only people with a permission of their own see it.
    Private,
    /// It is a thread in that channel.
    ThreadIn(String),
    /// A thread is put away, or taken up again.
    Archived(bool),
    /// A thread is locked, or unlocked.
    Locked(bool),
    /// It is gone.
    Deleted,
    /// It has another name.
    Renamed(String),
}

/// What a person does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Sends a slash command, as typed.
    Slash(String),
    /// Sends a slash command in private messages with the bot.
    SlashPrivately(String),
    /// Types a slash command and waits at the last option for suggestions.
    Types(String),
    /// Presses a button.
    Clicks {
        /// The button's label or custom id.
        button: String,
        /// A part of the message that carries it; the latest such message where `None`.
        under: Option<String>,
    },
    /// Picks from a menu.
    Chooses {
        /// Labels, values, `@person` or `#channel`.
        values: Vec<String>,
        /// The menu's placeholder or custom id; the only menu where `None`.
        menu: Option<String>,
    },
    /// Writes into the fields of the form on the screen.
    Fills {
        /// Label and text.
        fields: Vec<(String, String)>,
        /// Whether it is sent off at once.
        submit: bool,
    },
    /// Sends the form off.
    Submits,
    /// Uses a command from somebody's own menu.
    UsesOnPerson {
        /// The command's name.
        command: String,
        /// On whom.
        target: String,
    },
    /// Uses a command from a message's menu.
    UsesOnMessage {
        /// The command's name.
        command: String,
        /// On which message.
        target: Which,
    },
    /// Writes a message.
    Says(String),
    /// Reacts to a message.
    Reacts(String, Which),
    /// Deletes a message.
    Deletes(Which),
    /// Only comes into the channel that the line names.
    Comes,
    /// Adds the bot to their own account.
    AddsBot,
    /// Becomes a member of the server.
    Joins,
    /// Leaves the server.
    Leaves,
}

/// Which message is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    /// A part of its text; the last one where `None`.
    pub containing: Option<String>,
    /// Its channel; where the person is where `None`.
    pub channel: Option<String>,
}

/// What goes wrong, or well again.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The bot's process is gone between two instructions.
    PowerCut(Cut),
    /// The bot shuts down as asked, if it runs, and starts.
    Restart,
    /// The bot shuts down as asked.
    Stop,
    /// Nothing gets through, or everything again.
    Network {
        /// Whether it works.
        up: bool,
    },
    /// Discord's REST side misbehaves.
    Rest {
        /// How.
        fault: RestFault,
        /// For which requests.
        target: Target,
        /// How many of them; until further notice where `None`.
        times: Option<u32>,
    },
    /// Every fault that was asked for is over.
    Well,
    /// The gateway misbehaves.
    Gateway(GatewayTrouble),
    /// Another process holds the store's file: until released, or for a length of real time.
    StoreLocked(Option<Duration>),
    /// It lets go.
    StoreFree,
}

/// When the power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Now.
    Now,
    /// When Discord has the next post and the bot does not know it yet.
    MiddleOfNextPost,
    /// When the next post is on its way and Discord never gets it.
    BeforeNextPost,
}

/// How a request fails.
#[derive(Clone, Debug, PartialEq)]
pub enum RestFault {
    /// Refused with this status.
    Status {
        /// The HTTP status.
        status: u16,
        /// A web page instead of JSON.
        page: bool,
        /// Headers on top.
        headers: Vec<(String, String)>,
    },
    /// It never arrives.
    LoseRequest,
    /// It is done, and the answer is lost.
    LoseAnswer,
    /// It is answered late, in real time.
    Slow(Duration),
}

/// Which requests a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// New messages in channels.
    Posts,
    /// Threads opened under messages.
    Threads,
    /// New threads in forums.
    ForumPosts,
    /// First answers to interactions.
    Answers,
    /// Edits of messages and of answers.
    Edits,
    /// Everything.
    Requests,
}

/// What the gateway does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayTrouble {
    /// The connection is cut.
    Drops,
    /// It asks to reconnect (op 7).
    Reconnect,
    /// The session is invalid (op 9).
    Invalid {
        /// Whether it can be resumed.
        resumable: bool,
    },
    /// It stops answering heartbeats.
    Zombie,
    /// It refuses the next resume.
    RefusesResume,
    /// It closes with a code.
    Closes(u16),
}

impl Expectation {
    /// Whether it is of something that is said, and may still be on its way.
    pub(super) fn is_said(&self) -> bool {
        matches!(self, Self::Says(..) | Self::Edited(..) | Self::Asked(..))
    }
}

/// What has to be so.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// The next message there that no expectation has had contains this.
    Says(Place, Pattern),
    /// The next edit there that no expectation has had contains this.
    Edited(Place, Pattern),
    /// Nothing that came since the last act contains this.
    NeverSays(Place, Pattern),
    /// Nothing came that no expectation has had.
    Nothing(Option<Place>),
    /// That many of the bot's messages stand in the channel.
    Posts {
        /// The channel.
        channel: String,
        /// How many.
        count: usize,
        /// From which local date; from any where `None`.
        on: Option<On>,
    },
    /// That many threads of the bot's hang on the channel.
    Threads {
        /// The channel.
        channel: String,
        /// How many.
        count: usize,
        /// Opened on which local date; on any where `None`.
        on: Option<On>,
    },
    /// Somebody was pinged since the last act.
    Pinged {
        /// Who; nobody where empty.
        who: Vec<String>,
        /// And nobody else.
        only: bool,
    },
    /// The message that the last expectation had has exactly these buttons, in this order.
    Buttons(Vec<String>),
    /// It has, or has not, this button.
    Button(String, bool),
    /// That message has a file of that name.
    File {
        /// The name.
        name: String,
        /// What is in it, or what is said of it for those who do not see it.
        part: Option<(FilePart, Pattern)>,
    },
    /// That message has no files.
    NoFiles,
    /// The person was offered these suggestions, among others.
    Offered(String, Vec<String>),
    /// A form is on the person's screen and contains this.
    Asked(String, Pattern),
    /// What the person tried was refused before it reached the bot.
    Refused(Pattern),
    /// Discord refused something of the bot's with this status or code since the last act.
    DiscordRefused(u64),
    /// The person's interaction was never answered.
    Unanswered(String),
    /// The bot ended by itself, and said so.
    Stopped(Option<Pattern>),
}

/// What of a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePart {
    /// Its text.
    Text,
    /// Its description.
    Description,
}

/// Where something is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a channel, by everybody there.
    Channel(String),
    /// In any thread of a channel or forum, by everybody there.
    Threads(String),
    /// By one person: a private answer.
    Private(String),
    /// In a person's direct messages.
    Direct(String),
}

/// A local date, named or relative to the story's present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// That date.
    Date(Date),
    /// The story's present date.
    Today,
}
