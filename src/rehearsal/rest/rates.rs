//! Rate limits as Discord documents them (Topics, "Rate Limits"): 50 requests a second over all, a bucket a route with
//! the ids of channel, server and webhook apart, headers on every answer, and the ban of an address that is refused
//! 10,000 times in ten minutes.
//!
//! Time is the calendar's, so that a stepped clock decides here too.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::error::{Known, Refused};

/// Requests a second over all routes but those of interactions.
pub const GLOBAL_PER_SECOND: u32 = 50;
/// Messages that may be created in a channel within [`MESSAGE_WINDOW`].
pub const MESSAGES_PER_WINDOW: u32 = 5;
/// See [`MESSAGES_PER_WINDOW`].
pub const MESSAGE_WINDOW: SignedDuration = SignedDuration::from_secs(5);
/// Answers of 401, 403 or 429 within ten minutes that ban an address.
pub const REFUSALS_TO_BAN: usize = 10_000;

const BAN_WINDOW: SignedDuration = SignedDuration::from_mins(10);
const OTHER_PER_WINDOW: u32 = 50;
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// What was asked so far.
#[derive(Debug, Default)]
pub struct Rates {
    buckets: BTreeMap<String, Window>,
    global: Option<Window>,
    refusals: Vec<Timestamp>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    ends: Timestamp,
    used: u32,
}

/// What the headers of an answer say.
#[derive(Clone, Debug)]
pub struct Standing {
    limit: u32,
    remaining: u32,
    ends: Timestamp,
    now: Timestamp,
    bucket: String,
}

/// A request that came too early.
#[derive(Clone, Debug)]
pub struct TooMany {
    standing: Standing,
    global: bool,
}

impl Rates {
    /// Counts one request. `path` is what follows `/api/v10`.
    ///
    /// # Errors
    /// Where it is one too many.
    pub fn count(&mut self, method: &Method, path: &str, now: Timestamp) -> Result<Standing, Box<TooMany>> {
        let (route, major) = route(method, path);
        let mut hasher = DefaultHasher::new();
        route.hash(&mut hasher);
        let bucket = format!("{:016x}", hasher.finish());
        let (limit, length) = limit_of(&route);
        let exempt = path.starts_with("/interactions/") || path.starts_with("/webhooks/");
        if self.buckets.len() > 10_000 {
            self.buckets.retain(|_, window| window.ends > now);
        }
        let window = self.buckets.entry(format!("{route} {major}")).or_insert(Window { ends: now, used: 0 });
        window.roll(now, length);
        let full = window.used >= limit;
        let used = window.used + u32::from(!full);
        let standing = Standing { limit, remaining: limit.saturating_sub(used), ends: window.ends, now, bucket };
        if full {
            return Err(Box::new(TooMany { standing, global: false }));
        }
        if !exempt {
            let all = self.global.get_or_insert(Window { ends: now, used: 0 });
            all.roll(now, SECOND);
            if all.used >= GLOBAL_PER_SECOND {
                let standing = Standing { ends: all.ends, ..standing };
                return Err(Box::new(TooMany { standing, global: true }));
            }
            all.used += 1;
        }
        window.used = used;
        Ok(standing)
    }

    /// Notes an answer; true where it was refused in a way that counts towards the ban.
    pub fn note(&mut self, status: StatusCode, scope_shared: bool, now: Timestamp) -> bool {
        let counts = matches!(status.as_u16(), 401 | 403) || (status.as_u16() == 429 && !scope_shared);
        if counts {
            self.refusals.push(now);
        }
        counts
    }

    /// Whether the address is banned.
    pub fn banned(&mut self, now: Timestamp) -> bool {
        if self.refusals.len() < REFUSALS_TO_BAN {
            return false;
        }
        self.refusals.retain(|at| now.duration_since(*at) < BAN_WINDOW);
        self.refusals.len() >= REFUSALS_TO_BAN
    }

    /// Answers of 401, 403 and 429 that count towards the ban and were not more than ten minutes ago.
    pub fn refusals(&self, now: Timestamp) -> usize {
        self.refusals.iter().filter(|at| now.duration_since(**at) < BAN_WINDOW).count()
    }
}

impl Window {
    fn roll(&mut self, now: Timestamp, length: SignedDuration) {
        // A window that ends later than one could is left over from before the calendar was set back.
        if now >= self.ends || self.ends.duration_since(now) > length {
            *self = Self { ends: now.checked_add(length).unwrap_or(now), used: 0 };
        }
    }
}

/// The route's shape with every id replaced, and the ids that have buckets of their own.
fn route(method: &Method, path: &str) -> (String, String) {
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    let mut shape = vec![method.as_str().to_owned()];
    let mut major = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| segments.get(before)).copied().unwrap_or_default();
        let id = segment.bytes().all(|byte| byte.is_ascii_digit()) && !segment.is_empty();
        let under_webhook = index == 2 && segments[0] == "webhooks";
        let under_interaction = index == 2 && segments[0] == "interactions";
        if (id && index == 1 && matches!(before, "channels" | "guilds" | "webhooks")) || under_webhook {
            major.push(*segment);
        }
        let named = id || under_webhook || under_interaction || before == "reactions";
        shape.push(if named { "*".to_owned() } else { (*segment).to_owned() });
    }
    (shape.join(" "), major.join("/"))
}

fn limit_of(route: &str) -> (u32, SignedDuration) {
    match route {
        "POST channels * messages" => (MESSAGES_PER_WINDOW, MESSAGE_WINDOW),
        _ => (OTHER_PER_WINDOW, SECOND),
    }
}

impl Standing {
    /// Discord's `x-ratelimit-*` headers.
    pub fn headers(&self, headers: &mut HeaderMap) {
        let left = seconds(self.ends.duration_since(self.now));
        let at = self.ends.as_millisecond() as f64 / 1_000.0;
        for (name, value) in [
            ("x-ratelimit-limit", self.limit.to_string()),
            ("x-ratelimit-remaining", self.remaining.to_string()),
            ("x-ratelimit-reset", format!("{at:.3}")),
            ("x-ratelimit-reset-after", format!("{left:.3}")),
            ("x-ratelimit-bucket", self.bucket.clone()),
        ] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

impl TooMany {
    /// The 429.
    pub fn answer(&self) -> Response {
        let wait = seconds(self.standing.ends.duration_since(self.standing.now)).max(0.001);
        let mut error = Known(429, 0, "You are being rate limited.").error();
        error.more = json!({ "retry_after": wait, "global": self.global });
        error = error.with_header("retry-after", &format!("{:.0}", wait.ceil()));
        error = error.with_header("x-ratelimit-scope", if self.global { "global" } else { "user" });
        if self.global {
            error = error.with_header("x-ratelimit-global", "true");
        }
        let mut response = error.into_response();
        self.standing.headers(response.headers_mut());
        response
    }
}

/// What a banned address gets: a page, not JSON.
pub fn ban_page() -> Response {
    let page =
        "<html><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head></html>";
    let headers = [("content-type", "text/html"), ("retry-after", "3600")];
    let mut response = (StatusCode::TOO_MANY_REQUESTS, headers, page).into_response();
    response.extensions_mut().insert(Refused { code: 0, message: "banned".to_owned() });
    response
}

fn seconds(duration: SignedDuration) -> f64 {
    duration.as_secs_f64().max(0.0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    const SEND: &str = "/channels/7/messages";

    fn start() -> Timestamp {
        "2026-11-23T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_sixth_message_within_five_seconds_is_too_many_in_its_channel_only() {
        let (mut rates, now) = (Rates::default(), start());
        for left in (0..5).rev() {
            assert_eq!(rates.count(&Method::POST, SEND, now).unwrap().remaining, left);
        }
        let refused = rates.count(&Method::POST, SEND, now + 4_999.milliseconds()).unwrap_err();
        assert!(!refused.global);
        assert_eq!(refused.answer().headers()["retry-after"], "1");
        assert!(rates.count(&Method::POST, "/channels/8/messages", now).is_ok());
        assert!(rates.count(&Method::GET, SEND, now).is_ok());
        assert!(rates.count(&Method::POST, SEND, now + 5.seconds()).is_ok());
    }

    #[test]
    fn the_51st_request_of_a_second_is_too_many_but_interactions_go_on() {
        let (mut rates, now) = (Rates::default(), start());
        for channel in 1..=50 {
            rates.count(&Method::GET, &format!("/channels/{channel}"), now).unwrap();
        }
        let refused = rates.count(&Method::GET, "/channels/51", now).unwrap_err();
        assert!(refused.global);
        assert_eq!(refused.answer().headers()["x-ratelimit-scope"], "global");
        assert!(rates.count(&Method::POST, "/interactions/1/token/callback", now).is_ok());
        assert!(rates.count(&Method::PATCH, "/webhooks/1/token/messages/@original", now).is_ok());
        assert!(rates.count(&Method::GET, "/channels/51", now + 1.second()).is_ok());
    }

    #[test]
    fn ten_thousand_refusals_in_ten_minutes_ban_for_as_long_as_they_are_recent() {
        let (mut rates, now) = (Rates::default(), start());
        for _ in 1..REFUSALS_TO_BAN {
            rates.note(StatusCode::FORBIDDEN, false, now);
        }
        rates.note(StatusCode::NOT_FOUND, false, now);
        rates.note(StatusCode::TOO_MANY_REQUESTS, true, now);
        assert!(!rates.banned(now));
        rates.note(StatusCode::UNAUTHORIZED, false, now);
        assert!(rates.banned(now + 599.seconds()));
        assert!(!rates.banned(now + 600.seconds()));
    }

    #[test]
    fn reactions_share_a_bucket_whatever_the_emoji() {
        let of = |emoji: &str| route(&Method::PUT, &format!("/channels/7/messages/8/reactions/{emoji}/@me"));
        assert_eq!(of("a"), of("b"));
        assert_eq!(of("a").1, "7");
    }
}
