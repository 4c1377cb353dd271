//! A PostgreSQL server that is stopped and started again: nothing is lost, nothing is doubled, and people are answered
//! kindly meanwhile. It is stopped for this test alone, by a wire that is cut.

use std::sync::Arc;
use std::time::Duration;

use clarion::clock::{Alarm, Clock};
use clarion::posting::{Engine, EngineOptions};
use clarion::rehearsal::world::{Audience, InteractionId};
use clarion::rehearsal::{Event, Fault};
use clarion::store::{OccurrenceState, Store, StoreOptions, reason};
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::bots::{Team, at};
use crate::channel::{CHANNEL, Channel, GUILD};
use crate::common::PATIENCE;
use crate::common::wire::{Way, Wire};
use crate::engines::daily;
use crate::place::Place;
use crate::scene::library;

/// A loop over a server that dies a minute before nine on Monday the 23rd and is back at `back`. What stands in the
/// channel, and what the schedule shows then, latest first.
async fn away_until(back: &str, how: Way) -> Option<(usize, Vec<(OccurrenceState, Option<String>)>)> {
    let place = Place::postgres().await?;
    let mut wire = Wire::to(&place.url).await;
    let (clock, hand) = Clock::stepped(at("2026-11-23T08:58:00Z"));
    let channel = Channel::new(&clock);
    let busy_timeout = Duration::from_millis(100);
    let store = Store::open(&StoreOptions { busy_timeout, ..StoreOptions::new(&wire.url) }, 1).await.unwrap();
    let schedule = daily(&store, GUILD, CHANNEL).await;
    // What is tried here is the server's absence, not the look around once a minute.
    let options = EngineOptions { longest_rest: Some(Duration::from_secs(86_400)), ..EngineOptions::default() };
    let engine = Engine::new(store.clone(), library(), Arc::new(channel.clone()), clock.clone(), options);
    let (alarm, stop) = (Alarm::new(&clock), CancellationToken::new());
    let end = stop.clone();
    let running = tokio::spawn(async move { engine.run(alarm, end).await });
    hand.advance_to(at("2026-11-23T08:59:00Z"), PATIENCE).await.unwrap();
    wire.turn(how).await;
    hand.advance_to(at(back), PATIENCE).await.unwrap();
    assert!(channel.messages().is_empty(), "{:#?}", channel.messages());
    wire.turn(Way::Open).await;
    // The longest rest after a failure.
    hand.advance_to(at(back) + SignedDuration::from_mins(5), PATIENCE).await.unwrap();
    let shown = store.recent_occurrences(schedule.id, 20).await.unwrap();
    stop.cancel();
    running.await.unwrap();
    Some((channel.messages().len(), shown.into_iter().map(|shown| (shown.state, shown.reason)).collect()))
}

fn late() -> (OccurrenceState, Option<String>) {
    (OccurrenceState::Skipped, Some(reason::LATE.to_owned()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seventy_one_minutes_without_a_database() {
    let Some((posts, shown)) = away_until("2026-11-23T10:11:00Z", Way::Refused).await else { return };
    assert_eq!(posts, 1);
    assert!(matches!(shown[..], [(OccurrenceState::Posted(_), None)]), "{shown:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_six_hours_without_a_database() {
    let Some((posts, shown)) = away_until("2026-11-24T11:00:00Z", Way::Cut).await else { return };
    assert_eq!(posts, 1);
    assert!(matches!(shown[0], (OccurrenceState::Posted(_), None)), "{shown:?}");
    assert_eq!(shown[1..], [late()]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_days_without_a_database() {
    let Some((posts, shown)) = away_until("2026-12-01T20:00:00Z", Way::Cut).await else { return };
    assert_eq!(posts, 0);
    assert_eq!(shown, vec![late(); 9]);
}

/// The words that answer it in the end: at once, or where it was deferred.
async fn answered(team: &Team<'_>, id: InteractionId) -> String {
    let mut events = team.stand_in.events();
    while let Some(happening) = events.next(PATIENCE).await {
        match &happening.event {
            Event::Reply { interaction, message, .. } if *interaction == id => {
                return format!("{} {:?}", message.content, message.embeds);
            }
            Event::Unanswered { interaction, .. } if *interaction == id => break,
            _ => {}
        }
    }
    panic!("nobody answered");
}

/// How often the team was thanked in the channel, by whatever way.
fn thanks(team: &Team<'_>, words: &str) -> usize {
    let events = team.stand_in.events().rest();
    let shown = events.iter().filter(|happening| match &happening.event {
        Event::Message { message } => message.content.contains(words),
        Event::Reply { visible_to: Audience::Everyone, message, .. } => message.content.contains(words),
        _ => false,
    });
    shown.count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_whose_database_goes_away_at_any_moment_loses_and_doubles_nothing() {
    let Some(place) = Place::postgres().await else { return };
    let mut wire = Wire::to(&place.url).await;
    let through = Place { url: wire.url.clone(), folder: tempfile::tempdir().unwrap() };
    let team = Team::start(&through).await;
    let bot = team.another(1).await;
    team.slash("/schedule set time:09:00 days:daily zone:UTC").await;
    team.hand.settled(PATIENCE).await.unwrap();
    let posts = team.posts().len();

    // Stopped between two posts. People hear that it did not work, and what needs no database goes on.
    wire.turn(Way::Refused).await;
    let asked = ["/recognize member:@Mira for:calm nights", "/schedule skip"].map(|text| team.act(text));
    for id in asked {
        let words = answered(&team, id).await;
        assert!(words.contains("notebook") && words.contains("try again"), "{words}");
    }
    let help = team.act("/contrast topic:risk");
    assert!(answered(&team, help).await.contains("Leading"));
    team.hand.settled(PATIENCE).await.unwrap();

    // Started again: nothing of what was not acknowledged is there, and it works anew.
    wire.turn(Way::Open).await;
    assert_eq!(thanks(&team, "calm nights"), 0);
    team.slash("/recognize member:@Mira for:warm words").await;
    assert_eq!(thanks(&team, "warm words"), 1);

    // Stopped while a post is in hand: it arrives, and nobody can write that down.
    let held = team.stand_in.faults().hold(Fault::on("POST", "/channels/*/messages"));
    team.until("2026-11-23T08:59:59Z").await;
    tokio::select! {
        _ = team.until("2026-11-23T09:00:00Z") => panic!("nothing was posted"),
        held = held.waiting(1, PATIENCE) => assert!(held),
    }
    wire.turn(Way::Cut).await;
    held.release();
    team.hand.settled(PATIENCE).await.unwrap();
    assert_eq!(team.posts().len(), posts + 1);
    team.until("2026-11-23T09:30:00Z").await;
    wire.turn(Way::Open).await;
    team.until("2026-11-23T09:40:00Z").await;
    assert_eq!(team.posts().len(), posts + 1);

    // Stopped while an announcement is on its way: it arrives as well.
    let held = team.stand_in.faults().hold(Fault::on("POST", "/interactions/*/*/callback"));
    let thanked = team.act("/recognize member:@Mira for:clear plans");
    assert!(held.waiting(1, PATIENCE).await);
    wire.turn(Way::Cut).await;
    held.release();
    answered(&team, thanked).await;
    team.hand.settled(PATIENCE).await.unwrap();
    wire.turn(Way::Open).await;
    team.until("2026-11-23T10:00:00Z").await;
    assert_eq!(thanks(&team, "clear plans"), 1);

    // The next day is like any other.
    team.until("2026-11-24T08:59:59Z").await;
    team.until("2026-11-24T09:00:00Z").await;
    assert_eq!(team.posts().len(), posts + 2);
    bot.shut_down(PATIENCE).await;
    for (sql, number) in [
        ("SELECT COUNT(*) FROM recognition", 2),
        ("SELECT COUNT(*) FROM occurrence WHERE kind = 'announcement' AND state = 'posted'", 2),
        ("SELECT COUNT(*) FROM occurrence WHERE kind = 'daily' AND state = 'posted'", 2),
        ("SELECT COUNT(*) FROM occurrence WHERE state <> 'posted'", 0),
        ("SELECT COUNT(*) FROM schedule_skip", 0),
    ] {
        assert_eq!(place.number(sql).await, number, "{sql}");
    }
    team.sound();
}
