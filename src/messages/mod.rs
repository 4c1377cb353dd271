//! What Clarion shows on Discord: its cards, its buttons' ids, and every sentence that is not in `prompts/`.
//!
//! Posting and commands both speak through this room, so a prompt looks the same whether it was scheduled, asked for or
//! previewed, and a sentence is changed in one place.

mod access;
mod account;
mod announcement;
mod balance;
mod card;
mod commitment;
mod contrast;
mod custom_id;
mod daily;
mod deck;
mod digest;
mod drawing;
mod essay;
mod file;
mod givers;
mod giving;
mod help;
mod keep;
pub mod me;
mod notice;
mod nudge;
mod pictures;
mod privacy;
mod prompt;
mod quiet;
mod quiz;
mod reflection;
mod reframe;
pub mod replies;
mod rules_panel;
mod schedule_list;
mod setup_panel;
mod suggestion;
mod text;
mod welcome;
mod when;

pub use crate::picture::colour;
pub use access::Access;
pub use account::{MOST_WORDS_SHOWN, RosterRole, TODAYS, named_strengths, pulse, roster, suggestions, tells_on_nobody};
pub use announcement::{Thanks, announcement, stir, way_question, with_thank_someone};
pub use balance::{balance_delete, balance_pair, balance_picture, balance_result, balances_picture};
pub use card::Card;
pub use commitment::{
    CheckInQuestion, MOST_TO_TRY, TO_TRY, check_in, chosen_place, commitment_card, commitment_deleted, settled_card,
    try_form,
};
pub use contrast::{contrast_alone, contrast_card, two_sides};
pub use custom_id::{AccountPress, BalancePress, BalanceRun, QuizPress, QuizRun};
pub use custom_id::{
    ContactPress, CustomId, DeckPress, EssaysPress, ForeignId, GivePress, KeepPress, LONGEST_SEARCH, MOST_PICKED,
    MePage, MePress, NudgePress, PanelStep, PrivacyPress, PromptPress, QuietPress, QuietWish, Reach, ReflectPress,
    ReframePress, RulesNumbers, RulesPress, SetupChoice, TryPress,
};
pub use daily::{daily_prompt, daily_prompt_of, prompt_preview, prompt_preview_of, thread_name};
pub use deck::{
    DECK_A_SCREEN, deck_list, own_preview, own_prompt, own_thread_name, queue, shown_words, suggestion_form, take_out,
    typed,
};
pub use digest::{DIGEST_THREAD, digest, digest_preview};
pub use drawing::{Drawing, drawn};
pub use essay::essay_card;
pub use file::{File, LONGEST_DESCRIPTION, MOST_FILE_BYTES, MOST_FILES, Packed};
pub use givers::{GIVERS_A_SCREEN, givers};
pub use giving::{Asking, given};
pub use help::{HelpFor, help};
pub use keep::{
    IN_A_MENU, KEEP_WORDS, MOST_REASON, amend_form, announcement_today, given_card, keep_row, private_thanks,
    received_card, report_card, report_form, void_form, with_removed,
};
pub use notice::{Notice, NoticeNews, notice};
pub use nudge::{nudge, nudge_button, nudge_chosen, to_the_server};
pub use pictures::{YearOf, givers_bars, givers_picture, year_picture};
pub use privacy::{
    MOST_SERVERS, MyData, counted_again, erase_server_question, forget_question, my_data, named_question, pausing,
};
pub use prompt::{TodayOf, any_prompt, prompt_page, today};
pub use quiet::{quiet_answered, quiet_times};
pub use quiz::{
    QUIZ_THREAD, quiz_counts, quiz_invitation, quiz_invitation_preview, quiz_moment, quiz_reading, quiz_result,
};
pub use reflection::{
    WORDS as REFLECTION_WORDS, change_form, delete_question, reflection_card, reflection_deleted, reflection_form,
    share_question, shared_reflection, words_back,
};
pub use reframe::reframed;
pub use rules_panel::{
    DAYS_BOX, HOURS_BOX, NO_END, PEOPLE_BOX, STRENGTHS_BOX, numbers_form, rules_panel, shown_strengths, strengths_form,
};
pub use schedule_list::{ShownSchedule, outcomes_shown, schedule_list};
pub use setup_panel::{SetupPanel, chosen_days, setup_done};
pub use suggestion::{MOST_SAID, SAID, deck_answer, decline_form, own_suggestion, suggested};
pub use text::{clip, escape, quote, unescape};
pub use welcome::{INTRODUCTION, Keeps, hello, introduction, privacy_line, welcome_back};
pub use when::{WEEK, day_in_words, days_in_words, full_date, moment_in_words, own_zone, rhythm, wall_time};
