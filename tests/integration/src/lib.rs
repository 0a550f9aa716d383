//! A small world for the tests: one operator, and the desks of named people in front of it.
//!
//! A desk is driven through the same door as the window: the commands of the contract, answered by `estafette-api`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects")]

mod canary;
mod corkboard;
pub mod crash;
mod desk;
mod listed_browser;
pub mod malformed;
pub mod memory;
mod scene;
mod shelf;
mod tray;
pub mod wire;
mod world;

pub use canary::{Canary, Sighting};
pub use corkboard::Corkboard;
pub use desk::{Desk, patiently};
pub use listed_browser::ListedBrowser;
pub use scene::{Scene, URGENCES};
pub use shelf::Shelf;
pub use tray::Tray;
pub use world::World;
