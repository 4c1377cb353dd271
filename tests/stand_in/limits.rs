//! Both sides of each limit: the longest that is taken, and one more.

use rstest::rstest;
use serde_json::{Value, json};

use crate::harness::Team;

fn x(length: usize) -> String {
    "x".repeat(length)
}

fn list(length: usize, item: impl Fn(usize) -> Value) -> Value {
    (0..length).map(item).collect()
}

fn button(index: usize) -> Value {
    json!({ "type": 2, "style": 1, "label": "go", "custom_id": format!("go {index}") })
}

fn rows(components: Value) -> Value {
    json!({ "components": [{ "type": 1, "components": components }] })
}

fn one_button(change: Value) -> Value {
    let mut one = button(0);
    one.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    rows(json!([one]))
}

fn embed(embed: Value) -> Value {
    json!({ "embeds": [embed] })
}

fn select(change: Value) -> Value {
    let mut select = json!({ "type": 3, "custom_id": "pick", "options": [{ "label": "a", "value": "a" }] });
    select.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    rows(json!([select]))
}

fn option(index: usize) -> Value {
    json!({ "label": "a", "value": format!("{index}") })
}

/// Four embeds whose descriptions have that many characters together.
fn embeds_of(total: usize) -> Value {
    let share = total / 4;
    let rest = total - 3 * share;
    json!({ "embeds": [
        { "description": x(share) }, { "description": x(share) }, { "description": x(share) }, { "description": x(rest) },
    ] })
}

#[rstest]
#[case::content(2_000, "/content", |n| json!({ "content": x(n) }))]
#[case::content_counts_characters(2_000, "/content", |n| json!({ "content": "ä".repeat(n) }))]
#[case::embeds(10, "/embeds", |n| json!({ "embeds": list(n, |_| json!({ "title": "x" })) }))]
#[case::embed_title(256, "/embeds/0/title", |n| embed(json!({ "title": x(n) })))]
#[case::embed_description(4_096, "/embeds/0/description", |n| embed(json!({ "description": x(n) })))]
#[case::embed_footer(2_048, "/embeds/0/footer/text", |n| embed(json!({ "footer": { "text": x(n) } })))]
#[case::embed_author(256, "/embeds/0/author/name", |n| embed(json!({ "author": { "name": x(n) } })))]
#[case::fields(25, "/embeds/0/fields", |n| embed(json!({ "fields": list(n, |_| json!({ "name": "x", "value": "x" })) })))]
#[case::field_name(256, "/embeds/0/fields/0/name", |n| embed(json!({ "fields": [{ "name": x(n), "value": "x" }] })))]
#[case::field_value(1_024, "/embeds/0/fields/0/value", |n| embed(json!({ "fields": [{ "name": "x", "value": x(n) }] })))]
#[case::embed_total(6_000, "/embeds", embeds_of)]
#[case::rows(5, "/components", |n| json!({
    "components": list(n, |row| json!({ "type": 1, "components": [button(row)] }))
}))]
#[case::buttons(5, "/components/0/components", |n| rows(list(n, button)))]
#[case::button_label(80, "/components/0/components/0/label", |n| one_button(json!({ "label": x(n) })))]
#[case::custom_id(100, "/components/0/components/0/custom_id", |n| one_button(json!({ "custom_id": x(n) })))]
#[case::select_options(25, "/components/0/components/0/options", |n| select(json!({ "options": list(n, option) })))]
#[case::select_placeholder(150, "/components/0/components/0/placeholder", |n| select(json!({ "placeholder": x(n) })))]
#[case::option_label(100, "/components/0/components/0/options/0/label", |n| {
    select(json!({ "options": [{ "label": x(n), "value": "a" }] }))
})]
#[case::option_value(100, "/components/0/components/0/options/0/value", |n| {
    select(json!({ "options": [{ "label": "a", "value": x(n) }] }))
})]
#[case::option_description(100, "/components/0/components/0/options/0/description", |n| {
    select(json!({ "options": [{ "label": "a", "value": "a", "description": x(n) }] }))
})]
#[case::nonce(25, "/nonce", |n| json!({ "content": "x", "nonce": x(n) }))]
#[case::allowed_users(100, "/allowed_mentions/users", |n| json!({
    "content": "x", "allowed_mentions": { "users": list(n, |user| json!((user + 1).to_string())) }
}))]
#[tokio::test]
async fn a_message_takes_as_much_and_no_more(
    #[case] most: usize,
    #[case] place: &str,
    #[case] body: impl Fn(usize) -> Value,
) {
    let team = Team::start().await;
    let mut longest = body(most);
    if longest["allowed_mentions"].is_null() {
        longest["allowed_mentions"] = json!({ "parse": [] });
    }
    let taken = team.send(longest).await;
    assert_eq!(taken.status, 200, "{}", taken.json);
    assert_eq!(team.stand_in.violations(), []);
    let refused = team.send(body(most + 1)).await;
    assert_eq!(refused.refusal(), (400, 50035), "{}", refused.json);
    assert_ne!(refused.fault(place), "none", "{}", refused.json);
    assert_ne!(team.stand_in.violations(), []);
}

#[rstest]
#[case::no_row(json!({ "components": [button(0)] }), "/components/0")]
#[case::empty_row(rows(json!([])), "/components/0/components")]
#[case::same_id(rows(json!([button(0), button(0)])), "/components/0/components/1/custom_id")]
#[case::no_id(one_button(json!({ "custom_id": null })), "/components/0/components/0/custom_id")]
#[case::neither_label_nor_emoji(one_button(json!({ "label": null })), "/components/0/components/0")]
#[case::link_with_id(one_button(json!({ "style": 5, "url": "https://a.org" })), "/components/0/components/0/custom_id")]
#[case::link_without_address(one_button(json!({ "style": 5, "custom_id": null })), "/components/0/components/0/url")]
#[case::style(one_button(json!({ "style": 7 })), "/components/0/components/0/style")]
#[case::button_beside_select(
    rows(json!([button(0), { "type": 5, "custom_id": "who" }])), "/components/0/components"
)]
#[case::no_options(select(json!({ "options": [] })), "/components/0/components/0/options")]
#[case::same_option(select(json!({ "options": [option(1), option(1)] })), "/components/0/components/0/options/1/value")]
#[case::more_than_options(select(json!({ "max_values": 2 })), "/components/0/components/0/max_values")]
#[case::field_without_value(embed(json!({ "fields": [{ "name": "x" }] })), "/embeds/0/fields/0/value")]
#[case::color(embed(json!({ "title": "x", "color": 0x100_0000 })), "/embeds/0/color")]
#[case::time(embed(json!({ "title": "x", "timestamp": "soon" })), "/embeds/0/timestamp")]
#[case::address(embed(json!({ "title": "x", "url": "ftp://a.org" })), "/embeds/0/url")]
#[case::picture(embed(json!({ "image": { "url": "nowhere" } })), "/embeds/0/image/url")]
#[case::poll(json!({ "poll": { "question": { "text": "x" } } }), "/poll")]
#[case::embeds_and_v2(
    json!({ "flags": 32768, "embeds": [{ "title": "x" }], "components": [{ "type": 10, "content": "x" }] }), "/embeds"
)]
#[case::content_is_no_text(json!({ "content": 7 }), "/content")]
#[tokio::test]
async fn a_message_that_is_wrong_is_refused_where_it_is_wrong(#[case] body: Value, #[case] place: &str) {
    let team = Team::start().await;
    let refused = team.send(body).await;
    assert_eq!(refused.refusal(), (400, 50035), "{}", refused.json);
    assert_ne!(refused.fault(place), "none", "{}", refused.json);
}

#[tokio::test]
async fn components_v2_and_attachments_are_taken() {
    let team = Team::start().await;
    let v2 = json!({ "flags": 32768, "allowed_mentions": { "parse": [] }, "components": [
        { "type": 17, "components": [{ "type": 10, "content": "words" }, { "type": 1, "components": [button(0)] }] },
    ] });
    let sent = team.send(v2).await;
    assert_eq!(sent.status, 200, "{}", sent.json);
    let embeds = json!([{ "image": { "url": "attachment://a.png" } }]);
    let picture = json!({ "embeds": embeds, "allowed_mentions": { "parse": [] } });
    let sent = team.upload(picture, vec![("a.png", vec![1, 2, 3])]).await;
    assert_eq!(sent.json["embeds"][0]["image"]["url"], sent.json["attachments"][0]["url"]);
    assert_eq!(team.stand_in.violations(), []);
}

fn command(change: Value) -> Value {
    let mut command = json!({ "name": "hello", "description": "says hello" });
    command.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    command
}

fn text_option(name: &str) -> Value {
    json!({ "type": 3, "name": name, "description": "words" })
}

fn with_option(change: Value) -> Value {
    let mut option = text_option("words");
    option.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    command(json!({ "options": [option] }))
}

fn choice(index: usize) -> Value {
    json!({ "name": format!("{index}"), "value": format!("{index}") })
}

/// A command whose choices bring it to that many characters.
fn command_of(total: usize) -> Value {
    let own = "hello".len() + "says hello".len();
    let mut left = total - own;
    let mut options = Vec::new();
    while left > 0 {
        let overhead = 10 + 5;
        let share = (left.min(2_000 + overhead)).saturating_sub(overhead);
        let mut choices = Vec::new();
        let mut rest = share;
        while rest > 0 {
            let name = rest.min(100);
            choices.push(json!({ "name": x(name.max(1)), "value": choices.len() }));
            rest -= name;
        }
        options.push(json!({
            "type": 4, "name": format!("option-{:03}", options.len()), "description": "words", "choices": choices,
        }));
        left -= share + overhead;
    }
    command(json!({ "options": options }))
}

#[rstest]
#[case::name(32, "/name", |n| command(json!({ "name": x(n) })))]
#[case::description(100, "/description", |n| command(json!({ "description": x(n) })))]
#[case::options(25, "/options", |n| command(json!({ "options": list(n, |index| text_option(&format!("o{index}"))) })))]
#[case::choices(25, "/options/0/choices", |n| with_option(json!({ "choices": list(n, choice) })))]
#[case::choice_name(100, "/options/0/choices/0/name", |n| {
    with_option(json!({ "choices": [{ "name": x(n), "value": "a" }] }))
})]
#[case::choice_value(100, "/options/0/choices/0/value", |n| {
    with_option(json!({ "choices": [{ "name": "a", "value": x(n) }] }))
})]
#[case::total(8_000, "", command_of)]
#[tokio::test]
async fn a_command_takes_as_much_and_no_more(
    #[case] most: usize,
    #[case] place: &str,
    #[case] body: impl Fn(usize) -> Value,
) {
    let team = Team::start().await;
    let taken = team.post("/applications/@me/commands", body(most)).await;
    assert_eq!(taken.status, 201, "{}", taken.json);
    assert_eq!(team.stand_in.violations(), []);
    let refused = team.post("/applications/@me/commands", body(most + 1)).await;
    assert_eq!(refused.refusal(), (400, 50035));
    assert_ne!(refused.fault(place), "none", "{}", refused.json);
}

#[rstest]
#[case::capitals(command(json!({ "name": "Hello" })), "/name")]
#[case::spaces(command(json!({ "name": "hello you" })), "/name")]
#[case::no_description(json!({ "name": "hello" }), "/description")]
#[case::menu_with_description(json!({ "name": "Hello you", "type": 2, "description": "x" }), "/description")]
#[case::type_(command(json!({ "type": 9 })), "/type")]
#[case::required_last(
    command(json!({ "options": [text_option("a"), { "type": 3, "name": "b", "description": "x", "required": true }] })),
    "/options/1"
)]
#[case::same_option(command(json!({ "options": [text_option("a"), text_option("a")] })), "/options/1/name")]
#[case::choices_and_autocomplete(with_option(json!({ "choices": [choice(1)], "autocomplete": true })), "/options/0")]
#[case::autocomplete_of_users(with_option(json!({ "type": 6, "autocomplete": true })), "/options/0")]
#[case::mixed(
    command(json!({ "options": [{ "type": 1, "name": "set", "description": "x" }, text_option("a")] })), "/options"
)]
#[tokio::test]
async fn a_command_that_is_wrong_is_refused_where_it_is_wrong(#[case] body: Value, #[case] place: &str) {
    let team = Team::start().await;
    let refused = team.post("/applications/@me/commands", body).await;
    assert_eq!(refused.refusal(), (400, 50035), "{}", refused.json);
    assert_ne!(refused.fault(place), "none", "{}", refused.json);
}

#[rstest]
#[case::slash(1, 100)]
#[case::user(2, 15)]
#[case::message(3, 15)]
#[tokio::test]
async fn a_scope_holds_so_many_commands(#[case] kind: u64, #[case] most: usize) {
    let team = Team::start().await;
    let named = |index: usize| match kind {
        1 => command(json!({ "name": format!("c{index}") })),
        _ => json!({ "type": kind, "name": format!("c {index}") }),
    };
    let path = "/applications/@me/commands";
    assert_eq!(team.put(path, list(most, named)).await.json.as_array().map(Vec::len), Some(most));
    assert_eq!(team.put(path, list(most + 1, named)).await.refusal(), (400, 30032));
    assert_eq!(team.post(path, named(most)).await.refusal(), (400, 30032));
}

#[tokio::test]
async fn two_hundred_commands_a_day_can_be_created() {
    let team = Team::start().await;
    let path = "/applications/@me/commands";
    let round = |round: usize| list(100, move |index| command(json!({ "name": format!("r{round}-{index}") })));
    for one in 0..2 {
        assert_eq!(team.put(path, round(one)).await.status, 200);
    }
    assert_eq!(team.put(path, round(2)).await.refusal(), (400, 30034));
    let one = team.get(path).await.json[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(team.delete(&format!("{path}/{one}")).await.status, 204);
    assert_eq!(team.post(path, command(json!({ "name": "the-201st" }))).await.refusal(), (400, 30034));
    // What stands is not created again.
    let standing = team.get(path).await.json;
    assert_eq!(team.put(path, standing).await.status, 200);
    team.step(24 * 3600).await;
    assert_eq!(team.put(path, round(2)).await.status, 200);
}
