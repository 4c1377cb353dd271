//! The options of a typed command: finding where each begins, and turning words into what the payload carries.

use serde_json::{Value, json};

use super::act::{Refusal, listed, text};
use super::names;
use super::payload::Resolved;
use super::slash::Typing;
use super::ways::Ways;
use crate::rehearsal::limits;
use crate::rehearsal::world::{Audience, Channel, ChannelId, Message, Permissions, UserId, World};

/// The longest text of an option; Discord's client takes no more.
const LONGEST_TEXT: u64 = 6_000;

/// Who types, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Typist<'w> {
    pub(crate) world: &'w World,
    pub(crate) who: UserId,
    pub(crate) channel: &'w Channel,
}

impl<'w> Typist<'w> {
    pub(crate) fn new(world: &'w World, who: UserId, channel: ChannelId) -> Result<Self, Refusal> {
        let found = world.channels.get(&channel).ok_or_else(|| Refusal::new("there is no such channel"))?;
        let typist = Self { world, who, channel: found };
        if !typist.permissions().contains(Permissions::VIEW_CHANNEL) {
            let person = world.user(who).map_or("this person", |user| user.name());
            return Err(Refusal::new(format!("{person} does not see #{}", found.name)));
        }
        Ok(typist)
    }

    pub(crate) fn permissions(&self) -> Permissions {
        self.world.permissions_in(self.channel.id, self.who)
    }

    pub(crate) fn locale(&self) -> &'w str {
        self.world.user(self.who).map_or("en-US", |user| user.locale.as_str())
    }

    /// Whether a message of this channel is on this person's screen.
    pub(crate) fn sees(&self, message: &Message) -> bool {
        match message.visible_to {
            Audience::Everyone => true,
            Audience::Only(user) => user == self.who,
        }
    }

    /// Whether Discord's client offers that command to this person here.
    pub(crate) fn may_use(&self, command: &Value) -> bool {
        if !Ways::of(self.world, self.who, self.channel.guild).taken_by(command).any() {
            return false;
        }
        let Some(guild) = self.channel.guild else {
            let contexts = command["contexts"].as_array();
            let here = contexts.is_none_or(|contexts| contexts.iter().any(|context| context == 1));
            return here && command["dm_permission"].as_bool().unwrap_or(true);
        };
        let contexts = command["contexts"].as_array();
        if contexts.is_some_and(|contexts| contexts.iter().all(|context| context != 0)) {
            return false;
        }
        if command["nsfw"] == true && !self.channel.nsfw {
            return false;
        }
        let mine = self.world.permissions_in_guild(guild, self.who);
        let needed = command["default_member_permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok());
        // "0" leaves the command to administrators.
        mine.contains(Permissions::ADMINISTRATOR)
            || needed.is_none_or(|bits| bits != 0 && mine.contains(Permissions::from_bits_retain(bits)))
    }
}

/// Whether a command, option or choice bears that name, by itself or in the person's language.
pub(crate) fn is_called(thing: &Value, name: &str, locale: &str) -> bool {
    let localised = thing["name_localizations"][locale].as_str();
    [thing["name"].as_str(), localised].into_iter().flatten().any(|own| own.eq_ignore_ascii_case(name))
}

/// Where one option's value stands in the line.
struct Piece<'a> {
    option: &'a Value,
    value: &'a str,
}

/// Reads the options of `level` out of `line`. Returns them as the payload carries them, and the focused one's name.
pub(crate) fn read(
    typist: &Typist<'_>,
    path: &str,
    level: &Value,
    line: &str,
    typing: Typing,
    resolved: &mut Resolved,
) -> Result<(Vec<Value>, Option<String>), Refusal> {
    let known: Vec<&Value> = level["options"].as_array().into_iter().flatten().collect();
    let pieces = cut(&known, line, typist.locale())?;
    let mut found = Vec::new();
    let mut focused = None;
    for (place, piece) in pieces.iter().enumerate() {
        let name = text(piece.option, "name");
        let last = place + 1 == pieces.len();
        if typing == Typing::WaitsForSuggestions && last {
            if piece.option["autocomplete"] != true {
                return Err(Refusal::new(format!("the option \"{name}\" has no suggestions")));
            }
            // While it is typed, a value of any type travels as the text so far.
            let option = json!({
                "name": name, "type": piece.option["type"], "value": piece.value.trim(), "focused": true,
            });
            found.push(option);
            focused = Some(name.to_owned());
        } else {
            let value = value_of(typist, path, piece, resolved)?;
            found.push(json!({"name": name, "type": piece.option["type"], "value": value}));
        }
    }
    match typing {
        Typing::WaitsForSuggestions if focused.is_none() => {
            Err(Refusal::new(format!("type an option of /{path} first: {}", names_of(&known))))
        }
        Typing::WaitsForSuggestions => Ok((found, focused)),
        Typing::Sends => {
            let given = |option: &&&Value| pieces.iter().any(|piece| piece.option["name"] == option["name"]);
            let missing = known.iter().find(|option| option["required"] == true && !given(option));
            match missing {
                Some(option) => {
                    let name = text(option, "name");
                    Err(Refusal::new(format!("the option \"{name}\" of /{path} is required")))
                }
                None => Ok((found, None)),
            }
        }
    }
}

fn names_of(known: &[&Value]) -> String {
    listed(known.iter().map(|option| text(option, "name")))
}

/// Cuts the line where a known `option:` begins.
fn cut<'a>(known: &[&'a Value], line: &'a str, locale: &str) -> Result<Vec<Piece<'a>>, Refusal> {
    let mut starts: Vec<(usize, usize, &'a Value)> = Vec::new();
    let mut unknown = None;
    for (at, name) in candidates(line) {
        match known.iter().find(|option| is_called(option, name, locale)) {
            Some(option) => starts.push((at, at + name.len() + 1, option)),
            None if starts.is_empty() => unknown = unknown.or(Some(name)),
            // Inside a value a colon is a colon, unless it looks like a slip of the hand.
            None => {
                let near = known.iter().map(|option| text(option, "name"));
                if let Some(meant) = near.into_iter().find(|own| slip(own, name)) {
                    return Err(Refusal::new(format!("there is no option \"{name}\"; did you mean \"{meant}\"")));
                }
            }
        }
    }
    let before = line[..starts.first().map_or(line.len(), |(at, ..)| *at)].trim();
    if !before.is_empty() {
        let options = names_of(known);
        return Err(Refusal::new(match unknown {
            Some(name) => format!("there is no option \"{name}\"; options: {options}"),
            None => format!("\"{before}\" stands before any option; options: {options}"),
        }));
    }
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for (place, (_, from, option)) in starts.iter().enumerate() {
        let to = starts.get(place + 1).map_or(line.len(), |(at, ..)| *at);
        if pieces.iter().any(|piece| piece.option["name"] == option["name"]) {
            return Err(Refusal::new(format!("the option \"{}\" stands twice", text(option, "name"))));
        }
        pieces.push(Piece { option, value: line[*from..to].trim() });
    }
    Ok(pieces)
}

/// Words that end in a colon or have one in them: where they begin, and what stands before the colon.
fn candidates(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = line.char_indices().filter(|(at, letter)| {
        !letter.is_whitespace() && line[..*at].chars().next_back().is_none_or(char::is_whitespace)
    });
    starts.filter_map(|(at, _)| {
        let word = line[at..].split(char::is_whitespace).next()?;
        let (name, _) = word.split_once(':')?;
        let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        (!name.is_empty() && name.chars().all(plain)).then_some((at, name))
    })
}

/// Whether `typed` is `own` with a letter or two wrong.
fn slip(own: &str, typed: &str) -> bool {
    own.chars().count() >= 4 && strsim::osa_distance(own, typed) <= 2
}

fn value_of(typist: &Typist<'_>, path: &str, piece: &Piece<'_>, resolved: &mut Resolved) -> Result<Value, Refusal> {
    let Piece { option, value } = piece;
    let name = text(option, "name");
    if value.is_empty() {
        return Err(Refusal::new(format!("the option \"{name}\" has no value")));
    }
    let no = |words: String| Refusal::new(format!("the option \"{name}\": {words}"));
    if let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) {
        let chosen = choices.iter().find(|choice| {
            is_called(choice, value, typist.locale())
                || choice["value"] == **value
                || value.parse().is_ok_and(|number: f64| choice["value"].as_f64() == Some(number))
        });
        let names = || listed(choices.iter().map(|choice| text(choice, "name")));
        return chosen
            .map(|choice| choice["value"].clone())
            .ok_or_else(|| no(format!("there is no choice \"{value}\"; choices: {}", names())));
    }
    let key = (typist.who, path.to_owned(), name.to_owned());
    let offered = typist.world.interactions.offered.get(&key).into_iter().flatten();
    let picked = offered.into_iter().find(|choice| is_called(choice, value, typist.locale()));
    if let (Some(choice), true) = (picked, option["autocomplete"] == true) {
        return Ok(choice["value"].clone());
    }
    match option["type"].as_u64() {
        // In a text option the client makes mentions of names just as in a message.
        Some(3) => text_value(option, &super::talk::with_mentions(typist, value)).map_err(no),
        Some(4) => {
            let number: i64 = value.parse().map_err(|_| no(format!("\"{value}\" is not a whole number")))?;
            within(option, number as f64).map_err(no)?;
            Ok(json!(number))
        }
        Some(10) => {
            let number: f64 = value.parse().map_err(|_| no(format!("\"{value}\" is not a number")))?;
            within(option, number).map_err(no)?;
            Ok(json!(number))
        }
        Some(5) => match value.to_ascii_lowercase().as_str() {
            "true" => Ok(json!(true)),
            "false" => Ok(json!(false)),
            _ => Err(no(format!("\"{value}\" is neither true nor false"))),
        },
        Some(6) => names::user(typist, value, resolved).map_err(no),
        Some(7) => names::channel(typist, value, &option["channel_types"], resolved).map_err(no),
        Some(8) => names::role(typist, value, resolved).map_err(no),
        Some(9) => names::user(typist, value, resolved).or_else(|_| names::role(typist, value, resolved)).map_err(no),
        _ => file(typist, value, resolved).map_err(no),
    }
}

/// The file of that name, as the client takes it from the person's machine: no larger than Discord lets anybody hand over.
fn file(typist: &Typist<'_>, name: &str, resolved: &mut Resolved) -> Result<Value, String> {
    let found = typist.world.file_at_hand(typist.who, typist.channel.id, name);
    let found = found.ok_or_else(|| format!("there is no file \"{name}\" at hand"))?;
    if found.bytes.len() > limits::FILE_BYTES {
        return Err(format!("{name} is larger than Discord takes"));
    }
    resolved.file(found);
    Ok(json!(found.id))
}

fn text_value(option: &Value, value: &str) -> Result<Value, String> {
    let length = value.chars().count() as u64;
    let least = option["min_length"].as_u64().unwrap_or(0);
    let most = option["max_length"].as_u64().unwrap_or(LONGEST_TEXT);
    if length < least {
        return Err(format!("{length} characters, and it takes at least {least}"));
    }
    if length > most {
        return Err(format!("{length} characters, and it takes at most {most}"));
    }
    Ok(json!(value))
}

fn within(option: &Value, number: f64) -> Result<(), String> {
    if !number.is_finite() {
        return Err("not a number".to_owned());
    }
    if let Some(least) = option["min_value"].as_f64().filter(|least| number < *least) {
        return Err(format!("{number} is less than {least}"));
    }
    if let Some(most) = option["max_value"].as_f64().filter(|most| number > *most) {
        return Err(format!("{number} is more than {most}"));
    }
    Ok(())
}
