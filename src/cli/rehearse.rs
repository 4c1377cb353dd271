//! `clarion rehearse`: a day in a pretend workspace on this machine, told by a story, then at the keyboard.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use tokio::sync::mpsc;

use super::run;
use crate::clock::Clock;
use crate::rehearsal::story::{self, Audience, Json, Line, Options, Player, Stop, Story, Text, Typed, What};
use crate::rehearsal::{StandIn, StandInOptions, clarion};

/// The arguments of `clarion rehearse`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The story to play, - for one from standard input [default: the first day, which is built in]
    story: Option<PathBuf>,
    /// Tell it to a program: one JSON object a line
    #[arg(long)]
    json: bool,
    /// No story and no bot: print an address and a token with which any Discord library can log in
    #[arg(long, conflicts_with_all = ["story", "json"])]
    serve: bool,
    /// The port on 127.0.0.1 [default: a free one]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

/// Decides everything that is random, so that a story goes the same way every time.
const SEED: u64 = 1;

/// What a shell expects of a program that was interrupted. The player is dropped then, and with it the bot and its folder.
const INTERRUPTED: u8 = 130;

/// How much of what happened behind the curtain 'why' shows.
const BEHIND: usize = 20;

const OTHER_WAYS: &str = "Other ways in: clarion rehearse STORY plays a story of yours (docs/stories.md), - reads it from \
                          standard input, --json is for programs, --serve lets any Discord library log in, and at a \
                          terminal the keyboard is yours afterwards.";

pub(super) fn rehearse(arguments: Arguments) -> ExitCode {
    let outcome = if arguments.serve { serve(arguments.port) } else { play(&arguments) };
    match outcome {
        Ok(code) => code,
        // Whoever closed the pipe has seen enough; that is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

fn fail(why: &str) -> ExitCode {
    // Where standard error is closed as well, the exit code has to do.
    let _ = writeln!(io::stderr(), "{why}");
    ExitCode::FAILURE
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

fn play(arguments: &Arguments) -> io::Result<ExitCode> {
    let story = match read(arguments.story.as_ref()) {
        Ok(story) => story,
        Err(why) => return Ok(fail(&why)),
    };
    let bot = match clarion() {
        Ok(bot) => bot,
        Err(why) => return Ok(fail(&why)),
    };
    let mut audience: Box<dyn Audience> = if arguments.json {
        Box::new(Json(io::stdout()))
    } else {
        Box::new(Text::new(io::stdout(), story.start.zone.time_zone().clone(), colour()))
    };
    let from_stdin = arguments.story.as_ref().is_some_and(|story| story.as_os_str() == "-");
    let keyboard = !from_stdin && !arguments.json && io::stdin().is_terminal();
    let options = Options { bot, port: arguments.port, seed: SEED };
    let runtime = runtime()?;
    let code = runtime.block_on(async {
        tokio::select! {
            // First, so that the signal is listened for before anything exists that it would leave behind.
            biased;
            _ = run::signal() => Ok(ExitCode::from(INTERRUPTED)),
            outcome = told(&story, options, audience.as_mut(), arguments.json, keyboard) => outcome,
        }
    });
    // The thread that waits for the keyboard cannot be interrupted, and need not be waited for.
    runtime.shutdown_background();
    code
}

/// Plays the story to `audience` and then, if so wished, what is typed.
async fn told(
    story: &Story,
    options: Options,
    audience: &mut dyn Audience,
    json: bool,
    keyboard: bool,
) -> io::Result<ExitCode> {
    let mut player = match Player::new(story, options, audience).await {
        Ok(player) => player,
        Err(stop) => return stopped(stop),
    };
    if let Err(stop) = player.play(story).await {
        // People read it on standard error, below the transcript; a program reads one stream.
        if let (Stop::Failed(fault), true) = (&stop, json) {
            player.tell(What::Failed { text: fault.to_string() })?;
        }
        return stopped(stop);
    }
    if keyboard {
        type_along(&mut player).await?;
    }
    player.tell(What::Tell { text: OTHER_WAYS.to_owned() })?;
    player.close().await;
    Ok(ExitCode::SUCCESS)
}

fn stopped(stop: Stop) -> io::Result<ExitCode> {
    match stop {
        Stop::Failed(fault) => Ok(fail(&fault.to_string())),
        Stop::Unheard(error) => Err(error),
    }
}

/// The keyboard, until the end of the input or 'quit'.
async fn type_along(player: &mut Player<'_>) -> io::Result<()> {
    let mut lines = keyboard_lines();
    let mut out = io::stdout();
    let you = player.you();
    writeln!(out, "\nYou are {you}. Try: /contrast topic:influence · click Two sides · next day · why · help · quit")?;
    for number in 1.. {
        write!(out, "clarion> ")?;
        out.flush()?;
        let Some(line) = lines.recv().await else { break };
        let you = player.you();
        match story::typed(&line, &you) {
            Ok(Typed::Nothing) => {}
            Ok(Typed::Quit) => return Ok(()),
            Ok(Typed::Help) => writeln!(out, "{}", story::HELP)?,
            Ok(Typed::Why) => {
                for line in player.behind(BEHIND) {
                    writeln!(out, "  {}", story::visible(&line))?;
                }
            }
            Ok(Typed::Line(text, statement)) => match player.type_line(&Line { number, text, statement }).await {
                Ok(()) => {}
                Err(Stop::Failed(fault)) => writeln!(out, "{}", story::visible(&fault.problem.to_string()))?,
                Err(Stop::Unheard(error)) => return Err(error),
            },
            Err(problem) => writeln!(out, "{}", story::visible(&problem.to_string()))?,
        }
    }
    writeln!(out)
}

/// Lines from standard input, read on a thread of its own: reading blocks.
fn keyboard_lines() -> mpsc::Receiver<String> {
    let (send, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            // Bytes that are no text, and a player that is gone, both end the keyboard.
            let Ok(line) = line else { return };
            if send.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// The story to play, or every fault in it.
fn read(from: Option<&PathBuf>) -> Result<Story, String> {
    let faults = |faults: Vec<story::Fault>| {
        let all: Vec<String> = faults.iter().map(|fault| story::visible(&fault.to_string())).collect();
        all.join("\n")
    };
    let Some(path) = from else { return Story::shipped().map_err(faults) };
    let name = if path.as_os_str() == "-" { "stdin".to_owned() } else { path.display().to_string() };
    let bytes = if name == "stdin" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|error| format!("{name}: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{name}: a story is UTF-8 text, and this is not"))?;
    Story::parse(&name, &text).map_err(faults)
}

/// Colour only where somebody looks at a terminal and has not asked for none (https://no-color.org).
fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    io::stdout().is_terminal() && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb")
}

fn serve(port: Option<u16>) -> io::Result<ExitCode> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let options =
            StandInOptions { port, seed: SEED, enforce_rate_limits: true, ..StandInOptions::new(Clock::system()) };
        let stand_in = match StandIn::start(options).await {
            Ok(stand_in) => stand_in,
            Err(error) => {
                let port = port.map_or_else(String::new, |port| format!(" on port {port}"));
                return Ok(fail(&format!("the stand-in could not start{port}: {error}")));
            }
        };
        story::furnish(&stand_in);
        let (api, token) = (stand_in.api_url(), stand_in.token());
        let mut out = io::stdout();
        writeln!(out, "A pretend Discord on this machine; nothing leaves it. Ctrl-C ends it.\n")?;
        writeln!(out, "API      {api}/api/v10")?;
        writeln!(out, "gateway  {}", stand_in.gateway_url())?;
        writeln!(out, "token    {token}")?;
        writeln!(out, "\nThe server \"Harbour\" has #general and #daily. Log in with any Discord library, or with:\n")?;
        writeln!(out, "DISCORD_TOKEN={token} CLARION_DISCORD__API_URL={api} clarion run")?;
        out.flush()?;
        run::signal().await?;
        Ok(ExitCode::SUCCESS)
    })
}
