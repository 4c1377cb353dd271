//! What a button, a menu or a form carries, so that it still works after ten restarts.
//!
//! Everything a press needs stands in its custom id: a version, a verb and arguments, with dots between. Nothing is
//! kept in memory for it. An id that another version or another bot wrote parses to nothing, and gets a kind answer.
//! (Discord's document "Component Reference": a custom id has at most 100 characters.)

mod account;
mod balance;
mod commitment;
mod contact;
mod deck;
mod essays;
mod give;
mod keep;
mod me;
mod nudge;
mod privacy;
mod prompt;
mod quiz;
mod reflect;
mod reframe;
mod rules;

use std::fmt;
use std::str::FromStr;

use serenity::model::id::{ChannelId, MessageId, UserId};

use crate::clock::{Days, LocalSchedule, LocalTime, Zone};
use crate::recognition::{Order, Span, Way};
use crate::store::Id;

pub use account::AccountPress;
pub use balance::{BalancePress, BalanceRun};
pub use commitment::TryPress;
pub use contact::{ContactPress, QuietPress, QuietWish};
pub use deck::DeckPress;
pub use essays::EssaysPress;
pub use give::{GivePress, MOST_PICKED};
pub use keep::KeepPress;
pub use me::{LONGEST_SEARCH, MePage, MePress};
pub use nudge::NudgePress;
pub use privacy::{PrivacyPress, Reach};
pub use prompt::PromptPress;
pub use quiz::{QuizPress, QuizRun};
pub use reflect::ReflectPress;
pub use reframe::ReframePress;
pub use rules::{RulesNumbers, RulesPress};

/// The version of the scheme below. A change of an argument's meaning takes the next number.
const VERSION: &str = "c1";

/// Everything that can be pressed, chosen or submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomId {
    /// Under a daily prompt: show its contrast, privately. Carries the post's mark.
    TwoSides {
        /// The post's occurrence.
        occurrence: Id,
        /// The prompt, so that the button works after the occurrence is gone.
        prompt: String,
    },
    /// Show the contrast that follows this one.
    NextContrast {
        /// The contrast on screen.
        after: String,
    },
    /// Post this contrast for everybody in the channel.
    ShareContrast {
        /// The contrast.
        topic: String,
    },
    /// The hello's button that opens the set-up panel. Carries the post's mark.
    SetUp {
        /// The post's occurrence.
        occurrence: Id,
    },
    /// The hello's button that shows a prompt privately.
    ShowMeOne,
    /// What Clarion keeps, and who can read it.
    WhatIKeep,
    /// The introduction's button that opens the help. Carries the post's mark.
    Help {
        /// The post's occurrence.
        occurrence: Id,
    },
    /// The panel of `/setup`: a step, with all that was chosen so far.
    Panel(PanelStep, SetupChoice),
    /// Post an extra prompt by this schedule now.
    PostNow {
        /// The schedule.
        schedule: Id,
    },
    /// Show the coming week of this schedule.
    SeeWeek {
        /// The schedule.
        schedule: Id,
    },
    /// Try a schedule again whose posts were refused. Under a notice it carries that one's mark.
    TryAgain {
        /// The schedule.
        schedule: Id,
        /// The notice's occurrence.
        occurrence: Option<Id>,
    },
    /// A notice's button that shows all schedules. Carries the post's mark.
    ShowSchedules {
        /// The post's occurrence.
        occurrence: Id,
    },
    /// The button under an announcement that asks whom else to thank. Carries the post's mark.
    ThankToo {
        /// The post's occurrence.
        occurrence: Id,
    },
    /// The menu that picks whom to thank.
    ThankWhom,
    /// The form for the words of a recognition, after its receivers were chosen in one of the ways that is no slash
    /// command.
    ThankWords {
        /// Who receives it.
        receiver: UserId,
        /// The message it is about, where there is one.
        about: Option<(ChannelId, MessageId)>,
    },
    /// What a recognition stirred, chosen afterwards.
    ThankWay {
        /// The recognition.
        recognition: Id,
        /// The choice.
        way: Way,
    },
    /// Another screen of who gives.
    Givers {
        /// Over which days.
        span: Span,
        /// In which order.
        order: Order,
        /// Which screen, from 0.
        screen: u16,
    },
    /// Around the account of recognition.
    Account(AccountPress),
    /// On an essay's screen, or to it.
    Essays(EssaysPress),
    /// On the way to a recognition, and right after it. Under a daily prompt it carries the post's mark.
    Give(GivePress),
    /// On the panel of a server's rules for recognition.
    Rules(RulesPress),
    /// Around a team's own deck.
    Deck(DeckPress),
    /// About a recognition that is given.
    Keep(KeepPress),
    /// In `/me`.
    Me(MePress),
    /// About one's own data, or a server's.
    Privacy(PrivacyPress),
    /// Under a prompt that somebody looks at.
    Prompt(PromptPress),
    /// Under the contrasts that fit a situation.
    Reframe(ReframePress),
    /// Around a reflection.
    Reflect(ReflectPress),
    /// In the quiz. An invitation's carries the post's mark.
    Quiz(QuizPress),
    /// In the balance.
    Balance(BalancePress),
    /// About something that somebody wants to try.
    Try(TryPress),
    /// About being written to.
    Contact(ContactPress),
    /// About the weekly reminder whom one might thank.
    Nudge(NudgePress),
    /// About a schedule that may post too often.
    Quiet(QuietPress),
}

/// What somebody did on the panel of `/setup`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelStep {
    /// Start with what is shown.
    Start,
    /// Open the choices.
    Change,
    /// Close the choices.
    Done,
    /// Look at the permissions again.
    Check,
    /// A channel was chosen in the menu.
    Channel,
    /// A time was chosen in the menu.
    Time,
    /// Days were chosen in the menu.
    Days,
    /// A zone was chosen in the menu.
    Zone,
    /// Thanks were switched on or off.
    Thanks,
}

const STEPS: [(PanelStep, &str); 9] = [
    (PanelStep::Start, "start"),
    (PanelStep::Change, "change"),
    (PanelStep::Done, "done"),
    (PanelStep::Check, "check"),
    (PanelStep::Channel, "channel"),
    (PanelStep::Time, "time"),
    (PanelStep::Days, "days"),
    (PanelStep::Zone, "zone"),
    (PanelStep::Thanks, "thanks"),
];

/// Everything chosen on the panel of `/setup` so far. It travels in the buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupChoice {
    /// Where prompts are posted.
    pub channel: ChannelId,
    /// At what local time.
    pub time: LocalTime,
    /// On which days.
    pub days: Days,
    /// In which zone.
    pub zone: Zone,
    /// Whether the zone was guessed, and is to be shown as a guess.
    pub guessed: bool,
    /// Prompts and thanks, or prompts alone.
    pub thanks: bool,
}

impl SetupChoice {
    /// When prompts come, by these choices.
    pub fn when(&self) -> LocalSchedule {
        LocalSchedule { time: self.time, zone: self.zone.clone(), days: self.days }
    }
}

impl CustomId {
    /// The daily post whose button this is, if it is one: whoever presses it has used the post.
    pub fn post(&self) -> Option<Id> {
        match self {
            Self::TwoSides { occurrence, .. }
            | Self::Reflect(ReflectPress::Write { occurrence, .. })
            | Self::Quiz(QuizPress::Week { occurrence, .. })
            | Self::Deck(DeckPress::Suggest { occurrence })
            | Self::Give(GivePress::Someone { occurrence })
            | Self::Try(TryPress::Open { occurrence, .. }) => Some(*occurrence),
            _ => None,
        }
    }

    /// The mark that this id carries, if it is one that a post is found by.
    pub fn mark(&self) -> Option<Id> {
        match self {
            Self::TwoSides { occurrence, .. }
            | Self::SetUp { occurrence }
            | Self::Help { occurrence }
            | Self::ShowSchedules { occurrence }
            | Self::ThankToo { occurrence }
            | Self::Quiz(QuizPress::Week { occurrence, .. }) => Some(*occurrence),
            Self::Reflect(ReflectPress::Write { occurrence, .. }) => Some(*occurrence),
            Self::TryAgain { occurrence, .. } => *occurrence,
            Self::Try(press) => press.mark(),
            Self::Contact(ContactPress::Stop { occurrence }) | Self::Quiet(QuietPress { occurrence, .. }) => {
                Some(*occurrence)
            }
            Self::Keep(KeepPress::Reports { occurrence }) => Some(*occurrence),
            Self::Deck(press) => press.mark(),
            Self::Nudge(press) => press.mark(),
            Self::Give(press) => press.mark(),
            _ => None,
        }
    }
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}.")?;
        match self {
            Self::TwoSides { occurrence, prompt } => write!(f, "two-sides.{occurrence}.{prompt}"),
            Self::NextContrast { after } => write!(f, "next-contrast.{after}"),
            Self::ShareContrast { topic } => write!(f, "share-contrast.{topic}"),
            Self::SetUp { occurrence } => write!(f, "set-up.{occurrence}"),
            Self::ShowMeOne => f.write_str("show-me-one"),
            Self::WhatIKeep => f.write_str("what-i-keep"),
            Self::Help { occurrence } => write!(f, "help.{occurrence}"),
            Self::Panel(step, choice) => {
                let step = STEPS.iter().find(|(known, _)| known == step).map_or("", |(_, word)| word);
                write!(
                    f,
                    "panel.{step}.{:x}.{}.{:x}.{}.{}{}",
                    choice.channel.get(),
                    choice.time,
                    choice.days.bits(),
                    choice.zone,
                    if choice.guessed { 'g' } else { 'k' },
                    if choice.thanks { 't' } else { 'p' },
                )
            }
            Self::PostNow { schedule } => write!(f, "post-now.{schedule}"),
            Self::SeeWeek { schedule } => write!(f, "see-week.{schedule}"),
            Self::TryAgain { schedule, occurrence: None } => write!(f, "try-again.{schedule}"),
            Self::TryAgain { schedule, occurrence: Some(occurrence) } => {
                write!(f, "try-again.{schedule}.{occurrence}")
            }
            Self::ShowSchedules { occurrence } => write!(f, "show-schedules.{occurrence}"),
            Self::ThankToo { occurrence } => write!(f, "thank-too.{occurrence}"),
            Self::ThankWhom => f.write_str("thank-whom"),
            Self::ThankWords { receiver, about: None } => write!(f, "thank-words.{:x}", receiver.get()),
            Self::ThankWords { receiver, about: Some((channel, message)) } => {
                write!(f, "thank-words.{:x}.{:x}.{:x}", receiver.get(), channel.get(), message.get())
            }
            Self::ThankWay { recognition, way } => write!(f, "thank-way.{recognition}.{way}"),
            // As it was written before there were other orders.
            Self::Givers { span, order: Order::Name, screen } => write!(f, "givers.{span}.{screen:x}"),
            Self::Givers { span, order, screen } => write!(f, "givers.{span}.{screen:x}.{order}"),
            Self::Account(press) => write!(f, "account.{press}"),
            Self::Essays(press) => write!(f, "essays.{press}"),
            Self::Give(press) => write!(f, "give.{press}"),
            Self::Rules(press) => write!(f, "rules.{press}"),
            Self::Deck(press) => write!(f, "deck.{press}"),
            Self::Keep(press) => write!(f, "keep.{press}"),
            Self::Me(press) => write!(f, "me.{press}"),
            Self::Privacy(press) => write!(f, "privacy.{press}"),
            Self::Prompt(press) => write!(f, "prompt.{press}"),
            Self::Reframe(press) => write!(f, "reframe.{press}"),
            Self::Reflect(press) => write!(f, "reflect.{press}"),
            Self::Quiz(press) => write!(f, "quiz.{press}"),
            Self::Balance(press) => write!(f, "balance.{press}"),
            Self::Try(press) => write!(f, "try.{press}"),
            Self::Contact(press) => write!(f, "contact.{press}"),
            Self::Nudge(press) => write!(f, "nudge.{press}"),
            Self::Quiet(press) => write!(f, "quiet.{press}"),
        }
    }
}

/// The text is no id of this version: another bot's, an older version's, or none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no custom id of this version")]
pub struct ForeignId;

impl FromStr for CustomId {
    type Err = ForeignId;

    fn from_str(text: &str) -> Result<Self, ForeignId> {
        parse(text).ok_or(ForeignId)
    }
}

fn parse(text: &str) -> Option<CustomId> {
    let mut parts = text.split('.');
    if parts.next()? != VERSION {
        return None;
    }
    let verb = parts.next()?;
    let arguments: Vec<&str> = parts.collect();
    Some(match (verb, arguments.as_slice()) {
        ("two-sides", [occurrence, prompt]) => {
            CustomId::TwoSides { occurrence: occurrence.parse().ok()?, prompt: word(prompt)? }
        }
        ("next-contrast", [after]) => CustomId::NextContrast { after: word(after)? },
        ("share-contrast", [topic]) => CustomId::ShareContrast { topic: word(topic)? },
        ("set-up", [occurrence]) => CustomId::SetUp { occurrence: occurrence.parse().ok()? },
        ("show-me-one", []) => CustomId::ShowMeOne,
        ("what-i-keep", []) => CustomId::WhatIKeep,
        ("help", [occurrence]) => CustomId::Help { occurrence: occurrence.parse().ok()? },
        ("panel", [step, channel, time, days, zone, flags]) => {
            let step = STEPS.iter().find(|(_, word)| word == step).map(|(step, _)| *step)?;
            let (guessed, thanks) = match *flags {
                "gt" => (true, true),
                "gp" => (true, false),
                "kt" => (false, true),
                "kp" => (false, false),
                _ => return None,
            };
            let choice = SetupChoice {
                channel: ChannelId::from(snowflake(channel)?),
                time: time.parse().ok()?,
                days: Days::from_bits(i64::from_str_radix(days, 16).ok()?)?,
                zone: zone.parse().ok()?,
                guessed,
                thanks,
            };
            CustomId::Panel(step, choice)
        }
        ("post-now", [schedule]) => CustomId::PostNow { schedule: schedule.parse().ok()? },
        ("see-week", [schedule]) => CustomId::SeeWeek { schedule: schedule.parse().ok()? },
        ("try-again", [schedule]) => CustomId::TryAgain { schedule: schedule.parse().ok()?, occurrence: None },
        ("try-again", [schedule, occurrence]) => {
            CustomId::TryAgain { schedule: schedule.parse().ok()?, occurrence: Some(occurrence.parse().ok()?) }
        }
        ("show-schedules", [occurrence]) => CustomId::ShowSchedules { occurrence: occurrence.parse().ok()? },
        ("thank-too", [occurrence]) => CustomId::ThankToo { occurrence: occurrence.parse().ok()? },
        ("thank-whom", []) => CustomId::ThankWhom,
        ("thank-words", [receiver]) => {
            CustomId::ThankWords { receiver: UserId::from(snowflake(receiver)?), about: None }
        }
        ("thank-words", [receiver, channel, message]) => CustomId::ThankWords {
            receiver: UserId::from(snowflake(receiver)?),
            about: Some((ChannelId::from(snowflake(channel)?), MessageId::from(snowflake(message)?))),
        },
        ("thank-way", [recognition, way]) => {
            CustomId::ThankWay { recognition: recognition.parse().ok()?, way: way.parse().ok()? }
        }
        ("givers", [span, screen]) => {
            let screen = u16::from_str_radix(screen, 16).ok()?;
            CustomId::Givers { span: span.parse().ok()?, order: Order::Name, screen }
        }
        ("give", arguments) => CustomId::Give(GivePress::parse(arguments)?),
        ("givers", [span, screen, order]) => {
            let (screen, order) = (u16::from_str_radix(screen, 16).ok()?, order.parse().ok()?);
            CustomId::Givers {
                span: span.parse().ok()?,
                order: Some(order).filter(|order| *order != Order::Name)?,
                screen,
            }
        }
        ("account", press) => CustomId::Account(AccountPress::parse(press)?),
        ("rules", arguments) => CustomId::Rules(RulesPress::parse(arguments)?),
        ("deck", arguments) => CustomId::Deck(DeckPress::parse(arguments)?),
        ("essays", arguments) => CustomId::Essays(essays::parse(arguments)?),
        ("keep", press) => CustomId::Keep(KeepPress::parse(press)?),
        ("me", press) => CustomId::Me(MePress::parse(press)?),
        ("privacy", press) => CustomId::Privacy(PrivacyPress::parse(press)?),
        ("prompt", arguments) => CustomId::Prompt(prompt::parse(arguments)?),
        ("reframe", arguments) => CustomId::Reframe(reframe::parse(arguments)?),
        ("reflect", press) => CustomId::Reflect(ReflectPress::parse(press)?),
        ("quiz", press) => CustomId::Quiz(QuizPress::parse(press)?),
        ("balance", press) => CustomId::Balance(BalancePress::parse(press)?),
        ("try", press) => CustomId::Try(TryPress::parse(press)?),
        ("nudge", press) => CustomId::Nudge(NudgePress::parse(press)?),
        ("contact", press) => CustomId::Contact(ContactPress::parse(press)?),
        ("quiet", press) => CustomId::Quiet(QuietPress::parse(press)?),
        _ => return None,
    })
}

/// A Discord id, never zero.
fn snowflake(hex: &str) -> Option<std::num::NonZeroU64> {
    u64::from_str_radix(hex, 16).ok().and_then(std::num::NonZeroU64::new)
}

fn word(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
