//! `/recognition givers` and `/me`.

use std::time::Duration;

use clarion::commands::Answer;
use insta::assert_snapshot;
use serde_json::{Value, json};
use serenity::model::id::UserId;

use super::bench::{Bench, GONE, HARBOUR, JO, MIRA, ROBO, SAM, custom_id, shown};

fn givers(bench: &Bench, period: Option<&str>, share: bool) -> Value {
    let period: Vec<(&str, &str)> = period.into_iter().map(|period| ("period", period)).collect();
    asks(bench, JO, "givers", &period, share)
}

/// A subcommand of `/recognition` with these options of text.
fn asks(bench: &Bench, who: UserId, name: &str, options: &[(&str, &str)], share: bool) -> Value {
    let mut all = vec![json!({ "name": "share", "type": 5, "value": share })];
    all.extend(options.iter().map(|(name, value)| json!({ "name": name, "type": 3, "value": value })));
    bench.slash(who, "recognition", &json!([{ "name": name, "type": 1, "options": all }]), &[])
}

/// Says by which name Discord showed somebody.
async fn seen(bench: &Bench, who: UserId, name: &str) {
    bench.commands.store.seen(HARBOUR, who, name).await.unwrap();
}

/// The page of `/me` with the thanks.
fn me(bench: &Bench, who: UserId) -> Value {
    bench.press(who, "c1.me.open.thanks.0", true)
}

async fn to(bench: &Bench, instant: &str) {
    bench.hand.advance_to(instant.parse().unwrap(), Duration::from_secs(5)).await.unwrap();
}

#[tokio::test]
async fn an_empty_account_invites_to_begin() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    seen.push(bench.shown(&givers(&bench, None, false)).await);
    seen.push(bench.shown(&givers(&bench, Some("all"), true)).await);
    seen.push(bench.shown(&me(&bench, JO)).await);
    bench.set_up("UTC", false).await;
    // Where thanks are off there is nothing to invite to.
    for asked in [givers(&bench, None, false), me(&bench, JO)] {
        let shown = bench.shown(&asked).await;
        assert!(!shown.contains("/recognize"), "{shown}");
    }
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn who_gave_first_comes_first_and_each_period_has_its_days() {
    let mut seen = Vec::new();
    let bench = Bench::at("2026-09-30T08:00:00Z").await;
    bench.set_up("Europe/Berlin", true).await;
    bench.given(SAM, &[JO], "in the third quarter", None).await;
    to(&bench, "2026-11-01T08:00:00Z").await;
    bench.given(MIRA, &[JO], "once", None).await;
    to(&bench, "2026-11-17T08:00:00Z").await;
    for words in ["one", "two", "three"] {
        bench.given(JO, &[MIRA, SAM], words, None).await;
    }
    bench.given(SAM, &[MIRA], "the demo", None).await;
    to(&bench, "2026-11-21T11:00:00Z").await;
    for period in ["week", "month", "quarter", "year", "all"] {
        let first = [("period", period), ("order", "first")];
        seen.push(bench.shown(&asks(&bench, JO, "givers", &first, false)).await);
    }
    // This month if nothing is said.
    let month = bench.shown(&givers(&bench, Some("month"), false)).await;
    assert_eq!(bench.shown(&givers(&bench, None, false)).await, month);
    // Shared, everybody sees it and nobody is pinged.
    let shared = bench.shown(&givers(&bench, None, true)).await;
    assert_eq!(shared, month.replace("(to the asker)", "(to all)"));
    // What was counted stays to be seen.
    bench.set_up("Europe/Berlin", false).await;
    assert_eq!(bench.shown(&givers(&bench, None, false)).await, month);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn the_account_is_by_name_and_can_be_of_any_days() {
    let mut shown = Vec::new();
    let bench = Bench::at("2026-11-02T08:00:00Z").await;
    bench.given(MIRA, &[JO], "one", None).await;
    to(&bench, "2026-11-10T08:00:00Z").await;
    bench.given(SAM, &[JO, MIRA], "two", None).await;
    to(&bench, "2026-11-20T08:00:00Z").await;
    bench.given(MIRA, &[SAM], "three", None).await;
    bench.given(JO, &[SAM], "four", None).await;
    for (who, name) in [(JO, "zoe *_* @everyone"), (MIRA, "\u{c9}mile"), (SAM, "Sam")] {
        seen(&bench, who, name).await;
    }
    // Jo is gone: by the name, since Discord shows no mention of who left.
    bench.commands.store.not_there(HARBOUR, JO, bench.commands.clock.now()).await.unwrap();
    for options in [
        &[][..],
        &[("order", "recent")],
        &[("from", "yesterday"), ("to", "today")],
        &[("from", "2026-11-03"), ("to", "19 november")],
        &[("from", "2 Nov"), ("period", "week"), ("order", "first")],
        &[("to", "2026-11-10")],
        &[("from", "2026-10-01"), ("to", "2026-10-31")],
    ] {
        shown.push(bench.shown(&asks(&bench, MIRA, "givers", options, false)).await);
    }
    for options in [
        &[("from", "last *week*")][..],
        &[("from", "2026-11-20"), ("to", "2026-11-10")],
        &[("from", "2027-01-01")],
        &[("to", "11/12")],
    ] {
        shown.push(bench.shown(&asks(&bench, MIRA, "givers", options, false)).await);
    }
    assert_snapshot!(shown.join("\n\n"));
}

#[tokio::test]
async fn the_pulse_counts_and_names_nobody() {
    let mut shown = Vec::new();
    let bench = Bench::at("2026-10-28T08:00:00Z").await;
    shown.push(bench.shown(&asks(&bench, JO, "pulse", &[], false)).await);
    bench.given(JO, &[MIRA, SAM], "one", None).await;
    shown.push(bench.shown(&asks(&bench, JO, "pulse", &[], false)).await);
    let team: Vec<UserId> = (0..6).map(|n| UserId::new(SAM.get() + n)).collect();
    bench.given(JO, &team, "two", None).await;
    shown.push(bench.shown(&asks(&bench, JO, "pulse", &[], false)).await);
    to(&bench, "2026-11-03T08:00:00Z").await;
    bench.given(MIRA, &[JO], "three", None).await;
    to(&bench, "2026-11-12T08:00:00Z").await;
    bench.given(SAM, &[JO], "four", None).await;
    shown.push(bench.shown(&asks(&bench, JO, "pulse", &[("period", "week")], false)).await);
    shown.push(bench.shown(&asks(&bench, JO, "pulse", &[("period", "month")], true)).await);
    shown.push(bench.shown(&asks(&bench, JO, "pulse", &[("period", "all")], false)).await);
    let refused = bench.shown(&asks(&bench, JO, "pulse", &[("from", "some day")], false)).await;
    assert!(refused.contains("as a date"), "{refused}");
    for text in &shown {
        assert!(!text.contains("<@"), "{text}");
    }
    assert_snapshot!(shown.join("\n\n"));
}

/// `/recognition strengths member:`.
fn strengths(bench: &Bench, who: UserId, of: Option<UserId>) -> Value {
    let options: Vec<Value> =
        of.iter().map(|of| json!({ "name": "member", "type": 6, "value": of.to_string() })).collect();
    let people: Vec<UserId> = of.into_iter().collect();
    bench.slash(who, "recognition", &json!([{ "name": "strengths", "type": 1, "options": options }]), &people)
}

#[tokio::test]
async fn what_peers_named_is_shown_unless_somebody_keeps_it() {
    let mut shown = Vec::new();
    let bench = Bench::new().await;
    bench.given(JO, &[MIRA], "calm @everyone *nights*", None).await;
    bench.given(SAM, &[MIRA], "the long view", None).await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    shown.push(bench.shown(&strengths(&bench, JO, Some(MIRA))).await);
    for (who, strengths) in [(JO, ["Calm *waters*"].as_slice()), (SAM, &["Calm *waters*", "Foresight"])] {
        let given = bench.commands.store.mine(HARBOUR, who, 1).await.unwrap().latest_given[0].id;
        let strengths: Vec<String> = strengths.iter().map(|name| (*name).to_owned()).collect();
        let now = bench.commands.clock.now();
        let named = bench.commands.store.name_strengths(HARBOUR, given, who, &strengths, now).await.unwrap();
        assert_eq!(named, clarion::store::StrengthsNamed::Kept);
    }
    for statement in [
        "UPDATE occurrence SET state = 'posted', message_id = 71",
        "UPDATE occurrence SET channel_id = 5 WHERE subject = (SELECT MAX(id) FROM recognition)",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    shown.push(bench.shown(&strengths(&bench, JO, Some(MIRA))).await);
    let own = bench.answer(&strengths(&bench, MIRA, None)).await;
    shown.push(self::shown(&own));
    let kept = bench.answer(&bench.press_on(MIRA, &own, "Keep this for myself")).await;
    shown.push(self::shown(&kept));
    shown.push(bench.shown(&strengths(&bench, JO, Some(MIRA))).await);
    let again = bench.answer(&bench.press_on(MIRA, &kept, "Let others see this")).await;
    assert_eq!(self::shown(&again), self::shown(&own).replace("(to the asker)", "(in its place)"));
    shown.push(bench.shown(&strengths(&bench, JO, Some(SAM))).await);
    shown.push(bench.shown(&strengths(&bench, JO, Some(ROBO))).await);
    assert_snapshot!(shown.join("\n\n"));
}

#[tokio::test]
async fn whom_to_thank_next_is_drawn_once_a_day() {
    let mut shown = Vec::new();
    let bench = Bench::at("2026-11-21T08:00:00Z").await;
    let next = |who| asks(&bench, who, "next", &[], false);
    shown.push(bench.shown(&next(JO)).await);
    let team: Vec<UserId> = (0..8).map(|n| UserId::new(SAM.get() + n)).collect();
    bench.given(JO, &team, "everything", None).await;
    for (n, who) in team.iter().enumerate() {
        seen(&bench, *who, &format!("*Person* {n}")).await;
    }
    to(&bench, "2026-11-22T08:00:00Z").await;
    let first = bench.answer(&next(JO)).await;
    assert!(matches!(first, Answer::Reply { private: true, .. }));
    let text = self::shown(&first);
    // Asking again shows the same, whatever was given meanwhile; who was thanked is no longer offered.
    let thanked = team.iter().find(|who| text.contains(&format!("<@{who}>"))).copied().unwrap();
    assert_eq!(bench.shown(&next(JO)).await, text);
    bench.given(JO, &[thanked], "today", None).await;
    let after = bench.shown(&next(JO)).await;
    assert!(after.contains(&format!("<@{thanked}>, whom you thanked today")), "{after}");
    assert_eq!(after.matches("[Recognize").count(), 2, "{after}");
    // Somebody else's are their own, and the same question by the button.
    assert_eq!(bench.shown(&next(MIRA)).await, bench.shown(&bench.press(MIRA, "c1.account.suggest", false)).await);
    let form = bench.shown(&bench.press(JO, &format!("c1.account.thank.{:x}", thanked.get()), true)).await;
    assert!(form.starts_with("(a form)"), "{form}");
    let oneself = bench.shown(&bench.press(JO, &format!("c1.account.thank.{:x}", JO.get()), true)).await;
    assert!(oneself.contains("what somebody else did"), "{oneself}");
    shown.extend([text, after]);
    bench.set_up("UTC", false).await;
    shown.push(bench.shown(&next(JO)).await);
    assert_snapshot!(shown.join("\n\n"));
}

#[tokio::test]
async fn people_join_and_leave_and_stewards_pick() {
    let mut shown = Vec::new();
    let bench = Bench::new().await;
    for (who, name) in [(JO, "join"), (JO, "join"), (SAM, "leave"), (JO, "leave"), (JO, "join")] {
        shown.push(bench.shown(&asks(&bench, who, name, &[], false)).await);
    }
    shown.push(bench.shown(&asks(&bench, JO, "roster", &[], false)).await);
    let mut manages = asks(&bench, JO, "roster", &[], false);
    manages["member"]["permissions"] = json!("32");
    let card = bench.answer(&manages).await;
    shown.push(self::shown(&card));
    let pick = |label: &str, whom: &[UserId]| {
        let mut pick = bench.pick(JO, &custom_id(&card, label), whom);
        pick["member"]["permissions"] = json!("32");
        pick
    };
    let (add, off) = (pick("Add people", &[JO, MIRA, SAM, GONE, ROBO]), pick("Take people off", &[MIRA, SAM]));
    let refused = bench.shown(&bench.pick(MIRA, &custom_id(&card, "Add people"), &[MIRA])).await;
    assert!(refused.contains("stewards"), "{refused}");
    for asked in [&add, &off, &off] {
        shown.push(bench.shown(asked).await);
    }
    assert_snapshot!(shown.join("\n\n"));
}

#[tokio::test]
async fn whoever_is_named_without_a_membership_has_left() {
    let bench = Bench::new().await;
    let left = async || bench.commands.store.roster(HARBOUR).await.unwrap().left;
    bench.given(GONE, &[SAM], "the demo", None).await;
    let back = async || {
        seen(&bench, GONE, "Nadja").await;
        assert_eq!(left().await, 0);
    };
    back().await;
    // In a command, in a menu, and where a form opens, which does not wait for it.
    let options =
        json!([{ "name": "strengths", "type": 1, "options": [{ "name": "member", "type": 6, "value": GONE }] }]);
    bench.shown(&bench.slash(JO, "recognition", &options, &[GONE, SAM, ROBO])).await;
    assert_eq!(left().await, 1, "Sam is there, and a bot is nobody");
    back().await;
    let mut pick = bench.pick(JO, "c1.account.roster-off", &[GONE]);
    pick["member"]["permissions"] = json!("32");
    bench.shown(&pick).await;
    bench.given(GONE, &[SAM], "the slides", None).await;
    bench.shown(&bench.recognize(JO, &[GONE], "the walk", None)).await;
    assert_eq!(left().await, 1);
    back().await;
    bench.shown(&bench.on_person(JO, GONE)).await;
    to(&bench, "2026-11-21T11:01:00Z").await;
    assert_eq!(left().await, 1);
}

#[tokio::test]
async fn a_long_account_has_several_screens() {
    let bench = Bench::new().await;
    for n in 0..60 {
        bench.given(UserId::new(SAM.get() + n), &[JO, MIRA], "many hands", None).await;
    }
    let first = bench.answer(&givers(&bench, None, false)).await;
    assert_snapshot!(shown(&first));
    let second = bench.answer(&bench.press(JO, &custom_id(&first, "More"), true)).await;
    let text = shown(&second);
    assert!(text.starts_with("(in its place)") && text.contains("26 to 50 of 60."), "{text}");
    assert!(text.contains("[Back] [More]"), "{text}");
    let third = bench.answer(&bench.press(JO, &custom_id(&second, "More"), true)).await;
    let text = shown(&third);
    assert!(text.contains("51 to 60 of 60.") && text.ends_with("[Back]"), "{text}");
    // Together they name each once.
    let all = [&first, &second, &third].map(shown).join("\n");
    for n in 0..60 {
        assert_eq!(all.matches(&format!("<@{}>", SAM.get() + n)).count(), 1, "{n}");
    }
    // A shared account is turned in private, and a screen that is no longer there is the last.
    let turned = bench.shown(&bench.press(MIRA, "c1.givers.month.ffff", false)).await;
    assert!(turned.starts_with("(to the asker)") && turned.contains("51 to 60 of 60."), "{turned}");
}

#[tokio::test]
async fn what_i_gave_and_got_with_the_latest_of_each() {
    let mut seen = Vec::new();
    let bench = Bench::at("2026-11-16T08:00:00Z").await;
    bench.given(JO, &[MIRA], "calmer nights since your handover", Some("expert")).await;
    bench.given(MIRA, &[JO], "*bold* @everyone [x](https://x.example)", Some("thanks")).await;
    let crowd: Vec<UserId> = (0..10).map(|n| UserId::new(SAM.get() + n)).collect();
    for n in 1..=6 {
        to(&bench, &format!("2026-11-{}T08:00:00Z", 16 + n)).await;
        bench.given(JO, &crowd, &format!("{n} {}", "_@".repeat(140)), Some("personal")).await;
    }
    seen.push(bench.shown(&me(&bench, JO)).await);
    seen.push(bench.shown(&me(&bench, MIRA)).await);
    bench.set_up("UTC", false).await;
    let off = bench.shown(&me(&bench, JO)).await;
    assert!(off.contains("7 recognitions, to 11 people"), "{off}");
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn the_overview_counts_and_its_menu_turns_to_a_page() {
    let bench = Bench::new().await;
    bench.given(JO, &[MIRA, SAM], "the release", None).await;
    let overview = bench.answer(&bench.slash(JO, "me", &json!([]), &[])).await;
    let menu = custom_id(&overview, "Turn to");
    let page = bench.answer(&bench.choose(JO, &menu, &["thanks"])).await;
    assert!(matches!(page, Answer::Update(_)));
    let back = bench.answer(&bench.choose(JO, &menu, &["overview"])).await;
    assert_snapshot!([&overview, &page, &back].map(shown).join("\n\n"));
    // A choice that nobody offered.
    let stale = bench.shown(&bench.choose(JO, &menu, &["treasure"])).await;
    assert!(stale.starts_with("(to the asker) That button is from an older version"), "{stale}");
}

#[tokio::test]
async fn thanks_are_turned_and_searched_both_ways_at_once() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    for n in 1..=7 {
        bench.given(JO, &[MIRA], &format!("handover {n}"), None).await;
    }
    bench.given(MIRA, &[JO, SAM], "the calm HANDOVER", None).await;
    let first = bench.answer(&me(&bench, JO)).await;
    seen.push(shown(&first));
    seen.push(bench.shown(&bench.press(JO, &custom_id(&first, "More"), true)).await);
    let form = custom_id(&bench.answer(&bench.press(JO, &custom_id(&first, "Search"), true)).await, "");
    let found = bench.answer(&bench.submit(JO, &form, "Handover")).await;
    seen.push(shown(&found));
    seen.push(bench.shown(&bench.submit(JO, &form, "CALM")).await);
    let all = bench.shown(&bench.press(JO, &custom_id(&found, "Show all"), true)).await;
    assert_eq!(all, seen[0]);
    // Another screen of what was found, and one past the last.
    let more = bench.shown(&bench.press(JO, &custom_id(&found, "More"), true)).await;
    assert!(more.contains("handover 2") && more.contains("handover 1") && !more.contains("handover 3"), "{more}");
    assert_eq!(bench.shown(&bench.press(JO, "c1.me.open.thanks.ffff", true)).await, seen[1]);
    // The longest search, every letter of it escaped, fits too.
    bench.answer(&bench.submit(JO, &form, &"*".repeat(36))).await;
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn the_fullest_account_of_oneself_fits() {
    let bench = Bench::new().await;
    let crowd: Vec<UserId> = (0..10).map(|n| UserId::new(u64::MAX / 2 - n)).collect();
    for n in 0..5 {
        bench.given(JO, &crowd, &format!("{n}{}", "@".repeat(299)), Some("personal")).await;
        bench.given(MIRA, &[JO], &format!("{n}{}", "*".repeat(299)), Some("personal")).await;
    }
    // The bench reads it a second time against Discord's limits.
    bench.answer(&me(&bench, JO)).await;
}

#[tokio::test]
async fn after_an_erasure_the_account_stands_and_names_nobody() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    bench.given(MIRA, &[JO], "the demo", None).await;
    bench.given(JO, &[MIRA], "the slides", None).await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    sqlx::query("UPDATE person SET user_id = NULL WHERE user_id = $1")
        .bind(MIRA.get().cast_signed())
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("DELETE FROM recognition_words").execute(&pool).await.unwrap();
    seen.push(bench.shown(&givers(&bench, None, false)).await);
    seen.push(bench.shown(&me(&bench, JO)).await);
    assert_snapshot!(seen.join("\n\n"));
}
