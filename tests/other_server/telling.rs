//! What an answer tells and what it leaves behind, looked at for anything of the other server.

use std::collections::BTreeSet;

use clarion::commands::Answer;
use serde_json::Value;
use serenity::model::application::Interaction;
use sqlx::AnyPool;

use crate::asking::{Ids, row};
use crate::bench::{Bench, HARBOUR, sent};
use crate::every_row::rows;
use crate::servers::{THEIR_IDS, THEIRS, pool, refers};

/// Everything that an answer shows, files and choices too.
pub async fn seen(bench: &Bench, interaction: &Value) -> String {
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

/// Ids of the other server in every way in which they are written.
struct Written {
    all: Vec<[String; 3]>,
    /// What each way begins with, whichever id it is.
    alike: Vec<String>,
}

impl Written {
    fn of(ids: &Ids) -> Self {
        let ways = |id: i64| [id.to_string(), row(id), format!("{id:x}")];
        let alike = ways(THEIR_IDS).into_iter().zip(ways(THEIR_IDS + 999_999)).map(|(mut first, last)| {
            let same = first.bytes().zip(last.bytes()).take_while(|(first, last)| first == last).count();
            first.truncate(same);
            first
        });
        Self { all: ids.all().map(ways).collect(), alike: alike.collect() }
    }
}

/// What of the other server stands in a text that was not asked before: an id is given back as it was asked, whichever way
/// it is written.
fn told(shown: &str, asked: &str, ids: &Written) -> Option<String> {
    if shown.contains(THEIRS) && !asked.contains(THEIRS) {
        return Some(THEIRS.to_owned());
    }
    // Most answers hold nothing that is like any of them.
    let alike = ids.alike.iter().any(|start| shown.contains(start.as_str()));
    let leaks = |ways: &[String; 3]| {
        let shown = ways.iter().find(|way| shown.contains(way.as_str()))?;
        (!ways.iter().any(|way| asked.contains(way.as_str()))).then(|| shown.clone())
    };
    let harbour = HARBOUR.to_string();
    let server = (shown.contains(&harbour) && !asked.contains(&harbour)).then_some(harbour);
    server.or_else(|| alike.then(|| ids.all.iter().find_map(leaks))?)
}

/// A database of both servers, and every row that it holds.
pub struct Watched<'a> {
    bench: &'a Bench,
    pool: AnyPool,
    rows: BTreeSet<String>,
}

impl<'a> Watched<'a> {
    pub async fn new(bench: &'a Bench) -> Self {
        let pool = pool(bench).await;
        let rows = rows(&pool).await;
        Self { bench, pool, rows }
    }

    pub async fn over(self) {
        self.pool.close().await;
    }

    /// Asks all of it, and holds that nothing of the other server was told or touched.
    pub async fn nothing_of_theirs(&mut self, what: &str, all: Vec<Value>) {
        let before: BTreeSet<&String> = self.rows.iter().filter(|row| refers(row)).collect();
        let mut ids = Ids::of(before.iter().copied());
        // Whom somebody has thanked here before is known here as well.
        let known: String = self.rows.iter().filter(|row| !before.contains(row)).cloned().collect();
        ids.discords.retain(|id| !known.contains(&id.to_string()));
        let ids = Written::of(&ids);
        // What somebody named something here is shown again here.
        let mut asked = String::new();
        for interaction in all {
            asked.push_str(&interaction["data"].to_string());
            let answer = seen(self.bench, &interaction).await;
            if let Some(mark) = told(&answer, &asked, &ids) {
                panic!("{what} tells {mark}:\n{answer}\nwhere this was asked:\n{}", interaction["data"]);
            }
        }
        // What somebody does beside their answer is done as well.
        let after = rows(&self.pool).await;
        let gone: Vec<&&String> = before.iter().filter(|row| !after.contains(**row)).collect();
        // The dial for contact holds over all servers: forgotten in this one, somebody finds it as they left it in the other.
        let new = after.difference(&self.rows).filter(|row| refers(row) && !row.starts_with("contact: "));
        let new: Vec<&String> = new.collect();
        assert!(gone.is_empty() && new.is_empty(), "{what} changed rows of another server:\n- {gone:#?}\n+ {new:#?}");
        self.rows = after;
    }
}
