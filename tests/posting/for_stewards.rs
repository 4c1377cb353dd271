//! That somebody asked for a look is told to a server's stewards: once a day, where they are found, and of nobody.

use clarion::posting::Happened;
use clarion::store::{Id, NewRecognition, News, OccurrenceKey, RecognitionChange};
use serde_json::Value;
use serenity::model::id::{ChannelId, UserId};

use super::announcements::{CLEO, MONDAY, counted, gift, given};
use super::channel::{ANNA, BEN, CHANNEL, Fate, GUILD, SYSTEM, private};
use super::scene::{Scene, until_nothing};

/// Somebody who manages the server.
const LEAD: UserId = UserId::new(99);

#[tokio::test]
async fn the_server_is_told_once_a_day_that_something_waits_and_of_nobody() {
    let scene = Scene::at(MONDAY).await;
    scene.channel.board(Some(SYSTEM));
    let zone = clarion::clock::Zone::utc();
    scene.store.set_up(GUILD, &zone, true, LEAD, scene.clock.now()).await.unwrap();
    let first = given(&scene).await;
    until_nothing(&scene).await;
    let day = |n: i8| jiff::civil::date(2026, 11, n);
    for (who, on) in [(BEN, 23), (CLEO, 23)] {
        let words = Some("this was about *my* divorce");
        scene.store.report(GUILD, who, first, words, (scene.clock.now(), day(on))).await.unwrap();
    }
    until_nothing(&scene).await;
    let told: Vec<_> = scene.channel.messages().into_iter().filter(|message| message.channel == SYSTEM).collect();
    assert_eq!(told.len(), 1);
    let text: &Value = &told[0].body["content"];
    let text = text.as_str().unwrap();
    assert!(
        text.contains("`/recognition reports`") && text.starts_with(&format!("<@{LEAD}>: something waits")),
        "{text}"
    );
    for private in ["divorce", &BEN.to_string(), "calmer"] {
        assert!(!told[0].text().contains(private), "{private}");
    }
    // Decided before its turn comes: nothing is told.
    let open = scene.store.open_report(GUILD, UserId::new(99), None).await.unwrap().unwrap();
    scene.store.void(GUILD, UserId::new(99), open.recognition.id, "private", scene.clock.now()).await.unwrap().unwrap();
    let about = Id::from_i64(GUILD.get().cast_signed()).unwrap();
    let key = OccurrenceKey::Notice { about, news: News::Reported { on: day(24) } };
    let notice = clarion::store::NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at: scene.clock.now() };
    scene.store.add_occurrence(notice, scene.clock.now()).await.unwrap();
    until_nothing(&scene).await;
    assert_eq!(scene.channel.messages().iter().filter(|message| message.channel == SYSTEM).count(), 1);
}

/// Asked for, and nobody there can be told: it is tried again each week, until there is a place or it is decided.
#[tokio::test]
async fn a_report_that_nobody_can_be_told_of_waits_for_somebody() {
    let scene = Scene::at(MONDAY).await;
    scene.channel.board(None);
    // It stands in no channel.
    let first = counted(&scene, &NewRecognition { receivers: vec![BEN], ..gift(&scene, 1, true) }).await.recognition;
    until_nothing(&scene).await;
    let day = jiff::civil::date(2026, 11, 23);
    scene.store.report(GUILD, BEN, first, None, (scene.clock.now(), day)).await.unwrap();
    let told = || scene.channel.messages().len() - 1;
    let mut weeks = 0;
    let mut waits = async || {
        let until = scene.clock.now() + jiff::SignedDuration::from_hours(7 * 24);
        let happened = scene.step().await;
        assert!(matches!(happened, Happened::PutBack { until: at, .. } if at == until), "{happened:?}");
        until_nothing(&scene).await;
        assert_eq!(told(), 0);
        scene.wait(7 * 24 * 60 * 60).await;
        weeks += 1;
    };
    // Nobody has set it up; who has wants no private messages; has closed them to the bot; refuses this one.
    waits().await;
    let zone = clarion::clock::Zone::utc();
    scene.store.set_up(GUILD, &zone, true, LEAD, scene.clock.now()).await.unwrap();
    scene.store.set_contact(GUILD, LEAD, false, scene.clock.now()).await.unwrap();
    waits().await;
    scene.store.set_contact(GUILD, LEAD, true, scene.clock.now()).await.unwrap();
    scene.channel.fate(Fate::Refused(50_007));
    waits().await;
    scene.channel.close_private();
    waits().await;
    assert_eq!(weeks, 4);
    // By now there is a place for it.
    scene.channel.board(Some(SYSTEM));
    until_nothing(&scene).await;
    assert_eq!((told(), scene.channel.messages()[1].channel), (1, SYSTEM));
    scene.wait(60 * 24 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!(told(), 1);
}

/// Announced in the channel, and Ben asks stewards to look at it, in a server without a system channel. `known` is done first.
async fn asked(known: impl AsyncFnOnce(&Scene)) -> Scene {
    let scene = Scene::at(MONDAY).await;
    scene.channel.board(None);
    let first = given(&scene).await;
    until_nothing(&scene).await;
    known(&scene).await;
    let day = jiff::civil::date(2026, 11, 23);
    scene.store.report(GUILD, BEN, first, Some("my divorce"), (scene.clock.now(), day)).await.unwrap();
    scene
}

fn told_in(scene: &Scene) -> Vec<ChannelId> {
    let all = scene.channel.messages();
    all.iter().filter(|one| one.text().contains("/recognition reports")).map(|one| one.channel).collect()
}

async fn set_up(scene: &Scene, by: UserId) {
    let zone = clarion::clock::Zone::utc();
    scene.store.set_up(GUILD, &zone, true, by, scene.clock.now()).await.unwrap();
}

async fn settled(scene: &Scene, by: UserId) {
    scene.store.settle_recognition(GUILD, &[RecognitionChange::By(by)], scene.clock.now()).await.unwrap();
}

#[tokio::test]
async fn a_report_reaches_whoever_manages_the_server_as_far_as_that_is_known() {
    let other = UserId::new(98);
    for (expected, scene) in [
        (private(LEAD), asked(async |scene| set_up(scene, LEAD).await).await),
        (private(LEAD), asked(async |scene| settled(scene, LEAD).await).await),
        // Who set it up decides about nothing that they gave, and is not told of it.
        (
            private(LEAD),
            asked(async |scene| {
                set_up(scene, ANNA).await;
                settled(scene, LEAD).await;
            })
            .await,
        ),
        // Who wants no private messages is passed over, and so is whose messages are closed.
        (
            private(LEAD),
            asked(async |scene| {
                set_up(scene, other).await;
                settled(scene, LEAD).await;
                scene.store.set_contact(GUILD, other, false, scene.clock.now()).await.unwrap();
            })
            .await,
        ),
        (
            private(LEAD),
            asked(async |scene| {
                set_up(scene, other).await;
                settled(scene, LEAD).await;
                scene.channel.fate(Fate::Refused(50_007));
            })
            .await,
        ),
        // Who manages it no more is passed over.
        (
            private(LEAD),
            asked(async |scene| {
                set_up(scene, other).await;
                settled(scene, LEAD).await;
                scene.channel.no_steward(other);
            })
            .await,
        ),
        (
            CHANNEL,
            asked(async |scene| {
                set_up(scene, LEAD).await;
                scene.channel.no_steward(LEAD);
            })
            .await,
        ),
        // Nobody is known; or only who gave it; or nobody who takes messages: where it stands.
        (CHANNEL, asked(async |_| {}).await),
        (CHANNEL, asked(async |scene| set_up(scene, ANNA).await).await),
        (
            CHANNEL,
            asked(async |scene| {
                set_up(scene, LEAD).await;
                scene.store.set_contact(GUILD, LEAD, false, scene.clock.now()).await.unwrap();
            })
            .await,
        ),
        (
            CHANNEL,
            asked(async |scene| {
                set_up(scene, LEAD).await;
                scene.channel.close_private();
            })
            .await,
        ),
        // The system channel refuses it.
        (
            CHANNEL,
            asked(async |scene| {
                scene.channel.board(Some(SYSTEM));
                scene.channel.fate(Fate::Refused(50_013));
            })
            .await,
        ),
    ] {
        until_nothing(&scene).await;
        assert_eq!(told_in(&scene), [expected]);
        let said = scene.channel.messages().pop().unwrap();
        for private in ["divorce", "calmer", &format!("<@{BEN}>"), &format!("<@{ANNA}>"), &format!("<@{LEAD}>")] {
            assert!(!said.text().contains(private), "{private}: {}", said.text());
        }
        scene.wait(60 * 24 * 60 * 60).await;
        until_nothing(&scene).await;
        assert_eq!(told_in(&scene), [expected], "once");
    }
}

/// The dial of whoever could be told is taken: nobody waits a week for that.
#[tokio::test]
async fn a_report_waits_for_nobodys_dial_and_takes_no_week_that_it_did_not_use() {
    let scene = asked(async |scene| {
        set_up(scene, LEAD).await;
        let to_lead = NewRecognition { receivers: vec![LEAD], ..gift(scene, 7, true) };
        counted(scene, &to_lead).await;
        until_nothing(scene).await;
    })
    .await;
    until_nothing(&scene).await;
    assert_eq!(told_in(&scene), [CHANNEL]);

    let scene = asked(async |scene| {
        set_up(scene, LEAD).await;
        scene.channel.fate(Fate::Refused(50_007));
    })
    .await;
    until_nothing(&scene).await;
    assert_eq!(told_in(&scene), [CHANNEL]);
    assert_eq!(scene.store.last_contact(LEAD).await.unwrap(), None, "they were told nothing");
}

#[tokio::test]
async fn a_report_is_told_once_whatever_is_lost() {
    for fate in [Fate::AnswerLost, Fate::HangsAfter, Fate::HangsBefore, Fate::Later(5), Fate::Down(30)] {
        for place in [CHANNEL, private(LEAD), SYSTEM] {
            let scene = asked(async |scene| {
                if place == SYSTEM {
                    scene.channel.board(Some(SYSTEM));
                } else if place != CHANNEL {
                    set_up(scene, LEAD).await;
                }
                scene.channel.fate(fate);
            })
            .await;
            scene.step_or_die().await;
            for _ in 0..20 {
                scene.wait(60).await;
                until_nothing(&scene).await;
            }
            assert_eq!(told_in(&scene), [place], "{fate:?}");
        }
    }
}
