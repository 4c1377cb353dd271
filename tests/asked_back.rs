//! 'I'll try this', command by command: what of it stands in a thread is taken down before it is deleted, and the cards say
//! what is so. With it the dial for contact, where its message's server is gone.

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "recognize/bench.rs"]
mod bench;

use std::time::Duration;

use clarion::clock::LocalSchedule;
use clarion::commands::{Answer, LookupFault};
use clarion::store::{
    CheckInChoice, CheckInPlace, Claim, Committed, Id, NewCommitment, Next, NoticePlace, ScheduleDraft, Sent,
};
use jiff::Timestamp;
use serde_json::Value;
use serenity::model::id::{ChannelId, InteractionId, MessageId};

use bench::{Bench, CHANNEL, ELSEWHERE, HARBOUR, JO, MIRA, privately};

const THREAD: ChannelId = ChannelId::new(2_000_000_000_000_000_700);
const QUESTION: MessageId = MessageId::new(5_000_000_000_000_000_600);
const LEASE: Duration = Duration::from_secs(60);

/// A bench at whose Discord messages are taken down.
async fn with_board() -> Bench {
    let bench = Bench::new().await;
    *bench.board.says.lock().unwrap() = Ok(());
    bench
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Jo's, to be asked about on Monday at nine in the thread.
async fn to_be_asked(bench: &Bench) -> Id {
    let now = bench.commands.clock.now();
    let new = NewCommitment {
        interaction: InteractionId::new(8_000_000_000_000_000_004),
        guild: HARBOUR,
        person: JO,
        prompt: None,
        thread: Some(THREAD),
        words: "ask Sam first".to_owned(),
        at: now,
    };
    let Committed::Made(made) = bench.commands.store.commit_to(&new).await.unwrap() else { panic!("not made") };
    for choice in [CheckInChoice::Day("2026-11-23".parse().unwrap()), CheckInChoice::Place(CheckInPlace::Thread)] {
        bench.commands.store.choose_check_in(made.id, JO, choice, now).await.unwrap();
    }
    made.id
}

/// The question is at Discord.
async fn tried(bench: &Bench) -> Claim {
    let now = at("2026-11-23T09:00:00Z");
    let Next::Claimed(claim) = bench.commands.store.claim_due(now, LEASE, LEASE).await.unwrap() else {
        panic!("nothing is due")
    };
    let claim = bench.commands.store.redirect(&claim, THREAD, NoticePlace::Thread).await.unwrap();
    bench.commands.store.tried(&claim, now, LEASE).await.unwrap();
    claim
}

/// Both ways to delete it.
fn deletions(bench: &Bench, id: Id) -> [Value; 2] {
    ["c1.me.erase-now.commitments".to_owned(), format!("c1.try.delete.{id}")].map(|press| bench.press(JO, &press, true))
}

async fn is_kept(bench: &Bench, id: Id) -> bool {
    bench.commands.store.commitment(id).await.unwrap().is_some()
}

#[tokio::test]
async fn a_question_in_a_thread_is_taken_down_before_anything_is_deleted() {
    for (way, where_to) in [(0, "a channel at this moment"), (1, "the thread")] {
        let bench = with_board().await;
        let id = to_be_asked(&bench).await;
        let claim = tried(&bench).await;
        let now = bench.shown(&deletions(&bench, id)[way]).await;
        assert!(now.contains(&format!("on its way to {where_to}, so I have not deleted anything yet")), "{now}");
        bench.commands.store.posted(&claim, QUESTION).await.unwrap();
        *bench.board.says.lock().unwrap() = Err(LookupFault::Unanswered);
        let silent = bench.shown(&deletions(&bench, id)[way]).await;
        assert!(silent.contains("Discord did not answer") && is_kept(&bench, id).await, "{silent}");
        *bench.board.says.lock().unwrap() = Ok(());
        let deleted = bench.shown(&deletions(&bench, id)[way]).await;
        assert!(deleted.contains("Deleted") && !deleted.contains("still"), "{deleted}");
        assert_eq!(*bench.board.taken.lock().unwrap(), [(THREAD, QUESTION); 2]);
        assert!(!is_kept(&bench, id).await);
    }
}

#[tokio::test]
async fn where_it_cannot_be_taken_down_the_words_are_deleted_and_that_is_said() {
    for (way, said) in [(0, "One post may still be in <#"), (1, "I could not take my question")] {
        for unclear in [false, true] {
            let bench = with_board().await;
            let id = to_be_asked(&bench).await;
            let claim = tried(&bench).await;
            *bench.board.says.lock().unwrap() = Err(LookupFault::Unknown);
            match unclear {
                true => {
                    bench.commands.store.hold_unknown(&claim, "cannot-look:50001", at("2026-11-23T09:00:00Z")).await
                }
                false => bench.commands.store.posted(&claim, QUESTION).await,
            }
            .unwrap();
            let deleted = bench.shown(&deletions(&bench, id)[way]).await;
            assert!(deleted.contains("Deleted") && deleted.contains(said), "{deleted}");
            assert!(deleted.contains("Manage Messages"), "{deleted}");
            assert!(!is_kept(&bench, id).await);
        }
    }
}

#[tokio::test]
async fn one_that_was_not_tried_yet_is_deleted_at_once() {
    let bench = with_board().await;
    let id = to_be_asked(&bench).await;
    let deleted = bench.shown(&deletions(&bench, id)[1]).await;
    assert!(deleted.contains("Deleted") && !deleted.contains("Manage Messages"), "{deleted}");
    assert_eq!(*bench.board.taken.lock().unwrap(), []);
}

#[tokio::test]
async fn its_card_says_the_time_that_holds_and_what_stood_in_the_way() {
    let bench = Bench::new().await;
    let id = to_be_asked(&bench).await;
    let draft = |time: &str| ScheduleDraft {
        name: "daily".to_owned(),
        channel: ChannelId::new(CHANNEL),
        when: LocalSchedule { time: time.parse().unwrap(), zone: "UTC".parse().unwrap(), days: "sat".parse().unwrap() },
        options: None,
        by: JO,
    };
    // It was chosen when nine held.
    bench.commands.store.save_schedule(HARBOUR, &draft("13:30"), bench.commands.clock.now()).await.unwrap();
    let pick = bench.choose(JO, "c1.try.pick", &[&id.to_string()]);
    let card = bench.shown(&pick).await;
    assert!(card.contains("on **Monday 23 November at 09:00**, in this prompt's thread"), "{card}");
    let claim = tried(&bench).await;
    bench.commands.store.put_back(&claim, at("2026-11-23T09:01:00Z"), Sent::Perhaps, "answer-lost").await.unwrap();
    let card = bench.shown(&pick).await;
    assert!(card.contains("I asked you about it on Monday 23 November"), "{card}");
    let next = bench.commands.store.claim_due(at("2026-11-23T09:01:00Z"), LEASE, LEASE).await.unwrap();
    let Next::Claimed(claim) = next else { panic!("{next:?}") };
    bench.commands.store.failed(&claim, "refused:50013").await.unwrap();
    let card = bench.shown(&pick).await;
    assert!(card.contains("Discord did not let me write there") && !card.contains("closed to me"), "{card}");
}

#[tokio::test]
async fn no_more_is_one_press_after_the_messages_server_is_gone_too() {
    let bench = Bench::new().await;
    let press = |who| privately(bench.press(who, "c1.contact.stop.000000000000G", false));
    bench.commands.store.set_contact(ELSEWHERE, JO, false, bench.commands.clock.now()).await.unwrap();
    bench.commands.store.set_contact(ELSEWHERE, JO, true, bench.commands.clock.now()).await.unwrap();
    let stopped = bench.shown(&press(JO)).await;
    assert!(stopped.contains("From now on I send you no private message"), "{stopped}");
    assert!(bench.commands.store.wants_no_contact(JO).await.unwrap());
    let nobody = bench.shown(&press(MIRA)).await;
    assert!(nobody.contains("I keep nothing of you any more"), "{nobody}");
    assert!(!bench.commands.store.wants_no_contact(MIRA).await.unwrap());
}

/// Two processes hear of one press: the second tells nobody that there is nothing to delete, or that it is paused already.
#[tokio::test]
async fn one_press_is_answered_once() {
    let bench = Bench::new().await;
    let id = to_be_asked(&bench).await;
    let press = bench.press(JO, &format!("c1.try.delete.{id}"), true);
    assert!(bench.shown(&press).await.contains("Deleted"));
    assert!(matches!(bench.answer(&press).await, Answer::Elsewhere(_)));
    let stop = bench.press(JO, &format!("c1.quiet.stop.{id}.{id}"), true);
    bench.answer(&stop).await;
    assert!(matches!(bench.answer(&stop).await, Answer::Elsewhere(_)));
}
