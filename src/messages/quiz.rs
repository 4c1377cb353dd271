//! The quiz on the screen: a moment, what the library reads in it, what came of a round, and the posted invitation.
//!
//! Nothing here is a mark: an answer stands beside another reading, in the colour of that reading.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, QuizPress, QuizRun};
use super::replies::quiz as words;
use super::text::{clip, upper_first};
use crate::content::round::Round;
use crate::content::{Answer, Contrast, Library, Statement};
use crate::store::{Id, QuizCounts};

/// The most that is shown of a moment, far more than the library's own have.
const MOST_SHOWN: usize = 900;

fn button(press: QuizPress, label: impl Into<String>, style: ButtonStyle) -> CreateButton {
    CreateButton::new(CustomId::Quiz(press).to_string()).label(label).style(style)
}

fn place(run: &QuizRun, number: usize) -> String {
    format!("Moment {number} of {}", run.round.keys().len())
}

/// The moment that comes after what was said, with a button for each answer. None of them stands out.
pub fn quiz_moment(run: &QuizRun, moment: &Statement) -> Card {
    let embed = CreateEmbed::new()
        .title(place(run, run.said.len() + 1))
        .description(format!("{}\n\n**{}**", clip(&moment.moment, MOST_SHOWN), words::QUESTION))
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new(words::ONLY_YOU));
    let answers = Answer::ALL.into_iter().map(|answer| {
        button(QuizPress::Said(run.and(answer)), upper_first(answer.name().to_owned()), ButtonStyle::Secondary)
    });
    Card::embed(embed).row(CreateActionRow::Buttons(answers.collect()))
}

/// What the library reads in the moment that was answered last.
pub fn quiz_reading(library: &Library, run: &QuizRun, moment: &Statement, said: Answer) -> Card {
    let essay = library.essay(&moment.essay).map_or(moment.essay.as_str(), |essay| essay.name.as_str());
    let embed = CreateEmbed::new()
        .title(place(run, run.said.len()))
        .description(clip(&moment.moment, MOST_SHOWN))
        .colour(colour_of(moment.answer))
        .field(words::reading(said, moment.answer, run.said.len()), clip(&moment.why, 1024), false)
        .footer(CreateEmbedFooter::new(clip(&format!("Drawn from {essay} \u{b7} {}", words::ONLY_YOU), 2048)));
    let label = if run.is_over() { "See the round" } else { "Next moment" };
    let next = button(QuizPress::Next(run.clone()), label, ButtonStyle::Primary);
    Card::embed(embed).row(CreateActionRow::Buttons(vec![next]))
}

fn colour_of(answer: Answer) -> u32 {
    match answer {
        Answer::Managing => colour::MANAGING,
        Answer::Leading => colour::LEADING,
        Answer::Both => colour::CLARION,
    }
}

/// How often what was said in a round, and how often the library reads it so.
pub fn quiz_counts(moments: &[&Statement], said: &[Answer]) -> QuizCounts {
    let count = |answer: Answer| said.iter().filter(|one| **one == answer).count() as i64;
    let agreed = moments.iter().zip(said).filter(|(moment, said)| moment.answer == **said).count() as i64;
    QuizCounts { managing: count(Answer::Managing), leading: count(Answer::Leading), both: count(Answer::Both), agreed }
}

/// What came of a round. `kept_before` says that it was finished before, and that those answers are the ones kept.
pub fn quiz_result(library: &Library, run: &QuizRun, moments: &[&Statement], kept_before: bool) -> Card {
    let said = quiz_counts(moments, &run.said);
    let mut text = words::result(said);
    for (so, more) in [(run.posted, words::SAME_FOR_ALL), (kept_before, words::KEPT_BEFORE)] {
        if so {
            text.push_str("\n\n");
            text.push_str(more);
        }
    }
    let mut embed = CreateEmbed::new()
        .title("Your round")
        .description(text)
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new(words::KEPT));
    let mut buttons = vec![button(QuizPress::Begin, "Another round", ButtonStyle::Secondary)];
    // Where one was read in two ways there is most to see; else in the first.
    let differs = moments.iter().zip(&run.said).find(|(moment, said)| moment.answer != **said);
    if let Some((moment, said)) = differs.or_else(|| moments.iter().zip(&run.said).next())
        && let Some(contrast) = contrast_of(library, moment)
    {
        let readings = if moment.answer == *said {
            format!("You and we said {}.", words::word(*said))
        } else {
            format!("You said {}, we said {}.", words::word(*said), words::word(moment.answer))
        };
        let look = format!(
            "> {}\n{readings} It belongs to **{}**: {}",
            clip(&moment.moment, 500),
            contrast.title,
            clip(&contrast.question, 300)
        );
        embed = embed.field("One thing to look at", look, false);
        let label = clip(&format!("See {}", contrast.title), 80);
        buttons.push(button(QuizPress::Contrast { topic: contrast.id.clone() }, label, ButtonStyle::Secondary));
    }
    Card::embed(embed).row(CreateActionRow::Buttons(buttons))
}

/// The contrast to hold beside a moment: its own, else one of the same essay, always the same for the same moment.
fn contrast_of<'a>(library: &'a Library, moment: &Statement) -> Option<&'a Contrast> {
    if let Some(contrast) = library.contrast(&moment.topic) {
        return Some(contrast);
    }
    let shares: Vec<&Contrast> =
        library.contrasts.iter().filter(|contrast| contrast.essays.contains(&moment.essay)).collect();
    let spread: usize = moment.id.bytes().map(usize::from).sum();
    shares.get(spread % shares.len().max(1)).copied()
}

/// The post that invites to a round, the same for everybody. The occurrence's id stands in its button alone: that is the
/// mark by which a post is found again after a crash.
pub fn quiz_invitation(occurrence: Id, round: Round) -> Card {
    let press = QuizPress::Week { occurrence, round };
    quiz_invitation_preview().row(CreateActionRow::Buttons(vec![button(
        press,
        "Take this week's round",
        ButtonStyle::Primary,
    )]))
}

/// The same post to look at: no button, since nothing was posted.
pub fn quiz_invitation_preview() -> Card {
    let embed = CreateEmbed::new()
        .title(words::INVITATION)
        .description(words::INVITATION_TEXT)
        .colour(colour::CLARION)
        .footer(CreateEmbedFooter::new("Both sides are needed. A round of your own, any time: /quiz"));
    Card::embed(embed)
}

/// What a thread about a round is called, and its post where that is a thread of a forum.
pub const QUIZ_THREAD: &str = "This week's quiz";
