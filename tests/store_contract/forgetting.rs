//! Somebody asks to be forgotten: no row, no word and no byte tells of them, and nobody else loses anything.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};

use clarion::clock::Clock;
use clarion::deck::{Typed, check};
use clarion::recognition::Dates;
use clarion::store::{
    Claim, Committed, Forgotten, Kept, NewBalance, NewCommitment, NewOccurrence, NewQuizRound, NewRecognition,
    NewReflection, NewSuggestion, News, NoticePlace, OccurrenceKey, OccurrenceState, QuizCounts, Saved, Sent,
    SharedReflection, Store, Suggested, Where,
};
use jiff::SignedDuration;
use jiff::civil::date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};
use sqlx::{AssertSqlSafe, Row};

use super::engines::{LEASE, NINE, Place, at, claimed, counted, draft, not_holder, on_each_engine};

on_each_engine!(
    nothing_tells_of_somebody_who_was_forgotten,
    nobody_else_loses_anything,
    in_one_server_alone_or_everywhere,
    who_comes_back_is_somebody_new,
    what_was_on_its_way_is_taken_down_or_never_sent,
    forgotten_twice_is_forgotten_once,
    where_thanks_were_told_privately_goes_when_they_are_taken_down,
    a_notice_that_waits_is_placed_anew_and_its_holder_told_so,
    where_a_notice_was_told_goes_with_its_end,
    an_answer_about_a_suggestion_that_was_refused_leaves_no_trace,
    what_stands_where_the_bot_is_gone_is_counted_apart,
    a_pause_is_one_servers_or_all,
    a_server_is_erased_but_that_it_is_there,
    words_are_deleted_after_their_time,
    a_servers_file_tells_what_was_public,
);

const HERE: GuildId = GuildId::new(1_111_222_233_334_444_455);
const THERE: GuildId = GuildId::new(1_111_222_233_334_444_466);
const CHANNEL: ChannelId = ChannelId::new(1_111_222_233_334_444_477);
/// Jo's private messages with the bot.
const DIRECT: u64 = 1_357_913_579_135_791_357;
const JO: UserId = UserId::new(1_234_567_890_123_456_789);
const MIRA: UserId = UserId::new(1_234_567_890_123_456_700);
const SAM: UserId = UserId::new(1_234_567_890_123_456_600);
const LEE: UserId = UserId::new(1_234_567_890_123_456_500);
/// Stands in everything that Jo wrote, and that others wrote about Jo.
const TELLS: &str = "lighthouse";

fn gift(interaction: u64, guild: GuildId, giver: UserId, receivers: &[UserId], words: &str) -> NewRecognition {
    NewRecognition {
        interaction: InteractionId::new(interaction),
        guild,
        channel: CHANNEL,
        giver,
        receivers: receivers.to_vec(),
        words: words.to_owned(),
        way: Some(clarion::recognition::Way::Expert),
        quiet: false,
        strengths: Vec::new(),
        names: Vec::new(),
        about: Some((CHANNEL, MessageId::new(interaction + 1))),
        at: at(NINE),
        local_date: date(2026, 11, 23),
    }
}

/// Given and announced, as a message of the same number as its interaction. The recognition's id.
async fn given(store: &Store, new: &NewRecognition) -> i64 {
    let (recognition, claim) = counted(store.give(new, LEASE).await.unwrap());
    store.posted(&claim, MessageId::new(new.interaction.get())).await.unwrap();
    recognition.get()
}

async fn reflection(
    store: &Store,
    guild: GuildId,
    author: UserId,
    interaction: u64,
    words: &str,
) -> clarion::store::Id {
    let written = NewReflection {
        interaction: InteractionId::new(interaction),
        guild,
        author,
        prompt: "quiet-work".into(),
        title: Some(format!("title, {words}")),
        words: words.to_owned(),
        at: at(NINE),
        local_date: date(2026, 11, 23),
    };
    match store.keep_reflection(&written).await.unwrap() {
        Kept::As(kept) => kept.id,
        Kept::Full => panic!("there is room"),
    }
}

/// The private messages of somebody with the bot.
fn direct(user: UserId) -> u64 {
    if user == JO { DIRECT } else { DIRECT + user.get() % 1_000 }
}

/// Something of one person in every table that has something of people.
async fn fill(place: &Place, store: &Store, guild: GuildId, user: UserId, other: UserId, words: &str, from: u64) {
    let now = at(NINE);
    store.set_up(guild, &"Europe/Berlin".parse().unwrap(), true, user, now).await.unwrap();
    let mut draft = draft(&format!("daily-{from}"), "10:00 daily UTC");
    draft.by = user;
    store.save_schedule(guild, &draft, now).await.unwrap();
    let gave = given(store, &gift(from + 10, guild, user, &[other], &format!("given, {words}"))).await;
    given(store, &gift(from + 15, guild, user, &[other, LEE], &format!("given as well, {words}"))).await;
    let got = given(store, &gift(from + 20, guild, other, &[user, LEE], &format!("got, {words}"))).await;
    let shared = reflection(store, guild, user, from + 30, &format!("thought, {words}")).await;
    let SharedReflection::Now { claim, .. } =
        store.share_reflection(guild, user, shared, CHANNEL, now, LEASE).await.unwrap()
    else {
        panic!("not shared")
    };
    store.posted(&claim, MessageId::new(from + 30)).await.unwrap();
    let round = NewQuizRound {
        guild,
        user,
        begun_by: from + 40,
        moments: format!("moments, {words}"),
        said: QuizCounts { managing: 1, leading: 2, both: 2, agreed: 3 },
        at: now,
        local_date: date(2026, 11, 23),
    };
    store.finish_quiz(&round).await.unwrap();
    let balance = NewBalance {
        guild,
        user,
        begun_by: from + 50,
        leans: vec![(words.replace(' ', "-"), 2)],
        at: now,
        local_date: date(2026, 11, 23),
    };
    store.finish_balance(&balance).await.unwrap();
    let attempt = NewCommitment {
        interaction: InteractionId::new(from + 60),
        guild,
        person: user,
        prompt: None,
        thread: Some(CHANNEL),
        words: format!("to try, {words}"),
        at: now,
    };
    let Committed::Made(attempt) = store.commit_to(&attempt).await.unwrap() else { panic!("not made") };
    store.set_contact(guild, user, false, now).await.unwrap();
    for (add, approved) in [(70, false), (71, true)] {
        // What is in the deck is the team's.
        let title = if approved { format!("the team's, {from}") } else { format!("{words} {add}") };
        let typed = Typed { title: &title, question: &title, step: &title, minutes: "" };
        let new = NewSuggestion {
            interaction: InteractionId::new(from + add),
            guild,
            by: user,
            words: check(&typed).unwrap(),
        };
        let Suggested::Waits(suggestion) = store.suggest(&new, now).await.unwrap() else { panic!("not waiting") };
        if approved {
            store.approve(guild, suggestion, None, now).await.unwrap();
        }
    }
    let one = |user: UserId| format!("(SELECT id FROM person WHERE guild_id = {guild} AND user_id = {user})");
    let direct = direct(user);
    let (person, others, row) = (one(user), one(other), i64::try_from(from).unwrap());
    let rows = [
        format!(
            "UPDATE person SET name = 'name, {words}', name_key = 'key, {words}', roster = 'joined', roster_since = 1, \
             never_announce = 1, strengths_hidden = 1, nudge = 1, looked_at = 1 WHERE id = {person}"
        ),
        format!("INSERT INTO declined_giver (person_id, giver) VALUES ({person}, {others}), ({others}, {person})"),
        format!(
            "INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason, kind) \
             VALUES ({row}, {gave}, {others}, 1, 'reason, {words}', 'voided')"
        ),
        format!("UPDATE recognition_receiver SET counts = 0 WHERE recognition_id = {gave}"),
        format!(
            "INSERT INTO report (id, guild_id, recognition_id, person_id, reported_at, words) \
             VALUES ({row}, {guild}, {gave}, {others}, 1, 'report on, {words}'), \
             ({row} + 1, {guild}, {got}, {person}, 1, 'report by, {words}')"
        ),
        format!("INSERT INTO recognition_strength (recognition_id, place, name) VALUES ({got}, 0, 'Calm')"),
        format!(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, \
             message_id, content) VALUES ({row} + 2, 'checkin', {}, '2026-11-24', {guild}, {CHANNEL}, 1, 'posted', 1, 1, \
             {row}, 'thread'), ({row} + 3, 'checkin', {}, '2026-11-25', {guild}, {direct}, 1, 'posted', 1, 1, {row}, \
             'direct')",
            attempt.id.get(),
            attempt.id.get()
        ),
        format!(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, \
             message_id, content) SELECT {row} + 4, 'notice', MAX(s.id), 'paused:1', {guild}, {direct}, 1, 'posted', 1, 1, \
             {row}, 'direct' FROM schedule s WHERE s.created_by = {person}"
        ),
        // What was to be told in their private messages, and could not be or was not yet; and about the server, to whoever
        // set it up.
        format!(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, \
             message_id, content) VALUES \
             ({row} + 5, 'private-thanks', {got}, '1', {guild}, {direct}, 1, 'failed', 1, 1, NULL, 'direct'), \
             ({row} + 6, 'private-thanks', {got}, '2', {guild}, {direct}, 1, 'due', 1, 1, NULL, 'direct'), \
             ({row} + 7, 'private-thanks', {got}, '3', {guild}, {direct}, 1, 'unknown', 1, 1, NULL, 'direct'), \
             ({row} + 8, 'notice', {guild}, '{row} posted', {guild}, {direct}, 1, 'posted', 1, 1, {row}, 'direct'), \
             ({row} + 9, 'notice', {guild}, '{row} failed', {guild}, {direct}, 1, 'failed', 1, 1, NULL, 'direct'), \
             ({row} + 10, 'notice', {guild}, '{row} waits', {guild}, {direct}, 1, 'due', 1, 1, NULL, 'direct')"
        ),
    ];
    for sql in &rows {
        place.run(sql).await;
    }
}

/// Jo in the harbour, and Mira and Sam, who have as much themselves.
async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    fill(place, &store, HERE, JO, MIRA, &format!("at the {TELLS}"), 1_000).await;
    fill(place, &store, HERE, SAM, MIRA, "behind the pier", 2_000).await;
    store
}

/// Every value of every table as text, but for the schema's own history.
async fn dump(place: &Place) -> BTreeMap<String, Vec<String>> {
    let mut connection = place.raw().await;
    let sqlite = place.url.starts_with("sqlite");
    let tables = if sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
    };
    let mut dump = BTreeMap::new();
    for table in sqlx::query(tables).fetch_all(&mut connection).await.unwrap() {
        let table: String = table.get(0);
        if table == "_sqlx_migrations" {
            continue;
        }
        let columns = if sqlite {
            format!("SELECT name FROM pragma_table_info('{table}')")
        } else {
            format!(
                "SELECT CAST(column_name AS TEXT) FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
            )
        };
        let columns = sqlx::query(AssertSqlSafe(columns)).fetch_all(&mut connection).await.unwrap();
        let columns: Vec<String> =
            columns.iter().map(|row| format!("COALESCE(CAST({} AS TEXT), 'NULL')", row.get::<String, _>(0))).collect();
        let all = format!("SELECT {} FROM {table}", columns.join(" || '|' || "));
        let rows = sqlx::query(AssertSqlSafe(all)).fetch_all(&mut connection).await.unwrap();
        let mut rows: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        rows.sort();
        dump.insert(table, rows);
    }
    dump
}

/// The rows in which somebody's id, private messages or words stand.
async fn tells(place: &Place) -> Vec<String> {
    let sought = [JO.to_string(), DIRECT.to_string(), TELLS.to_owned()];
    let rows = dump(place).await;
    let lines = rows.iter().flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table}: {row}")));
    lines.filter(|line| sought.iter().any(|sought| line.contains(sought))).collect()
}

/// A whole number of 64 bits as it can stand in a file: as text, big and little end first, and as SQLite's variable-length
/// integer (<https://sqlite.org/fileformat2.html>).
fn written(number: u64) -> Vec<Vec<u8>> {
    let mut variable = vec![(number & 0xff) as u8];
    let mut rest = number >> 8;
    for _ in 0..8 {
        variable.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    variable.reverse();
    vec![number.to_string().into_bytes(), number.to_be_bytes().into(), number.to_le_bytes().into(), variable]
}

/// What of somebody stands in any file of the folder.
fn traces(place: &Place) -> Vec<String> {
    let mut sought = vec![TELLS.as_bytes().to_vec()];
    sought.extend([JO.get(), DIRECT].into_iter().flat_map(written));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(place.file().parent().unwrap()).unwrap() {
        let file = entry.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        for sought in &sought {
            if bytes.windows(sought.len()).any(|window| window == sought) {
                found.push(format!("{}: {}", file.display(), String::from_utf8_lossy(sought)));
            }
        }
    }
    found
}

async fn nothing_tells_of_somebody_who_was_forgotten(place: &Place) {
    let store = filled(place).await;
    let before = tells(place).await;
    let tables: std::collections::BTreeSet<&str> = before.iter().filter_map(|row| row.split(':').next()).collect();
    for table in ["person", "recognition_words", "reflection", "commitment_words", "report", "reversal", "deck_prompt"]
    {
        assert!(tables.contains(table), "{table} holds nothing of Jo's to begin with: {tables:?}");
    }
    if store.is_shared() {
        assert_eq!(forget(&store, Where::Server(HERE)).await.servers, [HERE]);
    } else {
        assert!(traces(place).len() >= 3, "{:?}", traces(place));
        assert_eq!(forget(&store, Where::Server(HERE)).await.servers, [HERE]);
        // The files are clean while the store is open, and after it was closed.
        assert_eq!(traces(place), Vec::<String>::new());
    }
    assert_eq!(tells(place).await, Vec::<String>::new());
    store.close().await;
    if !store.is_shared() {
        assert_eq!(traces(place), Vec::<String>::new());
    }
}

/// Forgotten, and scrubbed.
async fn forget(store: &Store, place: Where) -> Forgotten {
    // Each later than the minute that lies between two of them.
    static MINUTES: AtomicI64 = AtomicI64::new(0);
    let now = at("2026-11-24T08:00:00Z") + SignedDuration::from_mins(2 * MINUTES.fetch_add(1, Ordering::SeqCst));
    let forgotten = store.forget(JO, place, now).await.unwrap();
    store.scrub_at_once(&Clock::stepped(now).0).await.unwrap();
    forgotten
}

/// No row and no byte has anything of Jo's.
async fn left_no_trace(place: &Place, store: &Store) {
    assert_eq!(tells(place).await, Vec::<String>::new());
    if !store.is_shared() {
        store.scrub().await.unwrap();
        assert_eq!(traces(place), Vec::<String>::new());
    }
}

async fn where_thanks_were_told_privately_goes_when_they_are_taken_down(place: &Place) {
    let store = place.open().await;
    let got = given(&store, &gift(30, HERE, MIRA, &[JO], &format!("at the {TELLS}"))).await;
    place
        .run(&format!(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, \
             message_id, content) SELECT 5, 'private-thanks', {got}, CAST(id AS TEXT), {HERE}, {DIRECT}, 1, 'posted', 1, \
             1, 6, 'direct' FROM person WHERE user_id = {JO}"
        ))
        .await;
    let forgotten = forget(&store, Where::Everywhere).await;
    assert_eq!((forgotten.posts, forgotten.unclear), (2, vec![]));
    assert_eq!(tells(place).await.len(), 1, "where it is to be taken down");
    // Private messages are reached from no server at all.
    let now = at("2026-12-01T08:00:00Z");
    store.guild_removed(HERE, now).await.unwrap();
    let change = store.claim_change(now, LEASE).await.unwrap().unwrap();
    assert_eq!(change.occurrence.channel.get(), DIRECT);
    store.change_done(&change, now).await.unwrap();
    assert_eq!(store.scrub_owed().await.unwrap(), !store.is_shared());
    left_no_trace(place, &store).await;
    assert!(store.claim_change(now, LEASE).await.unwrap().is_none(), "the announcement stands where nobody reaches it");
}

/// A notice about Mira's schedule of that name, taken to Jo's private messages.
async fn placed(store: &Store, name: &str) -> Claim {
    let mut draft = draft(name, "10:00 daily UTC");
    draft.by = MIRA;
    let (Saved::Created(schedule) | Saved::Edited(schedule)) =
        store.save_schedule(HERE, &draft, at(NINE)).await.unwrap()
    else {
        panic!("too many")
    };
    let key = OccurrenceKey::Notice { about: schedule.id, news: News::RoleGone { role: RoleId::new(5) } };
    store
        .add_occurrence(NewOccurrence { key, guild: HERE, channel: CHANNEL, due_at: at(NINE) }, at(NINE))
        .await
        .unwrap();
    let claim = claimed(store, NINE).await;
    assert_eq!(claim.occurrence.key, key);
    store.redirect(&claim, ChannelId::new(DIRECT), NoticePlace::Direct).await.unwrap()
}

async fn a_notice_that_waits_is_placed_anew_and_its_holder_told_so(place: &Place) {
    let store = place.open().await;
    store.set_up(HERE, &"Europe/Berlin".parse().unwrap(), true, JO, at(NINE)).await.unwrap();
    let waits = placed(&store, "waits").await;
    store.put_back(&waits, at("2026-12-20T08:00:00Z"), Sent::No, "contact").await.unwrap();
    let held = placed(&store, "held").await;
    forget(&store, Where::Everywhere).await;
    left_no_trace(place, &store).await;
    not_holder(store.take_contact(&held, JO, at(NINE)).await);
    not_holder(store.tried(&held, at(NINE), LEASE).await);
    for claim in [&waits, &held] {
        let notice = store.occurrence(claim.occurrence.id).await.unwrap().unwrap();
        assert_eq!((notice.state, NoticePlace::of(&notice)), (OccurrenceState::Due, None));
    }
}

async fn where_a_notice_was_told_goes_with_its_end(place: &Place) {
    let store = place.open().await;
    given(&store, &gift(30, HERE, MIRA, &[LEE], "calm")).await;
    store.posted(&placed(&store, "posted").await, MessageId::new(5)).await.unwrap();
    store.failed(&placed(&store, "failed").await, "refused:50007").await.unwrap();
    store.hold_unknown(&placed(&store, "unknown").await, "lost", at(NINE)).await.unwrap();
    store.skipped(&placed(&store, "skipped").await, "changed").await.unwrap();
    assert_eq!(tells(place).await, Vec::<String>::new());
}

async fn an_answer_about_a_suggestion_that_was_refused_leaves_no_trace(place: &Place) {
    let store = place.open().await;
    let now = at(NINE);
    let mut suggestions = Vec::new();
    for (add, title) in ["declined", "approved", "taken out", "kept"].into_iter().enumerate() {
        let typed = Typed { title, question: title, step: title, minutes: "" };
        let interaction = InteractionId::new(10 + add as u64);
        let new = NewSuggestion { interaction, guild: HERE, by: JO, words: check(&typed).unwrap() };
        let Suggested::Waits(suggestion) = store.suggest(&new, now).await.unwrap() else { panic!("not waiting") };
        store.hear_of_suggestion(HERE, JO, suggestion, true).await.unwrap();
        match title {
            "declined" => drop(store.decline(HERE, suggestion, None, now).await.unwrap()),
            _ => drop(store.approve(HERE, suggestion, None, now).await.unwrap()),
        }
        let claim = claimed(&store, NINE).await;
        let claim = store.redirect(&claim, ChannelId::new(DIRECT), NoticePlace::Direct).await.unwrap();
        store.tried(&claim, now, LEASE).await.unwrap();
        store.refused(&claim, 50_007, false, now).await.unwrap();
        suggestions.push(suggestion);
    }
    for put_away in &suggestions[..2] {
        assert!(store.put_suggestion_away(HERE, JO, *put_away).await.unwrap());
    }
    assert!(store.take_out(HERE, suggestions[2]).await.unwrap().is_some());
    forget(&store, Where::Server(HERE)).await;
    left_no_trace(place, &store).await;
    // What is in the deck is the team's, and nobody is to hear of it.
    let deck: Vec<String> = store.deck(HERE).await.unwrap().into_iter().map(|prompt| prompt.words.title).collect();
    assert_eq!(deck, ["approved", "kept"]);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt WHERE suggested_by IS NOT NULL OR hears <> 0").await, 0);
}

async fn what_stands_where_the_bot_is_gone_is_counted_apart(place: &Place) {
    let store = place.open().await;
    given(&store, &gift(30, HERE, JO, &[MIRA], "here")).await;
    given(&store, &gift(50, THERE, JO, &[MIRA], "there")).await;
    given(&store, &gift(70, THERE, MIRA, &[JO], "there as well")).await;
    store.guild_removed(THERE, at(NINE)).await.unwrap();
    let forgotten = forget(&store, Where::Everywhere).await;
    assert_eq!((forgotten.posts, forgotten.left), (1, 2));
    // Should it come back within its grace, they are taken down all the same.
    assert_eq!(place.number("SELECT COUNT(*) FROM announcement_change WHERE wanted = 'gone'").await, 3);
}

async fn nobody_else_loses_anything(place: &Place) {
    let store = filled(place).await;
    let before = dump(place).await;
    let (mira, sam) = (mine(&store, MIRA).await, mine(&store, SAM).await);
    let givers: Vec<(i64, i64)> = givers(&store).await.into_iter().map(|(_, gives, people)| (gives, people)).collect();
    let forgotten = forget(&store, Where::Server(HERE)).await;
    let after = dump(place).await;
    assert_eq!((mine(&store, MIRA).await, mine(&store, SAM).await), (mira, sam));
    let now = self::givers(&store).await;
    assert_eq!(now.iter().map(|(_, gives, people)| (*gives, *people)).collect::<Vec<_>>(), givers);
    assert_eq!(now.iter().filter(|(user, _, _)| user.is_none()).count(), 1, "a former member, with what they gave");
    // What Jo gave, what Jo got, the reflection and the question in a thread.
    assert_eq!((forgotten.posts, forgotten.unclear), (5, vec![]));
    assert_eq!(after["announcement_change"].len(), 5);
    // Whole rows of others are as they were.
    for (table, rows) in &before {
        let of_others = rows.iter().filter(|row| row.contains("behind the pier"));
        let lost: Vec<&String> = of_others.filter(|row| !after[table].contains(row)).collect();
        assert!(lost.is_empty(), "{table}: {lost:?}");
    }
    for table in ["recognition_day", "recognition_strength", "recognition_receiver", "schedule", "guild"] {
        assert_eq!(before[table], after[table], "{table}");
    }
    for (table, left) in [("recognition", 6), ("recognition_words", 3), ("person", 4), ("reversal", 2), ("report", 3)] {
        assert_eq!(after[table].len(), left, "{table}");
    }
}

/// How much somebody gave, to how many, got, and from how many.
async fn mine(store: &Store, user: UserId) -> [i64; 4] {
    let mine = store.mine(HERE, user, 0).await.unwrap();
    [mine.gave, mine.gave_to, mine.got, mine.got_from]
}

async fn givers(store: &Store) -> Vec<(Option<UserId>, i64, i64)> {
    let all = store.givers(HERE, Dates::ALL).await.unwrap();
    all.into_iter().map(|one| (one.user, one.gives, one.people)).collect()
}

async fn in_one_server_alone_or_everywhere(place: &Place) {
    let store = filled(place).await;
    let there = given(&store, &gift(9_000, THERE, JO, &[MIRA], "given there")).await;
    assert_eq!(store.servers_of(JO).await.unwrap(), [HERE, THERE]);
    forget(&store, Where::Server(HERE)).await;
    assert_eq!(store.servers_of(JO).await.unwrap(), [THERE]);
    // The dial holds over all servers, and is kept where somebody is known still.
    assert!(store.wants_no_contact(JO).await.unwrap());
    let found = store.recognition(clarion::store::Id::from_i64(there).unwrap()).await.unwrap().unwrap();
    assert_eq!((found.giver, found.words.as_deref()), (Some(JO), Some("given there")));
    let all = forget(&store, Where::Everywhere).await;
    assert_eq!((all.servers.as_slice(), all.posts), (&[THERE][..], 1));
    assert!(store.servers_of(JO).await.unwrap().is_empty() && !store.wants_no_contact(JO).await.unwrap());
    assert_eq!(tells(place).await, Vec::<String>::new());
    // Both at once.
    given(&store, &gift(9_100, HERE, JO, &[MIRA], "anew")).await;
    given(&store, &gift(9_200, THERE, JO, &[MIRA], "anew")).await;
    assert_eq!(forget(&store, Where::Everywhere).await.servers, [HERE, THERE]);
    assert_eq!(tells(place).await, Vec::<String>::new());
}

async fn who_comes_back_is_somebody_new(place: &Place) {
    let store = filled(place).await;
    forget(&store, Where::Server(HERE)).await;
    assert_eq!(mine(&store, JO).await, [0; 4]);
    given(&store, &gift(9_000, HERE, JO, &[MIRA], "hello again")).await;
    assert_eq!(mine(&store, JO).await, [1, 1, 0, 0]);
    let all = givers(&store).await;
    let jo = all.iter().filter(|(user, _, _)| *user == Some(JO)).count();
    assert_eq!((jo, all.iter().filter(|(user, _, _)| user.is_none()).count()), (1, 1));
    assert_eq!(store.paused_since(JO, Where::Server(HERE)).await.unwrap(), None);
}

async fn what_was_on_its_way_is_taken_down_or_never_sent(place: &Place) {
    let store = place.open().await;
    // One that its answer may have made public, one that nobody has tried, and one that may be there or not.
    let (answered, claim) = counted(store.give(&gift(10, HERE, JO, &[MIRA], "answered"), LEASE).await.unwrap());
    let (held, holder) = counted(store.give(&gift(30, HERE, JO, &[MIRA], "held"), LEASE).await.unwrap());
    store.hold_unknown(&holder, "lost", at(NINE)).await.unwrap();
    let (untried, put_back) = counted(store.give(&gift(50, HERE, JO, &[MIRA], "untried"), LEASE).await.unwrap());
    store.put_back(&put_back, at(NINE), clarion::store::Sent::No, "retry").await.unwrap();
    let forgotten = forget(&store, Where::Server(HERE)).await;
    assert_eq!((forgotten.posts, forgotten.unclear), (1, vec![CHANNEL]));
    let state = async |id: clarion::store::Id| {
        place
            .number(&format!(
                "SELECT CASE state WHEN 'claimed' THEN 1 WHEN 'unknown' THEN 2 WHEN 'skipped' THEN 3 ELSE 0 END \
                 FROM occurrence WHERE kind = 'announcement' AND subject = {}",
                id.get()
            ))
            .await
    };
    assert_eq!([state(answered).await, state(held).await, state(untried).await], [1, 2, 3]);
    // Its holder still records which message it is, so that it can be taken down.
    store.posted(&claim, MessageId::new(77)).await.unwrap();
    let there = store.occurrence(claim.occurrence.id).await.unwrap().unwrap();
    assert_eq!(there.state, OccurrenceState::Posted(MessageId::new(77)));
    assert_eq!(place.number("SELECT COUNT(*) FROM announcement_change WHERE wanted = 'gone'").await, 1);
}

async fn forgotten_twice_is_forgotten_once(place: &Place) {
    let store = filled(place).await;
    forget(&store, Where::Server(HERE)).await;
    let once = dump(place).await;
    assert_eq!(forget(&store, Where::Server(HERE)).await, Forgotten::default());
    assert_eq!(forget(&store, Where::Everywhere).await, Forgotten::default());
    assert!(!store.scrub().await.unwrap(), "nothing was erased, and nothing is owed");
    assert_eq!(dump(place).await, once);
}

async fn a_pause_is_one_servers_or_all(place: &Place) {
    let store = filled(place).await;
    given(&store, &gift(9_000, THERE, JO, &[MIRA], "there")).await;
    let (here, there) = (Where::Server(HERE), Where::Server(THERE));
    assert!(store.set_paused(JO, here, true, at(NINE)).await.unwrap());
    assert_eq!(store.paused_since(JO, here).await.unwrap(), Some(at(NINE)));
    assert_eq!(store.paused_since(JO, there).await.unwrap(), None);
    assert_eq!(store.paused_since(JO, Where::Everywhere).await.unwrap(), None);
    // Pausing again counts from the first time on.
    let later = at("2026-11-24T08:00:00Z");
    store.set_paused(JO, Where::Everywhere, true, later).await.unwrap();
    assert_eq!(store.paused_since(JO, here).await.unwrap(), Some(at(NINE)));
    assert_eq!(store.paused_since(JO, Where::Everywhere).await.unwrap(), Some(later));
    store.set_paused(JO, Where::Everywhere, false, later).await.unwrap();
    assert_eq!(store.paused_since(JO, here).await.unwrap(), None);
    assert_eq!(mine(&store, JO).await, [1, 2, 1, 1], "a voided one does not count, and nothing else has changed");
    // Somebody whom nobody knows yet pauses in a server, and nowhere else.
    let new = UserId::new(77);
    assert!(!store.set_paused(new, Where::Everywhere, true, later).await.unwrap());
    assert!(store.set_paused(new, here, true, later).await.unwrap());
    assert_eq!(store.servers_of(new).await.unwrap(), [HERE]);
}

async fn a_server_is_erased_but_that_it_is_there(place: &Place) {
    let store = filled(place).await;
    given(&store, &gift(9_000, THERE, JO, &[MIRA], "there")).await;
    let later = at("2026-11-24T08:00:00Z");
    store.erase_guild(HERE, later).await.unwrap();
    store.scrub_at_once(&Clock::system()).await.unwrap();
    let rows = dump(place).await;
    let left: Vec<&String> = rows.values().flatten().filter(|row| row.contains(&HERE.to_string())).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    let known = store.guild(HERE).await.unwrap().unwrap();
    assert_eq!((known.joined_at, known.set_up, known.removed_at), (later, None, None));
    // The same people stay known elsewhere, and a start says no hello.
    assert_eq!(store.servers_of(JO).await.unwrap(), [THERE]);
    let joined = store.guild_joined(HERE, None, Some(CHANNEL), later).await.unwrap();
    assert_eq!(joined, clarion::store::Joined::Known);
    assert_eq!(rows["occurrence"].len(), 1);
}

async fn words_are_deleted_after_their_time(place: &Place) {
    let store = filled(place).await;
    given(&store, &gift(9_000, THERE, JO, &[MIRA], "kept there")).await;
    let words = async || place.number("SELECT COUNT(*) FROM recognition_words").await;
    let all = words().await;
    assert_eq!(store.delete_old_words(at("2027-11-24T08:00:00Z"), 100).await.unwrap(), None, "nobody wants that");
    place.run(&format!("INSERT INTO recognition_option (guild_id, words_kept_days) VALUES ({HERE}, 90)")).await;
    assert_eq!(store.words_kept_days(HERE).await.unwrap(), Some(90));
    assert_eq!(store.words_kept_days(THERE).await.unwrap(), None);
    // Given on 23 November at 8:00.
    assert_eq!(store.delete_old_words(at("2027-02-21T08:00:00Z"), 100).await.unwrap().map(|of| of > 100), Some(false));
    assert_eq!(words().await, all, "ninety days are not over");
    let over = at("2027-02-21T08:00:01Z");
    assert_eq!(store.delete_old_words(over, 2).await.unwrap().map(|deleted| deleted > 0), Some(true));
    assert_eq!(words().await, all - 2, "in batches");
    while store.delete_old_words(over, 2).await.unwrap() != Some(0) {}
    assert_eq!(words().await, 1, "the other server keeps its own");
    assert_eq!(place.number("SELECT COUNT(*) FROM reversal WHERE reason IS NOT NULL").await, 0);
    assert_eq!(place.number("SELECT COUNT(*) FROM report WHERE words IS NOT NULL").await, 0);
    store.scrub_at_once(&Clock::system()).await.unwrap();
    assert!(givers(&store).await.len() > 1, "what was given still counts");
    if !store.is_shared() {
        let file = std::fs::read(place.file()).unwrap();
        let holds = |words: &str| file.windows(words.len()).any(|window| window == words.as_bytes());
        assert!(!holds("given, at the lighthouse") && holds("kept there"));
    }
}

async fn a_servers_file_tells_what_was_public(place: &Place) {
    let store = filled(place).await;
    let quiet = NewRecognition { quiet: true, ..gift(9_000, HERE, LEE, &[MIRA], "between the two of us") };
    store.give(&quiet, LEASE).await.unwrap();
    place.run(&format!("UPDATE person SET never_announce = 0 WHERE guild_id = {HERE} AND user_id <> {SAM}")).await;
    given(&store, &gift(9_100, HERE, LEE, &[SAM, MIRA], "for all to see")).await;
    given(&store, &gift(9_200, THERE, MIRA, &[SAM], "elsewhere")).await;
    let (entries, complete) = store.given_here(HERE, None, 100, usize::MAX).await.unwrap();
    assert!(complete);
    assert_eq!(entries.len(), 8, "six of before, and two");
    let told: Vec<&str> = entries.iter().filter_map(|entry| entry.words.as_deref()).collect();
    assert!(told.contains(&"for all to see") && !told.contains(&"between the two of us"), "{told:?}");
    let public = entries.iter().find(|entry| entry.words.as_deref() == Some("for all to see")).unwrap();
    assert_eq!((public.to.as_slice(), public.people), (&[MIRA.to_string()][..], 2), "Sam wants none announced");
    // What was taken back is there without its words, as is what was quiet, without whom it went to.
    assert_eq!(
        entries.iter().filter(|entry| entry.ended.as_deref() == Some("voided") && entry.words.is_none()).count(),
        2
    );
    assert!(entries.iter().any(|entry| entry.to.is_empty() && entry.people == 1 && entry.ended.is_none()));
    assert!(entries.iter().all(|entry| entry.ended.is_none() || entry.to.is_empty()), "{entries:?}");
    // Whoever pauses is left out, as giver and as receiver.
    store.set_paused(MIRA, Where::Server(HERE), true, at(NINE)).await.unwrap();
    let (entries, _) = store.given_here(HERE, None, 100, usize::MAX).await.unwrap();
    let mira = MIRA.to_string();
    assert!(!entries.is_empty());
    assert!(entries.iter().all(|entry| entry.from.as_ref() != Some(&mira) && !entry.to.contains(&mira)), "{entries:?}");
    let (first, complete) = store.given_here(HERE, None, 2, usize::MAX).await.unwrap();
    assert_eq!((first.as_slice(), complete), (&entries[..2], false));
    assert!(store.given_here(HERE, Some(date(2026, 11, 23)), 100, usize::MAX).await.unwrap().0.is_empty());
}
