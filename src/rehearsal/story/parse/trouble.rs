//! Sentences in which something goes wrong, or well again.

use super::super::fault::Problem;
use super::super::line::{Cut, GatewayTrouble, RestFault, Target, Trouble};
use super::super::words::Words;

pub(super) fn sentence(words: &mut Words<'_>) -> Result<Option<Trouble>, Problem> {
    let trouble = match () {
        () if words.eat("power cut") => Trouble::PowerCut(cut(words)?),
        () if words.eat_any(&["restart", "bot restarts", "clarion restarts", "bot starts", "clarion starts"]) => {
            Trouble::Restart
        }
        () if words.eat_any(&["stop", "bot stops", "clarion stops"]) => Trouble::Stop,
        () if words.eat_any(&["network down", "network is down"]) => Trouble::Network { up: false },
        () if words.eat_any(&["network up", "network is up"]) => Trouble::Network { up: true },
        () if words.eat("discord") => discord(words)?,
        () if words.eat("gateway") => Trouble::Gateway(gateway(words)?),
        () if words.eat("session lost") => Trouble::Gateway(GatewayTrouble::Invalid { resumable: false }),
        () if words.eat("session invalid but resumable") => {
            Trouble::Gateway(GatewayTrouble::Invalid { resumable: true })
        }
        () if words.eat("zombie gateway") => Trouble::Gateway(GatewayTrouble::Zombie),
        () if words.eat("store is locked for") => match words.real_time() {
            Some(length) => Trouble::StoreLocked(Some(length)),
            None => return Err(words.unexpected("a length of time", "store is locked for 3 seconds")),
        },
        () if words.eat("store is locked") => Trouble::StoreLocked(None),
        () if words.eat("store is free") => {
            words.eat("again");
            Trouble::StoreFree
        }
        () => return Ok(None),
    };
    Ok(Some(trouble))
}

fn cut(words: &mut Words<'_>) -> Result<Cut, Problem> {
    match () {
        () if words.is_empty() => Ok(Cut::Now),
        () if words.eat("in the middle of the next post") => Ok(Cut::MiddleOfNextPost),
        () if words.eat("before the next post arrives") => Ok(Cut::BeforeNextPost),
        () => Err(words.unexpected(
            "'in the middle of the next post', 'before the next post arrives' or the line's end",
            "power cut in the middle of the next post",
        )),
    }
}

fn gateway(words: &mut Words<'_>) -> Result<GatewayTrouble, Problem> {
    match () {
        () if words.eat("drops") => Ok(GatewayTrouble::Drops),
        () if words.eat_any(&["op 7", "asks to reconnect"]) => Ok(GatewayTrouble::Reconnect),
        () if words.eat("refuses to resume") => Ok(GatewayTrouble::RefusesResume),
        () if words.eat("closes with") => match words.number().and_then(|code| u16::try_from(code).ok()) {
            Some(code @ (1000..=1015 | 4000..=4999)) => Ok(GatewayTrouble::Closes(code)),
            _ => Err(Problem::new("a close code is a number from 1000 to 1015 or from 4000 to 4999")),
        },
        () => Err(words.unexpected(
            "'drops', 'asks to reconnect' (op 7), 'refuses to resume' or 'closes with' and a code",
            "gateway drops",
        )),
    }
}

/// `discord answers 500 to the next 2 posts` and its kin.
fn discord(words: &mut Words<'_>) -> Result<Trouble, Problem> {
    if words.eat("is well again") {
        return Ok(Trouble::Well);
    }
    let fault = if words.eat("answers") {
        let status = words.number().and_then(|status| u16::try_from(status).ok());
        let Some(status @ 300..=599) = status else {
            return Err(Problem::new("an HTTP status from 300 to 599 was expected after 'answers'"));
        };
        let (mut page, mut headers) = (false, Vec::new());
        if words.eat("with") {
            for part in words.list(with)? {
                match part {
                    Some(header) => headers.push(header),
                    None => page = true,
                }
            }
        }
        words.need("to", "discord answers 500 to the next 2 posts")?;
        RestFault::Status { status, page, headers }
    } else if words.eat_any(&["loses the answer to", "loses the answers to"]) {
        RestFault::LoseAnswer
    } else if words.eat("loses") {
        RestFault::LoseRequest
    } else if words.eat("takes") {
        let Some(length) = words.real_time() else {
            return Err(words.unexpected("a length of time", "discord takes 4 seconds over the next answer"));
        };
        words.need("over", "discord takes 4 seconds over the next answer")?;
        RestFault::Slow(length)
    } else {
        return Err(
            words.unexpected("'answers', 'loses', 'takes' or 'is well again'", "discord answers 500 to the next post")
        );
    };
    let (target, times) = target(words)?;
    Ok(Trouble::Rest { fault, target, times })
}

/// `a web page` (`None`) or a header in quotes.
fn with(words: &mut Words<'_>) -> Result<Option<(String, String)>, Problem> {
    if words.eat("a web page") {
        return Ok(None);
    }
    let header = words.quoted("'a web page', or a header")?;
    match header.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok(Some((name.trim().to_ascii_lowercase(), value.trim().to_owned())))
        }
        _ => Err(Problem::new("a header is a name, a colon and a value").hint("such as: \"retry-after: 2.5\"")),
    }
}

/// `the next post`, `the next 2 answers`, `every request`.
fn target(words: &mut Words<'_>) -> Result<(Target, Option<u32>), Problem> {
    let times = if words.eat("the next") {
        Some(words.number().unwrap_or(1))
    } else if words.eat("every") {
        None
    } else {
        return Err(words.unexpected("'the next' or 'every'", "the next 2 posts"));
    };
    let target = match () {
        () if words.eat_any(&["posts", "post"]) => Target::Posts,
        () if words.eat_any(&["threads", "thread"]) => Target::Threads,
        () if words.eat_any(&["forum posts", "forum post"]) => Target::ForumPosts,
        () if words.eat_any(&["answers", "answer"]) => Target::Answers,
        () if words.eat_any(&["edits", "edit"]) => Target::Edits,
        () if words.eat_any(&["requests", "request"]) => Target::Requests,
        () => {
            return Err(words.unexpected(
                "'posts', 'threads', 'forum posts', 'answers', 'edits' or 'requests'",
                "the next 2 posts",
            ));
        }
    };
    if times == Some(0) {
        return Err(Problem::new("a fault for no request at all does nothing"));
    }
    Ok((target, times))
}
