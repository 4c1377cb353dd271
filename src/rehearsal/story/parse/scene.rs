//! Sentences that set the scene: servers, channels, people, roles, permissions.

use twilight_model::guild::Permissions;

use super::super::fault::{Problem, nearest};
use super::super::line::{ChannelChange, Holds, Scene, Whom};
use super::super::words::Words;

pub(super) fn sentence(words: &mut Words<'_>) -> Result<Option<Scene>, Problem> {
    if words.eat("in server") {
        return Ok(Some(Scene::InServer(words.quoted("the server's name")?)));
    }
    if words.eat("server is unavailable") {
        return Ok(Some(Scene::Outage(true)));
    }
    if words.eat("server is available again") {
        return Ok(Some(Scene::Outage(false)));
    }
    if words.eat("server has no system channel") {
        return Ok(Some(Scene::NoSystemChannel));
    }
    if words.eat("server") {
        return server(words).map(Some);
    }
    if words.eat("channel") {
        return channel(words).map(Some);
    }
    if words.eat("person") {
        return person(words).map(Some);
    }
    if words.eat("role") {
        let name = words.quoted("the role's name")?;
        if words.eat("is deleted") {
            return Ok(Some(Scene::RoleDeleted(name)));
        }
        if words.eat("without") {
            return Ok(Some(Scene::RoleTaken { name, members: words.list(Words::name)? }));
        }
        words.need("with", "role \"Leads\" with mira, jo")?;
        return Ok(Some(Scene::Role { name, members: words.list(Words::name)? }));
    }
    if words.eat("operator sets") {
        let name = words.quoted("the setting's environment variable")?;
        words.need("to", "the operator sets \"CLARION_DISCORD__MEMBERS_INTENT\" to \"true\"")?;
        return Ok(Some(Scene::Setting { name, value: words.quoted("the value")? }));
    }
    if words.eat("portal allows") {
        let none = words.eat("no");
        words.need("privileged intents", "the portal allows privileged intents")?;
        return Ok(Some(Scene::Portal(!none)));
    }
    if words.eat("file") {
        return file(words).map(Some);
    }
    if words.eat("everyone") {
        return permit(words, Whom::Everyone).map(Some);
    }
    let mut ahead = *words;
    if ahead.eat_any(&["bot", "clarion"]) {
        let scene = if ahead.eat_any(&["is invited to the server", "is invited"]) {
            Some(Scene::Invited)
        } else if ahead.eat_any(&["is removed from the server", "is removed"]) {
            Some(Scene::Removed)
        } else if ahead.eat("is in a timeout") {
            Some(Scene::TimedOut(true))
        } else if ahead.eat("is in no timeout any more") {
            Some(Scene::TimedOut(false))
        } else if at_permit(&ahead) {
            Some(permit(&mut ahead, Whom::Bot)?)
        } else {
            None
        };
        if scene.is_some() {
            *words = ahead;
        }
        return Ok(scene);
    }
    Ok(None)
}

fn server(words: &mut Words<'_>) -> Result<Scene, Problem> {
    let name = words.quoted("the server's name")?;
    let (mut channels, mut owner) = (Vec::new(), None);
    while !words.is_empty() {
        if words.eat("with") {
            channels = words.list(Words::channel)?;
        } else if words.eat("owned by") {
            owner = Some(words.name()?);
        } else {
            return Err(
                words.unexpected("'with' and channels, or 'owned by'", "server \"Harbour\" with #general, #daily")
            );
        }
    }
    Ok(Scene::Server { name, channels, owner })
}

fn channel(words: &mut Words<'_>) -> Result<Scene, Problem> {
    let name = words.channel()?;
    let change = match () {
        () if words.is_empty() => ChannelChange::Text,
        () if words.eat("is a forum") => ChannelChange::Forum,
        () if words.eat("has the tags") => ChannelChange::Tags(words.list(|words| words.quoted("a tag"))?),
        () if words.eat("asks for a tag") => ChannelChange::AsksForTag,
        () if words.eat("is an announcement channel") => ChannelChange::Announcement,
        () if words.eat("is private") => ChannelChange::Private,
        () if words.eat("is a thread in") => ChannelChange::ThreadIn(words.channel()?),
        () if words.eat("is archived") => ChannelChange::Archived(true),
        () if words.eat("is taken up again") => ChannelChange::Archived(false),
        () if words.eat("is locked") => ChannelChange::Locked(true),
        () if words.eat("is unlocked") => ChannelChange::Locked(false),
        () if words.eat("is deleted") => ChannelChange::Deleted,
        () if words.eat("is renamed to") => ChannelChange::Renamed(words.channel()?),
        () => {
            let forms = "'is a forum', 'is an announcement channel', 'is private', 'is deleted', 'is renamed to #…', 'is a \
                         thread in #…', 'is archived', 'is taken up again', 'is locked' or 'is unlocked'";
            return Err(words.unexpected(forms, ""));
        }
    };
    Ok(Scene::Channel(name, change))
}

fn person(words: &mut Words<'_>) -> Result<Scene, Problem> {
    let name = words.name()?;
    if words.eat("takes no direct messages") {
        return Ok(Scene::TakesDirect(name, false));
    }
    if words.eat("takes direct messages") {
        return Ok(Scene::TakesDirect(name, true));
    }
    let (mut shown, mut bot) = (None, false);
    if words.eat("is a bot") {
        bot = true;
    } else if words.eat("is") {
        shown = Some(words.quoted("the name that others see")?);
    }
    Ok(Scene::Person { name, shown, bot })
}

/// `file "deck.csv" holds: title,text`, `file "deck.csv" holds 4000 bytes of rubbish`
fn file(words: &mut Words<'_>) -> Result<Scene, Problem> {
    let name = words.quoted("the file's name")?;
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')) {
        return Err(Problem::new("a file's name is letters, digits, '.', '-' and '_'"));
    }
    words.need("holds", "file \"deck.csv\" holds: title,text")?;
    if words.rest().starts_with(':') {
        return Ok(Scene::File { name, holds: Holds::Text(words.colon_text("what the file holds")?) });
    }
    let Some(bytes) = words.number().and_then(|bytes| usize::try_from(bytes).ok()) else {
        return Err(words.unexpected("a colon and text, or a number of bytes", "file \"deck.csv\" holds: title,text"));
    };
    words.need("bytes of rubbish", "file \"deck.csv\" holds 4000 bytes of rubbish")?;
    if bytes > LARGEST_FILE {
        return Err(Problem::new(format!("a file of a story holds {LARGEST_FILE} bytes at most")));
    }
    Ok(Scene::File { name, holds: Holds::Rubbish(bytes) })
}

/// The largest file that a story makes: some times Discord's largest.
const LARGEST_FILE: usize = 64 * 1024 * 1024;

/// Whether a sentence about permissions goes on here.
pub(super) fn at_permit(words: &Words<'_>) -> bool {
    let mut ahead = *words;
    ahead.eat_any(&["may", "lacks"])
}

/// `may manage server`, `may not "Send Messages" in #daily`, `lacks "Embed Links"`.
pub(super) fn permit(words: &mut Words<'_>, whom: Whom) -> Result<Scene, Problem> {
    let allowed = if words.eat("lacks") {
        false
    } else {
        words.need("may", "jo may manage server")?;
        !words.eat("not")
    };
    let mut permissions = permission(words)?;
    while words.eat(",") || words.eat("and") {
        permissions |= permission(words)?;
    }
    let channel = if words.eat("in") { Some(words.channel()?) } else { None };
    Ok(Scene::Permit { whom, permissions, channel, allowed })
}

/// A permission by the name that Discord's settings show, in quotes or bare.
fn permission(words: &mut Words<'_>) -> Result<Permissions, Problem> {
    let typed = if words.at_quote() {
        words.quoted("the permission")?
    } else {
        let mut typed = Vec::new();
        while !words.is_empty() && !words.rest().starts_with(',') && !matches!(words.peek(), "in" | "and") {
            let word = words.peek();
            if word.is_empty() || !words.eat(word) {
                break;
            }
            typed.push(word);
        }
        typed.join(" ")
    };
    let wanted = typed.trim().to_ascii_uppercase().replace([' ', '-'], "_");
    let alias = ALIASES.iter().find(|(shown, _)| *shown == wanted).map(|(_, name)| *name);
    Permissions::from_name(alias.unwrap_or(&wanted)).ok_or_else(|| {
        let problem = Problem::new(format!("'{typed}' is no permission of Discord's"));
        let known = Permissions::all();
        let names = known.iter_names().map(|(name, _)| name).chain(ALIASES.iter().map(|(shown, _)| *shown));
        match nearest(&wanted, names) {
            Some(near) => problem.hint(format!("did you mean '{}'?", near.to_ascii_lowercase().replace('_', " "))),
            None => problem.hint("such as: manage server, send messages, embed links, view channel"),
        }
    })
}

/// What Discord's settings call a permission, where its documents call it otherwise.
const ALIASES: [(&str, &str); 9] = [
    ("MANAGE_SERVER", "MANAGE_GUILD"),
    ("VIEW_CHANNELS", "VIEW_CHANNEL"),
    ("MENTION_@EVERYONE", "MENTION_EVERYONE"),
    ("USE_APPLICATION_COMMANDS", "USE_SLASH_COMMANDS"),
    ("TIMEOUT_MEMBERS", "MODERATE_MEMBERS"),
    ("READ_HISTORY", "READ_MESSAGE_HISTORY"),
    ("CREATE_INVITES", "CREATE_INVITE"),
    ("ATTACH_FILE", "ATTACH_FILES"),
    ("SEND_MESSAGE", "SEND_MESSAGES"),
];
