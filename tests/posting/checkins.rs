//! The one question about something to try; the dial for contact, as the engine asks it; and the question whether prompts
//! come too often.

use clarion::posting::Happened;
use clarion::store::{
    CheckInChoice, CheckInPlace, Commitment, Committed, NewCommitment, OccurrenceState, Outcome, reason,
};
use serenity::model::id::{ChannelId, InteractionId};

use super::channel::{ANNA, BEN, CHANNEL, Fate, GUILD, Look, Message, SYSTEM, private};
use super::scene::{Scene, only, until_nothing};

const MONDAY: &str = "2026-11-23T08:00:00Z";
/// Half an hour after nine, so that each day later finds that day's prompt due.
const SUNDAY: &str = "2026-11-22T09:30:00Z";
const TUESDAY_NINE: &str = "2026-11-24T09:00:00Z";
const THREAD: ChannelId = ChannelId::new(1_000_000_000_000_000_700);

/// Monday, and Anna wants to be asked tomorrow.
async fn asked_in(place: CheckInPlace) -> (Scene, Commitment) {
    let scene = Scene::at(MONDAY).await;
    let new = NewCommitment {
        interaction: InteractionId::new(1),
        guild: GUILD,
        person: ANNA,
        prompt: None,
        thread: Some(THREAD),
        words: "ask *Ben* first, @everyone".to_owned(),
        at: scene.clock.now(),
    };
    let Committed::Made(made) = scene.store.commit_to(&new).await.unwrap() else { panic!("not made") };
    for choice in [CheckInChoice::Day("2026-11-24".parse().unwrap()), CheckInChoice::Place(place)] {
        scene.store.choose_check_in(made.id, ANNA, choice, scene.clock.now()).await.unwrap();
    }
    scene.wait_until(TUESDAY_NINE).await;
    (scene, *made)
}

async fn state(scene: &Scene, of: &Commitment) -> (OccurrenceState, Option<String>) {
    let asked = scene.store.commitment(of.id).await.unwrap().unwrap().asked.unwrap();
    (asked.state, asked.reason)
}

#[tokio::test]
async fn it_is_asked_privately_with_ones_own_words_and_pings_nobody_else() {
    let (scene, _) = asked_in(CheckInPlace::Direct).await;
    until_nothing(&scene).await;
    let asked = only(&scene);
    assert_eq!(asked.channel, private(ANNA));
    assert!(asked.bears(asked.nonce));
    let said = asked.body["content"].as_str().unwrap();
    assert!(said.starts_with("Yesterday you noted in **Harbour** what you would try: \u{201c}ask \\*Ben\\*"), "{said}");
    assert_eq!(asked.body["allowed_mentions"]["users"], serde_json::json!([]));
    scene.wait(30 * 24 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 1);
}

#[tokio::test]
async fn in_a_thread_it_pings_whom_it_is_for_and_a_closed_one_is_left_alone() {
    let (scene, _) = asked_in(CheckInPlace::Thread).await;
    until_nothing(&scene).await;
    let asked = only(&scene);
    assert_eq!(asked.channel, THREAD);
    assert_eq!(asked.body["allowed_mentions"]["users"], serde_json::json!([ANNA.to_string()]));
    assert_eq!(asked.body["allowed_mentions"]["parse"], serde_json::json!([]));

    let (scene, made) = asked_in(CheckInPlace::Thread).await;
    scene.channel.put_away(THREAD);
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 0);
    assert_eq!(state(&scene, &made).await, (OccurrenceState::Skipped, Some(reason::THREAD_CLOSED.to_owned())));
}

#[tokio::test]
async fn a_thread_that_closes_between_two_tries_is_left_alone() {
    let (scene, made) = asked_in(CheckInPlace::Thread).await;
    scene.channel.fate(Fate::Later(60 * 60));
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.channel.put_away(THREAD);
    scene.wait(60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (0, 1));
    assert_eq!(state(&scene, &made).await, (OccurrenceState::Skipped, Some(reason::THREAD_CLOSED.to_owned())));

    // One that may be there is looked for first, closed or not.
    let (scene, made) = asked_in(CheckInPlace::Thread).await;
    scene.channel.fate(Fate::HangsAfter);
    scene.step_or_die().await;
    scene.channel.put_away(THREAD);
    scene.wait(10 * 60).await;
    until_nothing(&scene).await;
    assert!(matches!(state(&scene, &made).await.0, OccurrenceState::Posted(_)));
    only(&scene);
}

#[tokio::test]
async fn a_refusal_is_recorded_and_nobody_is_pestered() {
    let (scene, made) = asked_in(CheckInPlace::Direct).await;
    scene.channel.board(Some(SYSTEM));
    scene.channel.fate(Fate::Refused(50_007));
    until_nothing(&scene).await;
    scene.wait(24 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (0, 1));
    assert_eq!(state(&scene, &made).await, (OccurrenceState::Failed, Some("refused:50007".to_owned())));

    let (scene, made) = asked_in(CheckInPlace::Direct).await;
    scene.channel.close_private();
    until_nothing(&scene).await;
    assert_eq!((state(&scene, &made).await.0, scene.channel.sends()), (OccurrenceState::Failed, 0));
}

#[tokio::test]
async fn a_lost_answer_or_a_crash_asks_it_once_all_the_same() {
    let (scene, _) = asked_in(CheckInPlace::Direct).await;
    scene.channel.fate(Fate::AnswerLost);
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.wait(2).await;
    until_nothing(&scene).await;
    only(&scene);

    let (scene, made) = asked_in(CheckInPlace::Direct).await;
    scene.channel.fate(Fate::HangsAfter);
    assert!(scene.step_or_die().await.is_none());
    // Even where it is settled meanwhile, it is found and recorded.
    scene.store.settle(made.id, ANNA, Outcome::Kept, scene.clock.now()).await.unwrap();
    scene.wait(10 * 60).await;
    assert!(matches!(scene.step().await, Happened::Posted { found: true, .. }));
    only(&scene);

    // Where nobody can look, it is held, and nobody else hears of it.
    let (scene, _) = asked_in(CheckInPlace::Thread).await;
    scene.channel.board(Some(SYSTEM));
    scene.channel.fate(Fate::HangsAfter);
    scene.step_or_die().await;
    scene.wait(10 * 60).await;
    scene.channel.look(Look::Forbidden);
    assert!(matches!(scene.step().await, Happened::Unknown { .. }));
    until_nothing(&scene).await;
    assert_eq!(only(&scene).channel, THREAD);
}

/// Half an hour after the prompts of so many days.
async fn posts(scene: &Scene, days: usize) {
    for _ in 0..days {
        scene.wait(24 * 60 * 60).await;
        until_nothing(scene).await;
    }
}

fn to(scene: &Scene, channel: ChannelId) -> Vec<Message> {
    scene.channel.messages().into_iter().filter(|message| message.channel == channel).collect()
}

#[tokio::test]
async fn whether_prompts_come_too_often_is_asked_once_and_in_private_alone() {
    let scene = Scene::at(SUNDAY).await;
    scene.channel.board(Some(SYSTEM));
    scene.daily("09:00 daily UTC").await;
    posts(&scene, 10).await;
    assert_eq!((to(&scene, CHANNEL).len(), to(&scene, private(ANNA)).len()), (10, 0));
    posts(&scene, 1).await;
    let asked = to(&scene, private(ANNA));
    assert_eq!(asked.len(), 1);
    assert!(asked[0].bears(asked[0].nonce));
    posts(&scene, 60).await;
    assert_eq!((to(&scene, private(ANNA)).len(), to(&scene, SYSTEM).len()), (1, 0));
}

#[tokio::test]
async fn the_question_waits_for_the_dial_and_is_dropped_by_a_press() {
    for (pressed, questions) in [(false, 1), (true, 0)] {
        let scene = Scene::at(SUNDAY).await;
        scene.daily("09:00 daily UTC").await;
        posts(&scene, 10).await;
        scene.store.set_contact(GUILD, ANNA, false, scene.clock.now()).await.unwrap();
        posts(&scene, 1).await;
        assert_eq!(to(&scene, private(ANNA)).len(), 0);
        if pressed {
            let last = scene.store.recent_occurrences(schedule(&scene).await, 1).await.unwrap().remove(0);
            scene.store.post_pressed(GUILD, last.id).await.unwrap();
        }
        scene.store.set_contact(GUILD, ANNA, true, scene.clock.now()).await.unwrap();
        posts(&scene, 8).await;
        assert_eq!(to(&scene, private(ANNA)).len(), questions, "pressed: {pressed}");
    }
}

async fn schedule(scene: &Scene) -> clarion::store::Id {
    scene.store.schedule(GUILD, "daily", scene.clock.now()).await.unwrap().unwrap().id
}

#[tokio::test]
async fn a_second_notice_in_a_week_goes_to_the_system_channel_or_nowhere() {
    let scene = Scene::at(SUNDAY).await;
    scene.daily("09:00 daily UTC").await;
    let refused = async || {
        scene.channel.fate(Fate::Refused(50_013));
        posts(&scene, 1).await;
        let grace = std::time::Duration::from_secs(60);
        scene.store.try_again(schedule(&scene).await, scene.clock.now(), grace).await.unwrap();
    };
    refused().await;
    assert_eq!(to(&scene, private(ANNA)).len(), 1);
    refused().await;
    assert_eq!(to(&scene, private(ANNA)).len(), 1, "the week is taken");
    scene.channel.board(Some(SYSTEM));
    refused().await;
    assert_eq!((to(&scene, private(ANNA)).len(), to(&scene, SYSTEM).len()), (1, 1));
    scene.channel.board(None);
    posts(&scene, 6).await;
    refused().await;
    assert_eq!(to(&scene, private(ANNA)).len(), 2, "a week later");
    // 'None' is none.
    scene.store.set_contact(GUILD, ANNA, false, scene.clock.now()).await.unwrap();
    scene.store.set_contact(GUILD, BEN, true, scene.clock.now()).await.unwrap();
    posts(&scene, 9).await;
    refused().await;
    assert_eq!(to(&scene, private(ANNA)).len(), 2);
}

#[tokio::test]
async fn a_private_message_that_was_not_sent_takes_no_week() {
    let scene = Scene::at(SUNDAY).await;
    scene.daily("09:00 daily UTC").await;
    scene.channel.fate(Fate::Refused(50_013));
    scene.channel.fate(Fate::Refused(50_007));
    posts(&scene, 1).await;
    assert_eq!(to(&scene, private(ANNA)).len(), 0);
    let grace = std::time::Duration::from_secs(60);
    scene.store.try_again(schedule(&scene).await, scene.clock.now(), grace).await.unwrap();
    scene.channel.fate(Fate::Refused(50_013));
    posts(&scene, 1).await;
    assert_eq!(to(&scene, private(ANNA)).len(), 1);
}
