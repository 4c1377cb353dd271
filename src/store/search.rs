//! Looking for words without regard to capitals, the same on both engines: theirs differ, and know ASCII only or depend
//! on a locale.

use unicode_normalization::UnicodeNormalization;

/// Whether `text` holds `sought`, whatever is written large or small in either.
pub(super) fn holds(text: &str, sought: &str) -> bool {
    fold(text).contains(&fold(sought))
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
            assert!(holds(text, sought), "{sought} in {text}");
        }
        assert!(!holds("calm", "calmer"));
    }
}
