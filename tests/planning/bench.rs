//! A server, the commands over a store of their own, a clock that stands, and somebody who knows the permissions.

#[allow(dead_code)]
#[path = "../common/commands.rs"]
mod ground;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clarion::clock::{Clock, Hand};
use clarion::commands::{Answer, Commands, Forum, Lookup, LookupFault, Standing};
use clarion::messages::{Access, Card, Packed};
use clarion::posting::{Engine, EngineOptions, Happened, NoticeBoard, SendFault, Sender};
use clarion::store::{Id, Schedule, StoreOptions};
use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::async_trait;
use serenity::builder::{CreateMessage, EditMessage};
use serenity::model::Permissions;
use serenity::model::application::Interaction;
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use ground::{Ground, user};

pub const HARBOUR: GuildId = GuildId::new(1_000_000_000_000_000_001);
pub const GENERAL: ChannelId = ChannelId::new(2_000_000_000_000_000_001);
pub const DAILY: ChannelId = ChannelId::new(2_000_000_000_000_000_002);
const MANAGER: UserId = UserId::new(3_000_000_000_000_000_001);
const CLARION: UserId = UserId::new(77);
const PATIENCE: Duration = Duration::from_secs(10);

pub const ALL: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// Who asks and from where, until a test says otherwise: a manager in #general, a text channel where the bot may post.
#[derive(Clone)]
pub struct From {
    pub channel: ChannelId,
    pub kind: u8,
    pub guild: GuildId,
    pub manages: bool,
    pub own: Permissions,
    pub locale: &'static str,
    pub guild_locale: &'static str,
    /// Whether anybody may mention the roles that are chosen.
    pub mentionable: bool,
}

impl Default for From {
    fn default() -> Self {
        Self {
            channel: GENERAL,
            kind: 0,
            guild: HARBOUR,
            manages: true,
            own: ALL,
            locale: "en-US",
            guild_locale: "en-US",
            mentionable: true,
        }
    }
}

pub struct Bench {
    pub commands: Commands,
    pub hand: Hand,
    /// What is answered for other channels; those that are not in it are unknown.
    pub elsewhere: Arc<Elsewhere>,
    pub from: From,
    outbox: Arc<Outbox>,
    pub file: std::path::PathBuf,
    next: u64,
    _folder: tempfile::TempDir,
}

#[derive(Default)]
pub struct Elsewhere(
    pub Mutex<BTreeMap<ChannelId, Result<Permissions, LookupFault>>>,
    /// The channels that are forums.
    pub Mutex<BTreeMap<ChannelId, Forum>>,
);

impl Elsewhere {
    pub fn set(&self, channel: ChannelId, permissions: Result<Permissions, LookupFault>) {
        self.0.lock().unwrap().insert(channel, permissions);
    }
}

#[async_trait]
impl Lookup for Elsewhere {
    async fn own_permissions(&self, _: GuildId, channel: ChannelId) -> Result<Permissions, LookupFault> {
        self.0.lock().unwrap().get(&channel).copied().unwrap_or(Err(LookupFault::Unknown))
    }

    async fn forum(&self, channel: ChannelId) -> Result<Option<Forum>, LookupFault> {
        Ok(self.1.lock().unwrap().get(&channel).cloned())
    }

    async fn standing(&self, _: GuildId, _: UserId) -> Result<Standing, LookupFault> {
        Ok(Standing::default())
    }
}

impl Bench {
    /// The usual schedule, weekdays at nine in Berlin, set up by hand, and its introduction posted.
    pub async fn usual() -> Self {
        let mut bench = Self::new().await;
        bench.schedule("set", &[("zone", "Europe/Berlin")]).await;
        bench.post_what_is_due().await;
        bench
    }

    /// Monday 23 November 2026, 08:00 in Berlin; nothing is set up.
    pub async fn new() -> Self {
        let elsewhere = Arc::new(Elsewhere::default());
        elsewhere.set(GENERAL, Ok(ALL));
        elsewhere.set(DAILY, Ok(ALL));
        // Long enough for a machine at work on much else; one test waits for its end.
        let patient = |options: &mut StoreOptions| options.busy_timeout = Duration::from_secs(2);
        let ground = ground::ground("2026-11-23T07:00:00Z", elsewhere.clone(), patient).await;
        let Ground { commands, hand, file, folder } = ground;
        let outbox = Arc::new(Outbox(Mutex::default(), commands.clock.clone()));
        let from = From::default();
        Self { commands, hand, elsewhere, from, outbox, file, next: 9_000_000_000_000_000_000, _folder: folder }
    }

    pub async fn at(&self, instant: &str) {
        self.hand.advance_to(instant.parse().unwrap(), PATIENCE).await.unwrap();
    }

    fn interaction(&mut self, kind: u8, data: &Value) -> Value {
        self.next += 1;
        let from = &self.from;
        let own = if from.manages { Permissions::MANAGE_GUILD } else { Permissions::SEND_MESSAGES };
        let who = (&user(MANAGER, false), own);
        let mut interaction = ground::interaction(self.next, kind, (from.guild, from.channel), who, data);
        interaction["channel"] =
            json!({ "id": from.channel.to_string(), "type": from.kind, "name": "here", "permissions": "0" });
        interaction["app_permissions"] = json!(from.own.bits().to_string());
        interaction["locale"] = json!(from.locale);
        interaction["guild_locale"] = json!(from.guild_locale);
        interaction
    }

    /// A slash command's answer.
    async fn slash(&mut self, data: &Value) -> Answer {
        let interaction = self.interaction(2, data);
        self.answer(&interaction).await
    }

    /// `/setup`, with a zone where one is given.
    pub async fn setup(&mut self, zone: Option<&str>) -> Answer {
        let options: Vec<Value> = zone.iter().map(|zone| text("zone", zone)).collect();
        self.slash(&json!({ "id": "5", "name": "setup", "type": 1, "options": options })).await
    }

    /// `/schedule SUBCOMMAND` with texts for its options; `channel` and `mention` take an id, switches true or false.
    pub async fn schedule(&mut self, subcommand: &str, options: &[(&str, &str)]) -> Answer {
        let (mut resolved, mut roles) = (json!({}), json!({}));
        let mentionable = self.from.mentionable;
        let options: Vec<Value> = options
            .iter()
            .map(|(name, value)| {
                if *name == "channel" {
                    let forum = self.elsewhere.1.lock().unwrap().contains_key(&value.parse().unwrap());
                    let kind = if forum { 15 } else { 0 };
                    resolved[value] = json!({ "id": value, "type": kind, "name": "there", "permissions": "0" });
                    json!({ "name": name, "type": 7, "value": value })
                } else if *name == "mention" {
                    roles[value] = json!({ "id": value, "name": "leads", "color": 0,
                        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null }, "hoist": false, "position": 1,
                        "permissions": "0", "managed": false, "mentionable": mentionable });
                    json!({ "name": name, "type": 8, "value": value })
                } else if matches!(*name, "thread" | "mention-nobody") {
                    json!({ "name": name, "type": 5, "value": *value == "true" })
                } else {
                    text(name, value)
                }
            })
            .collect();
        let options = json!([{ "name": subcommand, "type": 1, "options": options }]);
        let data = json!({ "id": "6", "name": "schedule", "type": 1, "options": options, "resolved": { "channels": resolved, "roles": roles } });
        self.slash(&data).await
    }

    /// What is said to `/schedule holidays SUBCOMMAND`; `every-year` is a switch.
    pub async fn holidays(&mut self, subcommand: &str, options: &[(&str, &str)]) -> String {
        let option = |(name, value): &(&str, &str)| match *name {
            "every-year" => json!({ "name": name, "type": 5, "value": *value == "True" }),
            _ => text(name, value),
        };
        let options: Vec<Value> = options.iter().map(option).collect();
        let inner = json!([{ "name": subcommand, "type": 1, "options": options }]);
        let group = json!([{ "name": "holidays", "type": 2, "options": inner }]);
        shown(&self.slash(&json!({ "id": "6", "name": "schedule", "type": 1, "options": group })).await)
    }

    /// What is said to `/schedule …`.
    pub async fn told(&mut self, subcommand: &str, options: &[(&str, &str)]) -> String {
        shown(&self.schedule(subcommand, options).await)
    }

    /// A press on the button of that label, or a choice in the menu of that placeholder.
    pub async fn press(&mut self, on: &Answer, label: &str, values: &[&str]) -> Answer {
        let component = component(on, label);
        self.press_id(component["custom_id"].as_str().unwrap(), component["type"].as_u64().unwrap(), values).await
    }

    pub async fn press_id(&mut self, custom_id: &str, kind: u64, values: &[&str]) -> Answer {
        let mut data = json!({ "custom_id": custom_id, "component_type": kind });
        if kind != 2 {
            data["values"] = json!(values);
        }
        let mut interaction = self.interaction(3, &data);
        interaction["message"] = ground::message(self.from.channel, &user(CLARION, true), "");
        interaction["message"]["flags"] = json!(64);
        self.answer(&interaction).await
    }

    /// What is suggested while somebody types a zone.
    pub async fn suggested(&mut self, command: &str, typed: &str) -> Vec<String> {
        self.suggested_for(command, "zone", typed).await
    }

    /// What is suggested while somebody types an option.
    pub async fn suggested_for(&mut self, command: &str, option: &str, typed: &str) -> Vec<String> {
        let zone = json!({ "name": option, "type": 3, "value": typed, "focused": true });
        let options = match command {
            "setup" => json!([zone]),
            _ => json!([{ "name": "set", "type": 1, "options": [zone] }]),
        };
        let interaction = self.interaction(4, &json!({ "id": "5", "name": command, "type": 1, "options": options }));
        let interaction: Interaction = serde_json::from_value(interaction).unwrap();
        match self.commands.answer(&interaction).await {
            Answer::Choices(choices) => choices.into_iter().map(|(_, value)| value).collect(),
            other => panic!("{}", shown(&other)),
        }
    }

    /// The answer, read a second time: no limit of Discord is broken, and nobody is pinged.
    async fn answer(&self, interaction: &Value) -> Answer {
        let interaction: Interaction = serde_json::from_value(interaction.clone()).unwrap();
        let answer = self.commands.answer(&interaction).await;
        let (_, kind, data) = sent(&answer);
        ground::read_again(kind, &data);
        assert_eq!(data["allowed_mentions"]["parse"], json!([]), "{data:#}");
        assert!(data["allowed_mentions"]["users"].as_array().is_none_or(Vec::is_empty), "{data:#}");
        answer
    }

    /// The schedule of that name.
    pub async fn kept(&self, name: &str) -> Schedule {
        let now = self.commands.clock.now();
        self.commands.store.schedule(HARBOUR, name, now).await.unwrap().unwrap()
    }

    /// Lets the posting engine post all that is due. Where that was, in order.
    pub async fn post_what_is_due(&self) -> Vec<ChannelId> {
        self.outbox.0.lock().unwrap().clear();
        let Commands { store, library, clock, .. } = &self.commands;
        let outbox = self.outbox.clone();
        let engine = Engine::new(store.clone(), library.clone(), outbox, clock.clone(), EngineOptions::default());
        loop {
            match engine.step().await {
                Happened::Nothing => break,
                Happened::Posted { .. } | Happened::Skipped { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        self.outbox.0.lock().unwrap().iter().map(|(channel, _)| *channel).collect()
    }

    /// The last post, as it was sent.
    pub fn posted(&self) -> Value {
        self.outbox.0.lock().unwrap().last().unwrap().1.clone()
    }

    /// The title of the last post.
    pub fn posted_title(&self) -> String {
        let posts = self.outbox.0.lock().unwrap();
        posts.last().unwrap().1["embeds"][0]["title"].as_str().unwrap().to_owned()
    }
}

/// Takes every post. Its ids tell the time, as Discord's do.
pub struct Outbox(Mutex<Vec<(ChannelId, Value)>>, Clock);

#[async_trait]
impl Sender for Outbox {
    async fn send(
        &self,
        channel: ChannelId,
        message: &Packed<CreateMessage>,
        _: Id,
        _: Timestamp,
    ) -> Result<MessageId, SendFault> {
        let mut posts = self.0.lock().unwrap();
        posts.push((channel, serde_json::to_value(message).unwrap()));
        // Discord counts from 2015 on.
        let elapsed = u64::try_from(self.1.now().as_millisecond() - 1_420_070_400_000).unwrap();
        Ok(MessageId::new((elapsed << 22) | posts.len() as u64))
    }

    async fn post_in_forum(
        &self,
        forum: ChannelId,
        _: &str,
        message: &Packed<CreateMessage>,
        until: Timestamp,
    ) -> Result<MessageId, SendFault> {
        self.send(forum, message, Id::from_i64(1).unwrap(), until).await
    }

    async fn find_in_forum(
        &self,
        _: GuildId,
        _: ChannelId,
        _: Id,
        _: Timestamp,
    ) -> Result<Option<MessageId>, SendFault> {
        panic!("every outcome here is certain")
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
        panic!("every outcome here is certain")
    }

    async fn notice_board(&self, _: GuildId) -> Result<NoticeBoard, SendFault> {
        Ok(NoticeBoard { name: "Harbour".into(), system: None })
    }

    async fn direct_channel(&self, _: UserId) -> Result<ChannelId, SendFault> {
        Err(SendFault::Refused { code: 50_007 })
    }

    async fn may_decide(&self, _: GuildId, _: UserId, _: Option<RoleId>) -> Result<bool, SendFault> {
        Ok(false)
    }

    async fn is_open(&self, _: GuildId, _: ChannelId) -> Result<bool, SendFault> {
        Ok(false)
    }

    async fn access(&self, _: GuildId, _: ChannelId) -> Access {
        Access::Unanswered
    }
}

fn text(name: &str, value: &str) -> Value {
    json!({ "name": name, "type": 3, "value": value })
}

fn sent(answer: &Answer) -> (&'static str, u8, Value) {
    let data = |card: &Card, private| serde_json::to_value(card.clone().into_answer(private)).unwrap();
    match answer {
        Answer::Reply { card, private: true } => ("to the asker", 4, data(card, true)),
        Answer::Update(card) => ("in its place", 7, data(card, true)),
        other => panic!("neither private nor in place: {other:?}"),
    }
}

/// The component of that label or placeholder.
pub fn component(answer: &Answer, label: &str) -> Value {
    let (_, _, data) = sent(answer);
    let rows = data["components"].as_array().cloned().unwrap_or_default();
    let mut all = rows.iter().flat_map(|row| row["components"].as_array().unwrap());
    let found = all.find(|component| component["label"] == label || component["placeholder"] == label);
    found.cloned().unwrap_or_else(|| panic!("nothing is called {label} in {}", shown(answer)))
}

/// An answer as a reader sees it, with #names for the channels.
pub fn shown(answer: &Answer) -> String {
    let (head, _, data) = sent(answer);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!("({head}) {}", text(&data["content"]))];
    for embed in data["embeds"].as_array().into_iter().flatten() {
        lines.push(format!("# {}", text(&embed["title"])));
        lines.push(text(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.push(format!("## {}\n{}", text(&field["name"]), text(&field["value"])));
        }
    }
    for row in data["components"].as_array().into_iter().flatten() {
        lines.push(row["components"].as_array().unwrap().iter().map(component_shown).collect::<Vec<_>>().join(" "));
    }
    let names = [(GENERAL, "#general"), (DAILY, "#daily")];
    names.iter().fold(lines.join("\n"), |text, (id, name)| text.replace(&format!("<#{id}>"), name))
}

fn component_shown(component: &Value) -> String {
    let label = component["label"].as_str().or(component["placeholder"].as_str()).unwrap_or_default();
    let Some(options) = component["options"].as_array() else {
        return format!("[{label}{}]", if component["disabled"] == true { ", off" } else { "" });
    };
    let option = |option: &Value| {
        let mark = if option["default"] == true { "*" } else { "" };
        let about = option["description"].as_str().map(|about| format!(" ({about})")).unwrap_or_default();
        format!("{mark}{}{about}", option["label"].as_str().unwrap_or_default())
    };
    format!("[{label}: {}]", options.iter().map(option).collect::<Vec<_>>().join(", "))
}
