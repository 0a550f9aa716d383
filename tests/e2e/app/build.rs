//! Has the linker lead what this program gives back to be wiped: see `estafette-wiped-heap`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Linux; elsewhere the crate needs nothing of the linker.
    if let Ok(argument) = std::env::var("DEP_ESTAFETTE_WIPED_HEAP_LINK") {
        println!("cargo::rustc-link-arg-bins={argument}");
    }
}
