//! Members of one server that cannot be read: nobody of another one waits for them.

use clarion::rehearsal::Fault;
use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::world::{ChannelId, GuildId, Permissions, UserId};
use jiff::SignedDuration;
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use crate::common::PATIENCE;
use crate::common::team::{BOT, Team, quick};

/// More often than anybody asks.
const EVERY: usize = 10_000;

/// Until nobody is at work any more, at that many minutes from now.
async fn minutes_pass(team: &Team, minutes: i64) {
    let to = team.clock.now() + SignedDuration::from_mins(minutes);
    team.stand_in.settled(PATIENCE).await.unwrap();
    team.hand.advance_to(to, PATIENCE).await.unwrap();
    team.stand_in.settled(PATIENCE).await.unwrap();
    team.hand.settled(PATIENCE).await.unwrap();
}

/// How many are on the roster there because of a role.
async fn by_role(team: &Team, guild: GuildId) -> i64 {
    let file = team.folder.path().join("clarion.db");
    let mut store = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let number = sqlx::query_scalar("SELECT COUNT(*) FROM person WHERE guild_id = $1 AND roster = 'role'")
        .bind(guild.get().cast_signed())
        .fetch_one(&mut store)
        .await
        .unwrap();
    store.close().await.unwrap();
    number
}

async fn follow(team: &Team, who: UserId, channel: ChannelId) {
    let text = "/recognition roster role:Team".to_owned();
    let Acted::Interaction(id) = team.stand_in.act(Act::Slash { who, channel, text }).unwrap() else {
        panic!("no interaction")
    };
    team.reply(id).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_members_cannot_be_read_holds_up_no_other() {
    let mut team = Team::joined().await;
    team.settings.push(("CLARION_DISCORD__MEMBERS_INTENT".to_owned(), "true".to_owned()));
    team.stand_in.gateway().allow_privileged_intents(true);
    let harbour = team.guild;
    let (owner, yard, square) = team.stand_in.world().with(|world| {
        let owner = world.guilds[&harbour].owner;
        let yard = world.add_guild("Yard", owner);
        let square = world.add_channel(yard, "square").unwrap();
        world.join(yard, team.mira);
        world.invite_bot(yard, BOT);
        for guild in [harbour, yard] {
            world.add_role(guild, "Team", Permissions::empty()).unwrap();
        }
        (owner, yard, square)
    });
    let give = |guild: GuildId, who: UserId, held: bool| {
        team.stand_in.world().with(|world| {
            let role = world.guilds[&guild].roles.values().find(|role| role.name == "Team").unwrap().id;
            let changed = world.edit_member(guild, who, |member| {
                if held {
                    member.roles.insert(role)
                } else {
                    member.roles.remove(&role)
                };
            });
            assert!(changed);
        });
    };
    give(harbour, team.mira, true);
    give(yard, team.mira, true);
    team.stand_in.faults().ask(Fault::on("GET", &format!("/guilds/{harbour}/members")).status(500).times(EVERY));
    let bot = team.online(quick()).await;
    follow(&team, owner, team.general).await;
    follow(&team, owner, square).await;
    minutes_pass(&team, 0).await;
    assert_eq!((by_role(&team, harbour).await, by_role(&team, yard).await), (0, 1));
    // What is news elsewhere does not wait until the one is asked again, however often that has failed.
    for (minutes, held, expected) in [(0, true, 2), (6, false, 1), (0, true, 2)] {
        minutes_pass(&team, minutes).await;
        give(yard, owner, held);
        minutes_pass(&team, 0).await;
        assert_eq!((by_role(&team, harbour).await, by_role(&team, yard).await), (0, expected));
    }
    team.stand_in.faults().clear();
    give(harbour, owner, true);
    minutes_pass(&team, 6).await;
    assert_eq!((by_role(&team, harbour).await, by_role(&team, yard).await), (2, 2), "it is read once it can be");
    bot.stopped().await;
}

/// Where so many fail it is none of theirs: all of them rest. Whose turn did not come is asked first when that is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_ten_servers_fail_all_rest_and_those_that_waited_come_first() {
    let mut team = Team::joined().await;
    team.settings.push(("CLARION_DISCORD__MEMBERS_INTENT".to_owned(), "true".to_owned()));
    team.stand_in.gateway().allow_privileged_intents(true);
    let (owner, places) = team.stand_in.world().with(|world| {
        let owner = world.guilds[&team.guild].owner;
        let places: Vec<(GuildId, ChannelId)> = (1..=12)
            .map(|number| {
                let guild = world.add_guild(&format!("Yard {number}"), owner);
                let square = world.add_channel(guild, "square").unwrap();
                world.invite_bot(guild, BOT);
                world.add_role(guild, "Team", Permissions::empty()).unwrap();
                (guild, square)
            })
            .collect();
        (owner, places)
    });
    let asked = || -> Vec<GuildId> {
        let lines: Vec<String> = team.stand_in.requests().into_iter().map(|one| one.line).collect();
        let was = |guild: &GuildId| lines.iter().any(|line| line.contains(&format!("/guilds/{guild}/members")));
        places.iter().map(|(guild, _)| *guild).filter(was).collect()
    };
    for (guild, _) in &places {
        // A rate limit that nobody waits for.
        let fault = Fault::on("GET", &format!("/guilds/{guild}/members")).rate_limited("3600", false);
        team.stand_in.faults().ask(fault.times(EVERY));
    }
    let bot = team.online(quick()).await;
    for (_, square) in &places {
        follow(&team, owner, *square).await;
        minutes_pass(&team, 0).await;
    }
    let first: Vec<GuildId> = places.iter().map(|(guild, _)| *guild).take(10).collect();
    assert_eq!(asked(), first, "ten fail, and the others are not asked for now");
    minutes_pass(&team, 6).await;
    assert_eq!(asked().len(), 12, "whose turn did not come");
    bot.stopped().await;
}
