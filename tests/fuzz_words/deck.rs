//! A team's own prompts: from the form or a file to the queue, the list, the post and a file again.

use clarion::deck::{Format, Place, Typed, Words, advice, check, read, write};
use clarion::messages;
use clarion::messages::replies::{deck as replies, suggestion as told};
use clarion::recognition::clean_words;
use clarion::store::{Decision, DeckAnswer, DeckPrompt, DeckState, Id, InQueue, OwnSuggestion, Suggestion};
use jiff::Timestamp;
use rand::RngExt;
use rand::rngs::StdRng;

use super::hostile::{first, words};
use super::shown::{Shown, defused, turns_nothing};
use super::{GIVER, GUILD, ROLE};

/// A prompt of a team's own, from the form on.
pub fn prompt(random: &mut StdRng, typed: &str, id: Id) {
    let (title, step) = (words(random), words(random));
    let nobody = Shown::to_nobody;
    let words = match check(&Typed { title: &title, question: typed, step: &step, minutes: "5" }) {
        Ok(words) => words,
        Err(flaws) => {
            let all = [title.as_str(), typed, step.as_str()];
            return nobody("why nothing is suggested").said(replies::flawed(&flaws, &all));
        }
    };
    shown(random, typed, &words, id);
    let format = either(random);
    let file = write([&words], format);
    let rows = read(file.as_bytes(), format).unwrap_or_else(|faults| panic!("{faults:?}\n{file}"));
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!(row.words, words, "{file}");
    assert_ne!(row.place, Place::Whole);
    if format == Format::Csv {
        defused(&file);
    }
}

fn shown(random: &mut StdRng, typed: &str, words: &Words, id: Id) {
    let nobody = Shown::to_nobody;
    let suggestion = Suggestion { id, words: words.clone(), by: Some(GIVER), at: Timestamp::UNIX_EPOCH, hears: true };
    let decision = Decision::Declined { why: Some(first(&clean_words(typed), messages::MOST_SAID)) };
    let prompt = DeckPrompt { id, words: words.clone() };
    match random.random_range(0..10) {
        0 => nobody("a prompt of the deck").hold(messages::own_prompt(&prompt, id)),
        1 => {
            let called = Shown { calls: true, ..nobody("a prompt that calls a role") };
            called.hold(messages::own_prompt(&prompt, id).calling(ROLE));
            let thread = messages::own_thread_name(&prompt);
            assert!((1..=100).contains(&thread.chars().count()), "a thread called {thread:?}");
            turns_nothing("a thread's name", &thread);
        }
        2 => {
            let waiting = InQueue { suggestion: Some(suggestion), place: 1, of: 2 };
            nobody("the queue").hold(messages::queue(&waiting, &advice(words), Some(replies::approved(words))));
        }
        3 => {
            let own = OwnSuggestion { suggestion, decision: Some(decision) };
            nobody("one's own suggestion").hold(messages::own_suggestion(&own));
            let numbered = |number| {
                let suggestion = Suggestion { id: Id::from_i64(number).unwrap(), ..own.suggestion.clone() };
                OwnSuggestion { suggestion, ..own.clone() }
            };
            let page = messages::me::suggestions(&(1..=5).map(numbered).collect::<Vec<_>>());
            nobody("the page of suggestions").hold(page);
        }
        4 => {
            let numbered = |number| DeckPrompt { id: Id::from_i64(number).unwrap(), words: words.clone() };
            let deck: Vec<DeckPrompt> = (1..=random.random_range(1..=25)).map(numbered).collect();
            let state = DeckState { holds: deck.len(), left: 1, round: 2 };
            let (screen, manages) = (random.random_range(0..3), random.random_bool(0.5));
            let done = Some(replies::taken_out(words, deck.len()));
            nobody("the list of the deck").hold(messages::deck_list(&deck, &state, screen, manages, done));
        }
        5 => nobody("taken out of the deck").hold(messages::take_out(&prompt)),
        6 => nobody("the form that mends one").form(&messages::suggestion_form(Some((id, words)))),
        7 => {
            let waits = replies::suggested(words, &advice(words));
            nobody("a suggestion waits").hold(messages::suggested(waits, id));
            nobody("a mend that is not kept").said(replies::mended_words(words));
        }
        8 => {
            nobody("one is declined").said(replies::declined(words));
            nobody("one is declined, with words").said(told::declined(words));
            nobody("too much is said").said(told::too_long(&clean_words(typed)));
        }
        _ => {
            let answer = DeckAnswer { guild: GUILD, person: GIVER, words: words.clone(), decision };
            nobody("what became of it").hold(messages::deck_answer(&answer, Some(typed), id));
        }
    }
}

/// Any words in a file, also some that no form lets through.
pub fn cells(random: &mut StdRng, typed: &str) {
    let bytes = match random.random_range(0..3) {
        0 => format!("title,question,step,minutes\n{typed},{typed},\"{typed}\",5\n"),
        1 => format!("[[prompt]]\ntitle = \"{typed}\"\nquestion = '''{typed}'''\nstep = \"x\"\n"),
        _ => typed.to_owned(),
    };
    let format = either(random);
    match read(bytes.as_bytes(), format) {
        Ok(rows) => {
            let all: Vec<_> = rows.iter().map(|row| &row.words).collect();
            let again = read(write(all.iter().copied(), format).as_bytes(), format).unwrap();
            assert_eq!(again.iter().map(|row| &row.words).collect::<Vec<_>>(), all);
        }
        Err(faults) => Shown::to_nobody("the faults of a file").said(replies::faults(&faults)),
    }
}

fn either(random: &mut StdRng) -> Format {
    if random.random_bool(0.5) { Format::Csv } else { Format::Toml }
}
