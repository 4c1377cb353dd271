//! What is asked: each answer about recognition, for whatever people and screens it has.

use std::fmt;
use std::time::Duration;

use clarion::recognition::{Candidate, Dates, Order, Period, Span, suggested};
use clarion::store::{Given, NewRecognition, Store};
use jiff::civil::date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};

use crate::fill::{GUILD, PEOPLE, TODAY, now, user};

/// One asking.
pub struct Asked<'a> {
    /// Of which server's database.
    pub store: &'a Store,
    /// The how manyeth it is: another person is asked about each time.
    pub turn: u64,
}

impl Asked<'_> {
    fn user(&self) -> UserId {
        UserId::new(user(self.turn * 7_919 % PEOPLE))
    }
}

/// A question.
#[derive(Clone, Copy, Debug)]
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
}

/// Which screen of an account.
#[derive(Clone, Copy, Debug)]
pub enum Screen {
    /// The first.
    First,
    /// The last.
    Last,
}

/// Days that end long ago.
const PAST: Span = Span::Days(Dates { first: date(2025, 3, 3), last: date(2025, 4, 11) });

impl Question {
    /// All of them.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for span in Period::ALL.map(Span::Period).into_iter().chain([PAST]) {
            all.push(Self::Givers(span, Order::Name, Screen::First));
            all.push(Self::Givers(span, Order::Name, Screen::Last));
        }
        all.extend(
            [Order::First, Order::Recent].map(|order| Self::Givers(Span::Period(Period::Month), order, Screen::First)),
        );
        all.extend(Period::ALL.map(Self::Pulse));
        all.extend([Self::Strengths, Self::Next, Self::Mine, Self::Thanks, Self::Weeks, Self::Give]);
        all
    }

    /// Asks it.
    pub async fn ask(self, asked: &Asked<'_>) -> anyhow::Result<()> {
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
            Self::Weeks => drop(store.weeks(guild, TODAY).await?),
            Self::Give => {
                let others = [1, 2].map(|step| UserId::new(user((asked.turn * 7_919 + step) % PEOPLE)));
                let new = NewRecognition {
                    interaction: InteractionId::new(9_000_000_000_000_000_000 + asked.turn),
                    guild,
                    channel: ChannelId::new(5),
                    giver: asked.user(),
                    receivers: others.to_vec(),
                    words: "one more".to_owned(),
                    way: None,
                    about: None,
                    quiet: false,
                    strengths: Vec::new(),
                    names: Vec::new(),
                    at: now(),
                    local_date: TODAY,
                };
                let given = store.give(&new, Duration::from_secs(60)).await?;
                anyhow::ensure!(matches!(given, Given::Counted { .. }), "{given:?}");
            }
        }
        Ok(())
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
