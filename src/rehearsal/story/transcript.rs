//! Telling what happens: for a person at an 80-column terminal, or for a program, one JSON object a line.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::plain::{visible, width, wrapped};
use super::shown::{Block, Shown};

/// One thing to tell, and when it was.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// The instant.
    pub at: Timestamp,
    /// The same in the story's zone, with the weekday: `Monday 2026-11-23 09:00`.
    pub local: String,
    /// What it is.
    #[serde(flatten)]
    pub what: What,
}

/// What there is to tell.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// A line for the reader.
    Tell {
        /// The line.
        text: String,
    },
    /// The calendar has moved on to this moment.
    Now,
    /// Something went wrong, the bot came or went: a line of the story that nobody says.
    Stage {
        /// In words.
        text: String,
    },
    /// Somebody acted.
    Act {
        /// Who.
        who: String,
        /// In which channel; `None` in private.
        place: Option<String>,
        /// What they did.
        text: String,
    },
    /// A message appeared or changed.
    Message {
        /// The channel, or the person of direct messages.
        place: String,
        /// The one person who sees it, where it is private.
        only: Option<String>,
        /// Who wrote it.
        author: String,
        /// Whether it changed an earlier one.
        edited: bool,
        /// Who got a notification because of it.
        pinged: Vec<String>,
        /// What it shows.
        #[serde(flatten)]
        shown: Shown,
    },
    /// A form opened.
    Form {
        /// On whose screen.
        who: String,
        /// Its title.
        title: String,
        /// Its fields: label and what stands in it before anybody writes.
        fields: Vec<(String, String)>,
    },
    /// Suggestions came up.
    Choices {
        /// On whose screen.
        who: String,
        /// The suggestions.
        choices: Vec<String>,
    },
    /// The story failed, or something that it did not ask for went wrong.
    Failed {
        /// File, line, reason.
        text: String,
    },
    /// The story is over.
    Over {
        /// Expectations that held.
        held: usize,
    },
}

/// Whoever is told.
pub trait Audience: Send {
    /// Tells one thing.
    ///
    /// # Errors
    /// Where the listener is gone, such as a closed pipe.
    fn tell(&mut self, told: &Told) -> io::Result<()>;
}

/// Tells nobody.
#[derive(Debug, Default)]
pub struct Nobody;

impl Audience for Nobody {
    fn tell(&mut self, _: &Told) -> io::Result<()> {
        Ok(())
    }
}

/// Tells a program.
#[derive(Debug)]
pub struct Json<W>(pub W);

impl<W: Write + Send> Audience for Json<W> {
    fn tell(&mut self, told: &Told) -> io::Result<()> {
        let line = serde_json::to_string(told).map_err(io::Error::other)?;
        writeln!(self.0, "{line}")?;
        self.0.flush()
    }
}

/// Tells a person.
#[derive(Debug)]
pub struct Text<W> {
    out: W,
    zone: TimeZone,
    colour: bool,
    last_time: String,
    last_date: Option<Date>,
}

/// Where the words begin, and how many columns they have.
const INDENT: usize = 16;
const ROOM: usize = 79 - INDENT;

const DIM: &str = "\u{1b}[2m";
const BOLD: &str = "\u{1b}[1m";
const CYAN: &str = "\u{1b}[36m";
const RED: &str = "\u{1b}[31m";

impl<W: Write + Send> Text<W> {
    /// Tells in `zone`'s time, with or without colour.
    pub fn new(out: W, zone: TimeZone, colour: bool) -> Self {
        Self { out, zone, colour, last_time: String::new(), last_date: None }
    }

    fn styled(&self, style: &str, text: &str) -> String {
        if self.colour && !style.is_empty() && !text.is_empty() {
            format!("{style}{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// One entry: time, a column, and lines that hang under each other. A line's style goes on after its wrapping.
    fn row(&mut self, at: Timestamp, column: &str, style: &str, lines: &[(String, &str)]) -> io::Result<()> {
        let time = at.to_zoned(self.zone.clone()).strftime("%H:%M").to_string();
        let clock = if time == self.last_time { "     ".to_owned() } else { self.styled(DIM, &time) };
        self.last_time = time;
        let column = visible(column);
        let used = 7 + width(&column);
        let column = self.styled(style, &column);
        let mut lines = lines.iter();
        if used < INDENT {
            let (first, style) = lines.next().map_or(("", ""), |(line, style)| (line.as_str(), *style));
            let first = self.styled(style, first);
            writeln!(self.out, "{clock}  {column}{}{first}", " ".repeat(INDENT - used))?;
        } else {
            writeln!(self.out, "{clock}  {column}")?;
        }
        for (line, style) in lines {
            let line = self.styled(style, line);
            writeln!(self.out, "{}", format!("{}{line}", " ".repeat(INDENT)).trim_end())?;
        }
        Ok(())
    }

    /// A line for each new day, the first one with its year and zone.
    fn day(&mut self, at: Timestamp) -> io::Result<()> {
        let local = at.to_zoned(self.zone.clone());
        let before = self.last_date.replace(local.date());
        if before == Some(local.date()) {
            return Ok(());
        }
        let heading = match before {
            None => {
                let zone = self.zone.iana_name().unwrap_or("UTC");
                format!("-- {}, {zone}", local.strftime("%A %-d %B %Y, %H:%M"))
            }
            Some(_) => format!("-- {}", local.strftime("%A %-d %B, %H:%M")),
        };
        self.full_width(&heading, DIM)
    }

    fn full_width(&mut self, text: &str, style: &str) -> io::Result<()> {
        // A line across the page starts afresh: the next entry shows its time again.
        self.last_time.clear();
        for line in
            text.lines().flat_map(|line| if line.starts_with(' ') { vec![line.to_owned()] } else { wrapped(line, 79) })
        {
            let line = self.styled(style, &line);
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}

impl<W: Write + Send> Audience for Text<W> {
    fn tell(&mut self, told: &Told) -> io::Result<()> {
        self.day(told.at)?;
        match &told.what {
            What::Now => self.last_time.clear(),
            What::Tell { text } => self.full_width(&visible(text), "")?,
            What::Stage { text } => {
                let when = told.at.to_zoned(self.zone.clone()).strftime("%A %H:%M").to_string();
                self.full_width(&format!("-- {when}: {}", visible(text)), DIM)?;
            }
            What::Act { who, place: _, text } => {
                let lines: Vec<_> = wrapped(&visible(text), ROOM).into_iter().map(|line| (line, "")).collect();
                self.row(told.at, who, CYAN, &lines)?;
            }
            What::Message { place, only, author, edited, pinged: _, shown } => {
                let changed = if *edited { ", changed" } else { "" };
                let (column, head) = match only {
                    Some(who) => (who, format!("{author} (only {who} sees this{changed}):")),
                    None if *edited => (place, format!("{author} (changed):")),
                    None => (place, format!("{author}:")),
                };
                let style = if only.is_some() { CYAN } else { BOLD };
                self.row(told.at, column, style, &body(&visible(&head), shown, ROOM))?;
            }
            What::Form { who, title, fields } => {
                let mut lines = vec![(format!("a form opens: {}", visible(title)), "")];
                for (label, filled) in fields {
                    let text = format!("{}: [{}]", visible(label), visible(filled));
                    lines.extend(wrapped(&text, ROOM).into_iter().map(|line| (line, "")));
                }
                self.row(told.at, who, CYAN, &lines)?;
            }
            What::Choices { who, choices } => {
                let text = if choices.is_empty() { "(nothing is suggested)".to_owned() } else { choices.join(" · ") };
                let lines: Vec<_> = wrapped(&visible(&text), ROOM).into_iter().map(|line| (line, "")).collect();
                self.row(told.at, who, CYAN, &lines)?;
            }
            What::Failed { text } => self.full_width(&visible(text), RED)?,
            What::Over { held } => {
                let noun = if *held == 1 { "expectation" } else { "expectations" };
                self.full_width(&format!("-- The story is over: {held} {noun} held."), DIM)?;
            }
        }
        self.out.flush()
    }
}

/// A message in lines of at most `room` columns. One short text stands on the line of its author.
pub(super) fn body(head: &str, shown: &Shown, room: usize) -> Vec<(String, &'static str)> {
    let mut lines: Vec<(String, &'static str)> = Vec::new();
    for (number, block) in shown.blocks.iter().enumerate() {
        match block {
            Block::Text(text) if number == 0 => {
                lines.extend(wrapped(&format!("{head} {text}"), room).into_iter().map(|line| (line, "")));
            }
            Block::Heading(text) if number == 0 => {
                let all = wrapped(&format!("{head} {text}"), room);
                lines.extend(all.into_iter().map(|line| (line, BOLD)));
            }
            Block::Text(text) => lines.extend(wrapped(text, room).into_iter().map(|line| (line, ""))),
            Block::Heading(text) => lines.extend(wrapped(text, room).into_iter().map(|line| (line, BOLD))),
            Block::Columns(columns) => lines.extend(side_by_side(columns, room)),
        }
    }
    if lines.is_empty() {
        lines.push((head.to_owned(), ""));
    }
    for menu in &shown.menus {
        let chosen = if menu.chosen.is_empty() { &menu.placeholder } else { &menu.chosen.join(", ") };
        lines.extend(wrapped(&format!("[{chosen} v]"), room).into_iter().map(|line| (line, CYAN)));
    }
    for row in &shown.buttons {
        let labels: Vec<String> = row
            .iter()
            .map(|button| match (&button.url, button.disabled) {
                (_, true) => format!("({})", button.label),
                (Some(url), _) => format!("[{} -> {url}]", button.label),
                (None, _) => format!("[{}]", button.label),
            })
            .collect();
        lines.extend(wrapped(&labels.join(" "), room).into_iter().map(|line| (line, CYAN)));
    }
    for file in &shown.files {
        let described = file.description.as_deref().map_or_else(String::new, |words| format!(": {words}"));
        let line = format!("(file: {}, {} bytes{described})", file.name, file.bytes);
        lines.extend(wrapped(&line, room).into_iter().map(|line| (line, "")));
        let text = file.text.as_deref().unwrap_or_default();
        let first = text.lines().take(LINES_OF_A_FILE).map(visible);
        lines.extend(first.flat_map(|line| wrapped(&line, room - 2)).map(|line| (format!("| {line}"), "")));
        if text.lines().count() > LINES_OF_A_FILE {
            lines.push(("| …".to_owned(), ""));
        }
    }
    lines
}

/// So many lines of a text file are told.
const LINES_OF_A_FILE: usize = 5;

/// Two fields stand side by side; more stand one under the other, since a third of the room is too narrow to read.
fn side_by_side(columns: &[(String, String)], room: usize) -> Vec<(String, &'static str)> {
    let [left, right] = columns else {
        let one = |(name, words): &(String, String)| {
            let name = wrapped(name, room).into_iter().map(|line| (line, BOLD));
            name.chain(wrapped(words, room).into_iter().map(|line| (line, ""))).collect::<Vec<_>>()
        };
        return columns.iter().flat_map(one).collect();
    };
    let half = (room - 3) / 2;
    let pair = |left: &str, right: &str, style: &'static str| {
        let (left, right) = (wrapped(left, half), wrapped(right, half));
        (0..left.len().max(right.len()))
            .map(|at| {
                let side = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
                let (left, right) = (side(&left), side(&right));
                let line = format!("{left}{} | {right}", " ".repeat(half.saturating_sub(width(&left))));
                (line.trim_end().to_owned(), style)
            })
            .collect::<Vec<_>>()
    };
    let mut lines = pair(&left.0, &right.0, BOLD);
    lines.extend(pair(&left.1, &right.1, ""));
    lines
}
