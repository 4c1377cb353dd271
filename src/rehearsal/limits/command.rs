//! What Discord checks of a command that is registered (Application Commands, "Naming" and "Option Structure").

use std::collections::BTreeSet;

use serde_json::Value;

use super::form::{FormErrors, Place};
use super::modal::check_choice_list;

/// Checks one command.
///
/// # Errors
/// All faults at once.
pub fn check_command(command: &Value) -> Result<(), FormErrors> {
    let mut errors = FormErrors::default();
    check(&Place::root(command), &mut errors);
    errors.into_result()
}

/// Checks the list of a bulk overwrite.
///
/// # Errors
/// All faults at once, each under its place in the list.
pub fn check_commands(commands: &Value) -> Result<(), FormErrors> {
    let mut errors = FormErrors::default();
    let mut seen = BTreeSet::new();
    for command in Place::root(commands).items(&mut errors) {
        check(&command, &mut errors);
        let name = command.value["name"].as_str().unwrap_or_default();
        if !seen.insert((kind(command.value), name)) {
            let words = "Application command names must be unique";
            command.fault(&mut errors, "APPLICATION_COMMANDS_DUPLICATE_NAME", words);
        }
    }
    errors.into_result()
}

/// The command's type: 1 slash, 2 user, 3 message.
pub fn kind(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn check(command: &Place<'_>, errors: &mut FormErrors) {
    if !command.value.is_object() {
        command.fault(errors, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        return;
    }
    let slash = match kind(command.value) {
        1 => true,
        2 | 3 => false,
        _ => {
            let words = "Value must be one of (1, 2, 3).";
            errors.add(&command.step("type"), "BASE_TYPE_CHOICES", words);
            return;
        }
    };
    let mut total = 0;
    if slash {
        total += check_slash_name(command, errors);
        total += check_description(command, errors);
        if let Some(options) = command.field("options") {
            total += check_options(&options, 0, errors);
        }
    } else {
        command.required_text("name", errors, 1, super::COMMAND_NAME);
        if command.field("description").is_some_and(|text| text.value != "") {
            let words = "Context menu commands cannot have description";
            errors.add(&command.step("description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", words);
        }
        if command.field("options").is_some_and(|list| list.value.as_array().is_some_and(|list| !list.is_empty())) {
            let words = "Context menu commands cannot have options";
            errors.add(&command.step("options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", words);
        }
    }
    if total > super::COMMAND_TOTAL {
        let words = format!("Command exceeds maximum size ({})", super::COMMAND_TOTAL);
        command.fault(errors, "APPLICATION_COMMAND_TOO_LARGE", words);
    }
    if let Some(permissions) = command.field("default_member_permissions") {
        let number = permissions.value.as_str().map(str::parse::<u64>);
        if !matches!(number, Some(Ok(_))) {
            permissions.fault(errors, "NUMBER_TYPE_COERCE", "Value is not a permission bit set.");
        }
    }
}

/// Lower case, no spaces: `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`.
fn check_slash_name(place: &Place<'_>, errors: &mut FormErrors) -> usize {
    let Some(name) = place.required_text("name", errors, 1, super::COMMAND_NAME) else { return 0 };
    let fits = |c: char| matches!(c, '-' | '_' | '\'') || c.is_alphanumeric();
    if !name.is_empty() && !name.chars().all(fits) || name != name.to_lowercase() {
        let words = "Command name is invalid";
        errors.add(&place.step("name"), "APPLICATION_COMMAND_INVALID_NAME", words);
    }
    longest(place, "name", name)
}

fn check_description(place: &Place<'_>, errors: &mut FormErrors) -> usize {
    let text = place.required_text("description", errors, 1, super::COMMAND_DESCRIPTION);
    text.map_or(0, |text| longest(place, "description", text))
}

/// Of a text and its translations the longest counts towards the total.
fn longest(place: &Place<'_>, name: &str, text: &str) -> usize {
    let translations = place.value[format!("{name}_localizations")].as_object();
    let lengths = translations.into_iter().flatten().filter_map(|(_, text)| text.as_str());
    lengths.chain([text]).map(|text| text.chars().count()).max().unwrap_or(0)
}

/// Checks options and returns how many of their characters count. `depth` is 0 in the command itself, 1 in a
/// subcommand or group, 2 in a group's subcommand.
fn check_options(options: &Place<'_>, depth: usize, errors: &mut FormErrors) -> usize {
    let items = options.items(errors);
    options.length(errors, items.len(), 0, super::COMMAND_OPTIONS);
    let mut seen = BTreeSet::new();
    let (mut total, mut optional_before) = (0, false);
    let nests = |item: &Place<'_>| matches!(item.value["type"].as_u64(), Some(1 | 2));
    if items.iter().any(nests) && !items.iter().all(nests) {
        let words = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        options.fault(errors, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words);
    }
    for option in &items {
        total += check_slash_name(option, errors) + check_description(option, errors);
        let name = option.value["name"].as_str().unwrap_or_default();
        if !seen.insert(name) {
            let words = "Option name already exists";
            errors.add(&option.step("name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", words);
        }
        let required = option.value["required"] == true;
        if required && optional_before {
            let words = "Required options must be placed before non-required options";
            option.fault(errors, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words);
        }
        optional_before |= !required && !nests(option);
        total += check_option_kind(option, depth, errors);
    }
    total
}

fn check_option_kind(option: &Place<'_>, depth: usize, errors: &mut FormErrors) -> usize {
    let kind = option.value["type"].as_u64().unwrap_or(0);
    match kind {
        1 | 2 if depth + usize::from(kind == 2) > 1 => {
            option.fault(errors, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply");
            return 0;
        }
        1 | 2 => return option.field("options").map_or(0, |list| check_options(&list, depth + 1, errors)),
        3..=11 => {}
        _ => {
            let words = "Value must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).";
            errors.add(&option.step("type"), "BASE_TYPE_CHOICES", words);
            return 0;
        }
    }
    let mut total = 0;
    if let Some(choices) = option.field("choices") {
        check_choice_list(&choices, errors);
        let has_choices = choices.value.as_array().is_some_and(|list| !list.is_empty());
        if has_choices && option.value["autocomplete"] == true {
            let words = "Choices and autocomplete cannot both be given";
            option.fault(errors, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", words);
        }
        for choice in choices.value.as_array().into_iter().flatten() {
            total += choice["name"].as_str().map_or(0, |text| text.chars().count());
            total += choice["value"].as_str().map_or(0, |text| text.chars().count());
        }
    }
    if option.value["autocomplete"] == true && !matches!(kind, 3 | 4 | 10) {
        let words = "Autocomplete is for strings, integers and numbers only";
        option.fault(errors, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", words);
    }
    if kind == 3 {
        for (name, least) in [("min_length", 0), ("max_length", 1)] {
            if let Some(length) = option.field(name) {
                length.number(errors, least, 6_000);
            }
        }
    }
    total
}
