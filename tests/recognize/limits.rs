//! Giving within what a server settled and what people chose: what is left, who is passed over, what is quiet, and which
//! strengths it names.

use clarion::commands::Answer;
use clarion::messages::{CustomId, GivePress};
use clarion::store::{Recognition, RecognitionChange};
use insta::assert_snapshot;
use serde_json::{Value, json};
use serenity::model::application::Interaction;
use serenity::model::id::UserId;

use super::bench::{Bench, ELSEWHERE, GONE, HARBOUR, JO, MIRA, ROBO, SAM, custom_id, shown};

async fn settle(bench: &Bench, change: RecognitionChange) {
    bench.commands.store.settle_recognition(HARBOUR, &[change], bench.commands.clock.now()).await.unwrap();
}

/// Writes into the file beside the store.
async fn run(bench: &Bench, sql: &str) {
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
    pool.close().await;
}

fn with(mut interaction: Value, options: &[(&str, Value)]) -> Value {
    for (name, value) in options {
        let kind = if value.is_boolean() { 5 } else { 3 };
        let all = interaction["data"]["options"].as_array_mut().unwrap();
        all.push(json!({ "name": name, "type": kind, "value": value }));
    }
    interaction
}

async fn latest(bench: &Bench, who: UserId) -> Recognition {
    bench.commands.store.mine(HARBOUR, who, 1).await.unwrap().latest_given.remove(0)
}

/// What the option offers, with this typed so far and these chosen before.
async fn offered(bench: &Bench, typed: &str, before: &[&str]) -> Vec<String> {
    let mut options: Vec<Value> =
        before.iter().map(|name| json!({ "name": "strength", "type": 3, "value": name })).collect();
    options.push(json!({ "name": "strength2", "type": 3, "value": typed, "focused": true }));
    let mut typing = bench.slash(JO, "recognize", &json!(options), &[]);
    typing["type"] = json!(4);
    let typing: Interaction = serde_json::from_value(typing).unwrap();
    match bench.commands.answer(&typing).await {
        Answer::Choices(choices) => choices.into_iter().map(|(label, _)| label).collect(),
        other => panic!("{}", shown(&other)),
    }
}

#[tokio::test]
async fn what_is_left_of_the_day_is_told_and_more_is_refused() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    settle(&bench, RecognitionChange::Allowance(Some(4))).await;
    let private = async |interaction: Value| {
        let whole = bench.shown(&interaction).await;
        whole.rsplit("---\n").next().unwrap().lines().next().unwrap().to_owned()
    };
    seen.push(private(bench.recognize(JO, &[MIRA], "the demo", Some("thanks"))).await);
    seen.push(private(bench.recognize(JO, &[MIRA, SAM], "the release", Some("thanks"))).await);
    seen.push(bench.shown(&bench.recognize(JO, &[MIRA, SAM], "the *other* release", None)).await);
    assert_eq!(bench.gives().await, [(Some(JO), 2, 2)]);
    seen.push(private(bench.recognize(JO, &[SAM], "the slides", Some("thanks"))).await);
    seen.push(bench.shown(&bench.recognize(JO, &[SAM], "the tea", None)).await);
    assert_eq!(bench.gives().await, [(Some(JO), 3, 2)]);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn whoever_is_passed_over_is_named_with_the_reason_that_may_be_known() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    bench.given(JO, &[MIRA, SAM], "the demo", None).await;
    settle(&bench, RecognitionChange::RestHours(Some(24))).await;
    let lee = UserId::new(SAM.get() + 1);
    seen.push(bench.shown(&bench.recognize(JO, &[MIRA], "the slides", None)).await);
    seen.push(bench.shown(&bench.recognize(JO, &[MIRA, JO, lee, ROBO], "the slides", Some("thanks"))).await);
    // The one is paused, the other takes nothing from Jo: nobody learns which is which.
    let id = |of: UserId| format!("(SELECT id FROM person WHERE user_id = {of})");
    run(&bench, &format!("UPDATE person SET paused_at = 1 WHERE user_id = {MIRA}")).await;
    run(&bench, &format!("INSERT INTO declined_giver (person_id, giver) VALUES ({}, {})", id(SAM), id(JO))).await;
    let paused = bench.shown(&bench.recognize(JO, &[MIRA], "the tea", None)).await;
    let declines = bench.shown(&bench.recognize(JO, &[SAM], "the tea", None)).await;
    assert_eq!(paused.replace(&MIRA.to_string(), "X"), declines.replace(&SAM.to_string(), "X"));
    seen.push(paused);
    seen.push(bench.shown(&bench.recognize(MIRA, &[SAM], "the tea", None)).await);
    assert_eq!(bench.gives().await, [(Some(JO), 2, 3)]);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn whoever_has_left_keeps_their_name_and_stays_gone() {
    let bench = Bench::new().await;
    bench.given(JO, &[GONE], "the demo", None).await;
    let store = &bench.commands.store;
    store.seen(HARBOUR, GONE, "Nadja of the harbour").await.unwrap();
    store.not_there(HARBOUR, GONE, bench.commands.clock.now()).await.unwrap();
    let told = bench.shown(&bench.recognize(JO, &[GONE, MIRA], "the slides", None)).await;
    assert!(told.contains(&format!("<@{GONE}> is not in this server, so they may never read it")), "{told}");
    let told = bench.shown(&bench.recognize(JO, &[SAM], "the tea", None)).await;
    assert!(!told.contains("not in this server"), "{told}");
    let roster = store.roster(HARBOUR).await.unwrap();
    assert_eq!((roster.all(), roster.left), (3, 1));
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    let names: Vec<Option<String>> =
        sqlx::query_scalar("SELECT name FROM person ORDER BY user_id").fetch_all(&pool).await.unwrap();
    pool.close().await;
    assert_eq!(names[2..], [Some("someone".to_owned()), Some("Nadja of the harbour".to_owned())]);
}

#[tokio::test]
async fn words_are_handed_back_whatever_the_list_of_strengths_takes() {
    let bench = Bench::new().await;
    for (letters, all) in [(25, false), (1, true)] {
        let own: Vec<String> = (10..35).map(|n| format!("{}{n}", "*".repeat(letters))).collect();
        settle(&bench, RecognitionChange::Strengths(own.clone())).await;
        let asked = bench.recognize(JO, &[MIRA], &"_".repeat(300), None);
        let refused = bench.shown(&with(asked, &[("strength", json!("~".repeat(40)))])).await;
        assert!(refused.contains(&"\\_".repeat(300)) && refused.contains("\\*10"), "{refused}");
        assert!(refused.encode_utf16().count() <= 2_000 + "(to the asker) ".len(), "{}", refused.len());
        assert_eq!(refused.contains("\\*34"), all, "{refused}");
    }
    assert!(bench.gives().await.is_empty());
}

#[tokio::test]
async fn a_quiet_one_is_for_its_receivers_alone() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    let quiet = with(bench.recognize(JO, &[MIRA, SAM], "for you *alone*", None), &[("quiet", json!(true))]);
    let answer = bench.answer(&quiet).await;
    assert!(matches!(answer, Answer::Reply { private: true, .. }), "{}", shown(&answer));
    seen.push(shown(&answer));
    let kept = latest(&bench, JO).await;
    assert!(kept.quiet && kept.announced.is_none());
    assert_eq!(bench.commands.store.mine(HARBOUR, MIRA, 1).await.unwrap().got, 1);
    let page = bench.shown(&bench.press(MIRA, "c1.me.open.thanks.0", true)).await;
    assert!(page.contains(r"“for you \*alone\*” · in private"), "{page}");
    // Somebody who wants nothing announced is not, whoever gives; the others are.
    run(&bench, &format!("UPDATE person SET never_announce = 1 WHERE user_id = {MIRA}")).await;
    seen.push(bench.shown(&bench.recognize(JO, &[MIRA, SAM], "the demo", Some("thanks"))).await);
    let alone = bench.answer(&bench.recognize(JO, &[MIRA], "the slides", Some("thanks"))).await;
    assert!(matches!(alone, Answer::Reply { private: true, .. }));
    seen.push(shown(&alone));
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn strengths_are_picked_from_the_servers_list_in_the_command_or_after() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    assert_eq!(offered(&bench, "GOING F", &[]).await, ["Going first"]);
    assert_eq!(offered(&bench, "", &[]).await.len(), bench.commands.library.strengths.len());
    let own = ["Calm under fire", "Patience", "Craft", "N*rve"].map(str::to_owned).to_vec();
    settle(&bench, RecognitionChange::Strengths(own)).await;
    assert_eq!(offered(&bench, "", &["Patience"]).await, ["Calm under fire", "Craft", "N*rve"]);

    let asked = bench.recognize(JO, &[MIRA], "the *demo*", Some("thanks"));
    let unknown = [("strength", json!("Patience")), ("strength2", json!("Going first"))];
    seen.push(bench.shown(&with(asked.clone(), &unknown)).await);
    assert_eq!(bench.gives().await, []);
    let known = [("strength", json!("craft")), ("strength3", json!("N*rve"))];
    seen.push(bench.shown(&with(asked, &known)).await);
    assert_eq!(latest(&bench, JO).await.strengths, ["Craft", "N*rve"]);

    // Afterwards, in the menu: by its giver, for a day.
    let answer = bench.answer(&bench.recognize(JO, &[SAM], "the slides", None)).await;
    let menu = custom_id(&answer, "Which strengths did you see? Up to three, within 24 hours");
    let pick = |who, values: &[&str]| bench.choose(who, &menu, values);
    seen.push(bench.shown(&pick(MIRA, &["Craft"])).await);
    let mut elsewhere = pick(JO, &["Going first"]);
    elsewhere["guild_id"] = json!(ELSEWHERE.to_string());
    seen.push(bench.shown(&elsewhere).await);
    seen.push(bench.shown(&pick(JO, &["Going first"])).await);
    assert!(latest(&bench, JO).await.strengths.is_empty());
    let picked = bench.answer(&pick(JO, &["Patience", "Craft"])).await;
    seen.push(shown(&picked));
    // With what it stirred, which keeps them.
    let skill = custom_id(&picked, "I'd like that skill");
    seen.push(bench.shown(&bench.press(JO, &skill, true)).await);
    // Its words are changed: what it names goes along, and the same menu picks for what stands now.
    let first = latest(&bench, JO).await;
    bench.answer(&bench.submit(JO, &format!("c1.keep.amended.{}", first.id), "the clear slides")).await;
    let amended = latest(&bench, JO).await;
    assert_eq!((amended.words.as_deref(), amended.strengths.len()), (Some("the clear slides"), 2));
    let anew = bench.shown(&pick(JO, &["Craft"])).await;
    assert!(anew.contains("It names: Craft. You can still"), "{anew}");
    assert_eq!(latest(&bench, JO).await.strengths, ["Craft"]);
    let page = bench.shown(&bench.press(JO, "c1.me.open.thanks.0", true)).await;
    assert!(page.contains("“the clear slides” (‘I'd like that skill’) · Craft"), "{page}");
    bench.answer(&pick(JO, &["Patience", "Craft"])).await;
    // The list has changed since: what it names can stay.
    settle(&bench, RecognitionChange::Strengths(vec!["Nerve".to_owned()])).await;
    bench.answer(&pick(JO, &["Patience", "Nerve"])).await;
    assert_eq!(latest(&bench, JO).await.strengths, ["Patience", "Nerve"]);
    let patience = std::time::Duration::from_secs(5);
    bench.hand.advance_to("2026-11-22T11:00:00Z".parse().unwrap(), patience).await.unwrap();
    seen.push(bench.shown(&pick(JO, &[])).await);
    assert_eq!(latest(&bench, JO).await.strengths, ["Patience", "Nerve"]);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn several_people_are_thanked_from_the_button() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    let people: Vec<UserId> = (1..=6).map(|n| UserId::new(SAM.get() + n)).collect();
    let picked = [vec![JO, ROBO], people[..5].to_vec()].concat();
    let form = bench.answer(&bench.pick(JO, "c1.thank-whom", &picked)).await;
    let id = custom_id(&form, "");
    let words = GivePress::Words { people: [vec![JO], people[..5].to_vec()].concat(), bots: vec![ROBO] };
    assert_eq!(id.parse(), Ok(CustomId::Give(words)));
    seen.push(bench.shown(&bench.submit(JO, &id, "the *launch*")).await);
    assert_eq!(bench.gives().await, [(Some(JO), 1, 5)]);
    // Nobody is left.
    seen.push(bench.shown(&bench.pick(JO, "c1.thank-whom", &[JO, ROBO])).await);
    // Under a prompt that is about recognition.
    let under = CustomId::Give(GivePress::Someone { occurrence: latest(&bench, JO).await.id }).to_string();
    seen.push(bench.shown(&bench.press(MIRA, &under, false)).await);
    bench.set_up("UTC", false).await;
    seen.push(bench.shown(&bench.press(MIRA, &under, false)).await);
    assert_snapshot!(seen.join("\n\n"));
}
