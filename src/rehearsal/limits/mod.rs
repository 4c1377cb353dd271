//! Discord's documented limits, and a second reading of everything that the bot sends.
//!
//! - What Discord refuses is found by the checks here and becomes 50035 with nested `errors` ([`FormErrors`]).
//! - What is wrong whether Discord minds or not is found by [`second_reading`], which reads the same bytes with twilight's
//!   types and twilight's own limits: two readers that were written apart seldom make the same mistake.
//!
//! Lengths are counted in Unicode code points.

mod command;
mod component;
mod form;
mod message;
mod modal;
mod reading;

pub use command::{check_command, check_commands, kind as command_kind};
pub use form::FormErrors;
pub use message::{Sending, check_message, is_empty};
pub use modal::{check_choices, check_modal};
pub use reading::{Sent, second_reading};

/// Characters of a message (Create Message, `content`).
pub const CONTENT: usize = 2_000;
/// Embeds of a message.
pub const EMBEDS: usize = 10;
/// Characters of all embeds of a message together (Embed Limits).
pub const EMBED_TOTAL: usize = 6_000;
/// Characters of an embed's title.
pub const EMBED_TITLE: usize = 256;
/// Characters of an embed's description.
pub const EMBED_DESCRIPTION: usize = 4_096;
/// Fields of an embed.
pub const EMBED_FIELDS: usize = 25;
/// Characters of a field's name.
pub const FIELD_NAME: usize = 256;
/// Characters of a field's value.
pub const FIELD_VALUE: usize = 1_024;
/// Characters of an embed's footer.
pub const EMBED_FOOTER: usize = 2_048;
/// Characters of an embed's author.
pub const EMBED_AUTHOR: usize = 256;
/// Characters of an address.
pub const URL: usize = 2_048;
/// Rows of buttons and menus on a message (Component Reference, "Action Row").
pub const ROWS: usize = 5;
/// Buttons of a row.
pub const BUTTONS: usize = 5;
/// Components of a message with the Components V2 flag, nested ones included.
pub const COMPONENTS_V2: usize = 40;
/// Characters of all text of a message with the Components V2 flag.
pub const TEXT_V2: usize = 4_000;
/// Characters of a custom id.
pub const CUSTOM_ID: usize = 100;
/// Characters of a button's label.
pub const BUTTON_LABEL: usize = 80;
/// Options of a menu; also how many values can be chosen.
pub const SELECT_OPTIONS: usize = 25;
/// Characters of an option's label, value or description.
pub const OPTION_TEXT: usize = 100;
/// Characters of a menu's placeholder.
pub const SELECT_PLACEHOLDER: usize = 150;
/// Characters of a modal's title (Interaction Callback, "Modal").
pub const MODAL_TITLE: usize = 45;
/// Inputs of a modal.
pub const MODAL_INPUTS: usize = 5;
/// Characters of an input's label.
pub const INPUT_LABEL: usize = 45;
/// Characters of a label component's description.
pub const LABEL_DESCRIPTION: usize = 100;
/// Characters that an input takes or is prefilled with.
pub const INPUT_VALUE: usize = 4_000;
/// Characters of an input's placeholder.
pub const INPUT_PLACEHOLDER: usize = 100;
/// Choices of an option or of an autocomplete's answer.
pub const CHOICES: usize = 25;
/// Characters of a choice's name or text.
pub const CHOICE: usize = 100;
/// Characters of a command's or an option's name (Application Command Naming).
pub const COMMAND_NAME: usize = 32;
/// Characters of a command's or an option's description.
pub const COMMAND_DESCRIPTION: usize = 100;
/// Options of a command, of a group or of a subcommand.
pub const COMMAND_OPTIONS: usize = 25;
/// Characters of one command's names, descriptions and values together.
pub const COMMAND_TOTAL: usize = 8_000;
/// Slash commands of one scope.
pub const SLASH_COMMANDS: usize = 100;
/// User commands of one scope; message commands as many.
pub const MENU_COMMANDS: usize = 15;
/// Commands that one scope may create a day.
pub const COMMAND_CREATES_A_DAY: usize = 200;
/// Characters of a nonce (Create Message, `nonce`).
pub const NONCE: usize = 25;
/// People or roles that `allowed_mentions` lists.
pub const ALLOWED_MENTIONS: usize = 100;
/// Files of a message.
pub const FILES: usize = 10;
/// Bytes of one file without a boosted server (Uploading Files).
pub const FILE_BYTES: usize = 10 * 1024 * 1024;
/// Characters of a file's description.
pub const FILE_DESCRIPTION: usize = 1_024;
/// Characters of a channel's or thread's name.
pub const CHANNEL_NAME: usize = 100;
/// Reactions with different emoji on one message.
pub const REACTIONS: usize = 20;
/// Pinned messages of a channel.
pub const PINS: usize = 250;

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
