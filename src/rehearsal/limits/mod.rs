//! Discord's documented limits, and a second reading of everything that the bot sends.

/// Something that the bot sent and that is wrong by a second reading, whether Discord would refuse it or not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// Where it was sent: method and path, or the interaction that it answered.
    pub request: String,
    /// What is wrong, in words.
    pub fault: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.request, self.fault)
    }
}
