//! A message as somebody would see it on the screen: its words, its columns, its buttons.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;

use super::plain::visible;
use crate::rehearsal::World;
use crate::rehearsal::world::{Attachment, Message};

/// What a message shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Its words, from top to bottom.
    pub blocks: Vec<Block>,
    /// Its buttons, a list a row.
    pub buttons: Vec<Vec<Button>>,
    /// Its menus.
    pub menus: Vec<Menu>,
    /// Its files.
    pub files: Vec<Attached>,
}

/// A file on a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// How many bytes are in it.
    pub bytes: usize,
    /// What is said of it for those who do not see it.
    pub description: Option<String>,
    /// What is in it, where that is text.
    #[serde(skip)]
    pub text: Option<String>,
}

impl Attached {
    fn of(file: &Attachment) -> Self {
        let text = std::str::from_utf8(&file.bytes).ok().filter(|text| !text.contains('\0'));
        Self {
            name: visible(&file.filename),
            bytes: file.bytes.len(),
            description: file.description.as_deref().map(visible),
            text: text.map(str::to_owned),
        }
    }
}

/// One stretch of a message's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Words of the message itself or of an embed.
    Text(String),
    /// An embed's title or a field's name.
    Heading(String),
    /// Fields side by side: name and words of each.
    Columns(Vec<(String, String)>),
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// Whether it can't be pressed.
    pub disabled: bool,
    /// Where it leads, where it is a link.
    pub url: Option<String>,
}

/// A menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Menu {
    /// What it says before anything is chosen.
    pub placeholder: String,
    /// What is chosen already.
    pub chosen: Vec<String>,
    /// What can be chosen; empty where Discord fills it in (people, channels, roles).
    pub options: Vec<String>,
}

impl Shown {
    /// What `message` shows, times in `zone`.
    pub(super) fn of(world: &World, message: &Message, zone: &TimeZone) -> Self {
        let mut shown =
            Self::read(&Reader { world: Some(world), zone }, &message.content, &message.embeds, &message.components);
        shown.files = message.attachments.iter().map(Attached::of).collect();
        shown
    }

    /// What the body of a message to be sent shows, in no server: nobody has a name there, and times are in UTC.
    pub fn of_body(body: &Value) -> Self {
        let list = |key: &str| body[key].as_array().map_or(&[][..], Vec::as_slice);
        let reader = Reader { world: None, zone: &TimeZone::UTC };
        Self::read(&reader, body["content"].as_str().unwrap_or_default(), list("embeds"), list("components"))
    }

    fn read(reader: &Reader<'_>, content: &str, embeds: &[Value], components: &[Value]) -> Self {
        let mut shown = Self::default();
        shown.push(Block::Text(reader.words(content)));
        for embed in embeds {
            shown.embed(reader, embed);
        }
        for component in components {
            shown.component(reader, component);
        }
        shown
    }

    /// The whole of it in lines of at most 79 columns, as a transcript has it.
    pub fn lines(&self) -> Vec<String> {
        super::transcript::body("", self, 79).into_iter().map(|(line, _)| line).collect()
    }

    /// Its words as one text, for expectations: buttons, menus and files are not part of it.
    pub fn text(&self) -> String {
        let mut parts = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Text(text) | Block::Heading(text) => parts.push(text.clone()),
                Block::Columns(columns) => {
                    parts.extend(columns.iter().map(|(name, words)| format!("{name}\n{words}")));
                }
            }
        }
        parts.join("\n")
    }

    /// The labels of its buttons, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.label.as_str()).collect()
    }

    fn push(&mut self, block: Block) {
        let empty = match &block {
            Block::Text(text) | Block::Heading(text) => text.trim().is_empty(),
            Block::Columns(columns) => columns.is_empty(),
        };
        if !empty {
            self.blocks.push(block);
        }
    }

    fn embed(&mut self, reader: &Reader<'_>, embed: &Value) {
        let text = |value: &Value| reader.words(value.as_str().unwrap_or_default());
        self.push(Block::Text(text(&embed["author"]["name"])));
        self.push(Block::Heading(text(&embed["title"])));
        self.push(Block::Text(text(&embed["description"])));
        let mut side_by_side = Vec::new();
        for field in embed["fields"].as_array().into_iter().flatten() {
            let (name, words) = (text(&field["name"]), text(&field["value"]));
            if field["inline"] == true {
                side_by_side.push((name, words));
                continue;
            }
            self.push(Block::Columns(std::mem::take(&mut side_by_side)));
            self.push(Block::Heading(name));
            self.push(Block::Text(words));
        }
        self.push(Block::Columns(side_by_side));
        for picture in ["image", "thumbnail"] {
            if let Some(url) = embed[picture]["url"].as_str() {
                let name = url.rsplit('/').next().unwrap_or(url);
                self.push(Block::Text(format!("(picture: {})", visible(name))));
            }
        }
        self.push(Block::Text(text(&embed["footer"]["text"])));
    }

    fn component(&mut self, reader: &Reader<'_>, component: &Value) {
        let text = |value: &Value| reader.words(value.as_str().unwrap_or_default());
        match component["type"].as_u64() {
            Some(1) => {
                let children = component["components"].as_array().into_iter().flatten();
                let (buttons, others): (Vec<_>, Vec<_>) = children.partition(|child| child["type"] == 2);
                let row: Vec<Button> = buttons
                    .into_iter()
                    .map(|button| {
                        let emoji = text(&button["emoji"]["name"]);
                        let label = format!("{emoji} {}", text(&button["label"])).trim().to_owned();
                        let disabled = button["disabled"] == true;
                        Button { label, disabled, url: button["url"].as_str().map(visible) }
                    })
                    .collect();
                if !row.is_empty() {
                    self.buttons.push(row);
                }
                for other in others {
                    self.component(reader, other);
                }
            }
            Some(3 | 5..=8) => {
                let options = || component["options"].as_array().into_iter().flatten();
                let chosen = options().filter(|option| option["default"] == true).map(|option| text(&option["label"]));
                let named = component["default_values"].as_array().into_iter().flatten();
                let named = named.map(|value| reader.named(value));
                self.menus.push(Menu {
                    placeholder: text(&component["placeholder"]),
                    chosen: chosen.chain(named).collect(),
                    options: options().map(|option| text(&option["label"])).collect(),
                });
            }
            // Components of the second version: words, and whatever holds others.
            _ => {
                self.push(Block::Text(text(&component["content"])));
                for child in component["components"].as_array().into_iter().flatten() {
                    self.component(reader, child);
                }
            }
        }
    }
}

/// Reads Discord's marks in a text as a client shows them.
pub(super) struct Reader<'a> {
    /// Where people, roles and channels have their names.
    pub(super) world: Option<&'a World>,
    pub(super) zone: &'a TimeZone,
}

impl Reader<'_> {
    /// Mentions by name, times in the zone, emphasis left out, hidden characters written out.
    pub(super) fn words(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            let tail = &rest[at..];
            let mark = tail.find('>').and_then(|end| Some((self.mark(&tail[1..end])?, end)));
            match mark {
                Some((shown, end)) => {
                    out.push_str(&shown);
                    rest = &tail[end + 1..];
                }
                None => {
                    out.push('<');
                    rest = &tail[1..];
                }
            }
        }
        out.push_str(rest);
        visible(&unmarked(&unlinked(&out)))
    }

    fn mark(&self, mark: &str) -> Option<String> {
        if let Some(role) = mark.strip_prefix("@&") {
            let id = role.parse().ok()?;
            let role = self.world.and_then(|world| world.guilds.values().find_map(|guild| guild.roles.get(&id)));
            return Some(role.map_or_else(|| "@unknown-role".to_owned(), |role| format!("@{}", role.name)));
        }
        if let Some(user) = mark.strip_prefix('@') {
            let id = user.strip_prefix('!').unwrap_or(user).parse().ok()?;
            return Some(
                self.world
                    .and_then(|world| world.user(id))
                    .map_or_else(|| "@unknown-user".to_owned(), |user| format!("@{}", user.name())),
            );
        }
        if let Some(channel) = mark.strip_prefix('#') {
            let id = channel.parse().ok()?;
            let channel = self.world.and_then(|world| world.channels.get(&id));
            return Some(channel.map_or_else(|| "#unknown".to_owned(), |channel| format!("#{}", channel.name)));
        }
        if let Some(command) = mark.strip_prefix('/') {
            return command.rsplit_once(':').map(|(name, _)| format!("/{name}"));
        }
        let time = mark.strip_prefix("t:")?;
        let (seconds, style) = time.split_once(':').unwrap_or((time, "f"));
        let at = Timestamp::from_second(seconds.parse().ok()?).ok()?.to_zoned(self.zone.clone());
        let format = match style {
            "t" => "%H:%M",
            "T" => "%H:%M:%S",
            "d" => "%d/%m/%Y",
            "D" => "%-d %B %Y",
            "F" => "%A, %-d %B %Y at %H:%M",
            // 'R' (in 2 hours) is written as the moment: a transcript is read later.
            _ => "%-d %B %Y at %H:%M",
        };
        Some(at.strftime(format).to_string())
    }

    fn named(&self, value: &Value) -> String {
        // Discord takes an id as text or as a number; libraries send either.
        let id = value["id"].as_str().map_or_else(|| value["id"].to_string(), str::to_owned);
        let mark = match value["type"].as_str() {
            Some("channel") => format!("#{id}"),
            Some("role") => format!("@&{id}"),
            _ => format!("@{id}"),
        };
        self.mark(&mark).map_or_else(|| visible(&id), |name| visible(&name))
    }
}

/// The text with `[words](address)` as a client shows it: the words, and the address in the background.
fn unlinked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let tail = &rest[open..];
        let link = tail.find("](http").and_then(|middle| {
            let words = &tail[1..middle];
            let end = tail[middle..].find(')')? + middle;
            (!words.contains(['[', ']', '\n'])).then_some((words, end))
        });
        let (shown, next) = link.map_or(("[", open + 1), |(words, end)| (words, open + end + 1));
        out.push_str(&rest[..open]);
        out.push_str(shown);
        rest = &rest[next..];
    }
    out.push_str(rest);
    out
}

/// The text without `**`, `__`, `~~`, heading and small-print marks; what is escaped keeps its character.
fn unmarked(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let bare = ["### ", "## ", "# ", "-# "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
        let mut out = String::with_capacity(bare.len());
        let mut chars = bare.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => out.extend(chars.next()),
                '*' | '_' | '~' if chars.peek() == Some(&c) => {
                    chars.next();
                }
                _ => out.push(c),
            }
        }
        lines.push(out);
    }
    lines.join("\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_link_shows_its_words() {
        assert_eq!(unlinked("see [the essay](https://x.test/a-b/), [x] and [y](z)"), "see the essay, [x] and [y](z)");
        assert_eq!(unlinked("[open](https://x.test"), "[open](https://x.test");
        assert_eq!(unlinked("[a [b](https://x.test)"), "[a b");
    }

    #[test]
    fn what_a_menu_has_chosen_is_named_however_its_id_is_written() {
        for id in [serde_json::json!("7"), serde_json::json!(7)] {
            let menu = serde_json::json!({ "type": 6, "default_values": [{ "id": id, "type": "role" }] });
            let body = serde_json::json!({ "components": [{ "type": 1, "components": [menu] }] });
            assert_eq!(Shown::of_body(&body).menus[0].chosen, ["@unknown-role"]);
        }
    }

    #[test]
    fn marks_are_left_out_and_escapes_kept() {
        assert_eq!(unmarked("# **Risk** is __one__ ~~two~~\n-# small"), "Risk is one two\nsmall");
        assert_eq!(unmarked(r"\*\*not bold\*\* 2*3 a_b C:\dir"), r"**not bold** 2*3 a_b C:\dir");
    }
}
