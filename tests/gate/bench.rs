//! A gate to a scripted server, and what it is asked to send.

use std::time::Duration;

use clarion::clock::Clock;
use clarion::discord::{Gate, Patience};
use clarion::posting::{SendFault, Sender};
use clarion::settings::ApiUrl;
use clarion::store::Id;
use jiff::Timestamp;
use serde_json::json;
use serenity::builder::CreateMessage;
use serenity::model::id::{ApplicationId, ChannelId, MessageId};

use crate::common::Reply;

pub const DAILY: ChannelId = ChannelId::new(41);
pub const OTHER: ChannelId = ChannelId::new(42);
pub const TOKEN: &str = "NDA.Gabcde.sesame-open-up";

pub fn gate_with(address: &str, patience: Patience) -> Gate {
    gate_at(address, patience, Clock::system())
}

pub fn gate_at(address: &str, patience: Patience, clock: Clock) -> Gate {
    let api_url: ApiUrl = address.parse().unwrap();
    Gate::new(Some(&api_url), &TOKEN.into(), ApplicationId::new(40), clock, 7, patience).unwrap()
}

pub fn gate(address: &str) -> Gate {
    let patience = Patience {
        connect: Duration::from_secs(2),
        request: Duration::from_secs(2),
        // As many as a channel gets at once: a fourth would wait for its turn.
        tries: 3,
        first_pause: Duration::from_millis(1),
        longest_wait: Duration::from_millis(300),
        ..Patience::default()
    };
    gate_with(address, patience)
}

pub fn nonce() -> Id {
    Id::from_i64(123_456_789).unwrap()
}

pub async fn send(gate: &Gate, channel: ChannelId) -> Result<MessageId, SendFault> {
    gate.send(channel, &CreateMessage::new().content("hello <@1> @everyone").into(), nonce(), Timestamp::MAX).await
}

pub fn message() -> Reply {
    Reply::json(200, &json!({"id": "99"}))
}

pub fn limited(retry_after: &'static str) -> Reply {
    Reply::Answer(429, retry_after, String::new())
}
