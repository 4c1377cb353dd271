//! One trial of a thank-you: the process that takes it is killed, and the next one finds what was promised.

use std::time::Duration;

use clarion::clock::Clock;
use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::world::Audience;
use clarion::rehearsal::{Event, StandIn, StandInOptions};
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::dying::{die, hold};
use crate::place::Engine;
use crate::plan::Plan;
use crate::process::Processes;
use crate::step::Step;
use crate::trial::{BOT, Came, Outcome, PATIENCE, watch};

const WORDS: &str = "calmer nights";

/// Gives one thank-you, kills at the step, and looks what is there after another life.
pub async fn run(seed: u64, step: Step, engine: &Engine) -> Outcome {
    let mut random = StdRng::seed_from_u64(seed);
    let pause = if random.random_bool(0.5) { 61 } else { 600 };
    let instant = Duration::from_millis(random.random_range(0..60));
    let plan = Plan { schedules: 0, threads: false, ..Plan::calm() };
    let mut outcome = Outcome { plan: format!("{step}, {pause} s, {instant:?}"), posts: 1, ..Outcome::default() };

    let now = Timestamp::now();
    let (clock, hand) = Clock::stepped(now);
    let place = engine.place().await;
    let stand_in = StandIn::start(StandInOptions { seed, ..StandInOptions::new(clock.clone()) }).await.unwrap();
    let (guild, channel, jo) = stand_in.world().with(|world| {
        let (jo, mira) = (world.add_person("Jo"), world.add_person("Mira"));
        let guild = world.add_guild("Harbour", jo);
        world.join(guild, mira);
        let channel = world.add_channel(guild, "general").unwrap();
        world.invite_bot(guild, BOT);
        (guild, channel, jo)
    });
    place
        .seed(&plan, serenity::model::id::GuildId::new(guild.get()), &[], serenity::model::id::UserId::new(7), now)
        .await;

    let failpoint = match step {
        Step::Transaction(name, at) => Some(format!("{name}:{at}#1")),
        _ => None,
    };
    let mut processes = Processes::none();
    processes.start(&stand_in, &place.url, place.folder(), failpoint);
    if !stand_in.gateway().wait_connected(1, PATIENCE).await {
        outcome.faults.push("the bot did not log in".to_owned());
    }
    let held = hold(stand_in.faults(), step);
    let text = format!("/recognize member:@Mira for:{WORDS}");
    let Ok(Acted::Interaction(interaction)) = stand_in.act(Act::Slash { who: jo, channel, text }) else {
        panic!("the command was not registered");
    };
    let died = die((step, instant), held, &stand_in, &mut processes, &mut outcome, &mut random).await;
    if let Err(what) = died {
        outcome.faults.push(what);
        processes.kill_all();
    }
    stand_in.in_flight().idle(PATIENCE).await;
    outcome.kills = processes.kills;
    outcome.heard(&mut processes);

    place.age(Duration::from_secs(pause)).await;
    hand.set_to(clock.now() + Duration::from_secs(pause), PATIENCE).await.unwrap();
    let left = place.rows().await.iter().filter(|row| matches!(row.state.as_str(), "due" | "claimed")).count();
    let mut processes = Processes::none();
    processes.start(&stand_in, &place.url, place.folder(), None);
    if let Came::Wrong(what) = watch(&mut processes, std::future::pending(), left, false).await {
        outcome.faults.push(format!("the last life: {what}"));
    }
    processes.kill_all();
    outcome.heard(&mut processes);

    let told = stand_in.events().rest().iter().any(
        |happening| matches!(&happening.event, Event::Reply { interaction: answered, .. } if *answered == interaction),
    );
    let announced = stand_in.world().with(|world| {
        let bot = world.bot;
        let all = world.messages.values().flat_map(std::collections::BTreeMap::values);
        let own = all.filter(|message| message.author == bot && message.visible_to == Audience::Everyone);
        own.filter(|message| message.content.contains(WORDS)).count()
    });
    let counted = place.recognitions().await;
    outcome.doubles += counted.saturating_sub(1) + announced.saturating_sub(counted);
    outcome.losses += usize::from(told).saturating_sub(counted) + counted.saturating_sub(announced);
    outcome.faults.extend(stand_in.violations().into_iter().map(|violation| format!("{violation:?}")));
    engine.done(place);
    outcome
}
