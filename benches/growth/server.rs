//! A filled server and the bot's two sides before it: what people ask is handed to its commands as Discord sends it, and
//! what is due is posted by its engine, into a Discord that takes everything.

// Shared with the benches of commands.
#[allow(clippy::unwrap_used, dead_code)]
#[path = "../../tests/common/commands.rs"]
mod ground;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use clarion::clock::LocalSchedule;
use clarion::commands::Answer;
use clarion::messages::{Access, Card, CustomId, Packed};
use clarion::posting::{Engine, EngineOptions, Happened, NoticeBoard, SendFault, Sender};
use clarion::recognition::LookBack;
use clarion::store::{
    Id, NewOccurrence, OccurrenceKey, Posts, Saved, ScheduleDraft, ScheduleOptions, Store, StoreOptions,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::async_trait;
use serenity::builder::{CreateMessage, EditMessage};
use serenity::model::Permissions;
use serenity::model::application::Interaction;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};

use self::ground::{Board, Ground};
use crate::fill::{CHANNEL, GUILD};
use crate::history::{name, now, user};

/// What everybody may do.
const MEMBER: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES);

/// The bot's own id.
const BOT: u64 = 77;

/// A filled server, and the bot before it.
pub struct Server {
    /// So many recognitions it has.
    pub recognitions: usize,
    ground: Ground,
    engine: Engine,
    outbox: Arc<Outbox>,
    next: AtomicU64,
}

impl Server {
    /// Over a filled database.
    pub async fn open(url: &str, recognitions: usize) -> anyhow::Result<Self> {
        let set = |options: &mut StoreOptions| *options = StoreOptions::new(url);
        let ground = ground::ground(&now().to_string(), Arc::new(Board::default()), set).await;
        let outbox = Arc::new(Outbox::default());
        let commands = &ground.commands;
        let (library, sender) = (Arc::clone(&commands.library), Arc::clone(&outbox));
        let (store, clock) = (commands.store.clone(), commands.clock.clone());
        let engine = Engine::new(store, library, sender, clock, EngineOptions::default());
        let next = AtomicU64::new(9_100_000_000_000_000_000);
        Ok(Self { recognitions, ground, engine, outbox, next })
    }

    pub fn store(&self) -> &Store {
        &self.ground.commands.store
    }

    /// What the bot answers.
    pub async fn answer(&self, interaction: &Interaction) -> Answer {
        self.ground.commands.answer(interaction).await
    }

    fn interaction(&self, (place, rights): Asker, kind: u8, data: &Value) -> Value {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let here = (GuildId::new(GUILD), ChannelId::new(CHANNEL));
        ground::interaction(id, kind, here, (&person(place), MEMBER | rights), data)
    }

    /// A command with a subcommand, or with none where that is empty. Whoever is named among the options comes along.
    pub fn slash(
        &self,
        asker: Asker,
        (command, sub): (&str, &str),
        options: Value,
        named: &[u64],
    ) -> anyhow::Result<Interaction> {
        let (mut users, mut members) = (json!({}), json!({}));
        for place in named {
            let id = user(*place).to_string();
            users[&id] = person(*place);
            members[&id] = json!({
                "roles": [], "joined_at": "2023-01-01T00:00:00Z", "premium_since": null, "pending": false, "avatar": null,
                "communication_disabled_until": null, "nick": null, "permissions": "0", "flags": 0, "banner": null,
            });
        }
        let options = match sub {
            "" => options,
            sub => json!([{ "name": sub, "type": 1, "options": options }]),
        };
        let resolved = json!({ "users": users, "members": members });
        let data = json!({ "id": "5", "name": command, "type": 1, "options": options, "resolved": resolved });
        Ok(serde_json::from_value(self.interaction(asker, 2, &data))?)
    }

    /// A press on a button of a message that only the asker sees.
    pub fn press(&self, asker: Asker, custom_id: &str) -> anyhow::Result<Interaction> {
        self.on_a_message(asker, 3, json!({ "custom_id": custom_id, "component_type": 2 }))
    }

    /// A choice in a menu of words, on the same.
    pub fn choose(&self, asker: Asker, id: &CustomId, value: &str) -> anyhow::Result<Interaction> {
        self.on_a_message(asker, 3, json!({ "custom_id": id.to_string(), "component_type": 3, "values": [value] }))
    }

    /// A form with one box, opened from the same, that comes back.
    pub fn submit(&self, asker: Asker, custom_id: &str, words: &str) -> anyhow::Result<Interaction> {
        let input = json!({ "type": 4, "custom_id": "words", "value": words });
        let row = json!({ "type": 1, "components": [input] });
        self.on_a_message(asker, 5, json!({ "custom_id": custom_id, "components": [row] }))
    }

    fn on_a_message(&self, asker: Asker, kind: u8, data: Value) -> anyhow::Result<Interaction> {
        let mut interaction = self.interaction(asker, kind, &data);
        let bot = ground::user(UserId::new(BOT), true);
        interaction["message"] = ground::message(ChannelId::new(CHANNEL), &bot, "");
        interaction["message"]["flags"] = json!(64);
        Ok(serde_json::from_value(interaction)?)
    }

    /// Notes that the announcement, which was the answer to a command, is in its channel.
    pub async fn announced(&self, answer: &Answer) -> anyhow::Result<()> {
        let Answer::Announce { claim, .. } = answer else { bail!("not announced: {answer:?}") };
        let message = MessageId::new(self.next.fetch_add(1, Ordering::Relaxed));
        Ok(self.store().posted(claim, message).await?)
    }

    /// Asks for a digest, and says how long its post takes, up to the last write after it was sent.
    pub async fn digest(&self, back: LookBack) -> anyhow::Result<Duration> {
        let (store, guild, channel) = (self.store(), GuildId::new(GUILD), ChannelId::new(CHANNEL));
        let draft = ScheduleDraft {
            name: format!("{back:?}").to_lowercase(),
            channel,
            when: LocalSchedule {
                time: "09:00".parse()?,
                days: "mon".parse::<clarion::clock::Days>()?.monthly(back == LookBack::Month),
                zone: "UTC".parse()?,
            },
            options: Some(ScheduleOptions { posts: Posts::Digest, ..ScheduleOptions::default() }),
            by: UserId::new(user(0)),
        };
        let (Saved::Created(schedule) | Saved::Edited(schedule)) = store.save_schedule(guild, &draft, now()).await?
        else {
            bail!("no schedule")
        };
        // Whatever else waits goes first.
        self.nothing_waits().await?;
        let interaction = InteractionId::new(self.next.fetch_add(1, Ordering::Relaxed));
        let key = OccurrenceKey::Extra { schedule: schedule.id, interaction };
        let added = store.add_occurrence(NewOccurrence { key, guild, channel, due_at: now() }, now()).await?;
        ensure!(added, "no digest waits");
        let begun = Instant::now();
        let happened = self.engine.step().await;
        let took = begun.elapsed();
        ensure!(matches!(happened, Happened::Posted { found: false, .. }), "no digest was posted: {happened:?}");
        let posted = self.outbox.last();
        let pictured = posted["attachments"][0]["filename"] == "year.png";
        let told = posted["embeds"][0]["title"].as_str().is_some_and(|title| title.starts_with("Recognition"));
        ensure!(pictured && told, "no digest: {posted}");
        Ok(took)
    }

    async fn nothing_waits(&self) -> anyhow::Result<()> {
        loop {
            match self.engine.step().await {
                Happened::Nothing => return Ok(()),
                Happened::StoreFailed(error) => return Err(error).context("while others were posted"),
                _ => {}
            }
        }
    }

    pub async fn close(&self) {
        self.store().close().await;
    }
}

/// The place of whoever asks, and what they may do besides what everybody may.
pub type Asker = (u64, Permissions);

fn person(place: u64) -> Value {
    let mut person = ground::user(UserId::new(user(place)), false);
    // By the name that is kept: else each give would be a new name.
    person["username"] = json!(name(place));
    person
}

/// What travels for an answer.
pub fn sent(answer: &Answer) -> anyhow::Result<Value> {
    let card = |card: &Card| serde_json::to_value(card.clone().into_answer(true));
    Ok(match answer {
        Answer::Reply { card: reply, .. } | Answer::Update(reply) => card(reply)?,
        Answer::Announce { card: public, private, .. } => json!([card(public)?, card(private)?]),
        Answer::Modal(form) => serde_json::to_value(form)?,
        Answer::Choices(_) | Answer::Elsewhere(_) => bail!("no answer: {answer:?}"),
    })
}

/// The custom id of the button with this label, anywhere in what travels.
pub fn button(sent: &Value, label: &str) -> Option<String> {
    match sent {
        Value::Object(parts) if parts.get("label").is_some_and(|found| found == label) => {
            parts.get("custom_id").and_then(Value::as_str).map(str::to_owned)
        }
        Value::Object(parts) => parts.values().find_map(|part| button(part, label)),
        Value::Array(parts) => parts.iter().find_map(|part| button(part, label)),
        _ => None,
    }
}

/// Takes every post, and shows the last one.
#[derive(Default)]
struct Outbox(std::sync::Mutex<Value>);

impl Outbox {
    fn last(&self) -> Value {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Sender for Outbox {
    async fn send(
        &self,
        _: ChannelId,
        message: &Packed<CreateMessage>,
        nonce: Id,
        _: Timestamp,
    ) -> Result<MessageId, SendFault> {
        let message = serde_json::to_value(message).unwrap_or_default();
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = message;
        Ok(MessageId::new(nonce.get().cast_unsigned()))
    }

    async fn post_in_forum(
        &self,
        _: ChannelId,
        _: &str,
        _: &Packed<CreateMessage>,
        _: Timestamp,
    ) -> Result<MessageId, SendFault> {
        Err(SendFault::Uncertain)
    }

    async fn find_in_forum(
        &self,
        _: GuildId,
        _: ChannelId,
        _: Id,
        _: Timestamp,
    ) -> Result<Option<MessageId>, SendFault> {
        Ok(None)
    }

    async fn open_thread(&self, _: ChannelId, _: MessageId, _: &str, _: Timestamp) -> Result<(), SendFault> {
        Ok(())
    }

    async fn edit(&self, _: ChannelId, _: MessageId, _: &Packed<EditMessage>, _: Timestamp) -> Result<(), SendFault> {
        Ok(())
    }

    async fn delete(&self, _: ChannelId, _: MessageId, _: Timestamp) -> Result<(), SendFault> {
        Ok(())
    }

    async fn find_mark(&self, _: ChannelId, _: Id, _: Timestamp) -> Result<Option<MessageId>, SendFault> {
        Ok(None)
    }

    async fn notice_board(&self, _: GuildId) -> Result<NoticeBoard, SendFault> {
        Err(SendFault::Uncertain)
    }

    async fn may_decide(&self, _: GuildId, _: UserId, _: Option<RoleId>) -> Result<bool, SendFault> {
        Ok(false)
    }

    async fn direct_channel(&self, _: UserId) -> Result<ChannelId, SendFault> {
        Ok(ChannelId::new(CHANNEL))
    }

    async fn is_open(&self, _: GuildId, _: ChannelId) -> Result<bool, SendFault> {
        Ok(true)
    }

    async fn access(&self, _: GuildId, _: ChannelId) -> Access {
        Access::Ready
    }
}
