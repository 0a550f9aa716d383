//! Memory is wiped as it is given back, so that a program that closed a mailbox and goes on living holds nothing of it: no word of
//! a letter, no password, no page of a database, in whatever type it stood.
//!
//! A program says so in two places: it calls [`in_force`], and its build script gives `DEP_ESTAFETTE_WIPED_HEAP_LINK` to the linker.
//! With the first alone it does not link. ADR 11 says why so, and what it costs.
#![cfg_attr(test, allow(clippy::expect_used, reason = "a test says what it expects"))]

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod wrapped;

#[cfg(any(test, not(all(target_os = "linux", target_env = "gnu"))))]
mod allocator;

/// Whether what this program gives back is wiped. For the first lines of a program: one that calls this does not link unless it is.
#[must_use]
pub fn in_force() -> bool {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    return wrapped::in_force();
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    true
}

/// Where no linker leads the allocations of C here, those of Rust are wiped.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[global_allocator]
static HEAP: allocator::Wiped<std::alloc::System> = allocator::Wiped(std::alloc::System);
