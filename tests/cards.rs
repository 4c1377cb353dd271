//! What Clarion shows, card by card: every prompt and every contrast that ships fits Discord's limits, and the words of
//! the fixed messages are pinned by snapshots.

use std::time::Duration;

use clarion::clock::LocalSchedule;
use clarion::content::{self, Library, Source};
use clarion::messages::{self, Access, Card, HelpFor, Keeps, Notice, NoticeNews, Thanks};
use clarion::recognition::Way;
use clarion::store::{Id, Occurrence, OccurrenceKey, OccurrenceState, PauseReason, Posts, Schedule, ScheduleOptions};
use serde_json::Value;
use serenity::model::id::{ChannelId, GuildId, UserId};
use twilight_model::channel::message::{Component, Embed};

const KEEPS: Keeps = Keeps { thanks: true, follows: false, after_removal: Duration::from_secs(30 * 24 * 60 * 60) };

fn library() -> Library {
    content::load(&Source::Embedded("en".to_owned())).expect("the shipped library")
}

fn occurrence() -> Id {
    Id::from_i64(123_456_789_012).expect("an id")
}

/// An announcement of two people's thanks.
fn thanks(words: &str) -> Card {
    let receivers = [UserId::new(2), UserId::new(3)];
    let (giver, recognition) = (UserId::new(1), occurrence());
    let thanks = Thanks { guild: GuildId::new(7), giver, receivers: &receivers, words, about: None, recognition };
    messages::announcement(&thanks, occurrence())
}

/// The card as it goes over the wire.
fn wire(card: Card) -> Value {
    serde_json::to_value(card.into_message()).expect("a message serialises")
}

/// Reads the card as a stranger would: twilight's types, then the limits that it knows and those that it misses.
fn assert_fits(what: &str, card: Card) {
    let message = wire(card);
    let embeds: Vec<Embed> = serde_json::from_value(typed(&message["embeds"])).expect(what);
    for embed in &embeds {
        twilight_validate::embed::embed(embed).unwrap_or_else(|fault| panic!("{what}: {fault}"));
        assert!(twilight_validate::embed::chars(embed) <= 6000, "{what}");
        assert!(embed.fields.iter().all(|field| !field.value.trim().is_empty()), "{what}: an empty field");
    }
    let components: Vec<Component> = serde_json::from_value(message["components"].clone()).expect(what);
    for component in &components {
        twilight_validate::component::component_v1(component).unwrap_or_else(|fault| panic!("{what}: {fault}"));
    }
    twilight_validate::message::content(message["content"].as_str().unwrap_or_default()).expect(what);
    assert_eq!(message["allowed_mentions"]["parse"], serde_json::json!([]), "{what}");
}

/// Twilight reads embeds as Discord returns them, with a type.
fn typed(embeds: &Value) -> Value {
    let mut embeds = embeds.clone();
    for embed in embeds.as_array_mut().into_iter().flatten() {
        embed["type"] = "rich".into();
    }
    embeds
}

#[test]
fn every_prompt_that_ships_fits() {
    let library = library();
    for prompt in &library.prompts {
        assert_fits(&prompt.id, messages::daily_prompt(&library, prompt, occurrence()));
        assert_fits(&prompt.id, messages::prompt_preview(&library, prompt));
        assert!(library.contrast_for(prompt).is_some(), "{}", prompt.id);
    }
}

#[test]
fn every_contrast_that_ships_fits() {
    let library = library();
    for contrast in &library.contrasts {
        assert_fits(&contrast.id, messages::contrast_card(&library, contrast, false));
        assert_fits(&contrast.id, messages::contrast_card(&library, contrast, true));
    }
}

#[test]
fn the_longest_contrasts_fit_a_situation_together() {
    let library = library();
    let long = |contrast: &&clarion::content::Contrast| {
        wire(messages::reframed(&library, &[contrast], true)).to_string().len()
    };
    let mut contrasts: Vec<_> = library.contrasts.iter().collect();
    contrasts.sort_by_key(|contrast| std::cmp::Reverse(long(contrast)));
    let card = messages::reframed(&library, &contrasts[..3], true);
    // For a phone, half of what Discord allows.
    assert!(embed_characters(&card) <= 3000);
    assert_fits("three contrasts", card);
    for contrast in &library.contrasts {
        assert_fits(&contrast.id, messages::contrast_alone(&library, contrast));
    }
}

/// What Discord counts of the embeds of a card.
fn embed_characters(card: &Card) -> usize {
    let embeds: Vec<Embed> = serde_json::from_value(typed(&wire(card.clone())["embeds"])).expect("embeds");
    embeds.iter().map(twilight_validate::embed::chars).sum()
}

#[test]
fn every_prompt_fits_however_it_is_looked_at_and_the_longest_three_together() {
    let library = library();
    let mut lengths = Vec::new();
    for prompt in &library.prompts {
        for card in [messages::any_prompt(&library, prompt, true), messages::any_prompt(&library, prompt, false)] {
            assert_fits(&prompt.id, card);
        }
        let page = messages::prompt_page(&library, Some(&prompt.theme), &[prompt, prompt, prompt], 1).expect("a page");
        assert_fits(&prompt.id, page);
        lengths.push(embed_characters(&messages::prompt_preview(&library, prompt)));
    }
    lengths.sort_unstable();
    assert!(lengths.iter().rev().take(3).sum::<usize>() <= 6000, "{lengths:?}");
    assert!(messages::prompt_page(&library, None, &[], 0).is_none());
}

#[test]
fn the_fixed_messages_fit_and_say_what_they_say() {
    let library = library();
    let prompt = library.prompt("recognition-quiet-work").expect("a shipped prompt");
    let contrast = library.contrast("risk").expect("a shipped contrast");
    let cards = [
        ("hello", messages::hello(occurrence())),
        ("introduction", messages::introduction(occurrence(), KEEPS)),
        ("introduction without thanks", messages::introduction(occurrence(), Keeps { thanks: false, ..KEEPS })),
        (
            "introduction where a role is followed",
            messages::introduction(occurrence(), Keeps { follows: true, ..KEEPS }),
        ),
        ("help for a member", messages::help(&library, HelpFor::Member, KEEPS)),
        ("help for a steward", messages::help(&library, HelpFor::Steward, KEEPS)),
        ("help for a manager", messages::help(&library, HelpFor::Manager, KEEPS)),
        (
            "help for a manager, without thanks",
            messages::help(&library, HelpFor::Manager, Keeps { thanks: false, ..KEEPS }),
        ),
        ("a daily prompt", messages::daily_prompt(&library, prompt, occurrence())),
        ("a contrast", messages::contrast_card(&library, contrast, false)),
        ("an announcement", thanks("calm *nights*")),
        ("what it stirred", Card::text("Counted.").row(messages::way_question(&library, occurrence(), None))),
    ];
    let mut seen = String::new();
    for (what, card) in cards {
        seen.push_str(&format!("== {what}\n{}\n", read_aloud(&wire(card.clone()))));
        if what != "an announcement" {
            assert_fits(what, card);
        }
    }
    insta::assert_snapshot!(seen);
}

/// A schedule that is paused for that reason.
fn schedule(name: &str, paused: Option<PauseReason>) -> Schedule {
    Schedule {
        id: occurrence(),
        guild: GuildId::new(7),
        name: name.to_owned(),
        channel: ChannelId::new(8),
        when: LocalSchedule {
            time: "09:00".parse().expect("a time"),
            zone: "Europe/Berlin".parse().expect("a zone"),
            days: "weekdays".parse().expect("days"),
        },
        options: ScheduleOptions::default(),
        paused,
        resume_on: None,
        paused_at: None,
        next: None,
        skips: Vec::new(),
        created_by: None,
    }
}

#[test]
fn the_notices_fit_and_say_what_they_say() {
    let grace = Duration::from_secs(6 * 3_600);
    let since = "2026-11-23T08:00:00Z".parse().expect("an instant");
    let mut seen = String::new();
    let mut say = |what: &str, server: Option<&str>, news: NoticeNews<'_>| {
        let (private, person) = (server.is_some(), server.is_none().then_some(UserId::new(5)));
        let notice = Notice { server, private, person, news };
        let card = messages::notice(&notice, occurrence());
        let message = wire(card.clone());
        assert_fits(what, card);
        let pings = &message["allowed_mentions"]["users"];
        assert_eq!(pings.as_array().map_or(0, Vec::len), usize::from(server.is_none()), "{what}: {pings}");
        seen.push_str(&format!("== {what}\n{}\n", read_aloud(&message)));
    };
    let codes = [10_003, 10_004, 50_001, 50_013, 50_008, 50_024, 40_058, 40_067, 50_083, 160_005, 160_006, 99_999];
    for code in codes {
        let schedule = schedule("daily", Some(PauseReason::Refused(code)));
        say(&code.to_string(), None, NoticeNews::Paused { schedule: &schedule, since, access: None, grace });
    }
    let early = schedule("early", Some(PauseReason::Refused(50_013)));
    for access in [Access::Missing("Embed Links"), Access::TimedOut, Access::Locked, Access::Ready] {
        let what = format!("{access:?}, in private");
        let access = Some(access);
        say(&what, Some("*Harbour*"), NoticeNews::Paused { schedule: &early, since, access, grace });
    }
    for (what, grace) in [("no grace", Duration::ZERO), ("an hour's grace", Duration::from_secs(3_600))] {
        say(what, None, NoticeNews::Paused { schedule: &early, since, access: Some(Access::TimedOut), grace });
    }
    let unreadable = schedule("early", Some(PauseReason::Unreadable));
    say("no zone", None, NoticeNews::Paused { schedule: &unreadable, since, access: None, grace });
    say("no role", None, NoticeNews::RoleGone { schedule: &early });
    say("deck low", Some("*Harbour*"), NoticeNews::DeckLow { schedule: &early, left: 14 });
    say("deck nearly over", None, NoticeNews::DeckLow { schedule: &early, left: 1 });
    let daily = schedule("daily", None);
    say("quiet", Some("*Harbour*"), NoticeNews::Quiet { schedule: &daily });
    let mut weekly = schedule("quiz", None);
    weekly.options.posts = Posts::Quiz;
    weekly.when.days = "tue".parse().expect("a day");
    say("quiet, of the quiz", Some("*Harbour*"), NoticeNews::Quiet { schedule: &weekly });
    let mut held = Occurrence {
        id: occurrence(),
        key: OccurrenceKey::Daily { schedule: early.id, date: "2026-11-23".parse().expect("a date") },
        guild: early.guild,
        channel: early.channel,
        due_at: since,
        state: OccurrenceState::Unknown,
        content: None,
        attempts: 1,
        reason: Some("cannot-look:50013".to_owned()),
    };
    let access = Access::Missing("Read Message History");
    say("held", None, NoticeNews::Held { held: &held, schedule: Some(&early), access });
    held.reason = Some("too-much-said".to_owned());
    say("held, buried", None, NoticeNews::Held { held: &held, schedule: Some(&early), access: Access::Ready });
    held.key = OccurrenceKey::Announcement { recognition: occurrence() };
    held.reason = None;
    say("a recognition held", None, NoticeNews::Held { held: &held, schedule: None, access: Access::Unanswered });
    insta::assert_snapshot!(seen);
}

#[test]
fn an_announcement_pings_its_receivers_and_nobody_else() {
    let words = "@everyone <@9> <@&8> thanks";
    let card = thanks(words);
    let mentions = &wire(card)["allowed_mentions"];
    assert_eq!(mentions["parse"], serde_json::json!([]));
    assert_eq!(mentions["users"], serde_json::json!(["2", "3"]));
    assert!(mentions.get("roles").is_none_or(|roles| roles == &serde_json::json!([])));
}

#[test]
fn every_way_can_be_chosen() {
    let row = serde_json::to_value(messages::way_question(&library(), occurrence(), None)).expect("a row serialises");
    assert_eq!(row["components"].as_array().map(Vec::len), Some(Way::ALL.len()));
}

/// A message as a person reads it, without the wire around it.
fn read_aloud(message: &Value) -> String {
    let mut lines = Vec::new();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lines.push(text(&message["content"]));
    for embed in message["embeds"].as_array().into_iter().flatten() {
        lines.push(format!("# {}", text(&embed["title"])));
        lines.push(text(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.push(format!("{}: {}", text(&field["name"]), text(&field["value"])));
        }
        lines.push(text(&embed["footer"]["text"]));
    }
    for row in message["components"].as_array().into_iter().flatten() {
        let labels = row["components"].as_array().into_iter().flatten();
        lines.push(labels.map(|button| format!("[{}]", text(&button["label"]))).collect::<Vec<_>>().join(" "));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n") + "\n"
}
