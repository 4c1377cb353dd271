//! What is kept of somebody, in plain words, and the three things that they can do about it: take a copy, pause, and have it
//! erased.

use std::time::Duration;

use jiff::Timestamp;
use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter};
use serenity::model::application::ButtonStyle;
use serenity::model::id::ApplicationId;

use super::announcement::listed;
use super::card::Card;
use super::colour;
use super::custom_id::{CustomId, PrivacyPress, Reach};
use super::text::{upper_first, within};
use crate::recognition::{MOST_DAYS_TO_TELL, days_held};
use crate::store::KeptOf;

/// Under every card here.
const PRIVATE: &str = "Only you see this.";

/// So many servers are named.
pub const MOST_SERVERS: usize = 10;

/// The longest name of a server, in characters. (Discord's document "Guild Resource", "Guild Object".)
const LONGEST_NAME: usize = 100;

/// What others can read of somebody, and who they are. (A field's value holds 1,024 characters.)
const OTHERS_READ: &str = "\
- Recognition: everybody in the channel where it was announced. A quiet one: whoever gave it and whoever got it, and stewards \
where somebody who got it asks them to look.
- How many you gave, quiet ones too, to how many people and in how many weeks: everybody in the server (**/recognition givers**).
- Strengths that peers named in you: everybody in the server, unless you keep them for yourself (**/recognition strengths**).
- What you report: stewards. What you suggest for the deck: whoever manages the server.
- Whoever manages the server can take a file of all recognition, also of channels that they cannot see. Of one that is quiet, \
hidden, changed, taken back or removed it says who gave it, when, where and to how many. They can also erase everything of the \
server, your own notes included.
- Whoever operates me can read the whole database, as with any service that keeps something.";

/// What is known of somebody's data, to be shown.
#[derive(Clone, Debug, Default)]
pub struct MyData {
    /// How much there is.
    pub kept: KeptOf,
    /// The names of the servers that know them, where the reach is everywhere; `None` for one without a name that could be
    /// asked for. [`MOST_SERVERS`] at most.
    pub servers: Vec<Option<String>>,
    /// Since when they pause.
    pub paused: Option<Timestamp>,
    /// After how many days the words of recognition are deleted in this server, where they are.
    pub words_kept_days: Option<i64>,
    /// Whether this server's roster follows a role.
    pub follows: bool,
    /// It was asked in a server that the bot is not in.
    pub outside: bool,
    /// What they can add to their account, to reach this after they left; `None` where they have.
    pub to_add: Option<ApplicationId>,
}

/// Where somebody adds the app to their account (Discord's document "OAuth2", `integration_type`).
fn link_to_add(application: ApplicationId) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&integration_type=1&scope=applications.commands"
    )
}

fn button(press: PrivacyPress, label: &str, style: ButtonStyle) -> CreateButton {
    CreateButton::new(CustomId::Privacy(press).to_string()).label(label).style(style)
}

fn embed(title: &str) -> CreateEmbed {
    CreateEmbed::new().title(title).colour(colour::CLARION).footer(CreateEmbedFooter::new(PRIVATE))
}

/// What is kept of somebody, where, for how long, and who can read it. `keep` is for how long a server's data stay after the
/// bot was removed from it.
pub fn my_data(data: &MyData, reach: Reach, keep: Duration) -> Card {
    let days = keep.as_secs() / (24 * 60 * 60);
    let mut how_long = format!(
        "Until you delete it: parts of it in `/me`, all of it below. It does not end because you leave. After I was removed \
         from a server, everything of that server is erased {days} days later."
    );
    if let Some(days) = data.words_kept_days {
        how_long.push_str(&format!(" In this server the words of recognition are deleted after {}; what a steward was asked to look at stays until \
             that is decided, for {} at most.",
            days_of(days),
            days_of(days_held(u32::try_from(days).unwrap_or(u32::MAX)).into())
        ));
        if days < i64::from(MOST_DAYS_TO_TELL) {
            how_long.push_str(&format!(
                " What waits for its private message stays until that is sent, for {} at most.",
                days_of(MOST_DAYS_TO_TELL.into())
            ));
        }
    }
    let pausing = match data.paused {
        Some(since) => format!(
            "You pause since <t:{}:D>: {}",
            since.as_second(),
            "what you gave and got is in no count and on no page that others see, until you resume. What was announced \
             stays in its channel."
        ),
        None => {
            "**Pause** stops counting you: you neither give nor get, and what you gave and got is in no count and on no \
             page that others see. Nothing is lost."
                .to_owned()
        }
    };
    let embed = embed("What I keep of you")
        .description(how_much(data, reach))
        .field(
            "What I show to you alone",
            "What you write under **Reflect** and **I'll try this**, unless you share it; your quiz rounds; your balances.",
            false,
        )
        .field("What others can read", OTHERS_READ, false)
        .field(
            "Where it is",
            "In one database of whoever operates me. I pass it on to nobody; where that database stands is for whoever \
             operates me to say. What I post stays with Discord as well, by Discord's rules.",
            false,
        )
        .field("For how long", how_long, false)
        .field(
            "What I never keep",
            "Messages of yours, who pressed what under a prompt, what you asked `/reframe`, and any list of who is quiet.",
            false,
        )
        .field("Pausing", pausing, false);
    let embed = match data.to_add {
        Some(application) => embed.field(
            "After you leave",
            format!(
                "`/privacy` works in my private messages as long as you share a server with me. After that it does once you \
                 have [added me to your account]({}); do it now, or keep the link. Where the link does not work, whoever \
                 operates me can hand you a copy, and erase it.",
                link_to_add(application)
            ),
            false,
        ),
        None => embed,
    };
    let turn = match data.paused {
        Some(_) => button(PrivacyPress::Resume(reach), "Resume", ButtonStyle::Secondary),
        None => button(PrivacyPress::Pause(reach), "Pause", ButtonStyle::Secondary),
    };
    let erase = button(PrivacyPress::Forget(reach), "Erase \u{2026}", ButtonStyle::Secondary);
    let buttons = match (data.kept.servers, reach) {
        // Where I am not, nobody can thank them through me, and a pause would make the first row of them.
        (0, Reach::Here) if !data.outside => vec![turn, erase],
        (0, _) => vec![erase],
        _ => vec![button(PrivacyPress::Export(reach), "Export", ButtonStyle::Secondary), turn, erase],
    };
    Card::embed(embed).row(CreateActionRow::Buttons(buttons))
}

/// `3 days`.
fn days_of(number: i64) -> String {
    if number == 1 { "1 day".to_owned() } else { format!("{number} days") }
}

fn how_much(data: &MyData, reach: Reach) -> String {
    let kept = &data.kept;
    let counts = [
        (kept.reflections, "reflection", "reflections"),
        (kept.commitments, "thing to try", "things to try"),
        (kept.quiz_rounds, "quiz round", "quiz rounds"),
        (kept.balances, "balance", "balances"),
        (kept.given, "recognition given", "recognitions given"),
        (kept.got, "recognition got", "recognitions got"),
        (kept.suggestions, "suggestion for the deck", "suggestions for the deck"),
        (kept.reports, "report", "reports"),
        (kept.declined, "person you take nothing from", "people you take nothing from"),
    ];
    let there = counts
        .into_iter()
        .filter(|(number, _, _)| *number > 0)
        .map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many }));
    let all: Vec<String> = ["your id".to_owned(), "your name".to_owned()].into_iter().chain(there).collect();
    let mut said = match (kept.servers, reach) {
        (0, Reach::Here) => "Nothing: in this server I don't know you.".to_owned(),
        (0, Reach::Everywhere) => "Nothing: I don't know you anywhere.".to_owned(),
        (_, Reach::Here) => format!("In this server: {}.", listed(&all)),
        (_, Reach::Everywhere) => upper_first(format!("{}.", listed(&all))),
    };
    if kept.servers == 0 {
        // Whether it does is not said, nor looked for: it may stand in what they wrote for themselves.
        let place = match reach {
            Reach::Here => "in this server",
            Reach::Everywhere => "wherever that is",
        };
        said.push_str(&format!(
            " Where others typed your id or your name into what they wrote, or mentioned you there (I keep `@Sam` then), it \
             stands there; **Erase** takes your id out, {place}."
        ));
    } else {
        said.push_str(
            " Also what you decided for yourself (the roster, announcements, private messages, reminders) and as a steward, \
             what you set up or settled for the server, schedules that you made, when I last wrote to you, and when I last \
             looked whether you are still there. Where others typed your id or your name into what they wrote, or mentioned \
             you there (I keep `@Sam` then), it stands there; I don't count that.",
        );
    }
    if data.follows {
        said.push_str(
            " This server's roster follows a role: I keep the id and the name of everybody who has it, also of those who \
             never used me.",
        );
    }
    if reach == Reach::Everywhere && kept.servers > 0 {
        said.push_str(&format!(" You are known in {}.", server_names(&data.servers, kept.servers)));
    }
    said
}

/// The servers by their names, as far as they have any.
fn server_names(names: &[Option<String>], all: i64) -> String {
    let mut shown: Vec<String> =
        names.iter().flatten().map(|name| format!("**{}**", within(name, LONGEST_NAME))).collect();
    let nameless = all - i64::try_from(shown.len()).unwrap_or(i64::MAX);
    match (nameless, shown.is_empty()) {
        (..=0, _) => {}
        (1, _) => shown.push("a server whose name I cannot see any more".to_owned()),
        (more, true) => shown.push(format!("{more} servers whose names I cannot see any more")),
        (more, false) => shown.push(format!("{more} more")),
    }
    listed(&shown)
}

/// Says what goes and what stays, before anything happens.
pub fn forget_question(data: &MyData, reach: Reach) -> Card {
    let (title, servers) = match reach {
        Reach::Here => ("Erase everything of yours in this server?", String::new()),
        Reach::Everywhere => (
            "Erase everything of yours, everywhere?",
            format!(" It concerns {}.", server_names(&data.servers, data.kept.servers)),
        ),
    };
    let embed = embed(title)
        .description(format!(
            "I can't bring it back then. **Export** gives you a copy first.{servers} I know you again, as somebody new, once \
             you use me, or somebody thanks you, puts you on the roster (also by a role) or wants nothing from you. To be left out of thanks, \
             pause instead."
        ))
        .field(
            "What goes",
            "Your reflections, what you wanted to try, your quiz rounds and balances, your suggestions that wait. The words \
             of the recognition you gave, and of the recognition you got, also where others were thanked in the same words. What you reported, whom you decided about, your \
             name, your id, also where others typed it, and your pause. My posts with those words are taken down: announcements of what you gave or got, \
             and reflections that you shared.",
            false,
        )
        .field(
            "What stays",
            "How much others gave and got: where you were part of it, it says 'a former member'. What is in the team's deck \
             already, your name where others typed it or mentioned you (I keep `@Sam` then), which strengths were named, and what you set up for the server, without your name. In Discord: your \
             own messages, the daily prompts, lists of givers that somebody shared, and my notices to those who manage the \
             server.",
            false,
        )
        .field(
            "How",
            "From the database, whose files are cleaned of it then. I answer when that is done, which takes a moment, or some \
             minutes where others erase something as well. Copies that whoever operates me has, in backups or in a \
             database server's log, end by their own rules.",
            false,
        );
    Card::embed(embed).row(CreateActionRow::Buttons(vec![
        button(PrivacyPress::Erase(reach), "Erase", ButtonStyle::Danger),
        button(PrivacyPress::Export(reach), "Export", ButtonStyle::Secondary),
        button(PrivacyPress::Show(reach), "Keep everything", ButtonStyle::Secondary),
    ]))
}

/// Asks before the id of somebody of whom nothing else is kept is taken out of what others wrote, where it stands there: that
/// is not said, nor looked for before.
pub fn named_question(reach: Reach) -> Card {
    let place = match reach {
        Reach::Here => " in this server",
        Reach::Everywhere => "",
    };
    let embed = embed("Take your id out of what others wrote?").description(format!(
        "I keep nothing of you{place}. Where others typed your id into what they wrote{place}, it says 'a former member' then, and \
         where I announced or shared that, I change it, as far as I can. I can't bring it back. Your name stays where somebody \
         typed it, or mentioned you in what they wrote (I keep `@Sam` then): it is their words. What I posted out of a team's \
         deck or in a digest, asked in a thread, or told somebody of a suggestion in a private message, stays as it is.\n\nWhere all that I kept of a server was erased, posts of mine may still \
         stand in its channels: whoever can delete messages there takes them down."
    ));
    Card::embed(embed).row(CreateActionRow::Buttons(vec![
        button(PrivacyPress::Erase(reach), "Erase", ButtonStyle::Danger),
        button(PrivacyPress::Show(reach), "Keep everything", ButtonStyle::Secondary),
    ]))
}

/// Somebody pauses: from now on, or as they did already.
pub fn pausing(since: Option<Timestamp>, reach: Reach) -> Card {
    let when = match since {
        Some(since) => format!("pause since <t:{}:D>, and go on pausing", since.as_second()),
        None => "pause from now on".to_owned(),
    };
    let said = format!(
        "{} {when}. Nobody can thank you through me, and you can't thank anybody; you stand on no page, in no picture and not \
         on the roster, and what you gave and got until now is in no count. It is kept, and counts again when you resume. \
         What was announced stays in its channel; what you and others have in `/me` stays there. If somebody tries to thank \
         you, they read that you take no recognition at the moment, not why.",
        whose(reach)
    );
    pause_card(said, button(PrivacyPress::Resume(reach), "Resume", ButtonStyle::Secondary), reach)
}

/// Somebody who paused is counted again.
pub fn counted_again(reach: Reach) -> Card {
    let said = format!("{} are counted again from now on, and what was before is shown again.", whose(reach));
    pause_card(said, button(PrivacyPress::Pause(reach), "Pause", ButtonStyle::Secondary), reach)
}

fn whose(reach: Reach) -> &'static str {
    match reach {
        Reach::Here => "In this server you",
        Reach::Everywhere => "Everywhere I know you, you",
    }
}

fn pause_card(said: String, turn: CreateButton, reach: Reach) -> Card {
    Card::text(said).row(CreateActionRow::Buttons(vec![
        turn,
        button(PrivacyPress::Show(reach), "What I keep", ButtonStyle::Secondary),
    ]))
}

/// Asks whether to erase a server.
pub fn erase_server_question() -> Card {
    let embed = embed("Erase everything of this server?")
        .description("I can't bring it back then. `/server-data export` gives you a copy first.")
        .field(
            "What goes",
            "Schedules, holidays and everything that was set up; which prompts were posted; the team's deck; all \
             recognition, with its words and its totals; and everything that each member keeps here for themselves: \
             reflections, what they try, quiz rounds, balances. So does what members decided: who pauses, from whom they take \
             nothing, that nothing of theirs is announced, that they are off the roster, and, of those whom I know from no \
             other server, that they want no private messages.",
            false,
        )
        .field(
            "What stays",
            "In the channels, what I posted there: I don't take it down, and you can delete it. (What I was to take down \
             for somebody who had themselves erased I still do.) And that I am in this server; `/setup` begins anew. To \
             have that gone as well, remove me.",
            false,
        );
    Card::embed(embed).row(CreateActionRow::Buttons(vec![
        button(PrivacyPress::EraseServer, "Erase", ButtonStyle::Danger),
        button(PrivacyPress::KeepServer, "Keep everything", ButtonStyle::Secondary),
    ]))
}
