//! What goes to the operator's log, and what never does.
//!
//! Libraries are quiet unless they are known to keep secrets: at lower levels reqwest and hyper write addresses and
//! headers (an interaction's token stands in its address, the bot's in a header), tungstenite whole frames, and
//! serenity's spans and parse errors whole events with people's words in them. So this is a list of who may speak,
//! not of who may not, and no setting widens it.

use std::fmt;

use serde_json::json;
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;

use crate::settings::{Log, LogFormat};

/// Who may speak, up to which level. serenity's `bridge` tells of connections that could not be opened, sqlx of slow
/// statements (their text has numbers for values). [`UNREAD`] is heard, and said in our words.
const OTHERS: [(&str, Level); 3] =
    [("serenity::gateway::bridge", Level::WARN), (UNREAD, Level::WARN), ("sqlx", Level::WARN)];

/// Where serenity tells of an event that it could not read, and quotes the event.
const UNREAD: &str = "serenity::gateway::ws";

/// What is said instead.
const UNREAD_WORDS: &str = "Discord sent something that the gateway's library cannot read; it is left out";

/// Sends the log to standard error from now on. A panic is logged with its place alone: its message could quote what
/// a person wrote.
pub(super) fn start(log: Log) {
    let ansi = std::io::IsTerminal::is_terminal(&std::io::stderr());
    // Fails only where a subscriber is in place already, which then is the one to keep.
    let _ = tracing::subscriber::set_global_default(subscriber(log, ansi, std::io::stderr));
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(target: "clarion", place, "a defect in the program: a panic");
    }));
}

/// The subscriber that [`start`] installs, with a writer to choose.
fn subscriber<W>(log: Log, ansi: bool, writer: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let level = Level::from(log.level);
    let allowed = Targets::new()
        .with_default(LevelFilter::OFF)
        .with_target("clarion", level)
        .with_targets(OTHERS.map(|(target, most)| (target, most.min(level))));
    let lines = tracing_subscriber::fmt::layer().with_ansi(ansi).with_writer(writer);
    match log.format {
        LogFormat::Text => {
            let lines = lines.map_event_format(|inner| Unquoting { inner, format: log.format });
            Box::new(tracing_subscriber::registry().with(lines.with_filter(allowed)))
        }
        LogFormat::Json => {
            let lines = lines.json().flatten_event(true);
            let lines = lines.map_event_format(|inner| Unquoting { inner, format: log.format });
            Box::new(tracing_subscriber::registry().with(lines.with_filter(allowed)))
        }
    }
}

/// Writes events as `inner` does, but for those that quote what Discord sent.
struct Unquoting<F> {
    inner: F,
    format: LogFormat,
}

impl<S, N, F> FormatEvent<S, N> for Unquoting<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        if event.metadata().target() != UNREAD {
            return self.inner.format_event(context, writer, event);
        }
        let mut time = String::new();
        SystemTime.format_time(&mut Writer::new(&mut time))?;
        match self.format {
            LogFormat::Text => writeln!(writer, "{time}  WARN {UNREAD}: {UNREAD_WORDS}"),
            LogFormat::Json => {
                let line = json!({"timestamp": time, "level": "WARN", "message": UNREAD_WORDS, "target": UNREAD});
                writeln!(writer, "{line}")
            }
        }
    }
}
