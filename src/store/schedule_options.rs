//! What a schedule does besides posting at its time, as its posts ask for it.

use super::schedule_rows::ScheduleRow;
use super::{Id, ScheduleOptions, Store, StoreError};

impl Store {
    /// What a schedule does besides, at this moment; of a removed one, what it did. `None` where there never was one.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn options_of(&self, schedule: Id) -> Result<Option<ScheduleOptions>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        let row = ScheduleRow::find(&mut connection, schedule.get()).await?;
        row.as_ref().map(ScheduleRow::options).transpose()
    }
}
