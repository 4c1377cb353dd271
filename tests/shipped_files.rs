//! The content that ships: without a fault, complete, and the same in the binary as in the folder.

use clarion::content::{self, Faults, Source};

fn folder() -> Source {
    Source::Dir(concat!(env!("CARGO_MANIFEST_DIR"), "/prompts").into(), "en".into())
}

fn embedded() -> Source {
    Source::Embedded("en".into())
}

#[test]
fn nothing_is_wrong_with_the_shipped_files() {
    let loaded = content::read(&folder());
    let mut faults = loaded.faults.clone();
    faults.extend(content::lint(&loaded));
    assert!(faults.is_empty(), "\n{}", Faults(faults));
    assert!(loaded.files > 5, "only {} files were read", loaded.files);
}

#[test]
fn the_binary_holds_what_the_folder_holds() {
    let folder = content::load(&folder()).expect("the shipped folder loads");
    let embedded = content::load(&embedded()).expect("the embedded content loads");
    // A new file is noticed by the build script; where this fails, that is where to look.
    assert_eq!(embedded, folder);
}

#[test]
fn the_library_is_as_large_as_promised() {
    let library = content::load(&embedded()).expect("the embedded content loads");
    assert_eq!(library.essays.len(), 5);
    assert_eq!(library.contrasts.len(), 19);
    assert_eq!(library.inspirations.len(), 3);
    assert_eq!(library.practices.len(), 3);
    assert!(library.prompts.len() >= 60, "{} prompts", library.prompts.len());
}

#[test]
fn every_prompt_finds_its_theme_its_essays_and_a_contrast() {
    let library = content::load(&embedded()).expect("the embedded content loads");
    for prompt in &library.prompts {
        assert!(library.theme(&prompt.theme).is_some(), "{} has no theme", prompt.id);
        assert!(library.contrast_for(prompt).is_some(), "{} has no contrast", prompt.id);
        assert!(prompt.essays.iter().all(|id| library.essay(id).is_some()), "{} has no essay", prompt.id);
    }
}
