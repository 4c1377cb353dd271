//! A websocket client with nothing of a library's kindness: it sends what it is told and shows what comes.

use std::io::{Read, Write};
use std::time::Duration;

use clarion::clock::{Clock, Hand};
use clarion::rehearsal::world::{ChannelId, GuildId, Permissions, UserId};
use clarion::rehearsal::{StandIn, StandInOptions};
use flate2::{Decompress, FlushDecompress};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// GUILDS and GUILD_MESSAGES.
pub const GUILDS: u64 = 1;
pub const GUILD_MESSAGES: u64 = 1 << 9;

/// A stand-in with one server, one channel and one person.
pub struct Place {
    pub stand_in: StandIn,
    pub hand: Hand,
    pub guild: GuildId,
    pub general: ChannelId,
    pub mira: UserId,
}

pub async fn place() -> Place {
    let (clock, hand) = Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap());
    let stand_in = StandIn::start(StandInOptions::new(clock)).await.unwrap();
    let (guild, general, mira) = stand_in.world().with(|world| {
        let mira = world.add_person("Mira");
        let guild = world.add_guild("Harbour", mira);
        let general = world.add_channel(guild, "general").unwrap();
        world.invite_bot(guild, Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES);
        (guild, general, mira)
    });
    Place { stand_in, hand, guild, general, mira }
}

/// What a connection is decoded with.
enum Decoder {
    Plain,
    Zlib(Box<Decompress>),
    Zstd(zstd::stream::write::Decoder<'static, Vec<u8>>),
}

/// What a read came to.
#[derive(Debug, PartialEq)]
pub enum Seen {
    Payload(Value),
    /// The close code.
    Closed(u16),
    /// The socket ended without a close frame.
    Cut,
}

pub struct Raw {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    decoder: Decoder,
    /// How many payloads came as binary frames.
    pub packed: usize,
}

impl Raw {
    pub async fn connect(place: &Place, query: &str) -> Self {
        let (socket, _) = connect_async(format!("{}/?{query}", place.stand_in.gateway_url())).await.unwrap();
        let decoder = match query {
            query if query.contains("zlib-stream") => Decoder::Zlib(Box::new(Decompress::new(true))),
            query if query.contains("zstd-stream") => {
                Decoder::Zstd(zstd::stream::write::Decoder::new(Vec::new()).unwrap())
            }
            _ => Decoder::Plain,
        };
        Self { socket, decoder, packed: 0 }
    }

    /// Connects, reads hello, identifies, and reads READY.
    pub async fn logged_in(place: &Place, intents: u64) -> (Self, Value) {
        let mut raw = Self::connect(place, "v=10&encoding=json").await;
        assert_eq!(raw.payload().await["op"], 10);
        raw.identify(place, json!({"intents": intents})).await;
        let ready = raw.payload().await;
        assert_eq!(ready["t"], "READY");
        (raw, ready)
    }

    /// Connects, reads hello, and asks to resume.
    pub async fn resuming(place: &Place, session: &Value, seq: u64) -> Self {
        let mut raw = Self::connect(place, "v=10").await;
        assert_eq!(raw.payload().await["op"], 10);
        let token = place.stand_in.token();
        raw.send(&json!({"op": 6, "d": {"token": token, "session_id": session, "seq": seq}})).await;
        raw
    }

    pub async fn identify(&mut self, place: &Place, more: Value) {
        let mut data = json!({"token": place.stand_in.token(), "intents": GUILDS, "properties": {"os": "linux"}});
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.send(&json!({"op": 2, "d": data})).await;
    }

    pub async fn send(&mut self, payload: &Value) {
        self.send_text(&payload.to_string()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// Closes with that code and waits for the end. Returns how many payloads still came before it.
    pub async fn close(mut self, code: u16) -> usize {
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).await.unwrap();
        let mut late = 0;
        loop {
            match self.see().await {
                Seen::Payload(_) => late += 1,
                Seen::Closed(_) => {}
                Seen::Cut => return late,
            }
        }
    }

    pub async fn see(&mut self) -> Seen {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("the gateway is silent");
            match next {
                Some(Ok(Message::Text(text))) => return Seen::Payload(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Binary(bytes))) => {
                    self.packed += 1;
                    return Seen::Payload(serde_json::from_slice(&self.unpack(&bytes)).unwrap());
                }
                Some(Ok(Message::Close(frame))) => return Seen::Closed(frame.map_or(1005, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Seen::Cut,
            }
        }
    }

    pub async fn payload(&mut self) -> Value {
        match self.see().await {
            Seen::Payload(payload) => payload,
            other => panic!("no payload but {other:?}"),
        }
    }

    /// The next event of that name; others are passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self.payload().await;
            if payload["t"] == name {
                return payload;
            }
        }
    }

    /// Sends a heartbeat and returns the names of all events that came before its acknowledgement.
    pub async fn caught_up(&mut self) -> Vec<String> {
        self.send(&json!({"op": 1, "d": null})).await;
        let mut names = Vec::new();
        loop {
            let payload = self.payload().await;
            match payload["op"].as_u64() {
                Some(11) => return names,
                Some(0) => names.push(payload["t"].as_str().unwrap().to_owned()),
                other => panic!("op {other:?}"),
            }
        }
    }

    fn unpack(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        match &mut self.decoder {
            Decoder::Plain => {
                flate2::read::ZlibDecoder::new(bytes).read_to_end(&mut text).unwrap();
            }
            Decoder::Zlib(inflate) => {
                assert_eq!(bytes[bytes.len() - 4..], [0, 0, 0xff, 0xff]);
                text.reserve(1 << 20);
                inflate.decompress_vec(bytes, &mut text, FlushDecompress::Sync).unwrap();
            }
            Decoder::Zstd(inflate) => {
                inflate.write_all(bytes).unwrap();
                inflate.flush().unwrap();
                text = std::mem::take(inflate.get_mut());
            }
        }
        text
    }
}
