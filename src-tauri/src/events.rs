//! The one channel of a window: what the engine announces, in order, until the window is gone.

use std::sync::Arc;

use estafette_api::Api;
use estafette_contract::Envelope;
use tauri::ipc::Channel;

/// Sends every announcement to `channel` from now on, and gives the number of the last one before it. A page that opens
/// a second channel (it was reloaded) closes its first.
pub(crate) fn pump(api: &Arc<Api>, channel: Channel<Envelope>) -> u64 {
    let mut subscription = api.subscribe();
    let seq = subscription.seq();
    tauri::async_runtime::spawn(async move {
        while let Some(envelope) = subscription.next().await {
            if channel.send(envelope).is_err() {
                break;
            }
        }
    });
    seq
}
