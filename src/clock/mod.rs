//! The only reader of the time, and everything that turns a wall clock's words into instants.
//!
//! Every other room is told what time it is, or is handed a [`Clock`]. That is what lets the rehearsal jump to
//! tomorrow 09:00 and lets a test never wait: a stepped clock moves only when its [`Hand`] moves it, and moving it
//! returns when everybody who was waiting has done their work and is waiting again.
//!
//! Two clocks exist and are kept apart. This one is the *calendar*: due times, leases, the grace for late posts, the
//! life of an interaction token, the nonce window. How long a network request may take is a real, short
//! [`std::time::Duration`] that is handed in where the request is made. What has really passed between two instants of one
//! process, whatever the calendar was set to meanwhile, is told by [`Clock::running`].

mod alarm;
mod now;
mod schedule;
mod zone;

pub use alarm::{Alarm, Bell, Woken};
pub use now::{Busy, Clock, Hand, NotSettled};
pub use schedule::{ClockChange, Days, DaysError, LocalSchedule, LocalTime, NextOccurrence, TimeError};
pub use zone::{Zone, ZoneError};
