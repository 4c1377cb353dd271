//! Days on which nothing comes: a server's holidays, and a pause until a date.

use clarion::store::{
    Closed, Holiday, HolidayDraft, HolidaySaved, LONGEST_HOLIDAY, MOST_HOLIDAYS, OccurrenceState, PauseReason, Sent,
    Store, reason,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serenity::model::id::{GuildId, MessageId};

use super::engines::{
    GUILD, LEASE, NINE, Place, at, claimed, day, draft, next, nothing, on_each_engine, shown, with_daily,
};

on_each_engine!(
    a_holiday_is_passed_over_and_shown_when_it_has_gone_by,
    a_holiday_that_is_taken_back_brings_its_dates,
    a_holiday_drops_what_is_owed_and_not_what_may_be_there,
    an_absence_over_holidays_says_which_were_holidays,
    holidays_of_a_whole_year_leave_no_date_and_end_no_search,
    a_server_has_sixty_holidays_of_a_hundred_days,
    a_pause_until_a_date_ends_by_itself,
    a_pause_until_a_date_is_ended_early,
);

fn days(first: Date, last: Date, yearly: bool) -> HolidayDraft {
    HolidayDraft { first, last, yearly, name: None }
}

async fn add(store: &Store, draft: HolidayDraft, now: &str) -> Holiday {
    let saved = store.add_holiday(GUILD, &draft, at(now)).await.unwrap();
    let HolidaySaved::Added(holiday) = saved else { panic!("{saved:?}") };
    holiday
}

const SUNDAY: &str = "2026-11-22T13:00:00Z";

async fn a_holiday_is_passed_over_and_shown_when_it_has_gone_by(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let two = days(date(2026, 11, 23), date(2026, 11, 24), false);
    let holiday = add(&store, HolidayDraft { name: Some("Founders' \0days".into()), ..two.clone() }, SUNDAY).await;
    assert_eq!(store.holidays(GUILD).await.unwrap(), [Holiday { name: Some("Founders' days".into()), ..holiday }]);
    // Twice is once; another server's has no part in it.
    add(&store, two, SUNDAY).await;
    let elsewhere = days(date(2026, 11, 25), date(2026, 11, 25), false);
    store.add_holiday(GuildId::new(5), &elsewhere, at(SUNDAY)).await.unwrap();
    assert_eq!(store.holidays(GUILD).await.unwrap().len(), 1);

    let planned = store.schedule(GUILD, "daily", at(SUNDAY)).await.unwrap().unwrap();
    assert_eq!(planned.next.unwrap().date, date(2026, 11, 25));
    let closed = store.closed_dates(&planned, date(2026, 11, 22)).await.unwrap();
    assert!(matches!(closed.why(date(2026, 11, 24)), Some(Closed::Holiday(_))));
    assert_eq!(closed.why(date(2026, 11, 25)), None);
    nothing(&store, NINE).await;
    nothing(&store, "2026-11-24T12:00:00Z").await;
    assert_eq!(day(&claimed(&store, "2026-11-25T08:00:00Z").await.occurrence), "2026-11-25");
    let lately = shown(&store, &schedule).await;
    assert_eq!(
        lately[1..],
        [
            ("2026-11-24".into(), OccurrenceState::Skipped, Some(reason::HOLIDAY.into())),
            ("2026-11-23".into(), OccurrenceState::Skipped, Some(reason::HOLIDAY.into())),
        ]
    );
    // A schedule that is made later passes over them as well.
    let saved = store.save_schedule(GUILD, &draft("second", "09:00 daily UTC"), at(SUNDAY)).await.unwrap();
    let clarion::store::Saved::Created(second) = saved else { panic!("{saved:?}") };
    assert_eq!(second.next.unwrap().date, date(2026, 11, 25));
}

async fn a_holiday_that_is_taken_back_brings_its_dates(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let week = add(&store, days(date(2026, 11, 23), date(2026, 11, 27), false), SUNDAY).await;
    nothing(&store, NINE).await;
    // Not another server's, by its id.
    assert_eq!(store.remove_holidays(GuildId::new(5), &[week.id], at(NINE)).await.unwrap(), 0);
    assert_eq!(store.remove_holidays(GUILD, &[week.id], at("2026-11-24T07:00:00Z")).await.unwrap(), 1);
    let tuesday = claimed(&store, "2026-11-24T08:00:00Z").await;
    assert_eq!(day(&tuesday.occurrence), "2026-11-24");
    store.posted(&tuesday, MessageId::new(70)).await.unwrap();
    let lately = shown(&store, &schedule).await;
    // Monday has gone by as a holiday, and nothing is said of days that come now.
    assert_eq!(lately.len(), 2);
    assert_eq!(lately[1].2.as_deref(), Some(reason::HOLIDAY));

    // One that is left out besides stays left out when the holiday goes, and is a holiday when the other goes.
    let wednesday = date(2026, 11, 25);
    let holiday = add(&store, days(wednesday, wednesday, false), "2026-11-24T09:00:00Z").await;
    store.skip_date(GUILD, "daily", wednesday, at("2026-11-24T09:00:00Z")).await.unwrap();
    assert_eq!(shown(&store, &schedule).await[0].2.as_deref(), Some(reason::ASKED));
    store.unskip_date(GUILD, "daily", wednesday, at("2026-11-24T09:00:00Z")).await.unwrap();
    assert_eq!(shown(&store, &schedule).await[0].2.as_deref(), Some(reason::HOLIDAY));
    store.skip_date(GUILD, "daily", wednesday, at("2026-11-24T09:00:00Z")).await.unwrap();
    store.remove_holidays(GUILD, &[holiday.id], at("2026-11-24T09:00:00Z")).await.unwrap();
    nothing(&store, "2026-11-25T08:00:00Z").await;
    assert_eq!(shown(&store, &schedule).await[0].2.as_deref(), Some(reason::ASKED));
}

async fn a_holiday_drops_what_is_owed_and_not_what_may_be_there(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    // Monday's was put back before its first try.
    let claim = claimed(&store, NINE).await;
    store.put_back(&claim, at("2026-11-23T08:10:00Z"), Sent::No, "retry").await.unwrap();
    add(&store, days(date(2026, 11, 23), date(2026, 11, 23), false), "2026-11-23T08:05:00Z").await;
    nothing(&store, "2026-11-23T08:10:00Z").await;
    assert_eq!(shown(&store, &schedule).await[0].2.as_deref(), Some(reason::HOLIDAY));

    // Tuesday's is in somebody's hands, and put back after.
    let claim = claimed(&store, "2026-11-24T08:00:00Z").await;
    add(&store, days(date(2026, 11, 24), date(2026, 11, 24), false), "2026-11-24T08:00:05Z").await;
    store.put_back(&claim, at("2026-11-24T08:00:10Z"), Sent::No, "retry").await.unwrap();
    let dropped = next(&store, "2026-11-24T08:00:10Z").await;
    assert!(
        matches!(&dropped, clarion::store::Next::Skipped(old) if old.reason.as_deref() == Some(reason::HOLIDAY)),
        "{dropped:?}"
    );

    // Wednesday's may be in the channel: it is looked for, and not sent.
    let claim = claimed(&store, "2026-11-25T08:00:00Z").await;
    store.tried(&claim, at("2026-11-25T08:00:00Z"), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-25T08:00:01Z"), Sent::Perhaps, "answer-lost").await.unwrap();
    add(&store, days(date(2026, 11, 25), date(2026, 11, 25), false), "2026-11-25T08:00:02Z").await;
    let look = claimed(&store, "2026-11-25T08:00:03Z").await;
    assert_eq!((look.unwanted, look.earlier.is_some()), (Some(reason::HOLIDAY), true));
    store.posted(&look, MessageId::new(70)).await.unwrap();
    // The same for a date that somebody asks to leave out.
    let claim = claimed(&store, "2026-11-26T08:00:00Z").await;
    store.skip_date(GUILD, "daily", date(2026, 11, 26), at("2026-11-26T08:00:05Z")).await.unwrap();
    store.put_back(&claim, at("2026-11-26T08:00:10Z"), Sent::No, "retry").await.unwrap();
    let dropped = next(&store, "2026-11-26T08:00:10Z").await;
    assert!(
        matches!(&dropped, clarion::store::Next::Skipped(old) if old.reason.as_deref() == Some(reason::ASKED)),
        "{dropped:?}"
    );
}

async fn an_absence_over_holidays_says_which_were_holidays(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    add(&store, days(date(2026, 11, 25), date(2026, 11, 26), false), SUNDAY).await;
    // Nobody looks from before Monday to within the grace after Thursday's time: nothing comes in its place.
    nothing_but_skips(&store, "2026-11-26T10:00:00Z").await;
    let lately: Vec<_> = shown(&store, &schedule).await.into_iter().map(|(day, _, why)| (day, why.unwrap())).collect();
    assert_eq!(
        lately,
        [
            ("2026-11-26".to_owned(), reason::HOLIDAY.to_owned()),
            ("2026-11-25".to_owned(), reason::HOLIDAY.to_owned()),
            ("2026-11-24".to_owned(), reason::LATE.to_owned()),
            ("2026-11-23".to_owned(), reason::LATE.to_owned()),
        ]
    );
}

async fn nothing_but_skips(store: &Store, now: &str) {
    loop {
        match next(store, now).await {
            clarion::store::Next::Skipped(_) => {}
            clarion::store::Next::Nothing => return,
            other => panic!("{other:?}"),
        }
    }
}

async fn holidays_of_a_whole_year_leave_no_date_and_end_no_search(place: &Place) {
    let (store, _) = with_daily(place).await;
    let mut first = date(2026, 11, 22);
    let mut all = Vec::new();
    for _ in 0..4 {
        let last = first + 99.days();
        all.push(add(&store, days(first, last, true), SUNDAY).await);
        first = last + 1.day();
    }
    let schedule = store.schedule(GUILD, "daily", at(SUNDAY)).await.unwrap().unwrap();
    assert_eq!((schedule.next, schedule.paused), (None, None));
    nothing(&store, "2027-11-24T12:00:00Z").await;
    let ids: Vec<_> = all.iter().map(|holiday| holiday.id).collect();
    assert_eq!(store.remove_holidays(GUILD, &ids, at("2027-11-24T12:00:00Z")).await.unwrap(), 4);
    let schedule = store.schedule(GUILD, "daily", at("2027-11-24T12:00:00Z")).await.unwrap().unwrap();
    assert_eq!(schedule.next.unwrap().date, date(2027, 11, 25));
}

async fn a_server_has_sixty_holidays_of_a_hundred_days(place: &Place) {
    let store = place.open().await;
    let unfit = |first: Date, last: Date| days(first, last, false);
    let start = date(2026, 12, 1);
    for draft in [unfit(start, date(2026, 11, 30)), unfit(start, start + LONGEST_HOLIDAY.days())] {
        assert_eq!(store.add_holiday(GUILD, &draft, at(NINE)).await.unwrap(), HolidaySaved::Unfit);
    }
    add(&store, unfit(start, start + (LONGEST_HOLIDAY - 1).days()), NINE).await;
    for turn in 1..i32::try_from(MOST_HOLIDAYS).unwrap() {
        add(&store, days(start + turn.days(), start + turn.days(), turn % 2 == 0), NINE).await;
    }
    let over = days(date(2027, 6, 1), date(2027, 6, 1), false);
    assert_eq!(store.add_holiday(GUILD, &over, at(NINE)).await.unwrap(), HolidaySaved::TooMany);
    // One that is there can still be named.
    let named = HolidayDraft { name: Some("Advent".into()), ..days(start + 1.day(), start + 1.day(), false) };
    assert_eq!(add(&store, named, NINE).await.name.as_deref(), Some("Advent"));
    // Those that have gone by make room; those of every year stay.
    add(&store, over, "2027-05-01T00:00:00Z").await;
    assert!(store.holidays(GUILD).await.unwrap().iter().all(|left| left.yearly || left.last >= date(2027, 3, 10)));
}

async fn a_pause_until_a_date_ends_by_itself(place: &Place) {
    let (store, _) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.put_back(&claim, at("2026-11-23T08:10:00Z"), Sent::No, "retry").await.unwrap();
    let until = date(2026, 12, 7);
    let paused = store.pause_schedule_until(GUILD, "daily", until, at("2026-11-23T08:05:00Z")).await.unwrap().unwrap();
    assert_eq!((paused.paused, paused.resume_on), (None, Some(until)));
    assert_eq!(paused.next.unwrap().date, until);
    // What was owed before is dropped, and nothing is caught up with.
    nothing(&store, "2026-11-23T08:10:00Z").await;
    nothing(&store, "2026-12-04T08:00:00Z").await;
    assert_eq!(day(&claimed(&store, "2026-12-07T08:00:00Z").await.occurrence), "2026-12-07");
    let over = store.schedule(GUILD, "daily", at("2026-12-07T08:00:00Z")).await.unwrap().unwrap();
    assert_eq!((over.resume_on, over.next.unwrap().date), (None, date(2026, 12, 8)));
    assert!(store.pause_schedule_until(GUILD, "none", until, at(NINE)).await.unwrap().is_none());
}

async fn a_pause_until_a_date_is_ended_early(place: &Place) {
    let (store, _) = with_daily(place).await;
    let until = date(2026, 12, 7);
    let pause = async || store.pause_schedule_until(GUILD, "daily", until, at(SUNDAY)).await.unwrap().unwrap();
    let look = async |now: &str| store.schedule(GUILD, "daily", at(now)).await.unwrap().unwrap();
    pause().await;
    // By resuming, which owes nothing old.
    let back = store.resume_schedule(GUILD, "daily", at("2026-11-24T12:00:00Z")).await.unwrap().unwrap();
    assert_eq!((back.resume_on, back.next.unwrap().date), (None, date(2026, 11, 25)));
    nothing(&store, "2026-11-24T12:00:00Z").await;
    // By an edit, as any pause.
    pause().await;
    store
        .save_schedule(GUILD, &draft("daily", "10:00 weekdays Europe/Berlin"), at("2026-11-24T12:00:00Z"))
        .await
        .unwrap();
    let edited = look("2026-11-24T12:00:00Z").await;
    assert_eq!((edited.resume_on, edited.next.unwrap().date), (None, date(2026, 11, 25)));
    // A pause without an end takes its place, and the other way round.
    pause().await;
    store.pause_schedule(GUILD, "daily", PauseReason::Asked, at(SUNDAY)).await.unwrap().unwrap();
    let paused = look(SUNDAY).await;
    assert_eq!((paused.paused, paused.resume_on, paused.next), (Some(PauseReason::Asked), None, None));
    nothing(&store, "2026-12-08T08:00:00Z").await;
    assert_eq!((pause().await.paused, look(SUNDAY).await.next.unwrap().date), (None, until));
}
