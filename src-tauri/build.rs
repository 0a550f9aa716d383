//! Tells Tauri every command there is, so that a window may call only what its capability names; has the linker lead what the program
//! gives back to be wiped.

use estafette_contract::COMMANDS;

#[allow(clippy::expect_used, reason = "a build that cannot go on stops, and says why")]
fn main() {
    // The page is compiled in: a page built anew is a program to build anew.
    println!("cargo:rerun-if-changed=../ui/dist");
    // Linux; elsewhere `estafette-wiped-heap` needs nothing of the linker.
    if let Ok(argument) = std::env::var("DEP_ESTAFETTE_WIPED_HEAP_LINK") {
        println!("cargo::rustc-link-arg-bins={argument}");
    }
    let names: Vec<&'static str> = COMMANDS.iter().map(|command| command.name).collect();
    let manifest = tauri_build::AppManifest::new().commands(Box::leak(names.into_boxed_slice()));
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the Tauri configuration is valid");
}
