//! A Discord that is down is left alone, and one request at a time tries whether it is back.

use std::sync::Arc;
use std::time::Duration;

use clarion::clock::{Clock, Hand};
use clarion::discord::{Gate, Patience};
use clarion::posting::SendFault;
use serde_json::json;
use serenity::model::id::MessageId;

use crate::bench::{DAILY, OTHER, gate_at, limited, message, send};
use crate::common::{PATIENCE, Reply, Scripted};

/// So many failures in a row are believed.
const FAILURES: usize = 5;

fn patience() -> Patience {
    Patience {
        request: Duration::from_secs(5),
        tries: 3,
        first_pause: Duration::from_millis(1),
        longest_wait: Duration::from_millis(300),
        channel_period: Duration::from_millis(1),
        ..Patience::default()
    }
}

/// The calendar that the rests are measured by.
struct Calendar {
    clock: Clock,
    hand: Hand,
}

impl Calendar {
    async fn pass(&self, rest: Duration) {
        self.hand.advance_to(self.clock.now() + rest, PATIENCE).await.unwrap();
    }
}

fn gate(address: &str, patience: Patience) -> (Gate, Calendar) {
    let (clock, hand) = Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap());
    (gate_at(address, patience, clock.clone()), Calendar { clock, hand })
}

/// A gate that has found Discord down, and how long it leaves it alone.
async fn down(api: &Scripted, patience: Patience) -> (Gate, Calendar, Duration) {
    let (gate, calendar) = gate(&api.address, patience);
    for channel in [DAILY, OTHER] {
        assert!(send(&gate, channel).await.is_err());
    }
    let seen = api.seen().len();
    let Err(SendFault::Down { after }) = send(&gate, DAILY).await else { panic!("it is not left alone") };
    assert_eq!(api.seen().len(), seen, "nothing is sent while it is down");
    (gate, calendar, after)
}

#[tokio::test]
async fn whatever_tells_of_a_discord_that_is_down_opens_it() {
    let silent = Patience { request: Duration::from_millis(30), ..patience() };
    for (trouble, patience) in [
        (Reply::json(500, &json!({})), patience()),
        (Reply::html(502), patience()),
        (Reply::json(503, &json!({})), patience()),
        (Reply::html(504), patience()),
        // A page where an answer belongs, with a success and with a refusal.
        (Reply::html(200), patience()),
        (Reply::html(403), Patience { tries: 1, ..patience() }),
        (Reply::Cut, patience()),
        (Reply::Silence, silent),
    ] {
        let api = Scripted::start([trouble.clone()]).await;
        let (gate, _calendar) = gate(&api.address, patience);
        for turn in 0..FAILURES {
            let _ = send(&gate, if turn % 2 == 0 { DAILY } else { OTHER }).await;
        }
        assert!(matches!(send(&gate, DAILY).await, Err(SendFault::Down { .. })), "{trouble:?}");
        assert_eq!(api.seen().len(), FAILURES, "{trouble:?}");
    }
}

#[tokio::test]
async fn where_nobody_listens_one_channel_is_enough() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (gate, _calendar) = gate(&format!("http://{closed}"), patience());
    for _ in 0..FAILURES.div_ceil(3) {
        let fault = send(&gate, DAILY).await.unwrap_err();
        assert!(matches!(fault, SendFault::Retry { .. } | SendFault::Down { .. }), "{fault:?}");
    }
    assert!(matches!(send(&gate, OTHER).await, Err(SendFault::Down { .. })));
}

#[tokio::test]
async fn a_channel_that_fails_while_others_do_not_stops_nobody() {
    let broken = Reply::json(500, &json!({}));
    let script = (0..10).flat_map(|_| [broken.clone(), broken.clone(), broken.clone(), message()]);
    let api = Scripted::start(script).await;
    let (gate, _calendar) = gate(&api.address, patience());
    for _ in 0..10 {
        assert_eq!(send(&gate, DAILY).await, Err(SendFault::Uncertain));
        assert_eq!(send(&gate, OTHER).await, Ok(MessageId::new(99)));
    }
    // And where nobody asks for anything else, it is that channel's trouble all the same.
    let api = Scripted::start([broken]).await;
    let (gate, _calendar) = self::gate(&api.address, patience());
    for _ in 0..10 {
        assert_eq!(send(&gate, DAILY).await, Err(SendFault::Uncertain));
    }
    assert_eq!(api.seen().len(), 30);
}

#[tokio::test]
async fn refusals_and_rate_limits_are_answers() {
    let refusal = Reply::json(403, &json!({"code": 50_013}));
    let later = Reply::json(403, &json!({"code": 40_004}));
    for answer in [refusal, later, limited("retry-after: 0.001\r\n")] {
        let api = Scripted::start([answer.clone()]).await;
        let (gate, _calendar) = gate(&api.address, Patience { tries: 1, ..patience() });
        for turn in 0..3 * FAILURES {
            let fault = send(&gate, if turn % 2 == 0 { DAILY } else { OTHER }).await.unwrap_err();
            assert!(!matches!(fault, SendFault::Down { .. }), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn one_request_tries_whether_it_is_back_and_an_answer_lets_all_through() {
    let mut script = vec![Reply::html(503); FAILURES];
    script.extend([Reply::html(503), message()]);
    let api = Scripted::start(script).await;
    let (gate, calendar, first) = down(&api, patience()).await;
    assert!(first <= Duration::from_secs(1), "{first:?}");
    calendar.pass(first).await;
    // Still down: one request finds out, and its own repeats are held back as well.
    assert_eq!(send(&gate, DAILY).await, Err(SendFault::Uncertain));
    assert_eq!(api.seen().len(), FAILURES + 1);
    let Err(SendFault::Down { after: second }) = send(&gate, OTHER).await else { panic!("it is not left alone") };
    assert!(second > Duration::from_millis(999) && second <= Duration::from_secs(2), "{second:?}");
    calendar.pass(second).await;
    for channel in [DAILY, OTHER, DAILY] {
        assert_eq!(send(&gate, channel).await, Ok(MessageId::new(99)));
    }
}

#[tokio::test]
async fn nobody_else_is_sent_while_one_tries() {
    let mut script = vec![Reply::html(503); FAILURES];
    script.push(Reply::Silence);
    let api = Scripted::start(script).await;
    let (gate, calendar, rest) = down(&api, patience()).await;
    calendar.pass(rest).await;
    let gate = Arc::new(gate);
    let trying = tokio::spawn({
        let gate = Arc::clone(&gate);
        async move { send(&gate, DAILY).await }
    });
    api.wait_for(FAILURES + 1).await;
    for _ in 0..3 {
        assert!(matches!(send(&gate, OTHER).await, Err(SendFault::Down { .. })));
    }
    assert_eq!(api.seen().len(), FAILURES + 1);
    // Whoever tried is gone without an answer: the next one tries.
    trying.abort();
    assert!(trying.await.unwrap_err().is_cancelled());
    let next = tokio::spawn(async move { send(&gate, OTHER).await });
    api.wait_for(FAILURES + 2).await;
    next.abort();
}

#[tokio::test]
async fn a_clock_that_is_set_back_meanwhile_lengthens_no_rest() {
    let mut script = vec![Reply::html(503); FAILURES];
    script.push(message());
    let api = Scripted::start(script).await;
    let (gate, calendar, _) = down(&api, patience()).await;
    let yesterday = calendar.clock.now() - Duration::from_secs(24 * 3_600);
    calendar.hand.set_to(yesterday, PATIENCE).await.unwrap();
    assert_eq!(send(&gate, DAILY).await, Ok(MessageId::new(99)));
}

#[tokio::test]
async fn the_question_for_the_gateway_is_asked_all_the_same() {
    let mut script = vec![Reply::html(503); FAILURES];
    script.extend([Reply::json(200, &json!({"url": "ws://127.0.0.1:1", "shards": 1})), message()]);
    let api = Scripted::start(script).await;
    let (gate, _calendar, _) = down(&api, patience()).await;
    assert!(gate.gateway().await.is_ok());
    assert_eq!(send(&gate, DAILY).await, Ok(MessageId::new(99)), "it answers, so it is back");
}
