//! How a process that was asked to do one thing dies over it, at a step.

use std::time::Duration;

use clarion::rehearsal::StandIn;
use clarion::rehearsal::faults::{Faults, Held};
use rand::RngExt;
use rand::rngs::StdRng;

use crate::process::Processes;
use crate::step::{At, Step};
use crate::trial::{Came, Outcome, PATIENCE, after, quiet, watch};

/// Holds the request of the step, where it is one.
pub fn hold(faults: &Faults, step: Step) -> Option<Held> {
    match step {
        Step::Request(asked, At::Arrived | At::Crossing) => Some(faults.hold(asked.fault())),
        Step::Request(asked, _) => Some(faults.hold(asked.fault().after_effect())),
        _ => None,
    }
}

/// Waits until the process has come to the step, or for an instant where that is any, and kills it there. What it is in the
/// middle of is done or not, as the step has it.
///
/// # Errors
/// What it did instead.
pub async fn die(
    (step, instant): (Step, Duration),
    held: Option<Held>,
    stand_in: &StandIn,
    processes: &mut Processes,
    outcome: &mut Outcome,
    random: &mut StdRng,
) -> Result<(), String> {
    let reached = async {
        match (&held, step) {
            (Some(held), _) => {
                if !held.waiting(1, PATIENCE).await {
                    // Then the watch tells that it never came.
                    std::future::pending::<()>().await;
                }
            }
            (None, Step::AnyInstant) => after(instant).await,
            // The process itself tells.
            _ => std::future::pending().await,
        }
    };
    // No occurrence's end ends such a life.
    match watch(processes, reached, usize::MAX, true).await {
        Came::ToTheStep => outcome.killed_at.push(step),
        Came::Wrong(what) => return Err(format!("it did not come to the step: {what}")),
        Came::ToRest => {}
    }
    match step {
        Step::Request(_, At::Crossing) => drop(held),
        Step::Request(_, At::Answered) => {
            drop(held);
            quiet(processes, Duration::from_millis(random.random_range(0..6))).await;
        }
        _ => {
            processes.kill_all();
            // Whoever is dead answers nothing: what has not arrived is dropped.
            if !stand_in.in_flight().idle(PATIENCE).await {
                outcome.faults.push("a request outlived its sender".to_owned());
            }
            drop(held);
        }
    }
    processes.kill_all();
    Ok(())
}
