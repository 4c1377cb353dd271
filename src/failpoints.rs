//! Places where a test stops the program, to kill it there: before, in and after every writing transaction of the store.
//! Compiled with the cargo feature `failpoints` alone.
//!
//! `CLARION_FAILPOINT=tried:written#2` stops at the second pass of that place: it is told on standard error, and then
//! this thread waits for its end. A signal from outside ends it as a power cut would, so that nothing is rolled back by
//! code of ours.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the environment asks for: a place, and at which pass of it to stop.
const ASKED: &str = "CLARION_FAILPOINT";

/// Passes the place `step` of a function, which is named by the type of something defined in it.
pub(crate) fn pass(within: &str, step: &str) {
    static ARMED: Once = Once::new();
    ARMED.call_once(arm);
    let function = within.trim_end_matches("::{{closure}}").rsplit("::").next().unwrap_or(within);
    fail::fail_point!(&format!("{function}:{step}"));
}

fn arm() {
    let Ok(asked) = std::env::var(ASKED) else { return };
    let (place, pass) = asked.split_once('#').unwrap_or((&asked, "1"));
    let before = AtomicUsize::new(pass.parse().unwrap_or(1));
    let told = format!("stopped at {place}");
    let stop = move || {
        if before.fetch_sub(1, Ordering::SeqCst) == 1 {
            eprintln!("{told}");
            loop {
                std::thread::park();
            }
        }
    };
    if let Err(fault) = fail::cfg_callback(place, stop) {
        eprintln!("no failpoint at {place}: {fault}");
    }
}
