//! What tests share: an empty schema of a PostgreSQL server, a visible skip, and a server of a few lines that answers
//! what it is told to, with nothing of HTTP between the test and the wire.
#![allow(dead_code, clippy::unwrap_used)]

pub mod gateway;
pub mod postgres;
pub mod skip;
pub mod team;
pub mod wire;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clarion::rehearsal::{Event, Events};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How long a test waits for something that should happen at once.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The first event that fits, of those that have not been looked at yet.
pub async fn first_event<T>(events: &mut Events, mut fits: impl FnMut(&Event) -> Option<T>) -> T {
    let mut seen = Vec::new();
    while let Some(happening) = events.next(PATIENCE).await {
        if let Some(found) = fits(&happening.event) {
            return found;
        }
        seen.push(format!("{:?}", happening.event));
    }
    panic!("it did not happen; there were: {seen:#?}");
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Status, further header lines, body.
    Answer(u16, &'static str, String),
    /// These very bytes, and the end of the connection.
    Raw(String),
    /// Reads the request and cuts the connection.
    Cut,
    /// Reads the request and says nothing.
    Silence,
}

impl Reply {
    pub fn json(status: u16, body: &Value) -> Self {
        Self::Answer(status, "content-type: application/json\r\n", body.to_string())
    }

    pub fn html(status: u16) -> Self {
        Self::Answer(status, "content-type: text/html\r\n", "<html><h1>Bad gateway</h1></html>".to_owned())
    }
}

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Method and path with its query.
    pub line: String,
    /// The header lines, in small letters.
    pub head: String,
    pub body: Value,
    /// The body as it came, where it is no JSON.
    pub form: String,
}

/// The server. Requests are answered from the script; when that is used up, by its last reply again.
#[derive(Clone, Debug)]
pub struct Scripted {
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    count: watch::Receiver<usize>,
}

impl Scripted {
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(replies.into_iter().collect::<VecDeque<_>>()));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (told, count) = watch::channel(0);
        let told = Arc::new(told);
        tokio::spawn({
            let seen = Arc::clone(&seen);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&seen), Arc::clone(&told)));
                }
            }
        });
        Self { address, seen, count }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until so many requests have come.
    pub async fn wait_for(&self, count: usize) {
        let mut seen = self.count.clone();
        let reached = tokio::time::timeout(PATIENCE, seen.wait_for(|seen| *seen >= count));
        assert!(reached.await.is_ok(), "waited for {count} requests; there were {:?}", self.seen());
    }
}

async fn serve(
    mut stream: TcpStream,
    script: Arc<Mutex<VecDeque<Reply>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    told: Arc<watch::Sender<usize>>,
) {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let lower = head.to_lowercase();
    let length = lower.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
    while bytes.len() < head_end + length.unwrap_or(0) {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let line = head.lines().next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let body = serde_json::from_slice(&bytes[head_end..]).unwrap_or(Value::Null);
    let form = match body {
        Value::Null => String::from_utf8_lossy(&bytes[head_end..]).into_owned(),
        _ => String::new(),
    };
    let reply = {
        let mut script = script.lock().unwrap();
        if script.len() > 1 { script.pop_front() } else { script.front().cloned() }
    };
    seen.lock().unwrap().push(Seen { line, head: lower, body, form });
    told.send_modify(|count| *count += 1);
    match reply {
        Some(Reply::Answer(status, headers, body)) => {
            let length = body.len();
            let text =
                format!("HTTP/1.1 {status} x\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
        Some(Reply::Raw(text)) => {
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
        Some(Reply::Silence) => std::future::pending().await,
        Some(Reply::Cut) | None => {}
    }
}
