//! How far a schedule is in a series: told by what it has posted, over restarts, takeovers and refusals.

use clarion::store::{
    Before, Chosen, Claim, Following, OccurrenceKey, Saved, Schedule, ScheduleDraft, ScheduleOptions, SeriesDay,
    SeriesStep, Store, TriedBy,
};
use serenity::model::id::MessageId;

use super::engines::{GUILD, LEASE, Place, at, claimed, draft, on_each_engine, pick, picked};

on_each_engine!(
    a_series_is_counted_by_what_was_posted,
    a_day_that_was_refused_is_not_counted,
    the_end_of_a_series_is_written_down_once,
    a_series_goes_on_or_begins_anew,
    what_was_not_named_is_as_it_is_at_that_moment,
);

const RISK: &str = "five-days-risk";

fn following(series: Option<&str>) -> ScheduleDraft {
    let options = ScheduleOptions { series: series.map(str::to_owned), ..ScheduleOptions::default() };
    ScheduleDraft { options: Some(options), ..draft("daily", "09:00 daily Europe/Berlin") }
}

async fn save(store: &Store, draft: &ScheduleDraft, now: &str) -> Schedule {
    match store.save_schedule(GUILD, draft, at(now)).await.unwrap() {
        Saved::Created(schedule) | Saved::Edited(schedule) => schedule,
        Saved::TooMany => panic!("too many"),
    }
}

async fn steps(store: &Store, schedule: &Schedule) -> Vec<(String, bool)> {
    let following = store.following(schedule.id).await.unwrap().unwrap();
    assert_eq!(following.series, RISK);
    following.steps.into_iter().map(|SeriesStep { prompt, lost }| (prompt, lost)).collect()
}

fn day(prompt: &str, day: u32) -> Option<Chosen> {
    let day = SeriesDay { series: RISK.to_owned(), day, of: 2 };
    Some(Chosen { prompt: prompt.to_owned(), cycle: 1, day: Some(day) })
}

async fn choose(
    store: &Store,
    claim: &Claim,
    choose: impl Fn(&Before) -> Option<Chosen> + Send + Sync,
) -> Option<Chosen> {
    let now = at("2026-11-23T08:00:00Z");
    store.choose_prompt(claim, now, LEASE, TriedBy::Message, |_| true, choose).await.unwrap()
}

async fn a_series_is_counted_by_what_was_posted(place: &Place) {
    let store = place.open().await;
    let schedule = save(&store, &following(Some(RISK)), "2026-11-23T07:00:00Z").await;
    assert_eq!(schedule.options.series.as_deref(), Some(RISK));
    let first = claimed(&store, "2026-11-23T08:00:00Z").await;
    assert_eq!(choose(&store, &first, |_| day("one", 1)).await, day("one", 1));
    // A crash: whoever takes it over, in another life, says the same with the same day, and is asked nothing.
    let store = place.open().await;
    let again = claimed(&store, "2026-11-23T08:02:00Z").await;
    assert_eq!(choose(&store, &again, |_| panic!("it was chosen before")).await, day("one", 1));
    assert_eq!(steps(&store, &schedule).await, [("one".to_owned(), false)]);
    store.posted(&again, MessageId::new(70)).await.unwrap();
    let second = claimed(&store, "2026-11-24T08:00:00Z").await;
    let chosen = choose(&store, &second, |before| {
        let Some(Following { series, steps, .. }) = &before.series else { panic!("{before:?}") };
        assert_eq!((series.as_str(), steps.len()), (RISK, 1));
        // It is among what the server has had, as any other.
        assert_eq!(before.uses.iter().map(|used| used.prompt.as_str()).collect::<Vec<_>>(), ["one"]);
        day("two", 2)
    });
    assert_eq!(chosen.await, day("two", 2));
    // One more post is told how far the series is, and does not move it.
    let key = OccurrenceKey::Extra { schedule: schedule.id, interaction: serenity::model::id::InteractionId::new(9) };
    let now = at("2026-11-24T08:00:00Z");
    let extra = clarion::store::NewOccurrence { key, guild: GUILD, channel: schedule.channel, due_at: now };
    store.posted(&second, MessageId::new(71)).await.unwrap();
    assert!(store.add_occurrence(extra, now).await.unwrap());
    let extra = claimed(&store, "2026-11-24T08:00:01Z").await;
    let chosen = choose(&store, &extra, |before| {
        assert_eq!(before.series.as_ref().map(|series| series.steps.len()), Some(2));
        pick("beside", 1)
    });
    assert_eq!(picked(Ok(chosen.await)).as_deref(), Some("beside"));
    assert_eq!(steps(&store, &schedule).await.len(), 2);
}

async fn a_day_that_was_refused_is_not_counted(place: &Place) {
    let store = place.open().await;
    let schedule = save(&store, &following(Some(RISK)), "2026-11-23T07:00:00Z").await;
    let first = claimed(&store, "2026-11-23T08:00:00Z").await;
    choose(&store, &first, |_| day("one", 1)).await;
    store.refused(&first, 50_013, false, at("2026-11-23T08:00:00Z")).await.unwrap();
    assert_eq!(steps(&store, &schedule).await, [("one".to_owned(), true)]);
}

async fn the_end_of_a_series_is_written_down_once(place: &Place) {
    let store = place.open().await;
    let schedule = save(&store, &following(Some(RISK)), "2026-11-23T07:00:00Z").await;
    let first = claimed(&store, "2026-11-23T08:00:00Z").await;
    choose(&store, &first, |_| pick("any", 1)).await;
    assert_eq!(store.following(schedule.id).await.unwrap(), None);
    assert_eq!(store.schedules(GUILD, at("2026-11-23T09:00:00Z")).await.unwrap()[0].options.series, None);
    store.posted(&first, MessageId::new(70)).await.unwrap();
    let second = claimed(&store, "2026-11-24T08:00:00Z").await;
    choose(&store, &second, |before| {
        assert_eq!(before.series, None);
        pick("another", 1)
    })
    .await;
}

async fn a_series_goes_on_or_begins_anew(place: &Place) {
    let store = place.open().await;
    let schedule = save(&store, &following(Some(RISK)), "2026-11-23T07:00:00Z").await;
    let first = claimed(&store, "2026-11-23T08:00:00Z").await;
    choose(&store, &first, |_| day("one", 1)).await;
    store.posted(&first, MessageId::new(70)).await.unwrap();
    // Another time, and the same series named again: it goes on.
    let later = ScheduleDraft { when: draft("daily", "10:00 daily Europe/Berlin").when, ..following(Some(RISK)) };
    save(&store, &later, "2026-11-23T12:00:00Z").await;
    assert_eq!(steps(&store, &schedule).await.len(), 1);
    // Something else of it was changed: it goes on.
    let threads = ScheduleOptions { thread: true, ..later.options.clone().unwrap() };
    save(&store, &ScheduleDraft { options: Some(threads), ..later }, "2026-11-23T12:00:00Z").await;
    assert_eq!(steps(&store, &schedule).await.len(), 1);
    // Options that nobody named are kept.
    save(&store, &draft("daily", "09:00 daily Europe/Berlin"), "2026-11-23T12:00:00Z").await;
    assert_eq!(steps(&store, &schedule).await.len(), 1);
    // Ended and begun again: what an earlier time has posted does not count.
    save(&store, &following(None), "2026-11-23T12:00:00Z").await;
    assert_eq!(store.following(schedule.id).await.unwrap(), None);
    save(&store, &following(Some(RISK)), "2026-11-23T12:00:00Z").await;
    assert_eq!(steps(&store, &schedule).await, []);
    // A removed one is followed by a new one of that name, which follows nothing.
    store.remove_schedule(GUILD, "daily").await.unwrap();
    save(&store, &draft("daily", "09:00 daily Europe/Berlin"), "2026-11-23T12:00:00Z").await;
    assert_eq!(store.following(schedule.id).await.unwrap(), None);
}

/// Somebody looked at a schedule; until it is saved, its series ends and somebody else wishes for threads.
async fn what_was_not_named_is_as_it_is_at_that_moment(place: &Place) {
    let store = place.open().await;
    let schedule = save(&store, &following(Some(RISK)), "2026-11-23T07:00:00Z").await;
    let looked_at = ScheduleDraft { options: Some(schedule.options), ..draft("daily", "10:00 daily Europe/Berlin") };
    let first = claimed(&store, "2026-11-23T08:00:00Z").await;
    choose(&store, &first, |_| pick("any", 1)).await;
    store.posted(&first, MessageId::new(70)).await.unwrap();
    let threads = ScheduleOptions { thread: true, ..ScheduleOptions::default() };
    let other = ScheduleDraft { options: Some(threads), ..draft("daily", "09:00 daily Europe/Berlin") };
    save(&store, &other, "2026-11-23T09:00:00Z").await;
    let over = |before| ScheduleOptions { theme: Some("risk".to_owned()), ..before };
    let now = at("2026-11-23T09:00:01Z");
    let Saved::Edited(saved) = store.save_schedule_over(GUILD, &looked_at, &over, now).await.unwrap() else {
        panic!("not edited")
    };
    assert_eq!((saved.options.series, saved.options.thread), (None, true));
    assert_eq!((saved.options.theme.as_deref(), saved.when.time.to_string().as_str()), (Some("risk"), "10:00"));
    assert_eq!(store.following(schedule.id).await.unwrap(), None);
}
