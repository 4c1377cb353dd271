//! Files that people hand over with a command: fetched through the gate, with kind words where that does not work out.

use serenity::model::channel::Attachment;

use super::{Commands, FileFault, Trouble};
use crate::messages::replies;

impl Commands {
    /// What is in a file that came with a command, of at most so many bytes. It takes a moment: what asks for it has a
    /// deferral.
    ///
    /// # Errors
    /// Kind words with what to do next.
    pub async fn handed(&self, file: &Attachment, most_bytes: usize) -> Result<Vec<u8>, Trouble> {
        let too_large = || Trouble::kind(replies::files::too_large(most_bytes));
        // Discord says how large it is; a larger one is not asked for.
        if usize::try_from(file.size).is_ok_and(|size| size > most_bytes) {
            return Err(too_large());
        }
        self.discord.file(&file.url, most_bytes).await.map_err(|fault| match fault {
            FileFault::TooLarge => too_large(),
            FileFault::Gone => Trouble::kind(replies::files::GONE),
            FileFault::Elsewhere | FileFault::Unanswered => Trouble::kind(replies::files::NOT_HANDED_OUT),
        })
    }
}
