//! The pictures: what is drawn (as SVG), what is said of it, and that it can be rendered. The PNGs are left in the build's
//! own folder for temporary files (`target/tmp`), to be looked at.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use clarion::picture::{MOST_RESULTS, Pair, Past, Picture, balance, balance_over_time};
use proptest::prelude::*;

/// Ten pairs as they ship, and where somebody stands.
const PAIRS: [(&str, &str, i8); 10] = [
    ("Tasks", "People", -2),
    ("Standard", "Reason", -1),
    ("Keeping", "Searching", 2),
    ("Proven", "Untried", 0),
    ("Agreed", "Cared for", 1),
    ("Today", "Next year", -2),
    ("Week", "Years", 0),
    ("Deciding", "Winning over", 1),
    ("Result", "Gift", 2),
    ("Holding", "Adapting", -1),
];

fn pairs() -> Vec<Pair> {
    PAIRS.into_iter().map(|(managing, leading, lean)| pair(managing, leading, lean)).collect()
}

fn pair(managing: &str, leading: &str, lean: i8) -> Pair {
    Pair { managing: managing.to_owned(), leading: leading.to_owned(), lean }
}

fn names() -> Vec<(String, String)> {
    pairs().into_iter().map(|pair| (pair.managing, pair.leading)).collect()
}

/// So many results, a month apart, each a little further toward leading.
fn results(count: usize) -> Vec<Past> {
    let days = ["3 Mar", "7 Apr", "5 May", "2 Jun", "7 Jul", "4 Aug", "1 Sep", "22 Nov"];
    let moved = |month: usize| move |(_, _, lean): (&str, &str, i8)| Some((lean + month as i8 / 2 - 1).clamp(-2, 2));
    let past = |month: usize| Past { day: days[month].to_owned(), leans: PAIRS.map(moved(month)).to_vec() };
    (0..count).map(past).collect()
}

/// The PNG, which is kept for whoever wants to see it, and its size in pixels.
fn rendered(name: &str, picture: &Picture) -> (Vec<u8>, (u32, u32)) {
    let png = picture.png().unwrap();
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png")), &png).unwrap();
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let size = (number(16), number(20));
    (png, size)
}

#[test]
fn a_balance_is_ten_bars_and_the_words_that_say_the_same() {
    let picture = balance(&pairs(), "Sunday 22 November 2026, for your eyes alone");
    insta::assert_snapshot!("balance", format!("{}\n\n{}", picture.alt, picture.svg));
    let (png, size) = rendered("balance", &picture);
    assert_eq!(size, (800, 600), "four to three, as large screens show it");
    assert!(png.len() < 100_000, "{} bytes", png.len());
    assert_eq!(png, picture.png().unwrap(), "the same figures make the same picture");
}

#[test]
fn a_change_over_time_is_a_column_a_result() {
    let picture = balance_over_time(&names(), &results(6), "Your latest result is on the right");
    insta::assert_snapshot!("balance_over_time", format!("{}\n\n{}", picture.alt, picture.svg));
    let (png, _) = rendered("balance_over_time", &picture);
    assert!(png.len() < 100_000, "{} bytes", png.len());
    let (two, one) = (balance_over_time(&names(), &results(2), ""), balance_over_time(&names(), &results(1), ""));
    rendered("balance_twice", &two);
    rendered("balance_once", &one);
    let mut grown = results(2);
    grown[0].leans.truncate(9);
    grown[0].leans[0] = None;
    let alt = balance_over_time(&names(), &grown, "").alt;
    assert!(alt.contains("Tasks / People: not asked, -2;") && alt.contains("Holding / Adapting: not asked, "), "{alt}");
    let many = balance_over_time(&names(), &results(MOST_RESULTS + 2), "");
    assert!(!many.alt.contains("3 Mar") && many.alt.contains("5 May") && many.alt.contains("22 Nov"), "{}", many.alt);
}

/// A picture without its text or its bars would be a picture too.
#[test]
fn letters_and_bars_are_there_to_be_seen() {
    let bare = |picture: &Picture, tag: &str| {
        let lines = picture.svg.lines().filter(|line| !line.starts_with(tag)).collect::<Vec<_>>().join("\n");
        Picture { svg: lines, ..picture.clone() }.png().unwrap()
    };
    let picture = balance(&pairs(), "Sunday 22 November 2026");
    let whole = picture.png().unwrap();
    assert!(bare(&picture, "<text").len() * 2 < whole.len(), "the letters are most of it");
    assert_ne!(bare(&picture, "<rect"), whole);
}

#[test]
fn names_that_cannot_be_drawn_or_are_long_leave_it_readable() {
    let foreign = [pair("タスク", "人", 1), pair("Standard", "Warum 🌱", -2), pair("المهام", "A", 0)];
    let picture = balance(&foreign, "2026年11月22日");
    insta::assert_snapshot!("foreign", format!("{}\n\n{}", picture.alt, picture.svg));
    assert_eq!(picture.legend.len(), 3);
    rendered("foreign", &picture);
    let long = "An end that somebody has described at considerable length, and then some";
    let picture = balance(&[pair(long, long, 2), pair("i".repeat(400).as_str(), "W", -2)], "");
    rendered("long", &picture);
    assert!(picture.svg.contains("An end that") && !picture.svg.contains("described"), "{}", picture.svg);
}

#[test]
fn what_is_written_stays_text() {
    let nasty = "<script>&\"'</text>\u{0}\u{ffff}]]>";
    let picture = balance(&[pair(nasty, "&lt;", 1)], nasty);
    assert!(!picture.svg.contains("<script") && picture.png().is_ok(), "{}", picture.svg);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever pairs are called and wherever somebody stands, there is a picture, and words that fit.
    #[test]
    fn any_figures_make_a_picture(
        drawn in prop::collection::vec((".{0,40}", ".{0,40}", any::<i8>()), 0..12),
        leans in prop::collection::vec(prop::collection::vec(any::<Option<i8>>(), 0..12), 0..9),
        caption in ".{0,80}",
    ) {
        let pairs: Vec<Pair> = drawn.iter().map(|(managing, leading, lean)| pair(managing, leading, *lean)).collect();
        let names: Vec<(String, String)> = drawn.into_iter().map(|(managing, leading, _)| (managing, leading)).collect();
        let past: Vec<Past> = leans.into_iter().map(|leans| Past { day: caption.clone(), leans }).collect();
        for picture in [balance(&pairs, &caption), balance_over_time(&names, &past, &caption)] {
            prop_assert!(picture.alt.chars().count() <= 1_024);
            prop_assert!(picture.png().is_ok(), "{}", picture.svg);
        }
    }
}
