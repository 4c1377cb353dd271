//! Whom a message pings, by `allowed_mentions`.

use std::collections::BTreeSet;

use clarion::rehearsal::world::{Permissions, Pinged};
use serde_json::{Value, json};

use crate::harness::Team;

async fn pinged(team: &Team, body: Value) -> Pinged {
    let sent = team.send(body).await;
    assert_eq!(sent.status, 200, "{}", sent.json);
    let id = sent.id().parse().unwrap();
    team.world(|world| world.message(team.daily, id).unwrap().pinged.clone())
}

#[tokio::test]
async fn without_the_object_everybody_who_is_named_is_pinged() {
    let team = Team::start().await;
    let role = team.world(|world| world.add_role(team.guild, "crew", Permissions::empty()).unwrap());
    team.world(|world| world.edit_role(team.guild, role, |role| role.mentionable = true));
    let body = json!({ "content": format!("<@{}> <@&{role}> @everyone", team.mira) });
    let without_right = pinged(&team, body.clone()).await;
    assert_eq!(without_right.users, BTreeSet::from([team.mira]));
    assert_eq!(without_right.roles, BTreeSet::from([role]));
    assert!(!without_right.everyone, "the bot may not mention everyone");
    team.grant(Permissions::MENTION_EVERYONE);
    assert!(pinged(&team, body).await.everyone);
}

#[tokio::test]
async fn the_object_lets_through_only_what_it_lists() {
    let team = Team::start().await;
    team.grant(Permissions::MENTION_EVERYONE);
    let content = format!("<@{}> <@{}> @everyone", team.mira, team.jo);
    let none = pinged(&team, json!({ "content": content, "allowed_mentions": { "parse": [] } })).await;
    assert!(none.nobody());
    let one = json!({ "content": content, "allowed_mentions": { "parse": [], "users": [team.mira] } });
    assert_eq!(pinged(&team, one).await.users, BTreeSet::from([team.mira]));
    let all = pinged(&team, json!({ "content": content, "allowed_mentions": { "parse": ["users"] } })).await;
    assert_eq!((all.users.len(), all.everyone), (2, false));
    let listed_but_not_named = json!({ "content": "hi", "allowed_mentions": { "users": [team.mira] } });
    assert!(pinged(&team, listed_but_not_named).await.nobody());
}

#[tokio::test]
async fn a_reply_pings_its_author_unless_told_not_to() {
    let team = Team::start().await;
    let theirs = team.says(team.mira, "good morning");
    let id = theirs.rsplit_once('/').unwrap().1;
    let reply = json!({ "content": "yes", "message_reference": { "message_id": id } });
    assert_eq!(pinged(&team, reply.clone()).await.users, BTreeSet::from([team.mira]));
    let mut silent = reply;
    silent["allowed_mentions"] = json!({ "parse": ["users"] });
    assert!(pinged(&team, silent).await.nobody());
}

#[tokio::test]
async fn an_edit_and_an_embed_ping_nobody() {
    let team = Team::start().await;
    let name = format!("<@{}>", team.mira);
    assert!(pinged(&team, json!({ "embeds": [{ "description": name }] })).await.nobody());
    let message = team.sent("hello").await;
    assert_eq!(team.patch(&message, json!({ "content": name })).await.json["mentions"][0]["id"], json!(team.mira));
    let id = message.rsplit_once('/').unwrap().1.parse().unwrap();
    assert!(team.world(|world| world.message(team.daily, id).unwrap().pinged.nobody()));
}

#[tokio::test]
async fn parse_and_a_list_of_the_same_kind_exclude_each_other() {
    let team = Team::start().await;
    let body = json!({ "content": "hi", "allowed_mentions": { "parse": ["users"], "users": [team.mira] } });
    let refused = team.send(body).await;
    assert_eq!(refused.fault("/allowed_mentions"), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE");
}
