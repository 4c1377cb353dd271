//! Reading one line from left to right: words, quoted texts, channels, names and numbers.

use std::time::Duration;

use super::fault::Problem;
use super::pattern::Pattern;

/// The rest of a line that has not been read yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    rest: &'a str,
}

/// The longest text that `\{4000 x}` may make: some times Discord's longest field.
const LONGEST_REPEAT: usize = 100_000;

impl<'a> Words<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self { rest: line.trim() }
    }

    /// What is left, as written.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next word without reading it, up to white space, a comma or a colon.
    pub(super) fn peek(&self) -> &'a str {
        let end = self.rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ':')).unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    /// Reads `phrase` if it comes next, whatever its letter case and spacing. A phrase ends where a word ends.
    pub(super) fn eat(&mut self, phrase: &str) -> bool {
        let mut rest = self.rest;
        for wanted in phrase.split(' ') {
            let Some(head) = rest.get(..wanted.len()) else { return false };
            if !head.eq_ignore_ascii_case(wanted) {
                return false;
            }
            let after = &rest[wanted.len()..];
            let glued = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
            if wanted.ends_with(|c: char| c.is_alphanumeric()) && after.starts_with(glued) {
                return false;
            }
            rest = after.trim_start();
        }
        self.rest = rest;
        true
    }

    /// Reads whichever of the phrases comes next.
    pub(super) fn eat_any(&mut self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.eat(phrase))
    }

    pub(super) fn need(&mut self, phrase: &str, example: &str) -> Result<(), Problem> {
        if self.eat(phrase) { Ok(()) } else { Err(self.unexpected(&format!("'{phrase}'"), example)) }
    }

    /// Reads a text in double quotes, straight or curly.
    pub(super) fn quoted(&mut self, what: &str) -> Result<String, Problem> {
        let mut chars = self.rest.char_indices();
        if !matches!(chars.next(), Some((_, '"' | '“' | '”'))) {
            return Err(self.unexpected(&format!("{what} in double quotes"), ""));
        }
        let start = self.rest.chars().next().map_or(0, char::len_utf8);
        let mut escaped = false;
        for (at, c) in chars {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' | '”' => {
                    let text = unescape(&self.rest[start..at])?;
                    self.rest = self.rest[at + c.len_utf8()..].trim_start();
                    return Ok(text);
                }
                _ => {}
            }
        }
        Err(Problem::new(format!("{what} has no closing quote")))
    }

    /// Whether a quoted text comes next.
    pub(super) fn at_quote(&self) -> bool {
        self.rest.starts_with(['"', '“', '”'])
    }

    /// Reads `#name`; the name comes without its `#`.
    pub(super) fn channel(&mut self) -> Result<String, Problem> {
        let Some(after) = self.rest.strip_prefix('#') else {
            return Err(self.unexpected("a channel such as #daily", ""));
        };
        let end = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(after.len());
        if end == 0 {
            return Err(Problem::new("a channel's name is missing after '#'".to_owned()));
        }
        self.rest = after[end..].trim_start();
        Ok(after[..end].to_lowercase())
    }

    /// Whether a channel comes next.
    pub(super) fn at_channel(&self) -> bool {
        self.rest.strip_prefix('#').is_some_and(|after| after.starts_with(char::is_alphanumeric))
    }

    /// Reads a person's name; an `@` before it is passed over.
    pub(super) fn name(&mut self) -> Result<String, Problem> {
        let after = self.rest.strip_prefix('@').unwrap_or(self.rest);
        let end = after
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '\u{300}'..='\u{36f}')))
            .unwrap_or(after.len());
        let name = after[..end].trim_end_matches('.').to_lowercase();
        if !name.starts_with(char::is_alphanumeric) {
            return Err(self.unexpected("a person's name", ""));
        }
        if RESERVED.contains(&name.as_str()) {
            let why = format!("'{name}' has a meaning of its own in stories and can't be a person's name");
            return Err(Problem::new(why));
        }
        self.rest = after[end..].trim_start();
        Ok(name)
    }

    /// Reads a whole number, in digits or in words up to ten; 'a' and 'an' are 1.
    pub(super) fn number(&mut self) -> Option<u32> {
        let word = self.peek();
        let number = match WORDED.iter().position(|worded| word.eq_ignore_ascii_case(worded)) {
            Some(at) => u32::try_from(at).ok()?,
            None if word.eq_ignore_ascii_case("a") || word.eq_ignore_ascii_case("an") => 1,
            None if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) => word.parse().ok()?,
            None => return None,
        };
        self.rest = self.rest[word.len()..].trim_start();
        Some(number)
    }

    /// Reads a length of real time: `2 seconds`, `300 milliseconds`.
    pub(super) fn real_time(&mut self) -> Option<Duration> {
        let mut ahead = *self;
        let number = u64::from(ahead.number()?);
        let length = if ahead.eat_any(&["seconds", "second", "s"]) {
            Duration::from_secs(number)
        } else if ahead.eat_any(&["milliseconds", "millisecond", "ms"]) {
            Duration::from_millis(number)
        } else {
            return None;
        };
        *self = ahead;
        Some(length)
    }

    /// Reads items with commas or 'and' between them.
    pub(super) fn list<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
        let mut items = vec![item(self)?];
        while self.eat(",") || self.eat("and") {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// Reads `: text` to the end of the line. The text may stand in quotes.
    pub(super) fn colon_text(&mut self, what: &str) -> Result<String, Problem> {
        let Some(text) = self.rest.strip_prefix(':') else {
            return Err(self.unexpected(&format!("a colon and {what}"), ""));
        };
        let text = text.trim();
        self.rest = "";
        if text.is_empty() {
            return Err(Problem::new(format!("{what} is missing after the colon")));
        }
        unescape(text)
    }

    /// Reads `: text` as what an expectation looks for.
    pub(super) fn colon_pattern(&mut self) -> Result<Pattern, Problem> {
        let text = self.colon_text("the text expected")?;
        Pattern::new(&text).ok_or_else(|| Problem::new("an expectation of '…' alone says nothing".to_owned()))
    }

    /// The line has to end here.
    pub(super) fn end(&self) -> Result<(), Problem> {
        if self.rest.is_empty() {
            return Ok(());
        }
        if self.rest.starts_with("# ") {
            return Err(Problem::new("a comment is a line of its own".to_owned()));
        }
        Err(Problem::new(format!("nothing was expected after this, and there is: {}", self.rest)))
    }

    /// A problem that says what was wanted here and what stands here.
    pub(super) fn unexpected(&self, wanted: &str, example: &str) -> Problem {
        let found = if self.rest.is_empty() { "the line ends".to_owned() } else { format!("there is: {}", self.rest) };
        let problem = Problem::new(format!("{wanted} was expected here, and {found}"));
        if example.is_empty() { problem } else { problem.hint(format!("such as: {example}")) }
    }
}

const WORDED: [&str; 11] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Words that begin other sentences.
pub(super) const RESERVED: [&str; 32] = [
    "at", "next", "a", "an", "the", "clock", "server", "channel", "person", "role", "bot", "clarion", "power",
    "restart", "start", "stop", "network", "discord", "gateway", "session", "zombie", "store", "file", "expect",
    "strict", "you", "tell", "in", "everyone", "nobody", "operator", "portal",
];

/// Undoes the escapes of a text: `\n`, `\t`, `\"`, `\\`, `\u{202e}` and `\{4000 x}` (the text after the number,
/// that many times). A backslash before anything else stands for itself.
fn unescape(text: &str) -> Result<String, Problem> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let braced = |from: usize| after[from..].split_once('}').map(|(inside, _)| inside);
        let taken = match after.as_bytes().first() {
            Some(b'n') => (1, "\n".to_owned()),
            Some(b't') => (1, "\t".to_owned()),
            Some(b'"') => (1, "\"".to_owned()),
            Some(b'\\') => (1, "\\".to_owned()),
            Some(b'u') if after[1..].starts_with('{') => {
                let code = braced(2).ok_or_else(|| Problem::new("'\\u{' has no closing brace".to_owned()))?;
                let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                let c = c.ok_or_else(|| Problem::new(format!("'{code}' is no character's number")))?;
                (code.len() + 3, c.to_string())
            }
            Some(b'{') => {
                let inside = braced(1).ok_or_else(|| Problem::new("'\\{' has no closing brace".to_owned()))?;
                let (times, what) = inside.split_once(' ').unwrap_or((inside, ""));
                let times = times.parse::<usize>().ok().filter(|times| times * what.len().max(1) <= LONGEST_REPEAT);
                let (Some(times), false) = (times, what.is_empty()) else {
                    let why = format!("'\\{{{inside}}}' is no repetition; \\{{400 x}} is 400 times x");
                    return Err(Problem::new(why));
                };
                (inside.len() + 2, what.repeat(times))
            }
            _ => (0, "\\".to_owned()),
        };
        out.push_str(&taken.1);
        rest = &after[taken.0..];
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_ends_where_a_word_ends() {
        let mut words = Words::new("Power   CUT in");
        assert!(!words.eat("pow"));
        assert!(words.eat("power cut"));
        assert_eq!(words.rest(), "in");
        assert!(!Words::new("inside").eat("in"));
        assert!(!Words::new("next-door").eat("next"));
    }

    #[test]
    fn quoted_texts_know_escapes_and_say_when_they_do_not_end() {
        let read = |text: &str| Words::new(text).quoted("the text");
        assert_eq!(read(r#""a \"b\" \\ \n\u{202e}" x"#).unwrap(), "a \"b\" \\ \n\u{202e}");
        assert_eq!(read(r#""\{3 ab}""#).unwrap(), "ababab");
        assert_eq!(read("“Two sides” x").unwrap(), "Two sides");
        assert_eq!(read(r#""C:\dir""#).unwrap(), "C:\\dir", "a backslash before anything else stands for itself");
        for wrong in [r#""open"#, r#""\u{110000}""#, r#""\u{41""#, r#""\{x}""#, r#""\{9999999 xxxx}""#, "bare", ""] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_come_in_any_script_and_not_as_keywords() {
        assert_eq!(Words::new("@Mira: x").name().unwrap(), "mira");
        assert_eq!(Words::new("渡辺 says").name().unwrap(), "渡辺");
        assert_eq!(Words::new("new-hire.").name().unwrap(), "new-hire");
        assert!(Words::new("expect x").name().is_err());
        assert!(Words::new("-x").name().is_err());
        assert!(Words::new("").name().is_err());
    }

    #[test]
    fn numbers_in_digits_and_words() {
        assert_eq!(Words::new("12 posts").number(), Some(12));
        assert_eq!(Words::new("an hour").number(), Some(1));
        assert_eq!(Words::new("Three posts").number(), Some(3));
        assert_eq!(Words::new("99999999999 posts").number(), None);
        assert_eq!(Words::new("posts").number(), None);
    }
}
