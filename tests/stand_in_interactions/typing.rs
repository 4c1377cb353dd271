//! Commands as people type them: what is understood, and what Discord's client would not have let through.

use clarion::rehearsal::Act;
use clarion::rehearsal::world::Permissions;
use rstest::rstest;
use serde_json::{Value, json};

use crate::desk::{Desk, desk};

/// Name and value of each option that is sent.
fn sent(told: &Value) -> Vec<(String, Value)> {
    let options = told["data"]["options"].as_array().cloned().unwrap_or_default();
    options.iter().map(|option| (option["name"].as_str().unwrap().to_owned(), option["value"].clone())).collect()
}

#[tokio::test]
async fn values_run_until_the_next_known_option() {
    let desk = desk().await;
    let line = "/recognize member:@mira kahn for:calmer nights: since your handover way:that skill";
    let told = desk.slash(desk.jo, line);
    assert_eq!(
        sent(&told),
        [
            ("member".to_owned(), json!(desk.mira)),
            ("for".to_owned(), json!("calmer nights: since your handover")),
            ("way".to_owned(), json!("expert")),
        ]
    );
    assert_eq!(told["data"]["resolved"]["users"][desk.mira.to_string()]["global_name"], "Mira Kahn");
    let member = &told["data"]["resolved"]["members"][desk.mira.to_string()];
    assert!(member["permissions"].is_string() && member["user"].is_null() && member["deaf"].is_null());
}

#[tokio::test]
async fn every_type_of_option_is_carried_as_discord_carries_it() {
    let desk = desk().await;
    let line = "/recognize for:thanks member:mira_kahn times:3 share:0.75 place:#daily role:@crew anyone:@Crew";
    let told = desk.slash(desk.jo, line);
    let role = desk
        .stand_in
        .world()
        .with(|world| world.guilds[&desk.guild].roles.values().find(|role| role.name == "Crew").unwrap().id);
    let values: Vec<Value> = sent(&told).into_iter().map(|(_, value)| value).collect();
    assert_eq!(
        values,
        [json!("thanks"), json!(desk.mira), json!(3), json!(0.75), json!(desk.daily), json!(role), json!(role),]
    );
    let resolved = &told["data"]["resolved"];
    assert_eq!(resolved["channels"][desk.daily.to_string()]["name"], "daily");
    assert!(resolved["channels"][desk.daily.to_string()]["permissions"].is_string());
    assert_eq!(resolved["roles"][role.to_string()]["name"], "Crew");
    assert_eq!(sent(&desk.slash(desk.jo, "/contrast share:True")), [("share".to_owned(), json!(true))]);
}

#[rstest]
#[case::no_command("/contrasts", "there is no command /contrasts; commands: /contrast, /recognize, /served")]
#[case::no_option("/contrast topik:risk", "there is no option \"topik\"; options: topic, share")]
#[case::no_option_name("/contrast risk", "\"risk\" stands before any option; options: topic, share")]
#[case::slip("/contrast topic:risk shaer:true", "there is no option \"shaer\"; did you mean \"share\"")]
#[case::twice("/contrast topic:risk topic:team", "the option \"topic\" stands twice")]
#[case::empty("/contrast topic:", "the option \"topic\" has no value")]
#[case::not_a_boolean("/contrast share:yes", "the option \"share\": \"yes\" is neither true nor false")]
#[case::missing("/recognize for:thanks", "the option \"member\" of /recognize is required")]
#[case::short("/recognize member:jo for:ab", "the option \"for\": 2 characters, and it takes at least 3")]
#[case::nobody(
    "/recognize member:@mira fro:x",
    "the option \"member\": there is nobody called \"mira fro:x\" here, and no option \"fro\""
)]
#[case::no_choice(
    "/recognize member:jo for:abc way:love",
    "the option \"way\": there is no choice \"love\"; choices: That skill, Simply thanks"
)]
#[case::too_many("/recognize member:jo for:abc times:6", "the option \"times\": 6 is more than 5")]
#[case::not_whole("/recognize member:jo for:abc times:1.5", "the option \"times\": \"1.5\" is not a whole number")]
#[case::too_little("/recognize member:jo for:abc share:0.4", "the option \"share\": 0.4 is less than 0.5")]
#[case::no_channel("/recognize member:jo for:abc place:#x", "the option \"place\": there is no channel #x in sight")]
#[case::hidden("/schedule show", "/schedule is not offered to this person here")]
#[tokio::test]
async fn a_refusal_names_the_fault(#[case] line: &str, #[case] words: &str) {
    let desk = desk().await;
    assert_eq!(desk.refused(desk.jo, line), words);
    assert!(desk.told("INTERACTION_CREATE").is_empty());
}

#[tokio::test]
async fn lengths_are_checked_at_both_edges() {
    let desk = desk().await;
    let line = |length| format!("/recognize member:jo for:{}", "ü".repeat(length));
    desk.slash(desk.jo, &line(3));
    desk.slash(desk.jo, &line(40));
    assert_eq!(desk.refused(desk.jo, &line(41)), "the option \"for\": 41 characters, and it takes at most 40");
}

#[tokio::test]
async fn subcommands_and_groups_are_nested_and_listed() {
    let desk = desk().await;
    let told = desk.slash(desk.mira, "/schedule post at zone:Europe/Berlin");
    let option = &told["data"]["options"][0];
    assert_eq!((&option["name"], &option["type"]), (&json!("post"), &json!(2)));
    assert_eq!((&option["options"][0]["name"], &option["options"][0]["type"]), (&json!("at"), &json!(1)));
    assert_eq!(option["options"][0]["options"][0]["value"], "Europe/Berlin");
    assert!(desk.slash(desk.mira, "/schedule show")["data"]["options"][0]["options"].as_array().unwrap().is_empty());
    assert_eq!(desk.refused(desk.mira, "/schedule"), "/schedule needs one of: show, post");
    assert_eq!(desk.refused(desk.mira, "/schedule post of"), "/schedule post has no \"of\"; it has: at");
}

#[tokio::test]
async fn names_in_the_persons_language_are_understood() {
    let desk = desk().await;
    desk.stand_in.world().with(|world| world.users.get_mut(&desk.jo).unwrap().locale = "de".into());
    let told = desk.slash(desk.jo, "/recognize member:jo for:abc way:diese kunst");
    assert_eq!(sent(&told)[2].1, "expert");
    assert_eq!(told["locale"], "de");
}

#[tokio::test]
async fn suggestions_are_asked_for_offered_and_picked_by_name() {
    let desk = desk().await;
    let act = |text: &str| Act::Autocomplete { who: desk.jo, channel: desk.general, text: text.into() };
    let told = desk.begin(act("/contrast share:true topic:ri"));
    assert_eq!(told["type"], 4);
    assert_eq!(told["data"]["options"][1], json!({"name": "topic", "type": 3, "value": "ri", "focused": true}));
    assert_eq!(told["data"]["options"][0]["value"], true);
    let choices = json!([{"name": "Risk: the formula or the try", "value": "risk"}]);
    desk.answered(&told, json!({"type": 8, "data": {"choices": choices}})).await;
    let told = desk.slash(desk.jo, "/contrast topic:Risk: the formula or the try");
    assert_eq!(sent(&told)[0].1, "risk");
    // Mira was offered nothing: her words go as they are.
    let told = desk.slash(desk.mira, "/contrast topic:Risk: the formula or the try");
    assert_eq!(sent(&told)[0].1, "Risk: the formula or the try");
    let refused = desk.stand_in.act(act("/contrast share:tr")).unwrap_err();
    assert_eq!(refused.0, "the option \"share\" has no suggestions");
    let refused = desk.stand_in.act(act("/contrast")).unwrap_err();
    assert_eq!(refused.0, "type an option of /contrast first: topic, share");
}

#[tokio::test]
async fn menus_of_people_and_messages_carry_their_target() {
    let desk = desk().await;
    let on =
        |name: &str| Act::UserCommand { who: desk.jo, channel: desk.general, name: name.into(), target: desk.mira };
    let told = desk.begin(on("Recognise"));
    assert_eq!((&told["data"]["type"], &told["data"]["target_id"]), (&json!(2), &json!(desk.mira)));
    assert!(told["data"]["resolved"]["members"][desk.mira.to_string()].is_object());
    let refused = desk.stand_in.act(on("Recognise this")).unwrap_err();
    assert_eq!(refused.0, "there is no command Recognise this; commands: Recognise");

    let say = Act::Say { who: desk.mira, channel: desk.general, text: "Done, @Jo in #daily".into(), reply_to: None };
    let clarion::rehearsal::Acted::Message(message) = desk.stand_in.act(say).unwrap() else { panic!() };
    let act =
        Act::MessageCommand { who: desk.jo, channel: desk.general, name: "Recognise this".into(), target: message };
    let told = desk.begin(act);
    let resolved = &told["data"]["resolved"]["messages"][message.to_string()];
    assert_eq!(resolved["content"], format!("Done, <@{}> in <#{}>", desk.jo, desk.daily));
}

#[tokio::test]
async fn who_may_not_see_or_use_commands_here_is_refused() {
    let desk = desk().await;
    let everyone = desk.guild.cast();
    let deny = |desk: &Desk, permission| {
        desk.stand_in.world().with(|world| {
            world.edit_role(desk.guild, everyone, |role| role.permissions.remove(permission));
        });
    };
    deny(&desk, Permissions::USE_SLASH_COMMANDS);
    assert_eq!(desk.refused(desk.jo, "/contrast"), "this person may not use application commands here");
    deny(&desk, Permissions::VIEW_CHANNEL);
    assert_eq!(desk.refused(desk.jo, "/contrast"), "Jo does not see #general");
    desk.stand_in.world().with(|world| world.remove_bot(desk.guild));
    assert_eq!(desk.refused(desk.mira, "/contrast"), "the bot is not in this server");
}

#[tokio::test]
async fn direct_messages_have_their_own_commands_and_payload() {
    let desk = desk().await;
    let direct = desk.stand_in.world().with(|world| world.direct_channel(desk.jo));
    let slash = |text: &str| Act::Slash { who: desk.jo, channel: direct, text: text.into() };
    let told = desk.begin(slash("/contrast"));
    assert_eq!((&told["context"], &told["user"]["id"]), (&json!(1), &json!(desk.jo)));
    assert!(told["member"].is_null() && told["guild_id"].is_null());
    assert_eq!(desk.stand_in.act(slash("/served")).unwrap_err().0, "/served is not offered to this person here");
}
