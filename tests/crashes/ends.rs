//! What is there when a trial is over: in Discord, beside what the database says.

use std::collections::BTreeSet;

use clarion::rehearsal::world::ChannelKind;
use clarion::store::Id;

use crate::place::Row;
use crate::scene::{Scene, Told};
use crate::trial::Trial;
use crate::{island, trial::Outcome};

/// A message of the bot's.
struct There {
    channel: i64,
    id: i64,
    /// The parts of its buttons' custom ids, of which one is the mark of its row.
    marks: BTreeSet<String>,
}

/// Each row is at the end that it may come to, with the one message or thread that belongs to that, and there are no
/// others.
pub async fn check(trial: &mut Trial<'_>) {
    let plan = trial.plan;
    let (threads, rows): (Vec<Row>, Vec<Row>) =
        trial.place.rows().await.into_iter().partition(|row| row.kind == "thread");
    let (messages, opened, in_forums) = look(trial);
    let first = trial.channels[0].get().cast_signed();
    let outcome = &mut trial.outcome;

    let (notices, posts): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.kind == "notice");
    let owed = match plan.scene {
        Scene::Held => posts.iter().filter(|row| row.state == "unknown").count(),
        _ => plan.notices(),
    };
    for row in &posts {
        compare(outcome, row, &messages, plan.scene.ends_of_posts(row.channel_id == first));
    }
    for row in &notices {
        compare(outcome, row, &messages, &["posted"]);
        let told_in = trial.told_in.get().cast_signed();
        let there = messages.iter().filter(|message| message.marks.contains(&mark(row)));
        if there.map(|message| message.channel).ne([told_in]) {
            outcome.faults.push(format!("{row:?} was not told where it should have been"));
        }
        if row.is_private() == (row.channel_id == told_in) {
            outcome.faults.push(format!("{row:?} does not know its channel, or still knows private messages"));
        }
    }
    number(outcome, "posts", posts.len(), plan.messages());
    number(outcome, "notices", notices.len(), owed);
    let of_rows: BTreeSet<String> = rows.iter().map(mark).collect();
    let strays = messages.iter().filter(|message| message.marks.is_disjoint(&of_rows)).count();
    if strays > 0 {
        outcome.doubles += strays;
        outcome.faults.push(format!("{strays} messages belong to no row"));
    }

    let posted = |row: &&&Row| row.state == "posted" && matches!(row.kind.as_str(), "daily" | "extra");
    let in_channels = posts.iter().filter(posted).filter(|row| !in_forums.contains(&row.channel_id)).count();
    number(outcome, "threads", threads.len(), if plan.threads { in_channels } else { 0 });
    for row in &threads {
        if !plan.scene.ends_of_threads().contains(&row.state.as_str()) {
            outcome.losses += 1;
            outcome.faults.push(format!("{row:?}"));
        }
        let there =
            opened.iter().filter(|(parent, id)| *parent == row.channel_id && Some(*id) == row.message_id).count();
        if row.state == "posted" && there != 1 {
            outcome.losses += 1;
            outcome.faults.push(format!("{row:?} knows none of {opened:?}"));
        }
    }
    // One that came too late may have been opened all the same, by whoever died over it.
    let may = threads.iter().filter(|row| row.state != "failed").count();
    outcome.doubles += opened.len().saturating_sub(may);

    if plan.scene == Scene::Refused {
        refusals(trial).await;
    }
    if plan.scene == Scene::Erased {
        let place = trial.place;
        let left = place.rows_of_island().await;
        let bytes = if place.url.starts_with("sqlite") { island::bytes_in(place.folder()) } else { Vec::new() };
        trial.outcome.faults.extend(left.into_iter().chain(bytes).map(|left| format!("not erased: {left}")));
        if place.to_erase().await > 0 {
            trial.outcome.faults.push("something is still to be erased".to_owned());
        }
    }
    let violations = trial.stand_in.violations();
    trial.outcome.faults.extend(violations.into_iter().map(|violation| format!("{violation:?}")));
}

/// The bot's messages, the threads under posts (by their channel), and those in forums.
fn look(trial: &Trial<'_>) -> (Vec<There>, Vec<(i64, i64)>, BTreeSet<i64>) {
    trial.stand_in.world().with(|world| {
        let bot = world.bot;
        let own = world.messages.values().flat_map(|list| list.values());
        let own = own.filter(|message| message.author == bot && message.kind == 0);
        let messages = own.map(|message| There {
            channel: message.channel.get().cast_signed(),
            id: message.id.get().cast_signed(),
            marks: custom_ids(&serde_json::Value::from(message.components.clone())),
        });
        let (mut opened, mut in_forums) = (Vec::new(), BTreeSet::new());
        for thread in world.channels.values().filter(|channel| channel.thread.is_some()) {
            let id = thread.id.get().cast_signed();
            match thread.parent.and_then(|parent| world.channels.get(&parent)) {
                Some(parent) if parent.kind == ChannelKind::Forum => drop(in_forums.insert(id)),
                parent => opened.push((parent.map_or(0, |parent| parent.id.get().cast_signed()), id)),
            }
        }
        (messages.collect(), opened, in_forums)
    })
}

fn custom_ids(components: &serde_json::Value) -> BTreeSet<String> {
    match components {
        serde_json::Value::Array(parts) => parts.iter().flat_map(custom_ids).collect(),
        serde_json::Value::Object(fields) => {
            let own = fields.get("custom_id").and_then(serde_json::Value::as_str).unwrap_or_default();
            own.split('.').map(str::to_owned).chain(fields.values().flat_map(custom_ids)).collect()
        }
        _ => BTreeSet::new(),
    }
}

fn mark(row: &Row) -> String {
    Id::from_i64(row.id).unwrap().to_string()
}

/// The messages that carry a row's mark, beside what the row says.
fn compare(outcome: &mut Outcome, row: &Row, messages: &[There], ends: &[&str]) {
    let mark = mark(row);
    let own: Vec<&There> = messages.iter().filter(|message| message.marks.contains(&mark)).collect();
    // One that is held may be there or not.
    let most = usize::from(matches!(row.state.as_str(), "posted" | "unknown"));
    let least = usize::from(row.state == "posted");
    outcome.doubles += own.len().saturating_sub(most);
    outcome.losses += least.saturating_sub(own.len());
    if !ends.contains(&row.state.as_str()) {
        outcome.losses += 1;
        outcome.faults.push(format!("{row:?} is not one of {ends:?}"));
    }
    let here = |message: &There| row.is_private() || message.channel == row.channel_id;
    let known = own.iter().any(|message| here(message) && Some(message.id) == row.message_id);
    if row.state == "posted" && !known {
        outcome.faults.push(format!("{row:?} does not know its message"));
    }
}

fn number(outcome: &mut Outcome, what: &str, there: usize, expected: usize) {
    if there != expected {
        outcome.losses += expected.saturating_sub(there);
        outcome.faults.push(format!("{there} {what} are written down instead of {expected}"));
    }
}

/// The schedule pauses, and Discord refused no more posts than there were lives: whoever was refused writes it down, and
/// nobody takes the post over within a life, because the dead one's lease holds for longer.
async fn refusals(trial: &mut Trial<'_>) {
    let states = trial.place.schedules_in(trial.channels[0].get()).await;
    let refused = |channel: u64| {
        let line = format!("POST /channels/{channel}/messages -> 403");
        trial.stand_in.requests().iter().filter(|answered| answered.line == line).count()
    };
    let prompts = refused(trial.channels[0].get());
    let notices =
        trial.board.filter(|_| trial.plan.told == Told::SystemRefuses).map_or(0, |board| refused(board.get()));
    let lives = trial.lives;
    let outcome = &mut trial.outcome;
    outcome.refused = prompts;
    if states != ["paused"] {
        outcome.faults.push(format!("the schedule is {states:?}"));
    }
    for (what, calls) in [("prompt", prompts), ("notice", notices)] {
        if calls > lives {
            outcome.faults.push(format!("the {what} was refused {calls} times in {lives} lives"));
        }
    }
}
