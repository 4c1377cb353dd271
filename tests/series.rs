//! Series, under any edits of them, any posts that are lost and any restarts: no day is repeated, none is left out, the
//! order is kept, and the rotation around them keeps its promise.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use clarion::clock::LocalSchedule;
use clarion::content::rotation::{Use, next_prompt};
use clarion::content::series::{Drawn, Turn, next_turn};
use clarion::content::{Library, Prompt, Series, Source, load};
use clarion::store::{
    Before, Chosen, NewOccurrence, Next, OccurrenceKey, Saved, ScheduleDraft, ScheduleOptions, SeriesDay, Store,
    StoreOptions, Synchronous, TriedBy,
};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};

/// How many prompts the library holds.
const PROMPTS: u8 = 24;

fn id(number: u8) -> String {
    format!("prompt-{number}")
}

fn library(series: &[u8]) -> Library {
    let prompt = |number: u8| Prompt {
        id: id(number),
        title: String::new(),
        text: String::new(),
        step: String::new(),
        minutes: 1,
        theme: String::new(),
        essays: Vec::new(),
        idea: String::new(),
    };
    let mut library = Library { prompts: (0..PROMPTS).map(prompt).collect(), ..Library::default() };
    library.series.push(Series {
        id: "walk".into(),
        title: String::new(),
        line: String::new(),
        theme: None,
        prompts: series.iter().copied().map(id).collect(),
    });
    library
}

/// What happens between two looks at a schedule.
#[derive(Clone, Debug)]
enum Event {
    /// The day's post arrives.
    Posted,
    /// It does not.
    Lost,
    /// One more post, by hand.
    Extra,
    /// A writer changes the series.
    Edit(Vec<u8>),
    /// The process ends in the middle of a post and another one takes it over. (Nothing to the pure functions.)
    Crash,
}

/// A series: some prompts in some order.
fn order() -> impl Strategy<Value = Vec<u8>> {
    prop::sample::subsequence((0..PROMPTS).collect::<Vec<_>>(), 1..12).prop_shuffle()
}

fn events(longest: usize) -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        6 => Just(Event::Posted),
        1 => Just(Event::Lost),
        1 => Just(Event::Extra),
        1 => order().prop_map(Event::Edit),
        1 => Just(Event::Crash),
    ];
    prop::collection::vec(event, 1..longest)
}

/// What a server has had, and what a schedule there has had of a series.
#[derive(Default)]
struct Walk {
    uses: Vec<Use>,
    steps: Vec<(String, bool)>,
}

impl Walk {
    fn turn(&self, library: &Library, daily: bool) -> Turn {
        let (series, place) = library.place_in("walk", self.steps()).unwrap();
        let drawn = if daily { Drawn::Series(series, &place) } else { Drawn::Beside(&place) };
        let used = self.uses.iter().map(|used| (used.prompt_id.as_str(), used.cycle));
        next_turn(library, drawn, used, 7).unwrap()
    }

    fn steps(&self) -> impl Iterator<Item = (&str, bool)> {
        self.steps.iter().map(|(prompt, lost)| (prompt.as_str(), *lost))
    }

    fn take(&mut self, turn: &Turn, lost: bool) {
        self.uses.push(Use { prompt_id: turn.choice.prompt_id.clone(), cycle: turn.choice.cycle });
        if turn.day.is_some() {
            self.steps.push((turn.choice.prompt_id.clone(), lost));
        }
    }

    /// How often a prompt of the series was posted, and how often it was lost.
    fn times(&self, prompt: &str) -> (usize, usize) {
        let of = |lost: bool| self.steps.iter().filter(|(step, was)| step == prompt && *was == lost).count();
        (of(false), of(true))
    }

    fn is_over(&self, prompt: &str) -> bool {
        let (posted, lost) = self.times(prompt);
        posted > 0 || lost > 1
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_day_is_repeated_and_none_is_left_out(start in order(), events in events(60)) {
        let mut library = library(&start);
        let mut walk = Walk::default();
        for event in events {
            let order = library.series[0].prompts.clone();
            let left: Vec<&String> = order.iter().filter(|prompt| !walk.is_over(prompt)).collect();
            match event {
                Event::Edit(order) => library.series[0].prompts = order.into_iter().map(id).collect(),
                // The same question gets the same answer.
                Event::Crash => prop_assert_eq!(walk.turn(&library, true), walk.turn(&library, true)),
                Event::Extra => {
                    let turn = walk.turn(&library, false);
                    prop_assert_eq!(&turn.day, &None);
                    prop_assert!(!left.contains(&&turn.choice.prompt_id), "an extra took a day of the series away");
                    walk.take(&turn, false);
                }
                Event::Posted | Event::Lost => {
                    let turn = walk.turn(&library, true);
                    let before = walk.steps.iter().map(|(prompt, _)| prompt).collect::<BTreeSet<_>>();
                    let over = before.into_iter().filter(|prompt| walk.is_over(prompt)).count();
                    match left.first() {
                        Some(next) => {
                            prop_assert_eq!(&turn.choice.prompt_id, *next, "out of its order");
                            let (day, of) = (u32::try_from(over + 1).unwrap(), u32::try_from(over + left.len()).unwrap());
                            prop_assert_eq!(turn.day.clone(), Some(("walk".to_owned(), day, of)));
                        }
                        None => {
                            prop_assert_eq!(&turn.day, &None, "it went on after its end");
                            let all = library.prompts.iter().map(|prompt| prompt.id.as_str());
                            prop_assert_eq!(Some(turn.choice.clone()), next_prompt(all, &walk.uses, 7));
                        }
                    }
                    walk.take(&turn, matches!(event, Event::Lost));
                }
            }
        }
        for (prompt, _) in &walk.steps {
            let (posted, lost) = walk.times(prompt);
            prop_assert!(posted <= 1 && lost <= 2, "{prompt} came {posted} times and was lost {lost} times");
        }
        // It ends: each day is posted once or given up, whatever was edited.
        for _ in 0..library.series[0].prompts.len() {
            let turn = walk.turn(&library, true);
            walk.take(&turn, false);
        }
        prop_assert!(library.series[0].prompts.iter().all(|prompt| walk.is_over(prompt)));
        prop_assert_eq!(walk.turn(&library, true).day, None);
    }

    #[test]
    fn the_rotation_around_it_repeats_nothing_before_everything_was_used(start in order(), events in events(90)) {
        let mut library = library(&start);
        let mut walk = Walk::default();
        for event in events {
            if let Event::Edit(order) = event {
                library.series[0].prompts = order.into_iter().map(id).collect();
                continue;
            }
            let turn = walk.turn(&library, !matches!(event, Event::Extra));
            let running = walk.uses.iter().map(|used| used.cycle).max().unwrap_or(1);
            let done: HashSet<&String> =
                walk.uses.iter().filter(|used| used.cycle == running).map(|used| &used.prompt_id).collect();
            match turn.day {
                // A day of a series comes whatever was used, and counts in the cycle that runs.
                Some(_) => prop_assert_eq!(turn.choice.cycle, running),
                None if turn.choice.cycle == running => {
                    prop_assert!(!done.contains(&turn.choice.prompt_id), "{} came back", turn.choice.prompt_id);
                }
                // Beside a series, what that one still brings may be all that is left of a cycle.
                None => {
                    let left = library.series[0].place(walk.steps()).left;
                    let all = library.prompts.iter().map(|prompt| &prompt.id);
                    let rest: Vec<&String> = all.filter(|prompt| !done.contains(prompt)).collect();
                    prop_assert!(rest.iter().all(|prompt| left.contains(&prompt.as_str())), "a cycle ended early");
                }
            }
            walk.take(&turn, false);
        }
    }
}

const GUILD: GuildId = GuildId::new(1_000_000_000_000_000_001);
const LEASE: Duration = Duration::from_secs(60);
const GRACE: Duration = Duration::from_secs(6 * 3_600);

/// A server whose schedule follows a series, in a file that outlives the process.
struct Server {
    folder: tempfile::TempDir,
    store: Store,
    now: Timestamp,
}

impl Server {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2026-11-22T08:30:00Z".parse().unwrap();
        let store = open(&folder).await;
        let when = LocalSchedule {
            time: "09:00".parse().unwrap(),
            zone: "Europe/Berlin".parse().unwrap(),
            days: "daily".parse().unwrap(),
        };
        let options = ScheduleOptions { series: Some("walk".to_owned()), ..ScheduleOptions::default() };
        let (name, channel, by) = ("daily".to_owned(), ChannelId::new(2), UserId::new(3));
        let draft = ScheduleDraft { name, channel, when, options: Some(options), by };
        let saved = store.save_schedule(GUILD, &draft, now).await.unwrap();
        assert!(matches!(saved, Saved::Created(_)));
        Self { folder, store, now }
    }

    /// Another life of the program, on the same file.
    async fn restart(&mut self) {
        self.store = open(&self.folder).await;
    }

    /// What is claimed next, and the prompt that is chosen for it.
    async fn try_one(&self, library: &Library) -> (clarion::store::Claim, Chosen) {
        let (claim, daily) = loop {
            let Next::Claimed(claim) = self.store.claim_due(self.now, LEASE, GRACE).await.unwrap() else {
                panic!("nothing is due")
            };
            match claim.occurrence.key {
                OccurrenceKey::Daily { .. } => break (claim, true),
                OccurrenceKey::Extra { .. } => break (claim, false),
                // Ten prompts under which nobody pressed anything: somebody is asked about that.
                _ => self.store.skipped(&claim, "not-here").await.unwrap(),
            }
        };
        let choose = |before: &Before| {
            let followed = before.series.as_ref();
            let place = followed.and_then(|now| library.place_in(&now.series, now.steps()));
            let drawn = match &place {
                Some((series, place)) if daily => Drawn::Series(series, place),
                Some((_, place)) => Drawn::Beside(place),
                None => Drawn::Theme(None),
            };
            let used = before.uses.iter().map(|used| (used.prompt.as_str(), used.cycle));
            let turn = next_turn(library, drawn, used, 7).unwrap();
            let day = turn.day.map(|(series, day, of)| SeriesDay { series, day, of });
            Some(Chosen { prompt: turn.choice.prompt_id, cycle: turn.choice.cycle, day })
        };
        let known = |prompt: &str| library.prompt(prompt).is_some();
        let chosen = self.store.choose_prompt(&claim, self.now, LEASE, TriedBy::Message, known, choose).await.unwrap();
        (*claim, chosen.unwrap())
    }
}

async fn open(folder: &tempfile::TempDir) -> Store {
    let url = format!("sqlite://{}", folder.path().join("clarion.db").display());
    let options = StoreOptions { synchronous: Synchronous::Normal, connections: 1, ..StoreOptions::new(url) };
    Store::open(&options, 1).await.unwrap()
}

/// What a store says that was closed and opened again is what the pure functions say that forget nothing.
async fn lived(start: &[u8], events: &[Event]) {
    let mut library = library(start);
    let mut walk = Walk::default();
    let mut server = Server::new().await;
    let schedule = server.store.schedules(GUILD, server.now).await.unwrap()[0].id;
    // Once over, a series is over, also where a writer adds to it.
    let mut over = false;
    for (number, event) in events.iter().enumerate() {
        match event {
            Event::Edit(order) => library.series[0].prompts = order.iter().copied().map(id).collect(),
            Event::Extra => {
                let interaction = InteractionId::new(number as u64 + 1);
                let key = OccurrenceKey::Extra { schedule, interaction };
                let new = NewOccurrence { key, guild: GUILD, channel: ChannelId::new(2), due_at: server.now };
                assert!(server.store.add_occurrence(new, server.now).await.unwrap());
                let (claim, chosen) = server.try_one(&library).await;
                assert_eq!(chosen.day, None);
                walk.uses.push(Use { prompt_id: chosen.prompt, cycle: chosen.cycle });
                server.store.posted(&claim, MessageId::new(number as u64 + 1)).await.unwrap();
            }
            Event::Posted | Event::Lost | Event::Crash => {
                server.now = server.now.checked_add(24.hours()).unwrap();
                let (mut claim, mut chosen) = server.try_one(&library).await;
                if matches!(event, Event::Crash) {
                    server.restart().await;
                    server.now = server.now.checked_add(2.minutes()).unwrap();
                    let again = server.try_one(&library).await;
                    assert_eq!(again.1, chosen, "a takeover says something else");
                    (claim, chosen) = again;
                }
                let expected = walk.turn(&library, true);
                over = over || expected.day.is_none();
                if over {
                    assert_eq!(chosen.day, None, "a series went on after its end");
                } else {
                    assert_eq!(chosen.prompt, expected.choice.prompt_id);
                    let day = chosen.day.clone().map(|day| (day.series, day.day, day.of));
                    assert_eq!(day, expected.day);
                }
                let lost = matches!(event, Event::Lost);
                if lost {
                    server.store.failed(&claim, "refused:50035").await.unwrap();
                } else {
                    server.store.posted(&claim, MessageId::new(number as u64 + 1)).await.unwrap();
                }
                walk.uses.push(Use { prompt_id: chosen.prompt.clone(), cycle: chosen.cycle });
                if chosen.day.is_some() {
                    walk.steps.push((chosen.prompt, lost));
                }
            }
        }
        assert_eq!(server.store.following(schedule).await.unwrap().is_none(), over);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_restart_moves_nobody_in_a_series(start in order(), events in events(20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(lived(&start, &events));
    }
}

/// Five days on one contrast are five, three practices are three weeks of five.
#[test]
fn the_shipped_series_are_as_long_as_they_say() {
    let library = load(&Source::new(None, "en")).unwrap();
    for series in library.series.iter().filter(|series| series.theme.is_some()) {
        assert_eq!(series.prompts.len(), 5, "{}", series.id);
    }
    let contrasts: BTreeSet<&str> = library.series.iter().filter_map(|series| series.theme.as_deref()).collect();
    assert!(contrasts.len() >= 15, "{contrasts:?}");
    let weeks: Vec<&str> = library.series("three-practices").unwrap().prompts.iter().map(String::as_str).collect();
    let of = |prompt: &&str| library.prompt(prompt).unwrap().theme.as_str();
    for (week, practice) in weeks.chunks(5).zip(["lead-yourself", "make-it-safe", "recognise-brilliance"]) {
        assert_eq!(week.iter().map(of).collect::<Vec<_>>(), [practice; 5]);
    }
    assert_eq!(weeks.len(), 15);
}
