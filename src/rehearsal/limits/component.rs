//! What Discord checks of buttons and menus (Component Reference).

use std::collections::BTreeSet;

use super::form::{FormErrors, Place};

/// Checks a list of components. `v2` says whether the message carries the Components V2 flag.
pub(super) fn check_components(components: &Place<'_>, v2: bool, errors: &mut FormErrors) {
    let items = components.items(errors);
    let mut checker = Checker { seen: BTreeSet::new(), v2, count: 0, text: 0 };
    if v2 {
        components.length(errors, items.len(), 0, super::COMPONENTS_V2);
    } else {
        components.length(errors, items.len(), 0, super::ROWS);
    }
    for item in &items {
        match item.value["type"].as_u64() {
            Some(1) => checker.row(item, errors),
            Some(_) if v2 => checker.any(item, errors),
            _ => item.fault(errors, "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,)."),
        }
    }
    if v2 && checker.count > super::COMPONENTS_V2 {
        let words = format!("Must be {} or fewer in length.", super::COMPONENTS_V2);
        components.fault(errors, "BASE_TYPE_MAX_LENGTH", words);
    }
    if v2 && checker.text > super::TEXT_V2 {
        let words = format!("The text of the components exceeds the maximum of {}", super::TEXT_V2);
        components.fault(errors, "COMPONENT_MAX_TOTAL_TEXT_SIZE_EXCEEDED", words);
    }
}

struct Checker {
    /// Custom ids, which must differ within a message.
    seen: BTreeSet<String>,
    v2: bool,
    count: usize,
    text: usize,
}

impl Checker {
    fn row(&mut self, row: &Place<'_>, errors: &mut FormErrors) {
        self.count += 1;
        let Some(children) = row.field("components") else {
            errors.add(&row.step("components"), "BASE_TYPE_REQUIRED", "This field is required");
            return;
        };
        let items = children.items(errors);
        if items.is_empty() || items.len() > super::BUTTONS {
            let words = format!("Must be between 1 and {} in length.", super::BUTTONS);
            children.fault(errors, "BASE_TYPE_BAD_LENGTH", words);
        }
        let mut width = 0;
        for item in &items {
            self.count += 1;
            match item.value["type"].as_u64() {
                Some(2) => {
                    width += 1;
                    self.button(item, errors);
                }
                Some(3 | 5 | 6 | 7 | 8) => {
                    width += super::BUTTONS;
                    self.select(item, errors);
                }
                _ => item.fault(
                    errors,
                    "UNION_TYPE_CHOICES",
                    "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).",
                ),
            }
        }
        if width > super::BUTTONS && items.len() <= super::BUTTONS {
            children.fault(
                errors,
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            );
        }
    }

    fn custom_id(&mut self, component: &Place<'_>, errors: &mut FormErrors) {
        let Some(id) = component.required_text("custom_id", errors, 1, super::CUSTOM_ID) else { return };
        if !self.seen.insert(id.to_owned()) {
            let words = "Component custom id cannot be duplicated";
            errors.add(&component.step("custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", words);
        }
    }

    fn button(&mut self, button: &Place<'_>, errors: &mut FormErrors) {
        let style = button.field("style").and_then(|style| style.number(errors, 1, 6));
        if button.field("style").is_none() {
            errors.add(&button.step("style"), "BASE_TYPE_REQUIRED", "This field is required");
        }
        button.optional_text("label", errors, super::BUTTON_LABEL);
        let (link, premium) = (style == Some(5), style == Some(6));
        if link {
            match button.field("url") {
                Some(url) => url.url(errors, &["http", "https", "discord"]),
                None => errors.add(&button.step("url"), "BASE_TYPE_REQUIRED", "A url is required"),
            }
            if button.field("custom_id").is_some() {
                let words = "A custom id and url cannot both be specified";
                errors.add(&button.step("custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words);
            }
        } else if !premium {
            if button.field("url").is_some() {
                let words = "A url can only be specified for a link button";
                errors.add(&button.step("url"), "BUTTON_COMPONENT_URL_INVALID", words);
            }
            self.custom_id(button, errors);
        }
        let label = button.field("label").is_some_and(|label| label.value != "");
        if !premium && !label && button.field("emoji").is_none() {
            let words = "A button must have a label or an emoji";
            button.fault(errors, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", words);
        }
    }

    fn select(&mut self, select: &Place<'_>, errors: &mut FormErrors) {
        self.custom_id(select, errors);
        select.optional_text("placeholder", errors, super::SELECT_PLACEHOLDER);
        check_select(select, errors);
    }

    /// What only Components V2 have: sections, text, thumbnails, galleries, files, separators, containers.
    fn any(&mut self, component: &Place<'_>, errors: &mut FormErrors) {
        self.count += 1;
        match component.value["type"].as_u64() {
            Some(1) => {
                self.count -= 1;
                self.row(component, errors);
            }
            Some(2) => self.button(component, errors),
            Some(10) => {
                let text = component.required_text("content", errors, 1, super::TEXT_V2).unwrap_or_default();
                self.text += text.chars().count();
            }
            Some(11..=14) => {}
            Some(9 | 17) if self.v2 => {
                for child in component.field("components").map(|list| list.items(errors)).unwrap_or_default() {
                    self.any(&child, errors);
                }
                if let Some(accessory) = component.field("accessory") {
                    self.any(&accessory, errors);
                }
            }
            _ => component.fault(errors, "UNION_TYPE_CHOICES", "Value of field \"type\" is not known here."),
        }
    }
}

/// Checks a menu's options and how many can be chosen, on a message or in a form.
pub(super) fn check_select(select: &Place<'_>, errors: &mut FormErrors) {
    let least = select.field("min_values").and_then(|number| number.number(errors, 0, super::SELECT_OPTIONS as i64));
    let most = select.field("max_values").and_then(|number| number.number(errors, 1, super::SELECT_OPTIONS as i64));
    let (least, most) = (least.unwrap_or(1), most.unwrap_or(1));
    if least > most {
        let words = "min_values must be less than or equal to max_values";
        select.fault(errors, "SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX_VALUES", words);
    }
    if select.value["type"] != 3 {
        return;
    }
    let Some(options) = select.field("options") else {
        errors.add(&select.step("options"), "BASE_TYPE_REQUIRED", "This field is required");
        return;
    };
    let items = options.items(errors);
    if items.is_empty() || items.len() > super::SELECT_OPTIONS {
        let words = format!("Must be between 1 and {} in length.", super::SELECT_OPTIONS);
        options.fault(errors, "BASE_TYPE_BAD_LENGTH", words);
    } else if most > items.len() as i64 {
        let words = format!("Must be {} or fewer in length.", items.len());
        errors.add(&select.step("max_values"), "BASE_TYPE_MAX_LENGTH", words);
    }
    let mut values = BTreeSet::new();
    let mut preset = 0;
    for option in &items {
        option.required_text("label", errors, 1, super::OPTION_TEXT);
        option.optional_text("description", errors, super::OPTION_TEXT);
        let value = option.required_text("value", errors, 1, super::OPTION_TEXT);
        if value.is_some_and(|value| !values.insert(value)) {
            let words = "The specified option value is already used";
            errors.add(&option.step("value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words);
        }
        preset += i64::from(option.value["default"] == true);
    }
    if preset > most {
        options.fault(errors, "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More options are preset than can be chosen");
    }
}
