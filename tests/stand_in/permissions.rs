//! Who may do what, by Discord's documented algorithm: a row a rule.

use clarion::rehearsal::world::{
    ALL_PERMISSIONS, ChannelId, ChannelKind, NewThread, OverwriteKind, Permissions, RoleId, UserId, World,
    permission_named,
};
use jiff::ToSpan as _;
use rstest::rstest;
use serde_json::json;

use crate::harness::Team;

const NONE: Permissions = Permissions::empty();
const SEND: Permissions = Permissions::SEND_MESSAGES;
const VIEW: Permissions = Permissions::VIEW_CHANNEL;

/// What a row of the table works with: #daily, Mira with two roles, and the server's @everyone.
struct Case<'a> {
    world: &'a mut World,
    channel: ChannelId,
    mira: UserId,
    everyone: RoleId,
    one: RoleId,
    two: RoleId,
}

impl Case<'_> {
    fn role(&mut self, role: RoleId, allow: Permissions, deny: Permissions) {
        self.world.overwrite(self.channel, OverwriteKind::Role, role.get(), allow, deny);
    }

    fn own(&mut self, allow: Permissions, deny: Permissions) {
        self.world.overwrite(self.channel, OverwriteKind::Member, self.mira.get(), allow, deny);
    }
}

#[rstest]
#[case::plain_members_see_and_write(|_: &mut Case<'_>| (), VIEW | SEND, NONE)]
#[case::everyone_is_denied(|c: &mut Case<'_>| c.role(c.everyone, NONE, SEND), VIEW, SEND)]
#[case::a_role_allows_over_everyone(|c: &mut Case<'_>| {
    c.role(c.everyone, NONE, SEND);
    c.role(c.one, SEND, NONE);
}, SEND, NONE)]
#[case::of_two_roles_the_allowing_one_wins(|c: &mut Case<'_>| {
    c.role(c.one, NONE, SEND);
    c.role(c.two, SEND, NONE);
}, SEND, NONE)]
#[case::the_members_own_denial_wins_over_roles(|c: &mut Case<'_>| {
    c.role(c.one, SEND, NONE);
    c.own(NONE, SEND);
}, VIEW, SEND)]
#[case::the_members_own_allowance_wins_over_all(|c: &mut Case<'_>| {
    c.role(c.everyone, NONE, SEND);
    c.role(c.one, NONE, SEND);
    c.own(SEND, NONE);
}, SEND, NONE)]
#[case::who_does_not_see_may_nothing(|c: &mut Case<'_>| c.role(c.everyone, NONE, VIEW), NONE, ALL_PERMISSIONS)]
#[case::who_cannot_send_cannot_embed(
    |c: &mut Case<'_>| c.own(NONE, SEND),
    Permissions::ADD_REACTIONS,
    Permissions::EMBED_LINKS | Permissions::ATTACH_FILES | Permissions::MENTION_EVERYONE
)]
#[case::an_administrator_may_all(|c: &mut Case<'_>| {
    c.own(NONE, VIEW | SEND);
    let (one, guild) = (c.one, c.world.channels[&c.channel].guild.unwrap());
    c.world.edit_role(guild, one, |role| role.permissions |= Permissions::ADMINISTRATOR);
}, ALL_PERMISSIONS, NONE)]
#[case::the_owner_may_all(|c: &mut Case<'_>| {
    c.own(NONE, VIEW | SEND);
    let guild = c.world.channels[&c.channel].guild.unwrap();
    c.world.guilds.get_mut(&guild).unwrap().owner = c.mira;
}, ALL_PERMISSIONS, NONE)]
#[case::a_timeout_leaves_seeing_and_reading(|c: &mut Case<'_>| {
    let (mira, guild) = (c.mira, c.world.channels[&c.channel].guild.unwrap());
    let until = c.world.now() + 1.hour();
    c.world.edit_member(guild, mira, |member| member.timed_out_until = Some(until));
}, VIEW | Permissions::READ_MESSAGE_HISTORY, SEND | Permissions::ADD_REACTIONS)]
#[case::a_timeout_that_is_over_takes_nothing(|c: &mut Case<'_>| {
    let (mira, guild) = (c.mira, c.world.channels[&c.channel].guild.unwrap());
    let until = c.world.now();
    c.world.edit_member(guild, mira, |member| member.timed_out_until = Some(until));
}, SEND, NONE)]
#[tokio::test]
async fn what_a_member_may_do(
    #[case] arrange: fn(&mut Case<'_>),
    #[case] allowed: Permissions,
    #[case] denied: Permissions,
) {
    let team = Team::start().await;
    let found = team.world(|world| {
        let one = world.add_role(team.guild, "one", NONE).unwrap();
        let two = world.add_role(team.guild, "two", NONE).unwrap();
        world.edit_member(team.guild, team.mira, |member| member.roles.extend([one, two]));
        let everyone = world.guilds[&team.guild].everyone();
        arrange(&mut Case { world, channel: team.daily, mira: team.mira, everyone, one, two });
        world.permissions_in(team.daily, team.mira)
    });
    assert!(found.contains(allowed), "lacks {:?}", allowed - found);
    assert!(!found.intersects(denied), "has {:?}", found & denied);
}

#[tokio::test]
async fn threads_follow_their_channel_and_private_ones_their_members() {
    let team = Team::start().await;
    let start = |kind| {
        team.world(|world| {
            let new = NewThread {
                parent: team.daily,
                from: None,
                name: "talk".to_owned(),
                kind,
                owner: team.mira,
                auto_archive_minutes: 60,
                invitable: true,
                applied_tags: Vec::new(),
            };
            world.start_thread(new).unwrap()
        })
    };
    let (public, private) = (start(ChannelKind::PublicThread), start(ChannelKind::PrivateThread));
    let may = |thread, user| team.world(|world| world.permissions_in(thread, user));
    assert!(may(public, team.jo).contains(VIEW | Permissions::SEND_MESSAGES_IN_THREADS));
    assert!(may(private, team.mira).contains(VIEW));
    assert_eq!(may(private, team.jo), NONE);
    team.world(|world| world.set_thread_member(private, team.jo, true));
    assert!(may(private, team.jo).contains(VIEW));
    team.world(|world| {
        let everyone = world.guilds[&team.guild].everyone().get();
        world.overwrite(team.daily, OverwriteKind::Role, everyone, NONE, Permissions::SEND_MESSAGES_IN_THREADS);
    });
    assert!(!may(public, team.jo).intersects(Permissions::SEND_MESSAGES_IN_THREADS | Permissions::EMBED_LINKS));
}

#[rstest]
#[case::view("View Channel", json!({ "content": "x" }), 50001)]
#[case::send("Send Messages", json!({ "content": "x" }), 50013)]
#[case::embeds("Embed Links", json!({ "embeds": [{ "title": "x" }] }), 50013)]
#[tokio::test]
async fn what_the_bot_lacks_it_cannot_do(
    #[case] lacks: &str,
    #[case] body: serde_json::Value,
    #[case] code: u64,
    #[values(true, false)] in_this_channel_only: bool,
) {
    let team = Team::start().await;
    let lacks = permission_named(lacks).unwrap();
    if in_this_channel_only {
        team.world(|world| world.overwrite(team.daily, OverwriteKind::Member, world.bot.get(), NONE, lacks));
    } else {
        team.lack(lacks);
    }
    assert_eq!(team.send(body).await.refusal(), (403, code));
}

#[tokio::test]
async fn files_need_their_permission() {
    let team = Team::start().await;
    team.lack(Permissions::ATTACH_FILES);
    assert_eq!(team.upload(json!({}), vec![("a.txt", vec![1])]).await.refusal(), (403, 50013));
}

#[tokio::test]
async fn a_timed_out_bot_reads_and_writes_nothing() {
    let team = Team::start().await;
    team.world(|world| {
        let (bot, until) = (world.bot, world.now() + 1.hour());
        world.edit_member(team.guild, bot, |member| member.timed_out_until = Some(until));
    });
    assert_eq!(team.get(&team.messages()).await.status, 200);
    assert_eq!(team.send(json!({ "content": "x" })).await.refusal(), (403, 50013));
    team.step(3600).await;
    assert_eq!(team.send(json!({ "content": "x" })).await.status, 200);
}

#[tokio::test]
async fn without_history_the_list_is_empty_and_old_messages_are_out_of_reach() {
    let team = Team::start().await;
    let theirs = team.says(team.mira, "hello");
    team.lack(Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(team.get(&team.messages()).await.json, json!([]));
    assert_eq!(team.get(&theirs).await.refusal(), (403, 50001));
}
