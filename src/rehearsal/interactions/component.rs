//! Buttons and menus: finding what somebody means among all that they see, and using it.

use serde_json::{Value, json};

use super::act::{Acted, Refusal, listed, text};
use super::book::Kind;
use super::names;
use super::options::Typist;
use super::payload::{Beginning, Resolved, begin};
use crate::rehearsal::world::{ChannelId, Message, MessageId, UserId, World};

/// Where somebody looks: a channel, a message, or everywhere.
pub(crate) type Where = (Option<ChannelId>, Option<MessageId>);

const BUTTON: u64 = 2;
const LINK_STYLE: u64 = 5;

/// Somebody presses a button.
pub(crate) fn click(world: &mut World, who: UserId, place: Where, button: &str) -> Result<Acted, Refusal> {
    let is_button = |component: &Value| component["type"] == BUTTON;
    let shown = |component: &Value| {
        let label = component["label"].as_str().or_else(|| component["emoji"]["name"].as_str());
        label.unwrap_or_else(|| text(component, "custom_id")).to_owned()
    };
    let meant = |component: &Value| {
        let words = [&component["label"], &component["custom_id"], &component["emoji"]["name"]];
        words.iter().any(|word| word.as_str() == Some(button))
    };
    let seen = in_sight(world, who, place)?;
    let found = latest(&seen, |component| is_button(component) && meant(component));
    let Some((message, component)) = found else {
        let all = seen.iter().flat_map(|message| flat(message)).filter(|it| is_button(it)).map(shown);
        return Err(Refusal::new(format!("there is no button \"{button}\" in sight; buttons: {}", listed(all))));
    };
    if component["style"] == LINK_STYLE {
        let address = text(component, "url");
        return Err(Refusal::new(format!("\"{button}\" is a link to {address}: it tells the bot nothing")));
    }
    usable(component, button)?;
    let data = json!({"custom_id": component["custom_id"], "component_type": BUTTON, "id": component["id"]});
    let beginning = of_component(who, message, data);
    Ok(begin(world, beginning))
}

/// Somebody picks from a menu.
pub(crate) fn select(
    world: &mut World,
    who: UserId,
    place: Where,
    menu: Option<&str>,
    values: &[String],
) -> Result<Acted, Refusal> {
    let is_menu = |component: &Value| matches!(component["type"].as_u64(), Some(3 | 5..=8));
    let shown = |component: &Value| {
        component["placeholder"].as_str().unwrap_or_else(|| text(component, "custom_id")).to_owned()
    };
    let meant =
        |component: &Value| menu.is_none_or(|menu| component["placeholder"] == menu || component["custom_id"] == menu);
    let seen = in_sight(world, who, place)?;
    let found = latest(&seen, |component| is_menu(component) && meant(component));
    let Some((message, component)) = found else {
        let all = listed(seen.iter().flat_map(|message| flat(message)).filter(|it| is_menu(it)).map(shown));
        let which = menu.map_or(String::new(), |menu| format!(" \"{menu}\""));
        return Err(Refusal::new(format!("there is no menu{which} in sight; menus: {all}")));
    };
    let name = shown(component);
    usable(component, &name)?;
    let typist = Typist::new(world, who, message.channel)?;
    let mut resolved = Resolved::default();
    let values = chosen(&typist, component, &name, values, &mut resolved)?;
    let mut data = json!({
        "custom_id": component["custom_id"],
        "component_type": component["type"],
        "id": component["id"],
        "values": values,
    });
    resolved.into_data(&mut data);
    let beginning = of_component(who, message, data);
    Ok(begin(world, beginning))
}

/// What the payload carries for values that somebody picked in a menu.
pub(crate) fn chosen(
    typist: &Typist<'_>,
    menu: &Value,
    name: &str,
    values: &[String],
    resolved: &mut Resolved,
) -> Result<Vec<Value>, Refusal> {
    let least = menu["min_values"].as_u64().unwrap_or(1);
    let most = menu["max_values"].as_u64().unwrap_or(1);
    let count = values.len() as u64;
    if count < least || count > most {
        return Err(Refusal::new(format!("the menu \"{name}\" takes {least} to {most} values, not {count}")));
    }
    let pick = |value: &String| match menu["type"].as_u64() {
        Some(3) => {
            let options: Vec<&Value> = menu["options"].as_array().into_iter().flatten().collect();
            let found = options.iter().find(|option| option["label"] == **value || option["value"] == **value);
            let labels = || listed(options.iter().map(|option| text(option, "label")));
            found.map(|option| option["value"].clone()).ok_or_else(|| format!("no \"{value}\"; it has: {}", labels()))
        }
        Some(5) => names::user(typist, value, resolved),
        Some(6) => names::role(typist, value, resolved),
        Some(7) => names::user(typist, value, resolved).or_else(|_| names::role(typist, value, resolved)),
        _ => names::channel(typist, value, &menu["channel_types"], resolved),
    };
    let picked: Result<Vec<Value>, String> = values.iter().map(pick).collect();
    picked.map_err(|fault| Refusal::new(format!("the menu \"{name}\": {fault}")))
}

fn of_component(who: UserId, message: &Message, data: Value) -> Beginning {
    Beginning {
        kind: Kind::Component,
        who,
        channel: message.channel,
        data,
        source: Some(message.id),
        metadata: json!({"interacted_message_id": message.id}),
        message_kind: 19,
        typed_for: None,
    }
}

fn usable(component: &Value, name: &str) -> Result<(), Refusal> {
    if component["disabled"] == true {
        return Err(Refusal::new(format!("\"{name}\" is switched off")));
    }
    Ok(())
}

/// The messages of the bot that this person sees, oldest first.
fn in_sight(world: &World, who: UserId, (channel, message): Where) -> Result<Vec<&Message>, Refusal> {
    let channels: Vec<ChannelId> = match channel {
        Some(channel) => vec![Typist::new(world, who, channel)?.channel.id],
        None => world.channels.keys().copied().filter(|id| Typist::new(world, who, *id).is_ok()).collect(),
    };
    let all = channels.into_iter().flat_map(|channel| world.messages_seen_by(channel, who));
    let mut seen: Vec<&Message> = all.filter(|it| message.is_none_or(|id| it.id == id)).collect();
    seen.sort_by_key(|message| message.id);
    Ok(seen)
}

/// The last component that is meant, on the latest message that has one.
fn latest<'m>(seen: &[&'m Message], meant: impl Fn(&Value) -> bool) -> Option<(&'m Message, &'m Value)> {
    seen.iter().rev().find_map(|message| Some((*message, flat(message).into_iter().find(|it| meant(it))?)))
}

/// All components of a message, however deep they stand.
fn flat(message: &Message) -> Vec<&Value> {
    fn walk<'a>(component: &'a Value, into: &mut Vec<&'a Value>) {
        into.push(component);
        for child in component["components"].as_array().into_iter().flatten() {
            walk(child, into);
        }
        if let Some(accessory) = component.get("accessory") {
            walk(accessory, into);
        }
    }
    let mut all = Vec::new();
    for component in &message.components {
        walk(component, &mut all);
    }
    all
}
