//! A server's list of strengths, what is named out of it, and what is read of it later.

use clarion::messages::replies::{recognition as given, rules};
use clarion::messages::{self, Asking};
use clarion::recognition::{Dates, ListFault, LookBack, clean_words, pick_strengths, read_strengths};
use clarion::store::{Digest, Id, NamedStrengths, PublicWords, RecognitionOptions};
use jiff::civil::date;
use rand::RngExt;
use rand::rngs::StdRng;
use serenity::model::id::ChannelId;

use super::hostile::{first, words};
use super::shown::Shown;
use super::{CHANNEL, GIVER, GUILD, MESSAGE, ROLE, library, today};

pub fn strengths(random: &mut StdRng, typed: &str, id: Id) {
    let nobody = Shown::to_nobody;
    nobody("no number").said(rules::no_number(rules::PEOPLE_LABEL, typed, &(1..=100)));
    let more: Vec<String> = (0..random.random_range(0..6)).map(|n| format!("{n} {}", words(random))).collect();
    let list = match read_strengths(&format!("{typed}\n{}", more.join("\n"))) {
        Ok(list) => list,
        Err(fault) => {
            assert!(matches!(fault, ListFault::TooLong(_)), "{fault}");
            return nobody("no list").said(rules::no_list(&fault));
        }
    };
    let named = pick_strengths(&list, list.iter().rev().take(3).map(String::as_str)).unwrap();
    let counted: Vec<(String, i64)> = list.iter().map(|name| (name.clone(), 3)).collect();
    match random.random_range(0..6) {
        0 => {
            let asking = Asking { recognition: id, way: None, strengths: Some((&list, &named)) };
            nobody("the menu of strengths").hold(messages::given(library(), given::picked(None, &named), &asking));
        }
        1 => {
            let digest = Digest { gives: 9, givers: 4, first_time: 1, roster: 5, strengths: counted };
            let days = (Dates { first: date(2026, 11, 16), last: date(2026, 11, 22) }, LookBack::Week);
            nobody("a digest").hold(messages::digest(&digest, days, None, id));
        }
        2 => {
            let options = RecognitionOptions {
                steward_role: Some(ROLE),
                strengths: list.clone(),
                ..RecognitionOptions::default()
            };
            let panel = messages::rules_panel(&options, &[]);
            let body = serde_json::to_value(panel.clone().into_message()).unwrap();
            let shown = messages::shown_strengths(body["embeds"][0]["description"].as_str().unwrap());
            if !list.is_empty() {
                assert_eq!(shown, list, "the form opens with what the panel shows");
            }
            nobody("the settings").hold(panel);
            nobody("the form of strengths").form(&messages::strengths_form(&shown));
        }
        3 => {
            let refused = given::no_such_strength(typed, &list, &words(random));
            nobody("no such strength").said(refused);
        }
        _ => {
            let said = |channel| PublicWords {
                local_date: today(),
                channel,
                message: MESSAGE,
                words: first(&clean_words(typed), 300),
            };
            let latest = vec![said(CHANNEL), said(ChannelId::new(42)), said(CHANNEL)];
            let found = NamedStrengths { kept_private: false, hidden: false, named: counted, latest };
            let card = messages::named_strengths(GUILD, CHANNEL, GIVER, &found, random.random_bool(0.5));
            nobody("what peers named").hold(card);
        }
    }
}
