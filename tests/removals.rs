//! Servers that the bot was removed from while it was not there to hear of it, over real HTTP and a real socket.
#![allow(clippy::unwrap_used)]

mod common;

use clarion::rehearsal::{Event, Fault};
use common::PATIENCE;
use common::team::{BOT, Bot, Team, is_message, quick};
use sqlx::Connection;

/// A team whose bot has been welcomed in all of its servers, `more` besides the first, and was stopped.
async fn known(more: usize) -> (Team, Vec<clarion::rehearsal::world::GuildId>) {
    let team = Team::joined().await;
    let mut all = vec![team.guild];
    team.stand_in.world().with(|world| {
        for number in 0..more {
            let owner = world.add_person("Somebody");
            let guild = world.add_guild(&format!("Server {number}"), owner);
            world.invite_bot(guild, BOT);
            all.push(guild);
        }
    });
    let bot = team.online(quick()).await;
    team.event(|event| is_message(event).then_some(())).await;
    at_rest(&team).await;
    assert_eq!(numbers(&team, "SELECT COUNT(*) FROM guild").await, more as i64 + 1);
    bot.stopped().await;
    (team, all)
}

/// All that the bot has in hand is done.
async fn at_rest(team: &Team) {
    let id = team.slash("/help");
    team.reply(id).await;
    team.hand.advance_to(team.clock.now() + jiff::SignedDuration::from_mins(1), PATIENCE).await.unwrap();
}

async fn numbers(team: &Team, sql: &'static str) -> i64 {
    let url = format!("sqlite://{}/clarion.db", team.folder.path().display());
    let mut store = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut store).await.unwrap()
}

async fn removed(team: &Team) -> i64 {
    numbers(team, "SELECT COUNT(*) FROM guild WHERE removed_at IS NOT NULL").await
}

/// A bot that is welcomed and has asked for a server, which was refused with such a status.
async fn asked_in_vain(team: &Team, statuses: std::ops::Range<u16>) -> Bot {
    let bot = team.online(quick()).await;
    team.event(|event| match event {
        Event::Refused { request, status: refused, .. } => {
            (request.contains("GET") && request.contains("/guilds/") && statuses.contains(refused)).then_some(())
        }
        _ => None,
    })
    .await;
    bot
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_missing_from_the_welcome_is_asked_for_and_then_marked() {
    let (team, all) = known(3).await;
    team.stand_in.world().with(|world| world.remove_bot(all[2]));
    let bot = asked_in_vain(&team, 400..500).await;
    at_rest(&team).await;
    assert_eq!(removed(&team).await, 1);
    bot.stopped().await;
    // Once is enough: it is not asked for again.
    let asked = |event: &Event| matches!(event, Event::Refused { request, .. } if request.contains("/guilds/"));
    let before = team.count(asked);
    let bot = team.online(quick()).await;
    at_rest(&team).await;
    assert_eq!((team.count(asked), removed(&team).await), (before, 1));
    bot.stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_api_is_in_trouble_nothing_is_concluded() {
    let (team, all) = known(3).await;
    team.stand_in.world().with(|world| world.remove_bot(all[2]));
    team.stand_in.faults().ask(Fault::on("GET", "/guilds/*").status(500).times(1_000));
    let bot = asked_in_vain(&team, 500..600).await;
    at_rest(&team).await;
    assert_eq!(removed(&team).await, 0);
    bot.stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_that_cannot_be_asked_for_is_believed_at_the_next_welcome() {
    let (team, all) = known(3).await;
    let bot = team.online(quick()).await;
    at_rest(&team).await;
    team.stand_in.faults().ask(Fault::on("GET", "/guilds/*").status(500).times(4));
    team.stand_in.world().with(|world| world.remove_bot(all[2]));
    team.event(|event| match event {
        Event::Refused { request, status: 500, .. } => request.contains("/guilds/").then_some(()),
        _ => None,
    })
    .await;
    at_rest(&team).await;
    assert_eq!(removed(&team).await, 0);
    bot.stopped().await;
    let bot = asked_in_vain(&team, 400..500).await;
    at_rest(&team).await;
    assert_eq!(removed(&team).await, 1);
    bot.stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_most_servers_are_missing_nothing_is_concluded() {
    let (team, all) = known(6).await;
    team.stand_in.world().with(|world| {
        for guild in &all[3..] {
            world.remove_bot(*guild);
        }
    });
    let bot = team.online(quick()).await;
    at_rest(&team).await;
    assert_eq!(removed(&team).await, 0);
    assert_eq!(team.count(|event| matches!(event, Event::Refused { .. })), 0, "nobody was asked either");
    bot.stopped().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_in_an_outage_is_no_missing_one_whatever_the_api_says_of_it() {
    let (team, all) = known(1).await;
    let bot = team.online(quick()).await;
    at_rest(&team).await;
    let unknown = "{\"message\": \"Unknown Guild\", \"code\": 10004}";
    let fault = Fault::on("GET", "/guilds/*").answer(404, &[("content-type", "application/json")], unknown);
    team.stand_in.faults().ask(fault.times(1_000));
    team.stand_in.world().with(|world| world.set_unavailable(all[1], true));
    at_rest(&team).await;
    assert_eq!(removed(&team).await, 0);
    bot.stopped().await;
    // It is named by the welcome all the same.
    let bot = team.online(quick()).await;
    at_rest(&team).await;
    assert_eq!(removed(&team).await, 0);
    bot.stopped().await;
}
