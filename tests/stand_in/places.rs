//! Servers, roles, members, channels, threads, commands: the paths that work.

use clarion::rehearsal::world::{ChannelKind, Permissions};
use serde_json::json;

use crate::harness::Team;

#[tokio::test]
async fn what_a_library_asks_when_it_logs_in() {
    let team = Team::start().await;
    let gateway = team.get("/gateway/bot").await.json;
    assert_eq!((&gateway["url"], &gateway["shards"]), (&json!(team.stand_in.gateway_url()), &json!(1)));
    let me = team.get("/users/@me").await;
    let application = team.get("/oauth2/applications/@me").await;
    assert_eq!(application.id(), me.id());
    assert_eq!(team.get("/applications/@me").await.json, application.json);
    assert_eq!(team.get(&format!("/users/{}", team.mira)).await.json["global_name"], "Mira");
    assert_eq!(team.get("/users/@me/guilds").await.json[0]["id"], json!(team.guild));
    let first = team.stand_in.token().split('.').next().unwrap().to_owned();
    use base64::Engine as _;
    let decoded = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(first).unwrap();
    assert_eq!(String::from_utf8(decoded).unwrap(), me.id());
}

#[tokio::test]
async fn servers_roles_and_members() {
    let team = Team::start().await;
    let guild = format!("/guilds/{}", team.guild);
    assert_eq!(team.get(&format!("{guild}?with_counts=true")).await.json["approximate_member_count"], 4);
    assert_eq!(
        team.get(&format!("{guild}/members?limit=1000")).await.refusal(),
        (403, 50001),
        "the list is privileged"
    );
    team.stand_in.gateway().allow_privileged_intents(true);
    assert_eq!(team.get(&format!("{guild}/members?limit=1000")).await.json.as_array().unwrap().len(), 4);
    assert_eq!(team.get(&format!("{guild}/members/search?query=mi")).await.json[0]["user"]["id"], json!(team.mira));
    let roles = format!("{guild}/roles");
    assert_eq!(team.post(&roles, json!({ "name": "crew" })).await.refusal(), (403, 50013));
    team.grant(Permissions::MANAGE_ROLES | Permissions::MODERATE_MEMBERS | Permissions::MANAGE_NICKNAMES);
    let role = team.post(&roles, json!({ "name": "crew", "permissions": "2048" })).await.id();
    assert_eq!(team.patch(&format!("{roles}/{role}"), json!({ "mentionable": true })).await.json["mentionable"], true);
    assert_eq!(team.post(&roles, json!({ "permissions": "8" })).await.refusal(), (403, 50013), "more than it has");
    let mira = format!("{guild}/members/{}", team.mira);
    assert_eq!(team.put(&format!("{mira}/roles/{role}"), json!({})).await.status, 204);
    let edited =
        team.patch(&mira, json!({ "nick": "M", "communication_disabled_until": "2026-11-24T08:00:00Z" })).await;
    assert_eq!((&edited.json["nick"], &edited.json["roles"]), (&json!("M"), &json!([role])));
    assert_eq!(edited.json["communication_disabled_until"], "2026-11-24T08:00:00.000000+00:00");
    let far = team.patch(&mira, json!({ "communication_disabled_until": "2027-11-24T08:00:00Z" })).await;
    assert_eq!(far.refusal(), (400, 50035));
    let owner = team.world(|world| world.guilds[&team.guild].owner);
    assert_eq!(team.patch(&format!("{guild}/members/{owner}"), json!({ "nick": "x" })).await.refusal(), (403, 50013));
    assert_eq!(team.delete(&format!("{roles}/{role}")).await.status, 204);
    assert_eq!(team.get(&mira).await.json["roles"], json!([]));
}

#[tokio::test]
async fn channels_are_made_changed_and_deleted() {
    let team = Team::start().await;
    let channels = format!("/guilds/{}/channels", team.guild);
    assert_eq!(team.post(&channels, json!({ "name": "Big Plans" })).await.refusal(), (403, 50013));
    team.grant(Permissions::MANAGE_CHANNELS);
    let made = team.post(&channels, json!({ "name": "Big Plans", "topic": "plans" })).await;
    assert_eq!((made.status, &made.json["name"], &made.json["topic"]), (201, &json!("big-plans"), &json!("plans")));
    let path = format!("/channels/{}", made.id());
    assert_eq!(team.patch(&path, json!({ "name": "plans" })).await.json["name"], "plans");
    assert_eq!(team.patch(&path, json!({ "name": "" })).await.fault("/name"), "BASE_TYPE_BAD_LENGTH");
    assert_eq!(team.get(&channels).await.json.as_array().unwrap().len(), 2);
    assert_eq!(team.delete(&path).await.status, 200);
    assert_eq!(team.get(&path).await.refusal(), (404, 10003));
}

#[tokio::test]
async fn forums_take_threads_with_their_first_message() {
    let team = Team::start().await;
    let forum = team.world(|world| world.add_channel_of(team.guild, "ideas", ChannelKind::Forum, |_| ()).unwrap());
    let threads = format!("/channels/{forum}/threads");
    assert_eq!(team.post(&threads, json!({ "name": "one" })).await.fault("/message"), "BASE_TYPE_REQUIRED");
    let empty = json!({ "name": "one", "message": { "content": "" } });
    assert_eq!(team.post(&threads, empty).await.refusal(), (400, 50006));
    let post = team.post(&threads, json!({ "name": "one", "message": { "content": "first" } })).await;
    assert_eq!((post.status, &post.json["message"]["content"]), (201, &json!("first")));
    // The first message has the thread's id, and no other has.
    assert_eq!(post.json["message"]["id"], json!(post.id()));
    let messages = format!("/channels/{}/messages", post.id());
    assert_eq!(team.get(&format!("{messages}/{}", post.id())).await.json["content"], "first");
    let second = team.post(&messages, json!({ "content": "second" })).await;
    assert!(second.status == 200 && second.id() != post.id(), "{}", second.json);
    let active = team.get(&format!("/guilds/{}/threads/active", team.guild)).await.json;
    assert_eq!(active["threads"][0]["id"], json!(post.id()));
    // Its owner puts it away; locking is for those who manage threads.
    let thread = format!("/channels/{}", post.id());
    assert_eq!(team.patch(&thread, json!({ "locked": true })).await.refusal(), (403, 50013));
    let away = team.patch(&thread, json!({ "archived": true })).await;
    assert_eq!(away.json["thread_metadata"]["archived"], true);
    let listed = team.get(&format!("{threads}/archived/public")).await.json;
    assert_eq!(listed["threads"][0]["id"], json!(post.id()));
}

#[tokio::test]
async fn thread_members_join_and_leave() {
    let team = Team::start().await;
    let thread = team.post(&format!("/channels/{}/threads", team.daily), json!({ "name": "t", "type": 11 })).await;
    assert_eq!(thread.status, 201, "{}", thread.json);
    let members = format!("/channels/{}/thread-members", thread.id());
    assert_eq!(team.put(&format!("{members}/{}", team.mira), json!({})).await.status, 204);
    assert_eq!(team.get(&members).await.json.as_array().unwrap().len(), 2);
    assert_eq!(team.delete(&format!("{members}/@me")).await.status, 204);
    assert_eq!(team.get(&format!("{members}/@me")).await.refusal(), (404, 10007));
    assert_eq!(team.delete(&format!("{members}/{}", team.mira)).await.refusal(), (403, 50013));
}

#[tokio::test]
async fn commands_keep_their_ids_and_change_their_versions() {
    let team = Team::start().await;
    let path = "/applications/@me/commands";
    let hello = json!({ "name": "hello", "description": "says hello", "name_localizations": { "de": "hallo" } });
    let made = team.post(path, hello.clone()).await;
    assert_eq!((made.status, made.json["type"].as_u64()), (201, Some(1)));
    let again = team.post(path, hello.clone()).await;
    assert_eq!((again.status, &again.json["version"]), (200, &made.json["version"]));
    let mut changed = hello.clone();
    changed["description"] = json!("says good morning");
    let list = team.put(path, json!([changed, { "name": "Wave", "type": 2 }])).await.json;
    assert_eq!(list[0]["id"], made.json["id"]);
    assert_ne!(list[0]["version"], made.json["version"]);
    assert!(team.get(path).await.json[0].get("name_localizations").is_none());
    let whole = team.get(&format!("{path}?with_localizations=true")).await.json;
    assert_eq!(whole[0]["name_localizations"]["de"], "hallo");
    let command: twilight_model::application::command::Command = serde_json::from_value(whole[1].clone()).unwrap();
    assert_eq!(command.name, "Wave");
    assert_eq!(team.put(path, json!([hello, hello])).await.fault("/1"), "APPLICATION_COMMANDS_DUPLICATE_NAME");
    let of_guild = format!("/applications/@me/guilds/{}/commands", team.guild);
    assert_eq!(team.post(&of_guild, hello).await.json["guild_id"], json!(team.guild));
    let one = format!("{path}/{}", made.id());
    assert_eq!(team.patch(&one, json!({ "description": "x" })).await.json["description"], "x");
    assert_eq!(team.delete(&one).await.status, 204);
    assert_eq!(team.get(&one).await.refusal(), (404, 10063));
    assert_eq!(team.get(&of_guild).await.json.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn two_stand_ins_with_one_seed_are_alike() {
    let (one, two) = (Team::start().await, Team::start().await);
    assert_eq!(one.stand_in.token(), two.stand_in.token());
    assert_eq!((one.guild, one.mira, one.daily), (two.guild, two.mira, two.daily));
    let other = Team::with(|options| options.seed = 7).await;
    assert_ne!(one.stand_in.token(), other.stand_in.token());
}

#[tokio::test]
async fn a_shard_is_recommended_for_every_thousand_servers() {
    let team = Team::start().await;
    for (servers, shards) in [(1_000, 1), (1_001, 2)] {
        team.stand_in.world().with(|world| {
            let owner = world.add_person("Owner of many");
            while world.bots_guilds().count() < servers {
                let guild = world.add_guild("One of many", owner);
                world.invite_bot(guild, Permissions::VIEW_CHANNEL);
            }
        });
        assert_eq!(team.get("/gateway/bot").await.json["shards"], shards);
    }
}
