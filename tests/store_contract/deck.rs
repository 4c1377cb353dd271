//! A team's own deck: what is suggested waits once and is decided once, a file comes in as a whole or not at all, and posts
//! draw from it.

use std::collections::BTreeSet;

use clarion::deck::{DrawsFrom, MOST_PROMPTS, Place as At, Row, Words};
use clarion::store::{
    Approved, Before, Chosen, Decision, DeckAnswer, DeckPrompt, DeckState, Id, Imported, MOST_OF_ONE, MOST_WAITING,
    MyPart, NewSuggestion, Next, OccurrenceKey, ScheduleDraft, ScheduleOptions, Store, Suggested, TriedBy,
};
use serenity::model::id::{GuildId, InteractionId, MessageId, UserId};

use super::engines::{ANNA, BEN, GRACE, GUILD, LEASE, NINE, Place, at, claimed, draft, on_each_engine};

on_each_engine!(
    a_suggestion_waits_once_and_is_decided_once,
    so_many_wait_and_no_more,
    the_same_question_is_no_new_prompt,
    the_queue_goes_round,
    what_somebody_suggested_is_theirs_to_see,
    who_asked_to_hear_of_it_is_told_once_and_forgotten,
    what_could_not_be_told_is_kept_until_it_was_seen,
    nobody_is_told_of_what_was_deleted_or_whose_writer_is_gone,
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
    assert_eq!(store.approve(GUILD, first, Some(&mended), at(NINE)).await.unwrap(), Approved::Now(mended.clone()));
    assert_eq!(store.deck(GUILD).await.unwrap(), [DeckPrompt { id: first, words: mended }]);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt WHERE suggested_by IS NOT NULL").await, 1);
    // Two at once: the second hears that it is decided, whichever way.
    assert_eq!(store.approve(GUILD, first, None, at(NINE)).await.unwrap(), Approved::Decided);
    assert_eq!(store.decline(GUILD, first, None, at(NINE)).await.unwrap(), None);
    assert_eq!(
        store.decline(GUILD, second, None, at(NINE)).await.unwrap().map(|it| (it.words, it.told)),
        Some((words(2), false))
    );
    assert_eq!(store.approve(GUILD, second, None, at(NINE)).await.unwrap(), Approved::Decided);
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
    store.decline(GUILD, one.id, None, at(NINE)).await.unwrap();
    assert!(matches!(suggest(&store, 97, ANNA, 9_997).await, Suggested::Waits(_)));
}

async fn what_somebody_suggested_is_theirs_to_see(place: &Place) {
    let store = place.open().await;
    let (first, second) = (waits(&store, 1, 1).await, waits(&store, 2, 2).await);
    assert!(matches!(suggest(&store, 3, BEN, 3).await, Suggested::Waits(_)));
    // Who wishes to hear of it is not forgotten yet.
    place.run("UPDATE deck_prompt SET hears = 1").await;
    store.approve(GUILD, first, None, at(NINE)).await.unwrap();
    assert_eq!(mine(&store).await, [("Title 2".to_owned(), None), ("Title 1".to_owned(), Some(Decision::InDeck))]);
    let one = store.own_suggestion(GUILD, ANNA, second).await.unwrap().unwrap();
    assert_eq!((one.suggestion.id, one.suggestion.hears), (second, true));
    assert_eq!(store.own_suggestion(GUILD, BEN, second).await.unwrap(), None);
    assert_eq!(store.own_suggestion(ELSEWHERE, ANNA, second).await.unwrap(), None);
    assert_eq!(store.suggestions_of(ELSEWHERE, ANNA).await.unwrap(), []);
    store.delete_mine(GUILD, ANNA, &[MyPart::Suggestions]).await.unwrap();
    assert_eq!(store.suggestions_of(GUILD, ANNA).await.unwrap(), []);
    assert_eq!(place.number("SELECT COUNT(*) FROM occurrence").await, 0);
}

async fn mine(store: &Store) -> Vec<(String, Option<Decision>)> {
    let all = store.suggestions_of(GUILD, ANNA).await.unwrap();
    all.into_iter().map(|one| (one.suggestion.words.title, one.decision)).collect()
}

async fn hears(store: &Store, suggestion: Id, wished: bool) -> bool {
    let own = store.hear_of_suggestion(GUILD, ANNA, suggestion, wished).await.unwrap();
    own.is_some_and(|own| own.suggestion.hears)
}

/// Whether a word about a suggestion is owed; it is told then.
async fn told(store: &Store) -> Option<DeckAnswer> {
    let claim = match store.claim_due(at(NINE), LEASE, GRACE).await.unwrap() {
        Next::Claimed(claim) => claim,
        Next::Nothing => return None,
        Next::Skipped(skipped) => panic!("{skipped:?}"),
    };
    let OccurrenceKey::DeckAnswer { suggestion } = claim.occurrence.key else { panic!("{claim:?}") };
    let answer = store.deck_answer(suggestion).await.unwrap();
    store.tried(&claim, at(NINE), LEASE).await.unwrap();
    for _ in 0..2 {
        store.posted(&claim, MessageId::new(5)).await.unwrap();
    }
    answer
}

async fn who_asked_to_hear_of_it_is_told_once_and_forgotten(place: &Place) {
    let store = place.open().await;
    let ids = [waits(&store, 1, 1).await, waits(&store, 2, 2).await, waits(&store, 3, 3).await];
    // Nobody wishes it for somebody else; a wish can be taken back.
    assert_eq!(store.hear_of_suggestion(GUILD, BEN, ids[0], true).await.unwrap(), None);
    assert_eq!(store.hear_of_suggestion(ELSEWHERE, ANNA, ids[0], true).await.unwrap(), None);
    assert!(
        hears(&store, ids[0], true).await && hears(&store, ids[1], true).await && hears(&store, ids[2], true).await
    );
    assert!(!hears(&store, ids[2], false).await);

    let mended = Words { title: "Mended".to_owned(), ..words(1) };
    store.approve(GUILD, ids[0], Some(&mended), at(NINE)).await.unwrap();
    let answer = DeckAnswer { guild: GUILD, person: ANNA, words: mended, decision: Decision::InDeck };
    assert_eq!(told(&store).await, Some(answer));
    let declined = store.decline(GUILD, ids[1], Some("too long"), at(NINE)).await.unwrap().unwrap();
    assert!(declined.told);
    assert_eq!(store.decline(GUILD, ids[1], None, at(NINE)).await.unwrap(), None);
    assert_eq!(store.approve(GUILD, ids[1], None, at(NINE)).await.unwrap(), Approved::Decided);
    // It is neither known as a question, nor one of the five that wait.
    assert!(matches!(suggest(&store, 4, BEN, 2).await, Suggested::Waits(_)));
    let decision = Decision::Declined { why: Some("too long".to_owned()) };
    assert_eq!(told(&store).await, Some(DeckAnswer { guild: GUILD, person: ANNA, words: words(2), decision }));
    assert!(!store.decline(GUILD, ids[2], Some("x"), at(NINE)).await.unwrap().unwrap().told);
    assert_eq!(told(&store).await, None);
    // Nothing is left of who suggested it, nor of what was declined.
    assert_eq!(mine(&store).await, []);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt").await, 2);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt WHERE hears = 1 OR answer IS NOT NULL").await, 0);
    assert_eq!(titles(&store).await, ["Mended"]);
}

async fn what_could_not_be_told_is_kept_until_it_was_seen(place: &Place) {
    let store = place.open().await;
    let ids = [waits(&store, 1, 1).await, waits(&store, 2, 2).await];
    for id in ids {
        hears(&store, id, true).await;
    }
    store.approve(GUILD, ids[0], None, at(NINE)).await.unwrap();
    store.decline(GUILD, ids[1], None, at(NINE)).await.unwrap();
    for _ in 0..2 {
        let Next::Claimed(claim) = store.claim_due(at(NINE), LEASE, GRACE).await.unwrap() else { panic!("not owed") };
        store.failed(&claim, "refused:50007").await.unwrap();
    }
    let all = [
        ("Title 2".to_owned(), Some(Decision::Declined { why: None })),
        ("Title 1".to_owned(), Some(Decision::InDeck)),
    ];
    assert_eq!(mine(&store).await, all);
    assert!(!store.put_suggestion_away(GUILD, BEN, ids[1]).await.unwrap());
    assert!(!store.put_suggestion_away(ELSEWHERE, ANNA, ids[1]).await.unwrap());
    assert_eq!(mine(&store).await, all);
    for id in ids {
        assert!(store.put_suggestion_away(GUILD, ANNA, id).await.unwrap());
        assert!(!store.put_suggestion_away(GUILD, ANNA, id).await.unwrap());
    }
    assert_eq!(mine(&store).await, []);
    assert_eq!(titles(&store).await, ["Title 1"]);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt").await, 1);
    // One that waits is not put away.
    let waiting = waits(&store, 5, 5).await;
    assert!(store.put_suggestion_away(GUILD, ANNA, waiting).await.unwrap());
    assert_eq!(mine(&store).await, [("Title 5".to_owned(), None)]);
}

async fn nobody_is_told_of_what_was_deleted_or_whose_writer_is_gone(place: &Place) {
    let store = place.open().await;
    let ids = [waits(&store, 1, 1).await, waits(&store, 2, 2).await, waits(&store, 3, 3).await];
    for id in ids {
        hears(&store, id, true).await;
    }
    store.approve(GUILD, ids[0], None, at(NINE)).await.unwrap();
    store.take_out(GUILD, ids[0]).await.unwrap();
    assert!(matches!(store.claim_due(at(NINE), LEASE, GRACE).await.unwrap(), Next::Skipped(_)));
    store.decline(GUILD, ids[1], None, at(NINE)).await.unwrap();
    store.delete_mine(GUILD, ANNA, &[MyPart::Suggestions]).await.unwrap();
    assert_eq!(told(&store).await, None);
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt").await, 0);
}

async fn the_same_question_is_no_new_prompt(place: &Place) {
    let store = place.open().await;
    let first = waits(&store, 1, 1).await;
    let second = waits(&store, 2, 2).await;
    assert_eq!(suggest(&store, 3, BEN, 1).await, Suggested::Known);
    store.approve(GUILD, first, None, at(NINE)).await.unwrap();
    assert_eq!(suggest(&store, 4, BEN, 1).await, Suggested::Known);
    // Mended until it asks what the deck asks already: it still waits.
    let same = Words { question: "what IS number 1".to_owned(), ..words(2) };
    assert_eq!(store.approve(GUILD, second, Some(&same), at(NINE)).await.unwrap(), Approved::Known);
    assert_eq!(store.approve(GUILD, second, None, at(NINE)).await.unwrap(), Approved::Now(words(2)));
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
    store.decline(GUILD, ids[1], None, at(NINE)).await.unwrap();
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
    assert_eq!(store.approve(GUILD, one_more, None, at(NINE)).await.unwrap(), Approved::Full);
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
    store.approve(GUILD, first, None, at(NINE)).await.unwrap();
    assert!(!store.scrub().await.unwrap(), "nothing was deleted");
    store.approve(GUILD, second, Some(&words(3)), at(NINE)).await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM deck_prompt WHERE title = 'Title 2'").await, 0);
    assert!(store.scrub().await.unwrap(), "nothing is owed");
}

async fn two_servers_have_two_decks(place: &Place) {
    let store = place.open().await;
    let id = waits(&store, 1, 1).await;
    assert_eq!(store.suggestion_after(ELSEWHERE, None).await.unwrap().suggestion, None);
    assert_eq!(store.approve(ELSEWHERE, id, None, at(NINE)).await.unwrap(), Approved::Decided);
    assert_eq!(store.decline(ELSEWHERE, id, None, at(NINE)).await.unwrap(), None);
    store.approve(GUILD, id, None, at(NINE)).await.unwrap();
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
