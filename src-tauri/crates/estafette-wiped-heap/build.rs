//! Asks the linker to lead `free` and `realloc` here, in the tests of this crate and in every program that says so in its own
//! build script.

fn main() {
    let by_glibc = std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux")
        && std::env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|env| env == "gnu");
    if by_glibc {
        let argument = "-Wl,--wrap=free,--wrap=realloc";
        println!("cargo::rustc-link-arg={argument}");
        // DEP_ESTAFETTE_WIPED_HEAP_LINK of those build scripts
        println!("cargo::metadata=link={argument}");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
