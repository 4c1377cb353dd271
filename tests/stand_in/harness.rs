//! A stand-in with a small team in it, and a client that asks as a bot.

use std::time::Duration;

use clarion::clock::{Clock, Hand};
use clarion::rehearsal::world::{ChannelId, GuildId, Permissions, UserId, World};
use clarion::rehearsal::{StandIn, StandInOptions};
use reqwest::header::HeaderMap;
use reqwest::{Method, multipart};
use serde_json::{Value, json};

/// Longer than anything here takes; a test that waits so long has failed.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The bot's permissions in the server.
pub const BOT: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY);

pub struct Team {
    pub stand_in: StandIn,
    pub hand: Hand,
    pub guild: GuildId,
    pub daily: ChannelId,
    pub mira: UserId,
    pub jo: UserId,
    http: reqwest::Client,
}

/// An answer: status, body, headers.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub json: Value,
    pub headers: HeaderMap,
}

impl Answer {
    /// Discord's error code; 0 where there is none.
    pub fn code(&self) -> u64 {
        self.json["code"].as_u64().unwrap_or(0)
    }

    /// Status and code, as Discord's documentation lists errors.
    pub fn refusal(&self) -> (u16, u64) {
        (self.status, self.code())
    }

    /// The code of the first fault at that place of `errors`.
    pub fn fault(&self, pointer: &str) -> &str {
        self.json.pointer(&format!("/errors{pointer}/_errors/0/code")).and_then(Value::as_str).unwrap_or("none")
    }

    pub fn id(&self) -> String {
        self.json["id"].as_str().expect("an object with an id").to_owned()
    }
}

impl Team {
    pub async fn start() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut StandInOptions)) -> Self {
        let (clock, hand) = Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap());
        let mut options = StandInOptions::new(clock);
        change(&mut options);
        let stand_in = StandIn::start(options).await.unwrap();
        let (guild, daily, mira, jo) = stand_in.world().with(|world| {
            let (owner, mira, jo) = (world.add_person("Owner"), world.add_person("Mira"), world.add_person("Jo"));
            let guild = world.add_guild("Harbour", owner);
            world.join(guild, mira);
            world.join(guild, jo);
            let daily = world.add_channel(guild, "daily").unwrap();
            world.invite_bot(guild, BOT);
            (guild, daily, mira, jo)
        });
        // So that a test that would wait for ever fails instead.
        let http = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
        Self { stand_in, hand, guild, daily, mira, jo, http }
    }

    /// Looks at the world or changes it.
    pub fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        self.stand_in.world().with(look)
    }

    /// Takes permissions from everybody and from the bot's own role.
    pub fn lack(&self, permissions: Permissions) {
        self.world(|world| {
            for role in world.guilds.get_mut(&self.guild).unwrap().roles.values_mut() {
                role.permissions -= permissions;
            }
        });
    }

    /// Gives the bot's own role more.
    pub fn grant(&self, permissions: Permissions) {
        self.world(|world| {
            let roles = &mut world.guilds.get_mut(&self.guild).unwrap().roles;
            roles.values_mut().filter(|role| role.bot.is_some()).for_each(|role| role.permissions |= permissions);
        });
    }

    pub fn messages(&self) -> String {
        format!("/channels/{}/messages", self.daily)
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v10{path}", self.stand_in.api_url());
        self.http.request(method, url).header("authorization", format!("Bot {}", self.stand_in.token()))
    }

    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.request(method.parse().unwrap(), path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        answer(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask("POST", path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.ask("PATCH", path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.ask("PUT", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, None).await
    }

    /// Sends a message to #daily.
    pub async fn send(&self, body: Value) -> Answer {
        self.post(&self.messages(), body).await
    }

    /// Sends some words to #daily and returns the path of the message.
    pub async fn sent(&self, words: &str) -> String {
        let answer = self.send(json!({ "content": words })).await;
        format!("{}/{}", self.messages(), answer.id())
    }

    /// Sends a message with files to #daily: payload, then name and bytes of each.
    pub async fn upload(&self, payload: Value, files: Vec<(&str, Vec<u8>)>) -> Answer {
        let mut form = multipart::Form::new().text("payload_json", payload.to_string());
        for (index, (name, bytes)) in files.into_iter().enumerate() {
            form = form.part(format!("files[{index}]"), multipart::Part::bytes(bytes).file_name(name.to_owned()));
        }
        answer(self.request(Method::POST, &self.messages()).multipart(form)).await
    }

    /// Somebody else's message in #daily.
    pub fn says(&self, author: UserId, words: &str) -> String {
        let id = self.world(|world| world.say(self.daily, author, words).unwrap().id);
        format!("{}/{id}", self.messages())
    }

    pub async fn step(&self, seconds: i64) {
        let to = self.stand_in.clock().now() + jiff::SignedDuration::from_secs(seconds);
        self.hand.advance_to(to, PATIENCE).await.unwrap();
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.timeout(PATIENCE).send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await.unwrap();
    Answer { status, json: serde_json::from_slice(&bytes).unwrap_or_default(), headers }
}
