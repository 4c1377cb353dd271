//! Threads under posts: owed once, with the post, and for a day.

use clarion::store::{NewOccurrence, Next, OccurrenceKey, OccurrenceState, Schedule, ScheduleDraft, ScheduleOptions};
use clarion::store::{Store, TriedBy, reason};
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId};

use super::engines::{
    CHANNEL, GUILD, LEASE, NINE, Place, at, claimed, draft, next, nothing, on_each_engine, with_daily,
};

on_each_engine!(
    a_post_owes_its_thread_once,
    a_thread_lets_prompts_go_first_that_were_due_before_its_post_was_sent,
    a_thread_waits_for_a_day_and_no_longer,
    a_post_that_came_late_has_its_thread_all_the_same,
    without_the_wish_and_in_a_forum_none_is_owed,
    another_channel_is_no_forum,
    a_post_in_a_forum_is_where_its_thread_is,
);

async fn with_threads(place: &Place, options: ScheduleOptions) -> (Store, Schedule) {
    let (store, schedule) = with_daily(place).await;
    let wish = ScheduleDraft { options: Some(options), ..draft("daily", "09:00 weekdays Europe/Berlin") };
    store.save_schedule(GUILD, &wish, at("2026-11-22T12:00:00Z")).await.unwrap();
    (store, schedule)
}

fn wanted() -> ScheduleOptions {
    ScheduleOptions { thread: true, ..ScheduleOptions::default() }
}

async fn a_post_owes_its_thread_once(place: &Place) {
    let (store, schedule) = with_threads(place, wanted()).await;
    let post = claimed(&store, NINE).await;
    assert_eq!(store.thread_under(post.occurrence.id).await.unwrap(), None);
    store.tried(&post, at(NINE), LEASE).await.unwrap();
    store.posted(&post, MessageId::new(70)).await.unwrap();
    store.posted(&post, MessageId::new(70)).await.unwrap();
    let thread = claimed(&store, NINE).await;
    assert_eq!(thread.occurrence.key, OccurrenceKey::Thread { post: post.occurrence.id });
    assert_eq!((thread.occurrence.channel, thread.unwanted), (CHANNEL, None));
    nothing(&store, NINE).await;
    store.tried(&thread, at(NINE), LEASE).await.unwrap();
    store.posted(&thread, MessageId::new(70)).await.unwrap();
    let found = store.thread_under(post.occurrence.id).await.unwrap().unwrap();
    assert_eq!(found.state, OccurrenceState::Posted(MessageId::new(70)));
    assert_eq!(store.occurrence(post.occurrence.id).await.unwrap().unwrap().id, post.occurrence.id);
    nothing(&store, "2026-11-23T20:00:00Z").await;
    // It is none of the schedule's dates.
    assert_eq!(store.recent_occurrences(schedule.id, 9).await.unwrap().len(), 1);
    // An extra is talked about as well.
    let key = OccurrenceKey::Extra { schedule: schedule.id, interaction: InteractionId::new(5) };
    let due_at = at("2026-11-23T21:00:00Z");
    store.add_occurrence(NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at }, due_at).await.unwrap();
    let extra = claimed(&store, "2026-11-23T21:00:00Z").await;
    store.posted(&extra, MessageId::new(71)).await.unwrap();
    assert!(store.thread_under(extra.occurrence.id).await.unwrap().is_some());
}

async fn a_thread_lets_prompts_go_first_that_were_due_before_its_post_was_sent(place: &Place) {
    let (store, _) = with_threads(place, wanted()).await;
    // Another server's prompt is due a minute later, and both are posted after an absence of two.
    let other = GuildId::new(8);
    store.save_schedule(other, &draft("daily", "09:01 daily Europe/Berlin"), at("2026-11-22T12:00:00Z")).await.unwrap();
    let late = "2026-11-23T08:02:00Z";
    let post = claimed(&store, late).await;
    assert_eq!(post.occurrence.guild, GUILD);
    store.posted(&post, MessageId::new(70)).await.unwrap();
    let prompt = claimed(&store, late).await;
    assert_eq!(prompt.occurrence.guild, other);
    let thread = claimed(&store, late).await;
    assert_eq!(thread.occurrence.key, OccurrenceKey::Thread { post: post.occurrence.id });
    assert_eq!(thread.occurrence.due_at, post.claimed_at);
}

async fn a_thread_waits_for_a_day_and_no_longer(place: &Place) {
    let (store, _) = with_threads(place, wanted()).await;
    let post = claimed(&store, NINE).await;
    store.posted(&post, MessageId::new(70)).await.unwrap();
    // Somebody takes it and is never heard of again.
    let first = claimed(&store, NINE).await;
    store.tried(&first, at(NINE), LEASE).await.unwrap();
    let again = claimed(&store, "2026-11-24T07:59:00Z").await;
    assert_eq!((again.occurrence.id, again.unwanted), (first.occurrence.id, None));
    store.put_back(&again, at("2026-11-24T08:00:01Z"), clarion::store::Sent::Perhaps, "test").await.unwrap();
    let tuesday = claimed(&store, "2026-11-24T08:00:00Z").await;
    store.posted(&tuesday, MessageId::new(71)).await.unwrap();
    let new = claimed(&store, "2026-11-24T08:00:01Z").await;
    assert_eq!(new.occurrence.key, OccurrenceKey::Thread { post: tuesday.occurrence.id });
    let late = claimed(&store, "2026-11-24T08:00:01Z").await;
    assert_eq!((late.occurrence.id, late.unwanted), (first.occurrence.id, Some(reason::LATE)));
    store.skipped(&late, reason::LATE).await.unwrap();
    // One that nobody tried ends at once.
    let Next::Skipped(skipped) = next(&store, "2026-11-25T08:00:01Z").await else { panic!("it is late") };
    assert_eq!((skipped.id, skipped.reason.as_deref()), (new.occurrence.id, Some(reason::LATE)));
}

async fn a_post_that_came_late_has_its_thread_all_the_same(place: &Place) {
    let (store, schedule) = with_threads(place, wanted()).await;
    // Asked for before an absence of two days.
    let key = OccurrenceKey::Extra { schedule: schedule.id, interaction: InteractionId::new(5) };
    let asked = at("2026-11-21T08:10:00Z");
    store.add_occurrence(NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at: asked }, asked).await.unwrap();
    let late = std::time::Duration::from_secs(72 * 3_600);
    let claims = async |now| match store.claim_due(at(now), LEASE, late).await.unwrap() {
        Next::Claimed(claim) => claim,
        other => panic!("{other:?}"),
    };
    let post = claims("2026-11-23T07:30:00Z").await;
    store.posted(&post, MessageId::new(70)).await.unwrap();
    let thread = claims("2026-11-23T07:59:00Z").await;
    assert_eq!(thread.occurrence.key, OccurrenceKey::Thread { post: post.occurrence.id });
    assert_eq!(thread.unwanted, None);
}

async fn without_the_wish_and_in_a_forum_none_is_owed(place: &Place) {
    let (store, _) = with_threads(place, ScheduleOptions { forum: true, ..wanted() }).await;
    let post = claimed(&store, NINE).await;
    store.posted(&post, MessageId::new(70)).await.unwrap();
    assert_eq!(store.thread_under(post.occurrence.id).await.unwrap(), None);
    let none =
        ScheduleDraft { options: Some(ScheduleOptions::default()), ..draft("daily", "09:00 weekdays Europe/Berlin") };
    store.save_schedule(GUILD, &none, at("2026-11-23T12:00:00Z")).await.unwrap();
    let post = claimed(&store, "2026-11-24T08:00:00Z").await;
    store.posted(&post, MessageId::new(71)).await.unwrap();
    nothing(&store, "2026-11-24T08:00:00Z").await;
}

async fn another_channel_is_no_forum(place: &Place) {
    let (store, schedule) = with_threads(place, ScheduleOptions { forum: true, ..wanted() }).await;
    // Said without options, as the panel does.
    let same = draft("daily", "10:00 weekdays Europe/Berlin");
    store.save_schedule(GUILD, &same, at("2026-11-22T12:00:00Z")).await.unwrap();
    assert!(store.options_of(schedule.id).await.unwrap().unwrap().forum);
    let moved = ScheduleDraft { channel: ChannelId::new(9), ..same };
    store.save_schedule(GUILD, &moved, at("2026-11-22T12:00:00Z")).await.unwrap();
    assert_eq!(store.options_of(schedule.id).await.unwrap(), Some(wanted()));
}

async fn a_post_in_a_forum_is_where_its_thread_is(place: &Place) {
    let (store, _) = with_threads(place, ScheduleOptions { forum: true, ..ScheduleOptions::default() }).await;
    assert!(store.is_forum(GUILD, CHANNEL).await.unwrap());
    assert!(!store.is_forum(GUILD, ChannelId::new(9)).await.unwrap());
    let post = claimed(&store, NINE).await;
    store.tried_by(&post, at(NINE), LEASE, TriedBy::Forum).await.unwrap();
    // Whoever takes it over knows that no nonce protects it.
    let again = claimed(&store, "2026-11-23T08:01:00Z").await;
    assert_eq!((again.earlier.unwrap().by, again.occurrence.channel), (TriedBy::Forum, CHANNEL));
    store.posted(&again, MessageId::new(70)).await.unwrap();
    store.posted(&again, MessageId::new(70)).await.unwrap();
    let kept = store.occurrence(post.occurrence.id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.channel), (OccurrenceState::Posted(MessageId::new(70)), ChannelId::new(70)));
}
