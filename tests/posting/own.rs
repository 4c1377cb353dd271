//! Posts of a team's own deck, and the notice that few of its prompts are left.

use clarion::deck::{DrawsFrom, LOW, Place, Row, Words};
use clarion::posting::Happened;
use clarion::store::ScheduleOptions;
use serenity::model::id::{ChannelId, InteractionId};

use super::channel::{ANNA, CHANNEL, Fate, GUILD, private};
use super::outage::tell;
use super::scene::{Scene, library};

/// Half an hour after nine, so that each day later finds that day's prompt due.
const SUNDAY: &str = "2026-11-22T09:30:00Z";

/// So many prompts of the deck come into a server that has none beside them.
async fn import(scene: &Scene, interaction: u64, numbers: std::ops::Range<u64>) {
    let row = |number: u64| {
        let (title, question) = (format!("Title {number}"), format!("What is number {number}?"));
        Row { place: Place::Row(number), words: Words { title, question, step: "Look.".to_owned(), minutes: 3 } }
    };
    let rows: Vec<Row> = numbers.map(row).collect();
    scene.store.import(GUILD, InteractionId::new(interaction), &rows, scene.clock.now()).await.unwrap();
}

async fn with_deck(holds: usize, series: Option<&str>) -> Scene {
    let scene = Scene::at(SUNDAY).await;
    import(&scene, 1, 0..holds as u64).await;
    let series = series.map(str::to_owned);
    let options = ScheduleOptions { draws_from: DrawsFrom::Team, series, ..ScheduleOptions::default() };
    scene.daily_with("09:00 daily UTC", Some(options)).await;
    scene
}

async fn days(scene: &Scene, days: usize) {
    for _ in 0..days {
        scene.wait(24 * 60 * 60).await;
        while !matches!(scene.step().await, Happened::Nothing) {}
    }
}

fn to(scene: &Scene, channel: ChannelId) -> usize {
    scene.channel.messages().into_iter().filter(|message| message.channel == channel).count()
}

#[tokio::test]
async fn a_notice_that_cannot_be_owed_keeps_no_post_back() {
    let scene = with_deck(LOW + 1, None).await;
    tell(
        &scene,
        "CREATE TRIGGER no_notice BEFORE INSERT ON occurrence WHEN NEW.kind = 'notice' \
         BEGIN SELECT RAISE(ABORT, 'no notice today'); END",
    )
    .await;
    days(&scene, 1).await;
    assert_eq!((to(&scene, CHANNEL), to(&scene, private(ANNA))), (1, 0));
    // The next post owes it again.
    tell(&scene, "DROP TRIGGER no_notice").await;
    days(&scene, 1).await;
    assert_eq!((to(&scene, CHANNEL), to(&scene, private(ANNA))), (2, 1));
}

/// The one private message of a week is taken: the notice waits, and is told where few are left still.
#[tokio::test]
async fn the_notice_waits_for_the_dial_while_it_is_true() {
    for (joined, told) in [(0, 1), (20, 0)] {
        let scene = with_deck(LOW + 3, None).await;
        scene.channel.fate(Fate::Refused(50_013));
        days(&scene, 1).await;
        assert_eq!(to(&scene, private(ANNA)), 1, "the week is taken by the news that it paused");
        let grace = std::time::Duration::from_secs(60);
        let schedule = scene.store.schedule(GUILD, "daily", scene.clock.now()).await.unwrap().unwrap();
        scene.store.try_again(schedule.id, scene.clock.now(), grace).await.unwrap();
        days(&scene, 4).await;
        assert_eq!((to(&scene, CHANNEL), to(&scene, private(ANNA))), (4, 1));
        import(&scene, 2, 100..100 + joined).await;
        days(&scene, 4).await;
        assert_eq!((to(&scene, CHANNEL), to(&scene, private(ANNA))), (8, 1 + told), "{joined} joined");
    }
}

/// Somebody begins a series between the look at a schedule's options and the choice: it goes first, and is not ended.
#[tokio::test]
async fn a_series_that_began_meanwhile_is_followed() {
    let series = library().series[0].id.clone();
    let scene = with_deck(3, Some(&series)).await;
    days(&scene, 1).await;
    let schedule = scene.store.schedule(GUILD, "daily", scene.clock.now()).await.unwrap().unwrap();
    assert_eq!(scene.store.following(schedule.id).await.unwrap().unwrap().steps.len(), 1);
    assert_eq!(scene.store.deck_state(GUILD).await.unwrap().left, 3);
}
