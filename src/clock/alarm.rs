//! One loop's sleep: until an instant, or until somebody rings because something nearer came up.
//!
//! The posting loop rests here instead of polling. A [`Bell`] rung while the loop is at work is kept, so nothing that
//! was added in the meantime waits for the next due instant.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;

use super::now::{Clock, Shared};

/// The longest stretch slept in one piece on the machine's clock. A laptop that slept, or a clock that was set,
/// moves the calendar under a sleeping timer; looking again every half minute bounds how late that is noticed.
const LONGEST_NAP: Duration = Duration::from_secs(30);

/// A place to rest for one owner. Its owner counts as at work from the moment it is made until it waits.
#[derive(Debug)]
pub struct Alarm {
    clock: Clock,
    wake: Arc<Notify>,
    stepped: Option<(Arc<Shared>, u64)>,
}

/// Wakes the owner of an [`Alarm`] early. Cheap to clone; ringing twice before the owner wakes is ringing once.
#[derive(Clone, Debug)]
pub struct Bell {
    wake: Arc<Notify>,
    stepped: Option<(Arc<Shared>, u64)>,
}

/// Why [`Alarm::wait`] returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The instant has come.
    Due,
    /// Somebody rang.
    Rung,
}

impl Alarm {
    /// A new alarm on `clock`.
    pub fn new(clock: &Clock) -> Self {
        let wake = Arc::new(Notify::new());
        let stepped = clock.stepped_state().map(|shared| {
            let key = shared.register(Arc::clone(&wake));
            (shared, key)
        });
        Self { clock: clock.clone(), wake, stepped }
    }

    /// What others ring to wake this alarm's owner.
    pub fn bell(&self) -> Bell {
        Bell { wake: Arc::clone(&self.wake), stepped: self.stepped.clone() }
    }

    /// Rests until `until` (for ever where it is `None`) or until the bell rings. Cancel safe: a ring that arrives
    /// while nobody waits is kept for the next wait, and an owner that stops waiting counts as at work again.
    pub async fn wait(&mut self, until: Option<Timestamp>) -> Woken {
        let _resting = Resting(self.stepped.as_ref());
        let woken = loop {
            let due = match &self.stepped {
                Some((shared, key)) => shared.rest(*key, until),
                None => until.is_some_and(|until| until <= self.clock.now()),
            };
            if due {
                break Woken::Due;
            }
            let rung = match (&self.stepped, until) {
                // A hand also notifies when the instant has come; the look above tells the two apart.
                (Some((shared, key)), _) => {
                    self.wake.notified().await;
                    shared.was_rung(*key)
                }
                (None, Some(until)) => {
                    let left = Duration::try_from(until - self.clock.now()).unwrap_or(Duration::ZERO);
                    tokio::time::timeout(left.min(LONGEST_NAP), self.wake.notified()).await.is_ok()
                }
                (None, None) => {
                    self.wake.notified().await;
                    true
                }
            };
            if rung {
                break Woken::Rung;
            }
        };
        if let Some((shared, key)) = &self.stepped {
            shared.heard(*key);
        }
        woken
    }
}

/// Held by an owner while it waits, however that ends.
struct Resting<'a>(Option<&'a (Arc<Shared>, u64)>);

impl Drop for Resting<'_> {
    fn drop(&mut self) {
        if let Some((shared, key)) = self.0 {
            shared.rise(*key);
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some((shared, key)) = &self.stepped {
            shared.forget(*key);
        }
    }
}

impl Bell {
    /// Wakes the owner, now or at its next wait.
    pub fn ring(&self) {
        if let Some((shared, key)) = &self.stepped {
            shared.ring(*key);
        }
        self.wake.notify_one();
    }
}
