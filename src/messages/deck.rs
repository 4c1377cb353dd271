//! A team's own prompts on the screen: as a post, in the queue, in the list.
//!
//! The words are people's, so nothing in them is an instruction to Discord ([`escape`]). No essay is credited for them.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::{ButtonStyle, InputTextStyle};
use serenity::model::channel::Embed;
use serenity::model::mention::Mentionable;

use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, DeckPress, ReflectPress, TryPress};
use super::replies::commitment::TRY_THIS;
use super::replies::deck as words;
use super::replies::suggestion as replies;
use super::text::{clip, escape, unescape};
use crate::deck::{Advice, Field, Typed, USUAL_MINUTES, Words};
use crate::store::{DeckPrompt, DeckState, Id, InQueue};

/// How many prompts one screen of the list shows.
pub const DECK_A_SCREEN: usize = 10;

/// What stands under each prompt of a deck.
const OWN: &str = "From your team's own deck";

/// How much of a question the list shows.
const QUESTION_SHOWN: usize = 120;

/// The post of a prompt of the deck. The occurrence's id stands in its button: that is the mark by which it is found.
pub fn own_prompt(prompt: &DeckPrompt, occurrence: Id) -> Card {
    let button = |id: CustomId, label| CreateButton::new(id.to_string()).label(label).style(ButtonStyle::Secondary);
    own_preview(prompt).row(CreateActionRow::Buttons(vec![
        button(CustomId::Reflect(ReflectPress::Write { occurrence, prompt: prompt.prompt_id() }), "Reflect"),
        button(CustomId::Try(TryPress::Open { occurrence, prompt: prompt.prompt_id() }), TRY_THIS),
        press(DeckPress::Suggest { occurrence }, words::SUGGEST_BUTTON),
    ]))
}

/// The same to look at.
pub fn own_preview(prompt: &DeckPrompt) -> Card {
    Card::embed(embed(&prompt.words).footer(CreateEmbedFooter::new(OWN)))
}

/// What a thread about a prompt of the deck is called.
pub fn own_thread_name(prompt: &DeckPrompt) -> String {
    clip(&prompt.words.title, 100)
}

/// A prompt's words.
pub(super) fn embed(words: &Words) -> CreateEmbed {
    CreateEmbed::new().title(escape(&words.title)).description(escape(&words.question)).colour(colour::CLARION).field(
        format!("One small step ({} min)", words.minutes),
        escape(&words.step),
        false,
    )
}

/// The words of a prompt out of a message of ours that shows one: a form cannot wait for the database.
pub fn shown_words(embed: &Embed) -> Option<Words> {
    let step = embed.fields.first()?;
    let minutes = step.name.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()?;
    Some(Words {
        title: unescape(embed.title.as_ref()?),
        question: unescape(embed.description.as_ref()?),
        step: unescape(&step.value),
        minutes,
    })
}

fn press(press: DeckPress, label: &str) -> CreateButton {
    CreateButton::new(CustomId::Deck(press).to_string()).label(label).style(ButtonStyle::Secondary)
}

/// The custom ids of a form's boxes.
const MINUTES: &str = "minutes";

/// The form for a suggestion, or the one that mends a suggestion, filled in with its words.
pub fn suggestion_form(mends: Option<(Id, &Words)>) -> CreateModal {
    let (id, title) = match mends {
        None => (DeckPress::Suggestion, words::SUGGESTION_TITLE),
        Some((suggestion, _)) => (DeckPress::Mended { suggestion }, words::EDIT_TITLE),
    };
    let text = |field: Field, style, label, value: Option<&str>| {
        let most = u16::try_from(field.most()).unwrap_or(u16::MAX);
        let input = CreateInputText::new(style, label, field.name())
            .placeholder(words::WHO_READS)
            .required(true)
            .min_length(1)
            .max_length(most);
        CreateActionRow::InputText(match value {
            Some(value) => input.value(clip(value, field.most())),
            None => input,
        })
    };
    let before = mends.map(|(_, words)| words);
    let of = |pick: fn(&Words) -> &String| before.map(|words| pick(words).as_str());
    let minutes = before.map_or(USUAL_MINUTES, |words| words.minutes);
    CreateModal::new(CustomId::Deck(id).to_string(), title).components(vec![
        text(Field::Title, InputTextStyle::Short, words::TITLE_BOX, of(|words| &words.title)),
        text(Field::Question, InputTextStyle::Paragraph, words::QUESTION_BOX, of(|words| &words.question)),
        text(Field::Step, InputTextStyle::Paragraph, words::STEP_BOX, of(|words| &words.step)),
        CreateActionRow::InputText(
            CreateInputText::new(InputTextStyle::Short, words::MINUTES_BOX, MINUTES)
                .required(false)
                .max_length(2)
                .value(minutes.to_string()),
        ),
    ])
}

/// What a form holds, by the box.
pub fn typed<'a>(of: impl Fn(&str) -> &'a str) -> Typed<'a> {
    Typed {
        title: of(Field::Title.name()),
        question: of(Field::Question.name()),
        step: of(Field::Step.name()),
        minutes: of(MINUTES),
    }
}

/// One suggestion of the queue, below what was done last.
pub fn queue(waiting: &InQueue, advice: &[Advice], done: Option<String>) -> Card {
    let Some(suggestion) = &waiting.suggestion else {
        let lines: Vec<String> = done.into_iter().chain([words::QUEUE_EMPTY.to_owned()]).collect();
        return Card::text(lines.join("\n\n"));
    };
    let mut lines: Vec<String> = done.into_iter().collect();
    lines.push(match suggestion.by {
        Some(by) => format!("Suggested by {}:", by.mention()),
        None => "Suggested by somebody who is no longer here:".to_owned(),
    });
    if suggestion.hears {
        lines.push(replies::HEARS.to_owned());
    }
    lines.extend(words::advise(advice));
    let footer = format!("Suggestion {} of {}", waiting.place, waiting.of);
    let mut card = Card::embed(embed(&suggestion.words).footer(CreateEmbedFooter::new(footer)));
    card.content = lines.join("\n");
    let (hears, suggestion) = (suggestion.hears, suggestion.id);
    let decline = if hears { DeckPress::DeclineWith { suggestion } } else { DeckPress::Decline { suggestion } };
    let mut buttons = vec![
        press(DeckPress::Approve { suggestion }, words::APPROVE_BUTTON).style(ButtonStyle::Primary),
        press(DeckPress::Edit { suggestion }, words::EDIT_BUTTON),
        press(decline, words::DECLINE_BUTTON),
    ];
    if waiting.of > 1 {
        buttons.push(press(DeckPress::Look { after: Some(suggestion) }, words::LATER_BUTTON));
    }
    card.row(CreateActionRow::Buttons(buttons))
}

/// A screen of the deck, below what was done last; one past the last shows the last. Whoever `manages` the server can take
/// prompts out of it.
pub fn deck_list(deck: &[DeckPrompt], state: &DeckState, screen: u16, manages: bool, done: Option<String>) -> Card {
    if deck.is_empty() {
        let lines: Vec<String> = done.into_iter().chain([words::DECK_EMPTY.to_owned()]).collect();
        return Card::text(lines.join("\n\n"));
    }
    let screens = deck.len().div_ceil(DECK_A_SCREEN);
    let screen = usize::from(screen).min(screens - 1);
    let shown: Vec<&DeckPrompt> = deck.iter().skip(screen * DECK_A_SCREEN).take(DECK_A_SCREEN).collect();
    let lines = shown.iter().map(|prompt| {
        format!("**{}** \u{b7} {}", escape(&prompt.words.title), escape(&clip(&prompt.words.question, QUESTION_SHOWN)))
    });
    let mut footer = vec![words::prompts(deck.len())];
    footer.extend(words::left(state));
    if screens > 1 {
        footer.push(format!("screen {} of {screens}", screen + 1));
    }
    let embed = CreateEmbed::new()
        .title("Your team's own deck")
        .description(lines.collect::<Vec<_>>().join("\n"))
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new(footer.join(" \u{b7} ")));
    let mut card = Card::embed(embed);
    card.content = done.unwrap_or_default();
    if manages {
        let options = shown.iter().map(|prompt| {
            CreateSelectMenuOption::new(clip(&prompt.words.title, 100), prompt.id.to_string())
                .description(clip(&prompt.words.question, 100))
        });
        let kind = CreateSelectMenuKind::String { options: options.collect() };
        let menu = CreateSelectMenu::new(CustomId::Deck(DeckPress::Pick).to_string(), kind);
        card = card.row(CreateActionRow::SelectMenu(menu.placeholder(words::PICK_MENU)));
    }
    let to = |screen: usize| DeckPress::List { screen: u16::try_from(screen).unwrap_or(u16::MAX) };
    let mut turns = Vec::new();
    if screen > 0 {
        turns.push(press(to(screen - 1), words::BACK_BUTTON));
    }
    if screen + 1 < screens {
        turns.push(press(to(screen + 1), words::ON_BUTTON));
    }
    if turns.is_empty() { card } else { card.row(CreateActionRow::Buttons(turns)) }
}

/// Whether a prompt is to be taken out.
pub fn take_out(prompt: &DeckPrompt) -> Card {
    let mut card = own_preview(prompt);
    card.content = words::TAKE_OUT.to_owned();
    card.row(CreateActionRow::Buttons(vec![
        press(DeckPress::TakeOut { prompt: prompt.id }, words::TAKE_OUT_BUTTON).style(ButtonStyle::Danger),
        press(DeckPress::List { screen: 0 }, words::LEAVE_IN_BUTTON),
    ]))
}
