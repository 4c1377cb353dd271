//! A recognition: given, refused, announced, changed, removed with a reason, reported, and on its people's own pages.

use clarion::messages::replies::keep::{self, Stands};
use clarion::messages::replies::recognition as replies;
use clarion::messages::{self, MOST_REASON, Thanks};
use clarion::recognition::{Asked, Member, check, clean_words};
use clarion::store::{
    Ended, Id, Mine, MyThanks, NotReversed, PrivateThanks, Received, Recognition, Refused, Removed, Report,
};
use jiff::Timestamp;
use rand::RngExt;
use rand::rngs::StdRng;
use serenity::model::id::UserId;

use super::hostile::first;
use super::shown::Shown;
use super::{CHANNEL, GIVER, GUILD, MESSAGE, library, today};

/// Given, and shown in the channel.
pub fn given(random: &mut StdRng, typed: &str, id: Id) {
    let members: Vec<Member> =
        (0..random.random_range(1..=10)).map(|n| Member { user: UserId::new(100 + n), bot: false }).collect();
    let checked = match check(&Asked { giver: GIVER, receivers: &members, words: typed }) {
        Ok(checked) => checked,
        Err(why) => return Shown::to_nobody("why nothing is given").said(replies::nothing_to_give(&why, typed)),
    };
    let named: Vec<UserId> = checked.receivers.iter().copied().chain([GIVER]).collect();
    let quietly = |what| Shown { named: &named, ..Shown::to_nobody(what) };
    let about = random.random_bool(0.5).then_some((CHANNEL, MESSAGE));
    let (receivers, words) = (checked.receivers.as_slice(), checked.words.as_str());
    let whole = Recognition {
        id,
        guild: GUILD,
        channel: CHANNEL,
        giver: Some(GIVER),
        receivers: receivers.to_vec(),
        announced_to: receivers.to_vec(),
        unhidden: receivers.to_vec(),
        quiet: random.random_bool(0.5),
        strengths: vec![first(words, 40)],
        words: Some(words.to_owned()),
        way: None,
        about,
        given_at: Timestamp::UNIX_EPOCH,
        local_date: today(),
        undone: false,
        unsure: false,
        announced: Some(MESSAGE),
    };
    match random.random_range(0..11) {
        0..=2 => {
            let thanks = Thanks { guild: GUILD, giver: GIVER, receivers, words, about, recognition: id };
            let shown = Shown { pinged: receivers, ..quietly("an announcement") };
            shown.hold(messages::announcement(&thanks, id));
        }
        3 => quietly("an edited one").hold(messages::announcement_today(&whole, None, id)),
        4 => {
            let told = PrivateThanks {
                to: receivers[0],
                recognition: whole,
                ended: None,
                unwanted: false,
                amended: false,
                more: 0,
            };
            quietly("a quiet one").hold(messages::private_thanks(&told, Some(typed), id));
        }
        5 => {
            let others = vec![whole.clone(); 3];
            let reason = first(words, usize::from(MOST_REASON));
            let removed = Removed { local_date: today(), words: whole.words.clone(), reason: Some(reason) };
            let removed = vec![removed; random.random_range(0..=40)];
            let card = messages::given_card(&whole, &others, Some(&keep::amended(Stands::OutOfSight)));
            quietly("one's own").hold(messages::with_removed(card, &removed));
        }
        6 => {
            let received = Received {
                recognition: whole,
                ended: random.random_bool(0.5).then(|| Ended::Voided { reason: Some(words.to_owned()) }),
                hidden: false,
                declined: false,
                never_announce: false,
                reported: true,
                left: random.random_bool(0.5),
            };
            quietly("what somebody got").hold(messages::received_card(&received, None));
        }
        7 => {
            let (total, screens) = (random.random_range(1..=20), random.random_range(0..=3));
            let numbered = |number| Recognition { id: Id::from_i64(number).unwrap(), ..whole.clone() };
            let latest: Vec<Recognition> = (1..=5).map(numbered).collect();
            let mine = Mine {
                gave: total,
                gave_to: 1,
                got: total,
                got_from: 1,
                latest_given: latest.clone(),
                latest_got: latest,
            };
            let all = total as usize;
            let found = MyThanks { mine, given: all, got: all, screen: screens / 2, last: screens };
            let sought = first(&clean_words(typed), messages::LONGEST_SEARCH);
            let sought = Some(sought.as_str()).filter(|sought| !sought.is_empty());
            quietly("the page of thanks").hold(messages::me::mine(library(), &found, true, sought));
        }
        8 => {
            quietly("the form for other words").form(&messages::amend_form(id, Some(words), !whole.quiet));
            quietly("why they stay").said(keep::not_amended(&keep::not_reversed(&NotReversed::TooLate), words));
        }
        9 => quietly("why nothing is counted").said(replies::refused(&Refused::GiverPaused, &[], typed)),
        _ => {
            // Some of what was said may be gone by now.
            let (kept, today_kept) = (random.random_bool(0.8), random.random_bool(0.8));
            let report = Report {
                id,
                recognition: Recognition { words: whole.words.clone().filter(|_| kept), ..whole },
                ended: None,
                amended: true,
                today: Some(words.to_owned()).filter(|_| today_kept),
                by: Some(GIVER),
                words: Some(first(words, usize::from(MOST_REASON))),
                reported_at: Timestamp::from_second(86_400).unwrap(),
                more: 1,
                words_kept_days: random.random_bool(0.5).then_some(30),
            };
            let said = random.random_bool(0.5).then(|| keep::voided(Stands::OutOfSight));
            let now = Timestamp::from_second(random.random_range(0..=100 * 86_400)).unwrap();
            quietly("a report").hold(messages::report_card(GUILD, &report, said.as_deref(), now));
        }
    }
}

/// Why a steward removed one, as its giver reads it.
pub fn reason(typed: &str) {
    let reason = first(&clean_words(typed), usize::from(MOST_REASON));
    let ended = Ended::Voided { reason: Some(reason) };
    Shown::to_nobody("a steward's reason").said(keep::over(&ended));
    Shown::to_nobody("recognition is off").said(replies::thanks_off(typed));
}
