//! `/recognition settings`: a server's rules for recognition, on one private panel. Every press is authorised anew, and holds
//! at once.

use std::ops::RangeInclusive;

use serenity::builder::CreateCommandOption;
use serenity::model::application::{
    CommandOptionType, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};

use super::super::press::typed;
use super::super::{Answer, Asked, Commands, Deferral, Trouble};
use crate::messages::replies::{STALE_BUTTON, rules as words};
use crate::messages::{
    Card, DAYS_BOX, HOURS_BOX, NO_END, PEOPLE_BOX, RulesNumbers, RulesPress, STRENGTHS_BOX, numbers_form, rules_panel,
    shown_strengths, strengths_form,
};
use crate::recognition::{LEAST_DAYS_KEPT, read_strengths};
use crate::store::{RecognitionChange, RecognitionOptions};

pub(super) const NAME: &str = "settings";

/// More than these nobody means.
const MOST_PEOPLE: u32 = 100;
const MOST_HOURS: u32 = 365 * 24;
const MOST_DAYS: u32 = 3_650;

/// Between which numbers each lies.
const PEOPLE: RangeInclusive<u32> = 1..=MOST_PEOPLE;
const HOURS: RangeInclusive<u32> = 1..=MOST_HOURS;
const DAYS: RangeInclusive<u32> = LEAST_DAYS_KEPT..=MOST_DAYS;

pub(super) fn register() -> CreateCommandOption {
    CreateCommandOption::new(CommandOptionType::SubCommand, NAME, words::DESCRIPTION)
}

pub(super) async fn answer(commands: &Commands, asked: &Asked) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    let options = commands.store.recognition_options(asked.guild).await?;
    Ok(Answer::private(panel(commands, &options)))
}

fn panel(commands: &Commands, options: &RecognitionOptions) -> Card {
    rules_panel(options, &own(commands))
}

/// The strengths that Clarion comes with.
fn own(commands: &Commands) -> Vec<String> {
    commands.library.strengths.iter().map(|strength| strength.name.clone()).collect()
}

/// Two of them open a form, which cannot come after a deferral.
pub(in super::super) fn press_deferral(press: RulesPress) -> Deferral {
    match press {
        RulesPress::Numbers(_) | RulesPress::Strengths => Deferral::Never,
        _ => Deferral::Update,
    }
}

pub(in super::super) async fn press(
    commands: &Commands,
    asked: &Asked,
    press: RulesPress,
    component: &ComponentInteraction,
) -> Result<Answer, Trouble> {
    use ComponentInteractionDataKind::{RoleSelect, StringSelect};
    asked.may_manage()?;
    let chosen = |within: RangeInclusive<u32>| match &component.data.kind {
        StringSelect { values } => values.first().and_then(|value| choice(value, &within)),
        _ => None,
    };
    let no_such_choice = || Trouble::kind(words::NO_SUCH_CHOICE);
    let change = match (press, &component.data.kind) {
        (RulesPress::Numbers(shown), _) => return Ok(Answer::Modal(numbers_form(shown))),
        (RulesPress::Strengths, _) => {
            let panel = component.message.embeds.first().and_then(|embed| embed.description.as_deref());
            return Ok(Answer::Modal(strengths_form(&shown_strengths(panel.unwrap_or_default()))));
        }
        (RulesPress::Allowance, _) => RecognitionChange::Allowance(chosen(PEOPLE).ok_or_else(no_such_choice)?),
        (RulesPress::Rest, _) => RecognitionChange::RestHours(chosen(HOURS).ok_or_else(no_such_choice)?),
        (RulesPress::WordsKept, _) => RecognitionChange::WordsKeptDays(chosen(DAYS).ok_or_else(no_such_choice)?),
        (RulesPress::Steward, RoleSelect { values }) => match values.first() {
            // Discord's role of everybody has the server's own id.
            Some(role) if role.get() == asked.guild.get() => return Err(Trouble::kind(words::EVERYBODY)),
            role => RecognitionChange::StewardRole(role.copied()),
        },
        _ => return Err(Trouble::kind(STALE_BUTTON)),
    };
    settle(commands, asked, &[change]).await
}

/// What a menu says, within what can be settled; the inner value is `None` for no end.
fn choice(value: &str, within: &RangeInclusive<u32>) -> Option<Option<u32>> {
    match value {
        NO_END => Some(None),
        value => value.parse().ok().filter(|number| within.contains(number)).map(Some),
    }
}

pub(in super::super) async fn submit(
    commands: &Commands,
    asked: &Asked,
    press: RulesPress,
    form: &ModalInteraction,
) -> Result<Answer, Trouble> {
    asked.may_manage()?;
    match press {
        RulesPress::StrengthsTyped => {
            let list = read_strengths(&commands.without_ids(asked.guild, &typed(form, STRENGTHS_BOX), &[]).await);
            let list = list.map_err(|fault| Trouble::kind(words::no_list(&fault)))?;
            // Left as it was, Clarion's list stays Clarion's, and follows it.
            let list = if list == own(commands) { Vec::new() } else { list };
            settle(commands, asked, &[RecognitionChange::Strengths(list)]).await
        }
        RulesPress::NumbersTyped(shown) => {
            let now = RulesNumbers {
                allowance: number(form, PEOPLE_BOX, words::PEOPLE_LABEL, &PEOPLE)?,
                rest_hours: number(form, HOURS_BOX, words::HOURS_LABEL, &HOURS)?,
                words_kept_days: number(form, DAYS_BOX, words::DAYS_LABEL, &DAYS)?,
            };
            // What was left as it stood is not settled: somebody else may have changed it meanwhile.
            let changes = [
                (now.allowance != shown.allowance).then_some(RecognitionChange::Allowance(now.allowance)),
                (now.rest_hours != shown.rest_hours).then_some(RecognitionChange::RestHours(now.rest_hours)),
                (now.words_kept_days != shown.words_kept_days)
                    .then_some(RecognitionChange::WordsKeptDays(now.words_kept_days)),
            ];
            settle(commands, asked, &changes.into_iter().flatten().collect::<Vec<_>>()).await
        }
        _ => Err(Trouble::kind(STALE_BUTTON)),
    }
}

/// What stands in a box; `None` for an empty one.
fn number(
    form: &ModalInteraction,
    name: &str,
    label: &str,
    within: &RangeInclusive<u32>,
) -> Result<Option<u32>, Trouble> {
    let typed = typed(form, name);
    match typed.trim() {
        "" => Ok(None),
        number => match number.parse() {
            Ok(number) if within.contains(&number) => Ok(Some(number)),
            _ => Err(Trouble::kind(words::no_number(label, &typed, within))),
        },
    }
}

/// Settles it and shows the panel anew.
async fn settle(commands: &Commands, asked: &Asked, changes: &[RecognitionChange]) -> Result<Answer, Trouble> {
    let now = commands.clock.now();
    let options = match changes {
        [] => commands.store.recognition_options(asked.guild).await?,
        changes => {
            let changes = [changes, &[RecognitionChange::By(asked.user)]].concat();
            commands.store.settle_recognition(asked.guild, &changes, now).await?
        }
    };
    // Words that are to be kept for a time only are looked for from now on.
    commands.bell.ring();
    Ok(Answer::Update(panel(commands, &options)))
}
