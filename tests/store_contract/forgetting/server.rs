//! What ends for a whole server: all that is kept of it, its words after their time; and the file that it can have before.

use clarion::clock::Clock;
use clarion::store::{Given, Joined, NewRecognition, Next, OccurrenceKey, Where};
use jiff::civil::date;
use serenity::model::id::{InteractionId, MessageId};

use super::super::engines::{LEASE, NINE, Place, at, counted, on_each_engine};
use super::filled::{filled, gift, given};
use super::looking::dump;
use super::{CHANNEL, HERE, JO, LEE, MIRA, SAM, THERE, givers};

on_each_engine!(
    a_server_is_erased_but_that_it_is_there,
    words_are_deleted_after_their_time,
    what_a_steward_is_to_look_at_keeps_its_words_until_that_is_decided,
    what_waits_for_its_private_message_keeps_its_words,
    what_nobody_decides_keeps_its_words_for_a_time,
    a_servers_file_tells_what_was_public,
);

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
    assert_eq!(joined, Joined::Known);
    assert_eq!(rows["occurrence"].len(), 1);
}

async fn words_are_deleted_after_their_time(place: &Place) {
    let store = filled(place).await;
    given(&store, &gift(9_000, THERE, JO, &[MIRA], "kept there")).await;
    let words = async || place.number("SELECT COUNT(*) FROM recognition_words").await;
    let all = words().await;
    place.run("UPDATE report SET closed_at = reported_at").await;
    assert_eq!(store.delete_old_words(at("2027-11-24T08:00:00Z"), 100).await.unwrap(), None, "nobody wants that");
    place.run(&format!("INSERT INTO recognition_option (guild_id, words_kept_days) VALUES ({HERE}, 90)")).await;
    assert_eq!(store.words_kept_days(HERE).await.unwrap(), Some(90));
    assert_eq!(store.words_kept_days(THERE).await.unwrap(), None);
    // Given on 23 November at 8:00.
    // What was said about some of it stands there with earlier times.
    assert!(store.delete_old_words(at("2027-02-21T08:00:00Z"), 100).await.unwrap().is_some());
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

async fn what_a_steward_is_to_look_at_keeps_its_words_until_that_is_decided(place: &Place) {
    let store = place.open().await;
    let first = counted(store.give(&gift(9_000, HERE, JO, &[MIRA], "as it was given"), LEASE).await.unwrap()).0;
    let other = counted(store.give(&gift(9_001, HERE, JO, &[MIRA], "another one"), LEASE).await.unwrap()).0;
    let changed = at("2026-11-23T09:00:00Z");
    let form = InteractionId::new(9_002);
    store.amend(HERE, JO, first, "as it is today", form, changed).await.unwrap().unwrap();
    let when = (changed, date(2026, 11, 23));
    store.report(HERE, MIRA, first, Some("look at this"), when).await.unwrap();
    // Fewer days than a quiet one mostly waits for its message are taken for as many as are needed.
    place.run(&format!("INSERT INTO recognition_option (guild_id, words_kept_days) VALUES ({HERE}, 1)")).await;
    let words = async || {
        let all = "(SELECT COUNT(*) FROM recognition_words) * 10 + \
                   (SELECT COUNT(*) FROM report WHERE words IS NOT NULL)";
        place.number(&format!("SELECT {all}")).await
    };
    assert_eq!(store.delete_old_words(at("2026-12-07T07:59:59Z"), 100).await.unwrap(), Some(0));
    assert_eq!(words().await, 31, "not before two weeks");
    let over = at("2027-02-20T08:00:00Z");
    assert_eq!(store.delete_old_words(over, 100).await.unwrap(), Some(1));
    assert!(store.recognition(other).await.unwrap().unwrap().words.is_none());
    let open = store.open_report(HERE, LEE, None).await.unwrap().unwrap();
    assert_eq!(
        (open.words.as_deref(), open.recognition.words.as_deref()),
        (Some("look at this"), Some("as it is today"))
    );
    assert_eq!(words().await, 21, "those of before too: they may be what it is about");
    assert!(store.close_report(HERE, LEE, open.id, over).await.unwrap());
    assert_eq!(store.delete_old_words(over, 100).await.unwrap(), Some(3));
    assert_eq!(words().await, 0);
}

/// Each as somebody hears of it for the first time.
async fn what_waits_for_its_private_message_keeps_its_words(place: &Place) {
    let store = place.open().await;
    let quiet = async |number: u64, said: &str| {
        let new = NewRecognition { quiet: true, ..gift(number, HERE, JO, &[MIRA], said) };
        match store.give(&new, LEASE).await.unwrap() {
            Given::Counted(counted) => counted.recognition,
            other => panic!("{other:?}"),
        }
    };
    let (told, back) = (quiet(9_000, "as it was given").await, quiet(9_001, "taken back").await);
    let waits = quiet(9_002, "told by another").await;
    place.run(&format!("INSERT INTO recognition_option (guild_id, words_kept_days) VALUES ({HERE}, 14)")).await;
    let form = InteractionId::new(9_003);
    store.amend(HERE, JO, told, "as it is today", form, at("2026-11-23T09:00:00Z")).await.unwrap().unwrap();
    store.undo(HERE, JO, back, at("2026-11-23T09:00:00Z")).await.unwrap().unwrap();
    let words = async || place.number("SELECT COUNT(*) FROM recognition_words").await;
    assert_eq!(words().await, 4);
    let (early, later) = (at("2026-12-13T08:00:00Z"), at("2026-12-28T08:00:00Z"));
    assert_eq!(store.delete_old_words(early, 100).await.unwrap(), Some(2), "of before, and what is not told any more");
    let claim = loop {
        match store.claim_due(early, LEASE, LEASE).await.unwrap() {
            Next::Claimed(claim) => break claim,
            Next::Skipped(skipped) => assert_eq!(skipped.reason.as_deref(), Some("changed")),
            Next::Nothing => panic!("nothing is told"),
        }
    };
    let OccurrenceKey::PrivateThanks { recognition, person } = claim.occurrence.key else { panic!("{claim:?}") };
    let expected = if recognition == told { "as it is today" } else { "told by another" };
    let says = store.private_thanks(HERE, recognition, person).await.unwrap().unwrap();
    assert_eq!(says.recognition.words.as_deref(), Some(expected));
    assert_eq!(store.delete_old_words(early, 100).await.unwrap(), Some(0), "it is about to be sent");
    store.tried(&claim, early, LEASE).await.unwrap();
    store.posted(&claim, MessageId::new(900)).await.unwrap();
    assert_eq!(store.delete_old_words(early, 100).await.unwrap(), Some(1), "it was told");
    assert_eq!(store.recognition(recognition).await.unwrap().unwrap().words, None);
    // The other one waits for no longer than it can be told.
    assert_eq!(store.delete_old_words(later, 100).await.unwrap(), Some(0));
    assert_eq!(store.delete_old_words(at("2026-12-28T08:00:01Z"), 100).await.unwrap(), Some(1));
    assert_eq!((words().await, store.recognition(waits).await.unwrap().unwrap().words), (0, None));
}

async fn what_nobody_decides_keeps_its_words_for_a_time(place: &Place) {
    let store = place.open().await;
    let given = counted(store.give(&gift(9_000, HERE, JO, &[MIRA, SAM], "as it was given"), LEASE).await.unwrap()).0;
    let form = InteractionId::new(9_002);
    let changed = at("2026-11-23T09:00:00Z");
    store.amend(HERE, JO, given, "as it is today", form, changed).await.unwrap().unwrap();
    let reported = at("2026-12-03T09:00:00Z");
    store.report(HERE, MIRA, given, Some("look at this"), (reported, date(2026, 12, 3))).await.unwrap();
    let keep = async |days: i64| {
        place.run(&format!("DELETE FROM recognition_option WHERE guild_id = {HERE}")).await;
        place.run(&format!("INSERT INTO recognition_option (guild_id, words_kept_days) VALUES ({HERE}, {days})")).await;
    };
    let deleted = async |now| store.delete_old_words(at(now), 100).await.unwrap();
    keep(30).await;
    assert_eq!(deleted("2027-03-03T09:00:00Z").await, Some(0), "ninety days after it was reported");
    // As long as the server keeps words, where that is longer: from then on, too.
    keep(200).await;
    assert_eq!(deleted("2027-06-21T09:00:00Z").await, Some(0));
    let open = store.open_report(HERE, LEE, None).await.unwrap().unwrap();
    assert_eq!((open.words.as_deref(), open.words_kept_days), (Some("look at this"), Some(200)));
    // Somebody else who asks holds what the first one does no longer, and nothing of what the first one said.
    keep(30).await;
    store.report(HERE, SAM, given, None, (at("2027-03-03T09:00:00Z"), date(2027, 3, 3))).await.unwrap();
    assert_eq!(deleted("2027-03-03T09:00:01Z").await, Some(1));
    let open = store.open_report(HERE, LEE, None).await.unwrap().unwrap();
    assert_eq!((open.words.as_deref(), open.recognition.words.as_deref()), (None, Some("as it is today")));
    assert_eq!(deleted("2027-06-01T09:00:00Z").await, Some(0));
    assert_eq!(deleted("2027-06-01T09:00:01Z").await, Some(2), "those of before, too");
    let open = store.open_report(HERE, LEE, None).await.unwrap().unwrap();
    assert_eq!((open.recognition.words, open.today, open.more), (None, None, 1), "and it is open still");
}

async fn a_servers_file_tells_what_was_public(place: &Place) {
    let store = filled(place).await;
    let quiet = NewRecognition { quiet: true, ..gift(9_000, HERE, LEE, &[MIRA], "between the two of us") };
    store.give(&quiet, LEASE).await.unwrap();
    place.run(&format!("UPDATE person SET never_announce = 0 WHERE guild_id = {HERE} AND user_id <> {SAM}")).await;
    given(&store, &gift(9_100, HERE, LEE, &[SAM, MIRA], "for all to see")).await;
    given(&store, &gift(9_200, THERE, MIRA, &[SAM], "elsewhere")).await;
    let (entries, complete) = store.given_here(HERE, None, 100, (usize::MAX, 0)).await.unwrap();
    assert!(complete);
    assert_eq!(entries.len(), 8, "six of before, and two");
    let told: Vec<&str> = entries.iter().filter_map(|entry| entry.words.as_deref()).collect();
    assert!(told.contains(&"for all to see") && !told.contains(&"between the two of us"), "{told:?}");
    let public = entries.iter().find(|entry| entry.words.as_deref() == Some("for all to see")).unwrap();
    assert_eq!((public.to.as_slice(), public.people), (&[MIRA.to_string()][..], 2), "Sam wants none announced");
    assert_eq!(public.to_names.len(), 1, "Sam's name is not there either");
    // What was taken back is there without its words, as is what was quiet, without whom it went to.
    assert_eq!(
        entries.iter().filter(|entry| entry.ended.as_deref() == Some("voided") && entry.words.is_none()).count(),
        2
    );
    assert!(entries.iter().any(|entry| entry.to.is_empty() && entry.people == 1 && entry.ended.is_none()));
    assert!(entries.iter().all(|entry| entry.ended.is_none() || entry.to.is_empty()), "{entries:?}");
    // Whoever pauses is left out, as giver and as receiver.
    store.set_paused(MIRA, Where::Server(HERE), true, at(NINE)).await.unwrap();
    let (entries, _) = store.given_here(HERE, None, 100, (usize::MAX, 0)).await.unwrap();
    let mira = MIRA.to_string();
    assert!(!entries.is_empty());
    assert!(entries.iter().all(|entry| entry.from.as_ref() != Some(&mira) && !entry.to.contains(&mira)), "{entries:?}");
    let (first, complete) = store.given_here(HERE, None, 2, (usize::MAX, 0)).await.unwrap();
    assert_eq!((first.as_slice(), complete), (&entries[..2], false));
    assert!(store.given_here(HERE, Some(date(2026, 11, 23)), 100, (usize::MAX, 0)).await.unwrap().0.is_empty());
}
