//! Setting the scene: what a scene's line changes in the world.

use jiff::ToSpan;

use serde_json::json;

use super::fault::{Problem, nearest};
use super::line::{ChannelChange, Holds, Scene, Whom};
use super::stage::Stage;
use crate::rehearsal::StandIn;
use crate::rehearsal::rest::guess_type;
use crate::rehearsal::world::{ChannelId, ChannelKind, GuildId, NewThread, OverwriteKind, Permissions, UserId};

impl Stage {
    /// Does what the line says. [`Scene::Invited`] and [`Scene::Removed`] need the bot to come to rest afterwards.
    pub(super) fn arrange(&mut self, scene: &Scene) -> Result<(), Problem> {
        match scene {
            Scene::Server { name, channels, owner } => {
                if self.with(|world| world.guild_named(name).is_some()) {
                    return Err(Problem::new(format!("there is a server called \"{name}\" already")));
                }
                let channels = if channels.is_empty() { &["general".to_owned()] } else { channels.as_slice() };
                self.add_server(name, channels, owner.as_deref().unwrap_or("owner"));
            }
            Scene::InServer(name) => {
                let found = self.with(|world| world.guild_named(name).map(|guild| guild.id));
                self.guild = Some(found.ok_or_else(|| Problem::new(format!("there is no server called \"{name}\"")))?);
            }
            Scene::NoSystemChannel => {
                let guild = self.guild();
                self.with(|world| {
                    if let Some(server) = world.guilds.get_mut(&guild) {
                        server.system_channel = None;
                    }
                });
            }
            Scene::Outage(unavailable) => {
                let guild = self.guild();
                self.with(|world| world.set_unavailable(guild, *unavailable));
            }
            Scene::Channel(name, change) => self.change_channel(name, change)?,
            Scene::Person { name, shown, bot } => {
                let user = self.person(name);
                self.with(|world| {
                    if let Some(user) = world.users.get_mut(&user) {
                        user.bot = *bot;
                        if let Some(shown) = shown {
                            user.global_name = Some(shown.clone());
                        }
                    }
                });
            }
            Scene::File { name, holds } => {
                let bytes = match holds {
                    Holds::Text(text) => text.clone().into_bytes(),
                    // 0xff begins no character, and no file of any kind that a bot would read.
                    Holds::Rubbish(bytes) => (0..*bytes).map(|at| if at % 2 == 0 { 0xff } else { at as u8 }).collect(),
                };
                self.with(|world| world.keep_file(name, guess_type(name), bytes.into()));
            }
            Scene::TakesDirect(name, open) => {
                let user = self.person(name);
                self.with(|world| {
                    if let Some(user) = world.users.get_mut(&user) {
                        user.refuses_dms = !open;
                    }
                });
            }
            Scene::RoleDeleted(name) => {
                let guild = self.guild();
                let gone = self.with(|world| {
                    let server = world.guilds.get(&guild)?;
                    let role = server.roles.values().find(|role| role.name == *name)?.id;
                    world.remove_role(guild, role).then_some(())
                });
                gone.ok_or_else(|| Problem::new(format!("there is no role called \"{name}\"")))?;
            }
            Scene::Setting { name, value } => drop(self.settings.insert(name.clone(), value.clone())),
            Scene::Portal(allows) => self.stand_in.gateway().allow_privileged_intents(*allows),
            Scene::RoleTaken { name, members } => {
                let members: Vec<UserId> = members.iter().map(|member| self.person(member)).collect();
                let guild = self.guild();
                let taken = self.with(|world| {
                    let server = world.guilds.get(&guild)?;
                    let role = server.roles.values().find(|role| role.name == *name)?.id;
                    for member in members {
                        world.edit_member(guild, member, |member| {
                            member.roles.remove(&role);
                        });
                    }
                    Some(())
                });
                taken.ok_or_else(|| Problem::new(format!("there is no role called \"{name}\"")))?;
            }
            Scene::TimedOut(inside) => {
                let guild = self.guild();
                self.with(|world| {
                    // As long as a timeout can last.
                    let until = world.now().checked_add((28 * 24).hours()).ok().filter(|_| *inside);
                    let bot = world.bot;
                    world.edit_member(guild, bot, |member| member.timed_out_until = until);
                });
            }
            Scene::Role { name, members } => {
                let members: Vec<UserId> = members.iter().map(|member| self.person(member)).collect();
                let guild = self.guild();
                self.with(|world| {
                    let known = world
                        .guilds
                        .get(&guild)
                        .and_then(|server| server.roles.values().find(|role| role.name == *name).map(|role| role.id));
                    let Some(role) = known.or_else(|| world.add_role(guild, name, Permissions::empty())) else {
                        return;
                    };
                    for member in members {
                        world.edit_member(guild, member, |member| {
                            member.roles.insert(role);
                        });
                    }
                });
            }
            Scene::Permit { whom, permissions, channel, allowed } => {
                let channel = channel.as_ref().map(|channel| self.channel(channel));
                self.permit(whom, *permissions, channel, *allowed);
            }
            Scene::Invited => {
                let guild = self.guild();
                self.with(|world| world.invite_bot(guild, Self::invitation()));
            }
            Scene::Removed => {
                let guild = self.guild();
                if !self.with(|world| world.remove_bot(guild)) {
                    return Err(Problem::new("the bot is not in the server"));
                }
            }
        }
        Ok(())
    }

    fn change_channel(&mut self, name: &str, change: &ChannelChange) -> Result<(), Problem> {
        let guild = self.guild();
        let known = self.channel_known(name);
        let kind = match change {
            ChannelChange::Forum => Some(ChannelKind::Forum),
            ChannelChange::Announcement => Some(ChannelKind::Announcement),
            _ => None,
        };
        match (change, known) {
            (ChannelChange::Deleted, Some(channel)) => {
                self.with(|world| world.remove_channel(channel));
            }
            (ChannelChange::Renamed(new), Some(channel)) => {
                self.with(|world| world.edit_channel(channel, |channel| channel.name.clone_from(new)));
            }
            (ChannelChange::Tags(names), Some(channel)) => {
                let tags = names.iter().zip(channel.get() + 1..).map(|(name, id)| {
                    json!({ "id": id.to_string(), "name": name, "moderated": false, "emoji_id": null, "emoji_name": null })
                });
                let tags = tags.collect();
                self.with(|world| world.edit_channel(channel, |channel| channel.available_tags = tags));
            }
            (ChannelChange::AsksForTag, Some(channel)) => {
                self.with(|world| world.edit_channel(channel, |channel| channel.requires_tag = true));
            }
            (ChannelChange::ThreadIn(_), Some(_)) => {
                return Err(Problem::new(format!("#{name} exists already, and a channel keeps its kind")));
            }
            (ChannelChange::ThreadIn(parent), None) => {
                let (parent, owner) = (self.channel(parent), self.person("owner"));
                self.with(|world| {
                    world.start_thread(NewThread {
                        parent,
                        from: None,
                        name: name.to_owned(),
                        kind: ChannelKind::PublicThread,
                        owner,
                        auto_archive_minutes: 4_320,
                        invitable: true,
                        applied_tags: Vec::new(),
                    })
                });
            }
            (ChannelChange::Archived(archived), Some(thread)) => {
                self.with(|world| world.set_archived(thread, *archived));
            }
            (ChannelChange::Locked(locked), Some(thread)) => {
                self.with(|world| {
                    world.edit_channel(thread, |channel| {
                        if let Some(state) = &mut channel.thread {
                            state.locked = *locked;
                        }
                    });
                });
            }
            (
                ChannelChange::Deleted
                | ChannelChange::Renamed(_)
                | ChannelChange::Tags(_)
                | ChannelChange::AsksForTag
                | ChannelChange::Archived(_)
                | ChannelChange::Locked(_),
                None,
            ) => {
                return Err(self.no_channel(name));
            }
            (_, Some(_)) if kind.is_some() => {
                return Err(Problem::new(format!("#{name} exists already, and a channel keeps its kind")));
            }
            (_, None) if kind.is_some() => {
                let kind = kind.unwrap_or(ChannelKind::Text);
                self.with(|world| world.add_channel_of(guild, name, kind, |_| ()));
            }
            _ => {
                let channel = self.channel(name);
                if *change == ChannelChange::Private {
                    self.permit(&Whom::Everyone, Permissions::VIEW_CHANNEL, Some(channel), false);
                }
            }
        }
        Ok(())
    }

    /// A problem that names the channels there are.
    pub(super) fn no_channel(&mut self, name: &str) -> Problem {
        let guild = self.guild();
        let names: Vec<String> =
            self.with(|world| world.channels_of(guild).map(|channel| channel.name.clone()).collect());
        let problem = Problem::new(format!("there is no channel #{name}"));
        match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => problem.hint(format!("did you mean #{near}?")),
            None => problem,
        }
    }

    fn permit(&mut self, whom: &Whom, permissions: Permissions, channel: Option<ChannelId>, allowed: bool) {
        let guild = self.guild();
        let user = match whom {
            Whom::Everyone => None,
            Whom::Bot => Some(self.with(|world| world.bot)),
            Whom::Person(name) => Some(self.person(name)),
        };
        let none = Permissions::empty();
        let (allow, deny) = if allowed { (permissions, none) } else { (none, permissions) };
        self.with(|world| match (user, channel) {
            (Some(user), Some(channel)) => {
                world.overwrite(channel, OverwriteKind::Member, user.get(), allow, deny);
            }
            (None, Some(channel)) => {
                world.overwrite(channel, OverwriteKind::Role, guild.get(), allow, deny);
            }
            (None, None) => {
                world.edit_role(guild, guild.cast(), |role| role.permissions = (role.permissions | allow) - deny);
            }
            (Some(user), None) if allowed => {
                world.grant(guild, user, permissions);
                // What an earlier line denied this one person in a channel is given back there.
                for channel in own_denials(world, guild, user, permissions) {
                    world.overwrite(channel, OverwriteKind::Member, user.get(), permissions, none);
                }
            }
            (Some(user), None) => {
                let Some(server) = world.guilds.get(&guild) else { return };
                let held = server.members.get(&user).map(|member| member.roles.clone()).unwrap_or_default();
                for role in held {
                    world.edit_role(guild, role, |role| role.permissions -= permissions);
                }
                // What @everyone may do is taken from this one person channel by channel.
                let channels: Vec<_> = world.channels_of(guild).map(|channel| channel.id).collect();
                for channel in channels {
                    world.overwrite(channel, OverwriteKind::Member, user.get(), none, permissions);
                }
            }
        });
    }
}

/// A small server with the bot in it, for whoever logs in to a stand-in that plays no story.
pub fn furnish(stand_in: &StandIn) {
    stand_in.world().with(|world| {
        let owner = world.add_person("Jo");
        let guild = world.add_guild("Harbour", owner);
        let general = world.add_channel(guild, "general");
        world.add_channel(guild, "daily");
        if let Some(server) = world.guilds.get_mut(&guild) {
            server.system_channel = general;
        }
        world.invite_bot(guild, Stage::invitation());
    });
}

fn own_denials(
    world: &crate::rehearsal::World,
    guild: GuildId,
    user: UserId,
    permissions: Permissions,
) -> Vec<ChannelId> {
    let denies = |channel: &&crate::rehearsal::world::Channel| {
        channel
            .overwrites
            .iter()
            .any(|one| one.kind == OverwriteKind::Member && one.id == user.get() && one.deny.intersects(permissions))
    };
    world.channels_of(guild).filter(denies).map(|channel| channel.id).collect()
}
