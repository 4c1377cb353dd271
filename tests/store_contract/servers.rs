//! Servers: joined, left, set up; and what is remembered of them.

use clarion::store::{Joined, NewOccurrence, OccurrenceKey, Sent, reason};
use jiff::civil::date;
use serenity::model::id::{ApplicationId, GuildId, MessageId};

use super::engines::{ANNA, CHANNEL, GUILD, NINE, Place, at, claimed, nothing, on_each_engine, shown, with_daily};

on_each_engine!(
    a_hello_comes_once_a_joining,
    a_server_that_was_left_gets_nothing,
    a_removal_that_is_taken_back_at_once_loses_nothing,
    setting_up_is_remembered,
    the_contrast_seen_longest_ago_comes_next,
    command_hashes_are_kept_by_application,
);

async fn a_hello_comes_once_a_joining(place: &Place) {
    let store = place.open().await;
    let join = async |now: &str| store.guild_joined(GUILD, Some("de"), Some(CHANNEL), at(now)).await.unwrap();
    assert_eq!(join("2026-11-20T08:00:00Z").await, Joined::New);
    assert_eq!(join("2026-11-20T08:05:00Z").await, Joined::Known);
    let hello = claimed(&store, "2026-11-20T08:05:00Z").await;
    assert_eq!(hello.occurrence.key, OccurrenceKey::Hello { guild: GUILD, joined_at: at("2026-11-20T08:00:00Z") });
    store.posted(&hello, MessageId::new(70)).await.unwrap();
    // Flapping is no joining.
    store.guild_removed(GUILD, at("2026-11-21T08:00:00Z")).await.unwrap();
    assert_eq!(join("2026-11-21T08:01:00Z").await, Joined::Known);
    nothing(&store, "2026-11-21T08:01:00Z").await;
    let guild = store.guild(GUILD).await.unwrap().unwrap();
    assert_eq!((guild.removed_at, guild.joined_at), (None, at("2026-11-20T08:00:00Z")));
    assert_eq!(guild.locale.as_deref(), Some("de"));
    // Coming back after days is.
    store.guild_removed(GUILD, at("2026-11-22T08:00:00Z")).await.unwrap();
    store.guild_removed(GUILD, at("2026-11-25T07:59:00Z")).await.unwrap();
    assert_eq!(join("2026-11-25T08:00:00Z").await, Joined::New);
    claimed(&store, "2026-11-25T08:00:00Z").await;
    // Without a channel for it there is none.
    assert_eq!(store.guild_joined(GuildId::new(5), None, None, at(NINE)).await.unwrap(), Joined::New);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE guild_id = 5").await, 0);
}

async fn a_server_that_was_left_gets_nothing(place: &Place) {
    let (store, schedule) = with_daily(place).await;
    let claim = claimed(&store, NINE).await;
    store.put_back(&claim, at("2026-11-23T08:10:00Z"), Sent::No, "retry").await.unwrap();
    store.guild_removed(GUILD, at("2026-11-23T08:05:00Z")).await.unwrap();
    nothing(&store, "2026-11-23T08:10:00Z").await;
    nothing(&store, "2026-11-24T08:00:00Z").await;
    assert_eq!(store.next_due().await.unwrap(), None);
    // Neither when another server's post brings somebody to look.
    let elsewhere = NewOccurrence {
        key: OccurrenceKey::Introduction { guild: GuildId::new(5), channel: CHANNEL },
        guild: GuildId::new(5),
        channel: CHANNEL,
        due_at: at("2026-11-24T08:00:00Z"),
    };
    store.add_occurrence(elsewhere, at(NINE)).await.unwrap();
    let other = claimed(&store, "2026-11-24T08:00:00Z").await;
    assert_eq!(other.occurrence.key, elsewhere.key);
    store.posted(&other, MessageId::new(70)).await.unwrap();
    nothing(&store, "2026-11-24T08:00:00Z").await;
    // Back again: what fell due in the meantime is not owed.
    store.guild_joined(GUILD, None, None, at("2026-11-24T08:30:00Z")).await.unwrap();
    nothing(&store, "2026-11-24T08:30:00Z").await;
    assert_eq!(shown(&store, &schedule).await[0].2.as_deref(), Some(reason::LEFT));
    let back = store.schedule_by_id(schedule.id, at(NINE)).await.unwrap().unwrap();
    assert_eq!(back.next.unwrap().date, date(2026, 11, 25));
}

async fn a_removal_that_is_taken_back_at_once_loses_nothing(place: &Place) {
    let (store, _) = with_daily(place).await;
    let extra = NewOccurrence {
        key: OccurrenceKey::Introduction { guild: GUILD, channel: CHANNEL },
        guild: GUILD,
        channel: CHANNEL,
        due_at: at(NINE),
    };
    store.add_occurrence(extra, at(NINE)).await.unwrap();
    store.guild_removed(GUILD, at("2026-11-23T07:59:50Z")).await.unwrap();
    nothing(&store, "2026-11-23T08:00:10Z").await;
    let again = store.guild_joined(GUILD, None, Some(CHANNEL), at("2026-11-23T08:00:20Z")).await.unwrap();
    assert_eq!(again, Joined::Known);
    for _ in 0..2 {
        let claim = claimed(&store, "2026-11-23T08:00:20Z").await;
        store.posted(&claim, MessageId::new(70)).await.unwrap();
    }
    nothing(&store, "2026-11-23T08:00:20Z").await;
}

async fn setting_up_is_remembered(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.guild(GUILD).await.unwrap(), None);
    let berlin = "Europe/Berlin".parse().unwrap();
    store.guild_joined(GUILD, Some("en-US"), None, at("2026-11-20T08:00:00Z")).await.unwrap();
    let fresh = store.guild(GUILD).await.unwrap().unwrap();
    assert_eq!((fresh.zone.name(), fresh.thanks, fresh.set_up), ("UTC", true, None));
    let done = store.set_up(GUILD, &berlin, false, ANNA, at(NINE)).await.unwrap();
    assert_eq!(store.guild(GUILD).await.unwrap().unwrap(), done);
    assert_eq!((done.zone.name(), done.thanks, done.locale.as_deref()), ("Europe/Berlin", false, Some("en-US")));
    let set_up = done.set_up.unwrap();
    assert_eq!((set_up.at, set_up.by), (at(NINE), Some(ANNA)));
    place.run("UPDATE person SET user_id = NULL").await;
    assert_eq!(store.guild(GUILD).await.unwrap().unwrap().set_up.unwrap().by, None);
}

async fn the_contrast_seen_longest_ago_comes_next(place: &Place) {
    let store = place.open().await;
    let next = async || store.least_recently_seen(GUILD, &["people", "risk", "title"]).await.unwrap();
    assert_eq!(next().await, Some("people"));
    for (contrast, minute) in [("people", 1), ("risk", 2), ("title", 3), ("people", 4), ("gone", 0)] {
        store.contrast_seen(GUILD, contrast, at(&format!("2026-11-23T08:0{minute}:00Z"))).await.unwrap();
    }
    assert_eq!(next().await, Some("risk"));
    assert_eq!(store.least_recently_seen(GuildId::new(9), &["risk"]).await.unwrap(), Some("risk"));
    assert_eq!(store.least_recently_seen(GUILD, &[]).await.unwrap(), None);
}

async fn command_hashes_are_kept_by_application(place: &Place) {
    let store = place.open().await;
    let (one, two) = (ApplicationId::new(5), ApplicationId::new(6));
    assert_eq!(store.command_hash(one).await.unwrap(), None);
    store.set_command_hash(one, "aa").await.unwrap();
    store.set_command_hash(one, "bb").await.unwrap();
    assert_eq!(store.command_hash(one).await.unwrap().as_deref(), Some("bb"));
    assert_eq!(store.command_hash(two).await.unwrap(), None);
}
