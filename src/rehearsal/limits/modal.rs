//! What Discord checks of a form and of an autocomplete's answer (Receiving and Responding, "Interaction Callback").

use std::collections::BTreeSet;

use serde_json::Value;

use super::component::check_select;
use super::form::{FormErrors, Place};

/// Checks the `data` of a modal: `custom_id`, `title`, `components`.
///
/// # Errors
/// All faults at once, under `data` as Discord nests them.
pub fn check_modal(data: &Value) -> Result<(), FormErrors> {
    let mut errors = FormErrors::default();
    let root = Place { value: data, path: vec!["data".to_owned()] };
    root.required_text("custom_id", &mut errors, 1, super::CUSTOM_ID);
    root.required_text("title", &mut errors, 1, super::MODAL_TITLE);
    let Some(components) = root.field("components") else {
        errors.add(&root.step("components"), "BASE_TYPE_REQUIRED", "This field is required");
        return errors.into_result();
    };
    let items = components.items(&mut errors);
    if items.is_empty() || items.len() > super::MODAL_INPUTS {
        let words = format!("Must be between 1 and {} in length.", super::MODAL_INPUTS);
        components.fault(&mut errors, "BASE_TYPE_BAD_LENGTH", words);
    }
    let mut seen = BTreeSet::new();
    for item in &items {
        match item.value["type"].as_u64() {
            Some(1) => {
                let children = item.field("components").map(|list| list.items(&mut errors)).unwrap_or_default();
                if children.len() != 1 {
                    let words = "Must be between 1 and 1 in length.";
                    errors.add(&item.step("components"), "BASE_TYPE_BAD_LENGTH", words);
                }
                for child in &children {
                    child.required_text("label", &mut errors, 1, super::INPUT_LABEL);
                    check_input(child, &[4], &mut seen, &mut errors);
                }
            }
            Some(18) => {
                item.required_text("label", &mut errors, 1, super::INPUT_LABEL);
                item.optional_text("description", &mut errors, super::LABEL_DESCRIPTION);
                match item.field("component") {
                    Some(child) => check_input(&child, &[3, 4, 5, 6, 7, 8, 19, 21, 22, 23], &mut seen, &mut errors),
                    None => errors.add(&item.step("component"), "BASE_TYPE_REQUIRED", "This field is required"),
                }
            }
            Some(10) => {}
            _ => item.fault(&mut errors, "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1, 10, 18)."),
        }
    }
    errors.into_result()
}

fn check_input<'a>(input: &Place<'a>, kinds: &[u64], seen: &mut BTreeSet<&'a str>, errors: &mut FormErrors) {
    let kind = input.value["type"].as_u64().unwrap_or(0);
    if !kinds.contains(&kind) {
        input.fault(errors, "UNION_TYPE_CHOICES", format!("Value of field \"type\" must be one of {kinds:?}."));
        return;
    }
    let id = input.required_text("custom_id", errors, 1, super::CUSTOM_ID);
    if id.is_some_and(|id| !seen.insert(id)) {
        let words = "Component custom id cannot be duplicated";
        errors.add(&input.step("custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", words);
    }
    if matches!(kind, 3 | 5..=8) {
        check_select(input, errors);
    }
    if kind != 4 {
        return;
    }
    match input.field("style") {
        Some(style) => {
            style.number(errors, 1, 2);
        }
        None => errors.add(&input.step("style"), "BASE_TYPE_REQUIRED", "This field is required"),
    }
    input.optional_text("placeholder", errors, super::INPUT_PLACEHOLDER);
    input.optional_text("value", errors, super::INPUT_VALUE);
    let most = input.field("max_length").and_then(|number| number.number(errors, 1, super::INPUT_VALUE as i64));
    let least = input.field("min_length").and_then(|number| number.number(errors, 0, super::INPUT_VALUE as i64));
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        let words = "min_length must be less than or equal to max_length";
        errors.add(&input.step("min_length"), "TEXT_INPUT_COMPONENT_MIN_LENGTH_EXCEEDS_MAX_LENGTH", words);
    }
}

/// Checks the `data` of an autocomplete's answer: `choices`.
///
/// # Errors
/// All faults at once, under `data` as Discord nests them.
pub fn check_choices(data: &Value) -> Result<(), FormErrors> {
    let mut errors = FormErrors::default();
    let root = Place { value: data, path: vec!["data".to_owned()] };
    match root.field("choices") {
        Some(choices) => check_choice_list(&choices, &mut errors),
        None => errors.add(&root.step("choices"), "BASE_TYPE_REQUIRED", "This field is required"),
    }
    errors.into_result()
}

/// Checks a list of choices, of an option or of an autocomplete.
pub(super) fn check_choice_list(choices: &Place<'_>, errors: &mut FormErrors) {
    let items = choices.items(errors);
    choices.length(errors, items.len(), 0, super::CHOICES);
    for choice in &items {
        choice.required_text("name", errors, 1, super::CHOICE);
        match choice.field("value") {
            Some(value) if value.value.is_string() => {
                value.text(errors, 0, super::CHOICE);
            }
            Some(value) if value.value.is_number() => {}
            _ => errors.add(&choice.step("value"), "BASE_TYPE_REQUIRED", "This field is required"),
        }
    }
}
