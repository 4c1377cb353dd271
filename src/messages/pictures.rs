//! The pictures of recognition: who gives, and a year of weeks. Nobody is drawn who gave nothing, and nobody learns from
//! either who gave to whom.

use super::card::Card;
use super::drawing::Drawing;
use super::givers::days;
use crate::picture::{self, Giver, MOST_GIVERS, Picture, Week};
use crate::recognition::{Dates, Order};
use crate::store::{GiversScreen, WeekTally};

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

/// The bars beside the first screen of the account by name. `None` beside any other, where nobody gave, and where a name
/// that would be drawn was never seen.
pub fn givers_bars(found: &GiversScreen, dates: Dates, order: Order) -> Option<Picture> {
    if order != Order::Name || found.screen > 0 || found.shown.is_empty() {
        return None;
    }
    let named = |giver: &crate::store::Giver| match giver.user {
        None => Some(("a former member".to_owned(), giver.gives)),
        Some(_) => Some((giver.name.clone()?, giver.gives)),
    };
    let mut people: Vec<(String, i64)> = found.shown.iter().take(MOST_GIVERS).map(named).collect::<Option<_>>()?;
    // Of the others the picture says how many there are.
    people.resize(found.givers.max(people.len()), (String::new(), 0));
    Some(givers_picture(&people, dates))
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
