//! Has the linker lead what the closed memory is looked at in gives back to be wiped, as in the shipped programs.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Linux; elsewhere the crate needs nothing of the linker.
    if let Ok(argument) = std::env::var("DEP_ESTAFETTE_WIPED_HEAP_LINK") {
        println!("cargo::rustc-link-arg-bin=memory-trial={argument}");
    }
}
