//! The walls, and which of them stand in each trial: what the window would be served for a vector, with the functions the
//! product serves its letters with.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use estafette_mime::{
    Avatar, Labels, MessageScope, PageBody, PageLook, PageMessage, ParsedMessage, Sanitized, THREAD_HEADERS, TextPart,
    ThreadPage, page_body, parse_message, render_thread,
};
use estafette_model::{Correspondent, MessageId};

use crate::vectors::{Blanks, Vector};

/// Which walls stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trial {
    /// None. Everything a vector can do, it does.
    Control,
    /// The headers of the answer and nothing else.
    HeadersAlone,
    /// The sanitiser and nothing else: no header, no `sandbox`, no policy around it.
    CspOff,
    /// The filter of the engine and nothing else: scripts run, and nothing is fetched.
    FilterAlone,
    /// The frame as shipped: headers, `sandbox`, the policy of the page around it, the filter. The letter as it came.
    SanitizerOff,
    /// All of them, as shipped.
    Product,
}

impl Trial {
    /// In their order: what the engine was told once, it is not told otherwise.
    pub(crate) const ALL: [Self; 6] =
        [Self::Control, Self::HeadersAlone, Self::CspOff, Self::FilterAlone, Self::SanitizerOff, Self::Product];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::SanitizerOff => "sanitizer-off",
            Self::HeadersAlone => "headers-alone",
            Self::CspOff => "csp-off",
            Self::FilterAlone => "filter-alone",
            Self::Control => "control",
        }
    }

    pub(crate) fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trial| trial.name() == name)
    }

    /// Whether the letter is sanitised.
    pub(crate) const fn sanitises(self) -> bool {
        matches!(self, Self::Product | Self::CspOff)
    }

    /// Whether the answer carries the headers of the product.
    pub(crate) const fn has_headers(self) -> bool {
        matches!(self, Self::Product | Self::SanitizerOff | Self::HeadersAlone)
    }

    /// Whether the frame and the page around it are the product's.
    pub(crate) const fn has_frame(self) -> bool {
        matches!(self, Self::Product | Self::SanitizerOff)
    }

    /// Whether the engine is told not to connect beforehand, which no policy of a document can say.
    pub(crate) const fn forbids_speculation(self) -> bool {
        !matches!(self, Self::Control)
    }

    /// Whether the engine has its filter.
    pub(crate) const fn has_filter(self) -> bool {
        matches!(self, Self::FilterAlone | Self::SanitizerOff | Self::Product)
    }

    /// Whether `vector` means anything here. Where a click leads is decided by the page around the frame, what the engine asks
    /// no policy about is the filter's, and to the filter a click is a request like another.
    pub(crate) fn shows(self, vector: &Vector) -> bool {
        match self {
            Self::HeadersAlone => !(vector.click || vector.alone || vector.unasked),
            Self::FilterAlone => !(vector.click || vector.alone),
            Self::Control | Self::CspOff | Self::SanitizerOff | Self::Product => true,
        }
    }
}

/// What the scheme answers.
pub(crate) struct Page {
    pub(crate) content_type: String,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) body: Vec<u8>,
}

/// The page of `vector` in `trial`.
pub(crate) fn page(trial: Trial, vector: &Vector, blanks: &Blanks) -> Page {
    let headers = if trial.has_headers() { THREAD_HEADERS } else { &[] };
    let parts = vector.parts(blanks);
    if vector.document && !trial.sanitises() {
        return Page { content_type: vector.document_type(), headers, body: parts.concat() };
    }
    let letter = parse_message(letter(vector, &parts).as_slice());
    let token = format!("{}-{}", trial.name(), vector.id);
    let html = match trial {
        Trial::Control | Trial::FilterAlone if vector.reread => read_again(&letter),
        Trial::Product | Trial::CspOff => laid_out(&token, page_body(&letter, &MessageScope::new(&token, MESSAGE))),
        Trial::SanitizerOff | Trial::HeadersAlone | Trial::FilterAlone | Trial::Control => {
            laid_out(&token, as_it_came(&letter))
        }
    };
    Page { content_type: String::from("text/html; charset=utf-8"), headers, body: html.into_bytes() }
}

const MESSAGE: MessageId = MessageId::new(7);

/// The letter that would have brought them.
fn letter(vector: &Vector, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut letter = String::from(
        "From: \"Dr Fabre\" <h.fabre@medecin.example>\r\nSubject: Bonjour\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=limite\r\n\r\n",
    );
    for part in parts {
        letter.push_str(&format!("--limite\r\nContent-Type: {}\r\n", vector.part_type()));
        letter.push_str("Content-Transfer-Encoding: base64\r\n\r\n");
        for line in STANDARD.encode(part).as_bytes().chunks(76) {
            letter.push_str(&String::from_utf8_lossy(line));
            letter.push_str("\r\n");
        }
    }
    letter.push_str("--limite--\r\n");
    letter.into_bytes()
}

/// Its text where a sanitiser let everything through.
fn as_it_came(letter: &ParsedMessage) -> PageBody {
    let parts = letter.body.iter().map(|part| Sanitized { html: text(part), ..Sanitized::default() }).collect();
    PageBody::Html { parts, plain: String::new(), simplified: false }
}

fn text(part: &TextPart) -> String {
    match part {
        TextPart::Html(html) | TextPart::Plain(html) => html.clone(),
    }
}

/// What a client shows that cleans a letter in the page: its markup is read, written, and read again.
fn read_again(letter: &ParsedMessage) -> String {
    let html: String = letter.body.iter().map(text).collect();
    let quoted = serde_json::Value::from(html).to_string().replace('<', "\\u003c");
    format!(
        "<!DOCTYPE html><meta charset=utf-8><div id=a></div><script>\
         const read = new DOMParser().parseFromString({quoted}, 'text/html');\
         const again = new DOMParser().parseFromString(read.body.innerHTML, 'text/html');\
         document.getElementById('a').innerHTML = again.body.innerHTML</script>"
    )
}

fn laid_out(token: &str, body: PageBody) -> String {
    let message = PageMessage {
        id: MESSAGE,
        from: Correspondent { name: "Dr Fabre".into(), address: "h.fabre@medecin.example".into() },
        outgoing: false,
        own_label: String::new(),
        avatar: Avatar::Person,
        to_line: "À : Secrétariat".into(),
        date_text: "10:42".into(),
        date_iso: "2026-11-24T10:42:00+01:00".into(),
        preview: String::new(),
        open: true,
        unread: false,
        body,
        attachments: Vec::new(),
        fates: Vec::new(),
        truncated: false,
    };
    let look = PageLook::ORDINARY;
    render_thread(&ThreadPage { token, lang: "fr", look, messages: vec![message], paper: None, labels: &LABELS })
}

const LABELS: Labels<'static> = Labels {
    document_title: "Conversation",
    message_of: "Message de {name}, {date}",
    message_text: "Texte du message",
    unread: "Non lu",
    unknown_sender: "Expéditeur inconnu",
    attachments: "Pièces jointes",
    fates: "Suivi de ce message",
    deceptive_name: "Nom trompeur : {name}.",
    view: "Voir",
    view_attachment: "Voir {name}",
    save_attachment: "Enregistrer {name}",
    unnamed_attachment: "Pièce jointe sans nom",
    remote_image: "1 image distante",
    remote_images: "{n} images distantes",
    embedded_image: "1 image intégrée",
    embedded_images: "{n} images intégrées",
    plain_text: "Texte brut",
    not_loaded: "Pas encore téléchargé",
    empty: "Sans texte",
    truncated: "Trop long",
    simplified: "Trop complexe",
    kind_pdf: "PDF",
    kind_image: "Image",
    kind_cda: "CDA",
    kind_xdm: "XDM",
    kind_audio: "Son",
    kind_video: "Vidéo",
    kind_text: "Texte",
    kind_office: "Document",
    kind_archive: "Archive",
    kind_winmail: "Pièces Outlook",
    kind_other: "Fichier",
    not_opened: "Ne s’ouvre pas ici",
    danger_program: "Programme",
    danger_script: "Script",
    danger_web_page: "Page web",
    danger_macros: "Macros",
    danger_shortcut: "Raccourci",
    danger_disk_image: "Image de disque",
    bytes: "{n} octets",
    kilobytes: "{n} Ko",
    megabytes: "{n} Mo",
    decimal_mark: ",",
};

#[cfg(test)]
mod tests {
    use estafette_mime::THREAD_HEADERS;

    use super::{Trial, page};
    use crate::vectors::{Blanks, Vector, table};

    fn shown(trial: Trial, vector: &Vector) -> (String, bool) {
        let blanks = Blanks {
            host: String::from("127.1.0.7:4000/t/x/"),
            name: String::from("x.t.piste.example"),
            ran: String::from("ran/t/x"),
        };
        let page = page(trial, vector, &blanks);
        (String::from_utf8_lossy(&page.body).into_owned(), page.headers == THREAD_HEADERS)
    }

    #[test]
    fn each_trial_has_the_walls_it_says_and_no_other() {
        let vectors = table();
        let image = vectors.iter().find(|vector| vector.id == "img-src").expect("in the table");
        for (trial, asks, headers) in [
            (Trial::Product, false, true),
            (Trial::SanitizerOff, true, true),
            (Trial::HeadersAlone, true, true),
            (Trial::CspOff, false, false),
            (Trial::FilterAlone, true, false),
            (Trial::Control, true, false),
        ] {
            let (html, has_headers) = shown(trial, image);
            assert_eq!((html.contains("127.1.0.7"), has_headers), (asks, headers), "{trial:?}");
            assert_eq!(Trial::called(trial.name()), Some(trial));
        }
    }

    #[test]
    fn where_the_sanitiser_stands_nothing_names_the_canary_but_links_and_words() {
        for vector in &table() {
            let (html, _) = shown(Trial::Product, vector);
            for (at, _) in html.match_indices("127.1.0.7") {
                let before = html.get(..at).unwrap_or_default();
                let tag = before.rfind('<').and_then(|start| before.get(start..)).unwrap_or_default();
                let harmless = tag.contains('>') || tag.starts_with("<a ");
                assert!(harmless, "{}: {tag}", vector.id);
            }
        }
    }
}
