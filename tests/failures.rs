//! What a channel that takes no posts costs: next to nothing, for as long as nobody mends it.

#![allow(clippy::unwrap_used)]

#[path = "common/mod.rs"]
mod common;

use std::time::Duration;

use clarion::discord::Patience;
use clarion::rehearsal::Event;
use clarion::rehearsal::faults::Fault;
use clarion::rehearsal::world::{ChannelId, OverwriteKind, Permissions, World};
use jiff::{SignedDuration, Timestamp};

use common::PATIENCE;
use common::team::{Bot, Team, quick};

/// A team with a schedule in a channel of its own, at nine every day.
async fn with_daily() -> (Team, ChannelId, Bot) {
    let team = Team::joined().await;
    let daily = team.stand_in.world().with(|world| {
        world.grant(team.guild, team.mira, Permissions::MANAGE_GUILD);
        world.add_channel(team.guild, "daily").unwrap()
    });
    // A month's posts need not keep apart: nobody counts them here.
    let bot = team.online(Patience { channel_period: Duration::from_millis(1), ..quick() }).await;
    let asked = team.slash("/schedule set channel:#daily time:09:00 zone:UTC days:daily");
    team.reply(asked).await;
    team.stand_in.settled(PATIENCE).await.unwrap();
    team.hand.settled(PATIENCE).await.unwrap();
    (team, daily, bot)
}

/// Refused requests since the last count: those to post in that channel, and all.
fn refused(team: &Team, channel: ChannelId) -> (usize, usize) {
    let post = format!("POST /channels/{channel}/messages");
    let of_channel = team.count(|event| matches!(event, Event::Refused { request, .. } if *request == post));
    (of_channel, team.count(|event| matches!(event, Event::Refused { .. })))
}

/// Passes a day, in which roles and channels change now and then.
async fn day(team: &Team, number: i64) {
    let start: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
    for hour in [2, 6, 12, 20, 24] {
        let at = start + SignedDuration::from_hours(24 * number + hour);
        team.hand.advance_to(at, PATIENCE).await.unwrap();
        team.stand_in.world().with(|world| world.add_role(team.guild, "new", Permissions::empty()));
        team.stand_in.settled(PATIENCE).await.unwrap();
        team.hand.settled(PATIENCE).await.unwrap();
    }
}

fn notices(team: &Team) -> usize {
    team.count(|event| matches!(event, Event::Message { message, .. } if message.content.contains("has been paused")))
}

/// A month after something happened to the channel: one refused post, no other refused call, and one notice.
async fn a_month_costs_one_refused_post(happens: impl FnOnce(&mut World, ChannelId)) {
    let (team, daily, bot) = with_daily().await;
    team.stand_in.world().with(|world| happens(world, daily));
    for number in 0..31 {
        day(&team, number).await;
    }
    assert_eq!((refused(&team, daily), notices(&team)), ((1, 1), 1));
    bot.stopped().await;
    team.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_of_a_hidden_channel_costs_one_refused_post() {
    a_month_costs_one_refused_post(|world, daily| {
        let me = world.bot.get();
        world.overwrite(daily, OverwriteKind::Member, me, Permissions::empty(), Permissions::VIEW_CHANNEL);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_of_a_deleted_channel_costs_one_refused_post() {
    a_month_costs_one_refused_post(|world, daily| assert!(world.remove_channel(daily))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_of_a_channel_that_looks_well_and_refuses_costs_one_a_day() {
    let (team, daily, bot) = with_daily().await;
    let body = r#"{"message": "Missing Permissions", "code": 50013}"#;
    let refuses = Fault::on("POST", &format!("/channels/{daily}/messages"));
    team.stand_in.faults().ask(refuses.answer(403, &[("content-type", "application/json")], body).times(usize::MAX));
    for number in 0..31 {
        day(&team, number).await;
        let (posts, all) = refused(&team, daily);
        assert!(posts <= usize::try_from(number).unwrap() + 1 && posts == all, "day {number}: {posts}, {all}");
    }
    assert_eq!(notices(&team), 1);
    assert!(refused(&team, daily).0 >= 28, "it is tried again: {:?}", refused(&team, daily));
    bot.stopped().await;
    team.sound();
}
