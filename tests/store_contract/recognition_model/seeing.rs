//! Who sees which recognition: what is quiet, hidden or never to be announced is theirs who got it; what was taken back,
//! removed or said anew is nobody's but stewards' who were asked; whoever pauses is in nothing that others see.

use std::collections::{BTreeMap, BTreeSet};

use clarion::recognition::sheet::Entry;
use clarion::store::{Ended, NamedStrengths, PublicWords, Store, Taking};
use rand::seq::IndexedRandom;
use serenity::model::id::UserId;

use super::model::{End, Line, Model, Who};
use super::{Run, STEWARD};
use crate::engines::CHANNEL;

/// So many recognitions are looked at whole each time.
const LOOKED_AT: usize = 8;

/// Which end it was.
fn end(ended: Option<&Ended>) -> Option<End> {
    ended.map(|ended| match ended {
        Ended::Undone => End::Undone,
        Ended::Voided { .. } => End::Voided,
    })
}

impl Model {
    /// What others may read of what somebody got, or what they may themselves.
    fn named(&self, user: UserId, by_themselves: bool, most: usize) -> NamedStrengths {
        let Some(who) = self.known(user) else { return NamedStrengths::default() };
        let person = &self.people[who];
        let hidden = person.strengths_hidden;
        let kept_private = hidden || person.never_announce || person.paused;
        if kept_private && !by_themselves {
            return NamedStrengths { kept_private, hidden, ..NamedStrengths::default() };
        }
        let alone = |line: &&Line| line.quiet || line.to(who).is_some_and(|got| got.hidden);
        let open = |line: &&Line| by_themselves || !self.people[line.giver].paused;
        let mut named: BTreeMap<String, i64> = BTreeMap::new();
        for line in self.got(Some(who)).filter(|line| by_themselves || (!alone(line) && open(line))) {
            line.strengths.iter().for_each(|strength| *named.entry(strength.clone()).or_default() += 1);
        }
        let mut latest: Vec<&Line> = self.got(Some(who)).filter(|line| !alone(line) && open(line)).collect();
        latest.retain(|line| line.announced.is_some() && line.today().words.is_some());
        latest.retain(|line| !self.is_left_out(line, who));
        latest.sort_by_key(|line| std::cmp::Reverse((line.day, line.id())));
        let words = |line: &&Line| PublicWords {
            local_date: line.day,
            channel: CHANNEL,
            message: line.announced.unwrap(),
            words: line.today().words.clone().unwrap(),
        };
        let latest = latest.iter().take(most).map(words).collect();
        NamedStrengths { kept_private, hidden, named: named.into_iter().collect(), latest }
    }

    /// Takes nothing from its giver, and its words are not in the channel yet.
    fn is_left_out(&self, line: &Line, who: Who) -> bool {
        (line.announced.is_none() || line.said.len() > 1) && self.people[who].declines.contains(&line.giver)
    }

    /// What whoever manages the server can take along: one of each of the words that there were.
    fn sheet(&self) -> Vec<Entry> {
        let mut entries: Vec<(&Line, Entry)> = Vec::new();
        for line in self.lines.iter().filter(|line| !self.people[line.giver].paused) {
            let open = |who: Who| !self.people[who].never_announce && !self.people[who].paused;
            let seen = line.got.iter().filter(|got| !got.hidden && open(got.who) && !self.is_left_out(line, got.who));
            let called = |who: Who| self.people[who].name.map_or("a member", |(name, _)| name).to_owned();
            let seen = seen.filter_map(|got| Some((self.people[got.who].user?.to_string(), called(got.who))));
            let (seen, names): (Vec<String>, Vec<String>) = seen.unzip();
            for (place, said) in line.said.iter().enumerate() {
                let ended = match (place + 1 < line.said.len(), line.ended) {
                    (true, _) => Some("amended"),
                    (false, Some(End::Undone)) => Some("undone"),
                    (false, Some(End::Voided)) => Some("voided"),
                    (false, None) => None,
                };
                let told = !line.quiet && ended.is_none();
                let read = told && !seen.is_empty();
                let entry = Entry {
                    id: said.id.unwrap().to_string(),
                    given_at: line.given_at.to_string(),
                    date: line.day.to_string(),
                    channel: CHANNEL.to_string(),
                    from: self.people[line.giver].user.map(|user| user.to_string()),
                    from_name: self.people[line.giver].user.map(|_| called(line.giver)),
                    to: if told { seen.clone() } else { Vec::new() },
                    to_names: if told { names.clone() } else { Vec::new() },
                    people: u32::try_from(line.got.len()).unwrap(),
                    words: said.words.clone().filter(|_| read),
                    strengths: if read { line.strengths.clone() } else { Vec::new() },
                    ended: ended.map(str::to_owned),
                };
                entries.push((line, entry));
            }
        }
        // The ids are written so that their order is that of the numbers.
        entries.sort_by(|(one, first), (other, second)| (other.day, &second.id).cmp(&(one.day, &first.id)));
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn taking(&self, user: UserId) -> Taking {
        let Some(who) = self.known(user) else { return Taking::default() };
        let mut declined: Vec<UserId> =
            self.people[who].declines.iter().filter_map(|giver| self.people[*giver].user).collect();
        declined.sort();
        Taking { never_announce: self.people[who].never_announce, declined }
    }
}

impl Run<'_> {
    pub(super) async fn compare_sights(&mut self) {
        let store = self.either();
        for user in self.users() {
            assert_eq!(
                store.taking(self.guild, user).await.unwrap(),
                self.model.taking(user),
                "{user}, {}",
                self.path()
            );
            for by_themselves in [true, false] {
                let named = store.named_strengths(self.guild, user, by_themselves, 5).await.unwrap();
                let expected = self.model.named(user, by_themselves, 5);
                assert_eq!(named, expected, "{user}, by themselves: {by_themselves}, {}", self.path());
            }
        }
        let (sheet, complete) = store.given_here(self.guild, None, 10_000, (usize::MAX, 0)).await.unwrap();
        assert_eq!((sheet, complete), (self.model.sheet(), true), "{}", self.path());
        // Whoever was told alone, and nobody else, is owed a private message.
        let alone = self.model.lines.iter().flat_map(|line| &line.got).filter(|got| got.alone).count();
        let here =
            format!("SELECT COUNT(*) FROM occurrence WHERE kind = 'private-thanks' AND guild_id = {}", self.guild);
        let owed = self.place.number(&here).await;
        assert_eq!(owed, i64::try_from(alone).unwrap(), "{}", self.path());
        for line in self.model.lines.clone().sample(&mut self.random, LOOKED_AT) {
            self.compare_line(&store, line).await;
        }
        let stewards = [STEWARD, self.somebody()];
        for steward in stewards {
            self.compare_reports(&store, steward).await;
        }
    }

    /// One as it stands, and to each of those who got it.
    async fn compare_line(&self, store: &Store, line: &Line) {
        let path = || format!("{line:?}, {}", self.path());
        let whole = store.recognition(line.id()).await.unwrap().unwrap();
        let users: Vec<UserId> = line.got.iter().filter_map(|got| self.model.people[got.who].user).collect();
        assert_eq!((whole.giver, &whole.receivers), (self.model.people[line.giver].user, &users), "{}", path());
        assert_eq!(whole.announced_to, self.model.announced_to(line), "{}", path());
        let ended = line.ended.is_some();
        assert_eq!((&whole.words, whole.undone), (&line.today().words, ended), "{}", path());
        assert_eq!((&whole.strengths, whole.announced), (&line.strengths, line.announced), "{}", path());
        // The first of its names leads to what it is today, for those who got it and for nobody else.
        let first = line.said[0].id.unwrap();
        for user in self.users() {
            let received = store.received(self.guild, user, first).await.unwrap();
            let who = self.model.known(user);
            let Some(got) = who.and_then(|who| line.to(who)) else {
                assert!(received.is_none(), "{user}, {}", path());
                continue;
            };
            let received = received.unwrap();
            assert_eq!(received.recognition, whole, "{user}, {}", path());
            let person = &self.model.people[got.who];
            let place = self.model.lines.iter().position(|other| other.interaction == line.interaction).unwrap();
            let asked = self.model.asked_before(place, got.who);
            let found = (received.hidden, received.declined, received.never_announce, received.reported);
            let expected = (got.hidden, person.declines.contains(&line.giver), person.never_announce, asked);
            assert_eq!(found, expected, "{user}, {}", path());
            assert_eq!(end(received.ended.as_ref()), line.ended, "{user}, {}", path());
        }
    }

    /// What waits for this steward, one after the other: nothing about what they gave.
    async fn compare_reports(&self, store: &Store, steward: UserId) {
        let known = self.model.known(steward);
        let waits = self.model.asked.iter().filter(|asked| !asked.closed);
        let waits = waits.map(|asked| (asked, &self.model.lines[asked.line]));
        let expected: BTreeSet<_> = waits
            .filter(|(_, line)| Some(line.giver) != known)
            .map(|(asked, line)| {
                let said = &line.said[asked.said];
                let by = self.model.people[asked.by].user;
                let anew = (asked.said + 1 < line.said.len()).then(|| line.today().words.clone());
                let since = (line.ended.is_some(), anew.is_some(), anew.flatten());
                (said.id, said.words.clone(), by, asked.words.clone(), since)
            })
            .collect();
        let mut found = BTreeSet::new();
        let mut after = None;
        for _ in 0..expected.len() {
            let Some(report) = store.open_report(self.guild, steward, after).await.unwrap() else { break };
            assert_eq!(report.more as usize + 1, expected.len(), "{steward}, {}", self.path());
            assert!(store.this_report(self.guild, steward, report.id).await.unwrap().is_some());
            after = Some(report.id);
            let of = report.recognition;
            let since = (report.ended.is_some(), report.amended, report.today);
            found.insert((Some(of.id), of.words, report.by, report.words, since));
        }
        assert_eq!(found, expected, "{steward}, {}", self.path());
        if expected.is_empty() {
            assert!(
                store.open_report(self.guild, steward, None).await.unwrap().is_none(),
                "{steward}, {}",
                self.path()
            );
        }
    }
}
