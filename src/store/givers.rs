//! Who gave in a stretch of days, a screen at a time: an account, not a ranking.
//!
//! Whether somebody gave is one look into an index a person, so that a server with a hundred times the recognitions is
//! asked in the same time; what each gave is counted only for the people of one screen.

use serenity::model::id::{GuildId, UserId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::names::in_order;
use super::rows::snowflake;
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
    /// How many recognitions there are in these days.
    pub gives: i64,
    /// How many people gave them, those included who are not to be shown.
    pub givers: i64,
    /// How many of those can be shown.
    pub listed: usize,
    /// Those of this screen.
    pub shown: Vec<Giver>,
    /// Which screen this is, from 0: the last one where a later one was asked for.
    pub screen: usize,
    /// The last screen.
    pub last: usize,
}

/// The most people on one screen: as many places as [`figures`] has.
pub const MOST_A_SCREEN: usize = 25;

/// A person's row among those who gave: their id, user, name, since when they are gone, how many can be listed, how many
/// gave.
type Row = (i64, Option<i64>, Option<String>, Option<i64>, i64, i64);

/// The first, or the latest, day of `$2` to `$3` on which person `p` gave something that counts. (A subquery with a limit
/// stays one look a person; as EXISTS PostgreSQL may read all recognitions instead.)
pub(super) fn gave_on(latest: bool) -> String {
    format!(
        "(SELECT x.local_date FROM recognition_receiver x WHERE x.giver = p.id AND x.counts = 1 AND x.local_date >= $2 \
         AND x.local_date <= $3 ORDER BY x.local_date {} LIMIT 1)",
        if latest { "DESC" } else { "ASC" }
    )
}

impl Store {
    /// A screen of who gave in those days, `a_screen` people (25 at most) on each. Who was erased comes last and without a
    /// name; who wants not to be counted is not shown.
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
        let mut screen = screen;
        let mut rows = self.people_of(&mut connection, guild, dates, order, screen, a_screen).await?;
        if rows.is_empty() && screen > 0 {
            // How many there are is told by any screen that has somebody.
            let first = self.people_of(&mut connection, guild, dates, order, 0, a_screen).await?;
            let listed = first.first().map_or(0, |row| usize::try_from(row.4).unwrap_or_default());
            screen = listed.div_ceil(a_screen).saturating_sub(1);
            rows = match screen {
                0 => first,
                _ => self.people_of(&mut connection, guild, dates, order, screen, a_screen).await?,
            };
        }
        let gives = gives_of(&mut connection, guild, dates).await?;
        let (listed, givers) = rows.first().map_or((0, 0), |row| (usize::try_from(row.4).unwrap_or_default(), row.5));
        let figures = figures(&mut connection, dates, &rows.iter().map(|row| row.0).collect::<Vec<_>>()).await?;
        let shown = rows.into_iter().map(|(id, user, name, left, _, _)| {
            let (_, gives, people, weeks) = figures.iter().find(|figure| figure.0 == id).copied().unwrap_or_default();
            Ok(Giver { user: user.map(snowflake).transpose()?, name, left: left.is_some(), gives, people, weeks })
        });
        let shown = shown.collect::<Result<_, StoreError>>()?;
        Ok(GiversScreen { gives, givers, listed, shown, screen, last: listed.div_ceil(a_screen).saturating_sub(1) })
    }

    async fn people_of(
        &self,
        connection: &mut AnyConnection,
        guild: GuildId,
        dates: Dates,
        order: Order,
        screen: usize,
        a_screen: usize,
    ) -> Result<Vec<Row>, Fault> {
        let day = gave_on(order == Order::Recent);
        let first = match order {
            Order::Name => "",
            Order::First => "t.day,",
            Order::Recent => "t.day DESC,",
        };
        let by_name = in_order(self.shared.engine, "t.name_key");
        // Somebody whose name is not known has a row and no place in the alphabet.
        let rows = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT s.id, s.user_id, s.name, s.left_at, s.listed, s.givers FROM (SELECT t.*, \
             COUNT(CASE WHEN t.paused_at IS NULL THEN 1 END) OVER () AS listed, COUNT(*) OVER () AS givers, \
             ROW_NUMBER() OVER (ORDER BY CASE WHEN t.user_id IS NULL THEN 1 ELSE 0 END, {first} \
             CASE WHEN t.name_key IS NULL THEN 1 ELSE 0 END, {by_name}, t.id) AS place \
             FROM (SELECT p.id, p.user_id, p.name, p.name_key, p.left_at, p.paused_at, {day} AS day FROM person p \
             WHERE p.guild_id = $1) t WHERE t.day IS NOT NULL) s \
             WHERE s.paused_at IS NULL ORDER BY s.place LIMIT $4 OFFSET $5"
        )))
        .bind(guild.get().cast_signed())
        .bind(dates.first.to_string())
        .bind(dates.last.to_string())
        .bind(i64::try_from(a_screen).unwrap_or(i64::MAX))
        .bind(i64::try_from(screen.saturating_mul(a_screen)).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
        Ok(rows)
    }
}

/// How many recognitions there are in those days.
pub(super) async fn gives_of(connection: &mut AnyConnection, guild: GuildId, dates: Dates) -> Result<i64, Fault> {
    let gives = sqlx::query_scalar(
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

/// The week of a date as a number, Mondays first, in SQL that both engines calculate alike: the Julian day number, whose
/// day 0 was a Monday, by sevens (Fliegel and Van Flandern, Communications of the ACM 11, 1968).
const WEEK: &str = "(d + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400 - 32045) / 7";

/// Of each of those people: how many recognitions, to how many people, in how many weeks.
async fn figures(
    connection: &mut AnyConnection,
    dates: Dates,
    people: &[i64],
) -> Result<Vec<(i64, i64, i64, i64)>, Fault> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    // One statement for any number of people: the places that are left over hold nobody.
    let places: Vec<String> = (3..3 + MOST_A_SCREEN).map(|place| format!("${place}")).collect();
    let among = format!("x.giver IN ({})", places.join(", "));
    let those = format!("{among} AND x.counts = 1 AND x.local_date >= $1 AND x.local_date <= $2");
    let sql = format!(
        "SELECT a.giver, a.gives, a.people, b.weeks FROM (SELECT x.giver, COUNT(DISTINCT x.recognition_id) AS gives, \
         COUNT(DISTINCT x.person_id) AS people FROM recognition_receiver x WHERE {those} GROUP BY x.giver) a \
         JOIN (SELECT giver, COUNT(DISTINCT {WEEK}) AS weeks FROM (SELECT giver, d, m0 + 12 * ((14 - m0) / 12) - 3 AS m, \
         y0 + 4800 - (14 - m0) / 12 AS y FROM (SELECT DISTINCT x.giver, CAST(substr(x.local_date, 1, 4) AS BIGINT) AS y0, \
         CAST(substr(x.local_date, 6, 2) AS BIGINT) AS m0, CAST(substr(x.local_date, 9, 2) AS BIGINT) AS d \
         FROM recognition_receiver x WHERE {those}) t0) t1 GROUP BY giver) b ON b.giver = a.giver"
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(dates.first.to_string()).bind(dates.last.to_string());
    for place in 0..MOST_A_SCREEN {
        query = query.bind(people.get(place).copied().unwrap_or_default());
    }
    Ok(query.fetch_all(connection).await?)
}
