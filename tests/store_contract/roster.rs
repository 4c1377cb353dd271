//! Who takes part, by which name, and who is in the server no more.

use clarion::store::{LookFor, Picked, RosterCounts, Where};
use serenity::model::id::{GuildId, InteractionId, UserId};

use super::engines::{ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, counted, gift, on_each_engine};

on_each_engine!(
    a_name_is_kept_of_whom_rows_tell,
    whoever_gives_or_gets_is_on_the_roster,
    people_join_and_leave_as_they_like_and_are_picked,
    who_is_there_by_what_was_taken_back_alone_goes_off,
    who_is_gone_is_found_out_one_after_another,
);

async fn a_name_is_kept_of_whom_rows_tell(place: &Place) {
    let store = place.open().await;
    store.seen(GUILD, ANNA, "Anna").await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM person").await, 0, "nobody gets a row by being seen");
    counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    place.run("UPDATE person SET left_at = 5").await;
    store.seen(GUILD, ANNA, "\u{201e}\u{c4}nna\u{201c} \u{1f319}\0").await.unwrap();
    store.seen(GuildId::new(98), BEN, "Ben").await.unwrap();
    let anna =
        "user_id = 11 AND name_key = 'anna' AND name = '\u{201e}\u{c4}nna\u{201c} \u{1f319}' AND left_at IS NULL";
    assert_eq!(place.number(&format!("SELECT COUNT(*) FROM person WHERE {anna}")).await, 1);
    let ben = "user_id = 12 AND name IS NULL AND left_at = 5";
    assert_eq!(place.number(&format!("SELECT COUNT(*) FROM person WHERE {ben}")).await, 1);
}

async fn whoever_gives_or_gets_is_on_the_roster(place: &Place) {
    let store = place.open().await;
    counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    let took_part = "SELECT COUNT(*) FROM person WHERE roster = 'took-part' AND roster_since = 1795420800000";
    assert_eq!(place.number(took_part).await, 2);
    // Who has left it is not brought back by others.
    place.run("UPDATE person SET roster = NULL, roster_since = NULL, roster_left_at = 5").await;
    counted(store.give(&gift(2, &[BEN], NINE), LEASE).await.unwrap());
    let anna = "SELECT COUNT(*) FROM person WHERE user_id = 11 AND roster = 'took-part' AND roster_left_at IS NULL";
    assert_eq!(place.number(anna).await, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE user_id = 12 AND roster IS NULL").await, 1);
}

async fn people_join_and_leave_as_they_like_and_are_picked(place: &Place) {
    let (store, now) = (place.open().await, at(NINE));
    assert!(store.join_roster(GUILD, ANNA, Some("Anna"), now).await.unwrap());
    assert!(!store.join_roster(GUILD, ANNA, None, now).await.unwrap());
    let people = |users: &[UserId]| users.iter().map(|user| (*user, format!("N{user}"))).collect::<Vec<_>>();
    let picked = store.pick_for_roster(GUILD, &people(&[ANNA, BEN, CLEO]), now).await.unwrap();
    assert_eq!(picked, Picked { added: vec![BEN, CLEO], already: vec![ANNA], keeps_off: vec![] });
    assert_eq!(
        store.roster(GUILD).await.unwrap(),
        RosterCounts { took_part: 0, joined: 1, picked: 2, by_role: 0, left: 0 }
    );
    // Who leaves is not put back by anybody else.
    assert!(store.leave_roster(GUILD, BEN, now).await.unwrap());
    assert!(!store.leave_roster(GUILD, BEN, now).await.unwrap());
    let again = store.pick_for_roster(GUILD, &people(&[BEN]), now).await.unwrap();
    assert_eq!(again, Picked { keeps_off: vec![BEN], ..Picked::default() });
    counted(store.give(&gift(1, &[BEN], NINE), LEASE).await.unwrap());
    assert_eq!(
        store.roster(GUILD).await.unwrap(),
        RosterCounts { took_part: 0, joined: 1, picked: 1, by_role: 0, left: 0 }
    );
    assert!(store.join_roster(GUILD, BEN, None, now).await.unwrap());
    // Whoever never was on it can be off it from the start.
    assert!(!store.leave_roster(GUILD, UserId::new(77), now).await.unwrap());
    counted(store.give(&gift(2, &[UserId::new(77)], NINE), LEASE).await.unwrap());
    assert_eq!(store.roster(GUILD).await.unwrap().all(), 3);
    // Taken off by somebody else: back by taking part.
    assert_eq!(store.take_off_roster(GUILD, &[CLEO, CLEO, UserId::new(99)]).await.unwrap(), [CLEO]);
    assert!(store.take_off_roster(GuildId::new(98), &[ANNA]).await.unwrap().is_empty());
    counted(store.give(&gift(3, &[CLEO], NINE), LEASE).await.unwrap());
    assert_eq!(
        store.roster(GUILD).await.unwrap(),
        RosterCounts { took_part: 1, joined: 2, picked: 0, by_role: 0, left: 0 }
    );
    // Gone, not counted, erased.
    store.not_there(GUILD, CLEO, now).await.unwrap();
    place.run("UPDATE person SET paused_at = 5 WHERE user_id = 12").await;
    assert_eq!(
        store.roster(GUILD).await.unwrap(),
        RosterCounts { took_part: 0, joined: 1, picked: 0, by_role: 0, left: 1 }
    );
    assert_eq!(store.roster(GuildId::new(98)).await.unwrap(), RosterCounts::default());
}

async fn who_is_there_by_what_was_taken_back_alone_goes_off(place: &Place) {
    let (store, now) = (place.open().await, at(NINE));
    let [dan, eve] = [UserId::new(14), UserId::new(15)];
    let took_part = async || store.roster(GUILD).await.unwrap().took_part;
    let first = counted(store.give(&gift(1, &[BEN, CLEO, dan, eve], NINE), LEASE).await.unwrap()).0;
    let second = counted(store.give(&gift(2, &[BEN], NINE), LEASE).await.unwrap()).0;
    assert_eq!(took_part().await, 5);
    // One joins and one is picked, who were there already: they stay whatever becomes of it. Other words end nothing.
    assert!(!store.join_roster(GUILD, CLEO, None, now).await.unwrap());
    let picked = store.pick_for_roster(GUILD, &[(dan, "Dan".to_owned())], now).await.unwrap();
    assert_eq!(picked, Picked { already: vec![dan], ..Picked::default() });
    store.amend(GUILD, ANNA, first, "better", InteractionId::new(900), now).await.unwrap().unwrap();
    assert_eq!(took_part().await, 3);
    // Eve was there by this one alone; Anna and Ben have another one.
    store.undo(GUILD, ANNA, first, now).await.unwrap().unwrap();
    assert_eq!(
        store.roster(GUILD).await.unwrap(),
        RosterCounts { took_part: 2, joined: 1, picked: 1, by_role: 0, left: 0 }
    );
    let eve_off = "SELECT COUNT(*) FROM person WHERE user_id = 15 AND roster IS NULL AND roster_since IS NULL \
                   AND roster_left_at IS NULL";
    assert_eq!(place.number(eve_off).await, 1);
    // What rests stands: a pause takes nobody off for good.
    store.set_paused(BEN, Where::Server(GUILD), true, now).await.unwrap();
    let third = counted(store.give(&gift(3, &[eve], NINE), LEASE).await.unwrap()).0;
    store.void(GUILD, dan, third, "not here", now).await.unwrap().unwrap();
    assert_eq!(place.number(eve_off).await, 1);
    store.set_paused(BEN, Where::Server(GUILD), false, now).await.unwrap();
    assert_eq!(took_part().await, 2);
    // The last of Anna's and of Ben's; thanked anew, he is there anew.
    store.undo(GUILD, ANNA, second, now).await.unwrap().unwrap();
    assert_eq!(
        store.roster(GUILD).await.unwrap(),
        RosterCounts { took_part: 0, joined: 1, picked: 1, by_role: 0, left: 0 }
    );
    counted(store.give(&gift(4, &[BEN], NINE), LEASE).await.unwrap());
    assert_eq!(took_part().await, 2);
}

async fn who_is_gone_is_found_out_one_after_another(place: &Place) {
    let store = place.open().await;
    counted(store.give(&gift(1, &[BEN, CLEO], NINE), LEASE).await.unwrap());
    // Who gave is named among the givers whoever takes them off the roster; who got and was taken off is named nowhere.
    assert_eq!(store.take_off_roster(GUILD, &[ANNA, CLEO]).await.unwrap(), [ANNA, CLEO]);
    let (monday, tuesday) = (at("2026-11-23T08:00:00Z"), at("2026-11-24T08:00:00Z"));
    let mut seen = Vec::new();
    while let Some(whom) = store.look_for(monday).await.unwrap() {
        assert_eq!(whom.guild, GUILD);
        seen.push(whom.user);
        let there = (whom.user == ANNA).then_some("Anna");
        store.looked_for(whom, Some(there), monday).await.unwrap();
    }
    assert_eq!(seen, [ANNA, BEN]);
    let left = "SELECT COUNT(*) FROM person WHERE user_id = 12 AND left_at = 1795420800000";
    assert_eq!(place.number(left).await, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE user_id = 11 AND name_key = 'anna'").await, 1);
    // A day later both are due again; nobody could say of Anna, and Ben is back.
    let whom = store.look_for(tuesday).await.unwrap().unwrap();
    store.looked_for(whom, None, tuesday).await.unwrap();
    let next = store.look_for(tuesday).await.unwrap().unwrap();
    assert_eq!((whom.user, next), (ANNA, LookFor { guild: GUILD, user: BEN }));
    store.looked_for(next, Some(Some("Ben")), tuesday).await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE left_at IS NOT NULL").await, 0);
    // Nobody is looked for where the bot is no more.
    place.run("UPDATE guild SET removed_at = 5").await;
    assert_eq!(store.look_for(at("2026-11-30T08:00:00Z")).await.unwrap(), None);
}
