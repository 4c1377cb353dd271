//! Plays a story: line by line, each to its end, then the next.

use std::collections::BTreeSet;
use std::io;
use std::time::Duration;

use super::checking::{Check, quoted, told_spot};
use super::deeds::told_deed;
use super::fault::{Fault, Problem};
use super::line::{Calendar, Cut, Deed, Expectation, GatewayTrouble, Line, Scene, Statement, Story, Trouble};
use super::moment;
use super::noticing::{Kind, Notebook, told};
use super::process::Bot;
use super::stage::{Noticed, Stage};
use super::transcript::{Audience, What};
use super::troubling::StoreLock;

/// How a story is to be played.
#[derive(Clone)]
pub struct Options {
    /// Whom it is played with.
    pub bot: Bot,
    /// The stand-in's port; a free one where `None`.
    pub port: Option<u16>,
    /// Decides everything that is random.
    pub seed: u64,
}

/// Why a story ended early.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// It failed, or could not be played.
    #[error("{0}")]
    Failed(Box<Fault>),
    /// Nobody listens any more.
    #[error("nobody listens any more: {0}")]
    Unheard(#[from] io::Error),
}

/// A story being played.
pub struct Player<'a> {
    stage: Stage,
    notebook: Notebook,
    audience: &'a mut dyn Audience,
    file: String,
    strict: bool,
    /// The line being played: number and text.
    line: (usize, String),
    /// The line that last made anything happen.
    act: usize,
    /// The item that the last expectation had.
    last: Option<usize>,
    /// What only an expectation right after it makes good: the line, and what it was.
    pending: Option<(usize, String, Pending)>,
    lock: Option<StoreLock>,
    /// Expectations that held.
    held: usize,
    violations: usize,
    /// Everybody that the story knows by name.
    cast: BTreeSet<String>,
    /// Whose keyboard it is after the story.
    you: Option<String>,
}

#[derive(Clone, Debug)]
enum Pending {
    /// A person could not do what they tried.
    Refused(String),
    /// The bot ended by itself.
    Stopped(String),
}

/// How long something that is expected may still be on its way, in real time: what the bot's gateway library has read and
/// not yet handed on is nobody's work for a moment, so that all seems settled.
const LATE: Duration = Duration::from_secs(1);

/// How long a bot that is expected to end by itself may take for it, in real time.
const DYING: Duration = Duration::from_secs(5);

/// The heartbeat interval of stories with a zombie in them: noticing one takes a beat or two of real time.
const QUICK_HEARTBEAT: u64 = 400;

impl<'a> Player<'a> {
    /// Sets the stage for `story`.
    ///
    /// # Errors
    /// [`Stop`] where the port is taken or the machine gives no folder.
    pub async fn new(story: &Story, options: Options, audience: &'a mut dyn Audience) -> Result<Self, Stop> {
        let first = story.lines.first().map_or((0, String::new()), |line| (line.number, line.text.clone()));
        let fault = |problem: Problem| {
            let (line, text) = first.clone();
            Stop::Failed(Box::new(Fault { file: story.file.clone(), line, text, problem }))
        };
        let start = story.start.instant().map_err(fault)?;
        let zone = story.start.zone.time_zone().clone();
        let Options { bot, port, seed } = options;
        let stage = Stage::set(start, zone, bot, port, seed, story.bot_belongs).await.map_err(|error| {
            let port = port.map_or_else(String::new, |port| format!(" (port {port})"));
            fault(Problem::new(format!("the stand-in could not start{port}: {error}")))
        })?;
        let zombie = |line: &Line| line.statement == Statement::Trouble(Trouble::Gateway(GatewayTrouble::Zombie));
        if story.lines.iter().any(zombie) {
            stage.stand_in.gateway().set_heartbeat_interval(QUICK_HEARTBEAT);
        }
        let notebook = Notebook::new(stage.stand_in.events());
        let (file, strict) = (story.file.clone(), story.strict);
        Ok(Self {
            stage,
            notebook,
            audience,
            file,
            strict,
            line: first,
            act: 0,
            last: None,
            pending: None,
            lock: None,
            held: 0,
            violations: 0,
            cast: story.cast(),
            you: None,
        })
    }

    /// Plays the whole story and looks whether all is well at its end.
    ///
    /// # Errors
    /// [`Stop`] with the line that failed.
    pub async fn play(&mut self, story: &Story) -> Result<(), Stop> {
        for line in &story.lines {
            self.line(line).await?;
        }
        self.finish().await
    }

    /// Plays one line.
    ///
    /// # Errors
    /// [`Stop`] where it fails.
    pub async fn line(&mut self, line: &Line) -> Result<(), Stop> {
        let is_expectation = matches!(line.statement, Statement::Expect(_));
        if !is_expectation {
            self.nothing_pending()?;
        }
        self.line = (line.number, line.text.clone());
        match &line.statement {
            Statement::Strict => self.strict = true,
            Statement::YouAre(name) => {
                self.stage.person(name);
                self.you = Some(name.clone());
            }
            Statement::Tell(text) => self.tell(What::Tell { text: text.clone() })?,
            Statement::Calendar(calendar) => self.calendar(calendar).await?,
            Statement::Scene(scene) => self.scene(scene).await?,
            Statement::Act { who, place, deed } => self.deed(who, place.as_deref(), deed).await?,
            Statement::Trouble(trouble) => self.trouble(trouble).await?,
            Statement::Expect(expectation) => self.expect(expectation).await?,
        }
        Ok(())
    }

    /// Looks whether all is well at the story's end, and tells that it is over.
    ///
    /// # Errors
    /// [`Stop`] naming the line that brought about what is not.
    pub async fn finish(&mut self) -> Result<(), Stop> {
        self.nothing_pending()?;
        let outcome = self.stage.settle().await;
        self.after(outcome).await?;
        self.nothing_pending()?;
        if self.stage.cut.is_some() {
            return Err(self.fail(Problem::new("the power cut waited for a post that never came")));
        }
        if let Some((line, to)) = self.notebook.unanswered.first().copied() {
            let who = self.stage.name_of(to);
            return Err(self.fail_at(line, Problem::new(format!("{who} was left without an answer"))));
        }
        if let Some((line, to)) = self.notebook.thinking.values().next().copied() {
            let who = self.stage.name_of(to);
            let problem = Problem::new(format!("{who} was told to wait, and the answer never came"));
            return Err(self.fail_at(line, problem));
        }
        if self.strict
            && let Some(item) = self.notebook.items.iter().find(|item| !item.read)
        {
            let what = match item.kind {
                Kind::Message => "a message",
                Kind::Edit => "a change of a message",
                Kind::Form => "a form",
                Kind::Choices => "suggestions",
            };
            let place = told_spot(&self.stage, item.spot);
            let problem = Problem::new(format!("this brought about {what} {place} that nobody expected"));
            let (line, problem) = (item.line, problem.hint(quoted(item)));
            return Err(self.fail_at(line, problem));
        }
        let held = self.held;
        Ok(self.tell(What::Over { held })?)
    }

    async fn calendar(&mut self, calendar: &Calendar) -> Result<(), Stop> {
        let first = matches!(calendar, Calendar::At { zone: Some(_), .. }) && !self.stage.opened();
        let now = self.stage.clock.now();
        let to = moment::target(calendar, now, &self.stage.zone).map_err(|problem| self.fail(problem))?;
        if first && to == now {
            return Ok(self.tell(What::Now)?);
        }
        self.open().await?;
        self.act = self.line.0;
        let outcome = match calendar {
            Calendar::SetTo { .. } => self.stage.set_clock(to).await,
            _ => self.stage.advance(to).await,
        };
        self.after(outcome).await?;
        Ok(self.tell(What::Now)?)
    }

    async fn scene(&mut self, scene: &Scene) -> Result<(), Stop> {
        let stirs = matches!(scene, Scene::Invited | Scene::Removed | Scene::Outage(_));
        if stirs {
            self.open().await?;
            let text = self.line.1.clone();
            self.tell(What::Stage { text })?;
        }
        self.act = self.line.0;
        self.stage.arrange(scene).map_err(|problem| self.fail(problem))?;
        if self.stage.opened() {
            let outcome = self.stage.settle().await;
            self.after(outcome).await?;
        }
        Ok(())
    }

    async fn deed(&mut self, who: &str, place: Option<&str>, deed: &Deed) -> Result<(), Stop> {
        self.open().await?;
        self.act = self.line.0;
        self.somebody_is_named(deed);
        // What people write is told when it stands there; everything else would leave no trace of its own.
        if !matches!(deed, Deed::Says(_) | Deed::Comes | Deed::Deletes(_) | Deed::Reacts(..)) {
            let place = place.map(str::to_owned);
            self.tell(What::Act { who: who.to_owned(), place, text: told_deed(deed) })?;
        }
        if let Deed::Fills { .. } | Deed::Submits = deed
            && let Some(&user) = self.stage.people.get(who)
        {
            // Whoever fills a form in has read it.
            self.notebook.read_form(user);
        }
        match self.stage.act(who, place, deed) {
            Ok(()) => {
                let outcome = self.stage.settle().await;
                self.after(outcome).await
            }
            Err(refusal) => {
                let why = refusal.to_string();
                self.tell(What::Stage { text: format!("{who} can't: {why}") })?;
                self.pend(Pending::Refused(why));
                Ok(())
            }
        }
    }

    async fn trouble(&mut self, trouble: &Trouble) -> Result<(), Stop> {
        self.open().await?;
        self.act = self.line.0;
        if !matches!(trouble, Trouble::PowerCut(Cut::MiddleOfNextPost | Cut::BeforeNextPost)) {
            let text = self.line.1.clone();
            self.tell(What::Stage { text })?;
        }
        match trouble {
            Trouble::PowerCut(Cut::Now) => self.stage.cut_power().await,
            Trouble::PowerCut(cut) => {
                self.stage.arm(*cut);
                return Ok(());
            }
            Trouble::Stop => self.shut_down().await?,
            Trouble::Restart => {
                self.shut_down().await?;
                self.start().await?;
            }
            Trouble::StoreLocked(length) => {
                let lock = StoreLock::take(self.stage.folder.path(), *length).await;
                self.lock = Some(lock.map_err(|problem| self.fail(problem))?);
                return Ok(());
            }
            Trouble::StoreFree => match self.lock.take() {
                Some(lock) => lock.release().await,
                None => return Err(self.fail(Problem::new("nobody has locked the store"))),
            },
            other => self.stage.make(other).await.map_err(|problem| self.fail(problem))?,
        }
        let outcome = self.stage.settle().await;
        self.after(outcome).await
    }

    async fn expect(&mut self, expectation: &Expectation) -> Result<(), Stop> {
        self.open().await?;
        if matches!(expectation, Expectation::Stopped(_)) && self.pending.is_none() {
            // Ending takes a bot a moment that nothing else in the story waits for.
            self.stage.wait_for_death(DYING).await;
            self.after(Ok(Noticed::default())).await?;
        }
        let mut news = self.stage.stand_in.events();
        news.skip();
        self.look()?;
        match (expectation, self.pending.take()) {
            (Expectation::Refused(pattern), Some((_, _, Pending::Refused(why)))) if pattern.found_in(&why) => {}
            (Expectation::Stopped(pattern), Some((_, _, Pending::Stopped(why))))
                if pattern.as_ref().is_none_or(|pattern| pattern.found_in(&why)) => {}
            (Expectation::Refused(pattern), pending) => {
                let there = match &pending {
                    Some((_, _, Pending::Refused(why))) => format!("the reason was: {why}"),
                    _ => "nothing was refused".to_owned(),
                };
                return Err(self.fail(Problem::new(format!("expected: refused: {pattern}")).hint(there)));
            }
            (Expectation::Stopped(_), pending) => {
                let there = match &pending {
                    Some((_, _, Pending::Stopped(why))) => format!("it stopped: {why}"),
                    _ => "it has not stopped by itself".to_owned(),
                };
                return Err(self.fail(Problem::new("expected: the bot stopped").hint(there)));
            }
            (other, pending) => {
                // What is pending may be made good by one of the next expectations.
                self.pending = pending;
                let mut outcome = self.check(other);
                while outcome.is_err() && other.is_said() && news.next(LATE).await.is_some() {
                    let settled = self.stage.settle().await;
                    self.after(settled).await?;
                    self.look()?;
                    outcome = self.check(other);
                }
                outcome.map_err(|problem| self.fail(problem))?;
            }
        }
        self.held += 1;
        Ok(())
    }

    fn check(&mut self, expectation: &Expectation) -> Result<(), Problem> {
        let mut check = Check {
            stage: &mut self.stage,
            notebook: &mut self.notebook,
            act: self.act,
            strict: self.strict,
            last: &mut self.last,
        };
        check.holds(expectation)
    }

    /// Starts the bot when the first thing happens that it could notice.
    async fn open(&mut self) -> Result<(), Stop> {
        if self.stage.opened() {
            return Ok(());
        }
        self.stage.guild();
        self.start().await
    }

    async fn start(&mut self) -> Result<(), Stop> {
        match self.stage.start_bot().await {
            Ok(()) => {
                let outcome = self.stage.settle().await;
                self.after(outcome).await
            }
            Err(why) => {
                self.look()?;
                self.stage.take_death().await;
                self.tell(What::Stage { text: format!("the bot stopped: {why}") })?;
                self.pend(Pending::Stopped(why));
                Ok(())
            }
        }
    }

    async fn shut_down(&mut self) -> Result<(), Stop> {
        let outcome = self.stage.shut_down().await;
        self.look()?;
        outcome.map_err(|why| self.fail(Problem::new(format!("the bot did not shut down in good order: {why}"))))
    }

    /// After every line that made something happen: tells it, and notices a bot that died or did what it must not.
    async fn after(&mut self, outcome: Result<Noticed, String>) -> Result<(), Stop> {
        self.look()?;
        if let Ok(Noticed { power_cut: Some(cut) }) = &outcome {
            let text = match cut {
                Cut::MiddleOfNextPost => "power cut in the middle of the post",
                Cut::BeforeNextPost | Cut::Now => "power cut before the post arrived",
            };
            self.tell(What::Stage { text: text.to_owned() })?;
        }
        if let Some(why) = self.stage.take_death().await {
            self.tell(What::Stage { text: format!("the bot stopped: {why}") })?;
            self.pend(Pending::Stopped(why));
            return Ok(());
        }
        outcome.map(|_| ()).map_err(|why| self.fail(Problem::new(format!("it does not come to rest: {why}"))))
    }

    /// Takes in and tells what happened since the last look.
    fn look(&mut self) -> Result<(), Stop> {
        // Before the first line that acts, whatever happens is the present line's doing.
        let line = if self.act == 0 { self.line.0 } else { self.act };
        for told in self.notebook.look(&self.stage, line) {
            self.audience.tell(&told)?;
        }
        let violations = self.stage.stand_in.violations();
        if let Some(violation) = violations.get(self.violations) {
            self.violations = violations.len();
            let problem = Problem::new("the bot sent something that Discord's own rules do not allow");
            return Err(self.fail_at(line, problem.hint(violation.to_string())));
        }
        Ok(())
    }

    fn pend(&mut self, pending: Pending) {
        let (number, text) = self.line.clone();
        self.pending = Some((number, text, pending));
    }

    fn nothing_pending(&mut self) -> Result<(), Stop> {
        let Some((line, text, pending)) = self.pending.take() else { return Ok(()) };
        let problem = match pending {
            Pending::Refused(why) => Problem::new(format!("this can't be done: {why}")),
            Pending::Stopped(why) => Problem::new(format!("the bot stopped: {why}")),
        };
        Err(Stop::Failed(Box::new(Fault { file: self.file.clone(), line, text, problem })))
    }

    /// People whom the story knows are there to be named before they first act.
    fn somebody_is_named(&mut self, deed: &Deed) {
        let (Deed::Slash(text) | Deed::SlashPrivately(text) | Deed::Types(text) | Deed::Says(text)) = deed else {
            return;
        };
        let named: Vec<String> = text
            .split([' ', ':', ','])
            .map(|word| word.trim_start_matches('@').to_lowercase())
            .filter(|word| self.cast.contains(word))
            .collect();
        for name in named {
            self.stage.person(&name);
        }
    }

    /// Tells the audience something, at the story's present.
    ///
    /// # Errors
    /// Where nobody listens any more.
    pub fn tell(&mut self, what: What) -> io::Result<()> {
        let told = told(&self.stage, self.stage.clock.now(), what);
        self.audience.tell(&told)
    }

    fn fail(&self, problem: Problem) -> Stop {
        let (line, text) = self.line.clone();
        Stop::Failed(Box::new(Fault { file: self.file.clone(), line, text, problem }))
    }

    fn fail_at(&self, line: usize, problem: Problem) -> Stop {
        let text = if line == self.line.0 { self.line.1.clone() } else { String::new() };
        Stop::Failed(Box::new(Fault { file: self.file.clone(), line, text, problem }))
    }

    /// Whose keyboard it is now.
    pub fn you(&self) -> String {
        self.you.clone().unwrap_or_else(|| "jo".to_owned())
    }

    /// The latest happenings and requests behind the curtain, oldest first.
    pub fn behind(&self, most: usize) -> Vec<String> {
        // Happenings take the odd places, and requests stand before the happening that came next.
        let happened = self.notebook.behind.iter().cloned().enumerate();
        let mut all: Vec<(usize, String)> = happened.map(|(number, line)| (number * 2 + 1, line)).collect();
        let time = |at: jiff::Timestamp| at.to_zoned(self.stage.zone.clone()).strftime("%H:%M:%S").to_string();
        let requests = self.stage.stand_in.requests();
        all.extend(
            requests.iter().map(|request| (request.before * 2, format!("{}  {}", time(request.at), request.line))),
        );
        all.sort_by_key(|(place, _)| *place);
        let skipped = all.len().saturating_sub(most);
        all.into_iter().skip(skipped).map(|(_, line)| line).collect()
    }

    /// Plays a line that was typed after the story. A failure is told and forgotten: the next line starts afresh, and
    /// nobody has to expect anything.
    ///
    /// # Errors
    /// [`Stop`] as for any line.
    pub async fn type_line(&mut self, line: &Line) -> Result<(), Stop> {
        self.strict = false;
        self.pending = None;
        self.line(line).await
    }

    /// Shuts the bot down in good order at the very end.
    pub async fn close(mut self) {
        if let Some(lock) = self.lock.take() {
            lock.release().await;
        }
        // The story is over: whether the end was in good order is no longer a question.
        let _ = tokio::time::timeout(Duration::from_secs(5), self.stage.shut_down()).await;
    }
}
