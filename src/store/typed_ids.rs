//! Somebody's id in the words of others, which a person's end takes out as well.
//!
//! What people type is kept with names in the place of ids (`commands/naming.rs`); here is what was kept before that, and what
//! somebody typed as a bare number. A name that was typed is words, and stays.

use std::collections::HashSet;

use jiff::Timestamp;
use serenity::model::id::UserId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::announcement_changes::{Wanted, recognition_changed, want_change};
use super::connection::{Fault, in_transaction};
use super::erasing::owe_scrub;
use super::forgetting::Where;
use super::typed_posts::Showing;
use super::{Store, StoreError};

/// What stands in the place of an id.
const FORMER: &str = "a former member";

/// The fewest digits of an id of Discord's. A shorter number is none unless it is written as a mention.
const FEWEST_DIGITS: usize = 15;

/// A column of people's words.
struct Words {
    table: &'static str,
    column: &'static str,
    /// The number of its row; `None` where the words themselves tell rows apart.
    key: Option<&'static str>,
    /// That a row is of the server of the next argument.
    here: Here,
}

/// How a row says of which server it is.
enum Here {
    Itself,
    /// The column of what it belongs to, and the table of that.
    Of(&'static str, &'static str),
}

const fn words(table: &'static str, column: &'static str, key: &'static str, here: Here) -> Words {
    Words { table, column, key: Some(key), here }
}

const NAME_KEY: &str = "name_key";

/// The columns that hold what people wrote, but for names of which several tables tell.
const WORDS: &[Words] = &[
    words("recognition_words", "words", "recognition_id", Here::Of("recognition_id", "recognition")),
    words("reversal", "reason", "id", Here::Of("recognition_id", "recognition")),
    words("report", "words", "id", Here::Itself),
    words("reflection", "title", "id", Here::Itself),
    words("reflection", "words", "id", Here::Itself),
    words("commitment_words", "words", "commitment_id", Here::Of("commitment_id", "commitment")),
    words("deck_prompt", "title", "id", Here::Itself),
    words("deck_prompt", "question", "id", Here::Itself),
    words("deck_prompt", "step", "id", Here::Itself),
    words("deck_prompt", "answer", "id", Here::Itself),
    words("guild_holiday", "name", "id", Here::Itself),
    words("person", "name", "id", Here::Itself),
    words("person", NAME_KEY, "id", Here::Itself),
];

const fn name(table: &'static str, column: &'static str, here: Here) -> Words {
    Words { table, column, key: None, here }
}

/// Those of one group are the same names, and none of them stands twice for different ones.
const NAMES: [&[Words]; 2] = [
    &[name("schedule", "name", Here::Itself)],
    &[
        name("strength", "name", Here::Itself),
        name("recognition_strength", "name", Here::Of("recognition_id", "recognition")),
        name("recognition_day", "strength", Here::Itself),
        name("strength_total", "name", Here::Of("person_id", "person")),
    ],
];

/// The columns that hold what people wrote, as `table.column`. All other text is a code of ours.
pub fn columns_of_words() -> impl Iterator<Item = String> {
    let all = WORDS.iter().chain(NAMES.into_iter().flatten());
    all.map(|Words { table, column, .. }| format!("{table}.{column}"))
}

impl Words {
    /// That a row holds what is like `$1`, in the server `$2` where that is one.
    fn found(&self, place: Where) -> String {
        format!("{} LIKE $1{}", self.column, self.in_place(place, "$2"))
    }

    fn in_place(&self, place: Where, server: &str) -> String {
        let table = self.table;
        match (place, &self.here) {
            (Where::Everywhere, _) => String::new(),
            (Where::Server(_), Here::Itself) => format!(" AND guild_id = {server}"),
            // Asked of what is found, not of all there is.
            (Where::Server(_), Here::Of(column, of)) => {
                format!(" AND EXISTS (SELECT 1 FROM {of} o WHERE o.id = {table}.{column} AND o.guild_id = {server})")
            }
        }
    }

    /// What a row's words are counted as: a name and the key that is made of it are one text, whichever holds an id.
    fn text(&self, row: i64) -> (&'static str, &'static str, i64) {
        (self.table, if self.column == NAME_KEY { "name" } else { self.column }, row)
    }

    /// The rows in which somebody's id stands: their numbers (or none), and the words without it.
    async fn naming(
        &self,
        connection: &mut AnyConnection,
        user: UserId,
        place: Where,
    ) -> Result<Vec<(i64, String, String)>, sqlx::Error> {
        let Self { table, column, key, .. } = self;
        let row = key.unwrap_or("DISTINCT CAST(0 AS BIGINT)");
        let sql = format!("SELECT {row}, {column} FROM {table} WHERE {}", self.found(place));
        let rows = sqlx::query_as(AssertSqlSafe(sql)).bind(format!("%{user}%"));
        let rows = match place {
            Where::Server(guild) => rows.bind(guild.get().cast_signed()),
            Where::Everywhere => rows,
        };
        let rows: Vec<(i64, String)> = rows.fetch_all(connection).await?;
        let named = rows.into_iter().filter_map(|(row, words)| {
            let without = without(&words, user);
            (without != words).then_some((row, words, without))
        });
        Ok(named.collect())
    }
}

impl Store {
    /// In how many texts somebody's id stands, whoever wrote them: in as many as `take_out` says. It is for the operator, who
    /// can read all of it: what others wrote for themselves is among them, and a number would tell that they did. It looks
    /// through all words that there are, too, which nobody's `/privacy show` has to wait for.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn named_in_words(&self, user: UserId, place: Where) -> Result<u64, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        Ok(Named::find(&mut connection, user, place).await?.number())
    }

    /// Takes somebody's id out of these words.
    pub(super) async fn take_out_words(
        &self,
        user: UserId,
        place: Where,
        named: &Named,
        now: Timestamp,
    ) -> Result<Taken, StoreError> {
        in_transaction!(self.shared, |connection| {
            let taken = named.take_out(connection, user, place, now).await?;
            owe_scrub(&self.shared, connection).await?;
            Ok(taken)
        })
    }
}

/// What somebody's id was taken out of.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// Out of so many texts.
    pub(super) texts: u64,
    /// The posts that show them.
    pub(super) showing: Showing,
}

/// Where somebody's id stands in words.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Which of [`WORDS`], and the number of the row.
    rows: Vec<(usize, i64)>,
    /// Which of [`NAMES`], and a name.
    names: Vec<(usize, String)>,
}

impl Named {
    /// Looked for outside of the transaction that takes it out: so nobody who writes waits while all words are read, and on
    /// PostgreSQL none of them is in the way of that transaction.
    pub(super) async fn find(connection: &mut AnyConnection, user: UserId, place: Where) -> Result<Self, sqlx::Error> {
        let mut named = Self::default();
        for (which, words) in WORDS.iter().enumerate() {
            let found = words.naming(connection, user, place).await?;
            named.rows.extend(found.into_iter().map(|(row, _, _)| (which, row)));
        }
        for (which, group) in NAMES.into_iter().enumerate() {
            for words in group {
                let found = words.naming(connection, user, place).await?;
                named.names.extend(found.into_iter().map(|(_, name, _)| (which, name)));
            }
        }
        named.names.sort();
        named.names.dedup();
        Ok(named)
    }

    /// In how many texts.
    pub(super) fn number(&self) -> u64 {
        let texts: HashSet<_> =
            self.rows.iter().filter_map(|(which, row)| Some(WORDS.get(*which)?.text(*row))).collect();
        (texts.len() + self.names.len()) as u64
    }

    /// Takes somebody's id out of these, as they are by now, and says out of how many. Announcements that show such words, and
    /// shared reflections, are owed an edit.
    pub(super) async fn take_out(
        &self,
        connection: &mut AnyConnection,
        user: UserId,
        place: Where,
        now: Timestamp,
    ) -> Result<Taken, Fault> {
        let (mut texts, mut showing) = (HashSet::new(), Showing::default());
        for (which, row) in &self.rows {
            let Some(of @ Words { table, column, key: Some(key), .. }) = WORDS.get(*which) else { continue };
            let asked = format!("SELECT {column} FROM {table} WHERE {key} = $1");
            let words: Option<Option<String>> =
                sqlx::query_scalar(AssertSqlSafe(asked)).bind(row).fetch_optional(&mut *connection).await?;
            // They may have gone, with their row or with their words.
            let Some(words) = words.flatten() else { continue };
            let without = without(&words, user);
            if without == words {
                continue;
            }
            let update = format!("UPDATE {table} SET {column} = $1 WHERE {key} = $2");
            sqlx::query(AssertSqlSafe(update)).bind(without).bind(row).execute(&mut *connection).await?;
            showing.note(connection, table, *row).await?;
            shown(connection, table, *row, now).await?;
            texts.insert(of.text(*row));
        }
        let mut taken = Taken { texts: texts.len() as u64, showing };
        for (which, name) in &self.names {
            let Some(group) = NAMES.get(*which) else { continue };
            if is_taken(connection, group, name).await? {
                rename(connection, group, name, &without(name, user), place).await?;
                taken.texts += 1;
            }
        }
        Ok(taken)
    }
}

/// What shows the words of a row is to show them as they are now.
async fn shown(connection: &mut AnyConnection, table: &str, row: i64, now: Timestamp) -> Result<(), Fault> {
    match table {
        "recognition_words" => {
            let first: Option<i64> = sqlx::query_scalar("SELECT COALESCE(first_id, id) FROM recognition WHERE id = $1")
                .bind(row)
                .fetch_optional(&mut *connection)
                .await?;
            match first {
                Some(first) => recognition_changed(connection, first, Wanted::Edited, now).await,
                None => Ok(()),
            }
        }
        "reflection" => {
            let posts: Vec<i64> = sqlx::query_scalar(
                "SELECT id FROM occurrence WHERE kind = 'reflection' AND subject = $1 \
                 AND (state IN ('claimed', 'posted') OR (state = 'due' AND first_tried_at IS NOT NULL))",
            )
            .bind(row)
            .fetch_all(&mut *connection)
            .await?;
            for post in posts {
                want_change(connection, post, Wanted::Edited, now).await?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Calls something by another name wherever it stands, or by that and a number where something else is called so.
async fn rename(
    connection: &mut AnyConnection,
    group: &[Words],
    old: &str,
    without: &str,
    place: Where,
) -> Result<(), Fault> {
    let mut new = without.to_owned();
    let mut number = 1;
    while is_taken(connection, group, &new).await? {
        number += 1;
        new = format!("{without} {number}");
    }
    for words in group {
        let Words { table, column, .. } = words;
        let sql = format!("UPDATE {table} SET {column} = $1 WHERE {column} = $2{}", words.in_place(place, "$3"));
        let renamed = sqlx::query(AssertSqlSafe(sql)).bind(&new).bind(old);
        let renamed = match place {
            Where::Server(guild) => renamed.bind(guild.get().cast_signed()),
            Where::Everywhere => renamed,
        };
        renamed.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn is_taken(connection: &mut AnyConnection, group: &[Words], name: &str) -> Result<bool, Fault> {
    for Words { table, column, .. } in group {
        let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE {column} = $1 LIMIT 1) t");
        let known: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).bind(name).fetch_one(&mut *connection).await?;
        if known > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The words without somebody's id, as a mention or as a bare number; a longer number that begins or ends like it is another.
fn without(words: &str, user: UserId) -> String {
    let id = user.to_string();
    let mut said = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(&id) {
        let (before, after) = (&rest[..at], &rest[at + id.len()..]);
        said.push_str(before);
        let mention = ["<@", "<@!"].into_iter().find(|mark| said.ends_with(mark) && after.starts_with('>'));
        let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        rest = after;
        match mention {
            Some(mark) => {
                said.truncate(said.len() - mark.len());
                said.push_str(FORMER);
                rest = &after[1..];
            }
            None if id.len() >= FEWEST_DIGITS && !digit(said.chars().next_back()) && !digit(after.chars().next()) => {
                said.push_str(FORMER);
            }
            None => said.push_str(&id),
        }
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_goes_and_what_looks_like_it_stays() {
        let user = UserId::new(123_456_789_012_345_678);
        for (words, said) in [
            ("with <@123456789012345678> and <@!123456789012345678>", "with a former member and a former member"),
            ("123456789012345678", "a former member"),
            ("users/123456789012345678.", "users/a former member."),
            ("<@&123456789012345678>", "<@&a former member>"),
            ("1234567890123456789 0123456789012345678", "1234567890123456789 0123456789012345678"),
            ("@Sam", "@Sam"),
        ] {
            assert_eq!(without(words, user), said, "{words}");
        }
        assert_eq!(without("7 <@7> 77", UserId::new(7)), "7 a former member 77");
    }
}
