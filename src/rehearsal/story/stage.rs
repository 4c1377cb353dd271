//! Where a story is played: the stand-in, the calendar's hand, the bot's process, and who is called what.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use super::line::Cut;
use super::process::{Bot, Ending, Launch, Process};
use crate::clock::{Clock, Hand};
use crate::rehearsal::faults::Held;
use crate::rehearsal::world::{ChannelId, GuildId, Permissions, UserId, World};
use crate::rehearsal::{Event, GatewayEvent, StandIn, StandInOptions};

/// How long anything may take in real time before the story gives up on it. Far more than anything needs.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// How long the bot may take to shut down in good order.
const SHUTDOWN_PATIENCE: Duration = Duration::from_secs(15);

/// What an invitation gives the bot, as its README asks for.
const INVITATION: Permissions = Permissions::from_bits_truncate(
    Permissions::VIEW_CHANNEL.bits()
        | Permissions::SEND_MESSAGES.bits()
        | Permissions::SEND_MESSAGES_IN_THREADS.bits()
        | Permissions::CREATE_PUBLIC_THREADS.bits()
        | Permissions::EMBED_LINKS.bits()
        | Permissions::ATTACH_FILES.bits()
        | Permissions::READ_MESSAGE_HISTORY.bits(),
);

/// The folder of the store. A bot that was cut off leaves threads behind for a moment, which may still be making a file
/// in it while it is deleted: then it is deleted again.
pub(super) struct Folder(tempfile::TempDir);

/// How often the deletion is tried, and the rest in between.
const DELETIONS: u32 = 100;
const BETWEEN_DELETIONS: Duration = Duration::from_millis(20);

impl Folder {
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for _ in 0..DELETIONS {
            match std::fs::remove_dir_all(self.path()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => std::thread::sleep(BETWEEN_DELETIONS),
                _ => return,
            }
        }
    }
}

/// The stage.
pub(super) struct Stage {
    pub stand_in: StandIn,
    pub clock: Clock,
    pub hand: Arc<Hand>,
    pub zone: TimeZone,
    bot: Bot,
    seed: u64,
    lives: u64,
    /// What the operator has set, by environment variable.
    pub settings: BTreeMap<String, String>,
    pub process: Option<Process>,
    /// The power cut that waits for a post.
    pub cut: Option<(Cut, Held)>,
    /// People by their names in the story.
    pub people: BTreeMap<String, UserId>,
    /// Where each person is.
    pub places: BTreeMap<UserId, ChannelId>,
    /// Who has left which server, and is not back.
    left: BTreeSet<(GuildId, UserId)>,
    /// The server in which the story goes on.
    pub guild: Option<GuildId>,
    /// Whether new servers have the bot in them.
    pub bot_belongs: bool,
    /// Outlives the bot's process (what stands here is dropped in this order) and is deleted with the stage.
    pub folder: Folder,
}

/// What a wait found besides its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Noticed {
    /// The armed power cut struck.
    pub power_cut: Option<Cut>,
}

impl Stage {
    pub async fn set(
        start: Timestamp,
        zone: TimeZone,
        bot: Bot,
        port: Option<u16>,
        seed: u64,
        bot_belongs: bool,
    ) -> io::Result<Self> {
        let (clock, hand) = Clock::stepped(start);
        let options = StandInOptions { port, seed, ..StandInOptions::new(clock.clone()) };
        let stand_in = StandIn::start(options).await?;
        let folder = Folder(tempfile::Builder::new().prefix("clarion-rehearsal-").tempdir()?);
        Ok(Self {
            stand_in,
            clock,
            hand: Arc::new(hand),
            zone,
            folder,
            bot,
            seed,
            lives: 0,
            settings: BTreeMap::new(),
            process: None,
            cut: None,
            people: BTreeMap::new(),
            places: BTreeMap::new(),
            left: BTreeSet::new(),
            guild: None,
            bot_belongs,
        })
    }

    pub fn with<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        self.stand_in.world().with(look)
    }

    /// Whether the bot was ever started.
    pub fn opened(&self) -> bool {
        self.lives > 0
    }

    /// Starts the bot and returns when it is logged in and has come to rest.
    ///
    /// # Errors
    /// In words, where it ends or does not log in.
    pub async fn start_bot(&mut self) -> Result<(), String> {
        self.lives += 1;
        let launch = Launch {
            api_url: self.stand_in.api_url(),
            token: self.stand_in.token().to_owned(),
            folder: self.folder.path().to_owned(),
            clock: self.clock.clone(),
            // A process that starts again does not repeat its own randomness.
            seed: self.seed.wrapping_add(self.lives),
            settings: self.settings.clone().into_iter().collect(),
            stop: CancellationToken::new(),
        };
        let mut events = self.stand_in.events();
        events.skip();
        let mut process = Process::start(&self.bot, launch).map_err(|error| error.to_string())?;
        let logged_in = async {
            while let Some(happening) = events.next(PATIENCE).await {
                if matches!(happening.event, Event::Gateway(GatewayEvent::Identified { .. })) {
                    return true;
                }
            }
            false
        };
        let outcome = tokio::select! {
            found = logged_in => if found { Ok(()) } else { Err("the bot did not log in".to_owned()) },
            ending = process.ended() => Err(ended(&ending)),
        };
        self.process = Some(process);
        outcome
    }

    /// Waits until nothing is going on: every answer is there, and everybody waits for the calendar.
    pub async fn settle(&mut self) -> Result<Noticed, String> {
        let (stand_in, hand) = (self.stand_in.clone(), Arc::clone(&self.hand));
        let settled = async move { settled(&stand_in, &hand).await };
        self.during(settled).await
    }

    /// Moves the calendar on, stopping wherever somebody waits for an instant, and settles.
    pub async fn advance(&mut self, to: Timestamp) -> Result<Noticed, String> {
        let (stand_in, hand) = (self.stand_in.clone(), Arc::clone(&self.hand));
        let moved = async move {
            hand.advance_to(to, PATIENCE).await.map_err(|error| error.to_string())?;
            settled(&stand_in, &hand).await
        };
        self.during(moved).await
    }

    /// Sets the clock, as somebody at the machine would: nothing in between happens.
    pub async fn set_clock(&mut self, to: Timestamp) -> Result<Noticed, String> {
        let (stand_in, hand) = (self.stand_in.clone(), Arc::clone(&self.hand));
        let moved = async move {
            hand.set_to(to, PATIENCE).await.map_err(|error| error.to_string())?;
            settled(&stand_in, &hand).await
        };
        self.during(moved).await
    }

    /// Waits for `work`; an armed power cut strikes meanwhile, and then what is left of the work goes on without the bot.
    async fn during(&mut self, work: impl Future<Output = Result<(), String>>) -> Result<Noticed, String> {
        tokio::pin!(work);
        let Some((cut, held)) = self.cut.take() else {
            return work.await.map(|()| Noticed::default());
        };
        tokio::select! {
            biased;
            true = held.waiting(1, PATIENCE * 2) => {}
            outcome = &mut work => {
                self.cut = Some((cut, held));
                return outcome.map(|()| Noticed::default());
            }
        }
        self.cut_power().await;
        // A request that Discord never got is dropped with its connection: only then may the gate open.
        self.stand_in.in_flight().idle(Duration::from_secs(1)).await;
        drop(held);
        work.await.map(|()| Noticed { power_cut: Some(cut) })
    }

    /// Cuts the bot's power, if it runs.
    pub async fn cut_power(&mut self) {
        if let Some(process) = self.process.take() {
            process.cut_power().await;
            self.stand_in.gateway().expect_nobody();
        }
    }

    /// Shuts the bot down in good order, if it runs.
    ///
    /// # Errors
    /// In words, where it did not.
    pub async fn shut_down(&mut self) -> Result<(), String> {
        let Some(process) = self.process.take() else { return Ok(()) };
        let ending = process.shut_down(SHUTDOWN_PATIENCE).await;
        self.stand_in.gateway().expect_nobody();
        match ending {
            Ending::Finished | Ending::Cut => Ok(()),
            Ending::Failed(reason) => Err(reason),
        }
    }

    /// Returns when the bot has ended, or after `patience`.
    pub async fn wait_for_death(&mut self, patience: Duration) {
        if let Some(process) = &mut self.process {
            // Whether it ended is looked at afterwards, as after every line.
            let _ = tokio::time::timeout(patience, process.ended()).await;
        }
    }

    /// How the bot ended, if it did so by itself since the last look. It counts as gone from then on.
    pub async fn take_death(&mut self) -> Option<String> {
        let ending = self.process.as_ref()?.ending()?;
        if let Some(mut process) = self.process.take() {
            process.ended().await;
        }
        self.stand_in.gateway().expect_nobody();
        Some(ended(&ending))
    }

    /// The server in which the story goes on; a story that names none gets a small one.
    pub fn guild(&mut self) -> GuildId {
        match self.guild {
            Some(guild) => guild,
            None => self.add_server("Harbour", &["general".to_owned(), "daily".to_owned()], "owner"),
        }
    }

    /// A new server. Its first channel is where Discord's own messages go.
    pub fn add_server(&mut self, name: &str, channels: &[String], owner: &str) -> GuildId {
        let owner = self.person_anywhere(owner);
        let invite = self.bot_belongs;
        let guild = self.with(|world| {
            let guild = world.add_guild(name, owner);
            let first = channels.iter().filter_map(|channel| world.add_channel(guild, channel)).collect::<Vec<_>>();
            if let Some(server) = world.guilds.get_mut(&guild) {
                server.system_channel = first.first().copied();
            }
            if invite {
                world.invite_bot(guild, INVITATION);
            }
            guild
        });
        self.guild = Some(guild);
        guild
    }

    /// What an invitation gives the bot.
    pub fn invitation() -> Permissions {
        INVITATION
    }

    /// Somebody, in the present server; an unknown person comes into being without any privilege. Who has left it stays
    /// away.
    pub fn person(&mut self, name: &str) -> UserId {
        let guild = self.guild();
        let user = self.person_anywhere(name);
        if !self.left.contains(&(guild, user)) {
            self.with(|world| world.join(guild, user));
        }
        user
    }

    /// Whether somebody has left the present server, and is not back.
    pub fn has_left(&mut self, user: UserId) -> bool {
        let guild = self.guild();
        self.left.contains(&(guild, user))
    }

    /// Somebody leaves the present server.
    pub fn leaves(&mut self, user: UserId) {
        let guild = self.guild();
        self.left.insert((guild, user));
    }

    /// Somebody may be in the present server again.
    pub fn comes_back(&mut self, name: &str) {
        let guild = self.guild();
        let user = self.person_anywhere(name);
        self.left.remove(&(guild, user));
    }

    fn person_anywhere(&mut self, name: &str) -> UserId {
        if let Some(user) = self.people.get(name) {
            return *user;
        }
        let user = self.with(|world| {
            let user = world.add_person(name);
            if let Some(found) = world.users.get_mut(&user) {
                found.global_name = Some(capitalised(name));
            }
            user
        });
        self.people.insert(name.to_owned(), user);
        user
    }

    /// A channel of the present server; an unknown one comes into being as a text channel.
    pub fn channel(&mut self, name: &str) -> ChannelId {
        let guild = self.guild();
        let known = self.channel_known(name);
        // A server that exists always takes a channel; the fallback only satisfies the type.
        known.or_else(|| self.with(|world| world.add_channel(guild, name))).unwrap_or_else(|| guild.cast())
    }

    /// The same where the channel may not exist.
    pub fn channel_known(&mut self, name: &str) -> Option<ChannelId> {
        let guild = self.guild();
        self.with(|world| world.channel_named(guild, name).map(|channel| channel.id))
    }

    /// Where a person is: where they last went, else the server's first channel.
    pub fn place_of(&mut self, user: UserId) -> ChannelId {
        let guild = self.guild();
        let known = self.places.get(&user).copied();
        let still = known.filter(|place| {
            self.with(|world| world.channels.get(place).is_some_and(|channel| channel.guild == Some(guild)))
        });
        let first = || {
            self.with(|world| world.channels_of(guild).min_by_key(|channel| channel.position).map(|channel| channel.id))
        };
        match still.or_else(first) {
            Some(place) => place,
            None => self.channel("general"),
        }
    }

    /// What the story calls somebody; else the name that others see.
    pub fn name_of(&self, user: UserId) -> String {
        let known = self.people.iter().find(|(_, id)| **id == user).map(|(name, _)| name.clone());
        known.unwrap_or_else(|| {
            self.with(|world| world.user(user).map_or_else(|| "somebody".to_owned(), |user| user.name().to_owned()))
        })
    }

    /// `#daily`, or the person's name for direct messages.
    pub fn name_of_channel(&self, channel: ChannelId) -> String {
        let found = self.with(|world| {
            world.channels.get(&channel).map(|channel| (channel.recipient, format!("#{}", channel.name)))
        });
        match found {
            Some((Some(recipient), _)) => self.name_of(recipient),
            Some((None, name)) => name,
            None => "#deleted".to_owned(),
        }
    }
}

async fn settled(stand_in: &StandIn, hand: &Hand) -> Result<(), String> {
    stand_in.settled(PATIENCE).await.map_err(|error| error.to_string())?;
    hand.settled(PATIENCE).await.map_err(|error| error.to_string())?;
    // What the bot did between the two looks may have sent something once more.
    stand_in.settled(PATIENCE).await.map_err(|error| error.to_string())
}

fn ended(ending: &Ending) -> String {
    match ending {
        Ending::Cut => "its power was cut".to_owned(),
        Ending::Finished => "it ended by itself, without an error".to_owned(),
        Ending::Failed(reason) => reason.clone(),
    }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
