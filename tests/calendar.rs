//! Every zone of the database at every change of its clocks from 2020 to 2037: one instant a chosen local date, in order,
//! equal to what follows from the zone's offsets alone.
//!
//! The expectation does not ask the calendar library what a skipped or repeated local time means. It knows a zone only
//! as stretches of time with one offset each, and takes the earliest instant at which a wall clock there shows the chosen
//! time; where none does, the chosen time by the offset from before the gap.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use clarion::clock::{Days, LocalSchedule, LocalTime, NextOccurrence, Zone};
use clarion::store::{Next, OccurrenceKey, OccurrenceState, Saved, ScheduleDraft, Store, StoreOptions};
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

const DAY: i64 = 24 * 60 * 60;
/// 2020-01-01 and 2038-01-01, UTC.
const FIRST: i64 = 1_577_836_800;
const END: i64 = 2_145_916_800;

/// A zone as its offsets: from which second on which offset holds, in seconds.
#[derive(Clone, Debug)]
struct Offsets(Vec<(i64, i64)>);

/// The moment at which an offset gives way to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: i64,
    before: i64,
    after: i64,
}

fn offset_at(zone: &TimeZone, second: i64) -> i64 {
    i64::from(zone.to_offset(Timestamp::from_second(second).unwrap()).seconds())
}

impl Offsets {
    /// With half a year to spare at either end.
    fn of(zone: &TimeZone) -> Self {
        let start = FIRST - 180 * DAY;
        let mut stretches = vec![(start, offset_at(zone, start))];
        for change in zone.following(Timestamp::from_second(start).unwrap()) {
            let at = change.timestamp().as_second();
            if at >= END + 180 * DAY {
                break;
            }
            let offset = offset_at(zone, at);
            // A new name for the same offset is no change of the clocks.
            if stretches.last().unwrap().1 != offset {
                stretches.push((at, offset));
            }
        }
        Self(stretches)
    }

    fn at(&self, second: i64) -> i64 {
        self.0.iter().rev().find(|(from, _)| *from <= second).unwrap().1
    }

    fn changes(&self) -> impl Iterator<Item = Change> + '_ {
        self.0
            .windows(2)
            .map(|pair| Change { at: pair[1].0, before: pair[0].1, after: pair[1].1 })
            .filter(|change| (FIRST..END).contains(&change.at))
    }

    /// When a clock on the wall first shows `wall` (counted in seconds as if the wall were in UTC).
    fn instant(&self, wall: i64) -> i64 {
        let shown = self.0.iter().enumerate().find_map(|(place, (from, offset))| {
            let until = self.0.get(place + 1).map_or(i64::MAX, |(from, _)| *from);
            (*from..until).contains(&(wall - offset)).then_some(wall - offset)
        });
        shown.unwrap_or_else(|| {
            let skipping = |pair: &&[(i64, i64)]| (pair[1].0 + pair[0].1..pair[1].0 + pair[1].1).contains(&wall);
            wall - self.0.windows(2).find(skipping).expect("a wall time is shown or skipped")[0].1
        })
    }

    /// The chosen dates (in days since 1970) of `days`, with their instants in seconds.
    fn dates(&self, first: i64, last: i64, minute: i64, days: Days) -> Vec<(i64, i64)> {
        // 1970 began on a Thursday; bit 0 is Monday.
        let chosen = |day: &i64| days.bits() >> (day + 3).rem_euclid(7) & 1 == 1;
        (first..=last).filter(chosen).map(|day| (day, self.instant(day * DAY + minute * 60))).collect()
    }
}

fn zones() -> Vec<Zone> {
    TimeZoneDatabase::bundled()
        .available()
        .map(|name| name.as_str().parse().unwrap_or_else(|fault| panic!("{name}: {fault}")))
        .collect()
}

fn schedule(zone: &Zone, minute: i64, days: Days) -> LocalSchedule {
    let time = LocalTime::new(i8::try_from(minute / 60).unwrap(), i8::try_from(minute % 60).unwrap()).unwrap();
    LocalSchedule { time, zone: zone.clone(), days }
}

fn day_number(date: Date) -> i64 {
    date.to_zoned(TimeZone::UTC).unwrap().timestamp().as_second() / DAY
}

fn plain(next: NextOccurrence) -> (i64, i64) {
    (day_number(next.date), next.at.as_second())
}

/// Walks a schedule from the first of the expected dates to the last: from each instant, and from one between it and the next.
fn walk(when: &LocalSchedule, expected: &[(i64, i64)], random: &mut StdRng) {
    for pair in expected.windows(2) {
        let ((_, before), next) = (pair[0], pair[1]);
        assert!(before < next.1, "{when:?}: {pair:?} are in order");
        let between = if random.random() { next.1 - 1 } else { random.random_range(before..next.1) };
        for after in [before, between] {
            let found = when.next_after(Timestamp::from_second(after).unwrap()).unwrap();
            assert_eq!(plain(found), next, "{when:?} after {after}: {found:?}");
        }
    }
}

/// Local times of day, in minutes, on both sides of both edges of what a change skips or repeats, and one by chance.
fn minutes_around(change: Change, random: &mut StdRng) -> BTreeSet<i64> {
    let (start, end) = (change.at + change.before.min(change.after), change.at + change.before.max(change.after));
    assert_eq!((start % 60, end % 60), (0, 0), "clocks change on the minute: {change:?}");
    let edges = [start - 60, start, (start + end) / 120 * 60, end - 60, end, end + 60];
    let minutes = edges.into_iter().map(|wall| wall.rem_euclid(DAY) / 60);
    minutes.chain([random.random_range(0..24 * 60)]).collect()
}

fn days_by_chance(random: &mut StdRng) -> Days {
    Days::from_bits(random.random_range(1..=0b111_1111)).unwrap()
}

#[derive(Debug, Default)]
struct Walked {
    zones: usize,
    forward: usize,
    back: usize,
    over_midnight: usize,
    lengths: BTreeSet<i64>,
    dates: usize,
}

fn walk_zone(zone: &Zone, random: &mut StdRng, walked: &mut Walked) {
    let offsets = Offsets::of(zone.time_zone());
    // No change was missed: wherever one looks, the offset is the one that is written down.
    for probe in (FIRST..END).step_by(9 * 86_400 + 7_919) {
        assert_eq!(offset_at(zone.time_zone(), probe), offsets.at(probe), "{zone} at {probe}");
    }
    walked.zones += 1;
    for change in offsets.changes() {
        if change.after > change.before {
            walked.forward += 1
        } else {
            walked.back += 1
        }
        walked.lengths.insert((change.after - change.before).abs() / 60);
        let today = (change.at + change.before).div_euclid(DAY);
        if (change.at + change.after).div_euclid(DAY) != today {
            walked.over_midnight += 1;
        }
        for minute in minutes_around(change, random) {
            let daily = offsets.dates(today - 3, today + 2, minute, Days::DAILY);
            walk(&schedule(zone, minute, Days::DAILY), &daily, random);
            walked.dates += daily.len() - 1;
        }
        // Some days only: from the last one before to the first one after, which is at most a week off.
        let (days, minute) = (days_by_chance(random), (change.at + change.before).rem_euclid(DAY) / 60);
        let some = offsets.dates(today - 9, today + 9, minute, days);
        walk(&schedule(zone, minute, days), &some, random);
        walked.dates += some.len() - 1;
    }
    // A zone that never changes has its days too.
    let (today, minute) = (random.random_range(FIRST / DAY..END / DAY), random.random_range(0..24 * 60));
    let days = offsets.dates(today - 9, today + 9, minute, Days::WEEKDAYS);
    walk(&schedule(zone, minute, Days::WEEKDAYS), &days, random);
    walked.dates += days.len() - 1;
}

#[test]
fn every_zone_at_every_change_has_one_instant_a_chosen_date() {
    let zones = zones();
    let left = Mutex::new(zones.iter().enumerate());
    let walkers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let walked: Vec<Walked> = std::thread::scope(|scope| {
        let walk_some = || {
            let mut walked = Walked::default();
            loop {
                let next = left.lock().unwrap().next();
                let Some((number, zone)) = next else { return walked };
                walk_zone(zone, &mut StdRng::seed_from_u64(number as u64), &mut walked);
            }
        };
        let walkers: Vec<_> = (0..walkers).map(|_| scope.spawn(walk_some)).collect();
        walkers.into_iter().map(|walker| walker.join().unwrap()).collect()
    });
    let total = |of: fn(&Walked) -> usize| walked.iter().map(of).sum::<usize>();
    let (zones, forward, back) = (total(|w| w.zones), total(|w| w.forward), total(|w| w.back));
    let (over_midnight, dates) = (total(|w| w.over_midnight), total(|w| w.dates));
    let lengths: BTreeSet<i64> = walked.iter().flat_map(|walked| walked.lengths.iter().copied()).collect();
    println!(
        "{zones} zones, {forward} changes forward and {back} back ({over_midnight} of them over midnight, by \
         {lengths:?} minutes), {dates} dates"
    );
    // Of some 600 names, about 200 change their clocks twice a year.
    assert!(zones > 550, "{zones} zones");
    assert!(forward > 3_000 && back > 3_000, "{forward} forward, {back} back");
    assert!(over_midnight > 100, "{over_midnight} changes over midnight");
    assert!(lengths.is_superset(&BTreeSet::from([30, 60])), "Lord Howe changes by half an hour: {lengths:?}");
    assert!(dates > 200_000, "{dates} dates");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(3),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_schedule_from_any_instant(
        zone in any::<prop::sample::Index>(),
        change in prop::option::of((any::<prop::sample::Index>(), -90..90_i64, -4 * DAY..4 * DAY)),
        minute in 0..24 * 60_i64,
        bits in 1..=0b111_1111_i64,
        after in FIRST..END,
    ) {
        thread_local! {
            static ZONES: Vec<Zone> = zones();
        }
        let zone = ZONES.with(|zones| zone.get(zones).clone());
        let (offsets, days) = (Offsets::of(zone.time_zone()), Days::from_bits(bits).unwrap());
        let changes: Vec<Change> = offsets.changes().collect();
        // Half of the cases come near a change of the clocks, where the zone has any.
        let (minute, after) = match change {
            Some((which, off, seconds)) if !changes.is_empty() => {
                let change = which.get(&changes);
                (((change.at + change.before) / 60 + off).rem_euclid(24 * 60), change.at + seconds)
            }
            _ => (minute, after),
        };
        let when = schedule(&zone, minute, days);
        let today = after / DAY;
        let expected: Vec<(i64, i64)> =
            offsets.dates(today - 3, today + 40, minute, days).into_iter().filter(|(_, at)| *at > after).collect();
        let mut next = when.next_after(Timestamp::from_second(after).unwrap());
        for expected in &expected[..4] {
            let found = next.unwrap();
            prop_assert_eq!(plain(found), *expected, "{:?} after {}", when, after);
            next = when.next_after(found.at);
        }
    }
}

#[test]
fn a_repeated_hour_counts_once_whichever_way_it_is_asked_for() {
    let zone: Zone = "America/New_York".parse().unwrap();
    let offsets = Offsets::of(zone.time_zone());
    let when = schedule(&zone, 90, Days::DAILY);
    // 2027-11-07 01:30 is shown at 05:30 and at 06:30 UTC.
    let first = "2027-11-07T05:30:00Z".parse::<Timestamp>().unwrap();
    let date: Date = "2027-11-07".parse().unwrap();
    assert_eq!(when.instant_on(date), Some(first));
    assert_eq!(offsets.instant(day_number(date) * DAY + 90 * 60), first.as_second());
    for minutes in 0..=60 {
        let next = when.next_after(first + i64::from(minutes).minutes()).unwrap();
        assert_eq!(next.date, date.tomorrow().unwrap(), "{minutes} minutes after the first");
    }
}

/// The changes that the store is led over: one of each kind (the time of day, its length and direction), and no two within
/// ten days of each other, so that they can be lived through one after the other on one store.
fn changes_to_live_through() -> Vec<(Zone, Change)> {
    let mut by_time: BTreeMap<Change, Zone> = BTreeMap::new();
    for zone in zones() {
        for change in Offsets::of(zone.time_zone()).changes() {
            by_time.entry(change).or_insert_with(|| zone.clone());
        }
    }
    let (mut seen, mut free_from, mut chosen) = (BTreeSet::new(), FIRST, Vec::new());
    for (change, zone) in by_time {
        let kind = ((change.at + change.before).rem_euclid(DAY), change.after - change.before);
        if change.at >= free_from && seen.insert(kind) {
            free_from = change.at + 10 * DAY;
            chosen.push((zone, change));
        }
    }
    chosen
}

#[tokio::test]
async fn the_store_posts_one_a_chosen_date_through_a_change() {
    const LEASE: Duration = Duration::from_secs(60);
    const GRACE: Duration = Duration::from_secs(6 * 60 * 60);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/clarion.db", folder.path().display());
    let store = Store::open(&StoreOptions::new(&url), 7).await.unwrap();
    let mut random = StdRng::seed_from_u64(3);
    let (mut posts, chosen) = (0, changes_to_live_through());
    for (number, (zone, change)) in (1..).zip(&chosen) {
        let offsets = Offsets::of(zone.time_zone());
        let minutes: Vec<i64> = minutes_around(*change, &mut random).into_iter().collect();
        let minute = minutes[random.random_range(0..minutes.len())];
        let today = (change.at + change.before).div_euclid(DAY);
        let expected = offsets.dates(today - 2, today + 2, minute, Days::DAILY);
        let guild = GuildId::new(number);
        let when = schedule(zone, minute, Days::DAILY);
        let draft = ScheduleDraft {
            name: "daily".into(),
            channel: ChannelId::new(1),
            when,
            options: None,
            by: UserId::new(11),
        };
        let made = Timestamp::from_second(expected[0].1 - 1).unwrap();
        let Saved::Created(made) = store.save_schedule(guild, &draft, made).await.unwrap() else {
            panic!("{zone}: no schedule was made");
        };
        for (day, at) in &expected {
            let now = store.next_due().await.unwrap().unwrap();
            assert_eq!(now.as_second(), *at, "{zone} {minute}, {change:?}");
            // A moment before nothing is due, and in between nothing either: one claim a date.
            let Next::Nothing = store.claim_due(now - 1.second(), LEASE, GRACE).await.unwrap() else {
                panic!("{zone}: something was due before its time");
            };
            let Next::Claimed(claim) = store.claim_due(now, LEASE, GRACE).await.unwrap() else {
                panic!("{zone}: nothing was due at {now}");
            };
            let OccurrenceKey::Daily { schedule, date } = claim.occurrence.key else { panic!("a daily one") };
            assert_eq!((schedule, day_number(date), claim.occurrence.due_at), (made.id, *day, now));
            store.posted(&claim, MessageId::new(u64::try_from(*at).unwrap())).await.unwrap();
            posts += 1;
        }
        store.remove_schedule(guild, "daily").await.unwrap();
        let lived: Vec<_> = store.recent_occurrences(made.id, 20).await.unwrap();
        assert_eq!(lived.len(), expected.len());
        assert!(lived.iter().all(|one| matches!(one.state, OccurrenceState::Posted(_))), "{lived:?}");
    }
    println!("{posts} posts through {} changes of the clocks", chosen.len());
    assert!(chosen.len() >= 20, "only {} kinds of change", chosen.len());
    assert_eq!(posts, chosen.len() * 5);
}
