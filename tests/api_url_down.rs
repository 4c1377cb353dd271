//! A bot whose `api_url` is down, or answers rubbish, dials nobody else: the real program, watched from outside.
//!
//! Where the system allows it (Linux, user namespaces), the program runs in a network of its own in which Discord's
//! names lead to a trap, so that any attempt at all would be caught; elsewhere that part says that it was skipped. The
//! trap for proxies of the environment works everywhere.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};

use clarion::clock::Clock;
use clarion::rehearsal::{StandIn, StandInOptions};
use common::skip::skipped;
use common::{PATIENCE, Reply, Scripted};
use serde_json::json;

/// base64 of "40", and the rest.
const TOKEN: &str = "NDA.Gabcde.sesame-open-up";

/// The program at work; killed when it is dropped.
struct Program {
    child: Child,
    lines: Receiver<String>,
}

impl Program {
    fn start(folder: &Path, api_url: &str, token: &str, environment: &[(&str, String)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clarion"))
            .arg("run")
            .current_dir(folder)
            .env_clear()
            .env("DISCORD_TOKEN", token)
            .env("CLARION_DISCORD__API_URL", api_url)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (told, lines) = channel();
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| told.send(line)));
        Self { child, lines }
    }

    /// Waits until the log has said this so often. A program that ended has failed.
    fn says(&self, words: &str, times: usize) {
        let mut log = Vec::new();
        let mut left = times;
        while left > 0 {
            let Ok(line) = self.lines.recv_timeout(PATIENCE * 2) else { panic!("'{words}' is missing in {log:#?}") };
            left -= usize::from(line.contains(words));
            log.push(line);
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A listener that counts who comes.
struct Trap {
    address: SocketAddr,
    caught: Arc<AtomicUsize>,
}

impl Trap {
    fn set(address: &str) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let caught = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&caught);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                drop(stream);
            }
        });
        Self { address, caught }
    }

    fn caught(&self) -> usize {
        self.caught.load(Ordering::SeqCst)
    }

    /// A trap that catches nobody proves nothing: this one does.
    fn works(&self, at: impl ToSocketAddrs) {
        let before = self.caught();
        let mut stream = TcpStream::connect(at).unwrap();
        let _ = stream.read(&mut [0]);
        assert!(self.caught() > before);
        self.caught.store(0, Ordering::SeqCst);
    }
}

/// The ways in which an API can be down while its port answers.
fn rubbish() -> [(&'static str, Reply); 4] {
    [
        ("500", Reply::json(500, &json!({"message": "500: Internal Server Error", "code": 0}))),
        ("a page", Reply::html(200)),
        ("a page with 502", Reply::html(502)),
        ("no gateway in it", Reply::json(200, &json!({"url": "https://discord.com", "shards": 1}))),
    ]
}

/// Nobody listens there.
fn closed_port() -> String {
    format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
}

/// Runs the program against every kind of trouble; `check` looks at the traps after each.
async fn in_every_trouble(environment: &[(&str, String)], check: impl Fn(&str)) {
    let asking_again = "the API does not say where its gateway is";
    let folder = tempfile::tempdir().unwrap();
    Program::start(folder.path(), &closed_port(), TOKEN, environment).says(asking_again, 1);
    check("a closed port");
    for (name, reply) in rubbish() {
        let api = Scripted::start([reply]).await;
        let program = Program::start(folder.path(), &api.address, TOKEN, environment);
        program.says(asking_again, 1);
        drop(program);
        for seen in api.seen() {
            assert_eq!(seen.line, "GET /api/v10/gateway/bot", "{name}");
        }
        check(name);
    }
    // An API that was there and is gone: the connection is taken up again there and nowhere else.
    let stand_in = StandIn::start(StandInOptions::new(Clock::system())).await.unwrap();
    let program = Program::start(folder.path(), &stand_in.api_url(), stand_in.token(), environment);
    assert!(stand_in.gateway().wait_connected(1, PATIENCE).await);
    stand_in.stop();
    program.says("Err starting shard", 2);
    drop(program);
    check("an API that is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_the_environment_names_is_not_used() {
    let trap = Trap::set("127.0.0.1:0");
    trap.works(trap.address);
    let proxy = format!("http://{}", trap.address);
    let environment = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .map(|name| (name, proxy.clone()));
    in_every_trouble(&environment, |trouble| assert_eq!(trap.caught(), 0, "{trouble}")).await;
}

/// Set where the tests run inside of the network below.
const INSIDE: &str = "CLARION_TEST_INSIDE_A_NETWORK_OF_ITS_OWN";

/// Every name that a bot could look for Discord by.
const NAMES: [&str; 7] = [
    "discord.com",
    "gateway.discord.gg",
    "discord.gg",
    "discordapp.com",
    "gateway-us-east1-b.discord.gg",
    "canary.discord.com",
    "cdn.discordapp.com",
];

#[test]
fn nobody_else_is_dialled() {
    if std::env::var_os(INSIDE).is_some() {
        return;
    }
    let test = std::env::current_exe().unwrap();
    let possible = Command::new("unshare").args(["-rnm", "sh", "-c", "ip link set lo up"]).output();
    if !possible.as_ref().is_ok_and(|output| output.status.success()) {
        return skipped(&format!("this system gives no network of its own (unshare -rnm, ip): {possible:?}"));
    }
    let inside = Command::new("unshare")
        .args(["-rnm", "--"])
        .arg(test)
        .args(["--exact", "inside_a_network_of_its_own", "--ignored", "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&inside.stdout) + String::from_utf8_lossy(&inside.stderr);
    assert!(inside.status.success() && told.contains("1 passed"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by nobody_else_is_dialled, in a network of its own"]
async fn inside_a_network_of_its_own() {
    assert!(std::env::var_os(INSIDE).is_some(), "this test is run by another");
    let hosts = tempfile::NamedTempFile::new().unwrap();
    let lines: String = NAMES.iter().map(|name| format!("127.0.0.1 {name}\n")).collect();
    std::fs::write(hosts.path(), lines).unwrap();
    for command in
        [vec!["ip", "link", "set", "lo", "up"], vec!["mount", "--bind", hosts.path().to_str().unwrap(), "/etc/hosts"]]
    {
        assert!(Command::new(command[0]).args(&command[1..]).status().unwrap().success(), "{command:?}");
    }
    let traps = [Trap::set("127.0.0.1:443"), Trap::set("127.0.0.1:80")];
    for name in NAMES {
        traps[0].works((name, 443));
    }
    traps[1].works((NAMES[0], 80));
    in_every_trouble(&[], |trouble| {
        for trap in &traps {
            assert_eq!(trap.caught(), 0, "{trouble}: somebody dialled {}", trap.address);
        }
    })
    .await;
    // And the traps would have caught it: without the setting, the same program dials Discord.
    let folder = tempfile::tempdir().unwrap();
    Program::start(folder.path(), "", TOKEN, &[]).says("the API does not say where its gateway is", 1);
    assert!(traps[0].caught() > 0);
}
