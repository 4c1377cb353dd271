//! The real program in a process of its own, and what it costs.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use anyhow::Context as _;

use crate::scene::Scene;

pub struct Bot {
    child: Child,
    log: PathBuf,
}

impl Bot {
    /// `clarion run`, as an operator starts it, but for the Discord that it logs in to.
    pub fn start(scene: &Scene, folder: &Path) -> anyhow::Result<Self> {
        let log = folder.join("clarion.log");
        let output = File::create(&log)?;
        let child = Command::new(env!("CARGO_BIN_EXE_clarion"))
            .arg("run")
            .current_dir(folder)
            .env_clear()
            .env("DISCORD_TOKEN", scene.stand_in.token())
            .env("CLARION_DISCORD__API_URL", scene.stand_in.api_url())
            .env("CLARION_STORE__URL", &scene.store_url)
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("starting clarion")?;
        Ok(Self { child, log })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The end of its log.
    pub fn last_words(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// The most memory that it ever had, in bytes, where the system tells.
    pub fn peak(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }

    /// Asks it to stop, and waits for that.
    pub fn stop(mut self) -> anyhow::Result<ExitStatus> {
        Command::new("kill").arg("-TERM").arg(self.id().to_string()).status().context("asking the bot to stop")?;
        let ended = self.child.wait()?;
        if !ended.success() {
            println!("{}", self.last_words());
        }
        Ok(ended)
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // Where the bench itself failed nobody else ends it; where it has ended this does nothing.
        let _ = self.child.kill();
    }
}

/// The time on a processor that a process has had.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage(Option<Duration>);

impl Usage {
    pub fn of(process: u32) -> Self {
        Self(cpu_time(process))
    }

    /// What it has had since.
    pub fn since(self, before: Self) -> Option<Duration> {
        self.0?.checked_sub(before.0?)
    }
}

/// From Linux's `/proc/PID/stat` (proc_pid_stat(5)): user and system time in ticks, of which a second has a hundred.
fn cpu_time(process: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11).map(|field| field.parse::<u64>().ok());
    let (user, system) = (ticks.next()??, ticks.next()??);
    Some(Duration::from_millis((user + system) * 10))
}
