//! One websocket, from the upgrade to its end: reads payloads, writes what the hub asks, and keeps the rules that belong
//! to a connection (the query, the pace, the heartbeats).

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::codec::{Encoder, Transport};
use super::hub::{End, Outgoing};
use super::members;
use super::payload::Backdrop;
use super::wire::{self, Close, Inbound, PAYLOADS_A_MINUTE};
use crate::rehearsal::stand_in::Shared;

/// How long a client may take to answer a close before the socket is let go of.
const CLOSING: Duration = Duration::from_secs(1);

/// The query of the connection's address.
#[derive(Debug, Deserialize)]
pub(crate) struct Connect {
    v: Option<u8>,
    encoding: Option<String>,
    compress: Option<String>,
}

/// `GET /` with an upgrade: the gateway.
pub(crate) async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Query(connect): Query<Connect>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if shared.gateway.lock().unreachable {
        // A body that breaks at once: the connection is gone before a byte of an answer has left.
        let broken =
            futures_util::stream::once(async { Err::<&'static [u8], _>(std::io::Error::other("cut, as asked")) });
        return Response::new(axum::body::Body::from_stream(broken));
    }
    let Ok(upgrade) = upgrade else {
        return (StatusCode::UPGRADE_REQUIRED, "This is the gateway: a websocket belongs here.\n").into_response();
    };
    if connect.encoding.as_deref().is_some_and(|encoding| encoding != "json") {
        return (StatusCode::BAD_REQUEST, "The stand-in speaks encoding=json only.\n").into_response();
    }
    let Some(transport) = Transport::from_query(connect.compress.as_deref()) else {
        return (StatusCode::BAD_REQUEST, "compress is zlib-stream or zstd-stream.\n").into_response();
    };
    let version = connect.v.unwrap_or(10);
    upgrade.on_upgrade(move |socket| async move {
        if let Ok(encoder) = Encoder::new(transport) {
            let stopped = shared.stopped.clone();
            let line = Line { socket, encoder, shared, id: 0, paced: VecDeque::new() };
            // Cut without a close where the stand-in ends.
            stopped.run_until_cancelled(line.serve(version)).await;
        }
    })
}

/// One connection's own things.
struct Line {
    socket: WebSocket,
    encoder: Encoder,
    shared: Arc<Shared>,
    id: u64,
    /// When the client's last payloads arrived, heartbeats apart.
    paced: VecDeque<Instant>,
}

impl Line {
    async fn serve(mut self, version: u8) {
        if !matches!(version, 9 | 10) {
            self.say_goodbye(Close::INVALID_API_VERSION).await;
            return;
        }
        let shared = Arc::clone(&self.shared);
        let (outbox, inbox) = mpsc::unbounded_channel();
        let (id, interval) = shared.gateway.connect(version, outbox);
        self.id = id;
        let end = self.talk(inbox, Duration::from_millis(interval.saturating_mul(2))).await;
        shared.gateway.disconnect(id, end);
        if let End::ByGateway(close) = end {
            self.say_goodbye(close).await;
        }
    }

    /// Reads and writes until one side has had enough.
    async fn talk(&mut self, mut inbox: mpsc::UnboundedReceiver<Outgoing>, patience: Duration) -> End {
        let mut heard = Instant::now();
        loop {
            tokio::select! {
                // Both sides of a select are ready under load; neither order matters to the protocol.
                outgoing = inbox.recv() => match outgoing {
                    Some(Outgoing::Send(payload)) => {
                        let Ok(message) = self.encoder.encode(&payload) else { return End::Broken };
                        if self.socket.send(message).await.is_err() {
                            return End::Broken;
                        }
                    }
                    Some(Outgoing::CompressPayloads) => self.encoder.compress_payloads(),
                    Some(Outgoing::Close(close)) => return End::ByGateway(close),
                    Some(Outgoing::Cut) | None => return End::Broken,
                },
                incoming = self.socket.recv() => {
                    let read = match incoming {
                        Some(Ok(Message::Text(text))) => self.take(text.as_bytes(), &mut heard),
                        Some(Ok(Message::Binary(bytes))) => self.take(&bytes, &mut heard),
                        Some(Ok(Message::Close(frame))) => {
                            // 1005 is the websocket protocol's own "no code was given".
                            let code = frame.map_or(1005, |frame| frame.code);
                            // Reading on is what sends the answer to the close.
                            let _ = tokio::time::timeout(CLOSING, self.socket.recv()).await;
                            return End::ByClient(code);
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                        Some(Err(_)) | None => return End::Broken,
                    };
                    if let Err(close) = read {
                        return End::ByGateway(close);
                    }
                }
                () = tokio::time::sleep_until(heard + patience) => {
                    if !self.shared.gateway.silent(self.id) {
                        return End::ByGateway(Close::SESSION_TIMED_OUT);
                    }
                    heard = Instant::now();
                }
            }
        }
    }

    /// One payload from the client.
    fn take(&mut self, text: &[u8], heard: &mut Instant) -> Result<(), Close> {
        let shared = &self.shared;
        let inbound = wire::read(text)?;
        let authenticated = shared.gateway.authenticated(self.id);
        if !matches!(inbound, Inbound::Heartbeat(_)) {
            self.paced.retain(|at| at.elapsed() < Duration::from_secs(60));
            self.paced.push_back(Instant::now());
            if self.paced.len() > PAYLOADS_A_MINUTE {
                return Err(Close::RATE_LIMITED);
            }
        }
        match inbound {
            Inbound::Heartbeat(seen) => {
                *heard = Instant::now();
                shared.gateway.heartbeat(self.id, seen);
                Ok(())
            }
            Inbound::Identify(identify) => shared.world.with(|world| {
                let backdrop = Backdrop::of(world, shared, identify.shard());
                shared.gateway.identify(self.id, &identify, backdrop)
            }),
            Inbound::Resume(resume) => shared.gateway.resume(self.id, &resume, &shared.token),
            _ if !authenticated => Err(Close::NOT_AUTHENTICATED),
            Inbound::RequestMembers(request) => shared.world.with(|world| {
                let hears = shared.gateway.hears_members(self.id);
                if let Some(chunk) = members::chunk(world, &request, hears) {
                    shared.gateway.dispatch_to(self.id, "GUILD_MEMBERS_CHUNK", chunk);
                }
                Ok(())
            }),
            Inbound::Accepted => Ok(()),
        }
    }

    /// Sends a close frame and waits a little for its answer.
    async fn say_goodbye(&mut self, Close(code, reason): Close) {
        let frame = CloseFrame { code, reason: reason.into() };
        if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
            let answered = async { while let Some(Ok(_)) = self.socket.recv().await {} };
            // Either the client answered or it had its time.
            let _ = tokio::time::timeout(CLOSING, answered).await;
        }
    }
}
