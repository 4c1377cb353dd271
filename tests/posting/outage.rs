//! Long absences of Discord and of the database: at most one late post a schedule, within the grace, and everything is
//! written down and shown.

use std::sync::Arc;
use std::time::Duration;

use clarion::posting::Happened;
use clarion::store::{OccurrenceState, Schedule, Store, StoreOptions, reason};
use sqlx::{AnyConnection, Connection as _};
use tokio::sync::Mutex;

use super::channel::{Fate, PATIENCE};
use super::hands::{Door, Running, servers};
use super::scene::{Scene, at};

/// Every request fails until `until`, and the engine goes on trying. Returns what the schedule shows then, latest first.
async fn outage(until: &str) -> (Scene, Vec<(OccurrenceState, Option<String>)>) {
    let scene = Scene::at("2026-11-23T08:59:00Z").await;
    let schedule = scene.daily("09:00 daily UTC").await;
    while scene.clock.now() < at(until) {
        scene.channel.fate(Fate::Later(0));
        if matches!(scene.step().await, Happened::Nothing) {
            scene.channel.calm();
            let next = scene.store.next_due().await.unwrap().unwrap().min(at(until));
            scene.hand.advance_to(next, PATIENCE).await.unwrap();
        }
    }
    scene.channel.calm();
    while !matches!(scene.step().await, Happened::Nothing) {}
    let next = scene.store.next_due().await.unwrap().unwrap();
    if next.duration_since(scene.clock.now()).as_secs() < 120 {
        scene.hand.advance_to(next, PATIENCE).await.unwrap();
        while !matches!(scene.step().await, Happened::Nothing) {}
    }
    let recent = scene.store.recent_occurrences(schedule.id, 20).await.unwrap();
    (scene, recent.into_iter().map(|occurrence| (occurrence.state, occurrence.reason)).collect())
}

fn late() -> (OccurrenceState, Option<String>) {
    (OccurrenceState::Skipped, Some(reason::LATE.to_owned()))
}

#[tokio::test]
async fn seventy_one_minutes() {
    let (scene, shown) = outage("2026-11-23T10:11:00Z").await;
    assert_eq!(scene.channel.messages().len(), 1);
    assert!(matches!(shown[..], [(OccurrenceState::Posted(_), None)]), "{shown:?}");
}

#[tokio::test]
async fn twenty_six_hours() {
    let (scene, shown) = outage("2026-11-24T11:00:00Z").await;
    assert_eq!(scene.channel.messages().len(), 1);
    assert!(matches!(shown[0], (OccurrenceState::Posted(_), None)), "{shown:?}");
    assert_eq!(shown[1..], [late()]);
}

#[tokio::test]
async fn eight_days() {
    let (scene, shown) = outage("2026-12-01T20:00:00Z").await;
    assert_eq!(scene.channel.messages().len(), 0);
    assert_eq!(shown, vec![late(); 9]);
}

const BEFORE: &str = "2026-11-23T08:59:00Z";
const SERVERS: u64 = 3;

/// What the schedules show: their latest dates first.
type Shown = Vec<(OccurrenceState, Option<String>)>;

async fn shown(store: &Store, schedules: &[Schedule]) -> Vec<Shown> {
    let mut all = Vec::new();
    for schedule in schedules {
        let recent = store.recent_occurrences(schedule.id, 20).await.unwrap();
        all.push(recent.into_iter().map(|occurrence| (occurrence.state, occurrence.reason)).collect());
    }
    all
}

/// Something is gone from before nine until `back`, and the loop is left to itself. Returns what the schedules show a
/// rest later, and how many messages each channel has then; the day after is as any other.
async fn absence(back: &str, begins: impl AsyncFn(&Scene), ends: impl AsyncFn(&Scene)) -> Vec<(Shown, usize)> {
    let scene = Scene::at(BEFORE).await;
    let schedules = servers(&scene, SERVERS).await;
    let running = Running::start(&scene, Arc::new(scene.channel.clone()), 4);
    scene.hand.settled(PATIENCE).await.unwrap();
    begins(&scene).await;
    scene.wait_until(back).await;
    ends(&scene).await;
    assert_eq!(scene.channel.messages().len(), 0);
    // The longest rest.
    scene.wait(5 * 60).await;
    let came_of_it = count(&scene, &schedules).await;
    let next_nine = at(back).checked_add(jiff::SignedDuration::from_hours(24)).unwrap();
    scene.hand.advance_to(next_nine, PATIENCE).await.unwrap();
    for ((shown, sent), (later, sent_later)) in came_of_it.iter().zip(count(&scene, &schedules).await) {
        assert!(matches!(later[0], (OccurrenceState::Posted(_), None)), "{later:?}");
        assert_eq!((&later[1..], sent_later), (&shown[..], sent + 1));
    }
    running.stop().await;
    came_of_it
}

async fn count(scene: &Scene, schedules: &[Schedule]) -> Vec<(Shown, usize)> {
    let (shown, sent) = (shown(&scene.store, schedules).await, scene.channel.messages());
    let of = |channel| sent.iter().filter(|message| message.channel == channel).count();
    shown.into_iter().zip(schedules).map(|(shown, schedule)| (shown, of(schedule.channel))).collect()
}

/// Discord is down, and says so to the first who asks; each rest is five minutes.
async fn without_discord(back: &str) -> Vec<(Shown, usize)> {
    let begins = async |scene: &Scene| scene.channel.lasting(Fate::Down(300));
    absence(back, begins, async |scene: &Scene| scene.channel.calm()).await
}

/// Nothing can be read from the database and nothing written.
async fn without_a_database(back: &str) -> Vec<(Shown, usize)> {
    let begins = async |scene: &Scene| tell(scene, "ALTER TABLE occurrence RENAME TO gone").await;
    let ends = async |scene: &Scene| tell(scene, "ALTER TABLE gone RENAME TO occurrence").await;
    absence(back, begins, ends).await
}

pub async fn tell(scene: &Scene, sql: &'static str) {
    let mut connection = AnyConnection::connect(&url(scene)).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// A number of the database.
pub async fn number(scene: &Scene, sql: &'static str) -> i64 {
    let mut connection = AnyConnection::connect(&url(scene)).await.unwrap();
    let number = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    number
}

fn url(scene: &Scene) -> String {
    format!("sqlite://{}/clarion.db", scene.folder.path().display())
}

/// Somebody who has begun to write into the database and does not end it: it can be read, and nothing can be written.
struct Holder(AnyConnection);

impl Holder {
    async fn take(url: &str) -> Self {
        let mut connection = AnyConnection::connect(url).await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        Self(connection)
    }

    async fn let_go(mut self) {
        sqlx::raw_sql("ROLLBACK").execute(&mut self.0).await.unwrap();
        self.0.close().await.unwrap();
    }
}

fn one_late_post(came_of_it: Vec<(Shown, usize)>) {
    for (shown, sent) in came_of_it {
        assert_eq!(sent, 1);
        assert!(matches!(shown[..], [(OccurrenceState::Posted(_), None)]), "{shown:?}");
    }
}

fn one_skipped_and_one_late_post(came_of_it: Vec<(Shown, usize)>) {
    for (shown, sent) in came_of_it {
        assert_eq!(sent, 1);
        assert!(matches!(shown[0], (OccurrenceState::Posted(_), None)), "{shown:?}");
        assert_eq!(shown[1..], [late()]);
    }
}

fn all_skipped(came_of_it: Vec<(Shown, usize)>) {
    for (shown, sent) in came_of_it {
        assert_eq!(sent, 0);
        assert_eq!(shown, vec![late(); 9]);
    }
}

#[tokio::test]
async fn seventy_one_minutes_without_discord() {
    one_late_post(without_discord("2026-11-23T10:11:00Z").await);
}

#[tokio::test]
async fn seventy_one_minutes_without_a_database() {
    one_late_post(without_a_database("2026-11-23T10:11:00Z").await);
}

#[tokio::test]
async fn twenty_six_hours_without_discord() {
    one_skipped_and_one_late_post(without_discord("2026-11-24T11:00:00Z").await);
}

#[tokio::test]
async fn twenty_six_hours_without_a_database() {
    one_skipped_and_one_late_post(without_a_database("2026-11-24T11:00:00Z").await);
}

#[tokio::test]
async fn eight_days_without_discord() {
    all_skipped(without_discord("2026-12-01T20:00:00Z").await);
}

#[tokio::test]
async fn eight_days_without_a_database() {
    all_skipped(without_a_database("2026-12-01T20:00:00Z").await);
}

#[tokio::test]
async fn a_database_that_dies_while_a_post_is_on_its_way_doubles_nothing() {
    for back in ["2026-11-23T09:01:30Z", "2026-11-23T10:11:00Z", "2026-11-24T11:00:00Z", "2026-12-01T20:00:00Z"] {
        let mut scene = Scene::at(BEFORE).await;
        let url = url(&scene);
        // Nobody else writes here, so that only what is held keeps anybody waiting.
        let busy_timeout = Duration::from_millis(1);
        let options = StoreOptions { busy_timeout, connections: 2, ..StoreOptions::new(&url) };
        scene.store = Store::open(&options, 7).await.unwrap();
        let schedules = servers(&scene, 1).await;
        let (door, holder) = (Door::new(&scene, 0), Mutex::new(None));
        let running = Running::start(&scene, Arc::clone(&door) as _, 4);
        tokio::join!(scene.wait_until(back), async {
            door.crowd(1).await;
            *holder.lock().await = Some(Holder::take(&url).await);
            door.opens();
        });
        assert_eq!(scene.channel.messages().len(), 1);
        holder.lock().await.take().unwrap().let_go().await;
        scene.wait(5 * 60).await;
        let (shown, _) = count(&scene, &schedules).await.remove(0);
        let first = scene.channel.messages()[0].id;
        assert_eq!(shown.last().unwrap().0, OccurrenceState::Posted(first), "back at {back}: {shown:?}");
        let posted = shown.iter().filter(|(state, _)| matches!(state, OccurrenceState::Posted(_))).count();
        assert_eq!(scene.channel.messages().len(), posted);
        running.stop().await;
    }
}

#[tokio::test]
async fn the_rest_after_a_failure_of_the_database_grows_and_begins_anew_after_a_success() {
    let scene = Scene::at(BEFORE).await;
    servers(&scene, 1).await;
    let running = Running::start(&scene, Arc::new(scene.channel.clone()), 4);
    scene.hand.settled(PATIENCE).await.unwrap();
    for (day, back, posted) in
        [(23, "09:03:00", "09:05:15"), (24, "09:00:02", "09:00:05"), (25, "09:01:00", "09:01:15")]
    {
        tell(&scene, "ALTER TABLE occurrence RENAME TO gone").await;
        scene.wait_until(&format!("2026-11-{day}T{back}Z")).await;
        tell(&scene, "ALTER TABLE gone RENAME TO occurrence").await;
        scene.wait(5 * 60).await;
        assert_eq!(scene.channel.messages().pop().unwrap().at, at(&format!("2026-11-{day}T{posted}Z")));
    }
    running.stop().await;
}
