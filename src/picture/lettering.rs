//! The font: what it can draw, how wide that is, and where a text is cut so that it fits.
//!
//! Inter, in two weights, is part of the program (`fonts/`, with its licence). No font of the machine is ever looked at:
//! a picture would else differ from one machine to the next.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_segmentation::UnicodeSegmentation;

/// What the font is called.
pub(super) const FAMILY: &str = "Inter";

static REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.otf");
static SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.otf");

/// The two weights, for the renderer.
pub(super) static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for font in [REGULAR, SEMI_BOLD] {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    Arc::new(fonts)
});

/// How strong letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

impl Weight {
    /// As CSS numbers it.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::SemiBold => 600,
        }
    }

    fn font(self) -> Option<FontRef<'static>> {
        let bytes = match self {
            Self::Regular => REGULAR,
            Self::SemiBold => SEMI_BOLD,
        };
        FontRef::from_index(bytes, 0).ok()
    }
}

/// Whether the font has a shape for it. Both weights have the same ones.
pub(super) fn draws(letter: char) -> bool {
    Weight::Regular.font().is_some_and(|font| font.charmap().map(letter).is_some())
}

/// How wide a text is at that size, letter by letter: what pairs of letters move closer together is left out.
pub(super) fn width(text: &str, weight: Weight, size: f32) -> f32 {
    let Some(font) = weight.font() else { return 0.0 };
    let (letters, metrics) = (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
    text.chars().filter_map(|letter| metrics.advance_width(letters.map(letter)?)).sum()
}

/// The text, cut between letters as people see them and with an ellipsis, where it would be wider than `most`.
pub(super) fn fitted(text: &str, weight: Weight, size: f32, most: f32) -> String {
    if width(text, weight, size) <= most {
        return text.to_owned();
    }
    let (mut kept, mut used) = (String::new(), width("…", weight, size));
    for letter in text.graphemes(true) {
        used += width(letter, weight, size);
        if used > most {
            break;
        }
        kept.push_str(letter);
    }
    format!("{}…", kept.trim_end())
}

/// Each text as [`fitted`] to what it may be wide; where half of that room would go to what another one begins with too, cut
/// before the word in which the two part instead, so that they are told from each other.
pub(super) fn apart<'a>(texts: impl Iterator<Item = (&'a str, f32)>, weight: Weight, size: f32) -> Vec<String> {
    let texts: Vec<(&str, f32)> = texts.collect();
    let apart = |&(text, most): &(&str, f32)| {
        let cut = fitted(text, weight, size, most);
        if cut == text {
            return cut;
        }
        let others = texts.iter().filter(|(other, _)| *other != text);
        match others.map(|(other, _)| shared(text, other)).max() {
            Some(part) if width(&text[..part], weight, size) * 2.0 >= most => parted(text, part, weight, size, most),
            _ => cut,
        }
    };
    texts.iter().map(apart).collect()
}

/// How many bytes two texts begin with alike, up to the end of a letter as people see them.
fn shared(one: &str, other: &str) -> usize {
    let both = one.graphemes(true).zip(other.graphemes(true));
    both.take_while(|(one, other)| one == other).map(|(letter, _)| letter.len()).sum()
}

/// The text's beginning, an ellipsis, and the word in which it parts from another at that byte, with what comes after it.
fn parted(text: &str, part: usize, weight: Weight, size: f32, most: f32) -> String {
    let wide = |text: &str| width(text, weight, size);
    let word = text[..part].trim_end().rfind(' ').map_or(part, |space| space + 1);
    // A word that fills the room by itself begins where it matters.
    let from = if wide(&text[word..part]) > most / 3.0 { part } else { word };
    let end = fitted(&text[from..], weight, size, most * 0.75 - wide("…"));
    let room = most - wide("…") - wide(&end);
    let (mut begin, mut used) = (String::new(), 0.0);
    for letter in text[..from].graphemes(true) {
        used += wide(letter);
        if used > room {
            break;
        }
        begin.push_str(letter);
    }
    format!("{}…{end}", begin.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_are_there_and_draw_the_same() {
        assert_eq!(FONTS.len(), 2);
        let weights: Vec<u16> = FONTS.faces().map(|face| face.weight.0).collect();
        assert_eq!(weights, [Weight::Regular.number(), Weight::SemiBold.number()]);
        assert!(FONTS.faces().all(|face| face.families.iter().any(|(family, _)| family == FAMILY)));
        let regular =
            Weight::Regular.font().map(|font| font.charmap().mappings().map(|(code, _)| code).collect::<Vec<_>>());
        let bold =
            Weight::SemiBold.font().map(|font| font.charmap().mappings().map(|(code, _)| code).collect::<Vec<_>>());
        assert_eq!(regular, bold);
    }

    #[test]
    fn the_scripts_of_europe_are_drawn_and_others_are_known_not_to_be() {
        for drawn in "Mira Sørensen, Żółć, Ελένη, Наталия, Ağaoğlu, Đặng … –".chars() {
            assert!(draws(drawn), "{drawn}");
        }
        for not in "渡辺 عمر ดาว 👩".chars().filter(|letter| *letter != ' ') {
            assert!(!draws(not), "{not}");
        }
    }

    #[test]
    fn a_text_is_cut_by_its_width() {
        let fit = |text: &str, most| fitted(text, Weight::Regular, 12.0, most);
        assert_eq!(fit("Tasks", 60.0), "Tasks");
        // As many letters of a narrow kind take less room.
        assert_eq!(fit("iiiiiiiiiiiiiiiiiiii", 60.0), "iiiiiiiiiiiiiiiiiiii");
        let cut = fit("wwwwwwwwwwwwwwwwwwww", 60.0);
        assert!(cut.ends_with("w…") && cut.chars().count() < 8, "{cut}");
        for most in [8.0, 20.0, 33.3, 60.0] {
            let cut = fit("Zoe\u{308} Wörter und Worte", most);
            assert!(width(&cut, Weight::Regular, 12.0) <= most.max(width("…", Weight::Regular, 12.0)), "{cut} {most}");
        }
    }

    #[test]
    fn texts_that_begin_alike_are_cut_where_they_part() {
        let apart = |texts: &[&str], most| apart(texts.iter().map(|text| (*text, most)), Weight::Regular, 12.0);
        let team = ["[Engineering] Anna Kowalska (she)", "[Engineering] Albert Ng (she)", "[Engineering] Bo", "Bo"];
        assert_eq!(apart(&team, 130.0), ["[Engin…Anna Kowals…", "[Engi…Albert Ng (she)", "[Engineering] Bo", "Bo"]);
        let numbered = ["Somebody With A Name And Number 1", "Somebody With A Name And Number 12"];
        assert_eq!(apart(&numbered, 120.0), ["Somebody With A…1", "Somebody With…12"]);
        // Nobody else begins so: the beginning says most.
        let alone = apart(&["Somebody With A Name And Number 1", "Some"], 120.0);
        assert_eq!(alone[0], fitted("Somebody With A Name And Number 1", Weight::Regular, 12.0, 120.0));
        // One word, and the same text twice.
        let words = ["wwwwwwwwwwwwwwwwwwwwwwwww1", "wwwwwwwwwwwwwwwwwwwwwwwww2", "wwwwwwwwwwwwwwwwwwwwwwwww2"];
        let cut = apart(&words, 90.0);
        assert!(cut[0].ends_with("w…1") && cut[1].ends_with("w…2") && cut[1] == cut[2], "{cut:?}");
        for most in [5.0, 20.0, 60.0, 90.0] {
            for cut in team.iter().chain(&words).zip(apart(&[&team[..], &words[..]].concat(), most)) {
                let least = 2.0 * width("…", Weight::Regular, 12.0);
                assert!(width(&cut.1, Weight::Regular, 12.0) <= most.max(least) + 0.01, "{cut:?} {most}");
            }
        }
    }
}
