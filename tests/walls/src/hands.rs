//! A real click: the pointer is moved and pressed through the window system, as a hand would. What a program sends to itself
//! never counts as a gesture.

use std::process::Command;

use anyhow::{Context as _, ensure};

/// Where a letter has what it says, pixels from the corner of its frame.
const PLACE: (u32, u32) = (150, 180);

/// Clicks on what the letter says whose frame has its corner at `left` and `top` of the screen.
///
/// # Errors
/// When there is no hand (xdotool) on this machine.
pub(crate) fn click(left: u32, top: u32) -> anyhow::Result<()> {
    let (x, y) = (left + PLACE.0, top + PLACE.1);
    // In two steps, so that the pointer also comes in.
    let gestures = format!("mousemove {} {} mousemove {x} {y} click 1", x - 1, y - 1);
    let hand = Command::new("xdotool").args(gestures.split(' ')).status().context("xdotool is not here")?;
    ensure!(hand.success(), "xdotool does not click");
    Ok(())
}
