//! What can be pressed about a recognition that is given: by who gave it, by who got it, and by a steward.

use std::fmt;

use crate::store::Id;

/// What can be pressed about a recognition that is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepPress {
    /// Its giver takes it back.
    Undo {
        /// Which.
        recognition: Id,
    },
    /// Its giver wants other words for it.
    Amend {
        /// Which.
        recognition: Id,
    },
    /// The form that asks for them.
    Amended {
        /// Which.
        recognition: Id,
    },
    /// The menu of what somebody gave lately; the choice says which.
    PickGiven,
    /// What somebody who got it can do with it.
    About {
        /// Which.
        recognition: Id,
    },
    /// The menu of what somebody got; the choice says which.
    PickGot,
    /// Somebody who got it wants it seen by nobody else, or by everybody again.
    Hide {
        /// Which.
        recognition: Id,
        /// Whether it is to be hidden.
        hidden: bool,
    },
    /// Somebody wants nothing announced of what they get from now on, or all of it again.
    Announce {
        /// On whose card that was pressed; `None` in `/me`.
        recognition: Option<Id>,
        /// Whether it is to be announced.
        wanted: bool,
    },
    /// Somebody who got it wants nothing more from who gave it, or takes it again.
    NotFrom {
        /// Which.
        recognition: Id,
        /// Whether nothing more is wanted.
        declined: bool,
    },
    /// The menu in `/me` of the people from whom nothing is wanted; the choice says all of them.
    Declined,
    /// Somebody who got it asks a steward to look at it.
    Report {
        /// Which.
        recognition: Id,
    },
    /// The form for what they want to say about it.
    Reported {
        /// Which.
        recognition: Id,
    },
    /// Under the notice that something was reported: what is open, to a steward. Carries that one's mark.
    Reports {
        /// The notice's occurrence.
        occurrence: Id,
    },
    /// The report that follows this one, to a steward.
    NextReport {
        /// Which was on screen.
        report: Id,
    },
    /// A steward wants to remove what was reported.
    Void {
        /// By which report.
        report: Id,
    },
    /// The form that asks for the reason.
    Voided {
        /// By which report.
        report: Id,
    },
    /// A steward leaves what was reported as it is.
    Close {
        /// Which report.
        report: Id,
    },
}

impl KeepPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        let id = |text: &str| text.parse::<Id>().ok();
        Some(match arguments {
            ["undo", recognition] => Self::Undo { recognition: id(recognition)? },
            ["amend", recognition] => Self::Amend { recognition: id(recognition)? },
            ["amended", recognition] => Self::Amended { recognition: id(recognition)? },
            ["pick-given"] => Self::PickGiven,
            ["about", recognition] => Self::About { recognition: id(recognition)? },
            ["pick-got"] => Self::PickGot,
            ["hide", recognition] => Self::Hide { recognition: id(recognition)?, hidden: true },
            ["show", recognition] => Self::Hide { recognition: id(recognition)?, hidden: false },
            ["announce-none"] => Self::Announce { recognition: None, wanted: false },
            ["announce-all"] => Self::Announce { recognition: None, wanted: true },
            ["announce-none", recognition] => Self::Announce { recognition: Some(id(recognition)?), wanted: false },
            ["announce-all", recognition] => Self::Announce { recognition: Some(id(recognition)?), wanted: true },
            ["not-from", recognition] => Self::NotFrom { recognition: id(recognition)?, declined: true },
            ["from-again", recognition] => Self::NotFrom { recognition: id(recognition)?, declined: false },
            ["declined"] => Self::Declined,
            ["report", recognition] => Self::Report { recognition: id(recognition)? },
            ["reported", recognition] => Self::Reported { recognition: id(recognition)? },
            ["reports", occurrence] => Self::Reports { occurrence: id(occurrence)? },
            ["next-report", report] => Self::NextReport { report: id(report)? },
            ["void", report] => Self::Void { report: id(report)? },
            ["voided", report] => Self::Voided { report: id(report)? },
            ["close", report] => Self::Close { report: id(report)? },
            _ => return None,
        })
    }
}

impl fmt::Display for KeepPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undo { recognition } => write!(f, "undo.{recognition}"),
            Self::Amend { recognition } => write!(f, "amend.{recognition}"),
            Self::Amended { recognition } => write!(f, "amended.{recognition}"),
            Self::PickGiven => f.write_str("pick-given"),
            Self::About { recognition } => write!(f, "about.{recognition}"),
            Self::PickGot => f.write_str("pick-got"),
            Self::Hide { recognition, hidden: true } => write!(f, "hide.{recognition}"),
            Self::Hide { recognition, hidden: false } => write!(f, "show.{recognition}"),
            Self::Announce { recognition, wanted } => {
                f.write_str(if *wanted { "announce-all" } else { "announce-none" })?;
                recognition.iter().try_for_each(|recognition| write!(f, ".{recognition}"))
            }
            Self::NotFrom { recognition, declined: true } => write!(f, "not-from.{recognition}"),
            Self::NotFrom { recognition, declined: false } => write!(f, "from-again.{recognition}"),
            Self::Declined => f.write_str("declined"),
            Self::Report { recognition } => write!(f, "report.{recognition}"),
            Self::Reported { recognition } => write!(f, "reported.{recognition}"),
            Self::Reports { occurrence } => write!(f, "reports.{occurrence}"),
            Self::NextReport { report } => write!(f, "next-report.{report}"),
            Self::Void { report } => write!(f, "void.{report}"),
            Self::Voided { report } => write!(f, "voided.{report}"),
            Self::Close { report } => write!(f, "close.{report}"),
        }
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = KeepPress> {
    use proptest::prelude::*;

    let id = (1..=i64::MAX).prop_filter_map("an id", Id::from_i64);
    (0..19, id, any::<bool>(), any::<bool>()).prop_map(|(which, recognition, yes, some)| {
        let report = recognition;
        match which {
            0 => KeepPress::Undo { recognition },
            1 => KeepPress::Amend { recognition },
            2 => KeepPress::Amended { recognition },
            3 => KeepPress::PickGiven,
            4 => KeepPress::About { recognition },
            5 => KeepPress::PickGot,
            6..=7 => KeepPress::Hide { recognition, hidden: yes },
            8..=9 => KeepPress::Announce { recognition: some.then_some(recognition), wanted: yes },
            10 => KeepPress::NotFrom { recognition, declined: yes },
            11 => KeepPress::Declined,
            12 => KeepPress::Report { recognition },
            13 => KeepPress::Reported { recognition },
            14 => KeepPress::NextReport { report },
            15 => KeepPress::Void { report },
            16 => KeepPress::Voided { report },
            17 => KeepPress::Reports { occurrence: report },
            _ => KeepPress::Close { report },
        }
    })
}
