//! A bot's posting side, which can be stepped, killed and begun anew, before a [`Channel`].

use std::sync::{Arc, Mutex, OnceLock};

use clarion::clock::{Clock, Hand};
use clarion::content::{Library, Source, load};
use clarion::posting::{Engine, EngineOptions, Happened};
use clarion::store::{Saved, Schedule, ScheduleDraft, ScheduleOptions, Store, StoreOptions, Synchronous};
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId};
use tempfile::TempDir;

use super::channel::{ANNA, CHANNEL, Channel, FORUM, GUILD, Message, PATIENCE};

/// A bot's posting side over an empty store, on a clock that stands.
pub struct Scene {
    pub folder: TempDir,
    pub store: Store,
    pub channel: Channel,
    pub clock: Clock,
    pub hand: Hand,
    /// The engine of the process that lives.
    life: Mutex<Option<Arc<Engine>>>,
}

impl Scene {
    pub async fn at(start: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, hand) = Clock::stepped(at(start));
        let store = open(&folder).await;
        let channel = Channel::new(&clock);
        Self { folder, store, channel, clock, hand, life: Mutex::default() }
    }

    pub fn engine(&self) -> Engine {
        let sender = Arc::new(self.channel.clone());
        Engine::new(self.store.clone(), library(), sender, self.clock.clone(), EngineOptions::default())
    }

    /// One step of the process that lives.
    pub async fn step(&self) -> Happened {
        let engine = Arc::clone(self.life.lock().unwrap().get_or_insert_with(|| Arc::new(self.engine())));
        engine.step().await
    }

    /// One step, or `None` where the sender hung and the process was killed.
    pub async fn step_or_die(&self) -> Option<Happened> {
        let happened = tokio::select! {
            happened = self.step() => Some(happened),
            () = self.channel.hung() => None,
        };
        if happened.is_none() {
            self.die();
        }
        happened
    }

    /// The process that lived is killed. The next step is another's, which knows only what is written down.
    pub fn die(&self) {
        *self.life.lock().unwrap() = None;
    }

    /// The same, with connections of its own for the next one.
    pub async fn begin_anew(&mut self) {
        self.die();
        self.store = open(&self.folder).await;
    }

    pub async fn wait_until(&self, now: &str) {
        self.hand.advance_to(at(now), PATIENCE).await.unwrap();
    }

    pub async fn wait(&self, seconds: i64) {
        let until = self.clock.now() + SignedDuration::from_secs(seconds);
        self.hand.advance_to(until, PATIENCE).await.unwrap();
    }

    pub async fn daily(&self, when: &str) -> Schedule {
        self.daily_in(GUILD, CHANNEL, when).await
    }

    pub async fn daily_with(&self, when: &str, options: Option<ScheduleOptions>) -> Schedule {
        self.save((GUILD, CHANNEL), when, options).await
    }

    /// As [`Scene::daily`], in a forum.
    pub async fn daily_in_a_forum(&self, when: &str) -> Schedule {
        let options = ScheduleOptions { forum: true, ..ScheduleOptions::default() };
        self.save((GUILD, FORUM), when, Some(options)).await
    }

    pub async fn daily_in(&self, guild: GuildId, channel: ChannelId, when: &str) -> Schedule {
        self.save((guild, channel), when, None).await
    }

    async fn save(
        &self,
        (guild, channel): (GuildId, ChannelId),
        when: &str,
        options: Option<ScheduleOptions>,
    ) -> Schedule {
        let words: Vec<&str> = when.split(' ').collect();
        let when = clarion::clock::LocalSchedule {
            time: words[0].parse().unwrap(),
            days: words[1].parse().unwrap(),
            zone: words[2].parse().unwrap(),
        };
        let draft = ScheduleDraft { name: "daily".into(), channel, when, options, by: ANNA };
        match self.store.save_schedule(guild, &draft, self.clock.now()).await.unwrap() {
            Saved::Created(schedule) | Saved::Edited(schedule) => schedule,
            Saved::TooMany => panic!("ten already"),
        }
    }
}

pub async fn open(folder: &TempDir) -> Store {
    let url = format!("sqlite://{}/clarion.db", folder.path().display());
    // The disk is not what is tried here.
    let options = StoreOptions { synchronous: Synchronous::Normal, connections: 2, ..StoreOptions::new(url) };
    Store::open(&options, 7).await.unwrap()
}

pub fn library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    Arc::clone(LIBRARY.get_or_init(|| match load(&Source::new(None, "en")) {
        Ok(library) => Arc::new(library),
        Err(faults) => panic!("the shipped content: {faults}"),
    }))
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Until nothing is left to do.
pub async fn until_nothing(scene: &Scene) {
    while !matches!(scene.step().await, Happened::Nothing) {}
}

/// The one message that there is.
pub fn only(scene: &Scene) -> Message {
    let mut all = scene.channel.messages();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}
