//! What is said around the quiz: a reading beside another reading, never a mark.

use super::super::text::upper_first;
use crate::content::Answer;
use crate::store::QuizCounts;

/// The description of `/quiz`.
pub const DESCRIPTION: &str = "Five short moments: what does each need? Only you see your answers";
/// The description of its option `weekly`.
pub const WEEKLY: &str = "With Manage Server: the day on which a round is posted for everybody; 'off' ends it";
/// The description of its option `time`.
pub const TIME: &str = "With weekly: when, such as 9:30; 09:00 if you leave it out the first time";
/// The description of its option `channel`.
pub const CHANNEL: &str = "With weekly: where; this channel if you leave it out the first time";

/// Above the buttons.
pub const QUESTION: &str = "What does this moment need?";
/// Under a moment.
pub const ONLY_YOU: &str = "Only you see this.";
/// Under what came of a round.
pub const KEPT: &str =
    "I keep these counts for you in /me, with the date and which moments you have had. Only you see them.";
/// The same round was finished before.
pub const KEPT_BEFORE: &str = "You have finished this round before; what I keep are your first answers.";
/// What came of a round that is the same for everybody.
pub const SAME_FOR_ALL: &str = "Everybody who takes this round gets the same moments. Who answered what is shown to nobody, and nothing is added up.";

/// A library without moments.
pub const NONE: &str =
    "There are no moments for a quiz in my library. Whoever operates me can run `clarion check` to see why.";
/// A moment of a running round is no longer in the library.
pub const CHANGED: &str = "One of the moments in this round is no longer in my library, so I can't go on with it. `/quiz` begins a fresh one.";
/// An option that belongs to another one.
pub const WEEKLY_FIRST: &str = "`time:` and `channel:` are for the weekly round: pick a day after `weekly:` as well. For a \
                                round of your own, `/quiz` alone is enough.";
/// The weekly round is switched off, and was not on.
pub const NO_WEEKLY: &str = "There is no weekly round here. `/quiz weekly:Monday` begins one in this channel.";
/// The weekly round is switched off.
pub const WEEKLY_OFF: &str = "No more weekly rounds. Those that are posted still work, and `/quiz` does for everybody. `/quiz weekly:` and a day \
     brings them back.";
/// A schedule of that name posts prompts.
pub const NAME_TAKEN: &str = "A schedule called **quiz** posts prompts here, and the weekly round would need that name. \
                              `/schedule remove name:quiz` frees it; make it anew under another name if you want to keep it.";
/// A theme or a series for a schedule that posts the quiz.
pub const NO_THEME: &str = "That schedule posts a round of the quiz, and its moments come from all themes. `theme:`, \
                            `series:` and `prompts:` are for schedules that post prompts.";

/// Several days for the weekly round.
pub const ONE_DAY: &str =
    "The round of the quiz comes once a week: name one day, such as `days:tuesday`. Nothing was changed.";

/// The heading of an invitation.
pub const INVITATION: &str = "This week's quiz: what does this moment need?";
/// What it says.
pub const INVITATION_TEXT: &str = "Five short moments from working days. For each you say what it needs: managing, leading, or both. It takes about \
     three minutes. Your answers are shown to you alone, and nobody is compared.";

/// The heading of `/me`'s page.
pub const PAGE: &str = "Your quiz";
/// A page without anything.
pub const EMPTY: &str = "No round yet. **/quiz** is five short moments and takes about three minutes.";
/// Before everything is deleted.
pub const DELETE: &str = "Delete what I keep of all your quiz rounds? The counts and dates are gone then, for good, and the \
                          moments you have had can come again sooner.";
/// It is done.
pub const DELETED: &str = "Deleted: I keep nothing of your quiz rounds any more.";

/// An answer in a sentence.
pub fn word(answer: Answer) -> &'static str {
    answer.name()
}

/// What somebody said beside what the library reads. The moment's `number` varies the words.
pub fn reading(said: Answer, read: Answer, number: usize) -> String {
    let (ours, yours) = (word(read), word(said));
    match (said, read) {
        _ if said == read && number % 2 == 1 => format!("You said {yours}, and so do we."),
        _ if said == read => format!("You said {yours}. We read it that way, too."),
        (Answer::Both, _) => format!("You said both. We would begin with {ours} here; the other side may well follow."),
        (_, Answer::Both) => format!("You said {yours}, and it has its place here. We read both in it."),
        _ if number % 2 == 1 => {
            format!("You said {yours}. We read it as {ours}; a moment can be read in several ways.")
        }
        _ => format!("You said {yours}. Our own reading is {ours}, and here is why."),
    }
}

/// What came of a round: what was said, where that leaned to, and how often the library reads it so too.
pub fn result(said: QuizCounts) -> String {
    let counts = [(said.managing, "managing"), (said.leading, "leading"), (said.both, "both")];
    let all: i64 = counts.iter().map(|(count, _)| count).sum();
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{what} {}", times(*count)))
        .collect();
    let leaning = match counts.iter().find(|(count, _)| 2 * count > all) {
        Some((_, "both")) => "Mostly you saw a place for both.",
        Some((_, "managing")) => "In this round your eye went to managing first.",
        Some(_) => "In this round your eye went to leading first.",
        None => "You went now one way, now another.",
    };
    let agreed = match said.agreed {
        0 => "We read each of them in another way, which makes them good to talk about.".to_owned(),
        agreed if agreed == all => "We read all of them as you do.".to_owned(),
        1 => "We read one of them as you do; the others can be read in more ways than one.".to_owned(),
        agreed if agreed + 1 == all => {
            format!("We read {agreed} of the {all} as you do; the other can be read in more ways than one.")
        }
        agreed => format!("We read {agreed} of the {all} as you do; the others can be read in more ways than one."),
    };
    format!("You said {}. {leaning}\n{agreed}", listed(&parts))
}

/// `managing 12 times`, with what all rounds come to.
pub fn all_rounds(rounds: i64, said: QuizCounts) -> String {
    let moments = said.managing + said.leading + said.both;
    let rounds = if rounds == 1 { "One round".to_owned() } else { format!("{rounds} rounds") };
    format!(
        "{rounds}, {moments} moments: you said managing {}, leading {} and both {}. We read {} of them as you do.",
        times(said.managing),
        times(said.leading),
        times(said.both),
        said.agreed,
    )
}

/// One round in a line: `managing once, leading three times and both once`.
pub fn one_round(said: QuizCounts) -> String {
    let counts = [(said.managing, "managing"), (said.leading, "leading"), (said.both, "both")];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{what} {}", times(*count)))
        .collect();
    upper_first(listed(&parts))
}

fn times(count: i64) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

fn listed(parts: &[String]) -> String {
    match parts.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
