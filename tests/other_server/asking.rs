//! Every way to ask: what is registered and what can be pressed, filled in with ids, names and links.

use std::collections::{BTreeMap, BTreeSet};

use clarion::messages::{MePage, MePress};
use clarion::store::Id;
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::id::{GuildId, UserId};

use crate::bench::{Bench, ELSEWHERE, HARBOUR, privately, there};
use crate::every_row;
use crate::servers::{
    ANNA, BEA, HERE_ALONE, OUR_IDS, OURS, STEWARD, THEIR_IDS, THEIR_NEIGHBOURS, THEIRS, is_row, pool, refers, words_in,
};

/// The ids that stand in the other server's rows: of rows, and of Discord's things (channels, messages, roles, people).
pub struct Ids {
    pub rows: Vec<i64>,
    discords: Vec<i64>,
    /// In which server they are, and the word that stands in its rows.
    guild: GuildId,
    pub word: &'static str,
    /// A channel of it.
    channel: i64,
    /// What of it can be asked for by its name.
    names: Vec<String>,
    /// The same of this server.
    our_names: Vec<String>,
}

impl Ids {
    /// Among all rows, by [`THEIR_IDS`].
    pub fn of(all: &BTreeSet<String>) -> Self {
        let mut found = BTreeSet::new();
        for row in all.iter().filter(|row| refers(row)) {
            let numbers =
                row.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse::<i64>().ok());
            found.extend(numbers.filter(|number| (THEIR_IDS..THEIR_IDS + 1_000_000).contains(number)));
        }
        found.remove(&THEIR_NEIGHBOURS);
        let (rows, discords) = found.into_iter().partition(|id| is_row(*id));
        let named = |row: &&String| ["schedule: ", "strength: "].iter().any(|table| row.starts_with(table));
        let names = |word| all.iter().filter(named).flat_map(|row| words_in(word, row)).collect();
        let (guild, channel) = (HARBOUR, THEIR_IDS + 2);
        Self { rows, discords, guild, word: THEIRS, channel, names: names(THEIRS), our_names: names(OURS) }
    }

    /// The same of this server.
    pub fn ours(&self) -> Self {
        let ours = |ids: &[i64]| ids.iter().map(|id| id - THEIR_IDS + OUR_IDS).collect();
        let (names, our_names) = (self.our_names.clone(), self.names.clone());
        let (guild, channel) = (ELSEWHERE, OUR_IDS + 2);
        let (rows, discords) = (ours(&self.rows), ours(&self.discords));
        Self { rows, discords, guild, word: OURS, channel, names, our_names }
    }

    pub fn all(&self) -> impl Iterator<Item = i64> + '_ {
        self.rows.iter().chain(&self.discords).copied()
    }

    /// Whom one can name: those whom that server alone knows, and those whom both do.
    fn people(&self) -> Vec<UserId> {
        let known = self.discords.iter().map(|id| UserId::new(id.cast_unsigned()));
        known.chain([ANNA, BEA]).collect()
    }
}

pub async fn ids(bench: &Bench) -> Ids {
    let pool = pool(bench).await;
    let ids = Ids::of(&every_row::rows(&pool).await);
    pool.close().await;
    assert!(ids.rows.len() > 20 && ids.discords.len() > 10, "{:?} {:?}", ids.rows, ids.discords);
    assert!(ids.names.len() > 1 && ids.our_names.len() > 1, "{:?} {:?}", ids.names, ids.our_names);
    ids
}

pub fn row(id: i64) -> String {
    Id::from_i64(id).unwrap().to_string()
}

/// What somebody does who got it, or suggested it.
const OF_RECEIVERS: &[&str] = &[
    "c1.account.strengths",
    "c1.deck.hear",
    "c1.deck.mine",
    "c1.deck.put-away",
    "c1.keep.about",
    "c1.keep.announce",
    "c1.keep.declined",
    "c1.keep.from-again",
    "c1.keep.hide",
    "c1.keep.not-from",
    "c1.keep.pick-got",
    "c1.keep.report.",
    "c1.keep.reported",
    "c1.keep.show",
    "c1.me.open.suggestions",
    "c1.me.open.taking",
];

/// What is decided by somebody whom it is not about.
const OF_STEWARDS: &[&str] = &[
    "c1.keep.close",
    "c1.keep.next-report",
    "c1.keep.reports",
    "c1.keep.void",
    "recognition reports",
    "recognition void",
];

/// As somebody who may do everything there: whoever can do most with it. Of what is asked for all servers, by somebody whom
/// this one alone knows.
pub fn here(mut interaction: Value) -> Value {
    let data = &interaction["data"];
    let what = data["custom_id"].as_str().map_or_else(|| path(&interaction), str::to_owned);
    let is_of = |these: &[&str]| these.iter().any(|start| what.starts_with(start));
    let who = match () {
        () if data.to_string().contains("everywhere") => HERE_ALONE,
        () if is_of(OF_STEWARDS) => STEWARD,
        () if is_of(OF_RECEIVERS) => BEA,
        () => ANNA,
    };
    interaction["member"]["user"]["id"] = json!(who.to_string());
    there(interaction, ELSEWHERE)
}

/// In private messages, by somebody whom the other server does not know. It is another interaction than the one [`here`].
pub fn from_afar(mut interaction: Value) -> Value {
    let number: u64 = interaction["id"].as_str().unwrap().parse().unwrap();
    interaction["id"] = json!((number + 100_000_000_000_000_000).to_string());
    interaction["member"]["user"]["id"] = json!(HERE_ALONE.to_string());
    privately(interaction)
}

/// What can be chosen in a menu whose choices are no rows.
const CHOICES: &[(&str, &str)] = &[
    ("c1.me.erase-what", "reflections"),
    ("c1.me.turn", "thanks"),
    ("c1.quiet.time", "09:30"),
    ("c1.rules.allowance", "3"),
    ("c1.rules.rest", "72"),
    ("c1.rules.words-kept", "off"),
    ("c1.try.day", "2026-11-30"),
    ("c1.try.place", "nowhere"),
];

/// The boxes that any form has, with what is typed there; a test holds them complete.
pub const BOXES: [(&str, &str); 9] = [
    ("days", "90"),
    ("hours", "5"),
    ("minutes", "5"),
    ("people", "5"),
    ("question", "5"),
    ("step", "5"),
    ("strengths", "5"),
    ("title", "5"),
    ("words", "5"),
];

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
        let words =
            CHOICES.iter().filter(|(start, _)| custom_id.starts_with(start)).map(|(_, word)| (*word).to_owned());
        let named = ids.names.iter().filter(|_| custom_id.starts_with("c1.give.strengths")).cloned();
        for value in chosen.iter().map(|id| row(*id)).chain(words).chain(named) {
            let mut choice = bench.press(ANNA, custom_id, true);
            choice["data"] = json!({ "custom_id": custom_id, "component_type": 3, "values": [value] });
            all.push(choice);
        }
    }
    if ["role", "steward"].iter().any(|of_roles| template.contains(of_roles)) {
        all.extend(ids.discords.iter().map(|id| {
            let mut choice = bench.press(ANNA, template, true);
            let role = json!({ "name": "role", "type": 8, "value": id.to_string() });
            choice["data"] = json!({
                "custom_id": template, "component_type": 6, "values": [id.to_string()], "resolved": resolved(&json!([role])),
            });
            choice
        }));
    }
    let people = ids.people();
    let picked = if page { &people[..1] } else { &people };
    for custom_id in filled.iter().take(1) {
        all.extend(picked.iter().map(|person| bench.pick(ANNA, custom_id, &[*person])));
    }
    all
}

/// A form that comes back with something in every box that any form has.
fn form(bench: &Bench, custom_id: &str) -> Value {
    let filled = |(name, typed): &(&str, &str)| json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": typed }] });
    let rows: Vec<Value> = BOXES.iter().map(filled).collect();
    let mut form = bench.submit(ANNA, custom_id, "");
    form["data"]["components"] = json!(rows);
    form["message"] = bench.press(ANNA, custom_id, true)["message"].clone();
    form
}

/// Everything that can be pressed; where something is looked for, what that server's words begin with.
pub fn templates(ids: &Ids) -> Vec<String> {
    let listed = include_str!("../presses.txt").lines().map(str::to_owned);
    let pages = MePage::ALL.into_iter().flat_map(|page| {
        let search = Some(ids.word[..5].to_owned());
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
            // A link says in which server its message is, and need not be right.
            let link = |guild: GuildId, id: i64| format!("https://discord.com/channels/{guild}/{}/{id}", ids.channel);
            let guilds = BTreeSet::from([ids.guild, ELSEWHERE]);
            let links = guilds.into_iter().flat_map(|guild| ids.discords.iter().map(move |id| link(guild, *id)));
            let typed = ids.rows.iter().map(|id| row(*id)).chain(links);
            let typed = typed.chain(ids.all().take(3).map(|id| id.to_string()));
            let names = ids.names.iter().cloned();
            let words = [ids.word, "daily", "quiz"].map(str::to_owned);
            typed.chain(names).chain(words).map(|typed| filled(json!(typed))).collect()
        }
        4 => [1, 2, 100].map(|number| filled(json!(number))).to_vec(),
        5 => [true, false].map(|truth| filled(json!(truth))).to_vec(),
        6 => ids.people().iter().map(|person| filled(json!(person.to_string()))).collect(),
        7..=9 => ids.discords.iter().map(|id| filled(json!(id.to_string()))).collect(),
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
    let people = ids.people().into_iter();
    match command["type"].as_u64().unwrap_or(1) {
        1 => {
            let mut all = asks(&command["options"], ids);
            // What somebody typed can stand in rows here from then on, where it tells nothing of the other server any more.
            all.sort_by_cached_key(|options| {
                let options = options.to_string();
                options.contains(ids.word)
                    || options.contains("discord.com")
                    || ids.rows.iter().any(|id| options.contains(&row(*id)))
            });
            let asked = all.into_iter().flat_map(|options| {
                let mut slash = bench.slash(ANNA, name, &options, &[]);
                slash["data"]["resolved"] = resolved(&options);
                let mut typing = slash.clone();
                typing["type"] = json!(4);
                focus(&mut typing["data"]["options"]).then_some(typing).into_iter().chain([slash])
            });
            asked.collect()
        }
        2 => people.map(|person| named(bench.on_person(ANNA, person), name)).collect(),
        _ => people.map(|person| named(bench.on_message(ANNA, person, false), name)).collect(),
    }
}

/// Which command it asks, with its subcommand.
pub fn path(interaction: &Value) -> String {
    let (mut path, mut at) =
        (interaction["data"]["name"].as_str().unwrap().to_owned(), &interaction["data"]["options"]);
    while let Some(inner) = at.get(0).filter(|inner| matches!(inner["type"].as_u64(), Some(1 | 2))) {
        path.push(' ');
        path.push_str(inner["name"].as_str().unwrap());
        at = &inner["options"];
    }
    path
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
