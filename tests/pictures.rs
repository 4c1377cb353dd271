//! The pictures: what is drawn (as SVG), what is said of it, and that it can be rendered. The PNGs are left in the build's
//! own folder for temporary files (`target/tmp`), to be looked at.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use clarion::picture::{
    Giver, MOST_GIVERS, MOST_RESULTS, Pair, Past, Picture, WEEKS, Week, Whereabouts, balance, balance_over_time,
    givers, year,
};
use jiff::ToSpan;
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

fn giver(name: &str, gives: u32) -> Giver {
    Giver { name: name.to_owned(), whereabouts: Whereabouts::Here, gives }
}

/// The same of somebody who is gone.
fn gone(whereabouts: Whereabouts, name: &str, gives: u32) -> Giver {
    Giver { whereabouts, ..giver(name, gives) }
}

/// Weeks from a Monday on, with so many recognitions each.
fn weeks(gives: impl IntoIterator<Item = u32>) -> Vec<Week> {
    let monday = jiff::civil::date(2025, 11, 24);
    let week = |(place, gives): (usize, u32)| Week { first: monday.saturating_add((place as i64).weeks()), gives };
    gives.into_iter().enumerate().map(week).collect()
}

#[test]
fn givers_are_bars_beside_names_and_the_words_that_say_the_same() {
    let people = [
        giver("Ada Lovelace", 12),
        giver("Bo", 1),
        giver("Mira Sørensen", 7),
        giver("Наталия Иванова", 3),
        giver("渡辺", 4),
        gone(Whereabouts::Left, "Zoe", 5),
        gone(Whereabouts::Former, "a former member", 2),
    ];
    let picture = givers(&people, "Who gives recognition, 1 to 22 Nov 2026");
    insta::assert_snapshot!("givers", format!("{}\n\n{}", picture.alt, picture.svg));
    assert_eq!(picture.legend, [("(A)".to_owned(), "渡辺".to_owned())]);
    let (png, size) = rendered("givers", &picture);
    assert_eq!(size.0, 800);
    assert!(png.len() < 100_000, "{} bytes", png.len());
}

/// Whoever left is grey in name, bar and number, and is said to have left, drawn and read aloud; a former member is grey.
#[test]
fn who_left_is_greyed_out_and_said_to_have_left() {
    let long = "Somebody With A Name Of Some Length";
    let people = [
        giver("Ada", 6),
        gone(Whereabouts::Left, "Zoe", 3),
        gone(Whereabouts::Left, long, 2),
        gone(Whereabouts::Left, "渡辺", 1),
        gone(Whereabouts::Former, "a former member", 2),
    ];
    let picture = givers(&people, "Who gives recognition, 2026");
    rendered("givers_left", &picture);
    let told = "Ada 6; Zoe (left) 3; Somebody With A Name Of Some Length (left) 2; (A) (left) 1; a former member 2. (A) is 渡辺.";
    assert!(picture.alt.ends_with(told), "{}", picture.alt);
    let colour = |what: &str| {
        let line = picture.svg.lines().find(|line| line.ends_with(&format!(">{what}</text>")));
        let line = line.unwrap_or_else(|| panic!("{what} is not in {}", picture.svg));
        line.split("fill=\"").nth(1).unwrap()[..7].to_owned()
    };
    let (here, left) = (colour("Ada"), colour("Zoe (left)"));
    assert_ne!(here, left);
    for (what, as_drawn) in
        [("6", &here), ("3", &left), ("(A) (left)", &left), ("1", &left), ("a former member", &left)]
    {
        assert_eq!(&colour(what), as_drawn, "{what}");
    }
    assert!(
        picture.svg.contains("… (left)</text>"),
        "a name is cut, and what is said behind it is not: {}",
        picture.svg
    );
    let bars = |colour: &str| picture.svg.matches(&format!("rx=\"2.5\" fill=\"{colour}\"")).count();
    assert_eq!((bars("#56a388"), bars("#7a8791")), (1, 4), "{}", picture.svg);
}

#[test]
fn names_that_begin_alike_are_cut_where_they_part() {
    let team = ["Anna Kowalska", "Albert Nguyen", "Bo", "Мария Иванова", "Zoë Ångström-Löfgren"];
    let mut people: Vec<Giver> = team.iter().map(|name| giver(&format!("[Platform Engineering] {name}"), 3)).collect();
    people.extend(["渡辺", "عمر", "ดาว"].map(|name| giver(name, 2)));
    people.push(giver("A", 1));
    let picture = givers(&people, "Who gives recognition, 2026");
    rendered("givers_alike", &picture);
    assert!(picture.svg.contains(">[Platform Engineering] Bo</text>"), "what fits is whole: {}", picture.svg);
    for end in ["Anna Kowalska", "Albert Nguyen", "Мария Иванова"] {
        assert!(picture.svg.contains(&format!("…{end}</text>")), "{end}: {}", picture.svg);
    }
    assert!(picture.svg.contains("…Zoë Ångström"), "{}", picture.svg);
    assert!(picture.svg.contains(">(B)</text>") && picture.svg.contains(">A</text>"), "{}", picture.svg);
}

#[test]
fn of_many_givers_fifteen_are_drawn_and_the_rest_is_counted() {
    let long = |number: usize| format!("Somebody With A Name Of Some Length And The Number {number}");
    let many: Vec<Giver> = (0..MOST_GIVERS + 27).map(|number| giver(&long(number), number as u32 * 111)).collect();
    let picture = givers(&many, "Who gives recognition, 2026");
    let (_, size) = rendered("givers_many", &picture);
    assert_eq!(size.0, 800);
    assert!(size.1 <= 700, "{size:?}: a tall picture is shown small");
    assert!(picture.svg.contains("and 27 more") && picture.alt.contains("and 27 more"), "{}", picture.alt);
    assert!(picture.svg.contains(">Somebody With A Nam…14<"), "{}", picture.svg);
    let alone = givers(&[many[3].clone(), giver("Bo", 1)], "");
    assert!(alone.svg.contains(">Somebody With A Name…<"), "{}", alone.svg);
    assert!(picture.alt.contains("The Number 14 1554") && !picture.alt.contains("The Number 15"), "{}", picture.alt);
    let exactly = givers(&many[..MOST_GIVERS], "");
    assert!(!exactly.alt.contains("more"), "{}", exactly.alt);
    rendered("givers_one", &givers(&many[3..4], "Who gives recognition, 22 Nov 2026"));
    rendered("givers_none", &givers(&[], "Who gives recognition"));
    // Bars are by the number, from nothing on.
    let bars = givers(&[giver("Ada", 10), giver("Bo", 5)], "");
    let wide = |bar: &str| -> f32 { bar.split('"').nth(5).unwrap().parse().unwrap() };
    let bars: Vec<f32> = bars.svg.lines().filter(|line| line.contains("56a388")).map(wide).collect();
    assert!((bars[0] - 2.0 * bars[1]).abs() < 0.2, "{bars:?}");
}

#[test]
fn a_year_is_a_strip_of_weeks_and_the_words_that_say_the_same() {
    let some = [0, 2, 5, 1, 0, 0, 3, 9, 4, 12, 6, 0, 1];
    let picture = year(&weeks((0..WEEKS).map(|week| some[week % some.len()])), "A year of recognition in this server");
    insta::assert_snapshot!("year", format!("{}\n\n{}", picture.alt, picture.svg));
    let (png, size) = rendered("year", &picture);
    assert_eq!(size.0, 800);
    assert!(png.len() < 100_000, "{} bytes", png.len());
    assert!(picture.alt.contains("53 weeks, those that begin on 24 Nov 2025 to 23 Nov 2026"), "{}", picture.alt);
    // The strip and its words have the same numbers: all in all, and month by month.
    let all: u32 = (0..WEEKS).map(|week| some[week % some.len()]).sum();
    assert!(picture.alt.contains(&format!(": {all} in all, in 36 of them.")), "{}", picture.alt);
    rendered("year_few", &year(&weeks([1, 0, 2]), "Your year"));
    let quiet = year(&weeks(std::iter::repeat_n(0, WEEKS)), "Your year");
    rendered("year_quiet", &quiet);
    assert!(quiet.alt.ends_with("0 in all, in 0 of them."), "{}", quiet.alt);
    let full = year(&weeks((0..WEEKS).map(|week| 1_000 * week as u32)), "A year of recognition");
    rendered("year_full", &full);
    for level in [">none<", ">to 13000<", ">to 26000<", ">to 39000<", ">to 52000 a week<"] {
        assert!(full.svg.contains(level), "{level}: {}", full.svg);
    }
    let absurd = year(&weeks([0, 1, u32::MAX]), "More than anybody gives");
    rendered("year_absurd", &absurd);
    assert!(absurd.svg.contains(">to 4294967295 a week<") && !absurd.svg.contains(">to 1"), "{}", absurd.svg);
    // Of more weeks the latest.
    let longer = year(&weeks(0..WEEKS as u32 + 2), "");
    assert!(longer.alt.contains("those that begin on 8 Dec 2025"), "{}", longer.alt);
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

    /// Whoever gave and however much, there is a picture, and words that fit.
    #[test]
    fn any_numbers_make_a_picture(
        people in prop::collection::vec((".{0,40}", any::<u32>(), 0..3_usize), 0..20),
        gives in prop::collection::vec(any::<u32>(), 0..60),
        caption in ".{0,80}",
    ) {
        let where_they_are = [Whereabouts::Here, Whereabouts::Left, Whereabouts::Former];
        let drawn = people.iter().map(|(name, gives, place)| gone(where_they_are[*place], name, *gives));
        let people: Vec<Giver> = drawn.collect();
        for picture in [givers(&people, &caption), year(&weeks(gives), &caption)] {
            prop_assert!(picture.alt.chars().count() <= 1_024);
            prop_assert!(picture.png().is_ok(), "{}", picture.svg);
        }
    }
}
