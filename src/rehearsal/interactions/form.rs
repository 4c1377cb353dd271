//! Forms (modals): writing into the one on the screen, and sending it off.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::act::{Acted, Refusal, listed, text};
use super::book::{Kind, OpenForm};
use super::component;
use super::options::Typist;
use super::payload::{Beginning, Resolved, begin};
use crate::rehearsal::world::{UserId, World};

/// The most characters that a field takes where it says nothing.
const LONGEST_FIELD: u64 = 4_000;

/// One input of a form, with the label that people see.
struct Field<'f> {
    label: &'f str,
    input: &'f Value,
}

/// Somebody writes into the form on their screen.
pub(crate) fn fill(world: &mut World, who: UserId, fields: &[(String, String)]) -> Result<Acted, Refusal> {
    let form = world.interactions.forms.get(&who).ok_or_else(nothing_open)?;
    let known = inputs(&form.modal);
    let mut written = BTreeMap::new();
    for (name, value) in fields {
        let field = known.iter().find(|field| field.label == name || text(field.input, "custom_id") == name);
        let field = field.ok_or_else(|| {
            let labels = listed(known.iter().map(|field| field.label));
            Refusal::new(format!("there is no field \"{name}\" in the form; fields: {labels}"))
        })?;
        written.insert(text(field.input, "custom_id").to_owned(), value.clone());
    }
    if let Some(form) = world.interactions.forms.get_mut(&who) {
        form.filled.extend(written);
    }
    Ok(Acted::Done)
}

/// Somebody sends off the form on their screen.
pub(crate) fn submit(world: &mut World, who: UserId, fields: &[(String, String)]) -> Result<Acted, Refusal> {
    fill(world, who, fields)?;
    let form = world.interactions.forms.get(&who).ok_or_else(nothing_open)?.clone();
    let typist = Typist::new(world, who, form.channel)?;
    let mut resolved = Resolved::default();
    for field in inputs(&form.modal) {
        check(&field, &form)?;
    }
    let rows = form.modal["components"].as_array().into_iter().flatten();
    let rows: Result<Vec<Value>, Refusal> = rows.map(|row| sent_row(&typist, row, &form, &mut resolved)).collect();
    let mut data = json!({"custom_id": form.modal["custom_id"], "components": rows?});
    resolved.into_data(&mut data);
    let triggering = world.interactions.get(form.from).map(|record| record.metadata.clone());
    // A form that came from a command is answered like the command, one from a button like the button.
    let message_kind = world.interactions.get(form.from).map_or(0, |record| record.message_kind);
    world.interactions.forms.remove(&who);
    let beginning = Beginning {
        kind: Kind::Modal,
        who,
        channel: form.channel,
        data,
        source: form.source,
        metadata: json!({"triggering_interaction_metadata": triggering}),
        message_kind,
        typed_for: None,
    };
    Ok(begin(world, beginning))
}

fn nothing_open() -> Refusal {
    Refusal::new("there is no form on this person's screen")
}

/// The inputs of a form: in rows, where the input has the label, or in labels around them.
fn inputs(modal: &Value) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    for row in modal["components"].as_array().into_iter().flatten() {
        if row["type"] == 18 {
            fields.push(Field { label: text(row, "label"), input: &row["component"] });
        }
        for input in row["components"].as_array().into_iter().flatten() {
            fields.push(Field { label: text(input, "label"), input });
        }
    }
    fields
}

/// What stands in an input: what was written, else what the bot had put there.
fn value_in(input: &Value, form: &OpenForm) -> String {
    let written = form.filled.get(text(input, "custom_id")).cloned();
    written.unwrap_or_else(|| text(input, "value").to_owned())
}

fn check(field: &Field<'_>, form: &OpenForm) -> Result<(), Refusal> {
    let Field { label, input } = field;
    let value = value_in(input, form);
    let length = value.chars().count() as u64;
    let required = input["required"].as_bool().unwrap_or(true);
    if required && value.trim().is_empty() {
        return Err(Refusal::new(format!("the field \"{label}\" is required")));
    }
    if input["type"] != 4 {
        return Ok(());
    }
    let least = input["min_length"].as_u64().unwrap_or(0);
    let most = input["max_length"].as_u64().unwrap_or(LONGEST_FIELD);
    if length > 0 && length < least {
        return Err(Refusal::new(format!("the field \"{label}\" takes at least {least} characters, not {length}")));
    }
    if length > most {
        return Err(Refusal::new(format!("the field \"{label}\" takes at most {most} characters, not {length}")));
    }
    if input["style"] == 1 && value.contains('\n') {
        return Err(Refusal::new(format!("the field \"{label}\" takes a single line")));
    }
    Ok(())
}

/// A row as the payload carries it back: only ids and values.
fn sent_row(typist: &Typist<'_>, row: &Value, form: &OpenForm, resolved: &mut Resolved) -> Result<Value, Refusal> {
    let mut sent = json!({"type": row["type"], "id": row["id"].as_u64().unwrap_or(1)});
    if row["type"] == 18 {
        sent["component"] = sent_input(typist, &row["component"], form, resolved)?;
    }
    if let Some(inputs) = row["components"].as_array() {
        let inputs: Result<Vec<Value>, _> =
            inputs.iter().map(|input| sent_input(typist, input, form, resolved)).collect();
        sent["components"] = json!(inputs?);
    }
    Ok(sent)
}

fn sent_input(typist: &Typist<'_>, input: &Value, form: &OpenForm, resolved: &mut Resolved) -> Result<Value, Refusal> {
    let mut sent = json!({
        "type": input["type"],
        "id": input["id"].as_u64().unwrap_or(2),
        "custom_id": input["custom_id"],
    });
    let value = value_in(input, form);
    if input["type"] == 4 {
        sent["value"] = json!(value);
    } else {
        // Menus in a form: several values are written with commas between.
        let values: Vec<String> =
            value.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect();
        let name = text(input, "custom_id");
        let none_needed = values.is_empty() && input["required"] == false;
        let chosen = if none_needed { Vec::new() } else { component::chosen(typist, input, name, &values, resolved)? };
        sent["values"] = json!(chosen);
    }
    Ok(sent)
}
