//! Sentences that say what has to be so.

use super::super::fault::Problem;
use super::super::line::{Expectation, FilePart, On, Place};
use super::super::words::Words;
use super::calendar;

const FORMS: &str = "expect #daily: … · expect mira sees: … · expect #daily nothing · expect mira pinged · expect \
                     buttons \"…\" (docs/stories.md has them all)";

pub(super) fn sentence(words: &mut Words<'_>) -> Result<Expectation, Problem> {
    let mut ahead = *words;
    let found = match () {
        () if ahead.at_channel() => return channel(words),
        () if ahead.eat("nothing") => Expectation::Nothing(None),
        () if ahead.eat("nobody pinged") => Expectation::Pinged { who: Vec::new(), only: true },
        () if ahead.eat("no buttons") => Expectation::Buttons(Vec::new()),
        () if ahead.eat("buttons") => Expectation::Buttons(ahead.list(|words| words.quoted("a button's label"))?),
        () if ahead.eat("no button") => Expectation::Button(ahead.quoted("the button's label")?, false),
        () if ahead.eat("button") => Expectation::Button(ahead.quoted("the button's label")?, true),
        () if ahead.eat("no files") => Expectation::NoFiles,
        () if ahead.eat("file") => {
            let name = ahead.quoted("the file's name")?;
            let part = match () {
                () if ahead.is_empty() => None,
                () if ahead.eat("described") => Some((FilePart::Description, ahead.colon_pattern()?)),
                () => Some((FilePart::Text, ahead.colon_pattern()?)),
            };
            Expectation::File { name, part }
        }
        () if ahead.eat("refused") => Expectation::Refused(ahead.colon_pattern()?),
        () if ahead.eat("discord refused with") => match ahead.number() {
            Some(code) => Expectation::DiscordRefused(u64::from(code)),
            None => return Err(ahead.unexpected("a status or a code", "expect discord refused with 50013")),
        },
        () if ahead.eat_any(&["the bot stopped", "bot stopped", "clarion stopped"]) => {
            Expectation::Stopped(if ahead.is_empty() { None } else { Some(ahead.colon_pattern()?) })
        }
        () if ahead.eat("only") => {
            let who = ahead.list(Words::name)?;
            ahead.need("pinged", "expect only mira pinged")?;
            Expectation::Pinged { who, only: true }
        }
        () => return person(words),
    };
    *words = ahead;
    Ok(found)
}

/// `expect #daily …`
fn channel(words: &mut Words<'_>) -> Result<Expectation, Problem> {
    let channel = words.channel()?;
    let place = Place::Channel(channel.clone());
    if words.rest().starts_with(':') {
        return Ok(Expectation::Says(place, words.colon_pattern()?));
    }
    let mut ahead = *words;
    if ahead.eat("thread") && ahead.rest().starts_with(':') {
        *words = ahead;
        return Ok(Expectation::Says(Place::Threads(channel), words.colon_pattern()?));
    }
    if words.eat("nothing") {
        return Ok(Expectation::Nothing(Some(place)));
    }
    if words.eat("not") {
        return Ok(Expectation::NeverSays(place, words.colon_pattern()?));
    }
    if words.eat("edited") {
        return Ok(Expectation::Edited(place, words.colon_pattern()?));
    }
    let mut ahead = *words;
    if ahead.eat("no") || ahead.number().is_some() {
        let count = words
            .number()
            .map_or(Ok(0), |count| usize::try_from(count).map_err(|_| Problem::new("that is too many posts")))?;
        words.eat("no");
        let threads = words.eat_any(&["threads", "thread"]);
        if !threads && !words.eat_any(&["posts", "post"]) {
            return Err(words.unexpected("'posts'", "expect #daily 1 post on 2026-11-24"));
        }
        let on = match () {
            () if words.eat("today") => Some(On::Today),
            () if words.eat("on") => match calendar::date(words)? {
                Some(date) => Some(On::Date(date)),
                None => return Err(words.unexpected("a date", "expect #daily 1 post on 2026-11-24")),
            },
            () => None,
        };
        return Ok(match threads {
            true => Expectation::Threads { channel, count, on },
            false => Expectation::Posts { channel, count, on },
        });
    }
    Err(words.unexpected(
        "a colon and text, 'nothing', 'not:', 'edited:', 'thread:' or a number of posts or \
                          threads",
        FORMS,
    ))
}

/// `expect mira …`
fn person(words: &mut Words<'_>) -> Result<Expectation, Problem> {
    let who = words.list(Words::name).map_err(|problem| problem.hint(format!("such as: {FORMS}")))?;
    if words.eat("pinged") {
        return Ok(Expectation::Pinged { who, only: false });
    }
    let Ok([who]) = <[String; 1]>::try_from(who) else {
        return Err(words.unexpected("'pinged'", "expect mira, jo pinged"));
    };
    match () {
        () if words.eat("sees nothing") => Ok(Expectation::Nothing(Some(Place::Private(who)))),
        () if words.eat("sees not") => Ok(Expectation::NeverSays(Place::Private(who), words.colon_pattern()?)),
        () if words.eat("sees") => Ok(Expectation::Says(Place::Private(who), words.colon_pattern()?)),
        () if words.eat("gets nothing") => Ok(Expectation::Nothing(Some(Place::Direct(who)))),
        () if words.eat("gets edited") => Ok(Expectation::Edited(Place::Direct(who), words.colon_pattern()?)),
        () if words.eat("gets") => Ok(Expectation::Says(Place::Direct(who), words.colon_pattern()?)),
        () if words.eat("is asked") => Ok(Expectation::Asked(who, words.colon_pattern()?)),
        () if words.eat("is offered nothing") => Ok(Expectation::Offered(who, Vec::new())),
        () if words.eat("is offered") => {
            words.eat(":");
            Ok(Expectation::Offered(who, words.list(|words| words.quoted("a suggestion"))?))
        }
        () if words.eat("is left without an answer") => Ok(Expectation::Unanswered(who)),
        () => {
            let forms = "'sees', 'gets', 'is asked', 'is offered', 'pinged' or 'is left without an answer'";
            Err(words.unexpected(forms, FORMS))
        }
    }
}
