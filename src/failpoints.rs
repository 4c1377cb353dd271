//! Places where a test stops the program, to kill it there: before, in and after every writing transaction of the store.
//! Compiled with the cargo feature `failpoints` alone.
//!
//! `CLARION_FAILPOINT=posted:written#2` stops at the second pass of that place: it is told on standard error, and then
//! this thread waits for its end. A signal from outside ends it as a power cut would, so that nothing is rolled back by
//! code of ours.
//!
//! `CLARION_FAILPOINTS_TOLD=1` has each first place of a function told on standard error when it is first passed
//! (`passed posted:begin`), so that a test knows which there are.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once, OnceLock, PoisonError};

/// What the environment asks for: a place, and at which pass of it to stop.
const ASKED: &str = "CLARION_FAILPOINT";
const TOLD: &str = "CLARION_FAILPOINTS_TOLD";

/// Passes the place `step` of a function, which is named by the type of something defined in it.
pub(crate) fn pass(within: &str, step: &str) {
    static ARMED: Once = Once::new();
    ARMED.call_once(arm);
    let place = format!("{}:{step}", function_in(within));
    if step == "begin" {
        tell(&place);
    }
    fail::fail_point!(&place);
}

fn tell(place: &str) {
    static PASSED: OnceLock<Option<Mutex<BTreeSet<String>>>> = OnceLock::new();
    let passed = PASSED.get_or_init(|| std::env::var_os(TOLD).map(|_| Mutex::default()));
    if let Some(passed) = passed
        && passed.lock().unwrap_or_else(PoisonError::into_inner).insert(place.to_owned())
    {
        eprintln!("passed {place}");
    }
}

/// The name of the innermost function in a type's path such as `clarion::store::Store>::tried<F>::{{closure}}`.
fn function_in(path: &str) -> &str {
    let path = path.trim_end_matches("::{{closure}}");
    let mut depth = 0;
    let generics = path.rfind(|letter| {
        depth += i32::from(letter == '>') - i32::from(letter == '<');
        depth == 0
    });
    let path = if path.ends_with('>') { &path[..generics.unwrap_or(path.len())] } else { path };
    path.rsplit("::").next().unwrap_or(path)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_after_the_function_around_it() {
        assert_eq!(function_in("clarion::store::claims::<impl clarion::store::Store>::tried::{{closure}}"), "tried");
        assert_eq!(function_in("a::<impl b::C>::choose<d::E<F>, g::{{closure}}>::{{closure}}::{{closure}}"), "choose");
    }
}
