//! The icon of the notification area (StatusNotifierItem): it brings the window, begins a letter, quits, and has a dot when
//! something is unread. No number and no name: it stands where everybody sees it.

use std::sync::Arc;

use estafette_api::{Api, StatusItemWords};
use estafette_contract::{Event, Tag};
use ksni::menu::StandardItem;
use ksni::{Handle, MenuItem, TrayMethods as _};

use super::Opener;

/// The accent of the page in its light theme, opaque: alpha, red, green, blue.
const DOT: [u8; 4] = [0xff, 0x0a, 0x5c, 0x4a];
/// Around the dot, so that it is seen on any ground.
const RIM: [u8; 4] = [0xff, 0xff, 0xff, 0xff];

/// An image, four bytes a pixel: red, green, blue, alpha.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The pixels, row by row.
    pub rgba: Vec<u8>,
}

/// What its entries do.
#[derive(Clone)]
pub struct Gestures {
    /// Brings the window to the front.
    pub open: Opener,
    /// Begins a letter in it.
    pub write: Opener,
    /// Closes it, once what is being written is saved.
    pub quit: Arc<dyn Fn() + Send + Sync>,
}

/// The icon and what it shows now.
pub struct StatusItem {
    words: StatusItemWords,
    picture: Picture,
    gestures: Gestures,
    unread: bool,
}

impl StatusItem {
    /// Puts it in the notification area, now or when there is one. Without a session bus there is none, and no icon.
    pub async fn show(words: StatusItemWords, picture: Picture, gestures: Gestures) -> Option<Handle<Self>> {
        let item = Self { words, picture, gestures, unread: false };
        match item.assume_sni_available(true).spawn().await {
            Ok(handle) => Some(handle),
            Err(error) => {
                tracing::info!(%error, "no notification area");
                None
            }
        }
    }

    /// With a dot, or without.
    pub async fn mark(handle: &Handle<Self>, unread: bool) {
        let _gone = handle.update(|item| item.unread = unread).await;
    }

    /// Follows what is unread for as long as the program runs.
    pub(crate) async fn follow(handle: Handle<Self>, api: Arc<Api>) {
        let mut heard = api.subscribe();
        loop {
            Self::mark(&handle, api.has_unread().await).await;
            loop {
                match heard.next().await.map(|envelope| envelope.event) {
                    Some(Event::Stale { tag: Tag::Folders | Tag::App, .. } | Event::Resync) => break,
                    Some(_) => {}
                    None => return,
                }
            }
        }
    }
}

impl ksni::Tray for StatusItem {
    fn id(&self) -> String {
        String::from("estafette")
    }

    fn title(&self) -> String {
        self.words.title.clone()
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        icon(&self.picture, self.unread).into_iter().collect()
    }

    fn tool_tip(&self) -> ksni::ToolTip {
        let title = if self.unread { &self.words.unread } else { &self.words.title };
        ksni::ToolTip { title: title.clone(), ..ksni::ToolTip::default() }
    }

    fn activate(&mut self, _: i32, _: i32) {
        (self.gestures.open)(ksni::current_xdg_activation_token());
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let entry = |label: &str, act: fn(&mut Self)| {
            MenuItem::from(StandardItem { label: label.to_owned(), activate: Box::new(act), ..StandardItem::default() })
        };
        vec![
            entry(&self.words.open, |item| (item.gestures.open)(ksni::current_xdg_activation_token())),
            entry(&self.words.write, |item| (item.gestures.write)(ksni::current_xdg_activation_token())),
            MenuItem::Separator,
            entry(&self.words.quit, |item| (item.gestures.quit)()),
        ]
    }
}

/// The picture as the desktop wants it, with a dot in its lower right corner when something is unread.
fn icon(picture: &Picture, unread: bool) -> Option<ksni::Icon> {
    let (width, height) = (i32::try_from(picture.width).ok()?, i32::try_from(picture.height).ok()?);
    let radius = width.min(height) / 5;
    let centre = (width - radius - 1, height - radius - 1);
    let mut data = Vec::with_capacity(picture.rgba.len());
    for (at, pixel) in picture.rgba.chunks_exact(4).enumerate() {
        let at = i32::try_from(at).ok()?;
        let (dx, dy) = (at % width - centre.0, at / width - centre.1);
        let distance = dx * dx + dy * dy;
        let drawn = match pixel {
            _ if unread && distance < (radius - 1) * (radius - 1) => DOT,
            _ if unread && distance <= radius * radius => RIM,
            &[red, green, blue, alpha] => [alpha, red, green, blue],
            _ => return None,
        };
        data.extend(drawn);
    }
    Some(ksni::Icon { width, height, data })
}

#[cfg(test)]
mod tests {
    use super::{DOT, Picture, icon};

    #[test]
    fn a_dot_is_drawn_over_the_icon_and_nothing_else_changes() {
        let picture = Picture { width: 20, height: 20, rgba: [1, 2, 3, 4].repeat(400) };
        let (plain, marked) = (icon(&picture, false).expect("an icon"), icon(&picture, true).expect("an icon"));
        assert_eq!(plain.data, [4, 1, 2, 3].repeat(400));
        assert_eq!(marked.data.len(), plain.data.len());
        let dots = marked.data.chunks_exact(4).filter(|pixel| *pixel == DOT).count();
        assert!((9..100).contains(&dots), "{dots} pixels");
        assert_eq!(marked.data[..800], plain.data[..800], "the upper half is as it was");
        assert!(
            icon(&Picture { width: 1, height: 1, rgba: vec![1, 2] }, true).is_some_and(|icon| icon.data.is_empty())
        );
    }
}
