//! A team's own deck: what is suggested waits once and is decided once, a file comes in as a whole or not at all, and posts
//! draw from it.

use std::collections::BTreeSet;

use clarion::deck::{DrawsFrom, MOST_PROMPTS, Place as At, Row, Words};
use clarion::store::{
    Approved, Before, Chosen, DeckPrompt, DeckState, Id, Imported, MOST_OF_ONE, MOST_WAITING, MyPart, NewSuggestion,
    ScheduleDraft, ScheduleOptions, Store, Suggested, TriedBy,
};
use serenity::model::id::{GuildId, InteractionId, UserId};

use super::engines::{ANNA, BEN, GUILD, LEASE, NINE, Place, at, claimed, draft, on_each_engine};

on_each_engine!(
    a_suggestion_waits_once_and_is_decided_once,
    so_many_wait_and_no_more,
    the_same_question_is_no_new_prompt,
    the_queue_goes_round,
    what_somebody_suggested_is_theirs_to_see,
    a_file_comes_in_as_a_whole_or_not_at_all,
    a_prompt_that_is_taken_out_is_gone_like_any_other,
    how_far_a_deck_was_posted_is_counted,
    a_prompt_that_joins_is_one_more_of_the_round,
    two_servers_have_two_decks,
    whose_prompts_a_schedule_posts_is_kept,
);

const ELSEWHERE: GuildId = GuildId::new(1_000_000_000_000_000_009);

fn words(number: usize) -> Words {
    Words {
        title: format!("Title {number}"),
        question: format!("What is number {number}?"),
        step: "Write it down.".to_owned(),
        minutes: 3,
    }
}

async fn suggest(store: &Store, interaction: u64, by: UserId, number: usize) -> Suggested {
    let interaction = InteractionId::new(interaction);
    let new = NewSuggestion { interaction, guild: GUILD, by, words: words(number) };
    store.suggest(&new, at(NINE)).await.unwrap()
}

async fn waits(store: &Store, interaction: u64, number: usize) -> Id {
    match suggest(store, interaction, ANNA, number).await {
        Suggested::Waits(id) => id,
        other => panic!("{other:?}"),
    }
}

fn rows(numbers: impl IntoIterator<Item = usize>) -> Vec<Row> {
    (2..).zip(numbers).map(|(row, number)| Row { place: At::Row(row), words: words(number) }).collect()
}

async fn import(store: &Store, interaction: u64, rows: &[Row]) -> Imported {
    store.import(GUILD, InteractionId::new(interaction), rows, at(NINE)).await.unwrap()
}

async fn titles(store: &Store) -> Vec<String> {
    store.deck(GUILD).await.unwrap().into_iter().map(|prompt| prompt.words.title).collect()
}

async fn a_suggestion_waits_once_and_is_decided_once(place: &Place) {
    let store = place.open().await;
    let first = waits(&store, 1, 1).await;
    // The same form again: another process heard of it too.
    assert_eq!(waits(&store, 1, 1).await, first);
    let second = waits(&store, 2, 2).await;
    let shown = store.suggestion_after(GUILD, None).await.unwrap();
    let suggestion = shown.suggestion.unwrap();
    assert_eq!((suggestion.id, suggestion.by, suggestion.at, shown.of), (first, Some(ANNA), at(NINE), 2));
    assert!(store.deck(GUILD).await.unwrap().is_empty());

    let mended = Words { title: "Mended".to_owned(), ..words(1) };
    assert_eq!(store.approve(GUILD, first, Some(&mended)).await.unwrap(), Approved::Now(mended.clone()));
    assert_eq!(store.deck(GUILD).await.unwrap(), [DeckPrompt { id: first, words: mended }]);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt WHERE suggested_by IS NOT NULL").await, 1);
    // Two at once: the second hears that it is decided, whichever way.
    assert_eq!(store.approve(GUILD, first, None).await.unwrap(), Approved::Decided);
    assert_eq!(store.decline(GUILD, first).await.unwrap(), None);
    assert_eq!(store.decline(GUILD, second).await.unwrap(), Some(words(2)));
    assert_eq!(store.approve(GUILD, second, None).await.unwrap(), Approved::Decided);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt WHERE title = 'Title 2'").await, 0);
    assert_eq!(titles(&store).await, ["Mended"]);
}

async fn so_many_wait_and_no_more(place: &Place) {
    let store = place.open().await;
    for number in 1..=MOST_OF_ONE {
        waits(&store, number as u64, number).await;
    }
    assert_eq!(suggest(&store, 99, ANNA, 9_999).await, Suggested::TooManyOfOne);
    assert!(matches!(suggest(&store, 98, BEN, 9_998).await, Suggested::Waits(_)));
    for number in MOST_OF_ONE + 1..MOST_WAITING {
        let by = UserId::new(1_000 + number as u64);
        assert!(matches!(suggest(&store, 1_000 + number as u64, by, number).await, Suggested::Waits(_)), "{number}");
    }
    assert_eq!(suggest(&store, 97, BEN, 9_997).await, Suggested::TooMany);
    let one = store.suggestion_after(GUILD, None).await.unwrap().suggestion.unwrap();
    store.decline(GUILD, one.id).await.unwrap();
    assert!(matches!(suggest(&store, 97, ANNA, 9_997).await, Suggested::Waits(_)));
}

async fn what_somebody_suggested_is_theirs_to_see(place: &Place) {
    let store = place.open().await;
    let (first, second) = (waits(&store, 1, 1).await, waits(&store, 2, 2).await);
    assert!(matches!(suggest(&store, 3, BEN, 3).await, Suggested::Waits(_)));
    // Who wishes to hear of it is not forgotten yet.
    place.run("UPDATE deck_prompt SET hears = 1").await;
    store.approve(GUILD, first, None).await.unwrap();
    let mine = store.suggestions_of(GUILD, ANNA).await.unwrap();
    let shown: Vec<_> = mine.iter().map(|(one, in_deck)| (one.id, one.words.title.as_str(), *in_deck)).collect();
    assert_eq!(shown, [(second, "Title 2", false), (first, "Title 1", true)]);
    assert_eq!(store.suggestions_of(ELSEWHERE, ANNA).await.unwrap(), []);
    store.delete_mine(GUILD, ANNA, &[MyPart::Suggestions]).await.unwrap();
    assert_eq!(store.suggestions_of(GUILD, ANNA).await.unwrap(), []);
}

async fn the_same_question_is_no_new_prompt(place: &Place) {
    let store = place.open().await;
    let first = waits(&store, 1, 1).await;
    let second = waits(&store, 2, 2).await;
    assert_eq!(suggest(&store, 3, BEN, 1).await, Suggested::Known);
    store.approve(GUILD, first, None).await.unwrap();
    assert_eq!(suggest(&store, 4, BEN, 1).await, Suggested::Known);
    // Mended until it asks what the deck asks already: it still waits.
    let same = Words { question: "what IS number 1".to_owned(), ..words(2) };
    assert_eq!(store.approve(GUILD, second, Some(&same)).await.unwrap(), Approved::Known);
    assert_eq!(store.approve(GUILD, second, None).await.unwrap(), Approved::Now(words(2)));
}

async fn the_queue_goes_round(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.suggestion_after(GUILD, None).await.unwrap().suggestion, None);
    let ids = [waits(&store, 1, 1).await, waits(&store, 2, 2).await, waits(&store, 3, 3).await];
    let mut shown = Vec::new();
    let mut after = None;
    for _ in 0..4 {
        let next = store.suggestion_after(GUILD, after).await.unwrap();
        after = next.suggestion.map(|suggestion| suggestion.id);
        shown.push((after.unwrap(), next.place, next.of));
    }
    assert_eq!(shown, [(ids[0], 1, 3), (ids[1], 2, 3), (ids[2], 3, 3), (ids[0], 1, 3)]);
    // One that was decided meanwhile leads on to the one after it.
    store.decline(GUILD, ids[1]).await.unwrap();
    let next = store.suggestion_after(GUILD, Some(ids[1])).await.unwrap();
    assert_eq!((next.suggestion.unwrap().id, next.place, next.of), (ids[2], 2, 2));
}

async fn a_file_comes_in_as_a_whole_or_not_at_all(place: &Place) {
    let store = place.open().await;
    let done = |new, doubles: &[u64], holds| Imported::Done {
        new,
        doubles: doubles.iter().map(|row| At::Row(*row)).collect(),
        holds,
    };
    assert_eq!(import(&store, 1, &rows([1, 2, 1, 3])).await, done(3, &[4], 3));
    // The same interaction once more (its commit went unanswered, or another process heard of it) says the same.
    assert_eq!(import(&store, 1, &rows([1, 2, 1, 3])).await, done(3, &[4], 3));
    assert_eq!(titles(&store).await, ["Title 1", "Title 2", "Title 3"]);
    assert_eq!(import(&store, 2, &rows([3, 4])).await, done(1, &[2], 4));
    let all = rows(1..=MOST_PROMPTS + 1);
    assert_eq!(import(&store, 3, &all).await, Imported::TooMany { holds: 4, new: MOST_PROMPTS - 3 });
    assert_eq!(titles(&store).await.len(), 4);
    assert_eq!(import(&store, 4, &all[..MOST_PROMPTS]).await, done(MOST_PROMPTS - 4, &[2, 3, 4, 5], MOST_PROMPTS));
    let one_more = waits(&store, 5, MOST_PROMPTS + 9).await;
    assert_eq!(store.approve(GUILD, one_more, None).await.unwrap(), Approved::Full);
    // What comes in keeps its order.
    let deck = titles(&store).await;
    assert_eq!(deck.len(), MOST_PROMPTS);
    assert_eq!(deck.iter().collect::<BTreeSet<_>>().len(), MOST_PROMPTS);
    assert_eq!((deck[4].as_str(), deck[MOST_PROMPTS - 1].as_str()), ("Title 5", "Title 2000"));
}

/// Chosen before a crash, taken out, taken over: another one is chosen, as with a prompt that a writer removed.
async fn a_prompt_that_is_taken_out_is_gone_like_any_other(place: &Place) {
    let store = place.open().await;
    store
        .save_schedule(GUILD, &draft("daily", "09:00 weekdays Europe/Berlin"), at("2026-11-22T12:00:00Z"))
        .await
        .unwrap();
    import(&store, 1, &rows([1, 2])).await;
    let deck = store.deck(GUILD).await.unwrap();
    let (first, second) = (deck[0].prompt_id(), deck[1].prompt_id());
    assert_eq!((DeckPrompt::read(&first), DeckPrompt::is_own(&first)), (Some(deck[0].id), true));
    assert_eq!((DeckPrompt::read("risk-small-bet"), DeckPrompt::is_own("risk-small-bet")), (None, false));
    let claim = claimed(&store, NINE).await;
    let choose = |id: &str| {
        let id = id.to_owned();
        move |_: &Before| Some(Chosen { prompt: id.clone(), cycle: 1, day: None })
    };
    let chosen =
        store.choose_prompt(&claim, at(NINE), LEASE, TriedBy::Message, |_| true, choose(&first)).await.unwrap();
    assert_eq!(chosen.map(|chosen| chosen.prompt).as_ref(), Some(&first));
    assert_eq!(store.take_out(GUILD, deck[0].id).await.unwrap(), Some(words(1)));
    assert_eq!(store.take_out(GUILD, deck[0].id).await.unwrap(), None);
    assert_eq!(store.deck_prompt(GUILD, deck[0].id).await.unwrap(), None);
    let claim = claimed(&store, "2026-11-23T08:02:00Z").await;
    let known = |id: &str| id == second;
    let chosen = store.choose_prompt(&claim, at(NINE), LEASE, TriedBy::Message, known, choose(&second)).await.unwrap();
    assert_eq!(chosen.map(|chosen| chosen.prompt).as_ref(), Some(&second));
    let history: Vec<String> = store.prompt_history(GUILD).await.unwrap().into_iter().map(|used| used.prompt).collect();
    assert_eq!(history, [second]);
}

async fn how_far_a_deck_was_posted_is_counted(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.deck_state(GUILD).await.unwrap(), DeckState::default());
    store.save_schedule(GUILD, &draft("daily", "09:00 daily Europe/Berlin"), at("2026-11-22T12:00:00Z")).await.unwrap();
    import(&store, 1, &rows([1, 2, 3])).await;
    let deck = store.deck(GUILD).await.unwrap();
    let mut states = Vec::new();
    for (day, number) in (23..).zip([0, 1, 2, 0]) {
        let now = format!("2026-11-{day}T08:00:00Z");
        let claim = claimed(&store, &now).await;
        let id = deck[number].prompt_id();
        let choose = move |_: &Before| Some(Chosen { prompt: id.clone(), cycle: 1, day: None });
        store.choose_prompt(&claim, at(&now), LEASE, TriedBy::Message, |_| true, choose).await.unwrap();
        store.posted(&claim, serenity::model::id::MessageId::new(day)).await.unwrap();
        let state = store.deck_state(GUILD).await.unwrap();
        states.push((state.holds, state.left, state.round));
    }
    assert_eq!(states, [(3, 2, 1), (3, 1, 1), (3, 0, 1), (3, 2, 2)]);
    let low = |holds, left| DeckState { holds, left, round: 1 }.is_low();
    let schedule = store.schedule(GUILD, "daily", at(NINE)).await.unwrap().unwrap().id;
    let mut told = Vec::new();
    for (holds, round) in [(30, 1), (30, 1), (41, 1), (42, 1), (30, 2)] {
        let state = DeckState { holds, left: 14, round };
        told.push(store.tell_deck_low(schedule, &state, at("2026-11-27T08:00:00Z")).await.unwrap());
    }
    // Once a round, and once more where the deck has grown by another fortnight.
    assert_eq!(told, [true, false, false, true, true]);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence WHERE due_key LIKE 'deck:%'").await, 3);
    assert_eq!([low(30, 15), low(30, 14), low(30, 3), low(14, 13)], [false, true, true, false]);
}

/// Joined after two rounds, and in the middle of one. Other schedules of the server begin cycles as they please.
async fn a_prompt_that_joins_is_one_more_of_the_round(place: &Place) {
    let store = place.open().await;
    store.save_schedule(GUILD, &draft("daily", "09:00 daily UTC"), at("2026-11-22T12:00:00Z")).await.unwrap();
    import(&store, 1, &rows([1, 2, 3])).await;
    let mut day: jiff::civil::Date = "2026-11-23".parse().unwrap();
    let mut post = async |number: usize, cycle: i64| {
        let now = format!("{day}T09:00:00Z");
        day = day.tomorrow().unwrap();
        let claim = claimed(&store, &now).await;
        let id = store.deck(GUILD).await.unwrap()[number - 1].prompt_id();
        let choose = move |_: &Before| Some(Chosen { prompt: id.clone(), cycle, day: None });
        store.choose_prompt(&claim, at(&now), LEASE, TriedBy::Message, |_| true, choose).await.unwrap();
        store.posted(&claim, serenity::model::id::MessageId::new(day.day() as u64)).await.unwrap();
        let state = store.deck_state(GUILD).await.unwrap();
        (state.left, state.round)
    };
    let mut states = Vec::new();
    for (number, cycle) in [(1, 1), (2, 1), (3, 4), (1, 5), (2, 5), (3, 5)] {
        states.push(post(number, cycle).await);
    }
    assert_eq!(states, [(2, 1), (1, 1), (0, 1), (2, 2), (1, 2), (0, 2)]);
    import(&store, 2, &rows([4])).await;
    let state = store.deck_state(GUILD).await.unwrap();
    assert_eq!((state.holds, state.left, state.round), (4, 1, 2));
    assert_eq!(post(4, 5).await, (0, 2));
    assert_eq!(post(2, 6).await, (3, 3));
    import(&store, 3, &rows([5])).await;
    assert_eq!(post(5, 6).await, (3, 3));
    assert_eq!(post(1, 6).await, (2, 3));
    // One that is taken out counts for nothing.
    let third = store.deck(GUILD).await.unwrap()[2].id;
    store.take_out(GUILD, third).await.unwrap();
    assert_eq!(store.deck_state(GUILD).await.unwrap(), DeckState { holds: 4, left: 1, round: 3 });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_words_that_mended_ones_replace_leave_the_file() {
    let place = Place::sqlite();
    let store = place.open().await;
    let (first, second) = (waits(&store, 1, 1).await, waits(&store, 2, 2).await);
    store.approve(GUILD, first, None).await.unwrap();
    assert!(!store.scrub().await.unwrap(), "nothing was deleted");
    store.approve(GUILD, second, Some(&words(3))).await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt WHERE title = 'Title 2'").await, 0);
    assert!(store.scrub().await.unwrap(), "nothing is owed");
}

async fn two_servers_have_two_decks(place: &Place) {
    let store = place.open().await;
    let id = waits(&store, 1, 1).await;
    assert_eq!(store.suggestion_after(ELSEWHERE, None).await.unwrap().suggestion, None);
    assert_eq!(store.approve(ELSEWHERE, id, None).await.unwrap(), Approved::Decided);
    assert_eq!(store.decline(ELSEWHERE, id).await.unwrap(), None);
    store.approve(GUILD, id, None).await.unwrap();
    assert_eq!(store.deck_prompt(ELSEWHERE, id).await.unwrap(), None);
    assert_eq!(store.take_out(ELSEWHERE, id).await.unwrap(), None);
    assert!(store.deck(ELSEWHERE).await.unwrap().is_empty());
    assert_eq!(titles(&store).await, ["Title 1"]);
}

async fn whose_prompts_a_schedule_posts_is_kept(place: &Place) {
    let store = place.open().await;
    for from in DrawsFrom::ALL {
        let options = ScheduleOptions { draws_from: from, ..ScheduleOptions::default() };
        let draft = ScheduleDraft { options: Some(options.clone()), ..draft("daily", "09:00 weekdays Europe/Berlin") };
        store.save_schedule(GUILD, &draft, at(NINE)).await.unwrap();
        let kept = store.schedule(GUILD, "daily", at(NINE)).await.unwrap().unwrap();
        assert_eq!(kept.options, options);
    }
}
