//! Announcements that no longer say what is true, in a channel that loses answers, refuses, and hangs; and recognition that
//! is told to its receiver alone.

use std::time::Duration;

use clarion::posting::Happened;
use clarion::store::{
    Counted, Given, Id, Kept, NewRecognition, NewReflection, Occurrence, OccurrenceState, Sent, SharedReflection,
    Where, reason,
};
use serde_json::json;
use serenity::model::id::{InteractionId, MessageId, UserId};

use super::channel::{ANNA, BEN, CHANNEL, Fate, GUILD, Look, PATIENCE};
use super::scene::{Scene, until_nothing};

pub(super) const MONDAY: &str = "2026-11-23T08:00:00Z";
pub(super) const CLEO: UserId = UserId::new(13);
const LEASE: Duration = Duration::from_secs(60);

pub(super) fn gift(scene: &Scene, number: u64, quiet: bool) -> NewRecognition {
    NewRecognition {
        interaction: InteractionId::new(number),
        guild: GUILD,
        channel: CHANNEL,
        giver: ANNA,
        receivers: vec![BEN, CLEO],
        words: "calmer nights".to_owned(),
        way: None,
        about: None,
        quiet,
        strengths: Vec::new(),
        names: Vec::new(),
        at: scene.clock.now(),
        local_date: jiff::civil::date(2026, 11, 23),
    }
}

pub(super) async fn counted(scene: &Scene, new: &NewRecognition) -> Counted {
    match scene.store.give(new, LEASE).await.unwrap() {
        Given::Counted(counted) => *counted,
        other => panic!("{other:?}"),
    }
}

/// Given, and owed to the engine.
pub(super) async fn given(scene: &Scene) -> Id {
    let counted = counted(scene, &gift(scene, 1, false)).await;
    scene.store.put_back(&counted.announcement.unwrap(), scene.clock.now(), Sent::No, "deferred").await.unwrap();
    counted.recognition
}

/// Given, and announced by the engine.
pub(super) async fn announced() -> (Scene, Id, MessageId) {
    let scene = Scene::at(MONDAY).await;
    let recognition = given(&scene).await;
    let Happened::Posted { message, .. } = scene.step().await else { panic!("not announced") };
    (scene, recognition, message)
}

pub(super) fn says(scene: &Scene) -> String {
    let all = scene.channel.messages();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].body["content"].as_str().unwrap().to_owned()
}

pub(super) async fn undo(scene: &Scene, recognition: Id) {
    scene.store.undo(GUILD, ANNA, recognition, scene.clock.now()).await.unwrap().unwrap();
}

pub(super) async fn of(scene: &Scene, kind: &str) -> Vec<Occurrence> {
    let url = format!("sqlite://{}/clarion.db", scene.folder.path().display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM occurrence WHERE kind = $1 ORDER BY id")
        .bind(kind)
        .fetch_all(&pool)
        .await
        .unwrap();
    let mut found = Vec::new();
    for id in ids {
        found.extend(scene.store.occurrence(Id::from_i64(id).unwrap()).await.unwrap());
    }
    found
}

#[tokio::test]
async fn what_is_taken_back_says_so_where_it_stood_and_pings_nobody() {
    let (scene, recognition, message) = announced().await;
    undo(&scene, recognition).await;
    assert!(matches!(scene.step().await, Happened::Changed { .. }));
    assert_eq!(says(&scene), "-# This one was taken back.");
    let (changed, body) = scene.channel.changes().pop().unwrap();
    let body = body.unwrap();
    assert_eq!((changed, &body["components"]), (message, &json!([])));
    assert_eq!(body["allowed_mentions"]["parse"], json!([]));
    assert!(body["allowed_mentions"].get("users").is_none_or(|users| users == &json!([])), "{body}");
    until_nothing(&scene).await;
    assert_eq!(scene.channel.changes_asked(), 1);
}

#[tokio::test]
async fn other_words_take_the_place_of_the_old_ones_and_a_receiver_who_hides_it_is_not_named() {
    let (scene, recognition, _) = announced().await;
    let now = scene.clock.now();
    let words = "calmer *nights* @everyone";
    scene.store.amend(GUILD, ANNA, recognition, words, InteractionId::new(2), now).await.unwrap().unwrap();
    until_nothing(&scene).await;
    assert!(says(&scene).starts_with(&format!("<@{ANNA}> thanks <@{BEN}> and <@{CLEO}>: \u{201c}calmer \\*nights\\*")));
    assert!(scene.channel.messages()[0].body["components"].to_string().contains("thank-too"));
    // Whichever of the chain is named.
    assert!(scene.store.hide_received(GUILD, BEN, recognition, true, now).await.unwrap());
    until_nothing(&scene).await;
    assert!(says(&scene).starts_with(&format!("<@{ANNA}> thanks <@{CLEO}>: ")), "{}", says(&scene));
    scene.store.hide_received(GUILD, CLEO, recognition, true, now).await.unwrap();
    until_nothing(&scene).await;
    assert_eq!(says(&scene), "-# This one is between the people it was for.");
    scene.store.hide_received(GUILD, BEN, recognition, false, now).await.unwrap();
    until_nothing(&scene).await;
    assert!(says(&scene).starts_with(&format!("<@{ANNA}> thanks <@{BEN}>: \u{201c}calmer")));
    scene.store.void(GUILD, CLEO, recognition, "not for here", now).await.unwrap().unwrap();
    until_nothing(&scene).await;
    assert_eq!(says(&scene), "-# A steward of this server removed this one.");
}

#[tokio::test]
async fn a_lost_answer_a_wait_and_an_outage_change_it_in_the_end() {
    for fate in [Fate::AnswerLost, Fate::Vanishes, Fate::Later(30), Fate::Down(30)] {
        let (scene, recognition, _) = announced().await;
        undo(&scene, recognition).await;
        scene.channel.change_fate(fate);
        let happened = scene.step().await;
        assert!(matches!(happened, Happened::PutBack { .. } | Happened::Down { .. }), "{fate:?}: {happened:?}");
        assert!(matches!(scene.step().await, Happened::Nothing), "{fate:?}");
        scene.wait(40).await;
        assert!(matches!(scene.step().await, Happened::Changed { .. }), "{fate:?}");
        assert!(says(&scene).ends_with("This one was taken back."), "{fate:?}");
        until_nothing(&scene).await;
        assert_eq!(scene.channel.changes_asked(), 2, "{fate:?}");
    }
}

#[tokio::test]
async fn a_process_that_dies_over_it_leaves_it_to_the_next_one() {
    for fate in [Fate::HangsBefore, Fate::HangsAfter] {
        let (mut scene, recognition, _) = announced().await;
        undo(&scene, recognition).await;
        scene.channel.change_fate(fate);
        assert!(scene.step_or_die().await.is_none());
        scene.begin_anew().await;
        assert!(matches!(scene.step().await, Happened::Nothing), "its lease holds");
        scene.wait(61).await;
        assert!(matches!(scene.step().await, Happened::Changed { .. }), "{fate:?}");
        assert!(says(&scene).ends_with("This one was taken back."), "{fate:?}");
        until_nothing(&scene).await;
    }
}

#[tokio::test]
async fn a_deleted_announcement_loses_nothing() {
    let (scene, recognition, message) = announced().await;
    scene.channel.lose(message);
    scene.store.hide_received(GUILD, BEN, recognition, true, scene.clock.now()).await.unwrap();
    assert!(matches!(scene.step().await, Happened::Changed { .. }));
    until_nothing(&scene).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.changes_asked()), (0, 1));
    assert_eq!(scene.store.mine(GUILD, BEN, 1).await.unwrap().got, 1, "it counts all the same");
    undo(&scene, recognition).await;
    until_nothing(&scene).await;
    assert_eq!(scene.store.mine(GUILD, BEN, 1).await.unwrap().got, 0);
}

#[tokio::test]
async fn what_discord_refuses_is_tried_for_a_week_and_then_let_be() {
    let (scene, recognition, _) = announced().await;
    undo(&scene, recognition).await;
    let mut asked = 0;
    let (mut days, begun) = (0, scene.clock.now());
    loop {
        scene.channel.change_fate(Fate::Refused(50_001));
        match scene.step().await {
            Happened::PutBack { until, .. } => {
                asked += 1;
                assert!(until > scene.clock.now());
                scene.hand.advance_to(until, PATIENCE).await.unwrap();
            }
            Happened::Changed { .. } => break,
            other => panic!("{other:?}"),
        }
        days = scene.clock.now().duration_since(begun).as_hours() / 24;
        assert!(asked < 50);
    }
    assert!((7..30).contains(&days), "{days} days, {asked} tries");
    scene.wait(24 * 60 * 60).await;
    until_nothing(&scene).await;
    assert_eq!(scene.channel.changes_asked(), asked + 1);
    // A permission that comes back in between is enough.
    let (scene, recognition, _) = announced().await;
    undo(&scene, recognition).await;
    scene.channel.change_fate(Fate::Refused(50_013));
    assert!(matches!(scene.step().await, Happened::PutBack { .. }));
    scene.wait(61).await;
    until_nothing(&scene).await;
    assert!(says(&scene).ends_with("This one was taken back."));
    // A channel that is gone holds nothing that could be changed.
    let (scene, recognition, _) = announced().await;
    undo(&scene, recognition).await;
    scene.channel.change_fate(Fate::Refused(10_003));
    assert!(matches!(scene.step().await, Happened::Changed { .. }));
}

#[tokio::test]
async fn what_is_wanted_anew_while_one_is_at_it_waits_for_that_one() {
    let (scene, recognition, _) = announced().await;
    let now = scene.clock.now();
    scene.store.hide_received(GUILD, BEN, recognition, true, now).await.unwrap();
    let held = scene.store.claim_change(now, LEASE).await.unwrap().unwrap();
    undo(&scene, recognition).await;
    scene.store.hide_received(GUILD, CLEO, recognition, true, now).await.unwrap();
    assert!(scene.store.claim_change(now, LEASE).await.unwrap().is_none(), "two edits on their way come in any order");
    scene.store.change_done(&held, now).await.unwrap();
    assert!(matches!(scene.step().await, Happened::Changed { .. }));
    assert!(says(&scene).ends_with("This one was taken back."));
    until_nothing(&scene).await;
    // Nor does whoever lost it to another take that one's away.
    scene.store.hide_received(GUILD, BEN, recognition, false, now).await.unwrap();
    let lost = scene.store.claim_change(now, LEASE).await.unwrap().unwrap();
    scene.wait(61).await;
    let taken = scene.store.claim_change(scene.clock.now(), LEASE).await.unwrap().unwrap();
    scene.store.change_done(&lost, now).await.unwrap();
    scene.store.change_put_back(&lost, now, true).await.unwrap();
    assert!(scene.store.next_change().await.unwrap().is_some_and(|next| next > scene.clock.now()));
    assert_eq!((lost.attempt, taken.attempt), (1, 2));
}

#[tokio::test]
async fn what_is_taken_back_before_it_was_announced_never_is() {
    let scene = Scene::at(MONDAY).await;
    let recognition = given(&scene).await;
    undo(&scene, recognition).await;
    until_nothing(&scene).await;
    assert_eq!((scene.channel.sends(), scene.channel.changes_asked()), (0, 0));
    // Other words go out in the first place.
    let scene = Scene::at(MONDAY).await;
    let recognition = given(&scene).await;
    let now = scene.clock.now();
    scene.store.amend(GUILD, ANNA, recognition, "much else", InteractionId::new(2), now).await.unwrap().unwrap();
    until_nothing(&scene).await;
    assert!(says(&scene).contains("much else"), "{}", says(&scene));
}

/// Nobody knows whether it is there: it is looked for, and changed where it is found.
#[tokio::test]
async fn one_that_may_be_there_is_found_before_it_is_changed() {
    for (fate, dies) in [(Fate::AnswerLost, false), (Fate::HangsAfter, true), (Fate::AnswerLost, true)] {
        let scene = Scene::at(MONDAY).await;
        let recognition = given(&scene).await;
        scene.channel.fate(fate);
        scene.step_or_die().await;
        if dies {
            scene.die();
        }
        undo(&scene, recognition).await;
        for _ in 0..20 {
            scene.wait(30).await;
            until_nothing(&scene).await;
        }
        assert!(says(&scene).ends_with("This one was taken back."), "{fate:?}: {}", says(&scene));
        assert_eq!(scene.channel.sends(), 1, "{fate:?}");
    }
    // It never arrived: nothing is sent, and nothing is left to do.
    let scene = Scene::at(MONDAY).await;
    let recognition = given(&scene).await;
    scene.channel.fate(Fate::HangsBefore);
    assert!(scene.step_or_die().await.is_none());
    undo(&scene, recognition).await;
    for _ in 0..20 {
        scene.wait(60).await;
        until_nothing(&scene).await;
    }
    assert_eq!((scene.channel.messages().len(), scene.channel.changes_asked()), (0, 0));
    assert_eq!(scene.store.next_change().await.unwrap(), None);
    // And where nobody can look, it is held and let be.
    let scene = Scene::at(MONDAY).await;
    let recognition = given(&scene).await;
    scene.channel.fate(Fate::HangsAfter);
    assert!(scene.step_or_die().await.is_none());
    undo(&scene, recognition).await;
    for _ in 0..20 {
        scene.channel.look(Look::Forbidden);
        scene.wait(60).await;
        until_nothing(&scene).await;
    }
    assert_eq!(of(&scene, "announcement").await[0].state, OccurrenceState::Unknown);
    assert_eq!(scene.store.next_change().await.unwrap(), None);
}

/// The answer to an interaction is on its way while somebody takes it back elsewhere.
#[tokio::test]
async fn an_answer_that_is_on_its_way_is_changed_once_it_is_there() {
    let scene = Scene::at(MONDAY).await;
    let counted = counted(&scene, &gift(&scene, 1, false)).await;
    undo(&scene, counted.recognition).await;
    assert!(matches!(scene.step().await, Happened::PutBack { .. }), "it waits");
    assert_eq!(scene.channel.changes_asked(), 0);
    scene.store.posted(&counted.announcement.unwrap(), MessageId::new(499)).await.unwrap();
    scene.wait(10).await;
    until_nothing(&scene).await;
    // Nobody here knows the message, which is as good as deleted.
    assert_eq!(scene.channel.changes_asked(), 1);
    assert_eq!(scene.store.next_change().await.unwrap(), None);
}

#[tokio::test]
async fn whoever_is_named_without_words_can_still_decide_who_sees_it() {
    let (scene, recognition, _) = announced().await;
    let now = scene.clock.now();
    assert!(scene.store.delete_mine(GUILD, ANNA, &[clarion::store::MyPart::ThanksWords]).await.unwrap());
    assert!(scene.store.hide_received(GUILD, CLEO, recognition, true, now).await.unwrap());
    until_nothing(&scene).await;
    assert_eq!(says(&scene), format!("<@{ANNA}> thanks <@{BEN}>."));
    let buttons = scene.channel.messages()[0].body["components"].to_string();
    assert!(buttons.contains("If this is about you") && buttons.contains(&recognition.to_string()), "{buttons}");
}

/// Ben says by his row of that recognition that nothing more is to come from Anna.
pub(super) async fn ben_declines(scene: &Scene, recognition: Id) {
    let said = scene.store.decline_from(GUILD, BEN, recognition, true).await.unwrap();
    assert_eq!(said, clarion::store::Declining::Done);
}

#[tokio::test]
async fn what_is_announced_late_names_nobody_who_wants_nothing_more() {
    let scene = Scene::at(MONDAY).await;
    let recognition = given(&scene).await;
    ben_declines(&scene, recognition).await;
    until_nothing(&scene).await;
    assert!(says(&scene).starts_with(&format!("<@{ANNA}> thanks <@{CLEO}>: ")), "{}", says(&scene));

    let scene = Scene::at(MONDAY).await;
    let recognition = given(&scene).await;
    ben_declines(&scene, recognition).await;
    let place = clarion::store::Where::Server(GUILD);
    scene.store.set_paused(CLEO, place, true, scene.clock.now()).await.unwrap();
    until_nothing(&scene).await;
    assert_eq!(scene.channel.sends(), 0);
    assert_eq!(of(&scene, "announcement").await[0].reason.as_deref(), Some(reason::CHANGED));
}

/// What was announced stays, as it was told to whoever declines, also where its words had been changed.
#[tokio::test]
async fn an_edit_for_somebody_else_leaves_whoever_declined_since_where_they_stand() {
    let (scene, recognition, _) = announced().await;
    let now = scene.clock.now();
    let words = "calm nights, and days";
    scene.store.amend(GUILD, ANNA, recognition, words, InteractionId::new(50), now).await.unwrap().unwrap();
    until_nothing(&scene).await;
    scene.wait(30 * 24 * 60 * 60).await;
    ben_declines(&scene, recognition).await;
    assert!(scene.store.hide_received(GUILD, CLEO, recognition, true, scene.clock.now()).await.unwrap());
    until_nothing(&scene).await;
    assert_eq!(says(&scene), format!("<@{ANNA}> thanks <@{BEN}>: \u{201c}{words}\u{201d}"));
}

#[tokio::test]
async fn other_words_on_their_way_do_not_reach_whoever_wants_nothing_more() {
    // In the channel, where they name the others.
    let (scene, recognition, _) = announced().await;
    let amend = async |scene: &Scene, recognition| {
        let (words, now) = ("worse nights", scene.clock.now());
        scene.store.amend(GUILD, ANNA, recognition, words, InteractionId::new(50), now).await.unwrap().unwrap();
    };
    amend(&scene, recognition).await;
    ben_declines(&scene, recognition).await;
    until_nothing(&scene).await;
    assert!(says(&scene).starts_with(&format!("<@{ANNA}> thanks <@{CLEO}>: ")), "{}", says(&scene));

    // In private messages, where what was said before stays.
    let scene = Scene::at(MONDAY).await;
    let new = NewRecognition { receivers: vec![BEN], ..gift(&scene, 1, true) };
    let counted = counted(&scene, &new).await;
    until_nothing(&scene).await;
    let before = says(&scene);
    amend(&scene, counted.recognition).await;
    ben_declines(&scene, counted.recognition).await;
    until_nothing(&scene).await;
    assert_eq!((says(&scene), scene.store.next_change().await.unwrap()), (before, None));
    // That it was taken back is no word of theirs.
    undo(&scene, counted.recognition).await;
    until_nothing(&scene).await;
    assert_eq!(says(&scene), "-# In **Harbour**, this one was taken back.");
}

/// What its author wrote before they shared it is what the channel reads.
#[tokio::test]
async fn a_shared_reflection_loses_an_id_unless_its_author_wrote_other_words_since() {
    const ERASED: UserId = UserId::new(3_000_000_000_000_000_009);
    for since in [false, true] {
        let scene = Scene::at(MONDAY).await;
        let new = NewReflection {
            interaction: InteractionId::new(1),
            guild: GUILD,
            author: ANNA,
            prompt: "risk-small-bet".to_owned(),
            title: None,
            words: "at the pier".to_owned(),
            at: scene.clock.now(),
            local_date: jiff::civil::date(2026, 11, 23),
        };
        let Kept::As(kept) = scene.store.keep_reflection(&new).await.unwrap() else { panic!("there is room") };
        let change = async || {
            let words = format!("at the pier with {ERASED}");
            scene.store.change_reflection(GUILD, ANNA, kept.id, &words, scene.clock.now()).await.unwrap();
        };
        if !since {
            change().await;
        }
        scene.wait(1).await;
        let shared =
            scene.store.share_reflection(GUILD, ANNA, kept.id, CHANNEL, scene.clock.now(), LEASE).await.unwrap();
        let SharedReflection::Now { claim, .. } = shared else { panic!("not shared") };
        scene.store.put_back(&claim, scene.clock.now(), Sent::No, "deferred").await.unwrap();
        until_nothing(&scene).await;
        let posted = scene.channel.messages()[0].body.to_string();
        assert_eq!(posted.contains(&ERASED.to_string()), !since, "{posted}");
        if since {
            change().await;
        }
        let forgotten = scene.store.forget(ERASED, Where::Everywhere, scene.clock.now()).await.unwrap();
        // What nobody but its author reads is not told of.
        assert_eq!((forgotten.changed, forgotten.stay), (u64::from(!since), 0));
        until_nothing(&scene).await;
        let shows = scene.channel.messages()[0].body.to_string();
        assert!(!shows.contains(&ERASED.to_string()), "{shows}");
        assert_eq!(shows.contains("a former member"), !since, "{shows}");
        assert_eq!(scene.channel.changes_asked(), usize::from(!since));
    }
}
