//! What exists in the stand-in: servers, channels, people, messages, and who may do what.
//!
//! The world checks nothing and refuses nothing: permissions, limits and Discord's errors are asked by [`super::rest`]
//! and by the interactions before they change it. Every change goes through a method here, so that the gateway hears of
//! it ([`Dispatch`]) and the log of events holds it.

mod channel;
mod commands;
mod dispatch;
mod guild;
mod ids;
mod mentions;
mod message;
mod permissions;
mod places;
mod posting;
mod reacting;
mod servers;
mod user;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::Value;

pub use channel::{Channel, ChannelKind, Overwrite, OverwriteKind, ThreadState};
pub use commands::Commands;
pub use dispatch::{Dispatch, DispatchSink, Intents};
pub use guild::{Guild, Member, Role};
pub use ids::{
    ApplicationId, AttachmentId, ChannelId, CommandId, GuildId, InteractionId, MessageId, RoleId, Snowflakes, UserId,
    read_id,
};
pub use message::{Attachment, Audience, Message, MessageEdit, NewMessage, Pinged, Reaction};
pub use permissions::{ALL as ALL_PERMISSIONS, permission_named};
pub use places::NewThread;
pub use posting::{NONCE_WINDOW_MINUTES, SameNonce};
pub use servers::DEFAULT_EVERYONE;
pub use twilight_model::guild::Permissions;
pub use user::User;

use super::events::{Event, EventLog};
use super::interactions::Book;
use super::limits::{Sent, Violation, second_reading};
use crate::clock::Clock;

/// The application that the bot belongs to.
#[derive(Clone, Debug)]
pub struct Application {
    /// Equal to the bot's user id.
    pub id: ApplicationId,
    /// What Discord calls it.
    pub name: String,
    /// Discord's application flags.
    pub flags: u64,
}

/// Everything that exists. Reached through [`WorldHandle`].
#[derive(Debug)]
pub struct World {
    pub(in crate::rehearsal) clock: Clock,
    pub(in crate::rehearsal) snowflakes: Snowflakes,
    pub(in crate::rehearsal) log: Arc<EventLog>,
    pub(in crate::rehearsal) sinks: Vec<Box<dyn DispatchSink>>,
    /// Where files are served, without a slash at the end.
    pub(in crate::rehearsal) address: String,
    /// The bot's application.
    pub application: Application,
    /// The bot itself.
    pub bot: UserId,
    /// Who has added the app to their own account.
    pub accounts: BTreeSet<UserId>,
    /// All people and bots.
    pub users: BTreeMap<UserId, User>,
    /// All servers, also those without the bot.
    pub guilds: BTreeMap<GuildId, Guild>,
    /// All channels, threads and direct-message channels.
    pub channels: BTreeMap<ChannelId, Channel>,
    /// Which of them are in which server.
    inside: BTreeMap<GuildId, BTreeSet<ChannelId>>,
    /// All messages that were not deleted, by channel, including private answers to interactions.
    pub messages: BTreeMap<ChannelId, BTreeMap<MessageId, Message>>,
    /// The commands that the bot registered.
    pub commands: Commands,
    /// Nonces that were sent: by author and nonce, the last message that carried it.
    pub(in crate::rehearsal) nonces: BTreeMap<(UserId, String), (Timestamp, ChannelId, MessageId)>,
    /// What people began and the bot answers.
    pub(in crate::rehearsal) interactions: Book,
    /// What the second reading found.
    pub violations: Vec<Violation>,
    /// The files on people's own machines, and where Discord keeps them once they are handed over. The latest comes last.
    pub(in crate::rehearsal) handed: Vec<Attachment>,
}

/// Shares a [`World`]. Cheap to clone. Never held across an await: [`WorldHandle::with`] takes no future.
#[derive(Clone, Debug)]
pub struct WorldHandle {
    world: Arc<Mutex<World>>,
}

impl WorldHandle {
    pub(in crate::rehearsal) fn new(world: World) -> Self {
        Self { world: Arc::new(Mutex::new(world)) }
    }

    /// Looks at the world or changes it.
    pub fn with<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.lock())
    }

    /// A panic while the world was held is a defect of the stand-in; the next reader still gets to look.
    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    pub(in crate::rehearsal) fn new(clock: Clock, seed: u64, bot_name: &str, log: Arc<EventLog>) -> Self {
        let mut snowflakes = Snowflakes::new(clock.clone(), seed);
        let id = snowflakes.next::<twilight_model::id::marker::UserMarker>();
        let application = Application { id: id.cast(), name: bot_name.to_owned(), flags: 0 };
        let bot = User { bot: true, ..User::new(id, bot_name) };
        Self {
            clock,
            snowflakes,
            log,
            sinks: Vec::new(),
            address: String::new(),
            application,
            bot: id,
            accounts: BTreeSet::new(),
            users: BTreeMap::from([(id, bot)]),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            inside: BTreeMap::new(),
            messages: BTreeMap::new(),
            commands: Commands::default(),
            nonces: BTreeMap::new(),
            interactions: Book::new(seed),
            violations: Vec::new(),
            handed: Vec::new(),
        }
    }

    /// What the calendar shows.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Writes a happening into the log.
    pub fn happened(&self, event: Event) {
        self.log.push(self.clock.now(), event);
    }

    /// Reads once more what the bot sent, and keeps what is wrong.
    pub fn note_reading(&mut self, request: &str, sent: Sent, body: &Value) {
        let faults = second_reading(sent, body).into_iter();
        self.violations.extend(faults.map(|fault| Violation { request: request.to_owned(), fault }));
    }

    /// Keeps it as wrong where an embed shows a file by a name that none of the message's files has: a client shows
    /// nothing there.
    pub(in crate::rehearsal) fn note_pictures(&mut self, request: &str, body: &Value, files: &[String]) {
        let embeds = body["embeds"].as_array().into_iter().flatten();
        let shown = embeds.flat_map(|embed| [&embed["image"]["url"], &embed["thumbnail"]["url"]]);
        let named = shown.filter_map(|url| url.as_str()?.strip_prefix("attachment://"));
        let missing: Vec<&str> = named.filter(|name| !files.iter().any(|file| file == name)).collect();
        for name in missing {
            let fault = format!("an embed shows {name}, and the message has no such file");
            self.violations.push(Violation { request: request.to_owned(), fault });
        }
    }

    /// Tells the gateway.
    pub(in crate::rehearsal) fn dispatch(&mut self, dispatch: Dispatch) {
        for sink in &mut self.sinks {
            sink.dispatch(&dispatch);
        }
    }

    /// From now on `sink` is told of every dispatch, in order, while the world is held: it must not wait for anything
    /// and must not reach for the world.
    pub fn tell(&mut self, sink: Box<dyn DispatchSink>) {
        self.sinks.push(sink);
    }
}

/// How Discord writes an instant: microseconds and an offset, `2026-11-23T08:00:00.000000+00:00`.
pub fn wire_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}
