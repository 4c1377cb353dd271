//! The same by real processes, which know nothing of each other but the store: each gives, takes back, removes and says anew,
//! and all of them are handed the same interactions now and then, and end the same recognitions.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdout, Stdio};

use clarion::recognition::Dates;
use clarion::store::{Given, Id, NewRecognition, RecognitionChange, Refused, Store, StoreError, StoreOptions};
use jiff::civil::date;
use jiff::{SignedDuration, ToSpan};
use serenity::model::id::{InteractionId, UserId};

use super::model::{End, Said};
use super::{Run, STEWARD, STRENGTHS};
use crate::engines::{CHANNEL, GUILD, LEASE, NINE, Place, at};

/// What a process is told: which store, and which of them it is.
const STORE: &str = "CLARION_TEST_MODEL_AT";
const NUMBER: &str = "CLARION_TEST_MODEL_PROCESS";

const PROCESSES: u64 = 3;
const TURNS: u64 = 14;
const ALLOWANCE: u32 = 14;

/// Before each line that a process tells its parent: the test harness tells things as well.
const TELLS: &str = "it was ";
const READY: &str = "it is ready";

/// A give that its interaction says all of.
fn gift(interaction: u64) -> NewRecognition {
    let giver = UserId::new(11 + interaction % 2);
    let receivers = (0..=interaction % 3).map(|place| UserId::new(13 + (interaction + place) % 4)).collect();
    NewRecognition {
        interaction: InteractionId::new(interaction),
        guild: GUILD,
        channel: CHANNEL,
        giver,
        receivers,
        words: format!("for {interaction}"),
        way: None,
        about: None,
        quiet: interaction.is_multiple_of(5),
        strengths: vec![STRENGTHS[usize::try_from(interaction % 3).unwrap()].to_owned()],
        names: Vec::new(),
        // An instant of its own: at one that stands, ids of several processes would be alike.
        at: at(NINE) + SignedDuration::from_millis(i64::try_from(interaction).unwrap()),
        local_date: date(2026, 11, 23) + i64::try_from(interaction % 2).unwrap().days(),
    }
}

/// Which form a process says something anew with.
fn form(interaction: u64) -> InteractionId {
    InteractionId::new(100_000 + interaction)
}

/// Does it until the others leave the database alone.
macro_rules! patiently {
    ($done:expr) => {{
        let mut tries = 0;
        loop {
            match $done.await {
                Err(StoreError::Busy(_)) if tries < 100 => tries += 1,
                done => break done.unwrap(),
            }
        }
    }};
}

/// One of [`PROCESSES`], started by [`what_processes_do_together_is_counted_once`]; it does nothing otherwise.
#[tokio::test]
async fn a_process_at_work() {
    let (Ok(url), Ok(number)) = (std::env::var(STORE), std::env::var(NUMBER)) else { return };
    let number: u64 = number.parse().unwrap();
    let store = Store::open(&StoreOptions::new(url), 50 + number).await.unwrap();
    // All of them have opened it before anybody begins: ids go on after those that are there.
    println!("\n{READY}");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    for turn in 0..TURNS {
        // Every third one comes to all of them.
        let interaction = if turn.is_multiple_of(3) { 10 + turn } else { number * 1_000 + turn };
        let new = gift(interaction);
        let now = new.at;
        let recognition = match patiently!(store.give(&new, LEASE)) {
            Given::Counted(counted) => {
                assert_eq!(counted.receivers, new.receivers);
                println!("\n{TELLS}given {interaction} {}", counted.recognition);
                counted.recognition
            }
            Given::Already { recognition } => recognition,
            Given::Refused(Refused::Allowance { .. }) => continue,
            refused => panic!("{refused:?}"),
        };
        let (giver, shared) = (new.giver, turn.is_multiple_of(3));
        if turn % 4 == 1 && !shared {
            let words = format!("better {interaction}");
            let anew = patiently!(store.amend(GUILD, giver, recognition, &words, form(interaction), now)).unwrap();
            println!("\n{TELLS}anew {interaction} {}", anew.id);
        }
        if turn % 2 == 0 && patiently!(store.undo(GUILD, giver, recognition, now)).is_ok() {
            println!("\n{TELLS}undone {interaction} {recognition}");
        }
        if turn % 6 == 3 && patiently!(store.void(GUILD, STEWARD, recognition, "not here", now)).is_ok() {
            println!("\n{TELLS}voided {interaction} {recognition}");
        }
    }
}

fn start(place: &Place, number: u64) -> (Child, Lines<BufReader<ChildStdout>>) {
    let mut process = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "recognition_model::processes::a_process_at_work", "--nocapture"])
        .env(STORE, &place.url)
        .env(NUMBER, number.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    (process, lines)
}

/// What each of them says that it did is what is there, once; and no allowance is overdrawn.
pub(super) async fn what_processes_do_together_is_counted_once(place: &Place) {
    let mut run = Run::new(place, 0).await;
    run.model.now = at(NINE);
    let change = RecognitionChange::Allowance(Some(ALLOWANCE));
    run.stores[0].settle_recognition(GUILD, &[change], at(NINE)).await.unwrap();
    let mut started: Vec<(Child, Lines<BufReader<ChildStdout>>)> =
        (1..=PROCESSES).map(|number| start(place, number)).collect();
    for (_, lines) in &mut started {
        assert!(lines.any(|line| line.unwrap() == READY), "it never began");
    }
    for (process, _) in &mut started {
        process.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }
    let mut told: Vec<(String, u64, Id)> = Vec::new();
    for (mut process, lines) in started {
        let all: Vec<String> = lines.map(Result::unwrap).collect();
        assert!(process.wait().unwrap().success(), "{all:#?}");
        for line in all.iter().filter_map(|line| line.strip_prefix(TELLS)) {
            let words: Vec<&str> = line.split(' ').collect();
            told.push((words[0].to_owned(), words[1].parse().unwrap(), words[2].parse().unwrap()));
        }
    }
    run.told = told.iter().map(|told| format!("{told:?}")).collect();
    // Those who undid and removed what another one gave may have told it first.
    let order = ["given", "anew", "undone", "voided"];
    told.sort_by_key(|(what, ..)| order.iter().position(|of| of == what));
    for (what, interaction, id) in told {
        if what == "given" {
            let new = gift(interaction);
            assert!(run.model.lines.iter().all(|line| line.interaction != interaction), "twice: {}", run.path());
            run.model.write(&new, &new.receivers);
        }
        let place = run.model.lines.iter().position(|line| line.interaction == interaction).unwrap();
        let line = &mut run.model.lines[place];
        match what.as_str() {
            "given" => line.said[0].id = Some(id),
            "anew" => line.said.push(Said { id: Some(id), words: Some(format!("better {interaction}")) }),
            end => {
                assert!(line.ended.is_none(), "{interaction} ended twice: {:#?}", run.told);
                run.model.end(place, if end == "undone" { End::Undone } else { End::Voided });
            }
        }
    }
    let shared = (0..TURNS).filter(|turn| turn.is_multiple_of(3)).count() as u64;
    let all = usize::try_from(PROCESSES * (TURNS - shared) + shared).unwrap();
    let given = run.model.lines.len();
    assert!(given < all && given > 10, "{given} of {all}: the allowance has to run out");
    for giver in 0..run.model.people.len() {
        for day in [date(2026, 11, 23), date(2026, 11, 24)] {
            let spent = run.model.gave(Some(giver)).filter(|line| line.day == day).map(|line| line.got.len());
            assert!(spent.sum::<usize>() <= ALLOWANCE as usize, "overdrawn: {}", run.path());
        }
    }
    assert!(!run.model.counted(Dates::ALL).is_empty());
    run.compare().await;
}
