//! People's names as rows hold them: what Discord last showed, and the key that they are sorted by.

use unicode_normalization::UnicodeNormalization;

use super::connection::Engine;
use super::rows::plain;

/// Discord's names have at most 32 characters; a key may be longer than its name.
const MOST_NAME: usize = 64;
const MOST_KEY: usize = 128;

/// A name as it is kept.
pub(super) fn kept(name: &str) -> String {
    plain(name).chars().take(MOST_NAME).collect()
}

/// What a name is sorted by: its letters and digits without accents, capitals and decoration, so that `Élodie`, `elodie`
/// and `~ Elodie ~` stand side by side. A script other than Latin is left in its own order, which is that of its
/// alphabet; a name without any letter is sorted as it is.
pub(super) fn name_key(name: &str) -> String {
    let folded: String = name.nfkd().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkd().collect();
    let mut key = String::new();
    let mut space = false;
    for letter in folded.chars().filter(|letter| !is_accent(*letter)) {
        if letter.is_alphanumeric() {
            if space && !key.is_empty() {
                key.push(' ');
            }
            space = false;
            match latin(letter) {
                Some(letters) => key.push_str(letters),
                None => key.push(letter),
            }
        } else {
            space = true;
        }
    }
    if key.is_empty() {
        key = plain(&folded);
    }
    key.chars().take(MOST_KEY).collect()
}

/// The column as it is sorted by its letters' numbers on both engines: PostgreSQL follows the locale of its database
/// otherwise.
pub(super) fn in_order(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Sqlite => column.to_owned(),
        Engine::Postgres => format!("{column} COLLATE \"C\""),
    }
}

/// Marks that a name is sorted without: accents, and the vowels of Hebrew and Arabic. (The signs of Indic scripts are
/// letters to their readers, and stay.)
fn is_accent(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Latin letters that are no letter with an accent to Unicode.
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_capitals_and_decoration_do_not_move_a_name() {
        for (name, key) in [
            ("Élodie", "elodie"),
            ("~ ELODIE ~", "elodie"),
            ("🌙 Ana | Ops", "ana ops"),
            ("Łukasz Øster", "lukasz oster"),
            ("Straße", "strasse"),
            ("𝓙𝓸", "jo"),
            ("יוֹסֵף", "יוסף"),
            ("ΟΔΟΣ", "οδοσ"),
            ("李雷", "李雷"),
            ("🌙", "🌙"),
            ("", ""),
        ] {
            assert_eq!(name_key(name), key, "{name}");
        }
        let mut names = ["Ömer", "olga", "Zoë", "Ada", "çelik"];
        names.sort_by_key(|name| name_key(name));
        assert_eq!(names, ["Ada", "çelik", "olga", "Ömer", "Zoë"]);
    }

    proptest! {
        #[test]
        fn a_key_is_short_and_its_own_key(name in "\\PC{0,40}") {
            let key = name_key(&name);
            prop_assert!(key.chars().count() <= MOST_KEY);
            prop_assert!(!key.contains('\0'));
            if key.chars().any(char::is_alphanumeric) {
                prop_assert_eq!(name_key(&key), key);
            }
        }
    }
}
