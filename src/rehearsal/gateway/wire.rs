//! The numbers and the inbound payloads of the gateway's protocol, read leniently where Discord is lenient.
//!
//! Source: Discord's "Gateway Events" and "Opcodes and Status Codes".

use serde::Deserialize;
use serde_json::Value;

/// The longest payload a client may send, in bytes; longer ones are a decode error.
pub(crate) const LONGEST_PAYLOAD: usize = 4096;
/// Payloads a client may send within a minute, heartbeats apart.
pub(crate) const PAYLOADS_A_MINUTE: usize = 120;

/// Gateway opcodes that this stand-in sends.
pub(crate) mod op {
    pub(crate) const DISPATCH: u64 = 0;
    pub(crate) const HEARTBEAT: u64 = 1;
    pub(crate) const RECONNECT: u64 = 7;
    pub(crate) const INVALID_SESSION: u64 = 9;
    pub(crate) const HELLO: u64 = 10;
    pub(crate) const HEARTBEAT_ACK: u64 = 11;
}

/// Why the gateway ends a connection: the code and the words that Discord sends with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Close(pub(crate) u16, pub(crate) &'static str);

impl Close {
    pub(crate) const UNKNOWN_ERROR: Self = Self(4000, "Unknown error.");
    pub(crate) const UNKNOWN_OPCODE: Self = Self(4001, "Unknown opcode.");
    pub(crate) const DECODE_ERROR: Self = Self(4002, "Error while decoding payload.");
    pub(crate) const NOT_AUTHENTICATED: Self = Self(4003, "Not authenticated.");
    pub(crate) const AUTHENTICATION_FAILED: Self = Self(4004, "Authentication failed.");
    pub(crate) const ALREADY_AUTHENTICATED: Self = Self(4005, "Already authenticated.");
    pub(crate) const INVALID_SEQ: Self = Self(4007, "Invalid seq.");
    pub(crate) const RATE_LIMITED: Self = Self(4008, "Rate limited.");
    pub(crate) const SESSION_TIMED_OUT: Self = Self(4009, "Session timed out.");
    pub(crate) const INVALID_SHARD: Self = Self(4010, "Invalid shard.");
    pub(crate) const SHARDING_REQUIRED: Self = Self(4011, "Sharding required.");
    pub(crate) const INVALID_API_VERSION: Self = Self(4012, "Invalid API version.");
    pub(crate) const INVALID_INTENTS: Self = Self(4013, "Invalid intent(s).");
    pub(crate) const DISALLOWED_INTENTS: Self = Self(4014, "Disallowed intent(s).");

    /// Every code that Discord documents.
    const ALL: [Self; 14] = [
        Self::UNKNOWN_ERROR,
        Self::UNKNOWN_OPCODE,
        Self::DECODE_ERROR,
        Self::NOT_AUTHENTICATED,
        Self::AUTHENTICATION_FAILED,
        Self::ALREADY_AUTHENTICATED,
        Self::INVALID_SEQ,
        Self::RATE_LIMITED,
        Self::SESSION_TIMED_OUT,
        Self::INVALID_SHARD,
        Self::SHARDING_REQUIRED,
        Self::INVALID_API_VERSION,
        Self::INVALID_INTENTS,
        Self::DISALLOWED_INTENTS,
    ];

    /// The close of this code, with Discord's words where it documents any.
    pub(crate) fn with_code(code: u16) -> Self {
        Self::ALL.into_iter().find(|close| close.0 == code).unwrap_or(Self(code, ""))
    }

    /// Whether Discord's table says that a client reconnects after this close.
    pub(crate) fn client_returns(self) -> bool {
        !matches!(self.0, 4004 | 4010..=4014)
    }

    /// Whether the session can be resumed after the gateway closed with this. After 4007 and 4009 Discord says to start a
    /// new one. (1000 and 1001 end a session only where the *client* sends them.)
    pub(crate) fn keeps_session(self) -> bool {
        self.client_returns() && !matches!(self.0, 4007 | 4009)
    }
}

/// A payload from a client.
#[derive(Debug)]
pub(crate) enum Inbound {
    /// op 1, with the last sequence number the client has seen.
    Heartbeat(Option<u64>),
    /// op 2
    Identify(Identify),
    /// op 6
    Resume(Resume),
    /// op 8, with the guild, and the nonce to echo.
    RequestMembers(RequestMembers),
    /// op 3, 4, 31 and the like: taken and left without effect here.
    Accepted,
}

/// op 2, as far as the stand-in reads it.
#[derive(Debug, Deserialize)]
pub(crate) struct Identify {
    pub(crate) token: String,
    pub(crate) intents: u64,
    #[serde(default)]
    pub(crate) compress: bool,
    #[serde(default)]
    shard: Option<(u64, u64)>,
    /// Required by Discord; what is in it does not matter here.
    #[serde(rename = "properties")]
    _properties: serde_json::Map<String, Value>,
}

impl Identify {
    /// Which shard it is, and of how many: the only one where it does not say.
    pub(crate) fn shard(&self) -> (u64, u64) {
        self.shard.unwrap_or((0, 1))
    }
}

/// op 6.
#[derive(Debug, Deserialize)]
pub(crate) struct Resume {
    pub(crate) token: String,
    pub(crate) session_id: String,
    pub(crate) seq: u64,
}

/// op 8, answered from what is known of the guild.
#[derive(Debug, Deserialize)]
pub(crate) struct RequestMembers {
    #[serde(deserialize_with = "snowflake")]
    pub(crate) guild_id: u64,
    #[serde(default)]
    pub(crate) query: Option<String>,
    #[serde(default)]
    pub(crate) limit: u64,
    #[serde(default)]
    pub(crate) user_ids: Option<Value>,
    #[serde(default)]
    pub(crate) nonce: Option<String>,
}

impl RequestMembers {
    /// The ids asked for, whether one or a list of them was given.
    pub(crate) fn ids(&self) -> Option<Vec<u64>> {
        let one = |value: &Value| value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64());
        match self.user_ids.as_ref()? {
            Value::Null => None,
            Value::Array(values) => Some(values.iter().filter_map(one).collect()),
            value => Some(one(value).into_iter().collect()),
        }
    }
}

fn snowflake<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u64),
        Text(String),
    }
    match Either::deserialize(deserializer)? {
        Either::Number(number) => Ok(number),
        Either::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

/// Reads one payload.
///
/// # Errors
/// The close that Discord answers with: 4002 for what is no payload, 4001 for an opcode it does not know.
pub(crate) fn read(text: &[u8]) -> Result<Inbound, Close> {
    #[derive(Deserialize)]
    struct Envelope {
        op: u64,
        #[serde(default)]
        d: Value,
    }
    if text.len() > LONGEST_PAYLOAD {
        return Err(Close::DECODE_ERROR);
    }
    let envelope: Envelope = serde_json::from_slice(text).map_err(|_| Close::DECODE_ERROR)?;
    fn body<T: serde::de::DeserializeOwned>(data: Value) -> Result<T, Close> {
        serde_json::from_value(data).map_err(|_| Close::DECODE_ERROR)
    }
    match envelope.op {
        1 => Ok(Inbound::Heartbeat(body(envelope.d)?)),
        2 => Ok(Inbound::Identify(body(envelope.d)?)),
        6 => Ok(Inbound::Resume(body(envelope.d)?)),
        8 => Ok(Inbound::RequestMembers(body(envelope.d)?)),
        3 | 4 | 31 | 43 => Ok(Inbound::Accepted),
        _ => Err(Close::UNKNOWN_OPCODE),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_no_payload_is_4002_and_what_is_no_opcode_is_4001() {
        for text in ["", "{", "[]", r#"{"op":"2"}"#, r#"{"op":2,"d":{}}"#, r#"{"op":6,"d":null}"#] {
            assert_eq!(read(text.as_bytes()).unwrap_err(), Close::DECODE_ERROR, "{text}");
        }
        assert_eq!(read(br#"{"op":99}"#).unwrap_err(), Close::UNKNOWN_OPCODE);
        let long = format!(r#"{{"op":1,"d":1,"x":"{}"}}"#, "x".repeat(LONGEST_PAYLOAD));
        assert_eq!(read(long.as_bytes()).unwrap_err(), Close::DECODE_ERROR);
    }

    #[test]
    fn a_heartbeat_carries_a_number_or_null() {
        assert!(matches!(read(br#"{"op":1,"d":null}"#), Ok(Inbound::Heartbeat(None))));
        assert!(matches!(read(br#"{"op":1,"d":7}"#), Ok(Inbound::Heartbeat(Some(7)))));
    }

    #[test]
    fn user_ids_come_alone_or_in_a_list() {
        let read = |ids: &str| match super::read(
            format!(r#"{{"op":8,"d":{{"guild_id":"5","limit":0,"user_ids":{ids}}}}}"#).as_bytes(),
        ) {
            Ok(Inbound::RequestMembers(request)) => request.ids(),
            other => panic!("{other:?}"),
        };
        assert_eq!(read(r#""17""#), Some(vec![17]));
        assert_eq!(read(r#"["17","18"]"#), Some(vec![17, 18]));
        assert_eq!(read("null"), None);
    }

    #[test]
    fn only_the_documented_codes_bring_the_client_back() {
        let stay_away: Vec<u16> = (4000..=4015).filter(|code| !Close::with_code(*code).client_returns()).collect();
        assert_eq!(stay_away, [4004, 4010, 4011, 4012, 4013, 4014]);
    }
}
