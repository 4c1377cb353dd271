//! Whatever somebody writes, an announcement pings its receivers and nobody else, and stays within Discord's limits.

use clarion::messages::{Thanks, announcement};
use clarion::recognition::{Asked, Member, check};
use clarion::rehearsal::limits::{Sent, second_reading};
use clarion::store::Id;
use proptest::prelude::*;
use serde_json::{Value, json};
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

const GIVER: UserId = UserId::new(1);

/// Pieces that mean something to Discord, whole and broken, among letters that mean nothing.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "@everyone",
            "@here",
            "@",
            "everyone",
            "<@7>",
            "<@!7>",
            "<@&7>",
            "<#7>",
            "<",
            ">",
            "@&7",
            "</help:7>",
            "<id:home>",
            "<t:0:R>",
            "<:wave:7>",
            "<a:wave:7>",
            "[pay here](https://evil.example)",
            "](",
            "[",
            ")",
            "https://evil.example",
            "HTTPS://evil.example",
            "discord://x",
            "https",
            ":",
            "//",
            "\\",
            "\\\\",
            "*",
            "**",
            "_",
            "__",
            "~~",
            "||",
            "`",
            "```",
            "```rs\n",
            "> ",
            ">>> ",
            "# ",
            "-# ",
            "- ",
            "1. ",
            "\n",
            "\r\n",
            "\t",
            "\u{0}",
            "\u{200b}",
            "\u{200d}",
            "\u{200c}",
            "\u{202e}",
            "\u{2066}",
            "\u{2069}",
            "\u{feff}",
            "\u{ad}",
            "\u{e0041}",
            "\u{301}",
            "\u{1f468}\u{200d}\u{1f469}",
            "\u{1f1e9}\u{1f1ea}",
            "\u{fe0f}",
            "שלום",
            "می‌خواهم",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[a-z ]{1,8}",
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn longest_id() -> Id {
    Id::from_i64(i64::MAX).unwrap()
}

fn data(thanks: &Thanks<'_>) -> Value {
    let card = announcement(thanks, longest_id());
    let body = json!({ "type": 4, "data": card.clone().into_answer(false) });
    let faults = second_reading(Sent::Callback { files: 0 }, &body);
    assert!(faults.is_empty(), "{faults:#?}");
    // As a message of its own it says and pings the same.
    let message = serde_json::to_value(card.into_message()).unwrap();
    assert_eq!(message["content"], body["data"]["content"]);
    assert_eq!(message["allowed_mentions"], body["data"]["allowed_mentions"]);
    body["data"].clone()
}

/// What stands between the quotation marks, which no word can bring along unnoticed: the outermost count.
fn quoted(content: &str) -> &str {
    let (from, to) = (content.find('\u{201c}').unwrap() + 3, content.rfind('\u{201d}').unwrap());
    &content[from..to]
}

/// Markup without a backslash before it is an instruction.
fn instruction(quoted: &str) -> Option<char> {
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '*' | '_' | '~' | '`' | '|' | '[' | ']' | '(' | ')' | '<' | '>' | '\n' | '\r' => return Some(letter),
            _ => {}
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn no_words_ping_link_or_format(typed in words(), people in 1..=10_u64, about in any::<bool>()) {
        let members: Vec<Member> = (100..100 + people).map(|id| Member { user: UserId::new(id), bot: false }).collect();
        let Ok(checked) = check(&Asked { giver: GIVER, receivers: &members, words: &typed }) else { return Ok(()) };
        let about = about.then(|| (ChannelId::new(8), MessageId::new(9)));
        let thanks = Thanks {
            guild: GuildId::new(7), giver: GIVER, receivers: &checked.receivers, words: &checked.words, about,
            recognition: longest_id(),
        };
        let data = data(&thanks);

        let pinged: Vec<String> = checked.receivers.iter().map(ToString::to_string).collect();
        prop_assert_eq!(&data["allowed_mentions"]["users"], &json!(pinged));
        prop_assert_eq!(&data["allowed_mentions"]["parse"], &json!([]));
        prop_assert_eq!(&data["allowed_mentions"]["roles"], &json!([]));

        let content = data["content"].as_str().unwrap();
        let quoted = quoted(content);
        prop_assert_eq!(instruction(quoted), None, "{}", quoted);
        for (at, _) in quoted.match_indices('@') {
            prop_assert!(quoted[at + 1..].starts_with('\u{200b}'), "a mention in {}", quoted);
        }
        for scheme in ["http:", "https:", "discord:"] {
            prop_assert!(!quoted.to_lowercase().contains(scheme), "a link in {}", quoted);
        }
        for misleading in ['\u{0}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}', '\u{ad}'] {
            prop_assert!(!quoted.contains(misleading));
        }
        // Nothing that the rules let through is cut off.
        prop_assert!(!quoted.ends_with('…') || checked.words.ends_with('…'), "{}", quoted);
    }
}

#[test]
fn the_longest_announcement_fits() {
    let receivers: Vec<UserId> = (0..10).map(|n| UserId::new(u64::MAX / 2 - n)).collect();
    for letter in ["@", "*", "\u{1f600}", "a", "\u{301}"] {
        let words = letter.repeat(300);
        let longest = u64::MAX / 2;
        let about = Some((ChannelId::new(longest), MessageId::new(longest)));
        let giver = UserId::new(longest);
        let thanks = Thanks {
            guild: GuildId::new(longest),
            giver,
            receivers: &receivers,
            words: &words,
            about,
            recognition: longest_id(),
        };
        let data = data(&thanks);
        let content = data["content"].as_str().unwrap();
        assert_eq!(quoted(content).matches(letter).count(), 300, "{content}");
    }
}

#[test]
fn the_reader_of_instructions_sees_them() {
    assert_eq!(instruction(r"\*calm\* nights \\ \["), None);
    assert_eq!(instruction(r"\\*calm"), Some('*'));
    assert_eq!(instruction("[x](y)"), Some('['));
}
