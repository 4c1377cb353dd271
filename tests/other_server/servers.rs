//! Two servers with the same rows under other ids, in one database of either engine, and every row that there is.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clarion::commands::{Forum, Lookup, LookupFault, Standing};
use serenity::async_trait;
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use sqlx::{AnyPool, AssertSqlSafe};
use tokio::sync::OnceCell;

use crate::bench::{Bench, ELSEWHERE, HARBOUR};
use crate::postgres::empty_schema;

/// Whoever asks: known in both servers, as `11` of the rows.
pub const ANNA: UserId = UserId::new(3_111_111_111_111_111_111);

/// Who got what Anna gave, and suggested something: known in both, as `12`.
pub const BEA: UserId = UserId::new(3_111_111_111_111_111_112);

/// Somebody whom neither knows, and whom nothing is about.
pub const STEWARD: UserId = UserId::new(3_111_111_111_111_111_611);

/// Somebody whom this server alone knows, as `13`: what they ask to be done everywhere is done here.
pub const HERE_ALONE: UserId = UserId::new(772_000_000_000_000_013);

/// What stands in the words of the other server's rows, and in those of this one.
pub const THEIRS: &str = "lighthouse";
pub const OURS: &str = "windmill";

/// What the ids of the rows become, by server: no other number looks like one of them.
pub const THEIR_IDS: i64 = 771_000_000_000_000_000;
pub const OUR_IDS: i64 = 772_000_000_000_000_000;

/// The second server that the rows know, beside the other one.
pub const THEIR_NEIGHBOURS: i64 = THEIR_IDS + 7;

/// The columns that hold what people wrote. All other text is a code of ours.
pub const WORDS: &[&str] = &[
    "schedule.name",
    "guild_holiday.name",
    "recognition_words.words",
    "reversal.reason",
    "reflection.title",
    "reflection.words",
    "commitment_words.words",
    "deck_prompt.title",
    "deck_prompt.question",
    "deck_prompt.step",
    "deck_prompt.answer",
    "person.name",
    "person.name_key",
    "strength.name",
    "recognition_strength.name",
    "recognition_day.strength",
    "strength_total.name",
    "report.words",
];

/// Numbers in the rows that are no ids, though they are as large as some.
const NO_IDS: &[i64] = &[365];

/// Beside them, so that most of what can be asked has something to tell: somebody whom one server alone knows gave, belongs to
/// its roster, and was reminded as Anna was.
const BESIDE: &str = "
INSERT INTO recognition (id, guild_id, interaction_id, giver, channel_id, given_at, local_date)
    VALUES (121, 1000000000000000001, 821, 53, 1000000000000000002, 1795424400000, '2026-11-23');
INSERT INTO recognition_receiver (recognition_id, person_id, place, giver, local_date, given_at, counts)
    VALUES (121, 52, 0, 53, '2026-11-23', 1795424400000, 1);
INSERT INTO recognition_words (recognition_id, words) VALUES (121, 'the lamp');
UPDATE person SET first_gave = '2026-11-23', last_gave = '2026-11-23', gave_from = 9828, gave_to = 9828, gave_weeks = '1',
    gave_since = 1404, roster = 'joined', roster_since = 1795424400000, roster_left_at = NULL WHERE id = 53;
INSERT INTO giver_total (person_id, stretch, gives, people, weeks) VALUES (53, '2026', 1, 1, 1), (53, '', 1, 1, 1),
    (53, '2026-11', 1, 1, 1), (53, '2026-Q4', 1, 1, 1);
UPDATE giver_day SET number = 2 WHERE guild_id = 1000000000000000001;
UPDATE recognition_day SET number = 2 WHERE guild_id = 1000000000000000001 AND strength = '';
INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, claim, attempts,
    first_tried_at, tried_by, message_id) VALUES
    (122, 'nudge', 51, '2026-11-23', 1000000000000000001, 1000000000000000001, 1795424400000, 'posted', 1795424460000, 93, 1,
     1795424400000, 'message', 711),
    (123, 'nudge', 53, '2026-11-23', 1000000000000000001, 1000000000000000001, 1795424400000, 'posted', 1795424460000, 93, 1,
     1795424400000, 'message', 712);
";

/// The rows of every schema, as those of that server.
fn rows_of(guild: GuildId, offset: i64) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store_contract/rows");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    // Beside them lie folders, of what one engine alone kept, and of a third server.
    files.retain(|file| file.is_file());
    files.sort();
    let all = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).chain([BESIDE.to_owned()]);
    all.map(|rows| renumbered(&rows, guild, offset)).collect()
}

/// With other ids, outside of what stands in quotation marks.
fn renumbered(sql: &str, guild: GuildId, offset: i64) -> String {
    let sql: String =
        sql.lines().filter(|line| !line.trim_start().starts_with("--")).map(|line| format!("{line}\n")).collect();
    let mut out = String::new();
    let (mut quoted, mut number) = (false, String::new());
    for letter in sql.chars() {
        let in_word = out.ends_with(|before: char| before.is_alphanumeric() || before == '_');
        if !quoted && letter.is_ascii_digit() && (!number.is_empty() || !in_word) {
            number.push(letter);
            continue;
        }
        if !number.is_empty() {
            out.push_str(&other(number.parse().unwrap(), guild, offset).to_string());
            number.clear();
        }
        quoted ^= letter == '\'';
        out.push(letter);
    }
    out
}

/// What a number of the rows becomes.
fn other(number: i64, guild: GuildId, offset: i64) -> i64 {
    match number {
        1_000_000_000_000_000_001 => guild.get().cast_signed(),
        // A Discord id, but the two people are the same in both.
        11 => ANNA.get().cast_signed(),
        12 => BEA.get().cast_signed(),
        known if NO_IDS.contains(&known) => known,
        // Channels, roles.
        large if large > 1_000_000_000_000_000_000 => offset + large % 1_000_000,
        id @ 51..1_000 | id @ 21 => offset + id,
        other => other,
    }
}

/// Which database holds both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// A bench over an empty database; nothing, and a visible skip, where there is no server for it.
    pub async fn empty(self) -> Option<Bench> {
        match self {
            Self::Sqlite => Some(Bench::at(NOW).await),
            Self::Postgres => Some(Bench::on(&empty_schema().await?, NOW).await),
        }
    }

    /// What tells the rows of a table apart, as digits.
    fn row_number(self) -> &'static str {
        match self {
            Self::Sqlite => "rowid",
            Self::Postgres => "translate(CAST(ctid AS TEXT), '(,)', '00')",
        }
    }
}

const NOW: &str = "2026-11-23T10:00:00Z";

/// Who asks manages the server that they ask in, and no other.
struct ManagesElsewhere;

#[async_trait]
impl Lookup for ManagesElsewhere {
    async fn own_permissions(&self, _: GuildId, _: ChannelId) -> Result<Permissions, LookupFault> {
        Err(LookupFault::Unanswered)
    }

    async fn forum(&self, _: ChannelId) -> Result<Option<Forum>, LookupFault> {
        Err(LookupFault::Unanswered)
    }

    async fn standing(&self, guild: GuildId, _: UserId) -> Result<Standing, LookupFault> {
        // Whichever roles somebody has, they have them in one server.
        let held = if guild == ELSEWHERE {
            Standing { there: true, manages: true, roles: Vec::new() }
        } else {
            Standing::default()
        };
        Ok(held)
    }

    async fn take_down(&self, channel: ChannelId, _: MessageId) -> Result<(), LookupFault> {
        let theirs = (THEIR_IDS..THEIR_IDS + 1_000_000).contains(&channel.get().cast_signed());
        assert!(!theirs, "something is taken down in {channel}");
        Ok(())
    }
}

/// A file that holds both servers: to copy it takes less time than to fill another.
static FULL: OnceCell<(tempfile::TempDir, PathBuf)> = OnceCell::const_new();

/// Both servers, full; nothing where there is no database for them.
pub async fn full(engine: Engine) -> Option<Bench> {
    let mut bench = match engine {
        Engine::Postgres => {
            let bench = engine.empty().await?;
            fill(&bench, engine).await;
            bench
        }
        Engine::Sqlite => {
            let first = FULL.get_or_init(async || {
                let (bench, folder) = (engine.empty().await.unwrap(), tempfile::tempdir().unwrap());
                fill(&bench, engine).await;
                let (pool, file) = (pool(&bench).await, folder.path().join("full.db"));
                sqlx::raw_sql(AssertSqlSafe(format!("VACUUM INTO '{}'", file.display()))).execute(&pool).await.unwrap();
                pool.close().await;
                (folder, file)
            });
            Bench::over_a_copy(&first.await.1, NOW).await
        }
    };
    bench.commands.discord = std::sync::Arc::new(ManagesElsewhere);
    Some(bench)
}

async fn fill(bench: &Bench, engine: Engine) {
    let pool = pool(bench).await;
    for (guild, offset, word) in [(HARBOUR, THEIR_IDS, THEIRS), (ELSEWHERE, OUR_IDS, OURS)] {
        let mut all = rows_of(guild, offset);
        // What belongs to no server is there once.
        if guild == ELSEWHERE {
            all = all
                .lines()
                .filter(|line| !line.starts_with("INSERT INTO command_registration"))
                .collect::<Vec<_>>()
                .join("\n");
        }
        sqlx::raw_sql(AssertSqlSafe(all)).execute(&pool).await.unwrap();
        if engine == Engine::Sqlite {
            // The rows are of schemas in which it was text; there 0022 makes bytes of it, and here it has run before.
            let bytes = "UPDATE person SET gave_weeks = CAST(gave_weeks AS BLOB)";
            sqlx::raw_sql(bytes).execute(&pool).await.unwrap();
        }
        for column in WORDS {
            let (table, column) = column.split_once('.').unwrap();
            let set = format!(
                "UPDATE {table} SET {column} = '{word}' || {} WHERE {column} IS NOT NULL AND {column} <> '' \
                 AND {column} NOT LIKE '{THEIRS}%' AND {column} <> 'daily'",
                engine.row_number()
            );
            sqlx::raw_sql(AssertSqlSafe(set)).execute(&pool).await.unwrap();
        }
    }
    // Somebody whom only one of them knows.
    for offset in [THEIR_IDS, OUR_IDS] {
        let one = format!("UPDATE person SET user_id = {} WHERE id = {}", offset + 13, offset + 53);
        sqlx::raw_sql(AssertSqlSafe(one)).execute(&pool).await.unwrap();
    }
    pool.close().await;
}

pub async fn pool(bench: &Bench) -> AnyPool {
    crate::every_row::pool(&bench.url).await
}

/// Each time that a word stands in a text, with the digits behind it: those of a row are its own.
pub fn words_in(word: &str, text: &str) -> BTreeSet<String> {
    let rest = text.split(word).skip(1);
    rest.map(|rest| {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        format!("{word}{}", &rest[..digits])
    })
    .collect()
}

/// A row that refers to one of the other server's: outside of what somebody typed.
pub fn refers(row: &str) -> bool {
    let unquoted: String = row.split('\'').step_by(2).collect();
    let mut numbers =
        unquoted.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse::<i64>().ok());
    numbers.any(|number| {
        let theirs = (THEIR_IDS..THEIR_IDS + 1_000_000).contains(&number) && is_row(number);
        theirs || [HARBOUR.get().cast_signed(), THEIR_NEIGHBOURS].contains(&number)
    })
}

/// The rows of `tests/store_contract/rows/` are numbered from 51 to 199.
pub fn is_row(id: i64) -> bool {
    (51..200).contains(&(id % 1_000_000))
}
