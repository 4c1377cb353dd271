//! A reflection: the form that it is written in, the card that its author sees, and the post that others see once it is
//! shared.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, CreateInputText, CreateModal};
use serenity::model::application::{ButtonStyle, InputTextStyle};
use serenity::model::id::{ChannelId, GuildId, UserId};

use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, MePage, MePress, ReflectPress};
use super::givers::day;
use super::me::PRIVATE;
use super::replies::reflection as replies;
use super::text::{clip, escape, within};
use crate::content::Prompt;
use crate::store::{Id, Reflection, Sharing};

/// The only box of the form.
pub const WORDS: &str = "words";

/// The form for a reflection about a prompt; `None` stands for one that is no longer in the library.
pub fn reflection_form(id: &str, prompt: Option<&Prompt>) -> CreateModal {
    let title = prompt.map_or_else(|| replies::FORM_TITLE.to_owned(), |prompt| clip(&prompt.title, 45));
    let question = prompt.and_then(|prompt| question(&prompt.text)).unwrap_or(replies::FORM_EXAMPLE);
    form(ReflectPress::Save { prompt: id.to_owned() }, &title, question, None)
}

/// The form for other words. `words` are those so far, where they are known.
pub fn change_form(reflection: Id, words: Option<&str>) -> CreateModal {
    form(ReflectPress::Changed { reflection }, replies::CHANGE_TITLE, replies::FORM_EXAMPLE, words)
}

fn form(press: ReflectPress, title: &str, placeholder: &str, words: Option<&str>) -> CreateModal {
    let mut input = CreateInputText::new(InputTextStyle::Paragraph, replies::FORM_LABEL, WORDS)
        .placeholder(placeholder)
        .required(true)
        .min_length(1)
        .max_length(u16::try_from(replies::MOST_CHARACTERS).unwrap_or(u16::MAX));
    if let Some(words) = words {
        input = input.value(words);
    }
    CreateModal::new(CustomId::Reflect(press).to_string(), title).components(vec![CreateActionRow::InputText(input)])
}

/// A prompt's text where it fits into an empty box (100 characters), or its question alone. One as short as `Who were
/// they?` says nothing by itself.
fn question(text: &str) -> Option<&str> {
    const SHORTEST: usize = 25;
    const LONGEST: usize = 100;
    let length = |text: &str| text.encode_utf16().count();
    if length(text) <= LONGEST {
        return Some(text);
    }
    let until = text.rfind('?')?;
    let from = text.get(..until)?.rfind(['.', '?', '!', '\n']).map_or(0, |before| before + 1);
    let question = text.get(from..=until)?.trim();
    (SHORTEST..=LONGEST).contains(&length(question)).then_some(question)
}

/// What a reflection is called.
pub fn reflection_title(reflection: &Reflection) -> &str {
    reflection.title.as_deref().unwrap_or("A prompt of that day")
}

/// How much of a title is shown: escaped, it may be twice as long, and an embed's title has 256 characters at most.
const LONGEST_TITLE: usize = 120;

/// A reflection for its author. Its description is the words and nothing else: the form for other words takes them from
/// there, since it may not wait for the store.
fn embed(reflection: &Reflection) -> CreateEmbed {
    CreateEmbed::new()
        .title(within(reflection_title(reflection), LONGEST_TITLE))
        .description(escape(&reflection.words))
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new(format!("{} \u{b7} {PRIVATE}", day(reflection.local_date))))
}

fn button(press: ReflectPress, label: &str, style: ButtonStyle) -> CreateButton {
    CreateButton::new(CustomId::Reflect(press).to_string()).label(label).style(style)
}

/// The button to all of them.
fn all() -> CreateButton {
    let press = MePress::Open { page: MePage::Reflections, screen: 0, search: None };
    CreateButton::new(CustomId::Me(press).to_string()).label("All my reflections").style(ButtonStyle::Secondary)
}

/// A reflection with what can be done with it; `said` stands above it.
pub fn reflection_card(guild: GuildId, reflection: &Reflection, said: Option<&str>) -> Card {
    let id = reflection.id;
    let shared = reflection.shared.map(|shared| replies::shared_in(guild, &shared));
    let said: Vec<&str> = said.into_iter().chain(shared.as_deref()).collect();
    let mut buttons = Vec::new();
    if reflection.shared.is_none_or(|shared| shared.how.may_be_shared_again()) {
        buttons.push(button(ReflectPress::Share { reflection: id }, "Share with the channel", ButtonStyle::Secondary));
    }
    buttons.push(button(ReflectPress::Change { reflection: id }, "Change", ButtonStyle::Secondary));
    buttons.push(button(ReflectPress::Delete { reflection: id }, "Delete", ButtonStyle::Secondary));
    buttons.push(all());
    Card { content: said.join("\n"), ..Card::embed(embed(reflection)) }.row(CreateActionRow::Buttons(buttons))
}

/// Asks before it is shared: in which channel, and who reads it there.
pub fn share_question(reflection: &Reflection, channel: ChannelId) -> Card {
    let reflection_id = reflection.id;
    Card { content: replies::share_here(channel), ..Card::embed(embed(reflection)) }.row(CreateActionRow::Buttons(
        vec![
            button(ReflectPress::ShareNow { reflection: reflection_id }, "Share it", ButtonStyle::Primary),
            button(ReflectPress::Show { reflection: reflection_id }, "Keep it to myself", ButtonStyle::Secondary),
        ],
    ))
}

/// Asks before it is deleted.
pub fn delete_question(reflection: &Reflection) -> Card {
    let shared = reflection.shared.is_some_and(|shared| matches!(shared.how, Sharing::There(_)));
    Card { content: replies::delete_it(shared), ..Card::embed(embed(reflection)) }.row(CreateActionRow::Buttons(vec![
        button(ReflectPress::DeleteNow { reflection: reflection.id }, "Delete it", ButtonStyle::Danger),
        button(ReflectPress::Show { reflection: reflection.id }, "Keep it", ButtonStyle::Secondary),
    ]))
}

/// It is deleted; `said` says what that came to.
pub fn reflection_deleted(said: &str) -> Card {
    Card::text(said).row(CreateActionRow::Buttons(vec![all()]))
}

/// Words that were not kept, handed back: a form is gone once it was sent.
pub fn words_back(said: &str, words: &str) -> Card {
    let card = Card::text(said);
    if words.is_empty() {
        return card;
    }
    Card { embeds: vec![CreateEmbed::new().description(clip(&escape(words), 4_096)).colour(colour::CLARION)], ..card }
}

/// A reflection as its author shared it. It pings nobody, whatever the words hold.
pub fn shared_reflection(author: UserId, reflection: &Reflection, occurrence: Id) -> Card {
    let shared = CreateEmbed::new()
        .title(within(reflection_title(reflection), LONGEST_TITLE))
        .description(escape(&reflection.words))
        .colour(colour::CLARION);
    let prompt = reflection.prompt.clone();
    Card { content: format!("<@{author}> shares a reflection:"), ..Card::embed(shared) }.row(CreateActionRow::Buttons(
        vec![button(ReflectPress::Write { occurrence, prompt }, "Reflect", ButtonStyle::Secondary)],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_the_prompts_own_where_it_fits() {
        let whole = "The last success had someone behind it. Who was that?";
        assert_eq!(question(whole), Some(whole));
        let long = "a".repeat(90);
        assert_eq!(
            question(&format!("{long}. Which rule here could say more plainly what it is for? {long}.")),
            Some("Which rule here could say more plainly what it is for?")
        );
        assert_eq!(question(&format!("{long}, a long sentence. Who were they?")), None);
        assert_eq!(question(&format!("{long}, a long sentence without one.")), None);
        assert_eq!(question(&format!("{long}{long}?")), None);
    }
}
