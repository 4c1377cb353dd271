//! Occurrences: claimed by one, taken over when the lease ends, recorded by the holder alone.

use clarion::store::{
    NewOccurrence, News, Next, OccurrenceKey, OccurrenceState, PauseReason, Saved, Sent, TriedBy, reason,
};
use jiff::civil::date;
use serenity::model::id::{GuildId, MessageId};

use super::engines::{
    CHANNEL, GRACE, GUILD, LEASE, NINE, Place, at, claimed, day, draft, next, not_holder, nothing, on_each_engine,
    pick, picked, posted, shown, with_daily,
};

on_each_engine!(
    a_schedule_comes_round_once,
    of_ten_claimers_one_gets_it,
    those_due_at_once_come_round_one_by_one,
    an_expired_lease_is_taken_over_and_the_old_proof_refused,
    a_certain_failure_leaves_no_doubt_behind,
    one_that_stands_back_is_as_it_was,
    a_prompt_is_fixed_at_the_first_choice,
    what_is_chosen_is_recorded_as_tried_in_the_same_breath,
    a_choice_reads_each_prompt_once_and_not_the_whole_archive,
    after_an_absence_at_most_one_late_date_is_posted,
    beyond_the_grace_nothing_is_posted,
    without_a_grace_a_moment_is_not_late,
    a_zone_that_became_unreadable_can_be_seen_and_mended,
    a_second_date_supersedes_one_that_still_waits,
    an_uncertain_post_of_yesterday_is_only_looked_for,
    a_zone_that_became_unreadable_pauses_its_schedule_only,
    a_zone_that_is_found_unreadable_at_a_change_is_told_of_once,
);

async fn a_schedule_comes_round_once(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    assert_eq!(schedule.next.unwrap().at, at(NINE));
    assert_eq!(store.next_due().await.unwrap(), Some(at(NINE)));
    nothing(&store, "2026-11-23T07:59:59Z").await;
    let claim = claimed(&store, NINE).await;
    assert_eq!(
        (claim.occurrence.key, claim.occurrence.due_at, claim.occurrence.channel, claim.unwanted, claim.earlier),
        (OccurrenceKey::Daily { schedule: schedule.id, date: date(2026, 11, 23) }, at(NINE), CHANNEL, None, None)
    );
    // While it is held, the lease's end is when there is something to look at.
    assert_eq!(store.next_due().await.unwrap(), Some(at("2026-11-23T08:01:00Z")));
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    // Saying it twice is saying it once; another message is another matter.
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    not_holder(store.posted(&claim, MessageId::new(71)).await);
    nothing(&store, "2026-11-23T23:00:00Z").await;
    assert_eq!(store.next_due().await.unwrap(), Some(at("2026-11-24T08:00:00Z")));
    assert_eq!(shown(&store, &schedule).await, [("2026-11-23".into(), posted(70), None)]);
    // A clock that was set back finds nothing to repeat.
    nothing(&store, NINE).await;
}

async fn those_due_at_once_come_round_one_by_one(place: &Place) {
    let store = place.open().await;
    for server in 1..=3 {
        let guild = GuildId::new(server);
        store.save_schedule(guild, &draft("daily", "09:00 daily UTC"), at("2026-11-22T12:00:00Z")).await.unwrap();
    }
    let mut servers = Vec::new();
    for written in 1..=3 {
        servers.push(claimed(&store, "2026-11-23T09:00:00Z").await.occurrence.guild);
        assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, written);
    }
    nothing(&store, "2026-11-23T09:00:00Z").await;
    servers.sort();
    assert_eq!(servers, [GuildId::new(1), GuildId::new(2), GuildId::new(3)]);
}

async fn of_ten_claimers_one_gets_it(place: &Place) {
    let (store, _) = with_daily(place).await;
    let other = place.open().await;
    let claimers = (0..10).map(|turn| {
        let store = if turn % 2 == 0 { store.clone() } else { other.clone() };
        tokio::spawn(async move { store.claim_due(at(NINE), LEASE, GRACE).await.unwrap() })
    });
    let got = futures_util::future::join_all(claimers).await;
    let got = got.into_iter().filter(|next| matches!(next.as_ref().unwrap(), Next::Claimed(_))).count();
    assert_eq!(got, 1);
}

async fn an_expired_lease_is_taken_over_and_the_old_proof_refused(place: &Place) {
    let (store, _) = with_daily(place).await;
    let first = claimed(&store, NINE).await;
    nothing(&store, "2026-11-23T08:00:59Z").await;
    // Never tried: whoever takes it over starts afresh.
    let second = claimed(&store, "2026-11-23T08:01:00Z").await;
    assert_eq!((second.occurrence.id, second.earlier), (first.occurrence.id, None));
    store.tried(&second, at("2026-11-23T08:01:00Z"), LEASE).await.unwrap();
    let third = claimed(&store, "2026-11-23T08:05:00Z").await;
    let earlier = third.earlier.unwrap();
    assert_eq!((earlier.first_at, earlier.by), (at("2026-11-23T08:01:00Z"), TriedBy::Message));
    for stale in [&first, &second] {
        not_holder(store.tried(stale, at("2026-11-23T08:05:00Z"), LEASE).await);
        not_holder(store.posted(stale, MessageId::new(70)).await);
        not_holder(store.put_back(stale, at(NINE), Sent::No, "").await);
        not_holder(store.hold_unknown(stale, "", at(NINE)).await);
        not_holder(store.skipped(stale, "").await);
        not_holder(store.refused(stale, 50013, false, at(NINE)).await);
        not_holder(store.choose_prompt(stale, at(NINE), LEASE, TriedBy::Message, |_| true, |_| pick("a", 1)).await);
    }
    store.posted(&third, MessageId::new(70)).await.unwrap();
    not_holder(store.put_back(&third, at(NINE), Sent::No, "").await);
}

async fn a_certain_failure_leaves_no_doubt_behind(place: &Place) {
    let (store, _) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:05Z"), Sent::No, "retry").await.unwrap();
    nothing(&store, "2026-11-23T08:00:04Z").await;
    let claim = claimed(&store, "2026-11-23T08:00:05Z").await;
    assert_eq!((claim.earlier, claim.occurrence.attempts), (None, 1));

    // An uncertain one does, and a later certain one does not take the doubt away.
    store.tried(&claim, at("2026-11-23T08:00:05Z"), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:06Z"), Sent::Perhaps, "lost").await.unwrap();
    let claim = claimed(&store, "2026-11-23T08:00:06Z").await;
    assert_eq!(claim.earlier.unwrap().first_at, at("2026-11-23T08:00:05Z"));
    store.tried(&claim, at("2026-11-23T08:00:06Z"), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:07Z"), Sent::No, "retry").await.unwrap();
    let claim = claimed(&store, "2026-11-23T08:00:07Z").await;
    assert_eq!(claim.earlier.unwrap().first_at, at("2026-11-23T08:00:05Z"));
    // However often it is lost: the first time is what counts.
    store.tried(&claim, at("2026-11-23T08:00:07Z"), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:08Z"), Sent::Perhaps, "lost").await.unwrap();
    let claim = claimed(&store, "2026-11-23T08:00:08Z").await;
    assert_eq!(claim.earlier.unwrap().first_at, at("2026-11-23T08:00:05Z"));
    store.hold_unknown(&claim, "cannot-look:50001", at("2026-11-23T08:00:08Z")).await.unwrap();
    // What is due now is its notice, and nothing after that.
    let notice = claimed(&store, "2026-11-23T08:00:08Z").await;
    assert_eq!(notice.occurrence.key, OccurrenceKey::Notice { about: claim.occurrence.id, news: News::Held });
    store.posted(&notice, MessageId::new(71)).await.unwrap();
    nothing(&store, "2026-11-23T20:00:00Z").await;
}

async fn one_that_stands_back_is_as_it_was(place: &Place) {
    let (store, _) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    store.put_back(&claim, at("2026-11-23T08:00:02Z"), Sent::Perhaps, "lost").await.unwrap();
    let claim = claimed(&store, "2026-11-23T08:00:02Z").await;
    store.stand_back(&claim, at("2026-11-23T08:00:10Z")).await.unwrap();
    not_holder(store.stand_back(&claim, at(NINE)).await);
    nothing(&store, "2026-11-23T08:00:09Z").await;
    let again = claimed(&store, "2026-11-23T08:00:10Z").await;
    assert_eq!((again.occurrence, again.earlier), (claim.occurrence, claim.earlier));
    assert_eq!(again.earlier.unwrap().first_at, at(NINE));
}

async fn a_prompt_is_fixed_at_the_first_choice(place: &Place) {
    let (store, _) = with_daily(place).await;
    let first = claimed(&store, NINE).await;
    let chosen = store.choose_prompt(
        &first,
        at(NINE),
        LEASE,
        TriedBy::Message,
        |_| true,
        |seen| {
            assert_eq!((seen.uses.as_slice(), &seen.series), ([].as_slice(), &None));
            pick("one", 1)
        },
    );
    assert_eq!(picked(chosen.await).as_deref(), Some("one"));
    let second = claimed(&store, "2026-11-23T08:05:00Z").await;
    assert_eq!(second.occurrence.content.as_deref(), Some("one"));
    let again =
        store.choose_prompt(&second, at(NINE), LEASE, TriedBy::Message, |_| true, |_| panic!("it was chosen before"));
    assert_eq!(picked(again.await).as_deref(), Some("one"));
    // A writer has taken it out of the library: nobody has had it.
    let other = store.choose_prompt(
        &second,
        at(NINE),
        LEASE,
        TriedBy::Message,
        |_| false,
        |seen| {
            assert_eq!((seen.uses.as_slice(), &seen.series), ([].as_slice(), &None));
            pick("two", 1)
        },
    );
    assert_eq!(picked(other.await).as_deref(), Some("two"));
    store.posted(&second, MessageId::new(70)).await.unwrap();

    let tuesday = claimed(&store, "2026-11-24T08:00:00Z").await;
    let none = store.choose_prompt(&tuesday, at(NINE), LEASE, TriedBy::Message, |_| true, |_| None).await.unwrap();
    assert_eq!(none, None);
    // A clock set back a day does not change the order.
    let third = store.choose_prompt(
        &tuesday,
        at("2026-11-22T08:00:00Z"),
        LEASE,
        TriedBy::Message,
        |_| true,
        |seen| {
            assert_eq!(seen.uses.len(), 1);
            pick(&format!("after-{}", seen.uses[0].prompt), 1)
        },
    );
    assert_eq!(picked(third.await).as_deref(), Some("after-two"));
    let seen: Vec<String> = store.prompt_history(GUILD).await.unwrap().into_iter().map(|used| used.prompt).collect();
    assert_eq!(seen, ["two", "after-two"]);
    assert_eq!(store.prompt_history(GuildId::new(4)).await.unwrap(), []);
}

async fn what_is_chosen_is_recorded_as_tried_in_the_same_breath(place: &Place) {
    let (store, _) = with_daily(place).await;
    let first = claimed(&store, NINE).await;
    assert_eq!(store.choose_prompt(&first, at(NINE), LEASE, TriedBy::Forum, |_| true, |_| None).await.unwrap(), None);
    // Nothing was chosen, so nothing can have been sent.
    let second = claimed(&store, "2026-11-23T08:05:00Z").await;
    assert_eq!((second.earlier, second.occurrence.attempts), (None, 0));
    let tried = "2026-11-23T08:05:30Z";
    let choice = store.choose_prompt(&second, at(tried), LEASE, TriedBy::Forum, |_| true, |_| pick("p", 1));
    assert_eq!(picked(choice.await).as_deref(), Some("p"));
    // The lease counts from there, and whoever takes it over knows that it may have been sent.
    nothing(&store, "2026-11-23T08:06:29Z").await;
    let third = claimed(&store, "2026-11-23T08:06:30Z").await;
    let earlier = third.earlier.unwrap();
    assert_eq!((earlier.first_at, earlier.by, third.occurrence.attempts), (at(tried), TriedBy::Forum, 1));
    // A later try of the same choice is counted, and the first remembered.
    let again = store.choose_prompt(&third, at("2026-11-23T08:06:31Z"), LEASE, TriedBy::Message, |_| true, |_| None);
    assert_eq!(picked(again.await).as_deref(), Some("p"));
    let fourth = claimed(&store, "2026-11-23T08:10:00Z").await;
    assert_eq!((fourth.earlier, fourth.occurrence.attempts), (Some(earlier), 2));
}

async fn a_choice_reads_each_prompt_once_and_not_the_whole_archive(place: &Place) {
    let (store, _) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    // Two rounds of 200 and one that has begun; and one that was used so long ago that nobody knows it.
    let mut rows = String::new();
    for used in std::iter::once(-9).chain(0..420_i64) {
        let (id, guild, cycle) = (1_000 + used, GUILD.get(), used / 200 + 1);
        let (prompt, used) = if used < 0 { ("old".to_owned(), -9_000) } else { (format!("p{}", used % 200), used) };
        rows.push_str(&format!(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, \
             attempts) VALUES ({id}, 'extra', 1, '{id}', {guild}, 1, 0, 'posted', 0, 1); \
             INSERT INTO prompt_use (occurrence_id, guild_id, prompt, cycle, place, used_at) \
             VALUES ({id}, {guild}, '{prompt}', {cycle}, {used}, 0);"
        ));
    }
    place.run(&format!("BEGIN; {rows} COMMIT;")).await;
    let choice = store.choose_prompt(
        &claim,
        at(NINE),
        LEASE,
        TriedBy::Message,
        |_| true,
        |seen| {
            let seen: Vec<(&str, i64)> = seen.uses.iter().map(|used| (used.prompt.as_str(), used.cycle)).collect();
            assert_eq!(
                (seen.len(), seen[0], seen[179], seen[180], seen[199]),
                (200, ("p20", 2), ("p199", 2), ("p0", 3), ("p19", 3))
            );
            pick("next", 3)
        },
    );
    assert_eq!(picked(choice.await).as_deref(), Some("next"));
    assert_eq!(store.prompt_history(GUILD).await.unwrap().len(), 422);
}

async fn after_an_absence_at_most_one_late_date_is_posted(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    // Away from before Monday 09:00 to Wednesday 14:59.
    let claim = claimed(&store, "2026-11-25T13:59:00Z").await;
    assert_eq!(day(&claim.occurrence), "2026-11-25");
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    nothing(&store, "2026-11-25T13:59:00Z").await;
    let late = |day: &str| (day.to_owned(), OccurrenceState::Skipped, Some(reason::LATE.to_owned()));
    assert_eq!(
        shown(&store, &schedule).await,
        [("2026-11-25".into(), posted(70), None), late("2026-11-24"), late("2026-11-23")]
    );
    assert_eq!(store.next_due().await.unwrap(), Some(at("2026-11-26T08:00:00Z")));
}

async fn beyond_the_grace_nothing_is_posted(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    nothing(&store, "2026-11-23T14:00:01Z").await;
    let late = ("2026-11-23".to_owned(), OccurrenceState::Skipped, Some(reason::LATE.to_owned()));
    assert_eq!(shown(&store, &schedule).await, [late]);
    // To the second, it is still within.
    claimed(&store, "2026-11-24T14:00:00Z").await;

    // A year away: bounded, and the latest ones are those that are kept.
    let store = place.open().await;
    let saved = store.save_schedule(GUILD, &draft("other", "12:00 daily UTC"), at(NINE)).await.unwrap();
    let Saved::Created(other) = saved else { panic!("{saved:?}") };
    while !matches!(next(&store, "2027-11-23T11:00:00Z").await, Next::Nothing) {}
    let shown = shown(&store, &other).await;
    assert!((20..=40).contains(&shown.len()), "{}", shown.len());
    assert_eq!(shown[0].0, "2027-11-22");
}

async fn without_a_grace_a_moment_is_not_late(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let none = std::time::Duration::ZERO;
    // A loop wakes some moments after the instant, and a second try comes later still.
    let Next::Claimed(monday) = store.claim_due(at("2026-11-23T08:00:00.000123Z"), LEASE, none).await.unwrap() else {
        panic!()
    };
    store.tried(&monday, at(NINE), LEASE).await.unwrap();
    store.put_back(&monday, at("2026-11-23T08:01:00Z"), Sent::No, "retry").await.unwrap();
    let Next::Claimed(monday) = store.claim_due(at("2026-11-23T08:01:00Z"), LEASE, none).await.unwrap() else {
        panic!()
    };
    store.posted(&monday, MessageId::new(70)).await.unwrap();
    // After an outage nothing is caught up on.
    assert!(matches!(store.claim_due(at("2026-11-24T08:05:01Z"), LEASE, none).await.unwrap(), Next::Nothing));
    assert_eq!(shown(&store, &schedule).await[0].2.as_deref(), Some(reason::LATE));
}

async fn a_second_date_supersedes_one_that_still_waits(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let days = std::time::Duration::from_secs(48 * 60 * 60);
    let Next::Claimed(monday) = store.claim_due(at(NINE), LEASE, days).await.unwrap() else { panic!() };
    store.tried(&monday, at(NINE), LEASE).await.unwrap();
    store.put_back(&monday, at("2026-11-24T08:30:00Z"), Sent::No, "retry").await.unwrap();
    let Next::Claimed(tuesday) = store.claim_due(at("2026-11-24T09:00:00Z"), LEASE, days).await.unwrap() else {
        panic!()
    };
    assert_eq!(day(&tuesday.occurrence), "2026-11-24");
    store.posted(&tuesday, MessageId::new(70)).await.unwrap();
    nothing(&store, "2026-11-24T09:00:00Z").await;
    assert_eq!(shown(&store, &schedule).await[1].2.as_deref(), Some(reason::SUPERSEDED));

    // One that may have been sent is looked for, and not sent again.
    let Next::Claimed(wednesday) = store.claim_due(at("2026-11-25T08:00:00Z"), LEASE, days).await.unwrap() else {
        panic!()
    };
    store.tried(&wednesday, at("2026-11-25T08:00:00Z"), LEASE).await.unwrap();
    let Next::Claimed(again) = store.claim_due(at("2026-11-26T08:00:00Z"), LEASE, days).await.unwrap() else {
        panic!()
    };
    assert_eq!((day(&again.occurrence).as_str(), again.unwanted), ("2026-11-25", Some(reason::SUPERSEDED)));
}

async fn an_uncertain_post_of_yesterday_is_only_looked_for(place: &Place) {
    let (store, _) = with_daily(place).await;
    let monday = claimed(&store, NINE).await;
    store.tried(&monday, at(NINE), LEASE).await.unwrap();
    let again = claimed(&store, "2026-11-23T20:00:00Z").await;
    assert_eq!((again.occurrence.id, again.unwanted), (monday.occurrence.id, Some(reason::LATE)));
    assert!(again.earlier.is_some());
}

async fn a_zone_that_became_unreadable_can_be_seen_and_mended(place: &Place) {
    let (store, _) = with_daily(place).await;
    store.save_schedule(GUILD, &draft("other", "09:00 daily UTC"), at("2026-11-22T12:00:00Z")).await.unwrap();
    place.run("UPDATE schedule SET zone = 'Mars/Olympus' WHERE name = 'daily'").await;
    place.run("UPDATE guild SET zone = 'Mars/Olympus'").await;
    let now = at("2026-11-22T13:00:00Z");
    let all = store.schedules(GUILD, now).await.unwrap();
    assert_eq!((all[0].paused, all[0].when.zone.name()), (Some(PauseReason::Unreadable), "UTC"));
    assert_eq!((all[0].next, all[1].paused), (None, None));
    assert_eq!(store.guild(GUILD).await.unwrap().unwrap().zone.name(), "UTC");
    // A date can be left out of it, it does not run by being resumed or after a return, and it can be given another zone.
    store.skip_date(GUILD, "daily", date(2026, 11, 30), now).await.unwrap().unwrap();
    let paused = store.pause_schedule(GUILD, "daily", PauseReason::Asked, now).await.unwrap().unwrap();
    assert_eq!(paused.paused, Some(PauseReason::Unreadable));
    let resumed = store.resume_schedule(GUILD, "daily", now).await.unwrap().unwrap();
    assert_eq!((resumed.paused, resumed.next), (Some(PauseReason::Unreadable), None));
    store.guild_removed(GUILD, at("2026-11-18T08:00:00Z")).await.unwrap();
    store.guild_joined(GUILD, None, None, now).await.unwrap();
    let mended = store.save_schedule(GUILD, &draft("daily", "09:00 daily UTC"), now).await.unwrap();
    assert!(matches!(&mended, Saved::Edited(daily) if daily.paused.is_none() && daily.next.is_some()), "{mended:?}");
}

async fn a_zone_that_became_unreadable_pauses_its_schedule_only(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    store.save_schedule(GUILD, &draft("other", "09:00 daily Europe/Berlin"), at("2026-11-22T12:00:00Z")).await.unwrap();
    place.run(&format!("UPDATE schedule SET zone = 'Mars/Olympus' WHERE id = {}", schedule.id.get())).await;
    let notice = claimed(&store, NINE).await;
    assert!(matches!(notice.occurrence.key, OccurrenceKey::Notice { about, .. } if about == schedule.id));
    store.posted(&notice, MessageId::new(71)).await.unwrap();
    let other = claimed(&store, NINE).await;
    assert!(matches!(other.occurrence.key, OccurrenceKey::Daily { schedule: whole, .. } if whole != schedule.id));
    assert_eq!(place.number("SELECT COUNT(*) FROM schedule WHERE pause_reason = 'unreadable'").await, 1);
    // An occurrence that nobody can read holds up nobody either.
    place.run("UPDATE occurrence SET due_key = 'someday', state = 'due', claim = NULL WHERE kind = 'daily'").await;
    let extra = NewOccurrence {
        key: OccurrenceKey::Introduction { guild: GUILD, channel: CHANNEL },
        guild: GUILD,
        channel: CHANNEL,
        due_at: at("2026-11-23T08:10:00Z"),
    };
    store.add_occurrence(extra, at(NINE)).await.unwrap();
    assert_eq!(claimed(&store, "2026-11-23T08:10:00Z").await.occurrence.key, extra.key);
}

async fn a_zone_that_is_found_unreadable_at_a_change_is_told_of_once(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    place.run("UPDATE schedule SET zone = 'Mars/Olympus'").await;
    let now = at("2026-11-22T13:00:00Z");
    // The bot is back in the server: nobody is there to hear it in an answer.
    store.guild_removed(GUILD, at("2026-11-18T08:00:00Z")).await.unwrap();
    store.guild_joined(GUILD, None, None, now).await.unwrap();
    let notice = claimed(&store, "2026-11-22T13:00:00Z").await;
    let told = OccurrenceKey::Notice { about: schedule.id, news: News::Paused { since: now } };
    assert_eq!((notice.occurrence.key, notice.unwanted), (told, None));
    store.posted(&notice, MessageId::new(71)).await.unwrap();
    // Whoever asks for it to run hears it in the answer.
    let later = at("2026-11-22T14:00:00Z");
    let resumed = store.resume_schedule(GUILD, "daily", later).await.unwrap().unwrap();
    assert_eq!(resumed.paused, Some(PauseReason::Unreadable));
    store.pause_schedule_until(GUILD, "daily", date(2026, 11, 30), later).await.unwrap();
    nothing(&store, "2026-11-23T20:00:00Z").await;
}
