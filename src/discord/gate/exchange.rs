//! One request with its retries: the loop that everything runs through.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use reqwest::Response;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;
use std::sync::atomic::Ordering;
use tokio::time::Instant;

use super::fault::{Trouble, UNKNOWN_MESSAGE, lost, sort};
use super::{Arrived, Gate, GateFault, Lane, Request};

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
                    if let Lane::Bot(channel) = request.lane {
                        self.pace.hold(channel, everything, after);
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
                    (pauses.next().map(|pause| pause.max(after)), fault)
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
        if let Lane::Bot(channel) = request.lane {
            if self.shut.load(Ordering::Relaxed) {
                return Err(GateFault::TokenRefused);
            }
            let posts = request.method == reqwest::Method::POST;
            let turn = self.pace.turn(channel, posts, self.patience.longest_wait);
            let turn = tokio::time::timeout_at(deadline, turn).await.unwrap_or(Err(UNSAID));
            turn.map_err(|after| GateFault::Limited { after })?;
        }
        let limit = limit.min(deadline.saturating_duration_since(Instant::now()));
        if limit.is_zero() {
            return Err(GateFault::Limited { after: UNSAID });
        }
        let url = format!("{}/api/v10{}", self.base, request.path);
        let mut call = self.client.request(request.method.clone(), url).timeout(limit);
        if let Lane::Bot(_) = request.lane {
            call = call.header(AUTHORIZATION, self.authorization.clone());
        }
        if let Some(body) = &request.body {
            call = call.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        let began = Instant::now();
        let answer = match call.send().await {
            Ok(answer) => answer,
            Err(error) => return Ok(Err(lost(error))),
        };
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = match read(answer).await {
            Ok(body) => body,
            Err(error) => return Ok(Err(lost(error))),
        };
        tracing::trace!(request = request.shown, status, took = ?began.elapsed(), "answered");
        if (200..300).contains(&status) {
            return Ok(if body.is_empty() {
                Ok(Value::Null)
            } else {
                serde_json::from_slice(&body).map_err(|_| Trouble::Unreadable)
            });
        }
        if status == 401 && matches!(request.lane, Lane::Bot(_)) {
            self.shut.store(true, Ordering::Relaxed);
            self.refused.cancel();
            return Err(GateFault::TokenRefused);
        }
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Err(sort(status, &headers, &body)))
    }
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
