//! How far a schedule is in the series that it follows.
//!
//! Only which series and since when stands with the schedule. How far it is stands with what was posted, so a crash, a
//! takeover or a refusal cannot tell the two apart.

use sqlx::AnyConnection;

use super::connection::Fault;
use super::prompts::Chosen;
use super::rows::{id, plain, unreadable};
use super::{Id, Store, StoreError};

/// A series that a schedule follows, and what it has had of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    /// The series' id.
    pub series: String,
    /// Which time it is followed: another one begins anew.
    pub run: Id,
    /// The prompts that it has chosen so far, in order.
    pub steps: Vec<SeriesStep>,
}

/// One prompt that a series has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesStep {
    /// The prompt's id.
    pub prompt: String,
    /// Whether it certainly was not posted, and will not be.
    pub lost: bool,
}

/// Which day of a series a prompt is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesDay {
    /// The series' id.
    pub series: String,
    /// Counted from 1.
    pub day: u32,
    /// Of how many, as many as there were when it was chosen.
    pub of: u32,
}

impl Store {
    /// The series that a schedule follows, and how far it is; `None` where it follows none.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn following(&self, schedule: Id) -> Result<Option<Following>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(Following::of(&mut connection, schedule).await?)
    }
}

impl Following {
    pub(super) async fn of(connection: &mut AnyConnection, schedule: Id) -> Result<Option<Self>, Fault> {
        let followed: Option<(Option<String>, Option<i64>)> =
            sqlx::query_as("SELECT series, series_run FROM schedule WHERE id = $1")
                .bind(schedule.get())
                .fetch_optional(&mut *connection)
                .await?;
        let Some((Some(series), Some(run))) = followed else { return Ok(None) };
        let steps: Vec<(String, String)> = sqlx::query_as(
            "SELECT u.prompt, o.state FROM prompt_use u JOIN occurrence o ON o.id = u.occurrence_id \
             WHERE u.series_run = $1 ORDER BY u.place",
        )
        .bind(run)
        .fetch_all(connection)
        .await?;
        // What is still on its way, or may be in the channel, has come as far as the next one is concerned.
        let step = |(prompt, state): (String, String)| {
            let lost = matches!(&*state, "failed" | "skipped");
            SeriesStep { prompt, lost }
        };
        Ok(Some(Self { series, run: id(run)?, steps: steps.into_iter().map(step).collect() }))
    }

    /// The prompts, each with whether it was lost.
    pub fn steps(&self) -> impl Iterator<Item = (&str, bool)> {
        self.steps.iter().map(|step| (step.prompt.as_str(), step.lost))
    }

    /// The series is over. One that somebody has begun meanwhile is not.
    pub(super) async fn end(&self, connection: &mut AnyConnection, schedule: Id) -> Result<(), Fault> {
        sqlx::query("UPDATE schedule SET series = NULL, series_run = NULL WHERE id = $1 AND series_run = $2")
            .bind(schedule.get())
            .bind(self.run.get())
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// Makes a schedule follow this series from now on, or none. The one that it follows already goes on.
pub(super) async fn follow(
    connection: &mut AnyConnection,
    schedule: i64,
    series: Option<&str>,
    run: Id,
) -> Result<(), Fault> {
    let series = series.map(plain);
    let before: Option<Option<String>> = sqlx::query_scalar("SELECT series FROM schedule WHERE id = $1")
        .bind(schedule)
        .fetch_optional(&mut *connection)
        .await?;
    if before.flatten() == series {
        return Ok(());
    }
    sqlx::query("UPDATE schedule SET series = $1, series_run = $2 WHERE id = $3")
        .bind(series.as_deref())
        .bind(series.is_some().then(|| run.get()))
        .bind(schedule)
        .execute(connection)
        .await?;
    Ok(())
}

/// What was chosen for an occurrence before.
pub(super) async fn chosen_before(connection: &mut AnyConnection, occurrence: i64) -> Result<Option<Chosen>, Fault> {
    type Row = (String, i64, Option<String>, Option<i64>, Option<i64>);
    let row: Option<Row> = sqlx::query_as(
        "SELECT prompt, cycle, series, series_day, series_days FROM prompt_use WHERE occurrence_id = $1",
    )
    .bind(occurrence)
    .fetch_optional(connection)
    .await?;
    let Some((prompt, cycle, series, day, of)) = row else { return Ok(None) };
    let number = |number: i64| u32::try_from(number).map_err(|_| unreadable("a day of a series"));
    let day = match (series, day, of) {
        (Some(series), Some(day), Some(of)) => Some(SeriesDay { series, day: number(day)?, of: number(of)? }),
        _ => None,
    };
    Ok(Some(Chosen { prompt, cycle, day }))
}
