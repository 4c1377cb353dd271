//! The panel of a server's rules for recognition: what holds, what each means in a line, and the menus that change it.
//!
//! A change holds at once, and the panel is shown anew with all that holds then. The strengths stand in it one a line, so
//! that the form for them opens with these lines: a form waits for nothing.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateEmbed, CreateInputText, CreateModal, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};
use serenity::model::application::{ButtonStyle, InputTextStyle};

use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, RulesNumbers, RulesPress};
use super::replies::rules as words;
use super::text::{escape, unescape};
use crate::store::RecognitionOptions;

/// In a menu, the value for what has no end.
pub const NO_END: &str = "off";

/// What begins a strength's line.
const BULLET: &str = "- ";

/// The numbers that a menu of the panel offers, without the present one.
const ALLOWANCES: [u32; 6] = [1, 2, 3, 5, 10, 20];
const RESTS: [u32; 5] = [12, 24, 48, 168, 720];
const WORDS_KEPT: [u32; 3] = [90, 180, 365];

/// The boxes of the form for the numbers.
pub const PEOPLE_BOX: &str = "people";
/// See [`PEOPLE_BOX`].
pub const HOURS_BOX: &str = "hours";
/// See [`PEOPLE_BOX`].
pub const DAYS_BOX: &str = "days";

/// The box of the form for the strengths.
pub const STRENGTHS_BOX: &str = "strengths";

/// The panel. `own` are Clarion's strengths, which hold where the server has none of its own.
pub fn rules_panel(options: &RecognitionOptions, own: &[String]) -> Card {
    let (head, strengths) = match options.strengths.as_slice() {
        [] => (words::CLARIONS_STRENGTHS, own),
        listed => (words::OWN_STRENGTHS, listed),
    };
    let mut text = vec![
        words::allowance(options.allowance),
        words::rest(options.rest_hours),
        words::stewards(options.steward_role),
        words::words_kept(options.words_kept_days),
        head.to_owned(),
    ];
    text.extend(strengths.iter().map(|name| format!("{BULLET}{}", escape(name))));
    let embed = CreateEmbed::new().title(words::TITLE).description(text.join("\n")).colour(colour::CLARION);
    let numbers = RulesNumbers {
        allowance: options.allowance,
        rest_hours: options.rest_hours,
        words_kept_days: options.words_kept_days,
    };
    let menu = |press, placeholder: &str, offered: &[u32], present: Option<u32>, label: fn(Option<u32>) -> String| {
        let mut choices: Vec<Option<u32>> =
            [None, present].into_iter().chain(offered.iter().copied().map(Some)).collect();
        choices.sort_unstable();
        choices.dedup();
        let options = choices.into_iter().map(|choice| {
            let value = choice.map_or_else(|| NO_END.to_owned(), |choice| choice.to_string());
            CreateSelectMenuOption::new(label(choice), value).default_selection(choice == present)
        });
        let kind = CreateSelectMenuKind::String { options: options.collect() };
        let id = CustomId::Rules(press).to_string();
        CreateActionRow::SelectMenu(CreateSelectMenu::new(id, kind).placeholder(placeholder))
    };
    let roles = CreateSelectMenuKind::Role { default_roles: options.steward_role.map(|role| vec![role]) };
    let steward = CreateSelectMenu::new(CustomId::Rules(RulesPress::Steward).to_string(), roles)
        .placeholder(words::STEWARD_MENU)
        .min_values(0)
        .max_values(1);
    let button =
        |press, label| CreateButton::new(CustomId::Rules(press).to_string()).label(label).style(ButtonStyle::Secondary);
    Card::embed(embed)
        .row(menu(
            RulesPress::Allowance,
            words::ALLOWANCE_MENU,
            &ALLOWANCES,
            options.allowance,
            words::allowance_choice,
        ))
        .row(menu(RulesPress::Rest, words::REST_MENU, &RESTS, options.rest_hours, words::rest_choice))
        .row(menu(
            RulesPress::WordsKept,
            words::WORDS_KEPT_MENU,
            &WORDS_KEPT,
            options.words_kept_days,
            words::words_kept_choice,
        ))
        .row(CreateActionRow::SelectMenu(steward))
        .row(CreateActionRow::Buttons(vec![
            button(RulesPress::Strengths, words::STRENGTHS_BUTTON),
            button(RulesPress::Numbers(numbers), words::NUMBERS_BUTTON),
        ]))
}

/// The strengths that a panel shows, from its text.
pub fn shown_strengths(panel: &str) -> Vec<String> {
    panel.lines().filter_map(|line| line.strip_prefix(BULLET)).map(unescape).collect()
}

/// The form for the strengths, one a line.
pub fn strengths_form(shown: &[String]) -> CreateModal {
    let mut input = CreateInputText::new(InputTextStyle::Paragraph, words::STRENGTHS_LABEL, STRENGTHS_BOX)
        .placeholder(words::STRENGTHS_EMPTY)
        .required(false)
        .max_length(2_000);
    if !shown.is_empty() {
        input = input.value(shown.join("\n"));
    }
    let id = CustomId::Rules(RulesPress::StrengthsTyped);
    CreateModal::new(id.to_string(), words::STRENGTHS_TITLE).components(vec![CreateActionRow::InputText(input)])
}

/// The form for the numbers, with those that the panel shows.
pub fn numbers_form(numbers: RulesNumbers) -> CreateModal {
    let input = |name: &str, label: &str, number: Option<u32>| {
        let input = CreateInputText::new(InputTextStyle::Short, label, name).required(false).max_length(5);
        CreateActionRow::InputText(match number {
            Some(number) => input.value(number.to_string()),
            None => input,
        })
    };
    let id = CustomId::Rules(RulesPress::NumbersTyped(numbers));
    CreateModal::new(id.to_string(), words::NUMBERS_TITLE).components(vec![
        input(PEOPLE_BOX, words::PEOPLE_LABEL, numbers.allowance),
        input(HOURS_BOX, words::HOURS_LABEL, numbers.rest_hours),
        input(DAYS_BOX, words::DAYS_LABEL, numbers.words_kept_days),
    ])
}
