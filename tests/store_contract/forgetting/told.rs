//! What was posted or told of a person, or was on its way: taken down, never sent, and not remembered where.

use clarion::deck::{Typed, check};
use clarion::store::{
    Claim, Id, NewOccurrence, NewSuggestion, News, NoticePlace, OccurrenceKey, OccurrenceState, Saved, Sent, Store,
    Suggested, Where,
};
use serenity::model::id::{ChannelId, InteractionId, MessageId, RoleId};

use super::super::engines::{LEASE, NINE, Place, at, claimed, counted, draft, not_holder, on_each_engine};
use super::filled::{gift, given};
use super::looking::{left_no_trace, tells};
use super::{CHANNEL, DIRECT, HERE, JO, LEE, MIRA, TELLS, THERE, forget};

on_each_engine!(
    what_was_on_its_way_is_taken_down_or_never_sent,
    what_stands_where_the_bot_is_gone_is_counted_apart,
    where_thanks_were_told_privately_goes_when_they_are_taken_down,
    a_notice_that_waits_is_placed_anew_and_its_holder_told_so,
    where_a_notice_was_told_goes_with_its_end,
    an_answer_about_a_suggestion_that_was_refused_leaves_no_trace,
);

async fn what_was_on_its_way_is_taken_down_or_never_sent(place: &Place) {
    let store = place.open().await;
    // One that its answer may have made public, one that nobody has tried, and one that may be there or not.
    let (answered, claim) = counted(store.give(&gift(10, HERE, JO, &[MIRA], "answered"), LEASE).await.unwrap());
    let (held, holder) = counted(store.give(&gift(30, HERE, JO, &[MIRA], "held"), LEASE).await.unwrap());
    store.hold_unknown(&holder, "lost", at(NINE)).await.unwrap();
    let (untried, put_back) = counted(store.give(&gift(50, HERE, JO, &[MIRA], "untried"), LEASE).await.unwrap());
    store.put_back(&put_back, at(NINE), Sent::No, "retry").await.unwrap();
    let forgotten = forget(&store, Where::Server(HERE)).await;
    assert_eq!((forgotten.posts, forgotten.unclear), (1, vec![CHANNEL]));
    let state = async |id: Id| {
        place
            .number(&format!(
                "SELECT CASE state WHEN 'claimed' THEN 1 WHEN 'unknown' THEN 2 WHEN 'skipped' THEN 3 ELSE 0 END \
                 FROM occurrence WHERE kind = 'announcement' AND subject = {}",
                id.get()
            ))
            .await
    };
    assert_eq!([state(answered).await, state(held).await, state(untried).await], [1, 2, 3]);
    // Its holder still records which message it is, so that it can be taken down.
    store.posted(&claim, MessageId::new(77)).await.unwrap();
    let there = store.occurrence(claim.occurrence.id).await.unwrap().unwrap();
    assert_eq!(there.state, OccurrenceState::Posted(MessageId::new(77)));
    assert_eq!(place.number("SELECT COUNT(*) FROM announcement_change WHERE wanted = 'gone'").await, 1);
}

async fn what_stands_where_the_bot_is_gone_is_counted_apart(place: &Place) {
    let store = place.open().await;
    given(&store, &gift(30, HERE, JO, &[MIRA], "here")).await;
    given(&store, &gift(50, THERE, JO, &[MIRA], "there")).await;
    given(&store, &gift(70, THERE, MIRA, &[JO], "there as well")).await;
    store.guild_removed(THERE, at(NINE)).await.unwrap();
    let forgotten = forget(&store, Where::Everywhere).await;
    assert_eq!((forgotten.posts, forgotten.left), (1, 2));
    // Should it come back within its grace, they are taken down all the same.
    assert_eq!(place.number("SELECT COUNT(*) FROM announcement_change WHERE wanted = 'gone'").await, 3);
}

async fn where_thanks_were_told_privately_goes_when_they_are_taken_down(place: &Place) {
    let store = place.open().await;
    let got = given(&store, &gift(30, HERE, MIRA, &[JO], &format!("at the {TELLS}"))).await;
    place
        .run(&format!(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, \
             message_id, content) SELECT 5, 'private-thanks', {got}, CAST(id AS TEXT), {HERE}, {DIRECT}, 1, 'posted', 1, \
             1, 6, 'direct' FROM person WHERE user_id = {JO}"
        ))
        .await;
    let forgotten = forget(&store, Where::Everywhere).await;
    assert_eq!((forgotten.posts, forgotten.unclear), (2, vec![]));
    assert_eq!(tells(place).await.len(), 1, "where it is to be taken down");
    // Private messages are reached from no server at all.
    let now = at("2026-12-01T08:00:00Z");
    store.guild_removed(HERE, now).await.unwrap();
    let change = store.claim_change(now, LEASE).await.unwrap().unwrap();
    assert_eq!(change.occurrence.channel.get(), DIRECT);
    store.change_done(&change, now).await.unwrap();
    assert_eq!(store.scrub_owed().await.unwrap(), !store.is_shared());
    left_no_trace(place, &store).await;
    assert!(store.claim_change(now, LEASE).await.unwrap().is_none(), "the announcement stands where nobody reaches it");
}

/// A notice about Mira's schedule of that name, taken to Jo's private messages.
async fn placed(store: &Store, name: &str) -> Claim {
    let mut draft = draft(name, "10:00 daily UTC");
    draft.by = MIRA;
    let (Saved::Created(schedule) | Saved::Edited(schedule)) =
        store.save_schedule(HERE, &draft, at(NINE)).await.unwrap()
    else {
        panic!("too many")
    };
    let key = OccurrenceKey::Notice { about: schedule.id, news: News::RoleGone { role: RoleId::new(5) } };
    store
        .add_occurrence(NewOccurrence { key, guild: HERE, channel: CHANNEL, due_at: at(NINE) }, at(NINE))
        .await
        .unwrap();
    let claim = claimed(store, NINE).await;
    assert_eq!(claim.occurrence.key, key);
    store.redirect(&claim, ChannelId::new(DIRECT), NoticePlace::Direct).await.unwrap()
}

async fn a_notice_that_waits_is_placed_anew_and_its_holder_told_so(place: &Place) {
    let store = place.open().await;
    store.set_up(HERE, &"Europe/Berlin".parse().unwrap(), true, JO, at(NINE)).await.unwrap();
    let waits = placed(&store, "waits").await;
    store.put_back(&waits, at("2026-12-20T08:00:00Z"), Sent::No, "contact").await.unwrap();
    let held = placed(&store, "held").await;
    forget(&store, Where::Everywhere).await;
    left_no_trace(place, &store).await;
    not_holder(store.take_contact(&held, JO, at(NINE)).await);
    not_holder(store.tried(&held, at(NINE), LEASE).await);
    for claim in [&waits, &held] {
        let notice = store.occurrence(claim.occurrence.id).await.unwrap().unwrap();
        assert_eq!((notice.state, NoticePlace::of(&notice)), (OccurrenceState::Due, None));
    }
}

async fn where_a_notice_was_told_goes_with_its_end(place: &Place) {
    let store = place.open().await;
    given(&store, &gift(30, HERE, MIRA, &[LEE], "calm")).await;
    store.posted(&placed(&store, "posted").await, MessageId::new(5)).await.unwrap();
    store.failed(&placed(&store, "failed").await, "refused:50007").await.unwrap();
    store.hold_unknown(&placed(&store, "unknown").await, "lost", at(NINE)).await.unwrap();
    store.skipped(&placed(&store, "skipped").await, "changed").await.unwrap();
    assert_eq!(tells(place).await, Vec::<String>::new());
}

async fn an_answer_about_a_suggestion_that_was_refused_leaves_no_trace(place: &Place) {
    let store = place.open().await;
    let now = at(NINE);
    let mut suggestions = Vec::new();
    for (add, title) in ["declined", "approved", "taken out", "kept"].into_iter().enumerate() {
        let typed = Typed { title, question: title, step: title, minutes: "" };
        let interaction = InteractionId::new(10 + add as u64);
        let new = NewSuggestion { interaction, guild: HERE, by: JO, words: check(&typed).unwrap() };
        let Suggested::Waits(suggestion) = store.suggest(&new, now).await.unwrap() else { panic!("not waiting") };
        store.hear_of_suggestion(HERE, JO, suggestion, true).await.unwrap();
        match title {
            "declined" => drop(store.decline(HERE, suggestion, None, now).await.unwrap()),
            _ => drop(store.approve(HERE, suggestion, None, now).await.unwrap()),
        }
        let claim = claimed(&store, NINE).await;
        let claim = store.redirect(&claim, ChannelId::new(DIRECT), NoticePlace::Direct).await.unwrap();
        store.tried(&claim, now, LEASE).await.unwrap();
        store.refused(&claim, 50_007, false, now).await.unwrap();
        suggestions.push(suggestion);
    }
    for put_away in &suggestions[..2] {
        assert!(store.put_suggestion_away(HERE, JO, *put_away).await.unwrap());
    }
    assert!(store.take_out(HERE, suggestions[2]).await.unwrap().is_some());
    forget(&store, Where::Server(HERE)).await;
    left_no_trace(place, &store).await;
    // What is in the deck is the team's, and nobody is to hear of it.
    let deck: Vec<String> = store.deck(HERE).await.unwrap().into_iter().map(|prompt| prompt.words.title).collect();
    assert_eq!(deck, ["approved", "kept"]);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt WHERE suggested_by IS NOT NULL OR hears <> 0").await, 0);
}
