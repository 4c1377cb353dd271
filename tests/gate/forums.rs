//! Posts in a forum, and the look for one.

use std::time::Duration;

use clarion::commands::{Forum, Lookup};
use clarion::discord::Patience;
use clarion::posting::{SendFault, Sender};
use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::builder::CreateMessage;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

use super::bench::{gate, gate_with, nonce};
use crate::common::{Reply, Scripted, Seen};

const GUILD: GuildId = GuildId::new(7);
const IDEAS: ChannelId = ChannelId::new(43);

fn forum(flags: u64, tags: Value) -> Reply {
    Reply::json(200, &json!({ "id": "43", "type": 15, "guild_id": "7", "flags": flags, "available_tags": tags }))
}

fn tags() -> Value {
    json!([
        { "id": "801", "name": "Staff", "moderated": true },
        { "id": "802", "name": "Prompts", "moderated": false },
        { "id": "803", "name": "Other", "moderated": false },
    ])
}

fn made() -> Reply {
    Reply::json(201, &json!({ "id": "99", "message": { "id": "99" } }))
}

async fn post(replies: Vec<Reply>) -> (Result<MessageId, SendFault>, Vec<Seen>) {
    let api = Scripted::start(replies).await;
    let message = CreateMessage::new().content("hello <@1> @everyone").into();
    let posted = gate(&api.address).post_in_forum(IDEAS, "Whose quiet work", &message, Timestamp::MAX).await;
    (posted, api.seen())
}

#[tokio::test]
async fn a_post_is_a_thread_with_its_first_message_and_says_whom_it_pings() {
    let (posted, seen) = post(vec![forum(0, tags()), made()]).await;
    assert_eq!(posted, Ok(MessageId::new(99)));
    let lines: Vec<&str> = seen.iter().map(|seen| seen.line.as_str()).collect();
    assert_eq!(lines, ["GET /api/v10/channels/43", "POST /api/v10/channels/43/threads"]);
    let body = &seen[1].body;
    assert_eq!((&body["name"], &body["auto_archive_duration"]), (&json!("Whose quiet work"), &json!(4320)));
    assert_eq!(body["message"]["allowed_mentions"], json!({ "parse": [] }));
    // Discord documents no nonce here, and no tag was asked for.
    assert_eq!((body["message"].get("nonce"), body.get("applied_tags")), (None, None));
}

#[tokio::test]
async fn a_forum_that_asks_for_a_tag_gets_the_first_that_anybody_may_use() {
    let (posted, seen) = post(vec![forum(16, tags()), made()]).await;
    assert_eq!((posted, &seen[1].body["applied_tags"]), (Ok(MessageId::new(99)), &json!(["802"])));
    let asks = async |reply| {
        let api = Scripted::start([reply]).await;
        Lookup::forum(&gate(&api.address), IDEAS).await
    };
    let found = asks(forum(16, tags())).await.unwrap();
    assert_eq!(found, Some(Forum { requires_tag: true, tag: Some("Prompts".into()) }));
    let found = asks(forum(16, json!([{ "id": "801", "name": "Staff", "moderated": true }]))).await.unwrap();
    assert_eq!(found, Some(Forum { requires_tag: true, tag: None }));
    assert_eq!(asks(forum(0, json!([]))).await.unwrap(), Some(Forum::default()));
    assert_eq!(asks(Reply::json(200, &json!({ "id": "43", "type": 0 }))).await.unwrap(), None);
}

#[tokio::test]
async fn a_lost_answer_is_not_repeated_and_a_refusal_is_one() {
    let (posted, seen) = post(vec![forum(0, json!([])), Reply::Cut]).await;
    assert_eq!((posted, seen.len()), (Err(SendFault::Uncertain), 2));
    let (posted, seen) = post(vec![forum(0, json!([])), Reply::json(500, &json!({}))]).await;
    assert_eq!((posted, seen.len()), (Err(SendFault::Uncertain), 2));
    let (posted, _) = post(vec![forum(0, json!([])), Reply::json(400, &json!({ "code": 40_067 }))]).await;
    assert_eq!(posted, Err(SendFault::Refused { code: 40_067 }));
    // What goes before the post sends nothing: its failure is certain.
    let (posted, seen) = post(vec![Reply::Cut]).await;
    assert!(matches!(posted, Err(SendFault::Retry { .. })), "{posted:?}");
    assert!(seen.iter().all(|seen| seen.line.starts_with("GET")));
    let (posted, _) = post(vec![Reply::json(404, &json!({ "code": 10_003 }))]).await;
    assert_eq!(posted, Err(SendFault::Refused { code: 10_003 }));
    let (posted, seen) = post(vec![Reply::json(200, &json!({ "id": "43", "type": 0 }))]).await;
    assert_eq!((posted, seen.len()), (Err(SendFault::Refused { code: 50_024 }), 1));
}

/// All of it has to be over while the post's lease holds, which began before the question: by no nonce would Discord
/// tell a second one.
#[tokio::test]
async fn the_question_before_a_post_takes_one_trys_time_and_no_more() {
    let api = Scripted::start([Reply::Silence]).await;
    let short = Duration::from_millis(300);
    let patience = Patience { request: short, first_pause: Duration::from_millis(1), ..Patience::default() };
    let message = CreateMessage::new().content("hello").into();
    let posted = gate_with(&api.address, patience).post_in_forum(IDEAS, "title", &message, Timestamp::MAX).await;
    assert!(matches!(posted, Err(SendFault::Retry { .. })), "{posted:?}");
    let seen: Vec<String> = api.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(seen, ["GET /api/v10/channels/43"]);
    let usual = Patience::default();
    assert!(usual.request + usual.exchange < clarion::posting::EngineOptions::default().lease);
}

#[tokio::test]
async fn what_is_beyond_a_limit_is_not_posted() {
    let api = Scripted::start([forum(0, json!([]))]).await;
    let long = CreateMessage::new().content("é".repeat(2001)).into();
    let posted = gate(&api.address).post_in_forum(IDEAS, "title", &long, Timestamp::MAX).await;
    assert_eq!((posted, api.seen().len()), (Err(SendFault::Unsuitable { code: 50_035 }), 1));
}

/// Ids of an hour after `SINCE`.
const FIRST: u64 = 1_575_000_000_000_000_000;

fn thread(id: u64, parent: &str, owner: &str, away: &str) -> Value {
    json!({ "id": id.to_string(), "type": 11, "parent_id": parent, "owner_id": owner,
            "thread_metadata": { "archived": !away.is_empty(), "archive_timestamp": away } })
}

fn first(author: &str, custom_id: &str) -> Reply {
    let row = json!([{ "type": 1, "components": [{ "type": 2, "custom_id": custom_id }] }]);
    Reply::json(200, &json!({ "id": "1", "author": { "id": author }, "components": row }))
}

fn list(threads: Value, more: bool) -> Reply {
    Reply::json(200, &json!({ "threads": threads, "members": [], "has_more": more }))
}

async fn find(replies: Vec<Reply>) -> (Result<Option<MessageId>, SendFault>, Vec<String>) {
    let api = Scripted::start(replies).await;
    let gate = gate(&api.address);
    gate.set_me(UserId::new(40));
    let found = gate.find_in_forum(GUILD, IDEAS, nonce(), "2026-11-23T08:00:00Z".parse().unwrap()).await;
    (found, api.seen().into_iter().map(|seen| seen.line.replace("/api/v10", "")).collect())
}

#[tokio::test]
async fn a_mark_is_found_among_the_open_threads_of_that_forum() {
    let marked = format!("c1.two.{}.a-prompt", nonce());
    let active = json!([
        thread(FIRST + 1, "44", "40", ""),
        thread(FIRST + 2, "43", "41", ""),
        thread(1_000, "43", "40", ""),
        thread(FIRST + 3, "43", "40", ""),
        thread(FIRST + 4, "43", "40", ""),
    ]);
    let replies =
        vec![list(active.clone(), false), list(json!([]), false), first("40", "c1.two.other"), first("40", &marked)];
    let (found, seen) = find(replies).await;
    assert_eq!(found, Ok(Some(MessageId::new(FIRST + 4))));
    let wanted = [
        "GET /guilds/7/threads/active".to_owned(),
        "GET /channels/43/threads/archived/public?limit=100".to_owned(),
        format!("GET /channels/{0}/messages/{0}", FIRST + 3),
        format!("GET /channels/{0}/messages/{0}", FIRST + 4),
    ];
    assert_eq!(seen, wanted);
    // Somebody else's copy of the mark is none.
    let replies = vec![list(active, false), list(json!([]), false), first("41", &marked)];
    assert_eq!(find(replies).await.0, Ok(None));
}

#[tokio::test]
async fn and_among_those_that_were_put_away_page_by_page() {
    let marked = format!("c1.two.{}.a-prompt", nonce());
    let replies = vec![
        list(json!([]), false),
        list(json!([thread(FIRST + 1, "43", "40", "2026-11-24T09:30:00.250000+00:00")]), true),
        list(json!([thread(FIRST + 2, "43", "40", "2026-11-22T09:00:00+00:00")]), true),
        first("40", "c1.two.other"),
        first("40", &marked),
    ];
    let (found, seen) = find(replies).await;
    assert_eq!(found, Ok(Some(MessageId::new(FIRST + 2))));
    assert_eq!(seen[2], "GET /channels/43/threads/archived/public?limit=100&before=2026-11-24T09:30:00.25Z");
}

#[tokio::test]
async fn a_look_that_tells_nothing_says_so() {
    let one = || list(json!([thread(FIRST + 1, "43", "40", "")]), false);
    // The first message of one of the bot's own is gone: it may have been that one.
    let gone = Reply::json(404, &json!({ "code": 10_008 }));
    let (found, _) = find(vec![one(), list(json!([]), false), gone]).await;
    assert_eq!(found, Err(SendFault::Refused { code: 10_008 }));
    let refused = || Reply::json(403, &json!({ "code": 50_013 }));
    assert_eq!(find(vec![one(), refused()]).await.0, Err(SendFault::Refused { code: 50_013 }));
    assert_eq!(find(vec![refused()]).await.0, Err(SendFault::Refused { code: 50_013 }));
    let (found, _) = find(vec![Reply::Cut]).await;
    assert!(matches!(found, Err(SendFault::Retry { .. })), "{found:?}");
    let page = list(json!([thread(FIRST, "43", "41", "2026-11-24T09:30:00Z")]), true);
    assert_eq!(find(vec![list(json!([]), false), page]).await.0, Err(SendFault::Buried));
}
