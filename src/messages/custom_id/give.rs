//! What can be pressed on the way to a recognition, and right after it.

use std::fmt;

use serenity::model::id::UserId;

use crate::store::Id;

/// So many people fit into the id of the form for the words, behind a menu of people.
pub const MOST_PICKED: usize = 7;

/// What can be pressed on the way to a recognition, and right after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivePress {
    /// Under a daily prompt about recognition: whom to thank? Carries the post's mark.
    Someone {
        /// The post's occurrence.
        occurrence: Id,
    },
    /// The form for the words, for several people who were picked in the menu: [`MOST_PICKED`] at most.
    Words {
        /// Who receives it, in the order in which they were picked.
        people: Vec<UserId>,
        /// The bots among those who were picked.
        bots: Vec<UserId>,
    },
    /// The menu of strengths under the private answer; the choice says which.
    Strengths {
        /// The recognition.
        recognition: Id,
    },
}

impl GivePress {
    /// The mark that it carries, if a post is found by it.
    pub(super) fn mark(&self) -> Option<Id> {
        match self {
            Self::Someone { occurrence } => Some(*occurrence),
            _ => None,
        }
    }

    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        Some(match arguments {
            ["someone", occurrence] => Self::Someone { occurrence: occurrence.parse().ok()? },
            ["words", people, bots] => {
                let (people, bots) = (unpacked(people)?, unpacked(bots)?);
                let all = people.len() + bots.len();
                (1..=MOST_PICKED).contains(&all).then_some(Self::Words { people, bots })?
            }
            ["strengths", recognition] => Self::Strengths { recognition: recognition.parse().ok()? },
            _ => return None,
        })
    }
}

impl fmt::Display for GivePress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Someone { occurrence } => write!(f, "someone.{occurrence}"),
            Self::Words { people, bots } => write!(f, "words.{}.{}", packed(people), packed(bots)),
            Self::Strengths { recognition } => write!(f, "strengths.{recognition}"),
        }
    }
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// So many digits of base 62 hold 64 bits.
const WIDTH: usize = 11;

/// The ids one behind the other, each as wide as the widest: in base 16 there would be room for five.
fn packed(people: &[UserId]) -> String {
    let mut text = String::with_capacity(WIDTH * people.len());
    for person in people {
        let mut rest = person.get();
        let mut digits = [b'0'; WIDTH];
        for digit in digits.iter_mut().rev() {
            *digit = DIGITS[(rest % 62) as usize];
            rest /= 62;
        }
        text.extend(digits.map(char::from));
    }
    text
}

fn unpacked(text: &str) -> Option<Vec<UserId>> {
    let id = |digits: &[u8]| {
        let id = digits.iter().try_fold(0_u64, |id, digit| {
            let value = DIGITS.iter().position(|known| known == digit)?;
            id.checked_mul(62)?.checked_add(value as u64)
        })?;
        std::num::NonZeroU64::new(id).map(UserId::from)
    };
    if !text.len().is_multiple_of(WIDTH) {
        return None;
    }
    text.as_bytes().chunks(WIDTH).map(id).collect()
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = GivePress> {
    use proptest::prelude::*;

    let id = || (1..=i64::MAX).prop_filter_map("an id", Id::from_i64);
    let people = prop::collection::vec((1..=u64::MAX).prop_map(UserId::new), 1..=MOST_PICKED);
    prop_oneof![
        id().prop_map(|occurrence| GivePress::Someone { occurrence }),
        (people, 0..=MOST_PICKED).prop_map(|(mut people, bots)| {
            let bots = people.split_off(bots.min(people.len()));
            GivePress::Words { people, bots }
        }),
        id().prop_map(|recognition| GivePress::Strengths { recognition }),
    ]
}
