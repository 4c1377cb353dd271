//! Every way to ask: what is registered and what can be pressed, filled in with ids, names and links.

use std::collections::{BTreeMap, BTreeSet};

use clarion::messages::{MePage, MePress};
use clarion::store::Id;
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::id::UserId;

use crate::bench::{Bench, ELSEWHERE, HARBOUR, privately, there};
use crate::servers::{ANNA, HERE_ALONE, OUR_IDS, THEIR_IDS, THEIRS, is_row, pool, theirs};

/// The ids that stand in the other server's rows: of rows, and of Discord's things (channels, messages, roles, people).
pub struct Ids {
    pub rows: Vec<i64>,
    pub discords: Vec<i64>,
}

impl Ids {
    /// As they stand in [`THEIR_IDS`].
    pub fn of<'a>(theirs: impl Iterator<Item = &'a String>) -> Self {
        let mut found = BTreeSet::new();
        for row in theirs {
            let numbers =
                row.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse::<i64>().ok());
            found.extend(numbers.filter(|number| (THEIR_IDS..THEIR_IDS + 1_000_000).contains(number)));
        }
        let (rows, discords) = found.into_iter().partition(|id| is_row(*id));
        Self { rows, discords }
    }

    /// The same of this server.
    pub fn ours(&self) -> Self {
        let ours = |ids: &[i64]| ids.iter().map(|id| id - THEIR_IDS + OUR_IDS).collect();
        Self { rows: ours(&self.rows), discords: ours(&self.discords) }
    }

    pub fn all(&self) -> impl Iterator<Item = i64> + '_ {
        self.rows.iter().chain(&self.discords).copied()
    }
}

pub async fn ids(bench: &Bench) -> Ids {
    let pool = pool(bench).await;
    let ids = Ids::of(theirs(&pool).await.iter());
    pool.close().await;
    assert!(ids.rows.len() > 20 && ids.discords.len() > 10, "{:?} {:?}", ids.rows, ids.discords);
    ids
}

pub fn row(id: i64) -> String {
    Id::from_i64(id).unwrap().to_string()
}

/// As somebody who may do everything there. Of what is asked for all servers, by somebody whom this one alone knows.
pub fn here(mut interaction: Value) -> Value {
    if interaction["data"].to_string().contains("everywhere") {
        interaction["member"]["user"]["id"] = json!(HERE_ALONE.to_string());
    }
    there(interaction, ELSEWHERE)
}

/// In private messages, by somebody whom the other server does not know.
pub fn from_afar(mut interaction: Value) -> Value {
    interaction["member"]["user"]["id"] = json!(HERE_ALONE.to_string());
    privately(interaction)
}

/// Every way to press it with those ids: a press, a choice, a form, a choice of people.
pub fn ways(bench: &Bench, template: &str, ids: &Ids) -> Vec<Value> {
    let flake = |part: &str| part.len() >= 14 && part.len() <= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let with = |id: Option<i64>, discords: Option<i64>| {
        let part = |part: &str| match (part, id, discords) {
            ("{id}", Some(id), _) => row(id),
            (part, _, Some(id)) if flake(part) => format!("{id:x}"),
            _ => part.to_owned(),
        };
        template.split('.').map(part).collect::<Vec<_>>().join(".")
    };
    let mut filled: BTreeSet<String> = BTreeSet::new();
    filled.extend(ids.rows.iter().map(|id| with(Some(*id), ids.discords.first().copied())));
    filled.extend(ids.discords.iter().map(|id| with(ids.rows.first().copied(), Some(*id))));
    let own = template.contains("{id}");
    // What a page shows is said by its press and by nothing beside it, and some take long to draw.
    let page = ["c1.me.open.", "c1.givers."].iter().any(|page| template.starts_with(page));
    let mut all = Vec::new();
    for (number, custom_id) in filled.iter().enumerate() {
        all.push(bench.press(ANNA, custom_id, true));
        if number == 0 {
            all.push(bench.press(ANNA, custom_id, false));
        }
        all.push(form(bench, custom_id));
        // Beside an id of its own, a menu's choices are words of ours; and they are the same beside another.
        let chosen = if number > 0 || own || page { &ids.rows[..1] } else { &ids.rows };
        for id in chosen {
            let mut choice = bench.press(ANNA, custom_id, true);
            choice["data"] = json!({ "custom_id": custom_id, "component_type": 3, "values": [row(*id)] });
            all.push(choice);
        }
    }
    let people: Vec<UserId> = ids.discords.iter().map(|id| UserId::new(id.cast_unsigned())).collect();
    let picked = if page { &people[..1] } else { &people };
    for custom_id in filled.iter().take(1) {
        all.extend(picked.iter().map(|person| bench.pick(ANNA, custom_id, &[*person])));
    }
    all
}

/// A form that comes back with something in every box that any form has.
fn form(bench: &Bench, custom_id: &str) -> Value {
    let boxes = ["words", "title", "question", "step", "minutes", "name", "reason", "number", "strengths"];
    let rows: Vec<Value> = boxes
        .iter()
        .map(
            |name| json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": format!("5 {name}") }] }),
        )
        .collect();
    let mut form = bench.submit(ANNA, custom_id, "");
    form["data"]["components"] = json!(rows);
    form["message"] = bench.press(ANNA, custom_id, true)["message"].clone();
    form
}

pub fn templates() -> Vec<String> {
    let listed = include_str!("../presses.txt").lines().map(str::to_owned);
    let pages = MePage::ALL.into_iter().flat_map(|page| {
        let search = Some(THEIRS[..5].to_owned());
        [MePress::Open { page, screen: 0, search: None }, MePress::Open { page, screen: 0, search }]
    });
    let mut all: Vec<String> = listed.chain(pages.map(|press| format!("c1.me.{press}"))).collect();
    // After that there is less to show.
    all.sort_by_key(|template| template.contains("erase"));
    all
}

/// What can be typed for an option, by its type.
fn values(option: &Value, ids: &Ids) -> Vec<Value> {
    let name = option["name"].as_str().unwrap();
    let filled = |value: Value| json!({ "name": name, "type": option["type"], "value": value });
    if let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) {
        return choices.iter().map(|choice| filled(choice["value"].clone())).collect();
    }
    match option["type"].as_u64().unwrap() {
        3 => {
            let link = |id: i64| format!("https://discord.com/channels/{HARBOUR}/{}/{id}", THEIR_IDS + 2);
            let typed = ids.rows.iter().map(|id| row(*id)).chain(ids.discords.iter().map(|id| link(*id)));
            let typed = typed.chain(ids.all().take(3).map(|id| id.to_string()));
            let names =
                [THEIRS.to_owned(), format!("{THEIRS}{}", THEIR_IDS + 62), "daily".to_owned(), "quiz".to_owned()];
            typed.chain(names).map(|typed| filled(json!(typed))).collect()
        }
        4 => [1, 2, 100].map(|number| filled(json!(number))).to_vec(),
        5 => [true, false].map(|truth| filled(json!(truth))).to_vec(),
        6..=9 => ids.discords.iter().map(|id| filled(json!(id.to_string()))).collect(),
        10 => vec![filled(json!(1.5))],
        // Files are somebody's own.
        _ => Vec::new(),
    }
}

/// Every way to ask a command: each option by itself with everything that can stand in it, beside the required ones.
fn asks(options: &Value, ids: &Ids) -> Vec<Value> {
    let options = options.as_array().cloned().unwrap_or_default();
    let mut all = Vec::new();
    for option in &options {
        if let kind @ (1 | 2) = option["type"].as_u64().unwrap() {
            let inner = asks(&option["options"], ids).into_iter();
            all.extend(inner.map(|inner| json!([{ "name": option["name"], "type": kind, "options": inner }])));
        }
    }
    if !all.is_empty() {
        return all;
    }
    let required: Vec<&Value> = options.iter().filter(|option| option["required"] == true).collect();
    let plain = |but: Option<&Value>| {
        let others = required.iter().filter(|option| Some(&option["name"]) != but.map(|but| &but["name"]));
        others.filter_map(|option| values(option, ids).pop()).collect::<Vec<Value>>()
    };
    all.push(json!(plain(None)));
    for option in &options {
        for value in values(option, ids) {
            let mut given = plain(Some(option));
            given.push(value);
            all.push(json!(given));
        }
    }
    all
}

/// Everybody and every channel that is named among the options, as Discord resolves them.
fn resolved(options: &Value) -> Value {
    let mut found: BTreeMap<&str, Value> = BTreeMap::new();
    let mut waiting: Vec<&Value> = options.as_array().into_iter().flatten().collect();
    while let Some(option) = waiting.pop() {
        waiting.extend(option["options"].as_array().into_iter().flatten());
        let Some(id) = option["value"].as_str() else { continue };
        let mut add = |what: &'static str, value: Value| {
            found.entry(what).or_insert_with(|| json!({}))[id] = value;
        };
        match option["type"].as_u64().unwrap() {
            6 => add(
                "users",
                json!({ "id": id, "username": "someone", "discriminator": "0", "global_name": null, "avatar": null, "bot": false }),
            ),
            7 => add(
                "channels",
                json!({ "id": id, "type": 0, "name": "somewhere", "permissions": Permissions::all().bits().to_string() }),
            ),
            8 => add(
                "roles",
                json!({
                    "id": id, "name": "some", "color": 0, "hoist": false, "position": 1, "permissions": "0", "managed": false,
                    "mentionable": true, "flags": 0, "colors": { "primary_color": 0 },
                }),
            ),
            _ => {}
        }
    }
    json!(found)
}

/// Every way to ask a command, and to type what its options are.
pub fn commands(bench: &Bench, command: &Value, ids: &Ids) -> Vec<Value> {
    let name = command["name"].as_str().unwrap();
    let people = ids.discords.iter().map(|id| UserId::new(id.cast_unsigned()));
    match command["type"].as_u64().unwrap_or(1) {
        1 => asks(&command["options"], ids)
            .into_iter()
            .flat_map(|options| {
                let mut slash = bench.slash(ANNA, name, &options, &[]);
                slash["data"]["resolved"] = resolved(&options);
                let mut typing = slash.clone();
                typing["type"] = json!(4);
                focus(&mut typing["data"]["options"]).then_some(typing).into_iter().chain([slash])
            })
            .collect(),
        2 => people.map(|person| named(bench.on_person(ANNA, person), name)).collect(),
        _ => people.map(|person| named(bench.on_message(ANNA, person, false), name)).collect(),
    }
}

fn named(mut interaction: Value, name: &str) -> Value {
    interaction["data"]["name"] = json!(name);
    interaction
}

/// The last option is being typed; false where it is none that can be.
fn focus(options: &mut Value) -> bool {
    let Some(last) = options.as_array_mut().and_then(|options| options.last_mut()) else { return false };
    match last["type"].as_u64() {
        Some(1 | 2) => focus(&mut last["options"]),
        Some(3) => {
            last["focused"] = json!(true);
            true
        }
        _ => false,
    }
}
