//! The ways that pass through a form: a person's menu, a message's menu, the button under an announcement.

use clarion::commands::Answer;
use clarion::messages::CustomId;
use clarion::store::OccurrenceKey;
use insta::assert_snapshot;
use serenity::model::id::{ChannelId, MessageId};

use super::bench::{Bench, CHANNEL, JO, MESSAGE, MIRA, ROBO, SAM, custom_id, shown};

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
