//! Two of the real program on one shard: both receive every interaction. One has the effect and answers; the other
//! says nothing, to nobody, and has nothing to complain of.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use clarion::clock::Clock;
use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::world::{Audience, ChannelId, InteractionId, Permissions, UserId};
use clarion::rehearsal::{Event, Fault, ReplyKind, StandIn, StandInOptions};

use crate::common::{PATIENCE, first_event};
use crate::place::{Place, on_each_engine};

on_each_engine!(of_two_programs_one_acts_and_the_other_is_silent);

/// The program at work, and all that it logs.
struct Program {
    child: Child,
    log: Option<JoinHandle<String>>,
}

impl Program {
    fn start(place: &Place, stand_in: &StandIn) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clarion"))
            .arg("run")
            .current_dir(place.folder.path())
            .env_clear()
            .env("DISCORD_TOKEN", stand_in.token())
            .env("CLARION_DISCORD__API_URL", stand_in.api_url())
            .env("CLARION_STORE__URL", &place.url)
            // Nobody cuts the machine's power here, and a busy disk is not what is tried.
            .env("CLARION_STORE__SYNCHRONOUS", "normal")
            .env("CLARION_LOG__LEVEL", "debug")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).unwrap();
            log
        });
        Self { child, log: Some(log) }
    }

    /// Stops it in good order, with the work in hand finished. Its log.
    fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server of which the bot is a member, and somebody who manages it.
struct Team {
    stand_in: StandIn,
    general: ChannelId,
    owner: UserId,
}

impl Team {
    async fn start() -> Self {
        let stand_in = StandIn::start(StandInOptions::new(Clock::system())).await.unwrap();
        let (general, owner) = stand_in.world().with(|world| {
            let (owner, mira) = (world.add_person("Owner"), world.add_person("Mira"));
            let guild = world.add_guild("Harbour", owner);
            world.join(guild, mira);
            let general = world.add_channel(guild, "general").unwrap();
            world.guilds.get_mut(&guild).unwrap().system_channel = Some(general);
            let may = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
            world.invite_bot(guild, may | Permissions::READ_MESSAGE_HISTORY);
            (general, owner)
        });
        Self { stand_in, general, owner }
    }

    async fn event<T>(&self, fits: impl FnMut(&Event) -> Option<T>) -> T {
        first_event(&mut self.stand_in.events(), fits).await
    }

    /// What somebody does, and the words of the first answer to it.
    async fn asks(&self, act: Act) -> (InteractionId, String) {
        let Acted::Interaction(id) = self.stand_in.act(act).unwrap() else { panic!("no interaction") };
        let words = self.event(|event| match event {
            Event::Reply { interaction, message, kind: ReplyKind::First | ReplyKind::Update, .. }
                if *interaction == id =>
            {
                Some(message.content.clone())
            }
            Event::Unanswered { interaction, .. } if *interaction == id => panic!("nobody answered"),
            _ => None,
        });
        (id, words.await)
    }

    async fn slash(&self, text: &str) -> (InteractionId, String) {
        self.asks(Act::Slash { who: self.owner, channel: self.general, text: text.to_owned() }).await
    }

    async fn press(&self, button: &str) -> (InteractionId, String) {
        let click = Act::Click { who: self.owner, channel: None, message: None, button: button.to_owned() };
        self.asks(click).await
    }

    /// The messages that everybody sees, answers among them.
    fn seen_by_all(&self) -> Vec<String> {
        let events = self.stand_in.events().rest();
        let shown = events.iter().filter_map(|happening| match &happening.event {
            Event::Message { message } => Some(message),
            Event::Reply { visible_to: Audience::Everyone, message, .. } => Some(message),
            _ => None,
        });
        shown.map(|message| format!("{} {:?}", message.content, message.embeds)).collect()
    }
}

async fn of_two_programs_one_acts_and_the_other_is_silent(place: &Place) {
    let team = Team::start().await;
    let programs = [Program::start(place, &team.stand_in), Program::start(place, &team.stand_in)];
    assert!(team.stand_in.gateway().wait_connected(2, PATIENCE).await);
    team.event(|event| matches!(event, Event::Message { .. }).then_some(())).await;

    // Half a day from here no schedule falls due, whatever the hour.
    let now = Clock::system().now().to_zoned(jiff::tz::TimeZone::UTC);
    let time = now.checked_add(jiff::SignedDuration::from_hours(12)).unwrap().strftime("%H:%M").to_string();
    let today = now.date();
    // Where it is about nine in the evening; in these names, west is plus.
    let west = if now.hour() < 9 { now.hour() + 3 } else { now.hour() - 21 };
    let mut answered = vec![team.slash(&format!("/setup zone:Etc/GMT{west:+}")).await];
    answered.push(team.press("Start").await);
    for round in 0..3 {
        let name = format!("late{round}");
        answered.push(team.slash(&format!("/recognize member:@Mira for:calm night {round}")).await);
        let made = team.slash(&format!("/schedule set name:{name} time:{time} days:daily zone:Etc/UTC")).await;
        assert!(!made.1.contains("Changed"), "{}", made.1);
        answered.push(made);
        for words in ["now", "skip", "pause", "resume"] {
            answered.push(team.slash(&format!("/schedule {words} name:{name}")).await);
        }
        let quiet = today.checked_add(jiff::Span::new().days(100 + round)).unwrap();
        answered.push(team.slash(&format!("/schedule holidays add date:{quiet} name:Quiet")).await);
        for words in ["/help", "/me", "/contrast topic:risk", "/schedule show", "/recognition givers"] {
            answered.push(team.slash(words).await);
        }
    }
    answered.push(team.slash("/schedule unskip name:late0").await);
    answered.push(team.slash("/schedule remove name:late1").await);
    // Whoever comes so late that Discord no longer knows the interaction: the other has answered.
    let json = [("content-type", "application/json")];
    let over = Fault::on("POST", "/interactions/*/*/callback").answer(404, &json, r#"{"code": 10062, "message": "x"}"#);
    team.stand_in.faults().ask(over);
    let looks = team.stand_in.faults().hold(Fault::on("GET", "/webhooks/*/*/messages/@original"));
    answered.push(team.slash("/help").await);
    assert!(looks.waiting(1, PATIENCE).await, "nobody looked whether it is answered");
    looks.release();
    // The posts that were asked for: a hello, an introduction, an extra prompt a round.
    team.event(|_| (team.seen_by_all().len() >= 8).then_some(())).await;
    let logs = programs.map(Program::stop);

    let first = |id: InteractionId| {
        let events = team.stand_in.events().rest();
        let firsts = events.iter().filter(|happening| {
            matches!(&happening.event, Event::Reply { interaction, kind, .. }
                if *interaction == id && matches!(kind, ReplyKind::First | ReplyKind::Update))
        });
        firsts.count()
    };
    for (id, words) in &answered {
        assert_eq!(first(*id), 1, "{words}");
    }
    let shown = team.seen_by_all();
    assert_eq!(shown.len(), 8, "{shown:#?}");
    for round in 0..3 {
        let thanks = shown.iter().filter(|words| words.contains(&format!("calm night {round}")));
        assert_eq!(thanks.count(), 1, "{shown:#?}");
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition").await, 3);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'extra' AND state = 'posted'").await, 3);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'announcement'").await, 3);
    assert_eq!(place.number("SELECT COUNT(*) FROM schedule").await, 4);
    assert_eq!(place.number("SELECT COUNT(*) FROM schedule_skip").await, 2, "one date a round, and one taken back");
    assert_eq!(place.number("SELECT COUNT(*) FROM guild_holiday").await, 3);
    let violations = team.stand_in.violations();
    assert!(violations.is_empty(), "{violations:#?}");
    for log in logs {
        let complaints: Vec<&str> =
            log.lines().filter(|line| line.contains("WARN") || line.contains("ERROR")).collect();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}
