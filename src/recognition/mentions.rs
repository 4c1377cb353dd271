//! People, roles and channels in words, as Discord's client writes them down: where somebody types `@Sam`, a command gets
//! `<@id>`. Such an id is nobody's to read, and would stay in others' words when its person has themselves erased; so words
//! are kept with names in its place (Discord's document "Reference", "Message Formatting").

use serenity::model::id::UserId;

use super::clean_words;
use super::rules::hides;

/// Whoever has no name at hand.
const SOMEONE: &str = "someone";

/// So many characters of a name are said: as many as Discord lets one have.
const LONGEST_NAME: usize = 32;

/// So many digits an id can have: those of a number of 64 bits.
const MOST_DIGITS: usize = 20;

/// What an id in words stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Called {
    Person(UserId),
    Role,
    Channel,
}

/// The people whom words call by their ids, each once, in the order in which they are named.
///
/// ```
/// use clarion::recognition::mentioned;
/// let people = mentioned("with <@123456789012345678> and <@!123456789012345678>, in <#234567890123456789>");
/// assert_eq!(people.len(), 1);
/// ```
pub fn mentioned(words: &str) -> Vec<UserId> {
    let mut people = Vec::new();
    replaced(words, |called| {
        if let Called::Person(user) = called
            && !people.contains(&user)
        {
            people.push(user);
        }
        String::new()
    });
    people
}

/// The words with names in the place of ids: `@` and what `name` says of a person, or `@someone`; a role and a channel are
/// called just that. What cleaning takes out ([`clean_words`]) hides no id from it, so that words can be cleaned after as well
/// as before.
///
/// ```
/// use clarion::recognition::without_ids;
/// let name = |_| Some("Sam".to_owned());
/// assert_eq!(without_ids("the night when you helped <@123456789012345678>", name), "the night when you helped @Sam");
/// assert_eq!(without_ids("<@!123456789012345678> in <#234567890123456789>", |_| None), "@someone in #a channel");
/// ```
pub fn without_ids(words: &str, name: impl Fn(UserId) -> Option<String>) -> String {
    let named = replaced(words, |called| match called {
        Called::Person(user) => {
            let name = name(user).map(|name| clean_words(&name));
            let name: String = name.iter().flat_map(|name| name.chars()).take(LONGEST_NAME).collect();
            format!("@{}", if name.is_empty() { SOMEONE } else { &name })
        }
        other => nameless(other),
    });
    // Somebody may be called so that their name makes an id again with what stands around it. What stands for those has no
    // letter that could.
    replaced(&named, nameless)
}

fn nameless(called: Called) -> String {
    match called {
        Called::Person(_) => format!("@{SOMEONE}"),
        Called::Role => "@a role".to_owned(),
        Called::Channel => "#a channel".to_owned(),
    }
}

fn replaced(words: &str, mut with: impl FnMut(Called) -> String) -> String {
    let mut said = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(letter) = rest.chars().next() {
        match called(rest) {
            Some((called, long)) => {
                said.push_str(&with(called));
                rest = &rest[long..];
            }
            None => {
                said.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    said
}

/// What words begin with, and how many bytes of them that is.
fn called(words: &str) -> Option<(Called, usize)> {
    let mut letters =
        words.char_indices().filter(|(_, letter)| !hides(*letter)).map(|(at, letter)| (at, narrow(letter)));
    let mut letter = || letters.next();
    if letter()?.1 != '<' {
        return None;
    }
    let sign = letter()?.1;
    let (mut at, mut next) = letter()?;
    let by: fn(u64) -> Called = match (sign, next) {
        ('@', '&') => |_| Called::Role,
        ('@', _) => |id| Called::Person(UserId::new(id)),
        ('#', _) => |_| Called::Channel,
        _ => return None,
    };
    if sign == '@' && matches!(next, '!' | '&') {
        (at, next) = letter()?;
    }
    let mut id = String::new();
    while next.is_ascii_digit() && id.len() <= MOST_DIGITS {
        id.push(next);
        (at, next) = letter()?;
    }
    // Zero is no id, nor is the largest number (serenity keeps it from being one).
    let id = id.parse().ok().filter(|id| (1..u64::MAX).contains(id))?;
    (next == '>').then(|| (by(id), at + words[at..].chars().next().map_or(0, char::len_utf8)))
}

/// The letter of ASCII for its wide form: it looks the same, and somebody may make it of what they see.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn sam(user: UserId) -> Option<String> {
        (user.get() == 123_456_789_012_345_678).then(|| "Sam".to_owned())
    }

    #[test]
    fn ids_become_names_however_they_are_written() {
        for (typed, said) in [
            ("with <@123456789012345678>, late", "with @Sam, late"),
            ("<@!123456789012345678><@123456789012345678>", "@Sam@Sam"),
            // Of any length, and of nobody whose name is known.
            ("<@7> <@12345678901234567> <@18446744073709551614>", "@someone @someone @someone"),
            ("<@&123456789012345678> in <#123456789012345678>", "@a role in #a channel"),
            // What cleaning takes out, and what looks the same, does not hide it.
            ("<@\u{200b}123456789012345678>", "@Sam"),
            ("<\u{ad}@123\u{202e}456\u{200d}789012345678\u{fe0f}>", "@Sam"),
            ("<＠123456789012345678>", "@Sam"),
            ("＜@１23456789012345678＞", "@Sam"),
            ("<<@123456789012345678>>", "<@Sam>"),
        ] {
            assert_eq!(without_ids(typed, sam), said, "{typed:?}");
        }
    }

    #[test]
    fn other_words_stay() {
        for words in [
            "123456789012345678",
            "<@>",
            "<@Sam>",
            "<@ 123456789012345678>",
            "<@123456789012345678",
            "<@0>",
            "<@18446744073709551615>",
            "<@123456789012345678901>",
            "<:smile:123456789012345678> <t:1700000000:R> </help:123456789012345678>",
            "@everyone <3",
        ] {
            assert_eq!(without_ids(words, sam), words);
            assert!(mentioned(words).is_empty(), "{words:?}");
        }
    }

    #[test]
    fn no_name_makes_an_id_again() {
        for name in ["<@123456789012345678>", "123456789012345678>", "\u{200b}", "<", "123", &"夜".repeat(99)] {
            for typed in ["<@1>", "<<@1>>", "<<@1>23>", "<@<@1>", "<@1>123456789012345678>"] {
                let said = without_ids(typed, |_| Some(name.to_owned()));
                assert!(mentioned(&said).is_empty(), "{typed} {name}: {said}");
                assert!(said.chars().count() <= typed.len() + LONGEST_NAME + SOMEONE.len(), "{said}");
            }
        }
    }

    proptest! {
        #[test]
        fn words_without_ids_have_none_and_stay_so(
            typed in "([<@!&#>＜＠0-9\u{200b}\u{200d}\u{fe0f} \n]|<@|<@!|<@&|<#|1234567890|>){0,40}",
            name in "[<@!&#>0-9\u{200b} a]{0,12}",
        ) {
            let said = clean_words(&without_ids(&typed, |_| Some(name.clone())));
            prop_assert!(mentioned(&said).is_empty(), "{said}");
            prop_assert_eq!(without_ids(&said, |_| Some(name.clone())), said.clone());
            // Cleaned before as well as after.
            let cleaned = without_ids(&clean_words(&typed), |_| None);
            prop_assert_eq!(clean_words(&cleaned), clean_words(&without_ids(&typed, |_| None)));
        }
    }
}
