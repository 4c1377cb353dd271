//! The contract itself: each test is written once and run on every engine.

use clarion::recognition::{Dates, Way};
use clarion::store::{
    Given, GiverTally, Joined, NewOccurrence, Next, Occurrence, OccurrenceKey, OccurrenceState, PauseReason, Saved,
    Sent, Store, StoreError, TriedBy, WaySet, reason,
};
use jiff::civil::date;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId};

use super::engines::{
    ANNA, BEN, CHANNEL, CLEO, GRACE, GUILD, LEASE, Place, at, claimed, counted, draft, gift, next, nothing,
};

macro_rules! on_each_engine {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(&super::Place::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(place) = super::Place::postgres().await {
                    super::$test(&place).await;
                }
            })*
        }
    };
}

on_each_engine!(
    twenty_starts_on_a_new_database,
    a_newer_schema_is_refused,
    ids_stay_ahead_over_restarts_and_clocks_set_back,
    a_replayed_gift_counts_nothing,
    fifty_gifts_of_one_interaction_count_once,
    tallies_count_people_and_leave_out_what_was_taken_back,
    an_erased_person_is_not_named_and_totals_stay,
    a_way_is_set_by_the_giver_alone,
    an_announcement_is_held_by_who_gave_until_it_is_given_back,
    nul_and_any_script_go_through,
    a_schedule_comes_round_once,
    of_ten_claimers_one_gets_it,
    an_expired_lease_is_taken_over_and_the_old_proof_refused,
    a_certain_failure_leaves_no_doubt_behind,
    a_prompt_is_fixed_at_the_first_choice,
    after_an_absence_at_most_one_late_date_is_posted,
    beyond_the_grace_nothing_is_posted,
    a_second_date_supersedes_one_that_still_waits,
    an_uncertain_post_of_yesterday_is_only_looked_for,
    an_edit_owes_nothing_old,
    an_edit_to_later_the_same_day_posts_once_more_only_if_not_posted,
    pausing_drops_what_is_owed_and_resuming_owes_nothing_old,
    a_skipped_date_is_left_out_and_shown,
    removing_keeps_the_history_and_frees_the_name,
    a_refusal_pauses_the_schedule_but_not_an_edited_one,
    a_server_has_ten_schedules,
    an_extra_does_not_take_the_place_of_todays,
    a_hello_comes_once_a_joining,
    a_server_that_was_left_gets_nothing,
    setting_up_is_remembered,
    the_contrast_seen_longest_ago_comes_next,
    command_hashes_are_kept_by_application,
    a_zone_that_became_unreadable_pauses_its_schedule_only,
);

const NINE: &str = "2026-11-23T08:00:00Z";

/// A Monday-to-Friday schedule at 09:00 in Berlin, made on the Sunday before.
async fn with_daily(place: &Place) -> (Store, clarion::store::Schedule) {
    let store = place.open().await;
    let saved = store
        .save_schedule(GUILD, &draft("daily", "09:00 weekdays Europe/Berlin"), at("2026-11-22T12:00:00Z"))
        .await
        .unwrap();
    let Saved::Created(schedule) = saved else { panic!("{saved:?}") };
    (store, schedule)
}

async fn shown(store: &Store, schedule: &clarion::store::Schedule) -> Vec<(String, OccurrenceState, Option<String>)> {
    let recent = store.recent_occurrences(schedule.id, 50).await.unwrap();
    recent.into_iter().map(|occurrence| (day(&occurrence), occurrence.state, occurrence.reason)).collect()
}

fn day(occurrence: &Occurrence) -> String {
    match occurrence.key {
        OccurrenceKey::Daily { date, .. } => date.to_string(),
        other => format!("{other:?}"),
    }
}

fn posted(message: u64) -> OccurrenceState {
    OccurrenceState::Posted(MessageId::new(message))
}

fn not_holder<T: std::fmt::Debug>(outcome: Result<T, StoreError>) {
    assert!(matches!(outcome, Err(StoreError::NotHolder)), "{outcome:?}");
}

async fn twenty_starts_on_a_new_database(place: &Place) {
    let starts = (0..20).map(|seed| {
        let options = place.options();
        tokio::spawn(async move {
            let store = Store::open(&options, seed).await?;
            store.contrast_seen(GUILD, "risk", at(NINE)).await?;
            store.close().await;
            Ok::<_, StoreError>(())
        })
    });
    for start in futures_util::future::join_all(starts).await {
        start.unwrap().unwrap();
    }
}

async fn a_newer_schema_is_refused(place: &Place) {
    place.open().await.close().await;
    place
        .run(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             SELECT 9000, 'later', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
    let refused = Store::open(&place.options(), 1).await.unwrap_err();
    let StoreError::NewerSchema { found, known } = &refused else { panic!("{refused}") };
    assert_eq!(*found, 9000);
    assert!((1..9000).contains(known));
    assert!(refused.to_string().contains("start that newer version"), "{refused}");
}

async fn ids_stay_ahead_over_restarts_and_clocks_set_back(place: &Place) {
    let store = place.open().await;
    let (before, _) = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    store.close().await;
    // The same seed, and a clock a day behind.
    let store = place.open().await;
    let (after, _) = counted(store.give(&gift(2, &[BEN], "2026-11-22T08:00:00Z"), LEASE).await.unwrap());
    assert!(after > before, "{after} is not after {before}");
}

async fn a_replayed_gift_counts_nothing(place: &Place) {
    let store = place.open().await;
    let (recognition, _) = counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    for _ in 0..3 {
        let again = store.give(&gift(1, &[BEN], "2026-11-23T09:00:00Z"), LEASE).await.unwrap();
        assert!(matches!(again, Given::Already { recognition: same } if same == recognition), "{again:?}");
    }
    let tally = store.givers(GUILD, Dates::ALL).await.unwrap();
    assert_eq!(tally, [GiverTally { user: Some(ANNA), gives: 1, people: 2 }]);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 1);
}

async fn fifty_gifts_of_one_interaction_count_once(place: &Place) {
    let store = place.open().await;
    let other = place.open().await;
    let gifts = (0..50).map(|turn| {
        let store = if turn % 2 == 0 { store.clone() } else { other.clone() };
        tokio::spawn(async move { store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap() })
    });
    let given = futures_util::future::join_all(gifts).await;
    let counted = given.into_iter().filter(|given| matches!(given.as_ref().unwrap(), Given::Counted { .. })).count();
    assert_eq!(counted, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition_receiver").await, 2);
    assert_eq!(place.number("SELECT COUNT(*) FROM person").await, 3);
}

async fn tallies_count_people_and_leave_out_what_was_taken_back(place: &Place) {
    let store = place.open().await;
    let mut gifts = Vec::new();
    for (interaction, giver, receivers, now) in [
        (1, ANNA, vec![BEN], "2026-11-20T08:00:00Z"),
        (2, ANNA, vec![BEN, CLEO], "2026-11-23T08:00:00Z"),
        (3, BEN, vec![ANNA], "2026-11-23T09:00:00Z"),
        (4, ANNA, vec![CLEO], "2026-11-23T10:00:00Z"),
    ] {
        let new = clarion::store::NewRecognition { giver, ..gift(interaction, &receivers, now) };
        gifts.push(counted(store.give(&new, LEASE).await.unwrap()).0);
    }
    let elsewhere = clarion::store::NewRecognition { guild: GuildId::new(99), ..gift(5, &[BEN], NINE) };
    counted(store.give(&elsewhere, LEASE).await.unwrap());
    let monday = Dates { first: date(2026, 11, 23), last: date(2026, 11, 23) };
    let tally = |user, gives, people| GiverTally { user: Some(user), gives, people };
    assert_eq!(store.givers(GUILD, monday).await.unwrap(), [tally(ANNA, 2, 2), tally(BEN, 1, 1)]);
    assert_eq!(store.givers(GUILD, Dates::ALL).await.unwrap(), [tally(ANNA, 3, 2), tally(BEN, 1, 1)]);

    let undo = format!("INSERT INTO reversal (id, recognition_id, reversed_at) VALUES (1, {}, 0)", gifts[3].get());
    place.run(&undo).await;
    assert_eq!(store.givers(GUILD, monday).await.unwrap(), [tally(ANNA, 1, 2), tally(BEN, 1, 1)]);
    assert!(store.recognition(gifts[3]).await.unwrap().unwrap().undone);
    let mine = store.mine(GUILD, ANNA, 1).await.unwrap();
    assert_eq!((mine.gave, mine.gave_to, mine.got, mine.got_from), (2, 2, 1, 1));
    assert_eq!(mine.latest_given.len(), 1);
    assert_eq!(mine.latest_given[0].id, gifts[1]);
    assert_eq!(mine.latest_given[0].receivers, [BEN, CLEO]);
    assert_eq!(mine.latest_given[0].about, Some((CHANNEL, MessageId::new(2))));
    assert_eq!(mine.latest_got[0].id, gifts[2]);
    assert_eq!(store.mine(GUILD, CLEO, 5).await.unwrap().got, 1);
    assert_eq!(store.mine(GuildId::new(98), ANNA, 5).await.unwrap(), clarion::store::Mine::default());
}

async fn an_erased_person_is_not_named_and_totals_stay(place: &Place) {
    let store = place.open().await;
    let (given, _) = counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    place.run("UPDATE person SET user_id = NULL WHERE user_id IN (11, 12); DELETE FROM recognition_words").await;
    assert_eq!(store.givers(GUILD, Dates::ALL).await.unwrap(), [GiverTally { user: None, gives: 1, people: 2 }]);
    let left = store.recognition(given).await.unwrap().unwrap();
    assert_eq!((left.giver, left.receivers, left.words), (None, vec![CLEO], None));
    assert_eq!(store.mine(GUILD, CLEO, 5).await.unwrap().got_from, 1);
    // Two erased people do not clash, and a returning one is somebody new.
    counted(store.give(&gift(2, &[BEN], NINE), LEASE).await.unwrap());
    assert_eq!(store.mine(GUILD, ANNA, 5).await.unwrap().gave, 1);
}

async fn a_way_is_set_by_the_giver_alone(place: &Place) {
    let store = place.open().await;
    let (given, _) = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    let way = async || store.recognition(given).await.unwrap().unwrap().way;
    assert_eq!(way().await, None);
    assert_eq!(store.set_way(GUILD, given, BEN, Way::Expert).await.unwrap(), WaySet::NotTheirs);
    assert_eq!(way().await, None);
    assert_eq!(store.set_way(GuildId::new(9), given, ANNA, Way::Expert).await.unwrap(), WaySet::Gone);
    assert_eq!(way().await, None);
    assert_eq!(store.set_way(GUILD, given, ANNA, Way::Expert).await.unwrap(), WaySet::Set);
    assert_eq!(way().await, Some(Way::Expert));
    let unknown = clarion::store::Id::from_i64(5).unwrap();
    assert_eq!(store.set_way(GUILD, unknown, ANNA, Way::Expert).await.unwrap(), WaySet::Gone);
}

async fn an_announcement_is_held_by_who_gave_until_it_is_given_back(place: &Place) {
    let store = place.open().await;
    let (_, answered) = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    let (second, slow) = counted(store.give(&gift(2, &[BEN], NINE), LEASE).await.unwrap());
    let (_, crashed) = counted(store.give(&gift(3, &[BEN], NINE), LEASE).await.unwrap());
    nothing(&store, "2026-11-23T08:00:30Z").await;
    store.posted(&answered, MessageId::new(71)).await.unwrap();
    assert_eq!(store.recognition(second).await.unwrap().unwrap().announced, None);

    // Given back at once: due now, and nobody has sent it.
    store.put_back(&slow, at("2026-11-23T08:00:30Z"), Sent::No, "deferred").await.unwrap();
    let mine = claimed(&store, "2026-11-23T08:00:30Z").await;
    assert_eq!((mine.occurrence.id, mine.earlier), (slow.occurrence.id, None));
    store.tried(&mine, at("2026-11-23T08:00:30Z"), LEASE).await.unwrap();
    store.posted(&mine, MessageId::new(72)).await.unwrap();
    assert_eq!(store.recognition(second).await.unwrap().unwrap().announced, Some(MessageId::new(72)));

    // Lost in a crash: perhaps the answer is there, and it has no nonce.
    let mine = claimed(&store, "2026-11-23T08:02:00Z").await;
    assert_eq!(mine.occurrence.id, crashed.occurrence.id);
    let earlier = mine.earlier.unwrap();
    assert_eq!((earlier.by, earlier.first_at), (TriedBy::Answer, at(NINE)));
    not_holder(store.posted(&crashed, MessageId::new(73)).await);
}

async fn nul_and_any_script_go_through(place: &Place) {
    let store = place.open().await;
    let words = "ru\u{0}hige Nächte · 夜が静か · ليالٍ أهدأ · 🌙' \" \\ ; -- $1";
    let new = clarion::store::NewRecognition { words: words.into(), ..gift(1, &[BEN], NINE) };
    let (given, _) = counted(store.give(&new, LEASE).await.unwrap());
    let kept = store.recognition(given).await.unwrap().unwrap().words.unwrap();
    assert_eq!(kept, words.replace('\0', ""));
    store.contrast_seen(GUILD, "ri\0sk", at(NINE)).await.unwrap();
    store.set_command_hash(ApplicationId::new(5), "a\0b").await.unwrap();
    store.guild_joined(GUILD, Some("de\0"), None, at(NINE)).await.unwrap();
    let mut odd = draft("dai\0ly", "09:00 weekdays Europe/Berlin");
    odd.channel = ChannelId::new(u64::MAX);
    store.save_schedule(GUILD, &odd, at(NINE)).await.unwrap();
    let read = store.schedule(GUILD, "dai\0ly", at(NINE)).await.unwrap().unwrap();
    assert_eq!((read.name.as_str(), read.channel), ("daily", ChannelId::new(u64::MAX)));
}

async fn a_schedule_comes_round_once(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    assert_eq!(schedule.next.unwrap().at, at(NINE));
    assert_eq!(store.next_due().await.unwrap(), Some(at(NINE)));
    nothing(&store, "2026-11-23T07:59:59Z").await;
    let claim = claimed(&store, NINE).await;
    assert_eq!(
        (claim.occurrence.key, claim.occurrence.due_at, claim.occurrence.channel, claim.may_send, claim.earlier),
        (OccurrenceKey::Daily { schedule: schedule.id, date: date(2026, 11, 23) }, at(NINE), CHANNEL, true, None)
    );
    // While it is held, the lease's end is when there is something to look at.
    assert_eq!(store.next_due().await.unwrap(), Some(at("2026-11-23T08:01:00Z")));
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    // Saying it twice is saying it once; another message is another matter.
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    not_holder(store.posted(&claim, MessageId::new(71)).await);
    nothing(&store, "2026-11-23T23:00:00Z").await;
    assert_eq!(store.next_due().await.unwrap(), Some(at("2026-11-24T08:00:00Z")));
    assert_eq!(shown(&store, &schedule).await, [("2026-11-23".into(), posted(70), None)]);
    // A clock that was set back finds nothing to repeat.
    nothing(&store, NINE).await;
}

async fn of_ten_claimers_one_gets_it(place: &Place) {
    let (store, _) = with_daily(place).await;
    let other = place.open().await;
    let claimers = (0..10).map(|turn| {
        let store = if turn % 2 == 0 { store.clone() } else { other.clone() };
        tokio::spawn(async move { store.claim_due(at(NINE), LEASE, GRACE).await.unwrap() })
    });
    let got = futures_util::future::join_all(claimers).await;
    let got = got.into_iter().filter(|next| matches!(next.as_ref().unwrap(), Next::Claimed(_))).count();
    assert_eq!(got, 1);
}

async fn an_expired_lease_is_taken_over_and_the_old_proof_refused(place: &Place) {
    let (store, _) = with_daily(place).await;
    let first = claimed(&store, NINE).await;
    nothing(&store, "2026-11-23T08:00:59Z").await;
    // Never tried: whoever takes it over starts afresh.
    let second = claimed(&store, "2026-11-23T08:01:00Z").await;
    assert_eq!((second.occurrence.id, second.earlier), (first.occurrence.id, None));
    store.tried(&second, at("2026-11-23T08:01:00Z"), LEASE).await.unwrap();
    let third = claimed(&store, "2026-11-23T08:05:00Z").await;
    let earlier = third.earlier.unwrap();
    assert_eq!((earlier.first_at, earlier.by), (at("2026-11-23T08:01:00Z"), TriedBy::Message));
    for stale in [&first, &second] {
        not_holder(store.tried(stale, at("2026-11-23T08:05:00Z"), LEASE).await);
        not_holder(store.posted(stale, MessageId::new(70)).await);
        not_holder(store.put_back(stale, at(NINE), Sent::No, "").await);
        not_holder(store.hold_unknown(stale, "").await);
        not_holder(store.skipped(stale, "").await);
        not_holder(store.refused(stale, 50013).await);
        not_holder(store.choose_prompt(stale, at(NINE), |_| true, |_| Some(("a".into(), 1))).await);
    }
    store.posted(&third, MessageId::new(70)).await.unwrap();
    not_holder(store.put_back(&third, at(NINE), Sent::No, "").await);
}

async fn a_certain_failure_leaves_no_doubt_behind(place: &Place) {
    let (store, _) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:05Z"), Sent::No, "retry").await.unwrap();
    nothing(&store, "2026-11-23T08:00:04Z").await;
    let claim = claimed(&store, "2026-11-23T08:00:05Z").await;
    assert_eq!((claim.earlier, claim.occurrence.attempts), (None, 1));

    // An uncertain one does, and a later certain one does not take the doubt away.
    store.tried(&claim, at("2026-11-23T08:00:05Z"), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:06Z"), Sent::Perhaps, "lost").await.unwrap();
    let claim = claimed(&store, "2026-11-23T08:00:06Z").await;
    assert_eq!(claim.earlier.unwrap().first_at, at("2026-11-23T08:00:05Z"));
    store.tried(&claim, at("2026-11-23T08:00:06Z"), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:07Z"), Sent::No, "retry").await.unwrap();
    let claim = claimed(&store, "2026-11-23T08:00:07Z").await;
    assert_eq!(claim.earlier.unwrap().first_at, at("2026-11-23T08:00:05Z"));
    store.hold_unknown(&claim, "cannot-look:50001").await.unwrap();
    nothing(&store, "2026-11-23T20:00:00Z").await;
}

async fn a_prompt_is_fixed_at_the_first_choice(place: &Place) {
    let (store, _) = with_daily(place).await;
    let first = claimed(&store, NINE).await;
    let chosen = store.choose_prompt(
        &first,
        at(NINE),
        |_| true,
        |seen| {
            assert!(seen.is_empty());
            Some(("one".into(), 1))
        },
    );
    assert_eq!(chosen.await.unwrap().as_deref(), Some("one"));
    let second = claimed(&store, "2026-11-23T08:05:00Z").await;
    assert_eq!(second.occurrence.content.as_deref(), Some("one"));
    let again = store.choose_prompt(&second, at(NINE), |_| true, |_| panic!("it was chosen before"));
    assert_eq!(again.await.unwrap().as_deref(), Some("one"));
    // A writer has taken it out of the library: nobody has had it.
    let other = store.choose_prompt(
        &second,
        at(NINE),
        |_| false,
        |seen| {
            assert!(seen.is_empty());
            Some(("two".into(), 1))
        },
    );
    assert_eq!(other.await.unwrap().as_deref(), Some("two"));
    store.posted(&second, MessageId::new(70)).await.unwrap();

    let tuesday = claimed(&store, "2026-11-24T08:00:00Z").await;
    let none = store.choose_prompt(&tuesday, at(NINE), |_| true, |_| None).await.unwrap();
    assert_eq!(none, None);
    // A clock set back a day does not change the order.
    let third = store.choose_prompt(
        &tuesday,
        at("2026-11-22T08:00:00Z"),
        |_| true,
        |seen| {
            assert_eq!(seen.len(), 1);
            Some((format!("after-{}", seen[0].prompt), 1))
        },
    );
    assert_eq!(third.await.unwrap().as_deref(), Some("after-two"));
    let seen: Vec<String> = store.prompt_history(GUILD).await.unwrap().into_iter().map(|used| used.prompt).collect();
    assert_eq!(seen, ["two", "after-two"]);
    assert_eq!(store.prompt_history(GuildId::new(4)).await.unwrap(), []);
}

async fn after_an_absence_at_most_one_late_date_is_posted(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    // Away from before Monday 09:00 to Wednesday 14:59.
    let claim = claimed(&store, "2026-11-25T13:59:00Z").await;
    assert_eq!(day(&claim.occurrence), "2026-11-25");
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    nothing(&store, "2026-11-25T13:59:00Z").await;
    let late = |day: &str| (day.to_owned(), OccurrenceState::Skipped, Some(reason::LATE.to_owned()));
    assert_eq!(
        shown(&store, &schedule).await,
        [("2026-11-25".into(), posted(70), None), late("2026-11-24"), late("2026-11-23")]
    );
    assert_eq!(store.next_due().await.unwrap(), Some(at("2026-11-26T08:00:00Z")));
}

async fn beyond_the_grace_nothing_is_posted(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    nothing(&store, "2026-11-23T14:00:01Z").await;
    let late = ("2026-11-23".to_owned(), OccurrenceState::Skipped, Some(reason::LATE.to_owned()));
    assert_eq!(shown(&store, &schedule).await, [late]);
    // To the second, it is still within.
    claimed(&store, "2026-11-24T14:00:00Z").await;

    // A year away: bounded, and the latest ones are those that are kept.
    let store = place.open().await;
    let saved = store.save_schedule(GUILD, &draft("other", "12:00 daily UTC"), at(NINE)).await.unwrap();
    let Saved::Created(other) = saved else { panic!("{saved:?}") };
    while !matches!(next(&store, "2027-11-23T11:00:00Z").await, Next::Nothing) {}
    let shown = shown(&store, &other).await;
    assert!((20..=40).contains(&shown.len()), "{}", shown.len());
    assert_eq!(shown[0].0, "2027-11-22");
}

async fn a_second_date_supersedes_one_that_still_waits(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let days = std::time::Duration::from_secs(48 * 60 * 60);
    let Next::Claimed(monday) = store.claim_due(at(NINE), LEASE, days).await.unwrap() else { panic!() };
    store.tried(&monday, at(NINE), LEASE).await.unwrap();
    store.put_back(&monday, at("2026-11-24T08:30:00Z"), Sent::No, "retry").await.unwrap();
    let Next::Claimed(tuesday) = store.claim_due(at("2026-11-24T09:00:00Z"), LEASE, days).await.unwrap() else {
        panic!()
    };
    assert_eq!(day(&tuesday.occurrence), "2026-11-24");
    store.posted(&tuesday, MessageId::new(70)).await.unwrap();
    nothing(&store, "2026-11-24T09:00:00Z").await;
    assert_eq!(shown(&store, &schedule).await[1].2.as_deref(), Some(reason::SUPERSEDED));
}

async fn an_uncertain_post_of_yesterday_is_only_looked_for(place: &Place) {
    let (store, _) = with_daily(place).await;
    let monday = claimed(&store, NINE).await;
    store.tried(&monday, at(NINE), LEASE).await.unwrap();
    let again = claimed(&store, "2026-11-23T20:00:00Z").await;
    assert_eq!((again.occurrence.id, again.may_send), (monday.occurrence.id, false));
    assert!(again.earlier.is_some());
}

async fn an_edit_owes_nothing_old(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    // 09:30: the bot was away at 09:00, and somebody moves the time to 08:00.
    let edit = draft("daily", "08:00 daily Europe/Berlin");
    let saved = store.save_schedule(GUILD, &edit, at("2026-11-23T08:30:00Z")).await.unwrap();
    let Saved::Edited(edited) = saved else { panic!("{saved:?}") };
    assert_eq!((edited.id, edited.next.unwrap().at), (schedule.id, at("2026-11-24T07:00:00Z")));
    nothing(&store, "2026-11-23T08:30:00Z").await;
    nothing(&store, "2026-11-24T06:59:59Z").await;
    assert_eq!(day(&claimed(&store, "2026-11-24T07:00:00Z").await.occurrence), "2026-11-24");

    // The same for one whose date was already waiting for another try, and for one that somebody holds.
    let held = claimed(&store, "2026-11-24T07:02:00Z").await;
    store.put_back(&held, at("2026-11-24T07:03:00Z"), Sent::No, "retry").await.unwrap();
    store.save_schedule(GUILD, &draft("daily", "07:00 daily Europe/Berlin"), at("2026-11-24T07:02:30Z")).await.unwrap();
    nothing(&store, "2026-11-24T07:03:00Z").await;
    let held = claimed(&store, "2026-11-25T06:00:00Z").await;
    store.save_schedule(GUILD, &draft("daily", "06:00 daily Europe/Berlin"), at("2026-11-25T06:00:10Z")).await.unwrap();
    store.put_back(&held, at("2026-11-25T06:00:20Z"), Sent::No, "retry").await.unwrap();
    let dropped = next(&store, "2026-11-25T06:00:20Z").await;
    assert!(matches!(&dropped, Next::Skipped(old) if old.reason.as_deref() == Some(reason::CHANGED)), "{dropped:?}");
}

async fn an_edit_to_later_the_same_day_posts_once_more_only_if_not_posted(place: &Place) {
    let (store, _) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    let later = draft("daily", "10:00 weekdays Europe/Berlin");
    let Saved::Edited(edited) = store.save_schedule(GUILD, &later, at("2026-11-23T08:30:00Z")).await.unwrap() else {
        panic!()
    };
    // Monday was posted.
    assert_eq!(edited.next.unwrap().date, date(2026, 11, 24));
    nothing(&store, "2026-11-23T09:00:00Z").await;

    // Tuesday was tried, certainly not sent, and dropped by an edit to later that day: it comes then.
    let claim = claimed(&store, "2026-11-24T09:00:00Z").await;
    store.tried(&claim, at("2026-11-24T09:00:00Z"), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-24T09:01:00Z"), Sent::No, "retry").await.unwrap();
    let later = draft("daily", "11:00 weekdays Europe/Berlin");
    store.save_schedule(GUILD, &later, at("2026-11-24T09:00:30Z")).await.unwrap();
    nothing(&store, "2026-11-24T09:59:59Z").await;
    let again = claimed(&store, "2026-11-24T10:00:00Z").await;
    assert_eq!((again.occurrence.id, again.occurrence.due_at), (claim.occurrence.id, at("2026-11-24T10:00:00Z")));
}

async fn pausing_drops_what_is_owed_and_resuming_owes_nothing_old(place: &Place) {
    let (store, _) = with_daily(place).await;
    let why = PauseReason::Asked;
    let paused = store.pause_schedule(GUILD, "daily", why, at("2026-11-22T13:00:00Z")).await.unwrap().unwrap();
    assert_eq!((paused.paused, paused.next), (Some(PauseReason::Asked), None));
    nothing(&store, NINE).await;
    let resumed = store.resume_schedule(GUILD, "daily", at("2026-11-23T08:00:01Z")).await.unwrap().unwrap();
    assert_eq!((resumed.paused, resumed.next.unwrap().date), (None, date(2026, 11, 24)));
    nothing(&store, "2026-11-23T08:00:01Z").await;
    // Resuming one that runs is no change: it still owes what it owed.
    store.resume_schedule(GUILD, "daily", at("2026-11-24T08:30:00Z")).await.unwrap().unwrap();
    assert_eq!(day(&claimed(&store, "2026-11-24T08:30:00Z").await.occurrence), "2026-11-24");
    assert!(store.pause_schedule(GUILD, "none", why, at(NINE)).await.unwrap().is_none());
    assert!(store.resume_schedule(GUILD, "none", at(NINE)).await.unwrap().is_none());
}

async fn a_skipped_date_is_left_out_and_shown(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let sunday = at("2026-11-22T13:00:00Z");
    let left = store.skip_date(GUILD, "daily", date(2026, 11, 23), sunday).await.unwrap().unwrap();
    assert_eq!((left.next.unwrap().date, left.skips), (date(2026, 11, 24), vec![date(2026, 11, 23)]));
    // Twice is once.
    store.skip_date(GUILD, "daily", date(2026, 11, 23), sunday).await.unwrap().unwrap();
    nothing(&store, NINE).await;
    // Also over an edit, a pause and an absence.
    store.save_schedule(GUILD, &draft("daily", "10:00 weekdays Europe/Berlin"), at(NINE)).await.unwrap();
    nothing(&store, "2026-11-23T09:30:00Z").await;
    assert_eq!(
        shown(&store, &schedule).await,
        [("2026-11-23".into(), OccurrenceState::Skipped, Some(reason::ASKED.into()))]
    );
    assert_eq!(day(&claimed(&store, "2026-11-24T10:00:00Z").await.occurrence), "2026-11-24");
    assert!(store.skip_date(GUILD, "none", date(2026, 11, 23), sunday).await.unwrap().is_none());
}

async fn removing_keeps_the_history_and_frees_the_name(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    assert!(store.remove_schedule(GUILD, "daily").await.unwrap());
    assert!(!store.remove_schedule(GUILD, "daily").await.unwrap());
    assert!(store.schedule(GUILD, "daily", at(NINE)).await.unwrap().is_none());
    assert!(store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().is_none());
    assert!(store.schedules(GUILD, at(NINE)).await.unwrap().is_empty());
    nothing(&store, "2026-11-24T08:00:00Z").await;
    assert_eq!(shown(&store, &schedule).await.len(), 1);
    let again = draft("daily", "09:00 weekdays Europe/Berlin");
    let saved = store.save_schedule(GUILD, &again, at("2026-11-23T09:00:00Z")).await.unwrap();
    assert!(matches!(saved, Saved::Created(_)), "{saved:?}");
}

async fn a_refusal_pauses_the_schedule_but_not_an_edited_one(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.refused(&claim, 50013).await.unwrap();
    let paused = store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().unwrap();
    assert_eq!((paused.paused, paused.next), (Some(PauseReason::Refused(50013)), None));
    assert_eq!(shown(&store, &schedule).await[0].1, OccurrenceState::Failed);
    nothing(&store, "2026-11-24T08:00:00Z").await;

    store.resume_schedule(GUILD, "daily", at("2026-11-24T07:00:00Z")).await.unwrap();
    let claim = claimed(&store, "2026-11-24T08:00:00Z").await;
    store.save_schedule(GUILD, &draft("daily", "10:00 daily UTC"), at("2026-11-24T08:00:10Z")).await.unwrap();
    store.refused(&claim, 10003).await.unwrap();
    assert_eq!(store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().unwrap().paused, None);
}

async fn a_server_has_ten_schedules(place: &Place) {
    let store = place.open().await;
    for turn in 0..10 {
        let saved = store.save_schedule(GUILD, &draft(&format!("s{turn}"), "09:00 daily UTC"), at(NINE)).await.unwrap();
        assert!(matches!(saved, Saved::Created(_)), "{saved:?}");
    }
    let over = store.save_schedule(GUILD, &draft("more", "09:00 daily UTC"), at(NINE)).await.unwrap();
    assert!(matches!(over, Saved::TooMany), "{over:?}");
    let edit = store.save_schedule(GUILD, &draft("s3", "10:00 daily UTC"), at(NINE)).await.unwrap();
    assert!(matches!(edit, Saved::Edited(_)), "{edit:?}");
    assert_eq!(store.schedules(GUILD, at(NINE)).await.unwrap().len(), 10);
    let elsewhere = store.save_schedule(GuildId::new(3), &draft("more", "09:00 daily UTC"), at(NINE)).await.unwrap();
    assert!(matches!(elsewhere, Saved::Created(_)), "{elsewhere:?}");
}

async fn an_extra_does_not_take_the_place_of_todays(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let extra = |interaction| NewOccurrence {
        key: OccurrenceKey::Extra { schedule: schedule.id, interaction: InteractionId::new(interaction) },
        guild: GUILD,
        channel: CHANNEL,
        due_at: at("2026-11-23T07:00:00Z"),
    };
    assert!(store.add_occurrence(extra(5), at(NINE)).await.unwrap());
    assert!(!store.add_occurrence(extra(5), at(NINE)).await.unwrap());
    let now = claimed(&store, "2026-11-23T07:00:00Z").await;
    assert_eq!(now.occurrence.key.kind(), clarion::store::Kind::Extra);
    store.posted(&now, MessageId::new(70)).await.unwrap();
    let todays = claimed(&store, NINE).await;
    assert_eq!(day(&todays.occurrence), "2026-11-23");
    // One that nobody could send in time is let go.
    store.add_occurrence(extra(6), at(NINE)).await.unwrap();
    let late = next(&store, "2026-11-23T13:00:01Z").await;
    assert!(matches!(&late, Next::Skipped(old) if old.reason.as_deref() == Some(reason::LATE)), "{late:?}");
}

async fn a_hello_comes_once_a_joining(place: &Place) {
    let store = place.open().await;
    let join = async |now: &str| store.guild_joined(GUILD, Some("de"), Some(CHANNEL), at(now)).await.unwrap();
    assert_eq!(join("2026-11-20T08:00:00Z").await, Joined::New);
    assert_eq!(join("2026-11-20T08:05:00Z").await, Joined::Known);
    let hello = claimed(&store, "2026-11-20T08:05:00Z").await;
    assert_eq!(hello.occurrence.key, OccurrenceKey::Hello { guild: GUILD, joined_at: at("2026-11-20T08:00:00Z") });
    store.posted(&hello, MessageId::new(70)).await.unwrap();
    // Flapping is no joining.
    store.guild_removed(GUILD, at("2026-11-21T08:00:00Z")).await.unwrap();
    assert_eq!(join("2026-11-21T08:01:00Z").await, Joined::Known);
    nothing(&store, "2026-11-21T08:01:00Z").await;
    let guild = store.guild(GUILD).await.unwrap().unwrap();
    assert_eq!((guild.removed_at, guild.joined_at), (None, at("2026-11-20T08:00:00Z")));
    assert_eq!(guild.locale.as_deref(), Some("de"));
    // Coming back after days is.
    store.guild_removed(GUILD, at("2026-11-22T08:00:00Z")).await.unwrap();
    store.guild_removed(GUILD, at("2026-11-25T07:59:00Z")).await.unwrap();
    assert_eq!(join("2026-11-25T08:00:00Z").await, Joined::New);
    claimed(&store, "2026-11-25T08:00:00Z").await;
    // Without a channel for it there is none.
    assert_eq!(store.guild_joined(GuildId::new(5), None, None, at(NINE)).await.unwrap(), Joined::New);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE guild_id = 5").await, 0);
}

async fn a_server_that_was_left_gets_nothing(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.put_back(&claim, at("2026-11-23T08:10:00Z"), Sent::No, "retry").await.unwrap();
    store.guild_removed(GUILD, at("2026-11-23T08:05:00Z")).await.unwrap();
    let dropped = next(&store, "2026-11-23T08:10:00Z").await;
    assert!(matches!(&dropped, Next::Skipped(old) if old.reason.as_deref() == Some(reason::LEFT)), "{dropped:?}");
    nothing(&store, "2026-11-24T08:00:00Z").await;
    assert_eq!(store.next_due().await.unwrap(), None);
    // Back again: what fell due in the meantime is not owed.
    store.guild_joined(GUILD, None, None, at("2026-11-24T08:30:00Z")).await.unwrap();
    nothing(&store, "2026-11-24T08:30:00Z").await;
    let back = store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().unwrap();
    assert_eq!(back.next.unwrap().date, date(2026, 11, 25));
}

async fn setting_up_is_remembered(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.guild(GUILD).await.unwrap(), None);
    let berlin = "Europe/Berlin".parse().unwrap();
    store.guild_joined(GUILD, Some("en-US"), None, at("2026-11-20T08:00:00Z")).await.unwrap();
    let fresh = store.guild(GUILD).await.unwrap().unwrap();
    assert_eq!((fresh.zone.name(), fresh.thanks, fresh.set_up), ("UTC", true, None));
    let done = store.set_up(GUILD, &berlin, false, ANNA, at(NINE)).await.unwrap();
    assert_eq!(store.guild(GUILD).await.unwrap().unwrap(), done);
    assert_eq!((done.zone.name(), done.thanks, done.locale.as_deref()), ("Europe/Berlin", false, Some("en-US")));
    let set_up = done.set_up.unwrap();
    assert_eq!((set_up.at, set_up.by), (at(NINE), Some(ANNA)));
    place.run("UPDATE person SET user_id = NULL").await;
    assert_eq!(store.guild(GUILD).await.unwrap().unwrap().set_up.unwrap().by, None);
}

async fn the_contrast_seen_longest_ago_comes_next(place: &Place) {
    let store = place.open().await;
    let next = async || store.least_recently_seen(GUILD, &["people", "risk", "title"]).await.unwrap();
    assert_eq!(next().await, Some("people"));
    for (contrast, minute) in [("people", 1), ("risk", 2), ("title", 3), ("people", 4), ("gone", 0)] {
        store.contrast_seen(GUILD, contrast, at(&format!("2026-11-23T08:0{minute}:00Z"))).await.unwrap();
    }
    assert_eq!(next().await, Some("risk"));
    assert_eq!(store.least_recently_seen(GuildId::new(9), &["risk"]).await.unwrap(), Some("risk"));
    assert_eq!(store.least_recently_seen(GUILD, &[]).await.unwrap(), None);
}

async fn command_hashes_are_kept_by_application(place: &Place) {
    let store = place.open().await;
    let (one, two) = (ApplicationId::new(5), ApplicationId::new(6));
    assert_eq!(store.command_hash(one).await.unwrap(), None);
    store.set_command_hash(one, "aa").await.unwrap();
    store.set_command_hash(one, "bb").await.unwrap();
    assert_eq!(store.command_hash(one).await.unwrap().as_deref(), Some("bb"));
    assert_eq!(store.command_hash(two).await.unwrap(), None);
}

async fn a_zone_that_became_unreadable_pauses_its_schedule_only(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    store.save_schedule(GUILD, &draft("other", "09:00 daily Europe/Berlin"), at("2026-11-22T12:00:00Z")).await.unwrap();
    place.run(&format!("UPDATE schedule SET zone = 'Mars/Olympus' WHERE id = {}", schedule.id.get())).await;
    let other = claimed(&store, NINE).await;
    assert!(!matches!(other.occurrence.key, OccurrenceKey::Daily { schedule: odd, .. } if odd == schedule.id));
    assert_eq!(place.number("SELECT COUNT(*) FROM schedule WHERE pause_reason = 'unreadable'").await, 1);
    // An occurrence that nobody can read holds up nobody either.
    place.run("UPDATE occurrence SET due_key = 'someday', state = 'due', claim = NULL").await;
    let extra = NewOccurrence {
        key: OccurrenceKey::Introduction { guild: GUILD, channel: CHANNEL },
        guild: GUILD,
        channel: CHANNEL,
        due_at: at("2026-11-23T08:10:00Z"),
    };
    store.add_occurrence(extra, at(NINE)).await.unwrap();
    assert_eq!(claimed(&store, "2026-11-23T08:10:00Z").await.occurrence.key, extra.key);
}
