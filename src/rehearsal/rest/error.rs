//! Discord's errors as they stand in its documentation (Topics, "Opcodes and Status Codes", "JSON").

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::rehearsal::limits::FormErrors;

/// An answer that says no.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// Discord's code.
    pub code: u64,
    /// Discord's words.
    pub message: String,
    /// What else the body carries: `errors`, `retry_after`, `global`.
    pub more: Value,
    /// Headers besides the usual ones.
    pub headers: Vec<(&'static str, String)>,
}

/// An error with nothing to add: status, code, words.
#[derive(Clone, Copy, Debug)]
pub struct Known(pub u16, pub u64, pub &'static str);

/// What an answer says about itself to the log of events.
#[derive(Clone, Debug)]
pub(in crate::rehearsal) struct Refused {
    pub code: u64,
    pub message: String,
}

macro_rules! known {
    ($($name:ident = $status:literal, $code:literal, $words:literal;)*) => {
        $(#[doc = concat!("`", stringify!($code), "`: ", $words)]
        pub const $name: Known = Known($status, $code, $words);)*
    };
}

known! {
    NOT_FOUND = 404, 0, "404: Not Found";
    UNAUTHORIZED = 401, 0, "401: Unauthorized";
    METHOD_NOT_ALLOWED = 405, 0, "405: Method Not Allowed";
    UNKNOWN_APPLICATION = 404, 10002, "Unknown Application";
    UNKNOWN_CHANNEL = 404, 10003, "Unknown Channel";
    UNKNOWN_GUILD = 404, 10004, "Unknown Guild";
    UNKNOWN_MEMBER = 404, 10007, "Unknown Member";
    UNKNOWN_MESSAGE = 404, 10008, "Unknown Message";
    UNKNOWN_OVERWRITE = 404, 10009, "Unknown Overwrite";
    UNKNOWN_ROLE = 404, 10011, "Unknown Role";
    UNKNOWN_USER = 404, 10013, "Unknown User";
    UNKNOWN_EMOJI = 400, 10014, "Unknown Emoji";
    UNKNOWN_WEBHOOK = 404, 10015, "Unknown Webhook";
    UNKNOWN_INTERACTION = 404, 10062, "Unknown interaction";
    UNKNOWN_COMMAND = 404, 10063, "Unknown application command";
    BOTS_CANNOT = 403, 20001, "Bots cannot use this endpoint";
    TOO_MANY_PINS = 400, 30003, "Maximum number of pins reached for the channel (250)";
    TOO_MANY_REACTIONS = 400, 30010, "Maximum number of reactions reached (20)";
    TOO_MANY_CHANNELS = 400, 30013, "Maximum number of guild channels reached (500)";
    TOO_MANY_COMMANDS = 400, 30032, "Maximum number of application commands reached (100)";
    TOO_MANY_COMMAND_CREATES = 400, 30034, "Max number of daily application command creates has been reached (200)";
    TOO_MANY_OLD_EDITS = 429, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later";
    TOO_LARGE = 413, 40005, "Request entity too large";
    ALREADY_ACKNOWLEDGED = 400, 40060, "Interaction has already been acknowledged.";
    TAG_REQUIRED = 400, 40067, "A tag is required to create a forum post in this channel";
    MISSING_ACCESS = 403, 50001, "Missing Access";
    DIRECT_MESSAGES_CANNOT = 403, 50003, "Cannot execute action on a DM channel";
    NOT_THE_AUTHOR = 403, 50005, "Cannot edit a message authored by another user";
    EMPTY_MESSAGE = 400, 50006, "Cannot send an empty message";
    CANNOT_MESSAGE_USER = 403, 50007, "Cannot send messages to this user";
    NOT_A_TEXT_CHANNEL = 400, 50008, "Cannot send messages in a non-text channel";
    MISSING_PERMISSIONS = 403, 50013, "Missing Permissions";
    BAD_BULK_DELETE = 400, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete";
    SYSTEM_MESSAGE = 403, 50021, "Cannot execute action on a system message";
    WRONG_CHANNEL_TYPE = 400, 50024, "Cannot execute action on this channel type";
    INVALID_WEBHOOK_TOKEN = 401, 50027, "Invalid Webhook Token";
    MESSAGES_TOO_OLD = 400, 50034, "You can only bulk delete messages that are under 14 days old.";
    THREAD_ARCHIVED = 400, 50083, "Thread is archived";
    INVALID_JSON = 400, 50109, "The request body contains invalid JSON.";
    NO_HISTORY_FOR_REPLY = 400, 160_002, "Cannot reply without permission to read message history";
    FILE_NOT_SENT = 400, 50146, "Uploaded file not found.";
    THREAD_EXISTS = 400, 160_004, "A thread has already been created for this message";
    THREAD_LOCKED = 400, 160_005, "Thread is locked";
}

impl Known {
    /// The error as an answer.
    pub fn error(self) -> ApiError {
        ApiError {
            status: StatusCode::from_u16(self.0).unwrap_or(StatusCode::BAD_REQUEST),
            code: self.1,
            message: self.2.to_owned(),
            more: json!({}),
            headers: Vec::new(),
        }
    }
}

impl From<Known> for ApiError {
    fn from(known: Known) -> Self {
        known.error()
    }
}

impl From<FormErrors> for ApiError {
    fn from(form: FormErrors) -> Self {
        Self::invalid_form(form.into_value())
    }
}

impl ApiError {
    /// `50035`, with what is wrong with which field.
    pub fn invalid_form(errors: Value) -> Self {
        let more = json!({ "errors": errors });
        Self { more, ..Known(400, 50035, "Invalid Form Body").error() }
    }

    /// `50035` for one field.
    pub fn invalid_field(path: &[&str], code: &str, words: impl Into<String>) -> Self {
        let mut form = FormErrors::default();
        form.add(path, code, words);
        form.into()
    }

    /// The same with another header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let (Some(body), Some(more)) = (body.as_object_mut(), self.more.as_object()) {
            body.extend(more.clone());
        }
        let mut response = (self.status, Json(body)).into_response();
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response.extensions_mut().insert(Refused { code: self.code, message: self.message });
        response
    }
}
