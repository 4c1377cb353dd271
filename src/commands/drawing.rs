//! Pictures for answers.

pub(super) use crate::messages::drawn;
