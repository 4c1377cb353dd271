//! A server, the commands over a store of their own, and a clock that stands.

#[allow(dead_code)]
#[path = "../common/commands.rs"]
mod ground;

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clarion::clock::Hand;
use clarion::commands::{Answer, Commands};
use clarion::messages::Card;
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::application::Interaction;
use serenity::model::id::{ChannelId, GuildId, UserId};

use ground::{Board, Ground};

pub const HARBOUR: GuildId = GuildId::new(1_000_000_000_000_000_001);
const CHANNEL: ChannelId = ChannelId::new(2_000_000_000_000_000_001);
pub const JO: UserId = UserId::new(3_000_000_000_000_000_001);
pub const MIRA: UserId = UserId::new(3_000_000_000_000_000_002);

pub struct Bench {
    pub commands: Commands,
    pub hand: Hand,
    pub folder: tempfile::TempDir,
    /// Whether who asks may manage the server.
    pub manages: Cell<bool>,
    board: Arc<Board>,
    next: Cell<u64>,
}

impl Bench {
    /// Monday 23 November 2026, 10:00 in Berlin; nothing is set up.
    pub async fn new() -> Self {
        let board = Arc::new(Board::default());
        let ground = ground::ground("2026-11-23T09:00:00Z", board.clone(), |_| {}).await;
        let Ground { commands, hand, folder, .. } = ground;
        let (manages, next) = (Cell::new(false), Cell::new(9_000_000_000_000_000_000));
        Self { commands, hand, folder, manages, board, next }
    }

    /// Everything that is done beside the answers is done, and an hour has passed.
    pub async fn settled(&self) {
        let patience = Duration::from_secs(10);
        self.hand.advance_to("2026-11-23T10:00:00Z".parse().unwrap(), patience).await.unwrap();
    }

    /// The files of the store, as they lie there.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        files.map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
    }

    /// What JO asked for, as Discord sends it: `kind` is the interaction's type.
    fn interaction(&self, kind: u8, data: &Value) -> Value {
        self.next.set(self.next.get() + 1);
        let manages = if self.manages.get() { Permissions::MANAGE_GUILD } else { Permissions::empty() };
        let who = (&person(JO), Permissions::SEND_MESSAGES | manages);
        ground::interaction(self.next.get(), kind, (HARBOUR, CHANNEL), who, data)
    }

    /// A slash command.
    pub fn slash(&self, name: &str, options: &Value) -> Value {
        self.interaction(2, &json!({ "id": "5", "name": name, "type": 1, "options": options }))
    }

    /// A command in the menu of a message by MIRA, which `change` makes another one.
    pub fn on_message(&self, name: &str, content: &str, change: impl FnOnce(&mut Value)) -> Value {
        let mut message = message(MIRA, content);
        change(&mut message);
        let id = message["id"].as_str().unwrap().to_owned();
        let data = json!({
            "id": "7", "name": name, "type": 3, "target_id": id, "resolved": { "messages": { &id: message } },
        });
        self.interaction(2, &data)
    }

    /// A press on a button of a private message by the bot.
    pub fn press(&self, custom_id: &str) -> Value {
        let mut interaction = self.interaction(3, &json!({ "custom_id": custom_id, "component_type": 2 }));
        interaction["message"] = message(MIRA, "");
        interaction["message"]["flags"] = json!(64);
        interaction
    }

    /// The button or menu with this label on an answer, with the answer as Discord has it.
    pub fn press_on(&self, answer: &Answer, label: &str) -> Value {
        ground::on(self.press(&button(answer, label)), &sent(answer).1)
    }

    /// A choice in a menu of an answer.
    pub fn choose_on(&self, answer: &Answer, menu: &str, value: &str) -> Value {
        let id = button(answer, menu);
        let mut interaction = self.press(&id);
        interaction["data"] = json!({ "custom_id": id, "component_type": 3, "values": [value] });
        interaction
    }

    /// A form that comes back from a private message, with what each box holds.
    pub fn submit(&self, form: &Answer, boxes: &[(&str, &str)]) -> Value {
        let (_, data) = sent(form);
        let rows: Vec<Value> = boxes
            .iter()
            .map(|(name, value)| json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": value }] }))
            .collect();
        let mut interaction = self.interaction(5, &json!({ "custom_id": data["custom_id"], "components": rows }));
        interaction["message"] = self.press("c1.help")["message"].clone();
        interaction
    }

    /// An option that hands a file over, and the file that Discord resolves it to.
    pub fn attached(&self, command: &str, subcommand: &str, name: &str, bytes: &[u8]) -> Value {
        self.board.files.lock().unwrap().insert(name.to_owned(), bytes.to_vec());
        let option = json!({ "name": "file", "type": 11, "value": "44" });
        let mut interaction = self.slash(command, &json!([{ "name": subcommand, "type": 1, "options": [option] }]));
        interaction["data"]["resolved"] = json!({ "attachments": { "44": {
            "id": "44", "filename": name, "size": bytes.len(), "url": name, "proxy_url": name,
        } } });
        interaction
    }

    /// The answer, read a second time: no limit of Discord is broken.
    pub async fn answer(&self, interaction: &Value) -> Answer {
        let interaction: Interaction = serde_json::from_value(interaction.clone()).unwrap();
        let answer = self.commands.answer(&interaction).await;
        let (kind, data) = sent(&answer);
        ground::read_again(kind, &data);
        answer
    }

    /// The answer as people see it.
    pub async fn shown(&self, interaction: &Value) -> String {
        shown(&self.answer(interaction).await)
    }
}

pub fn person(id: UserId) -> Value {
    ground::user(id, false)
}

fn message(author: UserId, content: &str) -> Value {
    ground::message(CHANNEL, &person(author), content)
}

/// What travels for an answer: the type and the data of its callback.
pub fn sent(answer: &Answer) -> (u8, Value) {
    let card = |card: &Card, private| serde_json::to_value(card.clone().into_answer(private)).unwrap();
    match answer {
        Answer::Reply { card: reply, private } => (4, card(reply, *private)),
        Answer::Update(update) => (7, card(update, true)),
        Answer::Modal(modal) => (9, serde_json::to_value(modal).unwrap()),
        other => panic!("{other:?}"),
    }
}

/// An answer as a reader sees it, for snapshots.
pub fn shown(answer: &Answer) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let head = match answer {
        Answer::Reply { private: true, .. } => "(to the asker)",
        Answer::Reply { private: false, .. } => "(to all)",
        Answer::Modal(_) => "(a form)",
        _ => "(in its place)",
    };
    let (_, data) = sent(answer);
    let mut lines = vec![head.to_owned(), text(&data["title"]), text(&data["content"])];
    for embed in data["embeds"].as_array().into_iter().flatten() {
        lines.push(format!("# {}", text(&embed["title"])));
        lines.push(text(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.push(format!("{}: {}", text(&field["name"]), text(&field["value"])));
        }
        lines.push(text(&embed["footer"]["text"]));
    }
    for row in data["components"].as_array().into_iter().flatten() {
        let labels = row["components"].as_array().into_iter().flatten();
        lines.push(labels.map(component).collect::<Vec<_>>().join(" "));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n") + "\n"
}

/// A button, a menu with its choices, or a box with what it holds.
fn component(part: &Value) -> String {
    let text = |name: &str| part[name].as_str().unwrap_or_default();
    match part["type"].as_u64() {
        Some(3) => {
            let options = part["options"].as_array().into_iter().flatten();
            let option = |option: &Value| option["label"].as_str().unwrap_or_default().to_owned();
            format!("<{}: {}>", text("placeholder"), options.map(option).collect::<Vec<_>>().join(" | "))
        }
        Some(4) => format!("{}: <{}> {}", text("label"), text("placeholder"), text("value")),
        _ => format!("[{}]", text("label")),
    }
}

/// The labels and custom ids of all buttons.
pub fn buttons(answer: &Answer) -> Vec<(String, String)> {
    let (_, data) = sent(answer);
    let rows = data["components"].as_array().cloned().unwrap_or_default();
    let parts = rows.iter().flat_map(|row| row["components"].as_array().unwrap());
    let text = |part: &Value, name: &str| part[name].as_str().unwrap_or_default().to_owned();
    let name = |part: &Value| text(part, if part["type"] == 3 { "placeholder" } else { "label" });
    parts.map(|part| (name(part), text(part, "custom_id"))).collect()
}

/// The custom id of the button with this label.
pub fn button(answer: &Answer, label: &str) -> String {
    let found = buttons(answer).into_iter().find(|(there, _)| there == label);
    found.unwrap_or_else(|| panic!("nothing is called {label} in {}", shown(answer))).1
}
