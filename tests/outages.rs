//! Discord answers 503 for hours and for days, and the whole bot lives through it: over real HTTP, on a stepped calendar.
//!
//! What the posting engine alone does without Discord and without a database is in `tests/posting/outage.rs`.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use clarion::clock::LocalSchedule;
use clarion::discord::Patience;
use clarion::rehearsal::world::ChannelId;
use clarion::rehearsal::{Event, Fault};
use clarion::store::{Id, OccurrenceState, Saved, ScheduleDraft, Store, StoreOptions, reason};
use jiff::{SignedDuration, Timestamp};

use common::PATIENCE;
use common::team::{BOT, Bot, Team};

/// Nobody in here waits for real.
fn patience() -> Patience {
    let short = Duration::from_millis(5);
    Patience { first_pause: short, channel_period: short, longest_wait: short, ..Patience::default() }
}

/// Two servers with a prompt at nine each, and the bot at home in both.
struct Life {
    team: Team,
    bot: Bot,
    store: Store,
    schedules: Vec<(Id, ChannelId)>,
}

impl Life {
    async fn start() -> Self {
        let team = Team::joined().await;
        let other = team.stand_in.world().with(|world| {
            let owner = world.add_person("Somebody");
            let guild = world.add_guild("Lighthouse", owner);
            world.invite_bot(guild, BOT);
            (guild, world.add_channel(guild, "general").unwrap())
        });
        let url = format!("sqlite://{}/clarion.db", team.folder.path().display());
        let store = Store::open(&StoreOptions::new(url), 1).await.unwrap();
        let mut schedules = Vec::new();
        for (guild, channel) in [(team.guild, team.general), other] {
            let when = LocalSchedule {
                time: "09:00".parse().unwrap(),
                zone: "UTC".parse().unwrap(),
                days: "daily".parse().unwrap(),
            };
            let by = team.mira.get().into();
            let draft = ScheduleDraft { name: "daily".into(), channel: channel.get().into(), when, options: None, by };
            let now = team.clock.now();
            store.guild_joined(guild.get().into(), Some("en-US"), None, now).await.unwrap();
            let Saved::Created(schedule) = store.save_schedule(guild.get().into(), &draft, now).await.unwrap() else {
                panic!("it is new");
            };
            schedules.push((schedule.id, channel));
        }
        let bot = team.online(patience()).await;
        Self { team, bot, store, schedules }
    }

    async fn at(&self, instant: &str) {
        self.team.hand.advance_to(instant.parse().unwrap(), PATIENCE).await.unwrap();
    }

    /// Discord is gone from half past eight until `back`, and five minutes later, the longest rest, all is done. In hops
    /// of an hour where one is asked for: every minute of eight days would take long to live through.
    async fn without_discord(&self, back: &str, hop: Option<SignedDuration>) {
        self.at("2026-11-23T08:30:00Z").await;
        self.team.stand_in.faults().ask(Fault::on("*", "/channels/**").times(usize::MAX).status(503));
        let back: Timestamp = back.parse().unwrap();
        while let Some(hop) = hop
            && self.team.clock.now() + hop < back
        {
            self.team.hand.set_to(self.team.clock.now() + hop, PATIENCE).await.unwrap();
        }
        self.team.hand.advance_to(back, PATIENCE).await.unwrap();
        assert_eq!(self.sent(), [0, 0]);
        self.team.stand_in.faults().clear();
        self.team.hand.advance_to(back + SignedDuration::from_mins(5), PATIENCE).await.unwrap();
    }

    /// How many messages each channel has.
    fn sent(&self) -> [usize; 2] {
        [0, 1].map(|which| {
            let here = self.schedules[which].1;
            self.team.count(|event| matches!(event, Event::Message { message } if message.channel == here))
        })
    }

    /// What each schedule shows, its latest date first: whether it is posted, or why not.
    async fn shown(&self) -> Vec<Vec<Result<(), String>>> {
        let mut all = Vec::new();
        for (schedule, _) in &self.schedules {
            let dates = self.store.recent_occurrences(*schedule, 20).await.unwrap();
            let shown = dates.into_iter().map(|date| match date.state {
                OccurrenceState::Posted(_) => Ok(()),
                state => Err(date.reason.unwrap_or(format!("{state:?}"))),
            });
            all.push(shown.collect());
        }
        all
    }

    async fn end(self) {
        self.team.sound();
        self.bot.stopped().await;
    }
}

fn late() -> Result<(), String> {
    Err(reason::LATE.to_owned())
}

#[tokio::test]
async fn after_seventy_one_minutes_the_prompt_comes_late_and_once() {
    let life = Life::start().await;
    life.without_discord("2026-11-23T10:11:00Z", None).await;
    assert_eq!(life.sent(), [1, 1]);
    assert_eq!(life.shown().await, [[Ok(())], [Ok(())]]);
    life.at("2026-11-24T09:05:00Z").await;
    assert_eq!(life.sent(), [2, 2]);
    life.end().await;
}

#[tokio::test]
async fn after_twenty_six_hours_the_latest_comes_and_the_one_before_is_shown_as_missed() {
    let life = Life::start().await;
    life.without_discord("2026-11-24T10:30:00Z", Some(SignedDuration::from_mins(20))).await;
    assert_eq!(life.sent(), [1, 1]);
    assert_eq!(life.shown().await, [[Ok(()), late()], [Ok(()), late()]]);
    life.end().await;
}

#[tokio::test]
async fn after_eight_days_nothing_comes_too_late_and_the_next_day_is_as_any_other() {
    let life = Life::start().await;
    life.without_discord("2026-12-01T20:00:00Z", Some(SignedDuration::from_hours(1))).await;
    assert_eq!(life.sent(), [0, 0]);
    assert_eq!(life.shown().await, [vec![late(); 9], vec![late(); 9]]);
    life.at("2026-12-02T09:05:00Z").await;
    assert_eq!(life.sent(), [1, 1]);
    life.end().await;
}
