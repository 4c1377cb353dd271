//! Two whole bots on one Discord and one store, on a calendar that a hand moves: what is scheduled comes once, and when
//! one of them loses its power in the middle of a post, the other brings it to its end.

use std::sync::Arc;
use std::time::Duration;

use clarion::clock::{Clock, Hand};
use clarion::content::{self, Source};
use clarion::discord::{Patience, Run, run_with};
use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::story::{Bot, Launch, Process};
use clarion::rehearsal::world::{ChannelId, InteractionId, Permissions, UserId};
use clarion::rehearsal::{Event, Fault, GatewayEvent, StandIn, StandInOptions};
use clarion::settings::Settings;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::common::PATIENCE;
use crate::place::{Place, on_each_engine};

on_each_engine!(of_two_bots_each_post_comes_once, when_one_loses_its_power_in_a_post_the_other_ends_it);

/// A server of which the bots are members.
pub struct Team<'a> {
    place: &'a Place,
    pub stand_in: StandIn,
    clock: Clock,
    pub hand: Hand,
    general: ChannelId,
    owner: UserId,
    bot: Bot,
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The program's own bot on the place's store.
fn bot(place: &Place) -> Bot {
    let url = place.url.clone();
    let library = Arc::new(content::load(&Source::Embedded("en".to_owned())).unwrap());
    Arc::new(move |launch| {
        let environment = [
            ("CLARION_DISCORD__API_URL", launch.api_url),
            ("CLARION_STORE__URL", url.clone()),
            ("CLARION_STORE__SYNCHRONOUS", "normal".to_owned()),
        ];
        let run = Run {
            settings: Settings::built_in(environment.map(|(name, value)| (name.to_owned(), value))).unwrap(),
            token: launch.token.into(),
            library: Arc::clone(&library),
            clock: launch.clock,
            seed: launch.seed,
            stop: launch.stop,
        };
        let short = Duration::from_millis(10);
        let patience = Patience { first_pause: short, channel_period: short, ..Patience::default() };
        Box::pin(async move { run_with(run, patience).await.map_err(|error| error.to_string()) })
    })
}

impl<'a> Team<'a> {
    pub async fn start(place: &'a Place) -> Self {
        let (clock, hand) = Clock::stepped(at("2026-11-23T08:00:00Z"));
        let stand_in = StandIn::start(StandInOptions::new(clock.clone())).await.unwrap();
        let (general, owner) = stand_in.world().with(|world| {
            let (owner, mira) = (world.add_person("Owner"), world.add_person("Mira"));
            let guild = world.add_guild("Harbour", owner);
            world.join(guild, mira);
            let general = world.add_channel(guild, "general").unwrap();
            let may = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
            world.invite_bot(guild, may | Permissions::READ_MESSAGE_HISTORY);
            (general, owner)
        });
        Self { place, stand_in, clock, hand, general, owner, bot: bot(place) }
    }

    /// A bot, logged in beside those that are.
    pub async fn another(&self, seed: u64) -> Process {
        let launch = Launch {
            api_url: self.stand_in.api_url(),
            token: self.stand_in.token().to_owned(),
            folder: self.place.folder.path().to_owned(),
            clock: self.clock.clone(),
            seed,
            settings: Vec::new(),
            stop: CancellationToken::new(),
        };
        let before = self.stand_in.events().rest().len();
        let process = Process::start(&self.bot, launch).unwrap();
        let mut events = self.stand_in.events();
        while let Some(happening) = events.next(PATIENCE).await {
            let welcomed = matches!(happening.event, Event::Gateway(GatewayEvent::Identified { .. }));
            if welcomed && happening.number >= before {
                return process;
            }
        }
        panic!("the bot did not log in");
    }

    /// Somebody who may do everything types a command.
    pub fn act(&self, text: &str) -> InteractionId {
        let act = Act::Slash { who: self.owner, channel: self.general, text: text.to_owned() };
        let Acted::Interaction(id) = self.stand_in.act(act).unwrap() else { panic!("no interaction") };
        id
    }

    pub async fn slash(&self, text: &str) {
        let id = self.act(text);
        let mut events = self.stand_in.events();
        while let Some(happening) = events.next(PATIENCE).await {
            match happening.event {
                Event::Reply { interaction, .. } if interaction == id => return,
                Event::Unanswered { interaction, .. } if interaction == id => break,
                _ => {}
            }
        }
        panic!("nobody answered {text}");
    }

    /// The hand goes there at once: on PostgreSQL a bot looks around once a minute, and nobody needs to see each.
    pub async fn until(&self, instant: &str) {
        self.hand.set_to(at(instant), PATIENCE).await.unwrap();
    }

    /// What stands in the channel.
    pub fn posts(&self) -> Vec<String> {
        let events = self.stand_in.events().rest();
        let posts = events.iter().filter_map(|happening| match &happening.event {
            Event::Message { message } => Some(format!("{} {:?}", message.content, message.embeds)),
            _ => None,
        });
        posts.collect()
    }

    pub fn sound(&self) {
        let violations = self.stand_in.violations();
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

async fn of_two_bots_each_post_comes_once(place: &Place) {
    let team = Team::start(place).await;
    let bots = [team.another(1).await, team.another(2).await];
    team.slash("/schedule set time:09:00 days:daily zone:UTC").await;
    team.slash("/schedule now").await;
    for day in 23..28 {
        team.until(&format!("2026-11-{day}T08:59:59Z")).await;
        team.until(&format!("2026-11-{day}T09:00:00Z")).await;
        team.until(&format!("2026-11-{day}T09:02:00Z")).await;
    }
    for bot in bots {
        bot.shut_down(PATIENCE).await;
    }
    // An introduction, an extra and five days, each another prompt.
    let posts = team.posts();
    assert_eq!(posts.len(), 7, "{posts:#?}");
    let distinct: std::collections::BTreeSet<_> = posts.iter().collect();
    assert_eq!(distinct.len(), 7, "{posts:#?}");
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE state <> 'posted'").await, 0);
    team.sound();
}

async fn when_one_loses_its_power_in_a_post_the_other_ends_it(place: &Place) {
    for arrives in [false, true] {
        let place = &place.another().await;
        let team = Team::start(place).await;
        let dying = team.another(1).await;
        team.slash("/schedule set time:09:00 days:daily zone:UTC").await;
        team.until("2026-11-23T08:59:59Z").await;
        let post = Fault::on("POST", "/channels/*/messages");
        // Held before it is taken, or taken and its answer an age away.
        let held = match arrives {
            false => Some(team.stand_in.faults().hold(post)),
            true => {
                team.stand_in.faults().ask(post.after_effect().delay(PATIENCE * 10));
                None
            }
        };
        tokio::select! {
            _ = team.hand.set_to(at("2026-11-23T09:00:00Z"), PATIENCE) => panic!("nothing was posted"),
            () = async {
                match &held {
                    Some(held) => assert!(held.waiting(1, PATIENCE).await),
                    None => {
                        let mut events = team.stand_in.events();
                        while team.posts().len() < 2 {
                            events.next(PATIENCE).await.expect("the post");
                        }
                    }
                }
            } => {}
        }
        dying.cut_power().await;
        // Its connection is broken, so the request is dropped before it is let go.
        assert!(team.stand_in.in_flight().idle(PATIENCE).await, "a request outlived its sender");
        team.stand_in.gateway().expect_nobody();
        drop(held);
        let other = team.another(2).await;
        team.until("2026-11-23T09:00:59Z").await;
        assert_eq!(team.posts().len(), 1 + usize::from(arrives), "{:#?}", team.posts());
        for later in ["2026-11-23T09:01:30Z", "2026-11-23T09:03:00Z", "2026-11-23T10:00:00Z"] {
            team.until(later).await;
        }
        assert_eq!(team.posts().len(), 2, "{:#?}", team.posts());
        other.shut_down(PATIENCE).await;
        let posted = "SELECT COUNT(*) FROM occurrence WHERE kind = 'daily' AND state = 'posted'";
        assert_eq!(place.number(posted).await, 1);
        team.sound();
    }
}
