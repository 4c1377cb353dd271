//! What whoever manages a server takes along of it, and erases.

use super::*;

/// As somebody who manages the server.
fn managing(mut interaction: Value) -> Value {
    interaction["member"]["permissions"] = json!(serenity::model::Permissions::MANAGE_GUILD.bits().to_string());
    interaction
}

fn server_data(bench: &Bench, options: &Value) -> Value {
    bench.slash(JO, "server-data", &json!([options]), &[])
}

#[tokio::test]
async fn a_servers_data_are_for_whoever_manages_it() {
    let bench = filled().await;
    let export = |format: &str| json!({ "name": "export", "type": 1, "options": [{ "name": "format", "type": 3, "value": format }] });
    let erase = json!({ "name": "erase", "type": 1, "options": [] });
    for options in [export("csv"), erase.clone()] {
        let text = bench.shown(&server_data(&bench, &options)).await;
        assert!(text.contains("Manage Server"), "{text}");
    }
    let pressed = bench.shown(&bench.press(JO, "c1.privacy.erase-server", true)).await;
    assert!(pressed.contains("Manage Server") && holds(&bench, "lighthouse"), "{pressed}");

    let csv = bench.answer(&managing(server_data(&bench, &export("csv")))).await;
    insta::assert_snapshot!("server_export", shown(&csv));
    let entries = clarion::recognition::sheet::from_csv(&exported(&csv)).unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1].words.as_deref(), Some("the calm handover at the lighthouse"));
    let called =
        |entry: &clarion::recognition::sheet::Entry| (entry.from_name.clone().unwrap(), entry.to_names.clone());
    insta::assert_debug_snapshot!("server_export_names", entries.iter().map(called).collect::<Vec<_>>());
    let read: Value =
        serde_json::from_str(&exported(&bench.answer(&managing(server_data(&bench, &export("json")))).await)).unwrap();
    assert_eq!(read["recognitions"][1]["words"], "the calm handover at the lighthouse");
    let before = |typed: &str| {
        managing(server_data(
            &bench,
            &json!({ "name": "export", "type": 1, "options": [
                { "name": "format", "type": 3, "value": "csv" }, { "name": "before", "type": 3, "value": typed },
            ] }),
        ))
    };
    assert!(bench.shown(&before("last week")).await.contains("Monday or yesterday all work"));
    for (typed, some) in [("yesterday", 0), ("today", 0), ("2099-01-01", 2)] {
        let read = clarion::recognition::sheet::from_csv(&exported(&bench.answer(&before(typed)).await)).unwrap();
        assert_eq!(read.len(), some, "{typed}");
    }

    let question = bench.answer(&managing(server_data(&bench, &erase))).await;
    insta::assert_snapshot!("server_erase", shown(&question));
    let kept = bench.shown(&managing(bench.press(JO, &custom_id(&question, "Keep everything"), true))).await;
    assert!(kept.contains("Everything stays as it is."), "{kept}");
    let erased = bench.shown(&managing(bench.press(JO, &custom_id(&question, "Erase"), true))).await;
    insta::assert_snapshot!("server_erased", erased);
    assert!(!holds(&bench, "lighthouse") && !holds(&bench, &JO.to_string()));
    assert!(bench.commands.store.guild(HARBOUR).await.unwrap().is_some());
}
