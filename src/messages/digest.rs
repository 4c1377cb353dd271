//! The digest in a channel: how much recognition there was in some days, what was named in it, and a year of weeks.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;

use super::account::tells_on_nobody;
use super::card::Card;
use super::colour;
use super::custom_id::CustomId;
use super::drawing::Drawing;
use super::givers::days;
use super::replies::digest as words;
use crate::recognition::{Dates, LookBack, Order, Span};
use crate::store::{Digest, Id};

/// What a thread about a digest is called, and its post where that is a thread of a forum.
pub const DIGEST_THREAD: &str = "Recognition lately";

/// The post. The occurrence's id stands in its first button: that is the mark by which a post is found again after a crash.
pub fn digest(digest: &Digest, (dates, back): (Dates, LookBack), drawing: Option<Drawing>, occurrence: Id) -> Card {
    let button = |id: CustomId, label, style| CreateButton::new(id.to_string()).label(label).style(style);
    let mut buttons = vec![button(CustomId::ThankToo { occurrence }, "Thank someone", ButtonStyle::Primary)];
    // Who gave is no more of a secret among few, but what holds numbers back does not hand out names.
    if tells_on_nobody(digest.roster) {
        let givers = CustomId::Givers { span: Span::Days(dates), order: Order::Name, screen: 0 };
        buttons.push(button(givers, "Who gives", ButtonStyle::Secondary));
    }
    digest_preview(digest, (dates, back), drawing).row(CreateActionRow::Buttons(buttons))
}

/// The same to look at: no buttons, since nothing was posted.
pub fn digest_preview(digest: &Digest, (dates, back): (Dates, LookBack), drawing: Option<Drawing>) -> Card {
    let when = match back {
        LookBack::Week => days(dates),
        LookBack::Month => dates.first.strftime("%B %Y").to_string(),
    };
    let embed = CreateEmbed::new().title(format!("Recognition \u{b7} {when}")).colour(colour::CLARION);
    if digest.gives == 0 {
        return Card::embed(embed.description(words::NOTHING));
    }
    // The same rule as the pulse's: who thanked whom is plain from the rest where there are few.
    if !tells_on_nobody(digest.roster) {
        return Card::embed(
            embed.description(words::of_few(digest.gives)).footer(CreateEmbedFooter::new(words::FOOTER)),
        );
    }
    let mut text = words::numbers(digest);
    if let Some(strengths) = words::strengths(digest) {
        text.push('\n');
        text.push_str(&strengths);
    }
    Card::embed(embed.description(text).footer(CreateEmbedFooter::new(words::FOOTER))).pictured(drawing)
}
