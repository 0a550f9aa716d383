//! Which window may call which command, on Tauri's mock runtime: no display, the real permission files of this build.
