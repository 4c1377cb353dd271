//! Buttons and menus: who sees them, which one is meant, and what is sent.

use clarion::rehearsal::Act;
use clarion::rehearsal::world::{ChannelKind, Permissions};
use serde_json::{Value, json};

use crate::desk::{Desk, button, desk, row};

async fn post(desk: &Desk, components: Value, flags: u64) {
    let told = desk.slash(desk.jo, "/contrast");
    let mut body = row("look", components);
    body["data"]["flags"] = json!(flags);
    desk.answered(&told, body).await;
}

fn select(desk: &Desk, menu: Option<&str>, values: &[&str]) -> Result<Value, String> {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    let act = Act::Select { who: desk.jo, channel: None, message: None, menu: menu.map(str::to_owned), values };
    desk.stand_in.act(act).map_err(|refusal| refusal.0)?;
    Ok(desk.told("INTERACTION_CREATE").pop().unwrap()["data"].clone())
}

#[tokio::test]
async fn the_latest_button_of_that_label_is_pressed() {
    let desk = desk().await;
    post(&desk, json!([button("Next", "old")]), 0).await;
    post(&desk, json!([button("Back", "back"), button("Next", "new")]), 0).await;
    desk.click(desk.mira, "Next").unwrap();
    let told = desk.told("INTERACTION_CREATE").pop().unwrap();
    assert_eq!((&told["data"]["custom_id"], &told["data"]["component_type"]), (&json!("new"), &json!(2)));
    assert_eq!(told["message"]["content"], "look");
    desk.click(desk.mira, "old").unwrap();
    assert_eq!(desk.told("INTERACTION_CREATE").pop().unwrap()["data"]["custom_id"], "old");
    assert_eq!(
        desk.click(desk.mira, "On").unwrap_err().0,
        "there is no button \"On\" in sight; buttons: Next, Back, Next"
    );
}

#[tokio::test]
async fn private_answers_and_hidden_channels_are_out_of_sight() {
    let desk = desk().await;
    post(&desk, json!([button("Mine", "mine")]), 64).await;
    assert_eq!(desk.click(desk.mira, "Mine").unwrap_err().0, "there is no button \"Mine\" in sight; buttons: none");
    desk.click(desk.jo, "Mine").unwrap();
    post(&desk, json!([button("Ours", "ours")]), 0).await;
    let everyone = desk.guild.cast();
    desk.stand_in.world().with(|world| {
        world.edit_role(desk.guild, everyone, |role| role.permissions.remove(Permissions::VIEW_CHANNEL));
    });
    assert_eq!(desk.click(desk.jo, "Ours").unwrap_err().0, "there is no button \"Ours\" in sight; buttons: none");
    desk.click(desk.mira, "Ours").unwrap();
}

#[tokio::test]
async fn what_cannot_be_pressed_says_so() {
    let desk = desk().await;
    let link = json!({"type": 2, "style": 5, "label": "Essay", "url": "https://example.org/"});
    let off = json!({"type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": true});
    post(&desk, json!([link, off]), 0).await;
    let words = desk.click(desk.jo, "Essay").unwrap_err().0;
    assert_eq!(words, "\"Essay\" is a link to https://example.org/: it tells the bot nothing");
    assert_eq!(desk.click(desk.jo, "Off").unwrap_err().0, "\"Off\" is switched off");
}

#[tokio::test]
async fn menus_are_picked_from_by_label_and_by_name() {
    let desk = desk().await;
    let options = json!([{"label": "Weekdays", "value": "mo-fr"}, {"label": "Daily", "value": "all"}]);
    post(
        &desk,
        json!([{"type": 3, "custom_id": "days", "placeholder": "Days", "options": options, "max_values": 2}]),
        0,
    )
    .await;
    assert_eq!(select(&desk, Some("Days"), &["Weekdays", "all"]).unwrap()["values"], json!(["mo-fr", "all"]));
    let words = select(&desk, None, &["Never"]).unwrap_err();
    assert_eq!(words, "the menu \"Days\": no \"Never\"; it has: Weekdays, Daily");
    let words = select(&desk, None, &["Daily", "Daily", "Daily"]).unwrap_err();
    assert_eq!(words, "the menu \"Days\" takes 1 to 2 values, not 3");
    assert_eq!(select(&desk, Some("x"), &["Daily"]).unwrap_err(), "there is no menu \"x\" in sight; menus: Days");

    post(&desk, json!([{"type": 5, "custom_id": "who"}]), 0).await;
    let data = select(&desk, Some("who"), &["@Mira Kahn"]).unwrap();
    assert_eq!(data["values"], json!([desk.mira]));
    assert!(data["resolved"]["members"][desk.mira.to_string()].is_object());

    let voice =
        desk.stand_in.world().with(|world| world.add_channel_of(desk.guild, "talk", ChannelKind::Voice, |_| ()));
    assert!(voice.is_some());
    post(&desk, json!([{"type": 8, "custom_id": "where", "channel_types": [0]}]), 0).await;
    assert_eq!(select(&desk, Some("where"), &["#daily"]).unwrap()["values"], json!([desk.daily]));
    let words = select(&desk, Some("where"), &["#talk"]).unwrap_err();
    assert_eq!(words, "the menu \"where\": #talk is not of a kind it takes");
}
