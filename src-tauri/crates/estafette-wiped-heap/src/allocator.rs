//! The allocator of Rust, on systems whose linker cannot lead the calls of C here.
#![allow(unsafe_code, reason = "an allocator is made of addresses")]

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{Ordering, compiler_fence};

/// Wipes what it gives back to the allocator inside. `realloc` is the trait's own: a new block, a copy, the old one given back.
pub(crate) struct Wiped<A>(pub(crate) A);

// SAFETY: every block comes from the allocator inside and goes back to it with the layout it came with.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Wiped<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the one asked for.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the one asked for.
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is as long as its layout says, and nobody uses it any more.
        unsafe { block.write_bytes(0, layout.size()) };
        // Nobody reads what was written: the compiler is told not to conclude anything from that.
        std::hint::black_box(block);
        compiler_fence(Ordering::SeqCst);
        // SAFETY: the caller's promise is the one asked for.
        unsafe { self.0.dealloc(block, layout) };
    }
}

#[cfg(test)]
mod tests {
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::cell::RefCell;

    use super::Wiped;

    /// The system's, which remembers what blocks held as they came back.
    #[derive(Default)]
    struct Remembering(RefCell<Vec<Vec<u8>>>);

    // SAFETY: every block comes from the system and goes back to it with the layout it came with.
    unsafe impl GlobalAlloc for Remembering {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // SAFETY: the caller's promise is the one asked for.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            // SAFETY: as long as its layout says, and written before.
            self.0.borrow_mut().push(unsafe { std::slice::from_raw_parts(block, layout.size()) }.to_vec());
            // SAFETY: the caller's promise is the one asked for.
            unsafe { System.dealloc(block, layout) };
        }
    }

    #[test]
    fn what_comes_back_moved_or_not_holds_nothing() {
        let heap = Wiped(Remembering::default());
        let layout = |size| Layout::from_size_align(size, 8).expect("a layout");
        // SAFETY: each block is used inside its size, and given back once with the layout it has by then.
        unsafe {
            let block = heap.alloc(layout(64));
            block.write_bytes(7, 64);
            let grown = heap.realloc(block, layout(64), 256);
            assert_eq!(std::slice::from_raw_parts(grown, 64), [7; 64]);
            grown.write_bytes(7, 256);
            heap.dealloc(grown, layout(256));
            let zeroed = heap.alloc_zeroed(layout(32));
            assert_eq!(std::slice::from_raw_parts(zeroed, 32), [0; 32]);
            heap.dealloc(zeroed, layout(32));
        }
        assert_eq!(*heap.0.0.borrow(), [vec![0; 64], vec![0; 256], vec![0; 32]]);
    }
}
