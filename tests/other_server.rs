//! No command of one server shows or changes a row of another: every command, press, choice and form is tried in a server
//! by somebody who manages it, with the ids, names and links of another server's rows.
//!
//! What is tried is not written here. The commands are those that are registered; the presses are those of
//! `tests/presses.txt`, which a test beside their strategies holds complete; the rows are those of
//! `tests/store_contract/rows/`, one file a schema. The two servers have the same rows under other ids, and the same people:
//! whoever asks is at home in both, so that nothing but the server stands between them and the other's rows.

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "recognize/bench.rs"]
mod bench;

use std::collections::{BTreeMap, BTreeSet};

use clarion::commands::Answer;
use clarion::messages::{MePage, MePress};
use clarion::store::Id;
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::application::Interaction;
use serenity::model::id::{GuildId, UserId};
use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

use bench::{Bench, ELSEWHERE, HARBOUR, sent};

/// Whoever asks: known in both servers, as `11` of the rows.
const ANNA: UserId = UserId::new(3_111_111_111_111_111_111);

/// Somebody whom this server alone knows, as `13`: what they ask to be done everywhere is done here.
const HERE_ALONE: UserId = UserId::new(772_000_000_000_000_013);

/// What stands in the words of the other server's rows, and in those of this one.
const THEIRS: &str = "lighthouse";
const OURS: &str = "windmill";

/// What the ids of the rows become, by server: no other number looks like one of them.
const THEIR_IDS: i64 = 771_000_000_000_000_000;
const OUR_IDS: i64 = 772_000_000_000_000_000;

/// The columns that hold what people wrote. All other text is a code of ours.
const WORDS: &[&str] = &[
    "schedule.name",
    "guild_holiday.name",
    "recognition_words.words",
    "reversal.reason",
    "reflection.title",
    "reflection.words",
    "commitment_words.words",
    "deck_prompt.title",
    "deck_prompt.question",
    "deck_prompt.step",
    "deck_prompt.answer",
    "person.name",
    "person.name_key",
    "strength.name",
    "recognition_strength.name",
    "recognition_day.strength",
    "report.words",
];

/// Numbers in the rows that are no ids, though they are as large as some.
const NO_IDS: &[i64] = &[365];

/// The rows of every schema, as those of that server.
fn rows_of(guild: GuildId, offset: i64) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store_contract/rows");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| renumbered(&std::fs::read_to_string(file).unwrap(), guild, offset)).collect()
}

/// With other ids, outside of what stands in quotation marks.
fn renumbered(sql: &str, guild: GuildId, offset: i64) -> String {
    let sql: String =
        sql.lines().filter(|line| !line.trim_start().starts_with("--")).map(|line| format!("{line}\n")).collect();
    let mut out = String::new();
    let (mut quoted, mut number) = (false, String::new());
    for letter in sql.chars() {
        let in_word = out.ends_with(|before: char| before.is_alphanumeric() || before == '_');
        if !quoted && letter.is_ascii_digit() && (!number.is_empty() || !in_word) {
            number.push(letter);
            continue;
        }
        if !number.is_empty() {
            out.push_str(&other(number.parse().unwrap(), guild, offset).to_string());
            number.clear();
        }
        quoted ^= letter == '\'';
        out.push(letter);
    }
    out
}

/// What a number of the rows becomes.
fn other(number: i64, guild: GuildId, offset: i64) -> i64 {
    match number {
        1_000_000_000_000_000_001 => guild.get().cast_signed(),
        // A Discord id, but the two people are the same in both.
        11 => ANNA.get().cast_signed(),
        12 => ANNA.get().cast_signed() + 1,
        known if NO_IDS.contains(&known) => known,
        // Channels, roles.
        large if large > 1_000_000_000_000_000_000 => offset + large % 1_000_000,
        id @ 51..1_000 | id @ 21 => offset + id,
        other => other,
    }
}

/// Both servers, full.
async fn full() -> Bench {
    let bench = Bench::at("2026-11-23T10:00:00Z").await;
    let pool = pool(&bench).await;
    for (guild, offset, word) in [(HARBOUR, THEIR_IDS, THEIRS), (ELSEWHERE, OUR_IDS, OURS)] {
        let mut all = rows_of(guild, offset);
        // What belongs to no server is there once.
        if guild == ELSEWHERE {
            all = all
                .lines()
                .filter(|line| !line.starts_with("INSERT INTO command_registration"))
                .collect::<Vec<_>>()
                .join("\n");
        }
        sqlx::raw_sql(AssertSqlSafe(all)).execute(&pool).await.unwrap();
        for column in WORDS {
            let (table, column) = column.split_once('.').unwrap();
            let set = format!(
                "UPDATE {table} SET {column} = '{word}' || rowid WHERE {column} IS NOT NULL AND {column} <> '' \
                 AND {column} NOT LIKE '{THEIRS}%' AND {column} <> 'daily'"
            );
            sqlx::raw_sql(AssertSqlSafe(set)).execute(&pool).await.unwrap();
        }
    }
    // Somebody whom only one of them knows.
    for offset in [THEIR_IDS, OUR_IDS] {
        let one = format!("UPDATE person SET user_id = {} WHERE id = {}", offset + 13, offset + 53);
        sqlx::raw_sql(AssertSqlSafe(one)).execute(&pool).await.unwrap();
    }
    pool.close().await;
    bench
}

async fn pool(bench: &Bench) -> SqlitePool {
    SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap()
}

/// Every row of every table.
async fn rows(pool: &SqlitePool) -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    for table in tables(pool).await {
        let columns: Vec<String> =
            columns(pool, &table).await.into_iter().map(|(name, _)| format!("quote({name})")).collect();
        let all = format!("SELECT {} FROM {table}", columns.join(" || ',' || "));
        for row in sqlx::query(AssertSqlSafe(all)).fetch_all(pool).await.unwrap() {
            rows.insert(format!("{table}: {}", row.get::<String, _>(0)));
        }
    }
    rows
}

async fn tables(pool: &SqlitePool) -> Vec<String> {
    let tables =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('interaction', '_sqlx_migrations')";
    sqlx::query(tables).fetch_all(pool).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// The names and types of a table's columns.
async fn columns(pool: &SqlitePool, table: &str) -> Vec<(String, String)> {
    let columns = sqlx::query(AssertSqlSafe(format!("PRAGMA table_info({table})"))).fetch_all(pool).await.unwrap();
    columns.iter().map(|row| (row.get("name"), row.get("type"))).collect()
}

/// Those of the other server.
async fn theirs(pool: &SqlitePool) -> BTreeSet<String> {
    rows(pool).await.into_iter().filter(|row| refers(row)).collect()
}

/// The ids that stand in the other server's rows: of rows, and of Discord's things (channels, messages, roles, people).
struct Ids {
    rows: Vec<i64>,
    discords: Vec<i64>,
}

impl Ids {
    /// As they stand in [`THEIR_IDS`].
    async fn theirs(pool: &SqlitePool) -> Self {
        let mut found = BTreeSet::new();
        for row in theirs(pool).await {
            let numbers =
                row.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse::<i64>().ok());
            found.extend(numbers.filter(|number| (THEIR_IDS..THEIR_IDS + 1_000_000).contains(number)));
        }
        let (rows, discords) = found.into_iter().partition(|id| is_row(*id));
        Self { rows, discords }
    }

    /// The same of this server.
    fn ours(&self) -> Self {
        let ours = |ids: &[i64]| ids.iter().map(|id| id - THEIR_IDS + OUR_IDS).collect();
        Self { rows: ours(&self.rows), discords: ours(&self.discords) }
    }

    fn all(&self) -> impl Iterator<Item = i64> + '_ {
        self.rows.iter().chain(&self.discords).copied()
    }
}

/// The rows of `tests/store_contract/rows/` are numbered from 51 to 199.
fn is_row(id: i64) -> bool {
    (51..200).contains(&(id % 1_000_000))
}

fn row(id: i64) -> String {
    Id::from_i64(id).unwrap().to_string()
}

/// As somebody who may do everything there. Of what is asked for all servers, by somebody whom this one alone knows.
fn here(mut interaction: Value) -> Value {
    if interaction["data"].to_string().contains("everywhere") {
        interaction["member"]["user"]["id"] = json!(HERE_ALONE.to_string());
    }
    interaction["guild_id"] = json!(ELSEWHERE.to_string());
    for permissions in ["/member/permissions", "/app_permissions"] {
        *interaction.pointer_mut(permissions).unwrap() = json!(Permissions::all().bits().to_string());
    }
    interaction
}

/// Everything that an answer shows, files and choices too.
async fn seen(bench: &Bench, interaction: &Value) -> String {
    if interaction["type"] == 4 {
        let typing: Interaction = serde_json::from_value(interaction.clone()).unwrap();
        let Answer::Choices(choices) = bench.commands.answer(&typing).await else { panic!("no choices") };
        return format!("{choices:?}");
    }
    let answer = bench.answer_in_time(interaction).await;
    let cards = match &answer {
        Answer::Reply { card, .. } | Answer::Update(card) | Answer::Elsewhere(card) => vec![card],
        Answer::Announce { card, private, .. } => vec![card, private],
        Answer::Modal(_) | Answer::Choices(_) => Vec::new(),
    };
    let files = cards.into_iter().flat_map(|card| &card.files).filter(|file| !file.name.ends_with(".png"));
    let files: Vec<String> = files.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
    let shown: Vec<String> = sent(&answer).iter().map(|(_, data)| data.to_string()).collect();
    format!("{}{}", shown.concat(), files.concat())
}

/// What of the other server stands in a text that was not asked before: an id is given back as it was asked, whichever way
/// it is written.
fn told(shown: &str, asked: &str, ids: &Ids) -> Option<String> {
    if shown.contains(THEIRS) && !asked.contains(THEIRS) {
        return Some(THEIRS.to_owned());
    }
    let ways = |id: i64| [id.to_string(), row(id), format!("{id:x}")];
    // Most answers hold nothing that is like any of them.
    let alike = ways(THEIR_IDS).into_iter().zip(ways(THEIR_IDS + 999_999)).any(|(first, last)| {
        let same = first.bytes().zip(last.bytes()).take_while(|(first, last)| first == last).count();
        shown.contains(&first[..same])
    });
    let leaks = |id: i64| {
        let shown = ways(id).into_iter().find(|way| shown.contains(way.as_str()))?;
        (!ways(id).iter().any(|way| asked.contains(way.as_str()))).then_some(shown)
    };
    let harbour = HARBOUR.to_string();
    let server = (shown.contains(&harbour) && !asked.contains(&harbour)).then_some(harbour);
    server.or_else(|| alike.then(|| ids.all().find_map(leaks))?)
}

/// A row that refers to one of the other server's: outside of what somebody typed.
fn refers(row: &str) -> bool {
    let unquoted: String = row.split('\'').step_by(2).collect();
    let mut numbers =
        unquoted.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse::<i64>().ok());
    numbers.any(|number| {
        let theirs = (THEIR_IDS..THEIR_IDS + 1_000_000).contains(&number) && is_row(number);
        theirs || number == HARBOUR.get().cast_signed()
    })
}

/// Asks all of it, and holds that nothing of the other server was told or touched.
async fn nothing_of_theirs(bench: &Bench, what: &str, all: Vec<Value>) {
    let pool = pool(bench).await;
    let (mut ids, before) = (Ids::theirs(&pool).await, theirs(&pool).await);
    // Whom somebody has thanked here before is known here as well.
    let known: String = rows(&pool).await.difference(&before).cloned().collect();
    ids.discords.retain(|id| !known.contains(&id.to_string()));
    // What somebody named something here is shown again here.
    let mut asked = String::new();
    for interaction in all {
        asked.push_str(&interaction["data"].to_string());
        let answer = seen(bench, &interaction).await;
        if let Some(mark) = told(&answer, &asked, &ids) {
            panic!("{what} tells {mark}:\n{answer}\nwhere this was asked:\n{}", interaction["data"]);
        }
    }
    // What somebody does beside their answer is done as well.
    let after = rows(&pool).await;
    let gone: Vec<&String> = before.difference(&after).collect();
    // The dial for contact holds over all servers: forgotten in this one, somebody finds it as they left it in the other.
    let new = after.difference(&before).filter(|row| refers(row) && !row.starts_with("contact: "));
    let new: Vec<&String> = new.collect();
    assert!(gone.is_empty() && new.is_empty(), "{what} changed rows of another server:\n- {gone:#?}\n+ {new:#?}");
    pool.close().await;
}

/// Every way to press it with those ids: a press, a choice, a form, a choice of people.
fn ways(bench: &Bench, template: &str, ids: &Ids) -> Vec<Value> {
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
    all.into_iter().map(here).collect()
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

fn templates() -> Vec<String> {
    let listed = include_str!("presses.txt").lines().map(str::to_owned);
    let pages = MePage::ALL.into_iter().flat_map(|page| {
        let search = Some(THEIRS[..5].to_owned());
        [MePress::Open { page, screen: 0, search: None }, MePress::Open { page, screen: 0, search }]
    });
    let mut all: Vec<String> = listed.chain(pages.map(|press| format!("c1.me.{press}"))).collect();
    // After that there is less to show.
    all.sort_by_key(|template| template.contains("erase"));
    all
}

async fn ids(bench: &Bench) -> Ids {
    let pool = pool(bench).await;
    let ids = Ids::theirs(&pool).await;
    pool.close().await;
    assert!(ids.rows.len() > 20 && ids.discords.len() > 10, "{:?} {:?}", ids.rows, ids.discords);
    ids
}

#[tokio::test]
async fn no_press_choice_or_form_shows_or_changes_another_servers_row() {
    let bench = full().await;
    let ids = ids(&bench).await;
    let mut asked = 0;
    for template in templates() {
        let all = ways(&bench, &template, &ids);
        asked += all.len();
        nothing_of_theirs(&bench, &template, all).await;
    }
    assert!(asked > 4_000, "only {asked}");
}

/// The same presses with this server's own ids do something: they are the right ones.
#[tokio::test]
async fn what_is_ones_own_is_shown_and_changed() {
    let bench = full().await;
    let ids = ids(&bench).await.ours();
    let pool = pool(&bench).await;
    let (mut shown, mut changed) = (BTreeSet::new(), BTreeSet::new());
    for template in templates().into_iter().filter(|template| !template.contains("erase")) {
        let before = rows(&pool).await;
        for interaction in ways(&bench, &template, &ids) {
            if seen(&bench, &interaction).await.contains(OURS) {
                shown.insert(template.clone());
            }
        }
        if rows(&pool).await != before {
            changed.insert(template);
        }
    }
    assert!(shown.len() > 15 && changed.len() > 15, "shown: {shown:#?}, changed: {changed:#?}");
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
                [THEIRS.to_owned(), format!("{THEIRS} {}", THEIR_IDS + 62), "daily".to_owned(), "quiz".to_owned()];
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

#[tokio::test]
async fn no_command_shows_or_changes_another_servers_row() {
    let registered = serde_json::to_value(Bench::new().await.commands.registrations()).unwrap();
    let mut asked = 0;
    for command in registered.as_array().unwrap() {
        // What was named here by one command is shown here by another.
        let bench = full().await;
        let ids = ids(&bench).await;
        let name = command["name"].as_str().unwrap();
        let people = ids.discords.iter().map(|id| UserId::new(id.cast_unsigned()));
        let all: Vec<Value> = match command["type"].as_u64().unwrap_or(1) {
            1 => asks(&command["options"], &ids)
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
        };
        asked += all.len();
        nothing_of_theirs(&bench, name, all.into_iter().map(here).collect()).await;
    }
    assert!(asked > 2_000, "only {asked}");
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

/// A column of text that is new is people's words, or a code of ours: say which.
#[tokio::test]
async fn every_text_is_known_to_be_somebodys_words_or_a_code() {
    let bench = Bench::new().await;
    let pool = pool(&bench).await;
    let mut texts = BTreeSet::new();
    for table in tables(&pool).await {
        let columns = columns(&pool, &table).await.into_iter();
        texts.extend(columns.filter(|(_, kind)| kind == "TEXT").map(|(name, _)| format!("{table}.{name}")));
    }
    pool.close().await;
    let words: BTreeSet<String> = WORDS.iter().map(|column| (*column).to_owned()).collect();
    assert!(words.is_subset(&texts), "{:?} are gone", words.difference(&texts));
    insta::assert_snapshot!(texts.difference(&words).cloned().collect::<Vec<_>>().join("\n"));
}
