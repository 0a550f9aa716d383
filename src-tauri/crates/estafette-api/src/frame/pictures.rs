//! Pictures: written anew for the frame, and for the viewer kept under a token while they are being looked at.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use estafette_contract::ApiError;
use estafette_mime::{MAIL_ORIGIN, MailUrl, PICTURE_HEADERS, Picture, PictureFault, PictureUse, written_anew};
use tokio::sync::Semaphore;

use super::{FrameAnswer, new_token};

/// Most bytes of a picture as it was received.
pub(crate) const MAX_PICTURE: usize = 40 * 1024 * 1024;
/// Pictures kept for the viewer: the one shown, and the one before it, which the web view may still be asking for.
const MAX_KEPT: usize = 2;

/// One picture is decoded at a time: the memory of a decoder is bounded, that of twenty is not.
static TURN: Semaphore = Semaphore::const_new(1);

/// Writes a picture anew, away from the threads that serve the window.
pub(crate) async fn decoded(bytes: Vec<u8>, used: PictureUse) -> Result<Picture, PictureFault> {
    let _turn = TURN.acquire().await;
    let done = tokio::task::spawn_blocking(move || written_anew(&bytes, used)).await;
    done.unwrap_or(Err(PictureFault::Damaged))
}

/// The pictures being looked at, oldest first.
#[derive(Default)]
pub(crate) struct Pictures(Mutex<VecDeque<(String, Picture)>>);

impl Pictures {
    /// Keeps a picture and gives its address. It is to be closed.
    pub(crate) fn open(&self, picture: Picture) -> Result<String, ApiError> {
        let token = new_token()?;
        let url = MailUrl::Picture { token: token.clone() }.to_string();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.pop_front();
        }
        kept.push_back((token, picture));
        Ok(url)
    }

    /// Forgets the picture at `url`.
    pub(crate) fn close(&self, url: &str) {
        if let Some(MailUrl::Picture { token }) = MailUrl::parse(url) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|(known, _)| *known != token);
        }
    }

    /// Forgets every picture.
    pub(crate) fn close_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Answers one request for a picture, given its path; `None` for what is something else.
    pub(crate) fn answer(&self, path: &str) -> Option<FrameAnswer> {
        let Some(MailUrl::Picture { token }) = MailUrl::parse(&format!("{MAIL_ORIGIN}{path}")) else { return None };
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(known, _)| *known == token).map(|(_, picture)| picture);
        let (status, content_type, body) = match found {
            Some(picture) => (200, picture.mime_type, picture.bytes.clone()),
            None => (404, "text/plain", Vec::new()),
        };
        Some(FrameAnswer { status, content_type, headers: PICTURE_HEADERS, body })
    }
}

#[cfg(test)]
mod tests {
    use estafette_mime::{MAIL_ORIGIN, Picture};

    use super::Pictures;

    fn picture(byte: u8) -> Picture {
        Picture { bytes: vec![byte], mime_type: "image/png", width: 1, height: 1, received: (1, 1) }
    }

    fn path(url: &str) -> &str {
        url.strip_prefix(MAIL_ORIGIN).expect("ours")
    }

    #[test]
    fn an_address_is_good_until_it_is_closed_and_nobody_guesses_another() {
        let pictures = Pictures::default();
        let url = pictures.open(picture(1)).expect("kept");
        let answer = pictures.answer(path(&url)).expect("a picture's");
        assert_eq!((answer.status, answer.content_type, answer.body), (200, "image/png", vec![1]));
        let walls: Vec<&str> = answer.headers.iter().map(|(name, _)| *name).collect();
        assert!(walls.contains(&"Content-Security-Policy") && walls.contains(&"X-Content-Type-Options"));
        assert_eq!(pictures.answer("/0123456789abcdef/picture").expect("a picture's").status, 404);
        assert!(pictures.answer("/0123456789abcdef/").is_none(), "a view is somebody else's affair");
        pictures.close("https://elsewhere.example/picture");
        assert_eq!(pictures.answer(path(&url)).expect("a picture's").status, 200);
        pictures.close(&url);
        assert_eq!(pictures.answer(path(&url)).expect("a picture's").status, 404);
    }

    #[test]
    fn pictures_nobody_closed_go_when_others_come() {
        let pictures = Pictures::default();
        let urls: Vec<String> = (0..3).map(|byte| pictures.open(picture(byte)).expect("kept")).collect();
        let statuses: Vec<u16> =
            urls.iter().map(|url| pictures.answer(path(url)).expect("a picture's").status).collect();
        assert_eq!(statuses, [404, 200, 200]);
    }
}
