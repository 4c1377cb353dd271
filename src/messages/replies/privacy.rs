//! What is said about somebody's own data, and a server's.

use jiff::civil::Date;
use serenity::model::id::ChannelId;
use serenity::model::mention::Mentionable;

use super::super::givers::day;
use crate::messages::Reach;
use crate::messages::announcement::listed;
use crate::store::Forgotten;

/// `/privacy`, in Discord's list.
pub const DESCRIPTION: &str = "What I keep of you, and what you can do about it; only you see it";
/// Of its subcommands.
pub const SHOW: &str = "What I keep of you, where, for how long, and who can read it";
/// As above.
pub const EXPORT: &str = "Everything about you as a file (JSON)";
/// As above.
pub const PAUSE: &str = "Stop counting you; the answer has the way back";
/// As above.
pub const FORGET: &str = "Erase everything of yours; I ask once before";
/// Its option.
pub const WHERE: &str = "In this server, or everywhere I know you (meant in private messages, and where I am not)";
/// Its choices.
pub const HERE: &str = "this server";
/// As above.
pub const EVERYWHERE: &str = "everywhere";

/// `/server-data`, in Discord's list.
pub const SERVER_DESCRIPTION: &str = "This server's data: a copy, or the end of it (Manage Server)";
/// Of its subcommands.
pub const SERVER_EXPORT: &str = "The recognition given here as a file; not for reviews of people";
/// As above.
pub const SERVER_ERASE: &str = "Erase everything of this server; I ask once before";
/// An option of the export.
pub const FORMAT: &str = "A table for spreadsheets, or JSON for programs";
/// Its choices.
pub const AS_CSV: &str = "table (CSV)";
/// As above.
pub const AS_JSON: &str = "JSON";
/// An option of the export.
pub const BEFORE: &str = "Only what was given before this date (2026-11-23): for what did not fit into one file";

/// 'This server', asked for in private messages.
pub const NO_SERVER_HERE: &str = "A private message belongs to no server. Choose 'everywhere', or, as long as you are in the \
                                  server that you mean, use /privacy there.";

/// A pause asked for in a server that the bot is not in.
pub const NOT_IN_THIS_SERVER: &str = "I'm not in this server: nobody can thank you here through me, so there is nothing to \
                                      pause. Choose 'everywhere' for the servers that I know you in.";

/// Nobody is known by that id.
fn unknown(reach: Reach) -> String {
    let place = match reach {
        Reach::Here => "in this server",
        Reach::Everywhere => "anywhere",
    };
    format!("I keep nothing of you {place}")
}

/// Said to whoever wanted a copy, or a pause, where nothing is kept of them. Whether their id stands in what others wrote is
/// said to nobody: it may stand in what these wrote for themselves.
pub fn nothing_kept(reach: Reach) -> String {
    let there = match reach {
        Reach::Here => "in this server, **/privacy forget** takes it out",
        Reach::Everywhere => "anywhere, **/privacy forget** takes it out (`where: everywhere`)",
    };
    format!(
        "{}, so there is nothing to do. Should others have typed your id into what they wrote {there}.",
        unknown(reach)
    )
}

/// What became of the bytes of something that is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleaned {
    /// The database is one file, and that was written anew.
    File,
    /// The database is a server, and its tables were cleaned: of its own log it gives up the oldest parts by and by.
    Tables,
    /// They are still there.
    NotYet,
}

/// It is erased.
pub fn forgotten(forgotten: &Forgotten, reach: Reach, clean: Cleaned) -> String {
    let mut said = format!("Erased. {} any more{}", unknown(reach), whether_clean(clean));
    match forgotten.posts {
        0 => {}
        1 => said.push_str(" One post of mine is being taken down, as far as I may delete there."),
        posts => said.push_str(&format!(
            " {posts} posts of mine are being taken down, one after the other, as far as I may delete there."
        )),
    }
    said.push_str(&typed(forgotten, reach));
    said.push_str(
        " I know you again, as somebody new, once you use me, or somebody thanks you through me, puts you on the roster (also by a role) or wants \
         nothing from you. **/privacy pause** keeps \
         others from thanking you; for that I keep your id.",
    );
    said
}

/// Nothing of theirs was there to erase: it was done before (the process died, or somebody pressed twice), or they stood in
/// others' words at most, or nowhere. Which it was is not said: those words may be private to whoever wrote them.
pub fn taken_out(forgotten: &Forgotten, reach: Reach, clean: Cleaned) -> String {
    let clean = match clean {
        Cleaned::File => {
            ", and nothing of it is left in the database's file. Copies of the file that whoever operates me has, in \
             backups, end by their own rules."
        }
        Cleaned::Tables => {
            ", and nothing of it is left in the database's tables. What that database's server may still have of it on its \
             disk, in freed pages and in its log, it writes over by and by; backups that whoever operates me has end by their \
             own rules."
        }
        Cleaned::NotYet => {
            ". What was there may still be in the bytes of the database's files, where nobody finds it through me; I go on \
             cleaning them, within the hour as a rule."
        }
    };
    format!("{}{clean}{}", unknown(reach), typed(forgotten, reach))
}

/// What becomes of an id in others' words, whether it stood there or not, and of the posts in channels that show these; and
/// which posts, of these and of others, stay.
fn typed(forgotten: &Forgotten, reach: Reach) -> String {
    let place = match reach {
        Reach::Here => " in this server",
        Reach::Everywhere => "",
    };
    let mut said = format!(
        " Where others had typed your id into what they wrote{place}, it says 'a former member' now. Your name stays where \
         somebody typed it, or mentioned you in what they wrote (I keep `@Sam` then). What I posted out of a team's deck or in a \
         digest, or told somebody of a suggestion in a private message, stays as it is."
    );
    match forgotten.changed {
        0 => {}
        1 => said.push_str(" One post of mine that showed your id there is being changed, as far as I may there."),
        posts => said.push_str(&format!(
            " {posts} posts of mine that showed your id there are being changed, one after the other, as far as I may there."
        )),
    }
    match forgotten.stay {
        0 => {}
        1 => said.push_str(
            " One question that I asked in a thread may show your id, and stays as I put it: somebody with Manage Messages there \
             can take it down.",
        ),
        stay => said.push_str(&format!(
            " {stay} questions that I asked in threads may show your id, and stay as I put them: somebody with Manage Messages \
             there can take them down."
        )),
    }
    match forgotten.left {
        0 => {}
        1 => said.push_str(" One post stays in a server that I am no longer in: somebody there can delete it."),
        left => said.push_str(&format!(
            " {left} posts stay in servers that I am no longer in: somebody there can delete them."
        )),
    }
    if !forgotten.unclear.is_empty() {
        said.push_str(&may_be_left(&forgotten.unclear));
    }
    said
}

/// The end of a sentence that says that something is erased.
fn whether_clean(clean: Cleaned) -> &'static str {
    match clean {
        Cleaned::File => {
            ", and the database's file was written anew without it. Copies of the file that whoever operates me has, in \
             backups, end by their own rules."
        }
        Cleaned::Tables => {
            ", and the database's tables were cleaned of it. What that database's server still has of it on its disk, in \
             freed pages and in its log, it writes over by and by; backups that whoever operates me has end by their own \
             rules."
        }
        Cleaned::NotYet => {
            ". Its bytes are still in the database's files, where nobody finds them through me; I go on cleaning it, within \
             the hour as a rule."
        }
    }
}

/// So many channels are named.
const MOST_PLACES: usize = 20;

fn may_be_left(places: &[ChannelId]) -> String {
    let places: Vec<String> = places.iter().take(MOST_PLACES).map(|channel| channel.mention().to_string()).collect();
    format!(
        " One more post may stand in {}: I was never told whether it arrived. Somebody with Manage Messages can delete it.",
        listed(&places)
    )
}

/// A server is erased. `standing` posts are still to be taken down for people who had themselves erased.
pub fn server_erased(clean: Cleaned, standing: usize) -> String {
    let posts = match standing {
        0 => String::new(),
        1 => ", and where one post stands that I still take down for somebody who had themselves erased".to_owned(),
        many => format!(", and where {many} posts stand that I still take down for people who had themselves erased"),
    };
    format!(
        "Erased: everything of this server{} All that I keep is that I am here{posts}. `/setup` begins anew.",
        whether_clean(clean)
    )
}

/// A server's data stay.
pub const SERVER_KEPT: &str = "Everything stays as it is.";

/// Beside an exported file.
pub fn exported(reach: Reach, complete: bool) -> String {
    let place = match reach {
        Reach::Here => "in this server",
        Reach::Everywhere => "in all servers that I know you in",
    };
    let all = if complete {
        format!("Everything that I keep of you {place}")
    } else {
        format!("The latest of what I keep of you {place}, as much as one file holds")
    };
    format!("{all}, as a file for you alone. Discord keeps it with this message; save it where you want it.")
}

/// What the file is, for those who do not open it.
pub const EXPORT_DESCRIPTION: &str = "What Clarion keeps of you, as JSON";

/// Beside a server's file. `again` is the date before which the next file begins, where older ones did not fit. `table`: it is
/// one for spreadsheets, which keep 15 digits of a number.
///
/// `before` is the date that was asked for.
pub fn server_exported(number: usize, before: Option<Date>, again: Option<Date>, table: bool) -> String {
    let until = before.map_or_else(String::new, |date| format!(" before {}", day(date)));
    let mut said = match number {
        0 => format!("No recognition is in it: none was given here{until} by anybody who does not pause."),
        1 => format!("One recognition that was given here{until}, as a file for you alone."),
        number => format!(
            "{number} recognitions that were given here{until}, the latest first, as a file for you alone. One whose words \
             were changed is in it once for each wording."
        ),
    };
    if number == 0 {
        return said;
    }
    said.push_str(
        " It is not for reviews of people, and says so. Quiet and hidden ones, and what was taken back, changed or \
         removed, are in it without whom they went to and without words; whoever pauses is left out.",
    );
    if table {
        said.push_str(
            " Import it into a spreadsheet with the comma as separator and every column as text: opened with a double \
             click, its ids lose their last digits, and some spreadsheets show all of it in one column. An apostrophe before \
             = + - or @ is mine, so that no cell runs as a formula.",
        );
    }
    if let Some(again) = again {
        said.push_str(&format!(" There are older ones than one file holds: they come with `before:{again}`."));
    }
    said
}

/// What the file is, for those who do not open it.
pub const SERVER_FILE: &str = "The recognition given in this server; not for reviews of people";
