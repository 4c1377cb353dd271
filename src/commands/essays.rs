//! `/essays`: one screen an essay, and the way from it to what comes from it and back.

use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{
    CommandInteraction, CommandOptionType, ComponentInteraction, ComponentInteractionDataKind, InstallationContext,
    InteractionContext, ResolvedValue,
};

use super::sharing::{self, share, shared};
use super::{Answer, Asked, Commands, Deferral, Trouble, contrast};
use crate::content::{Essay, Library};
use crate::messages::{EssaysPress, clip, essay_card, replies};

pub(super) const NAME: &str = "essays";

/// How many choices an option can have. (Discord's document "Application Commands".)
const MOST_CHOICES: usize = 25;

pub(super) fn register(library: &Library) -> CreateCommand {
    let mut which = CreateCommandOption::new(
        CommandOptionType::String,
        "which",
        "Which essay; from each screen you get to the others",
    );
    for essay in library.essays.iter().take(MOST_CHOICES) {
        which = which.add_string_choice(clip(&essay.name, 100), &essay.id);
    }
    CreateCommand::new(NAME)
        .description("What each essay argues, what it concedes, and where it quarrels with the others")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(which)
        .add_option(share())
}

pub(super) fn deferral(command: &CommandInteraction) -> Deferral {
    sharing::deferral(shared(&command.data.options()))
}

pub(super) fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    let library = &commands.library;
    let which = command.data.options().into_iter().find_map(|option| match (option.name, option.value) {
        ("which", ResolvedValue::String(which)) => Some(which.to_owned()),
        _ => None,
    });
    let essay = match &which {
        // Discord offers what there is; an older list may offer one that is gone.
        Some(which) => find(library, which).ok_or_else(|| Trouble::Kind(replies::no_such_essay(which, library)))?,
        None => library.essays.first().ok_or_else(|| Trouble::kind(replies::NO_ESSAYS))?,
    };
    show(commands, &asked, essay, shared(&command.data.options()))
}

fn show(commands: &Commands, asked: &Asked, essay: &Essay, shared: bool) -> Result<Answer, Trouble> {
    if shared {
        asked.may_write()?;
    }
    Ok(Answer::Reply { card: essay_card(&commands.library, essay, shared), private: !shared })
}

/// On a private screen the pages turn in place; on a shared one they open for whoever turned them.
pub(super) fn press_deferral(press: &EssaysPress, private: bool) -> Deferral {
    match press {
        EssaysPress::Share { .. } => Deferral::Public,
        _ if private => Deferral::Update,
        _ => Deferral::Private,
    }
}

pub(super) fn press(
    commands: &Commands,
    asked: &Asked,
    press: &EssaysPress,
    component: &ComponentInteraction,
    private: bool,
) -> Result<Answer, Trouble> {
    let library = &commands.library;
    let stale = || Trouble::kind(replies::STALE_BUTTON);
    let card = match press {
        EssaysPress::Share { essay } => {
            return show(commands, asked, library.essay(essay).ok_or_else(stale)?, true);
        }
        EssaysPress::Open { essay } => essay_card(library, library.essay(essay).ok_or_else(stale)?, false),
        EssaysPress::Contrast { .. } => {
            let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else {
                return Err(stale());
            };
            let chosen = values.first().and_then(|id| library.contrast(id)).ok_or_else(stale)?;
            contrast::seen_card(commands, asked, chosen, false)
        }
    };
    Ok(if private { Answer::Update(card) } else { Answer::private(card) })
}

/// By id or by name, whatever the letter case.
fn find<'a>(library: &'a Library, which: &str) -> Option<&'a Essay> {
    let which = which.trim().to_lowercase();
    library.essays.iter().find(|essay| essay.id == which || essay.name.to_lowercase() == which)
}
