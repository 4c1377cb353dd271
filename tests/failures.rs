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
use sqlx::Connection as _;

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

/// The messages in a channel, by the number of them.
fn posts(team: &Team, channel: ChannelId) -> usize {
    team.count(|event| matches!(event, Event::Message { message, .. } if message.channel == channel))
}

async fn until(team: &Team, instant: &str) {
    team.hand.advance_to(instant.parse().unwrap(), PATIENCE).await.unwrap();
    team.stand_in.settled(PATIENCE).await.unwrap();
    team.hand.settled(PATIENCE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timeout_that_runs_out_without_an_event_is_found_within_a_day() {
    let (team, daily, bot) = with_daily().await;
    // Nothing tells of its end, and here nothing of its beginning either.
    team.stand_in.world().with(|world| {
        let me = world.bot;
        let member = world.guilds.get_mut(&team.guild).unwrap().members.get_mut(&me).unwrap();
        member.timed_out_until = Some("2026-11-25T09:30:00Z".parse().unwrap());
    });
    until(&team, "2026-11-23T09:01:00Z").await;
    assert_eq!(refused(&team, daily), (1, 1));
    let before = posts(&team, daily);
    until(&team, "2026-11-26T08:59:00Z").await;
    assert_eq!((refused(&team, daily), posts(&team, daily)), ((1, 1), before), "a look is no refused call");
    until(&team, "2026-11-26T09:01:00Z").await;
    assert_eq!((refused(&team, daily), posts(&team, daily)), ((1, 1), before + 1));
    until(&team, "2026-11-27T09:01:00Z").await;
    assert_eq!(posts(&team, daily), before + 2);
    bot.stopped().await;
    team.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_that_fails_for_the_moment_is_made_again_minutes_later() {
    let (team, daily, bot) = with_daily().await;
    let (me, none) = (team.stand_in.world().with(|world| world.bot.get()), Permissions::empty());
    // Returns when the bot has heard of it.
    let shows = async |seen: bool| {
        let (allow, deny) = if seen { (Permissions::VIEW_CHANNEL, none) } else { (none, Permissions::VIEW_CHANNEL) };
        team.stand_in.world().with(|world| world.overwrite(daily, OverwriteKind::Member, me, allow, deny));
        team.stand_in.settled(PATIENCE).await.unwrap();
    };
    shows(false).await;
    until(&team, "2026-11-23T09:01:00Z").await;
    let before = posts(&team, daily);
    // It is mended while Discord is in trouble.
    team.stand_in.faults().ask(Fault::on("GET", &format!("/guilds/{}", team.guild)).status(503).times(usize::MAX));
    shows(true).await;
    until(&team, "2026-11-23T09:02:00Z").await;
    assert_eq!(posts(&team, daily), before);
    team.stand_in.faults().clear();
    until(&team, "2026-11-23T09:06:00Z").await;
    assert_eq!(posts(&team, daily), before, "not before its time");
    until(&team, "2026-11-23T09:07:00Z").await;
    assert_eq!(posts(&team, daily), before + 1);

    // The next day, while the database is.
    shows(false).await;
    until(&team, "2026-11-24T09:01:00Z").await;
    tell(&team, "ALTER TABLE schedule RENAME TO gone").await;
    shows(true).await;
    until(&team, "2026-11-24T09:02:00Z").await;
    tell(&team, "ALTER TABLE gone RENAME TO schedule").await;
    assert_eq!(posts(&team, daily), before + 1);
    until(&team, "2026-11-24T09:08:00Z").await;
    assert_eq!(posts(&team, daily), before + 2);
    bot.stopped().await;
    team.sound();
}

async fn tell(team: &Team, sql: &'static str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}/clarion.db", team.folder.path().display());
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
