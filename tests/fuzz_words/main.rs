//! People's words on their way to a channel, an embed, a menu, a form and a file: whatever they hold, nobody is called whom
//! they were not given to, no link hides behind other words, nothing is longer than Discord takes, and no cell is a formula.
//!
//! 100,000 cases; `CLARION_FUZZ_CASES` takes another number, as in `CLARION_FUZZ_CASES=1000000 cargo test --test
//! fuzz_words`. Each case has a seed of its own, which a failure names with its words.

#![allow(clippy::unwrap_used)]

mod deck;
mod hostile;
mod names;
mod own;
mod recognition;
mod schedules;
mod sheets;
mod shown;
mod strengths;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use clarion::content::{Library, Source, load};
use clarion::messages::Card;
use clarion::recognition::clean_words;
use clarion::store::Id;
use jiff::civil::{Date, date};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use hostile::{STRANGER, words};
use shown::{Shown, defused};

const GUILD: GuildId = GuildId::new(7);
const GIVER: UserId = UserId::new(31);
const CHANNEL: ChannelId = ChannelId::new(41);
const MESSAGE: MessageId = MessageId::new(51);
const ROLE: RoleId = RoleId::new(61);

fn today() -> Date {
    date(2026, 11, 21)
}

/// One case: the words in one of the places that take some.
fn case(number: u64) {
    let random = &mut StdRng::seed_from_u64(number);
    let typed = words(random);
    let cleaned = clean_words(&typed);
    assert_eq!(clean_words(&cleaned), cleaned, "cleaned twice is cleaned once");
    let id = Id::from_i64(1 + random.random_range(0..i64::MAX / 2)).unwrap();
    match number % 20 {
        0..=5 => recognition::given(random, &typed, id),
        6 => recognition::reason(&typed),
        7..=9 => strengths::strengths(random, &typed, id),
        10 | 11 => deck::prompt(random, &typed, id),
        12 => deck::cells(random, &typed),
        13 | 14 => own::reflection(random, &typed, id),
        15 => own::to_try(random, &typed, id),
        16 => names::of_people(random, &typed),
        17 => names::of_servers(random, &typed, id),
        18 => schedules::schedules(random, &typed, id),
        _ => sheets::of_server(random, &typed),
    }
}

fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> = LazyLock::new(|| load(&Source::new(None, "en")).unwrap());
    &LIBRARY
}

/// After so many failures it is enough: their words tell what they have in common.
const ENOUGH: usize = 10;

#[test]
fn no_words_are_an_instruction() {
    let cases: u64 = std::env::var("CLARION_FUZZ_CASES").map_or(100_000, |cases| cases.parse().unwrap());
    let threads = std::thread::available_parallelism().map_or(2, usize::from) as u64;
    let failed = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let failed = &failed;
            scope.spawn(move || {
                for number in (thread..cases).step_by(threads as usize) {
                    if std::panic::catch_unwind(|| case(number)).is_err() {
                        eprintln!("case {number}: {:?}", words(&mut StdRng::seed_from_u64(number)));
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                    if failed.load(Ordering::Relaxed) >= ENOUGH {
                        break;
                    }
                }
            });
        }
    });
    assert_eq!(failed.into_inner(), 0, "cases that failed, each named above");
}

/// The check sees what it is about.
#[test]
fn an_instruction_would_be_seen() {
    let nobody = Shown::to_nobody("a text");
    nobody.text("<@31> \\<@666> \\\\\\<@666> [x](https://discord.com/channels/7/1/2)");
    let seen = [
        "<@666>",
        "\\\\<@&666>",
        "@everyone",
        "x @here",
        "<t:1:R>",
        "[x](https://evil.example)",
        "https://x",
        "\u{202e}",
    ];
    for instruction in seen {
        let caught = std::panic::catch_unwind(|| nobody.text(instruction));
        assert!(caught.is_err(), "{instruction:?} is not seen");
    }
    assert!(std::panic::catch_unwind(|| nobody.hold(Card::text("x").pinging([UserId::new(STRANGER)]))).is_err());
    assert!(std::panic::catch_unwind(|| nobody.hold(Card::text("x".repeat(2_001)))).is_err());
    defused("\"a;'=1; b\n'-2\",\"it's - 5 = 3, @home\"\n");
    for table in ["a,\"=1\"\n", "\"a\",\"x;=1;y\"\n", "\"a\",\"x; \"\"=1\"\n", "\"a\",\"x\n@y\"\n", "\"a\",\"x\t+1\"\n"]
    {
        assert!(std::panic::catch_unwind(|| defused(table)).is_err(), "{table:?} is not seen");
    }
}
