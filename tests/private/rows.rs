//! What is kept of people, made in the harbour: a row of each kind, with something in it that tells whose it is.

use clarion::deck::{Typed, check};
use clarion::store::{
    Committed, Id, Kept, NewBalance, NewCommitment, NewQuizRound, NewReflection, NewSuggestion, QuizCounts, Saved,
    ScheduleDraft, Suggested,
};
use futures_util::future::{FutureExt as _, LocalBoxFuture};
use serenity::model::id::{ChannelId, InteractionId};
use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

use crate::bench::{Bench, CHANNEL, HARBOUR, JO, MIRA, SAM};
use crate::cases::PERSON;

/// What stands in everything of Jo's, and may be seen by nobody else.
pub const SECRET: &str = "lighthouse";

/// What tells Jo's quiz rounds and balances, in which there are no words: a count and a date that nobody else has.
pub const TELLTALES: [&str; 3] = [SECRET, "leading 37 times", "3 Feb 1999"];

/// Whether anything of Jo's is in it.
pub fn tells(text: &str) -> bool {
    TELLTALES.iter().any(|telltale| text.contains(telltale))
}

pub fn reflection(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let now = bench.commands.clock.now();
        let new = NewReflection {
            interaction: InteractionId::new(8_000_000_000_000_000_001),
            guild: HARBOUR,
            author: JO,
            prompt: "recognition-quiet-work".to_owned(),
            title: Some(format!("At the {SECRET}")),
            words: format!("what I thought at the {SECRET}"),
            at: now,
            local_date: jiff::civil::date(2026, 11, 21),
        };
        match bench.commands.store.keep_reflection(&new).await.unwrap() {
            Kept::As(kept) => kept.id.to_string(),
            Kept::Full => panic!("there is room"),
        }
    }
    .boxed_local()
}

/// The reminder that comes next.
pub fn nudge(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        bench.commands.store.set_nudge(HARBOUR, JO, true, bench.commands.clock.now()).await.unwrap();
        let pool = SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
        let row = sqlx::query("SELECT id FROM occurrence WHERE kind = 'nudge'").fetch_one(&pool).await.unwrap();
        pool.close().await;
        Id::from_i64(row.get(0)).unwrap().to_string()
    }
    .boxed_local()
}

/// Shown to whoever manages the server, and to nobody elsewhere.
pub fn suggestion(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let now = bench.commands.clock.now();
        let typed = Typed { title: SECRET, question: SECRET, step: SECRET, minutes: "" };
        let new = NewSuggestion {
            interaction: InteractionId::new(8_000_000_000_000_000_009),
            guild: HARBOUR,
            by: JO,
            words: check(&typed).unwrap(),
        };
        match bench.commands.store.suggest(&new, now).await.unwrap() {
            Suggested::Waits(id) => id.to_string(),
            other => panic!("{other:?}"),
        }
    }
    .boxed_local()
}

/// Its writer asked to hear of it, and was not told yet.
pub fn declined(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let text = suggestion(bench).await;
        let (store, id) = (&bench.commands.store, text.parse().unwrap());
        store.hear_of_suggestion(HARBOUR, JO, id, true).await.unwrap();
        store.decline(HARBOUR, id, Some(SECRET), bench.commands.clock.now()).await.unwrap();
        text
    }
    .boxed_local()
}

pub fn deck_prompt(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let id = suggestion(bench).await;
        bench.commands.store.approve(HARBOUR, id.parse().unwrap(), None, bench.commands.clock.now()).await.unwrap();
        id
    }
    .boxed_local()
}

pub fn balance(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let new = NewBalance {
            guild: HARBOUR,
            user: JO,
            begun_by: 8_000_000_000_000_000_002,
            leans: bench.commands.library.pairs.iter().map(|pair| (pair.id.clone(), -2)).collect(),
            at: bench.commands.clock.now(),
            local_date: jiff::civil::date(1999, 2, 3),
        };
        bench.commands.store.finish_balance(&new).await.unwrap().id.to_string()
    }
    .boxed_local()
}

pub fn commitment(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let new = NewCommitment {
            interaction: InteractionId::new(8_000_000_000_000_000_004),
            guild: HARBOUR,
            person: JO,
            prompt: None,
            thread: None,
            words: format!("what I will try at the {SECRET}"),
            at: bench.commands.clock.now(),
        };
        match bench.commands.store.commit_to(&new).await.unwrap() {
            Committed::Made(made) => made.id.to_string(),
            other => panic!("{other:?}"),
        }
    }
    .boxed_local()
}

pub async fn quiz(bench: &Bench) {
    let new = NewQuizRound {
        guild: HARBOUR,
        user: JO,
        begun_by: 8_000_000_000_000_000_003,
        moments: "AAAAABBBBB".to_owned(),
        said: QuizCounts { managing: 0, leading: 37, both: 0, agreed: 0 },
        at: bench.commands.clock.now(),
        local_date: jiff::civil::date(1999, 2, 3),
    };
    bench.commands.store.finish_quiz(&new).await.unwrap();
}

/// Given to Sam, in public; what it stirred is for Jo and Sam alone.
pub fn recognition(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        bench.given(JO, &[SAM], &format!("the {SECRET}"), None).await;
        let given = bench.commands.store.mine(HARBOUR, JO, 1).await.unwrap();
        given.latest_given[0].id.to_string()
    }
    .boxed_local()
}

/// Given to Jo by Sam.
pub fn received(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        bench.given(SAM, &[JO], &format!("the {SECRET}"), None).await;
        let given = bench.commands.store.mine(HARBOUR, SAM, 1).await.unwrap();
        given.latest_given[0].id.to_string()
    }
    .boxed_local()
}

/// Jo asks the stewards to look at that, of whom Jo is one.
pub fn report(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let id: clarion::store::Id = received(bench).await.parse().unwrap();
        let when = (bench.commands.clock.now(), jiff::civil::date(2026, 11, 21));
        bench.commands.store.report(HARBOUR, JO, id, Some(SECRET), when).await.unwrap();
        bench.commands.store.open_report(HARBOUR, MIRA, None).await.unwrap().unwrap().id.to_string()
    }
    .boxed_local()
}

pub fn schedule(bench: &Bench) -> LocalBoxFuture<'_, String> {
    async {
        let draft = ScheduleDraft {
            name: SECRET.to_owned(),
            channel: ChannelId::new(CHANNEL),
            when: clarion::clock::LocalSchedule {
                time: "09:00".parse().unwrap(),
                zone: "UTC".parse().unwrap(),
                days: "daily".parse().unwrap(),
            },
            options: None,
            by: JO,
        };
        let saved = bench.commands.store.save_schedule(HARBOUR, &draft, bench.commands.clock.now()).await.unwrap();
        match saved {
            Saved::Created(schedule) => schedule.id.to_string(),
            other => panic!("{other:?}"),
        }
    }
    .boxed_local()
}

/// Makes everybody else known there: somebody of whom nothing is kept is turned away too soon to prove anything.
pub async fn known(bench: &Bench) {
    for &(guild, user) in PERSON {
        let new = NewQuizRound {
            guild,
            user,
            begun_by: 8_000_000_000_000_000_004,
            moments: String::new(),
            said: QuizCounts::default(),
            at: bench.commands.clock.now(),
            local_date: jiff::civil::date(2026, 11, 21),
        };
        bench.commands.store.finish_quiz(&new).await.unwrap();
    }
}

/// Everything of Jo's at once.
pub async fn everything(bench: &Bench) {
    reflection(bench).await;
    recognition(bench).await;
    balance(bench).await;
    quiz(bench).await;
    commitment(bench).await;
    bench.commands.store.announce_received(HARBOUR, JO, false, None, bench.commands.clock.now()).await.unwrap();
}

/// What Jo reported, took back and takes from nobody.
pub async fn decided(bench: &Bench) {
    let pool = SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    let jo = format!("(SELECT id FROM person WHERE guild_id = {HARBOUR} AND user_id = {JO})");
    let sam = format!("(SELECT id FROM person WHERE guild_id = {HARBOUR} AND user_id = {SAM})");
    let given = format!("(SELECT MIN(id) FROM recognition WHERE giver = {jo})");
    for row in [
        format!(
            "INSERT INTO report (id, guild_id, recognition_id, person_id, reported_at, words) \
             VALUES (1, {HARBOUR}, {given}, {jo}, 1, '{SECRET}')"
        ),
        format!("INSERT INTO declined_giver (person_id, giver) VALUES ({jo}, {sam})"),
        format!(
            "INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date) \
             VALUES (1, {HARBOUR}, 1, {jo}, 1, 1, '2026-11-21')"
        ),
        format!(
            "INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason) VALUES (1, 1, {jo}, 1, '{SECRET}')"
        ),
    ] {
        sqlx::query(AssertSqlSafe(row)).execute(&pool).await.unwrap();
    }
    pool.close().await;
}
