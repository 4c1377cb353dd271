//! Discord's error codes that several rooms go by, and how a refusal's code is written down
//! (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).

/// The channel is gone: it does not come back.
pub const UNKNOWN_CHANNEL: u32 = 10_003;
/// The server is gone, or the bot is not in it.
pub const UNKNOWN_GUILD: u32 = 10_004;
/// The channel is hidden from the bot.
pub const MISSING_ACCESS: u32 = 50_001;
/// A permission is off; it does not say which.
pub const MISSING_PERMISSIONS: u32 = 50_013;

/// What is there is not to be seen: any further question about it would be refused as well.
pub const OUT_OF_SIGHT: [u32; 3] = [UNKNOWN_CHANNEL, UNKNOWN_GUILD, MISSING_ACCESS];

const REFUSED: &str = "refused:";

/// How it is written down that Discord refused something with that code.
pub fn refusal(code: u32) -> String {
    format!("{REFUSED}{code}")
}

/// The code of what was written so; `None` of anything else.
pub fn refused(written: &str) -> Option<u32> {
    written.strip_prefix(REFUSED)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_read_as_it_was_written() {
        assert_eq!(refusal(MISSING_PERMISSIONS), "refused:50013", "rows of earlier versions say so");
        assert_eq!(refused("refused:50013"), Some(MISSING_PERMISSIONS));
        assert_eq!([refused("refused:"), refused("asked"), refused("refused:x")], [None; 3]);
    }
}
