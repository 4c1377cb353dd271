//! From an interaction to its answer: in time, once, and kindly whatever happens inside.
//!
//! The commands say what to answer; here it is decided how it travels. Ready in time it is the first answer. If not,
//! time is bought by a deferral of the kind that the command named, and the answer follows as an edit. Discord takes the
//! first answer within three seconds and only one; which try of ours arrived is told by its codes (facts of the gate).

use std::sync::Arc;

use serde_json::Value;
use serenity::builder::{
    AutocompleteChoice, CreateAutocompleteResponse, CreateInteractionResponse, CreateInteractionResponseMessage,
};
use serenity::model::application::Interaction;
use serenity::model::id::{InteractionId, MessageId};
use tokio::task::JoinError;
use tokio::time::{Instant, timeout_at};

use super::gate::{Arrived, Delivered, Gate, GateFault};
use crate::clock::{Bell, Clock};
use crate::commands::{Answer, Commands, Deferral};
use crate::messages::{Card, Packed, replies};
use crate::store::{Claim, Sent, Store};

/// Answers interactions.
pub(super) struct Answers {
    pub(super) gate: Arc<Gate>,
    pub(super) commands: Arc<Commands>,
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) bell: Bell,
}

/// What is needed to answer one interaction. The token never leaves for a log.
struct Ticket {
    id: InteractionId,
    token: String,
    deadline: Instant,
}

impl Answers {
    /// Answers one interaction that arrived at that instant.
    pub(super) async fn handle(&self, interaction: Interaction, arrived: Instant) {
        let patience = self.gate.patience();
        let ticket =
            Ticket { id: interaction.id(), token: interaction.token().to_owned(), deadline: arrived + patience.answer };
        let deferral = self.commands.deferral(&interaction);
        let shown = shown(&interaction);
        let commands = Arc::clone(&self.commands);
        // A task of its own: a panic stays inside it, and what it writes is not cut short when time runs out.
        let mut work = tokio::spawn(async move { commands.answer(&interaction).await });
        let defer_at = if deferral == Deferral::Never { ticket.deadline } else { arrived + patience.defer };
        match timeout_at(defer_at, &mut work).await {
            Ok(answer) => self.at_once(&ticket, unharmed(answer), shown).await,
            Err(_) if deferral == Deferral::Never => {
                tracing::warn!(interaction = shown, "no answer was ready in time, and this kind cannot wait");
                self.give_up(unharmed(work.await), Sent::No).await;
            }
            Err(_) => self.later(&ticket, deferral, async { unharmed(work.await) }, shown).await,
        }
    }

    /// Kind words for an interaction that could not be read, as far as it can be answered at all.
    pub(super) async fn apologise(&self, unread: &Value, arrived: Instant) {
        let text = |key: &str| unread.get(key).and_then(Value::as_str);
        let id = text("id").and_then(|id| id.parse().ok()).filter(|id| *id != 0 && *id != u64::MAX);
        // Autocomplete (4) takes no words.
        let takes_words = unread.get("type").and_then(Value::as_u64) != Some(4);
        let (Some(id), Some(token), true) = (id, text("token"), takes_words) else { return };
        let deadline = arrived + self.gate.patience().answer;
        let sorry = message(mishap(), true);
        self.gate.answer(InteractionId::new(id), token, &sorry, deadline).await;
    }

    /// The first answer.
    async fn at_once(&self, ticket: &Ticket, answer: Answer, shown: &str) {
        let (response, then) = match answer {
            Answer::Reply { card, private } => (message(card, private), None),
            Answer::Update(card) => (card.into_answer(false).map(CreateInteractionResponse::UpdateMessage), None),
            Answer::Choices(choices) => (autocomplete(choices).into(), None),
            Answer::Modal(form) => (CreateInteractionResponse::Modal(form).into(), None),
            Answer::Announce { card, private, unannounced, claim } => {
                (message(card, false), Some((private, unannounced, claim)))
            }
            Answer::Elsewhere(_) => return tracing::debug!(interaction = shown, "another process answers"),
        };
        let delivered = self.gate.answer(ticket.id, &ticket.token, &response, ticket.deadline).await;
        match (delivered, then) {
            (Delivered::Yes { message }, Some((private, _, claim))) => {
                self.announced(ticket, message, &claim).await;
                self.tell(ticket, private, shown).await;
            }
            (Delivered::Yes { .. }, None) => tracing::debug!(interaction = shown, "answered"),
            (undelivered, then) => {
                let sent = match &undelivered {
                    Delivered::Failed(fault) if fault.arrived() == Arrived::Perhaps => Sent::Perhaps,
                    _ => Sent::No,
                };
                let mut instead = None;
                if let Some((private, unannounced, claim)) = then {
                    self.hand_over(&claim, sent).await;
                    instead = Some(unannounced.map_or(private, |told| *told));
                }
                self.undelivered(ticket, undelivered, instead.unwrap_or_else(mishap), shown).await;
            }
        }
    }

    /// The announcement is in the channel: its id is written down.
    async fn announced(&self, ticket: &Ticket, message: Option<MessageId>, claim: &Claim) {
        let message = match message {
            Some(message) => Ok(Some(message)),
            None => self.gate.find_answer(&ticket.token, claim.occurrence.id).await,
        };
        match message {
            Ok(Some(message)) => {
                if let Err(error) = self.store.posted(claim, message).await {
                    // The claim's lease runs out, and the posting loop finds the message by its mark.
                    tracing::error!(cause = %error, "an announcement's message could not be written down");
                }
            }
            Ok(None) => {
                tracing::warn!("the answer that stands is not the announcement; it is looked for");
                self.hand_over(claim, Sent::Perhaps).await;
            }
            Err(fault) => {
                tracing::warn!(cause = %fault, "an announcement's message is not known; it is looked for");
                self.hand_over(claim, Sent::Perhaps).await;
            }
        }
    }

    /// Something went wrong with the first answer. `instead` is said where that one itself was at fault.
    async fn undelivered(&self, ticket: &Ticket, delivered: Delivered, instead: Card, shown: &str) {
        match delivered {
            Delivered::Yes { .. } => {}
            Delivered::ByAnother => tracing::debug!(interaction = shown, "another process answered"),
            // Over because it is answered, and a while ago.
            Delivered::Gone if self.gate.is_answered(&ticket.token).await => {
                tracing::debug!(interaction = shown, "another process answered");
            }
            Delivered::Gone => tracing::warn!(interaction = shown, "the interaction's time was over"),
            Delivered::Failed(fault) => {
                tracing::error!(interaction = shown, cause = %fault, "an answer did not get through");
                // The answer itself was at fault: there is time for a kind word.
                if matches!(fault, GateFault::Unsendable(_) | GateFault::Refused { .. }) {
                    let instead = message(instead, true);
                    self.gate.answer(ticket.id, &ticket.token, &instead, ticket.deadline).await;
                }
            }
        }
    }

    /// Buys time, and answers when the answer is ready.
    async fn later(&self, ticket: &Ticket, deferral: Deferral, answer: impl Future<Output = Answer>, shown: &str) {
        let buy = match deferral {
            Deferral::Update => CreateInteractionResponse::Acknowledge,
            Deferral::Public => deferral_answer(false),
            Deferral::Private | Deferral::Never => deferral_answer(true),
        };
        let bought = self.gate.answer(ticket.id, &ticket.token, &buy.into(), ticket.deadline).await;
        let answer = answer.await;
        match bought {
            Delivered::Yes { .. } => {}
            // The edit tells whether the deferral arrived.
            Delivered::Failed(ref fault) if fault.arrived() == Arrived::Perhaps => {}
            undelivered => {
                self.give_up(answer, Sent::No).await;
                return self.undelivered(ticket, undelivered, mishap(), shown).await;
            }
        }
        let told = match answer {
            Answer::Announce { private, unannounced, claim, .. } => {
                // An edit pings nobody: the posting loop sends it as a message of its own.
                self.hand_over(&claim, Sent::No).await;
                self.fill_in(ticket, deferral, unannounced.map_or(private, |told| *told), true).await
            }
            Answer::Elsewhere(card) => self.fill_in(ticket, deferral, card, true).await,
            Answer::Reply { card, private } => self.fill_in(ticket, deferral, card, private).await,
            Answer::Update(card) => self.gate.edit_answer(&ticket.token, card).await,
            Answer::Choices(_) | Answer::Modal(_) => {
                tracing::error!(interaction = shown, "an answer that cannot follow a deferral came after one");
                self.fill_in(ticket, deferral, mishap(), true).await
            }
        };
        match told {
            Ok(()) => tracing::debug!(interaction = shown, "answered after a deferral"),
            Err(fault @ (GateFault::Unsendable(_) | GateFault::Refused { .. })) => {
                tracing::error!(interaction = shown, cause = %fault, "an answer did not get through");
                // Nothing more can be done where this fails too.
                let _ = self.fill_in(ticket, deferral, mishap(), true).await;
            }
            Err(fault) => tracing::error!(interaction = shown, cause = %fault, "an answer did not get through"),
        }
    }

    /// Puts a message where the deferral left room for it.
    async fn fill_in(&self, ticket: &Ticket, deferral: Deferral, card: Card, private: bool) -> Result<(), GateFault> {
        match deferral {
            // The message whose button was used stays as it is; this one is new.
            Deferral::Update => self.gate.follow_up(&ticket.token, card, private).await,
            // What everybody would see is meant for one person: the room for it is taken away first.
            Deferral::Public if private => {
                self.gate.delete_answer(&ticket.token).await?;
                self.gate.follow_up(&ticket.token, card, true).await
            }
            _ => self.gate.edit_answer(&ticket.token, card).await,
        }
    }

    /// Tells the person who asked something more.
    async fn tell(&self, ticket: &Ticket, card: Card, shown: &str) {
        if let Err(fault) = self.gate.follow_up(&ticket.token, card, true).await {
            tracing::warn!(interaction = shown, cause = %fault, "a follow-up did not get through");
        }
    }

    /// An answer that cannot be delivered: what stands in a channel for everybody is still owed.
    async fn give_up(&self, answer: Answer, sent: Sent) {
        if let Answer::Announce { claim, .. } = answer {
            self.hand_over(&claim, sent).await;
        }
    }

    /// Hands an announcement to the posting loop, due now.
    async fn hand_over(&self, claim: &Claim, sent: Sent) {
        match self.store.put_back(claim, self.clock.now(), sent, "not-by-answer").await {
            Ok(()) => self.bell.ring(),
            // Its lease runs out, and the posting loop takes it up then.
            Err(error) => tracing::error!(cause = %error, "an announcement could not be handed over"),
        }
    }
}

/// What the command answered; a panic becomes kind words (where it happened is logged by the panic hook).
fn unharmed(answer: Result<Answer, JoinError>) -> Answer {
    answer.unwrap_or_else(|_| {
        tracing::error!("a command panicked: a defect in the program");
        Answer::private(mishap())
    })
}

/// A new message as a first answer.
fn message(card: Card, private: bool) -> Packed<CreateInteractionResponse> {
    card.into_answer(private).map(CreateInteractionResponse::Message)
}

fn mishap() -> Card {
    Card::text(replies::MISHAP)
}

fn deferral_answer(private: bool) -> CreateInteractionResponse {
    CreateInteractionResponse::Defer(CreateInteractionResponseMessage::new().ephemeral(private))
}

fn autocomplete(choices: Vec<(String, String)>) -> CreateInteractionResponse {
    let choices = choices.into_iter().map(|(label, value)| AutocompleteChoice::new(label, value)).collect();
    CreateInteractionResponse::Autocomplete(CreateAutocompleteResponse::new().set_choices(choices))
}

/// What a log calls it: its kind, never a word of a person's.
fn shown(interaction: &Interaction) -> &'static str {
    match interaction {
        Interaction::Command(_) => "a command",
        Interaction::Autocomplete(_) => "an autocomplete",
        Interaction::Component(_) => "a button or a menu",
        Interaction::Modal(_) => "a form",
        _ => "an interaction",
    }
}
