//! How long each text may be: our own lengths, so that a screen can be read at a glance, and Discord's, which refuses
//! what is longer.

use crate::content::Kind;

/// Discord's limits, in characters, from "Embed Limits" under Channels and from "Application Commands" and "Component
/// Reference" in its documentation.
const EMBED_TITLE: usize = 256;
const EMBED_DESCRIPTION: usize = 4096;
const EMBED_FIELD: usize = 1024;
const EMBED_TOTAL: usize = 6000;
const CHOICE_NAME: usize = 100;
const BUTTON_LABEL: usize = 80;

/// The longest address that a link button takes.
pub(super) const LINK: usize = 512;

/// What one text may be like.
pub(super) struct Rule {
    /// The most characters by our own measure.
    pub(super) most: usize,
    /// The most that Discord takes where this text is shown.
    pub(super) discord: usize,
    pub(super) question: Question,
}

/// Whether a text asks something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Exactly once.
    One,
    /// Not at all.
    None,
    /// As it likes.
    Free,
}

const TITLE: usize = 60;
const CONTRAST_TITLE: usize = 40;
const POLE: usize = 160;
const SIGN: usize = 110;
const RIGHT_WHEN: usize = 220;
const QUESTION: usize = 200;
const STEP: usize = 200;
const ARGUMENT: usize = 260;
const SUGGESTION: usize = 260;
const ESSAY_TEXT: usize = 600;
const PROMPT_TEXT: usize = 280;
const PROMPT_STEP: usize = 160;
const PROMPT_IDEA: usize = 200;
const MOMENT: usize = 240;
const WHY: usize = 260;
const END: usize = 80;
const POINT: usize = 20;
const ATTEMPT: usize = 160;
const CLOSING: usize = 300;
const SERIES_LINE: usize = 160;
// As one of a server's own list.
const STRENGTH: usize = 40;

// A title heads an embed, and stands in autocomplete (which shows 25 at a time and narrows down as somebody types) and on
// buttons that lead to the next one.
const _: () = assert!(TITLE <= EMBED_TITLE && TITLE <= CHOICE_NAME && TITLE <= BUTTON_LABEL);
// A side of a contrast fits into one field: its pole, three signs, its case, and what sets them apart.
const _: () = assert!(POLE + 3 * SIGN + RIGHT_WHEN + 100 <= EMBED_FIELD);
// A whole contrast fits into one message, with a field for what each of five essays argues.
const _: () = assert!(
    CONTRAST_TITLE + 2 * EMBED_FIELD + QUESTION + STEP + 5 * (TITLE + ARGUMENT) + SUGGESTION + 500 <= EMBED_TOTAL
);
// A prompt fits into one description.
const _: () = assert!(PROMPT_TEXT + PROMPT_STEP + PROMPT_IDEA + 200 <= EMBED_DESCRIPTION);

// A moment and its why are shown together. A point of the scale stands on a button.
const _: () = assert!(MOMENT + WHY + 200 <= EMBED_DESCRIPTION && POINT <= BUTTON_LABEL);
// A series is chosen by its title, with the number of its days behind it.
const _: () = assert!(TITLE + 20 <= CHOICE_NAME);

/// The rule for one text, named by its key with dots.
pub(super) fn rule(kind: Kind, field: &str) -> Rule {
    let rule = |most, discord, question| Rule { most, discord, question };
    let field_free = |most| rule(most, EMBED_FIELD, Question::Free);
    match (kind, field) {
        (Kind::Essay, "name") => rule(40, CHOICE_NAME, Question::None),
        (Kind::Essay, "argues" | "concedes" | "quarrels") => field_free(ESSAY_TEXT),
        (Kind::Contrast, "title") => rule(CONTRAST_TITLE, CHOICE_NAME, Question::None),
        (Kind::Contrast, "managing.pole" | "leading.pole") => field_free(POLE),
        (Kind::Contrast, "managing.monday" | "leading.monday") => field_free(SIGN),
        (Kind::Contrast, "managing.right_when" | "leading.right_when") => field_free(RIGHT_WHEN),
        (Kind::Contrast | Kind::Disagreement | Kind::Essay, "question") => rule(QUESTION, EMBED_FIELD, Question::One),
        (Kind::Contrast, "argues.text") => field_free(ARGUMENT),
        (Kind::Contrast, "suggest") => field_free(SUGGESTION),
        (Kind::Inspiration, "stir") => rule(60, BUTTON_LABEL, Question::None),
        (Kind::Disagreement, "text") => field_free(400),
        (Kind::Prompt, "text") => rule(PROMPT_TEXT, EMBED_DESCRIPTION, Question::One),
        (Kind::Prompt, "step") => rule(PROMPT_STEP, EMBED_FIELD, Question::None),
        (Kind::Prompt, "idea") => rule(PROMPT_IDEA, EMBED_FIELD, Question::None),
        (Kind::Statement, "moment") => rule(MOMENT, EMBED_DESCRIPTION, Question::None),
        (Kind::Statement, "why") => rule(WHY, EMBED_FIELD, Question::Free),
        (Kind::Pair, "managing" | "leading") => rule(END, EMBED_FIELD, Question::None),
        (Kind::Pair, "try_managing.text" | "try_leading.text") => rule(ATTEMPT, EMBED_FIELD, Question::None),
        (Kind::Opening, "scale") => rule(POINT, BUTTON_LABEL, Question::None),
        (Kind::Opening | Kind::Closing, "text") => field_free(CLOSING),
        (Kind::Strength, "name") => rule(STRENGTH, CHOICE_NAME, Question::None),
        (Kind::Strength, "idea") => rule(PROMPT_IDEA, EMBED_FIELD, Question::None),
        (Kind::Series, "line") => rule(SERIES_LINE, EMBED_FIELD, Question::None),
        (_, "title") => rule(TITLE, EMBED_TITLE, Question::None),
        (_, "step") => rule(STEP, EMBED_FIELD, Question::None),
        // Origins, and what an essay argues or we suggest about the rest.
        _ => field_free(ESSAY_TEXT),
    }
}
