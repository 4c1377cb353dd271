//! The days between which somebody gave and got something, as they stand in `person`: each with how it is found among the
//! recognitions, of the person of a row.
//!
//! Whatever changes a recognition sets them anew by it (`people.rs`), and a recount compares them with it (`recounting.rs`).

use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::days::numbered;
use super::rows::listed;

/// A column of `person`, and what it is to hold, in SQL.
pub(super) type Day = (&'static str, String);

/// The first (`ASC`) or the last day of what has that `counts`. Each is the end of an index.
fn day(who: &str, counts: i64, order: &str) -> String {
    format!(
        "(SELECT x.local_date FROM recognition_receiver x WHERE x.{who} = person.id AND x.counts = {counts} \
         AND x.local_date <> '' ORDER BY x.local_date {order} LIMIT 1)"
    )
}

/// Its number. (With the limit, PostgreSQL looks for the day once, and not wherever the number is made of it.)
fn number(day: &str) -> String {
    format!("(SELECT {} FROM (SELECT {day} AS day LIMIT 1) n)", numbered("n.day"))
}

/// The number of the last day of what somebody gave that counts.
pub(super) fn gave_to() -> String {
    number(&day("giver", 1, "DESC"))
}

/// Of all that counts, as numbers.
pub(super) fn counting() -> Vec<Day> {
    let gave_before = format!(
        "(SELECT y.local_date FROM recognition_receiver y WHERE y.giver = person.id AND y.counts = 1 \
         AND y.local_date < {} ORDER BY y.local_date DESC LIMIT 1)",
        day("giver", 1, "DESC")
    );
    vec![
        ("gave_from", number(&day("giver", 1, "ASC"))),
        ("gave_to", gave_to()),
        ("gave_before", number(&gave_before)),
        ("got_from", number(&day("person_id", 1, "ASC"))),
    ]
}

/// Of all that stands. What rests has another end of an index than what counts.
fn standing() -> Vec<Day> {
    let stands = |who: &str, which: &str, order: &str| {
        let (counting, resting) = (day(who, 1, order), day(who, 2, order));
        format!("(SELECT {which}(t.day) FROM (SELECT {counting} AS day UNION ALL SELECT {resting} AS day) t)")
    };
    let last_got = stands("person_id", "MAX", "DESC");
    let before = |counts: i64| {
        format!(
            "(SELECT y.local_date FROM recognition_receiver y WHERE y.person_id = person.id AND y.counts = {counts} \
             AND y.local_date <> '' AND y.local_date < {last_got} ORDER BY y.local_date DESC LIMIT 1)"
        )
    };
    let got_before =
        format!("(SELECT MAX(b.day) FROM (SELECT {} AS day UNION ALL SELECT {} AS day) b)", before(1), before(2));
    vec![
        ("first_gave", stands("giver", "MIN", "ASC")),
        ("last_gave", stands("giver", "MAX", "DESC")),
        ("first_got", stands("person_id", "MIN", "ASC")),
        ("last_got", last_got),
        ("got_before", got_before),
    ]
}

/// All of them.
pub(super) fn all() -> Vec<Day> {
    [standing(), counting()].concat()
}

/// What sets them.
pub(super) fn set(days: &[Day]) -> String {
    days.iter().map(|(column, day)| format!("{column} = {day}")).collect::<Vec<_>>().join(", ")
}

/// Those of some people, one at least, whose days are others than the recognitions tell.
pub(super) async fn wrong(connection: &mut AnyConnection, people: &[i64]) -> Result<Vec<i64>, Fault> {
    let differs: Vec<String> =
        all().iter().map(|(column, day)| format!("person.{column} IS DISTINCT FROM {day}")).collect();
    let asked = format!("SELECT id FROM person WHERE id IN ({}) AND ({})", listed(people), differs.join(" OR "));
    Ok(sqlx::query_scalar(AssertSqlSafe(asked)).persistent(false).fetch_all(connection).await?)
}

/// Sets all days of some people, one at least. How many people gave last on which day is not touched.
pub(super) async fn anew(connection: &mut AnyConnection, people: &[i64]) -> Result<(), Fault> {
    let update = format!("UPDATE person SET {} WHERE id IN ({})", set(&all()), listed(people));
    sqlx::query(AssertSqlSafe(update)).persistent(false).execute(connection).await?;
    Ok(())
}
