//! A server with a few people in it, the commands over a store of their own, and a clock that stands.

#[allow(dead_code)]
#[path = "../common/commands.rs"]
mod ground;

use std::sync::Arc;
use std::time::Duration;

use clarion::clock::Zone;
use clarion::commands::{Answer, Commands};
use clarion::messages::Card;
use clarion::store::StoreOptions;
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::application::Interaction;
use serenity::model::id::{ChannelId, GuildId, UserId};

use ground::{Board, Ground};
#[allow(unused_imports)]
pub use ground::{MESSAGE, privately};

pub const HARBOUR: GuildId = GuildId::new(1_000_000_000_000_000_001);
pub const ELSEWHERE: GuildId = GuildId::new(1_000_000_000_000_000_002);
pub const CHANNEL: u64 = 2_000_000_000_000_000_001;
pub const JO: UserId = UserId::new(3_000_000_000_000_000_001);
pub const MIRA: UserId = UserId::new(3_000_000_000_000_000_002);
pub const SAM: UserId = UserId::new(3_000_000_000_000_000_003);
/// Has left the server.
pub const GONE: UserId = UserId::new(3_500_000_000_000_000_001);
pub const ROBO: UserId = UserId::new(4_000_000_000_000_000_001);
pub const TICKER: UserId = UserId::new(4_000_000_000_000_000_002);

/// The ids from [`ROBO`]'s on are a thousand bots.
fn person(id: UserId) -> Value {
    let bot = (ROBO.get()..ROBO.get() + 1_000).contains(&id.get());
    ground::user(id, bot)
}

pub struct Bench {
    pub commands: Commands,
    /// What it asks.
    #[allow(dead_code)]
    pub board: Arc<Board>,
    pub hand: clarion::clock::Hand,
    /// The database.
    #[allow(dead_code)]
    pub url: String,
    pub file: std::path::PathBuf,
    next: std::cell::Cell<u64>,
    _folder: tempfile::TempDir,
}

impl Bench {
    /// Saturday noon in Berlin; nothing is set up.
    pub async fn new() -> Self {
        Self::at("2026-11-21T11:00:00Z").await
    }

    pub async fn at(instant: &str) -> Self {
        Self::over(|_| {}, instant).await
    }

    // Not every suite with this bench has a server for it.
    #[allow(dead_code)]
    /// Over the database of that URL; there is no file then.
    pub async fn on(url: &str, instant: &str) -> Self {
        Self::over(|options| url.clone_into(&mut options.url), instant).await
    }

    // Not every suite with this bench is in the way of a scrub.
    #[allow(dead_code)]
    /// A database that waits for nobody's lock.
    pub async fn impatient(instant: &str) -> Self {
        Self::over(|options| options.busy_timeout = Duration::ZERO, instant).await
    }

    // Not every suite with this bench fills many alike.
    #[allow(dead_code)]
    /// Over a copy of a database's file, which nobody has open.
    pub async fn over_a_copy(file: &std::path::Path, instant: &str) -> Self {
        let copy = |options: &mut StoreOptions| {
            std::fs::copy(file, options.url.trim_start_matches("sqlite://")).unwrap();
        };
        Self::over(copy, instant).await
    }

    async fn over(choose: impl FnOnce(&mut StoreOptions), instant: &str) -> Self {
        let board = Arc::new(Board::default());
        let mut opened = String::new();
        let set = |options: &mut StoreOptions| {
            choose(options);
            opened.clone_from(&options.url);
        };
        let Ground { commands, hand, file, folder } = ground::ground(instant, board.clone(), set).await;
        let next = std::cell::Cell::new(9_000_000_000_000_000_000);
        Self { commands, board, hand, url: opened, file, next, _folder: folder }
    }

    pub async fn set_up(&self, zone: &str, thanks: bool) {
        let (zone, now): (Zone, _) = (zone.parse().unwrap(), self.commands.clock.now());
        self.commands.store.set_up(HARBOUR, &zone, thanks, JO, now).await.unwrap();
    }

    /// What `who` asked for, as Discord sends it: `kind` is the interaction's type.
    fn interaction(&self, guild: GuildId, who: UserId, kind: u8, data: &Value) -> Value {
        self.next.set(self.next.get() + 1);
        let (place, who) = ((guild, ChannelId::new(CHANNEL)), person(who));
        ground::interaction(self.next.get(), kind, place, (&who, Permissions::SEND_MESSAGES), data)
    }

    /// A slash command. People among `options` are given as `UserId`s in `people`.
    pub fn slash(&self, who: UserId, name: &str, options: &Value, people: &[UserId]) -> Value {
        let data = json!({ "id": "5", "name": name, "type": 1, "options": options, "resolved": resolved(people) });
        self.interaction(HARBOUR, who, 2, &data)
    }

    /// `/recognize member: for: …` with as many members as are named.
    pub fn recognize(&self, who: UserId, members: &[UserId], words: &str, way: Option<&str>) -> Value {
        let mut options = vec![json!({ "name": "for", "type": 3, "value": words })];
        for (place, member) in members.iter().enumerate() {
            let name = if place == 0 { "member".to_owned() } else { format!("member{}", place + 1) };
            options.push(json!({ "name": name, "type": 6, "value": member.to_string() }));
        }
        options.extend(way.map(|way| json!({ "name": "way", "type": 3, "value": way })));
        self.slash(who, "recognize", &json!(options), members)
    }

    /// 'Recognize' in the menu of a person.
    pub fn on_person(&self, who: UserId, person: UserId) -> Value {
        let resolved = resolved(&[person]);
        let data =
            json!({ "id": "6", "name": "Recognize", "type": 2, "target_id": person.to_string(), "resolved": resolved });
        self.interaction(HARBOUR, who, 2, &data)
    }

    /// 'Recognize this' in the menu of a message.
    pub fn on_message(&self, who: UserId, author: UserId, webhook: bool) -> Value {
        let mut message = message(author);
        if webhook {
            message["webhook_id"] = json!("88");
        }
        let id = message["id"].as_str().unwrap().to_owned();
        let mut messages = json!({});
        messages[&id] = message;
        let resolved = json!({ "messages": messages });
        let data = json!({ "id": "7", "name": "Recognize this", "type": 3, "target_id": id, "resolved": resolved });
        self.interaction(HARBOUR, who, 2, &data)
    }

    /// A press on a button of a message by the bot that only `who` sees, or that everybody sees.
    pub fn press(&self, who: UserId, custom_id: &str, private: bool) -> Value {
        self.press_in(HARBOUR, who, custom_id, private)
    }

    pub fn press_in(&self, guild: GuildId, who: UserId, custom_id: &str, private: bool) -> Value {
        let mut interaction = self.interaction(guild, who, 3, &json!({ "custom_id": custom_id, "component_type": 2 }));
        interaction["message"] = message(ROBO);
        interaction["message"]["flags"] = json!(if private { 64 } else { 0 });
        interaction
    }

    /// A choice in a menu of people.
    pub fn pick(&self, who: UserId, custom_id: &str, picked: &[UserId]) -> Value {
        let values: Vec<String> = picked.iter().map(ToString::to_string).collect();
        let data =
            json!({ "custom_id": custom_id, "component_type": 5, "values": values, "resolved": resolved(picked) });
        let mut interaction = self.interaction(HARBOUR, who, 3, &data);
        interaction["message"] = message(ROBO);
        interaction
    }

    // Not every suite with this bench presses on answers.
    #[allow(dead_code)]
    /// A press on the button with this label on an answer that only `who` sees, which comes along as Discord has it.
    pub fn press_on(&self, who: UserId, answer: &Answer, label: &str) -> Value {
        let interaction = self.press(who, &custom_id(answer, label), true);
        ground::on(interaction, &sent(answer).swap_remove(0).1)
    }

    /// A choice in a menu of words, on a message that only `who` sees.
    pub fn choose(&self, who: UserId, custom_id: &str, values: &[&str]) -> Value {
        let mut interaction = self.press(who, custom_id, true);
        interaction["data"] = json!({ "custom_id": custom_id, "component_type": 3, "values": values });
        interaction
    }

    /// A form that comes back with one box.
    pub fn submit(&self, who: UserId, custom_id: &str, words: &str) -> Value {
        let input = json!({ "type": 4, "custom_id": "words", "value": words });
        let data = json!({ "custom_id": custom_id, "components": [{ "type": 1, "components": [input] }] });
        self.interaction(HARBOUR, who, 5, &data)
    }

    /// The answer, read a second time: no limit of Discord is broken.
    pub async fn answer(&self, interaction: &Value) -> Answer {
        let interaction: Interaction = serde_json::from_value(interaction.clone()).unwrap();
        let answer = self.commands.answer(&interaction).await;
        for (kind, data) in sent(&answer) {
            ground::read_again(kind, &data);
        }
        answer
    }

    // Not every suite with this bench erases.
    #[allow(dead_code)]
    /// The same where the answer may rest until an instant (a second erasure within a minute does): the clock is moved there
    /// as soon as it rests.
    pub async fn answer_in_time(&self, interaction: &Value) -> Answer {
        let moving = async {
            loop {
                let until = self.hand.awaited().await;
                self.hand.advance_to(until, Duration::from_secs(10)).await.unwrap();
            }
        };
        tokio::select! {
            answer = self.answer(interaction) => answer,
            () = moving => unreachable!("the clock moves for as long as somebody rests"),
        }
    }

    /// The answer as people see it.
    pub async fn shown(&self, interaction: &Value) -> String {
        shown(&self.answer(interaction).await)
    }

    /// Gives, and says that it was announced.
    pub async fn given(&self, who: UserId, members: &[UserId], words: &str, way: Option<&str>) {
        let answer = self.answer(&self.recognize(who, members, words, way)).await;
        assert!(matches!(answer, Answer::Announce { .. }), "{}", shown(&answer));
    }

    /// The account of everything, ever.
    pub async fn gives(&self) -> Vec<(Option<UserId>, i64, i64)> {
        let all = clarion::recognition::Dates::ALL;
        let tallies = self.commands.store.givers(HARBOUR, all).await.unwrap();
        tallies.into_iter().map(|tally| (tally.user, tally.gives, tally.people)).collect()
    }
}

// Not every suite with this bench asks elsewhere.
#[allow(dead_code)]
/// The same asked in that server, by somebody who may do everything there.
pub fn there(mut interaction: Value, guild: GuildId) -> Value {
    interaction["guild_id"] = json!(guild.to_string());
    for permissions in ["/member/permissions", "/app_permissions"] {
        *interaction.pointer_mut(permissions).unwrap() = json!(Permissions::all().bits().to_string());
    }
    interaction
}

fn resolved(people: &[UserId]) -> Value {
    let (mut users, mut members) = (json!({}), json!({}));
    for id in people {
        users[id.to_string()] = person(*id);
        // Whoever has left has a user, and is no member.
        if *id != GONE {
            members[id.to_string()] = json!({
                "roles": [], "joined_at": "2026-01-01T00:00:00Z", "premium_since": null, "pending": false, "avatar": null,
                "communication_disabled_until": null, "nick": null, "permissions": "0", "flags": 0, "banner": null,
            });
        }
    }
    json!({ "users": users, "members": members })
}

fn message(author: UserId) -> Value {
    ground::message(ChannelId::new(CHANNEL), &person(author), "hello")
}

/// What travels for an answer: the types and the data of its callbacks.
pub fn sent(answer: &Answer) -> Vec<(u8, Value)> {
    let card = |card: &Card, private| serde_json::to_value(card.clone().into_answer(private)).unwrap();
    match answer {
        Answer::Reply { card: reply, private } => vec![(4, card(reply, *private))],
        Answer::Announce { card: public, private, .. } => vec![(4, card(public, false)), (4, card(private, true))],
        Answer::Update(update) => vec![(7, card(update, true))],
        Answer::Modal(modal) => vec![(9, serde_json::to_value(modal).unwrap())],
        Answer::Elsewhere(_) => Vec::new(),
        Answer::Choices(_) => panic!("nothing here completes"),
    }
}

/// An answer as a reader sees it, for snapshots: who sees it, how many it pings, the text, `[buttons]`. A space without
/// width is written `{}`.
pub fn shown(answer: &Answer) -> String {
    let heads: &[&str] = match answer {
        Answer::Reply { private: true, .. } => &["to the asker"],
        Answer::Reply { private: false, .. } => &["to all"],
        Answer::Announce { .. } => &["to all", "to the asker"],
        Answer::Update(_) => &["in its place"],
        Answer::Modal(_) => &["a form"],
        Answer::Choices(_) | Answer::Elsewhere(_) => &[],
    };
    let parts = heads.iter().zip(sent(answer));
    let pages: Vec<String> = parts.map(|(head, (_, data))| format!("({head}) {}", page(&data))).collect();
    pages.join("\n---\n").replace('\u{200b}', "{}")
}

fn page(data: &Value) -> String {
    let mut lines = Vec::new();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let pings = data["allowed_mentions"]["users"].as_array().map_or(0, Vec::len);
    if pings > 0 {
        lines.push(format!("pings {pings}"));
    }
    for name in ["title", "content"] {
        if data[name].as_str().is_some_and(|text| !text.is_empty()) {
            lines.push(text(&data[name]));
        }
    }
    for embed in data["embeds"].as_array().into_iter().flatten() {
        lines.push(format!("# {}", text(&embed["title"])));
        lines.push(text(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.push(format!("## {}\n{}", text(&field["name"]), text(&field["value"])));
        }
        if embed["footer"].is_object() {
            lines.push(format!("({})", text(&embed["footer"]["text"])));
        }
    }
    for file in data["attachments"].as_array().into_iter().flatten() {
        lines.push(format!("({}: {})", text(&file["filename"]), text(&file["description"])));
    }
    for row in data["components"].as_array().into_iter().flatten() {
        let parts = row["components"].as_array().unwrap().iter().map(component);
        lines.push(parts.collect::<Vec<_>>().join(" "));
    }
    lines.join("\n")
}

fn component(component: &Value) -> String {
    let text = |name: &str| component[name].as_str().unwrap_or_default();
    match component["type"].as_u64() {
        Some(2) if component["disabled"] == true => format!("[{} (chosen)]", text("label")),
        Some(2) => format!("[{}]", text("label")),
        Some(4) => format!("{}: <{}> at most {}", text("label"), text("placeholder"), component["max_length"]),
        _ => format!("<{}>", text("placeholder")),
    }
}

/// The custom id of the button or menu with this label, or of the form.
pub fn custom_id(answer: &Answer, label: &str) -> String {
    for (_, data) in sent(answer) {
        if let Some(id) = data["custom_id"].as_str() {
            return id.to_owned();
        }
        for row in data["components"].as_array().into_iter().flatten() {
            for component in row["components"].as_array().unwrap() {
                if component["label"] == label || component["placeholder"] == label {
                    return component["custom_id"].as_str().unwrap().to_owned();
                }
            }
        }
    }
    panic!("nothing is called {label} in {}", shown(answer))
}
