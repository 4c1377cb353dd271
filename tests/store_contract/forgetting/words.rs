//! Somebody's id in the words of others: taken out wherever it stands, of whomever nothing else is kept too, and nothing else.

use clarion::store::{
    Committed, Forgotten, Given, Id, NewCommitment, NewRecognition, SharedReflection, Store, Wanted, Where,
};
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId};

use super::super::engines::{LEASE, NINE, Place, at, counted, on_each_engine};
use super::filled::{gift, given, reflection};
use super::looking::{dump, left_no_trace};
use super::{CHANNEL, HERE, JO, MIRA, SAM, THERE, forget};

on_each_engine!(
    an_id_goes_from_others_words_and_their_announcement_is_edited,
    posts_that_show_an_id_and_cannot_be_changed_are_counted,
    a_longer_number_and_a_name_stay,
    in_one_server_alone_as_asked,
    names_that_would_be_the_same_are_told_apart,
);

async fn words_of(store: &clarion::store::Store, recognition: i64) -> Option<String> {
    store.recognition(Id::from_i64(recognition).unwrap()).await.unwrap().unwrap().words
}

async fn an_id_goes_from_others_words_and_their_announcement_is_edited(place: &Place) {
    let store = place.open().await;
    let gave = given(&store, &gift(30, HERE, MIRA, &[SAM], &format!("when <@{JO}> slept, and <@!{JO}>"))).await;
    let other = given(&store, &gift(50, HERE, MIRA, &[SAM], "the map")).await;
    let shared = reflection(&store, HERE, SAM, 70, &format!("ask {JO}")).await;
    let SharedReflection::Now { claim, .. } =
        store.share_reflection(HERE, SAM, shared, CHANNEL, at(NINE), LEASE).await.unwrap()
    else {
        panic!("not shared")
    };
    store.posted(&claim, MessageId::new(71)).await.unwrap();
    assert!(store.servers_of(JO).await.unwrap().is_empty());
    // Its title and its words.
    assert_eq!(store.named_in_words(JO, Where::Server(HERE)).await.unwrap(), 3);
    let forgotten = forget(&store, Where::Server(HERE)).await;
    assert_eq!(forgotten, Forgotten { words: 3, changed: 2, ..Forgotten::default() });
    left_no_trace(place, &store).await;
    let said = "when a former member slept, and a former member";
    assert_eq!(words_of(&store, gave).await.as_deref(), Some(said));
    assert_eq!(words_of(&store, other).await.as_deref(), Some("the map"));
    let mut changed = Vec::new();
    while let Some(change) = store.claim_change(at("2027-01-01T08:00:00Z"), LEASE).await.unwrap() {
        assert_eq!(change.wanted, Wanted::Edited);
        changed.push(format!("{:?}", change.occurrence.key.kind()));
        store.change_done(&change, at("2027-01-01T08:00:00Z")).await.unwrap();
    }
    changed.sort();
    assert_eq!(changed, ["Announcement", "Reflection"]);
    // Once is enough.
    assert_eq!(store.named_in_words(JO, Where::Everywhere).await.unwrap(), 0);
    assert_eq!(forget(&store, Where::Everywhere).await, Forgotten::default());
}

async fn shared(store: &Store, guild: GuildId, interaction: u64, words: &str, at_minute: &str) -> Id {
    let written = reflection(store, guild, SAM, interaction, words).await;
    let SharedReflection::Now { claim, .. } =
        store.share_reflection(guild, SAM, written, CHANNEL, at(at_minute), LEASE).await.unwrap()
    else {
        panic!("not shared")
    };
    store.posted(&claim, MessageId::new(interaction)).await.unwrap();
    written
}

/// In servers that the bot left, where nobody knows whether they arrived, and what is put in other words by nobody. What its
/// author keeps for themselves beside a post is not counted.
async fn posts_that_show_an_id_and_cannot_be_changed_are_counted(place: &Place) {
    const TEN: &str = "2026-11-23T09:00:00Z";
    let store = place.open().await;
    let says = format!("with {JO}");
    let gone = place_of(3);
    // One that is changed, once, though it was said anew; and one that says nothing any more.
    let said_anew = given(&store, &gift(100, HERE, MIRA, &[SAM], &says)).await;
    let words = format!("again {says}");
    let first = Id::from_i64(said_anew).unwrap();
    store.amend(HERE, MIRA, first, &words, InteractionId::new(101), at(TEN)).await.unwrap().unwrap();
    let taken_back = given(&store, &gift(110, HERE, MIRA, &[SAM], &says)).await;
    store.undo(HERE, MIRA, Id::from_i64(taken_back).unwrap(), at(TEN)).await.unwrap().unwrap();
    while let Some(change) = store.claim_change(at(TEN), LEASE).await.unwrap() {
        store.change_done(&change, at(TEN)).await.unwrap();
    }
    // One that was lost, and one that is told in private.
    let lost = NewRecognition { channel: gone, ..gift(120, HERE, MIRA, &[SAM], &says) };
    let (_, holder) = counted(store.give(&lost, LEASE).await.unwrap());
    store.hold_unknown(&holder, "lost", at(NINE)).await.unwrap();
    // One whose giver said it anew after it was lost: these words came into no channel.
    let unsaid = NewRecognition { channel: place_of(4), ..gift(125, HERE, MIRA, &[SAM], "the map") };
    let (unsaid, holder) = counted(store.give(&unsaid, LEASE).await.unwrap());
    store.hold_unknown(&holder, "lost", at(NINE)).await.unwrap();
    store.amend(HERE, MIRA, unsaid, &says, InteractionId::new(126), at(TEN)).await.unwrap().unwrap();
    let quiet = NewRecognition { quiet: true, ..gift(130, HERE, MIRA, &[SAM], &says) };
    assert!(matches!(store.give(&quiet, LEASE).await.unwrap(), Given::Counted(_)));
    // Shared: in those words; in others, in whose place these came since, for their author alone; and in these, which had come
    // in the place of the first before.
    shared(&store, HERE, 140, &says, NINE).await;
    let mut since = vec![shared(&store, HERE, 150, "the pier", NINE).await];
    let lost = reflection(&store, HERE, SAM, 155, "the pier").await;
    let SharedReflection::Now { claim, .. } =
        store.share_reflection(HERE, SAM, lost, place_of(5), at(NINE), LEASE).await.unwrap()
    else {
        panic!("not shared")
    };
    store.hold_unknown(&claim, "lost", at(NINE)).await.unwrap();
    since.push(lost);
    for since in since {
        store.change_reflection(HERE, SAM, since, &says, at(TEN)).await.unwrap();
    }
    let before = reflection(&store, HERE, SAM, 160, "the map").await;
    store.change_reflection(HERE, SAM, before, &says, at(NINE)).await.unwrap();
    let SharedReflection::Now { claim, .. } =
        store.share_reflection(HERE, SAM, before, CHANNEL, at(TEN), LEASE).await.unwrap()
    else {
        panic!("not shared")
    };
    store.posted(&claim, MessageId::new(160)).await.unwrap();
    // Asked in a thread, where the question stays as it was put.
    let attempt = NewCommitment {
        interaction: InteractionId::new(170),
        guild: HERE,
        person: SAM,
        prompt: None,
        thread: Some(CHANNEL),
        words: says.clone(),
        at: at(NINE),
    };
    let Committed::Made(attempt) = store.commit_to(&attempt).await.unwrap() else { panic!("not made") };
    place
        .run(&format!(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts, \
             message_id, content) VALUES (171, 'checkin', {}, '2026-11-24', {HERE}, {CHANNEL}, 1, 'posted', 1, 1, 171, \
             'thread')",
            attempt.id.get()
        ))
        .await;
    // And in a server that the bot left.
    given(&store, &gift(200, THERE, MIRA, &[SAM], &says)).await;
    shared(&store, THERE, 210, &says, NINE).await;
    let since = shared(&store, THERE, 220, "the pier", NINE).await;
    store.change_reflection(THERE, SAM, since, &says, at(TEN)).await.unwrap();
    store.guild_removed(THERE, at(TEN)).await.unwrap();
    let forgotten = forget(&store, Where::Everywhere).await;
    let told = (forgotten.posts, forgotten.changed, forgotten.stay, forgotten.left, forgotten.unclear);
    assert_eq!(told, (0, 3, 1, 2, vec![gone]));
    left_no_trace(place, &store).await;
}

/// A channel of its own.
fn place_of(number: u64) -> ChannelId {
    ChannelId::new(CHANNEL.get() + number)
}

async fn a_longer_number_and_a_name_stay(place: &Place) {
    let store = place.open().await;
    let said = format!("@Jo and Jo, 1{JO} and {JO}1 and <@{MIRA}>");
    let gave = given(&store, &gift(30, HERE, MIRA, &[SAM], &said)).await;
    let before = dump(place).await;
    assert_eq!(forget(&store, Where::Everywhere).await, Forgotten::default());
    assert_eq!(words_of(&store, gave).await, Some(said));
    assert_eq!(dump(place).await["recognition_words"], before["recognition_words"]);
}

async fn in_one_server_alone_as_asked(place: &Place) {
    let store = place.open().await;
    let mut both = Vec::new();
    for (number, guild) in [(30, HERE), (50, THERE)] {
        both.push(given(&store, &gift(number, guild, MIRA, &[SAM], &format!("with {JO}"))).await);
        place.run(&strength(guild, number, &format!("like {JO}"))).await;
    }
    forget(&store, Where::Server(HERE)).await;
    assert_eq!(words_of(&store, both[0]).await.as_deref(), Some("with a former member"));
    assert_eq!(words_of(&store, both[1]).await, Some(format!("with {JO}")));
    assert_eq!(dump(place).await["strength"].iter().filter(|row| row.contains(&JO.to_string())).count(), 1);
    assert_eq!(forget(&store, Where::Everywhere).await.words, 2);
    left_no_trace(place, &store).await;
}

fn strength(guild: GuildId, id: u64, name: &str) -> String {
    format!("INSERT INTO strength (id, guild_id, name, place) VALUES ({id}, {guild}, '{name}', {id})")
}

async fn names_that_would_be_the_same_are_told_apart(place: &Place) {
    let store = place.open().await;
    let gave = given(&store, &gift(30, HERE, MIRA, &[SAM], "the map")).await;
    let (mention, other) = (format!("like <@{JO}>"), format!("like <@!{JO}>"));
    for (id, name) in [(1, mention.as_str()), (2, &other), (3, "like a former member")] {
        place.run(&strength(HERE, id, name)).await;
    }
    // The same name is one name, wherever it stands.
    place
        .run(&format!("INSERT INTO recognition_strength (recognition_id, place, name) VALUES ({gave}, 0, '{other}')"))
        .await;
    place
        .run(&format!(
            "INSERT INTO recognition_day (guild_id, local_date, strength, number) VALUES ({HERE}, '2026-11-23', '{other}', 1)"
        ))
        .await;
    // And a name that Discord shows is one with the key that puts it in order.
    place.run(&format!("UPDATE person SET name = 'Not {JO}', name_key = 'not {JO}' WHERE user_id = {MIRA}")).await;
    assert_eq!(store.named_in_words(JO, Where::Server(HERE)).await.unwrap(), 3);
    assert_eq!(forget(&store, Where::Server(HERE)).await.words, 3);
    left_no_trace(place, &store).await;
    let all = dump(place).await;
    let named =
        |table: &str, name: &str| all[table].iter().filter(|row| row.split('|').any(|value| value == name)).count();
    for name in ["like a former member", "like a former member 2", "like a former member 3"] {
        assert_eq!(named("strength", name), 1, "{name}: {:?}", all["strength"]);
    }
    let of = |table: &str| {
        ["like a former member 2", "like a former member 3"].iter().position(|name| named(table, name) == 1)
    };
    assert!(of("recognition_strength").is_some() && of("recognition_strength") == of("recognition_day"));
}
