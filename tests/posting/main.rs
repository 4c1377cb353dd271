//! The posting engine against a channel that fails in every way: a post goes out once.

#![allow(clippy::unwrap_used)]

mod announcements;
mod channel;
mod chaos;
mod checkins;
mod for_stewards;
mod forums;
mod hands;
mod leases;
mod notices;
mod nudges;
mod outage;
mod own;
mod private_thanks;
mod rights;
mod scene;
mod steps;
mod suggestions;
mod threads;
mod uncertain;
