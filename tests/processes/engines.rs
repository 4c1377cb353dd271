//! The posting engines of two processes on one store: what one has in hand when it dies, the other takes over when the
//! lease is over, and each post goes out once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use clarion::clock::{Alarm, Clock, Hand, LocalSchedule};
use clarion::posting::{Engine, EngineOptions, Happened};
use clarion::store::{
    Next, OccurrenceState, Saved, Schedule, ScheduleDraft, Store, StoreError, StoreOptions, Synchronous,
};
use jiff::SignedDuration;
use serenity::model::id::{ChannelId, GuildId};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::channel::{ANNA, CHANNEL, Channel, Fate, GUILD, Look, PATIENCE};
use crate::place::{Place, on_each_engine};
use crate::scene::{at, library};

on_each_engine!(
    what_a_dead_process_had_in_hand_is_taken_over_after_its_lease,
    a_dead_processs_post_that_is_too_old_for_its_nonce_is_looked_for,
    a_process_that_was_only_slow_learns_that_another_took_over,
    two_loops_share_the_posts_and_one_of_them_dies,
);

const BEFORE: &str = "2026-11-23T08:59:59Z";
const NINE: &str = "2026-11-23T09:00:00Z";

/// A process: its own connections, ids and engine.
async fn process(place: &Place, seed: u64) -> Store {
    let options = StoreOptions { synchronous: Synchronous::Normal, connections: 3, ..StoreOptions::new(&place.url) };
    Store::open(&options, seed).await.unwrap()
}

fn engine(store: &Store, channel: &Channel, clock: &Clock) -> Engine {
    Engine::new(store.clone(), library(), Arc::new(channel.clone()), clock.clone(), options())
}

/// As in the world, but that it looks less often for what others left behind: these days pass in no time.
fn options() -> EngineOptions {
    EngineOptions { longest_rest: Some(Duration::from_secs(3_600)), ..EngineOptions::default() }
}

pub async fn daily(store: &Store, guild: GuildId, channel: ChannelId) -> Schedule {
    let when =
        LocalSchedule { time: "09:00".parse().unwrap(), days: "daily".parse().unwrap(), zone: "UTC".parse().unwrap() };
    let draft = ScheduleDraft { name: "daily".into(), channel, when, options: None, by: ANNA };
    match store.save_schedule(guild, &draft, at(BEFORE)).await.unwrap() {
        Saved::Created(schedule) => schedule,
        other => panic!("{other:?}"),
    }
}

/// It is nine, and a process has died of sending: before its message arrived, or after.
async fn died_of_sending(place: &Place, how: Fate) -> (Channel, Clock, Hand, Schedule) {
    let (clock, hand) = Clock::stepped(at(BEFORE));
    let channel = Channel::new(&clock);
    let store = process(place, 1).await;
    let schedule = daily(&store, GUILD, CHANNEL).await;
    hand.advance_to(at(NINE), PATIENCE).await.unwrap();
    channel.fate(how);
    let engine = engine(&store, &channel, &clock);
    tokio::select! {
        happened = engine.step() => panic!("{happened:?}"),
        () = channel.hung() => {}
    }
    (channel, clock, hand, schedule)
}

async fn pass(hand: &Hand, clock: &Clock, seconds: i64) {
    hand.advance_to(clock.now() + SignedDuration::from_secs(seconds), PATIENCE).await.unwrap();
}

async fn what_a_dead_process_had_in_hand_is_taken_over_after_its_lease(place: &Place) {
    for (how, there) in [(Fate::HangsBefore, 0), (Fate::HangsAfter, 1)] {
        let place = place.another().await;
        let (channel, clock, hand, schedule) = died_of_sending(&place, how).await;
        assert_eq!(channel.messages().len(), there);
        let store = process(&place, 2).await;
        let other = engine(&store, &channel, &clock);
        assert!(matches!(other.step().await, Happened::Nothing));
        // The lease runs from when the message was about to be sent.
        pass(&hand, &clock, 59).await;
        assert!(matches!(other.step().await, Happened::Nothing), "it was taken from a living holder");
        pass(&hand, &clock, 1).await;
        let happened = other.step().await;
        let Happened::Posted { message, .. } = happened else { panic!("{happened:?}") };
        assert_eq!(channel.messages().len(), 1);
        assert_eq!(channel.messages()[0].id, message);
        let shown = store.recent_occurrences(schedule.id, 5).await.unwrap();
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].state, OccurrenceState::Posted(message));
        assert!(matches!(other.step().await, Happened::Nothing));
    }
}

async fn a_dead_processs_post_that_is_too_old_for_its_nonce_is_looked_for(place: &Place) {
    for (how, there) in [(Fate::HangsBefore, false), (Fate::HangsAfter, true)] {
        let place = place.another().await;
        let (channel, clock, hand, _) = died_of_sending(&place, how).await;
        let store = process(&place, 2).await;
        pass(&hand, &clock, 3_600).await;
        let happened = engine(&store, &channel, &clock).step().await;
        assert!(matches!(happened, Happened::Posted { found, .. } if found == there), "{happened:?}");
        assert_eq!((channel.messages().len(), channel.looked().len()), (1, 1));
    }
    // Where nobody can look it is held, and not sent by a nonce that Discord has forgotten.
    for how in [Fate::HangsBefore, Fate::HangsAfter] {
        let place = place.another().await;
        let (channel, clock, hand, _) = died_of_sending(&place, how).await;
        let there = channel.messages().len();
        channel.look(Look::Forbidden);
        channel.look(Look::Forbidden);
        let store = process(&place, 2).await;
        pass(&hand, &clock, 3_600).await;
        let happened = engine(&store, &channel, &clock).step().await;
        assert!(matches!(happened, Happened::Unknown { .. }), "{happened:?}");
        assert_eq!(channel.messages().len(), there);
    }
}

async fn a_process_that_was_only_slow_learns_that_another_took_over(place: &Place) {
    let (channel, clock, hand, _) = died_of_sending(place, Fate::HangsBefore).await;
    // This one has claimed and not yet tried; then it stands still for an hour.
    let slow = process(place, 2).await;
    pass(&hand, &clock, 60).await;
    let options = EngineOptions::default();
    let claim = slow.claim_due(clock.now(), options.lease, options.late_grace).await.unwrap();
    let Next::Claimed(claim) = claim else { panic!("{claim:?}") };
    pass(&hand, &clock, 60).await;
    let quick = process(place, 3).await;
    assert!(matches!(engine(&quick, &channel, &clock).step().await, Happened::Posted { .. }));
    let tried = slow.tried(&claim, clock.now(), options.lease).await;
    assert!(matches!(tried, Err(StoreError::NotHolder)), "{tried:?}");
    assert_eq!(channel.messages().len(), 1);
}

/// A process with its loop.
async fn loops(place: &Place, seed: u64, channel: &Channel, clock: &Clock) -> (JoinHandle<()>, CancellationToken) {
    let (store, stop) = (process(place, seed).await, CancellationToken::new());
    let (engine, alarm, end) = (engine(&store, channel, clock), Alarm::new(clock), stop.clone());
    let task = tokio::spawn(async move {
        engine.run(alarm, end).await;
    });
    (task, stop)
}

async fn two_loops_share_the_posts_and_one_of_them_dies(place: &Place) {
    const SERVERS: usize = 12;
    let (clock, hand) = Clock::stepped(at(BEFORE));
    let channel = Channel::new(&clock);
    let store = process(place, 1).await;
    for server in 1..=SERVERS as u64 {
        daily(&store, GuildId::new(server), ChannelId::new(100 + server)).await;
    }
    let (first, _) = loops(place, 2, &channel, &clock).await;
    let (second, stop) = loops(place, 3, &channel, &clock).await;
    pass(&hand, &clock, 2 * 86_400).await;
    stop.cancel();
    second.await.unwrap();
    // On the third day the first is alone, and dies with a post in hand.
    channel.fate(Fate::HangsAfter);
    tokio::select! {
        _ = hand.advance_to(at("2026-11-25T09:00:00Z"), PATIENCE) => panic!("nobody died"),
        () = channel.hung() => {}
    }
    first.abort();
    assert!(first.await.is_err());
    let (second, stop) = loops(place, 4, &channel, &clock).await;
    pass(&hand, &clock, 86_400 + 120).await;
    stop.cancel();
    second.await.unwrap();

    let sent: Vec<(ChannelId, String)> =
        channel.messages().iter().map(|message| (message.channel, message.at.strftime("%F").to_string())).collect();
    let distinct: BTreeSet<_> = sent.iter().cloned().collect();
    assert_eq!((sent.len(), distinct.len()), (4 * SERVERS, 4 * SERVERS), "{sent:?}");
    let posted = "SELECT COUNT(*) FROM occurrence WHERE state = 'posted' AND message_id IS NOT NULL";
    assert_eq!(place.number(posted).await, 4 * SERVERS as i64);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 4 * SERVERS as i64);
}
