//! Every press that carries a row's id: whose row it is, and as whom else it is tried.

use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};
use serenity::model::id::{GuildId, UserId};

use crate::bench::{Bench, ELSEWHERE, HARBOUR, JO, MIRA};
use crate::rows::{
    balance, commitment, deck_prompt, declined, nudge, received, recognition, reflection, report, schedule, suggestion,
};

/// Somebody's own: tried as another person and in another server.
pub const PERSON: &[(GuildId, UserId)] = &[(HARBOUR, MIRA), (ELSEWHERE, JO), (ELSEWHERE, MIRA)];

/// A server's: tried in another one, by somebody who manages both.
pub const SERVER: &[(GuildId, UserId)] = &[(ELSEWHERE, JO), (ELSEWHERE, MIRA)];

/// A press that carries a row's id.
pub struct Case {
    /// Its variants in `src/messages/custom_id/`, as `Enum::Variant`.
    pub name: &'static str,
    /// Makes Jo's row in the harbour, with [`SECRET`] in it, and says its id.
    pub row: for<'a> fn(&'a Bench) -> LocalBoxFuture<'a, String>,
    /// The press, choice or form of that person. The server is filled in.
    pub act: fn(&Bench, UserId, &str) -> Value,
    /// As whom else it is tried.
    pub outsiders: &'static [(GuildId, UserId)],
}

pub const CASES: &[Case] = &[
    Case {
        name: "ReflectPress::Pick",
        row: reflection,
        act: |bench, who, id| bench.choose(who, "c1.reflect.pick", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::Show",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.show", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::Share",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.share", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::ShareNow",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.share-now", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::Changed",
        row: reflection,
        act: |bench, who, id| form(bench, who, "reflect.changed", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::Delete",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.delete", id),
        outsiders: PERSON,
    },
    Case {
        name: "ReflectPress::DeleteNow",
        row: reflection,
        act: |bench, who, id| press(bench, who, "reflect.delete-now", id),
        outsiders: PERSON,
    },
    Case {
        name: "BalancePress::Delete",
        row: balance,
        act: |bench, who, id| press(bench, who, "balance.delete", id),
        outsiders: PERSON,
    },
    Case {
        name: "BalancePress::DeleteForGood",
        row: balance,
        act: |bench, who, id| press(bench, who, "balance.delete-for-good", id),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Day",
        row: commitment,
        act: |bench, who, id| bench.choose(who, &format!("c1.try.day.{id}"), &["2026-11-24"]),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Place",
        row: commitment,
        act: |bench, who, id| bench.choose(who, &format!("c1.try.place.{id}"), &["direct"]),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Pick",
        row: commitment,
        act: |bench, who, id| bench.choose(who, "c1.try.pick", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Settle",
        row: commitment,
        act: |bench, who, id| press(bench, who, "try.kept", id),
        outsiders: PERSON,
    },
    Case {
        name: "TryPress::Delete",
        row: commitment,
        act: |bench, who, id| press(bench, who, "try.delete", id),
        outsiders: PERSON,
    },
    Case {
        name: "DeckPress::Hear",
        row: suggestion,
        act: |bench, who, id| press(bench, who, "deck.hear", id),
        outsiders: PERSON,
    },
    Case {
        name: "DeckPress::Mine",
        row: suggestion,
        act: |bench, who, id| bench.choose(who, "c1.deck.mine", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "DeckPress::PutAway",
        row: declined,
        act: |bench, who, id| press(bench, who, "deck.put-away", id),
        outsiders: PERSON,
    },
    Case {
        name: "QuietPress",
        row: schedule,
        act: |bench, who, id| press(bench, who, &format!("quiet.stop.{id}"), id),
        outsiders: SERVER,
    },
    Case {
        name: "CustomId::ThankWay",
        row: recognition,
        act: |bench, who, id| press(bench, who, &format!("thank-way.{id}"), "expert"),
        outsiders: PERSON,
    },
    Case {
        name: "GivePress::Strengths",
        row: recognition,
        act: |bench, who, id| bench.choose(who, &format!("c1.give.strengths.{id}"), &["Going first"]),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Undo",
        row: recognition,
        act: |bench, who, id| press(bench, who, "keep.undo", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Amend",
        row: recognition,
        act: |bench, who, id| press(bench, who, "keep.amend", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Amended",
        row: recognition,
        act: |bench, who, id| form(bench, who, "keep.amended", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::PickGiven",
        row: recognition,
        act: |bench, who, id| bench.choose(who, "c1.keep.pick-given", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::PickGot",
        row: received,
        act: |bench, who, id| bench.choose(who, "c1.keep.pick-got", &[id]),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::About",
        row: received,
        act: |bench, who, id| press(bench, who, "keep.about", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Hide",
        row: received,
        act: |bench, who, id| press(bench, who, "keep.hide", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Announce",
        row: received,
        act: |bench, who, id| press(bench, who, "keep.announce-none", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::NotFrom",
        row: received,
        act: |bench, who, id| press(bench, who, "keep.not-from", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Reported",
        row: received,
        act: |bench, who, id| form(bench, who, "keep.reported", id),
        outsiders: PERSON,
    },
    Case {
        name: "KeepPress::Voided",
        row: report,
        act: |bench, who, id| form(bench, who, "keep.voided", id),
        outsiders: SERVER,
    },
    Case {
        name: "KeepPress::Close",
        row: report,
        act: |bench, who, id| press(bench, who, "keep.close", id),
        outsiders: SERVER,
    },
    Case {
        name: "CustomId::PostNow",
        row: schedule,
        act: |bench, who, id| press(bench, who, "post-now", id),
        outsiders: SERVER,
    },
    Case {
        name: "CustomId::SeeWeek",
        row: schedule,
        act: |bench, who, id| press(bench, who, "see-week", id),
        outsiders: SERVER,
    },
    Case {
        name: "CustomId::TryAgain",
        row: schedule,
        act: |bench, who, id| press(bench, who, "try-again", id),
        outsiders: SERVER,
    },
];

/// A server's deck: whoever manages it sees all of it. One message shows one suggestion after the other, so a press that
/// finds nothing in this server changes that message into words that say so.
pub const DECK: &[Case] = &[
    Case {
        name: "KeepPress::NextReport",
        row: report,
        act: |bench, who, id| press(bench, who, "keep.next-report", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Look",
        row: suggestion,
        act: |bench, who, id| press(bench, who, "deck.look", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Approve",
        row: suggestion,
        act: |bench, who, id| press(bench, who, "deck.approve", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Mended",
        row: suggestion,
        act: |bench, who, id| mended(form(bench, who, "deck.mended", id)),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Decline",
        row: suggestion,
        act: |bench, who, id| press(bench, who, "deck.decline", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Declined",
        row: suggestion,
        act: |bench, who, id| form(bench, who, "deck.declined", id),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::Pick",
        row: deck_prompt,
        act: |bench, who, id| bench.choose(who, "c1.deck.pick", &[id]),
        outsiders: SERVER,
    },
    Case {
        name: "DeckPress::TakeOut",
        row: deck_prompt,
        act: |bench, who, id| press(bench, who, "deck.take-out", id),
        outsiders: SERVER,
    },
    Case {
        name: "NudgePress::Suggest",
        row: nudge,
        act: |bench, who, id| press(bench, who, "nudge.suggest", id),
        outsiders: PERSON,
    },
    Case {
        name: "NudgePress::Stop",
        row: nudge,
        act: |bench, who, id| press(bench, who, "nudge.stop", id),
        outsiders: PERSON,
    },
];

/// Presses that carry an id of which nothing is shown and nothing is changed.
pub const NOBODYS: &[(&str, &str)] = &[
    ("CustomId::TwoSides", "the mark of a public post"),
    ("CustomId::SetUp", "the mark of a public post"),
    ("CustomId::Help", "the mark of a public post"),
    (
        "CustomId::ShowSchedules",
        "the mark of a post; the server is the one where it is pressed, or the notice's own, asked of Discord",
    ),
    ("CustomId::ThankToo", "the mark of a public post"),
    ("KeepPress::Report", "opens an empty form; whose it is is asked when that comes back"),
    ("KeepPress::Void", "opens an empty form; who may do it is asked when that comes back"),
    (
        "KeepPress::Reports",
        "the mark of a notice; the server is the one where it is pressed, or the notice's own, asked of Discord",
    ),
    ("GivePress::Someone", "the mark of a public post"),
    ("QuizPress::Week", "the mark of a public post; begins a round of whoever presses"),
    ("TryPress::Open", "the mark of a public post; opens a form with the prompt's own step"),
    ("TryPress::Words", "the mark of a public post, whose thread is taken where it is of this server"),
    ("ContactPress::Stop", "the mark of a message; whose dial it is says who presses"),
    ("DeckPress::Suggest", "the mark of a public post; opens an empty form"),
    ("DeckPress::DeclineWith", "opens an empty form"),
    ("DeckPress::Told", "the mark of a message, on a button that cannot be pressed"),
    ("DeckPress::Edit", "opens a form with the words of the message that it stands on; the row is not looked at"),
    ("ReflectPress::Write", "the mark of a public post; opens an empty form"),
    ("ReflectPress::Change", "opens a form with the words of the message that it stands on; the row is not looked at"),
];

pub fn press(bench: &Bench, who: UserId, verb: &str, id: &str) -> Value {
    bench.press(who, &format!("c1.{verb}.{id}"), true)
}

pub fn form(bench: &Bench, who: UserId, verb: &str, id: &str) -> Value {
    bench.submit(who, &format!("c1.{verb}.{id}"), "other words")
}

/// The form with a box each for a prompt's words.
fn mended(mut form: Value) -> Value {
    let rows = ["title", "question", "step"].map(|name| {
        json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": format!("another {name}") }] })
    });
    form["data"]["components"] = json!(rows);
    form
}
