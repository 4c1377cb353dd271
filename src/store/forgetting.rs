//! The end of everything that is kept of somebody: their rows, their words, the words of others about them, and their id, also
//! where others typed it.
//!
//! What others gave and got stays counted: a recognition keeps its row, and the row of the person in it loses all that says
//! who that was. What stands in channels with such words is to be taken down. That is owed by the same transaction
//! (`announcement_change`), so a process that dies in between leaves it to the next one, as it does the scrubbing.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, UserId};
use sqlx::AnyConnection;

use super::connection::{Fault, in_transaction};
use super::contact::ends_untried;
use super::following::erased_here;
use super::pausing::rest;
use super::rows::snowflake;
use super::scrubbing::owe_scrub;
use super::typed_ids::Named;
use super::typed_posts::Showing;
use super::{Store, StoreError, reason};

/// Where somebody's right is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In one server.
    Server(GuildId),
    /// In every server that knows them.
    Everywhere,
}

/// What was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// The servers that knew them.
    pub servers: Vec<GuildId>,
    /// How many posts are now to be taken down.
    pub posts: u64,
    /// How many posts in channels that show others' words are now to be changed, since their id stood in these.
    pub changed: u64,
    /// How many of either kind stand in servers that the bot was removed from: there it takes none down and changes none.
    pub left: u64,
    /// How many that show others' words with their id stay as they were posted.
    pub stay: u64,
    /// Where a post of either kind may stand that nobody knows by its id: nothing becomes of it.
    pub unclear: Vec<ChannelId>,
    /// Out of how many texts of others their id was taken, what is private to those among them: it is told to nobody but the
    /// operator.
    pub words: u64,
}

/// The recognitions that somebody gave or got.
macro_rules! theirs {
    () => {
        "(SELECT id FROM recognition WHERE giver = $1 \
         UNION SELECT recognition_id FROM recognition_receiver WHERE person_id = $1)"
    };
}

/// Posts that hold what somebody wrote, or what others wrote about them.
macro_rules! posts {
    () => {
        concat!(
            "((kind IN ('announcement', 'private-thanks') AND subject IN ",
            theirs!(),
            ") OR (kind = 'reflection' AND subject IN (SELECT id FROM reflection WHERE person_id = $1)) \
             OR (kind = 'checkin' AND content = 'thread' \
             AND subject IN (SELECT id FROM commitment WHERE person_id = $1)))"
        )
    };
}

/// Where one may stand that nobody knows by its id. In whose private messages is nobody else's to know.
const UNCLEAR: &str = concat!(
    "SELECT DISTINCT channel_id FROM occurrence WHERE state = 'unknown' AND kind <> 'private-thanks' AND ",
    posts!()
);

/// How many are to be taken down where the bot is no longer. It still reaches private messages.
const OUT_OF_REACH: &str = concat!(
    "SELECT COUNT(*) FROM occurrence WHERE (state = 'posted' \
     OR (state IN ('due', 'claimed') AND first_tried_at IS NOT NULL)) AND kind <> 'private-thanks' \
     AND guild_id IN (SELECT id FROM guild WHERE removed_at IS NOT NULL) AND ",
    posts!()
);

/// What was not tried yet: posts of theirs, and what was to be sent to them.
const UNTRIED: &str = concat!(
    "SELECT id FROM occurrence WHERE state IN ('due', 'claimed') AND first_tried_at IS NULL AND (",
    posts!(),
    " OR id IN (SELECT occurrence_id FROM contact WHERE person_id = $1))"
);

/// Those of them that are posts are not sent any more.
const NOT_SENT: &str = concat!(
    "UPDATE occurrence SET state = 'skipped', claim = NULL, reason = $2 \
     WHERE state IN ('due', 'claimed') AND first_tried_at IS NULL AND ",
    posts!()
);

/// What is there, or may come still, is to be taken down.
const TAKEN_DOWN: &str = concat!(
    "INSERT INTO announcement_change (occurrence_id, wanted, ready_at, claim, attempts) \
     SELECT id, 'gone', $2, NULL, 0 FROM occurrence WHERE state IN ('posted', 'due', 'claimed') AND ",
    posts!(),
    " ON CONFLICT (occurrence_id) DO UPDATE SET wanted = 'gone', ready_at = excluded.ready_at, claim = NULL, attempts = 0"
);

/// What deletes the rest, in an order that no foreign key minds; `$1` is the person. A test holds that no table with a
/// person's rows is missing, nor a column of a person's.
const FORGET: &[&str] = &[
    concat!("DELETE FROM recognition_words WHERE recognition_id IN ", theirs!()),
    concat!("UPDATE reversal SET reason = NULL WHERE by_person = $1 OR recognition_id IN ", theirs!()),
    "DELETE FROM report WHERE person_id = $1",
    concat!("UPDATE report SET words = NULL WHERE recognition_id IN ", theirs!()),
    // The message that it is about is the giver's pick, and somebody's words.
    concat!("UPDATE recognition SET about_channel_id = NULL, about_message_id = NULL WHERE id IN ", theirs!()),
    "UPDATE recognition SET way = NULL WHERE giver = $1",
    "DELETE FROM declined_giver WHERE person_id = $1 OR giver = $1",
    "DELETE FROM strength_total WHERE person_id = $1",
    "DELETE FROM reflection WHERE person_id = $1",
    "DELETE FROM quiz_round WHERE person_id = $1",
    "DELETE FROM balance WHERE person_id = $1",
    // But for those that are to be taken down.
    "DELETE FROM occurrence WHERE kind = 'checkin' AND subject IN (SELECT id FROM commitment WHERE person_id = $1) \
     AND NOT EXISTS (SELECT 1 FROM announcement_change c WHERE c.occurrence_id = occurrence.id)",
    "DELETE FROM commitment_words WHERE commitment_id IN (SELECT id FROM commitment WHERE person_id = $1)",
    "DELETE FROM commitment WHERE person_id = $1",
    "DELETE FROM occurrence WHERE kind = 'nudge' AND subject = $1",
    "DELETE FROM occurrence WHERE kind = 'deck-answer' \
     AND subject IN (SELECT id FROM deck_prompt WHERE suggested_by = $1)",
    "DELETE FROM deck_prompt WHERE suggested_by = $1 AND state <> 'approved'",
    // What is in the deck is the team's, whoever suggested it: mostly nobody knows who that was.
    "UPDATE deck_prompt SET suggested_by = NULL, hears = 0 WHERE suggested_by = $1",
    // In which private messages thanks were told, or could not be; but for those that are to be taken down there.
    concat!(
        "UPDATE occurrence SET channel_id = guild_id WHERE kind = 'private-thanks' AND subject IN ",
        theirs!(),
        " AND (state NOT IN ('due', 'claimed', 'posted') \
         OR NOT EXISTS (SELECT 1 FROM announcement_change c WHERE c.occurrence_id = occurrence.id))"
    ),
    // One that was over before such places went with the end (`claims.rs`): whose messages it was in is not known.
    "UPDATE occurrence SET channel_id = guild_id WHERE kind = 'notice' AND content = 'direct' \
     AND state NOT IN ('due', 'claimed') AND guild_id = (SELECT guild_id FROM person WHERE id = $1)",
    // One that waits, or is about to be sent, is for whoever is responsible then, in a place that is found anew.
    "UPDATE occurrence SET state = 'due', claim = NULL, content = NULL, channel_id = guild_id WHERE kind = 'notice' \
     AND state IN ('due', 'claimed') AND first_tried_at IS NULL \
     AND (content = 'direct' OR (content IS NULL AND state = 'claimed')) \
     AND guild_id = (SELECT guild_id FROM person WHERE id = $1)",
    // The dial holds over all servers: where it stands goes to another one that knows the same user.
    "UPDATE contact SET person_id = (SELECT MIN(q.id) FROM person p JOIN person q ON q.user_id = p.user_id \
     WHERE p.id = $1 AND q.id <> $1) WHERE person_id = $1 AND EXISTS (SELECT 1 FROM person p \
     JOIN person q ON q.user_id = p.user_id WHERE p.id = $1 AND q.id <> $1)",
    "DELETE FROM contact WHERE person_id = $1",
    NAMELESS,
];

/// What is left: a row that says nothing.
const NAMELESS: &str = "UPDATE person SET user_id = NULL, name = NULL, name_key = NULL, roster = NULL, \
     roster_since = NULL, roster_left_at = NULL, left_at = NULL, looked_at = NULL, paused_at = NULL, never_announce = 0, strengths_hidden = 0, \
     nudge = 0 WHERE id = $1";

/// So often words are looked for once more. Somebody who types an id each time wins.
const MOST_LOOKS: usize = 3;

impl Store {
    /// Erases everything that is kept of somebody, in one transaction. Doing it twice is doing it once. The files are to be
    /// scrubbed then ([`Store::scrub_at_once`]), and posts taken down, which the posting loop does.
    ///
    /// # Errors
    /// Where the store fails; nothing is erased then, or all but what others typed in that very moment.
    pub async fn forget(&self, user: UserId, place: Where, now: Timestamp) -> Result<Forgotten, StoreError> {
        let named = self.named(user, place).await?;
        // What this very call has done: its commit may have worked without an answer.
        let mut done: Option<(Forgotten, Showing)> = None;
        let (mut forgotten, mut showing) = in_transaction!(self.shared, |connection| {
            let people = rows_of(connection, user, place).await?;
            let mut forgotten = Forgotten::default();
            let mut unclear = BTreeSet::new();
            for (person, guild) in people {
                erased_here(connection, guild, now).await?;
                let places: Vec<i64> = sqlx::query_scalar(UNCLEAR).bind(person).fetch_all(&mut *connection).await?;
                unclear.extend(places);
                let out_of_reach: i64 =
                    sqlx::query_scalar(OUT_OF_REACH).bind(person).fetch_one(&mut *connection).await?;
                let out_of_reach = u64::try_from(out_of_reach).unwrap_or(0);
                forgotten.left += out_of_reach;
                forgotten.posts += forget_one(connection, person, guild, now).await?.saturating_sub(out_of_reach);
                forgotten.servers.push(snowflake(guild)?);
            }
            // Also of whom no row is kept: others may have typed their id.
            let taken = named.take_out(connection, user, place, now).await?;
            forgotten.words = taken.texts;
            // Also where nothing was found: what is cleaned when tells nobody whether it was.
            owe_scrub(&self.shared, connection).await?;
            if forgotten.servers.is_empty() && forgotten.words == 0 {
                return Ok(done.take().unwrap_or_default());
            }
            forgotten.unclear = unclear.into_iter().map(snowflake).collect::<Result<_, _>>()?;
            done = Some((forgotten.clone(), taken.showing.clone()));
            Ok((forgotten, taken.showing))
        })?;
        // What others typed meanwhile.
        for _ in 0..MOST_LOOKS {
            let named = self.named(user, place).await?;
            if named.number() == 0 {
                break;
            }
            let taken = self.take_out_words(user, place, &named, now).await?;
            forgotten.words += taken.texts;
            showing.and(taken.showing);
        }
        showing.tell(&mut forgotten)?;
        Ok(forgotten)
    }

    async fn named(&self, user: UserId, place: Where) -> Result<Named, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(Named::find(&mut connection, user, place).await?)
    }

    /// The servers that know somebody, in the order of their ids.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn servers_of(&self, user: UserId) -> Result<Vec<GuildId>, StoreError> {
        let guilds: Vec<i64> = sqlx::query_scalar("SELECT guild_id FROM person WHERE user_id = $1 ORDER BY guild_id")
            .bind(user.get().cast_signed())
            .fetch_all(&self.shared.pool)
            .await?;
        guilds.into_iter().map(snowflake).collect()
    }
}

/// The rows of somebody there, and their servers.
pub(super) async fn rows_of(
    connection: &mut AnyConnection,
    user: UserId,
    place: Where,
) -> Result<Vec<(i64, i64)>, Fault> {
    let mut rows: Vec<(i64, i64)> =
        sqlx::query_as("SELECT id, guild_id FROM person WHERE user_id = $1 ORDER BY guild_id")
            .bind(user.get().cast_signed())
            .fetch_all(connection)
            .await?;
    if let Where::Server(guild) = place {
        rows.retain(|(_, of)| *of == guild.get().cast_signed());
    }
    Ok(rows)
}

/// How many posts are to be taken down.
async fn forget_one(connection: &mut AnyConnection, person: i64, guild: i64, now: Timestamp) -> Result<u64, Fault> {
    // What others gave and got counts again, where they paused: the row that is left does not.
    let resumes = sqlx::query("UPDATE person SET paused_at = NULL WHERE id = $1 AND paused_at IS NOT NULL")
        .bind(person)
        .execute(&mut *connection)
        .await?;
    if resumes.rows_affected() > 0 {
        rest(connection, person, guild, false).await?;
    }
    // Whoever they were to be sent to is not written to by them: the week is free, and what they would have told of is owed.
    let untried: Vec<i64> = sqlx::query_scalar(UNTRIED).bind(person).fetch_all(&mut *connection).await?;
    for occurrence in untried {
        ends_untried(connection, occurrence).await?;
    }
    sqlx::query(NOT_SENT).bind(person).bind(reason::CHANGED).execute(&mut *connection).await?;
    let posts = sqlx::query(TAKEN_DOWN).bind(person).bind(now.as_millisecond()).execute(&mut *connection).await?;
    for statement in FORGET {
        sqlx::query(*statement).bind(person).execute(&mut *connection).await?;
    }
    Ok(posts.rows_affected())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use sqlx::{AssertSqlSafe, Row};

    use super::*;
    use crate::store::StoreOptions;

    /// Columns that go on pointing to the row that says nothing, each with the reason.
    const STAYS: [(&str, &str, &str); 8] = [
        ("giver_total", "person_id", "what they gave is still counted"),
        ("recognition", "giver", "who got it keeps it"),
        ("recognition_receiver", "giver", "who got it keeps it"),
        ("recognition_receiver", "person_id", "who gave it keeps it"),
        ("reversal", "by_person", "that it was taken back stays true"),
        ("report", "closed_by", "that it was looked at stays true"),
        ("schedule", "created_by", "the schedule is the server's"),
        ("recognition_option", "settled_by", "what was settled is the server's"),
    ];

    #[tokio::test]
    async fn no_column_of_a_persons_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/clarion.db", folder.path().display());
        let store = Store::open(&StoreOptions::new(url), 1).await.unwrap();
        let pool = &store.shared.pool;
        let rows = sqlx::query(
            "SELECT m.name, f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND f.\"table\" = 'person'",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        let pointing: BTreeSet<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        assert!(pointing.len() > STAYS.len() + 5, "the schema is not read any more: {pointing:?}");
        for (table, column) in &pointing {
            let stays = STAYS.iter().any(|(of, known, _)| of == table && known == column);
            let goes = FORGET.iter().any(|statement| {
                statement.starts_with(&format!("DELETE FROM {table} ")) && statement.contains(&format!("{column} = $1"))
            });
            assert!(stays != goes, "{table}.{column}: an entry of FORGET erases it, or STAYS says why not");
        }
        let columns = sqlx::query(AssertSqlSafe("SELECT name FROM pragma_table_info('person')".to_owned()))
            .fetch_all(pool)
            .await
            .unwrap();
        for column in columns.iter().map(|row| row.get::<String, _>(0)) {
            let emptied = NAMELESS.contains(&format!(" {column} = "));
            // The bare row is still counted among those who gave and got, on the days of what it gave and got.
            let stood = ["first_gave", "last_gave", "first_got", "last_got", "got_before"];
            let days = [&stood[..], &["gave_from", "gave_to", "gave_before", "got_from"]].concat();
            let stays = ["id", "guild_id", "gave_weeks", "gave_since"].iter().chain(&days);
            assert!(emptied != stays.clone().any(|stays| *stays == column) || column == "id", "person.{column}");
        }
    }
}
