//! The moments at which a process is killed.

use std::fmt;

use clarion::rehearsal::Fault;

/// Where in its work a process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// At a request of its own, seen from Discord's side.
    Request(Asked, At),
    /// The gateway has welcomed it.
    Welcomed,
    /// In a writing transaction of the store, which is named by its function (src/failpoints.rs).
    Transaction(&'static str, &'static str),
    /// At any instant of its life.
    AnyInstant,
}

/// What the request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    GatewayAddress,
    Registration,
    Post,
    /// A thread under a post that is there.
    Thread,
    /// The look in the channel for a post that may be there.
    Look,
    /// The answer to a command.
    Answer,
}

/// How far the request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// It has arrived, and is never done.
    Arrived,
    /// It has arrived, and is done while its sender dies.
    Crossing,
    /// It is done, and nobody has heard the answer.
    Done,
    /// The answer is on its way.
    Answered,
}

impl Asked {
    pub fn fault(self) -> Fault {
        match self {
            Self::GatewayAddress => Fault::on("GET", "/gateway/bot"),
            Self::Registration => Fault::on("PUT", "/applications/*/commands"),
            Self::Post => Fault::on("POST", "/channels/*/messages"),
            Self::Thread => Fault::on("POST", "/channels/*/messages/*/threads"),
            Self::Look => Fault::on("GET", "/channels/*/messages"),
            Self::Answer => Fault::on("POST", "/interactions/*/*/callback"),
        }
    }
}

/// Everything that the store writes while a post is made, from the first welcome to the record.
const TRANSACTIONS: [&str; 7] =
    ["set_command_hash", "guild_joined", "claim_due", "choose_prompt", "tried_by", "posted", "put_back"];
const PLACES: [&str; 3] = ["begin", "written", "committed"];

/// How many more trials than any other step the random instants get.
const RANDOM: usize = 6;

impl Step {
    /// All of them, as often as they are to be tried. Those inside of the process need its failpoints.
    pub fn all(failpoints: bool) -> Vec<Self> {
        use {Asked as Of, At as Is};
        let mut all = vec![Self::Welcomed];
        for asked in [Of::GatewayAddress, Of::Registration, Of::Post, Of::Thread, Of::Look] {
            // The list of commands is long: held before it is read, it outlives its sender and is done all the same.
            let never_done = |at: &Is| !(asked == Of::Registration && *at == Is::Arrived);
            all.extend(
                [Is::Arrived, Is::Crossing, Is::Done, Is::Answered]
                    .into_iter()
                    .filter(never_done)
                    .map(|at| Self::Request(asked, at)),
            );
        }
        if failpoints {
            let places = |name| PLACES.map(|place| Self::Transaction(name, place));
            all.extend(TRANSACTIONS.into_iter().flat_map(places));
        }
        all.extend([Self::AnyInstant; RANDOM]);
        all
    }

    /// The same for a thank-you: from the command to the record that it was made public.
    pub fn all_of_thanks(failpoints: bool) -> Vec<Self> {
        let mut all =
            [At::Arrived, At::Crossing, At::Done, At::Answered].map(|at| Self::Request(Asked::Answer, at)).to_vec();
        if failpoints {
            let places = |name| PLACES.map(|place| Self::Transaction(name, place));
            all.extend(["give", "posted"].into_iter().flat_map(places));
        }
        all.extend([Self::AnyInstant; RANDOM]);
        all
    }

    /// Whether it comes only where an earlier process may have posted, longer ago than Discord knows a nonce.
    pub fn needs_a_look(self) -> bool {
        matches!(self, Self::Request(Asked::Look, _))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(asked, at) => {
                let asked = match asked {
                    Asked::GatewayAddress => "question for the gateway",
                    Asked::Registration => "registration",
                    Asked::Post => "post",
                    Asked::Thread => "thread",
                    Asked::Look => "look",
                    Asked::Answer => "answer",
                };
                let at = match at {
                    At::Arrived => "arrived, never done",
                    At::Crossing => "done while the process dies",
                    At::Done => "done, answer held back",
                    At::Answered => "answered",
                };
                write!(f, "{asked}: {at}")
            }
            Self::Welcomed => f.write_str("gateway: welcomed"),
            Self::Transaction(name, place) => write!(f, "{name}: {place}"),
            Self::AnyInstant => f.write_str("any instant"),
        }
    }
}
