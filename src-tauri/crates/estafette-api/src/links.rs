//! The link of a letter that a person was last shown, and how one is opened outside. The page says « open it » by number: it cannot
//! have an address of its own opened.

use std::io;
use std::sync::{Mutex, PoisonError};

use estafette_contract::{FrameAction, LinkDoubt, LinkRef};
use estafette_mime::{self as mime, link_host};

/// The browser of the person's desktop; a test has a list.
pub trait Browser: Send + Sync {
    /// Opens `url`, which is `http:` or `https:`, and does not wait for what it becomes.
    ///
    /// # Errors
    /// When there is no browser, or it does not start.
    fn open(&self, url: &str) -> io::Result<()>;
}

/// The link shown last.
#[derive(Default)]
pub(crate) struct LastLink(Mutex<Shown>);

#[derive(Default)]
struct Shown {
    number: u32,
    url: String,
}

impl LastLink {
    /// What the page is told of `url`, the address of a link; nothing for what is neither a site nor an address of mail.
    pub(crate) fn show(&self, url: &str) -> Option<FrameAction> {
        let host = link_host(url)?;
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *shown = Shown { number: shown.number.wrapping_add(1), url: url.to_owned() };
        Some(FrameAction::Link {
            link: LinkRef(shown.number),
            url: url.to_owned(),
            host: host.network,
            shown: host.shown,
            doubts: host.doubts.into_iter().map(doubt).collect(),
        })
    }

    /// The address of a site that was shown under `link`, once.
    pub(crate) fn take(&self, link: LinkRef) -> Option<String> {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_site = link_host(&shown.url).is_some_and(|host| !host.network.is_empty());
        (shown.number == link.0 && is_site).then(|| std::mem::take(&mut shown.url))
    }

    /// Forgets the address, not its number.
    pub(crate) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).url.clear();
    }
}

fn doubt(doubt: mime::LinkDoubt) -> LinkDoubt {
    match doubt {
        mime::LinkDoubt::MixedAlphabets => LinkDoubt::MixedAlphabets,
        mime::LinkDoubt::ForeignAlphabet => LinkDoubt::ForeignAlphabet,
        mime::LinkDoubt::Accents => LinkDoubt::Accents,
        mime::LinkDoubt::Number => LinkDoubt::Number,
        mime::LinkDoubt::Credentials => LinkDoubt::Credentials,
        mime::LinkDoubt::InTheClear => LinkDoubt::InTheClear,
    }
}

#[cfg(test)]
mod tests {
    use estafette_contract::{FrameAction, LinkDoubt, LinkRef};

    use super::LastLink;

    fn shown(links: &LastLink, url: &str) -> LinkRef {
        match links.show(url) {
            Some(FrameAction::Link { link, .. }) => link,
            other => panic!("not a link: {other:?}"),
        }
    }

    #[test]
    fn what_may_deceive_is_told_with_the_link() {
        let Some(FrameAction::Link { host, shown, doubts, .. }) =
            LastLink::default().show("http://xn--mssant-gva.example/")
        else {
            panic!("not a link")
        };
        assert_eq!((host.as_str(), shown.as_str()), ("xn--mssant-gva.example", "mssanté.example"));
        assert_eq!(doubts, [LinkDoubt::Accents, LinkDoubt::InTheClear]);
    }

    #[test]
    fn only_the_link_shown_last_can_be_opened_and_only_once() {
        let links = LastLink::default();
        let first = shown(&links, "https://a.example/");
        let second = shown(&links, "https://b.example/");
        assert_eq!(links.take(first), None);
        assert_eq!(links.take(second).as_deref(), Some("https://b.example/"));
        assert_eq!(links.take(second), None);
    }

    #[test]
    fn an_address_of_mail_is_shown_and_never_opened() {
        let links = LastLink::default();
        let mail = shown(&links, "mailto:accueil@mas.example");
        assert_eq!(links.take(mail), None);
    }

    #[test]
    fn what_is_no_link_is_not_shown() {
        let links = LastLink::default();
        for url in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://a.example/"] {
            assert_eq!(links.show(url), None, "{url}");
        }
    }
}
