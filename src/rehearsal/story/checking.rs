//! Whether what an expectation says is so, and what there was instead.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::fault::Problem;
use super::line::{Expectation, FilePart, On, Place};
use super::noticing::{Item, Kind, Notebook, Spot};
use super::pattern::Pattern;
use super::stage::Stage;
use crate::rehearsal::world::{Audience as Seen, ChannelId};

/// What an expectation is held against.
pub(super) struct Check<'a> {
    pub stage: &'a mut Stage,
    pub notebook: &'a mut Notebook,
    /// The line that last made anything happen.
    pub act: usize,
    /// Whether every message has to be expected.
    pub strict: bool,
    /// The item that the last expectation had.
    pub last: &'a mut Option<usize>,
}

impl Check<'_> {
    /// Holds `expectation` against what there is. [`Expectation::Refused`] and [`Expectation::Stopped`] are the
    /// player's, who knows of them.
    pub fn holds(&mut self, expectation: &Expectation) -> Result<(), Problem> {
        match expectation {
            Expectation::Says(place, pattern) => self.read(place, &[Kind::Message], pattern),
            Expectation::Edited(place, pattern) => self.read(place, &[Kind::Edit], pattern),
            Expectation::Asked(who, pattern) => self.read(&Place::Private(who.clone()), &[Kind::Form], pattern),
            Expectation::NeverSays(place, pattern) => self.never(place, pattern),
            Expectation::Nothing(place) => self.nothing(place.as_ref()),
            Expectation::Posts { channel, count, on } => self.posts(channel, *count, *on),
            Expectation::Threads { channel, count, on } => self.threads(channel, *count, *on),
            Expectation::Pinged { who, only } => self.pinged(who, *only),
            Expectation::Buttons(labels) => self.buttons(labels),
            Expectation::Button(label, there) => self.button(label, *there),
            Expectation::File { name, part } => self.file(name, part.as_ref()),
            Expectation::NoFiles => self.no_files(),
            Expectation::Offered(who, choices) => self.offered(who, choices),
            Expectation::DiscordRefused(code) => self.refused(*code),
            Expectation::Unanswered(who) => self.unanswered(who),
            Expectation::Refused(_) | Expectation::Stopped(_) => Ok(()),
        }
    }

    fn spots(&mut self, place: &Place) -> Result<Vec<Spot>, Problem> {
        Ok(match place {
            Place::Channel(name) => vec![Spot::Channel(self.channel(name)?)],
            Place::Threads(name) => {
                let parent = self.channel(name)?;
                self.stage.with(|world| {
                    let inside = world.channels.values().filter(|channel| channel.parent == Some(parent));
                    inside.map(|thread| Spot::Channel(thread.id)).collect()
                })
            }
            Place::Private(who) => vec![Spot::Private(self.known(who)?)],
            Place::Direct(who) => vec![Spot::Direct(self.known(who)?)],
        })
    }

    fn channel(&mut self, name: &str) -> Result<ChannelId, Problem> {
        self.stage.channel_known(name).ok_or_else(|| self.stage.no_channel(name))
    }

    fn known(&mut self, who: &str) -> Result<crate::rehearsal::world::UserId, Problem> {
        self.stage.people.get(who).copied().ok_or_else(|| {
            let names: Vec<&str> = self.stage.people.keys().map(String::as_str).collect();
            let problem = Problem::new(format!("nobody called {who} has come up so far"));
            match super::fault::nearest(who, names) {
                Some(near) => problem.hint(format!("did you mean {near}?")),
                None => problem,
            }
        })
    }

    /// The next unread thing there holds the pattern. Where the story is not strict, others may be passed by.
    fn read(&mut self, place: &Place, kinds: &[Kind], pattern: &Pattern) -> Result<(), Problem> {
        let spots = self.spots(place)?;
        let fits = |item: &Item| spots.contains(&item.spot) && kinds.contains(&item.kind) && !item.read;
        let unread: Vec<usize> = (0..self.notebook.items.len()).filter(|at| fits(&self.notebook.items[*at])).collect();
        let candidates = if self.strict { unread.get(..1).unwrap_or_default() } else { unread.as_slice() };
        let found = candidates.iter().copied().find(|at| self.notebook.items[*at].holds(pattern));
        let Some(found) = found else {
            return Err(self.missed(place, kinds, pattern, &unread));
        };
        for at in unread {
            if at <= found {
                self.notebook.items[at].read = true;
            }
        }
        *self.last = Some(found);
        Ok(())
    }

    fn missed(&self, place: &Place, kinds: &[Kind], pattern: &Pattern, unread: &[usize]) -> Problem {
        let kind = match kinds {
            [Kind::Edit] => "changed to say",
            [Kind::Form] => "asked",
            _ => "says",
        };
        let problem = Problem::new(format!("expected: {} {kind}: {pattern}", told_place(place)));
        let mut hint = match unread {
            [] => format!("nothing unread was there ({})", told_place(place)),
            _ => {
                let there = unread.iter().take(3).map(|at| quoted(&self.notebook.items[*at])).collect::<Vec<_>>();
                format!("there was:\n{}", there.join("\n"))
            }
        };
        let elsewhere = self.notebook.items.iter().find(|item| {
            !item.read && item.holds(pattern) && !unread.iter().any(|at| std::ptr::eq(*item, &self.notebook.items[*at]))
        });
        if let Some(item) = elsewhere {
            let place = self.told_spot(item.spot);
            let change = if item.kind == Kind::Edit { " (as a change of an earlier message)" } else { "" };
            hint.push_str(&format!("\nthe same stands elsewhere: {place}{change}"));
        } else if let Some(item) = self.notebook.items.iter().find(|item| item.read && item.holds(pattern)) {
            let place = self.told_spot(item.spot);
            hint.push_str(&format!("\nan earlier expectation has had it already: {place}, line {}", item.line));
        }
        problem.hint(hint)
    }

    fn never(&mut self, place: &Place, pattern: &Pattern) -> Result<(), Problem> {
        let spots = self.spots(place)?;
        let fits = |item: &&Item| item.line >= self.act && spots.contains(&item.spot) && item.holds(pattern);
        let said = self.notebook.items.iter().find(fits);
        match said {
            None => Ok(()),
            Some(item) => {
                let problem = Problem::new(format!("expected: {} never says: {pattern}", told_place(place)));
                Err(problem.hint(format!("there was:\n{}", quoted(item))))
            }
        }
    }

    fn nothing(&mut self, place: Option<&Place>) -> Result<(), Problem> {
        let spots = place.map(|place| self.spots(place)).transpose()?;
        let (act, strict) = (self.act, self.strict);
        let there = self.notebook.items.iter().find(|item| {
            !item.read && (strict || item.line >= act) && spots.as_ref().is_none_or(|spots| spots.contains(&item.spot))
        });
        match there {
            None => Ok(()),
            Some(item) => {
                let whereabouts = place
                    .map_or_else(|| "nothing anywhere".to_owned(), |place| format!("nothing ({})", told_place(place)));
                let problem = Problem::new(format!("expected: {whereabouts}"));
                Err(problem.hint(format!("there was, {}:\n{}", self.told_spot(item.spot), quoted(item))))
            }
        }
    }

    fn posts(&mut self, channel: &str, count: usize, on: Option<On>) -> Result<(), Problem> {
        let id = self.channel(channel)?;
        let zone = self.stage.zone.clone();
        let date = self.date(on);
        let there: Vec<String> = self.stage.with(|world| {
            let bot = world.bot;
            let messages = world.messages.get(&id).into_iter().flat_map(|list| list.values());
            messages
                .filter(|message| message.author == bot && message.visible_to == Seen::Everyone)
                .filter(|message| date.is_none_or(|date| message.sent_at.to_zoned(zone.clone()).date() == date))
                .map(|message| {
                    let words = super::shown::Shown::of(world, message, &zone).text();
                    format!("{}  {}", message.sent_at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M"), short(&words))
                })
                .collect()
        });
        if there.len() == count {
            return Ok(());
        }
        let when = date.map_or_else(String::new, |date| format!(" on {date}"));
        let problem = Problem::new(format!("expected: {count} posts in #{channel}{when}; there are {}", there.len()));
        Err(if there.is_empty() { problem } else { problem.hint(there.join("\n")) })
    }

    fn threads(&mut self, channel: &str, count: usize, on: Option<On>) -> Result<(), Problem> {
        let parent = self.channel(channel)?;
        let zone = self.stage.zone.clone();
        let date = self.date(on);
        let there: Vec<String> = self.stage.with(|world| {
            let ours = world.channels.values().filter(|thread| {
                thread.parent == Some(parent) && thread.thread.as_ref().is_some_and(|state| state.owner == world.bot)
            });
            let opened = ours.map(|thread| {
                (
                    thread.thread.as_ref().map_or(Timestamp::MIN, |state| state.created_at).to_zoned(zone.clone()),
                    &thread.name,
                )
            });
            opened
                .filter(|(opened, _)| date.is_none_or(|date| opened.date() == date))
                .map(|(opened, name)| format!("{}  {name}", opened.strftime("%Y-%m-%d %H:%M")))
                .collect()
        });
        if there.len() == count {
            return Ok(());
        }
        let when = date.map_or_else(String::new, |date| format!(" on {date}"));
        let problem = Problem::new(format!("expected: {count} threads of #{channel}{when}; there are {}", there.len()));
        Err(if there.is_empty() { problem } else { problem.hint(there.join("\n")) })
    }

    /// The date that is meant.
    fn date(&self, on: Option<On>) -> Option<Date> {
        on.map(|on| match on {
            On::Date(date) => date,
            On::Today => self.stage.clock.now().to_zoned(self.stage.zone.clone()).date(),
        })
    }

    fn pinged(&mut self, who: &[String], only: bool) -> Result<(), Problem> {
        let mut wanted = BTreeSet::new();
        for name in who {
            wanted.insert(self.known(name)?);
        }
        let since = self.notebook.pinged.iter().filter(|(line, ..)| *line >= self.act);
        let (mut users, mut wide) = (BTreeSet::new(), BTreeSet::new());
        for (_, some, more) in since {
            users.extend(some.iter().copied());
            wide.extend(more.iter().cloned());
        }
        let enough = wanted.is_subset(&users);
        if enough && (!only || (users.len() == wanted.len() && wide.is_empty())) {
            return Ok(());
        }
        let expected = if who.is_empty() { "nobody".to_owned() } else { who.join(", ") };
        let only = if only && !who.is_empty() { "only " } else { "" };
        let problem = Problem::new(format!("expected: {only}{expected} pinged"));
        let names: Vec<String> = users.iter().map(|user| self.stage.name_of(*user)).chain(wide).collect();
        let names = if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
        Err(problem.hint(format!("since line {}, this was pinged: {names}", self.act)))
    }

    fn last_item(&self, what: &str) -> Result<&Item, Problem> {
        let item = self.last.and_then(|at| self.notebook.items.get(at));
        item.ok_or_else(|| {
            Problem::new(format!("{what} of which message?")).hint(format!("expect the message first, then its {what}"))
        })
    }

    fn file(&self, name: &str, part: Option<&(FilePart, Pattern)>) -> Result<(), Problem> {
        let files = &self.last_item("files")?.shown.files;
        let Some(file) = files.iter().find(|file| file.name == name) else {
            let there: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            let there = if there.is_empty() { "no files".to_owned() } else { there.join(", ") };
            return Err(Problem::new(format!("expected: a file \"{name}\"")).hint(format!("there are: {there}")));
        };
        let (held, what, there) = match part {
            None => return Ok(()),
            Some((FilePart::Text, pattern)) => {
                let text = file.text.as_deref();
                (text.is_some_and(|text| pattern.found_in(text)), "holds", text.unwrap_or("no text"))
            }
            Some((FilePart::Description, pattern)) => {
                let description = file.description.as_deref().unwrap_or_default();
                (pattern.found_in(description), "is described as", description)
            }
        };
        match part {
            Some((_, pattern)) if !held => {
                let problem = Problem::new(format!("expected: the file \"{name}\" {what}: {pattern}"));
                let there: Vec<&str> = there.lines().take(2 * QUOTED_LINES).collect();
                Err(problem.hint(format!("there is:\n{}", there.join("\n"))))
            }
            _ => Ok(()),
        }
    }

    fn no_files(&self) -> Result<(), Problem> {
        match self.last_item("files")?.shown.files.as_slice() {
            [] => Ok(()),
            [file, ..] => Err(Problem::new("expected: no files").hint(format!("there is: {}", file.name))),
        }
    }

    fn last_labels(&self) -> Result<Vec<String>, Problem> {
        let item = self.last_item("buttons")?;
        Ok(item.shown.labels().into_iter().map(str::to_owned).collect())
    }

    fn buttons(&mut self, wanted: &[String]) -> Result<(), Problem> {
        let there = self.last_labels()?;
        if there == wanted {
            return Ok(());
        }
        let list = |labels: &[String]| {
            if labels.is_empty() { "none".to_owned() } else { format!("\"{}\"", labels.join("\", \"")) }
        };
        Err(Problem::new(format!("expected: the buttons {}", list(wanted)))
            .hint(format!("there are: {}", list(&there))))
    }

    fn button(&mut self, label: &str, wanted: bool) -> Result<(), Problem> {
        let labels = self.last_labels()?;
        if labels.iter().any(|there| there == label) == wanted {
            return Ok(());
        }
        let a = if wanted { "a" } else { "no" };
        let problem = Problem::new(format!("expected: {a} button \"{label}\""));
        Err(problem.hint(format!("there are: \"{}\"", labels.join("\", \""))))
    }

    fn offered(&mut self, who: &str, wanted: &[String]) -> Result<(), Problem> {
        let user = self.known(who)?;
        let items = &mut self.notebook.items;
        let last = items.iter_mut().rev().find(|item| item.kind == Kind::Choices && item.spot == Spot::Private(user));
        let Some(item) = last else {
            return Err(Problem::new(format!("expected: {who} is offered something; nothing was ever suggested")));
        };
        item.read = true;
        let there = &item.choices;
        let missing = wanted.iter().find(|wanted| !there.iter().any(|name| name == *wanted));
        match missing {
            None if !wanted.is_empty() || there.is_empty() => Ok(()),
            _ => {
                let wanted = missing.map_or_else(|| "nothing".to_owned(), |missing| format!("\"{missing}\""));
                let problem = Problem::new(format!("expected: {who} is offered {wanted}"));
                Err(problem.hint(format!("offered was: {}", there.join(" · "))))
            }
        }
    }

    fn refused(&mut self, wanted: u64) -> Result<(), Problem> {
        let since: Vec<_> = self.notebook.refused.iter().filter(|(line, ..)| *line >= self.act).collect();
        if since.iter().any(|(_, _, status, code)| u64::from(*status) == wanted || *code == wanted) {
            return Ok(());
        }
        let problem = Problem::new(format!("expected: Discord refused with {wanted}"));
        let list: Vec<String> =
            since.iter().map(|(_, request, status, code)| format!("{request}: {status}, code {code}")).collect();
        Err(problem.hint(if list.is_empty() { "it refused nothing".to_owned() } else { list.join("\n") }))
    }

    fn unanswered(&mut self, who: &str) -> Result<(), Problem> {
        let user = self.known(who)?;
        if let Some(at) = self.notebook.unanswered.iter().position(|(_, to)| *to == user) {
            self.notebook.unanswered.remove(at);
            return Ok(());
        }
        let thinking = self.notebook.thinking.iter().find(|(_, (_, to))| *to == user).map(|(id, _)| *id);
        match thinking {
            Some(id) => {
                self.notebook.thinking.remove(&id);
                Ok(())
            }
            None => Err(Problem::new(format!("expected: {who} is left without an answer; everything was answered"))),
        }
    }

    fn told_spot(&self, spot: Spot) -> String {
        told_spot(self.stage, spot)
    }
}

/// A spot in words.
pub(super) fn told_spot(stage: &Stage, spot: Spot) -> String {
    match spot {
        Spot::Channel(channel) => format!("in {}", stage.name_of_channel(channel)),
        Spot::Private(user) => format!("only for {}", stage.name_of(user)),
        Spot::Direct(user) => format!("in {}'s direct messages", stage.name_of(user)),
    }
}

fn told_place(place: &Place) -> String {
    match place {
        Place::Channel(name) => format!("#{name}"),
        Place::Threads(name) => format!("a thread of #{name}"),
        Place::Private(who) => format!("only for {who}"),
        Place::Direct(who) => format!("direct messages with {who}"),
    }
}

/// How many lines of a long message a failure shows.
const QUOTED_LINES: usize = 16;

/// An item as a failure shows it.
pub(super) fn quoted(item: &Item) -> String {
    let text = if item.kind == Kind::Choices { item.choices.join(" · ") } else { item.shown.text() };
    let buttons = item.shown.labels().iter().map(|label| format!("[{label}]")).collect::<Vec<_>>().join(" ");
    let text = if text.trim().is_empty() { "(no words)".to_owned() } else { text };
    let mut lines: Vec<String> = text.lines().map(|line| line.chars().take(200).collect()).collect();
    let more = lines.len().saturating_sub(QUOTED_LINES);
    if more > 1 {
        lines.truncate(QUOTED_LINES);
        lines.push(format!("... and {more} more lines"));
    }
    lines.extend((!buttons.is_empty()).then_some(buttons));
    lines.iter().map(|line| format!("  | {line}")).collect::<Vec<_>>().join("\n")
}

fn short(text: &str) -> String {
    let one = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = one.chars().take(70).collect();
    if short.len() < one.len() {
        short.push('…');
    }
    short
}
