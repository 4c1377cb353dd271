//! Whom somebody might thank next: three people by chance, leaning to those whom nobody has thanked lately.
//!
//! Chance is what keeps this from being a list of the silent. Everybody can come up, nobody weighs more than four times as
//! much as anybody else, and the order in which the three are shown says nothing. Who asks again on the same day is shown
//! the same three, so that asking often tells no more than asking once.

use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// How many people are suggested.
pub const SUGGESTED: usize = 3;

/// After so many days without thanks somebody weighs the most; so does who was never thanked.
const LONG: i64 = 60;

/// How much that adds to the weight of 1 that everybody has.
const LEANING: f64 = 3.0;

/// Somebody who can be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Their number: the same on every day, and nobody else's.
    pub number: i64,
    /// The last day before today on which somebody thanked them.
    pub thanked: Option<Date>,
}

/// From 1 (thanked yesterday) to 4 (not for [`LONG`] days), growing evenly.
pub fn weight(candidate: &Candidate, today: Date) -> f64 {
    let since = candidate.thanked.map(|day| i64::from(day.until(today).map_or(0, |between| between.get_days())));
    let since = since.unwrap_or(LONG).clamp(0, LONG);
    1.0 + LEANING * (since as f64 / LONG as f64)
}

/// Three of them at most, as places in `candidates`, in the order in which they are shown. `asker` is the number of who
/// asks: each has their own three a day. Each candidate draws for themselves, so that somebody who joins or leaves
/// moves nobody else.
pub fn suggested(candidates: &[Candidate], asker: i64, today: Date) -> Vec<usize> {
    let mut draws: Vec<(f64, f64, usize)> = candidates
        .iter()
        .enumerate()
        .map(|(place, candidate)| {
            let mut chance = StdRng::seed_from_u64(seed(&[asker, day_number(today), candidate.number]));
            // The first to come of independent waits, each as often as it weighs (Efraimidis and Spirakis, "Weighted
            // random sampling with a reservoir", 2006).
            let wait = -(1.0 - chance.random::<f64>()).ln() / weight(candidate, today);
            (wait, chance.random::<f64>(), place)
        })
        .collect();
    draws.sort_by(|one, other| one.0.total_cmp(&other.0));
    draws.truncate(SUGGESTED);
    draws.sort_by(|one, other| one.1.total_cmp(&other.1));
    draws.into_iter().map(|(_, _, place)| place).collect()
}

/// One of `many` things for that person on that day; `None` of none.
pub fn of_the_day(many: usize, asker: i64, today: Date) -> Option<usize> {
    let mut chance = StdRng::seed_from_u64(seed(&[asker, day_number(today)]));
    (many > 0).then(|| chance.random_range(0..many))
}

fn day_number(day: Date) -> i64 {
    i64::from(Date::ZERO.until(day).map_or(0, |between| between.get_days()))
}

/// The numbers stirred into one: each bit of each moves about half of its bits (the finisher of SplitMix64).
fn seed(numbers: &[i64]) -> u64 {
    numbers.iter().fold(0x9e37_79b9_7f4a_7c15, |seed: u64, number| {
        let mut mixed = (seed ^ number.cast_unsigned()).wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 23);

    fn team(thanked_days_ago: &[Option<i64>]) -> Vec<Candidate> {
        let day = |days: i64| TODAY.checked_sub(days.days()).unwrap();
        let candidate = |(number, ago): (i64, &Option<i64>)| Candidate { number, thanked: ago.map(day) };
        (1..).zip(thanked_days_ago).map(candidate).collect()
    }

    #[test]
    fn weights_lean_evenly_to_the_unthanked_and_not_too_far() {
        let team = team(&[Some(0), Some(1), Some(30), Some(60), Some(500), None]);
        let weights: Vec<f64> = team.iter().map(|one| weight(one, TODAY)).collect();
        assert_eq!(weights, [1.0, 1.05, 2.5, 4.0, 4.0, 4.0]);
    }

    #[test]
    fn everybody_comes_up_and_about_as_often_as_they_weigh() {
        // One who is thanked all the time among nine whom nobody thanks.
        let mut ago = vec![None; 9];
        ago.push(Some(1));
        let team = team(&ago);
        let mut shown = vec![0_u32; 10];
        let mut firsts = [0_u32; 10];
        for asker in 1..=4_000 {
            let three = suggested(&team, asker, TODAY);
            assert_eq!(three.len(), SUGGESTED);
            firsts[three[0]] += 1;
            three.iter().for_each(|place| shown[*place] += 1);
        }
        // By the weights 1.05 and 9 times 4, the one is among the three in about 9 of 100 draws, the others in 32.
        assert!((280..=460).contains(&shown[9]), "{shown:?}");
        assert!(shown[..9].iter().all(|times| (1_180..=1_420).contains(times)), "{shown:?}");
        // Once among the three, the one stands first as often as anybody: in a third.
        let first = f64::from(firsts[9]) / f64::from(shown[9]);
        assert!((0.25..0.42).contains(&first), "{first}");
    }

    proptest! {
        #[test]
        fn the_same_day_shows_the_same_and_no_one_is_shut_out(
            ago in prop::collection::vec(prop::option::of(0..400_i64), 1..12),
            asker in any::<i64>(),
        ) {
            let team = team(&ago);
            let three = suggested(&team, asker, TODAY);
            prop_assert_eq!(&suggested(&team, asker, TODAY), &three);
            prop_assert_eq!(three.len(), team.len().min(SUGGESTED));
            let mut different = three.clone();
            different.sort_unstable();
            different.dedup();
            prop_assert_eq!(different.len(), three.len());
            // Whoever else goes away, the others stay where they are.
            let without: Vec<Candidate> = three.iter().map(|place| team[*place]).collect();
            let again = suggested(&without, asker, TODAY);
            prop_assert_eq!(again.iter().map(|place| without[*place]).collect::<Vec<_>>(), without);
            // Within some months everybody has come up.
            let mut seen = vec![false; team.len()];
            for day in 0..400_i64 {
                let today = TODAY.checked_add(day.days()).unwrap();
                suggested(&team, asker, today).iter().for_each(|place| seen[*place] = true);
            }
            prop_assert!(seen.iter().all(|seen| *seen), "{:?}", seen);
        }
    }

    #[test]
    fn something_of_the_day_is_one_of_them() {
        assert_eq!(of_the_day(0, 5, TODAY), None);
        let drawn: std::collections::BTreeSet<usize> =
            (0..200).map(|asker| of_the_day(5, asker, TODAY).unwrap()).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }
}
