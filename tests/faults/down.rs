//! Discord as a whole in trouble, and what people notice of it.

use std::net::SocketAddr;
use std::time::Duration;

use clarion::rehearsal::{Event, Fault};
use jiff::SignedDuration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::posts::{another_server, posts_in};
use crate::common::PATIENCE;
use crate::common::team::{Team, is_message, quick};

const SERVERS: usize = 30;

impl Team {
    /// Posts, and looks for those that perhaps arrived.
    fn asked_of_channels(&self) -> usize {
        self.stand_in.requests().iter().filter(|request| request.line.contains(" /channels/")).count()
    }

    async fn hours_pass(&self, hours: i64) {
        self.hand.advance_to(self.clock.now() + SignedDuration::from_hours(hours), PATIENCE).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_discord_is_down_posts_leave_it_alone_and_people_are_answered() {
    let team = Team::start().await;
    let bot = team.online(quick()).await;
    team.stand_in.faults().ask(Fault::on("*", "/channels/**").html(503).times(100_000));
    let channels = team.stand_in.world().with(|world| {
        (0..SERVERS).map(|number| another_server(world, &format!("Server {number}"))).collect::<Vec<_>>()
    });
    // Begun before the hours pass.
    let mut refused = 0;
    team.event(|event| {
        refused += usize::from(matches!(event, Event::Refused { request, .. } if request.contains("/channels/")));
        (refused == 5).then_some(())
    })
    .await;
    team.hours_pass(1).await;
    // The five that tell, others that were on their way, and then one a rest: 1, 2, 4 .. 300 seconds, or half of that.
    let asked = team.asked_of_channels();
    assert!(asked < 60, "{asked} requests in an hour to a Discord that is down");
    assert!(asked > 10, "it is tried again now and then, not {asked} times");
    team.stand_in.world().with(|world| world.invite_bot(team.guild, crate::common::team::BOT));
    team.stand_in.gateway().barrier(PATIENCE).await.unwrap();
    let id = team.slash("/help");
    team.reply(id).await;
    assert_eq!(team.count(is_message), 0);

    team.stand_in.faults().clear();
    team.hours_pass(1).await;
    bot.stopped().await;
    for channel in channels.into_iter().chain([team.general]) {
        assert_eq!(posts_in(&team, channel), 1);
    }
    team.sound();
}

/// A way to the API that can be shut: then nobody listens there.
struct Door {
    address: SocketAddr,
    target: String,
    open: Option<JoinHandle<()>>,
}

impl Door {
    async fn to(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut door = Self { address, target: target.replace("http://", ""), open: None };
        door.serve(listener);
        door
    }

    fn serve(&mut self, listener: TcpListener) {
        let target = self.target.clone();
        self.open = Some(tokio::spawn(async move {
            let mut ways = tokio::task::JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                let target = target.clone();
                ways.spawn(async move {
                    let mut far = TcpStream::connect(target).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                });
            }
        }));
    }

    async fn shut(&mut self) {
        if let Some(open) = self.open.take() {
            open.abort();
            assert!(open.await.unwrap_err().is_cancelled());
        }
        assert!(TcpStream::connect(self.address).await.is_err(), "somebody listens");
    }

    async fn open(&mut self) {
        self.serve(TcpListener::bind(self.address).await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nobody_listens_posts_wait_and_come_once() {
    let team = Team::start().await;
    let mut door = Door::to(&team.stand_in.api_url()).await;
    let bot = team.bot_at(&format!("http://{}", door.address), quick());
    assert!(team.stand_in.gateway().wait_connected(1, PATIENCE).await);
    team.hand.settled(PATIENCE).await.unwrap();
    door.shut().await;
    // The gateway is another address, and tells of new servers all the same.
    let channels = team
        .stand_in
        .world()
        .with(|world| (0..5).map(|number| another_server(world, &format!("Server {number}"))).collect::<Vec<_>>());
    team.stand_in.gateway().barrier(PATIENCE).await.unwrap();
    // What is owed to them is written down before the hours pass.
    team.hand.settled(PATIENCE).await.unwrap();
    team.hours_pass(2).await;
    assert_eq!(team.count(is_message), 0);
    door.open().await;
    team.hours_pass(1).await;
    bot.stopped().await;
    for channel in channels {
        assert_eq!(posts_in(&team, channel), 1);
    }
}

/// One request a second, and a line of posts before the answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_does_not_wait_behind_a_line_of_posts() {
    let mut team = Team::joined().await;
    team.settings.push(("CLARION_DISCORD__REQUESTS_PER_SECOND".to_owned(), "1".to_owned()));
    let bot = team.online(quick()).await;
    team.event(|event| is_message(event).then_some(())).await;
    team.stand_in.world().with(|world| {
        for number in 0..SERVERS {
            another_server(world, &format!("Server {number}"));
        }
    });
    team.stand_in.gateway().barrier(PATIENCE).await.unwrap();
    for _ in 0..5 {
        let id = team.slash("/help");
        team.reply(id).await;
    }
    let posted = team.count(is_message);
    assert!(posted < SERVERS / 2, "{posted} posts went first");
    // The line is long: nobody waits for its end here.
    bot.stop.cancel();
    let unanswered = team.count(|event| matches!(event, Event::Unanswered { .. }));
    assert_eq!(unanswered, 0);
    let ended = tokio::time::timeout(PATIENCE + Duration::from_secs(10), bot.task).await;
    assert!(ended.is_ok(), "it did not end");
}
