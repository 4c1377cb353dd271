//! What a schedule does besides: whom it mentions, its theme, its threads.

use clarion::commands::Forum;
use clarion::content::{Source, load};
use insta::assert_snapshot;
use jiff::ToSpan as _;
use jiff::civil::date;
use serde_json::json;
use serenity::model::Permissions;

use super::bench::{ALL, Bench, DAILY, GENERAL, HARBOUR};

const LEADS: &str = "4000000000000000001";

async fn daily() -> Bench {
    let mut bench = Bench::new().await;
    bench.schedule("set", &[("zone", "Europe/Berlin"), ("channel", &DAILY.to_string())]).await;
    bench.post_what_is_due().await;
    bench
}

#[tokio::test]
async fn a_role_is_mentioned_with_each_days_prompt_and_nobody_else() {
    let mut bench = daily().await;
    let mut seen = vec![bench.told("set", &[("mention", LEADS)]).await];
    seen.push(bench.told("show", &[]).await);
    // A look at the next prompt calls nobody; the bench holds that of every answer.
    let preview = bench.told("preview", &[]).await;
    assert!(!preview.contains("<@"), "{preview}");
    bench.at("2026-11-23T08:00:00Z").await;
    bench.post_what_is_due().await;
    let post = bench.posted();
    assert_eq!(post["content"], format!("<@&{LEADS}>"));
    assert_eq!(post["allowed_mentions"]["parse"], json!([]));
    assert_eq!(post["allowed_mentions"]["roles"], json!([LEADS]));
    assert_eq!(post["allowed_mentions"]["users"], json!([]));
    // An extra is nobody's appointment.
    bench.schedule("now", &[]).await;
    bench.post_what_is_due().await;
    let extra = bench.posted();
    assert_eq!((&extra["content"], &extra["allowed_mentions"]["roles"]), (&json!(""), &json!([])));
    // What is left out stays, and it can be taken off.
    seen.push(bench.told("set", &[("time", "10")]).await);
    seen.push(bench.told("set", &[("mention-nobody", "true")]).await);
    assert_eq!(bench.kept("daily").await.options.role, None);
    bench.at("2026-11-24T09:00:00Z").await;
    bench.post_what_is_due().await;
    assert_eq!((&bench.posted()["content"], &bench.posted()["allowed_mentions"]["roles"]), (&json!(""), &json!([])));
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn everyone_is_not_called_and_a_mention_that_stays_silent_says_so() {
    let mut bench = daily().await;
    let mut seen = vec![bench.told("set", &[("mention", &HARBOUR.to_string())]).await];
    seen.push(bench.told("set", &[("mention", LEADS), ("mention-nobody", "true")]).await);
    assert_eq!(bench.kept("daily").await.options.role, None);
    bench.from.mentionable = false;
    seen.push(bench.told("set", &[("mention", LEADS)]).await);
    bench.elsewhere.set(DAILY, Ok(ALL | Permissions::MENTION_EVERYONE));
    let allowed = bench.told("set", &[("mention", LEADS)]).await;
    assert!(!allowed.contains("notify nobody"), "{allowed}");
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_theme_is_chosen_by_its_title_and_every_prompt_is_of_it() {
    let mut bench = daily().await;
    let suggested = bench.suggested_for("schedule", "theme", "").await;
    assert_eq!((suggested.len(), suggested[0].as_str()), (25, "all"));
    assert_eq!(bench.suggested_for("schedule", "theme", "risk").await, ["risk", "luxury-of-risk"]);
    let library = load(&Source::new(None, "en")).unwrap();
    let title = library.theme("risk").unwrap().title().to_uppercase();
    let mut seen = vec![bench.told("set", &[("theme", &title)]).await];
    assert_eq!(bench.kept("daily").await.options.theme.as_deref(), Some("risk"));
    seen.push(bench.told("set", &[("theme", "rsik"), ("time", "25")]).await);
    seen.push(bench.told("set", &[("theme", "@everyone")]).await);
    let of_theme = library.prompts.iter().filter(|prompt| prompt.theme == "risk").count();
    let weekdays = date(2026, 11, 23).series(1.day()).filter(|day| day.weekday().to_monday_zero_offset() < 5);
    for day in weekdays.take(of_theme) {
        let preview = bench.told("preview", &[]).await;
        bench.at(&format!("{day}T08:00:00Z")).await;
        bench.post_what_is_due().await;
        let title = bench.posted_title();
        assert!(preview.contains(&format!("# {title}\n")), "{title} was not what was shown:\n{preview}");
        assert!(library.prompts.iter().any(|prompt| prompt.theme == "risk" && prompt.title == title), "{title}");
    }
    let used = bench.commands.store.prompt_history(HARBOUR).await.unwrap();
    let different: std::collections::BTreeSet<&str> = used.iter().map(|used| used.prompt.as_str()).collect();
    assert_eq!(different.len(), of_theme);
    seen.push(bench.told("set", &[("theme", "All")]).await);
    assert_eq!(bench.kept("daily").await.options.theme, None);
    assert_snapshot!(seen.join("\n\n"));
}

#[tokio::test]
async fn a_theme_that_the_library_lost_draws_from_all_and_says_so() {
    let mut bench = daily().await;
    bench.schedule("set", &[("theme", "risk")]).await;
    let mut library = (*bench.commands.library).clone();
    library.prompts.retain(|prompt| prompt.theme != "risk");
    bench.commands.library = std::sync::Arc::new(library);
    let told = bench.told("show", &[]).await;
    assert!(told.contains("Draws from all themes, since mine no longer include"), "{told}");
    bench.at("2026-11-23T08:00:00Z").await;
    assert_eq!(bench.post_what_is_due().await.len(), 1);
}

#[tokio::test]
async fn a_thread_needs_a_switch_and_says_which() {
    let mut bench = daily().await;
    let told = bench.told("set", &[("thread", "true")]).await;
    assert!(told.contains("**Create Public Threads** is off for me in #daily"), "{told}");
    assert!(bench.kept("daily").await.options.thread);
    bench.elsewhere.set(DAILY, Ok(ALL | Permissions::CREATE_PUBLIC_THREADS));
    let told = bench.told("set", &[("thread", "true")]).await;
    assert!(!told.contains("is off for me") && told.contains("It opens a thread under each prompt."), "{told}");
    // Asked from within a thread, for posts in it.
    bench.from.kind = 11;
    bench.from.own |= Permissions::SEND_MESSAGES_IN_THREADS | Permissions::CREATE_PUBLIC_THREADS;
    let told = bench.told("set", &[("name", "inside"), ("thread", "true"), ("zone", "UTC")]).await;
    assert!(told.contains("A thread can't have threads of its own"), "{told}");
    bench.from.kind = 0;
    let told = bench.told("set", &[("thread", "false")]).await;
    assert!(told.contains("It opens no threads any more."), "{told}");
}

#[tokio::test]
async fn a_forum_is_known_by_its_kind_and_forgotten_with_it() {
    let mut bench = daily().await;
    bench.elsewhere.1.lock().unwrap().insert(GENERAL, Forum { requires_tag: true, tag: None });
    let general = GENERAL.to_string();
    bench.from.channel = DAILY;
    let mut seen = vec![bench.told("set", &[("channel", &general)]).await];
    assert_eq!(bench.kept("daily").await.channel, DAILY);
    bench.elsewhere.1.lock().unwrap().insert(GENERAL, Forum { requires_tag: true, tag: Some("Prompts".into()) });
    seen.push(bench.told("set", &[("channel", &general), ("thread", "true")]).await);
    assert!(bench.kept("daily").await.options.forum);
    bench.elsewhere.1.lock().unwrap().insert(GENERAL, Forum::default());
    // What is left out stays: it is still a forum.
    seen.push(bench.told("set", &[("time", "10")]).await);
    assert!(bench.kept("daily").await.options.forum);
    seen.push(bench.told("show", &[]).await);
    seen.push(bench.told("set", &[("channel", &DAILY.to_string())]).await);
    assert!(!bench.kept("daily").await.options.forum);
    assert_snapshot!(seen.join("\n\n"));
}
