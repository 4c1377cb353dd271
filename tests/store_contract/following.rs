//! A roster that follows a role: who is put onto it, who is taken off again, and who is left alone.

use std::collections::BTreeSet;

use clarion::store::{Holder, MemberFound, MembersRead, RecognitionChange, RosterCounts, Store, Where};
use jiff::Timestamp;
use serenity::model::id::{GuildId, RoleId, UserId};

use super::engines::{ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, counted, gift, on_each_engine};

on_each_engine!(
    who_holds_the_role_is_on_the_roster_and_who_loses_it_is_not,
    who_takes_part_otherwise_stays_and_who_left_keeps_off,
    what_is_taken_back_takes_nobody_off_whom_the_role_keeps,
    nobody_who_had_themselves_erased_is_put_back,
    a_role_that_is_gone_or_changed_takes_along_whom_it_brought,
    five_hundred_holders_are_put_on_and_taken_off,
);

const TEAM: RoleId = RoleId::new(70);
const LEADS: RoleId = RoleId::new(71);
/// They joined long before anything here happened.
const LONG_AGO: &str = "2024-01-01T09:00:00Z";

fn holder(user: UserId) -> Holder {
    Holder { user, name: format!("N{user}"), joined_at: Some(at(LONG_AGO)) }
}

fn read(holders: &[UserId], others: &[UserId]) -> MembersRead {
    MembersRead {
        members: holders.iter().chain(others).copied().collect(),
        holders: holders.iter().copied().map(holder).collect(),
    }
}

async fn following(store: &Store, role: Option<RoleId>) {
    store.settle_recognition(GUILD, &[RecognitionChange::RosterRole(role)], at(NINE)).await.unwrap();
}

async fn is_read(store: &Store, holders: &[UserId], others: &[UserId]) {
    assert!(store.follow_role(GUILD, TEAM, &read(holders, others), None, at(NINE)).await.unwrap());
}

async fn holds(store: &Store, user: UserId, given: bool) {
    let found = MemberFound::Holds { holder: holder(user), given };
    assert!(store.follow_member(GUILD, Some(TEAM), user, &found, at(NINE)).await.unwrap());
}

async fn holds_not(store: &Store, user: UserId) {
    let found = MemberFound::There(format!("N{user}"));
    assert!(store.follow_member(GUILD, Some(TEAM), user, &found, at(NINE)).await.unwrap());
}

async fn counts(store: &Store) -> RosterCounts {
    store.roster(GUILD).await.unwrap()
}

fn by_role(by_role: i64, left: i64) -> RosterCounts {
    RosterCounts { by_role, left, ..RosterCounts::default() }
}

async fn who_holds_the_role_is_on_the_roster_and_who_loses_it_is_not(place: &Place) {
    let store = place.open().await;
    let everybody = read(&[ANNA, BEN], &[CLEO]);
    assert!(!store.follow_role(GUILD, TEAM, &everybody, None, at(NINE)).await.unwrap(), "nobody chose it");
    following(&store, Some(TEAM)).await;
    assert_eq!(store.followed_role(GUILD).await.unwrap(), Some(TEAM));
    is_read(&store, &[ANNA, BEN], &[CLEO]).await;
    assert_eq!(counts(&store).await, by_role(2, 0));
    assert_eq!(place.number("SELECT COUNT(*) FROM person").await, 2, "of nobody else a row is made");
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE name_key = 'n11' AND roster = 'role'").await, 1);
    // The role is taken, by one event and by a read; somebody leaves, and comes back with it and without.
    holds_not(&store, ANNA).await;
    assert_eq!(counts(&store).await, by_role(1, 0));
    holds(&store, ANNA, true).await;
    is_read(&store, &[ANNA], &[BEN, CLEO]).await;
    assert_eq!(counts(&store).await, by_role(1, 0));
    assert!(store.follow_member(GUILD, Some(TEAM), ANNA, &MemberFound::Gone, at(NINE)).await.unwrap());
    assert_eq!(counts(&store).await, by_role(0, 1), "greyed out, and not lost");
    holds(&store, ANNA, false).await;
    assert_eq!(counts(&store).await, by_role(1, 0));
    is_read(&store, &[], &[BEN, CLEO]).await;
    assert_eq!(counts(&store).await, by_role(0, 1));
    is_read(&store, &[], &[ANNA, BEN, CLEO]).await;
    assert_eq!(counts(&store).await, by_role(0, 0));
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE left_at IS NOT NULL").await, 0);
    // A look that comes late, at a role that is not followed any more, says so and changes nothing.
    following(&store, Some(LEADS)).await;
    assert!(!store.follow_role(GUILD, TEAM, &everybody, None, at(NINE)).await.unwrap());
    let found = MemberFound::Holds { holder: holder(ANNA), given: true };
    assert!(!store.follow_member(GUILD, Some(TEAM), ANNA, &found, at(NINE)).await.unwrap());
    assert_eq!(counts(&store).await, by_role(0, 0));
    // Without a role, only who is known is noted to be there, or to be gone.
    for (user, found) in [(BEN, MemberFound::Gone), (UserId::new(99), MemberFound::There("Zoe".to_owned()))] {
        assert!(store.follow_member(GUILD, None, user, &found, at(NINE)).await.unwrap());
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE left_at IS NOT NULL").await, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE user_id = 99").await, 0);
}

async fn who_takes_part_otherwise_stays_and_who_left_keeps_off(place: &Place) {
    let (store, now) = (place.open().await, at(NINE));
    let [dan, eve] = [UserId::new(14), UserId::new(15)];
    following(&store, Some(TEAM)).await;
    store.leave_roster(GUILD, eve, now).await.unwrap();
    is_read(&store, &[ANNA, BEN, CLEO, dan, eve], &[]).await;
    assert_eq!(counts(&store).await, by_role(4, 0), "who left by their own wish keeps off");
    holds(&store, eve, true).await;
    assert_eq!(counts(&store).await, by_role(4, 0));
    // One gives, one is thanked, one joins, one is picked: each stays when the role goes.
    counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    assert!(store.join_roster(GUILD, CLEO, Some("Cleo"), now).await.unwrap());
    let picked = store.pick_for_roster(GUILD, &[(dan, "Dan".to_owned())], now).await.unwrap();
    assert_eq!((picked.added.len(), picked.already), (0, vec![dan]));
    is_read(&store, &[], &[ANNA, BEN, CLEO, dan, eve]).await;
    assert_eq!(counts(&store).await, RosterCounts { took_part: 2, joined: 1, picked: 1, by_role: 0, left: 0 });
    // A pause counts nobody, and the role changes nothing of it.
    store.set_paused(CLEO, Where::Server(GUILD), true, now).await.unwrap();
    holds(&store, CLEO, true).await;
    assert_eq!(counts(&store).await, RosterCounts { took_part: 2, joined: 0, picked: 1, by_role: 0, left: 0 });
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE user_id = 13 AND paused_at IS NOT NULL").await, 1);
}

async fn what_is_taken_back_takes_nobody_off_whom_the_role_keeps(place: &Place) {
    let (store, now) = (place.open().await, at(NINE));
    let first = counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap()).0;
    following(&store, Some(TEAM)).await;
    // Ben was on it before he was seen with the role, Cleo is thanked after; Anna gave, and does not hold it.
    is_read(&store, &[BEN, CLEO], &[ANNA]).await;
    let second = counted(store.give(&gift(2, &[CLEO], NINE), LEASE).await.unwrap()).0;
    assert_eq!(counts(&store).await, RosterCounts { took_part: 1, by_role: 2, ..RosterCounts::default() });
    for one in [first, second] {
        store.undo(GUILD, ANNA, one, now).await.unwrap().unwrap();
    }
    assert_eq!(counts(&store).await, by_role(2, 0));
    // Without the role, what stands keeps them, and nothing else.
    counted(store.give(&gift(3, &[BEN], NINE), LEASE).await.unwrap());
    holds_not(&store, BEN).await;
    following(&store, None).await;
    assert_eq!(counts(&store).await, RosterCounts { took_part: 2, ..RosterCounts::default() });
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE user_id = 13 AND roster_since IS NULL").await, 1);
}

async fn nobody_who_had_themselves_erased_is_put_back(place: &Place) {
    let store = place.open().await;
    following(&store, Some(TEAM)).await;
    is_read(&store, &[ANNA, BEN], &[]).await;
    let noon = at("2026-11-23T12:00:00Z");
    store.forget(ANNA, Where::Server(GUILD), noon).await.unwrap();
    // After a restart nobody knows who held the role: Anna is left alone, and so is who was given it meanwhile, unless
    // they are new in the server.
    is_read(&store, &[ANNA, BEN, CLEO], &[]).await;
    assert_eq!(counts(&store).await, by_role(1, 0));
    let newcomer = Holder { joined_at: at("2026-11-23T12:00:01Z").into(), ..holder(UserId::new(20)) };
    let unclear = Holder { joined_at: None, ..holder(UserId::new(21)) };
    let mut all = read(&[ANNA, BEN, CLEO], &[]);
    all.holders.extend([newcomer, unclear]);
    all.members.extend([UserId::new(20), UserId::new(21)]);
    assert!(store.follow_role(GUILD, TEAM, &all, None, noon).await.unwrap());
    assert_eq!(counts(&store).await, by_role(2, 0));
    // In one life of the process it is known who held it: whoever holds it since then was given it.
    let before: BTreeSet<UserId> = [ANNA, BEN].into();
    assert!(store.follow_role(GUILD, TEAM, &all, Some(&before), noon).await.unwrap());
    assert_eq!(counts(&store).await, by_role(4, 0));
    let erased = "SELECT COUNT(*) FROM person WHERE user_id = 11";
    assert_eq!(place.number(erased).await, 0);
    // An event that is not about the role being given says nothing new of Anna either. What she presses does.
    holds(&store, ANNA, false).await;
    assert_eq!(place.number(erased).await, 0);
    assert!(store.join_roster(GUILD, ANNA, Some("Anna"), noon).await.unwrap());
    is_read(&store, &[ANNA, BEN, CLEO], &[UserId::new(20), UserId::new(21)]).await;
    assert_eq!(counts(&store).await.joined, 1);
    // Somebody of whom nothing was kept is left alone from then on as well where they hold the role, or may, and so is who
    // erases themselves everywhere. Who does not hold it keeps nobody waiting who was given it meanwhile.
    let zoe = UserId::new(26);
    let other = GuildId::new(98);
    store.settle_recognition(other, &[RecognitionChange::RosterRole(Some(TEAM))], noon).await.unwrap();
    for (roles, brought) in [(Some(&[LEADS][..]), 1), (Some(&[LEADS, TEAM]), 0), (None, 0)] {
        // From here on nobody had themselves erased.
        for role in [None, Some(TEAM)] {
            store.settle_recognition(other, &[RecognitionChange::RosterRole(role)], noon).await.unwrap();
        }
        store.role_brings_no_more(other, roles, noon).await.unwrap();
        store.forget(zoe, Where::Server(other), noon).await.unwrap();
        assert!(store.follow_role(other, TEAM, &read(&[zoe], &[]), None, noon).await.unwrap());
        assert_eq!(store.roster(other).await.unwrap(), by_role(brought, 0), "{roles:?}");
        // Who was brought is known, and goes.
        store.forget(zoe, Where::Server(other), noon).await.unwrap();
    }
    store.forget(BEN, Where::Everywhere, noon).await.unwrap();
    is_read(&store, &[BEN], &[]).await;
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE user_id = 12").await, 0);
    // To choose a role is to pick everybody who holds it.
    following(&store, Some(LEADS)).await;
    assert!(store.follow_role(GUILD, LEADS, &read(&[BEN], &[]), None, noon).await.unwrap());
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE user_id = 12 AND roster = 'role'").await, 1);
}

async fn a_role_that_is_gone_or_changed_takes_along_whom_it_brought(place: &Place) {
    let store = place.open().await;
    following(&store, Some(TEAM)).await;
    is_read(&store, &[ANNA, BEN], &[]).await;
    store.join_roster(GUILD, BEN, None, at(NINE)).await.unwrap();
    // The same once more is no change.
    following(&store, Some(TEAM)).await;
    assert_eq!(counts(&store).await, RosterCounts { joined: 1, by_role: 1, ..RosterCounts::default() });
    assert!(!store.followed_role_gone(GUILD, LEADS).await.unwrap());
    assert!(store.followed_role_gone(GUILD, TEAM).await.unwrap());
    assert!(!store.followed_role_gone(GUILD, TEAM).await.unwrap());
    assert_eq!(store.followed_role(GUILD).await.unwrap(), None);
    assert_eq!(counts(&store).await, RosterCounts { joined: 1, ..RosterCounts::default() });
    following(&store, Some(TEAM)).await;
    is_read(&store, &[ANNA], &[BEN]).await;
    following(&store, None).await;
    assert_eq!(counts(&store).await, RosterCounts { joined: 1, ..RosterCounts::default() });
}

async fn five_hundred_holders_are_put_on_and_taken_off(place: &Place) {
    let store = place.open().await;
    following(&store, Some(TEAM)).await;
    let many: Vec<UserId> = (1_000..1_500).map(UserId::new).collect();
    is_read(&store, &many, &[]).await;
    assert_eq!(counts(&store).await, by_role(500, 0));
    let first: Timestamp = at(NINE);
    let since = format!("SELECT COUNT(*) FROM person WHERE roster_since = {}", first.as_millisecond());
    assert_eq!(place.number(&since).await, 500);
    is_read(&store, &many[..10], &many[10..450]).await;
    assert_eq!(counts(&store).await, by_role(10, 50));
}
