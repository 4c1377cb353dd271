//! What ten answers of the balance come to: how far each pair leans, which words fit, and what to try. Never a verdict.
//!
//! An answer is a number from 0 (all the managing end) to 4 (all the leading end); how far a pair leans is the same from
//! -2 to 2. Nothing here knows a person.

use super::{Attempt, Closing, Library, Pair, Side};

/// The middle of the scale.
const MIDDLE: i8 = 2;

/// The highest answer; the lowest is 0.
pub const HIGHEST: u8 = 4;

/// How far one pair leans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The pair's id.
    pub pair: String,
    /// The managing end in a word or two.
    pub managing: String,
    /// The leading end in a word or two.
    pub leading: String,
    /// From -2, all the managing end, to 2, all the leading end.
    pub lean: i8,
}

/// What somebody may try, for the side that is thin in a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion<'a> {
    /// The pair.
    pub pair: &'a Pair,
    /// The side that it is for.
    pub side: Side,
    /// What to try.
    pub what: &'a Attempt,
}

/// The pairs as they stand now, in a short number: where a writer changes what is asked, answers to the old words are
/// not taken for answers to the new ones.
pub fn version(library: &Library) -> u32 {
    let asked = library.pairs.iter().flat_map(|pair| [&pair.id, &pair.managing, &pair.leading]);
    let text = asked.map(String::as_str).collect::<Vec<_>>().join("\n");
    (super::rotation::rank(0, 0, &text) >> 44) as u32
}

/// The answers as bars, in the pairs' order. Pairs that are no longer in the library are left out.
pub fn bars<'a>(library: &Library, leans: impl IntoIterator<Item = (&'a str, i8)>) -> Vec<Bar> {
    let leans: Vec<(&str, i8)> = leans.into_iter().collect();
    let bar = |pair: &Pair| {
        let (_, lean) = leans.iter().find(|(id, _)| *id == pair.id)?;
        let (managing, leading) = words(pair);
        Some(Bar { pair: pair.id.clone(), managing, leading, lean: *lean })
    };
    library.pairs.iter().filter_map(bar).collect()
}

/// How far each pair leans by these answers.
pub fn leans<'a>(library: &'a Library, answers: &[u8]) -> Vec<(&'a str, i8)> {
    let lean = |answer: &u8| (*answer).min(HIGHEST).cast_signed() - MIDDLE;
    library.pairs.iter().map(|pair| pair.id.as_str()).zip(answers.iter().map(lean)).collect()
}

/// The two ends as the bars are labelled: an id such as `tasks-and-people` names both.
fn words(pair: &Pair) -> (String, String) {
    let spoken = |part: &str| part.replace('-', " ");
    match pair.id.split_once("-and-") {
        Some((managing, leading)) => (spoken(managing), spoken(leading)),
        None => ("managing".to_owned(), spoken(&pair.id)),
    }
}

/// Which of the file's closing words fit: their id.
pub fn fitting(leans: &[i8]) -> &'static str {
    let count = |lean: i8| leans.iter().filter(|one| **one == lean).count();
    let all = leans.len();
    let sum: i32 = leans.iter().map(|lean| i32::from(*lean)).sum();
    // A mean of 2.6 on the scale of 1 to 5 is a sum of -4 over ten pairs.
    let near = 10 * sum.unsigned_abs() as usize <= 4 * all;
    match sum {
        _ if count(-2) == all => "all-managing",
        _ if count(2) == all => "all-leading",
        _ if count(0) == all => "all-middle",
        _ if near && count(-2) >= 3 && count(2) >= 3 => "wide-apart",
        _ if near => "balanced",
        ..0 => "leaning-managing",
        _ => "leaning-leading",
    }
}

/// The closing words that fit, where the library has them.
pub fn closing<'a>(library: &'a Library, leans: &[i8]) -> Option<&'a Closing> {
    let wanted = fitting(leans);
    library.closings.iter().find(|closing| closing.id == wanted)
}

/// Two things to try: for the thin side of the pairs that stand out. One only where a single pair stands out.
pub fn suggestions<'a>(library: &'a Library, bars: &[Bar]) -> Vec<Suggestion<'a>> {
    let leans: Vec<i8> = bars.iter().map(|bar| bar.lean).collect();
    let pair = |bar: &Bar| library.pairs.iter().find(|pair| pair.id == bar.pair);
    let to_try = |bar: &Bar, side: Side| {
        let pair = pair(bar)?;
        let what = match side {
            Side::Managing => &pair.try_managing,
            Side::Leading => &pair.try_leading,
        };
        Some(Suggestion { pair, side, what })
    };
    let thin = |bar: &Bar| if bar.lean < 0 { Side::Leading } else { Side::Managing };
    // Furthest out first; of those that are as far, the first asked.
    let mut out: Vec<&Bar> = bars.iter().filter(|bar| bar.lean != 0).collect();
    out.sort_by_key(|bar| std::cmp::Reverse(bar.lean.unsigned_abs()));
    let furthest = |side: fn(i8) -> bool| out.iter().copied().filter(move |bar| side(bar.lean));
    let chosen: Vec<(&Bar, Side)> = match fitting(&leans) {
        "all-middle" => bars.iter().take(2).zip([Side::Leading, Side::Managing]).collect(),
        "wide-apart" => {
            let (managing, leading) = (furthest(|lean| lean < 0).next(), furthest(|lean| lean > 0).next());
            managing.into_iter().chain(leading).map(|bar| (bar, thin(bar))).collect()
        }
        "all-managing" | "leaning-managing" => furthest(|lean| lean < 0).take(2).map(|bar| (bar, thin(bar))).collect(),
        "all-leading" | "leaning-leading" => furthest(|lean| lean > 0).take(2).map(|bar| (bar, thin(bar))).collect(),
        _ => out.iter().copied().take(2).map(|bar| (bar, thin(bar))).collect(),
    };
    chosen.into_iter().filter_map(|(bar, side)| to_try(bar, side)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::content::{Source, load};

    /// Read once: reading takes longer than all that is asked of it here.
    static LIBRARY: LazyLock<Library> = LazyLock::new(|| load(&Source::Embedded("en".to_owned())).unwrap());

    fn library() -> Library {
        LIBRARY.clone()
    }

    #[test]
    fn each_kind_of_answers_has_its_closing_words() {
        let library = library();
        let cases: [(&str, [i8; 10]); 11] = [
            ("all-managing", [-2; 10]),
            ("all-leading", [2; 10]),
            ("all-middle", [0; 10]),
            ("balanced", [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            ("balanced", [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]),
            ("leaning-leading", [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]),
            ("balanced", [-1, -1, -1, -1, 0, 0, 0, 0, 0, 0]),
            ("leaning-managing", [-1, -1, -1, -1, -1, 0, 0, 0, 0, 0]),
            ("wide-apart", [2, 2, 2, -2, -2, -2, 0, 0, 0, 0]),
            ("balanced", [2, 2, -2, -2, -2, 0, 0, 0, 0, 0]),
            ("leaning-leading", [2, 2, 2, 2, 2, 2, -2, -2, -2, 0]),
        ];
        for (id, leans) in cases {
            assert_eq!(fitting(&leans), id, "{leans:?}");
            assert_eq!(closing(&library, &leans).unwrap().id, id);
        }
    }

    #[test]
    fn the_ends_have_short_names() {
        let library = library();
        let bars = bars(&library, leans(&library, &[0; 10]));
        assert_eq!(bars.len(), 10);
        assert_eq!((bars[0].managing.as_str(), bars[0].leading.as_str()), ("tasks", "people"));
        assert!(bars.iter().any(|bar| bar.leading == "winning over"));
        assert!(bars.iter().all(|bar| bar.managing.len() <= 9 && bar.leading.len() <= 12 && bar.lean == -2));
    }

    #[test]
    fn another_text_is_another_version_and_another_thing_to_try_is_not() {
        let mut library = library();
        let before = version(&library);
        library.pairs[3].try_leading.minutes = 2;
        assert_eq!(version(&library), before);
        library.pairs[3].leading.push('!');
        assert_ne!(version(&library), before);
    }

    proptest! {
        #[test]
        fn what_to_try_is_for_the_thin_side_of_what_stands_out(answers in prop::collection::vec(0_u8..=4, 10)) {
            let library = &*LIBRARY;
            let bars = bars(library, leans(library, &answers));
            let leans: Vec<i8> = bars.iter().map(|bar| bar.lean).collect();
            prop_assert!(closing(library, &leans).is_some());
            let tried = suggestions(library, &bars);
            let out = leans.iter().filter(|lean| **lean != 0).count();
            prop_assert_eq!(tried.len(), if out == 1 { 1 } else { 2 });
            for one in &tried {
                let lean = bars.iter().find(|bar| bar.pair == one.pair.id).unwrap().lean;
                match one.side {
                    Side::Managing => prop_assert!(lean >= 0),
                    Side::Leading => prop_assert!(lean <= 0),
                }
            }
            if tried.len() == 2 {
                prop_assert_ne!(&tried[0].pair.id, &tried[1].pair.id);
            }
        }
    }
}
