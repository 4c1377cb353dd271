//! The help, as one screen.

use serenity::builder::CreateEmbed;

use super::card::Card;
use super::colour;
use super::welcome::{Keeps, privacy_line};
use crate::content::Library;

/// Who reads the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpFor {
    /// Anybody.
    Member,
    /// Somebody with the role that looks after recognition.
    Steward,
    /// Somebody who may change the set-up, and is a steward by that.
    Manager,
}

/// What works in this server.
pub fn help(library: &Library, reader: HelpFor, keeps: Keeps) -> Card {
    let thanks = keeps.thanks;
    let mut embed = CreateEmbed::new()
        .title("What I do here")
        .description(
            "Once a day I post a short prompt about leading, with one question and one small step. Managing and \
             leading are both needed; I hold them side by side and leave the choice to you.",
        )
        .colour(colour::CLARION)
        .field(
            "Under a daily prompt",
            "**Two sides** shows how managing and leading each take that subject. Only you see it. **Reflect** keeps what \
             you write about it, for you alone until you share it. **I'll try this** keeps what you want to try, for you \
             alone, and asks you about it once if you wish.",
            false,
        )
        .field(
            "/contrast",
            "Managing and leading on one subject: pick a `topic`, or leave it out for one that is new here. \
             `share:True` shows it to everybody.",
            false,
        )
        .field(
            "/essays",
            "Where the ideas come from, one screen an essay: what it argues, what it concedes, where it quarrels with \
             the others.",
            false,
        )
        .field(
            "/prompt today, random, browse",
            "What was posted here today or when the next one comes; any prompt; all of them by `theme`. Only you see \
             them, unless you share one.",
            false,
        )
        .field(
            "/reframe",
            "Tell me a `situation` in your own words, and I look for the subjects that come close. On a message it is \
             under Apps, as **Reframe this**. Only you see the answer, and I keep nothing of what it was about.",
            false,
        )
        .field(
            "/quiz",
            "Five short moments, about three minutes: what does each need, managing, leading or both? Only you see it.",
            false,
        )
        .field(
            "/balance",
            "Ten pairs, about four minutes: where you stand between managing and leading these days. Only you see it.",
            false,
        );
    embed = embed.field(
        "/deck",
        "Your team's own prompts: **/deck suggest** sends one of yours to those who manage the server, **/deck list** shows \
         what is in the deck.",
        false,
    );
    if thanks {
        embed = embed
            .field(
                "/recognize",
                "Say thank you in the channel: pick a `member` and write what it is `for`; with `quiet`, they alone see it. On a \
                 person or a message it is under Apps, as **Recognize** and **Recognize this**.",
                false,
            )
            .field(
                "/recognition givers, pulse, strengths, next",
                "Who gives, by name, and nobody is ranked; how recognition moves, in counts; what peers named in somebody; \
                 up to three people whom you might thank. **/recognition join** and **leave** decide whether you take part.",
                false,
            )
            .field(
                "/recognition undo",
                "Take back what you gave in the last 24 hours, or change its words. Who gets one decides who sees it: **If \
                 this is about you**, under it.",
                false,
            );
    }
    embed = embed.field(
        "/me",
        "Your own pages: your reflections, what you gave and got, your quiz and balance. Only you see them.",
        false,
    );
    embed = embed.field(
        "/privacy show, export, pause, forget",
        "What I keep of you and who can read it, all of it as a file, a pause from being counted, and the end of all of it. In \
         my private messages too; **show** says how to get there after you left.",
        false,
    );
    if thanks && reader != HelpFor::Member {
        embed = embed.field(
            "For you, as a steward",
            "**/recognition reports** shows what somebody asked you to look at, **/recognition void** removes one with a \
             reason, **/recognition roster** says how many take part, adds people and takes them off.",
            false,
        );
    }
    if reader == HelpFor::Manager {
        embed = embed.field(
            "For you, with Manage Server",
            "**/setup** is the place to begin: channel, time, days, zone. **/schedule** shows, changes, pauses, skips \
             and previews the daily prompt. **/quiz weekly** posts a round for everybody once a week. **/deck queue** shows \
             what was suggested. **/recognition settings** says how recognition works here. **/server-data** hands out the \
             recognition given here as a file, and erases everything of this server.",
            false,
        );
    }
    let essays: Vec<String> = library
        .essays
        .iter()
        .map(|essay| match &essay.link {
            Some(link) => format!("[{}]({link})", essay.name),
            None => format!("{} ({})", essay.name, essay.origin),
        })
        .collect();
    embed = embed
        .field("Where the ideas come from", format!("Essays on managing and leading: {}.", essays.join(", ")), false)
        .field("What I keep", privacy_line(keeps), false);
    Card::embed(embed)
}
