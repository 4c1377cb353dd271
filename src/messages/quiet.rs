//! The answers to the question whether a schedule posts too often.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::custom_id::{ContactPress, CustomId, QuietPress, QuietWish};
use super::replies::contact as replies;
use super::setup_panel::common_times;
use crate::clock::Days;
use crate::store::{Id, Schedule};

/// Fewer, another time, stop, as it is. With the button against further messages there are five of them at most, which is
/// what a row holds.
pub(super) fn quiet_answers(schedule: &Schedule, occurrence: Id) -> Vec<CreateButton> {
    let button = |wish: QuietWish, label: &str| {
        let press = QuietPress { schedule: schedule.id, occurrence, wish };
        CreateButton::new(CustomId::Quiet(press).to_string()).label(label).style(ButtonStyle::Secondary)
    };
    let fewer = fewer(schedule.when.days);
    let fewer = fewer.map(|days| button(QuietWish::Days(days), &replies::on_these_days(days)));
    let rest = [
        button(QuietWish::Times, replies::ANOTHER_TIME),
        button(QuietWish::Stop, &replies::stop(schedule)),
        button(QuietWish::Leave, replies::LEAVE),
    ];
    fewer.into_iter().chain(rest).collect()
}

/// Mondays and Thursdays where there are more days than two; the first of two. One day a week has no fewer.
fn fewer(days: Days) -> Option<Days> {
    let week = Days::DAILY.bits().count_ones();
    let chosen: Vec<i64> = (0..week).map(|day| 1 << day).filter(|bit| days.bits() & bit != 0).collect();
    match chosen.as_slice() {
        [] | [_] => None,
        [first, _] => Days::from_bits(*first),
        _ => "mon,thu".parse().ok(),
    }
}

/// The button under a private message that nobody asked for. It carries that one's mark.
pub(super) fn no_more(occurrence: Id) -> CreateButton {
    CreateButton::new(CustomId::Contact(ContactPress::Stop { occurrence }).to_string())
        .label(replies::NO_MORE)
        .style(ButtonStyle::Secondary)
}

/// What came of an answer, in the question's place. It is still a message that nobody asked for, and found by its mark.
pub fn quiet_answered(said: impl Into<String>, occurrence: Id) -> Card {
    Card::text(said).row(CreateActionRow::Buttons(vec![no_more(occurrence)]))
}

/// The question with the times to choose from, in its place.
pub fn quiet_times(schedule: &Schedule, occurrence: Id) -> Card {
    let now = schedule.when.time;
    let entry = |time: crate::clock::LocalTime| {
        CreateSelectMenuOption::new(format!("At {time}"), time.to_string()).default_selection(time == now)
    };
    let kind = CreateSelectMenuKind::String { options: common_times(now).into_iter().map(entry).collect() };
    let press = QuietPress { schedule: schedule.id, occurrence, wish: QuietWish::Time };
    let menu = CreateSelectMenu::new(CustomId::Quiet(press).to_string(), kind).placeholder(replies::TIMES);
    Card::text(replies::which_time(schedule))
        .row(CreateActionRow::SelectMenu(menu))
        .row(CreateActionRow::Buttons(vec![no_more(occurrence)]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn fewer_is_fewer() {
        let fewer = |days: &str| fewer(days.parse().unwrap()).map(replies::on_these_days);
        assert_eq!(fewer("weekdays").as_deref(), Some("Mondays and Thursdays"));
        assert_eq!(fewer("tue,wed,fri").as_deref(), Some("Mondays and Thursdays"));
        assert_eq!(fewer("tue,fri").as_deref(), Some("Tuesdays"));
        assert_eq!(fewer("sun"), None);
    }
}
