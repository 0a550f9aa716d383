//! « Masquer Estafette dans les captures d’écran »: the window is black in pictures and films of the screen, where the window
//! system can do that. Linux has nothing of the kind, and « Réglages » says so.

use std::sync::Arc;

use estafette_api::Api;
use estafette_contract::{Event, Tag};
use tauri::{Runtime, WebviewWindow};

/// Follows the setting for as long as the program runs.
pub(crate) async fn follow<R: Runtime>(api: Arc<Api>, window: WebviewWindow<R>) {
    let mut heard = api.subscribe();
    loop {
        if let Err(error) = window.set_content_protected(api.hides_from_captures().await) {
            tracing::warn!(%error, "the window could not be hidden from captures");
        }
        loop {
            match heard.next().await.map(|envelope| envelope.event) {
                Some(Event::Stale { tag: Tag::Settings | Tag::App, .. } | Event::Resync) => break,
                Some(_) => {}
                None => return,
            }
        }
    }
}
