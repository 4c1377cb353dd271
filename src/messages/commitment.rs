//! Something to try: the form that asks what, the private card with the choice of when and where to be asked, and the one
//! question.

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::builder::{
    CreateActionRow, CreateButton, CreateInputText, CreateModal, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};
use serenity::model::application::{ButtonStyle, InputTextStyle};
use serenity::model::id::{ChannelId, UserId};
use serenity::model::mention::Mentionable;

use super::card::Card;
use super::custom_id::{CustomId, MePage, MePress, TryPress};
use super::replies::commitment as replies;
use super::text::{clip, quote, upper_first, within};
use super::when::{day_in_words, full_date};
use crate::content::Prompt;
use crate::store::{CheckInCalendar, CheckInPlace, Commitment, Id, Outcome};

/// The most characters that something to try can have.
pub const MOST_TO_TRY: usize = 500;

/// The only box of the form.
pub const TO_TRY: &str = "words";

/// A message of quoted words stays under 2,000 characters, however many of them are escaped.
const MOST_QUOTED: usize = 500;

/// How much of a server's name is said.
const NAME_SHOWN: usize = 100;

/// The form that asks what somebody wants to try. It begins with the prompt's own step.
pub fn try_form(occurrence: Id, prompt: &str, known: Option<&Prompt>) -> CreateModal {
    let box_for_words = CreateInputText::new(InputTextStyle::Paragraph, replies::FORM_LABEL, TO_TRY)
        .placeholder(replies::FORM_EXAMPLE)
        .required(true)
        .min_length(1)
        .max_length(MOST_TO_TRY as u16);
    let box_for_words = match known {
        Some(prompt) => box_for_words.value(clip(&prompt.step, MOST_TO_TRY)),
        None => box_for_words,
    };
    let id = CustomId::Try(TryPress::Words { occurrence, prompt: prompt.to_owned() });
    CreateModal::new(id.to_string(), replies::FORM_TITLE).components(vec![CreateActionRow::InputText(box_for_words)])
}

/// Something to try as its owner sees it: with the menus while they may be asked, and the buttons that settle it. `lead`
/// stands above.
pub fn commitment_card(
    commitment: &Commitment,
    calendar: &CheckInCalendar,
    now: Timestamp,
    lead: Option<&str>,
) -> Card {
    let today = calendar.when.zone.date_at(now);
    let owed = commitment.asked.as_ref().map(|asked| asked.due_at);
    let owed = owed.or_else(|| commitment.check_on.and_then(|day| calendar.instant(day)));
    let owed = owed.map(|owed| calendar.when.zone.time_zone().to_datetime(owed));
    let words = quote(&commitment.words, MOST_QUOTED);
    let said = replies::state(commitment, today, owed);
    let lead = lead.map(|lead| format!("{lead}\n")).unwrap_or_default();
    let mut card = Card::text(format!("{lead}{words}\n\n{said}"));
    if commitment.settled.is_none() && !commitment.was_asked() {
        card = card
            .row(CreateActionRow::SelectMenu(day_menu(commitment, calendar, now)))
            .row(CreateActionRow::SelectMenu(place_menu(commitment)));
    }
    let settle = Outcome::ALL.map(|outcome| {
        let chosen = commitment.settled.is_some_and(|(settled, _)| settled == outcome);
        settling(commitment.id, outcome, None).disabled(chosen)
    });
    let delete = CreateButton::new(CustomId::Try(TryPress::Delete { commitment: commitment.id }).to_string())
        .label(replies::DELETE)
        .style(ButtonStyle::Danger);
    card.row(CreateActionRow::Buttons(settle.into_iter().chain([delete, all_of_mine()]).collect()))
}

/// The card in place of one that was deleted.
/// `left` is the thread where the question may still be.
pub fn commitment_deleted(words: &str, left: Option<ChannelId>) -> Card {
    Card::text(replies::deleted(words, left)).row(CreateActionRow::Buttons(vec![all_of_mine()]))
}

fn all_of_mine() -> CreateButton {
    let press = MePress::Open { page: MePage::Commitments, screen: 0, search: None };
    CreateButton::new(CustomId::Me(press).to_string()).label(replies::ALL_OF_MINE).style(ButtonStyle::Secondary)
}

fn day_menu(commitment: &Commitment, calendar: &CheckInCalendar, now: Timestamp) -> CreateSelectMenu {
    let today = calendar.when.zone.date_at(now);
    let entry = |date: Date| {
        CreateSelectMenuOption::new(day_to_choose(date, today), date.to_string())
            .default_selection(commitment.check_on == Some(date))
    };
    let options = calendar.days(now).into_iter().map(entry).collect();
    let id = CustomId::Try(TryPress::Day { commitment: commitment.id });
    CreateSelectMenu::new(id.to_string(), CreateSelectMenuKind::String { options }).placeholder(replies::WHEN)
}

/// `tomorrow, Tuesday 24 November`, `Monday 30 November`.
fn day_to_choose(date: Date, today: Date) -> String {
    match (day_in_words(date, today), full_date(date, today)) {
        (words, full) if words == full => full,
        (words, full) => format!("{words}, {full}"),
    }
}

fn place_menu(commitment: &Commitment) -> CreateSelectMenu {
    let places = [CheckInPlace::Direct, CheckInPlace::Thread, CheckInPlace::Nowhere];
    let offered = places.into_iter().filter(|place| *place != CheckInPlace::Thread || commitment.thread.is_some());
    let entry = |place: CheckInPlace| {
        let (label, description) = replies::place(place);
        CreateSelectMenuOption::new(label, place_id(place))
            .description(description)
            .default_selection(place == commitment.place)
    };
    let id = CustomId::Try(TryPress::Place { commitment: commitment.id });
    let kind = CreateSelectMenuKind::String { options: offered.map(entry).collect() };
    CreateSelectMenu::new(id.to_string(), kind).placeholder(replies::WHERE)
}

fn place_id(place: CheckInPlace) -> &'static str {
    match place {
        CheckInPlace::Nowhere => "nowhere",
        CheckInPlace::Direct => "direct",
        CheckInPlace::Thread => "thread",
    }
}

/// The place of a menu's value; `None` for what the menu does not hold.
pub fn chosen_place(value: &str) -> Option<CheckInPlace> {
    let all = [CheckInPlace::Nowhere, CheckInPlace::Direct, CheckInPlace::Thread];
    all.into_iter().find(|place| place_id(*place) == value)
}

fn settling(commitment: Id, outcome: Outcome, occurrence: Option<Id>) -> CreateButton {
    CreateButton::new(CustomId::Try(TryPress::Settle { commitment, outcome, occurrence }).to_string())
        .label(replies::outcome(outcome))
        .style(ButtonStyle::Secondary)
}

/// The one question.
#[derive(Clone, Copy, Debug)]
pub struct CheckInQuestion<'a> {
    /// What is asked about.
    pub commitment: Id,
    /// What somebody wanted to try.
    pub words: &'a str,
    /// On which day that was.
    pub made_on: Date,
    /// Today, in the same calendar.
    pub today: Date,
    /// The server's name, where it is asked outside of it.
    pub server: Option<&'a str>,
    /// Who is asked, where others see it: nobody else is mentioned.
    pub person: Option<UserId>,
}

/// The question as a message. It pings whom it is for where that is in public, and nobody else.
pub fn check_in(question: &CheckInQuestion<'_>, occurrence: Id) -> Card {
    let name = question.person.map(|person| format!("{}: ", person.mention())).unwrap_or_default();
    let place = question.server.map(|server| format!(" in **{}**", within(server, NAME_SHOWN)));
    let day = day_in_words(question.made_on, question.today);
    let when = if day.starts_with(|letter: char| letter.is_uppercase()) { format!("on {day}") } else { day };
    let asked = replies::question(&when, &place.unwrap_or_default(), &quote(question.words, MOST_QUOTED));
    let buttons = Outcome::ALL.map(|outcome| settling(question.commitment, outcome, Some(occurrence)));
    let asked = if name.is_empty() { upper_first(asked) } else { format!("{name}{asked}") };
    Card::text(asked).pinging(question.person).row(CreateActionRow::Buttons(buttons.to_vec()))
}

/// The question's message once it was answered in private.
pub fn settled_card(commitment: &Commitment, outcome: Outcome) -> Card {
    Card::text(format!("{}\n{}", quote(&commitment.words, MOST_QUOTED), replies::settled(outcome)))
}
