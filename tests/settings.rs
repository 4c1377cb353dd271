//! The settings as an operator meets them: which layer wins, and every fault told at once with its place.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use clarion::settings::{Faults, LogFormat, LogLevel, Place, Settings, Sources, Synchronous};

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Settings, Faults> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clarion.toml");
    std::fs::write(&path, file).unwrap();
    let environment: Vec<_> = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    Settings::load(Sources { config: Some(path), environment })
}

/// The faults of a file and an environment, each as `line: words` or `VARIABLE: words`.
fn faults(file: &str, environment: &[(&str, &str)]) -> Vec<String> {
    let faults = load(file, environment).unwrap_err().0;
    let told = faults.into_iter().map(|fault| match fault.place {
        Place::Line { line, column, .. } => format!("{line}:{column}: {}", fault.what),
        Place::File(_) => format!("file: {}", fault.what),
        Place::Variable(name) => format!("{name}: {}", fault.what),
    });
    told.collect()
}

#[test]
fn an_empty_file_means_the_documented_values() {
    let settings = load("", &[]).unwrap();
    assert!(settings.discord.api_url.is_none());
    assert_eq!(settings.discord.requests_per_second.get(), 48);
    assert!(!settings.discord.members_intent, "nothing privileged is asked for by itself");
    assert_eq!(settings.store.url.expose(), "sqlite://data/clarion.db");
    assert_eq!(settings.store.synchronous, Synchronous::Full);
    assert_eq!(settings.store.keep_after_removal, Duration::from_secs(30 * 24 * 3600));
    assert_eq!(settings.content.dir, None);
    assert_eq!(settings.content.language.as_str(), "en");
    assert_eq!(settings.posting.late_grace, Duration::from_secs(6 * 3600));
    assert_eq!((settings.log.format, settings.log.level), (LogFormat::Text, LogLevel::Info));
}

#[test]
fn the_environment_lies_over_the_file_and_the_file_over_the_built_in_copy() {
    let file =
        "[log]\nformat = \"json\"\nlevel = \"warn\"\n[content]\ndir = \"words\"\n[posting]\nlate_grace_hours = 2\n";
    let environment = [
        ("CLARION_LOG__LEVEL", "debug"),
        ("CLARION_DISCORD__API_URL", "http://127.0.0.1:8460/"),
        ("CLARION_DISCORD__REQUESTS_PER_SECOND", "50"),
        ("CLARION_STORE__SYNCHRONOUS", "normal"),
        ("CLARION_POSTING__LATE_GRACE_HOURS", "0"),
        ("CLARION_CONTENT__DIR", ""),
        ("CLARION_LOG_FORMAT", "nonsense, but no setting of ours"),
    ];
    let settings = load(file, &environment).unwrap();
    assert_eq!((settings.log.format, settings.log.level), (LogFormat::Json, LogLevel::Debug));
    assert_eq!(settings.discord.api_url.unwrap().as_str(), "http://127.0.0.1:8460");
    assert_eq!(settings.discord.requests_per_second.get(), 50);
    assert_eq!(settings.store.synchronous, Synchronous::Normal);
    assert_eq!(settings.posting.late_grace, Duration::ZERO);
    assert_eq!(settings.content.dir, None);
    assert_eq!(load(file, &[]).unwrap().content.dir, Some(PathBuf::from("words")));
}

#[test]
fn every_fault_is_told_at_once_with_its_line_or_its_variable() {
    let file = "\
url = \"sqlite://x.db\"
[discord]
api_ulr = \"\"
[store]
synchronous = \"ful\"
format = \"json\"
[posting]
late_grace_hours = 25
[lgo]
[log]
level = 3
";
    let environment = [
        ("CLARION_STORE__SINCHRONOUS", "full"),
        ("CLARION_SHOP__URL", "x"),
        ("CLARION_POSTING__LATE_GRACE_HOURS", "six"),
        ("CLARION_CONTENT__LANGUAGE", "../en"),
    ];
    assert_eq!(
        faults(file, &environment),
        [
            "1:1: 'url' stands outside its section; it belongs below [store]",
            "3:1: unknown key 'api_ulr' in [discord]; did you mean 'api_url'?",
            "5:1: 'ful' is not a choice here; did you mean 'full'?",
            "6:1: 'format' is no key of [store]; it belongs below [log]",
            "8:1: has to be a whole number of hours from 0 to 24",
            "9:2: unknown section 'lgo'; did you mean 'log'?",
            "11:1: is a number; it has to be text in quotes",
            "CLARION_CONTENT__LANGUAGE: '../en' is no language; it looks like en or pt-BR",
            "CLARION_POSTING__LATE_GRACE_HOURS: has to be a whole number of hours from 0 to 24",
            "CLARION_SHOP__URL: unknown section 'shop'; there is discord, store, content, posting, log",
            "CLARION_STORE__SINCHRONOUS: unknown key 'sinchronous' in [store]; did you mean 'synchronous'?",
        ]
    );
}

#[test]
fn a_server_is_kept_for_a_day_to_ten_years_after_a_removal() {
    let fault = "has to be a whole number of days from 1 to 3650";
    for wrong in ["0", "3651", "-1", "\"month\"", "1.5", "99999999999"] {
        let told = faults(&format!("[store]\nkeep_after_removal_days = {wrong}\n"), &[]);
        assert_eq!(told, [format!("2:1: {fault}")], "{wrong}");
    }
    for (right, days) in [("1", 1), ("3650", 3650)] {
        let settings = load("", &[("CLARION_STORE__KEEP_AFTER_REMOVAL_DAYS", right)]).unwrap();
        assert_eq!(settings.store.keep_after_removal, Duration::from_secs(days * 24 * 3600));
    }
}

#[test]
fn the_budget_of_requests_is_from_one_to_discords_fifty() {
    let fault = "has to be a whole number of requests from 1 to 50";
    for wrong in ["0", "51", "-1", "\"many\"", "4.5", "99999999999"] {
        let told = faults(&format!("[discord]\nrequests_per_second = {wrong}\n"), &[]);
        assert_eq!(told, [format!("2:1: {fault}")], "{wrong}");
    }
    let told = faults("", &[("CLARION_DISCORD__REQUESTS_PER_SECOND", "51")]);
    assert_eq!(told, [format!("CLARION_DISCORD__REQUESTS_PER_SECOND: {fault}")]);
}

#[test]
fn the_members_intent_is_on_or_off_and_nothing_else() {
    let fault = "has to be true or false, without quotes";
    for wrong in ["1", "\"yes\"", "0.5", "[]"] {
        let told = faults(&format!("[discord]\nmembers_intent = {wrong}\n"), &[]);
        assert_eq!(told, [format!("2:1: {fault}")], "{wrong}");
    }
    let told = faults("[log]\nlevel = true\n", &[("CLARION_DISCORD__MEMBERS_INTENT", "on")]);
    let text = "2:1: is true or false; it has to be text in quotes".to_owned();
    assert_eq!(told, [text, format!("CLARION_DISCORD__MEMBERS_INTENT: {fault}")]);
    assert!(load("[discord]\nmembers_intent = true\n", &[]).unwrap().discord.members_intent);
    let off = load("[discord]\nmembers_intent = true\n", &[("CLARION_DISCORD__MEMBERS_INTENT", "false")]);
    assert!(!off.unwrap().discord.members_intent);
}

#[test]
fn a_malformed_file_is_a_fault_with_line_and_column_and_hides_no_fault_of_the_environment() {
    let told = faults("[log]\nformat = \"json\nlevel = = 3\n", &[("CLARION_LOG__LEVEL", "loud")]);
    assert!(told[0].starts_with("2:15: is no TOML: "), "{told:?}");
    assert!(told.iter().any(|fault| fault.starts_with("3:")), "{told:?}");
    assert!(told.last().unwrap().starts_with("CLARION_LOG__LEVEL: 'loud'"), "{told:?}");
    let twice = faults("[log]\nlevel = \"info\"\nlevel = \"warn\"\n", &[]);
    assert!(twice[0].starts_with("3:1: is no TOML: "), "{twice:?}");
}

#[test]
fn a_file_that_is_none_is_a_fault() {
    let missing = Settings::load(Sources { config: Some("/nowhere/clarion.toml".into()), environment: [] });
    assert!(missing.unwrap_err().to_string().starts_with("/nowhere/clarion.toml: cannot be read: "));
    let folder = tempfile::tempdir().unwrap();
    assert!(Settings::load(Sources { config: Some(folder.path().into()), environment: [] }).is_err());
    let path = folder.path().join("latin1.toml");
    std::fs::write(&path, b"[log]\nformat = \"\xe4\"\n").unwrap();
    let told = Settings::load(Sources { config: Some(path), environment: [] }).unwrap_err().to_string();
    assert!(told.ends_with("line 2 is not UTF-8 text"), "{told}");
}

#[test]
fn an_api_address_is_scheme_host_and_port() {
    for sound in ["http://127.0.0.1:8460", "https://proxy.example/", "http://[::1]:80", "http://localhost"] {
        assert!(load("", &[("CLARION_DISCORD__API_URL", sound)]).is_ok(), "{sound}");
    }
    let unsound = [
        "127.0.0.1:8460",
        "ftp://127.0.0.1",
        "ws://127.0.0.1",
        "http://",
        "http://127.0.0.1:8460/api",
        "http://127.0.0.1:8460/?a=b",
        "http://127.0.0.1:8460/#a",
        "http://me:sesame@127.0.0.1",
        "http://127.0.0.1:99999",
    ];
    for address in unsound {
        let told = faults("", &[("CLARION_DISCORD__API_URL", address)]);
        assert!(told.len() == 1 && told[0].contains("http://127.0.0.1:8460"), "{address}: {told:?}");
        assert!(!told[0].contains("sesame"));
    }
}

#[test]
fn a_password_never_prints() {
    for address in [
        "postgres://me:sesame@db.example/clarion",
        "postgresql://db.example/clarion?user=me&password=sesame",
        "postgres://me:sesame@db.example/clarion?sslpassword=sesame",
    ] {
        let settings = load("", &[("CLARION_STORE__URL", address)]).unwrap();
        assert_eq!(settings.store.url.expose(), address);
        let printed = format!("{} {settings:?} {:#?}", settings.store.url, settings.store);
        assert!(!printed.contains("sesame") && printed.contains("***"), "{printed}");
    }
    for address in ["postgres://me:ses/ame@db:x/clarion", "mysql://me:sesame@db/clarion", "sqlite://", "sesame"] {
        let told = faults("", &[("CLARION_STORE__URL", address)]).join("\n");
        assert!(!told.contains("sesame") && !told.contains("ses/ame"), "{told}");
    }
}

/// The real program in an empty folder, with nothing of this process's environment.
fn clarion(folder: &std::path::Path, arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clarion"));
    let output = command.current_dir(folder).env_clear().envs(environment.iter().copied()).args(arguments).output();
    let output = output.unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), told)
}

#[test]
fn without_a_token_one_message_says_how_to_get_one_and_how_to_rehearse() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "DISCORD_TOKEN=\n").unwrap();
    let (code, told) = clarion(folder.path(), &["run"], &[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("https://discord.com/developers/applications"), "{told}");
    assert!(told.contains("clarion rehearse"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was made");
}

#[test]
fn a_malformed_token_is_refused_and_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "DISCORD_TOKEN=sesame-open-up\n").unwrap();
    let (code, told) = clarion(folder.path(), &["run"], &[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("three parts") && !told.contains("sesame"), "{told}");
}

#[test]
fn the_program_tells_all_faults_and_finds_the_usual_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("config")).unwrap();
    std::fs::write(folder.path().join("config/clarion.toml"), "[log]\nformt = \"json\"\n").unwrap();
    std::fs::write(folder.path().join(".env"), "CLARION_LOG__LEVEL=loud\nCLARION_STORE__URL=mysql://x\n").unwrap();
    // The environment lies over .env.
    let (code, told) = clarion(folder.path(), &["run"], &[("CLARION_STORE__URL", "sqlite://x.db")]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("config/clarion.toml:2:1: unknown key 'formt' in [log]; did you mean 'format'?"), "{told}");
    assert!(told.contains("CLARION_LOG__LEVEL: 'loud'"), "{told}");
    assert!(!told.contains("CLARION_STORE__URL"), "{told}");
    assert!(told.contains("DISCORD_TOKEN is not set"), "{told}");
}
