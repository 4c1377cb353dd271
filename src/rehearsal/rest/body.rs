//! The body of a request: JSON, or a form whose `payload_json` is the JSON and whose other parts are files.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::error::{self, ApiError};
use crate::rehearsal::limits;
use crate::rehearsal::stand_in::Shared;
use crate::rehearsal::world::{Attachment, ChannelId, World};

/// What a request brought.
#[derive(Clone, Debug)]
pub struct Body {
    /// The JSON; an empty object where there was none.
    pub json: Value,
    /// The files.
    pub files: Vec<Upload>,
}

/// A file that a request brought.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The `n` of `files[n]`, which `attachments` refers to.
    pub index: u64,
    /// The name that it was sent under.
    pub filename: String,
    /// The media type that it was sent as.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl FromRequest<Arc<Shared>> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &Arc<Shared>) -> Result<Self, ApiError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if kind == "multipart/form-data" {
            let form = Multipart::from_request(request, state).await.map_err(|_| error::INVALID_JSON)?;
            return Self::from_form(form).await;
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|_| error::TOO_LARGE)?;
        if bytes.is_empty() {
            return Ok(Self { json: json!({}), files: Vec::new() });
        }
        if kind != "application/json" {
            let words = "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.";
            return Err(ApiError::invalid_field(&["_misc"], "CONTENT_TYPE_INVALID", words));
        }
        Ok(Self { json: parse(&bytes)?, files: Vec::new() })
    }
}

impl Body {
    async fn from_form(mut form: Multipart) -> Result<Self, ApiError> {
        let (mut json, mut plain, mut files) = (None, Map::new(), Vec::new());
        while let Some(part) = form.next_field().await.map_err(|_| error::TOO_LARGE)? {
            let name = part.name().unwrap_or_default().to_owned();
            let filename = part.file_name().map(str::to_owned);
            let kind = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| error::TOO_LARGE)?;
            match filename {
                _ if name == "payload_json" => json = Some(parse(&bytes)?),
                Some(filename) => {
                    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
                    let index = digits.parse().unwrap_or(files.len() as u64);
                    let content_type = kind.unwrap_or_else(|| guess_type(&filename).to_owned());
                    files.push(Upload { index, filename, content_type, bytes });
                }
                None => {
                    plain.insert(name, json!(String::from_utf8_lossy(&bytes)));
                }
            }
        }
        if files.iter().any(|file| file.bytes.len() > limits::FILE_BYTES) {
            return Err(error::TOO_LARGE.into());
        }
        let body = Self { json: json.unwrap_or(Value::Object(plain)), files };
        if body.files.len() > limits::FILES {
            let words = format!("Must be {} or fewer in length.", limits::FILES);
            return Err(ApiError::invalid_field(&["attachments"], "BASE_TYPE_MAX_LENGTH", words));
        }
        Ok(body)
    }

    /// What is said of files: in a message, and in an interaction's answer.
    fn described(&self) -> &[Value] {
        let list = self.json["attachments"].as_array().or_else(|| self.json["data"]["attachments"].as_array());
        list.map_or(&[], Vec::as_slice)
    }

    /// Whether everything that `attachments` names was sent along, or hangs on the message already.
    ///
    /// # Errors
    /// 50146 where it was not.
    pub fn check_files(&self, standing: &[Attachment]) -> Result<(), ApiError> {
        let sent = |id: u64| self.files.iter().any(|file| file.index == id);
        let there = |id: u64| standing.iter().any(|file| file.id.get() == id);
        let known = |item: &Value| number(item).is_some_and(|id| sent(id) || there(id));
        if self.described().iter().all(known) { Ok(()) } else { Err(error::FILE_NOT_SENT.into()) }
    }

    /// The names that a picture of the message's embeds can be shown by.
    pub fn file_names(&self) -> Vec<String> {
        let name = |file: &Upload| {
            let about = self.described().iter().find(|item| number(item) == Some(file.index));
            about.and_then(|about| about["filename"].as_str()).unwrap_or(&file.filename).to_owned()
        };
        self.files.iter().map(name).collect()
    }

    /// Takes the files in, with the names and descriptions that `attachments` gives them.
    pub fn attach(&self, world: &mut World, channel: ChannelId) -> Vec<Attachment> {
        let described = |index: u64| self.described().iter().find(|item| number(item) == Some(index));
        let attach = |file: &Upload| {
            let about = described(file.index);
            let filename = about.and_then(|about| about["filename"].as_str()).unwrap_or(&file.filename);
            let mut attached = world.attach(channel, filename, &file.content_type, file.bytes.clone());
            attached.description = about.and_then(|about| about["description"].as_str()).map(str::to_owned);
            attached
        };
        self.files.iter().map(attach).collect()
    }
}

/// The `id` of what is said of a file: the number of one that is sent along, or a standing one's own.
fn number(item: &Value) -> Option<u64> {
    item["id"].as_u64().or_else(|| item["id"].as_str()?.parse().ok())
}

fn parse(bytes: &[u8]) -> Result<Value, ApiError> {
    serde_json::from_slice(bytes).map_err(|_| error::INVALID_JSON.into())
}

pub(in crate::rehearsal) fn guess_type(filename: &str) -> &'static str {
    match filename.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("svg") => "image/svg+xml",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        Some("toml") => "application/toml",
        _ => "application/octet-stream",
    }
}
