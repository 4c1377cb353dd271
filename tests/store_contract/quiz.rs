//! Rounds of the quiz and balances: kept once, for one person in one server, and deleted for good.

use clarion::store::{MyPart, NewBalance, NewQuizRound, Next, Posts, QuizCounts, Saved, ScheduleOptions, TriedBy};
use jiff::civil::date;
use serenity::model::id::{GuildId, MessageId};

use super::engines::{ANNA, BEN, GRACE, GUILD, LEASE, NINE, Place, at, draft, not_holder, on_each_engine};

on_each_engine!(
    a_round_is_kept_once_and_the_first_time_counts,
    a_balance_is_kept_once_and_shown_newest_first,
    nobody_reads_or_deletes_what_is_anothers,
    a_posted_round_has_the_same_moments_for_whoever_takes_it_over,
);

const ELSEWHERE: GuildId = GuildId::new(1_000_000_000_000_000_077);

fn round(begun_by: u64, managing: i64) -> NewQuizRound {
    NewQuizRound {
        guild: GUILD,
        user: ANNA,
        begun_by,
        moments: format!("AAAAA{begun_by:05}"),
        said: QuizCounts { managing, leading: 5 - managing, both: 0, agreed: 2 },
        at: at(NINE),
        local_date: date(2026, 11, 23),
    }
}

fn balance(begun_by: u64, lean: i8, when: &str) -> NewBalance {
    NewBalance {
        guild: GUILD,
        user: ANNA,
        begun_by,
        leans: vec![("tasks-and-people".to_owned(), lean), ("week-and-years".to_owned(), -lean)],
        at: at(when),
        local_date: date(2026, 11, 23),
    }
}

async fn a_round_is_kept_once_and_the_first_time_counts(place: &Place) {
    let store = place.open().await;
    let (kept, by_us) = store.finish_quiz(&round(1, 3)).await.unwrap();
    assert!(by_us && kept.said.managing == 3);
    // Other answers to the same round, by a second press.
    let (again, by_us) = store.finish_quiz(&round(1, 0)).await.unwrap();
    assert!(!by_us);
    assert_eq!(again, kept);
    store.finish_quiz(&NewQuizRound { at: at("2026-11-24T08:00:00Z"), ..round(2, 1) }).await.unwrap();
    let history = store.quiz_history(GUILD, ANNA, 1).await.unwrap();
    assert_eq!((history.rounds, history.said), (2, QuizCounts { managing: 4, leading: 6, both: 0, agreed: 4 }));
    assert_eq!(history.latest.len(), 1);
    assert_eq!(history.latest[0].moments, "AAAAA00002");

    store.delete_mine(GUILD, ANNA, &[MyPart::Balance]).await.unwrap();
    assert_eq!(store.quiz_history(GUILD, ANNA, 9).await.unwrap().rounds, 2);
    store.delete_mine(GUILD, ANNA, &[MyPart::Quiz]).await.unwrap();
    assert_eq!(store.quiz_history(GUILD, ANNA, 9).await.unwrap().rounds, 0);
}

async fn a_balance_is_kept_once_and_shown_newest_first(place: &Place) {
    let store = place.open().await;
    let first = store.finish_balance(&balance(1, -2, NINE)).await.unwrap();
    assert_eq!(first.leans, balance(1, -2, NINE).leans);
    assert_eq!(store.finish_balance(&balance(1, 2, NINE)).await.unwrap(), first);
    // Two of the same instant are in the order in which they came.
    let second = store.finish_balance(&balance(2, 1, NINE)).await.unwrap();
    let third = store.finish_balance(&balance(3, 0, "2026-11-25T08:00:00Z")).await.unwrap();
    let all = store.balances(GUILD, ANNA, 0, 9).await.unwrap();
    assert_eq!(all, [third.clone(), second.clone(), first]);
    assert_eq!(store.balances(GUILD, ANNA, 1, 1).await.unwrap(), std::slice::from_ref(&second));
    assert_eq!(store.balance_count(GUILD, ANNA).await.unwrap(), 3);

    assert!(store.delete_balance(GUILD, ANNA, second.id).await.unwrap());
    assert!(!store.delete_balance(GUILD, ANNA, second.id).await.unwrap());
    assert_eq!(store.balance_count(GUILD, ANNA).await.unwrap(), 2);
    store.delete_mine(GUILD, ANNA, &[MyPart::Quiz]).await.unwrap();
    assert_eq!(store.balance_count(GUILD, ANNA).await.unwrap(), 2);
    store.delete_mine(GUILD, ANNA, &[MyPart::Balance]).await.unwrap();
    assert_eq!(store.balances(GUILD, ANNA, 0, 9).await.unwrap(), []);
}

async fn nobody_reads_or_deletes_what_is_anothers(place: &Place) {
    let store = place.open().await;
    store.finish_quiz(&round(1, 3)).await.unwrap();
    let kept = store.finish_balance(&balance(1, -2, NINE)).await.unwrap();
    // The same press of somebody else is a row of their own.
    let (other, by_them) = store.finish_quiz(&NewQuizRound { user: BEN, ..round(1, 0) }).await.unwrap();
    assert!(by_them && other.said.managing == 0);
    store.delete_mine(GUILD, BEN, MyPart::ALL).await.unwrap();
    for (guild, user) in [(GUILD, BEN), (ELSEWHERE, ANNA)] {
        assert_eq!(store.quiz_history(guild, user, 9).await.unwrap().rounds, 0);
        assert_eq!(store.balances(guild, user, 0, 9).await.unwrap(), []);
        assert_eq!(store.balance_count(guild, user).await.unwrap(), 0);
        assert!(!store.delete_balance(guild, user, kept.id).await.unwrap());
        store.delete_mine(guild, user, MyPart::ALL).await.unwrap();
    }
    assert_eq!(store.balances(GUILD, ANNA, 0, 9).await.unwrap(), [kept]);
    assert_eq!(store.quiz_history(GUILD, ANNA, 9).await.unwrap().rounds, 1);
}

async fn a_posted_round_has_the_same_moments_for_whoever_takes_it_over(place: &Place) {
    let store = place.open().await;
    let mut draft = draft("quiz", "09:00 daily Europe/Berlin");
    draft.options = Some(ScheduleOptions { posts: Posts::Quiz, ..ScheduleOptions::default() });
    let saved = store.save_schedule(GUILD, &draft, at("2026-11-22T12:00:00Z")).await.unwrap();
    let Saved::Created(schedule) = saved else { panic!("{saved:?}") };
    assert_eq!(schedule.options.posts, Posts::Quiz);
    let claim = |now: &'static str| {
        let store = store.clone();
        async move {
            match store.claim_due(at(now), LEASE, GRACE).await.unwrap() {
                Next::Claimed(claim) => *claim,
                other => panic!("{other:?}"),
            }
        }
    };
    let first = claim(NINE).await;
    let none = |lately: &[String]| {
        assert_eq!(lately, [] as [String; 0]);
        None
    };
    assert_eq!(store.choose_quiz(&first, at(NINE), LEASE, TriedBy::Message, |_| true, none).await.unwrap(), None);
    let chosen = store.choose_quiz(&first, at(NINE), LEASE, TriedBy::Message, |_| true, |_| Some("one".to_owned()));
    assert_eq!(chosen.await.unwrap().as_deref(), Some("one"));
    // It dies; who takes over sends the same one, unless that one is gone.
    let later = "2026-11-23T08:30:00Z";
    let second = claim(later).await;
    assert!(second.earlier.is_some(), "it counts as tried");
    let two = |_: &[String]| Some("two".to_owned());
    let chosen = store.choose_quiz(&second, at(later), LEASE, TriedBy::Message, |_| true, two).await.unwrap();
    assert_eq!(chosen.as_deref(), Some("one"));
    let chosen = store.choose_quiz(&second, at(later), LEASE, TriedBy::Message, |old| old != "one", two).await.unwrap();
    assert_eq!(chosen.as_deref(), Some("two"));
    not_holder(store.choose_quiz(&first, at(later), LEASE, TriedBy::Message, |_| true, two).await);
    store.posted(&second, MessageId::new(7)).await.unwrap();
    // The next one sees what was posted before.
    let tomorrow = "2026-11-24T08:00:00Z";
    let third = claim(tomorrow).await;
    let seen = |lately: &[String]| Some(lately.join(","));
    let chosen = store.choose_quiz(&third, at(tomorrow), LEASE, TriedBy::Message, |_| true, seen).await.unwrap();
    assert_eq!(chosen.as_deref(), Some("two"));
}
