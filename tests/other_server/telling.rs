//! What an answer tells and what it leaves behind, looked at for anything of the other server.

use std::collections::BTreeSet;

use clarion::commands::Answer;
use serde_json::Value;
use serenity::model::application::Interaction;
use sqlx::AnyPool;

use crate::asking::{Ids, row};
use crate::bench::{Bench, HARBOUR, sent};
use crate::every_row::{answered, question};
use crate::servers::{THEIR_NEIGHBOURS, THEIRS, pool, refers, words_in};

/// How an answer begins where the store failed.
const FAILED: &str = "Something went wrong on my side";

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
    let shown = format!("{}{}", shown.concat(), files.concat());
    // What fails tells and changes nothing, whoever asks.
    assert!(!shown.contains(FAILED), "{shown}, asked: {interaction}");
    shown
}

/// A server's word, and its ids in every way in which they are written.
struct Written {
    word: &'static str,
    all: Vec<[String; 3]>,
    /// What each way begins with, whichever id it is.
    alike: Vec<String>,
}

impl Written {
    fn of(ids: &Ids) -> Self {
        let ways = |id: i64| [id.to_string(), row(id), format!("{id:x}")];
        let first = ids.all().next().unwrap_or_default() / 1_000_000 * 1_000_000;
        let alike = ways(first).into_iter().zip(ways(first + 999_999)).map(|(mut first, last)| {
            let same = first.bytes().zip(last.bytes()).take_while(|(first, last)| first == last).count();
            first.truncate(same);
            first
        });
        let neighbours = (ids.word == THEIRS).then_some(THEIR_NEIGHBOURS);
        Self { word: ids.word, all: ids.all().chain(neighbours).map(ways).collect(), alike: alike.collect() }
    }
}

/// Something of a server in a text.
#[derive(Debug)]
enum Mark<'a> {
    /// A word, with what ends it in its row.
    Word(&'static str, String),
    /// An id, in each way in which it is written: it is given back as it was asked, whichever that is.
    Id(&'a [String; 3]),
    Server(String),
}

impl Mark<'_> {
    /// All that stands in a text.
    fn all<'a>(text: &str, ids: &'a Written) -> Vec<Mark<'a>> {
        let words = words_in(ids.word, text).into_iter().map(|word| Mark::Word(ids.word, word));
        // Most answers hold nothing that is like any of them.
        let alike = ids.alike.iter().any(|start| text.contains(start.as_str()));
        let written =
            ids.all.iter().filter(|_| alike).filter(|ways| ways.iter().any(|way| text.contains(way.as_str())));
        let harbour = HARBOUR.to_string();
        let server = (ids.word == THEIRS && text.contains(&harbour)).then_some(Mark::Server(harbour));
        words.chain(written.map(Mark::Id)).chain(server).collect()
    }

    /// Whether it stands in that text.
    fn stands_in(&self, text: &str) -> bool {
        match self {
            Self::Word(word, whole) => words_in(word, text).contains(whole),
            Self::Id(ways) => ways.iter().any(|way| text.contains(way.as_str())),
            Self::Server(id) => text.contains(id.as_str()),
        }
    }
}

/// A database of both servers, and every row that it holds.
pub struct Watched<'a> {
    bench: &'a Bench,
    pool: AnyPool,
    question: String,
    rows: BTreeSet<String>,
    ids: Written,
    /// What stands in the rows that are not the other server's: whom somebody thanked here, and what they named something, is
    /// shown again here.
    here: String,
}

impl<'a> Watched<'a> {
    pub async fn new(bench: &'a Bench) -> Self {
        let pool = pool(bench).await;
        let question = question(&pool).await;
        let rows = answered(&pool, &question).await;
        let ids = Written::of(&Ids::of(&rows));
        let here = not_theirs(&rows);
        assert!(!Mark::all(&here, &ids).iter().any(|mark| matches!(mark, Mark::Word(..))), "{here}");
        Self { bench, pool, question, rows, ids, here }
    }

    pub async fn over(self) {
        self.pool.close().await;
    }

    /// Asks all of it, and holds that nothing of the other server was told or touched. What of it may be told is what was
    /// asked by that very interaction, and what an earlier one left here.
    pub async fn nothing_of_theirs(&mut self, what: &str, all: Vec<Value>) {
        let mut typed = BTreeSet::new();
        for interaction in all {
            let asked = interaction["data"].to_string();
            let answer = seen(self.bench, &interaction).await;
            for mark in Mark::all(&answer, &self.ids) {
                if mark.stands_in(&asked) || mark.stands_in(&self.here) {
                    continue;
                }
                self.here = not_theirs(&answered(&self.pool, &self.question).await);
                assert!(mark.stands_in(&self.here), "{what} tells {mark:?}:\n{answer}\nwhere this was asked:\n{asked}");
            }
            typed.extend(words_in(THEIRS, &asked));
        }
        // What somebody does beside their answer is done as well.
        let after = answered(&self.pool, &self.question).await;
        let gone: Vec<&String> = self.rows.difference(&after).filter(|row| refers(row)).collect();
        // The dial for contact holds over all servers: forgotten in this one, somebody finds it as they left it in the other.
        let new = || after.difference(&self.rows);
        let touched: Vec<&String> = new().filter(|row| refers(row) && !row.starts_with("contact: ")).collect();
        let copied: Vec<&String> =
            new().filter(|row| !refers(row) && !words_in(THEIRS, row).is_subset(&typed)).collect();
        assert!(
            gone.is_empty() && touched.is_empty() && copied.is_empty(),
            "{what} changed rows of another server, or copied them:\n- {gone:#?}\n+ {touched:#?}\n= {copied:#?}"
        );
        if after != self.rows {
            self.here = not_theirs(&after);
            self.rows = after;
        }
    }
}

fn not_theirs(rows: &BTreeSet<String>) -> String {
    rows.iter().filter(|row| !refers(row)).cloned().collect::<Vec<_>>().join("\n")
}

/// What is this server's own, for whoever is at home in it.
pub struct Own<'a> {
    bench: &'a Bench,
    pool: AnyPool,
    question: String,
    rows: BTreeSet<String>,
    ids: Written,
}

impl<'a> Own<'a> {
    pub async fn new(bench: &'a Bench, ids: &Ids) -> Self {
        let pool = pool(bench).await;
        let question = question(&pool).await;
        let rows = answered(&pool, &question).await;
        Self { bench, pool, question, rows, ids: Written::of(ids) }
    }

    pub async fn over(self) {
        self.pool.close().await;
    }

    /// Asks until something of this server is told that was not asked. `answers` is told of each answer.
    pub async fn tells(&self, all: &[Value], mut answers: impl FnMut(&str)) -> bool {
        for interaction in all {
            let (asked, answer) = (interaction["data"].to_string(), seen(self.bench, interaction).await);
            answers(&answer);
            if Mark::all(&answer, &self.ids).iter().any(|mark| !mark.stands_in(&asked)) {
                return true;
            }
        }
        false
    }

    /// Whether a row is another than when that was asked last.
    pub async fn changed(&mut self) -> bool {
        let before = std::mem::replace(&mut self.rows, answered(&self.pool, &self.question).await);
        self.rows != before
    }
}
