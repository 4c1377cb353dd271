//! The interactions that were begun, their tokens, and how far each was answered.
//!
//! Source: Discord's "Receiving and Responding to Interactions": three seconds for the first answer, then fifteen
//! minutes for edits and follow-ups.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::rehearsal::world::{ChannelId, GuildId, InteractionId, MessageId, UserId};

/// How long the first answer may take, on the calendar.
pub(crate) const FIRST_ANSWER: SignedDuration = SignedDuration::from_secs(3);
/// How long the token lives for edits and follow-ups, on the calendar.
pub(crate) const TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// What kind of interaction it is; the numbers are Discord's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Modal = 5,
}

/// How far an interaction was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Not yet.
    Waiting,
    /// Nobody answered in time.
    Unanswered,
    /// "Thinking ...": the first message is still to come. The instant is real time.
    Thinking(Instant),
    /// With a message, which `original` names, or with an update of the one that carried the component.
    Answered,
    /// With choices or a form: there is no message to edit.
    Spoken,
}

/// One interaction.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) id: InteractionId,
    pub(crate) token: String,
    pub(crate) kind: Kind,
    pub(crate) guild: Option<GuildId>,
    pub(crate) channel: ChannelId,
    pub(crate) user: UserId,
    pub(crate) at: Timestamp,
    /// The `interaction_metadata` of messages that answer it.
    pub(crate) metadata: Value,
    /// Discord's message type of its first answer.
    pub(crate) message_kind: u64,
    /// The message that carried the clicked component (or that led to the form).
    pub(crate) source: Option<MessageId>,
    /// The command and the option that an autocomplete was typed for.
    pub(crate) typed_for: Option<(String, String)>,
    pub(crate) stage: Stage,
    /// What `@original` means.
    pub(crate) original: Option<MessageId>,
}

impl Record {
    /// Whether the time for a first answer is over.
    pub(crate) fn too_late(&self, now: Timestamp) -> bool {
        self.stage == Stage::Unanswered || now.duration_since(self.at) > FIRST_ANSWER
    }

    /// Whether the token is dead.
    pub(crate) fn over(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) > TOKEN_LIFE
    }
}

/// A form on somebody's screen.
#[derive(Clone, Debug)]
pub(crate) struct OpenForm {
    /// The interaction that it answered.
    pub(crate) from: InteractionId,
    pub(crate) channel: ChannelId,
    pub(crate) source: Option<MessageId>,
    /// `custom_id`, `title`, `components`, as the bot sent them.
    pub(crate) modal: Value,
    /// What was written so far: custom id and text.
    pub(crate) filled: BTreeMap<String, String>,
}

/// All interactions. Kept in the world, so that one lock holds everything.
#[derive(Debug)]
pub(crate) struct Book {
    records: BTreeMap<InteractionId, Record>,
    tokens: BTreeMap<String, InteractionId>,
    /// The form on each person's screen.
    pub(crate) forms: BTreeMap<UserId, OpenForm>,
    /// The suggestions that each person saw last, by command path and option.
    pub(crate) offered: BTreeMap<(UserId, String, String), Vec<Value>>,
    /// Told of every change of a stage.
    pub(crate) changed: Arc<Notify>,
    random: StdRng,
}

impl Book {
    /// An empty book; `seed` makes its tokens repeatable.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            records: BTreeMap::new(),
            tokens: BTreeMap::new(),
            forms: BTreeMap::new(),
            offered: BTreeMap::new(),
            changed: Arc::default(),
            random: StdRng::seed_from_u64(seed ^ 0x62_6f_6f_6b),
        }
    }

    /// A token of Discord's shape for a new interaction.
    pub(crate) fn token(&mut self, id: InteractionId) -> String {
        let secret: [u8; 48] = self.random.random();
        URL_SAFE_NO_PAD.encode(format!("interaction:{id}:{}", URL_SAFE_NO_PAD.encode(secret)))
    }

    pub(crate) fn add(&mut self, record: Record) {
        self.tokens.insert(record.token.clone(), record.id);
        self.records.insert(record.id, record);
    }

    pub(crate) fn get(&self, id: InteractionId) -> Option<&Record> {
        self.records.get(&id)
    }

    pub(crate) fn by_token(&self, token: &str) -> Option<&Record> {
        self.records.get(self.tokens.get(token)?)
    }

    /// The interaction goes on to `stage`; `original` is kept where it is `None`.
    pub(crate) fn turn(&mut self, id: InteractionId, stage: Stage, original: Option<MessageId>) {
        if let Some(record) = self.records.get_mut(&id) {
            record.stage = stage;
            record.original = original.or(record.original);
        }
        self.changed.notify_waiters();
    }

    /// The interactions that somebody still waits for: unanswered ones within their time, and those whose bot is
    /// "thinking" since less than `patience` of real time.
    pub(crate) fn open(&self, patience: Duration) -> Vec<InteractionId> {
        let open = |record: &&Record| match record.stage {
            Stage::Waiting => true,
            Stage::Thinking(since) => since.elapsed() < patience,
            Stage::Unanswered | Stage::Answered | Stage::Spoken => false,
        };
        self.records.values().filter(open).map(|record| record.id).collect()
    }
}
