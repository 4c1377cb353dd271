//! A picture on its way into a message: the file, and what the words beside it have to tell.

use super::file::File;
use super::text::{clip, within};
use crate::picture::{Picture, Unrenderable};

/// A rendered picture.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The PNG with its description.
    pub file: File,
    legend: Vec<(String, String)>,
}

impl Drawing {
    /// Renders a picture as a file of that name. It takes tens of milliseconds of one processor: not a task for an async
    /// thread.
    ///
    /// # Errors
    /// [`Unrenderable`], which a picture of ours does not meet.
    pub fn new(name: &str, picture: Picture) -> Result<Self, Unrenderable> {
        let png = picture.png()?;
        Ok(Self { file: File::new(name, png, picture.alt), legend: picture.legend })
    }

    /// Who or what the letters in the picture stand for; empty where none does.
    pub fn legend(&self) -> String {
        let parts: Vec<String> =
            self.legend.iter().map(|(letter, name)| format!("{letter} is {}", within(name, 60))).collect();
        if parts.is_empty() { String::new() } else { clip(&format!("In the picture, {}.", parts.join(", ")), 1_000) }
    }
}

/// The picture as a file of that name, to be shown in a message, drawn beside the async threads: it takes tens of
/// milliseconds of one processor. `None` where it could not be rendered, which the log tells: the message says the same in
/// words then.
pub async fn drawn(name: &'static str, picture: Picture) -> Option<Drawing> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::picture::{Pair, balance};

    #[test]
    fn what_the_letters_stand_for_is_said_beside_the_picture() {
        let pair = |managing: &str| Pair { managing: managing.to_owned(), leading: "People".to_owned(), lean: 1 };
        let drawing = |managing: &str| Drawing::new("balance.png", balance(&[pair(managing)], "")).unwrap();
        assert_eq!(drawing("タスク").legend(), "In the picture, (A) is タスク.");
        assert_eq!(drawing("Tasks").legend(), "");
        assert!(drawing("Tasks").file.description.contains("Tasks / People: toward People"));
    }
}
