//! What can go wrong with the store, sorted by what people can do about it.

/// A fault of the store. Its text is for the operator's log and never holds a password or a person's words.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else holds the database, for longer than the patience in the settings. Trying again helps.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The database, its file or its folder may not be written.
    #[error("the database cannot be written: {0}")]
    ReadOnly(String),
    /// The disk (or a quota) is full, or fails on writing.
    #[error("the disk is full, or takes nothing more: {0}")]
    Full(String),
    /// A newer Clarion has used this database.
    #[error(
        "this database was written by a newer Clarion (its schema is {found}, this program knows {known}): \
         start that newer version, or restore a backup from before it"
    )]
    NewerSchema {
        /// The schema's version in the database.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The database cannot be reached: no such folder or server, no entry, or the connection was lost.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The connection was lost between the last word of a transaction and its answer, and nobody could be asked again:
    /// it may have been written.
    #[error("the database did not say whether it has written it: {0}")]
    Unanswered(String),
    /// The file is no database of Clarion, or it is damaged.
    #[error("the database is damaged, or not Clarion's: {0}")]
    Damaged(String),
    /// The proof presented for an occurrence is no longer good: somebody else took it over. Nothing was written.
    #[error("somebody else holds this occurrence now")]
    NotHolder,
    /// Anything else: a defect of ours, or a setting that no database understands.
    #[error("the store failed: {0}")]
    Other(String),
}
