//! What kind of trial it is: what stands in the way of the posts, and what is there in the end.

/// What a trial is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scene {
    /// Every post goes out, into channels and forums, with and without threads.
    Posts,
    /// The first channel takes no posts of the bot: its schedule pauses, and somebody is told once.
    Refused,
    /// Nobody can look back in the first channel: what may have been sent is held, and somebody is told once.
    Held,
    /// Whoever takes a post over comes when it is too late for it.
    TooLate,
    /// The bot may open no threads.
    NoThreads,
    /// Whoever takes a thread over comes when it is too late for it.
    ThreadTooLate,
    /// A second server, from which the bot was removed longer ago than its data is kept.
    Erased,
}

/// Where somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// In the server's system channel.
    System,
    /// In private messages: there is no such channel.
    Direct,
    /// There as well, because the system channel looks well and refuses.
    SystemRefuses,
}

impl Scene {
    /// Whether one of its notices may come.
    pub fn tells(self) -> bool {
        matches!(self, Self::Refused | Self::Held)
    }

    /// How a post may stand in the end. `first`: in the first channel.
    pub fn ends_of_posts(self, first: bool) -> &'static [&'static str] {
        match self {
            Self::Refused if first => &["failed"],
            Self::Held if first => &["posted", "unknown"],
            Self::TooLate | Self::ThreadTooLate => &["posted", "skipped"],
            _ => &["posted"],
        }
    }

    /// How a thread may stand in the end.
    pub fn ends_of_threads(self) -> &'static [&'static str] {
        match self {
            Self::NoThreads => &["failed"],
            Self::ThreadTooLate => &["posted", "skipped"],
            _ => &["posted"],
        }
    }
}
