//! Forms: written into, held to their limits, and sent off once.

use clarion::rehearsal::{Act, Acted, Event, Refusal};
use serde_json::{Value, json};

use crate::desk::{Desk, button, code, desk, row};

/// Opens a form with a required field of 3 to 10 characters, and an optional prefilled one.
async fn open(desk: &Desk, to: &Value) {
    let words = json!({"type": 4, "custom_id": "w", "label": "Words", "style": 2, "min_length": 3, "max_length": 10});
    let more = json!({"type": 4, "custom_id": "m", "label": "More", "style": 1, "required": false, "value": "as ever"});
    let rows: Vec<Value> = [words, more].into_iter().map(|one| json!({"type": 1, "components": [one]})).collect();
    let modal = json!({"custom_id": "v1:thanks", "title": "Thanks", "components": rows});
    desk.answered(to, json!({"type": 9, "data": modal})).await;
    assert!(matches!(desk.events().pop(), Some(Event::Modal { modal, .. }) if modal["title"] == "Thanks"));
}

fn submit(desk: &Desk, fields: &[(&str, &str)]) -> Result<Acted, Refusal> {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    desk.stand_in.act(Act::Submit { who: desk.jo, fields })
}

#[tokio::test]
async fn a_form_is_filled_and_sent_off_once() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    open(&desk, &told).await;
    let fields = vec![("Words".to_owned(), "thanks".to_owned())];
    desk.stand_in.act(Act::Fill { who: desk.jo, fields }).unwrap();
    submit(&desk, &[]).unwrap();
    let form = desk.told("INTERACTION_CREATE").pop().unwrap();
    assert_eq!((&form["type"], &form["data"]["custom_id"]), (&json!(5), &json!("v1:thanks")));
    let value = |row: usize| form["data"]["components"][row]["components"][0]["value"].clone();
    assert_eq!((value(0), value(1)), (json!("thanks"), json!("as ever")));
    assert!(form["message"].is_null());
    let words = "there is no form on this person's screen";
    assert_eq!(submit(&desk, &[]).unwrap_err().0, words);
    let input = json!({"type": 4, "custom_id": "w", "label": "Words", "style": 2});
    let another = json!({"custom_id": "m", "title": "More", "components": [{"type": 1, "components": [input]}]});
    assert_eq!(code(desk.answer(&form, json!({"type": 9, "data": another})).await), (400, 50035));
    desk.answered(&form, json!({"type": 4, "data": {"content": "done"}})).await;
}

#[tokio::test]
async fn its_limits_hold() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    open(&desk, &told).await;
    let words = |fields: &[(&str, &str)]| submit(&desk, fields).unwrap_err().0;
    assert_eq!(words(&[]), "the field \"Words\" is required");
    assert_eq!(words(&[("Words", " ")]), "the field \"Words\" is required");
    assert_eq!(words(&[("Words", "ab")]), "the field \"Words\" takes at least 3 characters, not 2");
    assert_eq!(words(&[("Words", "abcdefghijk")]), "the field \"Words\" takes at most 10 characters, not 11");
    assert_eq!(words(&[("Word", "abc")]), "there is no field \"Word\" in the form; fields: Words, More");
    assert_eq!(words(&[("Words", "abc"), ("More", "a\nb")]), "the field \"More\" takes a single line");
    submit(&desk, &[("w", "abcdefghij"), ("m", "")]).unwrap();
}

#[tokio::test]
async fn a_form_from_a_button_can_update_the_button_s_message() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    desk.answered(&told, row("before", json!([button("Write", "write")]))).await;
    desk.click(desk.jo, "Write").unwrap();
    open(&desk, &desk.told("INTERACTION_CREATE").pop().unwrap()).await;
    submit(&desk, &[("Words", "thanks")]).unwrap();
    let form = desk.told("INTERACTION_CREATE").pop().unwrap();
    assert_eq!(form["message"]["content"], "before");
    desk.answered(&form, json!({"type": 7, "data": {"content": "after"}})).await;
    assert_eq!(desk.last_reply().content, "after");
}
