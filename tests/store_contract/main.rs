//! What every engine of the store has to keep, run on each: on SQLite always, on PostgreSQL where
//! `CLARION_TEST_POSTGRES` names a server (`postgres://user@host:port/database`), else with a visible skip.

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod account;
mod calendar;
mod calendar_model;
mod checkins;
mod claims;
mod contact;
mod deck;
mod digest;
mod engines;
mod erasing;
mod following;
mod forgetting;
mod fresh_count;
mod given_here;
mod giving;
mod interactions;
mod keeping;
mod migrations;
mod moved;
mod notices;
mod nudges;
mod opening;
mod pages;
mod pausing;
mod postgres_only;
mod quiz;
mod receiving;
mod recognition;
mod recognition_model;
mod recounting;
mod reflections;
mod reports;
mod roster;
mod schedules;
mod series;
mod servers;
mod sqlite_only;
mod threads;
mod untried;
mod vacuuming;
