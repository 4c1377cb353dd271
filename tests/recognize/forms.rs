//! The ways that pass through a form: a person's menu, a message's menu, the button under an announcement.

use clarion::commands::{Answer, Standing};
use clarion::messages::CustomId;
use clarion::store::OccurrenceKey;
use insta::assert_snapshot;
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::bench::{Bench, CHANNEL, ELSEWHERE, GONE, HARBOUR, JO, MESSAGE, MIRA, ROBO, SAM, custom_id, shown};

#[tokio::test]
async fn from_a_persons_menu() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    let form = bench.answer(&bench.on_person(JO, MIRA)).await;
    seen.push(shown(&form));
    seen.push(bench.shown(&bench.submit(JO, &custom_id(&form, ""), "the *demo*")).await);
    assert_eq!(bench.gives().await, [(Some(JO), 1, 1)]);
    assert_snapshot!(seen.join("\n\n"));
}

/// Discord names people where they are picked, and no more where the words come back.
#[tokio::test]
async fn whoever_was_picked_has_their_name_at_once() {
    let named = async |bench: &Bench, who: UserId| {
        let record = bench.commands.store.record_of(HARBOUR, who).await.unwrap();
        record.and_then(|record| record.name)
    };
    let nick = |mut interaction: serde_json::Value, who: UserId, nick: &str| {
        interaction["data"]["resolved"]["members"][who.to_string()]["nick"] = serde_json::json!(nick);
        interaction
    };
    let bench = Bench::new().await;
    let form = bench.answer(&nick(bench.on_person(JO, MIRA), MIRA, "Mira B.")).await;
    bench.answer(&bench.submit(JO, &custom_id(&form, ""), "the demo")).await;
    assert_eq!(named(&bench, MIRA).await.as_deref(), Some("Mira B."));

    let menu = CustomId::ThankWhom.to_string();
    let picked = nick(nick(bench.pick(JO, &menu, &[MIRA, SAM, GONE]), MIRA, "Mira C."), SAM, "Sam");
    let form = bench.answer(&picked).await;
    assert_eq!(named(&bench, SAM).await, None, "nobody has a row by being picked");
    bench.answer(&bench.submit(JO, &custom_id(&form, ""), "the map")).await;
    assert_eq!(named(&bench, MIRA).await.as_deref(), Some("Mira C."));
    assert_eq!(named(&bench, SAM).await.as_deref(), Some("Sam"));
    assert_eq!(named(&bench, GONE).await, None, "whoever has left keeps what they had");
}

#[tokio::test]
async fn from_a_messages_menu_with_a_link_to_it() {
    let bench = Bench::new().await;
    let form = bench.answer(&bench.on_message(JO, MIRA, false)).await;
    let about = Some((ChannelId::new(CHANNEL), MessageId::new(MESSAGE)));
    let id = custom_id(&form, "");
    assert_eq!(id.parse(), Ok(CustomId::ThankWords { receiver: MIRA, about }));
    let answer = bench.answer(&bench.submit(JO, &id, "the way you put it")).await;
    assert_snapshot!(shown(&answer));
    let Answer::Announce { claim, .. } = answer else { panic!() };
    let OccurrenceKey::Announcement { recognition } = claim.occurrence.key else { panic!() };
    // Kept, so that an announcement that comes late links to it as well.
    assert_eq!(bench.commands.store.recognition(recognition).await.unwrap().unwrap().about, about);
}

#[tokio::test]
async fn whoever_cannot_receive_is_refused_before_the_form() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    seen.push(bench.shown(&bench.on_person(JO, JO)).await);
    seen.push(bench.shown(&bench.on_person(JO, ROBO)).await);
    seen.push(bench.shown(&bench.on_message(JO, JO, false)).await);
    seen.push(bench.shown(&bench.on_message(JO, ROBO, false)).await);
    // A webhook's message is nobody's, whatever its author looks like.
    let webhook = bench.shown(&bench.on_message(JO, MIRA, true)).await;
    assert_eq!(webhook, bench.shown(&bench.on_message(JO, ROBO, false)).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn from_the_button_under_an_announcement() {
    let mut seen = Vec::new();
    let bench = Bench::new().await;
    let announced = bench.answer(&bench.recognize(JO, &[MIRA], "the demo", Some("thanks"))).await;
    let button = custom_id(&announced, "Thank someone too");
    let menu = bench.answer(&bench.press(MIRA, &button, false)).await;
    seen.push(shown(&menu));
    let menu = custom_id(&menu, "Pick a person");
    seen.push(bench.shown(&bench.pick(MIRA, &menu, &[ROBO])).await);
    seen.push(bench.shown(&bench.pick(MIRA, &menu, &[MIRA])).await);
    seen.push(bench.shown(&bench.pick(MIRA, &menu, &[])).await);
    let form = bench.answer(&bench.pick(MIRA, &menu, &[SAM])).await;
    assert_eq!(custom_id(&form, "").parse(), Ok(CustomId::ThankWords { receiver: SAM, about: None }));
    let again = bench.answer(&bench.submit(MIRA, &custom_id(&form, ""), "the slides")).await;
    assert!(matches!(again, Answer::Announce { .. }));
    assert_eq!(bench.gives().await, [(Some(JO), 1, 1), (Some(MIRA), 1, 1)]);

    bench.set_up("UTC", false).await;
    seen.push(bench.shown(&bench.press(MIRA, &button, false)).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_form_that_comes_back_is_checked_anew() {
    let bench = Bench::new().await;
    let form = custom_id(&bench.answer(&bench.on_person(JO, MIRA)).await, "");
    // Somebody else's form, for oneself.
    let oneself = bench.shown(&bench.submit(MIRA, &form, "me")).await;
    assert!(oneself.contains("what somebody else did"), "{oneself}");
    let nothing = bench.shown(&bench.submit(JO, &form, " \u{200b} ")).await;
    assert!(nothing.contains("nothing in it"), "{nothing}");
    // Discord lets no form open after a wait, so that thanks are off is said once the words are there: they are not lost.
    bench.set_up("UTC", false).await;
    assert_snapshot!(bench.shown(&bench.submit(JO, &form, "the demo")).await);
    assert_eq!(bench.gives().await, []);
}

/// A menu on a person says whether they are there, and one on a message does not: there Discord is asked.
#[tokio::test]
async fn of_whoever_has_left_it_is_said_that_they_may_never_read_it() {
    let bench = Bench::new().await;
    let gone = format!(" <@{GONE}> is not in this server, so they may never read it; it counts all the same.");
    let given = async |menu: serde_json::Value, words: &str| {
        let form = custom_id(&bench.answer(&menu).await, "");
        bench.shown(&bench.submit(JO, &form, words)).await
    };
    let told = given(bench.on_person(JO, GONE), "the demo").await;
    assert!(told.contains(&gone), "{told}");
    let told = given(bench.on_person(JO, MIRA), "the demo").await;
    assert!(!told.contains("not in this server"), "{told}");
    let menu = CustomId::ThankWhom.to_string();
    let told = given(bench.pick(JO, &menu, &[MIRA, GONE]), "the map").await;
    assert!(told.contains(&gone) && told.matches("not in this server").count() == 1, "{told}");
    let there = Standing { there: true, ..Standing::default() };
    // Who was there when they were picked; who is not; of whom nobody says anything.
    for (known, said) in [(Some([((HARBOUR, GONE), there)].into()), false), (Some([].into()), true), (None, false)] {
        *bench.board.standing.lock().unwrap() = known;
        let told = given(bench.on_message(JO, GONE, false), "what you said").await;
        assert_eq!(told.contains(&gone), said, "{told}");
    }
    // What they get alone they do not find.
    let quiet = async |members: &[UserId]| {
        let mut quiet = bench.recognize(JO, members, "for you", None);
        let quietly = serde_json::json!({ "name": "quiet", "type": 5, "value": true });
        quiet["data"]["options"].as_array_mut().unwrap().push(quietly);
        bench.shown(&quiet).await
    };
    let told = quiet(&[GONE]).await;
    assert!(told.contains(&gone) && !told.contains("They find") && told.contains("leave it. You find it"), "{told}");
    let told = quiet(&[GONE, MIRA]).await;
    assert!(told.contains(&format!("nothing is posted here. <@{MIRA}> finds it in /me;")), "{told}");
}

/// They were picked while they were away, and nobody sent the form.
#[tokio::test]
async fn of_whoever_is_back_it_is_not_said_that_they_have_left() {
    let bench = Bench::new().await;
    let left = async |bench: &Bench| {
        let form = custom_id(&bench.answer(&bench.on_person(JO, GONE)).await, "");
        *bench.board.standing.lock().unwrap() = None;
        form
    };
    let given = async |form: &str| {
        let told = bench.shown(&bench.submit(JO, form, "the demo")).await;
        assert!(told.contains("Counted"), "{told}");
        told.contains("not in this server")
    };
    let form = left(&bench).await;
    assert!(given(&form).await, "as long as nobody has seen them there");
    // They use something there themselves: in another server it says nothing.
    let form = left(&bench).await;
    bench.answer(&bench.press_in(ELSEWHERE, GONE, "c1.what-i-keep", true)).await;
    assert!(given(&form).await);
    for seen in [bench.press(GONE, "c1.what-i-keep", true), bench.slash(GONE, "help", &serde_json::json!([]), &[])] {
        let form = left(&bench).await;
        bench.answer(&seen).await;
        assert!(!given(&form).await);
    }
    // Discord says that they are there, for whoever thanks them for a message.
    left(&bench).await;
    *bench.board.standing.lock().unwrap() =
        Some([((HARBOUR, GONE), Standing { there: true, ..Standing::default() })].into());
    let message = custom_id(&bench.answer(&bench.on_message(JO, GONE, false)).await, "");
    assert!(!given(&message).await);
    // It comes along with a command that names them.
    let mut back = bench.recognize(JO, &[GONE], "the walk", None);
    back["data"]["resolved"]["members"][GONE.to_string()] = back["member"].clone();
    left(&bench).await;
    bench.answer(&back).await;
    *bench.board.standing.lock().unwrap() = None;
    let message = custom_id(&bench.answer(&bench.on_message(JO, GONE, false)).await, "");
    assert!(!given(&message).await);
}
