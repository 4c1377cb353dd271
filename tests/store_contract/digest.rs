//! What is told of a stretch of days: weeks for the strip, and a digest's numbers.

use clarion::recognition::Dates;
use clarion::store::{Digest, NewRecognition, OccurrenceKey, Posts, ScheduleOptions, WEEKS_OF_A_YEAR};
use jiff::civil::date;
use serenity::model::id::{GuildId, MessageId, UserId};

use super::engines::{
    ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, claimed, counted, draft, gift, on_each_engine, pause,
};

const DAN: UserId = UserId::new(14);
const EVA: UserId = UserId::new(15);

on_each_engine!(
    a_year_of_weeks_counts_each_recognition_in_its_week,
    a_digest_counts_what_stands_in_its_days_and_who_is_new,
    what_somebody_who_pauses_gave_or_got_is_in_no_digest_and_no_week,
    a_monthly_schedule_owes_the_first_of_its_days_in_each_month,
);

async fn a_digest_counts_what_stands_in_its_days_and_who_is_new(place: &Place) {
    let store = place.open().await;
    let days = |first, last| Dates { first, last };
    let (before, first, last, after) =
        ("2026-11-19T23:00:00Z", "2026-11-20T01:00:00Z", "2026-11-26T23:00:00Z", "2026-11-27T01:00:00Z");
    let by = |giver, number, at| NewRecognition { giver, ..gift(number, &[DAN, EVA], at) };
    // Anna gave before; Ben and Cleo give for the first time; what comes after the last day is the next digest's.
    let mut given = Vec::new();
    for gift in [by(ANNA, 1, before), by(ANNA, 2, first), by(BEN, 3, last), by(CLEO, 4, last), by(CLEO, 5, last)] {
        given.push(counted(store.give(&gift, LEASE).await.unwrap()).0);
    }
    store.give(&by(DAN, 6, after), LEASE).await.unwrap();
    let dates = days(date(2026, 11, 20), date(2026, 11, 26));
    let digest = store.digest(GUILD, dates).await.unwrap();
    assert_eq!((digest.gives, digest.givers, digest.first_time, digest.strengths), (4, 3, 2, Vec::new()));
    assert_eq!(digest.roster, 5);
    // What was taken back counts nowhere, whoever is paused is not counted, and whoever was erased is, as a number.
    store.undo(GUILD, CLEO, given[4], at(after)).await.unwrap().unwrap();
    assert_eq!(store.digest(GUILD, dates).await.unwrap().gives, 3);
    pause(&store, &[BEN.get()], true).await;
    place.run("UPDATE person SET user_id = NULL WHERE user_id = 13").await;
    let digest = store.digest(GUILD, dates).await.unwrap();
    assert_eq!((digest.gives, digest.givers, digest.first_time, digest.roster), (2, 2, 1, 3));
    // Strengths of those days: the most named first, those named as often by name, none that nobody names any more.
    place
        .run(
            "INSERT INTO recognition_day (guild_id, local_date, strength, number) VALUES \
               (1000000000000000001, '2026-11-19', 'Humour', 9), (1000000000000000001, '2026-11-20', 'Patience', 1), \
               (1000000000000000001, '2026-11-21', 'Patience', 1), (1000000000000000001, '2026-11-26', 'Clarity', 1), \
               (1000000000000000001, '2026-11-26', 'Care', 1), (1000000000000000001, '2026-11-26', 'Nerve', 0), \
               (1000000000000000001, '2026-11-27', 'Humour', 9)",
        )
        .await;
    let named = store.digest(GUILD, dates).await.unwrap().strengths;
    let named: Vec<(&str, i64)> = named.iter().map(|(name, number)| (name.as_str(), *number)).collect();
    assert_eq!(named, [("Patience", 2), ("Care", 1), ("Clarity", 1)]);
    assert_eq!(store.digest(GuildId::new(98), dates).await.unwrap(), Digest::default());
}

async fn what_somebody_who_pauses_gave_or_got_is_in_no_digest_and_no_week(place: &Place) {
    let store = place.open().await;
    let by = |giver, number, to: &[UserId], strengths: &[&str]| NewRecognition {
        giver,
        strengths: strengths.iter().map(|name| (*name).to_owned()).collect(),
        ..gift(number, to, NINE)
    };
    let before = NewRecognition { giver: EVA, ..gift(9, &[BEN], "2026-11-09T09:00:00Z") };
    for gift in [
        before,
        by(ANNA, 1, &[BEN, CLEO], &["Calm"]),
        by(ANNA, 2, &[BEN], &["Calm", "Care"]),
        by(BEN, 3, &[CLEO], &["Calm"]),
        by(CLEO, 4, &[DAN], &["Care"]),
        by(EVA, 5, &[CLEO], &[]),
    ] {
        store.give(&gift, LEASE).await.unwrap();
    }
    let (monday, today) = (date(2026, 11, 23), date(2026, 11, 25));
    let told = async || {
        let found = store.digest(GUILD, Dates { first: monday, last: today }).await.unwrap();
        let named: Vec<String> = found.strengths.iter().map(|(name, number)| format!("{name} {number}")).collect();
        let week = store.weeks(GUILD, today).await.unwrap()[52].gives;
        (found.gives, found.givers, found.first_time, named.join(", "), week)
    };
    let whole = (5, 4, 3, "Calm 3, Care 2".to_owned(), 5);
    assert_eq!(told().await, whole);
    // Anna's to Ben and Cleo counts for Cleo. Eva gave before, if only to somebody who pauses.
    pause(&store, &[BEN.get()], true).await;
    assert_eq!(told().await, (3, 3, 2, "Calm 1, Care 1".to_owned(), 3));
    pause(&store, &[CLEO.get()], true).await;
    assert_eq!(told().await, (0, 0, 0, String::new(), 0));
    // The one who comes back first counts with what does not concern the other.
    pause(&store, &[BEN.get()], false).await;
    assert_eq!(told().await, (2, 1, 1, "Calm 2, Care 1".to_owned(), 2));
    pause(&store, &[CLEO.get()], false).await;
    assert_eq!(told().await, whole);
}

async fn a_monthly_schedule_owes_the_first_of_its_days_in_each_month(place: &Place) {
    let store = place.open().await;
    let mut monthly = draft("digest", "16:00 fri Europe/Berlin");
    monthly.when.days = monthly.when.days.monthly(true);
    monthly.options = Some(ScheduleOptions { posts: Posts::Digest, ..ScheduleOptions::default() });
    let now = at("2026-11-22T12:00:00Z");
    store.save_schedule(GUILD, &monthly, now).await.unwrap();
    let read = async |now| store.schedule(GUILD, "digest", now).await.unwrap().unwrap();
    let found = read(now).await;
    assert_eq!((found.when.clone(), found.options.posts), (monthly.when.clone(), Posts::Digest));
    assert_eq!(found.next.unwrap().date, date(2026, 12, 4));
    let claim = claimed(&store, "2026-12-04T15:00:00Z").await;
    assert!(matches!(claim.occurrence.key, OccurrenceKey::Daily { date: on, .. } if on == date(2026, 12, 4)));
    store.posted(&claim, MessageId::new(5)).await.unwrap();
    assert_eq!(read(at("2026-12-04T15:00:01Z")).await.next.unwrap().date, date(2027, 1, 1));
    // After an absence of two months the latest one comes, and no other.
    let claim = claimed(&store, "2027-02-05T15:30:00Z").await;
    assert!(matches!(claim.occurrence.key, OccurrenceKey::Daily { date: on, .. } if on == date(2027, 2, 5)));
    // By the week again.
    monthly.when.days = monthly.when.days.monthly(false);
    store.save_schedule(GUILD, &monthly, at("2027-02-05T16:00:00Z")).await.unwrap();
    assert_eq!(read(at("2027-02-05T16:00:00Z")).await.next.unwrap().date, date(2027, 2, 12));
    // A digest is not what the questions to people go by.
    let calendar = store.check_in_calendar(GUILD).await.unwrap();
    assert_eq!(calendar.when.time.to_string(), "09:00");
}

async fn a_year_of_weeks_counts_each_recognition_in_its_week(place: &Place) {
    let store = place.open().await;
    // A Monday, the Sunday before it, two on the first day of the strip, and one on the last day before it.
    let given = [NINE, "2026-11-22T08:00:00Z", "2025-11-24T08:00:00Z", "2025-11-24T09:00:00Z", "2025-11-23T23:00:00Z"];
    for (interaction, at) in (1..).zip(given) {
        store.give(&gift(interaction, &[BEN, CLEO], at), LEASE).await.unwrap();
    }
    store.give(&NewRecognition { giver: BEN, ..gift(9, &[ANNA], NINE) }, LEASE).await.unwrap();
    // A Wednesday.
    let today = date(2026, 11, 25);
    for (everybody, weeks) in
        [(true, store.weeks(GUILD, today).await.unwrap()), (false, store.my_weeks(GUILD, ANNA, today).await.unwrap())]
    {
        assert_eq!(weeks.len(), WEEKS_OF_A_YEAR as usize);
        assert!(weeks.windows(2).all(|two| (two[1].first - two[0].first).get_days() == 7), "{weeks:?}");
        assert_eq!((weeks[0].first, weeks[52].first), (date(2025, 11, 24), date(2026, 11, 23)));
        let some: Vec<(usize, i64)> =
            weeks.iter().enumerate().filter(|(_, week)| week.gives > 0).map(|(at, week)| (at, week.gives)).collect();
        // Several people thanked at once are one recognition.
        assert_eq!(some, [(0, 2), (51, 1), (52, if everybody { 2 } else { 1 })], "{everybody}");
    }
    let none = store.my_weeks(GUILD, CLEO, today).await.unwrap();
    assert!(none.iter().all(|week| week.gives == 0), "who gets gave nothing");
    let elsewhere = store.weeks(GuildId::new(98), today).await.unwrap();
    assert!(elsewhere.iter().all(|week| week.gives == 0) && elsewhere.len() == none.len());
    // The last day of the range itself counts, a later one does not.
    let before = store.weeks(GUILD, date(2026, 11, 22)).await.unwrap();
    assert_eq!((before[52].first, before[52].gives), (date(2026, 11, 16), 1));
}
