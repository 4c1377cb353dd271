//! Builds again where a file was added to a folder that the binary carries; the compiler itself notices edits only.

fn main() {
    println!("cargo::rerun-if-changed=prompts");
    println!("cargo::rerun-if-changed=src/store/migrations");
    println!("cargo::rerun-if-changed=src/store/engines");
    println!("cargo::rerun-if-changed=src/build.rs");
}
