//! Several posts in hand at once: each goes out once, nobody is left hanging, and a trouble of all is met by one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clarion::clock::{Alarm, Bell};
use clarion::messages::{Access, Packed};
use clarion::posting::{Ended, Engine, EngineOptions, Happened, NoticeBoard, SendFault, Sender};
use clarion::store::{Id, Kept, NewOccurrence, NewReflection, OccurrenceKey, OccurrenceState, Schedule, Store};
use jiff::Timestamp;
use serenity::async_trait;
use serenity::builder::{CreateMessage, EditMessage};
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::channel::{CHANNEL, Channel, Fate, GUILD, PATIENCE};
use super::outage::{number, tell};
use super::scene::{Scene, library};

const BEFORE: &str = "2026-11-23T08:59:00Z";
const NINE: &str = "2026-11-23T09:00:00Z";

/// A channel whose requests wait at a door, and are counted there.
pub struct Door {
    channel: Channel,
    open: Semaphore,
    inside: AtomicUsize,
    most: AtomicUsize,
    panics: bool,
    /// The channel behind it; `None` where all of them are.
    before: Option<ChannelId>,
}

impl Door {
    /// A door that lets so many through before it shuts.
    pub fn new(scene: &Scene, let_through: usize) -> Arc<Self> {
        Arc::new(Self {
            channel: scene.channel.clone(),
            open: Semaphore::new(let_through),
            inside: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            panics: false,
            before: None,
        })
    }

    /// A shut door before one channel alone.
    pub fn before(scene: &Scene, channel: ChannelId) -> Arc<Self> {
        Arc::new(Self { before: Some(channel), ..Arc::into_inner(Self::new(scene, 0)).unwrap() })
    }

    /// From here on everybody passes.
    pub fn opens(&self) {
        self.open.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    /// Returns when so many wait at the door.
    pub async fn crowd(&self, count: usize) {
        let gathered = async {
            while self.inside.load(Ordering::SeqCst) != count {
                tokio::task::yield_now().await;
            }
        };
        let inside = || self.inside.load(Ordering::SeqCst);
        assert!(tokio::time::timeout(PATIENCE, gathered).await.is_ok(), "{} came, not {count}", inside());
    }

    /// Returns when the door has let it through.
    async fn passes(&self, channel: ChannelId) {
        if self.before.is_some_and(|before| before != channel) {
            return;
        }
        let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(inside, Ordering::SeqCst);
        self.open.acquire().await.unwrap().forget();
        // Others have their turn, so that those who may be side by side are.
        tokio::task::yield_now().await;
        self.inside.fetch_sub(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Sender for Door {
    async fn send(
        &self,
        channel: ChannelId,
        message: &Packed<CreateMessage>,
        nonce: Id,
        until: Timestamp,
    ) -> Result<MessageId, SendFault> {
        assert!(!self.panics, "a defect in the sender");
        self.passes(channel).await;
        self.channel.send(channel, message, nonce, until).await
    }

    async fn post_in_forum(
        &self,
        forum: ChannelId,
        title: &str,
        message: &Packed<CreateMessage>,
        until: Timestamp,
    ) -> Result<MessageId, SendFault> {
        self.passes(forum).await;
        self.channel.post_in_forum(forum, title, message, until).await
    }

    async fn find_in_forum(
        &self,
        guild: GuildId,
        forum: ChannelId,
        mark: Id,
        since: Timestamp,
    ) -> Result<Option<MessageId>, SendFault> {
        self.channel.find_in_forum(guild, forum, mark, since).await
    }

    async fn open_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
        until: Timestamp,
    ) -> Result<(), SendFault> {
        self.channel.open_thread(channel, message, name, until).await
    }

    async fn edit(
        &self,
        channel: ChannelId,
        message: MessageId,
        edited: &Packed<EditMessage>,
        until: Timestamp,
    ) -> Result<(), SendFault> {
        self.passes(channel).await;
        self.channel.edit(channel, message, edited, until).await
    }

    async fn delete(&self, channel: ChannelId, message: MessageId, until: Timestamp) -> Result<(), SendFault> {
        self.passes(channel).await;
        self.channel.delete(channel, message, until).await
    }

    async fn find_mark(&self, channel: ChannelId, mark: Id, since: Timestamp) -> Result<Option<MessageId>, SendFault> {
        self.channel.find_mark(channel, mark, since).await
    }

    async fn notice_board(&self, guild: GuildId) -> Result<NoticeBoard, SendFault> {
        self.channel.notice_board(guild).await
    }

    async fn direct_channel(&self, person: UserId) -> Result<ChannelId, SendFault> {
        self.channel.direct_channel(person).await
    }

    async fn may_decide(&self, guild: GuildId, person: UserId, role: Option<RoleId>) -> Result<bool, SendFault> {
        self.channel.may_decide(guild, person, role).await
    }

    async fn is_open(&self, guild: GuildId, thread: ChannelId) -> Result<bool, SendFault> {
        self.channel.is_open(guild, thread).await
    }

    async fn access(&self, guild: GuildId, channel: ChannelId) -> Access {
        self.channel.access(guild, channel).await
    }
}

/// The loop at work.
pub struct Running {
    ended: JoinHandle<Ended>,
    stop: CancellationToken,
    bell: Bell,
}

impl Running {
    pub fn start(scene: &Scene, sender: Arc<dyn Sender>, hands: usize) -> Self {
        let (alarm, stop) = (Alarm::new(&scene.clock), CancellationToken::new());
        let bell = alarm.bell();
        let options = EngineOptions { hands, ..EngineOptions::default() };
        let engine = Engine::new(scene.store.clone(), library(), sender, scene.clock.clone(), options);
        let asked = stop.clone();
        Self { ended: tokio::spawn(async move { engine.run(alarm, asked).await }), stop, bell }
    }

    pub async fn stop(self) {
        self.stop.cancel();
        assert_eq!(tokio::time::timeout(PATIENCE, self.ended).await.unwrap().unwrap(), Ended::Asked);
    }
}

/// So many servers, each with a schedule at nine.
pub async fn servers(scene: &Scene, count: u64) -> Vec<Schedule> {
    let mut schedules = Vec::new();
    for server in 1..=count {
        let (guild, channel) = (GuildId::new(7_000 + server), ChannelId::new(9_000 + server));
        schedules.push(scene.daily_in(guild, channel, "09:00 daily UTC").await);
    }
    schedules
}

async fn states(store: &Store, schedules: &[Schedule]) -> Vec<Vec<OccurrenceState>> {
    let mut states = Vec::new();
    for schedule in schedules {
        let recent = store.recent_occurrences(schedule.id, 9).await.unwrap();
        states.push(recent.into_iter().map(|occurrence| occurrence.state).collect());
    }
    states
}

#[tokio::test]
async fn many_due_at_once_are_posted_once_each_by_as_many_hands_as_there_are() {
    for hands in [0, 1, 5] {
        let scene = Scene::at(BEFORE).await;
        let schedules = servers(&scene, 30).await;
        let door = Door::new(&scene, 0);
        let running = Running::start(&scene, Arc::clone(&door) as _, hands);
        tokio::join!(scene.wait_until(NINE), async {
            door.crowd(hands.max(1)).await;
            door.opens();
        });
        // The clock has come to rest: everything is done.
        let mut channels: Vec<_> = scene.channel.messages().iter().map(|message| message.channel).collect();
        channels.sort();
        let wanted: Vec<_> = schedules.iter().map(|schedule| schedule.channel).collect();
        assert_eq!(channels, wanted, "{hands} hands");
        assert_eq!(door.most.load(Ordering::SeqCst), hands.max(1));
        assert_eq!(scene.channel.sends(), 30);
        scene.wait_until("2026-11-24T09:00:00Z").await;
        assert_eq!(scene.channel.messages().len(), 60);
        running.stop().await;
    }
}

/// Twenty prompts that somebody asked for in one channel, just before it is time in twenty servers.
async fn asked_for(scene: &Scene, channel: ChannelId) -> Vec<Id> {
    let schedule = scene.daily_in(GUILD, channel, "12:00 daily UTC").await;
    for interaction in 1..=20 {
        let key = OccurrenceKey::Extra { schedule: schedule.id, interaction: InteractionId::new(interaction) };
        let due_at = "2026-11-23T08:59:30Z".parse().unwrap();
        scene.store.add_occurrence(NewOccurrence { key, guild: GUILD, channel, due_at }, due_at).await.unwrap();
    }
    scene.store.recent_occurrences(schedule.id, 30).await.unwrap().into_iter().map(|extra| extra.id).collect()
}

#[tokio::test]
async fn a_channel_of_which_much_is_wanted_keeps_nobody_waiting() {
    let scene = Scene::at(BEFORE).await;
    let schedules = servers(&scene, 20).await;
    let extras = asked_for(&scene, CHANNEL).await;
    scene.hand.set_to(NINE.parse().unwrap(), PATIENCE).await.unwrap();
    let door = Door::before(&scene, CHANNEL);
    let hands = EngineOptions::default().hands;
    assert!(hands < extras.len());
    let running = Running::start(&scene, Arc::clone(&door) as _, hands);
    let others = async {
        while scene.channel.messages().len() < schedules.len() {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, others).await;
    assert!(in_time.is_ok(), "{} of the others went out", scene.channel.messages().len());
    assert!(scene.channel.prompts().is_empty());
    door.crowd(3).await;
    door.opens();
    scene.wait(10 * 60).await;
    assert_eq!((scene.channel.prompts().len(), scene.channel.sends()), (20, 40));
    assert_eq!(door.most.load(Ordering::SeqCst), 3);
    for extra in extras {
        let extra = scene.store.occurrence(extra).await.unwrap().unwrap();
        assert!(matches!(extra.state, OccurrenceState::Posted(_)), "{extra:?}");
        assert_eq!(extra.attempts, 1, "standing back is no try");
    }
    running.stop().await;
}

/// What is asked for by hand does not overtake the day's prompt for ever.
#[tokio::test]
async fn a_days_prompt_stands_back_for_one_turn_and_an_extra_for_all() {
    for (when, seconds) in [("09:00 daily UTC", "2.5"), ("12:00 daily UTC", "7.5")] {
        let scene = Scene::at(BEFORE).await;
        let schedule = scene.daily_in(GUILD, CHANNEL, when).await;
        // With three in hand, the fourth of the channel is the day's prompt, or one more extra.
        for interaction in 1..=if seconds == "2.5" { 3 } else { 4 } {
            let key = OccurrenceKey::Extra { schedule: schedule.id, interaction: InteractionId::new(interaction) };
            let due_at = "2026-11-23T08:59:30Z".parse().unwrap();
            let extra = NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at };
            scene.store.add_occurrence(extra, due_at).await.unwrap();
        }
        scene.hand.set_to(NINE.parse().unwrap(), PATIENCE).await.unwrap();
        let door = Door::before(&scene, CHANNEL);
        let running = Running::start(&scene, Arc::clone(&door) as _, 16);
        door.crowd(3).await;
        let nine: Timestamp = NINE.parse().unwrap();
        let stands_back = async {
            loop {
                let next = scene.store.next_due().await.unwrap().unwrap().duration_since(nine).as_secs_f64();
                if next > 0.0 && next < 60.0 {
                    return next.to_string();
                }
            }
        };
        assert_eq!(tokio::time::timeout(PATIENCE, stands_back).await.unwrap(), seconds, "{when}");
        door.opens();
        scene.wait(60).await;
        assert_eq!(scene.channel.prompts().len(), 4);
        running.stop().await;
    }
}

#[tokio::test]
async fn a_stop_finishes_what_is_in_hand_and_begins_nothing_new() {
    let scene = Scene::at(BEFORE).await;
    let schedules = servers(&scene, 9).await;
    let door = Door::new(&scene, 0);
    let running = Running::start(&scene, Arc::clone(&door) as _, 3);
    scene.hand.settled(PATIENCE).await.unwrap();
    tokio::join!(scene.wait_until(NINE), async {
        door.crowd(3).await;
        running.stop.cancel();
        door.opens();
    });
    running.stop().await;
    let states = states(&scene.store, &schedules).await.concat();
    let posted = states.iter().filter(|state| matches!(state, OccurrenceState::Posted(_))).count();
    assert_eq!((posted, scene.channel.sends()), (3, 3));
    assert!(!states.contains(&OccurrenceState::Claimed), "{states:?}");
}

#[tokio::test]
async fn where_discord_is_down_all_rest_and_one_goes_ahead() {
    let scene = Scene::at(BEFORE).await;
    servers(&scene, 20).await;
    let door = Door::new(&scene, Semaphore::MAX_PERMITS);
    for _ in 0..8 {
        scene.channel.fate(Fate::Down(600));
    }
    let running = Running::start(&scene, Arc::clone(&door) as _, 4);
    scene.wait_until(NINE).await;
    let tried = scene.channel.sends();
    assert!((1..=4).contains(&tried), "{tried} were tried");
    running.bell.ring();
    scene.wait(599).await;
    assert_eq!(scene.channel.sends(), tried, "a bell does not bring Discord back");
    // One after another as long as it is down, ten minutes apart.
    for more in 1..=8 - tried {
        scene.wait(if more == 1 { 1 } else { 600 }).await;
        assert_eq!(scene.channel.sends(), tried + more);
    }
    assert_eq!(scene.channel.messages().len(), 0);
    scene.wait(600).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (20, 28));
    running.stop().await;
}

#[tokio::test]
async fn a_database_that_fails_several_at_once_has_failed_once() {
    let scene = Scene::at(BEFORE).await;
    servers(&scene, 5).await;
    let door = Door::new(&scene, 0);
    let running = Running::start(&scene, Arc::clone(&door) as _, 4);
    tokio::join!(scene.wait_until(NINE), async {
        door.crowd(4).await;
        tell(&scene, "ALTER TABLE occurrence RENAME TO gone").await;
        door.opens();
    });
    tell(&scene, "ALTER TABLE gone RENAME TO occurrence").await;
    assert_eq!(scene.channel.messages().len(), 4);
    // The first rest and no longer one: the fifth, which nobody has tried.
    scene.wait(5).await;
    assert_eq!(scene.channel.messages().len(), 5);
    // The four are recorded when their leases have ended, by the same nonces.
    scene.wait(60).await;
    assert_eq!((scene.channel.messages().len(), scene.channel.sends()), (5, 9));
    assert!(scene.store.next_due().await.unwrap().unwrap() > scene.clock.now() + jiff::SignedDuration::from_hours(23));
    running.stop().await;
}

/// Erasing asks more of a database than posting does. Where it fails, it alone waits.
#[tokio::test]
async fn what_cannot_be_erased_makes_no_post_late() {
    let scene = Scene::at("2026-11-23T08:30:00Z").await;
    servers(&scene, 2).await;
    let left = GuildId::new(7_099);
    let long_ago = scene.clock.now() - jiff::SignedDuration::from_hours(24 * 40);
    scene.store.guild_joined(left, None, None, long_ago).await.unwrap();
    scene.store.guild_removed(left, long_ago).await.unwrap();
    let stays = "CREATE TRIGGER stays BEFORE DELETE ON guild BEGIN SELECT RAISE(ABORT, 'it stays'); END";
    tell(&scene, stays).await;
    let running = Running::start(&scene, Arc::new(scene.channel.clone()), 4);
    // What rings the bell meanwhile makes nobody try again, and no rest of the whole loop is in a post's way.
    for _ in 0..4 {
        scene.hand.settled(PATIENCE).await.unwrap();
        running.bell.ring();
    }
    scene.wait_until(NINE).await;
    assert_eq!(scene.channel.messages().len(), 2, "at nine, and not when the loop has rested");
    tell(&scene, "DROP TRIGGER stays").await;
    scene.wait_until("2026-11-23T09:29:59Z").await;
    assert!(scene.store.guild(left).await.unwrap().is_some(), "it is tried once an hour");
    scene.wait(1).await;
    assert_eq!(scene.store.guild(left).await.unwrap(), None);
    running.stop().await;
}

/// Somebody writes something and deletes it again. Whether the file is still to be scrubbed of it, once all is at rest.
async fn owed_after_a_deletion(scene: &Scene, bell: &Bell, interaction: u64) -> bool {
    let (author, now) = (UserId::new(5), scene.clock.now());
    let new = NewReflection {
        interaction: InteractionId::new(interaction),
        guild: GUILD,
        author,
        prompt: "risk-small-bet".to_owned(),
        title: None,
        words: "for nobody".to_owned(),
        at: now,
        local_date: jiff::civil::date(2026, 11, 23),
    };
    let Kept::As(kept) = scene.store.keep_reflection(&new).await.unwrap() else { panic!("there is room") };
    scene.store.delete_reflection(GUILD, author, kept.id).await.unwrap();
    bell.ring();
    scene.hand.settled(PATIENCE).await.unwrap();
    number(scene, "PRAGMA user_version").await != 0
}

/// Everybody waits while a file is scrubbed: whoever writes and deletes all the time does not bring that about each time.
#[tokio::test]
async fn the_files_are_scrubbed_once_in_ten_minutes_at_most() {
    let scene = Scene::at("2026-11-23T07:00:00Z").await;
    let running = Running::start(&scene, Arc::new(scene.channel.clone()), 4);
    scene.hand.settled(PATIENCE).await.unwrap();
    assert!(!owed_after_a_deletion(&scene, &running.bell, 1).await, "the first is scrubbed at once");
    for minute in 1..10 {
        assert!(owed_after_a_deletion(&scene, &running.bell, 1 + minute).await, "after {minute} minutes");
        scene.wait(60).await;
    }
    scene.wait(59).await;
    assert_ne!(number(&scene, "PRAGMA user_version").await, 0);
    // Nobody rings: it is not forgotten.
    scene.wait(1).await;
    assert_eq!(number(&scene, "PRAGMA user_version").await, 0);
    scene.wait(600).await;
    assert!(!owed_after_a_deletion(&scene, &running.bell, 20).await, "after ten quiet minutes");
    running.stop().await;
}

/// A rest that was begun by a clock that ran ahead ends when it is set right.
#[tokio::test]
async fn a_clock_that_is_set_right_leaves_nothing_resting_for_a_year() {
    let scene = Scene::at(NINE).await;
    let (now, left) = (scene.clock.now(), GuildId::new(7_099));
    let long_ago = now - jiff::SignedDuration::from_hours(24 * 40);
    scene.store.guild_joined(left, None, None, long_ago).await.unwrap();
    scene.store.guild_removed(left, long_ago).await.unwrap();
    tell(&scene, "CREATE TRIGGER stays BEFORE DELETE ON guild BEGIN SELECT RAISE(ABORT, 'it stays'); END").await;
    scene.hand.set_to(now + jiff::SignedDuration::from_hours(24 * 365), PATIENCE).await.unwrap();
    assert!(matches!(scene.step().await, Happened::Nothing));
    scene.hand.set_to(now, PATIENCE).await.unwrap();
    tell(&scene, "DROP TRIGGER stays").await;
    let happened = scene.step().await;
    assert!(matches!(happened, Happened::Erased { .. }), "{happened:?}");
}

#[tokio::test]
async fn a_panic_in_one_step_ends_the_loop_as_a_panic() {
    let scene = Scene::at(NINE).await;
    servers(&scene, 3).await;
    let door = Arc::new(Door { panics: true, ..Arc::into_inner(Door::new(&scene, 0)).unwrap() });
    let Running { ended, bell, .. } = Running::start(&scene, door, 2);
    let step_to = scene.wait(24 * 60 * 60 + 60);
    let (ended, ()) = tokio::join!(tokio::time::timeout(PATIENCE, ended), step_to);
    assert!(ended.unwrap().unwrap_err().is_panic());
    drop(bell);
}

#[tokio::test]
async fn a_refused_token_ends_all_hands() {
    let scene = Scene::at(BEFORE).await;
    servers(&scene, 9).await;
    scene.channel.fate(Fate::TokenRefused);
    let Running { ended, .. } = Running::start(&scene, Arc::new(scene.channel.clone()), 3);
    scene.wait_until(NINE).await;
    assert_eq!(ended.await.unwrap(), Ended::TokenRefused);
    assert!(scene.channel.sends() <= 3, "{} were sent", scene.channel.sends());
}
