//! How the window is drawn on a machine without a graphics processor.
//!
//! WebKitGTK then asks for OpenGL all the same, and a stand-in compiles and runs every shader on the processor: a second
//! more before the first row is painted, and a hundred MiB (`./dev bench start`). Thin clients, virtual machines and remote
//! desktops are such machines.

use std::path::Path;

/// Where the kernel shows the graphics processors a program may draw with (drm(7)).
const DEVICES: &str = "/dev/dri";
/// Read by WebKitGTK when it starts: surfaces are painted straight into the window and not composed by OpenGL.
const PAINT_DIRECTLY: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// The variable that must be in the environment before the window system starts, and its value; none where there is a
/// graphics processor, or where whoever set up the machine has decided already.
#[must_use]
pub fn variable() -> Option<(&'static str, &'static str)> {
    let decided = std::env::var_os(PAINT_DIRECTLY).is_some();
    (cfg!(target_os = "linux") && !decided && !has_graphics_processor(Path::new(DEVICES)))
        .then_some((PAINT_DIRECTLY, "1"))
}

/// Whether one of the devices renders: `renderD128` does, `card0` alone may only be a screen.
fn has_graphics_processor(devices: &Path) -> bool {
    let mut entries = std::fs::read_dir(devices).into_iter().flatten().flatten();
    entries.any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::has_graphics_processor;

    #[test]
    fn a_screen_without_a_renderer_is_no_graphics_processor() {
        let devices = tempfile::tempdir().expect("a folder");
        assert!(!has_graphics_processor(&devices.path().join("missing")));
        std::fs::write(devices.path().join("card0"), "").expect("written");
        assert!(!has_graphics_processor(devices.path()));
        std::fs::write(devices.path().join("renderD128"), "").expect("written");
        assert!(has_graphics_processor(devices.path()));
    }
}
