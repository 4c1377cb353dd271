//! What is in somebody's copy, and what of others is not.

use super::*;

/// What somebody has of a server, as the file says it.
async fn own_file(bench: &Bench, who: UserId) -> (String, Value) {
    let file = exported(&bench.answer(&privacy(bench, who, "export", None)).await);
    let read = serde_json::from_str(&file).unwrap();
    (file, read)
}

/// The id of the latest that somebody gave.
async fn latest(bench: &Bench, who: UserId) -> clarion::store::Id {
    bench.commands.store.mine(HARBOUR, who, 1).await.unwrap().latest_given[0].id
}

/// Who else got a quiet one, and who hid theirs or wants nothing announced, is theirs to say.
#[tokio::test]
async fn a_copy_names_no_other_receiver_but_whom_the_announcement_names() {
    const ANA: UserId = UserId::new(3_000_000_000_000_000_009);
    let bench = Bench::new().await;
    bench.set_up("Europe/Berlin", true).await;
    let (store, now) = (&bench.commands.store, bench.commands.clock.now());
    let mut quiet = bench.recognize(JO, &[MIRA, SAM], "for you two alone", None);
    quiet["data"]["options"].as_array_mut().unwrap().push(json!({ "name": "quiet", "type": 5, "value": true }));
    bench.answer(&quiet).await;
    bench.given(JO, &[MIRA, SAM, ANA], "for all to read", None).await;
    let announced = latest(&bench, JO).await;
    let to = async |who| {
        let (_, file) = own_file(&bench, who).await;
        let of = |one: &Value| (one["to"].clone(), one["announced_to"].clone(), one["hidden_by_me"].clone());
        file["thanks_got"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    let [mira, sam, ana] = [MIRA, SAM, ANA].map(|user| user.to_string());
    let (all, nobody): (Value, Value) = (json!([mira, sam, ana]), json!([]));
    assert_eq!(to(MIRA).await, [(all.clone(), all, json!(false)), (json!([mira]), nobody.clone(), json!(false))]);
    assert!(store.hide_received(HARBOUR, SAM, announced, true, now).await.unwrap());
    store.announce_received(HARBOUR, ANA, false, None, now).await.unwrap();
    assert_eq!(to(MIRA).await[0], (json!([mira]), json!([mira]), json!(false)));
    let (file, _) = own_file(&bench, MIRA).await;
    assert!(!file.contains(&sam) && !file.contains(&ana), "{file}");
    // They are in their own, and its giver knows to whom it went.
    assert_eq!(to(SAM).await[0], (json!([mira, sam]), json!([mira]), json!(true)));
    assert_eq!(to(ANA).await[0].0, json!([mira, ana]));
    let (_, given) = own_file(&bench, JO).await;
    assert_eq!(given["thanks_given"][0]["to"], json!([mira, sam, ana]));
    assert!(given["thanks_given"][0]["hidden_by_me"].is_null());
}

/// Its giver was told that nobody is shown it.
#[tokio::test]
async fn a_copy_has_no_words_that_their_giver_took_back_and_says_to_whoever_gave_it_how_it_ended() {
    let bench = Bench::new().await;
    bench.set_up("Europe/Berlin", true).await;
    let (store, now) = (&bench.commands.store, bench.commands.clock.now());
    for words in ["for the wrong one", "with a slip", "not for here"] {
        let give = bench.recognize(JO, &[MIRA], words, Some("expert"));
        bench.answer(&give).await;
        let id = latest(&bench, JO).await;
        match words {
            "for the wrong one" => drop(store.undo(HARBOUR, JO, id, now).await.unwrap().unwrap()),
            "with a slip" => {
                let form = InteractionId::new(77);
                store.amend(HARBOUR, JO, id, "without one", form, now).await.unwrap().unwrap();
            }
            _ => drop(store.void(HARBOUR, SAM, id, "it names a client", now).await.unwrap().unwrap()),
        }
    }
    let told = |list: &Value| {
        let of = |one: &Value| [&one["words"], &one["stirred"], &one["ended_how"], &one["ended_why"]].map(Clone::clone);
        let mut told: Vec<_> = list.as_array().unwrap().iter().map(of).collect();
        told.sort_by_key(|one| format!("{one:?}"));
        told
    };
    let (file, got) = own_file(&bench, MIRA).await;
    assert!(!file.contains("wrong one") && !file.contains("slip") && !file.contains("client"), "{file}");
    let none = Value::Null;
    let mut expected = vec![
        [none.clone(), none.clone(), json!("undone"), none.clone()],
        [none.clone(), none.clone(), json!("amended"), none.clone()],
        [json!("not for here"), json!("expert"), json!("voided"), none.clone()],
        [json!("without one"), json!("expert"), none.clone(), none.clone()],
    ];
    expected.sort_by_key(|one| format!("{one:?}"));
    assert_eq!(told(&got["thanks_got"]), expected);
    let (_, given) = own_file(&bench, JO).await;
    let mut expected = vec![
        [json!("for the wrong one"), json!("expert"), json!("undone"), none.clone()],
        [json!("with a slip"), json!("expert"), json!("amended"), none.clone()],
        [json!("not for here"), json!("expert"), json!("voided"), json!("it names a client")],
        [json!("without one"), json!("expert"), none.clone(), none],
    ];
    expected.sort_by_key(|one| format!("{one:?}"));
    assert_eq!(told(&given["thanks_given"]), expected);
    assert!(given["thanks_given"].as_array().unwrap().iter().all(|one| one["ended"] == !one["ended_at"].is_null()));
}

/// What stands on no page is in the copy: which moments a round had, and when they were written to.
#[tokio::test]
async fn a_copy_says_which_moments_a_round_had_and_when_somebody_was_written_to() {
    let bench = filled().await;
    let library = &bench.commands.library;
    let known = &library.statements[0].id;
    let keys = [known.as_str(), "a-moment-of-before"].map(|id| clarion::content::round::Key::of(id).to_string());
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", bench.file.display())).await.unwrap();
    let filler = format!(
        "INSERT INTO quiz_round (id, person_id, begun_by, moments, said_managing, said_leading, said_both, agreed, taken_at, \
         local_date) SELECT 5, id, 5, '{}', 1, 1, 0, 2, 5, '2026-11-21' FROM person WHERE user_id = {JO}; \
         INSERT INTO contact (id, person_id, kind, occurrence_id, counted_at) \
         SELECT 6, id, 'taken', 7, {} FROM person WHERE user_id = {JO}",
        keys.concat(),
        bench.commands.clock.now().as_millisecond()
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(filler)).execute(&pool).await.unwrap();
    let (_, file) = own_file(&bench, JO).await;
    assert_eq!(file["quiz_rounds"][0]["moments"], json!([known, keys[1]]));
    assert_eq!(file["last_written_to"], "2026-11-21T11:00:00Z");
    let (_, other) = own_file(&bench, MIRA).await;
    assert!(other["last_written_to"].is_null());
}
