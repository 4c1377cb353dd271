//! A small bot of its own for tests of the stand-in and of the story player: it repeats what it is told. Being no part
//! of Clarion, it cannot hide Clarion's mistakes in the player, nor the player's in Clarion.

use std::sync::Arc;

use clarion::clock::Clock;
use clarion::rehearsal::story::{Bot, Launch};
use serde_json::{Value, json};
use serenity::all::{
    ActionRowComponent, Context, EventHandler, GatewayIntents, HttpBuilder, Interaction, Ready, async_trait,
};
use tokio::sync::mpsc;

/// The bot. `/die` ends it with an error.
pub fn parrot() -> Bot {
    Arc::new(|launch| Box::pin(live(launch)))
}

struct Parrot {
    api: String,
    token: String,
    plain: reqwest::Client,
    clock: Clock,
    die: mpsc::UnboundedSender<()>,
}

async fn live(launch: Launch) -> Result<(), String> {
    let words = |error: serenity::Error| error.to_string();
    let (die, mut dead) = mpsc::unbounded_channel();
    let application = launch.token.split('.').next().expect("a first part");
    let application = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, application)
        .map_err(|error| error.to_string())?;
    let application: u64 = String::from_utf8_lossy(&application).parse().expect("an application id");
    let http = HttpBuilder::new(&launch.token)
        .proxy(&launch.api_url)
        .ratelimiter_disabled(true)
        .application_id(application.into())
        .build();
    let option = |name: &str, more: Value| {
        let mut option = json!({ "type": 3, "name": name, "description": name });
        option.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        option
    };
    let command = |name: &str, options: Value| json!({ "name": name, "description": name, "options": options });
    let commands = json!([
        command("echo", json!([option("text", json!({ "required": true, "autocomplete": true }))])),
        command("shout", json!([option("text", json!({ "required": true }))])),
        command("post", json!([option("text", json!({ "required": true }))])),
        command("copy", json!([option("file", json!({ "type": 11, "required": true }))])),
        command("wait", json!([])),
        command("ask", json!([])),
        command("silence", json!([])),
        command("wrong", json!([])),
        command("die", json!([])),
        { "name": "Echo", "type": 2 },
    ]);
    http.create_global_commands(&commands).await.map_err(words)?;
    let handler = Parrot {
        api: format!("{}/api/v10", launch.api_url),
        token: launch.token.clone(),
        plain: reqwest::Client::new(),
        clock: launch.clock.clone(),
        die,
    };
    let mut client = serenity::client::ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
        .event_handler(handler)
        .await
        .map_err(words)?;
    let shards = Arc::clone(&client.shard_manager);
    tokio::select! {
        result = client.start() => result.map_err(words),
        _ = dead.recv() => Err("told to die".to_owned()),
        () = launch.stop.cancelled() => {
            shards.shutdown_all().await;
            Ok(())
        }
    }
}

#[async_trait]
impl EventHandler for Parrot {
    async fn ready(&self, _: Context, _: Ready) {}

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let _busy = self.clock.busy();
        let (id, token) = (interaction.id().get(), interaction.token().to_owned());
        let callback = format!("{}/interactions/{id}/{token}/callback", self.api);
        let private = |text: &str, more: Value| {
            let mut data = json!({ "content": text, "flags": 64, "allowed_mentions": { "parse": [] } });
            data.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            json!({ "type": 4, "data": data })
        };
        match &interaction {
            Interaction::Command(command) => {
                let text = command.data.options.first().and_then(|option| option.value.as_str()).unwrap_or_default();
                let answer = match command.data.name.as_str() {
                    "echo" => private(text, buttons(&["Louder", "Over"])),
                    "shout" => {
                        json!({ "type": 4, "data": { "content": text, "allowed_mentions": { "parse": ["users"] } } })
                    }
                    "post" => {
                        let channel = command.channel_id;
                        let body = json!({ "content": text, "allowed_mentions": { "parse": [] } });
                        let url = format!("{}/channels/{channel}/messages", self.api);
                        self.send(reqwest::Method::POST, &url, &body).await;
                        private("posted", json!({}))
                    }
                    "copy" => {
                        let file = command.data.resolved.attachments.values().next().expect("a file");
                        let got = self.plain.get(&file.url).send().await.expect("an answer");
                        let bytes = got.bytes().await.expect("the file").to_vec();
                        let described = json!([{ "id": 0, "description": format!("{} once more", file.filename) }]);
                        let embed = json!([{ "image": { "url": format!("attachment://{}", file.filename) } }]);
                        let shows = if file.filename.ends_with(".png") { embed } else { json!([]) };
                        let answer = private("a copy", json!({ "attachments": described, "embeds": shows }));
                        let part = reqwest::multipart::Part::bytes(bytes).file_name(format!("copy-{}", file.filename));
                        let form = reqwest::multipart::Form::new();
                        let form = form.text("payload_json", answer.to_string()).part("files[0]", part);
                        let _ = self.plain.post(&callback).multipart(form).send().await;
                        return;
                    }
                    "wait" => {
                        self.send(reqwest::Method::POST, &callback, &json!({ "type": 5, "data": { "flags": 64 } }))
                            .await;
                        let application = command.application_id;
                        let url = format!("{}/webhooks/{application}/{token}/messages/@original", self.api);
                        let body = json!({ "content": "worth waiting for", "allowed_mentions": { "parse": [] } });
                        self.send(reqwest::Method::PATCH, &url, &body).await;
                        return;
                    }
                    "ask" => json!({ "type": 9, "data": { "custom_id": "form", "title": "A form", "components": [
                        { "type": 1, "components": [
                            { "type": 4, "custom_id": "words", "label": "Words", "style": 1, "placeholder": "some words" }
                        ] }
                    ] } }),
                    "wrong" => private("two buttons with one custom id", buttons(&["same", "same"])),
                    "die" => {
                        self.send(reqwest::Method::POST, &callback, &private("farewell", json!({}))).await;
                        let _ = self.die.send(());
                        // At work until the end: nobody may think that all is calm.
                        std::future::pending().await
                    }
                    "Echo" => private("a person", json!({})),
                    _ => return,
                };
                self.send(reqwest::Method::POST, &callback, &answer).await;
            }
            Interaction::Autocomplete(typing) => {
                let typed = typing.data.autocomplete().map(|option| option.value.to_owned()).unwrap_or_default();
                let choices =
                    json!([{ "name": format!("{typed}!"), "value": typed }, { "name": "other", "value": "other" }]);
                self.send(reqwest::Method::POST, &callback, &json!({ "type": 8, "data": { "choices": choices } }))
                    .await;
            }
            Interaction::Component(click) => {
                let text = click.message.content.to_uppercase();
                let data = json!({ "content": text, "allowed_mentions": { "parse": [] } });
                self.send(reqwest::Method::POST, &callback, &json!({ "type": 7, "data": data })).await;
            }
            Interaction::Modal(form) => {
                let component = form.data.components.first().and_then(|row| row.components.first());
                let Some(ActionRowComponent::InputText(input)) = component else { return };
                let text = input.value.clone().unwrap_or_default();
                self.send(reqwest::Method::POST, &callback, &private(&format!("You wrote: {text}"), json!({}))).await;
            }
            _ => {}
        }
    }
}

impl Parrot {
    async fn send(&self, method: reqwest::Method, url: &str, body: &Value) {
        let request = self.plain.request(method, url).header("authorization", format!("Bot {}", self.token)).json(body);
        // A parrot does not mind: what went wrong is for the story to see.
        let _ = request.send().await;
    }
}

fn buttons(labels: &[&str]) -> Value {
    let row: Vec<Value> =
        labels.iter().map(|label| json!({ "type": 2, "style": 2, "label": label, "custom_id": label })).collect();
    json!({ "components": [{ "type": 1, "components": row }] })
}
