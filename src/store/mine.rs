//! Everything that is kept of one person, and its end: what they ask to be deleted is deleted, to the last byte of the file.

use serenity::model::id::{GuildId, UserId};

use super::connection::in_transaction;
use super::erasing::owe_scrub;
use super::{Store, StoreError};

/// A part of what is kept of somebody, which they can have deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MyPart {
    /// Their reflections.
    Reflections,
    /// The rounds of the quiz that they finished.
    Quiz,
    /// The balances that they finished.
    Balance,
    /// What they wanted to try, and how it ended.
    Commitments,
    /// The words of the recognition that they gave. That they gave it, when and to whom stays, for those who got it.
    ThanksWords,
    /// Their suggestions for the team's deck that are not in it. What is in the deck is the team's, and loses its writer's name.
    Suggestions,
}

impl MyPart {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Reflections, Self::Quiz, Self::Balance, Self::Commitments, Self::ThanksWords, Self::Suggestions];

    /// Its word in a custom id and in a menu's values.
    pub fn id(self) -> &'static str {
        match self {
            Self::Reflections => "reflections",
            Self::Quiz => "quiz",
            Self::Balance => "balance",
            Self::Commitments => "commitments",
            Self::ThanksWords => "thanks-words",
            Self::Suggestions => "suggestions",
        }
    }

    /// The part with that word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.id() == id)
    }
}

/// What deletes each, in an order that no foreign key minds; `$1` is the person. A test holds that no table with a person's
/// rows is missing.
const DELETES: &[(MyPart, &str)] = &[
    (MyPart::Reflections, "DELETE FROM reflection WHERE person_id = $1"),
    (MyPart::Quiz, "DELETE FROM quiz_round WHERE person_id = $1"),
    (MyPart::Balance, "DELETE FROM balance WHERE person_id = $1"),
    (
        MyPart::Commitments,
        "DELETE FROM occurrence WHERE kind = 'checkin' AND subject IN (SELECT id FROM commitment WHERE person_id = $1)",
    ),
    (
        MyPart::Commitments,
        "DELETE FROM commitment_words WHERE commitment_id IN (SELECT id FROM commitment WHERE person_id = $1)",
    ),
    (MyPart::Commitments, "DELETE FROM commitment WHERE person_id = $1"),
    (
        MyPart::ThanksWords,
        "DELETE FROM recognition_words WHERE recognition_id IN (SELECT id FROM recognition WHERE giver = $1)",
    ),
    (
        MyPart::Suggestions,
        "DELETE FROM occurrence WHERE kind = 'deck-answer' AND subject IN (SELECT id FROM deck_prompt WHERE suggested_by = $1)",
    ),
    (MyPart::Suggestions, "DELETE FROM deck_prompt WHERE suggested_by = $1 AND state <> 'approved'"),
    (MyPart::Suggestions, "UPDATE deck_prompt SET suggested_by = NULL, hears = 0 WHERE suggested_by = $1"),
];

/// What counts a part's words that are on their way to where others read them; `$1` is the person.
const COMING: &[(MyPart, &str)] = &[
    (
        MyPart::Reflections,
        "SELECT COUNT(*) FROM occurrence o JOIN reflection r ON r.id = o.subject WHERE o.kind = 'reflection' \
         AND o.state IN ('due', 'claimed') AND r.person_id = $1",
    ),
    (
        MyPart::Commitments,
        "SELECT COUNT(*) FROM occurrence o JOIN commitment c ON c.id = o.subject WHERE o.kind = 'checkin' \
         AND o.state IN ('due', 'claimed') AND o.first_tried_at IS NOT NULL AND o.content = 'thread' \
         AND c.person_id = $1",
    ),
];

impl Store {
    /// Deletes these parts of what is kept of somebody in a server, in one transaction. Doing it twice is doing it once.
    /// The files are to be scrubbed then ([`Store::scrub`]). False where something of them is on its way to where others
    /// read it: nothing is deleted then, since nobody knows yet what is to be taken down.
    ///
    /// # Errors
    /// Where the store fails; nothing is deleted then.
    pub async fn delete_mine(&self, guild: GuildId, user: UserId, parts: &[MyPart]) -> Result<bool, StoreError> {
        in_transaction!(self.shared, |connection| {
            let person: Option<i64> = sqlx::query_scalar("SELECT id FROM person WHERE guild_id = $1 AND user_id = $2")
                .bind(guild.get().cast_signed())
                .bind(user.get().cast_signed())
                .fetch_optional(&mut *connection)
                .await?;
            let Some(person) = person else { return Ok(true) };
            for (_, count) in COMING.iter().filter(|(part, _)| parts.contains(part)) {
                let coming: i64 = sqlx::query_scalar(*count).bind(person).fetch_one(&mut *connection).await?;
                if coming > 0 {
                    return Ok(false);
                }
            }
            let mut deleted = 0;
            for (_, delete) in DELETES.iter().filter(|(part, _)| parts.contains(part)) {
                deleted += sqlx::query(*delete).bind(person).execute(&mut *connection).await?.rows_affected();
            }
            if deleted > 0 {
                owe_scrub(&self.shared, connection).await?;
            }
            Ok(true)
        })
    }
}
