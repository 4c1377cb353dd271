//! A recognition after it was given, as people see it: its giver, its receivers, a steward.

use clarion::commands::{Answer, LookupFault, Standing};
use clarion::store::{Id, RecognitionChange, Wanted, Where};
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::id::{GuildId, MessageId, RoleId, UserId};

use super::bench::{Bench, CHANNEL, ELSEWHERE, HARBOUR, JO, MIRA, SAM, custom_id, privately, shown};

const ANA: UserId = UserId::new(3_000_000_000_000_000_009);
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// Its id tells the moment of the bench, as Discord's do.
const ANNOUNCED: u64 = 1_573_654_206_873_600_000;

/// Given by Jo to Mira and Sam, and announced.
async fn given(bench: &Bench, words: &str) -> Id {
    let answer = bench.answer(&bench.recognize(JO, &[MIRA, SAM], words, Some("thanks"))).await;
    let Answer::Announce { claim, .. } = answer else { panic!("{}", shown(&answer)) };
    bench.commands.store.posted(&claim, MessageId::new(ANNOUNCED)).await.unwrap();
    bench.commands.store.mine(HARBOUR, JO, 1).await.unwrap().latest_given[0].id
}

/// Where the bot sees the channel.
fn seen_there(mut interaction: Value) -> Value {
    interaction["app_permissions"] = json!((Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES).bits().to_string());
    interaction
}

fn keep(bench: &Bench, who: UserId, verb: &str, id: Id) -> Value {
    seen_there(bench.press(who, &format!("c1.keep.{verb}.{id}"), true))
}

fn form(bench: &Bench, who: UserId, verb: &str, id: Id, words: &str) -> Value {
    seen_there(bench.submit(who, &format!("c1.keep.{verb}.{id}"), words))
}

fn subcommand(bench: &Bench, who: UserId, name: &str, options: &[(&str, &str)]) -> Value {
    let options: Vec<Value> =
        options.iter().map(|(name, value)| json!({ "name": name, "type": 3, "value": value })).collect();
    seen_there(bench.slash(who, "recognition", &json!([{ "name": name, "type": 1, "options": options }]), &[]))
}

/// An answer to a command stands where the bot sees nothing, and cannot be edited there.
#[tokio::test]
async fn what_stands_out_of_sight_is_not_promised_to_change() {
    let out_of_sight = "I cannot see the channel where it was announced";
    let unseen = |mut interaction: Value| {
        interaction["app_permissions"] = json!(Permissions::SEND_MESSAGES.bits().to_string());
        interaction
    };
    let elsewhere = |mut interaction: Value| {
        interaction["channel_id"] = json!("2000000000000000099");
        interaction
    };
    let bench = Bench::new().await;
    let id = given(&bench, "the release").await;
    for verb in ["hide", "show", "announce-none"] {
        let seen = bench.shown(&unseen(keep(&bench, SAM, verb, id))).await;
        assert!(seen.contains(out_of_sight) && !seen.contains("in a moment"), "{seen}");
        let seen = bench.shown(&keep(&bench, SAM, verb, id)).await;
        assert!(!seen.contains(out_of_sight), "{seen}");
    }
    // From elsewhere, Discord is asked; where it does not say, nothing is claimed to be out of sight.
    let own = [Ok(Permissions::SEND_MESSAGES), Err(LookupFault::Unknown)];
    let seen_by = [Ok(Permissions::VIEW_CHANNEL), Ok(Permissions::ADMINISTRATOR), Err(LookupFault::Unanswered)];
    for (says, expected) in own.map(|own| (own, true)).into_iter().chain(seen_by.map(|own| (own, false))) {
        *bench.board.own.lock().unwrap() = says;
        let seen = bench.shown(&elsewhere(keep(&bench, SAM, "announce-none", id))).await;
        assert_eq!(seen.contains(out_of_sight), expected, "{says:?}: {seen}");
    }
    // Its giver and a steward read it, too.
    let other = given_again(&bench, "the map").await;
    let said = [
        bench.shown(&unseen(form(&bench, JO, "amended", other, "the maps"))).await,
        bench.shown(&unseen(keep(&bench, JO, "undo", other))).await,
        bench
            .shown(&managing(unseen(subcommand(
                &bench,
                ANA,
                "void",
                &[("message", &ANNOUNCED.to_string()), ("reason", "no")],
            ))))
            .await,
    ];
    assert!(said.iter().all(|said| said.contains(out_of_sight)), "{said:#?}");
}

/// Another one, announced by another message.
async fn given_again(bench: &Bench, words: &str) -> Id {
    let answer = bench.answer(&bench.recognize(JO, &[MIRA], words, Some("thanks"))).await;
    let Answer::Announce { claim, .. } = answer else { panic!("{}", shown(&answer)) };
    bench.commands.store.posted(&claim, MessageId::new(ANNOUNCED + 1)).await.unwrap();
    bench.commands.store.mine(HARBOUR, JO, 1).await.unwrap().latest_given[0].id
}

fn managing(mut interaction: Value) -> Value {
    interaction["member"]["permissions"] = json!(Permissions::MANAGE_GUILD.bits().to_string());
    interaction
}

fn plainly(mut interaction: Value) -> Value {
    interaction["member"]["permissions"] = json!(Permissions::SEND_MESSAGES.bits().to_string());
    interaction
}

#[tokio::test]
async fn its_giver_takes_it_back_or_changes_its_words() {
    let bench = Bench::new().await;
    let mut seen = vec![bench.shown(&subcommand(&bench, JO, "undo", &[])).await];
    let first = given(&bench, "the *slides*").await;
    bench.hand.advance_to("2026-11-21T12:00:00Z".parse().unwrap(), PATIENCE).await.unwrap();
    let answer = bench.answer(&bench.recognize(JO, &[SAM], "the map", Some("thanks"))).await;
    assert!(matches!(answer, Answer::Announce { .. }));
    seen.push(bench.shown(&subcommand(&bench, JO, "undo", &[])).await);
    seen.push(bench.shown(&bench.choose(JO, "c1.keep.pick-given", &[&first.to_string()])).await);
    let form_shown = bench.answer(&keep(&bench, JO, "amend", first)).await;
    let Answer::Modal(modal) = &form_shown else { panic!("{}", shown(&form_shown)) };
    let modal = serde_json::to_value(modal).unwrap();
    assert_eq!(modal["components"][0]["components"][0]["value"], "the *slides*", "as they were typed");
    seen.push(shown(&form_shown));
    for words in ["\u{200b} ", "the *slides*", &"long".repeat(76), "the slides, and the *talk*"] {
        seen.push(bench.shown(&form(&bench, JO, "amended", first, words)).await);
    }
    seen.push(bench.shown(&form(&bench, MIRA, "amended", first, "mine")).await);
    seen.push(bench.shown(&keep(&bench, MIRA, "amend", first)).await);
    seen.push(bench.shown(&keep(&bench, MIRA, "undo", first)).await);
    seen.push(bench.shown(&keep(&bench, JO, "undo", first)).await);
    seen.push(bench.shown(&keep(&bench, JO, "undo", first)).await);
    seen.push(bench.shown(&keep(&bench, JO, "amend", first)).await);
    bench.hand.advance_to("2026-11-22T12:00:00Z".parse().unwrap(), PATIENCE).await.unwrap();
    let second = bench.commands.store.mine(HARBOUR, JO, 1).await.unwrap().latest_given[0].id;
    seen.push(bench.shown(&keep(&bench, JO, "undo", second)).await);
    seen.push(bench.shown(&form(&bench, JO, "amended", second, "the maps")).await);
    insta::assert_snapshot!(seen.join("\n\n"));
    assert_eq!(bench.gives().await, [(Some(JO), 1, 1)]);
}

/// What stands in no channel is changed in private messages, and so its giver is told.
#[tokio::test]
async fn what_was_told_in_private_is_said_to_change_there() {
    let bench = Bench::new().await;
    let store = &bench.commands.store;
    let latest = async || store.mine(HARBOUR, JO, 1).await.unwrap().latest_given[0].id;
    let mut quiet = bench.recognize(JO, &[MIRA], "the quiet fix", None);
    quiet["data"]["options"].as_array_mut().unwrap().push(json!({ "name": "quiet", "type": 5, "value": true }));
    bench.answer(&quiet).await;
    let quiet = latest().await;
    store.announce_received(HARBOUR, SAM, false, None, bench.commands.clock.now()).await.unwrap();
    let told = bench.shown(&bench.recognize(JO, &[SAM], "the tea", None)).await;
    assert!(told.contains("Nobody else learns in whom you saw them."), "{told}");
    let private = latest().await;
    for (id, given) in [(quiet, "the quiet fix"), (private, "the tea")] {
        for press in [form(&bench, JO, "amended", id, &format!("{given}, again")), keep(&bench, JO, "undo", id)] {
            let seen = bench.shown(&press).await;
            assert!(seen.contains("private message") && !seen.contains("nnounce"), "{seen}");
        }
    }
}

/// The words that were for several people go with one of them, and the others read why that may be.
#[tokio::test]
async fn words_that_are_gone_are_explained() {
    let bench = Bench::new().await;
    let id = given(&bench, "the release").await;
    for who in [JO, SAM] {
        let verb = if who == JO { "pick-given" } else { "pick-got" };
        let press = || bench.choose(who, &format!("c1.keep.{verb}"), &[&id.to_string()]);
        let page = || bench.press(who, "c1.me.open.thanks.0", true);
        let before = [bench.shown(&press()).await, bench.shown(&page()).await];
        assert!(before.iter().all(|seen| !seen.contains("Words go when")), "{before:#?}");
    }
    bench.commands.store.forget(MIRA, Where::Server(HARBOUR), bench.commands.clock.now()).await.unwrap();
    for who in [JO, SAM] {
        let verb = if who == JO { "pick-given" } else { "pick-got" };
        for press in [
            bench.choose(who, &format!("c1.keep.{verb}"), &[&id.to_string()]),
            bench.press(who, "c1.me.open.thanks.0", true),
        ] {
            let seen = bench.shown(&press).await;
            assert!(seen.contains("the words were erased") && seen.matches("Words go when").count() == 1, "{seen}");
        }
    }
}

#[tokio::test]
async fn more_than_the_menu_holds_is_told_of() {
    let bench = Bench::new().await;
    for number in 1..=27 {
        bench.answer(&bench.recognize(JO, &[MIRA], &format!("reason {number}"), Some("thanks"))).await;
        let more = bench.shown(&subcommand(&bench, JO, "undo", &[])).await.contains("more in these 24 hours");
        assert_eq!(more, number > 26, "{number}");
    }
}

#[tokio::test]
async fn who_gets_it_decides_who_sees_it() {
    let bench = Bench::new().await;
    let id = given(&bench, "the release").await;
    let mut seen = Vec::new();
    for verb in ["about", "hide", "show", "announce-none", "announce-all", "not-from", "from-again", "report"] {
        seen.push(format!("> {verb}\n{}", bench.shown(&keep(&bench, SAM, verb, id)).await));
    }
    for words in ["it is about my family", "again"] {
        seen.push(bench.shown(&form(&bench, SAM, "reported", id, words)).await);
    }
    seen.push(bench.shown(&keep(&bench, JO, "about", id)).await);
    seen.push(bench.shown(&bench.choose(SAM, "c1.me.turn", &["taking"])).await);
    seen.push(bench.shown(&bench.press(SAM, "c1.keep.announce-none", true)).await);
    let mut picked = bench.pick(SAM, "c1.keep.declined", &[JO, MIRA]);
    picked["message"]["flags"] = json!(64);
    seen.push(bench.shown(&picked).await);
    seen.push(bench.shown(&bench.choose(SAM, "c1.keep.pick-got", &[&id.to_string()])).await);
    bench.answer(&keep(&bench, JO, "undo", id)).await;
    seen.push(bench.shown(&keep(&bench, SAM, "about", id)).await);
    insta::assert_snapshot!(seen.join("\n\n"));
}

/// Its announcement stands, with the button under it: who is named there is not told that it is about others.
#[tokio::test]
async fn of_one_that_is_kept_no_more_nobody_is_told_that_it_is_not_about_them() {
    let bench = Bench::new().await;
    let id = given(&bench, "the handover").await;
    let verbs = ["about", "hide", "show", "announce-none", "not-from"];
    for verb in verbs {
        let stranger = bench.shown(&keep(&bench, ANA, verb, id)).await;
        assert!(stranger.contains("for the people whom the recognition names"), "{verb}: {stranger}");
    }
    // Of another server it tells nothing: there it is none.
    let other = bench.shown(&bench.press_in(ELSEWHERE, MIRA, &format!("c1.keep.about.{id}"), true)).await;
    assert!(other.contains("no longer kept here"), "{other}");
    bench.commands.store.erase_guild(HARBOUR, bench.commands.clock.now()).await.unwrap();
    for verb in verbs {
        for press in [keep(&bench, MIRA, verb, id), privately(keep(&bench, MIRA, verb, id))] {
            let erased = bench.shown(&press).await;
            assert!(erased.contains("no longer kept here"), "{verb}: {erased}");
        }
    }
}

#[tokio::test]
async fn a_steward_removes_with_a_reason() {
    let bench = Bench::new().await;
    let id = given(&bench, "the release").await;
    let link = |channel: u64, message: u64| format!("https://discord.com/channels/{HARBOUR}/{channel}/{message}");
    let void = |message: &str, reason: &str| {
        managing(subcommand(&bench, ANA, "void", &[("message", message), ("reason", reason)]))
    };
    let announced = link(CHANNEL, ANNOUNCED);
    let mut seen = vec![bench.shown(&plainly(void(&announced, "no"))).await];
    for (message, reason) in [
        (link(CHANNEL, ANNOUNCED + 1), "private"),
        (link(CHANNEL + 1, ANNOUNCED), "private"),
        ("the last one".to_owned(), "private"),
        (announced.clone(), "\u{200b}"),
        (announced.clone(), "private *matters*"),
        (announced.clone(), "again"),
    ] {
        seen.push(format!("> {reason}\n{}", bench.shown(&void(&message, reason)).await));
    }
    seen.push(bench.shown(&keep(&bench, JO, "undo", id)).await);
    seen.push(bench.shown(&keep(&bench, SAM, "about", id)).await);
    insta::assert_snapshot!(seen.join("\n\n"));
}

/// Under `/recognition undo`, for two weeks, whatever else there is.
#[tokio::test]
async fn whoever_gave_it_finds_why_a_steward_removed_it() {
    let bench = Bench::new().await;
    let undo = async || bench.shown(&subcommand(&bench, JO, "undo", &[])).await;
    let nothing = undo().await;
    let id = given(&bench, "the *release*").await;
    given(&bench, "the map").await;
    bench
        .commands
        .store
        .void(HARBOUR, ANA, id, "it names a client", bench.commands.clock.now())
        .await
        .unwrap()
        .unwrap();
    let removed = "# What stewards removed of yours in the last 14 days\nA steward removed yours of 21 Nov 2026, \
                   \u{201c}the \\*release\\*\u{201d}. The reason they gave: \u{201c}it names a client\u{201d}";
    let seen = undo().await;
    assert!(seen.starts_with("(to the asker) You thanked") && seen.contains(removed), "{seen}");
    assert!(seen.contains("[Take it back]"), "{seen}");
    bench.hand.advance_to("2026-12-05T10:59:00Z".parse().unwrap(), PATIENCE).await.unwrap();
    assert_eq!(undo().await, format!("{nothing}\n{removed}"));
    bench.hand.advance_to("2026-12-05T11:01:00Z".parse().unwrap(), PATIENCE).await.unwrap();
    assert_eq!(undo().await, nothing);
}

/// All of two weeks, as many as a card holds; where the others are found is said.
#[tokio::test]
async fn whoever_gave_it_finds_why_each_was_removed() {
    let bench = Bench::new().await;
    let why = async |count: usize, reason: &str| {
        let now = bench.commands.clock.now();
        for _ in 0..count {
            let id = given(&bench, &format!("the release, {}", "day and night, ".repeat(5))).await;
            bench.commands.store.void(HARBOUR, ANA, id, reason, now).await.unwrap().unwrap();
        }
        bench.shown(&subcommand(&bench, JO, "undo", &[])).await
    };
    let seen = why(5, "it names a client").await;
    assert_eq!((seen.matches("it names a client").count(), seen.contains("more: ")), (5, false), "{seen}");
    let long = "*".repeat(200);
    let seen = why(30, &long).await;
    let shown = seen.matches("A steward removed yours").count();
    assert!(shown >= 9, "{shown}");
    assert!(seen.contains(&format!("And {} more: `/privacy export` has them all", 35 - shown)), "{seen}");
}

/// Its words are its giver's again, and where it was announced before is not promised to be elsewhere.
#[tokio::test]
async fn whoever_got_it_reads_what_holds_of_it() {
    let bench = Bench::new().await;
    let id = given(&bench, "the release").await;
    let about = async || bench.shown(&keep(&bench, SAM, "about", id)).await;
    assert!(about().await.contains("\u{201c}the release\u{201d}\nWhere it was announced, everybody can read it."));
    // On the page of all, which changes nothing of before.
    bench.answer(&bench.press(SAM, "c1.keep.announce-none", true)).await;
    let seen = about().await;
    let still = "This one came before that: where it was announced, it may name you still, and **Hide this one** takes \
                 your name out.";
    assert!(seen.contains(still) && seen.contains("[Hide this one]"), "{seen}");
    bench.answer(&keep(&bench, SAM, "hide", id)).await;
    assert!(about().await.contains("It is hidden: where it was announced, it does not name you."));
    bench.answer(&keep(&bench, JO, "undo", id)).await;
    let seen = about().await;
    assert!(seen.contains("It was taken back") && !seen.contains("the release"), "{seen}");
}

/// A form says who reads what is typed into it.
#[tokio::test]
async fn the_form_for_other_words_says_that_everybody_reads_them_where_they_do() {
    let bench = Bench::new().await;
    let label = async |id| {
        let form = bench.answer(&keep(&bench, JO, "amend", id)).await;
        let Answer::Modal(modal) = &form else { panic!("{}", shown(&form)) };
        let modal = serde_json::to_value(modal).unwrap();
        modal["components"][0]["components"][0]["label"].as_str().unwrap().to_owned()
    };
    let public = given(&bench, "the map").await;
    assert_eq!(label(public).await, "For what? Everybody in this channel reads it");
    let mut quiet = bench.recognize(JO, &[MIRA, SAM], "for you alone", None);
    quiet["data"]["options"].as_array_mut().unwrap().push(json!({ "name": "quiet", "type": 5, "value": true }));
    bench.answer(&quiet).await;
    let quiet = bench.commands.store.mine(HARBOUR, JO, 1).await.unwrap().latest_given[0].id;
    assert_eq!(label(quiet).await, "For what?");
}

/// A steward decides about words that they can read, whatever was changed meanwhile.
#[tokio::test]
async fn a_report_shows_what_it_says_now() {
    let bench = Bench::new().await;
    let id = given(&bench, "the release").await;
    bench.answer(&form(&bench, SAM, "reported", id, "")).await;
    bench.answer(&form(&bench, JO, "amended", id, "something *worse*")).await;
    let seen = bench.shown(&managing(subcommand(&bench, ANA, "reports", &[]))).await;
    assert!(seen.contains("\u{201c}the release\u{201d}"), "{seen}");
    assert!(seen.contains("Now it says: \u{201c}something \\*worse\\*\u{201d}."), "{seen}");
    assert!(seen.contains("asked a steward to look at it, <t:") && seen.contains(", without saying why."), "{seen}");
}

/// A server that keeps words for a time keeps those that nobody decides about for a time, too, and says so in their place.
#[tokio::test]
async fn a_report_says_that_its_words_are_gone_and_why() {
    let bench = Bench::new().await;
    let store = &bench.commands.store;
    let now = || bench.commands.clock.now();
    store.settle_recognition(HARBOUR, &[RecognitionChange::WordsKeptDays(Some(30))], now()).await.unwrap();
    let id = given(&bench, "the release").await;
    bench.answer(&form(&bench, SAM, "reported", id, "please look")).await;
    let reports = async || bench.shown(&managing(subcommand(&bench, ANA, "reports", &[]))).await;
    let day = |day: &str| format!("{day}T11:00:00Z").parse().unwrap();
    bench.hand.advance_to(day("2027-02-18"), PATIENCE).await.unwrap();
    assert_eq!(store.delete_old_words(now(), 9).await.unwrap(), Some(0));
    let seen = reports().await;
    assert!(seen.contains("\u{201c}the release\u{201d}") && seen.contains("\u{201c}please look\u{201d}"), "{seen}");
    assert!(!seen.contains("30 days"), "{seen}");
    bench.hand.advance_to(day("2027-02-20"), PATIENCE).await.unwrap();
    assert_eq!(store.delete_old_words(now(), 9).await.unwrap(), Some(2));
    let seen = reports().await;
    assert!(seen.contains(": the words are gone\n") && seen.contains("No words of theirs are kept."), "{seen}");
    let kept = "-# Words are kept for 30 days here, and for 90 days where a steward was asked to look at them.";
    assert!(seen.contains(kept) && seen.contains("[Remove it]"), "{seen}");
    // A server that keeps them for longer says that, and so is everybody told who asks.
    store.settle_recognition(HARBOUR, &[RecognitionChange::WordsKeptDays(Some(92))], now()).await.unwrap();
    assert!(!reports().await.contains("Words are kept"), "their time was not over");
    bench.hand.advance_to(day("2027-02-22"), PATIENCE).await.unwrap();
    assert!(reports().await.contains("-# Words are kept for 92 days here."));
    // Words that went with who gave them were erased.
    let all = clarion::store::Where::Server(HARBOUR);
    store.forget(JO, all, now()).await.unwrap();
    let seen = reports().await;
    assert!(seen.contains("the words were erased") && !seen.contains("Words are kept"), "{seen}");
}

#[tokio::test]
async fn stewards_look_at_what_they_were_asked_to() {
    let bench = Bench::new().await;
    let role = RoleId::new(7_000_000_000_000_000_001);
    let change = RecognitionChange::StewardRole(Some(role));
    bench.commands.store.settle_recognition(HARBOUR, &[change], bench.commands.clock.now()).await.unwrap();
    // Mira is a steward by the role, and gave one of them.
    let as_steward = |mut interaction: Value| {
        interaction["member"]["roles"] = json!([role.to_string()]);
        plainly(interaction)
    };
    let reports = || as_steward(subcommand(&bench, MIRA, "reports", &[]));
    let mut seen =
        vec![bench.shown(&plainly(subcommand(&bench, MIRA, "reports", &[]))).await, bench.shown(&reports()).await];
    let first = given(&bench, "the release").await;
    let second = given(&bench, "the map").await;
    let own = bench.answer(&bench.recognize(MIRA, &[SAM], "the tea", Some("thanks"))).await;
    assert!(matches!(own, Answer::Announce { .. }));
    let own = bench.commands.store.mine(HARBOUR, MIRA, 1).await.unwrap().latest_given[0].id;
    for (id, words) in [(own, "hm"), (first, "it is about my family"), (second, "")] {
        bench.answer(&form(&bench, SAM, "reported", id, words)).await;
    }
    let open = bench.answer(&reports()).await;
    seen.push(shown(&open));
    seen.push(bench.shown(&as_steward(bench.press_on(MIRA, &open, "Next"))).await);
    let form_shown = bench.answer(&as_steward(bench.press_on(MIRA, &open, "Remove it"))).await;
    seen.push(shown(&form_shown));
    let Answer::Modal(modal) = form_shown else { panic!("no form") };
    let modal = serde_json::to_value(modal).unwrap();
    let id = modal["custom_id"].as_str().unwrap().to_owned();
    for reason in [" ", "not for here", "again"] {
        seen.push(bench.shown(&seen_there(as_steward(bench.submit(MIRA, &id, reason)))).await);
    }
    let last = bench.answer(&reports()).await;
    let leave = bench.press_on(MIRA, &last, "Leave it as it is");
    seen.push(bench.shown(&as_steward(leave.clone())).await);
    let mut again = as_steward(leave);
    again["id"] = json!("9000000000000000077");
    seen.push(bench.shown(&again).await);
    insta::assert_snapshot!(seen.join("\n\n"));
}

/// What a steward was told of in private messages is decided there, by whoever may decide in its server at that moment.
#[tokio::test]
async fn what_a_steward_was_told_in_private_is_decided_there() {
    let bench = Bench::new().await;
    let (role, now) = (RoleId::new(7_000_000_000_000_000_001), bench.commands.clock.now());
    let change = RecognitionChange::StewardRole(Some(role));
    bench.commands.store.settle_recognition(HARBOUR, &[change], now).await.unwrap();
    for words in ["the release", "the map", "the tea"] {
        let id = given(&bench, words).await;
        bench.answer(&form(&bench, SAM, "reported", id, "please look")).await;
    }
    let open = bench.answer(&managing(subcommand(&bench, ANA, "reports", &[]))).await;
    let next = || privately(bench.press_on(ANA, &open, "Next"));
    let remove = || {
        let verb = custom_id(&open, "Remove it").replace("void", "voided");
        seen_there(privately(bench.submit(ANA, &verb, "not for here")))
    };
    let leave = || privately(bench.press_on(ANA, &open, "Leave it as it is"));
    let stands = async |standing: Option<(GuildId, Standing)>| {
        *bench.board.standing.lock().unwrap() =
            standing.map(|(guild, standing)| [((guild, ANA), standing)].into_iter().collect());
        let mut seen = Vec::new();
        for press in [next(), remove(), leave()] {
            seen.push(bench.shown(&press).await);
        }
        seen
    };
    let manager = || Standing { manages: true, ..Standing::default() };
    let by_role = Standing { roles: vec![role], ..Standing::default() };
    // What somebody is in another server, with the role of this one even, is nothing here.
    for elsewhere in [manager(), by_role.clone()] {
        for seen in stands(Some((ELSEWHERE, elsewhere))).await {
            assert!(seen.ends_with(clarion::messages::replies::STEWARDS_THERE_ONLY), "{seen}");
        }
    }
    for seen in stands(None).await {
        assert!(seen.ends_with(clarion::messages::replies::DISCORD_SILENT), "{seen}");
    }
    let seen = stands(Some((HARBOUR, by_role))).await;
    assert!(seen[0].contains("\u{201c}the map\u{201d}") && seen[0].contains("2 more open"), "{}", seen[0]);
    let removed = seen[1].starts_with("(in its place) Removed.") && seen[1].contains("\u{201c}the map\u{201d}");
    assert!(removed, "{}", seen[1]);
    // The same is decided by then; a later one is not, and the last leaves nothing.
    assert!(seen[2].contains("That one is decided already. `/recognition reports` in the server"), "{}", seen[2]);
    *bench.board.standing.lock().unwrap() = Some([((HARBOUR, ANA), manager())].into_iter().collect());
    let after = bench.answer(&next()).await;
    let left = bench.shown(&privately(bench.press_on(ANA, &after, "Leave it as it is"))).await;
    assert!(left.starts_with("(in its place) Left as it is."), "{left}");
    let now = bench.commands.clock.now();
    let last = bench.commands.store.open_report(HARBOUR, ANA, None).await.unwrap().unwrap();
    bench.commands.store.close_report(HARBOUR, ANA, last.id, now).await.unwrap();
    let none = bench.shown(&next()).await;
    assert!(none.contains("Nothing waits for you there."), "{none}");
}

/// An old card's button is no way around what its reader settled since, and what is said above the card holds below it.
#[tokio::test]
async fn what_is_hidden_stays_so_for_whoever_wants_nothing_announced() {
    let bench = Bench::new().await;
    let id = given(&bench, "the release").await;
    bench.answer(&keep(&bench, SAM, "hide", id)).await;
    bench.answer(&bench.press(SAM, "c1.keep.announce-none", true)).await;
    let seen = bench.shown(&keep(&bench, SAM, "show", id)).await;
    let said = "(in its place) Nothing was changed: you want nothing announced here. **Announce what I get** changes that first.";
    assert!(seen.starts_with(said), "{seen}");
    assert!(seen.contains("It is hidden: where it was announced, it does not name you."), "{seen}");
    bench.answer(&bench.press(SAM, "c1.keep.announce-all", true)).await;
    let seen = bench.shown(&keep(&bench, SAM, "about", id)).await;
    assert!(seen.contains("It is hidden:"), "{seen}");
    let seen = bench.shown(&keep(&bench, SAM, "show", id)).await;
    assert!(seen.contains("No longer hidden") && seen.contains("everybody can read it"), "{seen}");
    // Asked from private messages, there is no 'here'.
    for (verb, there) in [
        ("announce-none", "From now on nothing that you get in that server is announced"),
        ("announce-all", "From now on what you get in that server is announced"),
        ("not-from", "Nothing more reaches you in that server from them."),
        ("from-again", "What they give in that server reaches you again."),
    ] {
        let seen = bench.shown(&privately(keep(&bench, SAM, verb, id))).await;
        assert!(seen.contains(there) && !seen.contains(" here"), "{seen}");
    }
    let seen = bench.shown(&privately(form(&bench, SAM, "reported", id, ""))).await;
    assert!(seen.contains("the stewards of that server") && !seen.contains("this server"), "{seen}");
}

/// The answer to its sending was lost, and nobody could look: it may stand there. Whoever presses on it shows where.
#[tokio::test]
async fn of_an_announcement_that_may_stand_somewhere_it_is_not_said_that_it_does_not() {
    let bench = Bench::new().await;
    let (store, now) = (&bench.commands.store, bench.commands.clock.now());
    let answer = bench.answer(&bench.recognize(JO, &[MIRA, SAM], "the release", Some("thanks"))).await;
    let Answer::Announce { claim, .. } = answer else { panic!("{}", shown(&answer)) };
    store.hold_unknown(&claim, "too-much-said", now).await.unwrap();
    let id = store.mine(HARBOUR, JO, 1).await.unwrap().latest_given[0].id;
    let lost = format!("I was never told whether its announcement arrived in <#{CHANNEL}>. If it stands there, press");
    let card = || bench.choose(SAM, "c1.keep.pick-got", &[&id.to_string()]);
    let seen = bench.shown(&card()).await;
    assert!(seen.contains(&lost) && !seen.contains("nowhere"), "{seen}");
    let seen = bench.shown(&keep(&bench, SAM, "hide", id)).await;
    assert!(seen.starts_with("(in its place) Hidden.\n") && seen.contains(&lost), "{seen}");
    let seen = bench.shown(&form(&bench, JO, "amended", id, "the whole release")).await;
    assert!(seen.contains("never told whether its announcement arrived. Where it stands,"), "{seen}");
    assert!(store.claim_change(now, PATIENCE).await.unwrap().is_none(), "nobody knows where");
    // On a card of one's own, in another channel, in another server it shows nothing.
    let about = format!("c1.keep.about.{id}");
    let mut other_channel = bench.press(SAM, &about, false);
    other_channel["channel_id"] = json!((CHANNEL + 1).to_string());
    for press in [bench.press(SAM, &about, true), other_channel, bench.press_in(ELSEWHERE, SAM, &about, false)] {
        bench.shown(&press).await;
        assert!(bench.shown(&card()).await.contains(&lost));
    }
    let on_it = bench.press(MIRA, &about, false);
    let seen = bench.shown(&on_it).await;
    assert!(seen.contains("Where it was announced, everybody can read it."), "{seen}");
    let found = store.recognition_today(HARBOUR, id).await.unwrap().unwrap().0;
    assert_eq!(found.announced.map(|message| message.to_string()).as_deref(), on_it["message"]["id"].as_str());
    assert_eq!((found.unsure, found.announced_to), (false, vec![MIRA]));
    // What was changed meanwhile is brought there.
    let change = store.claim_change(now, PATIENCE).await.unwrap().unwrap();
    assert_eq!((change.wanted, change.occurrence.id), (Wanted::Edited, claim.occurrence.id));
    store.change_done(&change, now).await.unwrap();
    assert!(bench.shown(&card()).await.contains("It is hidden: where it was announced, it does not name you."));
    bench.shown(&on_it).await;
    assert!(store.claim_change(now, PATIENCE).await.unwrap().is_none(), "it is known");
}
