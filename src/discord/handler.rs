//! What the gateway brings, handed to whoever it is for. Each piece of work counts as work of the calendar's and of the
//! farewell's, so that neither a step of the clock nor a stop cuts it short.

use std::sync::Arc;

use serenity::async_trait;
use serenity::client::{Context, EventHandler, RawEventHandler};
use serenity::model::application::Interaction;
use serenity::model::channel::GuildChannel;
use serenity::model::event::{Event, GuildMemberUpdateEvent, ResumedEvent, UnknownEvent};
use serenity::model::gateway::Ready;
use serenity::model::guild::{Guild, Member, Role, UnavailableGuild};
use serenity::model::id::{GuildId, RoleId};
use serenity::model::user::User;
use tokio::runtime::Handle;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::changes::{self, Changes};
use super::gate::Gate;
use super::interactions::Answers;
use super::lifecycle;
use crate::clock::{Bell, Clock};
use crate::store::Store;

pub(super) struct Handler {
    pub(super) gate: Arc<Gate>,
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) bell: Bell,
    pub(super) changes: Changes,
    pub(super) answers: Arc<Answers>,
    /// Everything in hand.
    pub(super) work: TaskTracker,
    /// Where it is done: serenity calls from a runtime of its own (see the gateway).
    pub(super) home: Handle,
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        self.gate.set_me(ready.user.id);
        tracing::info!(servers = ready.guilds.len(), "welcomed by the gateway");
        let named = ready.guilds.iter().map(|guild| guild.id).collect();
        let shard = ready.shard.map_or((0, 1), |shard| (u64::from(shard.id.0), u64::from(shard.total)));
        let busy = self.clock.busy();
        let (gate, store, clock, bell) =
            (Arc::clone(&self.gate), self.store.clone(), self.clock.clone(), self.bell.clone());
        let task = async move {
            lifecycle::look_for_missing(&named, shard, &gate, &store, &clock, &bell).await;
            drop(busy);
        };
        self.work.spawn_on(task, &self.home);
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        tracing::info!("back at the gateway; nothing was missed");
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let busy = self.clock.busy();
        let (me, store, clock, bell) = (self.gate.me(), self.store.clone(), self.clock.clone(), self.bell.clone());
        let (noted, members) = (self.changes.clone(), self.gate.members().clone());
        let task = async move {
            lifecycle::arrived(&guild, me, &store, &clock, &bell).await;
            changes::roles_of(&guild, &store, &clock, &bell).await;
            // Something may have been mended while nobody listened.
            noted.note(guild.id);
            members.read(guild.id);
            drop(busy);
        };
        self.work.spawn_on(task, &self.home);
    }

    async fn guild_delete(&self, _: Context, guild: UnavailableGuild, _: Option<Guild>) {
        let busy = self.clock.busy();
        let (gate, store, clock, bell) =
            (Arc::clone(&self.gate), self.store.clone(), self.clock.clone(), self.bell.clone());
        let task = async move {
            lifecycle::left(&guild, &gate, &store, &clock, &bell).await;
            drop(busy);
        };
        self.work.spawn_on(task, &self.home);
    }

    async fn guild_role_delete(&self, _: Context, guild: GuildId, role: RoleId, _: Option<Role>) {
        let busy = self.clock.busy();
        let (store, clock, bell) = (self.store.clone(), self.clock.clone(), self.bell.clone());
        let task = async move {
            changes::role_gone(guild, role, &store, &clock, &bell).await;
            drop(busy);
        };
        self.work.spawn_on(task, &self.home);
        self.changes.note(guild);
    }

    async fn guild_role_create(&self, _: Context, role: Role) {
        self.changes.note(role.guild_id);
    }

    async fn guild_role_update(&self, _: Context, _: Option<Role>, role: Role) {
        self.changes.note(role.guild_id);
    }

    async fn channel_create(&self, _: Context, channel: GuildChannel) {
        self.changes.note(channel.guild_id);
    }

    async fn channel_update(&self, _: Context, _: Option<GuildChannel>, channel: GuildChannel) {
        self.changes.note(channel.guild_id);
    }

    async fn thread_update(&self, _: Context, _: Option<GuildChannel>, thread: GuildChannel) {
        self.changes.note(thread.guild_id);
    }

    async fn guild_member_update(
        &self,
        _: Context,
        _: Option<Member>,
        _: Option<Member>,
        update: GuildMemberUpdateEvent,
    ) {
        // Without a privileged intent only the bot's own comes.
        if update.user.id == self.gate.me() {
            self.changes.note(update.guild_id);
        } else if !update.user.bot {
            self.gate.members().changed(update.guild_id, update.user.id, &update.roles);
        }
    }

    async fn guild_member_addition(&self, _: Context, member: Member) {
        if !member.user.bot {
            self.gate.members().look(member.guild_id, member.user.id);
        }
    }

    async fn guild_member_removal(&self, _: Context, guild: GuildId, user: User, _: Option<Member>) {
        if !user.bot {
            self.gate.members().look(guild, user.id);
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let arrived = Instant::now();
        let busy = self.clock.busy();
        let answers = Arc::clone(&self.answers);
        let task = async move {
            answers.handle(interaction, arrived).await;
            drop(busy);
        };
        self.work.spawn_on(task, &self.home);
    }
}

/// What serenity could not read. It becomes an event of no known kind, silently: a person would be left waiting.
pub(super) struct Unread {
    pub(super) answers: Arc<Answers>,
    pub(super) work: TaskTracker,
    pub(super) home: Handle,
}

#[async_trait]
impl RawEventHandler for Unread {
    async fn raw_event(&self, _: Context, event: Event) {
        let Event::Unknown(UnknownEvent { kind, value, .. }) = event else { return };
        // Anything else that is unknown is news of a kind that the bot has no use for.
        if kind != "INTERACTION_CREATE" {
            return;
        }
        tracing::error!("an interaction could not be read: Discord's format has changed, or it is no Discord");
        let arrived = Instant::now();
        let answers = Arc::clone(&self.answers);
        self.work.spawn_on(async move { answers.apologise(&value, arrived).await }, &self.home);
    }
}
