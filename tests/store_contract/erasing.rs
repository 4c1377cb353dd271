//! A server that the bot was removed from: kept for a grace, then erased from every table and every byte of the file.

use std::collections::BTreeMap;
use std::time::Duration;

use clarion::deck::{Typed, check};
use clarion::store::{
    Committed, HolidayDraft, Kept, NewBalance, NewCommitment, NewQuizRound, NewRecognition, NewReflection,
    NewSuggestion, Next, OccurrenceKey, OccurrenceState, QuizCounts, Sent, Store, StoreError, StoreOptions, TriedBy,
    Wanted, Where,
};
use jiff::civil::date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use sqlx::{AssertSqlSafe, Connection, Row};

use super::engines::{
    GRACE, LEASE, NINE, Place, at, claimed, counted, draft, not_holder, nothing, on_each_engine, pick,
};

on_each_engine!(
    what_is_left_is_erased_after_the_grace_and_not_before,
    no_table_keeps_anything_of_an_erased_server,
    whoever_is_at_a_post_of_an_erased_server_is_told_so,
    a_server_that_is_back_is_not_erased,
    what_is_to_be_taken_down_for_somebody_is_taken_down_all_the_same,
);

const KEEP: Duration = Duration::from_secs(30 * 24 * 60 * 60);
const LEFT: GuildId = GuildId::new(1_111_222_233_334_444_455);
const STAYS: GuildId = GuildId::new(1_999_888_877_776_666_655);

/// What one server's ids are told apart by.
struct Ids {
    guild: GuildId,
    channel: ChannelId,
    giver: UserId,
    receiver: UserId,
    words: String,
}

fn ids(guild: GuildId) -> Ids {
    let own = |add: u64| guild.get() + add;
    Ids {
        guild,
        channel: ChannelId::new(own(1_000)),
        giver: UserId::new(own(2_000)),
        receiver: UserId::new(own(3_000)),
        words: format!("calmer nights at {}", if guild == LEFT { "the lighthouse" } else { "the pier" }),
    }
}

/// What the server's giver gives.
fn given(ids: &Ids, interaction: u64) -> NewRecognition {
    let (guild, now) = (ids.guild, at(NINE));
    NewRecognition {
        interaction: InteractionId::new(guild.get() + interaction),
        guild,
        channel: ids.channel,
        giver: ids.giver,
        receivers: vec![ids.receiver],
        words: ids.words.clone(),
        way: None,
        quiet: false,
        strengths: Vec::new(),
        names: Vec::new(),
        about: Some((ids.channel, MessageId::new(guild.get() + 5_000))),
        at: now,
        local_date: date(2026, 11, 23),
    }
}

/// Something of a server in every table.
async fn fill(place: &Place, store: &Store, ids: &Ids) {
    let (guild, now) = (ids.guild, at(NINE));
    store.guild_joined(guild, Some("de"), Some(ids.channel), now).await.unwrap();
    store.set_up(guild, &"Europe/Berlin".parse().unwrap(), true, ids.giver, now).await.unwrap();
    let mut draft = draft(&ids.words, "10:00 daily UTC");
    (draft.channel, draft.by) = (ids.channel, ids.giver);
    store.save_schedule(guild, &draft, now).await.unwrap();
    store.skip_date(guild, &ids.words, date(2026, 12, 1), now).await.unwrap();
    let holiday = HolidayDraft {
        first: date(2026, 12, 24),
        last: date(2026, 12, 26),
        yearly: true,
        name: Some(format!("feast, {}", ids.words)),
    };
    store.add_holiday(guild, &holiday, now).await.unwrap();
    store.contrast_seen(guild, &ids.words, now).await.unwrap();
    let typed = Typed { title: &ids.words, question: &ids.words, step: &ids.words, minutes: "" };
    let suggestion = NewSuggestion {
        interaction: InteractionId::new(guild.get() + 4_001),
        guild,
        by: ids.receiver,
        words: check(&typed).unwrap(),
    };
    store.suggest(&suggestion, now).await.unwrap();
    let given = given(ids, 4_000);
    let written = NewReflection {
        interaction: InteractionId::new(guild.get() + 8_000),
        guild,
        author: ids.giver,
        prompt: format!("prompt, {}", ids.words),
        title: Some(format!("title, {}", ids.words)),
        words: ids.words.clone(),
        at: now,
        local_date: date(2026, 11, 23),
    };
    let Kept::As(written) = store.keep_reflection(&written).await.unwrap() else { panic!("there is room") };
    store.share_reflection(guild, ids.giver, written.id, ids.channel, now, LEASE).await.unwrap();
    let counts = QuizCounts { managing: 1, leading: 2, both: 2, agreed: 3 };
    let round = NewQuizRound {
        guild,
        user: ids.giver,
        begun_by: guild.get() + 8_000,
        moments: ids.words.clone(),
        said: counts,
        at: now,
        local_date: date(2026, 11, 23),
    };
    store.finish_quiz(&round).await.unwrap();
    let balance = NewBalance {
        guild,
        user: ids.giver,
        begun_by: guild.get() + 9_000,
        leans: vec![(format!("tasks-at-{guild}"), 2)],
        at: now,
        local_date: date(2026, 11, 23),
    };
    store.finish_balance(&balance).await.unwrap();
    let (recognition, claim) = counted(store.give(&given, LEASE).await.unwrap());
    store.posted(&claim, MessageId::new(guild.get() + 6_000)).await.unwrap();
    place
        .run(&format!(
            "INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason) \
             SELECT {}, {}, MIN(id), 1, 'taken back, {}' FROM person WHERE guild_id = {guild}",
            recognition.get() + 1,
            recognition.get(),
            ids.words
        ))
        .await;
    settle_recognition(place, ids, recognition.get()).await;
    let attempt = NewCommitment {
        interaction: InteractionId::new(guild.get() + 8_000),
        guild,
        person: ids.giver,
        prompt: Some(ids.words.clone()),
        thread: Some(ids.channel),
        words: ids.words.clone(),
        at: now,
    };
    assert!(matches!(store.commit_to(&attempt).await.unwrap(), Committed::Made(_)));
    store.set_contact(guild, ids.receiver, false, now).await.unwrap();
    // Its hello, and its daily prompt with what was chosen for it.
    loop {
        match store.claim_due(at("2026-11-23T10:00:00Z"), LEASE, GRACE).await.unwrap() {
            Next::Claimed(claim) => {
                if matches!(claim.occurrence.key, OccurrenceKey::Daily { .. }) {
                    let words = ids.words.clone();
                    let choose = move |_: &clarion::store::Before| pick(&words, 1);
                    store.choose_prompt(&claim, now, LEASE, TriedBy::Message, |_| true, choose).await.unwrap();
                }
                store.posted(&claim, MessageId::new(guild.get() + 7_000)).await.unwrap();
                store.post_pressed(guild, claim.occurrence.id).await.unwrap();
            }
            Next::Skipped(_) => {}
            Next::Nothing => return,
        }
    }
}

/// What a server settled about recognition, and what became of one.
async fn settle_recognition(place: &Place, ids: &Ids, recognition: i64) {
    let (guild, words, id) = (ids.guild, &ids.words, recognition + 2);
    for row in [
        format!("INSERT INTO recognition_option (guild_id, allowance, steward_role_id) VALUES ({guild}, 5, {guild})"),
        format!("INSERT INTO strength (id, guild_id, name, place) VALUES ({id}, {guild}, '{words}', 0)"),
        format!("INSERT INTO recognition_strength (recognition_id, place, name) VALUES ({recognition}, 0, '{words}')"),
        format!(
            "INSERT INTO strength_total (person_id, name, named, seen) \
             SELECT person_id, '{words}', 1, 1 FROM recognition_receiver WHERE recognition_id = {recognition}"
        ),
        format!(
            "INSERT INTO report (id, guild_id, recognition_id, person_id, reported_at, words) \
             SELECT {id}, {guild}, {recognition}, MIN(id), 1, '{words}' FROM person WHERE guild_id = {guild}"
        ),
        format!(
            "INSERT INTO declined_giver (person_id, giver) \
             SELECT MIN(id), MAX(id) FROM person WHERE guild_id = {guild}"
        ),
        format!(
            "INSERT INTO announcement_change (occurrence_id, wanted, ready_at, attempts) \
             SELECT id, 'edited', 1, 0 FROM occurrence WHERE guild_id = {guild} AND kind = 'announcement'"
        ),
    ] {
        place.run(&row).await;
    }
}

/// How many rows each table of the schema has.
async fn counts(place: &Place) -> BTreeMap<String, i64> {
    let mut connection = place.raw().await;
    let tables = if place.url.starts_with("sqlite") {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = current_schema()"
    };
    let mut counts = BTreeMap::new();
    for row in sqlx::query(tables).fetch_all(&mut connection).await.unwrap() {
        let table: String = row.get(0);
        let count = format!("SELECT COUNT(*) FROM {table}");
        counts.insert(table, sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut connection).await.unwrap());
    }
    counts
}

async fn erase_all(store: &Store, now: &str) -> Vec<GuildId> {
    let mut erased = Vec::new();
    while let Some(guild) = store.erase_next(at(now), KEEP).await.unwrap() {
        erased.push(guild);
    }
    store.scrub().await.unwrap();
    erased
}

async fn what_is_left_is_erased_after_the_grace_and_not_before(place: &Place) {
    let store = place.open().await;
    fill(place, &store, &ids(LEFT)).await;
    assert_eq!(store.next_erasure(KEEP).await.unwrap(), None);
    store.guild_removed(LEFT, at("2026-11-24T12:00:00Z")).await.unwrap();
    assert_eq!(store.next_erasure(KEEP).await.unwrap(), Some(at("2026-12-24T12:00:00Z")));
    assert!(erase_all(&store, "2026-12-24T11:59:59Z").await.is_empty());
    assert!(store.guild(LEFT).await.unwrap().is_some());
    assert_eq!(erase_all(&store, "2026-12-24T12:00:00Z").await, [LEFT]);
    assert_eq!(store.guild(LEFT).await.unwrap(), None);
    assert_eq!(store.next_erasure(KEEP).await.unwrap(), None);
}

async fn no_table_keeps_anything_of_an_erased_server(place: &Place) {
    let store = place.open().await;
    // What belongs to no server: the commands that Discord was told, interactions of the last hour by their id, and the
    // schema's own history.
    let of_none = ["_sqlx_migrations", "command_registration", "interaction"];
    let before = counts(place).await;
    fill(place, &store, &ids(STAYS)).await;
    let one = counts(place).await;
    for (table, rows) in one.iter().filter(|(table, _)| !of_none.contains(&table.as_str())) {
        assert!(*rows > before[table], "no test erases anything from {table}: fill it above, and erase it");
    }
    fill(place, &store, &ids(LEFT)).await;
    store.guild_removed(LEFT, at("2026-11-24T12:00:00Z")).await.unwrap();
    assert_eq!(erase_all(&store, "2027-01-01T00:00:00Z").await, [LEFT]);
    assert_eq!(counts(place).await, one);
    assert_eq!(store.schedules(STAYS, at(NINE)).await.unwrap().len(), 1);
}

async fn whoever_is_at_a_post_of_an_erased_server_is_told_so(place: &Place) {
    let store = place.open().await;
    fill(place, &store, &ids(LEFT)).await;
    let claim = claimed(&store, "2026-11-24T10:00:00Z").await;
    store.guild_removed(LEFT, at("2026-11-24T10:00:10Z")).await.unwrap();
    assert_eq!(erase_all(&store, "2026-12-25T00:00:00Z").await, [LEFT]);
    let now = at("2026-12-25T00:00:00Z");
    not_holder(store.tried(&claim, now, LEASE).await);
    not_holder(store.posted(&claim, MessageId::new(70)).await);
    not_holder(store.put_back(&claim, now, Sent::Perhaps, "answer-lost").await);
    not_holder(store.refused(&claim, 10_004, false, now).await);
    not_holder(store.hold_unknown(&claim, "lost", now).await);
    not_holder(store.choose_prompt(&claim, now, LEASE, TriedBy::Message, |_| true, |_| pick("p", 1)).await);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 0);
}

async fn a_server_that_is_back_is_not_erased(place: &Place) {
    let store = place.open().await;
    fill(place, &store, &ids(LEFT)).await;
    store.guild_removed(LEFT, at("2026-11-24T12:00:00Z")).await.unwrap();
    store.guild_joined(LEFT, None, None, at("2026-12-24T11:00:00Z")).await.unwrap();
    assert!(erase_all(&store, "2027-12-24T12:00:00Z").await.is_empty());
    assert_eq!(store.schedules(LEFT, at(NINE)).await.unwrap().len(), 1);
    // Removed once more, the time counts anew.
    store.guild_removed(LEFT, at("2027-01-01T00:00:00Z")).await.unwrap();
    assert_eq!(store.next_erasure(KEEP).await.unwrap(), Some(at("2027-01-31T00:00:00Z")));
    nothing(&store, "2027-01-30T00:00:00Z").await;
}

async fn what_is_to_be_taken_down_for_somebody_is_taken_down_all_the_same(place: &Place) {
    let store = place.open().await;
    let (ids, now) = (ids(LEFT), at(NINE));
    let before = counts(place).await;
    fill(place, &store, &ids).await;
    let alone = NewRecognition { quiet: true, ..given(&ids, 4_002) };
    store.give(&alone, LEASE).await.unwrap();
    let private = ChannelId::new(LEFT.get() + 9_000);
    let claim = claimed(&store, NINE).await;
    let claim = store.redirect(&claim, private, clarion::store::NoticePlace::Direct).await.unwrap();
    store.posted(&claim, MessageId::new(LEFT.get() + 9_001)).await.unwrap();
    let owed = store.forget(ids.giver, Where::Server(LEFT), now).await.unwrap().posts;
    assert!(owed >= 2, "{owed}");
    // Somebody is at one of them.
    let held = store.claim_change(now, LEASE).await.unwrap().unwrap();
    for _ in 0..2 {
        assert_eq!(store.erase_guild(LEFT, now).await.unwrap() as u64, owed);
    }
    for (table, rows) in counts(place).await {
        let kept = match table.as_str() {
            "occurrence" | "announcement_change" => owed.cast_signed(),
            "guild" => 1,
            "interaction" | "command_registration" => continue,
            _ => 0,
        };
        assert_eq!(rows, before[&table] + kept, "{table}");
    }
    store.change_done(&held, now).await.unwrap();
    let mut taken_down = vec![held.occurrence];
    while let Some(change) = store.claim_change(now, LEASE).await.unwrap() {
        assert_eq!(change.wanted, Wanted::Gone);
        store.change_done(&change, now).await.unwrap();
        taken_down.push(change.occurrence);
    }
    assert_eq!(taken_down.len() as u64, owed);
    let known = |channel, message| {
        let state = OccurrenceState::Posted(MessageId::new(message));
        taken_down.iter().any(|of| of.channel == channel && of.state == state)
    };
    assert!(known(ids.channel, LEFT.get() + 6_000) && known(private, LEFT.get() + 9_001));
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 0);
    assert!(!place.url.starts_with("sqlite") || store.scrub_owed().await.unwrap(), "the places are in the file still");
}

/// The bytes of every file that the database has.
fn files(place: &Place) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(place.file().parent().unwrap()).unwrap() {
        all.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    all
}

fn found(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// A store over the same file that does not wait long for others.
async fn impatient(place: &Place) -> Store {
    let busy_timeout = Duration::from_millis(50);
    Store::open(&StoreOptions { busy_timeout, ..place.options() }, 9).await.unwrap()
}

/// As text, and as SQLite writes a whole number of eight bytes (<https://sqlite.org/fileformat2.html>, record format).
fn traces(ids: &Ids) -> Vec<Vec<u8>> {
    let numbers = [ids.guild.get(), ids.channel.get(), ids.giver.get(), ids.receiver.get(), ids.guild.get() + 4_000];
    let mut traces: Vec<Vec<u8>> = numbers.iter().map(|number| number.to_be_bytes().to_vec()).collect();
    traces.extend(numbers.iter().map(|number| number.to_string().into_bytes()));
    traces.push(ids.words.clone().into_bytes());
    traces
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_byte_of_an_erased_server_is_left_in_the_files() {
    let place = Place::sqlite();
    let store = place.open().await;
    for guild in [LEFT, STAYS] {
        fill(&place, &store, &ids(guild)).await;
    }
    let whole = files(&place);
    // The channel's and the interaction's id need not stand as text as well.
    assert!(traces(&ids(LEFT)).iter().filter(|trace| found(&whole, trace)).count() >= 6);
    store.guild_removed(LEFT, at("2026-11-24T12:00:00Z")).await.unwrap();
    let now = at("2027-01-01T00:00:00Z");
    assert_eq!(store.erase_next(now, KEEP).await.unwrap(), Some(LEFT));
    // The process dies here: what is owed to the file is still owed at the next start.
    store.close().await;
    let store = place.open().await;
    assert!(traces(&ids(LEFT)).iter().any(|trace| found(&files(&place), trace)), "nothing to scrub");
    assert_eq!(store.erase_next(now, KEEP).await.unwrap(), None);
    // Somebody who reads from the log keeps it full: it stays owed.
    let mut reader = place.raw().await;
    sqlx::raw_sql("BEGIN; SELECT COUNT(*) FROM guild").execute(&mut reader).await.unwrap();
    let kept = impatient(&place).await.scrub().await;
    assert!(matches!(kept, Err(StoreError::Busy(_))), "{kept:?}");
    reader.close().await.unwrap();
    store.scrub().await.unwrap();
    let left = files(&place);
    for trace in traces(&ids(LEFT)) {
        assert!(!found(&left, &trace), "{}", String::from_utf8_lossy(&trace));
    }
    assert!(found(&left, ids(STAYS).words.as_bytes()));
    assert_eq!(store.schedules(STAYS, at(NINE)).await.unwrap().len(), 1);
    assert_eq!(place.number("PRAGMA user_version").await, 0);
}
