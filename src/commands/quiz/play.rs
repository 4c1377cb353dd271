//! One round, from its first moment to what came of it.

use super::super::{Asked, Commands, Trouble, here};
use crate::content::Statement;
use crate::content::round::{Key, Round, draw};
use crate::messages::replies::quiz as words;
use crate::messages::{Card, QuizRun, quiz_counts, quiz_moment, quiz_reading, quiz_result};
use crate::store::{Id, NewQuizRound};

/// How many of somebody's latest rounds are looked at, so that their moments come back as late as the library allows.
const ROUNDS_HELD_BACK: u32 = 40;

/// A round of one's own: the interaction that begins it is its seed.
pub(super) async fn begin(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    let history = commands.store.quiz_history(asked.guild, asked.user, ROUNDS_HELD_BACK).await?;
    let rounds = history.latest.iter().filter_map(|round| round.moments.parse::<Round>().ok());
    let seen: Vec<Key> = rounds.flat_map(|round| round.keys().to_vec()).collect();
    let begun_by = asked.interaction.get();
    let round = draw(&commands.library, &seen, begun_by).ok_or_else(|| Trouble::kind(words::NONE))?;
    moment(commands, &QuizRun { begun_by, posted: false, round, said: Vec::new() })
}

/// The round of an invitation: the same moments for everybody, and kept once for each.
pub(super) fn week(commands: &Commands, occurrence: Id, round: Round) -> Result<Card, Trouble> {
    moment(commands, &QuizRun { begun_by: occurrence.get().cast_unsigned(), posted: true, round, said: Vec::new() })
}

/// What the library reads in the moment that was answered last.
pub(super) fn reading(commands: &Commands, run: &QuizRun) -> Result<Card, Trouble> {
    let moments = moments(commands, run)?;
    match run.said.last().zip(run.said.len().checked_sub(1).and_then(|last| moments.get(last))) {
        Some((said, moment)) => Ok(quiz_reading(&commands.library, run, moment, *said)),
        None => Err(Trouble::kind(words::CHANGED)),
    }
}

/// The moment that comes next, or what came of the round, which is kept with it.
pub(super) async fn next(commands: &Commands, asked: &Asked, run: &QuizRun) -> Result<Card, Trouble> {
    if !run.is_over() {
        return moment(commands, run);
    }
    let moments = moments(commands, run)?;
    let now = commands.clock.now();
    let new = NewQuizRound {
        guild: asked.guild,
        user: asked.user,
        begun_by: run.begun_by,
        moments: run.round.to_string(),
        said: quiz_counts(&moments, &run.said),
        at: now,
        local_date: here::zone(commands, asked).await?.date_at(now),
    };
    let (kept, _) = commands.store.finish_quiz(&new).await?;
    // Pressed twice, the same answers are kept already, and nothing is to be said about that.
    let kept_before = kept.said != new.said;
    Ok(quiz_result(&commands.library, run, &moments, kept_before))
}

fn moment(commands: &Commands, run: &QuizRun) -> Result<Card, Trouble> {
    let moments = moments(commands, run)?;
    let next = moments.get(run.said.len()).ok_or_else(|| Trouble::kind(words::CHANGED))?;
    Ok(quiz_moment(run, next))
}

fn moments<'a>(commands: &'a Commands, run: &QuizRun) -> Result<Vec<&'a Statement>, Trouble> {
    run.round.statements(&commands.library).ok_or_else(|| Trouble::kind(words::CHANGED))
}
