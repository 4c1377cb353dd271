//! Why a request came to nothing, sorted by what can be done about it.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;

/// Whether a request that failed may have taken effect all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// Certainly not.
    No,
    /// Its answer was lost or made no sense.
    Perhaps,
}

/// Why a request came to nothing. Its text is for the operator's log: no address, no token, nobody's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GateFault {
    /// Beyond one of Discord's documented limits; nothing was sent. A defect of ours, or of the texts.
    #[error("not sent, it is beyond Discord's limits: {0}")]
    Unsendable(String),
    /// Discord said no, and will say no again.
    #[error("Discord refused it: {status}, code {code}{details}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's code
        /// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>); 0 where it gave none.
        code: u32,
        /// The fields that Discord complains of, each with the complaint's code.
        details: String,
    },
    /// A rate limit that is longer than anybody waits for. Certainly not done.
    #[error("Discord's rate limit: not before {after:?} from now")]
    Limited {
        /// How long to leave it.
        after: Duration,
    },
    /// Its time was over before its turn came: somebody else may be making the same one. Certainly not done.
    #[error("not sent, its turn came too late")]
    TooLate,
    /// Discord is down for everybody: nothing is sent for so long, and this was not.
    #[error("Discord is down; nothing is sent for {after:?}")]
    Down {
        /// How long everything is left alone, by the calendar.
        after: Duration,
    },
    /// Discord is in trouble or out of reach, for all the tries that were made.
    #[error("Discord is out of reach: {why}")]
    Unavailable {
        /// Whether one of the tries may have taken effect.
        arrived: Arrived,
        /// The last try's cause.
        why: String,
    },
    /// An answer that is no JSON, or not the JSON that belongs there: a proxy's page, say.
    #[error("the answer could not be read as one of Discord's")]
    Unreadable {
        /// Whether the request may have taken effect.
        arrived: Arrived,
    },
    /// Discord does not know the token (401); nothing more is sent with it.
    #[error("Discord does not accept the token")]
    TokenRefused,
}

impl GateFault {
    /// Discord's code, where it refused with one.
    pub fn code(&self) -> Option<u32> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// Whether it may have taken effect all the same.
    pub fn arrived(&self) -> Arrived {
        match self {
            Self::Unavailable { arrived, .. } | Self::Unreadable { arrived } => *arrived,
            _ => Arrived::No,
        }
    }
}

/// Codes that come as a refusal and mean 'later': the API is overloaded, sending or the feature is switched off for
/// the moment, and the two write limits of a busy channel
/// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
const LATER: [u32; 5] = [130_000, 40_004, 40_006, 20_016, 20_028];

/// Discord's code for a message that is gone. The repeat of a post brings it where the first one was deleted meanwhile.
pub(super) const UNKNOWN_MESSAGE: u32 = 10_008;

/// What one try came to.
#[derive(Debug, PartialEq)]
pub(super) enum Trouble {
    /// 429.
    Limited { after: Option<Duration>, everything: bool },
    /// Discord's side is in trouble.
    Server { why: String, arrived: Arrived },
    /// 2xx with a body that is no JSON.
    Unreadable,
    /// No.
    Refused(GateFault),
}

/// The longest that a server's word on waiting is believed.
const LONGEST_BELIEVED: Duration = Duration::from_secs(24 * 3600);

/// Sorts an answer that is no success; `None` for a body that is no JSON.
pub(super) fn sort(status: u16, headers: &HeaderMap, body: Option<&Value>) -> Trouble {
    let scope = headers.get("x-ratelimit-scope");
    let body = match body {
        Some(body) => body,
        // The page of something in front of Discord: what it counts is this machine, not a route of Discord's.
        None if status == 429 && scope.is_none() => {
            return Trouble::Limited { after: retry_after(headers, &Value::Null), everything: true };
        }
        None => &Value::Null,
    };
    let code = body.get("code").and_then(Value::as_u64).and_then(|code| u32::try_from(code).ok()).unwrap_or(0);
    match status {
        429 => {
            let global = body.get("global").and_then(Value::as_bool).unwrap_or(false)
                || headers.get("x-ratelimit-global").is_some()
                || scope.is_some_and(|scope| scope == "global");
            Trouble::Limited { after: retry_after(headers, body), everything: global }
        }
        500.. => Trouble::Server { why: format!("status {status}"), arrived: Arrived::Perhaps },
        // A timeout that Discord or something before it noticed, and a request that came too early for it.
        408 | 425 => Trouble::Server { why: format!("status {status}"), arrived: Arrived::Perhaps },
        _ if LATER.contains(&code) => Trouble::Server { why: format!("code {code}"), arrived: Arrived::No },
        _ => Trouble::Refused(GateFault::Refused { status, code, details: details(body) }),
    }
}

/// How long to wait, by the body or the header; `None` where neither makes sense.
fn retry_after(headers: &HeaderMap, body: &Value) -> Option<Duration> {
    let header = || headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok();
    let seconds: f64 = body.get("retry_after").and_then(Value::as_f64).or_else(header)?;
    let sane = seconds.is_finite() && seconds >= 0.0;
    sane.then(|| Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_BELIEVED).min(LONGEST_BELIEVED))
}

/// `; embeds.0.title: BASE_TYPE_MAX_LENGTH` for every complaint in Discord's nested `errors`, without its sentences:
/// those may quote what was sent (Discord's reference, "Error Messages").
fn details(body: &Value) -> String {
    fn collect(value: &Value, path: &str, found: &mut Vec<String>) {
        let Value::Object(fields) = value else { return };
        for (key, value) in fields {
            if key == "_errors" {
                let complaints = value.as_array().into_iter().flatten();
                let codes = complaints.filter_map(|complaint| complaint.get("code").and_then(Value::as_str));
                found.extend(codes.map(|code| format!("; {path}: {}", tame(code))));
            } else {
                let key = tame(key);
                collect(value, &if path.is_empty() { key } else { format!("{path}.{key}") }, found);
            }
        }
    }
    // Names of fields and codes only, whatever stands there.
    fn tame(name: &str) -> String {
        name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').take(40).collect()
    }
    let mut found = Vec::new();
    collect(body.get("errors").unwrap_or(&Value::Null), "", &mut found);
    found.truncate(10);
    found.concat()
}

/// What lies at the bottom of an error of reqwest. Its own text holds the address.
pub(super) fn cause(error: reqwest::Error) -> String {
    let kind = match () {
        () if error.is_timeout() => "no answer in time",
        () if error.is_connect() => "no connection",
        () => "the connection was lost",
    };
    let error = error.without_url();
    let mut bottom: &dyn Error = &error;
    while let Some(source) = bottom.source() {
        bottom = source;
    }
    if std::ptr::addr_eq(bottom, &raw const error) { kind.to_owned() } else { format!("{kind}: {bottom}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn limited(header: Option<&str>, body: &Value) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(RETRY_AFTER, header.parse().unwrap());
        }
        match sort(429, &headers, Some(body)) {
            Trouble::Limited { after, .. } => after,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_wait_is_read_where_it_makes_sense() {
        assert_eq!(limited(None, &json!({"retry_after": 0.25})), Some(Duration::from_millis(250)));
        assert_eq!(limited(Some("2"), &Value::Null), Some(Duration::from_secs(2)));
        assert_eq!(limited(Some("9"), &json!({"retry_after": 1})), Some(Duration::from_secs(1)));
        for (header, body) in [
            (None, json!({})),
            (Some("soon"), Value::Null),
            (Some("-1"), Value::Null),
            (Some("NaN"), Value::Null),
            (None, json!({"retry_after": -3})),
            (None, json!({"retry_after": "soon"})),
        ] {
            assert_eq!(limited(header, &body), None, "{header:?} {body}");
        }
        for huge in ["1e300", "99999999999999999999"] {
            assert_eq!(limited(Some(huge), &Value::Null), Some(LONGEST_BELIEVED), "{huge}");
        }
    }

    #[test]
    fn details_name_fields_and_never_quote() {
        let body = json!({"code": 50035, "message": "Invalid Form Body: secret words", "errors": {
            "embeds": {"0": {"title": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "secret words"}]}}},
            "secret words": {"_errors": [{"code": "SO SECRET"}]}}});
        let Trouble::Refused(fault) = sort(400, &HeaderMap::new(), Some(&body)) else { panic!("no refusal") };
        let told = fault.to_string();
        assert!(told.contains("; embeds.0.title: BASE_TYPE_MAX_LENGTH"), "{told}");
        assert!(!told.contains("secret words"), "{told}");
    }

    #[test]
    fn some_refusals_mean_later() {
        let body = json!({"code": 40004, "message": "Send messages has been temporarily disabled"});
        assert!(matches!(sort(403, &HeaderMap::new(), Some(&body)), Trouble::Server { arrived: Arrived::No, .. }));
    }
}
