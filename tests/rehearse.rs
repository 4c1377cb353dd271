//! `clarion rehearse` as somebody at a shell meets it: the real program, its exit codes and its two streams.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const OPENING: &str = "at 2026-11-23 08:59 Europe/Berlin\n";

fn clarion(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clarion"));
    // Nothing of the machine's own settings reaches it: the rehearsal needs none.
    command.args(arguments).env_clear().env("TMPDIR", std::env::temp_dir());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn tell(arguments: &[&str], story: &[u8]) -> Output {
    let mut child = clarion(arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(story).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_first_day_plays_and_names_the_other_ways_in() {
    let folder = tempfile::tempdir().unwrap();
    let output = clarion(&["rehearse"]).env("TMPDIR", folder.path()).current_dir(folder.path()).output().unwrap();
    let told = text(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    assert!(told.lines().all(|line| line.chars().count() < 80), "{told}");
    assert!(!told.contains('\u{1b}'), "no colour in a pipe");
    let end = told.rsplit("Other ways in: ").next().unwrap().replace('\n', " ");
    for way in ["clarion rehearse STORY", "standard input", "--json", "--serve", "keyboard"] {
        assert!(end.contains(way), "{way} in: {end}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "nothing is left behind: {left:?}");
}

/// Line by line, in its order, with much left out between them.
#[test]
fn the_readme_shows_an_extract_of_what_the_first_command_prints() {
    let day = tell(&["rehearse"], b"");
    let mut printed = text(&day.stdout).lines();
    let shown = include_str!("../README.md").split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(shown.lines().count() > 20);
    for line in shown.lines() {
        assert!(printed.any(|told| told.contains(line.trim())), "not printed, or not in this order: {line}");
    }
}

#[test]
fn a_story_from_standard_input_that_fails_says_where() {
    let story = format!("{OPENING}jo: /help\nexpect jo sees: the moon\n");
    let output = tell(&["rehearse", "-"], story.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.starts_with("stdin:3: expected: only for jo says: the moon\n"), "{told}");
    assert!(told.contains("there was:"), "{told}");
}

#[test]
fn every_fault_of_a_story_is_told_before_anything_is_played() {
    let output = tell(&["rehearse", "-"], b"jo click \"x\"\nexpekt #daily: x\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    let told = text(&output.stderr);
    assert!(told.contains("stdin:1: ") && told.contains("stdin:2: ") && told.contains("did you mean"), "{told}");
}

#[test]
fn what_is_no_story_gets_a_clear_answer() {
    let missing = clarion(&["rehearse", "no-such.story"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing.stderr).starts_with("no-such.story: "), "{}", text(&missing.stderr));
    let bytes = tell(&["rehearse", "-"], b"\xff\xfe\x00binary");
    assert_eq!(bytes.status.code(), Some(1));
    assert!(text(&bytes.stderr).contains("UTF-8"), "{}", text(&bytes.stderr));
    let empty = tell(&["rehearse", "-"], b"");
    assert!(text(&empty.stderr).contains("no line in this story"), "{}", text(&empty.stderr));
    let folder = clarion(&["rehearse", env!("CARGO_MANIFEST_DIR")]).output().unwrap();
    assert_eq!(folder.status.code(), Some(1));
}

#[test]
fn json_is_one_object_a_line_to_the_end() {
    let story = format!("{OPENING}jo: /help\nexpect jo sees: nothing of the kind\n");
    let output = tell(&["rehearse", "-", "--json"], story.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let kinds: Vec<String> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .inspect(|told| assert!(told["at"].is_string() && told["local"].is_string(), "{told}"))
        .map(|told| told["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["now", "message", "act", "message", "failed"]);
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let mut child = clarion(&["rehearse"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    // The pipe is closed here, after one line.
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{:?} {}", output.status, text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
}

/// Ends the program however the test ends.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn serving_prints_an_address_and_a_token_that_log_in() {
    let mut child = clarion(&["rehearse", "--serve"]).spawn().unwrap();
    let out = child.stdout.take().unwrap();
    let _serving = Serving(child);
    let (mut api, mut token) = (String::new(), String::new());
    for line in BufReader::new(out).lines() {
        let line = line.unwrap();
        match line.split_once("  ") {
            Some(("API", address)) => api = address.trim().to_owned(),
            Some(("token", given)) => token = given.trim().to_owned(),
            _ => {}
        }
        if line.contains("DISCORD_TOKEN=") {
            assert!(line.contains(&token) && line.ends_with("clarion run"), "{line}");
            break;
        }
    }
    assert_eq!(token.split('.').count(), 3, "{token}");
    let asked = reqwest::Client::new().get(format!("{api}/users/@me")).header("authorization", format!("Bot {token}"));
    let me: serde_json::Value = asked.send().await.unwrap().json().await.unwrap();
    assert_eq!(me["bot"], true, "{me}");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for arguments in [vec!["rehearse", "--port", &port], vec!["rehearse", "--serve", "--port", &port]] {
        let output = clarion(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(text(&output.stderr).contains(&port), "{}", text(&output.stderr));
    }
    let nonsense = clarion(&["rehearse", "--serve", "--json"]).output().unwrap();
    assert_eq!(nonsense.status.code(), Some(2));
}

/// What the README's transcript shows is what the program tells: a stopped child leaves no folder behind either.
#[cfg(unix)]
#[test]
fn interrupting_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let story = format!("{OPENING}store is locked\njo: /help\nstore is locked\n");
    std::fs::write(folder.path().join("long.story"), story).unwrap();
    let path = folder.path().join("long.story");
    let kept = folder.path().join("tmp");
    std::fs::create_dir(&kept).unwrap();
    let mut child = clarion(&["rehearse", Path::new(&path).to_str().unwrap()]).env("TMPDIR", &kept).spawn().unwrap();
    let mut first = [0_u8; 1];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130), "{status}");
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 0, "the folder is gone");
}
