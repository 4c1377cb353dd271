//! A prompt that somebody asked to see: today's, any, or a page of those on a theme.
//!
//! It looks as the daily post does, and its buttons carry no mark of a post.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serenity::builder::{CreateActionRow, CreateButton};
use serenity::model::application::ButtonStyle;
use serenity::model::id::ChannelId;

use super::card::Card;
use super::custom_id::{CustomId, PromptPress};
use super::daily::prompt_preview;
use super::deck::own_preview;
use super::replies::prompt as words;
use super::text::clip;
use super::when::{moment_in_words, own_zone, wall_time};
use crate::content::{Library, Prompt};
use crate::store::{DeckPrompt, Occurrence, OccurrenceKey, OccurrenceState, Schedule};

/// How many of today's prompts are shown whole. Three stay within the 6,000 characters that the embeds of a message share.
const SHOWN: usize = 3;

/// Any prompt. `shared` leaves out the button that shares it.
pub fn any_prompt(library: &Library, prompt: &Prompt, shared: bool) -> Card {
    let mut buttons =
        vec![sides(prompt, "Two sides"), button(PromptPress::Another { than: prompt.id.clone() }, "Another one")];
    if !shared {
        buttons.push(share(prompt));
    }
    prompt_preview(library, prompt).row(CreateActionRow::Buttons(buttons))
}

/// A page of `prompts`, which are those of a theme or, where that is `None`, all; one past the last shows the last. `None`
/// where there are no prompts.
pub fn prompt_page(library: &Library, theme: Option<&str>, prompts: &[&Prompt], place: usize) -> Option<Card> {
    let place = place.min(prompts.len().checked_sub(1)?);
    let prompt = prompts.get(place)?;
    let turn = |label: &str, place: usize| {
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        button(PromptPress::Page { theme: theme.map(str::to_owned), place }, label)
    };
    let mut buttons = Vec::new();
    if let Some(before) = place.checked_sub(1) {
        buttons.push(turn("Back", before));
    }
    if place + 1 < prompts.len() {
        buttons.push(turn("Next", place + 1));
    }
    buttons.push(sides(prompt, "Two sides"));
    buttons.push(share(prompt));
    let mut card = prompt_preview(library, prompt).row(CreateActionRow::Buttons(buttons));
    let title = theme.map(|id| library.theme(id).map_or(id, |theme| theme.title()));
    card.content = words::place(place + 1, prompts.len(), title);
    Some(card)
}

/// A schedule with what it posted today, by its own calendar.
#[derive(Clone, Debug)]
pub struct TodayOf {
    /// The schedule.
    pub schedule: Schedule,
    /// Its prompts of today, the earliest first.
    pub today: Vec<Occurrence>,
}

impl TodayOf {
    fn posts(&self) -> impl Iterator<Item = &Occurrence> {
        self.today.iter().filter(|post| matches!(post.state, OccurrenceState::Posted(_)))
    }

    fn line(&self, now: Timestamp) -> String {
        let Self { schedule, today } = self;
        let (channel, zone) = (schedule.channel, &schedule.when.zone);
        let posts: Vec<String> = today.iter().filter_map(|post| posted(post, schedule)).collect();
        let is = |state: OccurrenceState| today.iter().any(|one| one.state == state);
        let under_way = is(OccurrenceState::Due) || is(OccurrenceState::Claimed);
        if !posts.is_empty() {
            // One of today's may have gone to another channel, from where the schedule was moved away.
            let channel = self.posts().next().map_or(channel, |post| post.channel);
            return words::came(channel, &posts);
        }
        match schedule.next {
            _ if under_way => words::on_its_way(channel),
            _ if is(OccurrenceState::Unknown) => words::perhaps(channel),
            Some(next) if next.at <= now => words::on_its_way(channel),
            Some(next) => {
                let moment = moment_in_words(next, zone, now);
                words::comes(channel, &moment, &own_zone(next.at))
            }
            None if schedule.paused.is_some() => words::paused(channel),
            None => words::no_date_left(channel),
        }
    }
}

/// A post's link with its time, where it is in its channel.
fn posted(post: &Occurrence, schedule: &Schedule) -> Option<String> {
    let OccurrenceState::Posted(message) = post.state else { return None };
    let link = message.link(post.channel, Some(post.guild));
    // A message's id tells when it was made.
    let at = Timestamp::from_second(message.created_at().unix_timestamp()).unwrap_or(post.due_at);
    let at = wall_time(at, &schedule.when.zone);
    Some(match post.key {
        OccurrenceKey::Extra { .. } => words::extra(&link, &at),
        _ => words::posted(&link, &at),
    })
}

/// A prompt of today: Clarion's, which can be turned over, or the team's own.
#[derive(Clone, Copy)]
enum Came<'a> {
    Clarions(&'a Prompt),
    Own(&'a DeckPrompt),
}

/// What a server's schedules posted today, or when the next one comes; those of the channel `here` first. `own` are those
/// of the team's deck among them.
pub fn today(library: &Library, own: &[DeckPrompt], schedules: &[TodayOf], here: ChannelId, now: Timestamp) -> Card {
    let mut schedules: Vec<&TodayOf> = schedules.iter().collect();
    schedules.sort_by_key(|of| (of.posts().next().is_none(), of.schedule.channel != here));
    let mut lines: Vec<String> = schedules.iter().map(|of| of.line(now)).collect();
    let mut prompts: Vec<Came<'_>> = Vec::new();
    let mut seen = BTreeSet::new();
    for id in schedules.iter().flat_map(|of| of.posts()).filter_map(|post| post.content.as_deref()) {
        let clarions = || library.prompt(id).map(Came::Clarions);
        let found = own.iter().find(|own| own.prompt_id() == id).map(Came::Own).or_else(clarions);
        // What is there no longer still has its link.
        prompts.extend(found.filter(|_| seen.insert(id)));
    }
    if prompts.len() > SHOWN {
        lines.push(words::SOME_OF_THEM.to_owned());
        prompts.truncate(SHOWN);
    }
    let none_came = schedules.iter().all(|of| of.posts().next().is_none());
    lines.push(if none_came { words::MEANWHILE } else { words::ONLY_YOU }.to_owned());
    let mut card = Card::text(lines.join("\n"));
    let preview = |came: &Came<'_>| match came {
        Came::Clarions(prompt) => prompt_preview(library, prompt),
        Came::Own(own) => own_preview(own),
    };
    card.embeds = prompts.iter().flat_map(|came| preview(came).embeds).collect();
    let alone = prompts.len() == 1;
    let buttons: Vec<CreateButton> = prompts
        .iter()
        .filter_map(|came| match came {
            Came::Clarions(prompt) if alone => Some(sides(prompt, "Two sides")),
            Came::Clarions(prompt) => Some(sides(prompt, &format!("Two sides: {}", prompt.title))),
            // No essay stands behind it.
            Came::Own(_) => None,
        })
        .collect();
    if buttons.is_empty() { card } else { card.row(CreateActionRow::Buttons(buttons)) }
}

fn sides(prompt: &Prompt, label: &str) -> CreateButton {
    button(PromptPress::Sides { prompt: prompt.id.clone() }, label).style(ButtonStyle::Primary)
}

fn share(prompt: &Prompt) -> CreateButton {
    button(PromptPress::Share { prompt: prompt.id.clone() }, "Share here")
}

fn button(press: PromptPress, label: &str) -> CreateButton {
    CreateButton::new(CustomId::Prompt(press).to_string()).label(clip(label, 80)).style(ButtonStyle::Secondary)
}
