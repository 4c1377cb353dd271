//! Whom an operator's command is about, and in which server: said alike by each that is about somebody.

use std::num::NonZeroU64;
use std::path::PathBuf;

use serenity::model::id::{GuildId, UserId};

use crate::store::Where;

/// The arguments that say it, with the settings that say where the database is.
#[derive(Debug, clap::Args)]
pub(super) struct Whose {
    /// The Discord user id of the person, a number (in Discord: Developer Mode, then Copy User ID)
    #[arg(value_name = "USER")]
    user: NonZeroU64,
    /// Only in the server with this id [default: in every server that knows them]
    #[arg(long, value_name = "ID")]
    server: Option<NonZeroU64>,
    /// The settings file, which says where the database is [default: config/clarion.toml if there is one, else the
    /// built-in settings]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

impl Whose {
    /// Who.
    pub(super) fn user(&self) -> UserId {
        UserId::from(self.user)
    }

    /// In which server, or everywhere.
    pub(super) fn place(&self) -> Where {
        self.server.map_or(Where::Everywhere, |server| Where::Server(GuildId::from(server)))
    }
}
