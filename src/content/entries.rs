//! What each kind of table holds: its keys, one after another.

use super::balance::{Attempt, Closing, Opening, Pair};
use super::kind::Kind;
use super::library::{
    Argument, Contrast, Disagreement, Essay, Idea, Inspiration, Library, Phrases, Pole, Practice, Prompt,
};
use super::quiz::Statement;
use super::series::Series;
use super::strength::Strength;
use super::table::Table;

/// Reads one table and puts what it holds into the library.
pub(super) fn read_table(kind: Kind, table: &mut Table<'_>, library: &mut Library) {
    let id = table.id();
    match kind {
        Kind::Essay => library.essays.push(Essay {
            id,
            name: table.text("name"),
            origin: table.text("origin"),
            link: table.optional_text("link"),
            argues: table.text("argues"),
            concedes: table.text("concedes"),
            quarrels: table.text("quarrels"),
            disagreements: table.ids("disagreements", Kind::Disagreement),
            question: table.text("question"),
            contrasts: table.ids("contrasts", Kind::Contrast),
            practices: table.ids("practices", Kind::Practice),
            inspirations: table.ids("inspirations", Kind::Inspiration),
            ideas: table.ids("ideas", Kind::Idea),
        }),
        Kind::Contrast => library.contrasts.push(Contrast {
            id,
            title: table.text("title"),
            essays: table.essays("essays"),
            implied: table.side("implied"),
            managing: table.inner("managing", managing).unwrap_or_else(no_pole),
            leading: table.inner("leading", leading).unwrap_or_else(no_pole),
            question: table.text("question"),
            step: table.text("step"),
            minutes: table.minutes("minutes"),
            argues: table.each("argues", |table| Argument { essay: table.essay("essay"), text: table.text("text") }),
            suggest: table.text("suggest"),
        }),
        Kind::Inspiration => library.inspirations.push(Inspiration {
            id,
            title: table.text("title"),
            stir: table.text("stir"),
            essay: table.essay("essay"),
            argues: table.text("argues"),
            suggest: table.text("suggest"),
        }),
        Kind::Practice => library.practices.push(Practice {
            id,
            title: table.text("title"),
            essay: table.essay("essay"),
            argues: table.text("argues"),
            suggest: table.text("suggest"),
            step: table.text("step"),
            minutes: table.minutes("minutes"),
        }),
        Kind::Idea => library.ideas.push(Idea {
            id,
            title: table.text("title"),
            essay: table.essay("essay"),
            argues: table.text("argues"),
            suggest: table.text("suggest"),
        }),
        Kind::Disagreement => library.disagreements.push(Disagreement {
            id,
            title: table.text("title"),
            essays: table.essays("essays"),
            text: table.text("text"),
            question: table.text("question"),
        }),
        Kind::Prompt => library.prompts.push(Prompt {
            id,
            title: table.text("title"),
            text: table.text("text"),
            step: table.text("step"),
            minutes: table.minutes("minutes"),
            theme: table.theme("theme"),
            essays: table.essays("essays"),
            idea: table.text("idea"),
        }),
        Kind::Statement => library.statements.push(Statement {
            id,
            moment: table.text("moment"),
            answer: table.answer("answer"),
            why: table.text("why"),
            essay: table.essay("essay"),
            topic: table.theme("topic"),
        }),
        Kind::Pair => library.pairs.push(Pair {
            id,
            contrast: table.contrast("contrast"),
            managing: table.text("managing"),
            leading: table.text("leading"),
            try_managing: table.inner("try_managing", attempt).unwrap_or_else(no_attempt),
            try_leading: table.inner("try_leading", attempt).unwrap_or_else(no_attempt),
        }),
        Kind::Opening => library.openings.push(Opening {
            id,
            title: table.text("title"),
            text: table.text("text"),
            scale: table.texts("scale"),
        }),
        Kind::Closing => library.closings.push(Closing {
            id,
            when: table.text("when"),
            title: table.text("title"),
            text: table.text("text"),
        }),
        Kind::Series => library.series.push(Series {
            id,
            title: table.text("title"),
            line: table.text("line"),
            theme: table.optional_theme("theme"),
            prompts: table.prompts("prompts"),
        }),
        Kind::Strength => library.strengths.push(Strength {
            id,
            name: table.text("name"),
            essay: table.essay("essay"),
            idea: table.text("idea"),
        }),
        Kind::Phrases => library.phrases.push(Phrases { id, said: table.said("said") }),
    }
}

fn managing(table: &mut Table<'_>) -> Pole {
    Pole { pole: table.text("pole"), monday: table.texts("monday"), right_when: Some(table.text("right_when")) }
}

fn leading(table: &mut Table<'_>) -> Pole {
    Pole { pole: table.text("pole"), monday: table.texts("monday"), right_when: table.optional_text("right_when") }
}

fn no_pole() -> Pole {
    Pole { pole: String::new(), monday: Vec::new(), right_when: None }
}

fn attempt(table: &mut Table<'_>) -> Attempt {
    Attempt { text: table.text("text"), minutes: table.minutes("minutes") }
}

fn no_attempt() -> Attempt {
    Attempt { text: String::new(), minutes: 1 }
}
