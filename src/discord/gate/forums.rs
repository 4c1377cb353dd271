//! Posts in a forum: making one, and finding it again.
//!
//! (Discord's document "Channels Resource": Start Thread in Forum or Media Channel, List Public Archived Threads; "Guild
//! Resource": List Active Guild Threads. A thread of a forum and its first message have the same id.)

use jiff::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::builder::CreateMessage;
use serenity::model::id::{ChannelId, GuildId, MessageId};

use super::fault::UNKNOWN_MESSAGE;
use super::people::{checked, id_of, json_of, within};
use super::sender::{Found, MOST_PAGES, QUIET_MINUTES, marked, snowflake};
use super::{Arrived, Gate, GateFault, Lane, Request, limits};
use crate::messages::Packed;

/// What matters of a forum's channel object.
#[derive(Debug, Deserialize)]
pub(super) struct ForumPart {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default)]
    flags: u64,
    #[serde(default)]
    available_tags: Vec<TagPart>,
}

/// Of a forum's tag.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct TagPart {
    id: String,
    #[serde(default)]
    pub(super) name: String,
    /// Only those who manage threads may use it.
    #[serde(default)]
    moderated: bool,
}

/// The flag of a forum that takes no post without a tag ("Channel Flags").
const REQUIRE_TAG: u64 = 1 << 4;

impl ForumPart {
    /// Whether it is a forum at all, or the same with pictures.
    pub(super) fn is_forum(&self) -> bool {
        matches!(self.kind, 15 | 16)
    }

    pub(super) fn requires_tag(&self) -> bool {
        self.flags & REQUIRE_TAG != 0
    }

    /// The first tag that anybody may use.
    pub(super) fn tag(&self) -> Option<&TagPart> {
        self.available_tags.iter().find(|tag| !tag.moderated)
    }
}

impl Gate {
    /// What a forum asks of its posts.
    pub(super) async fn forum(&self, forum: ChannelId) -> Result<ForumPart, GateFault> {
        let told = self.exchange(Request::get(format!("/channels/{forum}"), "a channel")).await?;
        serde_json::from_value(told).map_err(|_| GateFault::Unreadable { arrived: Arrived::No })
    }

    /// Makes a thread in a forum, with a tag where the forum insists on one.
    pub(super) async fn start_in_forum(
        &self,
        (forum, asks): (ChannelId, &ForumPart),
        title: &str,
        message: &Packed<CreateMessage>,
        until: Timestamp,
    ) -> Result<MessageId, GateFault> {
        let mut body = json!({
            "name": title,
            "auto_archive_duration": QUIET_MINUTES,
            "message": checked(json_of(message)?, false)?,
        });
        if asks.requires_tag()
            && let Some(tag) = asks.tag()
        {
            body["applied_tags"] = json!([tag.id]);
        }
        limits::thread(&body).map_err(GateFault::Unsendable)?;
        let request = Request {
            method: Method::POST,
            path: format!("/channels/{forum}/threads"),
            shown: "a post in a forum",
            body: Some(body),
            files: within(&message.files)?,
            lane: Lane::Bot(Some(forum)),
            // There is no nonce: a repeat would be a second post.
            repeatable: false,
            regardless: false,
            until: Some(until),
        };
        let told = self.exchange(request).await?;
        id_of(&told).ok_or(GateFault::Unreadable { arrived: Arrived::Perhaps })
    }

    /// Looks for the thread whose first message carries the mark.
    pub(super) async fn search_forum(
        &self,
        guild: GuildId,
        forum: ChannelId,
        mark: &str,
        since: Timestamp,
    ) -> Result<Found, GateFault> {
        let path = format!("/guilds/{guild}/threads/active");
        let active = self.exchange(Request::get(path, "a server's threads")).await?;
        let active = threads(&active)?.iter().filter(|thread| thread["parent_id"] == forum.to_string());
        let mut threads: Vec<Value> = active.cloned().collect();
        let Some(away) = self.put_away(forum, since).await? else { return Ok(Found::TooMuchSaid) };
        threads.extend(away);
        let oldest = snowflake(since);
        let mut beheaded = false;
        for thread in threads.iter().filter(|thread| self.may_own(thread)).filter_map(id_of) {
            if thread.get() < oldest {
                continue;
            }
            let path = format!("/channels/{thread}/messages/{thread}");
            match self.exchange(Request::get(path, "a thread's first message")).await {
                Ok(first) if self.is_own(&first["author"]) && marked(&first["components"], mark) => {
                    return Ok(Found::There(thread));
                }
                Ok(_) => {}
                Err(fault) if fault.code() == Some(UNKNOWN_MESSAGE) => beheaded = true,
                Err(fault) => return Err(fault),
            }
        }
        // Of one of the bot's threads the first message was deleted: it may have carried the mark.
        let unsure = GateFault::Refused { status: 404, code: UNKNOWN_MESSAGE, details: String::new() };
        if beheaded { Err(unsure) } else { Ok(Found::Nowhere) }
    }

    /// The threads of a forum that were put away since then: the list begins with the latest. `None` where it does not end
    /// within what is looked through.
    async fn put_away(&self, forum: ChannelId, since: Timestamp) -> Result<Option<Vec<Value>>, GateFault> {
        let mut found = Vec::new();
        let mut before = String::new();
        for _ in 0..MOST_PAGES {
            let path = format!("/channels/{forum}/threads/archived/public?limit=100{before}");
            let page = self.exchange(Request::get(path, "a forum's older threads")).await?;
            let threads = threads(&page)?;
            found.extend(threads.iter().cloned());
            let last = threads.last().and_then(|thread| thread["thread_metadata"]["archive_timestamp"].as_str());
            let last: Option<Timestamp> = last.and_then(|at| at.parse().ok());
            match last.filter(|last| page["has_more"] == true && *last >= since) {
                // A timestamp of jiff's is in UTC and has no plus sign that a query would have to hide.
                Some(last) => before = format!("&before={last}"),
                None => return Ok(Some(found)),
            }
        }
        Ok(None)
    }

    /// Whether the bot may have started it: before the gateway has said who the bot is, anybody may be it.
    fn may_own(&self, thread: &Value) -> bool {
        self.known_me().is_none_or(|me| thread["owner_id"] == me.to_string())
    }
}

fn threads(told: &Value) -> Result<&[Value], GateFault> {
    let threads = told.get("threads").and_then(Value::as_array);
    threads.map(Vec::as_slice).ok_or(GateFault::Unreadable { arrived: Arrived::No })
}
