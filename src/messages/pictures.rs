//! The pictures of recognition: who gives, and a year of weeks. Nobody is drawn who gave nothing, and nobody learns from
//! either who gave to whom.

use super::card::Card;
use super::drawing::Drawing;
use super::givers::days;
use crate::picture::{self, Giver, MOST_GIVERS, Picture, Week};
use crate::recognition::Dates;
use crate::store::WeekTally;

/// Whose year a strip shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearOf {
    /// Everybody's in the server.
    Server,
    /// What one person gave, for their eyes alone.
    Oneself,
}

/// Who gave in those days, and how many each. The people come sorted by name, each as they are called: `a former member`
/// after an erasure, `a member` where no name was ever seen. So many as there are: the picture draws the first
/// [`MOST_GIVERS`], and says how many more there are.
pub fn givers_picture(people: &[(String, i64)], dates: Dates) -> Picture {
    let giver = |(name, gives): &(String, i64)| Giver { name: name.clone(), gives: number(*gives) };
    let people: Vec<Giver> = people.iter().map(giver).collect();
    let when = if dates == Dates::ALL { "from the beginning".to_owned() } else { days(dates) };
    let caption = match people.len() {
        // In which order names stand is worth saying where some of them are left out.
        many if many > MOST_GIVERS => format!("Who gives recognition, {when}, by name"),
        _ => format!("Who gives recognition, {when}"),
    };
    picture::givers(&people, &caption)
}

/// A year of weeks, the oldest first.
pub fn year_picture(weeks: &[WeekTally], of: YearOf) -> Picture {
    let weeks: Vec<Week> = weeks.iter().map(|week| Week { first: week.first, gives: number(week.gives) }).collect();
    let caption = match of {
        YearOf::Server => "Recognition in this server, week by week",
        YearOf::Oneself => "What you gave, week by week",
    };
    picture::year(&weeks, caption)
}

fn number(gives: i64) -> u32 {
    u32::try_from(gives.max(0)).unwrap_or(u32::MAX)
}

impl Card {
    /// The same card with a picture in its first embed, and the picture's legend, where it has one, as the card's words.
    /// Without a picture it stays as it is.
    #[must_use]
    pub fn pictured(mut self, drawing: Option<Drawing>) -> Self {
        let (Some(drawing), Some(first)) = (drawing, self.embeds.first_mut()) else { return self };
        *first = std::mem::take(first).image(drawing.file.address());
        let legend = drawing.legend();
        if !legend.is_empty() {
            let gap = if self.content.is_empty() { "" } else { "\n" };
            self.content = format!("{}{gap}{legend}", self.content);
        }
        self.file(drawing.file)
    }
}
