//! People's words on their way to a channel, an embed, a menu and a file: whatever they hold, nobody is called whom they
//! were not given to, no link hides behind other words, nothing is longer than Discord takes, and no cell is a formula.
//!
//! 100,000 cases; `CLARION_FUZZ_CASES` takes another number, as in `CLARION_FUZZ_CASES=1000000 cargo test --test
//! fuzz_words`. Each case has a seed of its own, which a failure names with its words.

#![allow(clippy::unwrap_used)]

use clarion::deck::{Format, Place, Typed, check as check_prompt, read, write};
use clarion::messages::{self, Asking, Card, CheckInQuestion, Thanks, escape, unescape};
use clarion::recognition::{
    Asked, Dates, LookBack, Member, Order, Span, check, clean_paragraphs, clean_words, pick_strengths, read_strengths,
};
use clarion::rehearsal::limits::{Sent, second_reading};
use clarion::store::{
    Decision, DeckAnswer, DeckPrompt, Digest, Ended, Giver, GiversScreen, Id, InQueue, NamedStrengths, OwnSuggestion,
    PrivateThanks, PublicWords, Received, Recognition, Reflection, Report, Suggestion,
};
use jiff::civil::date;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

const GUILD: GuildId = GuildId::new(7);
const GIVER: UserId = UserId::new(31);
const CHANNEL: ChannelId = ChannelId::new(41);
const MESSAGE: MessageId = MessageId::new(51);

/// Nobody may be called by these, and they are nobody of the case.
const STRANGER: u64 = 666;

/// Words that are more than words.
const PIECES: &[&str] = &[
    "calm nights",
    " ",
    "\n",
    "\r\n",
    "\t",
    "@everyone",
    "@here",
    "@",
    "<@666>",
    "<@!666>",
    "<@&666>",
    "<#666>",
    "</deck list:666>",
    "<t:666:R>",
    "<:smile:666>",
    "<a:smile:666>",
    "<id:customize>",
    "<",
    ">",
    "<@",
    "@every",
    "one",
    "here",
    "&666>",
    "!666>",
    "[a link](https://evil.example)",
    "[",
    "](",
    ")",
    "](https://evil.example)",
    "https://evil.example",
    "HTTPS://evil.example",
    "http",
    "https",
    "://",
    ":",
    "discord://evil",
    "<https://evil.example>",
    "steam://evil.example",
    "discord.gg/evil",
    "mailto:x@evil.example",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "`",
    "``",
    "```",
    "```rs\n",
    "||",
    "> ",
    ">>> ",
    "# ",
    "## ",
    "-# ",
    "- ",
    "+ ",
    "1. ",
    "\\",
    "\\\\",
    "\\`",
    "=",
    "=1+1",
    "=HYPERLINK(\"https://evil.example\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "'",
    "''=",
    "\"",
    "\"\"",
    ",",
    ";",
    "\u{9}=1",
    "\u{ff1d}1",
    "\u{ff20}x",
    "|",
    "\u{202e}",
    "\u{202d}",
    "\u{2066}",
    "\u{2069}",
    "\u{200f}",
    "\u{61c}",
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{2060}",
    "\u{feff}",
    "\u{ad}",
    "\u{180e}",
    "\u{3164}",
    "\u{2800}",
    "\u{0}",
    "\u{7}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{fdd0}",
    "\u{e0041}",
    "\u{e007f}",
    "\u{301}",
    "\u{20dd}",
    "\u{489}",
    "\u{fe0f}",
    "👨\u{200d}👩\u{200d}👧",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e007f}",
    "👍🏽",
    "🇩🇪",
    "🇩",
    "مرحبا",
    "שלום",
    "می\u{200c}خواهم",
    "नमस्ते",
    "ﷺ",
    "꧅",
    "𒐫",
    "ẞ",
    "ß",
    "ı",
    "İ",
    "ǆ",
    "Ω",
    "é",
    "e\u{301}",
    "㋿",
    "\u{1f642}",
    "\u{10ffff}",
    "null",
    "NaN",
    "{}",
    "%s",
    "$1",
    "'; DROP TABLE person; --",
    "c1.help.0000000000001",
];

fn words(random: &mut StdRng) -> String {
    let mut words = String::new();
    for _ in 0..random.random_range(1..=10) {
        match random.random_range(0..400_u32) {
            0 => words.push_str(&"e\u{301}\u{302}\u{303}".repeat(random.random_range(1..=90))),
            // Four thousand marks on one letter.
            1 => words.push_str(&"\u{489}".repeat(random.random_range(1..=4_000))),
            2 => words.push_str(&"a".repeat(random.random_range(1..=6_000))),
            3 => words.push_str(&"👨\u{200d}👩\u{200d}👧".repeat(random.random_range(1..=400))),
            4 => words.push_str(&"*_`|<@".repeat(random.random_range(1..=400))),
            5..=30 => words.extend(std::iter::from_fn(|| char::from_u32(random.random_range(0..0x11_0000))).take(8)),
            31..=60 => words.push_str(&format!("<@{STRANGER}>")),
            _ => words.push_str(PIECES[random.random_range(0..PIECES.len())]),
        }
    }
    words
}

/// What is shown: that the words were never an instruction.
struct Shown<'a> {
    what: &'static str,
    /// Who may stand in it as a mention.
    named: &'a [UserId],
    /// Who may be pinged.
    pinged: &'a [UserId],
}

impl Shown<'_> {
    fn hold(&self, card: Card) {
        let body = serde_json::to_value(card.into_message()).unwrap();
        let what = self.what;
        let faults = second_reading(Sent::Message { files: 0 }, &body);
        assert!(faults.is_empty(), "{what}: {faults:?}\n{body:#}");
        let allowed = &body["allowed_mentions"];
        assert_eq!((&allowed["parse"], &allowed["roles"]), (&Value::Array(vec![]), &Value::Array(vec![])), "{what}");
        let pinged = allowed["users"].as_array().unwrap();
        let may = |user: &Value| self.pinged.iter().any(|may| user == &may.to_string());
        assert!(pinged.iter().all(may), "{what} pings {pinged:?}");
        self.text(body["content"].as_str().unwrap_or_default());
        for embed in body["embeds"].as_array().into_iter().flatten() {
            for part in ["title", "description"] {
                self.text(embed[part].as_str().unwrap_or_default());
            }
            for field in embed["fields"].as_array().into_iter().flatten() {
                self.text(field["value"].as_str().unwrap());
            }
        }
        // On buttons and in menus nothing is markup, but a line's direction turns there too.
        turns_nothing(what, &body["components"].to_string());
    }

    /// What Discord reads markup in.
    fn text(&self, text: &str) {
        let what = self.what;
        turns_nothing(what, text);
        for call in ["@everyone", "@here"] {
            assert!(!text.contains(call), "{what} calls {call}: {text}");
        }
        for (at, _) in text.match_indices('<').filter(|(at, _)| !is_escaped(text, *at)) {
            let inner = text[at + 1..].split('>').next().unwrap_or_default();
            let known = self.named.iter().any(|user| inner == format!("@{user}"));
            // Our own: a day after the beginning of the calendar.
            let ours = inner == "t:86400:F" || inner == format!("#{CHANNEL}");
            assert!(known || ours, "{what} reads <{inner}>: {text}");
        }
        for (at, _) in text.match_indices("](").filter(|(at, _)| !is_escaped(text, *at)) {
            let target = &text[at + 2..];
            assert!(target.starts_with("https://discord.com/channels/7/"), "{what} links to {target}");
        }
        // A scheme whose colon is broken off is none.
        let whole = |(at, _): &(usize, &str)| text[..*at].ends_with(|before: char| before.is_alphanumeric());
        for (at, scheme) in text.match_indices("://").filter(whole) {
            let link = &text[at + scheme.len()..];
            assert!(link.starts_with("discord.com/channels/7/"), "{what} makes a link of {link}");
        }
    }
}

/// Whether a backslash takes a letter's meaning.
fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn turns_nothing(what: &str, text: &str) {
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{0}');
    assert!(!text.contains(turns), "{what}: {text:?}");
}

/// One case: the same words in every place that takes some.
fn case(number: u64) {
    let random = &mut StdRng::seed_from_u64(number);
    let typed = words(random);
    let cleaned = clean_words(&typed);
    assert_eq!(clean_words(&cleaned), cleaned, "cleaned twice is cleaned once");
    let id = Id::from_i64(1 + random.random_range(0..i64::MAX / 2)).unwrap();
    match number % 10 {
        0..=3 => recognition(random, &typed, id),
        4 => strengths(random, &typed, id),
        5 => prompt(random, &typed, id),
        6 => reflection(&typed, id),
        7 => to_try(&typed, id),
        8 => names(&typed),
        _ => cells(random, &typed),
    }
}

/// Given, and shown in the channel.
fn recognition(random: &mut StdRng, typed: &str, id: Id) {
    let members: Vec<Member> =
        (0..random.random_range(1..=10)).map(|n| Member { user: UserId::new(100 + n), bot: false }).collect();
    let Ok(checked) = check(&Asked { giver: GIVER, receivers: &members, words: typed }) else { return };
    let named: Vec<UserId> = checked.receivers.iter().copied().chain([GIVER]).collect();
    let shown = |what| Shown { what, named: &named, pinged: &checked.receivers };
    let about = random.random_bool(0.5).then_some((CHANNEL, MESSAGE));
    let (receivers, words) = (checked.receivers.as_slice(), checked.words.as_str());
    let whole = Recognition {
        id,
        guild: GUILD,
        channel: CHANNEL,
        giver: Some(GIVER),
        receivers: receivers.to_vec(),
        announced_to: receivers.to_vec(),
        quiet: random.random_bool(0.5),
        strengths: vec![words.chars().take(40).collect()],
        words: Some(words.to_owned()),
        way: None,
        about,
        given_at: jiff::Timestamp::UNIX_EPOCH,
        local_date: date(2026, 11, 21),
        undone: false,
        announced: Some(MESSAGE),
    };
    let quietly = |what| Shown { what, named: &named, pinged: &[] };
    match random.random_range(0..8) {
        0..=2 => {
            let thanks = Thanks { guild: GUILD, giver: GIVER, receivers, words, about, recognition: id };
            shown("an announcement").hold(messages::announcement(&thanks, id));
        }
        3 => quietly("an edited one").hold(messages::announcement_today(&whole, None, id)),
        4 => {
            let told = PrivateThanks { to: receivers[0], recognition: whole, ended: None };
            quietly("a quiet one").hold(messages::private_thanks(&told, Some(typed), id));
        }
        5 => {
            let others = vec![whole.clone(); 3];
            quietly("one's own").hold(messages::given_card(&whole, &others, None));
        }
        6 => {
            let received = Received {
                recognition: whole,
                ended: random.random_bool(0.5).then(|| Ended::Voided { reason: Some(words.to_owned()) }),
                hidden: false,
                declined: false,
                never_announce: false,
                reported: true,
            };
            quietly("what somebody got").hold(messages::received_card(&received, None));
        }
        _ => {
            let report = Report {
                id,
                recognition: whole,
                ended: None,
                amended: false,
                by: Some(GIVER),
                words: Some(words.chars().take(200).collect()),
                reported_at: jiff::Timestamp::UNIX_EPOCH,
                more: 1,
            };
            quietly("a report").hold(messages::report_card(GUILD, &report, None));
        }
    }
}

/// A server's list, what is named out of it, and what is read of it later.
fn strengths(random: &mut StdRng, typed: &str, id: Id) {
    let more: Vec<String> = (0..random.random_range(0..6)).map(|n| format!("{n} {}", words(random))).collect();
    let Ok(list) = read_strengths(&format!("{typed}\n{}", more.join("\n"))) else { return };
    let named = pick_strengths(&list, list.iter().rev().take(3).map(String::as_str)).unwrap();
    let nobody = |what| Shown { what, named: &[GIVER], pinged: &[] };
    let counted: Vec<(String, i64)> = list.iter().map(|name| (name.clone(), 3)).collect();
    match random.random_range(0..3) {
        0 => {
            let asking = Asking { recognition: id, way: None, strengths: Some((&list, &named)) };
            nobody("the menu of strengths").hold(messages::given(&library(), "Counted.", &asking));
        }
        1 => {
            let digest = Digest { gives: 9, givers: 4, first_time: 1, strengths: counted };
            let days = (Dates { first: date(2026, 11, 16), last: date(2026, 11, 22) }, LookBack::Week);
            nobody("a digest").hold(messages::digest(&digest, days, None, id));
        }
        _ => {
            let said = |channel| PublicWords {
                local_date: date(2026, 11, 21),
                channel,
                message: MESSAGE,
                words: clean_words(typed).chars().take(300).collect(),
            };
            let latest = vec![said(CHANNEL), said(ChannelId::new(42)), said(CHANNEL)];
            let found = NamedStrengths { kept_private: false, hidden: false, named: counted, latest };
            let card = messages::named_strengths(GUILD, CHANNEL, GIVER, &found, random.random_bool(0.5));
            nobody("what peers named").hold(card);
        }
    }
}

/// A prompt of a team's own, from the form to the file.
fn prompt(random: &mut StdRng, typed: &str, id: Id) {
    let (title, step) = (words(random), words(random));
    let Ok(words) = check_prompt(&Typed { title: &title, question: typed, step: &step, minutes: "5" }) else { return };
    let nobody = |what| Shown { what, named: &[GIVER], pinged: &[] };
    let suggestion =
        Suggestion { id, words: words.clone(), by: Some(GIVER), at: jiff::Timestamp::UNIX_EPOCH, hears: true };
    let why: String = clean_words(typed).chars().take(200).collect();
    let decision = Decision::Declined { why: Some(why) };
    match random.random_range(0..4) {
        0 => {
            let prompt = DeckPrompt { id, words: words.clone() };
            nobody("a prompt of the deck").hold(messages::own_prompt(&prompt, id));
        }
        1 => {
            let waiting = InQueue { suggestion: Some(suggestion), place: 1, of: 2 };
            nobody("the queue").hold(messages::queue(&waiting, &[], None));
        }
        2 => {
            let own = OwnSuggestion { suggestion, decision: Some(decision) };
            nobody("one's own suggestion").hold(messages::own_suggestion(&own));
        }
        _ => {
            let answer = DeckAnswer { guild: GUILD, person: GIVER, words: words.clone(), decision };
            nobody("what became of it").hold(messages::deck_answer(&answer, Some(typed), id));
        }
    }
    for format in [Format::Csv, Format::Toml] {
        let file = write([&words], format);
        let rows = read(file.as_bytes(), format).unwrap_or_else(|faults| panic!("{faults:?}\n{file}"));
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!(row.words, words, "{file}");
        assert_ne!(row.place, Place::Whole);
    }
    defused(&write([&words], Format::Csv));
}

/// No cell of a table is run where it is opened.
fn defused(table: &str) {
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    let mut cells = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    for record in cells.records() {
        for cell in &record.unwrap() {
            let runs = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
            assert!(!cell.starts_with(runs), "{cell:?}");
        }
    }
}

fn reflection(typed: &str, id: Id) {
    let words: String = clean_paragraphs(typed).chars().take(1_500).collect();
    let one = Reflection {
        id,
        prompt: "risk-small-bet".to_owned(),
        title: Some(clean_words(typed).chars().take(60).collect()),
        words,
        written_at: jiff::Timestamp::UNIX_EPOCH,
        local_date: date(2026, 11, 21),
        changed_at: None,
        shared: None,
    };
    let nobody = |what| Shown { what, named: &[GIVER], pinged: &[] };
    nobody("a shared reflection").hold(messages::shared_reflection(GIVER, &one, id));
    nobody("a reflection").hold(messages::reflection_card(GUILD, &one, None));
    assert_eq!(unescape(&escape(&one.words)), one.words);
}

/// Asked about in a thread, where others read it.
fn to_try(typed: &str, id: Id) {
    let words: String = clean_words(typed).chars().take(500).collect();
    let question = CheckInQuestion {
        commitment: id,
        words: &words,
        made_on: date(2026, 11, 20),
        today: date(2026, 11, 23),
        server: Some(typed),
        person: Some(GIVER),
    };
    Shown { what: "the question", named: &[GIVER], pinged: &[GIVER] }.hold(messages::check_in(&question, id));
}

/// What people call themselves.
fn names(typed: &str) {
    let giver =
        |user| Giver { user: Some(user), name: Some(typed.to_owned()), left: true, gives: 1, people: 1, weeks: 1 };
    let shown = vec![giver(GIVER); 25];
    let found = GiversScreen { gives: 25, givers: 25, shown, screen: 0, last: 0 };
    let days = Dates { first: date(2026, 1, 1), last: date(2026, 12, 31) };
    let card = messages::givers(Span::Days(days), days, Order::Name, &found, true);
    Shown { what: "who gives", named: &[GIVER], pinged: &[] }.hold(card);
}

/// Any words in a file, also some that no form lets through.
fn cells(random: &mut StdRng, typed: &str) {
    let bytes = match random.random_range(0..3) {
        0 => format!("title,question,step,minutes\n{typed},{typed},\"{typed}\",5\n"),
        1 => format!("[[prompt]]\ntitle = \"{typed}\"\nquestion = '''{typed}'''\nstep = \"x\"\n"),
        _ => typed.to_owned(),
    };
    for format in [Format::Csv, Format::Toml] {
        if let Ok(rows) = read(bytes.as_bytes(), format) {
            let all: Vec<_> = rows.iter().map(|row| &row.words).collect();
            let again = read(write(all.iter().copied(), format).as_bytes(), format).unwrap();
            assert_eq!(again.iter().map(|row| &row.words).collect::<Vec<_>>(), all);
        }
    }
}

fn library() -> std::sync::Arc<clarion::content::Library> {
    static LIBRARY: std::sync::OnceLock<std::sync::Arc<clarion::content::Library>> = std::sync::OnceLock::new();
    let load = || clarion::content::load(&clarion::content::Source::new(None, "en")).unwrap();
    std::sync::Arc::clone(LIBRARY.get_or_init(|| std::sync::Arc::new(load())))
}

#[test]
fn no_words_are_an_instruction() {
    let cases: u64 = std::env::var("CLARION_FUZZ_CASES").map_or(100_000, |cases| cases.parse().unwrap());
    let threads = std::thread::available_parallelism().map_or(2, usize::from) as u64;
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || {
                for number in (thread..cases).step_by(threads as usize) {
                    let tried = std::panic::catch_unwind(|| case(number));
                    if let Err(why) = tried {
                        eprintln!("case {number}: {:?}", words(&mut StdRng::seed_from_u64(number)));
                        std::panic::resume_unwind(why);
                    }
                }
            });
        }
    });
}

/// The check sees what it is about.
#[test]
fn an_instruction_would_be_seen() {
    let nobody = Shown { what: "a text", named: &[GIVER], pinged: &[] };
    nobody.text("<@31> \\<@666> \\\\\\<@666> [x](https://discord.com/channels/7/1/2)");
    let seen = [
        "<@666>",
        "\\\\<@&666>",
        "@everyone",
        "x @here",
        "<t:1:R>",
        "[x](https://evil.example)",
        "https://x",
        "\u{202e}",
    ];
    for instruction in seen {
        let caught = std::panic::catch_unwind(|| nobody.text(instruction));
        assert!(caught.is_err(), "{instruction:?} is not seen");
    }
    assert!(std::panic::catch_unwind(|| nobody.hold(Card::text("x").pinging([UserId::new(STRANGER)]))).is_err());
    assert!(std::panic::catch_unwind(|| nobody.hold(Card::text("x".repeat(2_001)))).is_err());
    assert!(std::panic::catch_unwind(|| defused("a,\"=1\"\n")).is_err());
}
