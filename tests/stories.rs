//! Plays every story of `tests/stories/` with the unmodified bot: real HTTP, a real socket, a stepped clock.
//!
//! A new file in that folder is a new test. One by hand: `cargo run -- rehearse tests/stories/NAME.story`.
#![allow(clippy::unwrap_used)]

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use clarion::rehearsal::clarion;
use clarion::rehearsal::story::{Options, Player, Stop, Story, Text};
use rstest::rstest;

/// What was told, for a story that fails.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn story(#[files("tests/stories/*.story")] path: PathBuf) {
    let name = format!("tests/stories/{}", path.file_name().unwrap().to_string_lossy());
    let text = std::fs::read_to_string(&path).unwrap();
    let told = |faults: Vec<clarion::rehearsal::story::Fault>| {
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let story = Story::parse(&name, &text).unwrap_or_else(|faults| panic!("{}", told(faults)));
    play(&story).await;
}

/// The one that `clarion rehearse` plays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shipped_story() {
    play(&Story::shipped().unwrap()).await;
}

/// What the bot logs stands beside a story that fails.
fn listen() {
    let logged = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_test_writer().without_time();
    // The first test has done it for all.
    let _ = logged.try_init();
}

async fn play(story: &Story) {
    listen();
    let paper = Paper::default();
    let mut audience = Text::new(paper.clone(), story.start.zone.time_zone().clone(), false);
    let options = Options { bot: clarion().unwrap(), port: None, seed: 1 };
    let mut player = Player::new(story, options, &mut audience).await.unwrap();
    let outcome = player.play(story).await;
    player.close().await;
    match outcome {
        Ok(()) => {}
        Err(Stop::Failed(fault)) => {
            let told = String::from_utf8_lossy(&paper.0.lock().unwrap()).into_owned();
            panic!("{told}\n{fault}\n\nPlay it: cargo run -- rehearse {}", story.file);
        }
        Err(stop) => panic!("{stop}"),
    }
}
