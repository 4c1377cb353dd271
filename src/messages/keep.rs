//! A recognition after it was given: as its giver sees it, its receivers, a steward, and the channel.

use jiff::{SignedDuration, Timestamp};
use serenity::builder::{
    CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::{ButtonStyle, InputTextStyle};
use serenity::model::id::{GuildId, UserId};

use super::announcement::{Thanks, about_words, announcement, listed, mentions};
use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, KeepPress};
use super::givers::day;
use super::quiet::no_more;
use super::replies::keep as replies;
use super::text::{clip, fitting, quote, upper_first, within};
use super::when::own_zone;
use crate::recognition::{CHANGEABLE_FOR, MOST_WORDS, days_held};
use crate::store::{Ended, Id, MOST_DECLINED, PrivateThanks, Received, Recognition, Removed, Report, Taking};

/// The box of the forms.
pub const KEEP_WORDS: &str = "words";

/// The most characters of a reason, and of what is said to a steward.
pub const MOST_REASON: u16 = 200;

/// Escaping may double what is quoted, and a message has 2,000 characters.
const MOST_QUOTED: usize = 600;

/// A report's card holds the words that were reported and those of today, to ten people, below what was said of the one
/// before; so much of them as they are written there.
const MOST_REPORTED: usize = 380;

/// The same of what was said about it.
const MOST_ASKED: usize = 300;

/// So many stand in a menu. (Discord's document "Component Reference", "String Select".)
pub const IN_A_MENU: usize = 25;

/// So much of a server's name is shown.
const NAME_SHOWN: usize = 60;

fn button(press: KeepPress, label: &str, style: ButtonStyle) -> CreateButton {
    CreateButton::new(CustomId::Keep(press).to_string()).label(label).style(style)
}

/// For whoever gave it, as long as it can be changed: take it back, change the words.
pub fn keep_row(recognition: Id) -> CreateActionRow {
    CreateActionRow::Buttons(vec![
        button(KeepPress::Undo { recognition }, replies::UNDO, ButtonStyle::Secondary),
        button(KeepPress::Amend { recognition }, replies::AMEND, ButtonStyle::Secondary),
    ])
}

/// Under an announcement: for whoever it names.
pub(super) fn about_button(recognition: Id) -> CreateButton {
    button(KeepPress::About { recognition }, replies::ABOUT, ButtonStyle::Secondary)
}

/// An announcement as it is true today, in the place of what it said before. It pings nobody.
pub fn announcement_today(today: &Recognition, ended: Option<&Ended>, occurrence: Id) -> Card {
    match ended {
        // Whoever gave it is not called out for it.
        Some(Ended::Undone) => return Card::text("-# This one was taken back."),
        Some(Ended::Voided { .. }) => return Card::text("-# A steward of this server removed this one."),
        None => {}
    }
    let Some(giver) = today.giver.filter(|_| !today.announced_to.is_empty()) else {
        let alone = Card::text("-# This one is between the people it was for.");
        return alone.row(CreateActionRow::Buttons(vec![about_button(today.id)]));
    };
    let Some(words) = today.words.as_deref() else {
        let names = listed(&mentions(&today.announced_to));
        // An edit replaces the buttons, too: whoever it names still decides who sees it.
        return Card::text(format!("<@{giver}> thanks {names}."))
            .row(CreateActionRow::Buttons(vec![about_button(today.id)]));
    };
    let thanks = Thanks {
        guild: today.guild,
        giver,
        receivers: &today.announced_to,
        words,
        about: today.about,
        recognition: today.id,
    };
    Card { pings: Vec::new(), ..announcement(&thanks, occurrence) }
}

/// A recognition in a private message to its receiver, from the server of that name, as it is true today.
pub fn private_thanks(told: &PrivateThanks, server: Option<&str>, occurrence: Id) -> Card {
    let place = server.map_or_else(String::new, |name| format!("In **{}**, ", within(name, NAME_SHOWN)));
    let one = &told.recognition;
    let giver = one.giver.map_or_else(|| "a former member".to_owned(), |giver| format!("<@{giver}>"));
    let stop = || CreateActionRow::Buttons(vec![no_more(occurrence)]);
    let more = replies::more_there(told.more);
    let said = match (&told.ended, one.words.as_deref()) {
        (Some(Ended::Undone), _) => {
            // As in the channel.
            let said = upper_first(format!("{place}this one was taken back.{more}"));
            return Card::text(format!("-# {said}")).row(stop());
        }
        (Some(Ended::Voided { .. }), _) => {
            let said = upper_first(format!("{place}a steward removed this one.{more}"));
            return Card::text(format!("-# {said}")).row(stop());
        }
        // They waited for longer than the server keeps words, say.
        (None, None) => {
            let said = format!(
                "{place}{giver} thanks you. What for is not kept any more. It stands in /me in that server.{more}"
            );
            return Card::text(said).row(CreateActionRow::Buttons(vec![about_button(one.id), no_more(occurrence)]));
        }
        (None, Some(words)) => quote(words, 2 * MOST_WORDS),
    };
    let about = about_words(one.guild, one.about);
    let seen = if one.quiet {
        match one.receivers.len() {
            0 | 1 => "It is for you alone: nothing was announced.",
            _ => "It is for those alone to whom it was given: nothing was announced.",
        }
    } else if one.announced_to.contains(&told.to) {
        "You no longer hide it: where it was announced, it names you."
    } else {
        "It names you nowhere in public, as you wanted it."
    };
    let text = format!("{place}{giver} thanks you{about}: {said}\n{seen} It stands in /me in that server.{more}");
    Card::text(text).row(CreateActionRow::Buttons(vec![about_button(one.id), no_more(occurrence)]))
}

/// What somebody gave and can still change, with the others of the last day to choose from.
pub fn given_card(shown: &Recognition, all: &[Recognition], said: Option<&str>) -> Card {
    let until = shown.given_at.checked_add(CHANGEABLE_FOR).unwrap_or(Timestamp::MAX);
    let lead = said.map_or_else(String::new, |said| format!("{said}\n\n"));
    let mut text = format!(
        "{lead}You thanked {}: {}\nUntil {} you can take it back or change its words.",
        people(&shown.receivers),
        words_of(shown),
        own_zone(until)
    );
    if shown.words.is_none() {
        text.push_str(&format!("\n{}", replies::WORDS_GONE));
    }
    let others: Vec<&Recognition> = all.iter().filter(|one| one.id != shown.id).collect();
    if others.len() > IN_A_MENU {
        text.push_str(&format!("\n{}", replies::MORE_GIVEN));
    }
    let card = Card::text(text).row(keep_row(shown.id));
    if others.is_empty() { card } else { card.row(pick(KeepPress::PickGiven, replies::WHICH_GIVEN, &others)) }
}

/// The same card, with what stewards removed lately of what its reader gave.
pub fn with_removed(mut card: Card, removed: &[Removed]) -> Card {
    if !removed.is_empty() {
        let embed =
            CreateEmbed::new().title(replies::REMOVED).description(replies::removed(removed)).colour(colour::CLARION);
        card.embeds.push(embed);
    }
    card
}

/// A menu of recognitions: their day and the beginning of their words.
fn pick(press: KeepPress, placeholder: &str, of: &[&Recognition]) -> CreateActionRow {
    let entry = |one: &&Recognition| {
        let words = one.words.as_deref().unwrap_or("the words were erased");
        let label = clip(&format!("{}: {words}", day(one.local_date)), 100);
        CreateSelectMenuOption::new(label, one.id.to_string())
    };
    let kind = CreateSelectMenuKind::String { options: of.iter().take(IN_A_MENU).map(entry).collect() };
    let menu = CreateSelectMenu::new(CustomId::Keep(press).to_string(), kind).placeholder(placeholder);
    CreateActionRow::SelectMenu(menu)
}

/// The menu in `/me` of what somebody got.
pub(super) fn pick_got(got: &[Recognition]) -> CreateActionRow {
    pick(KeepPress::PickGot, replies::WHICH_GOT, &got.iter().collect::<Vec<_>>())
}

/// The form for other words, with those that it has. `announced`: everybody in its channel reads them.
pub fn amend_form(recognition: Id, words: Option<&str>, announced: bool) -> CreateModal {
    use super::replies::recognition::{FORM_EXAMPLE, FORM_LABEL};
    let label = if announced { FORM_LABEL } else { replies::AMEND_LABEL };
    let mut input = CreateInputText::new(InputTextStyle::Paragraph, label, KEEP_WORDS)
        .placeholder(FORM_EXAMPLE)
        .required(true)
        .min_length(1)
        .max_length(u16::try_from(MOST_WORDS).unwrap_or(u16::MAX));
    if let Some(words) = words {
        input = input.value(words);
    }
    form(KeepPress::Amended { recognition }, replies::AMEND_TITLE, input)
}

/// The form to a steward.
pub fn report_form(recognition: Id) -> CreateModal {
    let input = CreateInputText::new(InputTextStyle::Paragraph, replies::REPORT_LABEL, KEEP_WORDS)
        .placeholder(replies::REPORT_EXAMPLE)
        .required(false)
        .max_length(MOST_REASON);
    form(KeepPress::Reported { recognition }, replies::REPORT_TITLE, input)
}

/// The form of a steward who removes what was reported.
pub fn void_form(report: Id) -> CreateModal {
    let input = CreateInputText::new(InputTextStyle::Short, replies::VOID_LABEL, KEEP_WORDS)
        .required(true)
        .min_length(1)
        .max_length(MOST_REASON);
    form(KeepPress::Voided { report }, replies::VOID_TITLE, input)
}

fn form(press: KeepPress, title: &str, input: CreateInputText) -> CreateModal {
    let modal = CreateModal::new(CustomId::Keep(press).to_string(), title);
    modal.components(vec![CreateActionRow::InputText(input)])
}

/// A recognition to somebody who got it, with what they can do; `said` is what they settled just now.
pub fn received_card(received: &Received, said: Option<&str>) -> Card {
    let one = &received.recognition;
    let recognition = one.id;
    let lead = said.map_or_else(String::new, |said| format!("{said}\n\n"));
    let giver = one.giver.map_or_else(|| "a former member".to_owned(), |giver| format!("<@{giver}>"));
    // What was taken back or removed is said to nobody any more.
    let words = if received.ended.is_some() { String::new() } else { format!(": {}", words_of(one)) };
    let mut lines = vec![format!("{} \u{b7} from {giver}{words}", day(one.local_date))];
    lines.push(match &received.ended {
        Some(Ended::Undone) => "It was taken back, and counts nowhere.".to_owned(),
        Some(Ended::Voided { .. }) => "A steward removed it, and it counts nowhere.".to_owned(),
        None if one.quiet => "It was given quietly: nothing was announced.".to_owned(),
        None if one.unsure => replies::perhaps_announced(one.channel),
        None if one.announced.is_none() && received.never_announce => {
            "It is announced nowhere: you want nothing announced.".to_owned()
        }
        None if one.announced.is_none() => "It is announced nowhere.".to_owned(),
        None if received.hidden => "It is hidden: where it was announced, it does not name you.".to_owned(),
        // What came after they wanted nothing announced is hidden.
        None if received.never_announce => format!(
            "You want nothing announced. This one came before that: where it was announced, it may name you still, and \
             **{}** takes your name out.",
            replies::HIDE
        ),
        None => "Where it was announced, everybody can read it.".to_owned(),
    });
    if one.words.is_none() {
        lines.push(replies::WORDS_GONE.to_owned());
    }
    if received.declined {
        lines.push("You want nothing more from them.".to_owned());
    }
    lines.extend(replies::asked_steward(received).map(str::to_owned));
    let secondary = |press: KeepPress, label: &str| button(press, label, ButtonStyle::Secondary);
    let mut buttons = Vec::new();
    // Nothing is shown of whoever wants nothing announced.
    if received.ended.is_none() && !one.quiet && !(received.hidden && received.never_announce) {
        let label = if received.hidden { replies::SHOW } else { replies::HIDE };
        buttons.push(secondary(KeepPress::Hide { recognition, hidden: !received.hidden }, label));
    }
    let label = if received.never_announce { replies::ANNOUNCE_ALL } else { replies::ANNOUNCE_NONE };
    buttons.push(secondary(
        KeepPress::Announce { recognition: Some(recognition), wanted: received.never_announce },
        label,
    ));
    if one.giver.is_some() {
        let label = if received.declined { replies::FROM_AGAIN } else { replies::NOT_FROM };
        buttons.push(secondary(KeepPress::NotFrom { recognition, declined: !received.declined }, label));
    }
    if !received.reported && received.ended.is_none() {
        buttons.push(secondary(KeepPress::Report { recognition }, replies::REPORT));
    }
    Card::text(format!("{lead}{}", lines.join("\n"))).row(CreateActionRow::Buttons(buttons))
}

/// The days after which a server deleted words that a steward was asked to look at, as far as that is over by `now`.
fn let_go(report: &Report, now: Timestamp) -> Option<u32> {
    let days = report.words_kept_days?;
    let held = SignedDuration::from_hours(24 * i64::from(days_held(days)));
    (now.duration_since(report.reported_at) >= held).then_some(days)
}

/// A report, to a steward.
pub fn report_card(guild: GuildId, report: &Report, said: Option<&str>, now: Timestamp) -> Card {
    let one = &report.recognition;
    let lead = said.map_or_else(String::new, |said| format!("{said}\n\n"));
    let who = |user: Option<UserId>| user.map_or_else(|| "a former member".to_owned(), |user| format!("<@{user}>"));
    let place = match one.announced {
        Some(message) => {
            format!(" ([its announcement](https://discord.com/channels/{guild}/{}/{message}))", one.channel)
        }
        None => String::new(),
    };
    // Where its giver is gone, so are the words, whatever the server wants.
    let let_go = let_go(report, now).filter(|_| one.giver.is_some() && one.words.is_none());
    let words = |words: Option<&str>, most| match (words, let_go) {
        (Some(words), _) => fitting(words, most),
        (None, None) => "the words were erased".to_owned(),
        (None, Some(_)) => "the words are gone".to_owned(),
    };
    let mut text = format!(
        "{lead}{} \u{b7} {} thanked {}{place}: {}",
        day(one.local_date),
        who(one.giver),
        people(&one.receivers),
        words(one.words.as_deref(), MOST_REPORTED)
    );
    text.push_str(&format!("\n{} asked a steward to look at it, {}", who(report.by), own_zone(report.reported_at)));
    match report.words.as_deref() {
        Some(words) => text.push_str(&format!(": {}", fitting(words, MOST_ASKED))),
        // What was said about it goes where these go, at the earliest.
        None if one.words.is_some() => text.push_str(", without saying why."),
        None => text.push_str(". No words of theirs are kept."),
    }
    match &report.ended {
        Some(Ended::Undone) => text.push_str("\nIts giver has taken it back since."),
        Some(Ended::Voided { .. }) => text.push_str("\nIt is removed already."),
        None if report.amended => {
            let today = words(report.today.as_deref(), MOST_REPORTED);
            text.push_str(&format!(
                "\nIts giver has changed the words since. Now it says: {today}. Removing it removes those too."
            ));
        }
        None => {}
    }
    if let Some(days) = let_go {
        text.push_str(&format!("\n-# {}", replies::words_let_go(days)));
    }
    if report.more > 0 {
        text.push_str(&format!("\n-# {} more open; the oldest comes first", report.more));
    }
    let mut buttons = Vec::new();
    if report.ended.is_none() {
        buttons.push(button(KeepPress::Void { report: report.id }, replies::VOID, ButtonStyle::Danger));
    }
    buttons.push(button(KeepPress::Close { report: report.id }, replies::CLOSE, ButtonStyle::Secondary));
    if report.more > 0 {
        buttons.push(button(KeepPress::NextReport { report: report.id }, replies::NEXT, ButtonStyle::Secondary));
    }
    Card::text(text).row(CreateActionRow::Buttons(buttons))
}

/// What somebody settled about what they get: a page of `/me`.
pub(super) fn taking_page(taking: &Taking, footer: &str) -> Card {
    let text = format!("{}\n\n{}", replies::announced(taking.never_announce), replies::declined(&taking.declined));
    let embed = CreateEmbed::new()
        .title(super::me::TAKING)
        .description(text)
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new(footer));
    let label = if taking.never_announce { replies::ANNOUNCE_ALL } else { replies::ANNOUNCE_NONE };
    let dial = KeepPress::Announce { recognition: None, wanted: taking.never_announce };
    let kind = CreateSelectMenuKind::User { default_users: Some(taking.declined.clone()) };
    let menu = CreateSelectMenu::new(CustomId::Keep(KeepPress::Declined).to_string(), kind)
        .placeholder("From whom you want none")
        .min_values(0)
        .max_values(u8::try_from(MOST_DECLINED).unwrap_or(25));
    Card::embed(embed)
        .row(CreateActionRow::Buttons(vec![button(dial, label, ButtonStyle::Secondary)]))
        .row(CreateActionRow::SelectMenu(menu))
}

fn words_of(one: &Recognition) -> String {
    one.words.as_deref().map_or_else(|| "the words were erased".to_owned(), |words| quote(words, MOST_QUOTED))
}

/// As many as a recognition goes to.
fn people(people: &[UserId]) -> String {
    match people {
        [] => "a former member".to_owned(),
        people => listed(&mentions(people)),
    }
}
