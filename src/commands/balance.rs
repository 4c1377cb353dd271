//! `/balance`: ten pairs, one at a time, in one private message. The answers travel in the buttons; the last one keeps them.

use serenity::builder::CreateCommand;
use serenity::model::application::{CommandInteraction, ComponentInteraction, InstallationContext, InteractionContext};

use super::drawing::drawn;
use super::press::in_private;
use super::{Answer, Asked, Commands, Deferral, Trouble, here, me};
use crate::content::leaning::{leans, version};
use crate::messages::replies::balance as words;
use crate::messages::{
    BalancePress, BalanceRun, Card, MePage, balance_delete, balance_pair, balance_picture, balance_result,
};
use crate::store::{Balance, Id, NewBalance};

pub(super) const NAME: &str = "balance";

/// How far back one that is to be deleted is looked for.
const LOOKED_BACK: u32 = 1_000;

pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description(words::DESCRIPTION)
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    Ok(Answer::private(begin(commands, &asked)?))
}

/// All of it happens in one message.
pub(super) fn deferral(component: &ComponentInteraction) -> Deferral {
    if in_private(component) { Deferral::Update } else { Deferral::Private }
}

/// Whether the press deletes something.
pub(super) fn press_changes(press: &BalancePress) -> bool {
    matches!(press, BalancePress::DeleteForGood { .. })
}

pub(super) async fn press(
    commands: &Commands,
    asked: &Asked,
    press: BalancePress,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    let card = match press {
        BalancePress::Begin => begin(commands, asked)?,
        BalancePress::At(run) => at(commands, asked, &run).await?,
        BalancePress::Delete { balance } => balance_delete(&own(commands, asked, balance).await?),
        BalancePress::DeleteForGood { balance } => {
            if !commands.store.delete_balance(asked.guild, asked.user, balance).await? {
                return Err(Trouble::kind(words::GONE));
            }
            // It leaves the database's file as soon as nothing is to be posted.
            commands.bell.ring();
            let mut page = me::page(commands, asked, MePage::Balance).await?;
            page.content = format!("{}\n{}", words::DELETED, page.content).trim_end().to_owned();
            page
        }
    };
    Ok(if in_private(component) { Answer::Update(card) } else { Answer::private(card) })
}

fn begin(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    let run =
        BalanceRun { begun_by: asked.interaction.get(), version: version(&commands.library), answers: Vec::new() };
    balance_pair(&commands.library, &run).ok_or_else(|| Trouble::kind(words::NONE))
}

/// The next pair, or what the answers come to, which is kept then.
async fn at(commands: &Commands, asked: &Asked, run: &BalanceRun) -> Result<Card, Trouble> {
    let library = &commands.library;
    if run.version != version(library) {
        return Err(Trouble::kind(words::CHANGED));
    }
    if let Some(pair) = balance_pair(library, run) {
        return Ok(pair);
    }
    if run.answers.len() != library.pairs.len() || library.pairs.is_empty() {
        return Err(Trouble::kind(words::CHANGED));
    }
    let now = commands.clock.now();
    let new = NewBalance {
        guild: asked.guild,
        user: asked.user,
        begun_by: run.begun_by,
        leans: leans(library, &run.answers).into_iter().map(|(pair, lean)| (pair.to_owned(), lean)).collect(),
        at: now,
        local_date: here::zone(commands, asked).await?.date_at(now),
    };
    // Pressed twice, the first counts, and is what both see.
    let kept = commands.store.finish_balance(&new).await?;
    let latest = commands.store.balances(asked.guild, asked.user, 0, LOOKED_BACK).await?;
    let before = latest.iter().skip_while(|one| one.id != kept.id).nth(1);
    let picture = drawn("balance.png", balance_picture(library, &kept)).await;
    Ok(balance_result(library, &kept, before, picture))
}

/// One of their own.
async fn own(commands: &Commands, asked: &Asked, balance: Id) -> Result<Balance, Trouble> {
    let all = commands.store.balances(asked.guild, asked.user, 0, LOOKED_BACK).await?;
    all.into_iter().find(|one| one.id == balance).ok_or_else(|| Trouble::kind(words::GONE))
}
