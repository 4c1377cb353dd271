//! What can be pressed about one's own data, and about a server's.

use std::fmt;

/// Where a right is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In the server where it is pressed.
    Here,
    /// In all servers.
    Everywhere,
}

impl Reach {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Here, Self::Everywhere];

    /// Its word in a custom id and among a command's choices.
    pub fn id(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Everywhere => "everywhere",
        }
    }

    /// The one of that word.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.id() == id)
    }
}

/// What can be pressed about one's own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivacyPress {
    /// What is kept of me.
    Show(Reach),
    /// All of it as a file.
    Export(Reach),
    /// Stop counting me.
    Pause(Reach),
    /// Count me again.
    Resume(Reach),
    /// Ask whether to erase everything of mine.
    Forget(Reach),
    /// Erase it.
    Erase(Reach),
    /// Erase everything of the server where it is pressed.
    EraseServer,
    /// Leave the server's data as they are.
    KeepServer,
}

impl fmt::Display for PrivacyPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, reach) = match self {
            Self::Show(reach) => ("show", reach),
            Self::Export(reach) => ("export", reach),
            Self::Pause(reach) => ("pause", reach),
            Self::Resume(reach) => ("resume", reach),
            Self::Forget(reach) => ("forget", reach),
            Self::Erase(reach) => ("erase", reach),
            Self::EraseServer => return f.write_str("erase-server"),
            Self::KeepServer => return f.write_str("keep-server"),
        };
        write!(f, "{word}.{}", reach.id())
    }
}

impl PrivacyPress {
    /// Reads what stands behind the verb.
    pub(super) fn parse(arguments: &[&str]) -> Option<Self> {
        Some(match arguments {
            ["erase-server"] => Self::EraseServer,
            ["keep-server"] => Self::KeepServer,
            [word, reach] => {
                let reach = Reach::named(reach)?;
                match *word {
                    "show" => Self::Show(reach),
                    "export" => Self::Export(reach),
                    "pause" => Self::Pause(reach),
                    "resume" => Self::Resume(reach),
                    "forget" => Self::Forget(reach),
                    "erase" => Self::Erase(reach),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
pub(super) fn presses() -> impl proptest::strategy::Strategy<Value = PrivacyPress> {
    use proptest::prelude::*;

    let reach = || prop::sample::select(Reach::ALL.to_vec());
    prop_oneof![
        reach().prop_map(PrivacyPress::Show),
        reach().prop_map(PrivacyPress::Export),
        reach().prop_map(PrivacyPress::Pause),
        reach().prop_map(PrivacyPress::Resume),
        reach().prop_map(PrivacyPress::Forget),
        reach().prop_map(PrivacyPress::Erase),
        Just(PrivacyPress::EraseServer),
        Just(PrivacyPress::KeepServer),
    ]
}
