//! Totals that an older build or a hand left wrong: each is found, told, and counted anew as it was. That nothing is wrong
//! wherever a store has been alone with its database, the naive model holds at random points of its paths
//! (`recognition_model/mod.rs`).

use std::collections::BTreeSet;

use clarion::recognition::{Dates, Order};
use clarion::store::{NewRecognition, Recounted, Store, Total, Where};
use serenity::model::id::{GuildId, InteractionId, UserId};
use sqlx::{AssertSqlSafe, Connection};

use super::engines::{ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, counted, gift, on_each_engine, pause};

on_each_engine!(
    each_total_that_is_wrong_is_found_and_mended,
    all_of_it_is_mended_at_once,
    what_an_older_build_counted_and_paused_counts_as_it_should,
);

const OTHER: GuildId = GuildId::new(1_000_000_000_000_000_009);
const DORA: UserId = UserId::new(14);
const FINN: UserId = UserId::new(16);

/// One of a number of its own.
fn given(number: u64, giver: UserId, receivers: &[UserId], now: &str, strengths: &[&str]) -> NewRecognition {
    let strengths = strengths.iter().map(|name| (*name).to_owned()).collect();
    NewRecognition { giver, strengths, ..gift(number, receivers, now) }
}

/// Two servers in which most of what can happen to a recognition has: over two years, taken back, said anew, removed, quiet,
/// hidden, of somebody who pauses, of somebody who did and came back, and of somebody who was erased.
async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    let give = async |new: NewRecognition| match store.give(&new, LEASE).await.unwrap() {
        clarion::store::Given::Counted(counted) => counted.recognition,
        other => panic!("{other:?}"),
    };
    give(given(1, ANNA, &[BEN, CLEO], "2025-12-30T09:00:00Z", &["Calm"])).await;
    give(given(2, ANNA, &[BEN], "2026-08-03T09:00:00Z", &[])).await;
    give(given(3, BEN, &[ANNA, CLEO, DORA], "2026-11-20T09:00:00Z", &["Calm", "Clear words"])).await;
    let undone = give(given(4, CLEO, &[ANNA], NINE, &["Calm"])).await;
    store.undo(GUILD, CLEO, undone, at(NINE)).await.unwrap().unwrap();
    let amended = give(given(5, ANNA, &[DORA], NINE, &["Clear words"])).await;
    store.amend(GUILD, ANNA, amended, "better words", InteractionId::new(50), at(NINE)).await.unwrap().unwrap();
    let voided = give(given(6, BEN, &[CLEO], NINE, &["Calm"])).await;
    store.void(GUILD, ANNA, voided, "not here", at(NINE)).await.unwrap().unwrap();
    give(NewRecognition { quiet: true, ..given(7, DORA, &[BEN], NINE, &["Calm"]) }).await;
    let hidden = give(given(8, DORA, &[BEN, CLEO], "2026-11-24T09:00:00Z", &["Calm"])).await;
    store.hide_received(GUILD, BEN, hidden, true, at(NINE)).await.unwrap();
    give(given(9, FINN, &[ANNA, BEN], NINE, &["Calm"])).await;
    give(given(10, ANNA, &[FINN], "2026-11-25T09:00:00Z", &["Calm"])).await;
    pause(&store, &[CLEO.get(), DORA.get()], true).await;
    pause(&store, &[CLEO.get()], false).await;
    store.forget(FINN, Where::Server(GUILD), at(NINE)).await.unwrap();
    give(NewRecognition { guild: OTHER, ..given(11, BEN, &[ANNA], NINE, &["Calm"]) }).await;
    // Weeks that went dark with what was taken back are noted, so that all of it is as a recount leaves it.
    recount(&store, true).await;
    store
}

/// Of both servers.
async fn recount(store: &Store, mend: bool) -> Recounted {
    let mut recounted = Recounted::default();
    assert_eq!(store.guilds_kept().await.unwrap(), [GUILD, OTHER]);
    for guild in [GUILD, OTHER] {
        recounted += store.recount(guild, mend).await.unwrap();
    }
    recounted
}

/// Every total that says anything, and every row that it is counted from.
async fn totals(place: &Place) -> BTreeSet<String> {
    let days = [
        "first_gave",
        "last_gave",
        "first_got",
        "last_got",
        "got_before",
        "gave_from",
        "gave_to",
        "gave_before",
        "got_from",
    ];
    let days = days.map(|day| format!("COALESCE(CAST({day} AS TEXT), '-')")).join(" || ' ' || ");
    let mut connection = place.raw().await;
    let mut all = BTreeSet::new();
    for (table, columns, which) in [
        ("recognition_day", "guild_id, local_date, strength, number", "number <> 0"),
        ("giver_day", "guild_id, day, number", "number <> 0"),
        ("giver_total", "person_id, stretch, gives, people, weeks", "1 = 1"),
        ("strength_total", "person_id, name, named, seen", "named <> 0 OR seen <> 0"),
        ("recognition_receiver", "recognition_id, person_id, giver, local_date, given_at, counts", "1 = 1"),
    ] {
        let columns = columns.split(", ").map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')"));
        let columns = columns.collect::<Vec<_>>().join(" || ' ' || ");
        let rows = format!("SELECT '{table}: ' || {columns} FROM {table} WHERE {which}");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(&mut connection).await.unwrap();
        all.extend(rows);
    }
    let bytes = match place.url.starts_with("sqlite") {
        true => "hex(gave_weeks), typeof(gave_weeks)",
        false => "encode(gave_weeks, 'hex'), 'bytes'",
    };
    let people = format!(
        "SELECT 'person: ' || CAST(id AS TEXT) || ' ' || {days}, CAST(gave_since AS TEXT), {bytes} FROM person"
    );
    let people: Vec<(String, Option<String>, Option<String>, String)> =
        sqlx::query_as(AssertSqlSafe(people)).fetch_all(&mut connection).await.unwrap();
    all.extend(people.into_iter().map(|(days, since, weeks, kind)| {
        // How many dark weeks stand beside those that are lit says nothing.
        let weeks = weeks.unwrap_or_default();
        let since = since.and_then(|since| since.parse::<i64>().ok());
        let lit = (0_i64..).zip(weeks.as_bytes().chunks(2)).filter(|(_, letter)| *letter == b"31");
        let lit: Vec<Option<i64>> = lit.map(|(at, _)| since.map(|since| since + at)).collect();
        if lit.is_empty() { days } else { format!("{days} {kind} {lit:?}") }
    }));
    connection.close().await.unwrap();
    all
}

/// What is other than it is to be.
#[track_caller]
fn same(found: &BTreeSet<String>, expected: &BTreeSet<String>, what: &str) {
    let [more, gone] = [(found, expected), (expected, found)].map(|(one, other)| one - other);
    assert!(more.is_empty() && gone.is_empty(), "{what}: {more:#?} instead of {gone:#?}");
}

/// A person who gave and got something, with a total of each kind.
const SOMEBODY: &str = "(SELECT id FROM person WHERE user_id = 11 AND guild_id = 1000000000000000001)";
const RECEIVED: &str = "recognition_id = (SELECT id FROM recognition WHERE interaction_id = 3)";

/// What goes wrong, in SQL with `WHO`, the person, and of which kind that is.
const BREAKS: [(&str, Total); 34] = [
    ("UPDATE recognition_day SET number = number + 1 WHERE local_date = '2026-11-20'", Total::Days),
    ("UPDATE recognition_day SET number = -1 WHERE strength = 'Calm' AND local_date = '2025-12-30'", Total::Days),
    ("DELETE FROM recognition_day WHERE local_date = '2026-08-03'", Total::Days),
    ("INSERT INTO recognition_day SELECT id, '2026-08-04', '', 3 FROM guild", Total::Days),
    ("INSERT INTO recognition_day SELECT id, '2026-08-03', 'Courage', 3 FROM guild", Total::Days),
    ("UPDATE giver_total SET gives = gives + 1 WHERE person_id = WHO AND stretch = ''", Total::Given),
    ("UPDATE giver_total SET people = 9 WHERE person_id = WHO AND stretch = '2026'", Total::Given),
    ("UPDATE giver_total SET weeks = 0 WHERE person_id = WHO AND stretch = '2026-Q3'", Total::Given),
    ("DELETE FROM giver_total WHERE person_id = WHO AND stretch = '2025-12'", Total::Given),
    ("INSERT INTO giver_total (person_id, stretch, gives, people, weeks) VALUES (WHO, '2024', 1, 1, 1)", Total::Given),
    ("UPDATE strength_total SET named = 5 WHERE name = 'Calm'", Total::Strengths),
    ("UPDATE strength_total SET seen = seen - 1 WHERE name = 'Clear words'", Total::Strengths),
    ("DELETE FROM strength_total WHERE person_id = WHO", Total::Strengths),
    ("INSERT INTO strength_total (person_id, name, named, seen) VALUES (WHO, 'Courage', 1, 0)", Total::Strengths),
    (
        "INSERT INTO strength_total (person_id, name, named, seen) SELECT id, 'Calm', 1, 1 FROM person WHERE user_id IS NULL",
        Total::Strengths,
    ),
    ("UPDATE person SET first_gave = '2026-01-01' WHERE id = WHO", Total::Ends),
    ("UPDATE person SET last_gave = NULL WHERE id = WHO", Total::Ends),
    ("UPDATE person SET first_got = '' WHERE id = WHO", Total::Ends),
    ("UPDATE person SET last_got = '2026-12-31' WHERE id = WHO", Total::Ends),
    ("UPDATE person SET got_before = NULL WHERE id = WHO", Total::Ends),
    ("UPDATE person SET got_before = '2026-11-21' WHERE id = WHO", Total::Ends),
    ("UPDATE person SET gave_from = 0 WHERE id = WHO", Total::Ends),
    ("UPDATE person SET gave_to = gave_to - 1 WHERE id = WHO", Total::Ends),
    ("UPDATE person SET gave_before = NULL WHERE id = WHO", Total::Ends),
    ("UPDATE person SET got_from = 1 WHERE id = WHO", Total::Ends),
    ("UPDATE person SET gave_since = gave_since + 1 WHERE id = WHO", Total::Weeks),
    ("UPDATE person SET gave_since = NULL WHERE id = WHO", Total::Weeks),
    ("UPDATE person SET gave_weeks = NULL WHERE id = WHO", Total::Weeks),
    ("UPDATE giver_day SET number = number + 1", Total::Latest),
    ("DELETE FROM giver_day", Total::Latest),
    ("INSERT INTO giver_day SELECT id, 9000, 1 FROM guild", Total::Latest),
    ("UPDATE recognition_receiver SET counts = 3 WHERE ROW", Total::Repeated),
    ("UPDATE recognition_receiver SET given_at = 0 WHERE ROW", Total::Repeated),
    ("UPDATE recognition_receiver SET local_date = '2026-11-21' WHERE ROW", Total::Repeated),
];

/// What an older build writes into columns that are other ones by now, which a file of SQLite takes.
const TEXTS: [(&str, Total); 8] = [
    ("UPDATE person SET gave_to = '2026-11-23' WHERE id = WHO", Total::Ends),
    ("UPDATE person SET gave_from = '2026-11-23' WHERE id = WHO", Total::Ends),
    ("UPDATE person SET gave_before = '2026-11-20' WHERE id = WHO", Total::Ends),
    ("UPDATE person SET got_from = '2026-11-20' WHERE id = WHO", Total::Ends),
    // The very letters that it has as bytes.
    ("UPDATE person SET gave_weeks = CAST(gave_weeks AS TEXT) WHERE id = WHO", Total::Weeks),
    ("UPDATE person SET gave_since = 'long ago' WHERE id = WHO", Total::Weeks),
    ("UPDATE giver_total SET gives = 'many' WHERE person_id = WHO", Total::Given),
    ("UPDATE giver_day SET number = 'some'", Total::Latest),
];

async fn each_total_that_is_wrong_is_found_and_mended(place: &Place) {
    let store = filled(place).await;
    let (before, found) = (totals(place).await, recount(&store, false).await);
    assert!(found.wrong().is_empty(), "{found:?}");
    assert!(Total::ALL.into_iter().all(|total| found.of(total).right > 3), "{found:?}");
    let texts: &[(&str, Total)] = if place.url.starts_with("sqlite") { &TEXTS } else { &[] };
    for (broken, kind) in BREAKS.iter().chain(texts) {
        place.run(&broken.replace("WHO", SOMEBODY).replace("ROW", RECEIVED)).await;
        let wrong = totals(place).await;
        assert!(wrong != before, "{broken} breaks nothing");
        let told = recount(&store, false).await;
        assert!(told.of(*kind).wrong > 0, "{broken}: {told:?}");
        same(&totals(place).await, &wrong, &format!("{broken} was to be told and no more"));
        let mended = recount(&store, true).await;
        match kind {
            // What is counted from it goes with it.
            Total::Repeated => assert_eq!(mended.wrong(), [Total::Repeated], "{broken}"),
            _ => assert_eq!((&mended, mended.wrong().as_slice()), (&told, [*kind].as_slice()), "{broken}"),
        }
        same(&totals(place).await, &before, broken);
        assert_eq!(recount(&store, true).await, found, "{broken}: it does not stay so");
    }
}

async fn all_of_it_is_mended_at_once(place: &Place) {
    let store = filled(place).await;
    let before = totals(place).await;
    place
        .run(
            "DELETE FROM recognition_day; DELETE FROM giver_day; DELETE FROM giver_total; DELETE FROM strength_total; \
             UPDATE recognition_receiver SET counts = 1 - counts WHERE counts IN (0, 1); \
             UPDATE person SET first_gave = NULL, last_gave = NULL, first_got = NULL, last_got = NULL, got_before = NULL, gave_from = 5, \
             gave_to = 5, gave_before = 5, got_from = 5, gave_since = 5",
        )
        .await;
    assert!(recount(&store, true).await.wrong().contains(&Total::Repeated));
    same(&totals(place).await, &before, "it is not mended");
    assert!(recount(&store, true).await.wrong().is_empty());
}

/// A build from before rows repeated anything of their recognition gives and takes back, and one from before pauses were marked
/// pauses somebody.
async fn what_an_older_build_counted_and_paused_counts_as_it_should(place: &Place) {
    let store = filled(place).await;
    let before = totals(place).await;
    counted(store.give(&given(12, BEN, &[ANNA, CLEO], NINE, &["Calm"]), LEASE).await.unwrap());
    let given_since = totals(place).await;
    pause(&store, &[CLEO.get()], true).await;
    let paused = totals(place).await;
    pause(&store, &[CLEO.get()], false).await;
    same(&totals(place).await, &given_since, "it is not mended");

    // Its pause and nothing else.
    place.run("UPDATE person SET paused_at = 1 WHERE user_id = 13").await;
    assert!(recount(&store, true).await.of(Total::Repeated).wrong > 0);
    recount(&store, true).await;
    same(&totals(place).await, &paused, "it is not mended");
    // And its end.
    place.run("UPDATE person SET paused_at = NULL WHERE user_id = 13").await;
    assert!(recount(&store, true).await.of(Total::Repeated).wrong > 0);
    same(&totals(place).await, &given_since, "it is not mended");
    // A take-back of such a build is a record, and nothing else.
    place
        .run(
            "INSERT INTO reversal (id, recognition_id, by_person, reversed_at) \
              SELECT 1, id, giver, 0 FROM recognition WHERE interaction_id = 12",
        )
        .await;
    assert!(recount(&store, true).await.of(Total::Repeated).wrong > 0);
    let over = |row: &String| !row.starts_with("recognition_receiver") || !row.ends_with(" 0");
    let without: BTreeSet<String> = totals(place).await.into_iter().filter(over).collect();
    same(&without, &before.into_iter().filter(over).collect(), "it is not over");
    // And what it gave.
    place
        .run("DELETE FROM reversal WHERE id = 1; UPDATE recognition_receiver SET giver = NULL, local_date = '', given_at = 0, \
              counts = 1 WHERE recognition_id = (SELECT id FROM recognition WHERE interaction_id = 12)")
        .await;
    assert!(recount(&store, true).await.of(Total::Repeated).wrong > 0);
    same(&totals(place).await, &given_since, "it is not mended");
}

/// What an older build that still runs left in somebody's row keeps nobody from giving to them or getting from them, and no
/// screen from being shown.
#[tokio::test]
async fn what_an_older_build_left_in_a_file_is_in_nobodys_way() {
    let place = Place::sqlite();
    let store = filled(&place).await;
    let before = recount(&store, false).await;
    place
        .run(
            "UPDATE person SET gave_to = '2026-11-23', gave_from = '2025-12-30', gave_before = '2026-11-20', \
             got_from = '2026-11-20', gave_weeks = '01', gave_since = 'long ago' WHERE user_id = 11",
        )
        .await;
    let months = Dates { first: jiff::civil::date(2026, 7, 5), last: jiff::civil::date(2026, 12, 24) };
    for dates in [Dates::ALL, months] {
        store.givers_screen(GUILD, dates, Order::Name, 0, 10).await.unwrap();
    }
    pause(&store, &[BEN.get()], true).await;
    pause(&store, &[BEN.get()], false).await;
    let given = store.give(&given(12, ANNA, &[BEN], "2026-11-26T09:00:00Z", &[]), LEASE).await;
    let recognition = counted(given.unwrap()).0;
    store.undo(GUILD, ANNA, recognition, at("2026-11-26T09:00:00Z")).await.unwrap().unwrap();
    let mended = recount(&store, true).await;
    assert!(!mended.wrong().contains(&Total::Repeated), "{mended:?}");
    let after = recount(&store, false).await;
    assert!(after.wrong().is_empty(), "{after:?}");
    assert_eq!(after.of(Total::Given), before.of(Total::Given));
}
