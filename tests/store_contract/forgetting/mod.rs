//! Somebody asks to be forgotten: no row, no word and no byte tells of them, and nobody else loses anything.

mod filled;
mod looking;
mod person;
mod server;
mod told;
mod words;

use std::sync::atomic::{AtomicI64, Ordering};

use clarion::clock::Clock;
use clarion::recognition::Dates;
use clarion::store::{Forgotten, Store, Where};
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId, UserId};

use super::engines::at;

const HERE: GuildId = GuildId::new(1_111_222_233_334_444_455);
const THERE: GuildId = GuildId::new(1_111_222_233_334_444_466);
const CHANNEL: ChannelId = ChannelId::new(1_111_222_233_334_444_477);
/// Jo's private messages with the bot.
const DIRECT: u64 = 1_357_913_579_135_791_357;
const JO: UserId = UserId::new(1_234_567_890_123_456_789);
const MIRA: UserId = UserId::new(1_234_567_890_123_456_700);
const SAM: UserId = UserId::new(1_234_567_890_123_456_600);
const LEE: UserId = UserId::new(1_234_567_890_123_456_500);
/// Stands in everything that Jo wrote, and that others wrote about Jo.
const TELLS: &str = "lighthouse";

/// Forgotten, and scrubbed.
async fn forget(store: &Store, place: Where) -> Forgotten {
    let now = later();
    let forgotten = store.forget(JO, place, now).await.unwrap();
    store.scrub_at_once(&Clock::stepped(now).0).await.unwrap();
    forgotten
}

/// Each later than the minute that lies between two scrubs.
fn later() -> Timestamp {
    static MINUTES: AtomicI64 = AtomicI64::new(0);
    at("2026-11-24T08:00:00Z") + SignedDuration::from_mins(2 * MINUTES.fetch_add(1, Ordering::SeqCst))
}

/// How much somebody gave, to how many, got, and from how many.
async fn mine(store: &Store, user: UserId) -> [i64; 4] {
    let mine = store.mine(HERE, user, 0).await.unwrap();
    [mine.gave, mine.gave_to, mine.got, mine.got_from]
}

async fn givers(store: &Store) -> Vec<(Option<UserId>, i64, i64)> {
    let all = store.givers(HERE, Dates::ALL).await.unwrap();
    all.into_iter().map(|one| (one.user, one.gives, one.people)).collect()
}
