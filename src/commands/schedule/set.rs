//! `/schedule set`: makes a schedule, or changes what was named of one and keeps the rest.

use jiff::civil::Date;
use serenity::model::id::ChannelId;

use super::super::access::look;
use super::super::usual::{USUAL, introduce};
use super::super::{Answer, Asked, Commands, Forum, Trouble, zones};
use super::options::Wishes;
use super::request::{Request, read_name};
use crate::clock::{Days, LocalSchedule, LocalTime, Zone};
use crate::messages::{Access, Card, replies};
use crate::store::{
    Closed, Occurrence, OccurrenceKey, OccurrenceState, PauseReason, Posts, Saved, Schedule, ScheduleDraft,
    ScheduleOptions, reason,
};

/// What a digest is called where nobody calls it anything else, and when it comes: at the end of the week.
const DIGEST: &str = "digest";
const FOUR: LocalTime = LocalTime::FOUR_IN_THE_AFTERNOON;

pub(super) async fn set(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let typed = Typed::read(commands, asked, request)?;
    let now = commands.clock.now();
    let before = commands.store.schedule(asked.guild, &typed.name, now).await?;
    fits_what_it_posts(request, before.as_ref())?;
    if let Some(before) = &before
        && request.changes_nothing()
    {
        return Err(Trouble::Kind(replies::schedule::nothing_to_change(before)));
    }
    let channel = request.channel.or(before.as_ref().map(|before| before.channel)).unwrap_or(asked.channel);
    let (access, own) = look(commands, asked, channel).await;
    match access {
        Access::Ready => {}
        lacking => return Err(Trouble::Kind(replies::schedule::not_saved(channel, &lacking))),
    }
    let forum = forum(commands, request, before.as_ref(), channel).await?;
    // One whose zone nobody knows any more is not kept in UTC by saying nothing.
    let readable = before.as_ref().filter(|before| before.paused != Some(PauseReason::Unreadable));
    let (zone, guessed) = match typed.zone.or(readable.map(|before| before.when.zone.clone())) {
        Some(zone) => (zone, false),
        None => known_or_guessed(commands, asked).await?,
    };
    let digest = typed.wishes.posts_over(before.as_ref()) == Posts::Digest;
    let (usual_time, usual_days) = if digest { (FOUR, Days::FRIDAY) } else { (LocalTime::NINE, Days::WEEKDAYS) };
    let days = typed.days.or(before.as_ref().map(|before| before.when.days)).unwrap_or(usual_days);
    let was_monthly = before.as_ref().is_some_and(|before| before.when.days.is_monthly());
    let when = LocalSchedule {
        time: typed.time.or(before.as_ref().map(|before| before.when.time)).unwrap_or(usual_time),
        days: days.monthly(request.monthly.unwrap_or(was_monthly)),
        zone,
    };
    if digest && when.days.bits().count_ones() != 1 {
        return Err(Trouble::kind(replies::digest::ONE_DAY));
    }
    let kept = before.as_ref().map(|before| before.options.clone()).unwrap_or_default();
    let options = typed.wishes.over(ScheduleOptions { forum: forum.is_some(), ..kept });
    // What it posts calls itself this week's.
    if options.posts == Posts::Quiz && when.days.bits().count_ones() != 1 {
        return Err(Trouble::kind(replies::quiz::ONE_DAY));
    }
    let in_thread = channel == asked.channel && asked.in_thread;
    let mut notes = typed.wishes.notes(&options, &commands.library, (channel, own, in_thread));
    notes.extend(before.as_ref().and_then(|before| typed.wishes.goes_on(&before.options)));
    if let Some(Forum { requires_tag: true, tag: Some(tag) }) = &forum {
        notes.push(replies::schedule::forum_tag(channel, tag));
    }
    if digest && !commands.store.guild(asked.guild).await?.is_none_or(|guild| guild.thanks) {
        notes.push(replies::digest::THANKS_ARE_OFF.to_owned());
    } else if digest && before.is_none() {
        notes.push(replies::digest::NOTHING_IS_SILENT.to_owned());
    }
    if request.prompts.is_some() {
        let state = commands.store.deck_state(asked.guild).await?;
        notes.extend(replies::schedule::deck_size(options.draws_from, &state));
    }
    let draft = ScheduleDraft { name: typed.name, channel, when, options: None, by: asked.user };
    // Discord took its time, and a series may have ended meanwhile: only what was named is written.
    let over = |before| typed.wishes.over(ScheduleOptions { forum: forum.is_some(), ..before });
    let saved = match commands.store.save_schedule_over(asked.guild, &draft, &over, now).await? {
        Saved::Created(schedule) | Saved::Edited(schedule) => schedule,
        Saved::TooMany => {
            let all = commands.store.schedules(asked.guild, now).await?;
            return Err(Trouble::Kind(replies::schedule::too_many(&all)));
        }
    };
    let owed = owed_still(commands, &saved).await;
    // Whatever becomes of the rest: the schedule is kept, and the posting loop may be resting for ever.
    commands.bell.ring();
    // An invitation to the quiz says itself what it is.
    if saved.options.posts == Posts::Prompts {
        introduce(commands, asked, channel).await?;
        commands.bell.ring();
    }
    let wonder = owed?.or(why_not_sooner(commands, &saved).await?);
    let about = (guessed, wonder.as_deref(), notes.as_slice());
    let words = replies::schedule::saved(&saved, before.as_ref(), about, &commands.library, now);
    Ok(Answer::private(Card::text(words)))
}

/// A schedule goes on posting what it posts, only prompts have themes and series, and only a digest comes by the month.
fn fits_what_it_posts(request: &Request<'_>, before: Option<&Schedule>) -> Result<(), Trouble> {
    let of_prompts = request.theme.is_some() || request.series.is_some() || request.prompts.is_some();
    let what = match before.map(|before| (before, before.options.posts)) {
        Some((_, Posts::Prompts)) if request.posts == Some(Posts::Quiz) => {
            return Err(Trouble::kind(replies::quiz::NAME_TAKEN));
        }
        Some((before, posts)) if request.posts.is_some_and(|wanted| wanted != posts) => {
            return Err(Trouble::Kind(replies::digest::posts_otherwise(&before.name, posts)));
        }
        Some((_, posts)) => posts,
        None => request.posts.unwrap_or_default(),
    };
    match what {
        Posts::Quiz if of_prompts => Err(Trouble::kind(replies::quiz::NO_THEME)),
        Posts::Digest if of_prompts => Err(Trouble::kind(replies::digest::NO_THEME)),
        Posts::Prompts | Posts::Quiz if request.monthly.is_some() => {
            Err(Trouble::kind(replies::digest::EVERY_IS_FOR_DIGESTS))
        }
        _ => Ok(()),
    }
}

/// What somebody should know who gave a schedule another zone: dates that were owed have passed by it. To be asked before
/// the posting loop is woken, which sees to them.
pub(in super::super) async fn owed_still(commands: &Commands, schedule: &Schedule) -> Result<Option<String>, Trouble> {
    let now = commands.clock.now();
    // More than two dates are no matter of a zone.
    let lately = commands.store.occurrences_until(schedule.id, now, 4).await?;
    let waiting = |one: &&Occurrence| one.state == OccurrenceState::Due && one.reason.as_deref() == Some(reason::MOVED);
    let mut passed: Vec<Date> = lately
        .iter()
        .filter(waiting)
        .filter_map(|one| match one.key {
            OccurrenceKey::Daily { date, .. } => Some(date),
            _ => None,
        })
        .collect();
    passed.sort_unstable();
    let today = schedule.when.zone.date_at(now);
    Ok((!passed.is_empty()).then(|| replies::schedule::passed_there(&passed, today)))
}

/// What the forum asks of its posts, where the channel is one.
async fn forum(
    commands: &Commands,
    request: &Request<'_>,
    before: Option<&Schedule>,
    channel: ChannelId,
) -> Result<Option<Forum>, Trouble> {
    let known = before.filter(|before| before.channel == channel).is_some_and(|before| before.options.forum);
    // Nobody can ask from a forum itself, only from one of its threads.
    if request.channel.is_none() && !known || request.in_forum == Some(false) {
        return Ok(None);
    }
    let found = match commands.discord.forum(channel).await {
        Ok(found) => found,
        Err(_) => return Err(Trouble::Kind(replies::schedule::not_saved(channel, &Access::Unanswered))),
    };
    match &found {
        Some(Forum { requires_tag: true, tag: None }) => Err(Trouble::Kind(replies::schedule::no_tag_there(channel))),
        _ => Ok(found),
    }
}

/// What somebody would wonder about: the next date by the calendar is not the next one that comes.
pub(super) async fn why_not_sooner(commands: &Commands, schedule: &Schedule) -> Result<Option<String>, Trouble> {
    let now = commands.clock.now();
    let by_calendar = schedule.when.next_after(now);
    let Some(passed_over) = by_calendar.filter(|next| Some(next.date) != schedule.next.map(|next| next.date)) else {
        return Ok(None);
    };
    let today = schedule.when.zone.date_at(now);
    let closed = commands.store.closed_dates(schedule, passed_over.date).await?;
    Ok(match closed.why(passed_over.date) {
        Some(Closed::Posted) => Some(replies::schedule::posted_already(passed_over.date, today)),
        Some(Closed::Skipped) => Some(replies::schedule::left_out(passed_over.date, today)),
        Some(Closed::Holiday(holiday)) => Some(replies::schedule::is_holiday(holiday, passed_over.date, today)),
        Some(Closed::Paused(_)) | None => None,
    })
}

/// The server's own zone once it was set up, else a guess.
pub(super) async fn known_or_guessed(commands: &Commands, asked: &Asked) -> Result<(Zone, bool), Trouble> {
    let guild = commands.store.guild(asked.guild).await?;
    Ok(match guild.filter(|guild| guild.set_up.is_some()) {
        Some(guild) => (guild.zone, false),
        None => (zones::guess(asked), true),
    })
}

/// The options, read.
struct Typed {
    name: String,
    time: Option<LocalTime>,
    zone: Option<Zone>,
    days: Option<Days>,
    wishes: Wishes,
}

impl Typed {
    /// Names everything that cannot be read at once, so that nobody mends one option to hear of the next.
    fn read(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Self, Trouble> {
        let usual = if request.posts == Some(Posts::Digest) { DIGEST } else { USUAL };
        let name = request.name.map_or_else(|| Ok(usual.to_owned()), read_name);
        let time = request.time.map(|time| time.parse().map_err(|_| replies::schedule::no_such_time(time))).transpose();
        let zone = request.zone.map(zones::read).transpose();
        let days = request.days.map(|days| days.parse().map_err(|_| replies::schedule::no_such_days(days))).transpose();
        let wishes = Wishes::read(request, &commands.library, asked.guild);
        match (name, time, zone, days, wishes) {
            (Ok(name), Ok(time), Ok(zone), Ok(days), Ok(wishes)) => Ok(Self { name, time, zone, days, wishes }),
            (name, time, zone, days, wishes) => {
                let faults = [name.err(), time.err(), zone.err(), days.err()].into_iter().flatten();
                let faults: Vec<String> = faults.chain(wishes.err().into_iter().flatten()).collect();
                Err(Trouble::Kind(replies::schedule::not_read(&faults)))
            }
        }
    }
}
