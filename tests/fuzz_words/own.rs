//! What people write for themselves: on their own pages, and where they share it or are asked about it.

use clarion::clock::{Days, LocalSchedule, LocalTime, Zone};
use clarion::messages::replies::{commitment as tries, reflection as replies};
use clarion::messages::{self, CheckInQuestion, LONGEST_SEARCH, escape, unescape};
use clarion::recognition::{clean_paragraphs, clean_words, is_readable};
use clarion::store::{CheckInCalendar, CheckInPlace, Commitment, Id, Outcome, Reflection, Reflections};
use jiff::Timestamp;
use jiff::civil::date;
use rand::RngExt;
use rand::rngs::StdRng;

use super::hostile::first;
use super::shown::Shown;
use super::{CHANNEL, GIVER, GUILD, today};

pub fn reflection(random: &mut StdRng, typed: &str, id: Id) {
    let cleaned = clean_paragraphs(typed);
    if !is_readable(&cleaned) {
        return;
    }
    let one = Reflection {
        id,
        prompt: "risk-small-bet".to_owned(),
        title: Some(first(&clean_words(typed), 60)),
        words: first(&cleaned, replies::MOST_CHARACTERS),
        written_at: Timestamp::UNIX_EPOCH,
        local_date: today(),
        changed_at: None,
        shared: None,
    };
    assert_eq!(unescape(&escape(&one.words)), one.words);
    let nobody = Shown::to_nobody;
    match random.random_range(0..5) {
        0 => nobody("a shared reflection").hold(messages::shared_reflection(GIVER, &one, id)),
        1 => nobody("a reflection").hold(messages::reflection_card(GUILD, &one, None)),
        2 => {
            nobody("words handed back").hold(messages::words_back(replies::FORM_TITLE, &cleaned));
            nobody("the form for other words").form(&messages::change_form(id, Some(&one.words)));
        }
        3 => {
            nobody("whether it is shared").hold(messages::share_question(&one, CHANNEL));
            nobody("whether it is deleted").hold(messages::delete_question(&one));
        }
        _ => {
            let sought = first(&clean_words(typed), LONGEST_SEARCH);
            let sought = Some(sought.as_str()).filter(|sought| !sought.is_empty());
            let numbered = |number| Reflection { id: Id::from_i64(number).unwrap(), ..one.clone() };
            let shown = (1..=random.random_range(0..=5)).map(numbered).collect();
            let found = Reflections { total: 12, screen: 1, last: 2, shown };
            nobody("the page of reflections").hold(messages::me::reflections(&found, sought));
            let line = messages::me::reflections_line(&found);
            nobody("one's own pages").hold(messages::me::overview(vec![line], true, true));
        }
    }
}

/// Something to try: noted, and asked about in a thread, where others read it, or in private.
pub fn to_try(random: &mut StdRng, typed: &str, id: Id) {
    let words = first(&clean_words(typed), messages::MOST_TO_TRY);
    if !is_readable(&words) {
        return;
    }
    let nobody = Shown::to_nobody;
    let one = Commitment {
        id,
        guild: GUILD,
        person: GIVER,
        prompt: None,
        words: words.clone(),
        made_at: Timestamp::UNIX_EPOCH,
        thread: Some(CHANNEL),
        check_on: None,
        place: CheckInPlace::Nowhere,
        settled: None,
        asked: None,
        tried: false,
    };
    match random.random_range(0..5) {
        0 | 1 => {
            let public = random.random_bool(0.5);
            let question = CheckInQuestion {
                commitment: id,
                words: &words,
                made_on: date(2026, 11, 20),
                today: date(2026, 11, 23),
                server: (!public).then_some(typed),
                person: public.then_some(GIVER),
            };
            Shown { pinged: &[GIVER], ..nobody("the question") }.hold(messages::check_in(&question, id));
        }
        2 => {
            let when = LocalSchedule { time: LocalTime::NINE, zone: Zone::utc(), days: Days::DAILY };
            let calendar = CheckInCalendar { when };
            let card = messages::commitment_card(&one, &calendar, Timestamp::UNIX_EPOCH, None);
            nobody("something to try").hold(card);
            nobody("it is deleted").hold(messages::commitment_deleted(&words, Some(CHANNEL)));
        }
        3 => {
            nobody("too many to try").said(tries::too_many(typed));
            nobody("not kept to try").said(tries::not_kept("My notebook is busy.", typed));
            nobody("it is settled").hold(messages::settled_card(&one, Outcome::Learned));
        }
        _ => {
            let sought = first(&clean_words(typed), LONGEST_SEARCH);
            let sought = Some(sought.as_str()).filter(|sought| !sought.is_empty());
            let numbered = |number| Commitment { id: Id::from_i64(number).unwrap(), ..one.clone() };
            let (shown, now): (Vec<_>, _) = ((1..=5).map(numbered).collect(), Timestamp::UNIX_EPOCH);
            let page = messages::me::commitments(&shown, &Zone::utc(), now, (1, 2), sought);
            nobody("the page of things to try").hold(page);
        }
    }
}
