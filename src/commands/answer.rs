//! What a command returns: what to answer, or what went wrong.

use serenity::builder::CreateModal;

use crate::messages::{Card, replies};
use crate::store::{Claim, StoreError};

/// What to answer.
#[derive(Debug)]
pub enum Answer {
    /// A new message: to everybody in the channel, or to the person who asked alone.
    Reply {
        /// The message.
        card: Card,
        /// Whether only the person who asked sees it.
        private: bool,
    },
    /// A public message that stands for an occurrence: a recognition's announcement.
    ///
    /// Answered in time, it is the reply, and its message id is recorded for the claim. After a deferral it cannot be:
    /// an edit pings nobody. Then the claim is given back, due now, and the posting loop sends it as a new message.
    Announce {
        /// The announcement.
        card: Card,
        /// What the person who asked is told, privately: after the announcement, or in the deferred answer's place.
        private: Card,
        /// The same where the bot itself may not post there, and the announcement could not be the answer (which
        /// needs no permission): it will not appear.
        unannounced: Option<Box<Card>>,
        /// The occurrence, claimed for this answer.
        claim: Box<Claim>,
    },
    /// Another process of the same bot has this interaction and answers it. Only a deferral that this one made is
    /// filled in, with these words.
    Elsewhere(Card),
    /// The message whose button or menu was used becomes this.
    Update(Card),
    /// What fits what was typed so far: at most 25 pairs of a label and a value.
    Choices(Vec<(String, String)>),
    /// A form.
    Modal(CreateModal),
}

impl Answer {
    /// A message to the person who asked alone.
    pub fn private(card: Card) -> Self {
        Self::Reply { card, private: true }
    }

    /// The same, or kind words where its files are more than Discord takes.
    pub(super) fn within_limits(self) -> Self {
        match &self {
            Self::Reply { card, .. } | Self::Update(card) if !card.files_fit() => {
                tracing::error!(files = card.files.len(), "an answer's files are more than Discord takes");
                Self::private(Card::text(replies::files::MORE_THAN_DISCORD_TAKES))
            }
            _ => self,
        }
    }

    /// A message to everybody in the channel.
    pub fn public(card: Card) -> Self {
        Self::Reply { card, private: false }
    }
}

/// How an interaction may be deferred. Discord fixes with the deferral whether the answer is private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deferral {
    /// The answer will be for the person who asked alone.
    Private,
    /// The answer will be for everybody.
    Public,
    /// The answer will change the message that was used.
    Update,
    /// It cannot be deferred: the answer is a form or a list of choices.
    Never,
}

/// Why there is no ordinary answer.
#[derive(Debug)]
pub enum Trouble {
    /// Something that the person can mend: these are the words for them.
    Kind(String),
    /// Something that only the operator can mend.
    Store(StoreError),
}

impl Trouble {
    /// Words for the person.
    pub fn kind(words: impl Into<String>) -> Self {
        Self::Kind(words.into())
    }

    /// The person hears what to do next; the operator finds the cause in the log, once.
    pub(super) fn into_answer(self) -> Answer {
        match self {
            Self::Kind(words) => Answer::private(Card::text(words)),
            Self::Store(error) => {
                tracing::error!(cause = %error, "an interaction could not be answered: the store failed");
                Answer::private(Card::text(replies::store_trouble(&error)))
            }
        }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{File, MOST_FILE_BYTES};

    #[test]
    fn files_that_discord_would_refuse_are_apologised_for_in_private() {
        let of = |bytes: usize| Card::text("All prompts").file(File::new("deck.csv", vec![b'a'; bytes], "All prompts"));
        assert!(
            matches!(Answer::public(of(10)).within_limits(), Answer::Reply { private: false, card } if card.files.len() == 1)
        );
        for answer in [Answer::public(of(MOST_FILE_BYTES + 1)), Answer::Update(of(MOST_FILE_BYTES + 1))] {
            let Answer::Reply { card, private: true } = answer.within_limits() else { panic!("told to nobody else") };
            assert!(card.files.is_empty() && card.content == replies::files::MORE_THAN_DISCORD_TAKES);
        }
    }
}
