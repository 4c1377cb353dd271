//! Where the words are kept: in the binary itself, or in a folder that a writer edits.
//!
//! A folder is looked through to its depths, links included. What cannot be read safely (a pipe, a huge file, a link that
//! leads back to its own folder) is a fault and never a hang.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::fault::{Fault, shown};

/// `prompts/` as it was when this binary was built.
static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// The largest file that is read, in bytes: ten times what all of the shipped content takes.
const LARGEST_FILE: u64 = 1024 * 1024;

/// Where content is to be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The shipped content in this language, out of the binary: needs no files.
    Embedded(String),
    /// `<folder>/<language>/`: the folder, then the language.
    Dir(PathBuf, String),
}

/// One file's name, as people look for it, and its text.
pub(super) struct SourceFile {
    pub(super) name: String,
    pub(super) text: String,
}

impl Source {
    /// As the settings say it: `[content] dir`, where `None` is the embedded content, and `language`.
    pub fn new(dir: Option<&Path>, language: &str) -> Self {
        match dir {
            None => Self::Embedded(language.to_owned()),
            Some(dir) => Self::Dir(dir.to_owned(), language.to_owned()),
        }
    }

    /// The language whose folder is read.
    pub fn language(&self) -> &str {
        match self {
            Self::Embedded(language) | Self::Dir(_, language) => language,
        }
    }

    /// The language's folder, as it is named in faults.
    pub(super) fn folder(&self) -> String {
        match self {
            Self::Embedded(language) => format!("prompts/{language}"),
            Self::Dir(dir, language) => dir.join(language).display().to_string(),
        }
    }

    /// Every `*.toml` of the language, in the order of their names. What cannot be read becomes a fault.
    pub(super) fn files(&self, faults: &mut Vec<Fault>) -> Vec<SourceFile> {
        // The language becomes a folder's name: nothing in it may lead elsewhere.
        let language = self.language();
        if language.is_empty() || !language.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
            let message = format!("'{}' is no language; the shipped one is en", shown(language));
            faults.push(Fault { file: "[content] language".to_owned(), line: None, message });
            return Vec::new();
        }
        match self {
            Self::Embedded(language) => embedded(language, faults),
            Self::Dir(dir, language) => {
                let mut folder = Folder { faults, seen: HashSet::new(), files: Vec::new() };
                folder.open(dir, language);
                folder.files
            }
        }
    }
}

fn embedded(language: &str, faults: &mut Vec<Fault>) -> Vec<SourceFile> {
    let Some(root) = EMBEDDED.get_dir(language) else {
        let there: Vec<String> = EMBEDDED.dirs().map(|dir| dir.path().display().to_string()).collect();
        let message = format!("Clarion ships no content in this language; it has {}", there.join(", "));
        faults.push(Fault { file: format!("prompts/{language}"), line: None, message });
        return Vec::new();
    };
    let mut files = Vec::new();
    let mut dirs = vec![root];
    while let Some(dir) = dirs.pop() {
        dirs.extend(dir.dirs());
        for file in dir.files().filter(|file| is_toml(file.path())) {
            let name = format!("prompts/{}", file.path().display());
            match file.contents_utf8() {
                Some(text) => files.push(SourceFile { name, text: text.to_owned() }),
                None => faults.push(not_utf8(name, file.contents())),
            }
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

/// A walk through a folder.
struct Folder<'a> {
    faults: &'a mut Vec<Fault>,
    /// Folders that were walked, by their real paths: what ends a loop of links.
    seen: HashSet<PathBuf>,
    files: Vec<SourceFile>,
}

impl Folder<'_> {
    /// Begins with the folder of one language, and says what there is where that one is missing.
    fn open(&mut self, dir: &Path, language: &str) {
        if let Err(message) = is_folder(dir) {
            return self.fault(dir, format!("{message}; [content] dir names a folder that holds a folder a language"));
        }
        let root = dir.join(language);
        if let Err(message) = is_folder(&root) {
            let mut there: Vec<String> = fs::read_dir(dir)
                .into_iter()
                .flatten()
                .flatten()
                .filter(|entry| entry.path().is_dir())
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .filter(|name| !name.starts_with('.'))
                .collect();
            there.sort_unstable();
            let there = if there.is_empty() { "no folder".to_owned() } else { there.join(", ") };
            return self.fault(&root, format!("{message}; {} holds {there}", dir.display()));
        }
        self.walk(&root);
    }

    fn walk(&mut self, dir: &Path) {
        match fs::canonicalize(dir) {
            Ok(real) if !self.seen.insert(real.clone()) => {
                let message = format!("leads to {}, which is read already; remove this link", real.display());
                return self.fault(dir, message);
            }
            Ok(_) => {}
            Err(error) => return self.fault(dir, unreadable(&error)),
        }
        let mut paths = Vec::new();
        match fs::read_dir(dir) {
            Ok(entries) => {
                for entry in entries {
                    match entry {
                        Ok(entry) => paths.push(entry.path()),
                        Err(error) => self.fault(dir, unreadable(&error)),
                    }
                }
            }
            Err(error) => return self.fault(dir, unreadable(&error)),
        }
        paths.sort_unstable();
        for path in paths {
            // Hidden ones belong to editors and to version control.
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            match fs::metadata(&path) {
                Ok(there) if there.is_dir() => self.walk(&path),
                Ok(_) if !is_toml(&path) => {}
                Ok(there) if !there.is_file() => self.fault(&path, "is no ordinary file; move it elsewhere".to_owned()),
                Ok(_) => self.read(&path),
                // A dangling link, or a loop of links that the system itself gave up on.
                Err(error) if is_toml(&path) || path.is_symlink() => self.fault(&path, unreadable(&error)),
                Err(_) => {}
            }
        }
    }

    fn read(&mut self, path: &Path) {
        let mut bytes = Vec::new();
        // Reads at most one byte more than allowed, however large the file says it is or becomes.
        let read = fs::File::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes));
        if let Err(error) = read {
            return self.fault(path, unreadable(&error));
        }
        if bytes.len() as u64 > LARGEST_FILE {
            return self.fault(path, "is larger than 1 MiB; divide it into several files".to_owned());
        }
        let name = path.display().to_string();
        match String::from_utf8(bytes) {
            Ok(text) => self.files.push(SourceFile { name, text }),
            Err(error) => self.faults.push(not_utf8(name, error.as_bytes())),
        }
    }

    fn fault(&mut self, path: &Path, message: String) {
        self.faults.push(Fault { file: path.display().to_string(), line: None, message });
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

fn is_folder(path: &Path) -> Result<(), String> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Ok(()),
        Ok(_) => Err("is a file where a folder is wanted".to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("there is no such folder".to_owned()),
        Err(error) => Err(unreadable(&error)),
    }
}

fn unreadable(error: &io::Error) -> String {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => "; let the account that runs Clarion read it",
        io::ErrorKind::NotFound => "; it may be a link to something that is gone",
        _ => "",
    };
    format!("cannot be read ({error}){hint}")
}

/// Names the line of the first byte that is no UTF-8.
fn not_utf8(file: String, bytes: &[u8]) -> Fault {
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = bytes[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
    Fault { file, line: Some(line), message: "is not UTF-8 from here on; save the file as UTF-8".to_owned() }
}
