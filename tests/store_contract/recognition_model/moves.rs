//! What happens besides giving: how recognition ends, what receivers and stewards decide, who goes and who pauses. Each is
//! done to the store and written into the model, and its answer is the model's.

use clarion::store::{Declining, NotReversed, RecognitionChange, Reported, StrengthsNamed, Where};
use rand::RngExt;
use rand::seq::IndexedRandom;
use serenity::model::id::{InteractionId, UserId};

use super::model::{Asked, End, Said};
use super::{Run, STEWARD};

impl Run<'_> {
    pub(super) fn any_line(&mut self) -> Option<usize> {
        (!self.model.lines.is_empty()).then(|| self.random.random_range(0..self.model.lines.len()))
    }

    /// One of its names: those of the words that it had lead to what it is today.
    fn a_name(&mut self, line: usize) -> clarion::store::Id {
        self.model.lines[line].said.choose(&mut self.random).unwrap().id.unwrap()
    }

    fn its_giver_or_somebody(&mut self, line: usize) -> UserId {
        let giver = self.model.people[self.model.lines[line].giver].user;
        match giver {
            Some(giver) if self.random.random_bool(0.8) => giver,
            _ => self.somebody(),
        }
    }

    fn who_got_it_or_somebody(&mut self, line: usize) -> UserId {
        let got = self.model.lines[line].got.choose(&mut self.random).unwrap().who;
        match self.model.people[got].user {
            Some(user) if self.random.random_bool(0.8) => user,
            _ => self.somebody(),
        }
    }

    /// Both processes hear of it: it ends once.
    pub(super) async fn undo(&mut self) {
        let Some(line) = self.any_line() else { return };
        let user = self.its_giver_or_somebody(line);
        let (id, again, now) = (self.a_name(line), self.a_name(line), self.model.now);
        let [first, second] = self.stores.clone();
        let (one, other) =
            tokio::join!(first.undo(self.guild, user, id, now), second.undo(self.guild, user, again, now));
        let worked = [one.unwrap(), other.unwrap()].iter().filter(|done| done.is_ok()).count();
        self.tell(("undo", self.model.lines[line].interaction, user, worked));
        assert_eq!(worked, usize::from(self.model.may_change(line, user)), "{}", self.path());
        if worked == 1 {
            self.model.end(line, End::Undone);
        }
    }

    /// A steward who removes what they gave decides nothing about what was asked of the others.
    pub(super) async fn void(&mut self) {
        // Mostly one that somebody asked them to look at.
        let asked = self.model.asked.iter().filter(|asked| !asked.closed).map(|asked| asked.line);
        let asked = asked.collect::<Vec<_>>().choose(&mut self.random).copied();
        let Some(line) = asked.filter(|_| self.random.random_bool(0.7)).or_else(|| self.any_line()) else { return };
        let steward = if self.random.random_bool(0.5) { STEWARD } else { self.its_giver_or_somebody(line) };
        let id = self.a_name(line);
        let done = self.either().void(self.guild, steward, id, "not here", self.model.now).await.unwrap();
        self.tell(("void", self.model.lines[line].interaction, steward, done.is_ok()));
        assert_eq!(done.is_ok(), self.model.lines[line].ended.is_none(), "{}", self.path());
        if done.is_ok() {
            let steward = self.model.who(steward);
            self.model.end(line, End::Voided);
            if self.model.lines[line].giver != steward {
                self.model.asked.iter_mut().filter(|asked| asked.line == line).for_each(|asked| asked.closed = true);
            }
        }
    }

    /// No total moves, whichever words it has; a replay of the form changes nothing.
    pub(super) async fn amend(&mut self) {
        let Some(line) = self.any_line() else { return };
        let user = self.its_giver_or_somebody(line);
        self.interactions += 1;
        let (id, form, now) = (self.a_name(line), InteractionId::new(self.interactions), self.model.now);
        let words = format!("better {form}");
        let mut anew = None;
        for _ in 0..2 {
            let done = self.either().amend(self.guild, user, id, &words, form, now).await.unwrap();
            self.tell(("amend", self.model.lines[line].interaction, user, done.is_ok()));
            assert_eq!(done.is_ok(), self.model.may_be_said_anew(line, user), "{}", self.path());
            match done {
                Ok(recognition) => anew = Some(recognition.id),
                Err(why) => assert_ne!(why, NotReversed::Same),
            }
        }
        if anew.is_some() {
            self.model.lines[line].said.push(Said { id: anew, words: Some(words) });
        }
    }

    pub(super) async fn forget(&mut self) {
        let user = self.somebody();
        self.either().forget(user, Where::Server(self.guild), self.model.now).await.unwrap();
        self.tell(("forget", user));
        self.model.forget(user);
    }

    pub(super) async fn settle(&mut self) {
        let change = if self.random.random_bool(0.5) {
            let allowance = self.random.random_bool(0.8).then(|| self.random.random_range(1..7));
            self.model.options.allowance = allowance;
            RecognitionChange::Allowance(allowance)
        } else {
            let hours = self.random.random_bool(0.5).then(|| self.random.random_range(1..60));
            self.model.options.rest_hours = hours;
            RecognitionChange::RestHours(hours)
        };
        self.tell(&change);
        self.either().settle_recognition(self.guild, &[change], self.model.now).await.unwrap();
    }

    /// Whoever got it hides it, or shows it again; nobody else does.
    pub(super) async fn hide(&mut self) {
        let Some(line) = self.any_line() else { return };
        let (user, id, hidden) = (self.who_got_it_or_somebody(line), self.a_name(line), self.random.random_bool(0.6));
        let done = self.either().hide_received(self.guild, user, id, hidden, self.model.now).await.unwrap();
        self.tell(("hide", self.model.lines[line].interaction, user, hidden, done));
        assert_eq!(self.hidden(line, user, hidden), done, "{}", self.path());
    }

    /// False where it is not theirs. Who wants nothing announced shows none.
    fn hidden(&mut self, line: usize, user: UserId, hidden: bool) -> bool {
        let Some(who) = self.model.known(user) else { return false };
        let got = self.model.lines[line].got.iter_mut().find(|got| got.who == who);
        let kept = self.model.people[who].never_announce;
        got.map(|got| got.hidden = hidden || (kept && got.hidden)).is_some()
    }

    /// From now on; and where nothing is to be announced, the one on whose card they said so, too.
    pub(super) async fn announce(&mut self) {
        let line = self.any_line().filter(|_| self.random.random_bool(0.6));
        let (user, on) = match line {
            Some(line) => (self.who_got_it_or_somebody(line), Some(self.a_name(line))),
            None => (self.somebody(), None),
        };
        let wanted = self.random.random_bool(0.5);
        self.either().announce_received(self.guild, user, wanted, on, self.model.now).await.unwrap();
        self.tell(("announce", user, wanted, line.map(|line| self.model.lines[line].interaction)));
        let who = self.model.who(user);
        self.model.people[who].never_announce = !wanted;
        if let (Some(line), false) = (line, wanted) {
            self.hidden(line, user, true);
        }
    }

    /// On the card of one, or as a list of whom they want nothing from.
    pub(super) async fn decline(&mut self) {
        let line = self.any_line().filter(|_| self.random.random_bool(0.7));
        let Some(line) = line else {
            let (user, others) = (self.somebody(), [self.somebody(), self.somebody()]);
            self.either().decline_these(self.guild, user, &others, self.model.now).await.unwrap();
            self.tell(("decline these", user, others));
            let who = self.model.who(user);
            let others = others.into_iter().filter(|other| *other != user);
            self.model.people[who].declines = others.map(|other| self.model.who(other)).collect();
            return;
        };
        let (user, id, declined) = (self.who_got_it_or_somebody(line), self.a_name(line), self.random.random_bool(0.6));
        let done = self.either().decline_from(self.guild, user, id, declined).await.unwrap();
        self.tell(("decline", self.model.lines[line].interaction, user, declined, done));
        let of = &self.model.lines[line];
        let own = self.model.known(user).filter(|who| of.to(*who).is_some());
        let giver_is_known = self.model.people[of.giver].user.is_some();
        let expected = match own {
            None => Declining::Gone,
            Some(_) if !giver_is_known => Declining::GiverGone,
            Some(_) => Declining::Done,
        };
        assert_eq!(done, expected, "{}", self.path());
        let own = own.filter(|_| giver_is_known);
        let giver = of.giver;
        if let Some(who) = own {
            let declines = &mut self.model.people[who].declines;
            if declined {
                declines.insert(giver)
            } else {
                declines.remove(&giver)
            };
        }
    }

    /// What it names, said anew: what was named before counts no more.
    pub(super) async fn name(&mut self) {
        let Some(line) = self.any_line() else { return };
        let (user, id, strengths) = (self.its_giver_or_somebody(line), self.a_name(line), self.strengths());
        let done = self.either().name_strengths(self.guild, id, user, &strengths, self.model.now).await.unwrap();
        self.tell(("name", self.model.lines[line].interaction, user, &strengths, done));
        assert_eq!(done == StrengthsNamed::Kept, self.model.may_change(line, user), "{}", self.path());
        if done == StrengthsNamed::Kept {
            self.model.lines[line].strengths = strengths;
        }
    }

    pub(super) async fn hide_strengths(&mut self) {
        let (user, hidden) = (self.somebody(), self.random.random_bool(0.5));
        self.either().hide_strengths(self.guild, user, hidden, self.model.now).await.unwrap();
        self.tell(("hide strengths", user, hidden));
        let who = self.model.who(user);
        self.model.people[who].strengths_hidden = hidden;
    }

    /// Once for the words that it has, while none waits, and by whoever got it.
    pub(super) async fn report(&mut self) {
        let Some(line) = self.any_line() else { return };
        let (user, id) = (self.who_got_it_or_somebody(line), self.a_name(line));
        let words = self.random.random_bool(0.5).then(|| format!("look at {}", self.model.lines[line].interaction));
        let when = (self.model.now, self.zone.date_at(self.model.now));
        let done = self.either().report(self.guild, user, id, words.as_deref(), when).await.unwrap();
        self.tell(("report", self.model.lines[line].interaction, user, done));
        let own = self.model.known(user).filter(|who| self.model.lines[line].to(*who).is_some());
        let before = own.is_some_and(|who| self.model.asked_before(line, who));
        let expected = match own {
            None => Reported::Gone,
            Some(_) if before => Reported::Before,
            Some(_) => Reported::Now,
        };
        assert_eq!(done, expected, "{}", self.path());
        if let (Some(by), Reported::Now) = (own, done) {
            let said = self.model.lines[line].said.len() - 1;
            self.model.asked.push(Asked { line, said, by, words, closed: false });
        }
    }

    /// A steward leaves what was reported as it is.
    pub(super) async fn close(&mut self) {
        let steward = if self.random.random_bool(0.5) { STEWARD } else { self.somebody() };
        let store = self.either();
        let Some(report) = store.open_report(self.guild, steward, None).await.unwrap() else { return };
        assert!(store.close_report(self.guild, steward, report.id, self.model.now).await.unwrap(), "{}", self.path());
        assert!(!store.close_report(self.guild, steward, report.id, self.model.now).await.unwrap(), "{}", self.path());
        self.tell(("close", steward, report.recognition.words, report.by));
        self.model.who(steward);
        let model = &mut self.model;
        let by = report.by.and_then(|user| model.known(user));
        let asked = model.asked.iter_mut().find(|asked| {
            let said = &model.lines[asked.line].said[asked.said];
            !asked.closed && said.id == Some(report.recognition.id) && Some(asked.by) == by
        });
        asked.expect("somebody asked for it").closed = true;
    }

    /// Whoever is known is seen by another name, and is in the server.
    pub(super) async fn rename(&mut self) {
        let (user, name) = (self.somebody(), self.a_name_to_show());
        self.either().seen(self.guild, user, name.0).await.unwrap();
        self.tell(("seen", user, name.0));
        self.model.seen(user, name);
    }

    /// They are on the roster still, and not counted there until they are seen again.
    pub(super) async fn leave(&mut self) {
        let user = self.somebody();
        self.either().not_there(self.guild, user, self.model.now).await.unwrap();
        self.tell(("left", user));
        if let Some(who) = self.model.known(user) {
            self.model.people[who].left = true;
        }
    }

    pub(super) async fn roster(&mut self) {
        let (user, now, store) = (self.somebody(), self.model.now, self.either());
        let who = self.model.who(user);
        let (kind, name) = (self.random.random_range(0..4), self.a_name_to_show());
        self.tell(("roster", user, kind, name.0));
        let before = self.model.people[who].clone();
        let person = &mut self.model.people[who];
        // Who joins or is picked stays whatever is taken back.
        person.by_taking_part = false;
        let (done, expected) = match kind {
            0 => {
                (person.on_roster, person.keeps_off) = (true, before.keeps_off && before.on_roster);
                (store.join_roster(self.guild, user, None, now).await.unwrap(), !before.on_roster)
            }
            1 => {
                (person.on_roster, person.keeps_off) = (false, true);
                (store.leave_roster(self.guild, user, now).await.unwrap(), before.on_roster)
            }
            2 => {
                person.on_roster = false;
                (store.take_off_roster(self.guild, &[user]).await.unwrap() == [user], before.on_roster)
            }
            _ => {
                person.on_roster |= !person.keeps_off;
                (person.name, person.left) = (Some(name), false);
                let picked = store.pick_for_roster(self.guild, &[(user, name.0.to_owned())], now).await.unwrap();
                assert_eq!(picked.keeps_off == [user], before.keeps_off, "{}", self.path());
                (picked.added == [user], !before.on_roster && !before.keeps_off)
            }
        };
        assert_eq!(done, expected, "{}", self.path());
    }
}
