//! A channel as Discord would have it, which can lose answers, refuse, hang, or hide what is in it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clarion::clock::Clock;
use clarion::messages::{Access, Packed};
use clarion::posting::{NoticeBoard, SendFault, Sender};
use clarion::store::Id;
use jiff::{SignedDuration, Timestamp};
use serenity::async_trait;
use serenity::builder::{CreateMessage, EditMessage};
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use tokio::sync::Notify;

pub const GUILD: GuildId = GuildId::new(1_000_000_000_000_000_001);
pub const CHANNEL: ChannelId = ChannelId::new(1_000_000_000_000_000_002);
/// Where the server can be told something, unless a test says otherwise.
pub const SYSTEM: ChannelId = ChannelId::new(1_000_000_000_000_000_077);
pub const FORUM: ChannelId = ChannelId::new(1_000_000_000_000_000_003);
pub const ANNA: UserId = UserId::new(11);
pub const BEN: UserId = UserId::new(12);
pub const PATIENCE: Duration = Duration::from_secs(30);
/// For how long the channel knows a nonce.
const NONCE_KNOWN: Duration = Duration::from_secs(5 * 60);

/// What becomes of the next message sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    /// It arrives, and its answer is lost.
    AnswerLost,
    /// It never arrives, and nobody hears of it.
    Vanishes,
    /// Discord asks to wait.
    Later(u64),
    /// Discord is down for everybody.
    Down(u64),
    Refused(u32),
    /// Its text is at fault.
    Unsuitable(u32),
    /// Discord knows the nonce, and the message is gone.
    Deleted,
    TokenRefused,
    /// The sender is gone before it arrives.
    HangsBefore,
    /// The sender is gone after it arrived.
    HangsAfter,
}

/// What becomes of the next look into the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Tells,
    Later,
    Forbidden,
    /// Too much was said since.
    Buried,
    /// It takes until [`Channel::tell`].
    Slow,
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    pub channel: ChannelId,
    pub nonce: Id,
    pub at: Timestamp,
    pub body: serde_json::Value,
}

impl Message {
    /// Whether one of its buttons' ids holds the mark.
    pub fn bears(&self, mark: Id) -> bool {
        self.body["components"].to_string().contains(&mark.to_string())
    }

    pub fn text(&self) -> String {
        self.body.to_string()
    }
}

/// The channel; its handles share it.
#[derive(Clone)]
pub struct Channel(Arc<Inner>);

struct Inner {
    clock: Clock,
    /// When it began, by Discord's clock, which nobody here sets.
    began: Timestamp,
    state: Mutex<State>,
    hung: Notify,
    asked: Notify,
    tell: Notify,
}

#[derive(Default)]
struct State {
    messages: Vec<Message>,
    fates: VecDeque<Fate>,
    /// What becomes of all that no other fate was asked for.
    lasting: Option<Fate>,
    looks: VecDeque<Look>,
    sends: usize,
    looked: Vec<Timestamp>,
    /// The server's system channel, where the bot may post there.
    system: Option<ChannelId>,
    /// Nobody takes private messages.
    closed: bool,
    /// Who manages the server no more, and has no role for it.
    no_stewards: Vec<UserId>,
    /// Nobody says where to tell anybody.
    silent: Option<SendFault>,
    threads: Vec<(MessageId, String)>,
    /// Threads that are closed.
    put_away: Vec<ChannelId>,
    thread_fates: VecDeque<Fate>,
    /// What becomes of the next message changed.
    change_fates: VecDeque<Fate>,
    /// The changes that arrived, in their order: of which message, and what it says then; nothing where it is gone.
    changes: Vec<(MessageId, Option<serde_json::Value>)>,
    changes_asked: usize,
    threads_asked: usize,
}

impl Channel {
    pub fn new(clock: &Clock) -> Self {
        Self(Arc::new(Inner {
            clock: clock.clone(),
            began: clock.now(),
            state: Mutex::default(),
            hung: Notify::new(),
            asked: Notify::new(),
            tell: Notify::new(),
        }))
    }

    /// Discord's own time: what has really passed since the channel began.
    fn now(&self) -> Timestamp {
        self.0.began + SignedDuration::try_from(self.0.clock.running()).unwrap()
    }

    /// Returns when a slow look has begun.
    pub async fn asked(&self) {
        tokio::time::timeout(PATIENCE, self.0.asked.notified()).await.unwrap();
    }

    /// A slow look ends.
    pub fn tell(&self) {
        self.0.tell.notify_one();
    }

    pub fn fate(&self, fate: Fate) {
        self.0.state.lock().unwrap().fates.push_back(fate);
    }

    /// From here on this becomes of every message.
    pub fn lasting(&self, fate: Fate) {
        self.0.state.lock().unwrap().lasting = Some(fate);
    }

    pub fn look(&self, look: Look) {
        self.0.state.lock().unwrap().looks.push_back(look);
    }

    /// Where the server can be told something.
    pub fn board(&self, system: Option<ChannelId>) {
        self.0.state.lock().unwrap().system = system;
    }

    /// Somebody manages the server no more.
    pub fn no_steward(&self, person: UserId) {
        self.0.state.lock().unwrap().no_stewards.push(person);
    }

    /// Private messages are closed.
    pub fn close_private(&self) {
        self.0.state.lock().unwrap().closed = true;
    }

    /// Discord does not say where to tell anybody, or does again.
    pub fn silent(&self, silent: Option<SendFault>) {
        self.0.state.lock().unwrap().silent = silent;
    }

    /// A thread is put away, or locked.
    pub fn put_away(&self, thread: ChannelId) {
        self.0.state.lock().unwrap().put_away.push(thread);
    }

    /// What becomes of the next thread.
    pub fn thread_fate(&self, fate: Fate) {
        self.0.state.lock().unwrap().thread_fates.push_back(fate);
    }

    /// The threads: under which message, and their names.
    pub fn threads(&self) -> Vec<(MessageId, String)> {
        self.0.state.lock().unwrap().threads.clone()
    }

    /// How many requests to open one there were.
    pub fn threads_asked(&self) -> usize {
        self.0.state.lock().unwrap().threads_asked
    }

    /// What becomes of the next change of a message.
    pub fn change_fate(&self, fate: Fate) {
        self.0.state.lock().unwrap().change_fates.push_back(fate);
    }

    /// The changes that arrived: of which message, and what it says then; nothing where it is gone.
    pub fn changes(&self) -> Vec<(MessageId, Option<serde_json::Value>)> {
        self.0.state.lock().unwrap().changes.clone()
    }

    /// How many requests to change one there were.
    pub fn changes_asked(&self) -> usize {
        self.0.state.lock().unwrap().changes_asked
    }

    /// Somebody deletes a message.
    pub fn lose(&self, message: MessageId) {
        self.0.state.lock().unwrap().messages.retain(|sent| sent.id != message);
    }

    async fn alter(
        &self,
        (channel, message): (ChannelId, MessageId),
        edited: Option<serde_json::Value>,
        until: Timestamp,
    ) -> Result<(), SendFault> {
        if self.0.clock.now() >= until {
            return Err(SendFault::Retry { after: Duration::ZERO });
        }
        let arrive = || {
            let mut state = self.0.state.lock().unwrap();
            let there = state.messages.iter().position(|sent| sent.id == message && sent.channel == channel);
            let Some(there) = there else { return Err(SendFault::Deleted) };
            match &edited {
                Some(body) => state.messages[there].body = body.clone(),
                None => drop(state.messages.remove(there)),
            }
            state.changes.push((message, edited.clone()));
            Ok(())
        };
        let fate = {
            let mut state = self.0.state.lock().unwrap();
            state.changes_asked += 1;
            state.change_fates.pop_front().unwrap_or(Fate::Arrives)
        };
        self.befalls(fate, arrive).await
    }

    /// From here on everything arrives and everything can be seen.
    pub fn calm(&self) {
        let mut state = self.0.state.lock().unwrap();
        state.fates.clear();
        state.thread_fates.clear();
        state.lasting = None;
        state.looks.clear();
    }

    pub fn messages(&self) -> Vec<Message> {
        self.0.state.lock().unwrap().messages.clone()
    }

    /// Those in the channel of the prompts: notices go elsewhere.
    pub fn prompts(&self) -> Vec<Message> {
        self.messages().into_iter().filter(|message| matches!(message.channel, CHANNEL | FORUM)).collect()
    }

    /// How many requests to send there were.
    pub fn sends(&self) -> usize {
        self.0.state.lock().unwrap().sends
    }

    /// From when on each look looked.
    pub fn looked(&self) -> Vec<Timestamp> {
        self.0.state.lock().unwrap().looked.clone()
    }

    /// Returns when a sender hangs.
    pub async fn hung(&self) {
        self.0.hung.notified().await;
    }

    fn arrive(&self, channel: ChannelId, message: &Packed<CreateMessage>, nonce: Id) -> MessageId {
        let now = self.now();
        let mut state = self.0.state.lock().unwrap();
        let known = state.messages.iter().rev().find(|sent| sent.nonce == nonce);
        if let Some(known) = known
            && now.duration_since(known.at) <= NONCE_KNOWN.try_into().unwrap()
        {
            return known.id;
        }
        let id = MessageId::new(500 + state.messages.len() as u64);
        let body = serde_json::to_value(message).unwrap();
        state.messages.push(Message { id, channel, nonce, at: now, body });
        id
    }

    /// What becomes of one that is sent, which arrives as `arrive` does it.
    async fn meet(&self, until: Timestamp, arrive: impl FnOnce() -> MessageId + Send) -> Result<MessageId, SendFault> {
        // As the gate has it, behind whatever kept the request waiting.
        if self.0.clock.now() >= until {
            return Err(SendFault::Retry { after: Duration::ZERO });
        }
        let fate = {
            let mut state = self.0.state.lock().unwrap();
            state.sends += 1;
            state.fates.pop_front().or(state.lasting).unwrap_or(Fate::Arrives)
        };
        self.befalls(fate, move || Ok(arrive())).await
    }

    /// What becomes of a request that meets this fate, whose doing is `arrive`.
    async fn befalls<T>(
        &self,
        fate: Fate,
        arrive: impl FnOnce() -> Result<T, SendFault> + Send,
    ) -> Result<T, SendFault> {
        match fate {
            Fate::Arrives => arrive(),
            Fate::AnswerLost => {
                arrive()?;
                Err(SendFault::Uncertain)
            }
            Fate::Vanishes => Err(SendFault::Uncertain),
            Fate::Later(after) => Err(SendFault::Retry { after: Duration::from_secs(after) }),
            Fate::Down(after) => Err(SendFault::Down { after: Duration::from_secs(after) }),
            Fate::Refused(code) => Err(SendFault::Refused { code }),
            Fate::Unsuitable(code) => Err(SendFault::Unsuitable { code }),
            Fate::Deleted => Err(SendFault::Deleted),
            Fate::TokenRefused => Err(SendFault::Stop),
            Fate::HangsBefore => self.hang().await,
            Fate::HangsAfter => {
                arrive()?;
                self.hang().await
            }
        }
    }

    async fn hang<T>(&self) -> T {
        self.0.hung.notify_one();
        std::future::pending().await
    }
}

#[async_trait]
impl Sender for Channel {
    async fn send(
        &self,
        channel: ChannelId,
        message: &Packed<CreateMessage>,
        nonce: Id,
        until: Timestamp,
    ) -> Result<MessageId, SendFault> {
        self.meet(until, || self.arrive(channel, message, nonce)).await
    }

    async fn post_in_forum(
        &self,
        forum: ChannelId,
        title: &str,
        message: &Packed<CreateMessage>,
        until: Timestamp,
    ) -> Result<MessageId, SendFault> {
        // No nonce: each that arrives is a thread of its own.
        self.meet(until, || {
            let now = self.now();
            let mut state = self.0.state.lock().unwrap();
            let id = MessageId::new(500 + state.messages.len() as u64);
            let mut body = serde_json::to_value(message).unwrap();
            body["thread"] = title.into();
            let nonce = Id::from_i64(i64::MAX).unwrap();
            state.messages.push(Message { id, channel: forum, nonce, at: now, body });
            id
        })
        .await
    }

    async fn find_in_forum(
        &self,
        _: GuildId,
        forum: ChannelId,
        mark: Id,
        since: Timestamp,
    ) -> Result<Option<MessageId>, SendFault> {
        self.find_mark(forum, mark, since).await
    }

    async fn open_thread(
        &self,
        _: ChannelId,
        message: MessageId,
        name: &str,
        until: Timestamp,
    ) -> Result<(), SendFault> {
        assert!(self.0.clock.now() < until, "nobody waits before a thread here");
        let open = || {
            let mut state = self.0.state.lock().unwrap();
            // Discord says 160004 then, and the gate takes that for opened.
            if state.threads.iter().all(|(under, _)| *under != message) {
                state.threads.push((message, name.to_owned()));
            }
        };
        let fate = {
            let mut state = self.0.state.lock().unwrap();
            state.threads_asked += 1;
            state.thread_fates.pop_front().unwrap_or(Fate::Arrives)
        };
        match fate {
            Fate::Arrives => {
                open();
                Ok(())
            }
            Fate::AnswerLost => {
                open();
                Err(SendFault::Uncertain)
            }
            Fate::Later(after) => Err(SendFault::Retry { after: Duration::from_secs(after) }),
            Fate::Refused(code) => Err(SendFault::Refused { code }),
            Fate::Deleted => Err(SendFault::Deleted),
            other => panic!("no thread meets {other:?}"),
        }
    }

    async fn edit(
        &self,
        channel: ChannelId,
        message: MessageId,
        edited: &Packed<EditMessage>,
        until: Timestamp,
    ) -> Result<(), SendFault> {
        self.alter((channel, message), Some(serde_json::to_value(edited).unwrap()), until).await
    }

    async fn delete(&self, channel: ChannelId, message: MessageId, until: Timestamp) -> Result<(), SendFault> {
        self.alter((channel, message), None, until).await
    }

    async fn find_mark(&self, channel: ChannelId, mark: Id, since: Timestamp) -> Result<Option<MessageId>, SendFault> {
        let look = {
            let mut state = self.0.state.lock().unwrap();
            state.looked.push(since);
            state.looks.pop_front().unwrap_or(Look::Tells)
        };
        if look == Look::Slow {
            self.0.asked.notify_one();
            self.0.tell.notified().await;
        }
        let state = self.0.state.lock().unwrap();
        match look {
            Look::Tells | Look::Slow => Ok(state
                .messages
                .iter()
                .find(|sent| sent.channel == channel && sent.at >= since && sent.bears(mark))
                .map(|sent| sent.id)),
            Look::Later => Err(SendFault::Retry { after: Duration::from_secs(5) }),
            Look::Forbidden => Err(SendFault::Refused { code: 50001 }),
            Look::Buried => Err(SendFault::Buried),
        }
    }

    async fn notice_board(&self, _: GuildId) -> Result<NoticeBoard, SendFault> {
        let state = self.0.state.lock().unwrap();
        if let Some(fault) = &state.silent {
            return Err(fault.clone());
        }
        Ok(NoticeBoard { name: "Harbour".into(), system: state.system })
    }

    async fn direct_channel(&self, person: UserId) -> Result<ChannelId, SendFault> {
        if self.0.state.lock().unwrap().closed {
            return Err(SendFault::Refused { code: 50_278 });
        }
        Ok(private(person))
    }

    async fn may_decide(&self, _: GuildId, person: UserId, _: Option<RoleId>) -> Result<bool, SendFault> {
        let state = self.0.state.lock().unwrap();
        if let Some(fault) = &state.silent {
            return Err(fault.clone());
        }
        Ok(!state.no_stewards.contains(&person))
    }

    async fn is_open(&self, _: GuildId, thread: ChannelId) -> Result<bool, SendFault> {
        let state = self.0.state.lock().unwrap();
        if let Some(fault) = &state.silent {
            return Err(fault.clone());
        }
        Ok(!state.put_away.contains(&thread))
    }

    async fn access(&self, _: GuildId, _: ChannelId) -> Access {
        Access::Missing("Send Messages")
    }
}

/// Somebody's private messages.
pub fn private(person: UserId) -> ChannelId {
    ChannelId::new(9_000 + person.get())
}
