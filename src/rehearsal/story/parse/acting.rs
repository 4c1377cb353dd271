//! Sentences in which a person acts.

use super::super::fault::{Problem, nearest};
use super::super::line::{Deed, Statement, Which, Whom};
use super::super::words::Words;
use super::scene;

const VERBS: [&str; 15] = [
    "says", "types", "clicks", "chooses", "fills", "submits", "uses", "reacts", "deletes", "joins", "leaves", "adds",
    "is", "may", "lacks",
];

pub(super) fn sentence(words: &mut Words<'_>) -> Result<Option<Statement>, Problem> {
    let mut ahead = *words;
    let Ok(who) = ahead.name() else { return Ok(None) };
    let private = ahead.eat("in private");
    let place = if !private && (ahead.eat("in") || ahead.eat("is in")) { Some(ahead.channel()?) } else { None };
    if ahead.rest().starts_with(':') {
        let typed = ahead.colon_text("a slash command")?;
        *words = ahead;
        if !typed.starts_with('/') {
            let problem = Problem::new("a slash command was expected after the colon");
            return Err(problem.hint(format!("to say it in a channel: {who} says in #general: {typed}")));
        }
        let deed = if private { Deed::SlashPrivately(typed) } else { Deed::Slash(typed) };
        return Ok(Some(Statement::Act { who, place, deed }));
    }
    if private {
        return Err(ahead.unexpected("a colon and a slash command", "mira in private: /privacy show"));
    }
    if place.is_none() && scene::at_permit(&ahead) {
        *words = ahead;
        return scene::permit(words, Whom::Person(who)).map(|scene| Some(Statement::Scene(scene)));
    }
    if place.is_some() && ahead.is_empty() {
        *words = ahead;
        return Ok(Some(Statement::Act { who, place, deed: Deed::Comes }));
    }
    let (place, deed) = match deed(&mut ahead, place)? {
        Some(found) => found,
        None => match nearest(ahead.peek(), VERBS) {
            // Only where a verb seems meant: otherwise the whole line is unknown, and that is the better fault.
            Some(verb) => {
                let why = format!("'{}' is nothing that a person of a story does", ahead.peek());
                return Err(Problem::new(why).hint(format!("did you mean '{who} {verb} …'?")));
            }
            None => return Ok(None),
        },
    };
    *words = ahead;
    Ok(Some(Statement::Act { who, place, deed }))
}

fn deed(words: &mut Words<'_>, place: Option<String>) -> Result<Option<(Option<String>, Deed)>, Problem> {
    let deed = match () {
        () if words.eat("says") => {
            let place = if words.eat("in") { Some(words.channel()?) } else { place };
            return Ok(Some((place, Deed::Says(words.colon_text("what is said")?))));
        }
        () if words.eat("types") => {
            let typed = words.rest();
            if !typed.starts_with('/') {
                return Err(words.unexpected("a slash command", "mira types /contrast topic:ris"));
            }
            // Read as a whole, escapes included; the trailing space of 'topic:' is what the writer left out.
            *words = Words::new("");
            Deed::Types(typed.to_owned())
        }
        () if words.eat("clicks") => {
            let button = words.quoted("the button's label")?;
            let under = if words.eat("under") { Some(words.quoted("a part of the message")?) } else { None };
            Deed::Clicks { button, under }
        }
        () if words.eat("chooses") => {
            let values = words.list(|words| words.quoted("what is chosen"))?;
            let menu = if words.eat("in") { Some(words.quoted("the menu's name")?) } else { None };
            Deed::Chooses { values, menu }
        }
        () if words.eat("fills") => fills(words)?,
        () if words.eat("submits") => Deed::Submits,
        () if words.eat("uses") => {
            let command = words.quoted("the command's name")?;
            words.need("on", "mira uses \"Recognise\" on jo")?;
            if at_which(words) {
                Deed::UsesOnMessage { command, target: which(words)? }
            } else {
                Deed::UsesOnPerson { command, target: words.name()? }
            }
        }
        () if words.eat("reacts with") => {
            let emoji = words.peek().to_owned();
            if emoji.is_empty() {
                return Err(words.unexpected("an emoji", "mira reacts with 👍 to the last message in #daily"));
            }
            *words = Words::new(&words.rest()[emoji.len()..]);
            words.need("to", "mira reacts with 👍 to the last message")?;
            Deed::Reacts(emoji, which(words)?)
        }
        () if words.eat("deletes") => Deed::Deletes(which(words)?),
        () if words.eat("adds clarion to") => {
            if !words.eat_any(&["her account", "his account", "their account"]) {
                return Err(words.unexpected("'their account'", "mira adds clarion to her account"));
            }
            Deed::AddsBot
        }
        () if words.eat("joins") => {
            words.eat("the server");
            Deed::Joins
        }
        () if words.eat("leaves") => {
            words.eat("the server");
            Deed::Leaves
        }
        () => return Ok(None),
    };
    Ok(Some((place, deed)))
}

fn fills(words: &mut Words<'_>) -> Result<Deed, Problem> {
    let (mut fields, mut submit) = (Vec::new(), false);
    loop {
        let label = words.quoted("the field's label")?;
        words.need("with", "jo fills \"Words\" with \"calmer nights\"")?;
        fields.push((label, words.quoted("the field's text")?));
        let more = words.eat(",") | words.eat("and");
        if words.eat("submits") {
            submit = true;
            break;
        }
        if !more {
            break;
        }
    }
    Ok(Deed::Fills { fields, submit })
}

fn at_which(words: &Words<'_>) -> bool {
    let mut ahead = *words;
    ahead.eat_any(&["the last message", "that message", "the message"])
}

/// `the last message in #daily`, `that message`, `the message "part of it" in #daily`.
fn which(words: &mut Words<'_>) -> Result<Which, Problem> {
    let containing = if words.eat_any(&["the last message", "that message"]) {
        None
    } else if words.eat("the message") {
        Some(words.quoted("a part of the message")?)
    } else {
        return Err(words.unexpected("'the last message' or 'the message \"…\"'", "the last message in #daily"));
    };
    let channel = if words.eat("in") { Some(words.channel()?) } else { None };
    Ok(Which { containing, channel })
}
