//! What is said to a server's stewards: what waits for them, and what they decide about it.

use super::super::rules::days_in_words;
use super::{Stands, in_its_place};
use crate::messages::text::within;
use crate::recognition::days_held;

/// The stewards' buttons.
pub const LOOK: &str = "Look at it";
/// The same.
pub const VOID: &str = "Remove it";
/// The same.
pub const CLOSE: &str = "Leave it as it is";
/// The same.
pub const NEXT: &str = "Next";

/// So much of a server's name is shown above a report.
const SERVER_SHOWN: usize = 60;

/// Nothing to see for a steward.
pub const NO_REPORTS: &str = "Nothing waits for you. When somebody asks a steward to look at a recognition, it is shown here. \
                              (What a steward gave is for the other stewards to look at; \
                              `/recognition settings` names the role that makes somebody one.)";

/// The same in private messages, where an earlier message leads to it.
pub const NO_REPORTS_THERE: &str = "Nothing waits for you there. (What a steward gave is for the other stewards to look at; \
                                    `/recognition settings` in the server names the role that makes somebody one.)";

/// A report that was open when its button was shown.
pub const REPORT_CLOSED: &str = "That one is decided already. `/recognition reports` shows what is open.";

/// The same in private messages.
pub const REPORT_CLOSED_THERE: &str =
    "That one is decided already. `/recognition reports` in the server shows what is open.";

/// Above a report in private messages: of which server it is.
pub fn in_server(name: &str) -> String {
    format!("In **{}**:", within(name, SERVER_SHOWN))
}

/// A report is closed.
pub const CLOSED: &str = "Left as it is. Nothing is sent to whoever asked; they find in /me that a steward has looked.";

/// Under a report whose words were deleted after the server's time.
pub fn words_let_go(days: u32) -> String {
    match days_held(days) {
        held if held > days => format!(
            "Words are kept for {} here, and for {} where a steward was asked to look at them.",
            days_in_words(days),
            days_in_words(held)
        ),
        _ => format!("Words are kept for {} here.", days_in_words(days)),
    }
}

/// The title of a steward's form.
pub const VOID_TITLE: &str = "Remove this recognition";

/// Above its box.
pub const VOID_LABEL: &str = "Why? Its giver can read this";

/// Nobody gave a reason.
pub const NO_REASON: &str =
    "Removing one takes a reason of 1 to 200 characters: its giver can read it. Nothing was removed.";

/// It is removed.
pub fn voided(stands: Stands) -> String {
    let there = in_its_place(stands);
    format!(
        "Removed. It counts nowhere any more. {there} Its giver finds your reason under `/recognition undo` for 14 days, and \
         in their `/privacy export`."
    )
}

/// Which message was meant?
pub const NO_SUCH_ANNOUNCEMENT: &str = "I find no recognition behind that. Copy the link of its announcement (in the \
                                        message's menu: Copy Message Link) and paste the whole of it.";

/// To a server's stewards, in public: it says of whom and what nothing.
pub const SOMETHING_WAITS: &str =
    "something waits for this server's stewards. `/recognition reports` shows it to them alone.";

/// The same to one of them, in a private message.
pub fn something_waits_there() -> String {
    format!(
        "something waits for its stewards. **{LOOK}** shows it to them alone, and so does `/recognition reports` there."
    )
}
