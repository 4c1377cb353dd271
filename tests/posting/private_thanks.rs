//! What recognition brings to people in private: within the dial, once, and never to whoever wants nothing more.

use clarion::store::{Id, NewRecognition, OccurrenceState, Sent, reason};
use jiff::SignedDuration;
use serenity::model::id::{InteractionId, UserId};

use super::announcements::{CLEO, MONDAY, ben_declines, counted, gift, of, says, undo};
use super::channel::{ANNA, BEN, CHANNEL, Fate, GUILD, private};
use super::scene::{Scene, until_nothing};

/// Somebody who manages the server.
const LEAD: UserId = UserId::new(99);
const MONDAY_NINE: &str = "2026-11-23T09:00:00Z";

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
    assert_eq!(says(&scene), "-# In **Harbour**, this one was taken back.");
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

/// To Ben, who wants nothing announced: each in a private message, or beside one.
async fn to_ben(scene: &Scene, number: u64) -> Id {
    let new = NewRecognition { receivers: vec![BEN], ..gift(scene, number, false) };
    let counted = counted(scene, &new).await;
    assert!(counted.announcement.is_none());
    until_nothing(scene).await;
    counted.recognition
}

async fn reasons(scene: &Scene) -> Vec<Option<String>> {
    of(scene, "private-thanks").await.into_iter().map(|row| row.reason).collect()
}

const A_WEEK: i64 = 7 * 24 * 60 * 60 + 60 * 60 + 60;

#[tokio::test]
async fn five_thanks_in_two_days_are_told_by_two_private_messages() {
    let scene = Scene::at(MONDAY).await;
    scene.store.announce_received(GUILD, BEN, false, None, scene.clock.now()).await.unwrap();
    let mut given = vec![to_ben(&scene, 1).await];
    assert!(
        says(&scene).ends_with("It names you nowhere in public, as you wanted it. It stands in /me in that server.")
    );
    for number in 2..=5 {
        scene.wait(10 * 60 * 60).await;
        given.push(to_ben(&scene, number).await);
    }
    assert_eq!(scene.channel.sends(), 1, "one a week");
    scene.wait(A_WEEK).await;
    until_nothing(&scene).await;
    let said = || scene.channel.messages().last().unwrap().body["content"].as_str().unwrap().to_owned();
    assert_eq!(scene.channel.sends(), 2);
    assert!(said().ends_with("It stands in /me in that server. 3 more that you got stand in /me there."), "{}", said());
    let beside = |why: &Option<String>| why.as_deref().is_some_and(|why| why.starts_with("beside:"));
    assert_eq!(reasons(&scene).await.iter().filter(|why| beside(why)).count(), 3);
    // Nothing of it comes a second time, and what no longer stands is not said to.
    scene.wait(60 * 24 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 2);
    for (one, expected) in [
        (given[4], "It stands in /me in that server. 2 more that you got stand in /me there."),
        (given[1], "a steward removed this one. 2 more that you got stand in /me there."),
        (given[3], "a steward removed this one. One more that you got stands in /me there."),
        (given[2], "a steward removed this one."),
    ] {
        scene.store.void(GUILD, UserId::new(99), one, "private", scene.clock.now()).await.unwrap().unwrap();
        until_nothing(&scene).await;
        assert!(said().ends_with(expected), "{}", said());
    }
    assert_eq!(scene.channel.sends(), 2);
}

/// What a message would have told of is owed again where it certainly was not sent, and is told where it may have been.
#[tokio::test]
async fn what_waits_beside_a_private_message_is_told_whatever_becomes_of_that_one() {
    for (fate, told) in [
        (Fate::Later(5), 3),
        (Fate::AnswerLost, 3),
        (Fate::HangsBefore, 3),
        (Fate::HangsAfter, 3),
        // This one is not told; the next says that there is another.
        (Fate::Refused(50_007), 2),
    ] {
        let scene = Scene::at(MONDAY).await;
        for number in 1..=4 {
            let new = NewRecognition { receivers: vec![BEN], ..gift(&scene, number, true) };
            counted(&scene, &new).await;
            until_nothing(&scene).await;
        }
        scene.channel.fate(fate);
        scene.wait(A_WEEK).await;
        scene.step_or_die().await;
        for _ in 0..20 {
            scene.wait(60).await;
            until_nothing(&scene).await;
        }
        let all = scene.channel.messages();
        assert_eq!(all.len(), 2, "{fate:?}");
        let said = all[1].body["content"].as_str().unwrap();
        let expected = match told {
            3 => " 2 more that you got stand in /me there.",
            _ => " One more that you got stands in /me there.",
        };
        assert!(said.ends_with(expected), "{fate:?}: {said}");
        scene.wait(60 * 24 * 60 * 60).await;
        until_nothing(&scene).await;
        assert_eq!(scene.channel.messages().len(), 2, "{fate:?}");
    }
}

/// At its hour every week, an hour before the dial is free for what waits.
#[tokio::test]
async fn a_weekly_reminder_gives_way_to_thanks_that_wait() {
    let scene = Scene::at("2026-11-22T09:30:00Z").await;
    scene.store.set_nudge(GUILD, BEN, true, scene.clock.now()).await.unwrap();
    scene.wait_until(MONDAY_NINE).await;
    until_nothing(&scene).await;
    assert!(says(&scene).starts_with("The reminder that you asked for"));
    for number in 1..=2 {
        let new = NewRecognition { receivers: vec![BEN], ..gift(&scene, number, true) };
        counted(&scene, &new).await;
    }
    until_nothing(&scene).await;
    let told = || scene.channel.messages().into_iter().filter(|one| one.text().contains("thanks you")).count();
    assert_eq!(told(), 0);
    scene.wait(A_WEEK).await;
    until_nothing(&scene).await;
    assert_eq!((told(), scene.channel.sends()), (1, 2));
}

/// What will not be told is nothing to give way to: the reminder comes an hour later, when the dial is free again.
#[tokio::test]
async fn a_weekly_reminder_comes_where_the_thanks_that_waited_are_wanted_no_more() {
    for ends in ["undone", "voided", "declined", "too late", "stands"] {
        let scene = Scene::at(MONDAY).await;
        scene.store.set_nudge(GUILD, BEN, true, scene.clock.now()).await.unwrap();
        scene.wait_until(MONDAY_NINE).await;
        let first = NewRecognition { receivers: vec![BEN], ..gift(&scene, 2, true) };
        counted(&scene, &first).await;
        until_nothing(&scene).await;
        assert_eq!(scene.channel.sends(), 1, "{ends}");
        scene.wait(24 * 60 * 60).await;
        let second = NewRecognition { receivers: vec![BEN], ..gift(&scene, 3, true) };
        let waiting = counted(&scene, &second).await.recognition;
        until_nothing(&scene).await;
        let now = scene.clock.now();
        match ends {
            "undone" => undo(&scene, waiting).await,
            "voided" => drop(scene.store.void(GUILD, LEAD, waiting, "private", now).await.unwrap().unwrap()),
            "declined" => ben_declines(&scene, waiting).await,
            "too late" => {
                // As if other servers' messages had kept it back for so long that its five weeks end before its turn.
                let back = SignedDuration::from_hours(29 * 24) - SignedDuration::from_mins(30);
                let url = format!("sqlite://{}/clarion.db", scene.folder.path().display());
                let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
                let older =
                    "UPDATE occurrence SET due_at = due_at - $1 WHERE kind = 'private-thanks' AND state = 'due'";
                let older = sqlx::query(older).bind(i64::try_from(back.as_millis()).unwrap());
                assert_eq!(older.execute(&pool).await.unwrap().rows_affected(), 1);
            }
            _ => {}
        }
        scene.wait_until("2026-11-30T14:00:00Z").await;
        until_nothing(&scene).await;
        let all = scene.channel.messages();
        let last = all.last().unwrap().text();
        assert_eq!(all.len(), 2, "{ends}");
        assert_eq!(last.contains("The reminder that you asked for"), ends != "stands", "{ends}: {last}");
    }
}

#[tokio::test]
async fn what_is_owed_again_rests_as_long_as_discord_asked() {
    let scene = Scene::at(MONDAY).await;
    for number in 1..=4 {
        let new = NewRecognition { receivers: vec![BEN], ..gift(&scene, number, true) };
        counted(&scene, &new).await;
        until_nothing(&scene).await;
    }
    scene.channel.lasting(Fate::Later(3_600));
    scene.wait(A_WEEK).await;
    for _ in 0..30 {
        until_nothing(&scene).await;
        scene.wait(60).await;
    }
    assert_eq!(scene.channel.sends(), 2, "one try in an hour, not one for each that waits");
    scene.channel.lasting(Fate::Arrives);
    scene.wait(60 * 60).await;
    until_nothing(&scene).await;
    let all = scene.channel.messages();
    assert_eq!(all.len(), 2);
    let said = all[1].body["content"].as_str().unwrap();
    assert!(said.ends_with(" 2 more that you got stand in /me there."), "{said}");
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
