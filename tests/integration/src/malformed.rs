//! Letters that no honest program writes, and what reading one costs: everything the product does with a letter that came, in the
//! order it does it, with the time it took and whether anything panicked.

mod fields;
mod files;
mod html;
mod measure;
mod mime;
mod spoilt;
mod trial;

pub use measure::{Figures, Gauge, measure};
pub use trial::{Reading, read};

/// One malformed letter.
#[derive(Clone, Debug)]
pub struct Malformed {
    /// What is wrong with it.
    pub name: String,
    /// Its bytes.
    pub letter: Vec<u8>,
}

/// All of them, the same in each run.
#[must_use]
pub fn letters() -> Vec<Malformed> {
    [fields::letters(), mime::letters(), html::letters(), files::letters(), spoilt::letters()].concat()
}

fn letter(name: impl Into<String>, letter: impl Into<Vec<u8>>) -> Malformed {
    Malformed { name: name.into(), letter: letter.into() }
}

/// A letter with these fields behind the ordinary ones, and this body.
fn with(name: impl Into<String>, fields: &str, body: impl AsRef<[u8]>) -> Malformed {
    let head = format!(
        "From: Accueil <accueil@mas.example>\r\nTo: secretariat@ehpad.example\r\nSubject: Essai\r\n\
         Date: Tue, 24 Nov 2026 10:42:00 +0100\r\nMessage-ID: <essai@mas.example>\r\n{fields}\r\n"
    );
    letter(name, [head.as_bytes(), body.as_ref()].concat())
}

/// A letter whose fields are these alone.
fn only(name: impl Into<String>, fields: impl AsRef<[u8]>) -> Malformed {
    letter(name, [fields.as_ref(), b"\r\n\r\nBonjour.\r\n"].concat())
}

/// A letter of the parts given, each with its own header.
fn mixed(name: impl Into<String>, parts: &[String]) -> Malformed {
    let parts: String = parts.iter().map(|part| format!("--limite\r\n{part}\r\n")).collect();
    with(
        name,
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"limite\"\r\n",
        format!("{parts}--limite--\r\n"),
    )
}

/// A letter that is one text in HTML.
fn page(name: impl Into<String>, html: impl AsRef<[u8]>) -> Malformed {
    let name = format!("in HTML, {}", name.into());
    with(name, "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n", html)
}
