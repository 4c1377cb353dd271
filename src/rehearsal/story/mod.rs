//! The story language: a day in a workspace, told a line at a time, played on the stand-in and checked as it goes.
//!
//! `docs/stories.md` is its reference.

mod checking;
mod deeds;
mod fault;
mod keyboard;
mod line;
mod moment;
mod noticing;
mod parse;
mod pattern;
mod plain;
mod player;
mod process;
mod setting;
mod shown;
mod stage;
mod transcript;
mod troubling;
mod words;

pub use fault::{Fault, Problem};
pub use keyboard::{HELP, Typed, typed};
pub use line::{
    Calendar, ChannelChange, Cut, Deed, Expectation, FilePart, GatewayTrouble, Holds, Line, On, Place, RestFault,
    Scene, Start, Statement, Story, Stretch, Target, Trouble, Which, Whom,
};
pub use parse::statement;
pub use pattern::Pattern;
pub use plain::visible;
pub use player::{Options, Player, Stop};
pub use process::{Bot, Ending, Launch, Life, Process};
pub use setting::furnish;
pub use shown::{Attached, Block, Button, Menu, Shown};
pub use transcript::{Audience, Json, Nobody, Text, Told, What};
