//! People who go on typing slash commands while the bot posts.

use std::sync::Arc;
use std::time::Duration;

use clarion::rehearsal::interactions::{Act, Acted};
use clarion::rehearsal::world::{ChannelId, InteractionId, UserId};
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::scene::Scene;

/// One that was sent.
pub struct Asked {
    pub what: &'static str,
    /// `None` where Discord's client would not have sent it.
    pub id: Option<InteractionId>,
    pub at: Timestamp,
}

pub struct Talk {
    enough: Arc<Notify>,
    task: JoinHandle<Vec<Asked>>,
}

/// Somebody somewhere types one of the three, `rate` times a second.
pub fn start(scene: &Scene, rate: u32) -> Talk {
    let stand_in = scene.stand_in.clone();
    let places: Vec<(ChannelId, UserId, String)> =
        scene.servers.iter().map(|server| (server.general, server.owner, server.mate.clone())).collect();
    let enough = Arc::new(Notify::new());
    let stop = Arc::clone(&enough);
    let task = tokio::spawn(async move {
        let (mut asked, mut random) = (Vec::new(), StdRng::seed_from_u64(3));
        let mut beat = tokio::time::interval(Duration::from_secs(1) / rate.max(1));
        loop {
            tokio::select! {
                _ = beat.tick() => {}
                () = stop.notified() => return asked,
            }
            let (channel, who, mate) = &places[random.random_range(0..places.len())];
            let (what, text) = match asked.len() % 3 {
                0 => ("/contrast", "/contrast".to_owned()),
                1 => ("/recognize", format!("/recognize member:{mate} for:calmer nights way:thanks")),
                _ => ("/schedule show", "/schedule show".to_owned()),
            };
            let at = stand_in.clock().now();
            let id = match stand_in.act(Act::Slash { who: *who, channel: *channel, text }) {
                Ok(Acted::Interaction(id)) => Some(id),
                Ok(_) => None,
                Err(refusal) => {
                    println!("{what}: {refusal}");
                    None
                }
            };
            asked.push(Asked { what, id, at });
        }
    });
    Talk { enough, task }
}

impl Talk {
    /// Nobody types any more. What was typed.
    pub async fn stop(self) -> Vec<Asked> {
        self.enough.notify_one();
        self.task.await.unwrap_or_default()
    }
}
