//! What the benches of commands are built of: the commands over a store of their own at a clock that stands, an interaction
//! as Discord sends one, and a Discord that says what a test lets it say.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use clarion::clock::{Alarm, Clock, Hand};
use clarion::commands::{Commands, FileFault, Forum, Lookup, LookupFault, Standing};
use clarion::content::situation::LateFinder;
use clarion::content::{self, Library, Source};
use clarion::rehearsal::limits::{Sent, second_reading};
use clarion::store::{Store, StoreOptions, Synchronous};
use serde_json::{Value, json};
use serenity::async_trait;
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

/// The commands, and what they stand on.
pub struct Ground {
    pub commands: Commands,
    pub hand: Hand,
    pub file: PathBuf,
    pub folder: tempfile::TempDir,
}

/// Read once: reading takes longer than making an empty store.
static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| Arc::new(content::load(&Source::new(None, "en")).unwrap()));

/// A store of its own, which `set` may open in another way than usual, and the clock at that instant; nothing is set up.
pub async fn ground(instant: &str, discord: Arc<dyn Lookup>, set: impl FnOnce(&mut StoreOptions)) -> Ground {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clarion.db");
    // No test waits for a busy disk: nobody cuts the machine's power here.
    let mut options =
        StoreOptions { synchronous: Synchronous::Normal, ..StoreOptions::new(format!("sqlite://{}", file.display())) };
    set(&mut options);
    let store = Store::open(&options, 1).await.unwrap();
    let (clock, hand) = Clock::stepped(instant.parse().unwrap());
    let library = Arc::clone(&LIBRARY);
    let bell = Alarm::new(&clock).bell();
    let commands = Commands {
        finder: LateFinder::new(Arc::clone(&library)),
        library,
        store,
        clock,
        bell,
        late_grace: Duration::from_secs(6 * 3_600),
        keep_after_removal: Duration::from_secs(30 * 24 * 3_600),
        discord,
        lately: clarion::commands::Lately::default(),
    };
    Ground { commands, hand, file, folder }
}

/// Discord, as far as commands ask it themselves. It answers no question.
pub struct Board {
    /// What the bot may do in a channel where nobody asks just then.
    pub own: Mutex<Result<Permissions, LookupFault>>,
    /// What becomes of a message that is to be taken down.
    pub says: Mutex<Result<(), LookupFault>>,
    /// The messages that were to be taken down.
    pub taken: Mutex<Vec<(ChannelId, MessageId)>>,
    /// What people are in servers; nobody says where there is none.
    pub standing: Mutex<Option<BTreeMap<(GuildId, UserId), Standing>>>,
    /// What was handed over with a command, by its address.
    pub files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            own: Mutex::new(Err(LookupFault::Unanswered)),
            says: Mutex::new(Err(LookupFault::Unanswered)),
            taken: Mutex::default(),
            standing: Mutex::default(),
            files: Mutex::default(),
        }
    }
}

#[async_trait]
impl Lookup for Board {
    async fn own_permissions(&self, _: GuildId, _: ChannelId) -> Result<Permissions, LookupFault> {
        *self.own.lock().unwrap()
    }

    async fn forum(&self, _: ChannelId) -> Result<Option<Forum>, LookupFault> {
        Err(LookupFault::Unanswered)
    }

    async fn standing(&self, guild: GuildId, user: UserId) -> Result<Standing, LookupFault> {
        let known = self.standing.lock().unwrap().clone().ok_or(LookupFault::Unanswered)?;
        Ok(known.get(&(guild, user)).cloned().unwrap_or_default())
    }

    async fn file(&self, url: &str, most_bytes: usize) -> Result<Vec<u8>, FileFault> {
        let file = self.files.lock().unwrap().get(url).cloned().ok_or(FileFault::Gone)?;
        if file.len() > most_bytes { Err(FileFault::TooLarge) } else { Ok(file) }
    }

    async fn take_down(&self, channel: ChannelId, message: MessageId) -> Result<(), LookupFault> {
        self.taken.lock().unwrap().push((channel, message));
        *self.says.lock().unwrap()
    }
}

/// What somebody asked for, as Discord sends it: `kind` is the interaction's type, and both they and the bot have these
/// permissions in the channel.
pub fn interaction(
    id: u64,
    kind: u8,
    (guild, channel): (GuildId, ChannelId),
    (user, permissions): (&Value, Permissions),
    data: &Value,
) -> Value {
    let permissions = permissions.bits().to_string();
    json!({
        "id": id.to_string(), "application_id": "77", "type": kind, "data": data,
        "guild_id": guild.to_string(), "channel_id": channel.to_string(), "token": "t", "version": 1,
        "member": {
            "user": user, "nick": null, "avatar": null, "roles": [], "joined_at": null,
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "permissions": permissions,
        },
        "app_permissions": permissions, "locale": "en-US", "guild_locale": "en-US", "entitlements": [],
        "authorizing_integration_owners": {}, "context": 0, "attachment_size_limit": 10_485_760,
    })
}

/// The same in private messages, where an interaction knows no server.
pub fn privately(mut interaction: Value) -> Value {
    interaction["user"] = interaction["member"]["user"].clone();
    interaction["context"] = json!(1);
    for of_a_server in ["guild_id", "guild_locale", "member"] {
        interaction.as_object_mut().unwrap().remove(of_a_server);
    }
    interaction
}

pub fn user(id: UserId, bot: bool) -> Value {
    json!({
        "id": id.to_string(), "username": "someone", "discriminator": "0", "global_name": null, "avatar": null, "bot": bot,
    })
}

pub const MESSAGE: u64 = 5_000_000_000_000_000_001;

/// [`MESSAGE`], of an hour before most benches begin.
pub fn message(channel: ChannelId, author: &Value, content: &str) -> Value {
    json!({
        "id": MESSAGE.to_string(), "channel_id": channel.to_string(), "author": author, "content": content,
        "timestamp": "2026-11-21T10:00:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0,
    })
}

/// The interaction on a message that shows this, which comes along as Discord has it.
pub fn on(mut interaction: Value, data: &Value) -> Value {
    for part in ["content", "embeds"] {
        if !data[part].is_null() {
            interaction["message"][part] = data[part].clone();
        }
    }
    for embed in interaction["message"]["embeds"].as_array_mut().into_iter().flatten() {
        embed["type"] = json!("rich");
    }
    interaction
}

/// A second reading: no limit of Discord is broken.
pub fn read_again(kind: u8, data: &Value) {
    let files = data["attachments"].as_array().map_or(0, Vec::len);
    let faults = second_reading(Sent::Callback { files }, &json!({ "type": kind, "data": data }));
    assert!(faults.is_empty(), "{faults:#?}\n{data:#}");
}
