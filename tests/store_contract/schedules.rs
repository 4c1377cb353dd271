//! Schedules: what an edit, a pause, a skipped date or a removal does to what is owed.

use clarion::store::{Kind, NewOccurrence, Next, OccurrenceKey, OccurrenceState, PauseReason, Saved, Sent, reason};
use jiff::civil::date;
use serenity::model::id::{GuildId, InteractionId, MessageId};

use super::engines::{
    CHANNEL, GUILD, LEASE, NINE, Place, at, claimed, day, draft, next, nothing, on_each_engine, shown, with_daily,
};

on_each_engine!(
    an_edit_owes_nothing_old,
    an_edit_to_later_the_same_day_posts_once_more_only_if_not_posted,
    an_edit_while_the_first_try_is_uncertain_loses_nothing,
    pausing_drops_what_is_owed_and_resuming_owes_nothing_old,
    a_skipped_date_is_left_out_and_shown,
    removing_keeps_the_history_and_frees_the_name,
    a_refusal_pauses_the_schedule_but_not_an_edited_one,
    a_server_has_ten_schedules,
    an_extra_does_not_take_the_place_of_todays,
);

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
    let later = clarion::store::ScheduleDraft { by: super::engines::BEN, ..later };
    let Saved::Edited(edited) = store.save_schedule(GUILD, &later, at("2026-11-23T08:30:00Z")).await.unwrap() else {
        panic!()
    };
    // Who set it last knows it as it is: notices about it are for them.
    assert_eq!(store.responsible(GUILD, Some(&edited)).await.unwrap(), Some(super::engines::BEN));
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

async fn an_edit_while_the_first_try_is_uncertain_loses_nothing(place: &Place) {
    let (store, _) = with_daily(place).await;
    let uncertain = async |now: &str| {
        let claim = claimed(&store, now).await;
        store.tried(&claim, at(now), LEASE).await.unwrap();
        store.put_back(&claim, at(now), Sent::Perhaps, "answer-lost").await.unwrap();
        claim.occurrence.id
    };
    let move_to = async |time: &str, now: &str| {
        let edit = draft("daily", &format!("{time} weekdays Europe/Berlin"));
        store.save_schedule(GUILD, &edit, at(now)).await.unwrap();
    };
    // Monday's is looked for before its new time and is not there: it comes then.
    let monday = uncertain(NINE).await;
    move_to("11:00", "2026-11-23T08:05:00Z").await;
    let look = claimed(&store, "2026-11-23T08:05:01Z").await;
    assert_eq!((look.occurrence.id, look.unwanted), (monday, Some(reason::CHANGED)));
    store.given_up(&look, reason::CHANGED).await.unwrap();
    nothing(&store, "2026-11-23T09:59:59Z").await;
    let again = claimed(&store, "2026-11-23T10:00:00Z").await;
    assert_eq!((again.occurrence.id, again.earlier, again.unwanted), (monday, None, None));
    store.posted(&again, MessageId::new(70)).await.unwrap();

    // Tuesday's nobody could look for before its new time: it may be sent then, after a look.
    let tuesday = uncertain("2026-11-24T10:00:00Z").await;
    move_to("12:00", "2026-11-24T10:05:00Z").await;
    let again = claimed(&store, "2026-11-24T11:00:00Z").await;
    assert_eq!((again.occurrence.id, again.unwanted), (tuesday, None));
    assert!(again.earlier.is_some());
    // Posted after all, it is not posted again.
    store.posted(&again, MessageId::new(71)).await.unwrap();
    move_to("13:00", "2026-11-24T11:05:00Z").await;
    nothing(&store, "2026-11-24T12:00:00Z").await;
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
    let tuesday = claimed(&store, "2026-11-24T10:00:00Z").await;
    assert_eq!(day(&tuesday.occurrence), "2026-11-24");
    store.posted(&tuesday, MessageId::new(70)).await.unwrap();
    // An absence that begins before the date and ends within the grace after it.
    store.skip_date(GUILD, "daily", date(2026, 11, 26), at("2026-11-24T10:00:00Z")).await.unwrap();
    nothing(&store, "2026-11-26T11:00:00Z").await;
    assert_eq!(shown(&store, &schedule).await[0].2.as_deref(), Some(reason::ASKED));
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
    let saved = store.save_schedule(GUILD, &again, at("2026-11-22T23:00:00Z")).await.unwrap();
    // To people it is the same one: Monday's was posted.
    let Saved::Created(anew) = saved else { panic!("{saved:?}") };
    assert_eq!(anew.next.unwrap().date, date(2026, 11, 24));
    // What the old one was to leave out is forgotten.
    store.skip_date(GUILD, "daily", date(2026, 11, 24), at(NINE)).await.unwrap();
    for _ in 0..2 {
        assert!(store.remove_schedule(GUILD, "daily").await.unwrap());
        let saved = store.save_schedule(GUILD, &again, at(NINE)).await.unwrap();
        let Saved::Created(anew) = saved else { panic!("{saved:?}") };
        assert_eq!((anew.next.unwrap().date, anew.skips.len(), anew.name.as_str()), (date(2026, 11, 24), 0, "daily"));
    }
    assert_eq!(day(&claimed(&store, "2026-11-24T08:00:00Z").await.occurrence), "2026-11-24");
}

async fn a_refusal_pauses_the_schedule_but_not_an_edited_one(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.refused(&claim, 50013, false, at(NINE)).await.unwrap();
    let paused = store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().unwrap();
    assert_eq!((paused.paused, paused.next), (Some(PauseReason::Refused(50013)), None));
    assert_eq!(shown(&store, &schedule).await[0].1, OccurrenceState::Failed);
    // What is due now is its notice, and nothing after that.
    let notice = claimed(&store, NINE).await;
    assert_eq!(notice.occurrence.key.kind(), Kind::Notice);
    store.posted(&notice, MessageId::new(71)).await.unwrap();
    nothing(&store, "2026-11-24T08:00:00Z").await;
    // Mended and moved to later the same day, that date comes: it was refused, so it is certainly not there.
    store.save_schedule(GUILD, &draft("daily", "12:00 weekdays UTC"), at("2026-11-23T08:30:00Z")).await.unwrap();
    let again = claimed(&store, "2026-11-23T12:00:00Z").await;
    assert_eq!((again.occurrence.id, again.earlier), (claim.occurrence.id, None));
    store.posted(&again, MessageId::new(70)).await.unwrap();
    store.save_schedule(GUILD, &draft("daily", "08:00 weekdays UTC"), at("2026-11-23T13:00:00Z")).await.unwrap();

    store.resume_schedule(GUILD, "daily", at("2026-11-24T07:00:00Z")).await.unwrap();
    let claim = claimed(&store, "2026-11-24T08:00:00Z").await;
    store.save_schedule(GUILD, &draft("daily", "10:00 daily UTC"), at("2026-11-24T08:00:10Z")).await.unwrap();
    store.refused(&claim, 10003, false, at("2026-11-24T08:00:20Z")).await.unwrap();
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
