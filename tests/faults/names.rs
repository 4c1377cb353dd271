//! Names for the ids that somebody types: few people are asked for, all at once, and whoever typed waits for none of them
//! longer than their answer can.

use std::time::Duration;

use clarion::rehearsal::Fault;
use clarion::rehearsal::interactions::Act;
use clarion::rehearsal::world::{InteractionId, UserId};
use clarion::rehearsal::{Event, interactions::Acted};

use crate::common::PATIENCE;
use crate::common::team::{Bot, Team, quick};

/// How many people are asked for at most.
const ASKED: usize = 5;
/// More often than anybody asks.
const EVERY: usize = 1_000;

const STRANGERS: [&str; 8] = ["Ada", "Bo", "Cem", "Dov", "Eli", "Fay", "Gus", "Hal"];

/// A bot that knows Sam and Jo by what was given before, and eight people of whom it has never heard.
struct Typed {
    team: Team,
    bot: Bot,
    jo: UserId,
    strangers: Vec<UserId>,
}

fn a_name() -> Fault {
    Fault::on("GET", "/guilds/*/members/*")
}

impl Typed {
    async fn start() -> Self {
        let team = Team::joined().await;
        let (jo, strangers) = team.stand_in.world().with(|world| {
            let people = ["Sam", "Jo"].into_iter().chain(STRANGERS).map(|name| world.add_person(name));
            let people: Vec<UserId> = people.collect();
            people.iter().for_each(|person| world.join(team.guild, *person));
            (people[1], people[2..].to_vec())
        });
        let bot = team.online(quick()).await;
        for member in ["Sam", "Jo"] {
            let asked = team.slash(&format!("/recognize member:@{member} for:the map"));
            team.reply(asked).await;
        }
        Self { team, bot, jo, strangers }
    }

    /// Mira thanks Sam, who comes along with it, for something with all strangers, and Jo behind them.
    fn gives(&self) -> InteractionId {
        let others: Vec<String> = self.strangers.iter().chain([&self.jo]).map(|user| format!("<@{user}>")).collect();
        let text = format!("/recognize member:@Sam for:the night with {}", others.join(" "));
        let act = Act::Slash { who: self.team.mira, channel: self.team.general, text };
        let Acted::Interaction(id) = self.team.stand_in.act(act).unwrap() else { panic!("no interaction") };
        id
    }

    /// What stands in the channel as the answer, without what keeps a name from being a mention.
    async fn said(&self, id: InteractionId) -> String {
        // At once: whoever is thanked is pinged by no later edit.
        assert_eq!(self.team.deferred(id).await, None, "it took too long");
        self.team
            .event(|event| match event {
                Event::Reply { interaction, message, .. } if *interaction == id => {
                    Some(message.content.replace('\u{200b}', ""))
                }
                _ => None,
            })
            .await
    }

    async fn end(self) {
        self.bot.stopped().await;
        self.team.sound();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_many_names_are_asked_for_and_the_others_are_someone() {
    let typed = Typed::start().await;
    let faults = typed.team.stand_in.faults().clone();
    // Each passes, and is counted.
    faults.ask(a_name().times(EVERY).delay(Duration::ZERO));
    let said = typed.said(typed.gives()).await;
    assert_eq!(EVERY - faults.left(), ASKED, "{said}");
    let known = STRANGERS[..ASKED].iter().map(|name| format!("@{name}"));
    let others = STRANGERS[ASKED..].iter().map(|_| "@someone".to_owned());
    let named: Vec<String> = known.chain(others).chain(["@Jo".to_owned()]).collect();
    assert!(said.contains(&format!("the night with {}", named.join(" "))), "{said}");
    typed.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_discord_names_too_late_is_someone_and_the_answer_is_in_time() {
    let typed = Typed::start().await;
    let faults = typed.team.stand_in.faults().clone();
    // The first that is asked for is named; all the others wait for longer than anybody here.
    faults.ask(a_name().delay(Duration::ZERO));
    let held = faults.hold(a_name().times(EVERY));
    let asked = typed.gives();
    assert!(held.waiting(ASKED - 1, PATIENCE).await, "they are not asked for at once");
    let said = typed.said(asked).await;
    let first = STRANGERS.iter().filter(|name| said.contains(&format!("@{name}"))).count();
    assert_eq!((first, said.matches("@someone").count()), (1, STRANGERS.len() - 1), "{said}");
    assert!(said.contains("the night with") && said.contains("@Jo"), "{said}");
    held.release();
    typed.end().await;
}
