//! A server in which one person has something in every table that has something of people, and others have as much.

use clarion::deck::{Typed, check};
use clarion::store::{
    Committed, Kept, NewBalance, NewCommitment, NewQuizRound, NewRecognition, NewReflection, NewSuggestion, QuizCounts,
    SharedReflection, Store, Suggested,
};
use jiff::civil::date;
use serenity::model::id::{GuildId, InteractionId, MessageId, UserId};

use super::super::engines::{LEASE, NINE, Place, at, counted, draft};
use super::{CHANNEL, DIRECT, HERE, JO, LEE, MIRA, SAM, TELLS};

pub fn gift(interaction: u64, guild: GuildId, giver: UserId, receivers: &[UserId], words: &str) -> NewRecognition {
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
pub async fn given(store: &Store, new: &NewRecognition) -> i64 {
    let (recognition, claim) = counted(store.give(new, LEASE).await.unwrap());
    store.posted(&claim, MessageId::new(new.interaction.get())).await.unwrap();
    recognition.get()
}

pub async fn reflection(
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
            "INSERT INTO strength_total (person_id, name, named, seen) \
             SELECT person_id, 'Calm', 1, 1 FROM recognition_receiver WHERE recognition_id = {got} \
             ON CONFLICT (person_id, name) DO NOTHING"
        ),
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
pub async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    fill(place, &store, HERE, JO, MIRA, &format!("at the {TELLS}"), 1_000).await;
    fill(place, &store, HERE, SAM, MIRA, "behind the pier", 2_000).await;
    store
}

/// Jo in the words of others, who typed it as a mention and as a number: in every column that holds words, and all that was
/// written between Mira and Lee.
pub async fn named(place: &Place, store: &Store) {
    let others = given(store, &gift(3_000, HERE, MIRA, &[LEE], "between two others")).await;
    place
        .run(&format!(
            "INSERT INTO reversal (id, recognition_id, by_person, reversed_at, reason, kind) \
             SELECT 3001, {others}, giver, 1, 'no', 'voided' FROM recognition WHERE id = {others}"
        ))
        .await;
    for sql in [
        format!(
            "INSERT INTO guild_holiday (id, guild_id, first_date, last_date, yearly, name) \
             VALUES (3002, {HERE}, '2026-12-24', '2026-12-24', 0, 'rest')"
        ),
        format!("INSERT INTO strength (id, guild_id, name, place) VALUES (3003, {HERE}, 'Calm', 0)"),
        format!(
            "INSERT INTO recognition_day (guild_id, local_date, strength, number) VALUES ({HERE}, '2026-11-23', 'Calm', 1)"
        ),
        "UPDATE deck_prompt SET answer = 'later'".to_owned(),
    ] {
        place.run(&sql).await;
    }
    for known in clarion::store::columns_of_words() {
        let (table, column) = known.split_once('.').unwrap();
        let typed = format!(" with <@{JO}>, <@!{JO}> and {JO}");
        let full = format!("{column} IS NOT NULL AND {column} <> ''");
        assert!(place.number(&format!("SELECT COUNT(*) FROM {table} WHERE {full}")).await > 0, "{known} is empty");
        place.run(&format!("UPDATE {table} SET {column} = {column} || '{typed}' WHERE {full}")).await;
    }
}
