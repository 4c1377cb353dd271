//! A stand-in whose bot is the test itself: it reads the interactions and answers them by HTTP, byte by byte.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clarion::clock::{Clock, Hand};
use clarion::rehearsal::world::{ChannelId, Dispatch, DispatchSink, GuildId, Permissions, UserId};
use clarion::rehearsal::{Act, Acted, Event, Refusal, StandIn, StandInOptions};
use serde_json::{Value, json};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Everything that the gateway would have been told.
#[derive(Clone, Debug, Default)]
pub struct Heard(Arc<Mutex<Vec<Dispatch>>>);

impl DispatchSink for Heard {
    fn dispatch(&mut self, dispatch: &Dispatch) {
        self.0.lock().unwrap().push(dispatch.clone());
    }
}

pub struct Desk {
    pub stand_in: StandIn,
    pub hand: Hand,
    pub guild: GuildId,
    pub general: ChannelId,
    pub daily: ChannelId,
    /// The owner.
    pub mira: UserId,
    /// A plain member.
    pub jo: UserId,
    heard: Heard,
    http: reqwest::Client,
}

pub async fn desk() -> Desk {
    let (clock, hand) = Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap());
    let stand_in = StandIn::start(StandInOptions::new(clock)).await.unwrap();
    let heard = Heard::default();
    let (guild, general, daily, mira, jo) = stand_in.world().with(|world| {
        let mira = world.add_person("Mira Kahn");
        let jo = world.add_person("Jo");
        let guild = world.add_guild("Harbour", mira);
        world.join(guild, jo);
        let general = world.add_channel(guild, "general").unwrap();
        let daily = world.add_channel(guild, "daily").unwrap();
        world.add_role(guild, "Crew", Permissions::empty()).unwrap();
        world.invite_bot(guild, Permissions::VIEW_CHANNEL | Permissions::MANAGE_MESSAGES);
        world.tell(Box::new(heard.clone()));
        (guild, general, daily, mira, jo)
    });
    let desk = Desk { stand_in, hand, guild, general, daily, mira, jo, heard, http: reqwest::Client::new() };
    desk.register(commands()).await;
    desk
}

fn commands() -> Value {
    json!([
        {"name": "contrast", "description": "Two sides", "options": [
            {"type": 3, "name": "topic", "description": "Which", "autocomplete": true},
            {"type": 5, "name": "share", "description": "For all"}]},
        {"name": "recognize", "description": "Thanks", "options": [
            {"type": 6, "name": "member", "description": "Whom", "required": true},
            {"type": 3, "name": "for", "description": "Why", "required": true, "min_length": 3, "max_length": 40},
            {"type": 3, "name": "way", "description": "How", "choices": [
                {"name": "That skill", "name_localizations": {"de": "Diese Kunst"}, "value": "expert"},
                {"name": "Simply thanks", "value": "thanks"}]},
            {"type": 4, "name": "times", "description": "How often", "min_value": 1, "max_value": 5},
            {"type": 10, "name": "share", "description": "How much", "min_value": 0.5},
            {"type": 7, "name": "place", "description": "Where", "channel_types": [0]},
            {"type": 8, "name": "role", "description": "Which"},
            {"type": 9, "name": "anyone", "description": "Who"}]},
        {"name": "schedule", "description": "When", "default_member_permissions": "32", "options": [
            {"type": 1, "name": "show", "description": "Shows"},
            {"type": 2, "name": "post", "description": "Posts", "options": [
                {"type": 1, "name": "at", "description": "At", "options": [
                    {"type": 3, "name": "zone", "description": "Zone", "autocomplete": true, "required": true}]}]}]},
        {"name": "Recognise", "type": 2},
        {"name": "Recognise this", "type": 3},
        {"name": "served", "description": "Servers only", "contexts": [0]}
    ])
}

impl Desk {
    pub async fn register(&self, commands: Value) {
        let application = self.stand_in.world().with(|world| world.application.id);
        let path = format!("/applications/{application}/commands");
        let (status, body) = self.request("PUT", &path, &commands).await;
        assert_eq!(status, 200, "{body}");
    }

    /// A request with the bot's token. Returns status and body.
    pub async fn request(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let bearer = format!("Bot {}", self.stand_in.token());
        let request = self.http.request(method.parse().unwrap(), format!("{}/api/v10{path}", self.stand_in.api_url()));
        read(request.header("authorization", bearer).json(body)).await
    }

    /// A request without any token but the one in its path.
    pub async fn bare(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = self.http.request(method.parse().unwrap(), format!("{}/api/v10{path}", self.stand_in.api_url()));
        read(request.json(body)).await
    }

    /// Jo does something that begins an interaction. Returns what the bot is told.
    pub fn begin(&self, act: Act) -> Value {
        let acted = self.stand_in.act(act).unwrap();
        let Acted::Interaction(id) = acted else { panic!("{acted:?} is no interaction") };
        let told = self.told("INTERACTION_CREATE").pop().unwrap();
        assert_eq!(told["id"], json!(id));
        told
    }

    /// The bodies of all dispatches of that name so far.
    pub fn told(&self, name: &str) -> Vec<Value> {
        let heard = self.heard.0.lock().unwrap();
        heard.iter().filter(|dispatch| dispatch.name == name).map(|dispatch| dispatch.data.clone()).collect()
    }

    pub fn slash(&self, who: UserId, text: &str) -> Value {
        self.begin(Act::Slash { who, channel: self.general, text: text.into() })
    }

    pub fn refused(&self, who: UserId, text: &str) -> String {
        let act = Act::Slash { who, channel: self.general, text: text.into() };
        self.stand_in.act(act).expect_err(text).0
    }

    pub fn click(&self, who: UserId, button: &str) -> Result<Acted, Refusal> {
        self.stand_in.act(Act::Click { who, channel: None, message: None, button: button.into() })
    }

    /// Answers with that body. Returns status and body.
    pub async fn answer(&self, to: &Value, body: Value) -> (u16, Value) {
        let path = format!("/interactions/{}/{}/callback", text(&to["id"]), text(&to["token"]));
        self.bare("POST", &path, &body).await
    }

    /// Answers, and finds that it was taken.
    pub async fn answered(&self, to: &Value, body: Value) {
        assert_eq!(self.answer(to, body).await, (204, Value::Null));
    }

    /// A request below the interaction's webhook, such as `/messages/@original`.
    pub async fn later(&self, to: &Value, method: &str, below: &str, body: Value) -> (u16, Value) {
        let path = format!("/webhooks/{}/{}{below}", text(&to["application_id"]), text(&to["token"]));
        self.bare(method, &path, &body).await
    }

    pub async fn pass(&self, to: &str) {
        self.hand.advance_to(to.parse().unwrap(), PATIENCE).await.unwrap();
    }

    /// Everything that happened so far.
    pub fn events(&self) -> Vec<Event> {
        self.stand_in.events().rest().iter().map(|happening| happening.event.clone()).collect()
    }

    /// The message of the last answer in the log.
    pub fn last_reply(&self) -> clarion::rehearsal::world::Message {
        let reply = |event| if let Event::Reply { message, .. } = event { Some(*message) } else { None };
        self.events().into_iter().rev().find_map(reply).expect("no answer yet")
    }
}

async fn read(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.timeout(PATIENCE).send().await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.text().await.unwrap();
    (status, serde_json::from_str(&body).unwrap_or_default())
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The code and status of an error.
pub fn code((status, body): (u16, Value)) -> (u16, u64) {
    (status, body["code"].as_u64().unwrap_or(0))
}

/// A message with one row of those components.
pub fn row(content: &str, components: Value) -> Value {
    let rows = json!([{"type": 1, "components": components}]);
    json!({"type": 4, "data": {"content": content, "components": rows, "allowed_mentions": {"parse": []}}})
}

pub fn button(label: &str, id: &str) -> Value {
    json!({"type": 2, "style": 1, "label": label, "custom_id": id})
}
