//! The icon beside the clock, as a desktop reads it, on a bus of the test's own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use estafette_harness::{SessionBus, require};
use estafette_integration::patiently;
use estafette_shell::api::StatusItemWords;
use estafette_shell::desktop::{Gestures, Picture, StatusItem};
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, Proxy, connection, interface, proxy};

/// A desktop that has a notification area.
struct Area(Arc<Mutex<Vec<String>>>);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Area {
    fn register_status_notifier_item(&self, item: String) {
        self.0.lock().expect("the area").push(item);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// An object of the icon, read anew each time: it says by signals of its own what changed.
async fn object(desktop: &Connection, item: &str, path: &'static str, interface: &'static str) -> Proxy<'static> {
    let builder =
        proxy::Builder::new(desktop).destination(item.to_owned()).expect("a name").path(path).expect("a path");
    let builder = builder.interface(interface).expect("an interface").cache_properties(proxy::CacheProperties::No);
    builder.build().await.expect("an object")
}

/// The entries of a menu: their numbers and their words.
async fn entries(desktop: &Connection, item: &str) -> Vec<(i32, String)> {
    let menu = object(desktop, item, "/MenuBar", "com.canonical.dbusmenu").await;
    let (_, (_, _, rows)): (u32, Layout) =
        menu.call("GetLayout", &(0, -1, Vec::<String>::new())).await.expect("a menu");
    rows.into_iter()
        .map(|row| {
            let (number, properties, _): Layout = row.try_into().expect("an entry");
            let label = properties.get("label").and_then(|label| label.downcast_ref::<&str>().ok().map(str::to_owned));
            (number, label.unwrap_or_default())
        })
        .filter(|(_, label)| !label.is_empty())
        .collect()
}

#[allow(unsafe_code, reason = "the library that shows the icon reads the address of the bus from there alone")]
#[test]
fn the_icon_opens_writes_and_quits_and_shows_a_dot_without_a_number() {
    let Some(bus) = require::available("a session bus", SessionBus::start()) else { return };
    // SAFETY: the only test of this program, before any other thread of ours.
    unsafe { std::env::set_var("DBUS_SESSION_BUS_ADDRESS", bus.address()) };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(the_icon(&bus.address()));
}

async fn the_icon(address: &str) {
    let done = Arc::<Mutex<Vec<&str>>>::default();
    let (opened, written, quitted) = (Arc::clone(&done), Arc::clone(&done), Arc::clone(&done));
    let gestures = Gestures {
        open: Arc::new(move |_| opened.lock().expect("gestures").push("open")),
        write: Arc::new(move |_| written.lock().expect("gestures").push("write")),
        quit: Arc::new(move || quitted.lock().expect("gestures").push("quit")),
    };
    let picture = Picture { width: 32, height: 32, rgba: vec![7; 32 * 32 * 4] };
    // There is no area yet: nothing breaks, and the icon is there when the area is.
    let handle = StatusItem::show(StatusItemWords::default(), picture, gestures).await.expect("a bus");
    let registered = Arc::<Mutex<Vec<String>>>::default();
    let desktop = connection::Builder::address(address)
        .expect("an address")
        .serve_at("/StatusNotifierWatcher", Area(Arc::clone(&registered)))
        .expect("served")
        .name("org.kde.StatusNotifierWatcher")
        .expect("a name")
        .build()
        .await
        .expect("a desktop");
    let first = async || registered.lock().expect("the area").first().cloned();
    let item = patiently("the icon", first).await;
    let icon = object(&desktop, &item, "/StatusNotifierItem", "org.kde.StatusNotifierItem").await;
    assert_eq!(icon.get_property::<String>("Title").await.expect("a title"), "Estafette");
    let plain: Vec<(i32, i32, Vec<u8>)> = icon.get_property("IconPixmap").await.expect("a picture");
    StatusItem::mark(&handle, true).await;
    patiently("the dot", async || {
        let marked: Vec<(i32, i32, Vec<u8>)> = icon.get_property("IconPixmap").await.expect("a picture");
        (marked != plain && marked[0].2.len() == plain[0].2.len()).then_some(())
    })
    .await;

    let menu = entries(&desktop, &item).await;
    let labels: Vec<&str> = menu.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["Ouvrir Estafette", "Nouveau message", "Quitter"]);
    let bar = object(&desktop, &item, "/MenuBar", "com.canonical.dbusmenu").await;
    for (number, _) in &menu {
        let _done: () = bar.call("Event", &(number, "clicked", Value::from(0), 0_u32)).await.expect("clicked");
    }
    let _shown: () = icon.call("Activate", &(0, 0)).await.expect("activated");
    patiently("the gestures", async || {
        let done = done.lock().expect("gestures").clone();
        (done == ["open", "write", "quit", "open"]).then_some(())
    })
    .await;
}
