//! The pictures of recognition: who gives, and a year of weeks. Nobody is drawn who gave nothing, and nobody learns from
//! either who gave to whom.

use super::card::Card;
use super::drawing::Drawing;
use super::givers::days;
use crate::picture::{self, Giver, MOST_GIVERS, Picture, Week, Whereabouts};
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

/// Fewer people are not drawn: one bar alone has nothing to be long or short beside.
const LEAST_GIVERS: usize = 2;

/// Who gave in those days, and how many each. The people come sorted by name, each as they are called: `a former member`
/// after an erasure. So many as there are: the picture draws the first [`MOST_GIVERS`], and says how many more there are.
pub fn givers_picture(people: &[Giver], dates: Dates) -> Picture {
    let when = if dates == Dates::ALL { "from the beginning".to_owned() } else { days(dates) };
    let caption = match people.len() {
        // In which order names stand is worth saying where some of them are left out.
        many if many > MOST_GIVERS => format!("Who gives recognition, {when}, by name"),
        _ => format!("Who gives recognition, {when}"),
    };
    picture::givers(people, &caption)
}

/// The bars beside the first screen of the account by name. `None` beside any other, where fewer than two gave, and where a
/// name that would be drawn was never seen.
pub fn givers_bars(found: &GiversScreen, dates: Dates, order: Order) -> Option<Picture> {
    if order != Order::Name || found.screen > 0 || found.shown.len() < LEAST_GIVERS {
        return None;
    }
    let drawn = |giver: &crate::store::Giver| {
        let (name, whereabouts) = match (giver.user, giver.left) {
            (None, _) => ("a former member".to_owned(), Whereabouts::Former),
            (Some(_), true) => (giver.name.clone()?, Whereabouts::Left),
            (Some(_), false) => (giver.name.clone()?, Whereabouts::Here),
        };
        Some(Giver { name, whereabouts, gives: number(giver.gives) })
    };
    let mut people: Vec<Giver> = found.shown.iter().take(MOST_GIVERS).map(drawn).collect::<Option<_>>()?;
    // Of the others the picture says how many there are.
    let other = Giver { name: String::new(), whereabouts: Whereabouts::Here, gives: 0 };
    people.resize(found.givers.max(people.len()), other);
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
