//! One request with its retries: the loop that everything runs through.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use jiff::Timestamp;
use reqwest::Response;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use std::sync::atomic::Ordering;
use tokio::time::Instant;

use super::breaker::{Leave, Purpose};
use super::fault::{Trouble, UNKNOWN_MESSAGE, cause, sort};
use super::{Arrived, Gate, GateFault, Lane, Request};
use crate::messages::File;

/// The most of an answer that is read: a page of a hundred messages is well below.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

/// How long to leave it where a 429 does not say.
const UNSAID: Duration = Duration::from_secs(1);

impl Gate {
    /// Sends a request until it is answered, refused, or not worth another try.
    pub(super) async fn exchange(&self, request: Request) -> Result<Value, GateFault> {
        let mut pauses = self.pauses().build();
        let mut arrived = Arrived::No;
        let deadline = Instant::now() + self.patience.exchange;
        loop {
            let trouble = match self.attempt(&request, self.patience.request, deadline).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(trouble)) => trouble,
                Err(fault) => return Err(settled(fault, &request, arrived)),
            };
            let (pause, fault) = match trouble {
                Trouble::Refused(fault) => return Err(settled(fault, &request, arrived)),
                Trouble::Limited { after, everything } => {
                    let after = after.unwrap_or(UNSAID);
                    if let Lane::Bot(_) = request.lane {
                        self.pace.hold(request.route(), everything, after);
                    }
                    tracing::warn!(request = request.shown, ?after, everything, "Discord's rate limit was met");
                    let fault = match arrived {
                        Arrived::No => GateFault::Limited { after },
                        // An earlier try may have arrived, and this one did not tell.
                        Arrived::Perhaps => GateFault::Unavailable { arrived, why: "a rate limit".to_owned() },
                    };
                    if after > self.patience.longest_wait {
                        return Err(fault);
                    }
                    // Behind the wait, so that those who were told the same do not come back as one.
                    (pauses.next().map(|pause| after.saturating_add(pause)), fault)
                }
                Trouble::Server { why, arrived: this } => {
                    arrived = later(arrived, this);
                    (pauses.next(), GateFault::Unavailable { arrived, why })
                }
                Trouble::Unreadable => {
                    arrived = Arrived::Perhaps;
                    (pauses.next(), GateFault::Unreadable { arrived })
                }
            };
            let Some(pause) = pause else { return Err(fault) };
            if arrived == Arrived::Perhaps && !request.repeatable || Instant::now() + pause >= deadline {
                return Err(fault);
            }
            tracing::debug!(request = request.shown, cause = %fault, ?pause, "trying again");
            tokio::time::sleep(pause).await;
        }
    }

    /// The pauses between tries: growing, and with jitter so that many bots do not come back in step.
    pub(super) fn pauses(&self) -> ExponentialBuilder {
        let seed = self.seed.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        ExponentialBuilder::default()
            .with_jitter()
            .with_jitter_seed(seed)
            .with_min_delay(self.patience.first_pause)
            .with_max_delay(self.patience.longest_wait)
            .with_max_times(self.patience.tries.saturating_sub(1))
    }

    /// The same, for ever: what waits at the start for the API to be there.
    pub(crate) fn endless_pauses(&self) -> ExponentialBackoff {
        self.pauses().with_max_delay(self.patience.longest_pause).without_max_times().build()
    }

    /// One try of at most `limit`, begun and ended before `deadline`: an answer, or what came of it. The outer error
    /// ends all tries, and this one was not sent then.
    pub(super) async fn attempt(
        &self,
        request: &Request,
        limit: Duration,
        deadline: Instant,
    ) -> Result<Result<Value, Trouble>, GateFault> {
        let leave = match request.lane {
            Lane::Bot(_) => Some(self.admitted(request, deadline).await?),
            Lane::Person => None,
        };
        let whole = limit;
        let limit = limit.min(deadline.saturating_duration_since(Instant::now()));
        if limit.is_zero() {
            return Err(GateFault::Limited { after: UNSAID });
        }
        // Behind all waiting, and by the calendar: while the machine or the process stood still, no wait went on, and
        // others have counted on.
        if request.until.is_some_and(|until| ends(self.clock.now(), limit) > until) {
            return Err(GateFault::TooLate);
        }
        let heard = self.heard(request, limit).await;
        if let Some(leave) = leave {
            let now = self.clock.now();
            match &heard {
                // Asked too late to tell anything of Discord.
                Heard::Nothing { timeout: true, .. } if limit < whole => drop(leave),
                Heard::Nothing { nobody_there, why, .. } => leave.failed(&request.place(), *nobody_there, why, now),
                Heard::Answer { status, body, .. } if in_trouble(*status, body) => {
                    let page = if body.is_none() { ", and no answer of Discord's" } else { "" };
                    leave.failed(&request.place(), false, &format!("status {status}{page}"), now);
                }
                Heard::Answer { .. } => leave.answered(),
            }
        }
        let (status, headers, body) = match heard {
            Heard::Answer { status, headers, body } => (status, headers, body),
            Heard::Nothing { why, nobody_there, .. } => {
                // Nothing was written where no connection came to be.
                let arrived = if nobody_there { Arrived::No } else { Arrived::Perhaps };
                return Ok(Err(Trouble::Server { why, arrived }));
            }
        };
        if (200..300).contains(&status) {
            return Ok(body.ok_or(Trouble::Unreadable));
        }
        if status == 401 && matches!(request.lane, Lane::Bot(_)) {
            self.shut.store(true, Ordering::Relaxed);
            self.refused.cancel();
            return Err(GateFault::TokenRefused);
        }
        Ok(Err(sort(status, &headers, body.as_ref())))
    }

    /// Waits for the turn of one of the bot's own requests.
    async fn admitted(&self, request: &Request, deadline: Instant) -> Result<Leave<'_>, GateFault> {
        let down = |after| GateFault::Down { after };
        if !request.regardless {
            // Nobody waits for a turn that would come to nothing.
            self.breaker.look(self.clock.now()).map_err(down)?;
        }
        // Edits come in hundreds where something is said anew of all of a channel. Discord limits them as it limits posts.
        let posts = [reqwest::Method::POST, reqwest::Method::PATCH].contains(&request.method);
        let route = request.route();
        let turn = self.pace.turn(&route, posts, self.patience.longest_wait);
        let turn = tokio::time::timeout_at(deadline, turn).await.unwrap_or(Err(UNSAID));
        turn.map_err(|after| GateFault::Limited { after })?;
        // Asked behind the wait: much may have happened meanwhile.
        if self.shut.load(Ordering::Relaxed) {
            return Err(GateFault::TokenRefused);
        }
        let purpose = if request.method == reqwest::Method::GET { Purpose::Question } else { Purpose::Change };
        if request.regardless {
            return Ok(self.breaker.regardless(purpose));
        }
        self.breaker.leave(purpose, self.clock.now()).map_err(down)
    }

    /// Sends it once, and reads what comes back.
    async fn heard(&self, request: &Request, limit: Duration) -> Heard {
        let url = format!("{}/api/v10{}", self.base, request.path);
        let mut call = self.client.request(request.method.clone(), url).timeout(limit);
        if let Lane::Bot(_) = request.lane {
            call = call.header(AUTHORIZATION, self.authorization.clone());
        }
        call = match &request.body {
            Some(body) if !request.files.is_empty() => match form(body, &request.files) {
                Ok(form) => call.multipart(form),
                Err(error) => return Heard::nothing(error),
            },
            Some(body) => call.header(CONTENT_TYPE, "application/json").body(body.to_string()),
            None => call,
        };
        let began = Instant::now();
        let answer = match call.send().await {
            Ok(answer) => answer,
            Err(error) => return Heard::nothing(error),
        };
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = match read(answer).await {
            Ok(body) if body.is_empty() => Some(Value::Null),
            Ok(body) => serde_json::from_slice(&body).ok(),
            Err(error) => return Heard::nothing(error),
        };
        tracing::trace!(request = request.shown, status, took = ?began.elapsed(), "answered");
        Heard::Answer { status, headers, body }
    }
}

/// A body and its files as one form (Discord's document "API Reference", "Uploading Files").
fn form(body: &Value, files: &[File]) -> Result<Form, reqwest::Error> {
    let part = |bytes: Vec<u8>, kind: &str| Part::bytes(bytes).mime_str(kind);
    let mut form = Form::new().part("payload_json", part(body.to_string().into_bytes(), "application/json")?);
    for (number, file) in files.iter().enumerate() {
        let sent = part(file.bytes.to_vec(), file.media_type())?.file_name(file.name.clone());
        form = form.part(format!("files[{number}]"), sent);
    }
    Ok(form)
}

/// What one try brought back.
enum Heard {
    Answer {
        status: u16,
        headers: HeaderMap,
        /// Null where it is empty, `None` where it is no JSON.
        body: Option<Value>,
    },
    Nothing {
        why: String,
        timeout: bool,
        /// No connection came to be.
        nobody_there: bool,
    },
}

impl Heard {
    fn nothing(error: reqwest::Error) -> Self {
        let (timeout, nobody_there) = (error.is_timeout(), error.is_connect() || error.is_builder());
        Self::Nothing { timeout, nobody_there, why: cause(error) }
    }
}

/// Whether an answer tells that Discord is in trouble, or is none of Discord's. What refuses in its own words is well,
/// also where it says that there was too much.
fn in_trouble(status: u16, body: &Option<Value>) -> bool {
    status >= 500 || body.is_none() && status != 429
}

/// What an end means where an earlier try may have arrived: of a message that may be there, no refusal of a later try
/// says that it is not.
fn settled(fault: GateFault, request: &Request, arrived: Arrived) -> GateFault {
    match fault {
        GateFault::TokenRefused | GateFault::Refused { code: UNKNOWN_MESSAGE, .. } => fault,
        fault if arrived == Arrived::Perhaps && request.method == reqwest::Method::POST => {
            GateFault::Unavailable { arrived, why: format!("after a lost answer: {fault}") }
        }
        fault => fault,
    }
}

/// When a try that begins now is over at the latest.
fn ends(now: Timestamp, limit: Duration) -> Timestamp {
    now.checked_add(limit).unwrap_or(Timestamp::MAX)
}

/// What is known after one more try.
fn later(before: Arrived, this: Arrived) -> Arrived {
    if before == Arrived::Perhaps { before } else { this }
}

/// The answer's body, up to the most that is read; the rest of a larger one is left unread, and it will not parse.
async fn read(mut answer: Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await? {
        let room = LARGEST_ANSWER - body.len();
        body.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            break;
        }
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::Clock;
    use crate::discord::Patience;

    /// Requests that fail together, or bots that do, must not come back together.
    #[test]
    fn no_two_requests_are_tried_again_in_step() {
        let gate = |seed| {
            let (token, application) = ("NDA.Gabcde.sesame-open-up".into(), 40.into());
            Gate::new(None, &token, application, Clock::system(), seed, Patience::default()).unwrap()
        };
        let pauses = |gate: &Gate| gate.pauses().build().collect::<Vec<_>>();
        let (one, same, other) = (gate(1), gate(1), gate(2));
        let (first, second) = (pauses(&one), pauses(&one));
        assert_eq!(first.len(), Patience::default().tries - 1);
        assert!(first.iter().zip(&second).all(|(first, second)| first != second), "{first:?} {second:?}");
        assert!(first.iter().zip(pauses(&other)).all(|(first, other)| *first != other));
        assert_eq!([first, second], [pauses(&same), pauses(&same)], "a seed tells it all");
    }
}
