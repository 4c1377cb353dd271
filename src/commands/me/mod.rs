//! `/me`: everything that is kept for somebody, for their eyes alone, in one private message whose pages turn in place.
//!
//! A page more takes: its variant in `MePage` (`messages/custom_id/me.rs`, with its word and its place in `ALL`), its name
//! and its card in `messages/me/`, a file here with `lines` (what the overview says of it) and `card` (a screen of it), and
//! an arm each in [`overview`], [`open`] and, where it can be searched, in `SEARCHED`. What is pressed on it has a verb of
//! its own in `messages/custom_id/`, answers with [`Answer::Update`], and looks at whose row it is each time.

mod thanks;

use serenity::builder::CreateCommand;
use serenity::model::application::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, InstallationContext, InteractionContext,
};

use super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::messages::{Card, MePage, MePress, me, replies};

pub(super) const NAME: &str = "me";

pub(super) fn register() -> CreateCommand {
    CreateCommand::new(NAME)
        .description("What I keep for you here; only you see it")
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
}

pub(super) async fn answer(commands: &Commands, command: &CommandInteraction) -> Result<Answer, Trouble> {
    let asked = Asked::by_command(command)?;
    Ok(Answer::private(open(commands, &asked, MePage::Overview, 0, None).await?))
}

/// A form cannot be deferred; everything else changes the message.
pub(super) fn deferral(press: &MePress) -> Deferral {
    match press {
        MePress::Search { .. } => Deferral::Never,
        MePress::Turn | MePress::Open { .. } | MePress::Find { .. } => Deferral::Update,
    }
}

pub(super) async fn press(
    commands: &Commands,
    asked: &Asked,
    press: MePress,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    let card = match press {
        MePress::Turn => open(commands, asked, chosen(component)?, 0, None).await?,
        MePress::Open { page, screen, search } => open(commands, asked, page, screen, search.as_deref()).await?,
        // A form is submitted, and nothing can be searched so far.
        MePress::Search { .. } | MePress::Find { .. } => return Err(Trouble::kind(replies::STALE_BUTTON)),
    };
    Ok(Answer::Update(card))
}

/// The page that was chosen in the menu.
fn chosen(component: &ComponentInteraction) -> Result<MePage, Trouble> {
    let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else {
        return Err(Trouble::kind(replies::STALE_BUTTON));
    };
    let page = values.first().and_then(|word| MePage::from_id(word));
    page.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))
}

/// A screen of a page, with the menu under it. One past the last shows the last.
async fn open(
    commands: &Commands,
    asked: &Asked,
    page: MePage,
    _screen: u16,
    _search: Option<&str>,
) -> Result<Card, Trouble> {
    let card = match page {
        MePage::Overview => overview(commands, asked).await?,
        MePage::Thanks => thanks::card(commands, asked).await?,
    };
    Ok(card.row(me::page_menu(page)))
}

async fn overview(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    let mut lines = Vec::new();
    lines.extend(thanks::lines(commands, asked).await?);
    Ok(me::overview(lines))
}
