//! What is left of a text when it is compared with others: the stems of the words that carry its meaning.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Words that stand in every kind of text.
const EMPTY: &[&str] = &[
    "a", "about", "after", "again", "against", "all", "also", "am", "an", "and", "any", "are", "arent", "as", "at",
    "be", "because", "been", "before", "being", "between", "bit", "both", "but", "by", "can", "cant", "could",
    "couldnt", "did", "didnt", "do", "does", "doesnt", "done", "dont", "down", "during", "each", "even", "ever", "few",
    "for", "from", "had", "has", "have", "having", "he", "her", "here", "hes", "him", "his", "how", "i", "id", "if",
    "ill", "im", "in", "into", "is", "isnt", "it", "its", "ive", "just", "lets", "lot", "many", "may", "me", "might",
    "mine", "more", "most", "much", "must", "my", "no", "nor", "not", "of", "on", "once", "one", "only", "onto", "or",
    "other", "our", "out", "over", "own", "quite", "really", "same", "shall", "she", "shes", "should", "shouldnt",
    "so", "some", "still", "such", "than", "that", "thats", "the", "their", "them", "then", "there", "theres", "these",
    "they", "theyre", "this", "those", "three", "through", "to", "too", "two", "under", "until", "up", "us", "very",
    "was", "wasnt", "we", "were", "werent", "what", "when", "where", "which", "while", "who", "whom", "why", "will",
    "with", "wont", "would", "wouldnt", "yet", "you", "your", "youre",
];

/// The words of a text, in its order: small letters, no accents, no apostrophes. Letters beyond the Latin ones make none here: the phrases are English.
pub(super) fn written(text: &str) -> Vec<String> {
    let plain: String = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter) && !matches!(letter, '\'' | '\u{2019}'))
        .flat_map(char::to_lowercase)
        .collect();
    let words = plain.split(|letter: char| !letter.is_ascii_lowercase()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The stem of a word as it is [`written`].
pub(super) fn stem(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

/// The stems of the words of a text that carry its meaning, in its order.
pub(super) fn stems(text: &str) -> Vec<String> {
    let words = written(text).into_iter();
    words
        .filter(|word| word.len() > 1 && EMPTY.binary_search(&word.as_str()).is_err())
        .map(|word| stem(&word))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_words_are_in_order_to_be_found() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn what_is_left_is_small_plain_and_stemmed() {
        assert_eq!(stems("Nobody's THANKING us, naïve as we are!"), ["nobodi", "thank", "naiv"]);
        assert_eq!(stems("Nobody\u{2019}s"), stems("nobodys"));
        assert_eq!(stems("\u{65e5}\u{672c} 12 :: \u{1f600} x"), [""; 0]);
    }
}
