//! The real program: started, listened to, and killed.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use clarion::rehearsal::StandIn;
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The processes of one life, and what they say.
pub struct Processes {
    running: Vec<Running>,
    told: UnboundedSender<(usize, Option<String>)>,
    lines: UnboundedReceiver<(usize, Option<String>)>,
    /// Everything that they said.
    pub log: Vec<String>,
    /// The occurrences that they said to be at an end.
    pub ended: BTreeSet<String>,
    /// The transactions that they began, by their functions.
    pub began: BTreeSet<String>,
    pub kills: usize,
}

struct Running {
    command: Command,
    /// `None` once it was killed.
    child: Option<Child>,
    last_words: String,
}

/// What a line tells.
pub enum Heard {
    Something,
    /// It stands at the failpoint that it was given.
    Stopped,
    /// It ended by itself, which it never should.
    Ended,
}

impl Processes {
    pub fn none() -> Self {
        let (told, lines) = unbounded_channel();
        Self {
            running: Vec::new(),
            told,
            lines,
            log: Vec::new(),
            ended: BTreeSet::new(),
            began: BTreeSet::new(),
            kills: 0,
        }
    }

    /// Starts one more.
    pub fn start(&mut self, stand_in: &StandIn, store: &str, folder: &Path, failpoint: Option<String>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clarion"));
        command
            .arg("run")
            .current_dir(folder)
            .env_clear()
            .env("DISCORD_TOKEN", stand_in.token())
            .env("CLARION_DISCORD__API_URL", stand_in.api_url())
            .env("CLARION_STORE__URL", store)
            // A killed process loses nothing by it, and no trial waits for a busy disk.
            .env("CLARION_STORE__SYNCHRONOUS", "normal")
            .env("CLARION_LOG__FORMAT", "json")
            .env("CLARION_FAILPOINTS_TOLD", "1")
            .envs(failpoint.map(|place| ("CLARION_FAILPOINT", place)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        self.running.push(Running { command, child: None, last_words: String::new() });
        self.spawn(self.running.len() - 1);
    }

    fn spawn(&mut self, number: usize) {
        let running = &mut self.running[number];
        let mut child = running.command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let told = self.told.clone();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = told.send((number, Some(line)));
            }
            let _ = told.send((number, None));
        });
        running.child = Some(child);
    }

    /// The next line of any of them.
    pub async fn hear(&mut self) -> Heard {
        // The sender is ours as well: the channel never ends.
        let (number, line) = self.lines.recv().await.unwrap();
        let running = &mut self.running[number];
        let Some(line) = line else {
            let Some(child) = &mut running.child else { return Heard::Something };
            // On an overloaded machine the other one can hold the file for longer than a start is patient; an operator's
            // supervisor starts it again.
            if running.last_words.contains("the database is busy") {
                child.wait().unwrap();
                self.spawn(number);
                return Heard::Something;
            }
            return Heard::Ended;
        };
        if let Some(began) = line.strip_prefix("passed ") {
            self.began.insert(began.trim_end_matches(":begin").to_owned());
            return Heard::Something;
        }
        let stopped = line.starts_with("stopped at ");
        if let Some(occurrence) = ended(&line) {
            self.ended.insert(occurrence);
        }
        self.log.push(format!("{number}: {line}"));
        running.last_words = line;
        if stopped { Heard::Stopped } else { Heard::Something }
    }

    /// SIGKILL. The process is gone when this returns.
    pub fn kill(&mut self, number: usize) {
        if let Some(mut child) = self.running.get_mut(number).and_then(|running| running.child.take()) {
            child.kill().unwrap();
            child.wait().unwrap();
            self.kills += 1;
        }
    }

    pub fn kill_all(&mut self) {
        for number in 0..self.running.len() {
            self.kill(number);
        }
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.kill_all();
    }
}

/// What a line of the log says to be at an end: an occurrence, or one of the two steps of an erasure.
fn ended(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let said = line["message"].as_str()?;
    if said.starts_with("erased all") || said.starts_with("wrote the database's files anew") {
        return Some(said.to_owned());
    }
    let ends = ["posted", "skipped", "refused by Discord"].contains(&said) || said.ends_with(": held");
    ends.then(|| line["occurrence"].as_str().map(str::to_owned)).flatten()
}
