//! Everything that `/deck` says, pinned: each reply and each refusal. What happens in a channel is told in the stories.

use clarion::commands::Answer;
use clarion::deck::{MOST_PROMPTS, Place, Row, Words};
use clarion::store::{MOST_OF_ONE, MOST_WAITING, NewSuggestion, Suggested};
use insta::assert_snapshot;
use serde_json::{Value, json};
use serenity::model::id::{InteractionId, UserId};

use super::bench::{Bench, HARBOUR, MIRA, shown};

/// What was said, one after the other, each under what was done.
#[derive(Default)]
struct Told(String);

impl Told {
    fn say(&mut self, what: &str, answer: &Answer) {
        // Files are looked at apart from what is said.
        let files = match answer {
            Answer::Reply { card, .. } | Answer::Update(card) => card.files.iter(),
            _ => [].iter(),
        };
        let files: Vec<String> = files
            .map(|file| format!("({}: {})\n{}", file.name, file.description, String::from_utf8_lossy(&file.bytes)))
            .collect();
        let text = format!("== {what}\n{}{}\n", shown(answer), files.join("\n"));
        self.0.push_str(&text.replace('\u{200b}', "{}"));
    }

    /// Asks, says what came, and hands it back.
    async fn ask(&mut self, bench: &Bench, what: &str, interaction: &Value) -> Answer {
        let answer = bench.answer(interaction).await;
        self.say(what, &answer);
        answer
    }
}

fn deck(bench: &Bench, subcommand: &str) -> Value {
    bench.slash("deck", &json!([{ "name": subcommand, "type": 1, "options": [] }]))
}

fn export(bench: &Bench, format: &str) -> Value {
    let format = json!({ "name": "format", "type": 3, "value": format });
    bench.slash("deck", &json!([{ "name": "export", "type": 1, "options": [format] }]))
}

fn words(title: &str) -> Words {
    Words { title: title.to_owned(), question: format!("What is {title}?"), step: "Tell *one*.".to_owned(), minutes: 3 }
}

/// Another's suggestion waits.
async fn waits(bench: &Bench, interaction: u64, by: UserId, title: &str) -> clarion::store::Id {
    let new = NewSuggestion { interaction: InteractionId::new(interaction), guild: HARBOUR, by, words: words(title) };
    match bench.commands.store.suggest(&new, bench.commands.clock.now()).await.unwrap() {
        Suggested::Waits(id) => id,
        other => panic!("{other:?}"),
    }
}

/// So many prompts are in the deck.
async fn filled(bench: &Bench, number: usize) {
    let rows: Vec<Row> = (2..)
        .zip(1..=number)
        .map(|(row, n)| Row { place: Place::Row(row), words: words(&format!("door {n:04}")) })
        .collect();
    bench.commands.store.import(HARBOUR, InteractionId::new(7), &rows, bench.commands.clock.now()).await.unwrap();
}

const GOOD: [(&str, &str); 4] = [
    ("title", "Calm *nights*"),
    ("question", "Who kept them calm, @everyone?"),
    ("step", "Tell <@1>."),
    ("minutes", "5"),
];

#[tokio::test]
async fn what_a_suggestion_is_told() {
    let (bench, mut told) = (Bench::new().await, Told::default());
    let form = told.ask(&bench, "the form", &deck(&bench, "suggest")).await;
    told.ask(&bench, "nothing in it", &bench.submit(&form, &[("title", " \u{200b}"), ("question", ""), ("step", "?")]))
        .await;
    let long = "a".repeat(281);
    let bad = [("title", long.as_str()), ("question", long.as_str()), ("step", long.as_str()), ("minutes", "ten")];
    told.ask(&bench, "too much in it", &bench.submit(&form, &bad)).await;
    let waits = told.ask(&bench, "it waits", &bench.submit(&form, &GOOD)).await;
    told.ask(&bench, "the same once more", &bench.submit(&form, &GOOD)).await;

    told.ask(&bench, "no question", &bench.submit(&form, &asks("Think of a door."))).await;
    told.ask(&bench, "two questions", &bench.submit(&form, &asks("Which door? Which key?"))).await;
    for number in 3..MOST_OF_ONE {
        let question = format!("Which door is number {number}?");
        bench.answer(&bench.submit(&form, &asks(&question))).await;
    }
    told.ask(&bench, "too many of one", &bench.submit(&form, &asks("One more?"))).await;
    // Whether they hear of it.
    let hears = told.ask(&bench, "they wish to hear", &bench.press_on(&waits, "Tell me what becomes of it")).await;
    told.ask(&bench, "they do not any more", &bench.press_on(&hears, "No need to tell me")).await;
    told.ask(&bench, "all of theirs", &bench.press_on(&hears, "All my suggestions")).await;
    assert_snapshot!(told.0);
}

#[tokio::test]
async fn where_very_many_wait_it_is_said() {
    let (bench, mut told) = (Bench::new().await, Told::default());
    for number in 1..=MOST_WAITING as u64 {
        waits(&bench, number, UserId::new(1_000 + number), &format!("door {number}")).await;
    }
    let form = bench.answer(&deck(&bench, "suggest")).await;
    told.ask(&bench, "too many", &bench.submit(&form, &GOOD)).await;
    assert_snapshot!(told.0);
}

#[tokio::test]
async fn what_the_queue_says() {
    let (bench, mut told) = (Bench::new().await, Told::default());
    for refused in ["queue", "remove"] {
        told.ask(&bench, &format!("{refused}, by somebody else"), &deck(&bench, refused)).await;
    }
    bench.manages.set(true);
    told.ask(&bench, "empty", &deck(&bench, "queue")).await;
    for (number, title) in ["one", "two", "three", "four"].into_iter().enumerate() {
        let id = waits(&bench, number as u64 + 1, MIRA, title).await;
        if title == "three" {
            bench.commands.store.hear_of_suggestion(HARBOUR, MIRA, id, true).await.unwrap();
        }
    }
    let first = told.ask(&bench, "the first of four", &deck(&bench, "queue")).await;
    let form = told.ask(&bench, "edit first", &bench.press_on(&first, "Edit first")).await;
    let flawed = [("title", "?!"), ("question", "What is one?"), ("step", "x"), ("minutes", "0")];
    told.ask(&bench, "flawed", &bench.submit(&form, &flawed)).await;
    let mended = [("title", "One, mended"), ("question", "What is it?"), ("step", "Ask."), ("minutes", "4")];
    let second = told.ask(&bench, "mended and in", &bench.submit(&form, &mended)).await;
    told.ask(&bench, "decided by somebody else", &bench.press_on(&first, "Into the deck")).await;
    told.ask(&bench, "declined by somebody else", &bench.press_on(&first, "Decline")).await;
    let form = bench.answer(&bench.press_on(&second, "Edit first")).await;
    let same = [("title", "Two"), ("question", "WHAT is it"), ("step", "Ask."), ("minutes", "4")];
    told.ask(&bench, "the deck has it", &bench.submit(&form, &same)).await;
    let third = told.ask(&bench, "as it is", &bench.press_on(&second, "Into the deck")).await;
    let fourth = told.ask(&bench, "the next one", &bench.press_on(&third, "Next one")).await;
    let form = told.ask(&bench, "decline, where somebody hears", &bench.press_on(&third, "Decline")).await;
    told.ask(&bench, "too much to say", &bench.submit(&form, &[("words", &"a".repeat(201))])).await;
    told.ask(&bench, "declined with a word", &bench.submit(&form, &[("words", "We have **one**")])).await;
    told.ask(&bench, "declined", &bench.press_on(&fourth, "Decline")).await;
    bench.manages.set(false);
    for label in ["Into the deck", "Edit first", "Decline", "Next one"] {
        told.ask(&bench, &format!("{label}, by somebody else"), &bench.press_on(&third, label)).await;
    }
    told.ask(&bench, "declined, by somebody else", &bench.submit(&form, &[("words", "no")])).await;
    assert_snapshot!(told.0);
}

#[tokio::test]
async fn what_a_full_deck_says_to_one_more() {
    let (bench, mut told) = (Bench::new().await, Told::default());
    bench.manages.set(true);
    filled(&bench, MOST_PROMPTS).await;
    waits(&bench, 1, MIRA, "one more").await;
    let queue = bench.answer(&deck(&bench, "queue")).await;
    told.ask(&bench, "full", &bench.press_on(&queue, "Into the deck")).await;
    let csv = "title,question,step,minutes\nNew,What is new?,Look.,2\n";
    told.ask(&bench, "a file too many", &bench.attached("deck", "import", "deck.csv", csv.as_bytes())).await;
    assert_snapshot!(told.0);
}

#[tokio::test]
async fn what_the_list_says_and_what_is_taken_out() {
    let (bench, mut told) = (Bench::new().await, Told::default());
    told.ask(&bench, "empty", &deck(&bench, "list")).await;
    filled(&bench, 12).await;
    let first = told.ask(&bench, "the first screen", &deck(&bench, "list")).await;
    told.ask(&bench, "the last screen", &bench.press_on(&first, "On")).await;
    bench.manages.set(true);
    let list = told.ask(&bench, "for whoever manages the server", &deck(&bench, "remove")).await;
    let all = bench.commands.store.deck(HARBOUR).await.unwrap();
    let id = all[1].id.to_string();
    let pick = bench.choose_on(&list, "Take one out of the deck", &id);
    let asked = told.ask(&bench, "picked", &pick).await;
    bench.manages.set(false);
    told.ask(&bench, "by somebody else", &bench.press_on(&asked, "Take it out")).await;
    bench.manages.set(true);
    told.ask(&bench, "taken out", &bench.press_on(&asked, "Take it out")).await;
    told.ask(&bench, "taken out before", &bench.press_on(&asked, "Take it out")).await;
    told.ask(&bench, "picked, and out before", &pick).await;
    for prompt in all.iter().filter(|prompt| prompt.id != all[0].id) {
        bench.commands.store.take_out(HARBOUR, prompt.id).await.unwrap();
    }
    let list = bench.answer(&deck(&bench, "remove")).await;
    let asked = bench.answer(&bench.choose_on(&list, "Take one out of the deck", &all[0].id.to_string())).await;
    told.ask(&bench, "the last one", &bench.press_on(&asked, "Take it out")).await;
    assert_snapshot!(told.0);
}

#[tokio::test]
async fn what_goes_out_as_a_file() {
    let (bench, mut told) = (Bench::new().await, Told::default());
    told.ask(&bench, "by somebody else", &export(&bench, "csv")).await;
    bench.manages.set(true);
    told.ask(&bench, "empty", &export(&bench, "csv")).await;
    told.ask(&bench, "empty, as text", &export(&bench, "toml")).await;
    let hostile =
        Words { title: "=1+1".to_owned(), question: "-2, \"so\"?".to_owned(), step: "'@x".to_owned(), minutes: 1 };
    let rows = [Row { place: Place::Row(2), words: hostile }];
    bench.commands.store.import(HARBOUR, InteractionId::new(7), &rows, bench.commands.clock.now()).await.unwrap();
    told.ask(&bench, "one", &export(&bench, "csv")).await;
    told.ask(&bench, "one, as text", &export(&bench, "toml")).await;
    assert_snapshot!(told.0);
}

#[tokio::test]
async fn what_comes_in_as_a_file() {
    let (bench, mut told) = (Bench::new().await, Told::default());
    let file = |name: &str, text: &str| bench.attached("deck", "import", name, text.as_bytes());
    told.ask(&bench, "by somebody else", &file("deck.csv", "")).await;
    bench.manages.set(true);
    told.ask(&bench, "no such format", &file("deck.xlsx", "")).await;
    told.ask(&bench, "empty", &file("deck.csv", "")).await;
    told.ask(&bench, "empty, as text", &file("deck.toml", "")).await;
    let head = "title,question,step,minutes\n";
    told.ask(
        &bench,
        "faults",
        &file("deck.csv", &format!("{head}Doors,Which one?,Open it.,12\n,,x,2\na,b,c,3,more\n")),
    )
    .await;
    told.ask(&bench, "another column", &file("deck.csv", "title,question,stop\nDoors,Which one?,Open it.\n")).await;
    let many: String = (1..=20).map(|n| format!("T{n},Q{n}?,S,0\n")).collect();
    told.ask(&bench, "many faults", &file("deck.csv", &format!("{head}{many}"))).await;
    told.ask(&bench, "no text", &file("deck.toml", "[[prompt]]\ntitle = 1\ncolour = \"red\"\n")).await;
    let mut large = bench.attached("deck", "import", "large.csv", b"x");
    large["data"]["resolved"]["attachments"]["44"]["size"] = json!(200_000_000);
    told.ask(&bench, "too large", &large).await;
    let mut gone = bench.attached("deck", "import", "gone.csv", b"x");
    gone["data"]["resolved"]["attachments"]["44"]["url"] = json!("elsewhere");
    told.ask(&bench, "gone", &gone).await;
    let too_many: String = (0..=MOST_PROMPTS).map(|n| format!("T{n},Q{n}?,S,1\n")).collect();
    told.ask(&bench, "too many", &file("deck.csv", &format!("{head}{too_many}"))).await;
    let good = format!(
        "{head}Doors,Which one?,Open it.,5\nKeys,Think of a key.,Find it.,5\nDoors,which ONE,Open it.,5\nTwo,A? B?,x,1\n"
    );
    told.ask(&bench, "good", &file("deck.csv", &good)).await;
    told.ask(&bench, "the same again", &file("deck.csv", &good)).await;
    assert_snapshot!(told.0);
}

/// The boxes of a form, with that question.
fn asks(question: &str) -> [(&str, &str); 4] {
    [("title", "Doors"), ("question", question), ("step", "Open one."), ("minutes", "")]
}
