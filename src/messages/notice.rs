//! What one person who manages a server is told once: that a schedule had to pause, that a post is held, that a role is
//! gone. What is wrong, what mends it, and that nothing is lost by it. One of them is a question (quiet.rs).

use std::time::Duration;

use serenity::builder::{CreateActionRow, CreateButton};
use serenity::model::application::ButtonStyle;
use serenity::model::id::{ChannelId, UserId};
use serenity::model::mention::Mentionable;

use super::access::Access;
use super::card::Card;
use super::custom_id::{CustomId, KeepPress};
use super::quiet::{no_more, quiet_answers};
use super::replies::contact;
use super::replies::deck;
use super::replies::keep;
use super::replies::no_access;
use super::replies::schedule::{another_zone, bold, is_past_mending, name_option, obstacle, one_post};
use super::text::{upper_first, within};
use super::when::{full_date, own_zone};
use crate::store::{Id, NEVER_LATE, Occurrence, OccurrenceKey, PauseReason, Posts, Schedule};

/// How much of a server's name is said.
const NAME_SHOWN: usize = 100;

/// A notice.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    /// The server's name, where it is told outside of it.
    pub server: Option<&'a str>,
    /// Whether it goes to somebody's private messages, where it offers to be the last one.
    pub private: bool,
    /// Who is mentioned: nobody else is.
    pub person: Option<UserId>,
    /// What it says.
    pub news: NoticeNews<'a>,
}

/// What it says.
#[derive(Clone, Debug)]
pub enum NoticeNews<'a> {
    /// A schedule is paused.
    Paused {
        /// Which.
        schedule: &'a Schedule,
        /// Since when.
        since: jiff::Timestamp,
        /// What stands in the way, where it was looked up.
        access: Option<Access>,
        /// How late a prompt still comes.
        grace: Duration,
    },
    /// A post is held: it may be in its channel.
    Held {
        /// The post.
        held: &'a Occurrence,
        /// Its schedule, where it has one.
        schedule: Option<&'a Schedule>,
        /// What stands in the way of looking there.
        access: Access,
    },
    /// Nobody has pressed a button of its latest posts.
    Quiet {
        /// Of this schedule.
        schedule: &'a Schedule,
    },
    /// Few prompts of the deck are left that it draws from alone.
    DeckLow {
        /// Which.
        schedule: &'a Schedule,
        /// How many come before one comes again.
        left: usize,
    },
    /// Somebody asked the server's stewards to look at something.
    Reported,
    /// A role that was mentioned is gone.
    RoleGone {
        /// By this schedule.
        schedule: &'a Schedule,
    },
}

/// The notice as a message. It pings the person, and nobody else.
pub fn notice(notice: &Notice<'_>, occurrence: Id) -> Card {
    let words = match &notice.news {
        NoticeNews::Paused { schedule, since, access, grace } => paused(schedule, *since, access.as_ref(), *grace),
        NoticeNews::Held { held, schedule, access } => was_held(held, *schedule, access),
        NoticeNews::Quiet { schedule } => contact::quiet(schedule),
        NoticeNews::DeckLow { schedule, left } => deck::low(schedule, *left),
        NoticeNews::Reported if notice.private && notice.server.is_some() => keep::something_waits_there(),
        NoticeNews::Reported => keep::SOMETHING_WAITS.to_owned(),
        NoticeNews::RoleGone { schedule } => format!(
            "the role that {} mentioned is gone. Its {}s come as before, and mention nobody. `/schedule set{} mention:` \
             names another.",
            bold(schedule),
            one_post(schedule.options.posts),
            name_option(schedule)
        ),
    };
    let place = notice.server.map(|name| format!("in **{}**, ", within(name, NAME_SHOWN)));
    let words = format!("{}{words}", place.unwrap_or_default());
    let words = match notice.person {
        Some(person) => format!("{}: {words}", person.mention()),
        None => upper_first(words),
    };
    let mut buttons = match &notice.news {
        NoticeNews::Quiet { schedule } => quiet_answers(schedule, occurrence),
        NoticeNews::Paused { schedule, .. } if helps_to_try(schedule) => {
            let id = CustomId::TryAgain { schedule: schedule.id, occurrence: Some(occurrence) };
            vec![CreateButton::new(id.to_string()).label("Try again").style(ButtonStyle::Primary)]
        }
        NoticeNews::Reported => vec![
            CreateButton::new(CustomId::Keep(KeepPress::Reports { occurrence }).to_string())
                .label(keep::LOOK)
                .style(ButtonStyle::Secondary),
        ],
        NoticeNews::Paused { .. }
        | NoticeNews::Held { .. }
        | NoticeNews::RoleGone { .. }
        | NoticeNews::DeckLow { .. } => {
            let show = CreateButton::new(CustomId::ShowSchedules { occurrence }.to_string());
            vec![show.label("Show schedules").style(ButtonStyle::Secondary)]
        }
    };
    if notice.private {
        buttons.push(no_more(occurrence));
    }
    Card::text(words).pinging(notice.person).row(CreateActionRow::Buttons(buttons))
}

fn paused(schedule: &Schedule, since: jiff::Timestamp, access: Option<&Access>, grace: Duration) -> String {
    let (name, place, since) = (bold(schedule), schedule.channel.mention(), own_zone(since));
    let Some(PauseReason::Refused(code)) = schedule.paused else {
        return format!(
            "{name} has been paused since {since}: I no longer know its time zone. {}\nIts time and days stay as they \
             are.",
            another_zone(schedule)
        );
    };
    let why = match access {
        Some(access @ (Access::Missing(_) | Access::TimedOut | Access::Locked | Access::Hidden)) => {
            no_access(schedule.channel, access).unwrap_or_default()
        }
        Some(Access::Ready) => {
            format!(
                "Discord said no (its code {code}), and I see no switch that is off. **Try again** shows whether it still does."
            )
        }
        Some(Access::Unanswered) | None => obstacle(schedule, code),
    };
    let one = one_post(schedule.options.posts);
    let then = if is_past_mending(code) {
        "It goes on from its next date once it has another channel.".to_owned()
    } else {
        format!(
            "When I see that it is mended I go on by myself, and **Try again** looks at once. A {one} that was due \
             within {} still comes then.",
            hours(grace)
        )
    };
    format!(
        "{name} has been paused since {since}: I could not post its {one} in {place}.\n{why}\nNothing is lost: its time \
         and days stay as they are. {then}"
    )
}

/// Whether a button that tries again could help.
fn helps_to_try(schedule: &Schedule) -> bool {
    matches!(schedule.paused, Some(PauseReason::Refused(code)) if !is_past_mending(code))
}

fn was_held(held: &Occurrence, schedule: Option<&Schedule>, access: &Access) -> String {
    let one = one_post(schedule.map_or(Posts::Prompts, |schedule| schedule.options.posts));
    let what = match (held.key, schedule) {
        (OccurrenceKey::Daily { date, .. }, _) => format!("the {one} of {}", full_date(date, date)),
        (OccurrenceKey::Extra { .. }, _) => format!("an extra {one}"),
        (OccurrenceKey::Announcement { .. }, _) => "the announcement of a recognition".to_owned(),
        (OccurrenceKey::Reflection { .. }, _) => "a reflection that somebody shared".to_owned(),
        _ => "my introduction".to_owned(),
    };
    let place = held.channel.mention();
    let mut words = format!(
        "{what} may be in {place}, or not: Discord's answer to it was lost, and I could not look for it there. {}I \
         won't send it again by myself.",
        why_no_look(held.channel, held.reason.as_deref(), access)
    );
    if let Some(schedule) = schedule {
        words.push_str(&format!(
            " If it is not there, `/schedule now{}` posts one; the coming dates are not touched by this.",
            name_option(schedule)
        ));
    }
    words
}

/// A sentence with a space behind it, or nothing.
fn why_no_look(channel: ChannelId, why: Option<&str>, access: &Access) -> String {
    if why == Some("too-much-said") {
        return "Too much has been said there since. ".to_owned();
    }
    match access {
        Access::Missing(_) | Access::Hidden => {
            no_access(channel, access).map(|why| format!("{why} ")).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// `the last 6 hours`, `the last 90 minutes`. A grace of nothing is some minutes all the same: so late is never late.
fn hours(grace: Duration) -> String {
    let minutes = grace.max(NEVER_LATE).as_secs() / 60;
    match (minutes / 60, minutes % 60) {
        (1, 0) => "the last hour".to_owned(),
        (hours, 0) => format!("the last {hours} hours"),
        _ => format!("the last {minutes} minutes"),
    }
}
