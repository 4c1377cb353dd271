//! Who holds the roles that rosters follow, where the operator lets the bot hear of members (`[discord] members_intent`).
//!
//! At each welcome the members of every server whose roster follows a role are read, so that what happened while nobody
//! listened is caught up with. In between, events tell who came, who went and whose roles changed. Events are handled side by
//! side, so that of two about the same person the earlier one may be heard of last: each is a hint only, and where it says
//! something that was not known, Discord is asked how it stands. What is known is who holds the role: their ids, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{GuildId, RoleId, UserId};
use tokio_util::sync::CancellationToken;

use super::gate::{Gate, GateFault, MemberSeen};
use crate::clock::{Alarm, Bell, Clock};
use crate::commands::Hearing;
use crate::store::{Holder, MemberFound, MembersRead, Store, StoreError};

/// How long nothing is asked about a server after something about it failed.
const REST: SignedDuration = SignedDuration::from_mins(5);

/// What is known of members, and what is to be found out. All clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    state: Arc<Mutex<State>>,
    /// Wakes whoever finds out.
    bell: Arc<OnceLock<Bell>>,
}

#[derive(Debug, Default)]
struct State {
    hearing: Hearing,
    /// Those whose rosters follow a role.
    servers: BTreeMap<GuildId, Server>,
    to_read: BTreeSet<GuildId>,
    to_look: BTreeSet<(GuildId, UserId)>,
}

#[derive(Debug)]
struct Server {
    role: RoleId,
    /// Who holds it; `None` until the members were read.
    holders: Option<BTreeSet<UserId>>,
    /// Who held it when they were last read, while they are read again.
    before: Option<BTreeSet<UserId>>,
}

impl Members {
    /// The gateway is asked for members; `bell` wakes whoever finds out about them.
    pub(super) fn listen(&self, bell: Bell) {
        self.lock().hearing = Hearing::Heard;
        // Said once a life.
        let _ = self.bell.set(bell);
    }

    /// Discord does not let the bot hear of them.
    pub(super) fn refused(&self) {
        *self.lock() = State { hearing: Hearing::Refused, ..State::default() };
    }

    pub(super) fn hearing(&self) -> Hearing {
        self.lock().hearing
    }

    pub(super) fn hears(&self) -> bool {
        self.hearing() == Hearing::Heard
    }

    /// The members of this server are to be read, where its roster follows a role.
    pub(super) fn read(&self, guild: GuildId) {
        self.note(|state| state.to_read.insert(guild));
    }

    /// Somebody came, or went.
    pub(super) fn look(&self, guild: GuildId, user: UserId) {
        self.note(|state| state.to_look.insert((guild, user)));
    }

    /// Something about somebody changed: these are their roles now, or were a moment ago.
    pub(super) fn changed(&self, guild: GuildId, user: UserId, roles: &[RoleId]) {
        self.note(|state| {
            let news = state.servers.get(&guild).is_some_and(|server| {
                let held = server.holders.as_ref().map(|holders| holders.contains(&user));
                held != Some(roles.contains(&server.role))
            });
            news && state.to_look.insert((guild, user))
        });
    }

    fn note(&self, change: impl FnOnce(&mut State) -> bool) {
        let mut state = self.lock();
        let news = state.hearing == Hearing::Heard && change(&mut state);
        drop(state);
        if let Some(bell) = self.bell.get().filter(|_| news) {
            bell.ring();
        }
    }

    /// A panic elsewhere leaves ids behind, which stay usable.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next server whose members are to be read, but for those that rest.
    fn take_read(&self, resting: &BTreeSet<GuildId>) -> Option<GuildId> {
        self.lock().to_read.extract_if(.., |guild| !resting.contains(guild)).next()
    }

    /// Whom to look at next, but for those of servers that rest.
    fn take_look(&self, resting: &BTreeSet<GuildId>) -> Option<(GuildId, UserId)> {
        self.lock().to_look.extract_if(.., |(guild, _)| !resting.contains(guild)).next()
    }

    /// What to find out next, but for servers that rest: about all members of a server, or about one of them.
    fn take(&self, resting: &BTreeSet<GuildId>) -> Option<(GuildId, Option<UserId>)> {
        let read = self.take_read(resting).map(|guild| (guild, None));
        read.or_else(|| self.take_look(resting).map(|(guild, user)| (guild, Some(user))))
    }

    /// From now on every change in the server is news. Says who held the role before, where that is known.
    fn begin(&self, guild: GuildId, role: RoleId) -> Option<BTreeSet<UserId>> {
        let mut state = self.lock();
        let server = state.servers.entry(guild).or_insert(Server { role, holders: None, before: None });
        if server.role != role {
            *server = Server { role, holders: None, before: None };
        }
        if let Some(holders) = server.holders.take() {
            server.before = Some(holders);
        }
        server.before.clone()
    }

    fn finish(&self, guild: GuildId, role: RoleId, holders: BTreeSet<UserId>) {
        self.lock().servers.insert(guild, Server { role, holders: Some(holders), before: None });
    }

    fn follows_none(&self, guild: GuildId) {
        self.lock().servers.remove(&guild);
    }

    /// The role that is followed there, and whether somebody held it when that was last known.
    fn known(&self, guild: GuildId, user: UserId) -> Option<(RoleId, Option<bool>)> {
        let state = self.lock();
        let server = state.servers.get(&guild)?;
        let holders = server.holders.as_ref().or(server.before.as_ref());
        Some((server.role, holders.map(|holders| holders.contains(&user))))
    }

    fn learn(&self, guild: GuildId, role: RoleId, user: UserId, holds: bool) {
        let mut state = self.lock();
        let server = state.servers.get_mut(&guild).filter(|server| server.role == role);
        let Some(holders) = server.and_then(|server| server.holders.as_mut()) else { return };
        if holds {
            holders.insert(user);
        } else {
            holders.remove(&user);
        }
    }
}

/// Where so many servers rest it is not the one or the other: all of them do. Those whose turn did not come are asked first when
/// that is over, so that ten that always fail hold up the others by five minutes, and not for good.
const MOST_RESTING: usize = 10;

/// Finds out about members, one question after another.
pub(super) struct Following {
    pub(super) gate: Arc<Gate>,
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) members: Members,
}

/// Why something was not found out.
enum Failed {
    /// Another try may help.
    ForNow,
    /// It does not, before the next welcome.
    ForGood,
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        tracing::warn!(cause = %error, "the store failed; rosters follow their roles a little later");
        Self::ForNow
    }
}

impl Following {
    /// Finds out whatever comes up, until `stop` is cancelled.
    pub(super) async fn run(&self, mut alarm: Alarm, stop: CancellationToken) {
        // Since something about them failed, and until when.
        let (mut resting, mut again) = (BTreeSet::new(), None);
        // Those that rested last.
        let mut rested = BTreeSet::new();
        loop {
            if stop.run_until_cancelled(alarm.wait(again)).await.is_none() {
                return;
            }
            if again.is_some_and(|again| again <= self.clock.now()) {
                rested = std::mem::take(&mut resting);
            }
            if stop.run_until_cancelled(self.find_out(&mut resting, &rested)).await.is_none() {
                return;
            }
            again = match (resting.is_empty(), again) {
                (true, _) => None,
                // Another one that fails meanwhile is tried again with those before it.
                (false, Some(again)) if again > self.clock.now() => Some(again),
                (false, _) => self.clock.now().checked_add(REST).ok().or(Some(Timestamp::MAX)),
            };
        }
    }

    /// Finds out all that comes up about servers that do not rest. One about which something fails rests from then on, with
    /// the rest of what there is to find out about it, so that no other waits for it. Those that `rested` before come last.
    async fn find_out(&self, resting: &mut BTreeSet<GuildId>, rested: &BTreeSet<GuildId>) {
        while resting.len() < MOST_RESTING {
            let last = &*resting | rested;
            match self.members.take(&last).or_else(|| self.members.take(resting)) {
                Some((guild, None)) => match self.read(guild).await {
                    Ok(()) => {}
                    Err(Failed::ForGood) => self.members.follows_none(guild),
                    Err(Failed::ForNow) => {
                        resting.insert(guild);
                        self.members.read(guild);
                    }
                },
                Some((guild, Some(user))) => {
                    if let Err(Failed::ForNow) = self.look(guild, user).await {
                        resting.insert(guild);
                        self.members.look(guild, user);
                    }
                }
                None => return,
            }
        }
    }

    /// Reads all members of a server whose roster follows a role.
    async fn read(&self, guild: GuildId) -> Result<(), Failed> {
        let Some(role) = self.store.followed_role(guild).await? else {
            self.members.follows_none(guild);
            return Ok(());
        };
        let before = self.members.begin(guild, role);
        let listed = self.gate.members_of(guild).await.map_err(|fault| failed(guild, &fault))?;
        let mut read = MembersRead::default();
        for (user, seen) in listed {
            if let Some(holder) = holder(user, &seen, role) {
                read.holders.push(holder);
            }
            read.members.insert(user);
        }
        let holders = read.holders.iter().map(|holder| holder.user).collect();
        if self.store.follow_role(guild, role, &read, before.as_ref(), self.clock.now()).await? {
            self.members.finish(guild, role, holders);
        } else {
            // Another role was chosen meanwhile.
            self.members.read(guild);
        }
        Ok(())
    }

    /// Asks how it stands with somebody.
    async fn look(&self, guild: GuildId, user: UserId) -> Result<(), Failed> {
        let followed = self.members.known(guild, user);
        let role = followed.map(|(role, _)| role);
        let known = self.store.is_known(guild, user).await?;
        // Discord is asked of nobody of whom nothing would be written.
        if role.is_none() && !known {
            return Ok(());
        }
        let seen = self.gate.member(guild, user).await.map_err(|fault| failed(guild, &fault))?;
        let held = followed.and_then(|(_, held)| held);
        let holds = role.zip(seen.as_ref()).and_then(|(role, seen)| holder(user, seen, role));
        let found = match (seen, &holds) {
            (_, Some(holder)) => MemberFound::Holds { holder: holder.clone(), given: held == Some(false) },
            (Some(seen), None) => MemberFound::There(seen.name),
            (None, None) => MemberFound::Gone,
        };
        if known || holds.is_some() {
            let now = self.clock.now();
            if !self.store.follow_member(guild, role, user, &found, now).await? {
                self.members.read(guild);
                return Ok(());
            }
        }
        if let Some(role) = role {
            self.members.learn(guild, role, user, holds.is_some());
        }
        Ok(())
    }
}

/// Somebody as a holder of the role, where they hold it. Bots stay off every roster.
fn holder(user: UserId, seen: &MemberSeen, role: RoleId) -> Option<Holder> {
    let holds = !seen.bot && seen.roles.contains(&role);
    holds.then(|| Holder { user, name: seen.name.clone(), joined_at: seen.joined_at })
}

fn failed(guild: GuildId, fault: &GateFault) -> Failed {
    match fault {
        GateFault::Refused { .. } => {
            tracing::warn!(%guild, cause = %fault, "Discord does not show a server's members; its roster follows no role for now");
            Failed::ForGood
        }
        // Told once, when it began.
        GateFault::Down { .. } => Failed::ForNow,
        _ => {
            tracing::warn!(%guild, cause = %fault, "a server's members could not be read; asking again in five minutes");
            Failed::ForNow
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: GuildId = GuildId::new(1);
    const ROLE: RoleId = RoleId::new(7);
    const ANNA: UserId = UserId::new(11);

    fn listening() -> Members {
        let members = Members::default();
        members.listen(Alarm::new(&Clock::system()).bell());
        members
    }

    #[test]
    fn nothing_is_noted_where_nobody_listens() {
        for members in [Members::default(), {
            let refused = listening();
            refused.refused();
            refused
        }] {
            members.read(GUILD);
            members.look(GUILD, ANNA);
            let none = BTreeSet::new();
            assert!(members.take_read(&none).is_none() && members.take_look(&none).is_none(), "{members:?}");
        }
    }

    #[test]
    fn only_what_was_not_known_is_looked_at() {
        let (members, none) = (listening(), BTreeSet::new());
        members.changed(GUILD, ANNA, &[ROLE]);
        assert_eq!(members.take_look(&none), None, "no role is followed there");
        assert_eq!(members.begin(GUILD, ROLE), None);
        members.changed(GUILD, ANNA, &[]);
        assert_eq!(members.take_look(&none), Some((GUILD, ANNA)), "while they are read, everything is news");
        members.finish(GUILD, ROLE, [ANNA].into());
        members.changed(GUILD, ANNA, &[RoleId::new(8), ROLE]);
        members.changed(GUILD, UserId::new(12), &[RoleId::new(8)]);
        assert_eq!(members.take_look(&none), None);
        members.changed(GUILD, ANNA, &[RoleId::new(8)]);
        members.changed(GUILD, UserId::new(12), &[ROLE]);
        assert_eq!(members.take_look(&none), Some((GUILD, ANNA)));
        assert_eq!(members.take_look(&none), Some((GUILD, UserId::new(12))));
        members.learn(GUILD, ROLE, ANNA, false);
        assert_eq!(members.known(GUILD, ANNA), Some((ROLE, Some(false))));
    }

    #[test]
    fn what_there_is_about_a_server_that_rests_stays_for_later() {
        let members = listening();
        let (other, resting) = (GuildId::new(2), BTreeSet::from([GUILD]));
        for guild in [GUILD, other] {
            members.read(guild);
            members.look(guild, ANNA);
        }
        assert_eq!((members.take_read(&resting), members.take_read(&resting)), (Some(other), None));
        assert_eq!((members.take_look(&resting), members.take_look(&resting)), (Some((other, ANNA)), None));
        let none = BTreeSet::new();
        assert_eq!((members.take_read(&none), members.take_look(&none)), (Some(GUILD), Some((GUILD, ANNA))));
        assert_eq!((members.take_read(&none), members.take_look(&none)), (None, None));
    }

    #[test]
    fn who_held_the_role_before_a_read_is_known_until_it_is_over() {
        let members = listening();
        members.finish(GUILD, ROLE, [ANNA].into());
        assert_eq!(members.begin(GUILD, ROLE), Some([ANNA].into()));
        assert_eq!(members.begin(GUILD, ROLE), Some([ANNA].into()), "also where the first read failed");
        members.finish(GUILD, ROLE, BTreeSet::new());
        assert_eq!(members.begin(GUILD, ROLE), Some(BTreeSet::new()));
        assert_eq!(members.begin(GUILD, RoleId::new(8)), None, "of another role nothing is known");
    }
}
