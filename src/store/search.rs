//! Looking for words without regard to capitals, the same on both engines: theirs differ, and know ASCII only or depend
//! on a locale.

use unicode_normalization::UnicodeNormalization;

/// What is looked for.
pub(super) struct Sought(String);

impl Sought {
    /// Words that are looked for.
    pub(super) fn new(sought: &str) -> Self {
        Self(fold(sought))
    }

    /// Whether `text` holds them, whatever is written large or small in either.
    pub(super) fn is_in(&self, text: &str) -> bool {
        // Of plain letters folding makes these, and somebody may have hundreds of texts to look through.
        if text.is_ascii() { text.to_ascii_lowercase().contains(&self.0) } else { fold(text).contains(&self.0) }
    }
}

/// Large and small become the same letters (`Straße` and `STRASSE` as well), and each letter is written in one way.
fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_ways_of_writing_make_no_difference() {
        for (text, sought) in [
            ("A calmer Night", "calmer NIGHT"),
            ("die STRASSE", "straße"),
            ("Ночь была тихой", "НОЧЬ"),
            ("ΟΔΟΣ", "οδος"),
            ("e\u{301}quipe", "Équipe"),
            ("100% _sure_", "% _s"),
        ] {
            assert!(Sought::new(sought).is_in(text), "{sought} in {text}");
        }
        assert!(!Sought::new("calmer").is_in("calm"));
    }

    #[test]
    fn plain_letters_fold_as_others_do() {
        let plain: String = (0..128_u8).map(char::from).collect();
        assert_eq!(fold(&plain), plain.to_ascii_lowercase());
    }
}
