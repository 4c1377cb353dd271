//! How the posting engine sends: the gate as its [`Sender`].

use std::time::Duration;

use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};
use serenity::async_trait;
use serenity::builder::{CreateMessage, EditMessage};
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use super::fault::UNKNOWN_MESSAGE;
use super::limits;
use super::people::{checked, id_of, json_of, within};
use super::{Arrived, Gate, GateFault, Lane, Request};
use crate::messages::{Access, Packed};
use crate::posting::{NoticeBoard, SendFault, Sender};
use crate::store::Id;

/// When to try again what Discord could not do for now.
const SOON: Duration = Duration::from_secs(30);

/// When to try again what something in front of Discord refused, without a code of Discord's.
const LATER: Duration = Duration::from_secs(300);

/// Discord's first instant, 2015-01-01, in milliseconds since 1970 (Discord's reference, "Snowflakes").
const FIRST_INSTANT: i64 = 1_420_070_400_000;

/// How far the two clocks may differ, ours and Discord's.
const SKEW: i64 = 5 * 60_000;

/// Discord's code for a message that has a thread
/// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
const THREAD_EXISTS: u32 = 160_004;

/// Discord's code for something that this kind of channel cannot do.
const WRONG_KIND: u32 = 50_024;

/// After so many minutes without a word a thread is put away: three days, so that Friday's is there on Monday. (Discord
/// takes 60, 1440, 4320 and 10080.)
pub(super) const QUIET_MINUTES: u32 = 4_320;

/// So many pages of a hundred messages are looked through at most.
pub(super) const MOST_PAGES: usize = 20;

#[async_trait]
impl Sender for Gate {
    async fn send(
        &self,
        channel: ChannelId,
        message: &Packed<CreateMessage>,
        nonce: Id,
        until: Timestamp,
    ) -> Result<MessageId, SendFault> {
        let sent = self.post(channel, message, nonce, until).await;
        // A log keeps no channel of somebody's private messages: nothing takes it out again. The row knows which it is.
        sent.map_err(|fault| {
            match &fault {
                GateFault::Unsendable(_) | GateFault::Refused { .. } => {
                    tracing::warn!(occurrence = %nonce, cause = %fault, "a post was refused");
                }
                // Told once, when it began.
                GateFault::Down { .. } => {}
                _ => tracing::warn!(occurrence = %nonce, cause = %fault, "a post did not get through"),
            }
            send_fault(&fault)
        })
    }

    async fn post_in_forum(
        &self,
        forum: ChannelId,
        title: &str,
        message: &Packed<CreateMessage>,
        until: Timestamp,
    ) -> Result<MessageId, SendFault> {
        // A question: nothing is sent before it is answered. It takes one try's time at most: the post's lease runs
        // already, and whoever takes a post over that is still on its way makes a second one.
        let asks = tokio::time::timeout(self.patience.request, self.forum(forum)).await;
        let asks = asks.map_err(|_| SendFault::Retry { after: SOON })?.map_err(|fault| question_fault(&fault))?;
        if !asks.is_forum() {
            return Err(SendFault::Refused { code: WRONG_KIND });
        }
        self.start_in_forum((forum, &asks), title, message, until).await.map_err(|fault| {
            if !matches!(fault, GateFault::Down { .. }) {
                tracing::warn!(%forum, cause = %fault, "a post in a forum did not get through");
            }
            send_fault(&fault)
        })
    }

    async fn find_in_forum(
        &self,
        guild: GuildId,
        forum: ChannelId,
        mark: Id,
        since: Timestamp,
    ) -> Result<Option<MessageId>, SendFault> {
        looked(mark, self.search_forum(guild, forum, &mark.to_string(), since).await)
    }

    async fn open_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
        until: Timestamp,
    ) -> Result<(), SendFault> {
        match self.start_thread(channel, message, name, until).await {
            // One is there: an earlier try's, or a person's who was quicker.
            Err(fault) if fault.code() == Some(THREAD_EXISTS) => Ok(()),
            Err(GateFault::Down { after }) => Err(SendFault::Down { after }),
            Err(fault) => {
                tracing::warn!(%channel, cause = %fault, "a thread was not opened");
                Err(send_fault(&fault))
            }
            Ok(()) => Ok(()),
        }
    }

    async fn edit(
        &self,
        channel: ChannelId,
        message: MessageId,
        edited: &Packed<EditMessage>,
        until: Timestamp,
    ) -> Result<(), SendFault> {
        let body = json_of(edited).and_then(|body| checked(body, true)).map_err(|fault| send_fault(&fault))?;
        self.alter(Method::PATCH, channel, message, Some(body), until).await
    }

    async fn delete(&self, channel: ChannelId, message: MessageId, until: Timestamp) -> Result<(), SendFault> {
        self.alter(Method::DELETE, channel, message, None, until).await
    }

    async fn find_mark(&self, channel: ChannelId, mark: Id, since: Timestamp) -> Result<Option<MessageId>, SendFault> {
        looked(mark, self.search(channel, &mark.to_string(), since).await)
    }

    async fn notice_board(&self, guild: GuildId) -> Result<NoticeBoard, SendFault> {
        self.board(guild).await.map_err(|fault| question_fault(&fault))
    }

    async fn direct_channel(&self, person: UserId) -> Result<ChannelId, SendFault> {
        let request = Request {
            method: Method::POST,
            body: Some(json!({ "recipient_id": person.to_string() })),
            ..Request::get("/users/@me/channels".to_owned(), "somebody's private messages")
        };
        let told = self.exchange(request).await.map_err(|fault| question_fault(&fault))?;
        id_of(&told).map(|id| ChannelId::new(id.get())).ok_or(SendFault::Retry { after: SOON })
    }

    async fn may_decide(&self, guild: GuildId, person: UserId, role: Option<RoleId>) -> Result<bool, SendFault> {
        let standing = self.standing_of(guild, person).await.map_err(|fault| question_fault(&fault))?;
        Ok(standing.manages || role.is_some_and(|role| standing.roles.contains(&role)))
    }

    async fn is_open(&self, guild: GuildId, thread: ChannelId) -> Result<bool, SendFault> {
        self.is_open_thread(guild, thread).await.map_err(|fault| question_fault(&fault))
    }

    async fn access(&self, guild: GuildId, channel: ChannelId) -> Access {
        self.access_to(guild, channel).await
    }
}

/// What the posting engine makes of a look.
fn looked(mark: Id, found: Result<Found, GateFault>) -> Result<Option<MessageId>, SendFault> {
    match found {
        Ok(Found::There(message)) => Ok(Some(message)),
        Ok(Found::Nowhere) => Ok(None),
        Ok(Found::TooMuchSaid) => {
            tracing::warn!(occurrence = %mark, "too much was said in a channel to look through it");
            Err(SendFault::Buried)
        }
        Err(GateFault::Down { after }) => Err(SendFault::Down { after }),
        Err(fault) => {
            tracing::warn!(occurrence = %mark, cause = %fault, "a channel could not be looked through");
            Err(question_fault(&fault))
        }
    }
}

/// The same of a question, which changes nothing and can be asked again.
fn question_fault(fault: &GateFault) -> SendFault {
    match (send_fault(fault), fault.code()) {
        (SendFault::Uncertain, _) => SendFault::Retry { after: SOON },
        (SendFault::Unsuitable { .. } | SendFault::Deleted, Some(code)) => SendFault::Refused { code },
        (fault, _) => fault,
    }
}

/// What a look through a channel came to.
pub(super) enum Found {
    There(MessageId),
    /// Every message since was read, and none carries the mark.
    Nowhere,
    /// The mark may lie beyond what is looked through.
    TooMuchSaid,
}

impl Gate {
    async fn post(
        &self,
        channel: ChannelId,
        message: &Packed<CreateMessage>,
        nonce: Id,
        until: Timestamp,
    ) -> Result<MessageId, GateFault> {
        let mut body = json_of(message)?;
        if let Value::Object(fields) = &mut body {
            fields.insert("nonce".to_owned(), json!(nonce.to_string()));
            fields.insert("enforce_nonce".to_owned(), json!(true));
        }
        let request = Request {
            method: Method::POST,
            path: format!("/channels/{channel}/messages"),
            shown: "a post",
            body: Some(checked(body, false)?),
            files: within(&message.files)?,
            lane: Lane::Bot(Some(channel)),
            // The nonce brings the first one back.
            repeatable: true,
            regardless: false,
            until: Some(until),
        };
        let told = self.exchange(request).await?;
        id_of(&told).ok_or(GateFault::Unreadable { arrived: Arrived::Perhaps })
    }

    /// Changes or deletes a message of the bot's own.
    async fn alter(
        &self,
        method: Method,
        channel: ChannelId,
        message: MessageId,
        body: Option<Value>,
        until: Timestamp,
    ) -> Result<(), SendFault> {
        let request = Request {
            method,
            path: format!("/channels/{channel}/messages/{message}"),
            shown: "a change of a post",
            body,
            files: Vec::new(),
            lane: Lane::Bot(Some(channel)),
            repeatable: true,
            regardless: false,
            until: Some(until),
        };
        self.exchange(request).await.map(drop).map_err(|fault| {
            if !matches!(fault, GateFault::Down { .. }) {
                tracing::warn!(%message, cause = %fault, "a post was not changed");
            }
            send_fault(&fault)
        })
    }

    async fn start_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
        until: Timestamp,
    ) -> Result<(), GateFault> {
        let body = json!({ "name": name, "auto_archive_duration": QUIET_MINUTES });
        limits::thread(&body).map_err(GateFault::Unsendable)?;
        let request = Request {
            method: Method::POST,
            path: format!("/channels/{channel}/messages/{message}/threads"),
            shown: "a thread",
            body: Some(body),
            files: Vec::new(),
            lane: Lane::Bot(Some(channel)),
            // A message has one thread at most.
            repeatable: true,
            regardless: false,
            until: Some(until),
        };
        self.exchange(request).await.map(drop)
    }

    async fn search(&self, channel: ChannelId, mark: &str, since: Timestamp) -> Result<Found, GateFault> {
        let mut after = snowflake(since);
        for _ in 0..MOST_PAGES {
            let path = format!("/channels/{channel}/messages?limit=100&after={after}");
            let request = Request { lane: Lane::Bot(Some(channel)), ..Request::get(path, "a channel's messages") };
            let page = self.exchange(request).await?;
            let Value::Array(messages) = page else { return Err(GateFault::Unreadable { arrived: Arrived::No }) };
            let own = messages.iter().filter(|message| self.is_own(&message["author"]));
            if let Some(found) = own.filter(|message| marked(&message["components"], mark)).find_map(id_of) {
                return Ok(Found::There(found));
            }
            // A page holds the hundred that follow `after`, in whatever order.
            let Some(newest) = messages.iter().filter_map(id_of).max() else {
                // Discord hands an empty list to a bot that may not read back, as if nothing had been said.
                let read = self.may_read_back(channel).await?;
                return if read { Ok(Found::Nowhere) } else { Err(no_reading_back()) };
            };
            if messages.len() < 100 {
                return Ok(Found::Nowhere);
            }
            after = newest.get();
        }
        Ok(Found::TooMuchSaid)
    }

    /// Whether the bot itself wrote it. A very old application's bot has a user id of its own: before the gateway has
    /// said it, any bot with the mark is taken for this one.
    pub(super) fn is_own(&self, author: &Value) -> bool {
        author["id"] == self.me().to_string() || (self.known_me().is_none() && author["bot"] == true)
    }
}

/// What Discord says of other requests in that case: Missing Permissions.
fn no_reading_back() -> GateFault {
    GateFault::Refused { status: 403, code: 50_013, details: "; Read Message History is off".to_owned() }
}

/// Whether any button or menu below carries the mark as one of the parts of its custom id.
pub(super) fn marked(components: &Value, mark: &str) -> bool {
    match components {
        Value::Array(parts) => parts.iter().any(|part| marked(part, mark)),
        Value::Object(fields) => {
            let own = fields.get("custom_id").and_then(Value::as_str);
            own.is_some_and(|id| id.split('.').any(|part| part == mark))
                || fields.values().any(|value| marked(value, mark))
        }
        _ => false,
    }
}

/// The smallest id that a message could have had at that instant, less the skew of clocks.
pub(super) fn snowflake(instant: Timestamp) -> u64 {
    let since = instant.as_millisecond().saturating_sub(FIRST_INSTANT).saturating_sub(SKEW);
    u64::try_from(since).unwrap_or(0) << 22
}

/// Discord's codes for a message whose text or form is at fault, wherever it is sent: Invalid Form Body, Cannot send an
/// empty message, and the two of its filters
/// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
const UNSUITABLE: [u32; 4] = [50_035, 50_006, 200_000, 240_000];

/// What the posting engine makes of a fault.
fn send_fault(fault: &GateFault) -> SendFault {
    match fault {
        GateFault::TokenRefused => SendFault::Stop,
        GateFault::Limited { after } => SendFault::Retry { after: *after },
        GateFault::TooLate => SendFault::Retry { after: Duration::ZERO },
        GateFault::Down { after } => SendFault::Down { after: *after },
        GateFault::Unavailable { arrived: Arrived::Perhaps, .. }
        | GateFault::Unreadable { arrived: Arrived::Perhaps } => SendFault::Uncertain,
        GateFault::Unavailable { .. } | GateFault::Unreadable { .. } => SendFault::Retry { after: SOON },
        // Not Discord's own words: something in front of it.
        GateFault::Refused { code: 0, .. } => SendFault::Retry { after: LATER },
        GateFault::Refused { code: UNKNOWN_MESSAGE, .. } => SendFault::Deleted,
        GateFault::Refused { code, .. } if UNSUITABLE.contains(code) => SendFault::Unsuitable { code: *code },
        GateFault::Refused { code, .. } => SendFault::Refused { code: *code },
        // What Discord would have said: Invalid Form Body.
        GateFault::Unsendable(_) => SendFault::Unsuitable { code: 50_035 },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mark_is_a_whole_part_of_a_custom_id() {
        let row = json!([{"type": 1, "components": [{"type": 2, "custom_id": "c1.two.00ABC.prompt"}]}]);
        assert!(marked(&row, "00ABC"));
        assert!(!marked(&row, "0ABC"));
        assert!(!marked(&json!([]), "00ABC"));
    }

    #[test]
    fn a_snowflake_is_milliseconds_since_discord_began() {
        // Discord's own example: 175928847299117063 is 2016-04-30T11:18:25.796Z.
        let instant: Timestamp = "2016-04-30T11:23:25.796Z".parse().unwrap();
        assert_eq!(snowflake(instant), 175_928_847_299_117_063 >> 22 << 22);
        assert_eq!(snowflake("2000-01-01T00:00:00Z".parse().unwrap()), 0);
    }
}
