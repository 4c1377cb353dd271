//! `/me`: everything that is kept for somebody, for their eyes alone, in one private message whose pages turn in place.
//!
//! A page more takes: its variant in `MePage` (`messages/custom_id/me.rs`, with its word and its place in `ALL`), its name
//! and its card in `messages/me/`, a file here with `lines` (what the overview says of it) and `card` (a screen of it), and
//! an arm each in [`overview`] and [`open`]. A page of which there are several screens has the buttons of
//! [`me::turning`]; one that can be searched has a button `MePress::Search` and filters by what is looked for. What is
//! pressed on it has a verb of its own in `messages/custom_id/`, answers with [`Answer::Update`], and looks at whose row it is
//! each time (`tests/private/`). What it keeps is a part of `store::MyPart`, and of the export.

mod balance;
mod commitments;
mod erase;
mod export;
mod quiz;
mod reflections;
mod suggestions;
mod taking;
mod thanks;

pub(super) use export::{Most, Source, documents};
use serenity::builder::CreateCommand;
use serenity::model::application::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, InstallationContext, InteractionContext,
    ModalInteraction,
};

use super::press::typed;
use super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::messages::{Card, LONGEST_SEARCH, MePage, MePress, me, replies};
use crate::recognition::clean_words;
use crate::store::MyPart;

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
        // The file is a message of its own.
        MePress::Export => Deferral::Private,
        MePress::Turn
        | MePress::Open { .. }
        | MePress::Find { .. }
        | MePress::Erase
        | MePress::EraseWhat
        | MePress::EraseNow(_) => Deferral::Update,
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
        MePress::Search { page } => return Ok(Answer::Modal(me::search_form(page))),
        MePress::Find { .. } => return Err(Trouble::kind(replies::STALE_BUTTON)),
        MePress::Export => return export::export(commands, asked).await,
        MePress::Erase => me::erase_what(),
        MePress::EraseWhat => {
            let parts: Option<Vec<MyPart>> = values(component).iter().map(|word| MyPart::from_id(word)).collect();
            let parts = parts.filter(|parts| !parts.is_empty());
            me::erase_question(&parts.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?)
        }
        MePress::EraseNow(parts) => erase::erase(commands, asked, &parts).await?,
    };
    Ok(Answer::Update(card))
}

/// The form came back that asked what to look for.
pub(super) async fn submit(
    commands: &Commands,
    asked: &Asked,
    press: MePress,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    let MePress::Find { page } = press else { return Err(Trouble::kind(replies::STALE_BUTTON)) };
    let sought = clean_words(&typed(form, me::SEARCH_WORDS));
    match sought.chars().count() {
        0 => Err(Trouble::kind(replies::me::NOTHING_TO_FIND)),
        long if long > LONGEST_SEARCH => Err(Trouble::kind(replies::me::too_much_to_find())),
        _ => Ok(Answer::Update(open(commands, asked, page, 0, Some(&sought)).await?)),
    }
}

/// What was chosen in a menu.
pub(super) fn values(component: &ComponentInteraction) -> &[String] {
    match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values,
        _ => &[],
    }
}

/// The page that was chosen in the menu.
fn chosen(component: &ComponentInteraction) -> Result<MePage, Trouble> {
    let page = values(component).first().and_then(|word| MePage::from_id(word));
    page.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))
}

/// A screen of a page, with the menu under it. One past the last shows the last.
async fn open(
    commands: &Commands,
    asked: &Asked,
    page: MePage,
    screen: u16,
    search: Option<&str>,
) -> Result<Card, Trouble> {
    let screen = usize::from(screen);
    let card = match page {
        MePage::Overview => overview(commands, asked).await?,
        MePage::Reflections => reflections::card(commands, asked, screen, search).await?,
        MePage::Thanks => thanks::card(commands, asked, screen, search).await?,
        MePage::Taking => taking::card(commands, asked).await?,
        MePage::Commitments => commitments::card(commands, asked, screen, search).await?,
        MePage::Quiz => quiz::card(commands, asked).await?,
        MePage::Balance => balance::card(commands, asked, screen).await?,
        MePage::Suggestions => suggestions::card(commands, asked).await?,
    };
    Ok(card.row(me::page_menu(page)))
}

/// The first screen of a page, for what was pressed on it.
pub(super) async fn page(commands: &Commands, asked: &Asked, page: MePage) -> Result<Card, Trouble> {
    open(commands, asked, page, 0, None).await
}

async fn overview(commands: &Commands, asked: &Asked) -> Result<Card, Trouble> {
    let mut lines = Vec::new();
    lines.extend(reflections::lines(commands, asked).await?);
    lines.extend(commitments::lines(commands, asked).await?);
    lines.extend(thanks::lines(commands, asked).await?);
    lines.extend(taking::lines(commands, asked).await?);
    lines.extend(quiz::lines(commands, asked).await?);
    lines.extend(balance::lines(commands, asked).await?);
    lines.extend(suggestions::lines(commands, asked).await?);
    let wanted = !commands.store.wants_no_contact(asked.user).await?;
    let nudge = commands.store.wants_nudge(asked.guild, asked.user).await?;
    Ok(me::overview(lines, wanted, nudge))
}
