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
}
