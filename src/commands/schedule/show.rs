//! `/schedule show` and `preview`, and the button 'See the week'.

use std::collections::BTreeMap;

use jiff::ToSpan;

use super::super::access::access;
use super::super::deck::next_card;
use super::super::{Answer, Asked, Commands, Trouble};
use super::coming::closed;
use super::extra::by_button;
use super::find;
use super::holidays::ahead;
use super::request::Request;
use crate::clock::Zone;
use crate::content::Prompt;
use crate::content::series::{Drawn, next_turn};
use crate::deck::DrawsFrom;
use crate::messages::{
    Card, ShownSchedule, YearOf, digest_preview, drawn, outcomes_shown, prompt_preview_of, quiz_invitation_preview,
    replies, schedule_list, year_picture,
};
use crate::recognition::LookBack;
use crate::store::{Id, Occurrence, OccurrenceState, PauseReason, Posts, Schedule, SeriesDay, codes, reason};

/// How many coming dates are named.
const DATES_SHOWN: usize = 3;

pub(super) async fn show(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    let all = commands.store.schedules(asked.guild, now).await?;
    if all.is_empty() {
        return Err(Trouble::kind(replies::schedule::NONE_YET));
    }
    let outcomes = outcomes_shown(all.len());
    let mut shown = Vec::with_capacity(all.len());
    for schedule in all {
        let closed = closed(commands, &schedule).await?;
        let coming = closed.coming(&schedule.when, now).take(DATES_SHOWN).collect();
        let lately = commands.store.occurrences_until(schedule.id, now, outcomes).await?;
        let threadless = threadless(commands, &lately).await?;
        let following = commands.store.following(schedule.id).await?;
        let mut besides = replies::schedule::besides(&schedule.options, following.as_ref(), &commands.library);
        if schedule.options.draws_from != DrawsFrom::Clarion {
            let state = commands.store.deck_state(asked.guild).await?;
            let size = replies::schedule::deck_size(schedule.options.draws_from, &state);
            besides = besides.map(|besides| [Some(besides), size].into_iter().flatten().collect::<Vec<_>>().join(". "));
        }
        // The code of a refused post does not say which permission was off.
        let access = match schedule.paused {
            Some(PauseReason::Refused(codes::MISSING_PERMISSIONS)) => {
                Some(access(commands, asked, schedule.channel).await)
            }
            _ => None,
        };
        shown.push(ShownSchedule { schedule, besides, coming, access, lately, threadless });
    }
    let (holidays, today) = ahead(commands, asked).await?;
    let besides = replies::schedule::holidays_ahead(&holidays, today);
    Ok(Answer::private(schedule_list(&shown, besides, now)))
}

/// The button 'Show schedules'.
pub(in super::super) async fn show_all(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    show(commands, asked).await
}

/// The posts whose thread was not opened and will not be, and why. Of a post that was deleted nobody misses it.
async fn threadless(commands: &Commands, posts: &[Occurrence]) -> Result<BTreeMap<Id, Option<String>>, Trouble> {
    let mut threadless = BTreeMap::new();
    for post in posts.iter().filter(|post| matches!(post.state, OccurrenceState::Posted(_))) {
        let thread = commands.store.thread_under(post.id).await?;
        let ended = |thread: &Occurrence| matches!(thread.state, OccurrenceState::Failed | OccurrenceState::Skipped);
        if let Some(thread) = thread.filter(ended).filter(|thread| thread.reason.as_deref() != Some(reason::DELETED)) {
            threadless.insert(post.id, thread.reason);
        }
    }
    Ok(threadless)
}

pub(super) async fn preview(commands: &Commands, asked: &Asked, request: &Request<'_>) -> Result<Answer, Trouble> {
    let schedule = find(commands, asked, request.name).await?;
    if schedule.options.posts == Posts::Quiz {
        let mut card = quiz_invitation_preview();
        card.content = above_preview(commands, &schedule).await?;
        return Ok(Answer::private(card));
    }
    if schedule.options.posts == Posts::Digest {
        return digest(commands, asked, &schedule).await;
    }
    let card = match schedule.options.draws_from {
        DrawsFrom::Clarion => next(commands, asked, &schedule)
            .await?
            .map(|(prompt, day)| prompt_preview_of(&commands.library, prompt, day.as_ref())),
        from => next_card(commands, asked, from).await?,
    };
    let mut card = card.ok_or_else(|| Trouble::kind(replies::schedule::NO_PROMPTS))?;
    card.content = above_preview(commands, &schedule).await?;
    Ok(Answer::private(card))
}

/// The digest as it would be posted now. Where it would not be, that is said.
async fn digest(commands: &Commands, asked: &Asked, schedule: &Schedule) -> Result<Answer, Trouble> {
    let guild = commands.store.guild(asked.guild).await?;
    if guild.as_ref().is_some_and(|guild| !guild.thanks) {
        return Err(Trouble::kind(replies::digest::THANKS_ARE_OFF));
    }
    let back = if schedule.when.days.is_monthly() { LookBack::Month } else { LookBack::Week };
    let dates = back.dates(guild.map_or_else(Zone::utc, |guild| guild.zone).date_at(commands.clock.now()));
    let found = commands.store.digest(asked.guild, dates).await?;
    let weeks = commands.store.weeks(asked.guild, dates.last).await?;
    let drawing = drawn("year.png", year_picture(&weeks, YearOf::Server)).await;
    let mut card = digest_preview(&found, (dates, back), drawing);
    let mut above = above_preview(commands, schedule).await?;
    if found.gives == 0 {
        above = format!("{above}\n{}", replies::digest::PREVIEW_NOTHING);
    }
    card.content = above;
    Ok(Answer::private(card))
}

async fn above_preview(commands: &Commands, schedule: &Schedule) -> Result<String, Trouble> {
    let now = commands.clock.now();
    let closed = closed(commands, schedule).await?;
    let coming: Vec<_> = closed.coming(&schedule.when, now).take(DATES_SHOWN).collect();
    Ok(replies::schedule::preview(schedule, &coming, now))
}

/// The prompt that a post would choose at this moment: the same rotation over the same history, with the server's id as
/// its seed, as the posting engine asks for. Nothing is used up by asking.
async fn next<'a>(
    commands: &'a Commands,
    asked: &Asked,
    schedule: &Schedule,
) -> Result<Option<(&'a Prompt, Option<SeriesDay>)>, Trouble> {
    let uses = commands.store.prompts_last_used(asked.guild).await?;
    let used = uses.iter().map(|used| (used.prompt.as_str(), used.cycle));
    let following = commands.store.following(schedule.id).await?;
    let library = &commands.library;
    let followed = following.as_ref().and_then(|now| library.place_in(&now.series, now.steps()));
    let drawn = match &followed {
        Some((series, place)) => Drawn::Series(series, place),
        None => Drawn::Theme(schedule.options.theme.as_deref()),
    };
    let Some(turn) = next_turn(library, drawn, used, asked.guild.get()) else { return Ok(None) };
    let day = turn.day.map(|(series, day, of)| SeriesDay { series, day, of });
    Ok(library.prompt(&turn.choice.prompt_id).map(|prompt| (prompt, day)))
}

/// The button 'See the week'.
pub(in super::super) async fn see_week(commands: &Commands, asked: &Asked, schedule: Id) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let schedule = by_button(commands, asked, schedule).await?;
    let now = commands.clock.now();
    let closed = closed(commands, &schedule).await?;
    // Seven days from the next one on: a schedule that was left out for a while still shows a week.
    let mut coming = closed.coming(&schedule.when, now).peekable();
    let first = coming.peek().map(|next| next.date);
    let end = first.and_then(|date| date.checked_add(7.days()).ok());
    let week: Vec<_> = coming.take_while(|next| end.is_some_and(|end| next.date < end)).collect();
    Ok(Answer::private(Card::text(replies::schedule::week(&schedule, &week, now))))
}
