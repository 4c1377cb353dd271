//! What is told of a stretch of days: weeks for the strip, and a digest's numbers.

use clarion::store::{NewRecognition, WEEKS_OF_A_YEAR};
use jiff::civil::date;
use serenity::model::id::GuildId;

use super::engines::{ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, gift, on_each_engine};

on_each_engine!(a_year_of_weeks_counts_each_recognition_in_its_week);

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
