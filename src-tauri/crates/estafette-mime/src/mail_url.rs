//! The addresses of the `mail:` scheme: what the thread page asks the shell for, and what its links ask it to do.
//!
//! Written and read in one place, so that the page and the shell cannot disagree about what a link means.

use std::fmt;

use estafette_model::MessageId;

/// Where the scheme answers: WebView2 only knows custom schemes as hosts of `http:`.
pub const MAIL_ORIGIN: &str = if cfg!(windows) { "http://mail.localhost" } else { "mail://localhost" };

/// Longest token and longest decoded Content-ID accepted, in bytes.
const MAX_WORD: usize = 998;

/// One address of the scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailUrl {
    /// `/<token>/`: the page of one thread.
    Thread {
        /// The view token, random, valid while the view is open.
        token: String,
    },
    /// `/<token>/#<anchor>`: a place in that page, or in the one with what was found, reached without loading it again.
    Anchor {
        /// The view token.
        token: String,
        /// The id to scroll to, without `#`.
        anchor: String,
    },
    /// `/<token>/find/<number>/`: the same page with what was looked for marked.
    Found {
        /// The view token.
        token: String,
        /// Counts what was looked for in that view.
        number: u32,
    },
    /// `/<token>/m/<message>/cid/<content id>`: an image a message shows.
    InlineImage {
        /// The view token.
        token: String,
        /// The message whose part it is.
        message: MessageId,
        /// Content-ID, decoded, without angle brackets.
        content_id: String,
    },
    /// `/<token>/do/save/<message>/<index>`: the person wants that attachment.
    Save {
        /// The view token.
        token: String,
        /// The message it came with.
        message: MessageId,
        /// Its [`crate::Attachment::index`].
        index: u32,
    },
    /// `/<token>/do/view/<message>/<index>`: the person wants to look at that attachment.
    View {
        /// The view token.
        token: String,
        /// The message it came with.
        message: MessageId,
        /// Its [`crate::Attachment::index`].
        index: u32,
    },
    /// `/<token>/picture`: a picture written anew, under a token of its own, valid while it is being looked at.
    Picture {
        /// The token of the picture, random.
        token: String,
    },
    /// `/font/<file>`: a font of the application.
    Font {
        /// A bare file name.
        file: String,
    },
}

impl MailUrl {
    /// Reads a full address. None for another origin, an unknown path, or a part that is not exactly as we write it.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let path = url.strip_prefix(MAIL_ORIGIN)?.strip_prefix('/')?;
        if let Some((path, anchor)) = path.split_once('#') {
            let (Self::Thread { token } | Self::Found { token, .. }) = Self::parse(&format!("{MAIL_ORIGIN}/{path}"))?
            else {
                return None;
            };
            return Some(Self::Anchor { token, anchor: decode(anchor)? });
        }
        let segments: Vec<&str> = path.split('/').collect();
        match *segments.as_slice() {
            ["font", file] => Some(Self::Font { file: word(file)? }),
            [token, ""] => Some(Self::Thread { token: word(token)? }),
            [token, "find", number, ""] => Some(Self::Found { token: word(token)?, number: number.parse().ok()? }),
            [token, "picture"] => Some(Self::Picture { token: word(token)? }),
            [token, "m", message, "cid", id] => Some(Self::InlineImage {
                token: word(token)?,
                message: MessageId::new(message.parse().ok()?),
                content_id: decode(id)?,
            }),
            [token, "do", gesture @ ("save" | "view"), message, index] => {
                let (token, message) = (word(token)?, MessageId::new(message.parse().ok()?));
                let index = index.parse().ok()?;
                Some(match gesture {
                    "view" => Self::View { token, message, index },
                    _ => Self::Save { token, message, index },
                })
            }
            _ => None,
        }
    }
}

impl fmt::Display for MailUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thread { token } => write!(f, "{MAIL_ORIGIN}/{token}/"),
            Self::Found { token, number } => write!(f, "{MAIL_ORIGIN}/{token}/find/{number}/"),
            Self::Anchor { token, anchor } => write!(f, "{MAIL_ORIGIN}/{token}/#{}", encode(anchor)),
            Self::InlineImage { token, message, content_id } => {
                write!(f, "{MAIL_ORIGIN}/{token}/m/{message}/cid/{}", encode(content_id))
            }
            Self::Save { token, message, index } => write!(f, "{MAIL_ORIGIN}/{token}/do/save/{message}/{index}"),
            Self::View { token, message, index } => write!(f, "{MAIL_ORIGIN}/{token}/do/view/{message}/{index}"),
            Self::Picture { token } => write!(f, "{MAIL_ORIGIN}/{token}/picture"),
            Self::Font { file } => write!(f, "{MAIL_ORIGIN}/font/{file}"),
        }
    }
}

/// One message inside one view: what its images, links and ids are rewritten to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageScope {
    token: String,
    message: MessageId,
}

impl MessageScope {
    /// The scope of `message` in the view opened under `token`, which is letters, digits, `-` and `_`.
    #[must_use]
    pub fn new(token: &str, message: MessageId) -> Self {
        Self { token: token.to_owned(), message }
    }

    /// What every id of the message starts with, so that no two messages of a page share one.
    #[must_use]
    pub fn id_prefix(&self) -> String {
        format!("m{}-", self.message)
    }

    pub(crate) fn image_url(&self, content_id: &str) -> String {
        let (token, message) = (self.token.clone(), self.message);
        MailUrl::InlineImage { token, message, content_id: content_id.to_owned() }.to_string()
    }

    pub(crate) fn save_url(&self, index: u32) -> String {
        MailUrl::Save { token: self.token.clone(), message: self.message, index }.to_string()
    }

    pub(crate) fn view_url(&self, index: u32) -> String {
        MailUrl::View { token: self.token.clone(), message: self.message, index }.to_string()
    }
}

/// The id of a message's own element in the thread page. Ids inside messages start with `m`, so none can take it.
#[must_use]
pub fn thread_anchor(message: MessageId) -> String {
    format!("e-{message}")
}

/// A token or file name: letters, digits, `-`, `_`, `.`, not starting with a dot.
fn word(text: &str) -> Option<String> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    (plain && !text.is_empty() && !text.starts_with('.') && text.len() <= MAX_WORD).then(|| text.to_owned())
}

/// RFC 3986 §2.1; only unreserved characters stand for themselves.
pub(crate) fn encode(text: &str) -> String {
    use fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

pub(crate) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_first_chunk::<2>()?;
        let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok().filter(|decoded| !decoded.is_empty() && decoded.len() <= MAX_WORD)
}

#[cfg(test)]
mod tests;
