//! Posts in channels that show others' words out of which somebody's id is taken: which of them the bot can change, and which
//! stay. Whoever asked is told how many, as they are told of posts that hold words of their own.
//!
//! Of posts in channels alone, and of those only which show the words in question: what somebody was told in their private
//! messages is changed as well, and that it was told is nobody else's to hear, no more than what its author keeps for
//! themselves beside a post. Prompts out of a deck are not counted, since nobody knows which posts showed them; the question
//! before an erasure says that they stay, and so does a strength's name in a digest. What Discord refuses to have changed
//! is known when that is tried, over days, and told to the operator's log: an answer that comes now can only say that it is tried.

use std::collections::BTreeSet;

use sqlx::{AnyConnection, AssertSqlSafe};

use super::StoreError;
use super::connection::Fault;
use super::forgetting::Forgotten;
use super::recognitions::STANDS;
use super::rows::snowflake;

/// Where they stand, or may stand.
const THERE: &str =
    "(o.state IN ('posted', 'unknown') OR (o.state IN ('due', 'claimed') AND o.first_tried_at IS NOT NULL))";

/// What becomes of an occurrence `o` in a server `g`, but for what its own kind says.
const FIRST: &str = "WHEN o.state = 'unknown' THEN 'unclear' WHEN g.removed_at IS NOT NULL THEN 'left'";

/// Posts that show words, each once, by what becomes of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Showing {
    /// Those that are changed.
    changed: BTreeSet<i64>,
    /// Those in servers that the bot was removed from.
    left: BTreeSet<i64>,
    /// Those that stay as they were posted.
    stays: BTreeSet<i64>,
    /// The channels of those that nobody knows by their id.
    unclear: BTreeSet<i64>,
}

impl Showing {
    /// Takes note of the posts that show the words of a row, before any change is owed for that row.
    pub(super) async fn note(&mut self, connection: &mut AnyConnection, table: &str, row: i64) -> Result<(), Fault> {
        let posts = match table {
            // Of one that was taken back, said anew or is seen by nobody else the post says nothing, once it says what is true.
            // Of one that was lost nobody has put other words into the channel since it was tried.
            "recognition_words" => format!(
                "SELECT o.id, o.channel_id, CASE {FIRST} ELSE 'changed' END AS becomes FROM recognition r \
                 JOIN occurrence o ON o.kind = 'announcement' AND o.subject = COALESCE(r.first_id, r.id) \
                 JOIN guild g ON g.id = o.guild_id WHERE r.id = $1 AND {THERE} AND CASE WHEN o.state = 'unknown' \
                 THEN r.first_id IS NULL ELSE (EXISTS (SELECT 1 FROM announcement_change c WHERE c.occurrence_id = o.id) \
                 OR ({STANDS} AND EXISTS (SELECT 1 FROM recognition_receiver x JOIN person p ON p.id = x.person_id \
                 WHERE x.recognition_id = r.id AND x.hidden = 0 AND x.left_out = 0 AND p.never_announce = 0))) END"
            ),
            // One whose author wrote other words since shows those of before. That an id stands in these is nobody's to hear.
            "reflection" => format!(
                "SELECT o.id, o.channel_id, CASE {FIRST} ELSE 'changed' END AS becomes FROM reflection r \
                 JOIN occurrence o ON o.kind = 'reflection' AND o.subject = r.id JOIN guild g ON g.id = o.guild_id \
                 WHERE r.id = $1 AND {THERE} AND (r.changed_at IS NULL OR r.changed_at < o.due_at)"
            ),
            // A question in a thread is put once, and is not put in other words.
            "commitment_words" => format!(
                "SELECT o.id, o.channel_id, CASE {FIRST} ELSE 'stays' END AS becomes FROM occurrence o \
                 JOIN guild g ON g.id = o.guild_id \
                 WHERE o.kind = 'checkin' AND o.content = 'thread' AND o.subject = $1 AND {THERE}"
            ),
            _ => return Ok(()),
        };
        let posts: Vec<(i64, i64, String)> =
            sqlx::query_as(AssertSqlSafe(posts)).bind(row).fetch_all(&mut *connection).await?;
        for (post, channel, becomes) in posts {
            match becomes.as_str() {
                "unclear" => self.unclear.insert(channel),
                "left" => self.left.insert(post),
                "stays" => self.stays.insert(post),
                _ => self.changed.insert(post),
            };
        }
        Ok(())
    }

    /// And those of another look.
    pub(super) fn and(&mut self, others: Self) {
        self.changed.extend(others.changed);
        self.left.extend(others.left);
        self.stays.extend(others.stays);
        self.unclear.extend(others.unclear);
    }

    /// Adds them to what is told of an erasure.
    pub(super) fn tell(&self, forgotten: &mut Forgotten) -> Result<(), StoreError> {
        forgotten.changed += self.changed.len() as u64;
        forgotten.left += self.left.len() as u64;
        forgotten.stay += self.stays.len() as u64;
        for channel in &self.unclear {
            forgotten.unclear.push(snowflake(*channel)?);
        }
        forgotten.unclear.sort();
        forgotten.unclear.dedup();
        Ok(())
    }
}
