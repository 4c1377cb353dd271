//! Reflections: kept once, theirs alone, shared once, and gone to the last byte.

use clarion::store::{
    Altered, Id, Kept, MOST_REFLECTIONS, MyPart, NewReflection, Next, OccurrenceKey, OccurrenceState, Reflection, Sent,
    SharedIn, SharedReflection, Sharing, Store,
};
use jiff::civil::date;
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};

use super::engines::{ANNA, BEN, CHANNEL, GRACE, GUILD, LEASE, NINE, Place, at, gift, nothing, on_each_engine};

on_each_engine!(
    one_form_is_kept_once,
    nobody_finds_what_is_not_theirs,
    they_are_turned_and_searched,
    a_person_keeps_so_many_and_no_more,
    one_is_shared_once,
    one_that_was_refused_may_be_shared_again,
    one_that_a_removal_dropped_may_be_shared_again,
    what_is_deleted_is_not_shared_any_more,
    what_is_on_its_way_is_neither_changed_nor_deleted,
    no_clock_tells_whether_it_was_shared_or_changed_first,
    deleting_mine_takes_what_is_named_and_leaves_the_rest,
    no_table_of_persons_is_forgotten,
);

const OTHER: GuildId = GuildId::new(1_000_000_000_000_000_099);

fn written(interaction: u64, author: UserId, words: &str) -> NewReflection {
    NewReflection {
        interaction: InteractionId::new(interaction),
        guild: GUILD,
        author,
        prompt: "risk-small-bet".to_owned(),
        title: Some("A small bet".to_owned()),
        words: words.to_owned(),
        at: at(NINE),
        local_date: date(2026, 11, 23),
    }
}

async fn kept(store: &Store, new: &NewReflection) -> Reflection {
    match store.keep_reflection(new).await.unwrap() {
        Kept::As(reflection) => reflection,
        Kept::Full => panic!("there is room"),
    }
}

async fn words(store: &Store, author: UserId, search: Option<&str>) -> Vec<String> {
    let found = store.reflections(GUILD, author, search, 0, 100).await.unwrap();
    assert_eq!(found.total, found.shown.len());
    found.shown.into_iter().map(|one| one.words).collect()
}

async fn share(store: &Store, reflection: Id, channel: ChannelId) -> SharedReflection {
    store.share_reflection(GUILD, ANNA, reflection, channel, at(NINE), LEASE).await.unwrap()
}

async fn one_form_is_kept_once(place: &Place) {
    let store = place.open().await;
    let new = written(1, ANNA, "calmer \0nights");
    let (first, second) = (kept(&store, &new).await, kept(&store, &new).await);
    assert_eq!((first.words.as_str(), first.shared, first.changed_at), ("calmer nights", None, None));
    assert_eq!(first, second);
    assert_eq!(words(&store, ANNA, None).await, ["calmer nights"]);
}

async fn nobody_finds_what_is_not_theirs(place: &Place) {
    let store = place.open().await;
    let mine = kept(&store, &written(1, ANNA, "mine")).await;
    kept(&store, &NewReflection { guild: OTHER, ..written(2, ANNA, "mine, elsewhere") }).await;
    kept(&store, &written(3, BEN, "Ben's")).await;
    for (guild, who) in [(GUILD, BEN), (OTHER, ANNA), (OTHER, BEN)] {
        let now = at(NINE);
        assert_eq!(store.reflection(guild, who, mine.id).await.unwrap(), None);
        assert_eq!(store.change_reflection(guild, who, mine.id, "other words", now).await.unwrap(), Altered::Gone);
        assert_eq!(store.delete_reflection(guild, who, mine.id).await.unwrap(), Altered::Gone);
        let shared = store.share_reflection(guild, who, mine.id, CHANNEL, now, LEASE).await.unwrap();
        assert!(matches!(shared, SharedReflection::Gone), "{shared:?}");
        let found = store.reflections(guild, who, Some("mine"), 0, 5).await.unwrap();
        assert!(found.shown.iter().all(|one| one.id != mine.id));
        store.delete_mine(guild, who, MyPart::ALL).await.unwrap();
    }
    assert_eq!(store.reflection(GUILD, ANNA, mine.id).await.unwrap(), Some(mine));
}

async fn they_are_turned_and_searched(place: &Place) {
    let store = place.open().await;
    for (n, said) in ["Die Straße", "100% sure", "a_b", "the last"].into_iter().enumerate() {
        let new = written(n as u64 + 1, ANNA, said);
        kept(&store, &NewReflection { at: at(NINE) + jiff::SignedDuration::from_mins(n as i64), ..new }).await;
    }
    assert_eq!(words(&store, ANNA, None).await, ["the last", "a_b", "100% sure", "Die Straße"]);
    for (sought, found) in [("STRASSE", &["Die Straße"][..]), ("%", &["100% sure"]), ("_", &["a_b"]), ("x", &[])] {
        assert_eq!(words(&store, ANNA, Some(sought)).await, found, "{sought}");
    }
    // By the prompt's title as well.
    assert_eq!(words(&store, ANNA, Some("SMALL bet")).await.len(), 4);
    let second = store.reflections(GUILD, ANNA, None, 1, 3).await.unwrap();
    assert_eq!((second.total, second.screen, second.last, second.shown.len()), (4, 1, 1, 1));
    // A screen past the last is the last.
    assert_eq!(store.reflections(GUILD, ANNA, None, 9, 3).await.unwrap(), second);
    let none = store.reflections(GUILD, BEN, None, 9, 3).await.unwrap();
    assert_eq!((none.total, none.screen, none.last, none.shown.len()), (0, 0, 0, 0));
}

async fn a_person_keeps_so_many_and_no_more(place: &Place) {
    let store = place.open().await;
    kept(&store, &written(1, ANNA, "the first")).await;
    // The rows of many years, made from the first one.
    place
        .run(&format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) \
             INSERT INTO reflection SELECT r.id + n.i, r.guild_id, r.person_id, r.interaction_id + 1000 + n.i, r.prompt, \
             r.title, r.words, r.written_at, r.local_date, r.changed_at FROM reflection r, n",
            MOST_REFLECTIONS - 1
        ))
        .await;
    assert_eq!(store.keep_reflection(&written(2, ANNA, "one more")).await.unwrap(), Kept::Full);
    // The form that brought one of them finds it all the same, and others have room of their own.
    kept(&store, &written(1, ANNA, "the first")).await;
    kept(&store, &written(3, BEN, "Ben's")).await;
}

async fn one_is_shared_once(place: &Place) {
    let store = place.open().await;
    let mine = kept(&store, &written(1, ANNA, "mine")).await;
    let SharedReflection::Now { reflection, claim } = share(&store, mine.id, CHANNEL).await else { panic!("refused") };
    assert_eq!(reflection, mine);
    assert_eq!(claim.occurrence.key, OccurrenceKey::Reflection { reflection: mine.id });
    let SharedReflection::Before(coming) = share(&store, mine.id, ChannelId::new(7)).await else { panic!("twice") };
    assert_eq!(coming, SharedIn { channel: CHANNEL, how: Sharing::Coming });
    // Whoever answered died: the loop takes it up, and knows whose it is.
    store.put_back(&claim, at(NINE), Sent::No, "not-by-answer").await.unwrap();
    let Next::Claimed(claim) = store.claim_due(at(NINE), LEASE, GRACE).await.unwrap() else { panic!("not owed") };
    let (author, shared) = store.shared_reflection(mine.id).await.unwrap().unwrap();
    assert_eq!((author, shared.words.as_str()), (ANNA, "mine"));
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    let there = SharedIn { channel: CHANNEL, how: Sharing::There(MessageId::new(70)) };
    let SharedReflection::Before(shared) = share(&store, mine.id, CHANNEL).await else { panic!("twice") };
    assert_eq!(shared, there);
    assert_eq!(store.reflection(GUILD, ANNA, mine.id).await.unwrap().unwrap().shared, Some(there));
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 1);
}

async fn one_that_was_refused_may_be_shared_again(place: &Place) {
    let store = place.open().await;
    let mine = kept(&store, &written(1, ANNA, "mine")).await;
    let SharedReflection::Now { claim, .. } = share(&store, mine.id, CHANNEL).await else { panic!("refused") };
    store.refused(&claim, 50_013, false, at(NINE)).await.unwrap();
    let refused = store.reflection(GUILD, ANNA, mine.id).await.unwrap().unwrap();
    assert_eq!(refused.shared, Some(SharedIn { channel: CHANNEL, how: Sharing::Refused }));
    let elsewhere = ChannelId::new(7);
    let SharedReflection::Now { claim, .. } = share(&store, mine.id, elsewhere).await else { panic!("not again") };
    assert_eq!((claim.occurrence.channel, claim.earlier), (elsewhere, None));
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    let row = store.occurrence(claim.occurrence.id).await.unwrap().unwrap();
    assert_eq!((row.channel, row.state), (elsewhere, OccurrenceState::Posted(MessageId::new(70))));
}

async fn what_is_deleted_is_not_shared_any_more(place: &Place) {
    let store = place.open().await;
    let mine = kept(&store, &written(1, ANNA, "mine")).await;
    let SharedReflection::Now { claim, .. } = share(&store, mine.id, CHANNEL).await else { panic!("refused") };
    store.refused(&claim, 50_013, false, at(NINE)).await.unwrap();
    let deleted = store.delete_reflection(GUILD, ANNA, mine.id).await.unwrap();
    assert!(matches!(&deleted, Altered::Done(one) if one.words == "mine"), "{deleted:?}");
    assert_eq!(store.delete_reflection(GUILD, ANNA, mine.id).await.unwrap(), Altered::Gone);
    assert_eq!(store.shared_reflection(mine.id).await.unwrap(), None);
    assert!(words(&store, ANNA, None).await.is_empty());
    assert!(matches!(share(&store, mine.id, CHANNEL).await, SharedReflection::Gone));
}

/// The words that were chosen to be shared are those that come, and their author can take them down.
/// Two processes' clocks differ, and one is set back.
async fn no_clock_tells_whether_it_was_shared_or_changed_first(place: &Place) {
    let store = place.open().await;
    let (before, after) = (at("2026-11-23T07:59:58Z"), at("2026-11-23T08:00:02Z"));
    let shared_and_changed = async |one: Id| {
        let shared = store.reflection(GUILD, ANNA, one).await.unwrap().unwrap();
        let changed_at = shared.changed_at.unwrap().as_millisecond();
        let due_at = place.number(&format!("SELECT due_at FROM occurrence WHERE subject = {}", one.get())).await;
        (due_at, changed_at)
    };
    // Changed after it was shared, by a clock that says that it was before.
    let one = kept(&store, &written(1, ANNA, "the pier")).await.id;
    let SharedReflection::Now { claim, .. } = share(&store, one, CHANNEL).await else { panic!("not shared") };
    store.posted(&claim, MessageId::new(1)).await.unwrap();
    store.change_reflection(GUILD, ANNA, one, "for me alone", before).await.unwrap();
    let (due_at, changed_at) = shared_and_changed(one).await;
    assert_eq!((due_at, changed_at), (at(NINE).as_millisecond(), at(NINE).as_millisecond()));
    // Later is later.
    store.change_reflection(GUILD, ANNA, one, "for me alone still", after).await.unwrap();
    assert_eq!(shared_and_changed(one).await.1, after.as_millisecond());
    // And changed before it was shared, by a clock that says that it was after.
    for (number, changed) in [(2, after), (3, at(NINE))] {
        let one = kept(&store, &written(number, ANNA, "the pier")).await.id;
        store.change_reflection(GUILD, ANNA, one, "for all", changed).await.unwrap();
        assert!(matches!(share(&store, one, CHANNEL).await, SharedReflection::Now { .. }));
        let (due_at, changed_at) = shared_and_changed(one).await;
        assert_eq!((due_at, changed_at), (at(NINE).as_millisecond(), at(NINE).as_millisecond() - 1));
    }
}

async fn what_is_on_its_way_is_neither_changed_nor_deleted(place: &Place) {
    let store = place.open().await;
    let mine = kept(&store, &written(1, ANNA, "mine")).await;
    let SharedReflection::Now { claim, .. } = share(&store, mine.id, CHANNEL).await else { panic!("refused") };
    let stays = async || {
        let changed = store.change_reflection(GUILD, ANNA, mine.id, "for me alone", at(NINE)).await.unwrap();
        assert_eq!(changed, Altered::Coming);
        assert_eq!(store.delete_reflection(GUILD, ANNA, mine.id).await.unwrap(), Altered::Coming);
        assert!(!store.delete_mine(GUILD, ANNA, MyPart::ALL).await.unwrap());
        assert_eq!(words(&store, ANNA, None).await, ["mine"]);
    };
    // While somebody answers with it, while the loop is to send it, and while it does.
    stays().await;
    store.put_back(&claim, at(NINE), Sent::Perhaps, "answer-lost").await.unwrap();
    stays().await;
    let Next::Claimed(claim) = store.claim_due(at(NINE), LEASE, GRACE).await.unwrap() else { panic!("not owed") };
    stays().await;
    // Other parts are not held up by it, nor other people.
    assert!(store.delete_mine(GUILD, ANNA, &[MyPart::Quiz, MyPart::Commitments]).await.unwrap());
    assert!(store.delete_mine(GUILD, BEN, MyPart::ALL).await.unwrap());
    store.posted(&claim, MessageId::new(70)).await.unwrap();
    let changed = store.change_reflection(GUILD, ANNA, mine.id, "for me alone", at(NINE)).await.unwrap();
    assert!(matches!(&changed, Altered::Done(one) if one.words == "for me alone"), "{changed:?}");
    assert!(store.delete_mine(GUILD, ANNA, MyPart::ALL).await.unwrap());
    assert!(words(&store, ANNA, None).await.is_empty());
}

async fn deleting_mine_takes_what_is_named_and_leaves_the_rest(place: &Place) {
    let store = place.open().await;
    kept(&store, &written(1, ANNA, "mine")).await;
    kept(&store, &written(2, BEN, "Ben's")).await;
    store.give(&gift(3, &[BEN], NINE), LEASE).await.unwrap();
    store.delete_mine(GUILD, ANNA, &[MyPart::ThanksWords]).await.unwrap();
    let given = store.mine(GUILD, ANNA, 5).await.unwrap();
    assert_eq!((given.gave, given.latest_given[0].words.as_deref()), (1, None));
    assert_eq!(words(&store, ANNA, None).await, ["mine"]);
    store.delete_mine(GUILD, ANNA, &[MyPart::Reflections]).await.unwrap();
    store.delete_mine(GUILD, ANNA, MyPart::ALL).await.unwrap();
    assert!(words(&store, ANNA, None).await.is_empty());
    assert_eq!(words(&store, BEN, None).await, ["Ben's"]);
    // Whoever was never heard of has nothing to delete.
    store.delete_mine(OTHER, BEN, MyPart::ALL).await.unwrap();
    nothing(&store, "2026-11-23T08:00:30Z").await;
}

/// Tables whose rows point to a person, and that `/me` does not delete: why.
const STAY: [(&str, &str); 9] = [
    ("recognition", "that somebody was thanked belongs to who was thanked; its words are a part of their own"),
    ("recognition_receiver", "the same, and it is counted for who gave"),
    (
        "contact",
        "that somebody wants no messages, and when the last one came, holds over all servers, and holds no words",
    ),
    ("reversal", "that something was taken back, for both"),
    ("schedule", "a server's; who made it is told when it breaks"),
    ("declined_giver", "what somebody decided about others ends with /privacy"),
    ("giver_total", "how many somebody gave stays with those recognitions"),
    ("strength_total", "how often a strength was named in somebody stays with those recognitions"),
    ("report", "what a steward was asked to look at is the server's until it is closed"),
];

async fn no_table_of_persons_is_forgotten(place: &Place) {
    store_is_filled(place).await;
    let source = std::fs::read_to_string("src/store/mine.rs").unwrap();
    let schema: Vec<String> = std::fs::read_dir("src/store/migrations")
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let mut seen = 0;
    for table in schema.iter().flat_map(|file| file.split("CREATE TABLE ").skip(1)) {
        let (name, columns) = table.split_once(" (").unwrap();
        if columns.split_once(");").unwrap().0.contains("REFERENCES person (id)") {
            seen += 1;
            let stays = STAY.iter().any(|(known, _)| *known == name);
            let deleted = source.contains(&format!("DELETE FROM {name} "));
            assert!(
                stays || deleted,
                "{name} keeps somebody's rows: a part of MyPart deletes them, or STAY says why not"
            );
        }
    }
    assert!(seen > STAY.len(), "the schema is not read any more");
}

/// The statements run on both engines, whatever they find.
async fn store_is_filled(place: &Place) {
    let store = place.open().await;
    kept(&store, &written(1, ANNA, "mine")).await;
    store.delete_mine(GUILD, ANNA, MyPart::ALL).await.unwrap();
    assert!(words(&store, ANNA, None).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_byte_of_a_deleted_reflection_is_left_in_the_files() {
    let place = Place::sqlite();
    let store = place.open().await;
    let mine = kept(&store, &written(1, ANNA, "under the lighthouse")).await;
    kept(&store, &written(2, ANNA, "behind the pier")).await;
    store.give(&gift(3, &[BEN], NINE), LEASE).await.unwrap();
    let changed = "beside the lighthouse";
    store.change_reflection(GUILD, ANNA, mine.id, changed, at(NINE)).await.unwrap();
    assert!(store.scrub().await.unwrap(), "nothing is owed for the words before");
    assert!(!holds(&place, "under the lighthouse") && holds(&place, changed));
    store.delete_reflection(GUILD, ANNA, mine.id).await.unwrap();
    assert!(store.scrub().await.unwrap(), "nothing is owed");
    assert!(!holds(&place, "lighthouse") && holds(&place, "pier") && holds(&place, "calmer nights"));
    store.delete_mine(GUILD, ANNA, MyPart::ALL).await.unwrap();
    // The process dies here: it is still owed at the next start.
    store.close().await;
    let store = place.open().await;
    assert!(store.scrub().await.unwrap(), "nothing is owed");
    assert!(!holds(&place, "pier") && !holds(&place, "calmer nights"));
    // Where nothing was deleted, nothing is owed.
    store.delete_mine(GUILD, ANNA, MyPart::ALL).await.unwrap();
    assert!(!store.scrub().await.unwrap());
}

/// Whether a file of the database holds these bytes.
fn holds(place: &Place, words: &str) -> bool {
    let mut files = std::fs::read_dir(place.file().parent().unwrap()).unwrap();
    files.any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    })
}

async fn one_that_a_removal_dropped_may_be_shared_again(place: &Place) {
    let store = place.open().await;
    store.guild_joined(GUILD, None, None, at(NINE)).await.unwrap();
    let mine = kept(&store, &written(1, ANNA, "mine")).await;
    let SharedReflection::Now { claim, .. } = share(&store, mine.id, CHANNEL).await else { panic!("not shared") };
    store.put_back(&claim, at(NINE), Sent::No, "retry").await.unwrap();
    store.guild_removed(GUILD, at(NINE)).await.unwrap();
    store.guild_joined(GUILD, None, None, at("2026-11-25T12:00:00Z")).await.unwrap();
    let now = store.reflection(GUILD, ANNA, mine.id).await.unwrap().unwrap();
    assert_eq!(now.shared.map(|shared| shared.how), Some(Sharing::Dropped));
    assert!(matches!(share(&store, mine.id, CHANNEL).await, SharedReflection::Now { .. }));
}
