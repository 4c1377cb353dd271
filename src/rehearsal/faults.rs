//! Trouble that can be asked for: the answer of the next requests that match fails, is late, or never arrives, before
//! the request had its effect or after.
//!
//! Faults are matched in the order in which they were asked for; the first that matches and is not used up acts.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

/// One thing that is to go wrong.
#[derive(Clone, Debug)]
pub struct Fault {
    pub(super) method: Option<String>,
    pub(super) path: String,
    pub(super) times: usize,
    pub(super) after_effect: bool,
    pub(super) trouble: Trouble,
}

/// What happens to a request that a fault matched.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    Answer { status: u16, headers: Vec<(String, String)>, body: String },
    Delay(Duration),
    Cut,
    Hold(Arc<Gate>),
}

/// Where held requests wait.
#[derive(Debug, Default)]
pub(super) struct Gate {
    state: Mutex<GateState>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct GateState {
    open: bool,
    waiting: usize,
}

impl Fault {
    /// The next request with that method (`*` for any) and a path like `/channels/*/messages`. The path is what
    /// follows `/api/v10`; `*` stands for one segment, a last `**` for all that follow.
    pub fn on(method: &str, path: &str) -> Self {
        let method = (method != "*").then(|| method.to_ascii_uppercase());
        Self { method, path: path.to_owned(), times: 1, after_effect: false, trouble: Trouble::Cut }
    }

    /// For that many requests instead of one.
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// The request has its effect; only then the trouble begins.
    #[must_use]
    pub fn after_effect(self) -> Self {
        Self { after_effect: true, ..self }
    }

    /// Answered with that status and Discord's plain JSON error.
    #[must_use]
    pub fn status(self, status: u16) -> Self {
        let body = format!("{{\"message\": \"{status}: asked for\", \"code\": 0}}");
        self.answer(status, &[("content-type", "application/json")], &body)
    }

    /// Answered with that status and a page in HTML, as a proxy in front of Discord does.
    #[must_use]
    pub fn html(self, status: u16) -> Self {
        let page = format!("<html><head><title>{status}</title></head><body>cloudflare</body></html>\n");
        self.answer(status, &[("content-type", "text/html")], &page)
    }

    /// Answered with a 429 that asks to wait that long. The text goes out as it is, so it may be rubbish.
    #[must_use]
    pub fn rate_limited(self, retry_after: &str, global: bool) -> Self {
        let number =
            retry_after.parse::<f64>().map_or_else(|_| format!("{retry_after:?}"), |seconds| seconds.to_string());
        let body = format!(
            "{{\"message\": \"You are being rate limited.\", \"retry_after\": {number}, \"global\": {global}}}"
        );
        let scope = if global { "global" } else { "shared" };
        let headers =
            [("content-type", "application/json"), ("retry-after", retry_after), ("x-ratelimit-scope", scope)];
        self.answer(429, &headers, &body)
    }

    /// Answered with exactly this.
    #[must_use]
    pub fn answer(self, status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { trouble: Trouble::Answer { status, headers, body: body.to_owned() }, ..self }
    }

    /// Late by that much real time.
    #[must_use]
    pub fn delay(self, delay: Duration) -> Self {
        Self { trouble: Trouble::Delay(delay), ..self }
    }

    /// The connection is cut without an answer.
    #[must_use]
    pub fn cut(self) -> Self {
        Self { trouble: Trouble::Cut, ..self }
    }

    /// The request has its effect, and the answer is lost: the connection is cut.
    #[must_use]
    pub fn lost(self) -> Self {
        self.cut().after_effect()
    }
}

/// The faults that are asked for. Cheap to clone; all clones agree.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    asked: Arc<Mutex<Vec<Fault>>>,
}

/// Requests that are held until this is released or dropped.
#[derive(Debug)]
pub struct Held {
    gate: Arc<Gate>,
}

impl Faults {
    /// Asks for a fault.
    pub fn ask(&self, fault: Fault) {
        self.lock().push(fault);
    }

    /// Asks that the requests which `fault` matches be held until the returned handle is released or dropped.
    pub fn hold(&self, fault: Fault) -> Held {
        let gate = Arc::new(Gate::default());
        self.ask(Fault { trouble: Trouble::Hold(Arc::clone(&gate)), ..fault });
        Held { gate }
    }

    /// Forgets all faults that were not used up.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Faults that were asked for and are not used up.
    pub fn left(&self) -> usize {
        self.lock().iter().map(|fault| fault.times).sum()
    }

    /// The fault for this request, used up by one.
    pub(super) fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let mut asked = self.lock();
        let place = asked.iter().position(|fault| fault.matches(method, path))?;
        let fault = asked[place].clone();
        asked[place].times -= 1;
        if asked[place].times == 0 {
            asked.remove(place);
        }
        Some(fault)
    }

    /// A panic elsewhere leaves a usable list behind.
    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fault {
    fn matches(&self, method: &str, path: &str) -> bool {
        self.times > 0 && self.method.as_deref().is_none_or(|wanted| wanted == method) && path_matches(&self.path, path)
    }
}

fn path_matches(pattern: &str, path: &str) -> bool {
    let mut pattern = pattern.trim_matches('/').split('/');
    let mut path = path.trim_matches('/').split('/');
    loop {
        match (pattern.next(), path.next()) {
            (Some("**"), _) | (None, None) => return true,
            (Some(wanted), Some(found)) if wanted == "*" || wanted == found => {}
            _ => return false,
        }
    }
}

impl Held {
    /// Lets the held requests go on, and all that would have been held.
    pub fn release(self) {}

    /// Returns when at least `count` requests are held; false after `patience` of real time.
    pub async fn waiting(&self, count: usize, patience: Duration) -> bool {
        let wait = self.gate.wait_for(|state| state.waiting >= count);
        tokio::time::timeout(patience, wait).await.is_ok()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.gate.lock().open = true;
        self.gate.changed.notify_waiters();
    }
}

impl Gate {
    /// Waits here until the gate is opened.
    pub(super) async fn pass(&self) {
        self.lock().waiting += 1;
        self.changed.notify_waiters();
        self.wait_for(|state| state.open).await;
        self.lock().waiting -= 1;
    }

    async fn wait_for(&self, ready: impl Fn(&GateState) -> bool) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // Registered before the look, so that a change between the two is not missed.
            changed.as_mut().enable();
            if ready(&self.lock()) {
                return;
            }
            changed.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_one_segment_and_two_stars_are_the_rest() {
        assert!(path_matches("/channels/*/messages", "/channels/7/messages"));
        assert!(!path_matches("/channels/*/messages", "/channels/7/messages/8"));
        assert!(!path_matches("/channels/*", "/channels"));
        assert!(path_matches("/channels/**", "/channels/7/messages/8"));
        assert!(path_matches("**", "/gateway/bot"));
    }

    #[test]
    fn the_first_that_matches_acts_and_is_used_up() {
        let faults = Faults::default();
        faults.ask(Fault::on("post", "/channels/*/messages").times(2).status(500));
        faults.ask(Fault::on("*", "**").cut());
        assert!(matches!(faults.take("GET", "/gateway").unwrap().trouble, Trouble::Cut));
        for _ in 0..2 {
            let fault = faults.take("POST", "/channels/7/messages").unwrap();
            assert!(matches!(fault.trouble, Trouble::Answer { status: 500, .. }));
        }
        assert!(faults.take("POST", "/channels/7/messages").is_none());
        assert_eq!(faults.left(), 0);
    }
}
