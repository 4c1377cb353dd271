//! The screen of `/schedule show`: every schedule with what comes, what does not, and what became of the last ones.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed};
use serenity::model::application::ButtonStyle;
use serenity::model::mention::Mentionable;

use super::access::Access;
use super::card::Card;
use super::colour;
use super::custom_id::CustomId;
use super::replies::schedule as words;
use super::text::{clip, escape, upper_first};
use super::when::{day_in_words, moment_in_words, rhythm, wall_time};
use crate::clock::NextOccurrence;
use crate::store::{Id, Occurrence, OccurrenceKey, OccurrenceState, PauseReason, Schedule};

/// How many dates that are left out are named.
const SKIPS_SHOWN: usize = 4;

/// A schedule with what surrounds it.
#[derive(Clone, Debug)]
pub struct ShownSchedule {
    /// The schedule.
    pub schedule: Schedule,
    /// What it does besides, in one line; `None` where it does nothing.
    pub besides: Option<String>,
    /// Its next dates.
    pub coming: Vec<NextOccurrence>,
    /// What stands in the way of its posts, where one was refused for a permission and it was looked up.
    pub access: Option<Access>,
    /// What became of the last ones, latest first.
    pub lately: Vec<Occurrence>,
    /// Why there is no thread under some of them, by their ids: the store's reason.
    pub threadless: BTreeMap<Id, Option<String>>,
}

/// How many outcomes of each schedule fit where there are that many schedules.
pub fn outcomes_shown(schedules: usize) -> u32 {
    match schedules {
        0..=2 => 3,
        3..=5 => 2,
        _ => 1,
    }
}

/// All schedules of a server, below `besides`: what holds for all of them.
pub fn schedule_list(shown: &[ShownSchedule], besides: String, now: Timestamp) -> Card {
    let mut embed = CreateEmbed::new().title(words::SHOW_TITLE).colour(colour::CLARION);
    // With its name, each stays within an embed's 6,000 characters, and within a field's 1,024.
    let longest = if shown.len() <= 5 { 1_020 } else { 540 };
    for one in shown {
        embed = embed.field(escape(&one.schedule.name), whole_lines(&lines(one, now), longest), false);
    }
    let refused = shown.iter().map(|one| &one.schedule).filter(|schedule| is_refused(schedule));
    let buttons: Vec<CreateButton> = refused
        .map(|schedule| {
            let label = match shown {
                [_] => "Try again".to_owned(),
                _ => clip(&format!("Try {} again", schedule.name), 80),
            };
            let id = CustomId::TryAgain { schedule: schedule.id, occurrence: None };
            CreateButton::new(id.to_string()).label(label).style(ButtonStyle::Primary)
        })
        .collect();
    let rows = buttons.chunks(5).take(5).map(|row| CreateActionRow::Buttons(row.to_vec()));
    let mut card = Card::embed(embed);
    card.content = besides;
    rows.fold(card, Card::row)
}

fn is_refused(schedule: &Schedule) -> bool {
    matches!(schedule.paused, Some(PauseReason::Refused(_)))
}

/// As many of the lines as fit, from the first on: a link that is cut in two is no link.
fn whole_lines(lines: &[String], longest: usize) -> String {
    let mut whole = String::new();
    for line in lines {
        let line = clip(line, longest);
        if !whole.is_empty() && whole.chars().count() + 1 + line.chars().count() > longest {
            break;
        }
        if !whole.is_empty() {
            whole.push('\n');
        }
        whole.push_str(&line);
    }
    whole
}

fn lines(one: &ShownSchedule, now: Timestamp) -> Vec<String> {
    let schedule = &one.schedule;
    let zone = &schedule.when.zone;
    let today = zone.date_at(now);
    let mut lines = vec![format!("{} · {} · {zone}", schedule.channel.mention(), rhythm(&schedule.when))];
    lines.extend(one.besides.clone());
    match (schedule.paused, one.coming.split_first()) {
        (Some(_), _) => lines.push(upper_first(words::why_paused_now(schedule, one.access.as_ref()))),
        (None, None) => lines.push(words::NO_DATE_LEFT.to_owned()),
        (None, Some((next, rest))) => {
            let mut line = format!("Next: {}", moment_in_words(*next, zone, now));
            for later in rest {
                line.push_str(&format!(", then {}", day_in_words(later.date, today)));
            }
            lines.push(line);
        }
    }
    if let (None, Some(until)) = (schedule.paused, schedule.resume_on) {
        lines.push(words::waits(schedule, until, today));
    }
    if !schedule.skips.is_empty() {
        let named = schedule.skips.iter().take(SKIPS_SHOWN).map(|date| day_in_words(*date, today));
        let more = schedule.skips.len().saturating_sub(SKIPS_SHOWN);
        let rest = (more > 0).then(|| format!("{more} more"));
        lines.push(format!("Left out: {}", named.chain(rest).collect::<Vec<_>>().join(", ")));
    }
    lines.extend(one.lately.iter().map(|occurrence| {
        let mut line = outcome(occurrence, schedule, now);
        if let Some(why) = one.threadless.get(&occurrence.id) {
            line.push_str(&words::no_thread(why.as_deref()));
        }
        line
    }));
    lines
}

/// One line: `yesterday: posted`, `Friday 20 November: not posted, because I was away for too long`.
fn outcome(occurrence: &Occurrence, schedule: &Schedule, now: Timestamp) -> String {
    let zone = &schedule.when.zone;
    let today = zone.date_at(now);
    let day = |date: Date| upper_first(day_in_words(date, today));
    let subject = match occurrence.key {
        OccurrenceKey::Daily { date, .. } => day(date),
        _ => format!("{}, an extra", day(zone.date_at(occurrence.due_at))),
    };
    let became = match occurrence.state {
        OccurrenceState::Posted(message) => {
            let link = message.link(occurrence.channel, Some(occurrence.guild));
            // A message's id tells when it was made.
            let at = Timestamp::from_second(message.created_at().unix_timestamp()).unwrap_or(occurrence.due_at);
            words::was_posted(&link, &wall_time(at, zone), at.duration_since(occurrence.due_at))
        }
        OccurrenceState::Due | OccurrenceState::Claimed => words::is_on_its_way(occurrence.attempts),
        OccurrenceState::Skipped => words::why_not_posted(occurrence.reason.as_deref()),
        OccurrenceState::Unknown => words::PERHAPS_POSTED.to_owned(),
        OccurrenceState::Failed => words::why_refused(occurrence.reason.as_deref()),
    };
    format!("{subject}: {became}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_left_out_by_the_line() {
        let lines: Vec<String> =
            ["one", "[posted](https://discord.com/channels/1/2/3)", "four"].map(str::to_owned).into();
        let all = lines.join("\n");
        let length = all.chars().count();
        assert_eq!(whole_lines(&lines, length), all);
        assert_eq!(whole_lines(&lines, length - 1), lines[..2].join("\n"));
        assert_eq!(whole_lines(&lines, 30), "one");
        // A single line that is too long is still cut: a field cannot be empty.
        assert_eq!(whole_lines(&["x".repeat(50)], 20).chars().count(), 20);
    }
}
