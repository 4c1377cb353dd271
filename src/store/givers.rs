//! Who gave in a stretch of days, a screen at a time: an account, not a ranking.
//!
//! Between which days somebody gave stands in their row, so that a server with a hundred times the recognitions is asked in
//! the same time. What each gave is told for the people of one screen alone: by their totals where those days hold all
//! of a month, a quarter or a year of theirs, and by the recognitions themselves of others.

use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::days::{number, numbered};
use super::rows::snowflake;
use super::stretches::Stretch;
use super::who_gave::{Asking, Gave, Shown};
use super::{Store, StoreError};
use crate::recognition::{Dates, Order};

/// What somebody gave in a stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giver {
    /// Who; `None` after that person's erasure.
    pub user: Option<UserId>,
    /// By which name they were last seen, where that is known.
    pub name: Option<String>,
    /// Whether they are in the server no more, as far as is known.
    pub left: bool,
    /// How many recognitions.
    pub gives: i64,
    /// To how many different people.
    pub people: i64,
    /// In how many weeks, from Monday to Sunday.
    pub weeks: i64,
}

/// A screen of who gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GiversScreen {
    /// How many recognitions of these days count.
    pub gives: i64,
    /// How many people gave them.
    pub givers: usize,
    /// Those of this screen.
    pub shown: Vec<Giver>,
    /// Which screen this is, from 0: the last one where a later one was asked for.
    pub screen: usize,
    /// The last screen.
    pub last: usize,
}

/// The most people on one screen: as many places as a statement has.
pub const MOST_A_SCREEN: usize = 25;

/// How many recognitions somebody gave, to how many people, in how many weeks.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
struct Figures {
    person_id: i64,
    gives: i64,
    people: i64,
    weeks: i64,
}

impl Store {
    /// A screen of who gave in those days, `a_screen` people (25 at most) on each. Who was erased comes last and without a
    /// name; who wants not to be counted is not, and neither is what they got.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn givers_screen(
        &self,
        guild: GuildId,
        dates: Dates,
        order: Order,
        screen: usize,
        a_screen: usize,
    ) -> Result<GiversScreen, StoreError> {
        let a_screen = a_screen.clamp(1, MOST_A_SCREEN);
        let mut connection = self.shared.pool.acquire().await?;
        let gives = gives_of(&mut connection, guild, dates).await?;
        let gave = Gave::of(&mut connection, self.shared.engine, guild, dates).await?;
        let givers = gave.number;
        let last = givers.div_ceil(a_screen).saturating_sub(1);
        let screen = screen.min(last);
        let from = screen * a_screen;
        let places = from..givers.min(from + a_screen);
        let people = gave.at(&mut connection, self.shared.engine, order, places).await?;
        let figures = figures(&mut connection, dates, &people).await?;
        let shown = people.into_iter().map(|row| {
            let of = figures.iter().find(|figure| figure.person_id == row.id).copied().unwrap_or_default();
            let (user, left) = (row.user_id.map(snowflake).transpose()?, row.left_at.is_some());
            Ok(Giver { user, name: row.name, left, gives: of.gives, people: of.people, weeks: of.weeks })
        });
        let shown = shown.collect::<Result<_, StoreError>>()?;
        Ok(GiversScreen { gives, givers, shown, screen, last })
    }
}

/// How many recognitions of those days count.
pub(super) async fn gives_of(connection: &mut AnyConnection, guild: GuildId, dates: Dates) -> Result<i64, Fault> {
    let gives: i64 = sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM recognition_day \
         WHERE guild_id = $1 AND strength = '' AND local_date >= $2 AND local_date <= $3",
    )
    .bind(guild.get().cast_signed())
    .bind(dates.first.to_string())
    .bind(dates.last.to_string())
    .fetch_one(connection)
    .await?;
    Ok(gives)
}

/// What each of those people gave in those days.
async fn figures(connection: &mut AnyConnection, dates: Dates, people: &[Shown]) -> Result<Vec<Figures>, Fault> {
    let stretch = Stretch::beginning(dates).map(|stretch| {
        let exact = stretch.around(dates.first).last == dates.last;
        (stretch.name(dates.first), exact)
    });
    let (mut found, mut of_totals, mut of_rows) = (Vec::new(), Vec::new(), Vec::new());
    for person in people {
        // Nothing of theirs comes after those days; or before them either.
        let ends = person.gave_to.is_some_and(|to| to <= number(dates.last));
        match &stretch {
            _ if ends && person.gave_from.is_some_and(|from| from >= number(dates.first)) => {
                of_totals.push((person.id, ""))
            }
            Some((name, exact)) if ends || *exact => of_totals.push((person.id, name.as_str())),
            _ => of_rows.push(person.id),
        }
    }
    if !of_totals.is_empty() {
        let query = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT person_id, stretch, gives, people, weeks FROM giver_total \
             WHERE stretch IN ('', $1) AND person_id IN ({})",
            places(2)
        )));
        let name = stretch.as_ref().map_or("", |(name, _)| name);
        let ids: Vec<i64> = of_totals.iter().map(|(id, _)| *id).collect();
        let rows: Vec<Total> = among(query.bind(name), &ids).fetch_all(&mut *connection).await?;
        let asked = |row: &Total| of_totals.contains(&(row.of.person_id, row.stretch.as_str()));
        found.extend(rows.into_iter().filter(asked).map(|row| row.of));
    }
    if !of_rows.is_empty() {
        let query = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT x.giver AS person_id, COUNT(DISTINCT x.recognition_id) AS gives, COUNT(DISTINCT x.person_id) AS people, \
             COUNT(DISTINCT ({}) / 7) AS weeks FROM recognition_receiver x WHERE x.giver IN ({}) AND x.counts = 1 \
             AND x.local_date >= $1 AND x.local_date <= $2 GROUP BY x.giver",
            numbered("x.local_date"),
            places(3)
        )));
        let query = query.bind(dates.first.to_string()).bind(dates.last.to_string());
        let rows: Vec<Figures> = among(query, &of_rows).fetch_all(connection).await?;
        found.extend(rows);
    }
    Ok(found)
}

/// A total, of a stretch of that name.
#[derive(sqlx::FromRow)]
struct Total {
    stretch: String,
    #[sqlx(flatten)]
    of: Figures,
}

/// The places of the people in a statement, from `first` on: as many for any number of them, so that it stays one statement.
fn places(first: usize) -> String {
    (first..first + MOST_A_SCREEN).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}

/// Puts the people into their places; those that are left over hold nobody.
fn among<'q, T>(query: Asking<'q, T>, people: &[i64]) -> Asking<'q, T> {
    (0..MOST_A_SCREEN).fold(query, |query, place| query.bind(people.get(place).copied().unwrap_or_default()))
}
