//! Pictures are drawn beside the async threads: each takes tens of milliseconds of one processor.

use crate::messages::Drawing;
use crate::picture::Picture;

/// The picture as a file of that name, to be shown in an answer. `None` where it could not be rendered, which the log
/// tells: the answer says the same in words then.
pub(super) async fn drawn(name: &'static str, picture: Picture) -> Option<Drawing> {
    match tokio::task::spawn_blocking(move || Drawing::new(name, picture)).await {
        Ok(Ok(drawing)) => Some(drawing),
        Ok(Err(error)) => {
            tracing::error!(cause = %error, "a picture could not be drawn");
            None
        }
        Err(error) => {
            tracing::error!(cause = %error, "a picture could not be drawn: a defect in the program");
            None
        }
    }
}
