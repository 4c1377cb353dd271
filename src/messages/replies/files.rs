//! What is said about files that people hand over, and those that they are handed.

/// A file that Discord no longer has.
pub const GONE: &str = "Discord no longer has that file for me. Please attach it once more and try again.";

/// A file that did not come in time.
pub const NOT_HANDED_OUT: &str = "Discord did not hand me that file just now. Please try again in a minute.";

/// What somebody asked for is more than one message can carry.
pub const MORE_THAN_DISCORD_TAKES: &str =
    "What you asked for is more than Discord lets me send in one message. The cause is in my operator's log.";

/// A file that is larger than what is read.
pub fn too_large(most_bytes: usize) -> String {
    let most = match most_bytes / 1024 {
        kib if kib >= 1024 => format!("{} MB", kib / 1024),
        kib => format!("{kib} KB"),
    };
    format!("That file is larger than I read: {most} at most. A part of it at a time works.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_size_is_told_in_the_unit_that_people_use() {
        assert!(too_large(512 * 1024).contains("512 KB"));
        assert!(too_large(8 * 1024 * 1024).contains("8 MB"));
    }
}
