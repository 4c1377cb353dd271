//! From a story's text to its lines, or to *all* its faults at once.
//!
//! Every sentence is known by how it begins; the files beside this one read one kind of sentence each.

mod acting;
mod calendar;
mod expecting;
mod scene;
mod trouble;

use super::fault::{Fault, Problem, nearest};
use super::line::{Calendar, Line, Scene, Start, Statement, Story};
use super::words::Words;

/// The largest story that is read, in bytes: a slip such as a binary file is refused before it is worked on.
const LARGEST: usize = 4 * 1024 * 1024;

impl Story {
    /// Reads a story. `file` is what its faults call it.
    ///
    /// # Errors
    /// Every fault of the text, in its order.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let fault = |line: usize, text: &str, problem: Problem| Fault {
            file: file.to_owned(),
            line,
            text: shortened(text),
            problem,
        };
        if text.len() > LARGEST {
            return Err(vec![fault(0, "", Problem::new("this is too long to be a story"))]);
        }
        let (mut lines, mut faults) = (Vec::new(), Vec::new());
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, written) in (1..).zip(text.lines()) {
            let written = written.trim();
            if written.is_empty() || written.starts_with('#') {
                continue;
            }
            match statement(written) {
                Ok(statement) => lines.push(Line { number, text: written.to_owned(), statement }),
                Err(problem) => faults.push(fault(number, written, problem)),
            }
        }
        let start = match start(&lines) {
            Ok(start) => Some(start),
            // Where some line could not be read, it may have been the very one that is missing.
            Err(_) if !faults.is_empty() => None,
            Err((line, problem)) => {
                let (number, text) = line.map_or((0, ""), |line| (line.number, line.text.as_str()));
                faults.push(fault(number, text, problem));
                None
            }
        };
        for line in &lines {
            if let Statement::Calendar(Calendar::At { zone: Some(zone), .. }) = &line.statement
                && start.as_ref().is_some_and(|start| start.zone != *zone)
            {
                let why = "a story is told in one zone; leave the zone out here";
                faults.push(fault(line.number, &line.text, Problem::new(why)));
            }
        }
        faults.sort_by_key(|fault| fault.line);
        match start {
            Some(start) if faults.is_empty() => {
                let strict = lines.iter().any(|line| line.statement == Statement::Strict);
                let first_membership = lines.iter().find_map(|line| match &line.statement {
                    Statement::Scene(scene @ (Scene::Invited | Scene::Removed)) => Some(scene),
                    _ => None,
                });
                let bot_belongs = first_membership != Some(&Scene::Invited);
                Ok(Self { file: file.to_owned(), lines, strict, start, bot_belongs })
            }
            _ => Err(faults),
        }
    }
}

/// The moment that the first line of weight sets.
fn start(lines: &[Line]) -> Result<Start, (Option<&Line>, Problem)> {
    let weightless = |line: &&Line| !matches!(line.statement, Statement::Strict | Statement::Tell(_));
    let first = lines.iter().find(weightless);
    match first.map(|line| &line.statement) {
        Some(Statement::Calendar(Calendar::At { date: Some(date), time, zone: Some(zone) })) => {
            Ok(Start { date: *date, time: *time, zone: zone.clone() })
        }
        Some(_) => {
            let problem = Problem::new("a story begins with its date, time and zone");
            Err((first, problem.hint(format!("such as: {START}"))))
        }
        None => Err((None, Problem::new("there is no line in this story"))),
    }
}

const START: &str = "at 2026-11-23 08:59 Europe/Berlin";

/// Reads one line that is neither blank nor a comment.
///
/// # Errors
/// The line's problem.
pub fn statement(written: &str) -> Result<Statement, Problem> {
    if let Some(hidden) = written.chars().find(|c| c.is_control() && *c != '\t') {
        let why = format!("there is a control character (\\u{{{:x}}}) in this line", u32::from(hidden));
        return Err(Problem::new(why).hint("write it as an escape if it is meant"));
    }
    let mut words = Words::new(written);
    // 'the bot', 'the gateway' and 'the clock' read better than without; they mean the same.
    words.eat("the");
    if let Some(calendar) = calendar::sentence(&mut words)? {
        words.end()?;
        return Ok(Statement::Calendar(calendar));
    }
    if let Some(scene) = scene::sentence(&mut words)? {
        words.end()?;
        return Ok(Statement::Scene(scene));
    }
    if let Some(trouble) = trouble::sentence(&mut words)? {
        words.end()?;
        return Ok(Statement::Trouble(trouble));
    }
    let found = if words.eat("expect") {
        Statement::Expect(expecting::sentence(&mut words)?)
    } else if words.eat("strict") {
        Statement::Strict
    } else if words.eat("you are") {
        Statement::YouAre(words.name()?)
    } else if words.eat("tell") {
        Statement::Tell(words.colon_text("what to tell")?)
    } else if let Some(act) = acting::sentence(&mut words)? {
        act
    } else {
        return Err(unknown(written));
    };
    words.end()?;
    Ok(found)
}

/// How sentences begin, for 'did you mean'. People's sentences are looked after in `acting`.
const OPENINGS: [&str; 29] = [
    "at",
    "next day",
    "monday",
    "the clock is set to",
    "server",
    "in server",
    "channel",
    "person",
    "role",
    "operator sets",
    "portal allows",
    "everyone may",
    "bot lacks",
    "bot may",
    "bot stops",
    "clarion is invited to the server",
    "clarion is removed from the server",
    "power cut",
    "restart",
    "network down",
    "network up",
    "discord answers",
    "discord loses",
    "discord takes",
    "gateway drops",
    "session lost",
    "zombie gateway",
    "expect",
    "you are",
];

fn unknown(written: &str) -> Problem {
    let problem = Problem::new("no sentence of a story begins like this");
    if written.starts_with('/') {
        return problem.hint(format!("somebody has to act: mira: {written}"));
    }
    let near = OPENINGS.into_iter().find(|opening| {
        let size = opening.split(' ').count();
        let begun = written.split_whitespace().take(size).collect::<Vec<_>>().join(" ");
        nearest(&begun, [*opening]).is_some()
    });
    match near {
        Some(opening) => problem.hint(format!("did you mean '{opening} …'?")),
        None => problem.hint("docs/stories.md has them all; a person's line looks like: mira: /contrast topic:risk"),
    }
}

/// The line as a fault shows it: a 4,000-character text helps nobody to find the place.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(160).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
