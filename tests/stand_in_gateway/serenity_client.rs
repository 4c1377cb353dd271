//! The unmodified serenity client, without its cache, logs in, answers, resumes and identifies again.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clarion::rehearsal::{Act, Event, Events, GatewayEvent, Happening, ReplyKind};
use serde_json::json;
use serenity::all::{
    Client, Context, CreateAllowedMentions, CreateInteractionResponse, CreateInteractionResponseMessage, EventHandler,
    GatewayIntents, HttpBuilder, Interaction, ShardManager,
};

use crate::raw::{PATIENCE, Place, place};

struct Greeter;

#[serenity::async_trait]
impl EventHandler for Greeter {
    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let Interaction::Command(command) = interaction else { return };
        let message = CreateInteractionResponseMessage::new()
            .content(format!("hello {}", command.user.name))
            .allowed_mentions(CreateAllowedMentions::new());
        command
            .create_response(&context.http, CreateInteractionResponse::Message(message.ephemeral(true)))
            .await
            .unwrap();
    }
}

/// A bot in a task of its own; dropping it ends the task.
struct Bot {
    task: tokio::task::JoinHandle<serenity::Result<()>>,
    shards: Arc<ShardManager>,
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn start(place: &Place, token: &str) -> Bot {
    let http = HttpBuilder::new(token).proxy(place.stand_in.api_url()).ratelimiter_disabled(true).build();
    let builder = serenity::client::ClientBuilder::new_with_http(http, GatewayIntents::GUILDS);
    let mut client: Client = builder.event_handler(Greeter).await.unwrap();
    // Against its silent fallback to the real address.
    assert_eq!(*client.ws_url.lock().await, place.stand_in.gateway_url());
    let shards = Arc::clone(&client.shard_manager);
    let task = tokio::spawn(async move { client.start().await });
    Bot { task, shards }
}

/// Registers `/hello` the way a bot does.
async fn register(place: &Place) {
    let application = place.stand_in.world().with(|world| world.application.id);
    let address = format!("{}/api/v10/applications/{application}/commands", place.stand_in.api_url());
    let commands = json!([{"name": "hello", "description": "Says hello", "type": 1}]);
    let request = reqwest::Client::new().put(address).json(&commands);
    let answer = request.header("authorization", format!("Bot {}", place.stand_in.token())).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

async fn until(events: &mut Events, what: &str, wanted: impl Fn(&Event) -> bool) -> Arc<Happening> {
    let seen = Mutex::new(Vec::new());
    let wait = async {
        loop {
            let Some(happening) = events.next(PATIENCE).await else { panic!("no {what}; seen: {seen:#?}") };
            if wanted(&happening.event) {
                return happening;
            }
            seen.lock().unwrap().push(happening);
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect(what)
}

/// Mira says hello to the bot, and it answers her and nobody else.
async fn hello(place: &Place, events: &mut Events) {
    let slash = Act::Slash { who: place.mira, channel: place.general, text: "/hello".into() };
    place.stand_in.act(slash).unwrap();
    let reply = until(events, "reply", |event| matches!(event, Event::Reply { .. } | Event::Unanswered { .. })).await;
    let Event::Reply { kind, message, visible_to, .. } = &reply.event else { panic!("{reply:?}") };
    assert_eq!((*kind, message.content.as_str()), (ReplyKind::First, "hello mira"));
    assert_eq!(*visible_to, clarion::rehearsal::world::Audience::Only(place.mira));
}

fn identified(event: &Event) -> bool {
    matches!(event, Event::Gateway(GatewayEvent::Identified { .. }))
}

fn resumed(event: &Event) -> bool {
    matches!(event, Event::Gateway(GatewayEvent::Resumed { .. }))
}

#[tokio::test(flavor = "multi_thread")]
async fn it_logs_in_answers_and_resumes_after_a_drop_and_after_op_7() {
    let place = place().await;
    register(&place).await;
    let mut events = place.stand_in.events();
    let _bot = start(&place, place.stand_in.token()).await;
    until(&mut events, "login", identified).await;
    hello(&place, &mut events).await;
    place.stand_in.settled(PATIENCE).await.unwrap();

    place.stand_in.gateway().drop_all();
    // What happens while the bot is away reaches it when it resumes.
    hello(&place, &mut events).await;
    place.stand_in.settled(PATIENCE).await.unwrap();

    place.stand_in.gateway().reconnect();
    until(&mut events, "resume after op 7", resumed).await;
    hello(&place, &mut events).await;
    place.stand_in.gateway().close(4000);
    until(&mut events, "resume after close 4000", resumed).await;
    hello(&place, &mut events).await;
    place.stand_in.settled(PATIENCE).await.unwrap();
    assert_eq!(place.stand_in.violations(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_identifies_again_when_its_session_is_lost() {
    let place = place().await;
    register(&place).await;
    let mut events = place.stand_in.events();
    let bot = start(&place, place.stand_in.token()).await;
    until(&mut events, "login", identified).await;
    hello(&place, &mut events).await;
    place.stand_in.gateway().invalidate(false);
    until(&mut events, "second login", identified).await;
    hello(&place, &mut events).await;
    // A session that cannot be resumed after a drop ends in a new login as well.
    place.stand_in.gateway().refuse_resume();
    place.stand_in.gateway().drop_all();
    until(&mut events, "third login", identified).await;
    hello(&place, &mut events).await;
    bot.shards.shutdown_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_ends_its_start_with_an_error() {
    let place = place().await;
    let (clock, _hand) = clarion::clock::Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap());
    let mut options = clarion::rehearsal::StandInOptions::new(clock);
    options.seed = 1;
    let other = clarion::rehearsal::StandIn::start(options).await.unwrap();
    let http = HttpBuilder::new(other.token()).proxy(other.api_url()).ratelimiter_disabled(true).build();
    let mut client = serenity::client::ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
        .event_handler(Greeter)
        .await
        .unwrap();
    // The first stand-in's gateway does not know the second one's token.
    *client.ws_url.lock().await = place.stand_in.gateway_url();
    let ended = tokio::time::timeout(Duration::from_secs(10), client.start()).await.expect("it goes on trying");
    assert!(ended.is_err());
}
