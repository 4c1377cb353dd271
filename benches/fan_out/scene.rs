//! The servers: in the stand-in, and in the store that the bot wakes up with.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clarion::clock::{Clock, Days, LocalSchedule, Zone};
use clarion::rehearsal::world::{ChannelId, GuildId, Permissions, UserId};
use clarion::rehearsal::{Event, StandIn, StandInOptions};
use clarion::store::{Id, OccurrenceState, Saved, ScheduleDraft, Store, StoreOptions, Synchronous};
use jiff::{SignedDuration, Timestamp};

/// What the bot is invited with.
const BOT: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// People are in many servers.
const PEOPLE: usize = 200;

/// The same instant is another local time to each, of the same day or another.
const ZONES: [&str; 5] = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"];

/// So many servers does the stand-in recommend for a shard.
const A_SHARD: usize = 1_000;

pub struct Server {
    pub daily: ChannelId,
    pub general: ChannelId,
    pub owner: UserId,
    /// Somebody else in it.
    pub mate: String,
    guild: GuildId,
    schedule: Option<Id>,
}

pub struct Scene {
    pub stand_in: StandIn,
    pub servers: Vec<Server>,
    pub store_url: String,
    daily: BTreeSet<ChannelId>,
}

impl Scene {
    /// How long it will take until so many servers are written down and a bot is at home in them, by a trial on this
    /// machine as busy as it is now.
    pub async fn time_to_build(count: usize, folder: &Path) -> anyhow::Result<SignedDuration> {
        const TRIED: usize = 200;
        let (clock, trial) = (Clock::system(), folder.join("trial.db"));
        let (begun, due) = (clock.now(), next_minute(clock.now())?);
        Self::build(TRIED, due, &trial).await?;
        let took = clock.now().duration_since(begun);
        // A shard logs in every five seconds.
        let shards = i32::try_from(shards(count))?;
        Ok(took * i32::try_from(count.div_ceil(TRIED))? * 3 / 2 + SignedDuration::from_secs(6) * shards)
    }

    /// `count` servers, each with a schedule that is due at `due`.
    pub async fn build(count: usize, due: Timestamp, store: &Path) -> anyhow::Result<Self> {
        let options = StandInOptions { enforce_rate_limits: true, ..StandInOptions::new(Clock::system()) };
        let stand_in = StandIn::start(options).await?;
        let mut servers = stand_in.world().with(|world| -> anyhow::Result<Vec<Server>> {
            let people: Vec<(UserId, String)> = (0..PEOPLE)
                .map(|number| {
                    let name = format!("person{number}");
                    (world.add_person(&name), name)
                })
                .collect();
            (0..count)
                .map(|number| {
                    let (owner, _) = people[number % PEOPLE];
                    let (mate, name) = &people[(number * 7 + 1) % PEOPLE];
                    let guild = world.add_guild(&format!("Server {number}"), owner);
                    world.join(guild, *mate);
                    let general = world.add_channel(guild, "general").context("a channel")?;
                    let daily = world.add_channel(guild, "daily").context("a channel")?;
                    world.invite_bot(guild, BOT);
                    Ok(Server { daily, general, owner, mate: name.clone(), guild, schedule: None })
                })
                .collect()
        })?;
        let store_url = format!("sqlite://{}", store.display());
        write_down(&mut servers, due, &store_url).await?;
        let daily = servers.iter().map(|server| server.daily).collect();
        Ok(Self { stand_in, servers, store_url, daily })
    }

    pub fn shards(&self) -> usize {
        shards(self.servers.len())
    }

    pub fn is_daily(&self, channel: ChannelId) -> bool {
        self.daily.contains(&channel)
    }

    /// Returns when every server has its post.
    pub async fn all_posted(&self) {
        let (mut events, mut missing) = (self.stand_in.events(), self.daily.clone());
        while !missing.is_empty() {
            let Some(happening) = events.next(Duration::from_secs(3600)).await else { return };
            if let Event::Message { message } = &happening.event
                && missing.remove(&message.channel)
                && (missing.len() % 1_000 == 0)
            {
                println!("{} are posted", self.daily.len() - missing.len());
            }
        }
    }

    /// How many schedules have exactly one date, and that one as posted, in the bot's own store.
    pub async fn written_as_posted(&self) -> anyhow::Result<usize> {
        let store = Store::open(&StoreOptions::new(&self.store_url), 2).await?;
        let mut written = 0;
        for schedule in self.servers.iter().filter_map(|server| server.schedule) {
            let dates = store.recent_occurrences(schedule, 3).await?;
            let states: Vec<_> = dates.iter().map(|date| date.state).collect();
            written += usize::from(matches!(states[..], [OccurrenceState::Posted(_)]));
        }
        store.close().await;
        Ok(written)
    }
}

fn shards(servers: usize) -> usize {
    servers.div_ceil(A_SHARD)
}

/// The first whole minute after `at`.
pub fn next_minute(at: Timestamp) -> anyhow::Result<Timestamp> {
    Ok(Timestamp::from_second(at.as_second().div_euclid(60) * 60 + 60)?)
}

/// What the bot would know of them by then.
async fn write_down(servers: &mut [Server], due: Timestamp, url: &str) -> anyhow::Result<()> {
    // Only here the disk need not confirm each: the bot itself waits for it.
    let options = StoreOptions { synchronous: Synchronous::Normal, ..StoreOptions::new(url) };
    let store = Store::open(&options, 1).await?;
    let before = due.checked_sub(SignedDuration::from_hours(1))?;
    for (number, server) in servers.iter_mut().enumerate() {
        let guild = server.guild.get().into();
        store.guild_joined(guild, Some("en-US"), None, before).await?;
        let zone = ZONES[number % ZONES.len()];
        let local = due.in_tz(zone)?;
        let when = LocalSchedule {
            time: format!("{:02}:{:02}", local.hour(), local.minute()).parse()?,
            zone: zone.parse::<Zone>()?,
            days: "daily".parse::<Days>()?,
        };
        let (channel, by) = (server.daily.get().into(), server.owner.get().into());
        let draft = ScheduleDraft { name: "daily".into(), channel, when, options: None, by };
        match store.save_schedule(guild, &draft, before).await? {
            Saved::Created(schedule) if schedule.next.is_some_and(|next| next.at == due) => {
                server.schedule = Some(schedule.id);
            }
            other => bail!("a schedule for {due} came out as {other:?}"),
        }
    }
    store.close().await;
    Ok(())
}
