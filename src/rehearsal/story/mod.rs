//! The story language: a day in a workspace, told a line at a time, played on the stand-in and checked as it goes.
//!
//! `docs/stories.md` is its reference.

mod fault;
mod line;
mod parse;
mod pattern;
mod words;

pub use fault::{Fault, Problem};
pub use line::{
    Calendar, ChannelChange, Cut, Deed, Expectation, GatewayTrouble, Line, On, Place, RestFault, Scene, Start,
    Statement, Story, Stretch, Target, Trouble, Which, Whom,
};
pub use pattern::Pattern;
