//! Every fault that Clarion promises to live through, and where that is proved.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod database;
mod down;
mod gateway;
mod members;
mod names;
mod posts;

use std::path::Path;

/// A fault, the file that proves it, and the test's function or the story's line there.
const PROOFS: [(&str, &str, &str); 43] = [
    ("429, a number with a fraction", "tests/faults/posts.rs", "whatever_answers_a_post_it_is_there_once"),
    ("429, no header", "tests/faults/posts.rs", "whatever_answers_a_post_it_is_there_once"),
    ("429, a header of rubbish", "tests/faults/posts.rs", "whatever_answers_a_post_it_is_there_once"),
    ("429, a huge wait", "tests/gate/limits.rs", "a_global_rate_limit_holds_everything_and_huge_waits_are_cut"),
    ("429, every reading of its header", "src/discord/gate/fault.rs", "a_wait_is_read_where_it_makes_sense"),
    ("429, shared and user", "tests/gate/limits.rs", "a_rate_limit_of_one_route_holds_that_route_alone_whoevers_it_is"),
    ("429, global", "tests/gate/limits.rs", "a_global_rate_limit_holds_everything_and_huge_waits_are_cut"),
    (
        "429, of something in front of Discord",
        "tests/gate/limits.rs",
        "a_rate_limit_that_is_none_of_discords_holds_everything",
    ),
    ("429 for an answer", "tests/faults/posts.rs", "whatever_a_first_answer_meets_it_is_there_once"),
    ("500, 502, 503, 504 for a post", "tests/faults/posts.rs", "whatever_answers_a_post_it_is_there_once"),
    ("500, 502, 503, 504 for an answer", "tests/faults/posts.rs", "whatever_a_first_answer_meets_it_is_there_once"),
    ("HTML with 502", "tests/faults/posts.rs", "whatever_answers_a_post_it_is_there_once"),
    ("HTML with 200", "tests/faults/posts.rs", "whatever_answers_a_post_it_is_there_once"),
    ("HTML for an answer", "tests/faults/posts.rs", "whatever_a_first_answer_meets_it_is_there_once"),
    ("retries keep no step", "src/discord/gate/exchange.rs", "no_two_requests_are_tried_again_in_step"),
    ("an answer after the time limit", "tests/faults/posts.rs", "an_answer_after_the_time_limit_makes_no_second_post"),
    ("a lost answer", "tests/faults/posts.rs", "whatever_answers_a_post_it_is_there_once"),
    (
        "a lost answer, and a power cut behind it",
        "src/rehearsal/story/first-day.story",
        "power cut in the middle of the next post",
    ),
    ("401 at the start", "tests/life.rs", "a_refused_token_ends_it_with_a_reason"),
    ("401 in the middle", "tests/faults/posts.rs", "a_token_refused_in_the_middle_stops_everything_and_says_so"),
    ("4014, for members that the operator wants", "tests/life.rs", "members_that_discord_refuses_end_nothing"),
    ("op 7", "tests/faults/gateway.rs", "asked_to_reconnect"),
    ("op 9, resumable", "tests/faults/gateway.rs", "invalid_but_resumable"),
    ("op 9, not resumable", "tests/faults/gateway.rs", "invalid_for_good"),
    ("a resume that is refused", "tests/faults/gateway.rs", "refused_to_resume"),
    ("a dropped socket", "tests/faults/gateway.rs", "dropped"),
    ("a zombie socket", "tests/faults/gateway.rs", "a_dead_connection_is_noticed_and_left"),
    (
        "a gateway out of reach",
        "tests/life.rs",
        "a_gateway_that_was_out_of_reach_is_found_again_long_before_the_next_heartbeat",
    ),
    ("refused connections", "tests/faults/down.rs", "where_nobody_listens_posts_wait_and_come_once"),
    (
        "a Discord that is down",
        "tests/faults/down.rs",
        "while_discord_is_down_posts_leave_it_alone_and_people_are_answered",
    ),
    (
        "a Discord that is down, in the log",
        "tests/breaker_log.rs",
        "the_log_tells_once_that_discord_is_down_and_once_that_it_is_back",
    ),
    ("a network that is down", "tests/stories/network.story", "network down"),
    ("one broken channel", "tests/gate/breaker.rs", "a_channel_that_fails_while_others_do_not_stops_nobody"),
    (
        "one server whose members cannot be read",
        "tests/faults/members.rs",
        "a_server_whose_members_cannot_be_read_holds_up_no_other",
    ),
    (
        "names that come too late",
        "tests/faults/names.rs",
        "whoever_discord_names_too_late_is_someone_and_the_answer_is_in_time",
    ),
    ("a line of posts before an answer", "tests/faults/down.rs", "an_answer_does_not_wait_behind_a_line_of_posts"),
    (
        "a locked database",
        "tests/faults/database.rs",
        "while_the_database_is_locked_everybody_is_answered_within_two_and_a_half_seconds",
    ),
    ("a full disk, in the store", "src/store/connection.rs", "a_full_disk_undoes_and_is_said_so"),
    (
        "a full disk, for people and posts",
        "tests/disk_full.rs",
        "on_a_full_disk_people_are_told_and_the_post_comes_when_there_is_room",
    ),
    ("a clock set forward by a day", "tests/stories/clock-set.story", "the clock is set to 2026-11-24 10:00"),
    ("a clock set back by a day", "tests/stories/clock-set.story", "the clock is set back to 2026-11-23 08:30"),
    (
        "a clock set forward or back by a day, and a crash in between",
        "tests/posting/uncertain.rs",
        "a_clock_stepped_a_day_either_way_around_a_crash_doubles_and_loses_nothing",
    ),
    ("a text that does not say whom it pings", "tests/stand_in/messages.rs", "whom_a_text_pings_has_to_be_said"),
];

/// A proof that was renamed or taken away would leave its promise behind.
#[test]
fn every_named_fault_has_its_proof() {
    for (fault, file, proof) in PROOFS {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
        let text = text.unwrap_or_else(|error| panic!("{fault}: {file}: {error}"));
        let named = if file.ends_with(".story") {
            text.lines().any(|line| line.trim() == proof)
        } else {
            text.contains(&format!("fn {proof}(")) || text.contains(&format!("#[case::{proof}("))
        };
        assert!(named, "{fault}: nothing in {file} is called {proof}");
    }
}
