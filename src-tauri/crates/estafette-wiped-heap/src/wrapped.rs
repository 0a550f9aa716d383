//! `free` and `realloc` of everything that is linked into the program: the standard library, SQLite with its cipher, the packing of
//! letters. `ld --wrap` has them call what is here, and calls the C library's own `__real_…`. Shared libraries keep theirs.
#![allow(unsafe_code, reason = "an allocator is made of addresses")]

use std::ffi::c_void;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
    fn malloc_usable_size(block: *mut c_void) -> usize;
    fn __real_free(block: *mut c_void);
    fn __real_realloc(block: *mut c_void, size: usize) -> *mut c_void;
}

/// Whether `free` is ours. Where the linker was not asked there is no `__real_free` either, and the program is not linked.
pub(super) fn in_force() -> bool {
    let (asked, ours): (Free, Free) = (free, __wrap_free);
    std::ptr::fn_addr_eq(asked, ours)
}

type Free = unsafe extern "C" fn(*mut c_void);

/// `free`, of a block that holds nothing any more.
///
/// # Safety
/// As for `free`: null, or a block of the C library's that nobody uses any more.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_free(block: *mut c_void) {
    if !block.is_null() {
        // SAFETY: the block is its caller's, who may write to the whole of what the C library says it has.
        // The compiler knows nothing of the call that follows, and cannot leave this out as writing what nobody reads.
        unsafe { block.write_bytes(0, malloc_usable_size(block)) };
    }
    // SAFETY: what was asked for.
    unsafe { __real_free(block) };
}

/// `realloc` that leaves nothing where the block was, nor in the part that is cut off.
///
/// # Safety
/// As for `realloc`: null, or a block of the C library's that nobody uses under its old address afterwards.
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_realloc(block: *mut c_void, size: usize) -> *mut c_void {
    if block.is_null() {
        // SAFETY: asks for a new block.
        return unsafe { __real_realloc(block, size) };
    }
    // SAFETY: the block is its caller's.
    let had = unsafe { malloc_usable_size(block) };
    if size <= had {
        // SAFETY: inside the block, and beyond what its caller keeps of it.
        unsafe { block.byte_add(size).write_bytes(0, had - size) };
        // The C library shrinks a block where it is, or cuts off whole pages; zero bytes it gives back.
        // SAFETY: what was asked for.
        return unsafe { __real_realloc(block, size) };
    }
    // SAFETY: asks for a new block.
    let grown = unsafe { malloc(size) };
    if !grown.is_null() {
        // SAFETY: two blocks, of which the new one is the larger; the old one is not used any more.
        unsafe {
            grown.copy_from_nonoverlapping(block, had);
            __wrap_free(block);
        }
    }
    grown
}

#[cfg(test)]
mod tests;
