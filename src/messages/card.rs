//! A message in one shape, whichever way it travels: as a post, an answer, an edit or a follow-up.
//!
//! Discord's library has a builder for each of these. Building a message once and turning it into the one that is
//! needed keeps the rule in one place that matters most: whom a message may ping is always said, and by default it is
//! nobody. (Discord's document "Allowed Mentions Object": leaving it out means that everybody in the text is pinged.)

use serenity::builder::{
    CreateActionRow, CreateAllowedMentions, CreateEmbed, CreateInteractionResponseMessage, CreateMessage,
    EditInteractionResponse, EditMessage,
};
use serenity::model::id::{RoleId, UserId};
use serenity::model::mention::Mentionable;

use super::file::{self, File, Packed};

/// A message to be: words, embeds, rows of buttons or menus, files, and whom it pings.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Plain text, at most 2,000 characters.
    pub content: String,
    /// At most 10 embeds of 6,000 characters together.
    pub embeds: Vec<CreateEmbed>,
    /// At most 5 rows.
    pub rows: Vec<CreateActionRow>,
    /// At most 10, of 10 MiB together; an embed shows one as `attachment://` and its name.
    pub files: Vec<File>,
    /// The people whom it pings: nobody else is, whatever the text says.
    pub pings: Vec<UserId>,
    /// The roles whose people it pings, as far as Discord lets the bot: no other role is, whatever the text says.
    pub roles: Vec<RoleId>,
}

impl Card {
    /// A card of plain words.
    pub fn text(words: impl Into<String>) -> Self {
        Self { content: words.into(), ..Self::default() }
    }

    /// A card of one embed.
    pub fn embed(embed: CreateEmbed) -> Self {
        Self { embeds: vec![embed], ..Self::default() }
    }

    /// The same card with a row more.
    #[must_use]
    pub fn row(mut self, row: CreateActionRow) -> Self {
        self.rows.push(row);
        self
    }

    /// The same card with a file more.
    #[must_use]
    pub fn file(mut self, file: File) -> Self {
        self.files.push(file);
        self
    }

    /// Whether Discord takes as many files as these, and as large ones.
    pub fn files_fit(&self) -> bool {
        file::fit(&self.files)
    }

    /// The same card, pinging these people.
    #[must_use]
    pub fn pinging(mut self, people: impl IntoIterator<Item = UserId>) -> Self {
        self.pings.extend(people);
        self
    }

    /// The same card, beginning with a mention of this role, which pings its people.
    #[must_use]
    pub fn calling(mut self, role: RoleId) -> Self {
        let gap = if self.content.is_empty() { "" } else { "\n" };
        self.content = format!("{}{gap}{}", role.mention(), self.content);
        self.roles.push(role);
        self
    }

    fn allowed_mentions(&self) -> CreateAllowedMentions {
        let (users, roles) = (self.pings.iter().copied(), self.roles.iter().copied());
        CreateAllowedMentions::new().users(users).roles(roles).replied_user(false)
    }

    /// As a new message in a channel.
    pub fn into_message(self) -> Packed<CreateMessage> {
        let mentions = self.allowed_mentions();
        let body = CreateMessage::new()
            .content(self.content)
            .embeds(self.embeds)
            .components(self.rows)
            .allowed_mentions(mentions);
        Packed { body, files: self.files }
    }

    /// As the edit of a post that is in a channel. It replaces everything and pings nobody: Discord does not ping for edits.
    pub fn into_post_edit(self) -> Packed<EditMessage> {
        let nobody = CreateAllowedMentions::new().replied_user(false);
        let body =
            EditMessage::new().content(self.content).embeds(self.embeds).components(self.rows).allowed_mentions(nobody);
        Packed { body, files: self.files }
    }

    /// As the answer to an interaction; `private` means that only the person who asked can see it. As an update of a
    /// message it replaces everything, the files too.
    pub fn into_answer(self, private: bool) -> Packed<CreateInteractionResponseMessage> {
        let mentions = self.allowed_mentions();
        let body = CreateInteractionResponseMessage::new()
            .content(self.content)
            .embeds(self.embeds)
            .components(self.rows)
            .allowed_mentions(mentions)
            .ephemeral(private);
        Packed { body, files: self.files }
    }

    /// As the edit that fills in a deferred answer. It replaces everything, and pings nobody: Discord does not ping
    /// for edits.
    pub fn into_edit(self) -> Packed<EditInteractionResponse> {
        let mentions = self.allowed_mentions();
        let body = EditInteractionResponse::new()
            .content(self.content)
            .embeds(self.embeds)
            .components(self.rows)
            // What is not named here goes: without this an edit leaves the files of before where they are.
            .clear_attachments()
            .allowed_mentions(mentions);
        Packed { body, files: self.files }
    }
}
