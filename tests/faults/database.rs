//! The database in trouble: people are answered in time and kindly, and nothing that was promised is lost.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use clarion::rehearsal::Event;
use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::world::{InteractionId, UserId};
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use crate::common::PATIENCE;
use crate::common::team::{Team, is_message, quick};

/// Discord's three seconds, less the way there.
const IN_TIME: Duration = Duration::from_millis(2_500);

/// The form's one field.
const FOR_WHAT: &str = "For what? Everybody in this channel reads it";

impl Team {
    /// Somebody else's long write.
    async fn locked(&self) -> SqliteConnection {
        let url = format!("sqlite://{}/clarion.db", self.folder.path().display());
        let mut lock = SqliteConnection::connect(&url).await.unwrap();
        sqlx::raw_sql("PRAGMA busy_timeout = 20000; BEGIN IMMEDIATE").execute(&mut lock).await.unwrap();
        lock
    }

    fn begin(&self, act: Act) -> InteractionId {
        let Acted::Interaction(id) = self.stand_in.act(act).unwrap() else { panic!("no interaction") };
        id
    }
}

/// Locked for as long as it takes until everybody has heard the end of it, which is longer than any patience of the
/// store's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_locked_everybody_is_answered_within_two_and_a_half_seconds() {
    let team = Team::joined().await;
    // Real patience: this is about real seconds.
    let bot = team.online(quick()).await;
    team.event(|event| is_message(event).then_some(())).await;
    let (owner, channel) = team.stand_in.world().with(|world| (world.guilds[&team.guild].owner, team.general));
    let slash = |who: UserId, text: &str| Act::Slash { who, channel, text: text.to_owned() };
    let thanks = "/recognize member:@Owner for:calm nights";
    // A form that is on the screen already.
    let form = team.begin(Act::UserCommand { who: owner, channel, name: "Recognize".to_owned(), target: team.mira });
    team.event(|event| matches!(event, Event::Modal { interaction, .. } if *interaction == form).then_some(())).await;

    let lock = team.locked().await;
    let mut events = team.stand_in.events();
    events.skip();
    let mut asked = HashMap::new();
    let submitted = Act::Submit { who: owner, fields: vec![(FOR_WHAT.to_owned(), "calm nights".to_owned())] };
    let mut acts = vec![
        slash(team.mira, "/help"),
        slash(team.mira, "/contrast topic:risk"),
        slash(team.mira, "/contrast share:true"),
        slash(team.mira, "/me"),
        slash(team.mira, "/recognition givers"),
        slash(owner, "/schedule show"),
        slash(owner, "/setup"),
        slash(owner, "/schedule set channel:#general time:09:00 zone:Europe/Berlin days:weekdays"),
        Act::Autocomplete { who: team.mira, channel, text: "/contrast topic:r".to_owned() },
        Act::Autocomplete { who: owner, channel, text: "/setup zone:berl".to_owned() },
        Act::UserCommand { who: team.mira, channel, name: "Recognize".to_owned(), target: owner },
        submitted,
    ];
    acts.extend((0..8).map(|_| slash(team.mira, thanks)));
    for act in acts {
        let shown = format!("{act:?}");
        asked.insert(team.begin(act), (Instant::now(), shown));
    }
    // The first answers, each with its own time; and the last ones, behind the deferrals.
    let (mut waiting, mut deferred) = (asked.len(), 0);
    let mut first = HashMap::new();
    while waiting > 0 || deferred > 0 {
        let Some(happening) = events.next(PATIENCE).await else { panic!("{waiting} wait, {deferred} were put off") };
        let (id, put_off) = match &happening.event {
            Event::Deferred { interaction, .. } => (*interaction, true),
            Event::Reply { interaction, .. }
            | Event::Modal { interaction, .. }
            | Event::Choices { interaction, .. } => (*interaction, false),
            Event::Unanswered { interaction, .. } => panic!("nobody answered {}", asked[interaction].1),
            _ => continue,
        };
        match first.get(&id) {
            None => {
                let (since, shown) = &asked[&id];
                assert!(since.elapsed() < IN_TIME, "{:?} for {shown}", since.elapsed());
                first.insert(id, put_off);
                waiting -= 1;
                deferred += usize::from(put_off);
            }
            Some(true) if !put_off => {
                first.insert(id, false);
                deferred -= 1;
            }
            Some(_) => {}
        }
    }
    lock.close().await.unwrap();
    // Nothing stays behind: the next one counts.
    let id = team.slash(thanks);
    team.reply(id).await;
    bot.stopped().await;
    team.sound();
}
