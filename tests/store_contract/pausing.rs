//! What a pause leaves as it is: the cost of one is what turns by it, however much the others gave. What it turns is held against
//! the naive model (`recognition_model/pausing.rs`).

use clarion::store::{Store, Where};
use serenity::model::id::UserId;
use sqlx::{AssertSqlSafe, Connection};

use super::engines::{ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, counted, gift, on_each_engine};

on_each_engine!(nothing_is_counted_anew_but_what_turns, a_week_stays_lit_while_something_else_counts);

async fn given(store: &Store, number: u64, receiver: UserId, at: &str) {
    counted(store.give(&gift(number, &[receiver], at), LEASE).await.unwrap());
}

async fn pause(store: &Store, user: UserId, paused: bool) {
    assert!(store.set_paused(user, Where::Server(GUILD), paused, at(NINE)).await.unwrap());
}

/// Of Anna.
async fn totals(place: &Place) -> Vec<(String, i64, i64, i64)> {
    let mut connection = place.raw().await;
    let mut rows: Vec<_> = sqlx::query_as("SELECT stretch, gives, people, weeks FROM giver_total")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    rows.sort();
    rows
}

async fn nothing_is_counted_anew_but_what_turns(place: &Place) {
    let store = place.open().await;
    // Monday, and Thursday and Friday of the week in which the year ends.
    given(&store, 1, BEN, NINE).await;
    given(&store, 2, CLEO, "2026-12-31T09:00:00Z").await;
    given(&store, 3, BEN, "2027-01-01T09:00:00Z").await;
    let row = |stretch: &str, gives, people, weeks| (stretch.to_owned(), gives, people, weeks);
    let all = [
        row("", 3, 2, 2),
        row("2026", 2, 2, 2),
        row("2026-11", 1, 1, 1),
        row("2026-12", 1, 1, 1),
        row("2026-Q4", 2, 2, 2),
        row("2027", 1, 1, 1),
        row("2027-01", 1, 1, 1),
        row("2027-Q1", 1, 1, 1),
    ];
    assert_eq!(totals(place).await, all);
    // As if she had given that much more, which nothing tells but her totals.
    place.run("UPDATE giver_total SET gives = gives + 1000, people = people + 100, weeks = weeks + 10").await;
    let more = all.clone().map(|(stretch, gives, people, weeks)| (stretch, gives + 1000, people + 100, weeks + 10));
    assert_eq!(totals(place).await, more);
    pause(&store, BEN, true).await;
    let rested = [
        row("", 1001, 101, 11),
        row("2026", 1001, 101, 11),
        row("2026-11", 1000, 100, 10),
        row("2026-12", 1001, 101, 11),
        row("2026-Q4", 1001, 101, 11),
        row("2027", 1000, 100, 10),
        row("2027-01", 1000, 100, 10),
        row("2027-Q1", 1000, 100, 10),
    ];
    assert_eq!(totals(place).await, rested);
    pause(&store, BEN, false).await;
    assert_eq!(totals(place).await, more);
    // Her own pause and its end tell what there is.
    pause(&store, ANNA, true).await;
    assert!(totals(place).await.is_empty());
    pause(&store, ANNA, false).await;
    assert_eq!(totals(place).await, all);
}

async fn a_week_stays_lit_while_something_else_counts(place: &Place) {
    let store = place.open().await;
    // A Monday; two days of each of the next two weeks, of which the other one's is the latter and then the former; and one
    // of the week after those.
    for (number, receiver, at) in [
        (1, CLEO, NINE),
        (2, BEN, "2026-12-01T09:00:00Z"),
        (3, CLEO, "2026-12-03T09:00:00Z"),
        (4, CLEO, "2026-12-08T09:00:00Z"),
        (5, BEN, "2026-12-10T09:00:00Z"),
        (6, BEN, "2026-12-16T09:00:00Z"),
    ] {
        given(&store, number, receiver, at).await;
    }
    let lit = async |letters: &str| {
        let mut connection = place.raw().await;
        let asked = format!("SELECT gave_weeks FROM person WHERE user_id = {ANNA}");
        let found: Vec<u8> = sqlx::query_scalar(AssertSqlSafe(asked)).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        assert_eq!(String::from_utf8(found).unwrap(), letters);
    };
    lit("1111").await;
    pause(&store, BEN, true).await;
    lit("1110").await;
    pause(&store, CLEO, true).await;
    lit("0000").await;
    pause(&store, BEN, false).await;
    lit("0111").await;
    pause(&store, ANNA, true).await;
    lit("0000").await;
    pause(&store, CLEO, false).await;
    lit("0000").await;
    pause(&store, ANNA, false).await;
    lit("1111").await;
}
