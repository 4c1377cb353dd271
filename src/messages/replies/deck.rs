//! What `/deck` says.

use std::fmt::Write;

use super::super::text::{escape, quote};
use super::schedule::{bold, name_option};
use crate::deck::{
    Advice, Fault, Field, Flaw, LARGEST_FILE, MOST_MINUTES, MOST_PROMPTS, MOST_QUESTION, MOST_STEP, MOST_TITLE, Place,
    What, Words,
};
use crate::recognition::clean_words;
use crate::store::{DeckState, MOST_OF_ONE, Schedule};

/// The command's description in Discord's menu.
pub const DESCRIPTION: &str = "Your team's own prompts: suggest one, look at them, take them along";
/// The description of `suggest`.
pub const SUGGEST: &str = "Suggest a prompt of your own for this team";
/// The description of `queue`.
pub const QUEUE: &str = "For those who manage the server: the suggestions that wait, one at a time";
/// The description of `list`.
pub const LIST: &str = "What is in the deck; only you see the answer";
/// The description of `remove`.
pub const REMOVE: &str = "For those who manage the server: pick a prompt and take it out of the deck";
/// The description of `export`.
pub const EXPORT: &str = "For those who manage the server: the deck as a file";
/// The description of `export format`.
pub const EXPORT_FORMAT: &str = "A table for spreadsheets, or text for an editor";
/// The description of `import`.
pub const IMPORT: &str = "For those who manage the server: prompts from a file into the deck";
/// The description of `import file`.
pub const IMPORT_FILE: &str = "A .csv or .toml file; /deck export shows what one looks like";
/// The choice of a table.
pub const AS_CSV: &str = "CSV, a table for spreadsheets";
/// The choice of a text.
pub const AS_TOML: &str = "TOML, text for an editor";

/// The title of the form for a suggestion.
pub const SUGGESTION_TITLE: &str = "Suggest a prompt";
/// The title of the form that mends one.
pub const EDIT_TITLE: &str = "Edit, then into the deck";
/// The label of the title's box.
pub const TITLE_BOX: &str = "Title, such as: Quiet work";
/// The label of the question's box.
pub const QUESTION_BOX: &str = "One question to think over";
/// The label of the step's box.
pub const STEP_BOX: &str = "One small step for today";
/// The label of the minutes' box.
pub const MINUTES_BOX: &str = "How many minutes that takes, 1 to 9";
/// In each box that takes words: who can read them.
pub const WHO_READS: &str = "Those who manage this server read it with your name; once in the deck, all do, without it";

/// Under a prompt of the deck: the button that opens the form.
pub const SUGGEST_BUTTON: &str = "Suggest one";
/// The buttons of the queue.
pub const APPROVE_BUTTON: &str = "Into the deck";
/// Asks for other words first.
pub const EDIT_BUTTON: &str = "Edit first";
/// Declines.
pub const DECLINE_BUTTON: &str = "Decline";
/// Leaves it for another time.
pub const LATER_BUTTON: &str = "Next one";
/// The menu of the list.
pub const PICK_MENU: &str = "Take one out of the deck";
/// Takes it out.
pub const TAKE_OUT_BUTTON: &str = "Take it out";
/// Back to the list.
pub const LEAVE_IN_BUTTON: &str = "Leave it in";
/// Turns back.
pub const BACK_BUTTON: &str = "Back";
/// Turns on.
pub const ON_BUTTON: &str = "On";

/// No suggestion waits.
pub const QUEUE_EMPTY: &str =
    "No suggestion waits. Anybody here can make one with `/deck suggest`, and it is shown to you here first.";
/// Two who manage the server were at the same suggestion.
pub const DECIDED: &str = "That suggestion is decided already: somebody was a moment quicker.";
/// A prompt that is not in the deck.
pub const NOT_IN_DECK: &str = "That prompt is not in the deck any more.";
/// The deck has one that asks the same.
pub const KNOWN_TO_DECK: &str =
    "The deck has a prompt with the same question already, so this one still waits. Edit it first, or decline it.";
/// The same question was suggested before, or is in the deck.
pub const KNOWN: &str =
    "That question is in the deck already, or waits to be read. Thank you all the same; another one is welcome.";
/// Too many suggestions of the server wait.
pub const TOO_MANY_WAIT: &str = "Very many suggestions wait here at the moment. Those who manage the server find them with `/deck queue`; please \
     try again when some are read.";
/// There is nothing to export or to list.
pub const DECK_EMPTY: &str =
    "The deck is empty so far. `/deck suggest` suggests a prompt for it, and `/deck import` brings many at once.";
/// Neither of the two endings.
pub const WHICH_FORMAT: &str =
    "I read files that end in .csv or .toml. `/deck export` gives you one to begin with, also of an empty deck.";
/// The file's own words to somebody who opens it.
pub const FAULTS_FILE: &str = "The faults of the file, a line each";

/// The deck is full.
pub fn full() -> String {
    format!("The deck holds {MOST_PROMPTS} prompts, which is as many as it can. `/deck remove` makes room.")
}

/// Enough suggestions of one person wait.
pub fn too_many_of_one() -> String {
    format!(
        "{MOST_OF_ONE} suggestions of yours wait to be read already. When one of them is decided, there is room for this \
         one."
    )
}

/// A suggestion waits now.
pub fn suggested(words: &Words, advice: &[Advice]) -> String {
    let mut told = format!(
        "Thank you. {} waits for those who manage this server; they see your name beside it. Once it is in the deck, \
         everybody may read it, without your name.",
        quote(&words.title, MOST_TITLE)
    );
    for line in advise(advice) {
        let _ = write!(told, "\n{line}");
    }
    told
}

/// Words that will not do, and the words themselves, so that nobody has lost them.
pub fn flawed(flaws: &[Flaw], typed: &[&str]) -> String {
    let mut told: Vec<String> = flaws.iter().map(|flaw| upper(&flaw_in_words(flaw))).collect();
    let words: Vec<&&str> = typed.iter().filter(|words| !clean_words(words).is_empty()).collect();
    told.push(if words.is_empty() { "Nothing was kept." } else { "Nothing was kept. Your words, to copy:" }.to_owned());
    told.extend(words.iter().map(|words| format!("> {}", quote(words, 300))));
    told.join("\n")
}

/// What somebody typed for a suggestion and is not kept, so that nobody has lost it.
pub fn mended_words(words: &Words) -> String {
    let each = [&words.title, &words.question, &words.step].map(|words| format!("\n> {}", quote(words, 300)));
    format!("\nYour words, to copy:{}", each.concat())
}

fn upper(words: &str) -> String {
    super::super::text::upper_first(format!("{words}."))
}

fn named(field: Field) -> &'static str {
    match field {
        Field::Title => "the title",
        Field::Question => "the question",
        Field::Step => "the small step",
    }
}

fn flaw_in_words(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Empty(field) => format!("{} has no letter in it", named(*field)),
        Flaw::Long { field, length } => {
            format!("{} has {length} characters, and {} are the most", named(*field), field.most())
        }
        Flaw::Minutes => format!("the minutes are a whole number from 1 to {MOST_MINUTES}"),
    }
}

/// What is worth a second look, a line each.
pub fn advise(advice: &[Advice]) -> Vec<String> {
    let line = |advice: &Advice| match advice {
        Advice::AsksNothing => "One thing to look at: it asks no question.".to_owned(),
        Advice::Asks(questions) => {
            format!("One thing to look at: it asks {questions} questions, and one is plenty for a day.")
        }
        Advice::Calls => "It names people as if to call them; a prompt notifies nobody.".to_owned(),
    };
    advice.iter().map(line).collect()
}

/// A suggestion went into the deck.
pub fn approved(words: &Words) -> String {
    format!("{} is in the deck.", quote(&words.title, MOST_TITLE))
}

/// A suggestion was declined.
pub fn declined(words: &Words) -> String {
    format!("{} is declined, and its words are deleted.", quote(&words.title, MOST_TITLE))
}

/// A prompt was taken out; `left` is what the deck holds now.
pub fn taken_out(words: &Words, left: usize) -> String {
    let mut told =
        format!("{} is out of the deck. What was posted of it stays where it is.", quote(&words.title, MOST_TITLE));
    if left == 0 {
        told.push_str(" That was the last one: schedules that draw from the deck post my own prompts meanwhile.");
    }
    told
}

/// Before a prompt is taken out.
pub const TAKE_OUT: &str = "Take this one out of the deck? It is not posted any more, and its words are deleted.";

/// How many prompts there are: `1 prompt`, `23 prompts`.
pub fn prompts(number: usize) -> String {
    if number == 1 { "1 prompt".to_owned() } else { format!("{number} prompts") }
}

/// How far a deck was posted, where it is.
pub fn left(state: &DeckState) -> Option<String> {
    match (state.round, state.left) {
        (0, _) => None,
        (_, 0) => Some("all of them were posted, so it begins again".to_owned()),
        (_, 1) => Some("1 left before one comes again".to_owned()),
        (_, left) => Some(format!("{left} left before one comes again")),
    }
}

/// What a file of an empty deck holds, to show what one looks like.
pub fn example() -> Words {
    Words {
        title: "Quiet work".to_owned(),
        question: "Whose work went unseen this week, and what did it make possible?".to_owned(),
        step: "Tell one of them what you noticed, in a single sentence.".to_owned(),
        minutes: 5,
    }
}

/// Few prompts are left before the deck begins again: to somebody who manages the server.
pub fn low(schedule: &Schedule, left: usize) -> String {
    format!(
        "{} has {} of your deck left before the deck begins again. Anybody here can suggest more by `/deck suggest`, \
         `/deck import` brings many at once, and `/schedule set prompts:both{}` puts mine beside them. Without any of it \
         the deck begins again, and no day is missed.",
        bold(schedule),
        prompts(left),
        name_option(schedule)
    )
}

/// The deck as a file.
pub fn exported(number: usize, file: &str) -> String {
    if number == 0 {
        return format!(
            "The deck is empty so far. {} shows what one looks like, with one prompt for an example. With yours in it, \
             `/deck import` reads it.",
            escape(file)
        );
    }
    format!("The deck, {}. `/deck import` reads this file back, here or in another server.", prompts(number))
}

/// What a file brought.
pub fn imported(new: usize, doubles: &[Place], holds: usize) -> String {
    let mut told = match new {
        0 => format!("Nothing new: the deck holds {}.", prompts(holds)),
        1 => format!("1 new prompt is in the deck, which holds {} now.", prompts(holds)),
        _ => format!("{new} new prompts are in the deck, which holds {} now.", prompts(holds)),
    };
    if !doubles.is_empty() {
        let there: Vec<String> = doubles.iter().take(10).map(place).collect();
        let more = doubles.len().saturating_sub(there.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = write!(
            told,
            "\nLeft out, since a prompt with the same question was there already: {}{more}.",
            there.join(", ")
        );
    }
    told
}

/// What is worth a look in what a file brought: how many ask nothing, or several things.
pub fn imported_advice(asking_nothing: usize, asking_much: usize) -> Option<String> {
    let mut parts = Vec::new();
    if asking_nothing > 0 {
        parts.push(format!("{} no question", counted(asking_nothing, "asks", "ask")));
    }
    if asking_much > 0 {
        parts.push(format!("{} more than one", counted(asking_much, "asks", "ask")));
    }
    (!parts.is_empty()).then(|| format!("Worth a look in `/deck list`: {}.", parts.join(", ")))
}

fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// More than a deck holds.
pub fn too_many_in_file(holds: usize, new: usize) -> String {
    let brought = if new == 1 { "1 new one".to_owned() } else { format!("{new} new ones") };
    format!(
        "The deck holds {}, and this file has {brought}: together more than the {MOST_PROMPTS} that a deck can \
         hold. Nothing was changed.",
        prompts(holds)
    )
}

/// How many faults a reply names; the file beside it names all.
pub const FAULTS_SHOWN: usize = 15;

/// What is wrong with a file: the first faults, and how many there are.
pub fn faults(faults: &[Fault]) -> String {
    let mut told = match faults {
        [_] => "That file has a fault, so nothing was changed.".to_owned(),
        _ => format!("That file has {} faults, so nothing was changed.", number(faults)),
    };
    for fault in faults.iter().take(FAULTS_SHOWN) {
        let _ = write!(told, "\n- {}", fault_in_words(fault));
    }
    if faults.len() > FAULTS_SHOWN {
        let _ = match faults.last() {
            Some(Fault { what: What::More(more), .. }) => {
                write!(told, "\nThe file below names the first {}, and {more} more are counted.", faults.len() - 1)
            }
            _ => write!(told, "\nThe file below names all of them."),
        };
    }
    told
}

/// How many there are, named or not.
fn number(faults: &[Fault]) -> usize {
    match faults {
        [named @ .., Fault { what: What::More(more), .. }] => named.len() + more,
        all => all.len(),
    }
}

/// All faults, a line each.
pub fn faults_file(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{}\n", plain_fault(fault))).collect()
}

fn fault_in_words(fault: &Fault) -> String {
    super::super::text::clip(&escape(&plain_fault(fault)), 120)
}

/// On one line, whatever the file holds: some faults say back what stands in it.
fn plain_fault(fault: &Fault) -> String {
    let words = clean_words(&what(&fault.what));
    match fault.place {
        Place::Whole => words,
        ref at => format!("{}: {words}", place(at)),
    }
}

fn place(place: &Place) -> String {
    match place {
        Place::Whole => "the file".to_owned(),
        Place::Row(row) => format!("row {row}"),
        Place::Line(line) => format!("line {line}"),
    }
}

fn what(what: &What) -> String {
    match what {
        What::Large => format!("it is larger than {} MB", LARGEST_FILE / 1024 / 1024),
        What::Utf16 => "it is saved as UTF-16; save it as UTF-8".to_owned(),
        What::NotUtf8 => "it is no UTF-8 from here on; save it as UTF-8".to_owned(),
        What::Nul => "there is a NUL character, which no text has".to_owned(),
        What::NoPrompts => "there is no prompt in it".to_owned(),
        What::TooMany(count) => format!("it holds {count} prompts, and a deck holds {MOST_PROMPTS} at most"),
        What::NoColumn(column) => format!("the first row names no column '{column}'"),
        What::Column(column) => {
            format!("no column is called '{column}' here; title, question, step and minutes are, each once")
        }
        What::MoreCells => "there is more in this row than there are columns".to_owned(),
        What::Unreadable(why) => format!("this is no TOML: {why}"),
        What::BeforeTheFirst => "this stands before the first [[prompt]]".to_owned(),
        What::Key(key) => format!("a prompt has no '{key}'; it has title, question, step and minutes"),
        What::Kind("minutes") => "the minutes are a number without quotation marks".to_owned(),
        What::Kind(key) => format!("'{key}' takes a text in quotation marks"),
        What::Missing(key) => format!("'{key}' is missing"),
        What::LargeEntry => format!(
            "this prompt is far too long: {MOST_TITLE} characters of title, {MOST_QUESTION} of question and {MOST_STEP} of \
             step are the most"
        ),
        What::Flaw(flaw) => flaw_in_words(flaw),
        What::ManyColumns(columns) => {
            format!("the first row has {columns} columns; title, question, step and minutes are all that a deck has")
        }
        What::OtherBeginning => "a prompt begins with a line [[prompt]], written so".to_owned(),
        What::More(more) => format!("and {more} more"),
    }
}
