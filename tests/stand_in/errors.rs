//! Each error as Discord documents it: status and code, and the shape of the body.

use clarion::rehearsal::Event;
use clarion::rehearsal::world::{ChannelKind, NewThread, OverwriteKind, Permissions};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::harness::{Team, answer};

#[tokio::test]
async fn without_the_token_nothing_but_the_gateways_address_is_told() {
    let team = Team::start().await;
    for (name, value) in [("authorization", "Bot a.b.c"), ("authorization", team.stand_in.token()), ("x-none", "")] {
        let url = format!("{}/api/v10/users/@me", team.stand_in.api_url());
        let refused = answer(reqwest::Client::new().get(url).header(name, value)).await;
        assert_eq!(refused.status, 401);
        assert_eq!(refused.json, json!({ "message": "401: Unauthorized", "code": 0 }));
    }
    let open = answer(reqwest::Client::new().get(format!("{}/api/v10/gateway", team.stand_in.api_url()))).await;
    assert_eq!(open.json, json!({ "url": team.stand_in.gateway_url() }));
}

#[tokio::test]
async fn unknown_routes_and_wrong_methods_are_told_apart() {
    let team = Team::start().await;
    let unknown = team.get("/no/such/thing").await;
    assert_eq!((unknown.status, unknown.json), (404, json!({ "message": "404: Not Found", "code": 0 })));
    let wrong = team.put("/users/@me", json!({})).await;
    assert_eq!((wrong.status, wrong.json), (405, json!({ "message": "405: Method Not Allowed", "code": 0 })));
}

#[tokio::test]
async fn every_version_in_use_answers_alike() {
    let team = Team::start().await;
    for version in ["/api/v10", "/api/v9", "/api"] {
        let url = format!("{}{version}/users/@me", team.stand_in.api_url());
        let me =
            answer(reqwest::Client::new().get(url).header("authorization", format!("Bot {}", team.stand_in.token())));
        assert_eq!(me.await.json["bot"], true);
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused() {
    let team = Team::start().await;
    let request = || team.request(Method::POST, &team.messages());
    let broken = answer(request().header("content-type", "application/json").body("{\"content\":")).await;
    assert_eq!(broken.refusal(), (400, 50109));
    let form = answer(request().header("content-type", "text/plain").body("hello")).await;
    assert_eq!((form.refusal(), form.fault("/_misc")), ((400, 50035), "CONTENT_TYPE_INVALID"));
    let list = answer(request().header("content-type", "application/json").body("[]")).await;
    assert_eq!(list.refusal(), (400, 50035));
}

#[rstest]
#[case::application("GET", "/applications/1/commands", 404, 10002)]
#[case::channel("GET", "/channels/1", 404, 10003)]
#[case::channel_to_send_to("POST", "/channels/1/messages", 404, 10003)]
#[case::guild("GET", "/guilds/1", 404, 10004)]
#[case::member("GET", "/guilds/{guild}/members/{outsider}", 404, 10007)]
#[case::user("GET", "/users/1", 404, 10013)]
#[case::message("GET", "/channels/{daily}/messages/1", 404, 10008)]
#[case::role("GET", "/guilds/{guild}/roles/1", 404, 10011)]
#[case::command("GET", "/applications/@me/commands/1", 404, 10063)]
#[case::not_an_id("GET", "/channels/seven", 400, 50035)]
#[case::guild_without_the_bot("GET", "/guilds/{elsewhere}", 403, 50001)]
#[case::channel_without_the_bot("GET", "/channels/{far}", 403, 50001)]
#[case::write_without_the_bot("POST", "/channels/{far}/messages", 403, 50001)]
#[case::pin("PUT", "/channels/{daily}/pins/1", 403, 50013)]
#[case::other_peoples_reaction("PUT", "/channels/{daily}/messages/1/reactions/%F0%9F%91%8D/1", 403, 20001)]
#[case::no_emoji("PUT", "/channels/{daily}/messages/1/reactions/thumbs/@me", 400, 10014)]
#[case::limit_too_high("GET", "/channels/{daily}/messages?limit=101", 400, 50035)]
#[case::limit_zero("GET", "/channels/{daily}/messages?limit=0", 400, 50035)]
#[tokio::test]
async fn what_is_not_there_or_not_reached(
    #[case] method: &str,
    #[case] path: &str,
    #[case] status: u16,
    #[case] code: u64,
) {
    let team = Team::start().await;
    let (elsewhere, far, outsider) = team.world(|world| {
        let outsider = world.add_person("Outsider");
        let elsewhere = world.add_guild("Elsewhere", outsider);
        (elsewhere, world.add_channel(elsewhere, "far").unwrap(), outsider)
    });
    let path = path
        .replace("{guild}", &team.guild.to_string())
        .replace("{daily}", &team.daily.to_string())
        .replace("{elsewhere}", &elsewhere.to_string())
        .replace("{far}", &far.to_string())
        .replace("{outsider}", &outsider.to_string());
    let refused = team.ask(method, &path, (method != "GET").then(|| json!({ "content": "hello" }))).await;
    assert_eq!(refused.refusal(), (status, code), "{}", refused.json);
    assert!(refused.json["message"].as_str().is_some_and(|words| !words.is_empty()));
}

#[tokio::test]
async fn an_invalid_form_names_each_field_as_documented() {
    let team = Team::start().await;
    let refused = team.send(json!({ "embeds": [{ "description": "x".repeat(4_097) }] })).await;
    assert_eq!(
        refused.json,
        json!({
            "code": 50035,
            "errors": { "embeds": { "0": { "description": { "_errors": [
                { "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 4096 or fewer in length." }
            ] } } } },
            "message": "Invalid Form Body",
        })
    );
}

#[tokio::test]
async fn other_peoples_messages_are_theirs() {
    let team = Team::start().await;
    let theirs = team.says(team.mira, "good morning");
    assert_eq!(team.patch(&theirs, json!({ "content": "no" })).await.refusal(), (403, 50005));
    assert_eq!(team.delete(&theirs).await.refusal(), (403, 50013));
    team.grant(Permissions::MANAGE_MESSAGES);
    assert_eq!(team.patch(&theirs, json!({ "content": "no" })).await.refusal(), (403, 50005));
    assert_eq!(team.delete(&theirs).await.status, 204);
}

#[rstest]
#[case(json!({}))]
#[case(json!({ "content": " \n " }))]
#[case(json!({ "embeds": [], "components": [] }))]
#[case(json!({ "embeds": [{}] }))]
#[tokio::test]
async fn an_empty_message_is_refused(#[case] body: Value) {
    let team = Team::start().await;
    assert_eq!(team.send(body).await.refusal(), (400, 50006));
}

#[tokio::test]
async fn an_edit_that_leaves_nothing_is_refused() {
    let team = Team::start().await;
    let message = team.sent("hello").await;
    assert_eq!(team.patch(&message, json!({ "content": "" })).await.refusal(), (400, 50006));
    let both = json!({ "content": "", "embeds": [{ "title": "hello" }] });
    assert_eq!(team.patch(&message, both).await.status, 200);
}

#[tokio::test]
async fn closed_direct_messages_refuse() {
    let team = Team::start().await;
    let channel = team.post("/users/@me/channels", json!({ "recipient_id": team.mira })).await;
    let path = format!("/channels/{}/messages", channel.id());
    assert_eq!(team.post(&path, json!({ "content": "hello" })).await.status, 200);
    team.world(|world| world.users.get_mut(&team.mira).unwrap().refuses_dms = true);
    assert_eq!(team.post(&path, json!({ "content": "hello" })).await.refusal(), (403, 50007));
    assert_eq!(team.post(&format!("{path}/bulk-delete"), json!({ "messages": [] })).await.refusal(), (403, 50003));
}

#[tokio::test]
async fn categories_and_forums_take_no_messages() {
    let team = Team::start().await;
    for kind in [ChannelKind::Category, ChannelKind::Forum] {
        let channel = team.world(|world| world.add_channel_of(team.guild, "x", kind, |_| ()).unwrap());
        let refused = team.post(&format!("/channels/{channel}/messages"), json!({ "content": "hello" })).await;
        assert_eq!(refused.refusal(), (400, 50008));
    }
}

#[tokio::test]
async fn threads_that_are_locked_or_put_away() {
    let team = Team::start().await;
    let thread = team.world(|world| {
        world
            .start_thread(NewThread {
                parent: team.daily,
                from: None,
                name: "talk".to_owned(),
                kind: ChannelKind::PublicThread,
                owner: team.mira,
                auto_archive_minutes: 60,
                invitable: true,
                applied_tags: Vec::new(),
            })
            .unwrap()
    });
    let messages = format!("/channels/{thread}/messages");
    let first = team.post(&messages, json!({ "content": "hello" })).await;
    let first = format!("{messages}/{}", first.id());
    team.world(|world| world.set_archived(thread, true));
    assert_eq!(team.patch(&first, json!({ "content": "again" })).await.refusal(), (400, 50083));
    assert_eq!(team.put(&format!("/channels/{thread}/thread-members/@me"), json!({})).await.refusal(), (400, 50083));
    // Writing takes an archived thread up again.
    assert_eq!(team.post(&messages, json!({ "content": "hello" })).await.status, 200);
    assert!(!team.world(|world| world.channels[&thread].thread.as_ref().unwrap().archived));
    team.world(|world| world.edit_channel(thread, |channel| channel.thread.as_mut().unwrap().locked = true));
    assert_eq!(team.post(&messages, json!({ "content": "hello" })).await.refusal(), (400, 160_005));
    team.grant(Permissions::MANAGE_THREADS);
    assert_eq!(team.post(&messages, json!({ "content": "hello" })).await.status, 200);
}

#[tokio::test]
async fn a_message_starts_one_thread() {
    let team = Team::start().await;
    let message = team.sent("hello").await;
    let threads = format!("{message}/threads");
    let started = team.post(&threads, json!({ "name": "talk" })).await;
    assert_eq!((started.status, started.json["type"].as_u64()), (201, Some(11)));
    assert_eq!(started.id(), message.rsplit_once('/').unwrap().1);
    assert_eq!(team.post(&threads, json!({ "name": "talk" })).await.refusal(), (400, 160_004));
    assert_eq!(team.get(&message).await.json["thread"]["id"], started.json["id"]);
}

#[tokio::test]
async fn replies_need_history_and_a_message() {
    let team = Team::start().await;
    let reply = |id: &str| json!({ "content": "yes", "message_reference": { "message_id": id } });
    let missing = team.send(reply("1")).await;
    assert_eq!((missing.refusal(), missing.fault("/message_reference")), ((400, 50035), "REPLIES_UNKNOWN_MESSAGE"));
    let message = team.sent("hello").await;
    let id = message.rsplit_once('/').unwrap().1;
    let reply_sent = team.send(reply(id)).await;
    assert_eq!(
        (reply_sent.json["type"].as_u64(), &reply_sent.json["referenced_message"]["content"]),
        (Some(19), &json!("hello"))
    );
    team.lack(Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(team.send(reply(id)).await.refusal(), (400, 160_002));
}

#[tokio::test]
async fn deleting_many_has_its_bounds() {
    let team = Team::start().await;
    team.grant(Permissions::MANAGE_MESSAGES);
    let path = format!("{}/bulk-delete", team.messages());
    let id = |path: &str| path.rsplit_once('/').unwrap().1.to_owned();
    let old = [id(&team.sent("one").await), id(&team.sent("two").await)];
    assert_eq!(team.post(&path, json!({ "messages": [old[0]] })).await.refusal(), (400, 50016));
    let many: Vec<String> = (1..=101).map(|id| id.to_string()).collect();
    assert_eq!(team.post(&path, json!({ "messages": many })).await.refusal(), (400, 50016));
    team.step(14 * 24 * 3600 + 1).await;
    assert_eq!(team.post(&path, json!({ "messages": old })).await.refusal(), (400, 50034));
    let new = [id(&team.sent("three").await), id(&team.sent("four").await)];
    assert_eq!(team.post(&path, json!({ "messages": new })).await.status, 204);
    assert_eq!(team.get(&team.messages()).await.json.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn reactions_have_their_bounds() {
    let team = Team::start().await;
    let message = team.sent("hello").await;
    team.lack(Permissions::ADD_REACTIONS);
    let thumb = format!("{message}/reactions/%F0%9F%91%8D/@me");
    assert_eq!(team.put(&thumb, json!({})).await.refusal(), (403, 50013));
    team.world(|world| {
        let id = message.rsplit_once('/').unwrap().1.parse().unwrap();
        world.react(team.daily, id, team.mira, "👍");
    });
    // Joining a reaction that stands needs no permission of its own.
    assert_eq!(team.put(&thumb, json!({})).await.status, 204);
    let reactions = team.get(&message).await.json["reactions"].clone();
    assert_eq!((reactions[0]["count"].as_u64(), reactions[0]["me"].as_bool()), (Some(2), Some(true)));
    team.grant(Permissions::ADD_REACTIONS);
    for custom in 1..20 {
        assert_eq!(team.put(&format!("{message}/reactions/a:{custom}/@me"), json!({})).await.status, 204);
    }
    assert_eq!(team.put(&format!("{message}/reactions/a:20/@me"), json!({})).await.refusal(), (400, 30010));
}

#[tokio::test]
async fn a_refusal_is_in_the_log_without_interaction_tokens() {
    let team = Team::start().await;
    let mut events = team.stand_in.events();
    events.skip();
    team.get("/channels/1").await;
    let refused = events.rest().into_iter().find_map(|happening| match &happening.event {
        Event::Refused { request, status, code, .. } => Some((request.clone(), *status, *code)),
        _ => None,
    });
    assert_eq!(refused, Some(("GET /channels/1".to_owned(), 404, 10003)));
}

#[tokio::test]
async fn a_bot_that_left_reaches_the_server_no_more() {
    let team = Team::start().await;
    assert_eq!(team.delete(&format!("/users/@me/guilds/{}", team.guild)).await.status, 204);
    assert_eq!(team.get(&format!("/guilds/{}", team.guild)).await.refusal(), (403, 50001));
    assert_eq!(team.send(json!({ "content": "hello" })).await.refusal(), (403, 50001));
    assert_eq!(team.get("/users/@me/guilds").await.json, json!([]));
}

#[tokio::test]
async fn deleted_channels_are_unknown_and_their_overwrites_too() {
    let team = Team::start().await;
    team.grant(Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES);
    let overwrite = format!("/channels/{}/permissions/{}", team.daily, team.mira);
    assert_eq!(team.delete(&overwrite).await.refusal(), (404, 10009));
    let set = json!({ "type": 1, "allow": "2048", "deny": "0" });
    assert_eq!(team.put(&overwrite, set).await.status, 204);
    let kind = team.world(|world| world.channels[&team.daily].overwrites[0].kind);
    assert_eq!(kind, OverwriteKind::Member);
    assert_eq!(team.delete(&format!("/channels/{}", team.daily)).await.status, 200);
    assert_eq!(team.send(json!({ "content": "hello" })).await.refusal(), (404, 10003));
}
