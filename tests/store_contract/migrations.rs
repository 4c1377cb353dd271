//! Databases that earlier versions left behind: for each migration there are rows as a bot of that schema wrote them, and this
//! program opens them, with every row where it was, and with every number as it is counted anew.
//!
//! A `rows/NNNN.sql` adds what came with its schema to those before it; those of one engine stand in a folder of their own, as
//! its migrations do, and those of a third server, in which more happened, in `of_a_year`.

use std::path::{Path, PathBuf};

use clarion::deck::DrawsFrom;
use clarion::recognition::{Dates, Order, Way};
use clarion::store::{
    CheckInPlace, GiverTally, GiversScreen, OccurrenceState, Outcome, PauseReason, Posts, ScheduleOptions, SharedIn,
    Sharing, Store,
};
use jiff::civil::date;
use serenity::model::id::{ApplicationId, GuildId, MessageId, RoleId};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection};

use super::engines::{ANNA, BEN, CHANNEL, GUILD, Place, at};
use super::fresh_count::{Gave, Lines, wrong};

/// A server of a year: one of its givers was erased, another pauses, and so does one who got something.
const OF_A_YEAR: GuildId = GuildId::new(1_000_000_000_000_000_005);

#[tokio::test]
async fn sqlite() {
    let schemas = schemas("sqlite").await;
    assert!(schemas.is_sorted() && schemas.contains(&22), "{schemas:?}");
    for schema in schemas {
        from_schema("sqlite", schema, &Place::sqlite()).await;
    }
}

#[tokio::test]
async fn postgres() {
    for schema in schemas("postgres").await {
        let Some(place) = Place::postgres().await else { return };
        from_schema("postgres", schema, &place).await;
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What both engines have, and what one has alone, in the order of their numbers, as the program runs them.
async fn migrator(engine: &str) -> Migrator {
    let store = root().join("src/store");
    let common = Migrator::new(store.join("migrations")).await.unwrap();
    let own = Migrator::new(store.join("engines").join(engine)).await.unwrap();
    Migrator::with_migrations(common.iter().chain(own.iter()).cloned().collect())
}

async fn schemas(engine: &str) -> Vec<i64> {
    migrator(engine).await.iter().map(|migration| migration.version).collect()
}

/// What a bot of that schema wrote besides.
fn rows(engine: &str, schema: i64) -> String {
    let folder = root().join("tests/store_contract/rows");
    let name = format!("{schema:04}.sql");
    let own: PathBuf = folder.join(engine).join(&name);
    let rows = if own.exists() { own } else { folder.join(&name) };
    let mut rows = std::fs::read_to_string(&rows).unwrap_or_else(|error| panic!("{}: {error}", rows.display()));
    // Most schemas added something to that server, but not each.
    rows.push_str(&std::fs::read_to_string(folder.join("of_a_year").join(name)).unwrap_or_default());
    rows
}

async fn from_schema(engine: &str, schema: i64, place: &Place) {
    if let Some(folder) = place.folder_to_make() {
        std::fs::create_dir_all(folder).unwrap();
    }
    let mut raw = place.raw_new().await;
    let (migrator, all) = (migrator(engine).await, schemas(engine).await);
    migrator.run_to(schema, &mut raw).await.unwrap();
    for added in all.iter().filter(|added| **added <= schema) {
        sqlx::raw_sql(AssertSqlSafe(rows(engine, *added))).execute(&mut raw).await.unwrap();
    }
    raw.close().await.unwrap();

    let store = place.open().await;
    all_is_there(&store).await;
    // The program has no other migrations than these.
    let ran = place.number("SELECT COUNT(*) FROM _sqlx_migrations").await;
    assert_eq!(usize::try_from(ran).unwrap(), all.len(), "from schema {schema}");
    what_is_counted_is_carried_over(&store, schema).await;
    all_is_counted_as_it_was_given(place, &store, schema).await;
    // Nobody noted a press before: the question whether posts come too often counts from the last of them on.
    let counted = place.number("SELECT since FROM schedule_counted WHERE schedule_id = 61").await;
    assert_eq!(counted, if schema < 5 { 1_795_420_800_001 } else { 1_795_000_200_000 }, "from schema {schema}");
    // What was told alone before is for that person alone.
    let hidden =
        place.number("SELECT hidden FROM recognition_receiver WHERE recognition_id = 81 AND person_id = 53").await;
    assert_eq!(hidden, i64::from(schema == 12), "from schema {schema}");
    let others = "SELECT CAST(SUM(hidden) AS BIGINT) FROM recognition_receiver WHERE person_id NOT IN (53, 56) \
                  AND NOT (recognition_id = 211 AND person_id = 205)";
    assert_eq!(place.number(others).await, 0);
    // Where one of several was told alone, what stands in the channel is said once more; what was taken back names nobody.
    let owed = |which: &str| format!("SELECT COUNT(*) FROM announcement_change WHERE wanted = 'edited' AND {which}");
    assert_eq!(place.number(&owed("occurrence_id = 77")).await, i64::from(schema == 16), "from schema {schema}");
    assert_eq!(place.number(&owed("occurrence_id NOT IN (72, 77)")).await, 0, "from schema {schema}");
    // What quiet ones name is in no number; what the others name is, and all of them are.
    let named = |named: &str| {
        format!(
            "SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM recognition_day WHERE strength = '{named}' \
             AND guild_id <> {OF_A_YEAR}"
        )
    };
    let (all, calm) = (1 + i64::from(schema >= 15) + 2 * i64::from(schema >= 16), i64::from(schema >= 9));
    for (strength, number) in [("", all), ("Calm", calm), ("Care", 0)] {
        assert_eq!(place.number(&named(strength)).await, number, "{strength:?} from schema {schema}");
    }
    // The weeks in which they gave have other bytes, and say the same.
    let bytes = if place.options().url.starts_with("postgres") { "BYTEA" } else { "BLOB" };
    let noted = format!("SELECT COUNT(*) FROM person WHERE id = 51 AND gave_weeks = CAST('1' AS {bytes})");
    assert_eq!(place.number(&noted).await, i64::from(schema >= 15), "from schema {schema}");
    // Only what was taken back had brought two of them onto the roster; one joined, and what another got rests.
    for (person, on) in [(57, 0), (58, 1), (59, 1), (60, 0)] {
        let roster = format!("SELECT COUNT(*) FROM person WHERE id = {person} AND roster IS NOT NULL");
        assert_eq!(place.number(&roster).await, i64::from(schema >= 19) * on, "{person} from schema {schema}");
        let since = format!("SELECT COUNT(roster_since) FROM person WHERE id = {person}");
        assert_eq!(place.number(&since).await, i64::from(schema >= 19) * on, "{person} from schema {schema}");
    }
    if schema >= 2 {
        the_options_are_there(&store, schema).await;
    }
    if schema >= 4 {
        the_reflection_is_there(&store).await;
    }
    if schema >= 6 {
        the_quiz_and_the_balance_are_there(&store).await;
    }
    if schema >= 5 {
        what_was_to_be_tried_is_there(&store).await;
    }
    if schema >= 7 {
        the_deck_is_there(&store).await;
    }
}

async fn all_is_there(store: &Store) {
    let now = at("2026-11-23T12:00:00Z");
    let guild = store.guild(GUILD).await.unwrap().unwrap();
    assert_eq!((guild.zone.name(), guild.locale.as_deref(), guild.thanks), ("Europe/Berlin", Some("de"), true));
    assert_eq!(guild.set_up.unwrap().by, Some(ANNA));
    let schedules = store.schedules(GUILD, now).await.unwrap();
    assert_eq!(schedules.len(), 2);
    let (daily, late) = (&schedules[0], &schedules[1]);
    assert_eq!((daily.name.as_str(), daily.channel, daily.created_by), ("daily", CHANNEL, Some(ANNA)));
    assert_eq!(daily.next.unwrap().at, at("2026-11-24T08:00:00Z"));
    assert_eq!(daily.skips, [date(2026, 12, 24)]);
    assert_eq!((late.paused, late.next, late.created_by), (Some(PauseReason::Refused(50013)), None, None));
    let recent = store.recent_occurrences(daily.id, 5).await.unwrap();
    assert_eq!(recent[0].state, OccurrenceState::Posted(MessageId::new(700)));
    assert_eq!(store.prompt_history(GUILD).await.unwrap()[0].prompt, "risk-small-bet");
    assert_eq!(store.least_recently_seen(GUILD, &["risk", "title"]).await.unwrap(), Some("title"));
    let tally = GiverTally { user: Some(ANNA), gives: 1, people: 2 };
    assert_eq!(store.givers(GUILD, Dates::ALL).await.unwrap(), [tally]);
    let given = &store.mine(GUILD, ANNA, 5).await.unwrap().latest_given[0];
    assert_eq!((given.words.as_deref(), given.way, given.undone), (Some("calmer nights"), Some(Way::Expert), false));
    assert_eq!((given.announced, given.receivers.as_slice()), (Some(MessageId::new(701)), [BEN].as_slice()));
    assert_eq!(given.about, Some((CHANNEL, MessageId::new(699))));
    assert_eq!(store.command_hash(ApplicationId::new(5)).await.unwrap().as_deref(), Some("abc"));
}

/// The totals that later schemas brought, for what was given before them.
async fn what_is_counted_is_carried_over(store: &Store, schema: i64) {
    let screen = store.givers_screen(GUILD, Dates::ALL, Order::Name, 0, 10).await.unwrap();
    assert_eq!((screen.gives, screen.givers, screen.shown.len()), (1, 1, 1), "from schema {schema}");
    let figures = |screen: &GiversScreen| (screen.shown[0].gives, screen.shown[0].people, screen.shown[0].weeks);
    assert_eq!(figures(&screen), (1, 2, 1), "from schema {schema}");
    let year = Dates { first: date(2026, 1, 1), last: date(2026, 12, 31) };
    let screen = store.givers_screen(GUILD, year, Order::Name, 0, 10).await.unwrap();
    assert_eq!(figures(&screen), (1, 2, 1), "from schema {schema}");
    let calm = if schema >= 9 { vec![("Calm".to_owned(), 1)] } else { Vec::new() };
    for by_themselves in [false, true] {
        let found = store.named_strengths(GUILD, BEN, by_themselves, 5).await.unwrap();
        assert_eq!(found.named, calm, "from schema {schema}");
    }
    let november = Dates { first: date(2026, 11, 1), last: date(2026, 11, 30) };
    let pulse = store.pulse(GUILD, november, None).await.unwrap();
    assert_eq!((pulse.now.gives, pulse.now.gave, pulse.now.newly_thanked), (1, 1, 2), "from schema {schema}");
    assert_eq!(pulse.since, Some(date(2026, 11, 23)), "from schema {schema}");
    let weeks = store.weeks(GUILD, date(2026, 11, 24)).await.unwrap();
    assert_eq!(weeks.iter().map(|week| week.gives).sum::<i64>(), 1, "from schema {schema}");
    let roster = store.roster(GUILD).await.unwrap();
    assert_eq!(roster.took_part, if schema < 9 { 2 } else { 1 }, "from schema {schema}");
}

/// Every number that is kept is what a fresh count of what was given says, and so is what people are shown of it: whoever
/// pauses is in none, and whoever was erased is in it without a name.
async fn all_is_counted_as_it_was_given(place: &Place, store: &Store, schema: i64) {
    let lines = Lines::of(place).await;
    let wrong = wrong(place, &lines).await;
    assert!(wrong.is_empty(), "from schema {schema}: {wrong:#?}");
    for guild in store.guilds_kept().await.unwrap() {
        let recounted = store.recount(guild, false).await.unwrap();
        assert!(recounted.wrong().is_empty(), "{guild} from schema {schema}: {recounted:?}");
    }
    let year = Dates { first: date(2026, 1, 1), last: date(2026, 12, 31) };
    let month = |month, last| Dates { first: date(2026, month, 1), last: date(2026, month, last) };
    let new_year = Dates { first: date(2025, 12, 29), last: date(2026, 1, 4) };
    for dates in [Dates::ALL, year, new_year, month(1, 31), month(2, 28), month(3, 31), month(11, 30)] {
        let (gives, gave) = lines.gave(OF_A_YEAR.get().cast_signed(), dates);
        let screen = store.givers_screen(OF_A_YEAR, dates, Order::Name, 0, 10).await.unwrap();
        let shown = screen
            .shown
            .iter()
            .map(|giver| (giver.user.map(|user| user.get().cast_signed()), giver.gives, giver.people, giver.weeks));
        let mut shown: Vec<Gave> = shown.collect();
        shown.sort();
        assert_eq!((screen.gives, shown), (gives, gave), "{dates:?} from schema {schema}");
    }
    // Two gave what counts and are still known, one was erased; before 0009 nobody could pause.
    let (_, ever) = lines.gave(OF_A_YEAR.get().cast_signed(), Dates::ALL);
    assert_eq!(ever.len(), if schema < 9 { 5 } else { 3 }, "from schema {schema}");
    assert_eq!(ever.iter().filter(|(user, ..)| user.is_none()).count(), 1, "from schema {schema}");
}

async fn what_was_to_be_tried_is_there(store: &Store) {
    let kept = store.commitments(GUILD, ANNA, 5, 0).await.unwrap();
    assert_eq!(
        (kept[0].words.as_str(), kept[0].place, kept[0].check_on),
        ("ask Sam first", CheckInPlace::Thread, Some(date(2026, 11, 30)))
    );
    assert_eq!((kept[1].words.as_str(), kept[1].settled.unwrap().0), ("leave early", Outcome::LetGo));
    assert_eq!(
        (store.wants_no_contact(ANNA).await.unwrap(), store.wants_no_contact(BEN).await.unwrap()),
        (false, true)
    );
}

async fn the_options_are_there(store: &Store, schema: i64) {
    let schedules = store.schedules(GUILD, at("2026-11-23T12:00:00Z")).await.unwrap();
    let theme = Some("risk".to_owned());
    let options = ScheduleOptions { role: Some(RoleId::new(21)), thread: true, theme, ..ScheduleOptions::default() };
    assert_eq!((&schedules[0].options, schedules[0].resume_on), (&options, None));
    let (posts, draws_from) = (schedules[1].options.posts, schedules[1].options.draws_from);
    let series = (schema >= 3).then(|| "five-days-risk".to_owned());
    let options = ScheduleOptions { forum: true, posts, series, draws_from, ..ScheduleOptions::default() };
    assert_eq!((&schedules[1].options, schedules[1].resume_on), (&options, Some(date(2026, 12, 1))));
}

async fn the_reflection_is_there(store: &Store) {
    let kept = &store.reflections(GUILD, ANNA, None, 0, 5).await.unwrap().shown[0];
    assert_eq!((kept.prompt.as_str(), kept.title.as_deref()), ("risk-small-bet", Some("A small bet")));
    assert_eq!((kept.words.as_str(), kept.local_date), ("I would rather try it", date(2026, 11, 23)));
    let shared = SharedIn { channel: CHANNEL, how: Sharing::There(MessageId::new(702)) };
    assert_eq!(kept.shared, Some(shared));
}

async fn the_quiz_and_the_balance_are_there(store: &Store) {
    let schedules = store.schedules(GUILD, at("2026-11-23T12:00:00Z")).await.unwrap();
    assert_eq!(schedules.iter().map(|one| one.options.posts).collect::<Vec<_>>(), [Posts::Prompts, Posts::Quiz]);
    let history = store.quiz_history(GUILD, ANNA, 5).await.unwrap();
    assert_eq!((history.rounds, history.latest[0].said.agreed), (1, 2));
    let balances = store.balances(GUILD, ANNA, 0, 5).await.unwrap();
    assert_eq!(balances[0].leans, [("tasks-and-people".to_owned(), -2), ("week-and-years".to_owned(), 1)]);
}

async fn the_deck_is_there(store: &Store) {
    let waiting = store.suggestion_after(GUILD, None).await.unwrap();
    let suggestion = waiting.suggestion.unwrap();
    assert_eq!((suggestion.words.title.as_str(), suggestion.by, waiting.of), ("Calm nights", Some(BEN), 1));
    let deck = store.deck(GUILD).await.unwrap();
    assert_eq!((deck.len(), deck[0].words.question.as_str(), deck[0].words.minutes), (1, "Whose?", 5));
    let schedules = store.schedules(GUILD, at("2026-11-23T12:00:00Z")).await.unwrap();
    assert_eq!(schedules[0].options.draws_from, DrawsFrom::Clarion);
    assert_eq!(schedules[1].options.draws_from, DrawsFrom::Both);
}
