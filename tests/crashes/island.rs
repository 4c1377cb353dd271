//! A server from which the bot was removed long ago: something of it in the database, and what may be left of it.

use std::path::Path;
use std::time::Duration;

use clarion::clock::LocalSchedule;
use clarion::store::{
    Given, HolidayDraft, NewOccurrence, NewRecognition, OccurrenceKey, Saved, ScheduleDraft, ScheduleOptions, Store,
};
use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};

/// Ids of eight bytes, as Discord's are, and so long apart from the stand-in's that they are found by their digits.
pub const GUILD: GuildId = GuildId::new(1_111_222_233_334_444_455);
const CHANNEL: ChannelId = ChannelId::new(1_111_222_233_334_445_566);
const GIVER: UserId = UserId::new(1_111_222_233_334_446_677);
const RECEIVER: UserId = UserId::new(1_111_222_233_334_447_788);
const WORDS: &str = "calmer nights at the lighthouse";

/// Fills it while the bot is there, and has the bot removed longer ago than 30 days.
pub async fn fill(store: &Store, now: Timestamp) {
    let removed = now - SignedDuration::from_hours(31 * 24);
    let there = removed - SignedDuration::from_hours(1);
    let local_date = there.to_zoned(jiff::tz::TimeZone::UTC).date();
    store.guild_joined(GUILD, Some("en-US"), Some(CHANNEL), there).await.unwrap();
    store.set_up(GUILD, &"UTC".parse().unwrap(), true, GIVER, there).await.unwrap();
    let draft = ScheduleDraft {
        name: WORDS.to_owned(),
        channel: CHANNEL,
        when: LocalSchedule {
            time: "09:00".parse().unwrap(),
            days: "daily".parse().unwrap(),
            zone: "UTC".parse().unwrap(),
        },
        options: Some(ScheduleOptions { role: None, thread: true, ..ScheduleOptions::default() }),
        by: GIVER,
    };
    let Saved::Created(schedule) = store.save_schedule(GUILD, &draft, there).await.unwrap() else {
        panic!("no schedule")
    };
    let holiday = HolidayDraft { first: local_date, last: local_date, yearly: true, name: Some(WORDS.to_owned()) };
    store.add_holiday(GUILD, &holiday, there).await.unwrap();
    store.contrast_seen(GUILD, WORDS, there).await.unwrap();
    let given = NewRecognition {
        interaction: InteractionId::new(GUILD.get() + 1),
        guild: GUILD,
        channel: CHANNEL,
        giver: GIVER,
        receivers: vec![RECEIVER],
        words: WORDS.to_owned(),
        way: None,
        quiet: false,
        strengths: Vec::new(),
        names: Vec::new(),
        about: None,
        at: there,
        local_date,
    };
    let given = store.give(&given, Duration::from_secs(60)).await.unwrap();
    let Given::Counted(counted) = given else { panic!("{given:?}") };
    store.posted(&counted.announcement.unwrap(), MessageId::new(GUILD.get() + 2)).await.unwrap();
    // Owed, and never posted: nobody posts in a server that the bot was removed from.
    let key = OccurrenceKey::Extra { schedule: schedule.id, interaction: InteractionId::new(GUILD.get() + 3) };
    store.add_occurrence(NewOccurrence { key, guild: GUILD, channel: CHANNEL, due_at: there }, there).await.unwrap();
    store.guild_removed(GUILD, removed).await.unwrap();
}

/// What it is known by in a table.
pub fn traces() -> [String; 5] {
    let ids = [GUILD.get(), CHANNEL.get(), GIVER.get(), RECEIVER.get()].map(|id| id.to_string());
    let [guild, channel, giver, receiver] = ids;
    [guild, channel, giver, receiver, WORDS.to_owned()]
}

/// What of it is in the files of a folder: as text, and as SQLite writes a whole number of eight bytes
/// (<https://sqlite.org/fileformat2.html>, record format).
pub fn bytes_in(folder: &Path) -> Vec<String> {
    bytes_of(folder, &[GUILD.get(), CHANNEL.get(), GIVER.get(), RECEIVER.get()], &traces())
}

/// The same of any ids and texts.
pub fn bytes_of(folder: &Path, ids: &[u64], texts: &[String]) -> Vec<String> {
    let mut needles: Vec<Vec<u8>> = texts.iter().map(|text| text.clone().into_bytes()).collect();
    needles.extend(ids.iter().map(|id| id.to_be_bytes().to_vec()));
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        for needle in &needles {
            if bytes.windows(needle.len()).any(|window| window == needle) {
                found.push(format!("{} in {}", needle.escape_ascii(), file.display()));
            }
        }
    }
    found
}
