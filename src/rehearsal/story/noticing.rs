//! From what happened on the stand-in to what there is to read and to tell.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::shown::{Reader, Shown};
use super::stage::Stage;
use super::transcript::{Told, What};
use crate::rehearsal::world::{
    Audience as Seen, ChannelId, InteractionId, Message, MessageId, Permissions, UserId, World,
};
use crate::rehearsal::{Event, Events, GatewayEvent, Happening, ReplyKind};

/// Something that the bot said or showed, waiting to be expected.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The line of the story that brought it about.
    pub line: usize,
    /// Where it can be read.
    pub spot: Spot,
    /// What it is.
    pub kind: Kind,
    /// What it shows.
    pub shown: Shown,
    /// What was suggested, where it is suggestions.
    pub choices: Vec<String>,
    /// Its words as Discord got them, before marks were read.
    pub raw: String,
    /// Which message it is; `None` for forms and suggestions.
    pub message: Option<MessageId>,
    /// Whether an expectation had it, or passed it by.
    pub read: bool,
}

/// Where something can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// By everybody in a channel.
    Channel(ChannelId),
    /// By one person.
    Private(UserId),
    /// In direct messages with a person.
    Direct(UserId),
}

/// What an [`Item`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A new message.
    Message,
    /// A message that had been read, changed.
    Edit,
    /// A form.
    Form,
    /// Suggestions.
    Choices,
}

/// Everything noticed so far.
pub(super) struct Notebook {
    events: Events,
    pub items: Vec<Item>,
    /// Messages that have been shown once: what comes after is an edit.
    shown: BTreeSet<MessageId>,
    /// Deferred answers that have not come yet, with the line that asked for them.
    pub thinking: BTreeMap<InteractionId, (usize, UserId)>,
    /// Interactions that nobody answered in time.
    pub unanswered: Vec<(usize, UserId)>,
    /// Who was pinged, by line.
    pub pinged: Vec<(usize, BTreeSet<UserId>, BTreeSet<String>)>,
    /// What Discord refused, by line: the request, the status, the code.
    pub refused: Vec<(usize, String, u16, u64)>,
    /// The latest happenings in plain words, for whoever asks why.
    pub behind: Vec<String>,
}

impl Notebook {
    pub fn new(events: Events) -> Self {
        Self {
            events,
            items: Vec::new(),
            shown: BTreeSet::new(),
            thinking: BTreeMap::new(),
            unanswered: Vec::new(),
            pinged: Vec::new(),
            refused: Vec::new(),
            behind: Vec::new(),
        }
    }

    /// Takes in what happened since the last look, as brought about by `line`. Returns what there is to tell.
    pub fn look(&mut self, stage: &Stage, line: usize) -> Vec<Told> {
        let happened = self.events.rest();
        happened.iter().filter_map(|happening| self.take(stage, line, happening)).collect()
    }

    fn take(&mut self, stage: &Stage, line: usize, happening: &Happening) -> Option<Told> {
        let at = happening.at;
        self.behind.push(under_the_hood(stage, happening));
        let what = match &happening.event {
            Event::Message { message } => self.message(stage, line, message, false),
            Event::Edited { message } => self.message(stage, line, message, true),
            Event::Reply { interaction, kind, message, .. } => {
                self.thinking.remove(interaction);
                let changes = matches!(kind, ReplyKind::Edit | ReplyKind::Update);
                self.message(stage, line, message, changes && self.shown.contains(&message.id))
            }
            Event::Deferred { interaction, to, .. } => {
                self.thinking.insert(*interaction, (line, *to));
                return None;
            }
            Event::Modal { to, modal, .. } => self.form(stage, line, *to, modal),
            Event::Choices { to, choices, .. } => self.choices(stage, line, *to, choices),
            Event::Deleted { channel, message, by } => {
                self.items.retain(|item| item.message != Some(*message));
                let (channel, by) = (stage.name_of_channel(*channel), stage.name_of(*by));
                What::Stage { text: format!("{by} deletes a message in {channel}") }
            }
            Event::Reaction { channel, by, emoji, added, .. } => {
                let (channel, by) = (stage.name_of_channel(*channel), stage.name_of(*by));
                let verb = if *added { "reacts with" } else { "takes back" };
                What::Stage { text: format!("{by} {verb} {emoji} in {channel}") }
            }
            Event::Thread { thread, parent, by } => {
                let (parent, by) = (stage.name_of_channel(*parent), stage.name_of(*by));
                let thread = stage.name_of_channel(*thread);
                What::Stage { text: format!("{by} opens a thread under {parent}: {}", thread.trim_start_matches('#')) }
            }
            Event::Unanswered { to, .. } => {
                self.unanswered.push((line, *to));
                What::Stage { text: format!("{} is left without an answer", stage.name_of(*to)) }
            }
            Event::Refused { request, status, code, .. } => {
                self.refused.push((line, request.clone(), *status, *code));
                return None;
            }
            Event::Pinned { .. } | Event::Typing { .. } | Event::Commands { .. } | Event::Gateway(_) => return None,
        };
        Some(told(stage, at, what))
    }

    fn message(&mut self, stage: &Stage, line: usize, message: &Message, edited: bool) -> What {
        self.shown.insert(message.id);
        let shown = stage.with(|world| Shown::of(world, message, &stage.zone));
        let ours = stage.with(|world| message.author == world.bot);
        let recipient = stage.with(|world| world.channels.get(&message.channel).and_then(|channel| channel.recipient));
        let spot = match (message.visible_to, recipient) {
            (Seen::Only(user), _) => Spot::Private(user),
            (Seen::Everyone, Some(user)) => Spot::Direct(user),
            (Seen::Everyone, None) => Spot::Channel(message.channel),
        };
        let mut pinged = Vec::new();
        if !edited {
            let roles: BTreeSet<String> = stage.with(|world| {
                let server = message.guild.and_then(|guild| world.guilds.get(&guild));
                let named =
                    |role| server.and_then(|server| server.roles.get(role)).map(|role| format!("@{}", role.name));
                let everyone = message.pinged.everyone.then(|| "@everyone".to_owned());
                message.pinged.roles.iter().filter_map(named).chain(everyone).collect()
            });
            pinged.extend(message.pinged.users.iter().map(|user| stage.name_of(*user)));
            pinged.extend(roles.iter().cloned());
            if ours && !message.pinged.nobody() {
                let (users, wide) = stage.with(|world| notified(world, message));
                self.pinged.push((line, users, wide));
            }
        }
        if ours {
            self.note(line, spot, edited, message, &shown);
        }
        let (place, author) = (stage.name_of_channel(message.channel), stage.name_of(message.author));
        let only = match message.visible_to {
            Seen::Only(user) => Some(stage.name_of(user)),
            Seen::Everyone => None,
        };
        What::Message { place, only, author, edited, pinged, shown }
    }

    /// Who has not read a message yet reads it as it stands after the edit; who has read it has something new to read.
    fn note(&mut self, line: usize, spot: Spot, edited: bool, message: &Message, shown: &Shown) {
        let raw = raw_words(message);
        let unread = |item: &&mut Item| item.message == Some(message.id) && !item.read;
        if edited && let Some(item) = self.items.iter_mut().find(unread) {
            item.shown = shown.clone();
            item.raw = raw;
            item.line = line;
            return;
        }
        // A private answer that changes is the same as a new one to the only person who sees it.
        let kind = if edited && !matches!(spot, Spot::Private(_)) { Kind::Edit } else { Kind::Message };
        let shown = shown.clone();
        self.items.push(Item {
            line,
            spot,
            kind,
            shown,
            choices: Vec::new(),
            raw,
            message: Some(message.id),
            read: false,
        });
    }

    fn form(&mut self, stage: &Stage, line: usize, to: UserId, modal: &Value) -> What {
        let text = |value: &Value| {
            stage.with(|world| {
                Reader { world: Some(world), zone: &stage.zone }.words(value.as_str().unwrap_or_default())
            })
        };
        let title = text(&modal["title"]);
        let mut fields = Vec::new();
        for row in modal["components"].as_array().into_iter().flatten() {
            // A row holds inputs that carry their label; a label component holds one input.
            let inputs = row["components"].as_array().into_iter().flatten().chain(row.get("component"));
            for input in inputs {
                let label = if input["label"].is_string() { &input["label"] } else { &row["label"] };
                let given = if input["value"].is_string() { &input["value"] } else { &input["placeholder"] };
                fields.push((text(label), text(given)));
            }
        }
        let mut words = vec![title.clone()];
        words.extend(fields.iter().map(|(label, given)| format!("{label}\n{given}")));
        let raw = words.join("\n");
        let spot = Spot::Private(to);
        let shown = Shown { blocks: vec![super::shown::Block::Text(raw.clone())], ..Shown::default() };
        self.items.push(Item {
            line,
            spot,
            kind: Kind::Form,
            shown,
            choices: Vec::new(),
            raw,
            message: None,
            read: false,
        });
        What::Form { who: stage.name_of(to), title, fields }
    }

    /// The form on somebody's screen counts as read.
    pub fn read_form(&mut self, user: UserId) {
        let theirs = |item: &&mut Item| item.kind == Kind::Form && item.spot == Spot::Private(user);
        self.items.iter_mut().filter(theirs).for_each(|item| item.read = true);
    }

    fn choices(&mut self, stage: &Stage, line: usize, to: UserId, choices: &[Value]) -> What {
        let names: Vec<String> =
            choices.iter().map(|choice| choice["name"].as_str().unwrap_or_default().to_owned()).collect();
        let spot = Spot::Private(to);
        self.items.push(Item {
            line,
            spot,
            kind: Kind::Choices,
            shown: Shown::default(),
            choices: names.clone(),
            raw: String::new(),
            message: None,
            read: false,
        });
        What::Choices { who: stage.name_of(to), choices: names }
    }
}

impl Item {
    /// Whether it holds what is looked for, as it is shown or as it was sent.
    pub fn holds(&self, pattern: &super::pattern::Pattern) -> bool {
        pattern.found_in(&self.shown.text()) || pattern.found_in(&self.raw)
    }
}

/// One thing to tell, with its local time.
pub(super) fn told(stage: &Stage, at: Timestamp, what: What) -> Told {
    let local = at.to_zoned(stage.zone.clone()).strftime("%A %Y-%m-%d %H:%M:%S").to_string();
    Told { at, local, what }
}

fn raw_words(message: &Message) -> String {
    let mut words = vec![message.content.clone()];
    for embed in &message.embeds {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        words.extend([text(&embed["author"]["name"]), text(&embed["title"]), text(&embed["description"])]);
        for field in embed["fields"].as_array().into_iter().flatten() {
            words.extend([text(&field["name"]), text(&field["value"])]);
        }
        words.push(text(&embed["footer"]["text"]));
    }
    words.join("\n")
}

/// A happening as somebody who looks behind the curtain reads it.
fn under_the_hood(stage: &Stage, happening: &Happening) -> String {
    let time = happening.at.to_zoned(stage.zone.clone()).strftime("%H:%M:%S");
    let what = match &happening.event {
        Event::Message { message } => {
            let (author, place) = (stage.name_of(message.author), stage.name_of_channel(message.channel));
            let nonce = message.nonce.as_ref().map(|nonce| format!(", nonce {nonce}")).unwrap_or_default();
            format!("message {} by {author} in {place}{nonce}", message.id)
        }
        Event::Edited { message } => format!("message {} changed", message.id),
        Event::Deleted { message, .. } => format!("message {message} deleted"),
        Event::Reply { interaction, kind, visible_to, .. } => {
            let seen = if *visible_to == Seen::Everyone { "for everyone" } else { "private" };
            format!("interaction {interaction} answered ({kind:?}, {seen})")
        }
        Event::Deferred { interaction, .. } => format!("interaction {interaction}: the bot asks for time"),
        Event::Modal { interaction, .. } => format!("interaction {interaction} answered with a form"),
        Event::Choices { interaction, choices, .. } => {
            format!("interaction {interaction} answered with {} suggestions", choices.len())
        }
        Event::Reaction { emoji, added, .. } => {
            format!("reaction {emoji} {}", if *added { "added" } else { "removed" })
        }
        Event::Pinned { message, pinned, .. } => format!("message {message} pinned: {pinned}"),
        Event::Thread { thread, .. } => format!("thread {thread} opened"),
        Event::Typing { channel, .. } => format!("typing in {}", stage.name_of_channel(*channel)),
        Event::Commands { guild, names } => {
            let place = if guild.is_some() { "for the server" } else { "for all servers" };
            format!("commands registered {place}: {}", names.join(", "))
        }
        Event::Refused { request, status: 0, message, .. } => format!("{request}: {message}"),
        Event::Refused { request, status, code, message } => {
            format!("{request}: refused, {status}, code {code}, {message}")
        }
        Event::Gateway(GatewayEvent::Identified { .. }) => "gateway: the bot logs in".to_owned(),
        Event::Gateway(GatewayEvent::Resumed { .. }) => "gateway: the bot takes its session up again".to_owned(),
        Event::Gateway(GatewayEvent::Closed { code: Some(code), .. }) => format!("gateway: closed with {code}"),
        Event::Gateway(GatewayEvent::Closed { code: None, .. }) => "gateway: the connection is gone".to_owned(),
        Event::Unanswered { interaction, .. } => format!("interaction {interaction} was never answered"),
    };
    format!("{time}  {what}")
}

/// Who is notified of a message: those named in it and those who have a role that is, as far as they see the channel; and
/// what was named that is nobody in particular: everyone, or a role that nobody has.
fn notified(world: &World, message: &Message) -> (BTreeSet<UserId>, BTreeSet<String>) {
    let mut users = message.pinged.users.clone();
    let mut wide = BTreeSet::from_iter(message.pinged.everyone.then(|| "@everyone".to_owned()));
    let server = message.guild.and_then(|guild| world.guilds.get(&guild));
    for role in server.into_iter().flat_map(|server| message.pinged.roles.iter().map(move |role| (server, role))) {
        let (server, role) = role;
        let has = server.members.values().filter(|member| member.roles.contains(role)).map(|member| member.user);
        let sees = |user: &UserId| world.permissions_in(message.channel, *user).contains(Permissions::VIEW_CHANNEL);
        let before = users.len();
        users.extend(has.filter(sees));
        if users.len() == before
            && let Some(role) = server.roles.get(role)
        {
            wide.insert(format!("@{}", role.name));
        }
    }
    (users, wide)
}
