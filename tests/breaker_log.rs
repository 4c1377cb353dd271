//! What the log says of a Discord that is down. A binary of its own: a reader of the log can miss what other tests
//! beside it are the first to say.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "gate/bench.rs"]
mod bench;
mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bench::{DAILY, OTHER, gate_at, message, send};
use clarion::clock::Clock;
use clarion::discord::Patience;
use common::{PATIENCE, Reply, Scripted};

/// Where a log is written to.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn lines(&self) -> Vec<String> {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap().lines().map(str::to_owned).collect()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What an operator reads: one line when it begins and one when it is over, whoever asks how often in between.
#[tokio::test]
async fn the_log_tells_once_that_discord_is_down_and_once_that_it_is_back() {
    let paper = Paper::default();
    let subscriber = tracing_subscriber::fmt().with_writer({
        let paper = paper.clone();
        move || paper.clone()
    });
    let _reading = tracing::subscriber::set_default(subscriber.finish());
    let mut script = vec![Reply::html(503); 5 + 3];
    script.push(message());
    let api = Scripted::start(script).await;
    let (clock, hand) = Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap());
    let patience = Patience {
        tries: 3,
        first_pause: Duration::from_millis(1),
        channel_period: Duration::from_millis(1),
        ..Patience::default()
    };
    let gate = gate_at(&api.address, patience, clock.clone());
    let rest = async || hand.advance_to(clock.now() + Duration::from_secs(300), PATIENCE).await.unwrap();
    for channel in [DAILY, OTHER] {
        assert!(send(&gate, channel).await.is_err());
    }
    let told_at_first = paper.lines();
    for _ in 0..3 {
        rest().await;
        for channel in [DAILY, OTHER, DAILY, OTHER] {
            assert!(send(&gate, channel).await.is_err());
        }
    }
    let since: Vec<_> = paper.lines().split_off(told_at_first.len());
    // Each of the three that tried says what became of it; of the others there is not a word.
    assert_eq!(since.len(), 3, "{since:#?}");
    rest().await;
    assert!(send(&gate, DAILY).await.is_ok());
    let told = |words: &str| paper.lines().iter().filter(|line| line.contains(words)).count();
    assert_eq!((told("Discord is down: nothing"), told("Discord answers again")), (1, 1), "{:#?}", paper.lines());
}
