//! The commands: a file each, with its registration, its parsing and its answer.
//!
//! A command takes what was asked and returns what to answer. It never sends anything itself and never sees a
//! connection, so the gateway, an HTTP endpoint and a test all run the same code. Posts in a channel are written into
//! the store as occurrences, and the posting loop is rung: that way they too are sent once.

mod absent;
mod access;
mod answer;
mod asked;
mod balance;
mod commitment;
mod contact;
mod contrast;
mod deck;
mod drawing;
mod essays;
mod handed;
mod help;
mod here;
mod keep;
mod lately;
mod lookup;
mod me;
mod naming;
mod nudge;
mod press;
mod privacy;
mod prompt;
mod quiz;
mod recognition;
mod recognize;
mod reflect;
mod reframe;
mod schedule;
mod server_data;
mod setup;
mod sharing;
mod taking_down;
mod usual;
mod zones;

use std::sync::Arc;
use std::time::Duration;

use serenity::builder::CreateCommand;
use serenity::model::application::{CommandType, Interaction};

pub use answer::{Answer, Deferral, Trouble};
pub use asked::Asked;
pub use lately::Lately;
use lately::Seen;
pub use lookup::{FileFault, Forum, Hearing, Lookup, LookupFault, Standing};
pub use privacy::copy_of;

use crate::clock::{Bell, Clock};
use crate::content::Library;
use crate::content::situation::LateFinder;
use crate::messages::{Card, replies};
use crate::store::{Store, StoreError};

/// What every command works with.
pub struct Commands {
    /// The words.
    pub library: Arc<Library>,
    /// Finds the contrasts of the library that fit a situation.
    pub finder: LateFinder,
    /// What is kept.
    pub store: Store,
    /// The calendar.
    pub clock: Clock,
    /// Wakes the posting loop after an occurrence was added or a schedule changed.
    pub bell: Bell,
    /// How late a date is still posted.
    pub late_grace: Duration,
    /// For how long a server is kept after the bot was removed from it.
    pub keep_after_removal: Duration,
    /// What only Discord can say.
    pub discord: Arc<dyn Lookup>,
    /// Names that wait for the form of somebody who picked people in a menu.
    pub lately: Lately,
}

impl Commands {
    /// Every command as it is registered with Discord, in a fixed order.
    pub fn registrations(&self) -> Vec<CreateCommand> {
        vec![
            setup::register(),
            schedule::register(),
            contrast::register(),
            essays::register(&self.library),
            prompt::register(),
            reframe::register(),
            reframe::register_message(),
            quiz::register(),
            balance::register(),
            recognize::register(&self.library),
            recognize::register_user(),
            recognize::register_message(),
            recognition::register(),
            me::register(),
            deck::register(),
            privacy::register(),
            server_data::register(),
            help::register(),
        ]
    }

    /// How to buy time for this interaction when its answer is not ready.
    pub fn deferral(&self, interaction: &Interaction) -> Deferral {
        match interaction {
            Interaction::Command(command) if command.data.kind == CommandType::ChatInput => {
                match command.data.name.as_str() {
                    contrast::NAME => contrast::deferral(command),
                    deck::NAME => deck::deferral(command),
                    essays::NAME => essays::deferral(command),
                    prompt::NAME => prompt::deferral(command),
                    recognition::NAME => recognition::deferral(command),
                    _ => Deferral::Private,
                }
            }
            Interaction::Command(command) if command.data.name == reframe::MESSAGE_NAME => Deferral::Private,
            // The other user and message commands answer with a form, and a form cannot come after a deferral.
            Interaction::Command(_) | Interaction::Autocomplete(_) | Interaction::Ping(_) => Deferral::Never,
            Interaction::Component(component) => press::deferral(component),
            Interaction::Modal(form) => press::form_deferral(form),
            _ => Deferral::Private,
        }
    }

    /// Answers an interaction. Never fails: what went wrong is an answer too, and its cause is logged here.
    pub async fn answer(&self, interaction: &Interaction) -> Answer {
        if let Some((guild, user)) = absent::is_there(interaction) {
            self.lately.there(guild, user, self.clock.now());
        }
        match self.elsewhere(interaction).await {
            Ok(true) => return Answer::Elsewhere(Card::text(replies::TAKEN_CARE_OF)),
            Ok(false) => {}
            Err(error) => return Trouble::from(error).into_answer(),
        }
        let outcome = match interaction {
            Interaction::Command(command) => match command.data.name.as_str() {
                setup::NAME => setup::answer(self, command).await,
                schedule::NAME => schedule::answer(self, command).await,
                contrast::NAME => contrast::answer(self, command).await,
                essays::NAME => essays::answer(self, command),
                prompt::NAME => prompt::answer(self, command).await,
                reframe::NAME => reframe::answer(self, command),
                reframe::MESSAGE_NAME => reframe::answer_message(self, command),
                quiz::NAME => quiz::answer(self, command).await,
                balance::NAME => balance::answer(self, command).await,
                recognize::NAME => recognize::answer(self, command).await,
                recognize::USER_NAME => recognize::answer_user(self, command).await,
                recognize::MESSAGE_NAME => recognize::answer_message(self, command).await,
                recognition::NAME => recognition::answer(self, command).await,
                me::NAME => me::answer(self, command).await,
                privacy::NAME => privacy::answer(self, command).await,
                server_data::NAME => server_data::answer(self, command).await,
                deck::NAME => deck::answer(self, command).await,
                help::NAME => help::answer(self, command).await,
                _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
            },
            // Autocomplete cannot be deferred, so these do not wait for the database; the strengths are the server's own.
            Interaction::Autocomplete(typing) => match typing.data.name.as_str() {
                setup::NAME => Ok(setup::complete(typing)),
                schedule::NAME => Ok(schedule::complete(self, typing)),
                contrast::NAME => Ok(contrast::complete(self, typing)),
                prompt::NAME => Ok(prompt::complete(self, typing)),
                recognize::NAME => Ok(recognize::complete(self, typing).await),
                _ => Ok(Answer::Choices(Vec::new())),
            },
            Interaction::Component(component) => press::answer_component(self, component).await,
            Interaction::Modal(form) => press::answer_form(self, form).await,
            _ => Err(Trouble::kind(replies::UNKNOWN_COMMAND)),
        };
        absent::note(self, interaction).await;
        outcome.unwrap_or_else(Trouble::into_answer).within_limits()
    }

    /// Whether another process of this bot has the effect of this interaction. Asked only where the effect has no key
    /// of its own: what merely reads is answered by whoever is first, and a recognition counts once by its interaction.
    async fn elsewhere(&self, interaction: &Interaction) -> Result<bool, StoreError> {
        let changes = match interaction {
            Interaction::Command(command) => match command.data.name.as_str() {
                schedule::NAME => schedule::changes(command),
                quiz::NAME => quiz::changes(command),
                recognition::NAME => recognition::changes(command),
                _ => false,
            },
            Interaction::Component(component) => press::changes(component),
            Interaction::Modal(form) => press::form_changes(form),
            _ => false,
        };
        Ok(changes && !self.store.take_interaction(interaction.id(), self.clock.now()).await?)
    }
}
