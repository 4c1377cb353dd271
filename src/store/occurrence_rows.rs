//! Occurrences as rows, and back; and the proof that a holder presents.

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId, MessageId};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::connection::Fault;
use super::rows::{date, id, instant, snowflake, unreadable};
use super::{
    Claim, EarlierTry, Kind, NewOccurrence, News, Occurrence, OccurrenceKey, OccurrenceState, Store, StoreError,
    TriedBy,
};

const COLUMNS: &str = "o.id, o.kind, o.subject, o.due_key, o.guild_id, o.channel_id, o.due_at, o.state, o.ready_at, \
                       o.attempts, o.first_tried_at, o.tried_by, o.message_id, o.content, o.reason";

#[derive(sqlx::FromRow)]
pub(super) struct OccurrenceRow {
    pub(super) id: i64,
    pub(super) kind: String,
    pub(super) subject: i64,
    due_key: String,
    guild_id: i64,
    channel_id: i64,
    pub(super) due_at: i64,
    state: String,
    pub(super) ready_at: i64,
    attempts: i64,
    first_tried_at: Option<i64>,
    tried_by: Option<String>,
    message_id: Option<i64>,
    content: Option<String>,
    reason: Option<String>,
}

impl Kind {
    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Extra => "extra",
            Self::Hello => "hello",
            Self::Introduction => "introduction",
            Self::Announcement => "announcement",
            Self::Reflection => "reflection",
            Self::Notice => "notice",
            Self::Thread => "thread",
            Self::CheckIn => "checkin",
            Self::DeckAnswer => "deck-answer",
            Self::PrivateThanks => "private-thanks",
            Self::Nudge => "nudge",
        }
    }
}

impl TriedBy {
    pub(super) fn written(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Answer => "answer",
            Self::Forum => "forum",
        }
    }
}

impl OccurrenceKey {
    /// Whom or what it is about, as a number.
    fn subject(&self) -> i64 {
        match self {
            Self::Daily { schedule, .. } | Self::Extra { schedule, .. } => schedule.get(),
            Self::Hello { guild, .. } | Self::Introduction { guild, .. } => guild.get().cast_signed(),
            Self::Announcement { recognition } | Self::PrivateThanks { recognition, .. } => recognition.get(),
            Self::Reflection { reflection } => reflection.get(),
            Self::Notice { about, .. } => about.get(),
            Self::Thread { post } => post.get(),
            Self::CheckIn { commitment, .. } => commitment.get(),
            Self::DeckAnswer { suggestion } => suggestion.get(),
            Self::Nudge { person, .. } => person.get(),
        }
    }

    /// Which of those about the same subject it is.
    pub(super) fn due_key(&self) -> String {
        match self {
            Self::Daily { date, .. } | Self::CheckIn { date, .. } => date.to_string(),
            Self::Nudge { week, .. } => week.to_string(),
            Self::Extra { interaction, .. } => interaction.get().to_string(),
            Self::Hello { joined_at, .. } => joined_at.as_millisecond().to_string(),
            Self::Introduction { channel, .. } => channel.get().to_string(),
            Self::Announcement { .. } | Self::Reflection { .. } | Self::Thread { .. } | Self::DeckAnswer { .. } => {
                "once".to_owned()
            }
            Self::Notice { news: News::Paused { since }, .. } => format!("paused:{}", since.as_millisecond()),
            Self::Notice { news: News::Quiet { since }, .. } => format!("quiet:{}", since.as_millisecond()),
            Self::Notice { news: News::DeckLow { round, size }, .. } => format!("deck:{round}.{size}"),
            Self::Notice { news: News::Held, .. } => "held".to_owned(),
            Self::Notice { news: News::Reported { on }, .. } => format!("reported:{on}"),
            Self::PrivateThanks { person, .. } => person.get().to_string(),
            Self::Notice { news: News::RoleGone { role }, .. } => format!("role:{role}"),
        }
    }

    fn read(kind: &str, subject: i64, key: &str) -> Result<Self, StoreError> {
        let number = || key.parse::<i64>().map_err(|_| unreadable("an occurrence's key"));
        Ok(match kind {
            "daily" => Self::Daily { schedule: id(subject)?, date: date(key)? },
            "extra" => Self::Extra { schedule: id(subject)?, interaction: snowflake(number()?)? },
            "hello" => Self::Hello { guild: snowflake(subject)?, joined_at: instant(number()?)? },
            "introduction" => Self::Introduction { guild: snowflake(subject)?, channel: snowflake(number()?)? },
            "announcement" => Self::Announcement { recognition: id(subject)? },
            "reflection" => Self::Reflection { reflection: id(subject)? },
            "notice" => {
                let after = |sort| key.strip_prefix(sort).and_then(|rest: &str| rest.parse::<i64>().ok());
                let news = match (key, after("paused:"), after("role:"), after("quiet:")) {
                    ("held", ..) => News::Held,
                    (_, Some(since), ..) => News::Paused { since: instant(since)? },
                    (_, _, Some(role), _) => News::RoleGone { role: snowflake(role)? },
                    (.., Some(since)) => News::Quiet { since: instant(since)? },
                    _ if key.starts_with("reported:") => {
                        News::Reported { on: date(key.trim_start_matches("reported:"))? }
                    }
                    _ if key.starts_with("deck:") => {
                        let numbers = key.strip_prefix("deck:").and_then(|rest| rest.split_once('.'));
                        let numbers = numbers.and_then(|(round, size)| Some((round.parse().ok()?, size.parse().ok()?)));
                        let (round, size) = numbers.ok_or_else(|| unreadable("an occurrence's key"))?;
                        News::DeckLow { round, size }
                    }
                    _ => return Err(unreadable("an occurrence's key")),
                };
                Self::Notice { about: id(subject)?, news }
            }
            "thread" => Self::Thread { post: id(subject)? },
            "private-thanks" => Self::PrivateThanks { recognition: id(subject)?, person: id(number()?)? },
            "checkin" => Self::CheckIn { commitment: id(subject)?, date: date(key)? },
            "nudge" => Self::Nudge { person: id(subject)?, week: date(key)? },
            "deck-answer" => Self::DeckAnswer { suggestion: id(subject)? },
            _ => return Err(unreadable("an occurrence's kind")),
        })
    }
}

impl OccurrenceRow {
    /// The rows of a query's tail (`WHERE …`) over `occurrence o`.
    pub(super) fn select(tail: &'static str) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!("SELECT {COLUMNS} FROM occurrence o {tail}"))
    }

    /// Whether it may have been sent.
    pub(super) fn was_tried(&self) -> bool {
        self.first_tried_at.is_some()
    }

    pub(super) fn earlier(&self) -> Result<Option<EarlierTry>, StoreError> {
        let by = match self.tried_by.as_deref() {
            Some("answer") => TriedBy::Answer,
            Some("forum") => TriedBy::Forum,
            _ => TriedBy::Message,
        };
        Ok(match self.first_tried_at {
            Some(at) => Some(EarlierTry { first_at: instant(at)?, by }),
            None => None,
        })
    }

    pub(super) fn read(self) -> Result<Occurrence, StoreError> {
        Ok(Occurrence {
            id: id(self.id)?,
            key: OccurrenceKey::read(&self.kind, self.subject, &self.due_key)?,
            guild: snowflake::<GuildId>(self.guild_id)?,
            channel: snowflake::<ChannelId>(self.channel_id)?,
            due_at: instant(self.due_at)?,
            state: match (self.state.as_str(), self.message_id) {
                ("due", _) => OccurrenceState::Due,
                ("claimed", _) => OccurrenceState::Claimed,
                ("posted", Some(message)) => OccurrenceState::Posted(snowflake::<MessageId>(message)?),
                ("skipped", _) => OccurrenceState::Skipped,
                ("unknown", _) => OccurrenceState::Unknown,
                ("failed", _) => OccurrenceState::Failed,
                _ => return Err(unreadable("an occurrence's state")),
            },
            content: self.content,
            attempts: self.attempts,
            reason: self.reason,
        })
    }
}

impl Store {
    /// Writes a new row, due at its time, unless one with its key is there. Its id where it is new.
    pub(super) async fn insert_occurrence(
        &self,
        connection: &mut AnyConnection,
        new: &NewOccurrence,
        now: Timestamp,
    ) -> Result<Option<i64>, Fault> {
        let id = self.shared.ids.next(now).get();
        let written = sqlx::query(
            "INSERT INTO occurrence (id, kind, subject, due_key, guild_id, channel_id, due_at, state, ready_at, attempts) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'due', $7, 0) ON CONFLICT (kind, subject, due_key) DO NOTHING",
        )
        .bind(id)
        .bind(new.key.kind().written())
        .bind(new.key.subject())
        .bind(new.key.due_key())
        .bind(new.guild.get().cast_signed())
        .bind(new.channel.get().cast_signed())
        .bind(new.due_at.as_millisecond())
        .execute(connection)
        .await?;
        Ok((written.rows_affected() > 0).then_some(id))
    }
}

impl Claim {
    /// Holds the proof against the row.
    pub(super) async fn check(&self, connection: &mut AnyConnection) -> Result<(), Fault> {
        let held: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM occurrence WHERE id = $1 AND state = 'claimed' AND claim = $2")
                .bind(self.occurrence.id.get())
                .bind(self.token)
                .fetch_one(connection)
                .await?;
        if held == 0 { Err(StoreError::NotHolder.into()) } else { Ok(()) }
    }
}
