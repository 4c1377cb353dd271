//! Giving within a server's rules: the allowance of a day, the rest between two people, who takes nothing, what is quiet, and
//! which strengths it names.

use clarion::recognition::{Skipped, WhySkipped};
use clarion::store::{
    Counted, Given, NewRecognition, RecognitionChange, RecognitionOptions, Refused, Store, StoreError, StoreOptions,
    StrengthsNamed,
};
use jiff::civil::date;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serenity::model::id::{GuildId, RoleId, UserId};

use super::engines::{ANNA, BEN, CLEO, GUILD, LEASE, NINE, Place, at, gift, on_each_engine};

on_each_engine!(
    options_are_settled_one_by_one_and_read_together,
    the_allowance_counts_people_and_is_all_or_nothing,
    what_is_taken_back_frees_the_day_that_it_was_given_on,
    somebody_is_thanked_again_after_the_rest,
    whoever_takes_nothing_is_passed_over_and_the_rest_counts,
    a_quiet_one_owes_no_announcement,
    strengths_are_counted_a_day_and_can_be_picked_anew,
    whoever_gives_or_gets_takes_part,
    gives_at_once_never_overdraw,
    processes_together_never_overdraw,
);

async fn given(store: &Store, new: &NewRecognition) -> Counted {
    match store.give(new, LEASE).await.unwrap() {
        Given::Counted(counted) => *counted,
        other => panic!("{other:?}"),
    }
}

async fn refused(store: &Store, new: &NewRecognition) -> Refused {
    match store.give(new, LEASE).await.unwrap() {
        Given::Refused(why) => why,
        other => panic!("{other:?}"),
    }
}

/// As somebody does who is told that the database is busy: again.
async fn patiently(store: &Store, new: &NewRecognition) -> Given {
    for _ in 0..50 {
        match store.give(new, LEASE).await {
            Err(StoreError::Busy(_)) => {}
            given => return given.unwrap(),
        }
    }
    panic!("the database stays busy")
}

async fn settle(store: &Store, change: RecognitionChange) -> RecognitionOptions {
    store.settle_recognition(GUILD, &[change], at(NINE)).await.unwrap()
}

async fn options_are_settled_one_by_one_and_read_together(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.recognition_options(GUILD).await.unwrap(), RecognitionOptions::default());
    settle(&store, RecognitionChange::Allowance(Some(5))).await;
    settle(&store, RecognitionChange::RestHours(Some(24))).await;
    settle(&store, RecognitionChange::StewardRole(Some(RoleId::new(u64::MAX)))).await;
    settle(&store, RecognitionChange::RosterRole(Some(RoleId::new(8)))).await;
    settle(&store, RecognitionChange::WordsKeptDays(Some(365))).await;
    let names = ["Zeal", "Craft", "Nächte'; --"].map(str::to_owned).to_vec();
    let now = settle(&store, RecognitionChange::Strengths(names.clone())).await;
    let all = RecognitionOptions {
        allowance: Some(5),
        rest_hours: Some(24),
        steward_role: Some(RoleId::new(u64::MAX)),
        roster_role: Some(RoleId::new(8)),
        words_kept_days: Some(365),
        strengths: names,
    };
    assert_eq!(now, all);
    assert_eq!(store.recognition_options(GUILD).await.unwrap(), all);
    assert_eq!(store.recognition_options(GuildId::new(98)).await.unwrap(), RecognitionOptions::default());
    let off = [
        RecognitionChange::Allowance(None),
        RecognitionChange::RestHours(None),
        RecognitionChange::StewardRole(None),
        RecognitionChange::RosterRole(None),
        RecognitionChange::WordsKeptDays(None),
        RecognitionChange::Strengths(Vec::new()),
    ];
    assert_eq!(store.settle_recognition(GUILD, &off, at(NINE)).await.unwrap(), RecognitionOptions::default());
}

async fn the_allowance_counts_people_and_is_all_or_nothing(place: &Place) {
    let store = place.open().await;
    assert_eq!(given(&store, &gift(1, &[BEN], NINE)).await.left, None);
    settle(&store, RecognitionChange::Allowance(Some(4))).await;
    // What was given before it was settled counts as well.
    assert_eq!(given(&store, &gift(2, &[BEN], NINE)).await.left, Some(2));
    let three = [BEN, CLEO, UserId::new(14)];
    let why = refused(&store, &gift(3, &three, NINE)).await;
    assert_eq!(why, Refused::Allowance { allowance: 4, left: 2, asked: 3 });
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition").await, 2);
    assert_eq!(place.number("SELECT number FROM recognition_day WHERE strength = ''").await, 2);
    // Nobody whom nothing was counted for has a row.
    assert_eq!(place.number("SELECT COUNT(*) FROM person").await, 2);
    assert_eq!(given(&store, &gift(3, &[BEN, CLEO], NINE)).await.left, Some(0));
    let why = refused(&store, &gift(4, &[CLEO], "2026-11-23T23:59:59Z")).await;
    assert_eq!(why, Refused::Allowance { allowance: 4, left: 0, asked: 1 });
    // A replay of what was counted is no second one; another giver, and the next day, have their own.
    assert!(matches!(store.give(&gift(3, &[BEN], NINE), LEASE).await.unwrap(), Given::Already { .. }));
    let ben = NewRecognition { giver: BEN, ..gift(5, &[ANNA, CLEO], NINE) };
    assert_eq!(given(&store, &ben).await.left, Some(2));
    assert_eq!(given(&store, &gift(6, &three, "2026-11-24T00:00:00Z")).await.left, Some(1));
}

async fn what_is_taken_back_frees_the_day_that_it_was_given_on(place: &Place) {
    let store = place.open().await;
    settle(&store, RecognitionChange::Allowance(Some(2))).await;
    let first = given(&store, &gift(1, &[BEN, CLEO], NINE)).await.recognition;
    given(&store, &gift(2, &[BEN, CLEO], "2026-11-24T08:00:00Z")).await;
    // As `undo` does it, on the next day: the day before has room again, that day has none.
    place.run(&format!("UPDATE recognition_receiver SET counts = 0 WHERE recognition_id = {}", first.get())).await;
    let why = refused(&store, &gift(3, &[BEN], "2026-11-24T09:00:00Z")).await;
    assert_eq!(why, Refused::Allowance { allowance: 2, left: 0, asked: 1 });
    assert_eq!(given(&store, &gift(4, &[BEN], NINE)).await.left, Some(1));
}

async fn somebody_is_thanked_again_after_the_rest(place: &Place) {
    let store = place.open().await;
    given(&store, &gift(1, &[BEN], NINE)).await;
    settle(&store, RecognitionChange::RestHours(Some(24))).await;
    settle(&store, RecognitionChange::Allowance(Some(1))).await;
    let until = at("2026-11-24T08:00:00Z");
    let rests = vec![Skipped { user: BEN, why: WhySkipped::Resting { until } }];
    assert_eq!(
        refused(&store, &gift(2, &[BEN], "2026-11-24T07:59:59Z")).await,
        Refused::Nobody { skipped: rests.clone() }
    );
    // Whom it touches costs nothing of the allowance.
    let both = given(&store, &gift(2, &[BEN, CLEO], "2026-11-24T07:59:59Z")).await;
    assert_eq!((both.receivers, both.skipped, both.left), (vec![CLEO], rests, Some(0)));
    settle(&store, RecognitionChange::Allowance(None)).await;
    // Somebody else may, and so may the same at the very end of the rest.
    let cleo = NewRecognition { giver: CLEO, ..gift(3, &[BEN], "2026-11-24T07:59:59Z") };
    given(&store, &cleo).await;
    given(&store, &gift(4, &[BEN], "2026-11-24T08:00:00Z")).await;
    // What was taken back leaves no rest behind.
    let last = given(&store, &gift(5, &[UserId::new(14)], NINE)).await.recognition;
    place.run(&format!("UPDATE recognition_receiver SET counts = 0 WHERE recognition_id = {}", last.get())).await;
    given(&store, &gift(6, &[UserId::new(14)], NINE)).await;
}

async fn whoever_takes_nothing_is_passed_over_and_the_rest_counts(place: &Place) {
    let store = place.open().await;
    for (interaction, giver) in [(1, BEN), (2, CLEO), (3, ANNA)] {
        let receivers: Vec<UserId> = [ANNA, BEN, CLEO].into_iter().filter(|user| *user != giver).collect();
        given(&store, &NewRecognition { giver, ..gift(interaction, &receivers, NINE) }).await;
    }
    place.run("UPDATE person SET paused_at = 1 WHERE user_id = 12").await;
    place
        .run(
            "INSERT INTO declined_giver (person_id, giver) SELECT p.id, q.id FROM person p, person q \
             WHERE p.user_id = 13 AND q.user_id = 11",
        )
        .await;
    let not_taking = |user| Skipped { user, why: WhySkipped::NotTaking };
    let both = vec![not_taking(BEN), not_taking(CLEO)];
    // Nothing tells the paused one from the one who declines, nor a rest that they would have as well.
    settle(&store, RecognitionChange::RestHours(Some(24))).await;
    assert_eq!(refused(&store, &gift(4, &[BEN, CLEO], NINE)).await, Refused::Nobody { skipped: both.clone() });
    let dora = UserId::new(14);
    let counted = given(&store, &gift(4, &[BEN, dora, CLEO], NINE)).await;
    assert_eq!((counted.receivers, counted.skipped), (vec![dora], both));
    settle(&store, RecognitionChange::RestHours(None)).await;
    // Declining is between the two of them; a paused giver gives nothing.
    given(&store, &NewRecognition { giver: dora, ..gift(5, &[CLEO], NINE) }).await;
    let paused = NewRecognition { giver: BEN, ..gift(6, &[ANNA], NINE) };
    assert_eq!(refused(&store, &paused).await, Refused::GiverPaused);
}

async fn a_quiet_one_owes_no_announcement(place: &Place) {
    let store = place.open().await;
    let quiet = NewRecognition { quiet: true, ..gift(1, &[BEN, CLEO], NINE) };
    let counted = given(&store, &quiet).await;
    assert!(counted.announcement.is_none() && counted.announced_to.is_empty());
    let kept = store.recognition(counted.recognition).await.unwrap().unwrap();
    assert!(kept.quiet && kept.announced_to.is_empty() && kept.receivers == [BEN, CLEO]);
    assert_eq!(store.mine(GUILD, BEN, 1).await.unwrap().got, 1);
    // Somebody who wants none of theirs announced is left out of it, and the others are not.
    place.run("UPDATE person SET never_announce = 1 WHERE user_id = 12").await;
    let counted = given(&store, &gift(2, &[BEN, CLEO], NINE)).await;
    assert_eq!((counted.receivers.clone(), counted.announced_to), (vec![BEN, CLEO], vec![CLEO]));
    assert_eq!(store.recognition(counted.recognition).await.unwrap().unwrap().announced_to, [CLEO]);
    assert!(counted.announcement.is_some());
    assert!(given(&store, &gift(3, &[BEN], NINE)).await.announcement.is_none());
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE kind = 'announcement'").await, 1);
}

async fn strengths_are_counted_a_day_and_can_be_picked_anew(place: &Place) {
    let store = place.open().await;
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let new = NewRecognition { strengths: names(&["Craft", "Calm"]), ..gift(1, &[BEN, CLEO], NINE) };
    let first = given(&store, &new).await.recognition;
    given(&store, &NewRecognition { strengths: names(&["Calm"]), ..gift(2, &[BEN], NINE) }).await;
    let number = async |strength: &str| {
        let count = format!("SELECT COALESCE(MAX(number), 0) FROM recognition_day WHERE strength = '{strength}'");
        place.number(&count).await
    };
    assert_eq!((number("").await, number("Craft").await, number("Calm").await), (2, 1, 2));
    assert_eq!(store.recognition(first).await.unwrap().unwrap().strengths, ["Craft", "Calm"]);

    let anew = names(&["Nerve", "Calm"]);
    let late = at("2026-11-24T08:00:00Z");
    let before = at("2026-11-24T07:59:59Z");
    let named = async |guild, user, now| store.name_strengths(guild, first, user, &anew, now).await.unwrap();
    assert_eq!(named(GUILD, BEN, before).await, StrengthsNamed::NotTheirs);
    assert_eq!(named(GuildId::new(9), ANNA, before).await, StrengthsNamed::Gone);
    assert_eq!(named(GUILD, ANNA, late).await, StrengthsNamed::TooLate);
    assert_eq!((number("Craft").await, number("Nerve").await), (1, 0));
    assert_eq!(named(GUILD, ANNA, before).await, StrengthsNamed::Kept);
    assert_eq!(named(GUILD, ANNA, before).await, StrengthsNamed::Kept);
    assert_eq!((number("").await, number("Craft").await, number("Calm").await, number("Nerve").await), (2, 0, 2, 1));
    assert_eq!(store.recognition(first).await.unwrap().unwrap().strengths, anew);
    // They stand on the day that it was given on, and nothing that was taken back takes any more.
    assert_eq!(place.number("SELECT COUNT(DISTINCT local_date) FROM recognition_day").await, 1);
    place.run(&format!("INSERT INTO reversal (id, recognition_id, reversed_at) VALUES (1, {}, 0)", first.get())).await;
    assert_eq!(named(GUILD, ANNA, before).await, StrengthsNamed::Gone);
}

async fn whoever_gives_or_gets_takes_part(place: &Place) {
    let store = place.open().await;
    given(&store, &gift(1, &[BEN], NINE)).await;
    place.run("UPDATE person SET roster = 'joined', roster_since = 5 WHERE user_id = 12").await;
    given(&store, &gift(2, &[BEN, CLEO], "2026-11-24T08:00:00Z")).await;
    let part = "SELECT COUNT(*) FROM person WHERE roster = 'took-part' AND roster_since = ";
    assert_eq!(place.number(&format!("{part}{}", at(NINE).as_millisecond())).await, 1);
    assert_eq!(place.number(&format!("{part}{}", at("2026-11-24T08:00:00Z").as_millisecond())).await, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE roster = 'joined' AND roster_since = 5").await, 1);
}

/// However many are given at once, from however many processes: to no more people a day than the allowance has, and as long
/// as there is room for all of one, that one is counted.
async fn gives_at_once_never_overdraw(place: &Place) {
    // Processes of their own, each with its own stretch of chance: the clock stands, and their ids would be the same.
    let mut stores = Vec::new();
    for seed in 1..=3 {
        stores.push(Store::open(&place.options(), seed).await.unwrap());
    }
    let gives = proptest::collection::vec((1..=4_usize, 0..2_i8), 2..16);
    let mut runner = TestRunner::deterministic();
    let mut round = 0;
    for _ in 0..12 {
        let tree = (1..8_u32, gives.clone()).new_tree(&mut runner).unwrap();
        let (allowance, gives) = tree.current();
        round += 1;
        // A server of its own, so that no round sees another.
        let guild = GuildId::new(GUILD.get() + round);
        let change = [RecognitionChange::Allowance(Some(allowance))];
        stores[0].settle_recognition(guild, &change, at(NINE)).await.unwrap();
        let tasks = gives.into_iter().zip(0..).map(|((people, day), turn)| {
            let store = stores[turn % stores.len()].clone();
            let receivers: Vec<UserId> = (0..people).map(|n| UserId::new(100 + n as u64)).collect();
            let new = NewRecognition {
                guild,
                local_date: date(2026, 11, 23 + day),
                ..gift(round * 1_000 + turn as u64, &receivers, NINE)
            };
            tokio::spawn(async move {
                let given = patiently(&store, &new).await;
                let counted = match given {
                    Given::Counted(counted) => counted.receivers.len(),
                    Given::Refused(Refused::Allowance { .. }) => 0,
                    other => panic!("{other:?}"),
                };
                (usize::try_from(day).unwrap(), people, counted)
            })
        });
        let mut used = [0, 0];
        let mut turned_away = [usize::MAX, usize::MAX];
        for outcome in futures_util::future::join_all(tasks).await {
            let (day, people, counted) = outcome.unwrap();
            used[day] += counted;
            if counted == 0 {
                turned_away[day] = turned_away[day].min(people);
            } else {
                assert_eq!(counted, people, "all or nothing");
            }
        }
        for day in 0..2 {
            assert!(used[day] <= allowance as usize, "{} of {allowance} were given", used[day]);
            // Whoever was turned away did not fit in the end either: what was used only grew.
            let fits = turned_away[day].saturating_add(used[day]) <= allowance as usize;
            assert!(!fits, "a give to {} was refused with {} of {allowance} used", turned_away[day], used[day]);
        }
        let rows = format!(
            "SELECT COUNT(*) FROM recognition_receiver x JOIN recognition r ON r.id = x.recognition_id \
             WHERE r.guild_id = {guild}"
        );
        assert_eq!(place.number(&rows).await, i64::try_from(used[0] + used[1]).unwrap());
    }
}

/// What a process of its own is told: where to give, and from which interaction on.
const PROCESS: (&str, &str) = ("CLARION_TEST_GIVE_AT", "CLARION_TEST_GIVE_FROM");

/// As many as each process tries to give, of one person to two a time.
const TRIES: u64 = 12;

/// A process of [`processes_together_never_overdraw`], started by it with [`PROCESS`]; it does nothing otherwise.
#[tokio::test]
async fn a_process_that_gives() {
    let (Ok(url), Ok(from)) = (std::env::var(PROCESS.0), std::env::var(PROCESS.1)) else { return };
    let from: u64 = from.parse().unwrap();
    let store = Store::open(&StoreOptions::new(url), from).await.unwrap();
    for turn in 0..TRIES {
        let receivers = [UserId::new(100 + turn), UserId::new(200 + turn)];
        match patiently(&store, &gift(from + turn, &receivers, NINE)).await {
            Given::Counted(_) | Given::Refused(Refused::Allowance { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Three programs that know nothing of each other share an allowance that is used up and not overdrawn.
async fn processes_together_never_overdraw(place: &Place) {
    const ALLOWANCE: u32 = 19;
    let store = place.open().await;
    settle(&store, RecognitionChange::Allowance(Some(ALLOWANCE))).await;
    let started: Vec<std::process::Child> = (1..=3_u64)
        .map(|number| {
            std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "giving::a_process_that_gives"])
                .env(PROCESS.0, &place.url)
                .env(PROCESS.1, (number * 1_000).to_string())
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut process in started {
        assert!(tokio::task::spawn_blocking(move || process.wait().unwrap()).await.unwrap().success());
    }
    // 18 of 19: the last one would have been for two.
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition_receiver").await, i64::from(ALLOWANCE - 1));
    assert_eq!(place.number("SELECT COUNT(*) FROM recognition").await, i64::from(ALLOWANCE / 2));
    let alone = refused(&store, &gift(1, &[BEN, CLEO], NINE)).await;
    assert_eq!(alone, Refused::Allowance { allowance: ALLOWANCE, left: 1, asked: 2 });
    assert_eq!(given(&store, &gift(2, &[BEN], NINE)).await.left, Some(0));
}
