//! Who is named to whom: who gave, screen by screen and in every order, and whom somebody might thank next. And the weeks in
//! which somebody is noted to have given something, which may miss some and never tell of one too many.

use std::collections::BTreeSet;

use clarion::recognition::{Dates, Order};
use clarion::store::{Giver, GiversScreen, Store};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serenity::model::id::UserId;
use sqlx::Connection;

use super::Run;
use super::counting::{count, monday};
use super::model::{Line, Model, Person, Who};

/// The Monday that noted weeks are counted from.
pub(super) const FIRST_WEEK: Date = date(1999, 12, 27);

/// What somebody is sorted by: whoever was erased comes last, whoever has no name after all names.
type Key = (bool, i64, bool, &'static str);

/// Somebody who might be thanked: who, by which name, the last day before today on which they were thanked, and whether the
/// asker has thanked them today.
type Next = (UserId, Option<String>, Option<Date>, bool);

/// Those with the same key in any order.
fn in_groups(givers: &[Giver], keys: &[Key]) -> Vec<Vec<(Option<UserId>, String)>> {
    let mut givers = givers.iter();
    let groups = keys.chunk_by(|one, other| one == other).map(|group| {
        let group = givers.by_ref().take(group.len());
        let mut group: Vec<_> = group.map(|giver| (giver.user, format!("{giver:?}"))).collect();
        group.sort();
        group
    });
    groups.collect()
}

impl Model {
    /// Who gave, how many, to how many people, in how many weeks, as they are sorted; and how many recognitions they are.
    fn givers(&self, dates: Dates, order: Order) -> (usize, Vec<(Key, Giver)>) {
        let counted = self.counted(dates);
        let mut givers = Vec::new();
        for (who, person) in self.people.iter().enumerate() {
            let gave: Vec<_> = counted.iter().filter(|(line, _)| line.giver == who).collect();
            let to: BTreeSet<Who> = gave.iter().flat_map(|(_, to)| to.clone()).collect();
            let weeks: BTreeSet<Date> = gave.iter().map(|(line, _)| monday(line.day)).collect();
            if !gave.is_empty() {
                let giver = Giver {
                    user: person.user,
                    name: person.name.map(|(name, _)| name.to_owned()),
                    left: person.left,
                    gives: count(gave.len()),
                    people: count(to.len()),
                    weeks: count(weeks.len()),
                };
                givers.push((self.key(who, person, order), giver));
            }
        }
        givers.sort_by_key(|(key, _)| *key);
        (counted.len(), givers)
    }

    /// By when they ever gave, whatever of it counts today.
    fn key(&self, who: Who, person: &Person, order: Order) -> Key {
        let days = self.gave(Some(who)).map(|line| i64::from(FIRST_WEEK.until(line.day).unwrap().get_days()));
        let place = match order {
            Order::Name => Some(0),
            Order::First => days.min(),
            Order::Recent => days.max().map(|day| -day),
        };
        (person.user.is_none(), place.unwrap(), person.name.is_none(), person.name.map_or("", |(_, key)| key))
    }

    /// Everybody on the roster, but for the asker, who takes nothing from them and who rests from them. What was given today
    /// moves nobody in or out.
    fn next(&self, user: UserId, today: Date) -> Vec<Next> {
        let asker = self.known(user);
        let before = |line: &Line| line.day != today;
        let mut next = Vec::new();
        for who in self.roster() {
            let person = &self.people[who];
            let declines = asker.is_some_and(|asker| person.declines.contains(&asker));
            if Some(who) == asker || declines || self.rests(asker, who, self.now, before) {
                continue;
            }
            let thanked = self.got(Some(who)).map(|line| line.day).filter(|day| *day < today).max();
            let by_asker = self.gave(asker).any(|line| line.day == today && line.to(who).is_some());
            next.push((person.user.unwrap(), person.name.map(|(name, _)| name.to_owned()), thanked, by_asker));
        }
        next.sort();
        next
    }

    fn weeks_that_count(&self, who: Who) -> BTreeSet<Date> {
        let counted = self.counted(Dates::ALL);
        counted.iter().filter(|(line, _)| line.giver == who).map(|(line, _)| monday(line.day)).collect()
    }
}

impl Run<'_> {
    /// Every screen in every order; says how many people they are.
    pub(super) async fn compare_givers(&self, store: &Store, dates: Dates, a_screen: usize) -> usize {
        let mut number = 0;
        for order in Order::ALL {
            let path = || format!("{dates:?} by {order}, {a_screen} a screen, {}", self.path());
            let (gives, expected) = self.model.givers(dates, order);
            let (keys, expected): (Vec<Key>, Vec<Giver>) = expected.into_iter().unzip();
            number = expected.len();
            let last = number.div_ceil(a_screen).saturating_sub(1);
            let mut found = Vec::new();
            // One that is there no more is the last one.
            for asked in 0..=last + 1 {
                let screen = store.givers_screen(self.guild, dates, order, asked, a_screen).await.unwrap();
                let GiversScreen { shown, .. } = &screen;
                let totals = (screen.gives, screen.givers, screen.screen, screen.last);
                assert_eq!(totals, (count(gives), number, asked.min(last), last), "{}", path());
                if asked > last {
                    assert!(found.ends_with(shown) && shown.is_empty() == found.is_empty(), "{}", path());
                } else {
                    assert!(shown.len() == a_screen || asked == last, "{}", path());
                    found.extend_from_slice(shown);
                }
            }
            assert_eq!(found.len(), number, "{}", path());
            assert_eq!(in_groups(&found, &keys), in_groups(&expected, &keys), "{}", path());
        }
        number
    }

    pub(super) async fn compare_naming(&mut self) {
        let store = self.either();
        let today = self.zone.date_at(self.model.now);
        let mut askers = BTreeSet::new();
        for user in self.users() {
            let might = store.might_be_thanked(self.guild, user, today, self.model.now).await.unwrap();
            let numbers: BTreeSet<i64> = might.people.iter().map(|person| person.candidate.number).collect();
            assert_eq!(numbers.len(), might.people.len(), "{user}, {}", self.path());
            assert!(askers.insert(might.asker), "{user} draws as somebody else does, {}", self.path());
            let people = might.people.into_iter();
            let mut found: Vec<Next> =
                people.map(|person| (person.user, person.name, person.candidate.thanked, person.today)).collect();
            found.sort();
            assert_eq!(found, self.model.next(user, today), "{user}, {}", self.path());
        }
        self.compare_noted_weeks().await;
    }

    /// Where a week is noted for somebody, something that they gave in it counts.
    pub(super) async fn compare_noted_weeks(&self) {
        let mut connection = self.place.raw().await;
        let rows: Vec<(Option<i64>, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT user_id, gave_since, gave_weeks FROM person WHERE gave_weeks IS NOT NULL AND guild_id = $1",
        )
        .bind(self.guild.get().cast_signed())
        .fetch_all(&mut connection)
        .await
        .unwrap();
        connection.close().await.unwrap();
        for (user, since, weeks) in rows {
            let noted = (since..).zip(weeks).filter(|(_, letter)| *letter == b'1');
            let noted: BTreeSet<Date> = noted.map(|(week, _)| FIRST_WEEK + week.weeks()).collect();
            let of = self.model.people.iter().enumerate().filter(|(_, person)| {
                // Those who were erased are told apart by nothing.
                person.user.map(|user| user.get().cast_signed()) == user
            });
            let counts = of.map(|(who, _)| self.model.weeks_that_count(who));
            let counts: Vec<BTreeSet<Date>> = counts.collect();
            assert!(
                counts.iter().any(|counts| noted.is_subset(counts)),
                "{user:?} is noted in {noted:?} of {counts:?}, {}",
                self.path()
            );
        }
    }
}
