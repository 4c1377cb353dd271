//! Ids in what people type: kept nowhere as such, and taken out for whoever stands in others' words alone.

use clarion::messages::{
    CustomId, DeckPress, KEEP_WORDS, REFLECTION_WORDS, RulesPress, SAID, STRENGTHS_BOX, TO_TRY, TryPress,
};
use clarion::recognition::mentioned;
use clarion::store::{Id, SharedReflection};
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, MessageId};

use super::*;

/// Typed, under that name: somebody whom the server knows, somebody whom nobody knows, a role, a channel.
fn typed(name: &str) -> String {
    format!("{name} <@{SAM}> <＠!3000000000000000077> <@&300000000000000\u{200b}0078> <#3000000000000000079>")
}

/// What is kept of it.
fn kept(name: &str) -> String {
    format!("{name} @Sam B. @someone @a role #a channel")
}

fn managing(mut interaction: Value) -> Value {
    interaction["member"]["permissions"] =
        json!((Permissions::MANAGE_GUILD | Permissions::SEND_MESSAGES).bits().to_string());
    interaction
}

/// A deck as a file, with that in each of its texts.
fn imported(bench: &Bench) -> Value {
    let (question, step) = (typed("imported question"), typed("imported step"));
    // A title has sixty characters.
    let csv = format!("title,question,step\nImported title <@{SAM}>,{question},{step}\n");
    bench.board.files.lock().unwrap().insert("deck.csv".to_owned(), csv.clone().into_bytes());
    let option = json!({ "name": "file", "type": 11, "value": "44" });
    let import = json!([{ "name": "import", "type": 1, "options": [option] }]);
    let mut interaction = managing(bench.slash(JO, "deck", &import, &[]));
    interaction["data"]["resolved"] = json!({ "attachments": { "44": {
        "id": "44", "filename": "deck.csv", "size": csv.len(), "url": "deck.csv", "proxy_url": "deck.csv",
    } } });
    interaction
}

fn form(bench: &Bench, who: UserId, id: &str, boxes: &[(&str, &str)]) -> Value {
    let mut form = managing(bench.submit(who, id, ""));
    let row = |(name, value): &(&str, &str)| json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": value }] });
    form["data"]["components"] = boxes.iter().map(row).collect();
    form
}

/// Everything in which somebody's words are kept, as its command or its form brings them.
async fn everything(bench: &Bench) -> Vec<&'static str> {
    let store = &bench.commands.store;
    let latest = async |who| store.mine(HARBOUR, who, 1).await.unwrap().latest_given[0].id;
    bench.given(JO, &[MIRA], &typed("given"), None).await;
    let given = latest(JO).await;
    bench.answer(&form(bench, JO, &format!("c1.keep.amended.{given}"), &[(KEEP_WORDS, &typed("amended"))])).await;
    let amended = latest(JO).await;
    bench.answer(&form(bench, MIRA, &format!("c1.keep.reported.{amended}"), &[(KEEP_WORDS, &typed("reported"))])).await;
    let report = store.open_report(HARBOUR, SAM, None).await.unwrap().unwrap().id;
    bench.answer(&form(bench, SAM, &format!("c1.keep.voided.{report}"), &[(KEEP_WORDS, &typed("removed"))])).await;
    let reflect = "c1.reflect.save.recognition-quiet-work";
    bench.answer(&form(bench, JO, reflect, &[(REFLECTION_WORDS, &typed("reflected"))])).await;
    let occurrence = Id::from_i64(16).unwrap();
    let words = TryPress::Words { occurrence, prompt: "recognition-quiet-work".to_owned() };
    bench.answer(&form(bench, JO, &CustomId::Try(words).to_string(), &[(TO_TRY, &typed("tried"))])).await;
    // A strength's name has forty characters.
    let strengths = format!("Calm\nlike <@{SAM}>");
    let rules = CustomId::Rules(RulesPress::StrengthsTyped).to_string();
    bench.answer(&form(bench, JO, &rules, &[(STRENGTHS_BOX, &strengths)])).await;
    for said in [false, true] {
        let boxes = ["title", "question", "step"].map(|name| (name, typed(&format!("{name} {said}"))));
        let boxes: Vec<(&str, &str)> = boxes.iter().map(|(name, words)| (*name, words.as_str())).collect();
        bench.answer(&form(bench, JO, &CustomId::Deck(DeckPress::Suggestion).to_string(), &boxes)).await;
    }
    let (first, _) =
        store.suggestion_after(HARBOUR, None).await.unwrap().suggestion.map(|one| (one.id, one.words)).unwrap();
    store.hear_of_suggestion(HARBOUR, JO, first, true).await.unwrap();
    bench.answer(&form(bench, SAM, &format!("c1.deck.declined.{first}"), &[(SAID, &typed("declined"))])).await;
    let second = store.suggestion_after(HARBOUR, None).await.unwrap().suggestion.unwrap().id;
    let boxes = ["title", "question", "step"].map(|name| (name, typed(&format!("mended {name}"))));
    let boxes: Vec<(&str, &str)> = boxes.iter().map(|(name, words)| (*name, words.as_str())).collect();
    bench.answer(&form(bench, SAM, &format!("c1.deck.mended.{second}"), &boxes)).await;
    let options = [("date", "2026-12-24".to_owned()), ("name", typed("holiday"))]
        .map(|(name, value)| json!({ "name": name, "type": 3, "value": value }));
    let add = json!([{ "name": "add", "type": 1, "options": options }]);
    let holidays = json!([{ "name": "holidays", "type": 2, "options": add }]);
    bench.answer(&managing(bench.slash(JO, "schedule", &holidays, &[]))).await;
    bench.answer(&imported(bench)).await;
    vec![
        "given",
        "amended",
        "reported",
        "removed",
        "reflected",
        "tried",
        "title false",
        "question false",
        "step false",
        "declined",
        "mended title",
        "mended question",
        "mended step",
        "holiday",
    ]
}

#[tokio::test]
async fn what_people_type_is_kept_with_names_in_the_place_of_ids() {
    let bench = Bench::new().await;
    bench.set_up("Europe/Berlin", true).await;
    // The server knows Sam, by a name.
    bench.given(JO, &[SAM], "the map", None).await;
    bench.commands.store.seen(HARBOUR, SAM, "Sam B.").await.unwrap();
    let names = everything(&bench).await;
    let all = rows(&bench).await;
    for name in names {
        assert!(all.iter().any(|row| row.contains(&kept(name))), "{name} is not kept: {all:#?}");
    }
    assert!(all.iter().any(|row| row.contains("like @Sam B.")), "{all:#?}");
    // A file calls too many people to look for the name of each.
    for kept in
        ["Imported title @someone", "imported question @someone @someone @a role", "imported step @someone @someone"]
    {
        assert!(all.iter().any(|row| row.contains(kept)), "{kept} is not kept: {all:#?}");
    }
    for row in &all {
        assert!(mentioned(row).is_empty(), "{row}");
        assert!(!row.contains("<#") && !row.contains("<@"), "{row}");
    }
}

const ANA: UserId = UserId::new(3_000_000_000_000_000_009);

/// Somebody who never used it, and of whom others typed the number.
#[tokio::test]
async fn who_stands_in_others_words_alone_is_taken_out() {
    let bench = Bench::new().await;
    bench.given(JO, &[MIRA], &format!("for the night with {ANA}"), None).await;
    let asked = bench.answer(&privacy(&bench, ANA, "forget", None)).await;
    insta::assert_snapshot!("forget_named", shown(&asked));
    assert!(holds(&bench, &ANA.to_string()));
    let erased = bench.shown(&bench.press(ANA, &custom_id(&asked, "Erase"), true)).await;
    assert!(erased.contains("it says 'a former member' now"), "{erased}");
    assert!(!holds(&bench, &ANA.to_string()), "the answer came too early");
    let mine = bench.commands.store.mine(HARBOUR, MIRA, 1).await.unwrap();
    assert_eq!(mine.latest_got[0].words.as_deref(), Some("for the night with a former member"));
    // Who wanted something else is not told of posts.
    for sub in ["export", "pause"] {
        let text = bench.shown(&privacy(&bench, ANA, sub, Some("everywhere"))).await;
        assert!(text.contains("I keep nothing of you anywhere") && !text.contains("Where all"), "{sub}: {text}");
    }
}

/// Mira shares a reflection, one arrives and one may have, and then puts these words in their place, which the channel does
/// not read.
async fn changed_since_it_was_shared(bench: &Bench, words: &str) {
    let Commands { store, clock, .. } = &bench.commands;
    let lease = Duration::from_secs(60);
    for number in 0..2 {
        let new = NewReflection {
            interaction: InteractionId::new(8_000_000_000_000_000_050 + number),
            guild: HARBOUR,
            author: MIRA,
            prompt: "recognition-quiet-work".to_owned(),
            title: None,
            words: "at the pier".to_owned(),
            at: clock.now(),
            local_date: jiff::civil::date(2026, 11, 21),
        };
        let Kept::As(written) = store.keep_reflection(&new).await.unwrap() else { panic!("there is room") };
        let shared = store
            .share_reflection(HARBOUR, MIRA, written.id, ChannelId::new(bench::CHANNEL), clock.now(), lease)
            .await
            .unwrap();
        let SharedReflection::Now { claim, .. } = shared else { panic!("not shared") };
        match number {
            0 => store.posted(&claim, MessageId::new(90)).await.unwrap(),
            _ => store.hold_unknown(&claim, "lost", clock.now()).await.unwrap(),
        }
        store.change_reflection(HARBOUR, MIRA, written.id, words, clock.now()).await.unwrap();
    }
}

/// What others write for themselves is nobody's to hear of: neither that it is there, nor that it was, also where they had
/// shared other words before.
#[tokio::test]
async fn nothing_tells_that_an_id_stands_in_what_others_keep_for_themselves() {
    // One whom the bot does not know, and one whom it does.
    for (who, known) in [(ANA, false), (SAM, true)] {
        let told = async |words: String| {
            let bench = Bench::new().await;
            bench.given(if known { who } else { JO }, &[MIRA], "the map", None).await;
            bench
                .answer(&form(&bench, JO, "c1.reflect.save.recognition-quiet-work", &[(REFLECTION_WORDS, &words)]))
                .await;
            changed_since_it_was_shared(&bench, &words).await;
            assert!(holds(&bench, &words));
            let mut told = Vec::new();
            for sub in ["show", "export", "forget"] {
                let answer = bench.answer(&privacy(&bench, who, sub, None)).await;
                told.push(shown(&answer));
                if sub == "forget" {
                    told.push(bench.shown(&bench.press(who, &custom_id(&answer, "Erase"), true)).await);
                }
            }
            assert!(!holds(&bench, &who.to_string()));
            told
        };
        assert_eq!(told(format!("a hard day with {who}")).await, told("a hard day".to_owned()).await);
    }
}

/// Whoever is given the role while nobody listens waits for a holder who wants to be left alone, and for nobody else.
#[tokio::test]
async fn a_roster_that_follows_a_role_is_held_up_by_those_alone_who_hold_it() {
    const TEAM: RoleId = RoleId::new(7_000_000_000_000_000_001);
    for (roles, reach, held_up) in [
        (vec!["7000000000000000002"], None, 0),
        (vec!["7000000000000000002"], Some("everywhere"), 0),
        (vec!["7000000000000000002", "7000000000000000001"], None, 1),
        (vec!["7000000000000000001"], Some("everywhere"), 1),
    ] {
        let bench = Bench::new().await;
        let role = [RecognitionChange::RosterRole(Some(TEAM))];
        bench.commands.store.settle_recognition(HARBOUR, &role, bench.commands.clock.now()).await.unwrap();
        let question = bench.answer(&privacy(&bench, ANA, "forget", reach)).await;
        let mut erase = bench.press(ANA, &custom_id(&question, "Erase"), true);
        erase["member"]["roles"] = json!(roles);
        bench.answer(&erase).await;
        let pool = every_row::pool(&bench.url).await;
        let set = "SELECT COUNT(*) FROM recognition_option WHERE roster_erased_at IS NOT NULL";
        let set: i64 = sqlx::query_scalar(set).fetch_one(&pool).await.unwrap();
        assert_eq!(set, held_up, "{roles:?} {reach:?}");
        pool.close().await;
    }
}

/// Nor does what becomes of the files, where somebody reads from SQLite's log all the time.
#[tokio::test]
async fn nothing_tells_of_an_id_where_the_files_cannot_be_cleaned_either() {
    let told = async |words: String| {
        let bench = Bench::impatient("2026-11-21T11:00:00Z").await;
        bench.answer(&form(&bench, JO, "c1.reflect.save.recognition-quiet-work", &[(REFLECTION_WORDS, &words)])).await;
        let question = bench.answer(&privacy(&bench, ANA, "forget", None)).await;
        let reader = every_row::pool(&bench.url).await;
        let mut reading = reader.begin().await.unwrap();
        let _: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM person").fetch_one(&mut *reading).await.unwrap();
        let erase = bench.press(ANA, &custom_id(&question, "Erase"), true);
        let told = shown(&bench.answer_in_time(&erase).await);
        reading.rollback().await.unwrap();
        told
    };
    let (named, not) = (told(format!("a hard day with {ANA}")).await, told("a hard day".to_owned()).await);
    assert!(named.contains("may still be in the bytes of the database's files"), "{named}");
    assert_eq!(named, not);
}

/// Posts in channels are others' to read, so whoever asks hears of those that cannot be changed.
#[tokio::test]
async fn whoever_is_taken_out_of_others_words_hears_of_posts_that_stay() {
    let bench = Bench::new().await;
    let (store, now) = (&bench.commands.store, bench.commands.clock.now());
    for number in 1..=4_u64 {
        let give = bench.recognize(JO, &[MIRA], &format!("{number}, with {ANA}"), None);
        let give = if number == 4 { bench::there(give, ELSEWHERE) } else { give };
        let Answer::Announce { claim, .. } = bench.answer(&give).await else { panic!("{number}") };
        match number {
            3 => store.hold_unknown(&claim, "lost", now).await.unwrap(),
            _ => store.posted(&claim, MessageId::new(number)).await.unwrap(),
        }
    }
    store.guild_removed(ELSEWHERE, now).await.unwrap();
    let asked = bench.answer(&privacy(&bench, ANA, "forget", Some("everywhere"))).await;
    let erased = bench.shown(&bench.press(ANA, &custom_id(&asked, "Erase"), true)).await;
    insta::assert_snapshot!("forgotten_named", erased);
}
