//! The one panel of `/setup`: what would be started, what stands in the way, and the choices.
//!
//! It keeps nothing in memory. All that was chosen so far travels in its buttons and menus, so a panel works after a
//! restart, and two people's panels do not meet.

use jiff::Timestamp;
use serenity::builder::{
    CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;
use serenity::model::channel::ChannelType;

use super::access::Access;
use super::card::Card;
use super::custom_id::{CustomId, PanelStep, SetupChoice};
use super::replies::setup as words;
use super::when::{WEEK, wall_time};
use crate::clock::{Days, LocalTime, NextOccurrence, Zone};
use crate::store::Id;

/// How many choices a menu can hold. (Discord's document "Component Reference", String Select.)
const MOST_CHOICES: usize = 25;

/// What the panel shows.
#[derive(Clone, Copy, Debug)]
pub struct SetupPanel<'a> {
    /// What was chosen so far.
    pub choice: &'a SetupChoice,
    /// Whether the bot can post in the chosen channel.
    pub access: &'a Access,
    /// What Start would bring first.
    pub first: Option<NextOccurrence>,
    /// Whether prompts come to that channel already, so that it knows who posts there.
    pub known_there: bool,
    /// The moment that it is shown at.
    pub now: Timestamp,
    /// A sentence above it, where there is one.
    pub note: Option<&'a str>,
}

impl SetupPanel<'_> {
    /// The panel with its choices closed: Start, Change, and Check again where something is off.
    pub fn closed(&self) -> Card {
        let ready = *self.access == Access::Ready;
        let mut buttons = vec![
            self.button(PanelStep::Start, "Start").style(ButtonStyle::Primary).disabled(!ready),
            self.button(PanelStep::Change, "Change").style(ButtonStyle::Secondary),
        ];
        if !ready {
            buttons.push(self.button(PanelStep::Check, "Check again").style(ButtonStyle::Secondary));
        }
        Card::text(self.text(None)).row(CreateActionRow::Buttons(buttons))
    }

    /// The panel with its choices open. `zones` are those that are likely here.
    pub fn open(&self, zones: &[Zone]) -> Card {
        let thanks = if self.choice.thanks { "Switch thanks off" } else { "Switch thanks on" };
        Card::text(self.text(Some(words::MORE_CHOICES)))
            .row(CreateActionRow::SelectMenu(self.channel_menu()))
            .row(CreateActionRow::SelectMenu(self.time_menu()))
            .row(CreateActionRow::SelectMenu(self.days_menu()))
            .row(CreateActionRow::SelectMenu(self.zone_menu(zones)))
            .row(CreateActionRow::Buttons(vec![
                self.button(PanelStep::Done, "Done").style(ButtonStyle::Primary),
                self.button(PanelStep::Thanks, thanks).style(ButtonStyle::Secondary),
            ]))
    }

    fn text(&self, last: Option<&str>) -> String {
        let mut paragraphs = Vec::from_iter(self.note.map(str::to_owned));
        paragraphs.push(words::choice_line(self.choice));
        paragraphs.push(words::what_start_does(self));
        match last {
            Some(last) => paragraphs.push(last.to_owned()),
            None if self.choice.guessed => paragraphs.push(words::guess_note(&self.choice.zone)),
            None => {}
        }
        paragraphs.join("\n\n")
    }

    fn id(&self, step: PanelStep) -> String {
        CustomId::Panel(step, self.choice.clone()).to_string()
    }

    fn button(&self, step: PanelStep, label: &str) -> CreateButton {
        CreateButton::new(self.id(step)).label(label)
    }

    /// It has no default: the present channel may be a thread, which this menu does not list, and stands above anyway.
    fn channel_menu(&self) -> CreateSelectMenu {
        let kind = CreateSelectMenuKind::Channel {
            channel_types: Some(vec![ChannelType::Text, ChannelType::News]),
            default_channels: None,
        };
        CreateSelectMenu::new(self.id(PanelStep::Channel), kind).placeholder("Another channel")
    }

    fn time_menu(&self) -> CreateSelectMenu {
        let options = common_times(self.choice.time).into_iter().map(|time| {
            CreateSelectMenuOption::new(format!("At {time}"), time.to_string())
                .default_selection(time == self.choice.time)
        });
        self.menu(PanelStep::Time, "Time", options.collect())
    }

    fn days_menu(&self) -> CreateSelectMenu {
        let options: Vec<CreateSelectMenuOption> = WEEK
            .iter()
            .map(|(day, name)| {
                CreateSelectMenuOption::new(*name, name.to_lowercase())
                    .default_selection(self.choice.days.contains(*day))
            })
            .collect();
        self.menu(PanelStep::Days, "Days", options).min_values(1).max_values(WEEK.len() as u8)
    }

    fn zone_menu(&self, zones: &[Zone]) -> CreateSelectMenu {
        let others = zones.iter().filter(|zone| **zone != self.choice.zone);
        let options = std::iter::once(&self.choice.zone).chain(others).take(MOST_CHOICES).map(|zone| {
            CreateSelectMenuOption::new(zone.name(), zone.name())
                .description(format!("now {}", wall_time(self.now, zone)))
                .default_selection(*zone == self.choice.zone)
        });
        self.menu(PanelStep::Zone, "Time zone", options.collect())
    }

    fn menu(&self, step: PanelStep, placeholder: &str, options: Vec<CreateSelectMenuOption>) -> CreateSelectMenu {
        CreateSelectMenu::new(self.id(step), CreateSelectMenuKind::String { options }).placeholder(placeholder)
    }
}

/// Working hours by the half hour in the morning, by the hour afterwards.
const COMMON_TIMES: [(i8, i8); 18] = [
    (6, 30),
    (7, 0),
    (7, 30),
    (8, 0),
    (8, 30),
    (9, 0),
    (9, 30),
    (10, 0),
    (10, 30),
    (11, 0),
    (11, 30),
    (12, 0),
    (13, 0),
    (14, 0),
    (15, 0),
    (16, 0),
    (17, 0),
    (18, 0),
];

/// The times of a menu, with the present one among them.
pub(super) fn common_times(present: LocalTime) -> Vec<LocalTime> {
    let mut times: Vec<LocalTime> =
        COMMON_TIMES.iter().filter_map(|(hour, minute)| LocalTime::new(*hour, *minute)).collect();
    if !times.contains(&present) {
        times.push(present);
        times.sort();
    }
    times
}

/// The days of a menu's values. `None` for what the menu does not hold.
pub fn chosen_days(values: &[String]) -> Option<Days> {
    values.join(",").parse().ok()
}

/// The panel after Start: what comes next, with a prompt for the impatient.
pub fn setup_done(text: String, schedule: Id) -> Card {
    Card::text(text).row(CreateActionRow::Buttons(vec![
        CreateButton::new(CustomId::PostNow { schedule }.to_string()).label("Post one now").style(ButtonStyle::Primary),
        CreateButton::new(CustomId::SeeWeek { schedule }.to_string())
            .label("See the week")
            .style(ButtonStyle::Secondary),
    ]))
}
