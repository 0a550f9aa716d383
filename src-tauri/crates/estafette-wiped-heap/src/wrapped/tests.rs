//! What is left where a block was, read as another process would read it.

use std::ffi::c_void;
use std::fs::File;
use std::os::unix::fs::FileExt;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

const LETTER: u8 = 0xa7;
/// What the C library writes into a free block: its neighbours in a list.
const NEIGHBOURS: usize = 32;

/// A block full of a letter, and its address.
fn letter(size: usize) -> (*mut c_void, u64) {
    // SAFETY: written inside what was given.
    let block = unsafe {
        let block = malloc(size);
        assert!(!block.is_null());
        block.write_bytes(LETTER, size);
        block
    };
    (block, block.expose_provenance() as u64)
}

/// Looks at addresses; what it needs is there before, so that looking takes no block that was just given back.
struct Eye {
    memory: File,
    bytes: Vec<u8>,
}

impl Eye {
    fn opened() -> Self {
        Self { memory: File::open("/proc/self/mem").expect("our own memory"), bytes: vec![0; 4_000_000] }
    }

    /// How many bytes of the letter are at `address`; none where nothing is mapped any more.
    fn left_at(&mut self, address: u64, size: usize) -> usize {
        let read = self.memory.read_at(&mut self.bytes[..size], address).unwrap_or(0);
        self.bytes[..read].iter().filter(|byte| **byte == LETTER).count()
    }
}

#[test]
fn what_is_given_back_is_wiped_and_the_c_library_s_own_free_would_leave_it() {
    let mut eye = Eye::opened();
    for size in [64, 1_000, 5_000, 100_000] {
        let (block, address) = letter(size);
        assert_eq!(eye.left_at(address, size), size, "the control sees it");
        // SAFETY: it is not used any more.
        unsafe { free(block) };
        assert_eq!(eye.left_at(address, size), 0, "{size} bytes");
        let (block, address) = letter(size);
        // SAFETY: it is not used any more.
        unsafe { super::__real_free(block) };
        assert!(eye.left_at(address, size) + NEIGHBOURS >= size, "{size} bytes");
    }
}

#[test]
fn what_moves_leaves_nothing_where_it_was_and_arrives_whole() {
    let mut eye = Eye::opened();
    for size in [64, 1_000, 5_000, 100_000, 1_000_000] {
        let (block, address) = letter(size);
        // stands in the way, so that it has to move
        let (beside, _) = letter(64);
        // SAFETY: the old address is only looked at.
        let grown = unsafe { realloc(block, size * 3) };
        let moved = grown.expose_provenance() as u64;
        assert_ne!(moved, address);
        assert_eq!((eye.left_at(moved, size), eye.left_at(address, size)), (size, 0), "{size} bytes");
        // SAFETY: neither is used any more.
        unsafe {
            free(grown);
            free(beside);
        }
    }
}

#[test]
fn what_is_cut_off_is_wiped_and_the_rest_stays() {
    let mut eye = Eye::opened();
    for (size, kept) in [(100, 90), (5_000, 100), (100_000, 99_000)] {
        let (block, address) = letter(size);
        // SAFETY: the old address is only looked at.
        let shrunk = unsafe { realloc(block, kept) };
        let place = shrunk.expose_provenance() as u64;
        assert_eq!(eye.left_at(place, kept), kept);
        assert_eq!(eye.left_at(address + kept as u64, size - kept), 0, "{size} to {kept}");
        // SAFETY: it is not used any more.
        unsafe { free(shrunk) };
    }
}

#[test]
fn nothing_is_what_nothing_was() {
    let mut eye = Eye::opened();
    // SAFETY: null is what both are allowed to be given.
    let block = unsafe {
        free(std::ptr::null_mut());
        realloc(std::ptr::null_mut(), 40)
    };
    assert!(!block.is_null());
    let address = block.expose_provenance() as u64;
    // SAFETY: it is not used any more.
    unsafe {
        block.write_bytes(LETTER, 40);
        assert!(realloc(block, 0).is_null());
    }
    assert_eq!(eye.left_at(address, 40), 0);
}

#[test]
fn the_linker_was_asked() {
    assert!(crate::in_force());
}

#[test]
fn the_strings_of_rust_pass_here_as_well() {
    let mut eye = Eye::opened();
    let text = vec![LETTER; 3_000];
    let address = text.as_ptr().expose_provenance() as u64;
    assert_eq!(eye.left_at(address, 3_000), 3_000, "the control sees it");
    drop(text);
    assert_eq!(eye.left_at(address, 3_000), 0);
}
