//! A small team in the stand-in, and the unmodified bot in it: over real HTTP and a real socket.
#![allow(dead_code, clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use clarion::clock::{Clock, Hand};
use clarion::content::{self, Source};
use clarion::discord::{Patience, Run, RunError, run_with};
use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::world::{Audience, ChannelId, GuildId, InteractionId, Permissions, UserId};
use clarion::rehearsal::{Event, StandIn, StandInOptions};
use clarion::settings::Settings;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{PATIENCE, first_event};

pub const BOT: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// A small team, and a folder for the bot's store.
pub struct Team {
    pub stand_in: StandIn,
    pub clock: Clock,
    pub hand: Hand,
    pub guild: GuildId,
    pub general: ChannelId,
    pub mira: UserId,
    pub folder: TempDir,
    /// What its operator sets besides.
    pub settings: Vec<(String, String)>,
}

/// A bot at work.
pub struct Bot {
    pub stop: CancellationToken,
    pub task: JoinHandle<Result<(), RunError>>,
}

impl Team {
    pub async fn start() -> Self {
        let (clock, hand) = Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap());
        let stand_in = StandIn::start(StandInOptions::new(clock.clone())).await.unwrap();
        let (guild, general, mira) = stand_in.world().with(|world| {
            let (owner, mira) = (world.add_person("Owner"), world.add_person("Mira"));
            let guild = world.add_guild("Harbour", owner);
            world.join(guild, mira);
            let general = world.add_channel(guild, "general").unwrap();
            world.guilds.get_mut(&guild).unwrap().system_channel = Some(general);
            (guild, general, mira)
        });
        Self { stand_in, clock, hand, guild, general, mira, folder: tempfile::tempdir().unwrap(), settings: Vec::new() }
    }

    /// A team that the bot is in already.
    pub async fn joined() -> Self {
        let team = Self::start().await;
        team.stand_in.world().with(|world| world.invite_bot(team.guild, BOT));
        team
    }

    pub fn run(&self, api_url: &str, stop: &CancellationToken) -> Run {
        let store = format!("sqlite://{}/clarion.db", self.folder.path().display());
        // No test waits for a busy disk: nobody cuts the machine's power here.
        let environment = [
            ("CLARION_DISCORD__API_URL", api_url),
            ("CLARION_STORE__URL", &store),
            ("CLARION_STORE__SYNCHRONOUS", "normal"),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let environment = environment.into_iter().chain(self.settings.clone());
        Run {
            settings: Settings::built_in(environment).unwrap(),
            token: self.stand_in.token().into(),
            library: Arc::new(content::load(&Source::Embedded("en".to_owned())).unwrap()),
            clock: self.clock.clone(),
            seed: 3,
            stop: stop.clone(),
        }
    }

    pub fn bot(&self, patience: Patience) -> Bot {
        self.bot_at(&self.stand_in.api_url(), patience)
    }

    pub fn bot_at(&self, api_url: &str, patience: Patience) -> Bot {
        let stop = CancellationToken::new();
        let task = tokio::spawn(run_with(self.run(api_url, &stop), patience));
        Bot { stop, task }
    }

    /// A bot that is welcomed by the gateway.
    pub async fn online(&self, patience: Patience) -> Bot {
        let bot = self.bot(patience);
        assert!(self.stand_in.gateway().wait_connected(1, PATIENCE).await, "the bot did not log in");
        bot
    }

    /// The first event from the beginning that fits.
    pub async fn event<T>(&self, fits: impl FnMut(&Event) -> Option<T>) -> T {
        first_event(&mut self.stand_in.events(), fits).await
    }

    pub fn slash(&self, text: &str) -> InteractionId {
        let act = Act::Slash { who: self.mira, channel: self.general, text: text.to_owned() };
        let Acted::Interaction(id) = self.stand_in.act(act).unwrap() else { panic!("no interaction") };
        id
    }

    /// Who sees the answer that an interaction was deferred for; `None` where it was answered at once.
    pub async fn deferred(&self, id: InteractionId) -> Option<Audience> {
        self.event(|event| match event {
            Event::Deferred { interaction, visible_to, .. } if *interaction == id => Some(Some(*visible_to)),
            Event::Reply { interaction, .. } if *interaction == id => Some(None),
            _ => None,
        })
        .await
    }

    /// The answer to an interaction: who sees it, and its message's text with its embeds' titles.
    pub async fn reply(&self, id: InteractionId) -> (Audience, bool) {
        self.event(|event| match event {
            Event::Reply { interaction, visible_to, message, .. } if *interaction == id => {
                Some((*visible_to, message.content.is_empty()))
            }
            Event::Unanswered { interaction, .. } if *interaction == id => panic!("nobody answered"),
            _ => None,
        })
        .await
    }

    /// How often something happened so far.
    pub fn count(&self, fits: impl Fn(&Event) -> bool) -> usize {
        self.stand_in.events().rest().iter().filter(|happening| fits(&happening.event)).count()
    }

    pub fn sound(&self) {
        let violations = self.stand_in.violations();
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

impl Bot {
    pub async fn ended(self) -> Result<(), RunError> {
        tokio::time::timeout(PATIENCE, self.task).await.expect("the bot did not end").unwrap()
    }

    pub async fn stopped(self) {
        self.stop.cancel();
        self.ended().await.unwrap();
    }
}

pub fn quick() -> Patience {
    Patience {
        first_pause: Duration::from_millis(5),
        // Real time, which a stepped calendar does not wait for.
        channel_period: Duration::from_millis(10),
        farewell: Duration::from_secs(5),
        ..Patience::default()
    }
}

pub fn is_message(event: &Event) -> bool {
    matches!(event, Event::Message { .. })
}
