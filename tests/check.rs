//! `clarion check`, the real program, on the shipped content and on broken copies of it.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/prompts");

/// A folder of its own with a copy of the shipped content in `words/` and settings that name it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        copy(Path::new(SHIPPED), &folder.path().join("words"));
        let desk = Self { folder };
        desk.write("clarion.toml", "[content]\ndir = \"words\"\n");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Changes the one place where a text stands and says in which line that is.
    fn change(&self, name: &str, from: &str, to: &str) -> usize {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "{from} stands once in {name}");
        self.write(name, text.replace(from, to));
        text[..text.find(from).unwrap()].lines().count() + 1
    }

    fn clarion(&self, arguments: &[&str]) -> Command {
        let mut clarion = Command::new(env!("CARGO_BIN_EXE_clarion"));
        clarion.args(arguments).current_dir(self.folder.path()).env_clear();
        clarion
    }

    fn check(&self) -> Told {
        self.clarion(&["check", "--config", "clarion.toml"]).output().unwrap().into()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What the program said.
struct Told {
    code: Option<i32>,
    faults: Vec<String>,
    last: String,
}

impl From<Output> for Told {
    fn from(output: Output) -> Self {
        let said = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(errors, "", "all that is found goes to standard output");
        let mut faults: Vec<String> = said.lines().map(str::to_owned).collect();
        let last = faults.pop().expect("a closing line");
        Self { code: output.status.code(), faults, last }
    }
}

impl Told {
    /// Exactly these faults were told, each as the beginning of a line and something further on in it.
    #[track_caller]
    fn is(&self, expected: &[(String, &str)]) {
        let mut left = self.faults.clone();
        let mut absent = Vec::new();
        for (place, message) in expected {
            match left.iter().position(|line| line.starts_with(place.as_str()) && line.contains(message)) {
                Some(found) => drop(left.remove(found)),
                None => absent.push(format!("{place}{message}")),
            }
        }
        assert!(
            left.is_empty() && absent.is_empty(),
            "told without being expected:\n{}\n\nexpected without being told:\n{}",
            left.join("\n"),
            absent.join("\n")
        );
        assert_eq!(self.code, Some(1));
        let count = expected.len();
        let wanted = if count == 1 { "1 fault:".to_owned() } else { format!("{count} faults:") };
        assert!(self.last.starts_with(&wanted), "{}", self.last);
    }
}

/// What the comments of a fixture expect: `#~` and a piece of the message, at the end of the line.
fn expected<'a>(name: &str, text: &'a str) -> Vec<(String, &'a str)> {
    let line = |(at, line): (usize, &'a str)| {
        let place = format!("{name}:{}: ", at + 1);
        line.split("#~").skip(1).map(move |message| (place.clone(), message.trim())).collect::<Vec<_>>()
    };
    text.lines().enumerate().flat_map(line).collect()
}

fn at(file: &str, line: usize) -> String {
    format!("{file}:{line}: ")
}

#[test]
fn a_privileged_intent_is_explained() {
    let desk = Desk::new();
    desk.write("clarion.toml", "[discord]\nmembers_intent = true\n");
    let told = Told::from(desk.clarion(&["check", "--config", "clarion.toml"]).output().unwrap());
    assert_eq!(told.code, Some(0));
    let [explained] = told.faults.as_slice() else { panic!("{:?}", told.faults) };
    assert!(explained.contains("'Server Members Intent' on the Bot page"), "{explained}");
    desk.write("clarion.toml", "");
    let told = Told::from(desk.clarion(&["check", "--config", "clarion.toml"]).output().unwrap());
    assert_eq!(told.faults, Vec::<String>::new());
}

#[test]
fn the_shipped_content_is_sound() {
    let desk = Desk::new();
    for arguments in [&["check", "--config", "clarion.toml"][..], &["check"]] {
        let told = Told::from(desk.clarion(arguments).output().unwrap());
        assert_eq!(told.faults, Vec::<String>::new());
        assert_eq!(told.code, Some(0));
        assert!(told.last.starts_with("All is well."), "{}", told.last);
        assert!(told.last.contains("19 contrasts") && told.last.contains("5 essays"), "{}", told.last);
    }
}

#[test]
fn one_fault_of_every_kind_and_all_are_listed() {
    let desk = Desk::new();
    let mut all = Vec::new();
    for (name, text) in [
        ("words/en/broken.toml", include_str!("check/broken.toml")),
        ("words/en/daily/malformed.toml", include_str!("check/malformed.toml")),
        ("words/en/brackets.toml", include_str!("check/brackets.toml")),
    ] {
        desk.write(name, text);
        all.extend(expected(name, text));
    }
    assert!(all.len() > 60, "the fixtures expect {} faults", all.len());

    // In the files that are there.
    let contrasts = "words/en/contrasts.toml";
    let line = desk.change(contrasts, "id = \"purpose\"", "id = \"purpose\"\nimplied = \"leading\"");
    all.push((at(contrasts, line + 1), "contrast 'purpose': both of its sides are said by the essays"));
    let line = desk.change(contrasts, "title = \"Safety to try\"", "title = \"\"");
    all.push((at(contrasts, line), "contrast 'safety': 'title' is empty"));
    let ideas = "words/en/ideas.toml";
    let line = desk.change(ideas, "id = \"legacy-without-fame\"", "id = \"legacy-without-fame\" ");
    all.push((at(ideas, line), "the id 'legacy-without-fame' belongs to the contrast at words/en/broken.toml:107"));
    let text = desk.read(ideas);
    let overlap = text.find("id = \"overlap\"").unwrap();
    let credit = overlap + text[overlap..].find("essay = \"creating-value\"").unwrap();
    desk.write(
        ideas,
        format!("{}essay = \"legacy\"{}", &text[..credit], &text[credit + "essay = \"creating-value\"".len()..]),
    );
    let line = text[..credit].lines().count() + 1;
    all.push((at(ideas, line), "idea 'overlap': is drawn from creating-value; credit these and no others"));
    let quiz = "words/en/quiz.toml";
    let line = desk.read(quiz).lines().position(|line| line == "topic = \"overlap\"").unwrap();
    all.push((at(quiz, line), "draws on the essay 'creating-value', and its topic 'overlap' on legacy"));
    // Its prompts now draw on an essay that it does not.
    for file in fs::read_dir(desk.path("words/en/daily")).unwrap().map(|entry| entry.unwrap().file_name()) {
        let name = format!("words/en/daily/{}", file.to_string_lossy());
        let text = desk.read(&name);
        for (line, content) in text.lines().enumerate() {
            let theme = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            if content.starts_with("essays = ") && theme == "theme = \"overlap\"" {
                all.push((
                    at(&name, line + 1),
                    "draws on the essay 'creating-value', and its theme 'overlap' on legacy",
                ));
            }
        }
    }
    // In the content as a whole.
    all.push(("words/en: ".into(), "the balance takes 1 [[opening]], and 2 are here"));
    all.push(("words/en: ".into(), "the balance takes 10 [[pair]], and 12 are here"));
    // And in the settings.
    desk.write("clarion.toml", "[content]\ndir = \"words\"\nlangauge = \"en\"\n");
    all.push(("clarion.toml:3".into(), "did you mean 'language'?"));

    desk.check().is(&all);
}

#[test]
fn what_the_map_wants_is_missed() {
    let desk = Desk::new();
    fs::remove_file(desk.path("words/en/practices.toml")).unwrap();
    let mut all: Vec<(String, &str)> = ["lead-yourself", "make-it-safe", "recognise-brilliance"]
        .iter()
        .map(|id| (format!("words/en: the practice '{id}' is missing"), "write a [[practice]] with this id"))
        .collect();
    // Whatever referred to them is told of where it stands.
    for file in fs::read_dir(desk.path("words/en/daily")).unwrap().map(|entry| entry.unwrap().file_name()) {
        let name = format!("words/en/daily/{}", file.to_string_lossy());
        for (line, content) in desk.read(&name).lines().enumerate() {
            for theme in ["lead-yourself", "make-it-safe", "recognise-brilliance"] {
                if content == format!("theme = \"{theme}\"") {
                    all.push((at(&name, line + 1), "there is no theme"));
                }
            }
        }
    }
    assert!(all.len() > 3, "some prompts are about the practices");
    desk.check().is(&all);
}

#[test]
fn too_few_prompts_and_themes_without_any() {
    let desk = Desk::new();
    let daily = desk.path("words/en/daily");
    let prompts: usize = fs::read_dir(&daily)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap().matches("\n[[prompt]]").count())
        .sum();
    assert!(prompts >= 260);
    let kept = desk.read("words/en/daily/risk-and-change.toml");
    fs::remove_dir_all(&daily).unwrap();
    desk.write("words/en/only.toml", &kept);
    let told = desk.check();
    let few = format!("words/en: holds {} prompts; 260 or more", kept.matches("\n[[prompt]]").count());
    assert_eq!(told.faults.iter().filter(|fault| fault.starts_with(&few)).count(), 1, "{}", told.faults.join("\n"));
    assert!(told.faults.iter().any(|fault| fault.contains("contrast 'people': no prompts have this theme; write 5")));
    assert!(!told.faults.iter().any(|fault| fault.contains("contrast 'risk'")));
}

#[test]
fn a_quiz_that_is_short_or_lopsided_and_a_balance_without_words() {
    let desk = Desk::new();
    let quiz = desk.read("words/en/quiz.toml").replace("answer = \"both\"", "answer = \"leading\"");
    desk.write("words/en/quiz.toml", &quiz);
    let statements = |answer: &str| quiz.matches(&format!("answer = \"{answer}\"")).count();
    let lopsided = format!(
        "of the statements, {} ask for managing, {} for leading and 0 for both",
        statements("managing"),
        statements("leading")
    );
    desk.check().is(&[("words/en: ".into(), lopsided.as_str())]);

    fs::remove_file(desk.path("words/en/quiz.toml")).unwrap();
    desk.check().is(&[("words/en: ".into(), "holds 0 statements; 100 or more")]);

    let balance = desk.read("words/en/balance.toml").replace("id = \"all-middle\"", "id = \"balanced\"");
    desk.write("words/en/balance.toml", balance);
    fs::remove_file(desk.path("words/en/series.toml")).unwrap();
    desk.check().is(&[
        ("words/en: ".into(), "holds 0 statements; 100 or more"),
        ("words/en: ".into(), "the closing 'all-middle' is missing"),
        ("words/en/balance.toml:".into(), "the id 'balanced' belongs to the closing at"),
    ]);
}

#[test]
fn an_essay_leads_to_all_that_comes_from_it_and_to_nothing_else() {
    let desk = Desk::new();
    let essays = "words/en/essays.toml";
    // The list stands in the line that its last two begin in the middle of.
    let line = desk.change(essays, "\"overlap\", \"mission-moves\"]", "\"overlap\", \"both-needed\", \"overlap\"]") - 1;
    desk.check().is(&[
        (at(essays, line), "essay 'creating-value': 'ideas' leaves out 'mission-moves', which is drawn from it"),
        (at(essays, line), "essay 'creating-value': 'ideas' names 'both-needed', which is not drawn from it"),
        (at(essays, line), "essay 'creating-value': 'ideas' names 'overlap' more than once"),
    ]);
}

#[test]
fn a_folder_that_is_not_there() {
    let desk = Desk::new();
    desk.write("clarion.toml", "[content]\ndir = \"nowhere\"\n");
    let unnamed = desk.check();
    assert!(unnamed.faults[0].starts_with("nowhere: there is no such folder"), "{}", unnamed.faults[0]);

    desk.write("clarion.toml", "[content]\ndir = \"clarion.toml\"\n");
    let file = desk.check();
    assert!(file.faults[0].starts_with("clarion.toml: is a file where a folder is wanted"), "{}", file.faults[0]);

    desk.write("clarion.toml", "[content]\ndir = \"words\"\nlanguage = \"de\"\n");
    let language = desk.check();
    let wanted = "words/de: there is no such folder; words holds en";
    assert!(language.faults[0].starts_with(wanted), "{}", language.faults[0]);

    desk.write("clarion.toml", "[content]\nlanguage = \"de\"\n");
    let embedded = desk.check();
    let wanted = "prompts/de: Clarion ships no content in this language; it has en";
    assert!(embedded.faults[0].starts_with(wanted), "{}", embedded.faults[0]);

    // One cause is one fault: not everything that an absent folder lacks.
    for told in [unnamed, file, language, embedded] {
        assert_eq!((told.code, told.faults.len()), (Some(1), 1), "{}", told.faults.join("\n"));
    }
}

#[test]
fn an_empty_folder_lacks_everything_that_the_bot_needs() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("empty/en")).unwrap();
    desk.write("clarion.toml", "[content]\ndir = \"empty\"\n");
    let told = desk.check();
    for kind in ["essay", "contrast", "prompt"] {
        let wanted = format!("empty/en: holds no [[{kind}]]; Clarion needs at least one");
        assert!(told.faults.contains(&wanted), "{}", told.faults.join("\n"));
    }
}

#[test]
fn files_that_cannot_be_read_as_text() {
    let desk = Desk::new();
    desk.write("words/en/latin.toml", b"# fine\n# caf\xe9\n");
    desk.write("words/en/huge.toml", vec![b'#'; 1024 * 1024 + 1]);
    desk.write("words/en/largest.toml", vec![b'#'; 1024 * 1024]);
    desk.write("words/en/notes.txt", b"\xff is nobody's business");
    desk.write("words/en/.draft.toml", b"\xff is an editor's business");
    // A hundred thousand lists within each other are refused, and exhaust nothing.
    desk.write("words/en/deep.toml", format!("# deep\na = {}", "[".repeat(100_000)));
    // Another system's line ends, and its mark at the beginning, are no fault.
    let ideas = desk.read("words/en/ideas.toml").replace('\n', "\r\n");
    desk.write("words/en/ideas.toml", format!("\u{feff}{ideas}"));
    desk.check().is(&[
        (at("words/en/deep.toml", 2), "cannot be understood"),
        (at("words/en/deep.toml", 2), "the key 'a' belongs to no table"),
        (at("words/en/latin.toml", 2), "is not UTF-8 from here on"),
        ("words/en/huge.toml: ".into(), "is larger than 1 MiB"),
    ]);
}

#[cfg(unix)]
#[test]
fn links_and_sockets() {
    use std::os::unix::fs::symlink;

    let desk = Desk::new();
    // A file and a folder that stand elsewhere are read where they are linked.
    fs::create_dir(desk.path("elsewhere")).unwrap();
    fs::rename(desk.path("words/en/ideas.toml"), desk.path("elsewhere/ideas.toml")).unwrap();
    symlink("../../elsewhere", desk.path("words/en/linked")).unwrap();
    assert_eq!(desk.check().code, Some(0));

    symlink(".", desk.path("words/en/daily/loop")).unwrap();
    desk.check().is(&[("words/en/daily/loop: ".into(), "which is read already; remove this link")]);

    symlink("../..", desk.path("words/en/daily/wider")).unwrap();
    symlink("itself.toml", desk.path("words/en/itself.toml")).unwrap();
    symlink("gone.toml", desk.path("words/en/dangling.toml")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(desk.path("words/en/socket.toml")).unwrap();
    let told = desk.check();
    // By way of the wider loop the walk begins again from above, and ends where it has been.
    told.is(&[
        ("words/en/daily/loop: ".into(), "which is read already; remove this link"),
        ("words/en/daily/wider/en: ".into(), "which is read already; remove this link"),
        ("words/en/itself.toml: ".into(), "cannot be read"),
        ("words/en/dangling.toml: ".into(), "it may be a link to something that is gone"),
        ("words/en/socket.toml: ".into(), "is no ordinary file"),
    ]);
}

#[test]
fn a_settings_file_that_is_not_there_hides_nothing() {
    let desk = Desk::new();
    let told = Told::from(desk.clarion(&["check", "--config", "gone.toml"]).output().unwrap());
    told.is(&[("gone.toml".into(), "cannot be read")]);
}

#[test]
fn the_bot_does_not_start_on_content_that_cannot_be_used() {
    let desk = Desk::new();
    let line = desk.change(
        "words/en/practices.toml",
        "essay = \"growing-others\"\nargues = \"The first",
        "essay = \"growing\"\nargues = \"The first",
    );
    let output = desk
        .clarion(&["run", "--config", "clarion.toml"])
        .env(
            "DISCORD_TOKEN",
            ["MTIzNDU2Nzg5MDEyMzQ1Njc4", "Gabcde", "not-a-real-one-at-all-not-a-real-one-a"].join("."),
        )
        // Were it to start after all, it would reach nobody and end at its store, with another reason than this one.
        .env("CLARION_DISCORD__API_URL", "http://127.0.0.1:1")
        .env("CLARION_STORE__URL", "sqlite:///dev/null/clarion.db")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains(&at("words/en/practices.toml", line)), "{errors}");
}
