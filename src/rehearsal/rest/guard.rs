//! What every request passes: faults that were asked for, the ban, who is asking, the pace, and the log of refusals.

use std::sync::Arc;

use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::error::{self, Refused};
use super::rates;
use crate::rehearsal::events::Event;
use crate::rehearsal::faults::Trouble;
use crate::rehearsal::stand_in::{Answered, Shared};

/// Stands around every route of the API.
pub(super) async fn attend(State(app): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let whole = request.uri().path().to_owned();
    let Some(path) = below_api(&whole).map(str::to_owned) else { return next.run(request).await };
    let _flight = app.in_flight.enter();
    // A stand-in that ends cuts what it has in hand.
    app.stopped.run_until_cancelled(answer(&app, path, request, next)).await.unwrap_or_else(cut)
}

async fn answer(app: &Arc<Shared>, path: String, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let fault = app.faults.take(method.as_str(), &path);
    let mut response = match fault {
        None => allowed(app, &path, request, next).await,
        Some(fault) if fault.after_effect => {
            let response = allowed(app, &path, request, next).await;
            trouble(fault.trouble, Some(response)).await.unwrap_or_else(|| StatusCode::NO_CONTENT.into_response())
        }
        Some(fault) => match trouble(fault.trouble, None).await {
            Some(response) => response,
            None => allowed(app, &path, request, next).await,
        },
    };
    response.headers_mut().entry("via").or_insert(HeaderValue::from_static("1.1 rehearsal"));
    note(app, method.as_str(), &path, &response);
    response
}

/// The path after `/api/v10`, `/api/v9` or `/api`.
fn below_api(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/api")?;
    ["/v10", "/v9"].into_iter().find_map(|version| rest.strip_prefix(version)).or(Some(rest))
}

/// Does what a fault says. `None` where the request goes on as if nothing were.
async fn trouble(trouble: Trouble, answer: Option<Response>) -> Option<Response> {
    match trouble {
        Trouble::Delay(delay) => tokio::time::sleep(delay).await,
        Trouble::Hold(gate) => gate.pass().await,
        Trouble::Cut => return Some(cut()),
        Trouble::Answer { status, headers, body } => return Some(asked_for(status, &headers, body)),
    }
    answer
}

fn asked_for(status: u16, headers: &[(String, String)], body: String) -> Response {
    let mut response = Response::new(HttpBody::from(body.clone()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    let body: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
    let message = body["message"].as_str().unwrap_or("asked for").to_owned();
    response.extensions_mut().insert(Refused { code: body["code"].as_u64().unwrap_or(0), message });
    response
}

/// A body that breaks at once: the server closes the connection before a byte of the answer has left.
fn cut() -> Response {
    let broken = futures_util::stream::once(async { Err::<&'static [u8], _>(std::io::Error::other("cut, as asked")) });
    let mut response = Response::new(HttpBody::from_stream(broken));
    response.extensions_mut().insert(Refused { code: 0, message: "the connection was cut, as asked".to_owned() });
    response
}

async fn allowed(app: &Arc<Shared>, path: &str, request: Request, next: Next) -> Response {
    let now = app.options.clock.now();
    let enforced = app.options.enforce_rate_limits;
    if enforced && app.rates().banned(now) {
        return rates::ban_page();
    }
    if !needs_no_token(path) && !authorised(request.headers(), &app.token) {
        return error::UNAUTHORIZED.error().into_response();
    }
    let counted = app.rates().count(request.method(), path, now);
    let standing = match counted {
        Ok(standing) => Some(standing),
        Err(too_many) if enforced => return too_many.answer(),
        Err(_) => None,
    };
    let mut response = next.run(request).await;
    if let Some(standing) = standing {
        standing.headers(response.headers_mut());
    }
    response
}

/// The address of the gateway is public, and interactions bring a token of their own in the path.
fn needs_no_token(path: &str) -> bool {
    let mut parts = path.trim_matches('/').split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("gateway"), None, None) => true,
        (Some("interactions"), Some(_), Some(_)) => path.ends_with("/callback"),
        (Some("webhooks"), Some(_), Some(_)) => true,
        _ => false,
    }
}

fn authorised(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.strip_prefix("Bot ").is_some_and(|given| given.trim() == token)
}

/// Counts what leads to a ban, and writes refusals down.
fn note(app: &Arc<Shared>, method: &str, path: &str, response: &Response) {
    let status = response.status();
    let scope_shared = response.headers().get("x-ratelimit-scope").is_some_and(|scope| scope == "shared");
    app.rates().note(status, scope_shared, app.options.clock.now());
    let refused = response.extensions().get::<Refused>();
    let (at, before) = (app.options.clock.now(), app.log.len());
    let request = format!("{method} {}", without_secrets(path));
    // A cut connection has no status; its happening says 0.
    let cut = refused.is_some() && status.is_success();
    let ended = if cut { "cut".to_owned() } else { status.as_u16().to_string() };
    app.requests.push(Answered { at, before, line: format!("{request} -> {ended}") });
    if status.is_success() && refused.is_none() {
        return;
    }
    let (code, message) = refused.map_or((0, String::new()), |refused| (refused.code, refused.message.clone()));
    let status = if cut { 0 } else { status.as_u16() };
    app.log.push(app.options.clock.now(), Event::Refused { request, status, code, message });
}

/// The path with interaction tokens cut out: they are nobody's business, not even here.
pub(in crate::rehearsal) fn without_secrets(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    if matches!(parts.get(1), Some(&"webhooks" | &"interactions"))
        && let Some(token) = parts.get_mut(3)
    {
        *token = "...";
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_cut_off() {
        assert_eq!(below_api("/api/v10/gateway"), Some("/gateway"));
        assert_eq!(below_api("/api/v9/gateway"), Some("/gateway"));
        assert_eq!(below_api("/api/gateway"), Some("/gateway"));
        assert_eq!(below_api("/"), None);
    }

    #[test]
    fn only_public_paths_need_no_token() {
        assert!(needs_no_token("/gateway"));
        assert!(!needs_no_token("/gateway/bot"));
        assert!(needs_no_token("/interactions/1/token/callback"));
        assert!(needs_no_token("/webhooks/1/token/messages/@original"));
        assert!(!needs_no_token("/webhooks/1"));
    }

    #[test]
    fn interaction_tokens_are_cut_out() {
        assert_eq!(without_secrets("/webhooks/1/secret/messages/2"), "/webhooks/1/.../messages/2");
        assert_eq!(without_secrets("/interactions/1/secret/callback"), "/interactions/1/.../callback");
        assert_eq!(without_secrets("/channels/1/messages"), "/channels/1/messages");
    }
}
