//! Reflect: written, kept, changed, shared, found and deleted, command by command.

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "recognize/bench.rs"]
mod bench;

use clarion::commands::{Answer, Deferral, LookupFault};
use clarion::messages::CustomId;
use clarion::store::{Claim, MOST_REFLECTIONS};
use insta::assert_snapshot;
use serde_json::json;
use serenity::model::application::Interaction;
use serenity::model::id::{ChannelId, MessageId, UserId};

use bench::{Bench, CHANNEL, HARBOUR, JO, MIRA, ROBO, SAM, custom_id, shown};

/// A prompt that ships.
const PROMPT: &str = "recognition-quiet-work";
const WRITE: &str = "c1.reflect.write.000000000000G.recognition-quiet-work";

/// What the form under a post brings.
async fn wrote(bench: &Bench, who: UserId, words: &str) -> Answer {
    let form = bench.answer(&bench.press(who, WRITE, false)).await;
    bench.answer(&bench.submit(who, &custom_id(&form, ""), words)).await
}

fn deferral(bench: &Bench, interaction: &serde_json::Value) -> Deferral {
    let interaction: Interaction = serde_json::from_value(interaction.clone()).unwrap();
    bench.commands.deferral(&interaction)
}

#[tokio::test]
async fn the_form_asks_the_prompts_question_and_says_who_reads() {
    let bench = Bench::new().await;
    let mut seen = vec![bench.shown(&bench.press(JO, WRITE, false)).await];
    // A prompt that has left the library, or that a later version brings.
    let gone = bench.answer(&bench.press(JO, "c1.reflect.write.000000000000G.long-gone", false)).await;
    seen.push(shown(&gone));
    seen.push(bench.shown(&bench.submit(JO, &custom_id(&gone, ""), "it stayed with me")).await);
    assert_snapshot!(seen.join("\n\n"));
    assert_eq!(deferral(&bench, &bench.press(JO, WRITE, false)), Deferral::Never);
    // Every title and every question that ships fits; the bench reads each form against Discord's limits.
    for prompt in &bench.commands.library.prompts {
        bench.answer(&bench.press(JO, &format!("c1.reflect.write.000000000000G.{}", prompt.id), false)).await;
    }
}

#[tokio::test]
async fn it_is_kept_for_its_author_alone_and_can_be_changed_and_deleted() {
    let bench = Bench::new().await;
    let kept = wrote(&bench, JO, " Mira's  handover\r\n\r\n\r\nwas *calm* \u{202e}@everyone ").await;
    let mut seen = vec![shown(&kept)];
    let change = bench.press_on(JO, &kept, "Change");
    assert_eq!(deferral(&bench, &change), Deferral::Never);
    let form = bench.answer(&change).await;
    // The words so far stand in the box as they were written.
    let Answer::Modal(modal) = &form else { panic!("no form") };
    let modal = serde_json::to_value(modal).unwrap();
    assert_eq!(modal["components"][0]["components"][0]["value"], "Mira's handover\n\nwas *calm* @everyone");
    seen.push(shown(&form));
    let changed = bench.answer(&bench.submit(JO, &custom_id(&form, ""), "calmer")).await;
    seen.push(shown(&changed));
    let question = bench.answer(&bench.press_on(JO, &changed, "Delete")).await;
    seen.push(shown(&question));
    seen.push(bench.shown(&bench.press_on(JO, &question, "Keep it")).await);
    let deleted = bench.answer(&bench.press_on(JO, &question, "Delete it")).await;
    seen.push(shown(&deleted));
    seen.push(bench.shown(&bench.press_on(JO, &deleted, "All my reflections")).await);
    for stale in [bench.press_on(JO, &changed, "Delete"), bench.press_on(JO, &question, "Delete it")] {
        seen.push(bench.shown(&stale).await);
    }
    // Other words for what is gone are handed back.
    seen.push(bench.shown(&bench.submit(JO, &custom_id(&form, ""), "calmer still")).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn words_that_are_none_or_too_many_are_refused_kindly_and_handed_back() {
    let bench = Bench::new().await;
    let mut seen = vec![shown(&wrote(&bench, JO, " \u{200b}\n\u{3164} ").await)];
    let long = shown(&wrote(&bench, JO, &"a@".repeat(751)).await);
    assert!(long.ends_with(&"a@{}".repeat(751)), "{long}");
    seen.push(long.lines().next().unwrap().to_owned());
    // The longest that is kept, all of it escaped, still fits.
    let fullest = wrote(&bench, JO, &"*@".repeat(750)).await;
    bench.answer(&bench.press_on(JO, &fullest, "Share with the channel")).await;
    bench.answer(&bench.press_on(JO, &fullest, "Delete")).await;
    let form = bench.answer(&bench.press_on(JO, &fullest, "Change")).await;
    let Answer::Modal(modal) = &form else { panic!("no form") };
    let modal = serde_json::to_value(modal).unwrap();
    assert_eq!(modal["components"][0]["components"][0]["value"], "*@".repeat(750));
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_locked_database_keeps_nothing_and_hands_the_words_back() {
    let bench = Bench::new().await;
    let first = wrote(&bench, JO, "the first").await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    sqlx::query("ALTER TABLE reflection RENAME TO elsewhere").execute(&pool).await.unwrap();
    let lost = shown(&wrote(&bench, JO, "calm nights").await);
    assert!(lost.contains("Something went wrong on my side") && lost.ends_with("calm nights"), "{lost}");
    let form = bench.answer(&bench.press_on(JO, &first, "Change")).await;
    let lost = bench.shown(&bench.submit(JO, &custom_id(&form, ""), "calmer nights")).await;
    assert!(lost.contains("Something went wrong on my side") && lost.ends_with("calmer nights"), "{lost}");
}

#[tokio::test]
async fn a_full_notebook_says_what_to_do() {
    let bench = Bench::new().await;
    wrote(&bench, JO, "the first").await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) \
         INSERT INTO reflection SELECT r.id + n.i, r.guild_id, r.person_id, r.interaction_id - n.i, r.prompt, \
         r.title, r.words, r.written_at, r.local_date, r.changed_at FROM reflection r, n",
        MOST_REFLECTIONS - 1
    )))
    .execute(&pool)
    .await
    .unwrap();
    assert_snapshot!(shown(&wrote(&bench, JO, "one more").await));
}

#[tokio::test]
async fn it_is_shared_by_choice_and_once() {
    let bench = Bench::new().await;
    let kept = wrote(&bench, JO, "_calm_ @everyone <@1> https://x.example").await;
    let question = bench.answer(&bench.press_on(JO, &kept, "Share with the channel")).await;
    let mut seen = vec![shown(&question)];
    seen.push(bench.shown(&bench.press_on(JO, &question, "Keep it to myself")).await);
    let press = bench.press_on(JO, &question, "Share it");
    assert_eq!(deferral(&bench, &press), Deferral::Private);
    let shared = bench.answer(&press).await;
    seen.push(shown(&shared));
    let Answer::Announce { card, claim, .. } = &shared else { panic!("not shared") };
    assert!(card.pings.is_empty() && card.roles.is_empty());
    // The button under it is the mark by which the post is found again.
    let mark: CustomId = custom_id(&shared, "Reflect").parse().unwrap();
    assert_eq!(mark.mark(), Some(claim.occurrence.id));
    seen.push(bench.shown(&bench.press_on(JO, &question, "Share it")).await);
    bench.commands.store.posted(claim, MessageId::new(70)).await.unwrap();
    seen.push(bench.shown(&bench.press_on(JO, &question, "Share it")).await);
    // The card knows, and so does whoever asks from an older one.
    seen.push(bench.shown(&bench.press_on(JO, &kept, "Share with the channel")).await);
    let form = bench.answer(&bench.press_on(JO, &kept, "Change")).await;
    seen.push(bench.shown(&bench.submit(JO, &custom_id(&form, ""), "calmer")).await);
    // Deleting asks with that in mind. Nobody at Discord answers this bench: nothing is deleted then.
    let delete = bench.answer(&bench.press_on(JO, &kept, "Delete")).await;
    seen.push(shown(&delete));
    seen.push(bench.shown(&bench.press_on(JO, &delete, "Delete it")).await);
    assert!(bench.shown(&bench.press_on(JO, &delete, "Keep it")).await.contains("calmer"));
    // Somebody else writes about the same prompt by the button under it.
    seen.push(bench.shown(&bench.press_on(MIRA, &shared, "Reflect")).await);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn what_discord_refused_is_not_said_to_be_shared() {
    let bench = Bench::new().await;
    let kept = wrote(&bench, JO, "calm").await;
    let question = bench.answer(&bench.press_on(JO, &kept, "Share with the channel")).await;
    let Answer::Announce { claim, .. } = bench.answer(&bench.press_on(JO, &question, "Share it")).await else {
        panic!("not shared")
    };
    bench.commands.store.refused(&claim, 50_013, false, bench.commands.clock.now()).await.unwrap();
    let form = bench.answer(&bench.press_on(JO, &kept, "Change")).await;
    let changed = bench.shown(&bench.submit(JO, &custom_id(&form, ""), "calmer")).await;
    assert!(changed.contains("Your new words are kept, for you alone."), "{changed}");
    assert!(!changed.contains("What you shared stays"), "{changed}");
}

#[tokio::test]
async fn whoever_may_not_write_there_shares_nothing_there() {
    let bench = Bench::new().await;
    let kept = wrote(&bench, JO, "calm").await;
    let question = bench.answer(&bench.press_on(JO, &kept, "Share with the channel")).await;
    for label in ["Share with the channel", "Share it"] {
        let from = if label == "Share it" { &question } else { &kept };
        let mut press = bench.press_on(JO, from, label);
        press["member"]["permissions"] = json!("0");
        let refused = bench.shown(&press).await;
        assert!(refused.contains("You can read this channel but not write in it"), "{label}: {refused}");
    }
    // Writing for oneself needs no permission there.
    let mut press = bench.press(JO, WRITE, false);
    press["member"]["permissions"] = json!("0");
    assert!(matches!(bench.answer(&press).await, Answer::Modal(_)));
}

#[tokio::test]
async fn my_reflections_are_turned_searched_and_opened() {
    let bench = Bench::at("2026-11-16T08:00:00Z").await;
    bench.set_up("Pacific/Auckland", true).await;
    for n in 1..=7 {
        let now = format!("2026-11-{}T22:00:00Z", 15 + n).parse().unwrap();
        bench.hand.advance_to(now, std::time::Duration::from_secs(5)).await.unwrap();
        let words = if n == 3 {
            "Ночь была **тихой**, jo.rdan".to_owned()
        } else {
            format!("thought {n} {}", "@*".repeat(100))
        };
        wrote(&bench, JO, &words).await;
    }
    let overview = bench.answer(&bench.slash(JO, "me", &json!([]), &[])).await;
    let mut seen = vec![shown(&overview)];
    let first = bench.answer(&bench.choose(JO, &custom_id(&overview, "Turn to"), &["reflections"])).await;
    seen.push(shown(&first));
    let second = bench.answer(&bench.press_on(JO, &first, "More")).await;
    seen.push(shown(&second));
    let ask = bench.press_on(JO, &first, "Search");
    assert_eq!(deferral(&bench, &ask), Deferral::Never);
    let form = bench.answer(&ask).await;
    seen.push(shown(&form));
    let found = bench.answer(&bench.submit(JO, &custom_id(&form, ""), "НОЧЬ")).await;
    seen.push(shown(&found));
    // Dots are no border of what is looked for, and it goes along to the next screen.
    let dotted = bench.shown(&bench.submit(JO, &custom_id(&form, ""), "JO.R")).await;
    assert!(dotted.contains("16 Nov") || dotted.contains("Ночь"), "{dotted}");
    let many = bench.answer(&bench.submit(JO, &custom_id(&form, ""), "Thought")).await;
    let more = bench.shown(&bench.press_on(JO, &many, "More")).await;
    assert!(more.contains("6 to 6 of 6.") && more.contains("thought 1"), "{more}");
    for sought in ["nobody wrote this", " \u{200b} ", &"x".repeat(37)] {
        seen.push(bench.shown(&bench.submit(JO, &custom_id(&form, ""), sought)).await);
    }
    let all = bench.answer(&bench.press_on(JO, &found, "Show all")).await;
    assert_eq!(shown(&all), shown(&first));
    // One is opened from the list.
    let page = bench.commands.store.reflections(HARBOUR, JO, None, 0, 5).await.unwrap();
    let id = page.shown[0].id.to_string();
    seen.push(bench.shown(&bench.choose(JO, &custom_id(&first, "Open one"), &[&id])).await);
    assert_snapshot!(seen.join("\n\n"));
    // A form that was opened from a private message changes that; the one under a post does not.
    let mut from_page = bench.submit(JO, &custom_id(&form, ""), "thought");
    assert_eq!(deferral(&bench, &from_page), Deferral::Private);
    from_page["message"] = bench.press(JO, WRITE, true)["message"].clone();
    assert_eq!(deferral(&bench, &from_page), Deferral::Update);
    let mut from_post = bench.submit(JO, &format!("c1.reflect.save.{PROMPT}"), "thought");
    from_post["message"] = bench.press(JO, WRITE, false)["message"].clone();
    assert_eq!(deferral(&bench, &from_post), Deferral::Private);
}

#[tokio::test]
async fn everything_of_mine_comes_as_a_file() {
    let bench = Bench::new().await;
    bench.set_up("Europe/Berlin", true).await;
    let kept = wrote(&bench, JO, "*calm* \u{1f642}\n\nnights").await;
    let question = bench.answer(&bench.press_on(JO, &kept, "Share with the channel")).await;
    let Answer::Announce { claim, .. } = bench.answer(&bench.press_on(JO, &question, "Share it")).await else {
        panic!("not shared")
    };
    bench.commands.store.posted(&claim, MessageId::new(70)).await.unwrap();
    bench.given(JO, &[MIRA], "the slides", Some("expert")).await;
    bench.given(MIRA, &[JO, ROBO], "the demo", None).await;
    let overview = bench.answer(&bench.slash(JO, "me", &json!([]), &[])).await;
    let press = bench.press_on(JO, &overview, "Export");
    assert_eq!(deferral(&bench, &press), Deferral::Private);
    let exported = bench.answer(&press).await;
    let Answer::Reply { card, private: true } = &exported else { panic!("for all to see") };
    assert_eq!(card.files[0].name, "clarion-me.json");
    let mut seen = vec![shown(&exported), String::from_utf8(card.files[0].bytes.to_vec()).unwrap()];
    // Whoever was never heard of gets a file too.
    let nothing = bench.answer(&bench.press(SAM, "c1.me.export", true)).await;
    let Answer::Reply { card, private: true } = &nothing else { panic!("for all to see") };
    seen.push(String::from_utf8(card.files[0].bytes.to_vec()).unwrap());
    assert_snapshot!(seen.join("\n"));
}

#[tokio::test]
async fn what_is_mine_is_deleted_as_i_choose() {
    let bench = Bench::new().await;
    wrote(&bench, JO, "calm nights").await;
    wrote(&bench, MIRA, "Mira's own").await;
    bench.given(JO, &[MIRA], "the slides", None).await;
    let overview = bench.answer(&bench.slash(JO, "me", &json!([]), &[])).await;
    let what = bench.answer(&bench.press_on(JO, &overview, "Delete \u{2026}")).await;
    let mut seen = vec![shown(&what)];
    let menu = custom_id(&what, "Choose what to delete");
    let both = bench.answer(&bench.choose(JO, &menu, &["reflections", "thanks-words"])).await;
    seen.push(shown(&both));
    let kept = bench.shown(&bench.press_on(JO, &both, "Keep everything")).await;
    assert!(kept.contains("1 reflection, the latest"), "{kept}");
    let words = bench.answer(&bench.choose(JO, &menu, &["thanks-words"])).await;
    seen.push(bench.shown(&bench.press_on(JO, &words, "Delete")).await);
    seen.push(bench.shown(&bench.press(JO, "c1.me.open.thanks.0", true)).await);
    let done = bench.answer(&bench.press_on(JO, &both, "Delete")).await;
    seen.push(shown(&done));
    seen.push(bench.shown(&bench.press_on(JO, &done, "Overview")).await);
    assert_snapshot!(seen.join("\n\n"));
    assert!(bench.commands.store.scrub().await.unwrap(), "the file is not to be scrubbed");
    let others = bench.shown(&bench.press(MIRA, "c1.me.open.reflections.0", true)).await;
    assert!(others.contains("Mira's own"), "{others}");
    for stale in [&[][..], &["treasure"], &["reflections", "treasure"]] {
        let stale = bench.shown(&bench.choose(JO, &menu, stale)).await;
        assert!(stale.contains("That button is from an older version"), "{stale}");
    }
}

#[tokio::test]
async fn what_was_shared_is_taken_down_before_anything_is_deleted() {
    let bench = Bench::new().await;
    let kept = wrote(&bench, JO, "calm nights").await;
    let question = bench.answer(&bench.press_on(JO, &kept, "Share with the channel")).await;
    let Answer::Announce { claim, .. } = bench.answer(&bench.press_on(JO, &question, "Share it")).await else {
        panic!("not shared")
    };
    bench.commands.store.posted(&claim, MessageId::new(70)).await.unwrap();
    // Nobody at Discord answers this bench.
    let refused = bench.shown(&bench.press(JO, "c1.me.erase-now.reflections", true)).await;
    assert!(refused.contains("I have not deleted anything yet"), "{refused}");
    assert_eq!(bench.commands.store.reflections(HARBOUR, JO, None, 0, 5).await.unwrap().total, 1);
}

/// A bench at whose Discord messages are taken down, or are not.
async fn with_a_hand(fault: Option<LookupFault>) -> Bench {
    let bench = Bench::new().await;
    *bench.board.says.lock().unwrap() = fault.map_or(Ok(()), Err);
    bench
}

/// Jo writes these words and shares them; nobody has recorded yet what came of it.
async fn sharing(bench: &Bench, words: &str) -> (Answer, Box<Claim>) {
    let kept = wrote(bench, JO, words).await;
    let question = bench.answer(&bench.press_on(JO, &kept, "Share with the channel")).await;
    match bench.answer(&bench.press_on(JO, &question, "Share it")).await {
        Answer::Announce { claim, .. } => (kept, claim),
        other => panic!("not shared: {}", shown(&other)),
    }
}

async fn how_many(bench: &Bench) -> usize {
    bench.commands.store.reflections(HARBOUR, JO, None, 0, 5).await.unwrap().total
}

const ERASE: &str = "c1.me.erase-now.reflections";

#[tokio::test]
async fn what_is_on_its_way_to_the_channel_is_neither_changed_nor_deleted() {
    let bench = with_a_hand(None).await;
    let (kept, claim) = sharing(&bench, "calm nights").await;
    let delete = bench.answer(&bench.press_on(JO, &kept, "Delete")).await;
    let form = bench.answer(&bench.press_on(JO, &kept, "Change")).await;
    let mut seen = vec![bench.shown(&bench.press_on(JO, &delete, "Delete it")).await];
    seen.push(bench.shown(&bench.submit(JO, &custom_id(&form, ""), "for me alone")).await);
    seen.push(bench.shown(&bench.press(JO, ERASE, true)).await);
    assert_eq!((how_many(&bench).await, bench.board.taken.lock().unwrap().len()), (1, 0));
    // It is there: all of that works, and it is taken down.
    bench.commands.store.posted(&claim, MessageId::new(70)).await.unwrap();
    seen.push(bench.shown(&bench.submit(JO, &custom_id(&form, ""), "for me alone")).await);
    seen.push(bench.shown(&bench.press_on(JO, &delete, "Delete it")).await);
    assert_eq!(*bench.board.taken.lock().unwrap(), [(ChannelId::new(CHANNEL), MessageId::new(70))]);
    assert_eq!(how_many(&bench).await, 0);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn what_is_left_in_a_channel_is_said() {
    let mut seen = Vec::new();
    for fault in [None, Some(LookupFault::Unknown)] {
        for (one, posted) in [(true, true), (false, true), (true, false), (false, false)] {
            let bench = with_a_hand(fault).await;
            let (kept, claim) = sharing(&bench, "calm nights").await;
            wrote(&bench, JO, "never shared").await;
            if posted {
                bench.commands.store.posted(&claim, MessageId::new(70)).await.unwrap();
            } else {
                // Nobody could look whether it is there.
                bench.commands.store.hold_unknown(&claim, "answer-lost", bench.commands.clock.now()).await.unwrap();
            }
            let told = if one {
                let delete = bench.answer(&bench.press_on(JO, &kept, "Delete")).await;
                bench.shown(&bench.press_on(JO, &delete, "Delete it")).await
            } else {
                bench.shown(&bench.press(JO, ERASE, true)).await
            };
            assert_eq!(how_many(&bench).await, usize::from(one));
            assert_eq!(bench.board.taken.lock().unwrap().len(), usize::from(posted));
            assert_eq!(told.contains("Manage Messages"), fault.is_some() || !posted, "{told}");
            seen.push(told);
        }
    }
    assert_snapshot!(seen.join("\n\n"));
}

/// Lists that are longer than the export takes say so, each of them.
#[tokio::test]
async fn an_export_that_leaves_something_out_says_so() {
    for filler in [
        "INSERT INTO quiz_round (id, person_id, begun_by, moments, said_managing, said_leading, said_both, agreed, \
         taken_at, local_date) SELECT n.i, p.id, n.i, '', 0, 0, 0, 0, n.i, '2026-11-21' FROM person p, n",
        "INSERT INTO balance (id, person_id, begun_by, leans, taken_at, local_date) \
         SELECT n.i, p.id, n.i, '', n.i, '2026-11-21' FROM person p, n",
        "INSERT INTO commitment (id, guild_id, person_id, interaction_id, made_at, place, state, settled_at) \
         SELECT n.i, p.guild_id, p.id, n.i, n.i, 'nowhere', 'kept', n.i FROM person p, n; \
         INSERT INTO commitment_words (commitment_id, words) SELECT id, 'a try' FROM commitment",
    ] {
        let bench = Bench::new().await;
        wrote(&bench, JO, "the first").await;
        let complete = async || {
            let Answer::Reply { card, .. } = bench.answer(&bench.press(JO, "c1.me.export", true)).await else {
                panic!("no export")
            };
            let file: serde_json::Value = serde_json::from_slice(&card.files[0].bytes).unwrap();
            file["complete"].as_bool().unwrap()
        };
        assert!(complete().await);
        let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
        for statement in filler.split("; ") {
            let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2001)";
            sqlx::raw_sql(sqlx::AssertSqlSafe(format!("{numbers} {statement}"))).execute(&pool).await.unwrap();
        }
        assert!(!complete().await, "{filler}");
    }
}
