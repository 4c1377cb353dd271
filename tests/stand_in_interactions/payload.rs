//! The whole INTERACTION_CREATE, read by two libraries that parse it strictly.

use clarion::rehearsal::Act;
use serde_json::{Value, json};

use crate::desk::{Desk, button, desk, row};

/// Interactions of every kind.
async fn one_of_each(desk: &Desk) -> Vec<Value> {
    let slash = desk.slash(desk.jo, "/recognize member:mira_kahn for:calm nights place:#daily role:Crew");
    let who = desk.jo;
    let typed = desk.begin(Act::Autocomplete { who, channel: desk.general, text: "/contrast topic:r".into() });
    desk.answered(&slash, row("two", json!([button("Two sides", "v1:two")]))).await;
    desk.click(who, "Two sides").unwrap();
    let click = desk.told("INTERACTION_CREATE").pop().unwrap();
    let input = json!({"type": 4, "custom_id": "words", "label": "Words", "style": 2});
    let modal = json!({"custom_id": "m", "title": "Say it", "components": [{"type": 1, "components": [input]}]});
    desk.answered(&click, json!({"type": 9, "data": modal})).await;
    let form = desk.begin(Act::Submit { who, fields: vec![("Words".into(), "thank you".into())] });
    let menu = json!([{"type": 5, "custom_id": "who", "placeholder": "Who"}]);
    desk.answered(&form, row("who", menu)).await;
    let values = vec!["@mira kahn".to_owned()];
    let select = desk.begin(Act::Select { who, channel: None, message: None, menu: Some("Who".into()), values });
    let on = desk.begin(Act::UserCommand { who, channel: desk.general, name: "Recognise".into(), target: desk.mira });
    let message = desk.last_reply().id;
    let name = "Recognise this".into();
    let of = desk.begin(Act::MessageCommand { who, channel: desk.general, name, target: message });
    let direct = desk.stand_in.world().with(|world| world.direct_channel(who));
    let private = desk.begin(Act::Slash { who, channel: direct, text: "/contrast".into() });
    vec![slash, typed, click, form, select, on, of, private]
}

#[tokio::test]
async fn twilight_and_serenity_read_every_kind() {
    let desk = desk().await;
    for told in one_of_each(&desk).await {
        let read = serde_json::from_value::<twilight_model::application::interaction::Interaction>(told.clone());
        read.unwrap_or_else(|error| panic!("twilight: {error}\n{told:#}"));
        let read = serde_json::from_value::<serenity::model::application::Interaction>(told.clone());
        read.unwrap_or_else(|error| panic!("serenity: {error}\n{told:#}"));
    }
    assert_eq!(desk.stand_in.violations(), []);
}

#[tokio::test]
async fn nothing_is_missing() {
    let desk = desk().await;
    for told in one_of_each(&desk).await {
        for field in [
            "id",
            "application_id",
            "type",
            "version",
            "token",
            "data",
            "channel_id",
            "channel",
            "app_permissions",
            "locale",
            "entitlements",
            "authorizing_integration_owners",
            "context",
            "attachment_size_limit",
        ] {
            assert!(!told[field].is_null(), "{field} of {told:#}");
        }
        if told["context"] == 0 {
            for field in ["guild_id", "guild", "guild_locale", "member"] {
                assert!(!told[field].is_null(), "{field} of {told:#}");
            }
            assert_eq!(told["authorizing_integration_owners"], json!({"0": desk.guild}));
        }
    }
}

/// The server's app and the person's own are told apart, as Discord's "Authorizing Integration Owners Object" has it.
#[tokio::test]
async fn a_command_comes_by_the_servers_app_or_by_the_persons_own() {
    let desk = desk().await;
    desk.register(json!([
        {"name": "contrast", "description": "Two sides", "integration_types": [0]},
        {"name": "privacy", "description": "What is kept", "integration_types": [0, 1]},
        {"name": "mine", "description": "For accounts", "integration_types": [1]},
    ]))
    .await;
    let who = desk.jo;
    let (direct, elsewhere) = desk.stand_in.world().with(|world| {
        let other = world.add_guild("Elsewhere", who);
        (world.direct_channel(who), world.add_channel(other, "lobby").unwrap())
    });
    // What the bot is told of the way, or why nothing gets through.
    let way = |channel, text: &str| match desk.stand_in.act(Act::Slash { who, channel, text: text.into() }) {
        Ok(_) => Ok(desk.told("INTERACTION_CREATE").pop().unwrap()["authorizing_integration_owners"].clone()),
        Err(refusal) => Err(refusal.to_string()),
    };
    let server = || json!({"0": desk.guild});
    assert_eq!((way(desk.general, "/contrast"), way(desk.general, "/privacy")), (Ok(server()), Ok(server())));
    assert_eq!(way(direct, "/contrast"), Ok(json!({"0": "0"})));
    assert_eq!(way(elsewhere, "/privacy"), Err("the bot is not in this server".to_owned()));
    let not_offered = |name: &str| Err(format!("/{name} is not offered to this person here"));
    assert_eq!(way(desk.general, "/mine"), not_offered("mine"));

    desk.stand_in.world().with(|world| world.accounts.insert(who));
    assert_eq!(way(desk.general, "/contrast"), Ok(server()));
    assert_eq!(way(desk.general, "/privacy"), Ok(json!({"0": desk.guild, "1": who})));
    assert_eq!(way(direct, "/privacy"), Ok(json!({"0": "0", "1": who})));
    for place in [desk.general, direct, elsewhere] {
        assert_eq!(way(place, "/mine"), Ok(json!({"1": who})));
    }
    assert_eq!(
        (way(elsewhere, "/privacy"), way(elsewhere, "/contrast")),
        (Ok(json!({"1": who})), not_offered("contrast"))
    );

    desk.stand_in.act(Act::Leave { who, guild: desk.guild }).unwrap();
    assert_eq!((way(direct, "/privacy"), way(direct, "/contrast")), (Ok(json!({"1": who})), not_offered("contrast")));
    desk.stand_in.world().with(|world| world.accounts.clear());
    let nothing = "this person shares no server with the bot, and has not added it to their account";
    assert_eq!(way(direct, "/privacy"), Err(nothing.to_owned()));
    assert_eq!(desk.stand_in.violations(), []);
}

#[tokio::test]
async fn permissions_are_those_of_the_channel() {
    let desk = desk().await;
    let told = desk.slash(desk.jo, "/contrast");
    let permissions = |user| desk.stand_in.world().with(|world| world.permissions_in(desk.general, user).bits());
    let bot = desk.stand_in.world().with(|world| world.bot);
    assert_eq!(told["member"]["permissions"], permissions(desk.jo).to_string());
    assert_eq!(told["app_permissions"], permissions(bot).to_string());
    assert_ne!(permissions(desk.jo), permissions(bot));
    assert_eq!(told["channel"]["permissions"], permissions(desk.jo).to_string());
}
