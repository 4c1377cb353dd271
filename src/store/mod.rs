//! What is kept, spoken to in domain words: servers, schedules, occurrences, recognition.
//!
//! One SQL text serves SQLite (the default) and PostgreSQL, through sqlx's `Any`. The rules that make this work:
//! `$1` numbering, numbers and truth as BIGINT, ids given by us, `CAST(SUM(x) AS BIGINT)`, and one place
//! that opens a writing transaction.
//!
//! A Discord user id stands in the table `person` only, people's words in rows of their own, so that an erasure takes
//! both and leaves the totals. Instants are kept as milliseconds since 1970, dates as `2026-11-23`.

mod announcement_changes;
mod answering;
mod balance;
mod checkins;
mod claiming;
mod claims;
mod closed;
pub mod codes;
mod commitments;
mod connection;
mod contact;
mod current_recognition;
mod day_totals;
mod days;
mod deck;
mod deck_answers;
mod deck_state;
mod differing;
mod digest;
mod erasing;
mod error;
mod following;
mod forgetting;
mod gave_weeks;
mod given_here;
mod given_lately;
mod giver_days;
mod giver_totals;
mod givers;
mod giving;
mod giving_rules;
mod guilds;
mod holidays;
mod id;
mod interactions;
mod kept;
mod mine;
mod moved;
mod named_strengths;
mod names;
mod notices;
mod nudges;
mod occurrence;
mod occurrence_rows;
mod open;
mod options;
mod pausing;
mod people;
mod plan;
mod private_thanks;
mod prompts;
mod pulse;
mod quiet;
mod quiz;
mod received;
mod receiver_preferences;
mod recognition_options;
mod recognition_strengths;
mod recognitions;
mod recounting;
mod reflections;
mod refused;
mod remembered;
mod repeated;
mod reporting;
mod reports;
mod retention;
mod reversals;
mod roster;
mod rows;
mod schedule_options;
mod schedule_rows;
mod schedules;
mod scrubbing;
mod search;
mod series;
mod skips;
mod strength_totals;
mod stretches;
mod suggesting;
mod suggestions;
mod tallies;
mod their_days;
mod threads;
mod typed_ids;
mod typed_posts;
mod vacuuming;
mod weeks;
mod who_gave;

use std::sync::Arc;

use connection::Shared;

pub use announcement_changes::{Change, Wanted};
pub use balance::{Balance, NewBalance};
pub use checkins::{CheckInCalendar, CheckInChoice, CheckInChosen, LATEST_CHECK_IN};
pub use claiming::NEVER_LATE;
pub use closed::{Closed, ClosedDates};
pub use commitments::{CheckInPlace, Commitment, CommitmentDeleted, Committed, MOST_OPEN, NewCommitment, Outcome};
pub use contact::Contact;
pub use current_recognition::Ended;
pub use deck::{DeckPrompt, Imported};
pub use deck_answers::{Decision, DeckAnswer, OwnSuggestion};
pub use deck_state::DeckState;
pub use digest::Digest;
pub use error::StoreError;
pub use following::{Holder, MemberFound, MembersRead};
pub use forgetting::{Forgotten, Where};
pub use given_lately::Removed;
pub use givers::{Giver, GiversScreen, MOST_A_SCREEN};
pub use giving::{Counted, Given, NewRecognition};
pub use giving_rules::Refused;
pub use guilds::{Guild, Joined, SetUp};
pub use holidays::{Holiday, HolidayDraft, HolidaySaved, LONGEST_HOLIDAY, MOST_HOLIDAYS};
pub use id::{Id, IdError, IdSource};
pub use kept::{KeptOf, OwnReport, OwnReversal, Record};
pub use mine::MyPart;
pub use named_strengths::{NamedStrengths, PublicWords};
pub use notices::{News, NoticePlace, TriedAgain};
pub use nudges::NudgeChosen;
pub use occurrence::{
    Claim, EarlierTry, Kind, NewOccurrence, Next, Occurrence, OccurrenceKey, OccurrenceState, Sent, TriedBy, reason,
};
pub use options::{StoreOptions, Synchronous};
pub use private_thanks::PrivateThanks;
pub use prompts::{Before, Chosen, PromptUse};
pub use pulse::{Pulse, PulseCounts};
pub use quiet::QUIET_POSTS;
pub use quiz::{NewQuizRound, QuizCounts, QuizHistory, QuizRound};
pub use received::Received;
pub use receiver_preferences::{Declining, MOST_DECLINED, Taking};
pub use recognition_options::{RecognitionChange, RecognitionOptions};
pub use recognition_strengths::StrengthsNamed;
pub use recognitions::{Recognition, WaySet};
pub use recounting::{Compared, Recounted, Total};
pub use reflections::{
    Altered, Kept, MOST_REFLECTIONS, NewReflection, Reflection, Reflections, SharedIn, SharedReflection, Sharing,
};
pub use refused::Waiting;
pub use reporting::Reported;
pub use reports::Report;
pub use reversals::{NotReversed, Reversed};
pub use roster::{LookFor, Picked, RosterCounts};
pub use schedules::{MOST_SCHEDULES, PauseReason, Posts, Saved, Schedule, ScheduleDraft, ScheduleOptions};
pub use series::{Following, SeriesDay, SeriesStep};
pub use suggesting::{MightBeThanked, MightThank};
pub use suggestions::{Approved, Declined, InQueue, MOST_OF_ONE, MOST_WAITING, NewSuggestion, Suggested, Suggestion};
pub use tallies::{GiverTally, Mine, MyThanks, OwnEnd, OwnThanks};
pub use typed_ids::columns_of_words;
pub use weeks::{WEEKS_OF_A_YEAR, WeekTally};

/// The store. Cheap to clone; all clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    shared: Arc<Shared>,
}

/// The engine and the commands run on many threads: a future of the store that could not move between them would show
/// up far from here.
#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use serenity::model::id::{ApplicationId, GuildId, InteractionId, MessageId, UserId};

    use super::*;
    use crate::clock::Zone;
    use crate::recognition::{Dates, Way};

    fn moves<T: Send>(_: T) {}

    #[allow(dead_code)]
    fn all_futures_move(store: &Store, claim: &Claim, draft: &ScheduleDraft, new: &NewRecognition, id: Id) {
        let (now, guild, user, wait) = (Timestamp::UNIX_EPOCH, GuildId::new(1), UserId::new(1), Duration::ZERO);
        moves(Store::open(&StoreOptions::new(""), 0));
        moves(store.guild_joined(guild, None, None, now));
        moves(store.guild_removed(guild, now));
        moves(store.set_up(guild, &Zone::utc(), true, user, now));
        moves(store.save_schedule(guild, draft, now));
        moves(store.pause_schedule(guild, "", PauseReason::Asked, now));
        moves(store.resume_schedule(guild, "", now));
        moves(store.skip_date(guild, "", jiff::civil::Date::MIN, now));
        moves(store.pause_schedule_until(guild, "", jiff::civil::Date::MIN, now));
        moves(store.erase_next(now, wait));
        moves(store.scrub());
        moves(store.recount(guild, true));
        let clock = crate::clock::Clock::system();
        moves(store.scrub_at_once(&clock));
        moves(store.scrub_once_more(&clock));
        moves(store.delete_old_words(now, 1));
        moves(store.given_here(guild, None, 1, (1, 0)));
        moves(store.forget(user, Where::Everywhere, now));
        moves(store.set_paused(user, Where::Server(guild), true, now));
        moves(store.erase_guild(guild, now));
        moves(store.holidays(guild));
        moves(store.remove_holidays(guild, &[id], now));
        moves(store.remove_schedule(guild, ""));
        moves(store.schedules(guild, now));
        moves(store.claim_due(now, wait, wait));
        moves(store.choose_prompt(claim, now, wait, TriedBy::Message, |_| true, |_| None));
        moves(store.following(id));
        moves(store.tried(claim, now, wait));
        moves(store.posted(claim, MessageId::new(1)));
        moves(store.put_back(claim, now, Sent::No, ""));
        moves(store.refused(claim, 0, false, now));
        moves(store.hold_unknown(claim, "", now));
        moves(store.try_again(id, now, wait));
        moves(store.refused_anywhere());
        moves(store.role_gone(guild, serenity::model::id::RoleId::new(1), now));
        moves(store.give(new, wait));
        moves(store.set_way(guild, id, user, Way::Thanks));
        moves(store.givers_screen(guild, Dates::ALL, crate::recognition::Order::Name, 0, 25));
        moves(store.pulse(guild, Dates::ALL, None));
        moves(store.might_be_thanked(guild, user, jiff::civil::Date::MIN, now));
        moves(store.named_strengths(guild, user, true, 5));
        moves(store.pick_for_roster(guild, &[], now));
        moves(store.seen(guild, user, ""));
        let role = serenity::model::id::RoleId::new(1);
        moves(store.follow_role(guild, role, &MembersRead::default(), None, now));
        moves(store.follow_member(guild, None, user, &MemberFound::Gone, now));
        moves(store.followed_role_gone(guild, role));
        moves(store.name_strengths(guild, id, user, &[], now));
        moves(store.settle_recognition(guild, &[], now));
        moves(store.givers(guild, Dates::ALL));
        moves(store.mine(guild, user, 3));
        moves(store.set_nudge(guild, user, true, now));
        moves(store.nudged(id));
        moves(store.digest(guild, Dates::ALL));
        moves(store.weeks(guild, jiff::civil::Date::MIN));
        moves(store.my_weeks(guild, user, jiff::civil::Date::MIN));
        moves(store.contrast_seen(guild, "", now));
        moves(store.quiz_history(guild, user, 3));
        moves(store.choose_quiz(claim, now, wait, TriedBy::Message, |_| true, |_| None));
        moves(store.balances(guild, user, 0, 3));
        moves(store.delete_balance(guild, user, id));
        moves(store.take_interaction(InteractionId::new(1), now));
        moves(store.set_command_hash(ApplicationId::new(1), ""));
    }
}
