//! Buttons, menus and forms: each says in its custom id what it is for, and is handed to the command that it belongs to.
//!
//! Nothing is remembered between a message and the press on it, and nobody is trusted for having seen it: whoever
//! presses is authorised anew.

use serenity::model::application::{ActionRowComponent, ComponentInteraction, ModalInteraction};
use serenity::model::channel::MessageFlags;
use serenity::model::id::GuildId;

use super::{
    Answer, Asked, Commands, Deferral, Trouble, balance, commitment, contact, contrast, deck, essays, help, keep, me,
    nudge, privacy, prompt, quiz, recognition, recognize, reflect, reframe, schedule, setup,
};
use crate::messages::{self, Card, CustomId, GivePress, PanelStep, QuietPress, QuietWish, TryPress, replies};
use crate::store::Id;

/// What turns the pages of a shared message answers anew, in private; on a private one it changes it in place.
pub(super) fn in_private(component: &ComponentInteraction) -> bool {
    component.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

/// What answers with a form cannot be deferred; what changes its own message is deferred as an update.
pub(super) fn deferral(component: &ComponentInteraction) -> Deferral {
    match component.data.custom_id.parse() {
        Ok(CustomId::ThankWhom) => Deferral::Never,
        Ok(CustomId::Panel(..) | CustomId::ThankWay { .. } | CustomId::Give(GivePress::Strengths { .. })) => {
            Deferral::Update
        }
        Ok(CustomId::NextContrast { .. } | CustomId::Givers { .. }) if in_private(component) => Deferral::Update,
        Ok(CustomId::ShareContrast { .. }) => Deferral::Public,
        Ok(CustomId::Account(press)) => recognition::press_deferral(&press),
        Ok(CustomId::Deck(press)) => deck::press_deferral(press),
        Ok(CustomId::Rules(press)) => recognition::settings_deferral(press),
        Ok(CustomId::Essays(press)) => essays::press_deferral(&press, in_private(component)),
        Ok(CustomId::Keep(press)) => keep::deferral(press),
        Ok(CustomId::Me(press)) => me::deferral(&press),
        Ok(CustomId::Privacy(press)) => privacy::deferral(press),
        Ok(CustomId::Prompt(press)) => prompt::press_deferral(&press, in_private(component)),
        Ok(CustomId::Reflect(press)) => reflect::deferral(&press),
        Ok(CustomId::Quiz(press)) => quiz::deferral(&press, component),
        Ok(CustomId::Balance(_)) => balance::deferral(component),
        Ok(CustomId::Try(press)) => commitment::deferral(&press, component),
        Ok(CustomId::Contact(press)) => contact::deferral(&press),
        Ok(CustomId::Quiet(_)) => Deferral::Update,
        _ => Deferral::Private,
    }
}

/// The same for a form that comes back. One that was opened from somebody's own message changes that.
pub(super) fn form_deferral(form: &ModalInteraction) -> Deferral {
    let own = form.message.as_ref().and_then(|message| message.flags);
    if !own.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL)) {
        return Deferral::Private;
    }
    match form.data.custom_id.parse() {
        Ok(CustomId::Deck(press)) => deck::press_deferral(press),
        Ok(CustomId::Rules(press)) => recognition::settings_deferral(press),
        Ok(CustomId::Keep(press)) => keep::deferral(press),
        Ok(CustomId::Me(press)) => me::deferral(&press),
        Ok(CustomId::Reflect(press)) => reflect::deferral(&press),
        _ => Deferral::Private,
    }
}

/// What was typed into a box of a form.
pub(super) fn typed(form: &ModalInteraction, name: &str) -> String {
    let mut components = form.data.components.iter().flat_map(|row| &row.components);
    let typed = components.find_map(|component| match component {
        ActionRowComponent::InputText(input) if input.custom_id == name => input.value.clone(),
        _ => None,
    });
    typed.unwrap_or_default()
}

/// Whether it changes something that has no key of its own.
pub(super) fn changes(component: &ComponentInteraction) -> bool {
    match component.data.custom_id.parse() {
        Ok(CustomId::Panel(PanelStep::Start, _) | CustomId::TryAgain { .. }) => true,
        Ok(CustomId::Reflect(press)) => reflect::changes(&press),
        Ok(CustomId::Quiz(press)) => quiz::press_changes(&press),
        Ok(CustomId::Balance(press)) => balance::press_changes(&press),
        Ok(CustomId::Deck(press)) => deck::press_changes(press),
        Ok(CustomId::Privacy(press)) => privacy::press_changes(press),
        Ok(CustomId::Keep(press)) => keep::changes(press),
        // The second finds it deleted, or paused, by the first.
        Ok(CustomId::Try(TryPress::Delete { .. }) | CustomId::Quiet(QuietPress { wish: QuietWish::Stop, .. })) => true,
        _ => false,
    }
}

/// The same of a form that comes back.
pub(super) fn form_changes(form: &ModalInteraction) -> bool {
    match form.data.custom_id.parse() {
        Ok(CustomId::Deck(press)) => deck::press_changes(press),
        Ok(CustomId::Keep(press)) => keep::form_changes(press),
        _ => false,
    }
}

pub(super) async fn answer_component(commands: &Commands, component: &ComponentInteraction) -> Result<Answer, Trouble> {
    let pressed: CustomId = component.data.custom_id.parse().map_err(|_| Trouble::kind(replies::STALE_BUTTON))?;
    if let (Some(guild), Some(post)) = (component.guild_id, pressed.post()) {
        note_press(commands, guild, post);
    }
    // These may stand in private messages, and look at who presses themselves.
    match &pressed {
        CustomId::Keep(press) => return keep::press(commands, component, *press).await,
        CustomId::Try(press) => return commitment::press(commands, component, press).await,
        CustomId::Privacy(press) => return privacy::press(commands, component, *press).await,
        CustomId::Contact(press) => return contact::set_dial(commands, component, *press).await,
        CustomId::Nudge(press) => return nudge::press(commands, component, *press).await,
        CustomId::Quiet(press) => return contact::quiet(commands, component, *press).await,
        _ => {}
    }
    let asked = match (component.guild_id, &pressed) {
        // A notice can be in somebody's private messages.
        (None, CustomId::TryAgain { schedule, .. }) => {
            let schedule = commands.store.schedule_by_id(*schedule, commands.clock.now()).await?;
            let schedule = schedule.ok_or_else(|| Trouble::kind(replies::schedule::GONE))?;
            Asked::from_afar(component, schedule.guild, &*commands.discord).await?
        }
        (None, CustomId::ShowSchedules { occurrence }) => {
            let notice = commands.store.occurrence(*occurrence).await?;
            let notice = notice.ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
            Asked::from_afar(component, notice.guild, &*commands.discord).await?
        }
        _ => Asked::by_component(component)?,
    };
    let library = &commands.library;
    match pressed {
        CustomId::TwoSides { prompt, .. } => {
            let prompt = library.prompt(&prompt).ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
            contrast::two_sides(commands, &asked, prompt)
        }
        CustomId::NextContrast { after } => contrast::next(commands, &asked, &after, in_private(component)),
        CustomId::ShareContrast { topic } => {
            let contrast = library.contrast(&topic).ok_or_else(|| Trouble::kind(replies::STALE_BUTTON))?;
            contrast::show(commands, &asked, contrast, true)
        }
        CustomId::SetUp { .. } => setup::open(commands, &asked, None).await,
        CustomId::ShowMeOne => {
            let prompt = library.prompts.first().ok_or_else(|| Trouble::kind(replies::schedule::NO_PROMPTS))?;
            Ok(Answer::private(messages::prompt_preview(library, prompt)))
        }
        CustomId::WhatIKeep => {
            let keeps = help::keeps(commands, &asked).await?;
            Ok(Answer::private(Card::text(messages::privacy_line(keeps))))
        }
        CustomId::Help { .. } => help::show(commands, &asked).await,
        CustomId::Panel(step, choice) => setup::press(commands, &asked, step, choice, component).await,
        CustomId::PostNow { schedule } => schedule::post_now(commands, &asked, schedule).await,
        CustomId::SeeWeek { schedule } => schedule::see_week(commands, &asked, schedule).await,
        CustomId::TryAgain { schedule, .. } => schedule::try_again(commands, &asked, schedule).await,
        CustomId::ShowSchedules { .. } => schedule::show_all(commands, &asked).await,
        CustomId::ThankToo { .. } => recognize::whom(commands, &asked).await,
        CustomId::ThankWhom => recognize::words_form(commands, &asked, component).await,
        CustomId::ThankWay { recognition, way } => recognize::set_way(commands, &asked, recognition, way).await,
        CustomId::Account(press) => recognition::press(commands, &asked, press, component).await,
        CustomId::Givers { span, order, screen } => {
            recognition::turn(commands, &asked, span, order, screen, in_private(component)).await
        }
        CustomId::Rules(press) => recognition::settings_press(commands, &asked, press, component).await,
        CustomId::Give(press) => recognize::press(commands, &asked, press, component).await,
        CustomId::Deck(press) => deck::press(commands, &asked, press, component).await,
        CustomId::Essays(press) => essays::press(commands, &asked, &press, component, in_private(component)),
        CustomId::Me(press) => me::press(commands, &asked, press, component).await,
        CustomId::Prompt(press) => prompt::press(commands, &asked, press, in_private(component)),
        CustomId::Quiz(press) => quiz::press(commands, &asked, press, component).await,
        CustomId::Balance(press) => balance::press(commands, &asked, press, component).await,
        CustomId::Reframe(press) => reframe::press(commands, press),
        CustomId::Reflect(press) => reflect::press(commands, &asked, press, component).await,
        CustomId::ThankWords { .. }
        | CustomId::Keep(_)
        | CustomId::Try(_)
        | CustomId::Contact(_)
        | CustomId::Nudge(_)
        | CustomId::Quiet(_)
        | CustomId::Privacy(_) => Err(Trouble::kind(replies::STALE_BUTTON)),
    }
}

/// Somebody has used a daily post: noted beside the answer, without who. Nobody waits for the database over it, and a store
/// that fails here spoils nothing.
fn note_press(commands: &Commands, guild: GuildId, post: Id) {
    let (store, work) = (commands.store.clone(), commands.clock.busy());
    tokio::spawn(async move {
        if let Err(error) = store.post_pressed(guild, post).await {
            tracing::warn!(cause = %error, "a button was pressed, but its post not noted as used");
        }
        drop(work);
    });
}

pub(super) async fn answer_form(commands: &Commands, form: &ModalInteraction) -> Result<Answer, Trouble> {
    let submitted = form.data.custom_id.parse().map_err(|_| Trouble::kind(replies::STALE_BUTTON))?;
    // It may come from private messages, and looks at who sends it itself.
    if let CustomId::Keep(press) = submitted {
        return keep::submit(commands, form, press).await;
    }
    let asked = Asked::by_form(form)?;
    match submitted {
        CustomId::ThankWords { receiver, about } => recognize::submit(commands, &asked, form, receiver, about).await,
        CustomId::Rules(press) => recognition::settings_submit(commands, &asked, press, form).await,
        CustomId::Give(press) => recognize::submit_several(commands, &asked, form, press).await,
        CustomId::Me(press) => me::submit(commands, &asked, press, form).await,
        CustomId::Reflect(press) => reflect::submit(commands, &asked, press, form).await,
        CustomId::Try(TryPress::Words { occurrence, prompt }) => {
            commitment::submit(commands, &asked, form, occurrence, &prompt).await
        }
        CustomId::Deck(press) => deck::submit(commands, &asked, press, form).await,
        _ => Err(Trouble::kind(replies::STALE_BUTTON)),
    }
}
