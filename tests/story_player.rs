//! The story player itself, played with a parrot instead of Clarion: what it accepts, what it fails, and where it says
//! the fault is.
#![allow(clippy::unwrap_used)]

mod parrot;

use std::io;
use std::sync::{Arc, Mutex};

use clarion::rehearsal::story::{Audience, Nobody, Options, Player, Stop, Story, Text, Told};

const OPENING: &str = "at 2026-11-23 08:59 Europe/Berlin\nserver \"Harbour\" with #general, #daily\n";

fn story(lines: &str) -> Story {
    Story::parse("day.story", &format!("{OPENING}{lines}")).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

async fn play_to(story: &Story, audience: &mut dyn Audience) -> Result<(), Stop> {
    let options = Options { bot: parrot::parrot(), port: None, seed: 7 };
    let mut player = Player::new(story, options, audience).await?;
    let outcome = player.play(story).await;
    player.close().await;
    outcome
}

async fn holds(lines: &str) {
    if let Err(stop) = play_to(&story(lines), &mut Nobody).await {
        panic!("{stop}");
    }
}

/// Plays a story that has to fail, and returns what it says.
async fn fails(lines: &str) -> String {
    match play_to(&story(lines), &mut Nobody).await {
        Err(Stop::Failed(fault)) => fault.to_string(),
        other => panic!("this should have failed, and was {other:?}"),
    }
}

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn transcript(lines: &str) -> String {
    let story = story(lines);
    let paper = Paper::default();
    let mut audience = Text::new(paper.clone(), story.start.zone.time_zone().clone(), false);
    play_to(&story, &mut audience).await.unwrap_or_else(|stop| panic!("{stop}"));
    String::from_utf8(paper.0.lock().unwrap().clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_handed_over_and_handed_back() {
    let lines = "strict\n\
         file \"deck.csv\" holds: title,text\\nQuiet,Whose work\n\
         mira: /copy file:deck.csv\n\
         expect mira sees: a copy\n\
         expect file \"copy-deck.csv\"\n\
         expect file \"copy-deck.csv\": title,text … Whose\n\
         expect file \"copy-deck.csv\" described: deck.csv once more\n\
         mira: /copy file:copy-deck.csv\n\
         expect mira sees: a copy\n\
         expect file \"copy-copy-deck.csv\": Whose work\n\
         mira: /echo text:x\n\
         expect mira sees: x\n\
         expect no files\n";
    holds(lines).await;
    let told = transcript(lines).await;
    assert!(told.contains("(file: copy-deck.csv, 27 bytes: deck.csv once more)\n"), "{told}");
    assert!(told.contains("| Quiet,Whose work"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_file_is_said() {
    let copied = "file \"a.txt\" holds: words\nmira: /copy file:a.txt\nexpect mira sees: a copy\n";
    assert!(fails("mira: /copy file:a.txt\n").await.contains("there is no file \"a.txt\" at hand"));
    let large = "file \"a.bin\" holds 11000000 bytes of rubbish\nmira: /copy file:a.bin\n";
    assert!(fails(large).await.contains("larger than Discord takes"));
    let said = fails(&format!("{copied}expect file \"a.txt\"\n")).await;
    assert!(said.contains("there are: copy-a.txt"), "{said}");
    let said = fails(&format!("{copied}expect file \"copy-a.txt\": deeds\n")).await;
    assert!(said.contains("holds: deeds") && said.contains("words"), "{said}");
    assert!(fails(&format!("{copied}expect no files\n")).await.contains("there is: copy-a.txt"));
    let picture = fails("file \"a.png\" holds: x\nmira: /copy file:a.png\nexpect mira sees: a copy\n").await;
    assert!(picture.contains("an embed shows a.png, and the message has no such file"), "{picture}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_every_kind_of_act() {
    holds(
        "strict\n\
         person mira is \"Mira Sørensen\"\n\
         mira: /echo text:hello there\n\
         expect mira sees: hello … there\n\
         expect buttons \"Louder\", \"Over\"\n\
         expect button \"Over\"\n\
         expect no button \"Under\"\n\
         mira clicks \"Louder\"\n\
         expect mira sees: HELLO THERE\n\
         jo in #daily: /shout text:thanks <@1> and all\n\
         expect #daily: thanks\n\
         expect nobody pinged\n\
         expect #daily 1 post today\n\
         expect #general no posts\n\
         mira types /echo text:ris\n\
         expect mira is offered \"ris!\", \"other\"\n\
         jo: /ask\n\
         expect jo is asked: A form … Words\n\
         jo fills \"Words\" with \"two words\"\n\
         jo submits\n\
         expect jo sees: You wrote: two words\n\
         jo: /wait\n\
         expect jo sees: worth waiting for\n\
         jo uses \"Echo\" on mira\n\
         expect jo sees: a person\n\
         expect jo sees nothing\n\
         mira says in #general: hello all\n\
         jo reacts with 👍 to the last message in #general\n\
         mira deletes the last message in #general\n\
         expect nothing\n\
         jo: /echo topik:x\n\
         expect refused: topik\n",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_transcript_reads_well_on_eighty_columns() {
    let told = transcript(
        "tell: A pretend team.\n\
         person mira is \"Mira \u{202e}Sørensen\"\n\
         mira: /echo text:hello \\{40 there }\n\
         mira clicks \"Over\"\n\
         mira in #daily: /shout text:now\n\
         next day 09:00\n\
         mira types /echo text:ris\n\
         mira: /ask\n\
         power cut\n",
    )
    .await;
    assert!(told.lines().all(|line| line.chars().count() < 80), "{told}");
    for part in [
        "-- Monday 23 November 2026, 08:59, Europe/Berlin\n",
        "A pretend team.\n",
        "08:59  mira     /echo text:hello there there",
        "       mira     Parrot (only mira sees this): hello there",
        "[Louder] [Over]\n",
        "       #daily   Clarion: now\n",
        "-- Tuesday 24 November, 09:00\n",
        "ris! · other",
        "a form opens: A form\n",
        "Words: [some words]\n",
        "-- Tuesday 09:00: power cut\n",
        "-- The story is over: 0 expectations held.\n",
    ] {
        let part = part.replace("Parrot", "Clarion");
        assert!(told.contains(&part), "{part:?} is missing in:\n{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_expectation_says_where_what_and_what_there_was() {
    let told = fails("mira: /echo text:hello\nexpect mira sees: goodbye\n").await;
    assert!(told.starts_with("day.story:4: expected: only for mira says: goodbye\n"), "{told}");
    assert!(told.contains("> expect mira sees: goodbye"), "{told}");
    assert!(told.contains("there was:\n      | hello\n      | [Louder] [Over]"), "{told}");

    let told = fails("mira: /shout text:hello\nexpect #daily: hello\n").await;
    assert!(
        told.contains("nothing unread was there") && told.contains("the same stands elsewhere: in #general"),
        "{told}"
    );
    let told = fails("mira: /shout text:hello\nexpect #general: hello\nexpect #general: hello\n").await;
    assert!(told.starts_with("day.story:5:") && told.contains("an earlier expectation has had it already"), "{told}");
    let told = fails("mira: /shout text:hello\nexpect #dialy: hello\n").await;
    assert!(told.contains("did you mean #daily?"), "{told}");
    let told = fails("mira: /shout text:hello\nexpect #general not: ell\n").await;
    assert!(told.contains("never says: ell"), "{told}");
    let told = fails("mira: /shout text:hello\nexpect #general nothing\n").await;
    assert!(told.contains("expected: nothing (#general)"), "{told}");
    let told = fails("mira: /shout text:hello\nexpect #general 2 posts on 2026-11-23\n").await;
    assert!(told.contains("expected: 2 posts in #general on 2026-11-23; there are 1"), "{told}");
    let told = fails("mira: /echo text:hello\nexpect mira sees: hello\nexpect buttons \"Over\"\n").await;
    assert!(told.contains("there are: \"Louder\", \"Over\""), "{told}");
    let told = fails("mira: /echo text:hello\nexpect refused: x\n").await;
    assert!(told.contains("nothing was refused"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_pinged_is_known() {
    let lines = "person mira\njo: /shout text:thanks @mira\nexpect #general: thanks\n";
    holds(&format!("{lines}expect mira pinged\nexpect only mira pinged\n")).await;
    let told = fails(&format!("{lines}expect nobody pinged\n")).await;
    assert!(told.contains("this was pinged: mira"), "{told}");
    let told = fails(&format!("{lines}expect only jo pinged\n")).await;
    assert!(told.starts_with("day.story:6: expected: only jo pinged"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_strict_story_what_nobody_expected_fails_it_at_the_line_that_acted() {
    let told = fails("strict\nmira: /shout text:one\nmira: /shout text:two\nexpect #general: one\n").await;
    assert!(told.starts_with("day.story:5: this brought about a message in #general that nobody expected"), "{told}");
    assert!(told.contains("| two"), "{told}");
    let told = fails("strict\nmira: /echo text:one\n").await;
    assert!(told.starts_with("day.story:4: this brought about a message only for mira"), "{told}");
    let told = fails("strict\nmira: /shout text:one\nmira: /shout text:two\nexpect #general: two\n").await;
    assert!(told.starts_with("day.story:6:"), "a strict story is read in order: {told}");
    holds("mira: /shout text:one\nmira: /shout text:two\nexpect #general: two\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_dies_ends_the_story_at_once() {
    let told = fails("mira: /die\nmira: /echo text:hello\n").await;
    assert!(told.starts_with("day.story:3: the bot stopped: told to die"), "{told}");
    let told = fails("mira: /die\n").await;
    assert!(told.starts_with("day.story:3: the bot stopped: told to die"), "{told}");
    holds(
        "mira: /die\nexpect mira sees: farewell\nexpect the bot stopped: told to die\n\
         restart\nmira: /echo text:hello\nexpect mira sees: hello\n",
    )
    .await;
    let told = fails("mira: /echo text:x\nexpect the bot stopped\n").await;
    assert!(told.contains("it has not stopped by itself"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_power_can_be_cut_before_a_post_arrives_and_after() {
    holds(
        "power cut in the middle of the next post\nmira: /post text:hello\nexpect #general: hello\n\
         expect mira is left without an answer\nrestart\nexpect #general 1 post\nmira: /echo text:back\n\
         expect mira sees: back\n",
    )
    .await;
    holds(
        "power cut before the next post arrives\nmira: /post text:hello\nexpect mira is left without an answer\n\
         expect #general no posts\nrestart\nexpect #general no posts\n",
    )
    .await;
    let told = fails("power cut in the middle of the next post\nmira: /echo text:x\n").await;
    assert!(told.contains("waited for a post that never came"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_on_the_network_comes_and_goes() {
    holds(
        "discord answers 500 to the next post\nmira: /post text:one\nexpect discord refused with 500\n\
         expect #general no posts\n\
         discord loses the answer to the next post\nmira: /post text:two\nexpect #general 1 post\n\
         discord loses the next post\nmira: /post text:three\nexpect #general 1 post\n\
         discord answers 429 with \"retry-after: 2.5\" to every post\nmira: /post text:four\n\
         expect discord refused with 429\ndiscord is well again\nmira: /post text:five\nexpect #general 2 posts\n\
         gateway drops\nmira: /echo text:resumed\nexpect mira sees: resumed\n\
         gateway op 7\nmira: /echo text:again\nexpect mira sees: again\n",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_answers_and_what_cannot_be_done_are_told() {
    let told = fails("mira: /silence\n").await;
    assert!(told.starts_with("day.story:3: mira was left without an answer"), "{told}");
    let told = fails("mira: /nothing-like-it\n").await;
    assert!(told.starts_with("day.story:3: this can't be done:"), "{told}");
    let told = fails("mira clicks \"Two sides\"\nmira: /echo text:x\n").await;
    assert!(told.starts_with("day.story:3: this can't be done:"), "{told}");
    let told = fails("at 08:00\n").await;
    assert!(told.starts_with("day.story:3: that is past"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_discords_rules_fails_any_story() {
    let told = fails("mira: /wrong\n").await;
    assert!(told.starts_with("day.story:3: the bot sent something that Discord's own rules do not allow"), "{told}");
}

struct Deaf;

impl Audience for Deaf {
    fn tell(&mut self, _: &Told) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_who_leaves_ends_the_story_quietly() {
    let stop = play_to(&story("mira: /echo text:x\n"), &mut Deaf).await.unwrap_err();
    assert!(matches!(stop, Stop::Unheard(error) if error.kind() == io::ErrorKind::BrokenPipe));
}
