//! What is asked: each answer about recognition, for whatever people and screens it has.

use std::fmt;
use std::time::Duration;

use clarion::recognition::{Candidate, Dates, Order, Period, Span, suggested};
use clarion::store::{Given, NewRecognition, Store, Where};
use jiff::civil::{Date, date};
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};

use crate::fill::{CHANNEL, GUILD};
use crate::history::{PEOPLE, TODAY, message, now, takes_part, user};

/// One asking.
pub struct Asked<'a> {
    /// Of which server's database.
    pub store: &'a Store,
    /// So many recognitions it has.
    pub recognitions: usize,
    /// The how manyeth it is: another person is asked about each time.
    pub turn: u64,
}

impl Asked<'_> {
    fn user(&self) -> UserId {
        UserId::new(user(self.turn * 7_919 % PEOPLE))
    }
}

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// `/recognition givers`.
    Givers(Span, Order, Screen),
    /// `/recognition pulse`.
    Pulse(Period),
    /// `/recognition strengths`.
    Strengths,
    /// `/recognition next`.
    Next,
    /// The overview of `/me`.
    Mine,
    /// The page of `/me` with what somebody gave and got.
    Thanks,
    /// A year of weeks.
    Weeks,
    /// `/recognize`.
    Give,
    /// Undoing one that was given a moment ago: both.
    Undo,
    /// What somebody can still undo.
    Undoable,
    /// `/recognition void`: which recognition a link means.
    Link,
    /// `/recognition reports`.
    Reports,
    /// A digest of so many days.
    Digest(Dates),
    /// `/recognition roster`.
    Roster,
    /// `/privacy show`.
    Privacy,
    /// `/me` with a word that is looked for, by one of those that have it.
    Search,
    /// A server's file from some day back: so many of it.
    Server(Option<Date>),
    /// One's own file, of one of the recognitions in it.
    Own,
    /// Pausing and coming back, of one of one's own recognitions.
    Pause,
}

/// Which screen of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The first.
    First,
    /// The last.
    Last,
}

/// Days that end long ago.
pub const PAST: Span = Span::Days(Dates { first: date(2025, 3, 3), last: date(2025, 4, 11) });

/// What a digest of today tells of: whole days before it.
const LAST_WEEK: Dates = Dates { first: date(2026, 11, 15), last: date(2026, 11, 21) };
const LAST_MONTH: Dates = Dates { first: date(2026, 10, 1), last: date(2026, 10, 31) };
/// Before this day lie five months of three years.
const EARLY: Date = date(2024, 5, 1);
/// So many recognitions of a server's file are read.
const SOME: usize = 500;

/// Whose givers are asked for by name, and which screens of them.
pub fn screens() -> impl Iterator<Item = (Span, Screen)> {
    let spans = Period::ALL.map(Span::Period).into_iter().chain([PAST]);
    spans.flat_map(|span| [Screen::First, Screen::Last].map(|screen| (span, screen)))
}

impl Question {
    /// All of them.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = screens().map(|(span, screen)| Self::Givers(span, Order::Name, screen)).collect();
        all.extend(
            [Order::First, Order::Recent].map(|order| Self::Givers(Span::Period(Period::Month), order, Screen::First)),
        );
        all.extend(Period::ALL.map(Self::Pulse));
        all.extend([Self::Strengths, Self::Next, Self::Mine, Self::Thanks, Self::Search, Self::Weeks]);
        all.extend([LAST_WEEK, LAST_MONTH].map(Self::Digest));
        all.extend([Self::Roster, Self::Undoable, Self::Link, Self::Reports, Self::Privacy]);
        all.extend([Self::Server(None), Self::Server(Some(EARLY)), Self::Own, Self::Give, Self::Undo, Self::Pause]);
        all
    }

    /// Asks it. Says in how many parts the time that it takes is to be cut: what hands out or changes everything of
    /// somebody's takes as long as that is much, and is compared by one of it.
    pub async fn ask(self, asked: &Asked<'_>) -> anyhow::Result<u32> {
        let (store, guild, utc) = (asked.store, GuildId::new(GUILD), clarion::clock::Zone::utc());
        match self {
            Self::Givers(span, order, screen) => {
                let screen = match screen {
                    Screen::First => 0,
                    Screen::Last => usize::MAX,
                };
                store.givers_screen(guild, span.dates(now(), &utc), order, screen, 25).await?;
            }
            Self::Pulse(period) => {
                let span = Span::Period(period);
                let dates = span.dates(now(), &utc);
                store.pulse(guild, dates, span.before(dates)).await?;
            }
            Self::Strengths => drop(store.named_strengths(guild, asked.user(), false, 5).await?),
            Self::Next => {
                let found = store.might_be_thanked(guild, asked.user(), TODAY, now()).await?;
                let candidates: Vec<Candidate> = found.people.iter().map(|one| one.candidate).collect();
                std::hint::black_box(suggested(&candidates, found.asker, TODAY));
            }
            Self::Mine => drop(store.mine(guild, asked.user(), 0).await?),
            Self::Thanks => drop(store.my_thanks(guild, asked.user(), None, 0, 5).await?),
            Self::Search => {
                // All of them have the word.
                let found = store.my_thanks(guild, asked.user(), Some("pager"), 0, 5).await?;
                return Ok(u32::try_from(found.given + found.got)?.max(1));
            }
            Self::Digest(dates) => drop(store.digest(guild, dates).await?),
            Self::Roster => drop(store.roster(guild).await?),
            Self::Undoable => drop(store.changeable_given(guild, asked.user(), now(), 25).await?),
            Self::Link => {
                let message = MessageId::new(message(asked.recognitions, asked.turn as usize * 7_919));
                let found = store.announced_by(guild, ChannelId::new(CHANNEL), message).await?;
                anyhow::ensure!(found.is_some(), "no recognition is announced by {message}");
            }
            Self::Reports => {
                let report = store.open_report(guild, asked.user(), None).await?;
                anyhow::ensure!(report.is_some(), "no report waits");
            }
            Self::Privacy => {
                let place = Where::Server(guild);
                store.kept_of(asked.user(), place).await?;
                store.paused_since(asked.user(), place).await?;
                store.words_kept_days(guild).await?;
            }
            Self::Server(before) => {
                let (entries, _) = store.given_here(guild, before, SOME, (usize::MAX, 0)).await?;
                let whole = entries.len() == SOME || asked.recognitions < 20 * SOME;
                anyhow::ensure!(whole && !entries.is_empty(), "{} entries", entries.len());
            }
            Self::Own => {
                let (given, got) = store.all_thanks(guild, asked.user(), 2_000).await?;
                store.kept_of(asked.user(), Where::Server(guild)).await?;
                store.record_of(guild, asked.user()).await?;
                return Ok(u32::try_from(given.len() + got.len())?.max(1));
            }
            Self::Pause => {
                let kept = store.kept_of(asked.user(), Where::Server(guild)).await?;
                for paused in [true, false] {
                    store.set_paused(asked.user(), Where::Server(guild), paused, now()).await?;
                }
                return Ok(u32::try_from(kept.given + kept.got)?.max(1));
            }
            Self::Weeks => drop(store.weeks(guild, TODAY).await?),
            Self::Give | Self::Undo => {
                // Whoever pauses neither gives nor gets.
                let at = |step: u64| UserId::new(user(takes_part(asked.turn * 7_919 + step)));
                let (giver, others) = (at(0), [at(2), at(4)]);
                let new = NewRecognition {
                    interaction: InteractionId::new(
                        9_000_000_000_000_000_000 + 2 * asked.turn + u64::from(self == Self::Undo),
                    ),
                    guild,
                    channel: ChannelId::new(CHANNEL),
                    giver,
                    receivers: others.to_vec(),
                    words: "one more handover of the pager".to_owned(),
                    way: None,
                    about: None,
                    quiet: false,
                    strengths: Vec::new(),
                    names: Vec::new(),
                    at: now(),
                    local_date: TODAY,
                };
                let given = store.give(&new, Duration::from_secs(60)).await?;
                let Given::Counted(counted) = given else { anyhow::bail!("{given:?}") };
                if self == Self::Undo {
                    let undone = store.undo(guild, giver, counted.recognition, now()).await?;
                    anyhow::ensure!(undone.is_ok(), "{undone:?}");
                }
            }
        }
        Ok(1)
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Givers(PAST, order, screen) => write!(f, "givers, dates, by {order}, {screen}"),
            Self::Givers(span, order, screen) => write!(f, "givers, {span}, by {order}, {screen}"),
            Self::Pulse(period) => write!(f, "pulse, {period}"),
            Self::Strengths => f.write_str("strengths"),
            Self::Next => f.write_str("next"),
            Self::Mine => f.write_str("/me, overview"),
            Self::Thanks => f.write_str("/me, thanks"),
            Self::Weeks => f.write_str("a year of weeks"),
            Self::Give => f.write_str("give"),
            Self::Undo => f.write_str("give and undo"),
            Self::Undoable => f.write_str("what can be undone"),
            Self::Link => f.write_str("void, by its link"),
            Self::Reports => f.write_str("reports"),
            Self::Digest(LAST_WEEK) => f.write_str("digest, week"),
            Self::Digest(_) => f.write_str("digest, month"),
            Self::Roster => f.write_str("roster"),
            Self::Privacy => f.write_str("/privacy show"),
            Self::Search => f.write_str("/me, thanks, searched, a recognition"),
            Self::Server(None) => f.write_str("server's file, first of it"),
            Self::Server(Some(_)) => f.write_str("server's file, late in it"),
            Self::Own => f.write_str("my file, a recognition"),
            Self::Pause => f.write_str("pause and back, a recognition"),
        }
    }
}

impl fmt::Display for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "first",
            Self::Last => "last",
        })
    }
}
