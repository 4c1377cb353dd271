//! Files both ways: what goes along with a message, and what somebody hands over.

use std::time::Duration;

use clarion::commands::{FileFault, Lookup};
use clarion::discord::{Gate, Patience};
use clarion::messages::{Card, File, MOST_FILE_BYTES, MOST_FILES};
use clarion::posting::{SendFault, Sender};
use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::model::id::{ApplicationId, MessageId};

use crate::bench::{DAILY, TOKEN, gate, gate_with, message, nonce};
use crate::common::{Reply, Scripted, Seen};

/// The parts of a form: what stands over each, and what is in it.
fn parts(seen: &Seen) -> Vec<(String, String)> {
    let boundary = seen.form.lines().next().unwrap().to_owned();
    let inner = seen.form.split(boundary.as_str()).filter(|part| part.contains("\r\n\r\n"));
    let split = inner.map(|part| part.split_once("\r\n\r\n").unwrap());
    split.map(|(head, body)| (head.trim().to_lowercase(), body.trim_end_matches("\r\n").to_owned())).collect()
}

#[tokio::test]
async fn a_posts_files_go_along_each_time_that_it_is_tried() {
    let api = Scripted::start([Reply::json(500, &json!({})), message()]).await;
    let card = Card::text("here").file(File::new("deck.csv", *b"title,text\n", "All prompts"));
    let posted = gate(&api.address).send(DAILY, &card.into_message(), nonce(), Timestamp::MAX).await;
    assert_eq!(posted, Ok(MessageId::new(99)));
    let seen = api.seen();
    assert_eq!(seen.len(), 2);
    for seen in &seen {
        assert!(seen.head.contains("content-type: multipart/form-data"), "{}", seen.head);
        let parts = parts(seen);
        assert_eq!(parts.len(), 2, "{}", seen.form);
        assert!(parts[0].0.contains("name=\"payload_json\"") && parts[0].0.contains("application/json"), "{parts:?}");
        let body: Value = serde_json::from_str(&parts[0].1).unwrap();
        assert_eq!(body["attachments"], json!([{ "id": 0, "filename": "deck.csv", "description": "All prompts" }]));
        assert_eq!((&body["content"], &body["nonce"]), (&json!("here"), &json!(nonce().to_string())));
        assert_eq!((&body["enforce_nonce"], &body["allowed_mentions"]["parse"]), (&json!(true), &json!([])));
        assert!(parts[1].0.contains("name=\"files[0]\"; filename=\"deck.csv\""), "{parts:?}");
        assert_eq!(parts[1].1, "title,text\n");
    }
}

#[tokio::test]
async fn more_than_discord_takes_is_not_sent() {
    let api = Scripted::start([message()]).await;
    let gate = gate(&api.address);
    let of = |bytes: usize| Card::text("x").file(File::new("a.txt", vec![b'a'; bytes], "a"));
    let many = (0..=MOST_FILES).fold(Card::text("x"), |card, _| card.file(File::new("a.txt", *b"a", "a")));
    let described = Card::text("x").file(File::new("a.txt", *b"a", "a".repeat(1_025)));
    for card in [of(MOST_FILE_BYTES + 1), many, described] {
        let sent = gate.send(DAILY, &card.into_message(), nonce(), Timestamp::MAX).await;
        assert_eq!(sent, Err(SendFault::Unsuitable { code: 50_035 }));
    }
    assert!(api.seen().is_empty());
}

async fn fetch(replies: Vec<Reply>, most: usize) -> (Result<Vec<u8>, FileFault>, Vec<Seen>) {
    let api = Scripted::start(replies).await;
    let quick = Patience {
        request: Duration::from_millis(600),
        first_pause: Duration::from_millis(1),
        tries: 3,
        ..Patience::default()
    };
    let url = format!("{}/ephemeral-attachments/40/7/deck.csv?ex=1&hm=2", api.address);
    let fetched = gate_with(&api.address, quick).file(&url, most).await;
    (fetched, api.seen())
}

fn words() -> Reply {
    Reply::Answer(200, "content-type: text/csv\r\n", "title,text\n".to_owned())
}

#[tokio::test]
async fn a_file_is_fetched_without_the_token() {
    let (fetched, seen) = fetch(vec![words()], 11).await;
    assert_eq!(fetched.unwrap(), b"title,text\n");
    assert_eq!(seen[0].line, "GET /ephemeral-attachments/40/7/deck.csv?ex=1&hm=2");
    assert!(!seen[0].head.contains("authorization"), "{}", seen[0].head);
}

#[tokio::test]
async fn what_is_larger_than_asked_for_is_given_up() {
    assert_eq!(fetch(vec![words()], 10).await.0, Err(FileFault::TooLarge));
    // It says that it is large, and nothing of it is waited for.
    let told = "HTTP/1.1 200 x\r\ncontent-length: 4000000000\r\n\r\nx".to_owned();
    let (fetched, seen) = fetch(vec![Reply::Raw(told)], 1_000).await;
    assert_eq!((fetched, seen.len()), (Err(FileFault::TooLarge), 1));
    // It does not say how large it is.
    let unsaid = format!("HTTP/1.1 200 x\r\nconnection: close\r\n\r\n{}", "x".repeat(1_001));
    assert_eq!(fetch(vec![Reply::Raw(unsaid.clone())], 1_000).await.0, Err(FileFault::TooLarge));
    assert_eq!(fetch(vec![Reply::Raw(unsaid)], 1_001).await.0.unwrap().len(), 1_001);
    // It says that it is small; no more than that is taken.
    let small = "HTTP/1.1 200 x\r\ncontent-length: 3\r\n\r\nabcdefgh".to_owned();
    assert_eq!(fetch(vec![Reply::Raw(small)], 1_000).await.0.unwrap(), b"abc");
}

#[tokio::test]
async fn trouble_that_passes_is_waited_out_and_a_half_file_is_none() {
    let half = || Reply::Raw("HTTP/1.1 200 x\r\ncontent-length: 11\r\n\r\ntitle".to_owned());
    let (fetched, seen) = fetch(vec![half(), Reply::html(502), words()], 1_000).await;
    assert_eq!((fetched.unwrap().len(), seen.len()), (11, 3));
    let (fetched, seen) = fetch(vec![half()], 1_000).await;
    assert_eq!((fetched, seen.len()), (Err(FileFault::Unanswered), 3));
}

#[tokio::test]
async fn silence_is_not_waited_for() {
    let (fetched, seen) = fetch(vec![Reply::Silence], 1_000).await;
    assert_eq!((fetched, seen.len()), (Err(FileFault::Unanswered), 1));
}

#[tokio::test]
async fn what_is_gone_is_asked_for_once() {
    for status in [403, 404, 410] {
        let (fetched, seen) = fetch(vec![Reply::html(status)], 1_000).await;
        assert_eq!((fetched, seen.len()), (Err(FileFault::Gone), 1), "{status}");
    }
}

#[tokio::test]
async fn nobody_else_is_asked_for_a_file() {
    let elsewhere = Scripted::start([words()]).await;
    let api = Scripted::start([words()]).await;
    let to = format!("location: {}/deck.csv\r\n", elsewhere.address);
    let redirected = Reply::Answer(302, Box::leak(to.into_boxed_str()), String::new());
    assert_eq!(fetch(vec![redirected], 1_000).await.0, Err(FileFault::Unanswered));
    let port = api.address.rsplit(':').next().unwrap();
    for url in [
        format!("{}/deck.csv", elsewhere.address),
        format!("http://somebody@127.0.0.1:{port}/deck.csv"),
        format!("https://127.0.0.1:{port}/deck.csv"),
        "https://cdn.discordapp.com/ephemeral-attachments/40/7/deck.csv".to_owned(),
        "file:///etc/passwd".to_owned(),
        "deck.csv".to_owned(),
        String::new(),
    ] {
        assert_eq!(gate(&api.address).file(&url, 1_000).await, Err(FileFault::Elsewhere), "{url}");
    }
    assert_eq!((elsewhere.seen().len(), api.seen().len()), (0, 0));
}

/// Of Discord itself, only the machines that keep its files, and only by https. None of these leaves the machine.
#[tokio::test]
async fn with_discord_itself_only_its_own_hosts_are_asked() {
    let clock = clarion::clock::Clock::system();
    let gate = Gate::new(None, &TOKEN.into(), ApplicationId::new(40), clock, 7, Patience::default()).unwrap();
    for url in [
        "http://127.0.0.1:9/deck.csv",
        "http://cdn.discordapp.com/attachments/1/2/deck.csv",
        "https://cdn.discordapp.com:8443/attachments/1/2/deck.csv",
        "https://cdn.discordapp.com@127.0.0.1/deck.csv",
        "https://cdn.discordapp.com.example/deck.csv",
        "https://discord.com/api/v10/users/@me",
        "https://169.254.169.254/latest/meta-data",
    ] {
        assert_eq!(gate.file(url, 1_000).await, Err(FileFault::Elsewhere), "{url}");
    }
}
