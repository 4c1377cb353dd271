//! What happened, as a list that is counted by hand each time. It shares nothing with the store but the words that it is
//! asked in.

use std::collections::BTreeSet;

use clarion::recognition::Dates;
use clarion::store::{Id, NewRecognition, RecognitionOptions};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serenity::model::id::{MessageId, UserId};

use super::NAMES;

/// Somebody; one who was erased and comes back is somebody else.
pub type Who = usize;

/// A name as it is shown, and what it is sorted by.
pub type Name = (&'static str, &'static str);

#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Nobody after their erasure.
    pub user: Option<UserId>,
    /// By which they were last seen.
    pub name: Option<Name>,
    /// They are in the server no more.
    pub left: bool,
    pub paused: bool,
    pub never_announce: bool,
    pub strengths_hidden: bool,
    /// From whom they want nothing.
    pub declines: BTreeSet<Who>,
    pub on_roster: bool,
    /// They are on it by what they gave and got alone.
    pub by_taking_part: bool,
    /// They left the roster by their own wish.
    pub keeps_off: bool,
}

impl Person {
    fn takes_part(&mut self) {
        (self.on_roster, self.by_taking_part) = (true, self.by_taking_part || !self.on_roster);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    Undone,
    Voided,
}

/// The words that it had, each under an id of its own.
#[derive(Clone, Debug)]
pub struct Said {
    /// The store's name for it; nothing in a try that explains nothing.
    pub id: Option<Id>,
    pub words: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub struct Got {
    pub who: Who,
    pub hidden: bool,
    /// They were told alone.
    pub alone: bool,
}

/// A recognition.
#[derive(Clone, Debug)]
pub struct Line {
    pub interaction: u64,
    pub giver: Who,
    pub got: Vec<Got>,
    pub quiet: bool,
    pub strengths: Vec<String>,
    pub given_at: Timestamp,
    pub day: Date,
    pub said: Vec<Said>,
    pub announced: Option<MessageId>,
    pub ended: Option<End>,
}

impl Line {
    /// Its name today.
    pub fn id(&self) -> Id {
        self.today().id.unwrap()
    }

    pub fn today(&self) -> &Said {
        self.said.last().unwrap()
    }

    /// What it names for others to count: what a quiet one names is for those alone to whom it was given.
    pub fn open_strengths(&self) -> impl Iterator<Item = &String> {
        self.strengths.iter().filter(|_| !self.quiet)
    }

    pub fn to(&self, who: Who) -> Option<&Got> {
        self.got.iter().find(|got| got.who == who)
    }
}

/// What somebody asked a steward to look at.
#[derive(Clone, Debug)]
pub struct Asked {
    pub line: usize,
    /// Which of its words.
    pub said: usize,
    pub by: Who,
    pub words: Option<String>,
    pub closed: bool,
}

/// What became of a give, without the ids that only the store knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Became {
    Counted { receivers: Vec<UserId>, announced_to: Vec<UserId>, left: Option<u32> },
    Already,
    Paused,
    Nobody,
    Spent { left: u32, asked: u32 },
}

#[derive(Clone)]
pub struct Model {
    pub people: Vec<Person>,
    pub options: RecognitionOptions,
    pub lines: Vec<Line>,
    pub asked: Vec<Asked>,
    pub now: Timestamp,
}

impl Model {
    pub fn empty(now: Timestamp) -> Self {
        Self { people: Vec::new(), options: RecognitionOptions::default(), lines: Vec::new(), asked: Vec::new(), now }
    }

    pub fn known(&self, user: UserId) -> Option<Who> {
        self.people.iter().position(|person| person.user == Some(user))
    }

    pub fn who(&mut self, user: UserId) -> Who {
        self.known(user).unwrap_or_else(|| {
            self.people.push(Person { user: Some(user), ..Person::default() });
            self.people.len() - 1
        })
    }

    pub fn standing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.ended.is_none())
    }

    /// What others see counted: nothing that somebody gave or got who pauses. Each with those whom it is counted to.
    pub fn counted(&self, dates: Dates) -> Vec<(&Line, BTreeSet<Who>)> {
        let within = |line: &&Line| dates.first <= line.day && line.day <= dates.last;
        self.standing()
            .filter(within)
            .filter(|line| !self.people[line.giver].paused)
            .map(|line| (line, line.got.iter().map(|got| got.who).filter(|who| !self.people[*who].paused).collect()))
            .filter(|(_, to): &(&Line, BTreeSet<Who>)| !to.is_empty())
            .collect()
    }

    pub fn gave(&self, who: Option<Who>) -> impl Iterator<Item = &Line> {
        self.standing().filter(move |line| Some(line.giver) == who)
    }

    pub fn got(&self, who: Option<Who>) -> impl Iterator<Item = &Line> {
        self.standing().filter(move |line| who.is_some_and(|who| line.to(who).is_some()))
    }

    /// Takes nothing from that giver by now.
    pub fn takes_nothing(&self, who: Who, giver: Who) -> bool {
        self.people[who].paused || self.people[who].declines.contains(&giver)
    }

    /// Whether somebody rests from a giver, because of what these lines tell.
    pub fn rests(&self, giver: Option<Who>, who: Who, now: Timestamp, of: impl Fn(&Line) -> bool) -> bool {
        let Some(hours) = self.options.rest_hours else { return false };
        let given = self.gave(giver).filter(|line| line.to(who).is_some() && of(line));
        let last = given.map(|line| line.given_at).max();
        last.is_some_and(|last| last + SignedDuration::from_hours(hours.into()) > now)
    }

    /// Somebody known is in the server, by this name.
    pub fn seen(&mut self, user: UserId, shown: Name) {
        if let Some(who) = self.known(user) {
            (self.people[who].name, self.people[who].left) = (Some(shown), false);
        }
    }

    /// It stands no more, and neither does anybody on the roster by it alone.
    pub fn end(&mut self, line: usize, how: End) {
        self.lines[line].ended = Some(how);
        let line = &self.lines[line];
        let all: Vec<Who> = line.got.iter().map(|got| got.who).chain([line.giver]).collect();
        for who in all {
            let stands = self.gave(Some(who)).chain(self.got(Some(who))).next().is_some();
            self.people[who].on_roster &= stands || !self.people[who].by_taking_part;
        }
    }

    /// Whether it is theirs, stands and is younger than a day.
    pub fn may_change(&self, line: usize, user: UserId) -> bool {
        let line = &self.lines[line];
        let young = self.now.duration_since(line.given_at) < SignedDuration::from_hours(24);
        self.known(user) == Some(line.giver) && line.ended.is_none() && young
    }

    /// The same, and no words come to anybody who wants none.
    pub fn may_be_said_anew(&self, line: usize, user: UserId) -> bool {
        let of = &self.lines[line];
        let closed = of.got.iter().any(|got| self.takes_nothing(got.who, of.giver));
        self.may_change(line, user) && !self.people[of.giver].paused && !closed
    }

    /// Whom its announcement names: what is there already stays as it is for those who take nothing any more.
    pub fn announced_to(&self, line: &Line) -> Vec<UserId> {
        let anew = line.announced.is_none() || line.said.len() > 1;
        let seen = |got: &&Got| {
            let unwanted = anew && self.takes_nothing(got.who, line.giver);
            !line.quiet && !got.hidden && !self.people[got.who].never_announce && !unwanted
        };
        line.got.iter().filter(seen).filter_map(|got| self.people[got.who].user).collect()
    }

    /// Whether they asked a steward about this one before: that waits, or was decided about the words that it has.
    pub fn asked_before(&self, line: usize, who: Who) -> bool {
        let today = self.lines[line].said.len() - 1;
        let mut of = self.asked.iter().filter(|asked| asked.line == line && asked.by == who);
        of.any(|asked| !asked.closed || asked.said == today)
    }

    /// The same give, one after the other. What counts goes into the list, without its id.
    pub fn give(&mut self, new: &NewRecognition) -> Became {
        if self.lines.iter().any(|line| line.interaction == new.interaction.get()) {
            return Became::Already;
        }
        let giver = self.known(new.giver);
        if giver.is_some_and(|giver| self.people[giver].paused) {
            return Became::Paused;
        }
        let takes = |user: &UserId| {
            let Some(receiver) = self.known(*user) else { return true };
            !self.people[receiver].paused
                && !giver.is_some_and(|giver| self.takes_nothing(receiver, giver))
                && !self.rests(giver, receiver, new.at, |_| true)
        };
        let receivers: Vec<UserId> = new.receivers.iter().copied().filter(takes).collect();
        if receivers.is_empty() {
            return Became::Nobody;
        }
        let asked = u32::try_from(receivers.len()).unwrap();
        let mut left = None;
        if let Some(allowance) = self.options.allowance {
            let spent: usize =
                self.gave(giver).filter(|line| line.day == new.local_date).map(|line| line.got.len()).sum();
            let before = allowance.saturating_sub(u32::try_from(spent).unwrap());
            match before.checked_sub(asked) {
                Some(after) => left = Some(after),
                None => return Became::Spent { left: before, asked },
            }
        }
        let announced_to = self.write(new, &receivers);
        Became::Counted { receivers, announced_to, left }
    }

    /// Puts it into the list, and says whom its announcement names.
    pub fn write(&mut self, new: &NewRecognition, receivers: &[UserId]) -> Vec<UserId> {
        let giver = self.who(new.giver);
        self.people[giver].keeps_off = false;
        self.people[giver].takes_part();
        let mut announced_to = Vec::new();
        let mut got = Vec::new();
        for user in receivers {
            let who = self.who(*user);
            let person = &mut self.people[who];
            if !person.keeps_off {
                person.takes_part();
            }
            let alone = new.quiet || person.never_announce;
            got.push(Got { who, hidden: !new.quiet && person.never_announce, alone });
            if !alone {
                announced_to.push(*user);
            }
        }
        let named = |user: &UserId| *user == new.giver || receivers.contains(user);
        for (user, name) in new.names.iter().filter(|(user, _)| named(user)) {
            self.seen(*user, *NAMES.iter().find(|(shown, _)| shown == name).unwrap());
        }
        self.lines.push(Line {
            interaction: new.interaction.get(),
            giver,
            got,
            quiet: new.quiet,
            strengths: new.strengths.clone(),
            given_at: new.at,
            day: new.local_date,
            said: vec![Said { id: None, words: Some(new.words.clone()) }],
            announced: None,
            ended: None,
        });
        announced_to
    }

    /// Nobody is left of them; what the others gave and got stands, without the words.
    pub fn forget(&mut self, user: UserId) {
        let Some(who) = self.known(user) else { return };
        self.people[who] = Person::default();
        for person in &mut self.people {
            person.declines.remove(&who);
        }
        self.asked.retain(|asked| asked.by != who);
        for (place, line) in self.lines.iter_mut().enumerate() {
            if line.giver != who && line.to(who).is_none() {
                continue;
            }
            line.said.iter_mut().for_each(|said| said.words = None);
            self.asked.iter_mut().filter(|asked| asked.line == place).for_each(|asked| asked.words = None);
        }
    }
}
