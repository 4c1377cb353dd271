//! The dial for contact: one private message a week that nobody asked for, to a person, over all servers.

use clarion::store::{Claim, Contact, NewOccurrence, News, OccurrenceKey, Sent, Store, Where};
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId, UserId};

use super::engines::{ANNA, BEN, CHANNEL, GRACE, GUILD, LEASE, NINE, Place, at, claimed, draft, on_each_engine};

on_each_engine!(
    one_a_week_over_all_servers,
    what_certainly_was_not_sent_gives_its_week_back,
    what_may_have_been_sent_keeps_its_week,
    none_is_none_everywhere_and_can_be_taken_back,
    who_is_not_known_any_more_is_not_written_to,
    a_clock_that_ran_ahead_holds_nobody_for_longer_than_a_week,
    an_erased_server_leaves_the_dial_where_it_stands,
    two_processes_take_one_week_once,
    a_year_in_which_all_sorts_of_things_fail_writes_to_nobody_twice_a_week,
);

const OTHER: GuildId = GuildId::new(1_000_000_000_000_000_009);

/// A notice of a server, claimed: a role of its schedule is gone.
async fn notice(store: &Store, guild: GuildId, role: u64, now: Timestamp) -> Claim {
    let mut draft = draft(&format!("daily-{role}"), "09:00 mon UTC");
    draft.channel = ChannelId::new(CHANNEL.get() + role);
    let schedule = match store.save_schedule(guild, &draft, now).await.unwrap() {
        clarion::store::Saved::Created(schedule) | clarion::store::Saved::Edited(schedule) => schedule,
        clarion::store::Saved::TooMany => panic!("too many"),
    };
    let news = News::RoleGone { role: serenity::model::id::RoleId::new(role) };
    let key = OccurrenceKey::Notice { about: schedule.id, news };
    store.add_occurrence(NewOccurrence { key, guild, channel: CHANNEL, due_at: now }, now).await.unwrap();
    store.remove_schedule(guild, "nothing-of-that-name").await.unwrap();
    loop {
        match store.claim_due(now, LEASE, GRACE).await.unwrap() {
            clarion::store::Next::Claimed(claim) if claim.occurrence.key == key => return *claim,
            clarion::store::Next::Nothing => panic!("no notice is due"),
            _ => {}
        }
    }
}

fn days(from: &str, days: i64) -> Timestamp {
    at(from) + SignedDuration::from_hours(24 * days)
}

/// Somebody is known: nobody else is ever written to.
async fn known(store: &Store, guild: GuildId, user: UserId) {
    store.set_paused(user, Where::Server(guild), true, at(NINE)).await.unwrap();
    store.set_paused(user, Where::Server(guild), false, at(NINE)).await.unwrap();
}

async fn who_is_not_known_any_more_is_not_written_to(place: &Place) {
    let store = place.open().await;
    known(&store, OTHER, BEN).await;
    let first = notice(&store, GUILD, 1, at(NINE)).await;
    assert_eq!(take(&store, &first, BEN, at(NINE)).await, Contact::Granted, "in another server");
    store.forget(BEN, Where::Everywhere, at(NINE)).await.unwrap();
    let third = notice(&store, GUILD, 3, at(NINE)).await;
    assert_eq!(take(&store, &third, BEN, days(NINE, 9)).await, Contact::Unwanted);
    assert!(store.servers_of(BEN).await.unwrap().is_empty(), "it makes nobody known again");
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 0);
}

async fn take(store: &Store, claim: &Claim, user: UserId, now: Timestamp) -> Contact {
    store.take_contact(claim, user, now).await.unwrap()
}

async fn one_a_week_over_all_servers(place: &Place) {
    let store = place.open().await;
    known(&store, OTHER, BEN).await;
    let first = notice(&store, GUILD, 1, at(NINE)).await;
    let second = notice(&store, OTHER, 2, at(NINE)).await;
    assert_eq!(take(&store, &first, ANNA, at(NINE)).await, Contact::Granted);
    // The same message again is the same message.
    assert_eq!(take(&store, &first, ANNA, at(NINE)).await, Contact::Granted);
    let Contact::NotBefore(free) = take(&store, &second, ANNA, days(NINE, 6)).await else { panic!("a second one") };
    assert!(free >= days(NINE, 7) && free < days(NINE, 8), "{free}");
    assert_eq!(take(&store, &second, BEN, at(NINE)).await, Contact::Granted, "somebody else has a week of their own");
    store.tried(&first, at(NINE), LEASE).await.unwrap();
    store.put_back(&first, days(NINE, 9), Sent::Perhaps, "answer-lost").await.unwrap();
    store.posted(&second, serenity::model::id::MessageId::new(5)).await.unwrap();
    let third = notice(&store, OTHER, 3, days(NINE, 8)).await;
    assert_eq!(take(&store, &third, ANNA, days(NINE, 8)).await, Contact::Granted);
    // One that is tried again after all that time has to wait for that one.
    store.posted(&third, serenity::model::id::MessageId::new(6)).await.unwrap();
    let again = loop {
        let claim = claimed(&store, &days(NINE, 9).to_string()).await;
        if claim.occurrence.id == first.occurrence.id {
            break claim;
        }
    };
    assert!(matches!(take(&store, &again, ANNA, days(NINE, 9)).await, Contact::NotBefore(_)));
}

async fn what_certainly_was_not_sent_gives_its_week_back(place: &Place) {
    let store = place.open().await;
    let first = notice(&store, GUILD, 1, at(NINE)).await;
    let second = notice(&store, GUILD, 2, at(NINE)).await;
    assert_eq!(take(&store, &first, ANNA, at(NINE)).await, Contact::Granted);
    store.tried(&first, at(NINE), LEASE).await.unwrap();
    store.put_back(&first, days(NINE, 1), Sent::No, "retry").await.unwrap();
    assert_eq!(take(&store, &second, ANNA, at(NINE)).await, Contact::Granted);
    store.failed(&second, "refused:50007").await.unwrap();
    let third = notice(&store, GUILD, 3, at(NINE)).await;
    assert_eq!(take(&store, &third, ANNA, at(NINE)).await, Contact::Granted);
}

async fn what_may_have_been_sent_keeps_its_week(place: &Place) {
    let store = place.open().await;
    let first = notice(&store, GUILD, 1, at(NINE)).await;
    assert_eq!(take(&store, &first, ANNA, at(NINE)).await, Contact::Granted);
    store.tried(&first, at(NINE), LEASE).await.unwrap();
    store.put_back(&first, at(NINE), Sent::Perhaps, "answer-lost").await.unwrap();
    let again = claimed(&store, NINE).await;
    assert_eq!(again.occurrence.id, first.occurrence.id);
    assert_eq!(take(&store, &again, ANNA, at(NINE)).await, Contact::Granted);
    store.tried(&again, at(NINE), LEASE).await.unwrap();
    // This try sent nothing, and nobody knows of the one before.
    store.put_back(&again, days(NINE, 1), Sent::No, "retry").await.unwrap();
    let second = notice(&store, GUILD, 2, at(NINE)).await;
    assert!(matches!(take(&store, &second, ANNA, at(NINE)).await, Contact::NotBefore(_)));
}

async fn none_is_none_everywhere_and_can_be_taken_back(place: &Place) {
    let store = place.open().await;
    known(&store, OTHER, BEN).await;
    let first = notice(&store, OTHER, 1, at(NINE)).await;
    store.set_contact(GUILD, ANNA, false, at(NINE)).await.unwrap();
    store.set_contact(OTHER, ANNA, false, at(NINE)).await.unwrap();
    assert_eq!(take(&store, &first, ANNA, at(NINE)).await, Contact::Unwanted);
    assert_eq!(take(&store, &first, BEN, at(NINE)).await, Contact::Granted);
    assert!(store.wants_no_contact(ANNA).await.unwrap());
    store.set_contact(GUILD, ANNA, true, at(NINE)).await.unwrap();
    assert!(!store.wants_no_contact(ANNA).await.unwrap());
    let second = notice(&store, OTHER, 2, at(NINE)).await;
    assert_eq!(take(&store, &second, ANNA, at(NINE)).await, Contact::Granted);
}

async fn a_clock_that_ran_ahead_holds_nobody_for_longer_than_a_week(place: &Place) {
    let store = place.open().await;
    let first = notice(&store, GUILD, 1, at("2036-11-23T08:00:00Z")).await;
    assert_eq!(take(&store, &first, ANNA, at("2036-11-23T08:00:00Z")).await, Contact::Granted);
    let second = notice(&store, GUILD, 2, at(NINE)).await;
    assert!(matches!(take(&store, &second, ANNA, at(NINE)).await, Contact::NotBefore(_)));
    assert_eq!(take(&store, &second, ANNA, days(NINE, 8)).await, Contact::Granted);
}

async fn an_erased_server_leaves_the_dial_where_it_stands(place: &Place) {
    let store = place.open().await;
    let second = notice(&store, OTHER, 2, at(NINE)).await;
    let first = notice(&store, GUILD, 1, at(NINE)).await;
    assert_eq!(take(&store, &first, ANNA, at(NINE)).await, Contact::Granted);
    // It may have been sent: one that was never tried has no use for the week (`untried.rs`).
    store.tried(&first, at(NINE), LEASE).await.unwrap();
    store.set_contact(GUILD, BEN, false, at(NINE)).await.unwrap();
    store.set_contact(OTHER, BEN, true, at(NINE)).await.unwrap();
    store.set_contact(GUILD, BEN, false, at(NINE)).await.unwrap();
    store.guild_removed(GUILD, at(NINE)).await.unwrap();
    let now = days(NINE, 1);
    assert_eq!(store.erase_next(now, std::time::Duration::ZERO).await.unwrap(), Some(GUILD));
    assert!(matches!(take(&store, &second, ANNA, now).await, Contact::NotBefore(_)), "she was written to yesterday");
    // Ben is known in no other server, so nothing is kept of him.
    assert_eq!(place.number("SELECT COUNT(*) FROM contact").await, 1);
}

async fn two_processes_take_one_week_once(place: &Place) {
    let store = place.open().await;
    let other = place.open().await;
    for round in 0..5 {
        let now = days(NINE, 8 * round);
        let first = notice(&store, GUILD, 1, now).await;
        let second = notice(&store, OTHER, 2, now).await;
        let (mine, theirs) =
            tokio::join!(store.take_contact(&first, ANNA, now), other.take_contact(&second, ANNA, now));
        let granted =
            [mine.unwrap(), theirs.unwrap()].into_iter().filter(|contact| *contact == Contact::Granted).count();
        assert_eq!(granted, 1);
        for claim in [&first, &second] {
            store.posted(claim, serenity::model::id::MessageId::new(5)).await.unwrap();
        }
        // Another piece of news each time.
        for guild in [GUILD, OTHER] {
            for name in ["daily-1", "daily-2"] {
                store.remove_schedule(guild, name).await.unwrap();
            }
        }
        place.run("DELETE FROM occurrence").await;
    }
}

/// What becomes of a try in the year: the engine's own ways to end one, and dying in the middle of it.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Arrives,
    /// It arrives or not, and nobody hears of it.
    AnswerLost(bool),
    /// The same, and the process dies over it.
    Dies(bool),
    Later,
    Refused,
}

/// Three servers have a notice for the same two people every other day. Each try meets another fate.
async fn a_year_in_which_all_sorts_of_things_fail_writes_to_nobody_twice_a_week(place: &Place) {
    use rand::seq::IndexedRandom as _;
    use rand::{RngExt as _, SeedableRng as _};

    let store = place.open().await;
    let mut random = rand::rngs::StdRng::seed_from_u64(4);
    let guilds = [GUILD, OTHER, GuildId::new(1_000_000_000_000_000_010)];
    let fates = [
        Fate::Arrives,
        Fate::AnswerLost(true),
        Fate::AnswerLost(false),
        Fate::Dies(true),
        Fate::Dies(false),
        Fate::Later,
        Fate::Refused,
    ];
    // What is really there: whom a message reached, and when.
    let mut there: std::collections::BTreeMap<clarion::store::Id, (UserId, Timestamp)> = Default::default();
    let mut role = 0;
    for guild in guilds {
        let mut draft = draft("daily", "09:00 mon UTC");
        draft.channel = ChannelId::new(guild.get() + 50);
        store.save_schedule(guild, &draft, at(NINE)).await.unwrap();
        known(&store, guild, BEN).await;
    }
    for half_day in 0..730_i64 {
        let now = at(NINE) + SignedDuration::from_hours(12 * half_day);
        if half_day % 8 == 0 {
            let guild = *guilds.choose(&mut random).unwrap();
            let about = store.schedule(guild, "daily", now).await.unwrap().unwrap().id;
            role += 1;
            let news = News::RoleGone { role: serenity::model::id::RoleId::new(role) };
            let key = OccurrenceKey::Notice { about, news };
            store.add_occurrence(NewOccurrence { key, guild, channel: CHANNEL, due_at: now }, now).await.unwrap();
        }
        loop {
            let claim = match store.claim_due(now, LEASE, GRACE).await.unwrap() {
                clarion::store::Next::Claimed(claim) => claim,
                clarion::store::Next::Skipped(_) => continue,
                clarion::store::Next::Nothing => break,
            };
            let OccurrenceKey::Notice { news: News::RoleGone { role }, .. } = claim.occurrence.key else {
                store.posted(&claim, serenity::model::id::MessageId::new(3)).await.unwrap();
                continue;
            };
            // As the engine does: what may be there is looked for.
            if claim.earlier.is_some() && there.contains_key(&claim.occurrence.id) {
                store.posted(&claim, serenity::model::id::MessageId::new(4)).await.unwrap();
                continue;
            }
            let user = if role.get() % 3 == 0 { BEN } else { ANNA };
            let later = now + SignedDuration::from_hours(24 * random.random_range(1..4));
            match store.take_contact(&claim, user, now).await.unwrap() {
                Contact::Granted => {}
                Contact::NotBefore(free) => {
                    store.put_back(&claim, free, Sent::No, "contact").await.unwrap();
                    continue;
                }
                Contact::Unwanted => panic!("nobody said so"),
            }
            store.tried(&claim, now, LEASE).await.unwrap();
            let fate = *fates.choose(&mut random).unwrap();
            if matches!(fate, Fate::Arrives | Fate::AnswerLost(true) | Fate::Dies(true)) {
                let others = there.values().filter(|(to, _)| *to == user);
                for (_, before) in others {
                    let apart = now.duration_since(*before);
                    assert!(apart >= SignedDuration::from_hours(7 * 24), "{apart:#} apart, {fate:?}");
                }
                assert!(there.insert(claim.occurrence.id, (user, now)).is_none(), "the same message twice");
            }
            match fate {
                Fate::Arrives => store.posted(&claim, serenity::model::id::MessageId::new(5)).await.unwrap(),
                Fate::AnswerLost(_) => store.put_back(&claim, later, Sent::Perhaps, "answer-lost").await.unwrap(),
                Fate::Later => store.put_back(&claim, later, Sent::No, "retry").await.unwrap(),
                Fate::Refused => store.failed(&claim, "refused:50007").await.unwrap(),
                Fate::Dies(_) => {}
            }
        }
    }
    // The dial lets enough through to mean something.
    assert!(there.len() > 30, "only {}", there.len());
}
