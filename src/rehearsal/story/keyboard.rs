//! What somebody types after the story: any line of a story, and shorter forms where it is clear who acts.

use super::fault::Problem;
use super::line::{Statement, Story};
use super::parse::statement;
use super::words::Words;

/// The shipped story.
const FIRST_DAY: &str = include_str!("first-day.story");

impl Story {
    /// The story that comes with the program.
    ///
    /// # Errors
    /// Never in a released program: a test reads it.
    pub fn shipped() -> Result<Self, Vec<super::fault::Fault>> {
        Self::parse("first-day.story", FIRST_DAY)
    }
}

/// What a typed line asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Nothing: an empty line or a comment.
    Nothing,
    /// The list of what can be typed.
    Help,
    /// What happened behind the curtain.
    Why,
    /// The end.
    Quit,
    /// A line of a story, written out in full, and what it says.
    Line(String, Statement),
}

/// What can be typed, for whoever asks.
pub const HELP: &str = "\
  /contrast topic:risk            a slash command, as you
  click Two sides                 a button, on the latest message that has it
  choose \"#daily\"                 an entry of a menu
  fill \"Words\" with \"...\"         a field of the form; then: submit
  say hello                       a message in the channel you are in
  mira: /me                       somebody else acts; everybody can
  you are mira                    from now on you are somebody else
  next day · tuesday 09:00 · 5 minutes pass
  power cut · restart · gateway drops · discord answers 500 to the next post
  why                             what happened behind the curtain lately
  quit
Every line of a story works here: docs/stories.md.";

/// Reads what `you` typed.
///
/// # Errors
/// The line's problem.
pub fn typed(line: &str, you: &str) -> Result<Typed, Problem> {
    let line = line.trim();
    let mut words = Words::new(line);
    if line.is_empty() || (line.starts_with('#') && !line.starts_with("#!")) {
        return Ok(Typed::Nothing);
    }
    for (names, meaning) in
        [(&["quit", "exit", "bye"][..], Typed::Quit), (&["help", "?"][..], Typed::Help), (&["why"][..], Typed::Why)]
    {
        if names.iter().any(|name| line.eq_ignore_ascii_case(name)) {
            return Ok(meaning);
        }
    }
    let full = if line.starts_with('/') { format!("{you}: {line}") } else { in_full(&mut words, line, you) };
    let statement = statement(&full)?;
    Ok(Typed::Line(full, statement))
}

/// `click Two sides` becomes `jo clicks "Two sides"`; every other line stays as it is.
fn in_full(words: &mut Words<'_>, line: &str, you: &str) -> String {
    let quoted = |rest: &str| {
        if rest.starts_with(['"', '“']) { rest.to_owned() } else { format!("\"{}\"", rest.replace('"', "\\\"")) }
    };
    match () {
        () if words.eat_any(&["click", "clicks"]) => format!("{you} clicks {}", quoted(words.rest())),
        () if words.eat_any(&["choose", "chooses"]) => format!("{you} chooses {}", quoted(words.rest())),
        () if words.eat_any(&["fill", "fills"]) => format!("{you} fills {}", words.rest()),
        () if words.eat_any(&["submit", "submits"]) => format!("{you} submits"),
        () if words.eat_any(&["use", "uses"]) => format!("{you} uses {}", words.rest()),
        () if words.eat_any(&["type", "types"]) => format!("{you} types {}", words.rest()),
        () if words.eat_any(&["say", "says"]) => {
            let rest = words.rest();
            let whole = rest.starts_with(':') || rest.starts_with("in #");
            if whole { format!("{you} says {rest}") } else { format!("{you} says: {rest}") }
        }
        () => line.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn full(line: &str) -> String {
        match typed(line, "jo").unwrap() {
            Typed::Line(full, _) => full,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn short_forms_are_you_acting() {
        assert_eq!(full("/contrast topic:risk"), "jo: /contrast topic:risk");
        assert_eq!(full("click Two sides"), "jo clicks \"Two sides\"");
        assert_eq!(full("clicks \"Two sides\""), "jo clicks \"Two sides\"");
        assert_eq!(full("choose #daily"), "jo chooses \"#daily\"");
        assert_eq!(full("say hello: all"), "jo says: hello: all");
        assert_eq!(full("say in #daily: hello"), "jo says in #daily: hello");
        assert_eq!(full("submit"), "jo submits");
        assert_eq!(full("mira: /me"), "mira: /me");
        assert_eq!(full("next day"), "next day");
        assert_eq!(full("you are mira"), "you are mira");
    }

    #[test]
    fn words_of_the_keyboard_itself() {
        assert_eq!(typed("  ", "jo").unwrap(), Typed::Nothing);
        assert_eq!(typed("Quit", "jo").unwrap(), Typed::Quit);
        assert_eq!(typed("?", "jo").unwrap(), Typed::Help);
        assert_eq!(typed("why", "jo").unwrap(), Typed::Why);
        assert!(typed("abracadabra", "jo").is_err());
        assert!(typed("\u{7}", "jo").is_err());
    }

    #[test]
    fn the_shipped_story_can_be_read() {
        let story = Story::shipped().unwrap_or_else(|faults| panic!("{faults:#?}"));
        assert!(story.strict);
    }
}
