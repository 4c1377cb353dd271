//! The weekly reminder, as the engine sends it: in private, once a week at most, within the dial for contact.

use clarion::posting::Happened;
use clarion::store::{NewOccurrence, News, OccurrenceKey};
use jiff::SignedDuration;
use serenity::model::id::RoleId;

use super::channel::{ANNA, CHANNEL, Fate, GUILD, Message, private};
use super::scene::{Scene, until_nothing};

const SUNDAY: &str = "2026-11-22T09:30:00Z";
const MONDAY_NINE: &str = "2026-11-23T09:00:00Z";
const WEEK: i64 = 7 * 24 * 60 * 60;

/// Monday at nine, when Anna is to be reminded.
async fn monday() -> Scene {
    let scene = Scene::at(SUNDAY).await;
    scene.store.set_nudge(GUILD, ANNA, true, scene.clock.now()).await.unwrap();
    scene.wait_until(MONDAY_NINE).await;
    scene
}

fn to_anna(scene: &Scene) -> Vec<Message> {
    scene.channel.messages().into_iter().filter(|message| message.channel == private(ANNA)).collect()
}

#[tokio::test]
async fn it_comes_in_private_and_pings_nobody() {
    let scene = monday().await;
    until_nothing(&scene).await;
    let all = to_anna(&scene);
    assert_eq!((all.len(), scene.channel.sends()), (1, 1));
    assert!(all[0].bears(all[0].nonce));
    let said = all[0].body["content"].as_str().unwrap();
    assert!(said.starts_with("The reminder that you asked for in **Harbour**"), "{said}");
    assert_eq!(all[0].body["allowed_mentions"]["users"], serde_json::json!([]));
}

#[tokio::test]
async fn a_lost_answer_or_a_crash_makes_it_no_second_one() {
    let scene = monday().await;
    scene.channel.fate(Fate::AnswerLost);
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.wait(2).await;
    until_nothing(&scene).await;
    assert_eq!(to_anna(&scene).len(), 1);

    let scene = monday().await;
    scene.channel.fate(Fate::HangsAfter);
    assert!(scene.step_or_die().await.is_none());
    // Even where it is ended meanwhile, it is found and recorded.
    scene.store.set_nudge(GUILD, ANNA, false, scene.clock.now()).await.unwrap();
    scene.wait(10 * 60).await;
    assert!(matches!(scene.step().await, Happened::Posted { found: true, .. }));
    scene.wait(3 * WEEK).await;
    until_nothing(&scene).await;
    assert_eq!(to_anna(&scene).len(), 1);
}

#[tokio::test]
async fn closed_messages_end_this_one_and_the_next_week_tries_again() {
    let scene = monday().await;
    scene.channel.fate(Fate::Refused(50_007));
    until_nothing(&scene).await;
    assert_eq!((to_anna(&scene).len(), scene.channel.sends()), (0, 1));
    scene.wait(WEEK).await;
    until_nothing(&scene).await;
    // What was refused took no week.
    assert_eq!((to_anna(&scene).len(), scene.channel.sends()), (1, 2));
}

#[tokio::test]
async fn it_gives_way_to_what_came_within_a_week_and_to_who_wants_none() {
    let scene = Scene::at(SUNDAY).await;
    let schedule = scene.daily("09:00 wed UTC").await.id;
    scene.store.set_nudge(GUILD, ANNA, true, scene.clock.now()).await.unwrap();
    // On the first day of a week on which prompts come: Wednesday. The day before, somebody has to be told something.
    scene.wait_until("2026-11-24T12:00:00Z").await;
    let now = scene.clock.now();
    let key = OccurrenceKey::Notice { about: schedule, news: News::RoleGone { role: RoleId::new(7) } };
    scene.store.add_occurrence(NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at: now }, now).await.unwrap();
    until_nothing(&scene).await;
    let told = to_anna(&scene).len();
    scene.wait_until("2026-11-25T09:00:00Z").await;
    until_nothing(&scene).await;
    scene.wait(20 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!((told, to_anna(&scene).len()), (1, 1), "the week is taken");
    scene.wait_until("2026-12-02T09:00:00Z").await;
    until_nothing(&scene).await;
    assert_eq!(to_anna(&scene).len(), 2);
    scene.store.set_contact(GUILD, ANNA, false, scene.clock.now()).await.unwrap();
    scene.wait(2 * WEEK).await;
    until_nothing(&scene).await;
    assert_eq!(to_anna(&scene).len(), 2, "none is none");
}

/// Looked at every hour, as the loop would.
async fn each_hour(scene: &Scene, hours: u32) -> Vec<jiff::Timestamp> {
    let mut came = Vec::new();
    for _ in 0..hours {
        until_nothing(scene).await;
        while came.len() < to_anna(scene).len() {
            came.push(scene.clock.now());
        }
        scene.wait(60 * 60).await;
    }
    came
}

/// From autumn on, over the change of the clocks in March.
#[tokio::test]
async fn each_comes_at_the_same_hour_of_the_servers_zone() {
    let scene = Scene::at("2027-03-07T09:30:00Z").await;
    let zone = "Europe/Berlin".parse().unwrap();
    scene.store.set_up(GUILD, &zone, true, ANNA, scene.clock.now()).await.unwrap();
    scene.store.set_nudge(GUILD, ANNA, true, scene.clock.now()).await.unwrap();
    scene.wait_until("2027-03-08T08:00:00Z").await;
    let came = each_hour(&scene, 6 * 7 * 24 - 2).await;
    let expected = ["03-08T08", "03-15T08", "03-22T08", "03-29T07", "04-05T07", "04-12T07"];
    let expected: Vec<jiff::Timestamp> =
        expected.iter().map(|hour| format!("2027-{hour}:00:00Z").parse().unwrap()).collect();
    assert_eq!(came, expected);
}

/// One that waited for something else keeps the next at its hour, and what else there is keeps its week from each.
#[tokio::test]
async fn one_that_came_late_moves_no_other() {
    let scene = Scene::at("2026-11-16T10:00:00Z").await;
    let schedule = scene.daily("09:00 mon UTC").await.id;
    scene.store.set_nudge(GUILD, ANNA, true, scene.clock.now()).await.unwrap();
    let tell = async |role| {
        let key = OccurrenceKey::Notice { about: schedule, news: News::RoleGone { role: RoleId::new(role) } };
        let (channel, due_at) = (CHANNEL, scene.clock.now());
        scene.store.add_occurrence(NewOccurrence { key, guild: GUILD, channel, due_at }, due_at).await.unwrap();
    };
    tell(7).await;
    let came = each_hour(&scene, 16 * 24).await;
    let hours: Vec<String> = came.iter().map(ToString::to_string).collect();
    // The notice at once; the reminder a week and an hour after it; the next one in the morning again.
    assert_eq!(hours, ["2026-11-16T10:00:00Z", "2026-11-23T11:00:00Z", "2026-11-30T09:00:00Z"]);
    assert!(came[1].duration_since(came[0]) > SignedDuration::from_secs(WEEK));
}
