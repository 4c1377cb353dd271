//! The environment layer: `CLARION_<SECTION>__<KEY>`, and the `.env` file beneath the process's own variables.

use super::fault::{Fault, Place};
use super::keys::{Given, Raw};

/// What every variable of ours begins with.
const PREFIX: &str = "CLARION_";

/// The settings among the variables. A name without the double underscore is somebody else's.
pub(super) fn read(environment: impl IntoIterator<Item = (String, String)>) -> Vec<Given> {
    let mut given: Vec<(String, Given)> = environment
        .into_iter()
        .filter_map(|(name, value)| {
            let (section, key) = name.strip_prefix(PREFIX)?.split_once("__")?;
            let (section, key) = (section.to_lowercase(), key.to_lowercase());
            let place = Place::Variable(name.clone());
            Some((name, Given { section: Some(section), key, value: Raw::Text(value), place }))
        })
        .collect();
    // The order of an environment means nothing; faults come in the order of names. Stable: of two of one name the
    // later holds.
    given.sort_by(|(one, _), (other, _)| one.cmp(other));
    given.into_iter().map(|(_, given)| given).collect()
}

/// The variables of this process over those of `./.env`, where there is such a file, and what is wrong with that file.
/// Nothing is written back into the process's environment.
pub fn process_environment() -> (Vec<(String, String)>, Vec<Fault>) {
    let mut variables = Vec::new();
    let mut faults = Vec::new();
    match dotenvy::from_path_iter(".env") {
        Ok(lines) => {
            for line in lines {
                match line {
                    Ok(pair) => variables.push(pair),
                    Err(error) => faults.push(Fault { place: Place::File(".env".to_owned()), what: spoken(&error) }),
                }
            }
        }
        Err(error) if error.not_found() => {}
        Err(error) => faults.push(Fault { place: Place::File(".env".to_owned()), what: spoken(&error) }),
    }
    let own: Vec<(String, String)> = std::env::vars_os()
        .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
        .collect();
    variables.retain(|(name, _)| own.iter().all(|(other, _)| other != name));
    variables.extend(own);
    (variables, faults)
}

/// What is wrong with `.env`, without the line itself: it may well be the one with the token.
fn spoken(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(_, _) => "has a line that does not look like NAME=value".to_owned(),
        dotenvy::Error::Io(error) => format!("cannot be read: {error}"),
        _ => "cannot be read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_without_the_double_underscore_is_no_setting() {
        let variables = [("CLARION_TEST_POSTGRES", "1"), ("OTHER_LOG__LEVEL", "2"), ("CLARION_LOG__LEVEL", "warn")];
        let read = read(variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(read.len(), 1);
        assert_eq!((read[0].section.as_deref(), read[0].key.as_str()), (Some("log"), "level"));
    }

    #[test]
    fn what_is_wrong_with_the_env_file_never_quotes_it() {
        let error = dotenvy::Error::LineParse("DISCORD_TOKEN sesame".to_owned(), 4);
        assert!(!spoken(&error).contains("sesame"));
    }
}
