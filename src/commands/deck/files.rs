//! `/deck export` and `/deck import`: the deck as a file, out and in. A file is taken as a whole or not at all.

use serenity::model::channel::Attachment;

use super::super::naming::within;
use super::super::{Answer, Asked, Commands, Trouble};
use crate::deck::{self, Advice, Fault, Field, Format, LARGEST_FILE, Row, advice};
use crate::messages::replies::deck as words;
use crate::messages::{Card, File, replies};
use crate::recognition::without_ids;
use crate::store::Imported;

pub(super) async fn export(commands: &Commands, asked: &Asked, format: &str) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let format = Format::of(&format!(".{format}")).ok_or_else(|| Trouble::kind(replies::UNKNOWN_COMMAND))?;
    let deck = commands.store.deck(asked.guild).await?;
    let example = deck.is_empty().then(words::example);
    let text = deck::write(deck.iter().map(|prompt| &prompt.words).chain(&example), format);
    let name = format!("deck.{}", format.ending());
    let told = words::exported(deck.len(), &name);
    let file = File::new(name, text.into_bytes(), words::prompts(deck.len()));
    Ok(Answer::private(Card::text(told).file(file)))
}

pub(super) async fn import(commands: &Commands, asked: &Asked, file: &Attachment) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let format = Format::of(&file.filename).ok_or_else(|| Trouble::kind(words::WHICH_FORMAT))?;
    let bytes = commands.handed(file, LARGEST_FILE).await?;
    // Megabytes to look through: nobody else's answer waits for that.
    let read = tokio::task::spawn_blocking(move || deck::read(&bytes, format)).await;
    let mut rows = match read.map_err(|_| Trouble::kind(replies::MISHAP))? {
        Ok(rows) => rows,
        Err(faults) => return Ok(Answer::private(told(&faults))),
    };
    for Row { words: deck::Words { title, question, step, .. }, .. } in &mut rows {
        for (field, text) in Field::ALL.into_iter().zip([title, question, step]) {
            // A file calls many: no one is asked for at Discord, and what stands for them is as short as an id.
            *text = within(without_ids(text, |_| None), field.most());
        }
    }
    match commands.store.import(asked.guild, asked.interaction, &rows, commands.clock.now()).await? {
        Imported::Done { new, doubles, holds } => {
            let mut told = words::imported(new, &doubles, holds);
            if let Some(advice) = advised(&rows).filter(|_| new > 0) {
                told.push_str(&format!("\n{advice}"));
            }
            Ok(Answer::private(Card::text(told)))
        }
        Imported::TooMany { holds, new } => Err(Trouble::kind(words::too_many_in_file(holds, new))),
    }
}

/// What is said of a file with faults, and all of them beside it where they are many.
fn told(faults: &[Fault]) -> Card {
    let card = Card::text(words::faults(faults));
    if faults.len() <= words::FAULTS_SHOWN {
        return card;
    }
    card.file(File::new("faults.txt", words::faults_file(faults).into_bytes(), words::FAULTS_FILE))
}

fn advised(rows: &[Row]) -> Option<String> {
    let all: Vec<Advice> = rows.iter().flat_map(|row| advice(&row.words)).collect();
    let nothing = all.iter().filter(|advice| **advice == Advice::AsksNothing).count();
    let much = all.iter().filter(|advice| matches!(advice, Advice::Asks(_))).count();
    words::imported_advice(nothing, much)
}
