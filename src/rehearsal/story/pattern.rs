//! What an expectation looks for: some text, with `…` (or `...`) standing for anything in between.

use std::fmt;

/// A text with wildcards. White space of any length counts as one space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    source: String,
    fragments: Vec<String>,
}

impl Pattern {
    /// Reads a pattern; `None` where nothing but wildcards is in it.
    pub fn new(source: &str) -> Option<Self> {
        let fragments: Vec<String> =
            source.replace("...", "…").split('…').map(collapse).filter(|fragment| !fragment.is_empty()).collect();
        (!fragments.is_empty()).then(|| Self { source: source.trim().to_owned(), fragments })
    }

    /// Whether the fragments stand in `text` in their order.
    pub fn found_in(&self, text: &str) -> bool {
        let text = collapse(text);
        let mut rest = text.as_str();
        self.fragments.iter().all(|fragment| match rest.find(fragment.as_str()) {
            Some(at) => {
                rest = &rest[at + fragment.len()..];
                true
            }
            None => false,
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_found_in_order_over_any_white_space() {
        let pattern = Pattern::new("Jo thanks … nights").unwrap();
        assert!(pattern.found_in("Jo  thanks\nMira: calmer nights since"));
        assert!(!pattern.found_in("calmer nights, Jo thanks Mira"));
        assert!(!pattern.found_in("Jo thanks Mira"));
        assert!(Pattern::new("a...b").unwrap().found_in("axxb"));
        assert!(!Pattern::new("aba…ab").unwrap().found_in("aba b"), "fragments do not overlap");
    }

    #[test]
    fn a_pattern_of_wildcards_alone_says_nothing() {
        assert!(Pattern::new(" … … ").is_none());
        assert!(Pattern::new("").is_none());
    }
}
