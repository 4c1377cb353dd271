//! Everything that happened in the stand-in, in order, so that a story can be told and a test can look back.
//!
//! The log only grows. Each reader has a cursor of its own, from the start: nothing is missed by looking late.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::Notify;

use super::world::{Audience, ChannelId, GuildId, InteractionId, Message, MessageId, UserId};

/// One happening, with its place in the order.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Counts from 0, without gaps.
    pub number: usize,
    /// What the calendar showed.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// A message appeared in a channel, a thread or a direct-message channel, by a person or by the bot's REST call.
    /// A public answer to an interaction is [`Event::Reply`] instead.
    Message {
        /// The message as it stands.
        message: Box<Message>,
    },
    /// A message was changed outside of an interaction's own answers.
    Edited {
        /// The message as it stands now.
        message: Box<Message>,
    },
    /// A message is gone.
    Deleted {
        /// Where it was.
        channel: ChannelId,
        /// Which one.
        message: MessageId,
        /// Who deleted it.
        by: UserId,
    },
    /// The bot answered an interaction with a message: at once, by editing its first answer, or by a follow-up.
    Reply {
        /// The interaction that was answered.
        interaction: InteractionId,
        /// Who had acted.
        to: UserId,
        /// Who can see the message.
        visible_to: Audience,
        /// How it answered.
        kind: ReplyKind,
        /// The message as it stands now.
        message: Box<Message>,
    },
    /// The bot asked for more time ("thinking ...").
    Deferred {
        /// The interaction.
        interaction: InteractionId,
        /// Who had acted.
        to: UserId,
        /// Who can see the waiting.
        visible_to: Audience,
    },
    /// The bot opened a form for the person who acted.
    Modal {
        /// The interaction that was answered.
        interaction: InteractionId,
        /// Who sees the form.
        to: UserId,
        /// The form as the bot sent it: `custom_id`, `title`, `components`.
        modal: Value,
    },
    /// The bot answered an autocomplete.
    Choices {
        /// The interaction that was answered.
        interaction: InteractionId,
        /// Who was typing.
        to: UserId,
        /// The choices as the bot sent them: `name`, `value`.
        choices: Vec<Value>,
    },
    /// A reaction was added or taken away.
    Reaction {
        /// Where.
        channel: ChannelId,
        /// On which message.
        message: MessageId,
        /// Whose reaction.
        by: UserId,
        /// The emoji: a character, or `name:id`.
        emoji: String,
        /// True where it was added.
        added: bool,
    },
    /// A message was pinned or unpinned.
    Pinned {
        /// Where.
        channel: ChannelId,
        /// Which message.
        message: MessageId,
        /// True where it was pinned.
        pinned: bool,
    },
    /// Somebody started a thread.
    Thread {
        /// The thread.
        thread: ChannelId,
        /// The channel that it belongs to.
        parent: ChannelId,
        /// Who started it.
        by: UserId,
    },
    /// Somebody is typing.
    Typing {
        /// Where.
        channel: ChannelId,
        /// Who.
        by: UserId,
    },
    /// The bot registered commands; the list is what stands now.
    Commands {
        /// The server that they are for; `None` for all.
        guild: Option<GuildId>,
        /// Their names, in the order of Discord's list.
        names: Vec<String>,
    },
    /// A request of the bot was refused, by the rules or because a fault was asked for.
    Refused {
        /// Method and path as they came, without the query; interaction tokens are cut out.
        request: String,
        /// The HTTP status of the answer.
        status: u16,
        /// Discord's error code; 0 where the answer carried none.
        code: u64,
        /// The answer's own words.
        message: String,
    },
    /// Something on the websocket.
    Gateway(GatewayEvent),
    /// Three seconds went by and nobody answered.
    Unanswered {
        /// The interaction.
        interaction: InteractionId,
        /// Who is left waiting.
        to: UserId,
    },
}

/// How an interaction was answered with a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReplyKind {
    /// At once.
    First,
    /// The first answer, or the waiting after a deferral, was edited.
    Edit,
    /// A further message.
    FollowUp,
    /// The message that carries the clicked component was changed.
    Update,
}

/// What can happen on the websocket.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum GatewayEvent {
    /// A client identified and got READY.
    Identified {
        /// The new session.
        session: String,
    },
    /// A client took up a session again and got RESUMED.
    Resumed {
        /// The session.
        session: String,
    },
    /// A connection ended.
    Closed {
        /// Its session, where it had one.
        session: Option<String>,
        /// The close code; `None` where the socket was cut.
        code: Option<u16>,
    },
}

/// The log that [`Events`] read.
#[derive(Debug, Default)]
pub struct EventLog {
    happened: Mutex<Vec<Arc<Happening>>>,
    more: Notify,
}

impl EventLog {
    /// Writes one happening down.
    pub fn push(&self, at: Timestamp, event: Event) {
        let mut happened = self.lock();
        let number = happened.len();
        happened.push(Arc::new(Happening { number, at, event }));
        drop(happened);
        self.more.notify_waiters();
    }

    /// How many happenings there are so far.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether nothing has happened yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn get(&self, number: usize) -> Option<Arc<Happening>> {
        self.lock().get(number).cloned()
    }

    /// A panic elsewhere leaves a complete list behind: a push is one step.
    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Happening>>> {
        self.happened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader of the log, with a place of its own.
#[derive(Clone, Debug)]
pub struct Events {
    log: Arc<EventLog>,
    next: usize,
}

impl Events {
    pub(super) fn new(log: Arc<EventLog>) -> Self {
        Self { log, next: 0 }
    }

    /// The next happening, waiting for it for at most `patience` of real time.
    pub async fn next(&mut self, patience: Duration) -> Option<Arc<Happening>> {
        let log = Arc::clone(&self.log);
        let found = tokio::time::timeout(patience, async {
            loop {
                let more = log.more.notified();
                tokio::pin!(more);
                // Registered before the look, so that a happening between the two is not missed.
                more.as_mut().enable();
                if let Some(happening) = log.get(self.next) {
                    return happening;
                }
                more.await;
            }
        })
        .await
        .ok()?;
        self.next += 1;
        Some(found)
    }

    /// Everything that has happened and was not read yet, without waiting.
    pub fn rest(&mut self) -> Vec<Arc<Happening>> {
        let rest: Vec<_> = self.log.lock().iter().skip(self.next).cloned().collect();
        self.next += rest.len();
        rest
    }

    /// Goes to the end of the log: what happened so far is not read again.
    pub fn skip(&mut self) {
        self.next = self.log.len();
    }

    /// The number of the happening that is read next.
    pub fn place(&self) -> usize {
        self.next
    }

    /// Goes to the happening with that number.
    pub fn seek(&mut self, number: usize) {
        self.next = number;
    }
}
