//! What recognition brings to people in private, and to a server's stewards: within the dial, once, and never to whoever wants
//! nothing more.

use clarion::posting::Happened;
use clarion::store::{Id, NewRecognition, News, OccurrenceKey, OccurrenceState, Sent, reason};
use serde_json::Value;
use serenity::model::id::{InteractionId, UserId};

use super::announcements::{CLEO, MONDAY, ben_declines, counted, gift, given, of, says, undo};
use super::channel::{ANNA, BEN, CHANNEL, Fate, GUILD, SYSTEM, private};
use super::scene::{Scene, until_nothing};

#[tokio::test]
async fn a_quiet_one_is_told_to_each_receiver_alone_within_the_dial() {
    let scene = Scene::at(MONDAY).await;
    scene.store.set_contact(GUILD, CLEO, false, scene.clock.now()).await.unwrap();
    let counted = counted(&scene, &gift(&scene, 1, true)).await;
    assert!(counted.announcement.is_none());
    until_nothing(&scene).await;
    let all = scene.channel.messages();
    assert_eq!(all.iter().map(|message| message.channel).collect::<Vec<_>>(), [private(BEN)]);
    let said = all[0].body["content"].as_str().unwrap();
    let expected = format!(
        "In **Harbour**, <@{ANNA}> thanks you: \u{201c}calmer nights\u{201d}\nIt is for those alone to whom it was given: "
    );
    assert!(said.starts_with(&expected), "{said}");
    assert!(all[0].bears(all[0].nonce), "it is found by its mark");
    let of_cleo =
        of(&scene, "private-thanks").await.into_iter().find(|row| row.state == OccurrenceState::Skipped).unwrap();
    assert_eq!(of_cleo.reason.as_deref(), Some(reason::UNWANTED));
    assert_eq!(scene.store.mine(GUILD, CLEO, 1).await.unwrap().got, 1, "it stands in /me");

    // Taken back: there too.
    undo(&scene, counted.recognition).await;
    until_nothing(&scene).await;
    assert_eq!(says(&scene), format!("-# In **Harbour**, <@{ANNA}> took this one back."));
}

#[tokio::test]
async fn no_words_come_to_whoever_wants_nothing_more_while_they_wait() {
    let scene = Scene::at(MONDAY).await;
    let new = NewRecognition { receivers: vec![BEN], ..gift(&scene, 1, true) };
    counted(&scene, &new).await;
    until_nothing(&scene).await;
    let waiting = counted(&scene, &NewRecognition { interaction: InteractionId::new(2), ..new.clone() }).await;
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 1, "the dial lets one pass a week");
    ben_declines(&scene, waiting.recognition).await;
    scene.wait(7 * 24 * 60 * 60 + 60 * 60 + 60).await;
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 1);
    let last = of(&scene, "private-thanks").await.pop().unwrap();
    assert_eq!(last.reason.as_deref(), Some(reason::CHANGED));
    assert_eq!(scene.store.mine(GUILD, BEN, 5).await.unwrap().got, 2, "it stands in /me");
}

#[tokio::test]
async fn one_private_message_a_week_and_none_that_is_older() {
    let scene = Scene::at(MONDAY).await;
    for number in 1..=3 {
        let new = NewRecognition { receivers: vec![BEN], ..gift(&scene, number, true) };
        counted(&scene, &new).await;
    }
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 1);
    scene.wait(7 * 24 * 60 * 60 + 60 * 60 + 60).await;
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 2);
    scene.wait(8 * 24 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 2, "by then it is no news");
    let states: Vec<Option<String>> = of(&scene, "private-thanks").await.into_iter().map(|row| row.reason).collect();
    assert_eq!(states.iter().filter(|why| why.as_deref() == Some(reason::LATE)).count(), 1, "{states:?}");
}

#[tokio::test]
async fn a_private_one_comes_once_whatever_is_lost() {
    for fate in [Fate::AnswerLost, Fate::HangsAfter, Fate::HangsBefore, Fate::Later(5), Fate::Refused(50_007)] {
        let scene = Scene::at(MONDAY).await;
        let new = NewRecognition { receivers: vec![BEN], ..gift(&scene, 1, true) };
        counted(&scene, &new).await;
        scene.channel.fate(fate);
        scene.step_or_die().await;
        for _ in 0..20 {
            scene.wait(60).await;
            until_nothing(&scene).await;
        }
        let expected = usize::from(fate != Fate::Refused(50_007));
        assert_eq!(scene.channel.messages().len(), expected, "{fate:?}");
    }
}

/// Whoever wants nothing announced is told privately, and the others are announced.
#[tokio::test]
async fn who_wants_nothing_announced_is_not_named_and_told_alone() {
    let scene = Scene::at(MONDAY).await;
    scene.store.announce_received(GUILD, BEN, false, None, scene.clock.now()).await.unwrap();
    let counted = counted(&scene, &gift(&scene, 1, false)).await;
    assert_eq!(counted.announced_to, [CLEO]);
    scene.store.put_back(&counted.announcement.unwrap(), scene.clock.now(), Sent::No, "deferred").await.unwrap();
    until_nothing(&scene).await;
    let all = scene.channel.messages();
    let said = |channel| {
        let found = all.iter().find(|message| message.channel == channel).unwrap();
        found.body["content"].as_str().unwrap().to_owned()
    };
    assert_eq!(all.len(), 2);
    assert!(said(CHANNEL).starts_with(&format!("<@{ANNA}> thanks <@{CLEO}>: ")));
    assert!(said(private(BEN)).contains("It names you nowhere in public"), "{}", said(private(BEN)));
}

#[tokio::test]
async fn the_server_is_told_once_a_day_that_something_waits_and_of_nobody() {
    let scene = Scene::at(MONDAY).await;
    scene.channel.board(Some(SYSTEM));
    let zone = clarion::clock::Zone::utc();
    scene.store.set_up(GUILD, &zone, true, ANNA, scene.clock.now()).await.unwrap();
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
        text.contains("`/recognition reports`") && text.starts_with(&format!("<@{ANNA}>: something waits")),
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
    let first = given(&scene).await;
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
    scene.store.set_up(GUILD, &zone, true, ANNA, scene.clock.now()).await.unwrap();
    scene.store.set_contact(GUILD, ANNA, false, scene.clock.now()).await.unwrap();
    waits().await;
    scene.store.set_contact(GUILD, ANNA, true, scene.clock.now()).await.unwrap();
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
