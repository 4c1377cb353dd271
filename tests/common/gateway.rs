//! A Discord that knows its gateway and nothing else, for what the stand-in would never say.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::routing::{any, get, put};
use serde_json::{Value, json};

/// Its address. `talk` has each connection to the gateway.
pub async fn gateway<T>(talk: impl Fn(WebSocket) -> T + Clone + Send + Sync + 'static) -> String
where
    T: Future<Output = ()> + Send + 'static,
{
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let bot = json!({"url": format!("ws://{address}"), "shards": 1,
                     "session_start_limit": {"total": 1, "remaining": 1, "reset_after": 1, "max_concurrency": 1}});
    let app = axum::Router::new()
        .route("/api/v10/gateway/bot", get(move || async move { Json(bot) }))
        .route("/api/v10/applications/{id}/commands", put(|| async { Json(json!([])) }))
        .route("/", any(move |upgrade: WebSocketUpgrade| async move { upgrade.on_upgrade(talk) }));
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

/// Says hello and waits for the bot to identify itself.
pub async fn hello(socket: &mut WebSocket) {
    say(socket, &json!({"op": 10, "d": {"heartbeat_interval": 41_250}})).await;
    let _ = socket.recv().await;
}

pub async fn say(socket: &mut WebSocket, payload: &Value) {
    let _ = socket.send(Message::Text(payload.to_string().into())).await;
}
