//! Making trouble: from a story's words to faults of the stand-in, the bot's process and its store.

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tokio::sync::oneshot;

use super::fault::Problem;
use super::line::{Cut, GatewayTrouble, RestFault, Target, Trouble};
use super::stage::{PATIENCE, Stage};
use crate::rehearsal::{Event, Fault, GatewayEvent};

/// 'Every request', as a number that is never used up.
const EVERY: usize = u32::MAX as usize;

/// A lock on the store's file that somebody else holds. Released when dropped or let go.
#[derive(Debug)]
pub(super) struct StoreLock {
    let_go: oneshot::Sender<()>,
    gone: tokio::task::JoinHandle<()>,
}

impl StoreLock {
    /// Takes the lock as another process would, for `length` of real time or until let go.
    pub async fn take(folder: &Path, length: Option<Duration>) -> Result<Self, Problem> {
        let file = folder.join("clarion.db");
        let fault = |error: sqlx::Error| Problem::new(format!("the store could not be locked: {error}"));
        let options = SqliteConnectOptions::new().filename(&file).create_if_missing(false).busy_timeout(PATIENCE);
        let mut store: SqliteConnection = options.connect().await.map_err(fault)?;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut store).await.map_err(fault)?;
        let (let_go, free) = oneshot::channel();
        let gone = tokio::spawn(async move {
            match length {
                Some(length) => drop(tokio::time::timeout(length, free).await),
                None => drop(free.await),
            }
            // Where the file is gone with the story there is nothing left to release.
            let _ = sqlx::query("ROLLBACK").execute(&mut store).await;
        });
        Ok(Self { let_go, gone })
    }

    /// Releases it.
    pub async fn release(self) {
        drop(self.let_go);
        // A panic in the task has dropped the connection, which releases the lock as well.
        let _ = self.gone.await;
    }
}

impl Stage {
    /// Makes the trouble that needs nothing but the stand-in. Restarts, power cuts and the store are the player's.
    pub(super) async fn make(&mut self, trouble: &Trouble) -> Result<(), Problem> {
        match trouble {
            Trouble::Rest { fault, target, times } => {
                let times = times.map_or(EVERY, |times| times as usize);
                self.stand_in.faults().ask(asked(fault, *target).times(times));
            }
            Trouble::Well => self.stand_in.faults().clear(),
            Trouble::Network { up: false } => {
                self.stand_in.faults().ask(Fault::on("*", "**").times(EVERY).cut());
                self.stand_in.gateway().refuse_connections(true);
                self.stand_in.gateway().drop_all();
                self.stand_in.gateway().expect_nobody();
            }
            Trouble::Network { up: true } => {
                self.stand_in.faults().clear();
                self.stand_in.gateway().refuse_connections(false);
                if self.process.is_some() && !self.stand_in.gateway().wait_connected(1, PATIENCE).await {
                    return Err(Problem::new("the bot did not come back to the gateway"));
                }
            }
            Trouble::Gateway(trouble) => self.trouble_gateway(*trouble).await?,
            Trouble::PowerCut(_) | Trouble::Restart | Trouble::Stop | Trouble::StoreLocked(_) | Trouble::StoreFree => {}
        }
        Ok(())
    }

    async fn trouble_gateway(&mut self, trouble: GatewayTrouble) -> Result<(), Problem> {
        let gateway = self.stand_in.gateway();
        match trouble {
            GatewayTrouble::Drops => drop(gateway.drop_all()),
            GatewayTrouble::Reconnect => drop(gateway.reconnect()),
            GatewayTrouble::Invalid { resumable } => drop(gateway.invalidate(resumable)),
            GatewayTrouble::RefusesResume => gateway.refuse_resume(),
            GatewayTrouble::Closes(code) => drop(gateway.close(code)),
            GatewayTrouble::Zombie => {
                let mut events = self.stand_in.events();
                events.skip();
                gateway.zombie();
                // A client notices by a missing acknowledgement, which takes it a heartbeat or two of real time.
                while let Some(happening) = events.next(PATIENCE).await {
                    use GatewayEvent::{Identified, Resumed};
                    if matches!(happening.event, Event::Gateway(Identified { .. } | Resumed { .. })) {
                        return Ok(());
                    }
                }
                return Err(Problem::new("the bot did not notice that its connection is dead"));
            }
        }
        Ok(())
    }

    /// Holds the next post, so that the power can be cut when Discord has it, or before.
    pub(super) fn arm(&mut self, cut: Cut) {
        let fault = Fault::on("POST", "/channels/*/messages");
        let fault = if cut == Cut::MiddleOfNextPost { fault.after_effect() } else { fault };
        let held = self.stand_in.faults().hold(fault);
        self.cut = Some((cut, held));
    }
}

fn asked(fault: &RestFault, target: Target) -> Fault {
    let on = match target {
        Target::Posts => Fault::on("POST", "/channels/*/messages"),
        Target::Threads => Fault::on("POST", "/channels/*/messages/*/threads"),
        Target::ForumPosts => Fault::on("POST", "/channels/*/threads"),
        Target::Answers => Fault::on("POST", "/interactions/*/*/callback"),
        Target::Edits => Fault::on("PATCH", "**"),
        Target::Requests => Fault::on("*", "**"),
    };
    match fault {
        RestFault::Status { status, page: true, headers } if headers.is_empty() => on.html(*status),
        RestFault::Status { status, page: false, headers } if headers.is_empty() && *status != 429 => {
            on.status(*status)
        }
        RestFault::Status { status, page, headers } => {
            let (kind, body) = body(*status, *page, headers);
            let all: Vec<(&str, &str)> = std::iter::once(("content-type", kind))
                .chain(headers.iter().map(|(n, v)| (n.as_str(), v.as_str())))
                .collect();
            on.answer(*status, &all, &body)
        }
        RestFault::LoseRequest => on.cut(),
        RestFault::LoseAnswer => on.lost(),
        RestFault::Slow(length) => on.delay(*length),
    }
}

fn body(status: u16, page: bool, headers: &[(String, String)]) -> (&'static str, String) {
    if page {
        return ("text/html", format!("<html><head><title>{status}</title></head><body>no JSON here</body></html>\n"));
    }
    let body = if status == 429 {
        let wait = headers.iter().find(|(name, _)| name == "retry-after").map(|(_, value)| value.as_str());
        let wait: serde_json::Value = wait.map_or(1.into(), |wait| match wait.parse::<f64>() {
            Ok(seconds) => seconds.into(),
            Err(_) => wait.into(),
        });
        serde_json::json!({ "message": "You are being rate limited.", "retry_after": wait, "global": false })
    } else {
        serde_json::json!({ "message": format!("{status}: asked for"), "code": 0 })
    };
    ("application/json", body.to_string())
}
