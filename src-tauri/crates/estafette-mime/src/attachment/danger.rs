//! What a joined file could do to the machine it is opened on, by its bytes and by its name, whichever says worse.
//!
//! Such a file is never shown, and leaves only when a person was told what it is. The bytes are asked because a program may
//! be called « facture.pdf »; the name, because the system that opens a saved file asks nothing else.

use memchr::memmem::Finder;

/// Why a file is not to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileDanger {
    /// A program, an installer, a library.
    Program,
    /// Text that a program of the system carries out.
    Script,
    /// HTML or SVG: a page that acts in a browser.
    WebPage,
    /// A document that holds a program of its own.
    Macros,
    /// A file that leads to another place, or has another program started.
    Shortcut,
    /// A disk in a file: what is inside loses the mark that it came from outside.
    DiskImage,
}

/// Extensions, in lower case. Those Windows starts or asks nothing about (its own list of « high risk » and Outlook's of
/// blocked types), and their kin of Linux.
const BY_EXTENSION: [(FileDanger, &str); 6] = [
    (
        FileDanger::Program,
        "apk app appimage appinstaller application appref-ms appx appxbundle class com cpl deb dll drv elf exe flatpak \
         flatpakref gadget jar msi msix msixbundle msp mst msu ocx pif pkg rpm run scr snap so swf sys vsix xbap xll xpi",
    ),
    (
        FileDanger::Script,
        "asp aspx bas bash bat cdxml chm cjs cmd command csh diagcab fish hlp hta inf ins isp its jnlp js jse ksh lua mjs msc \
         msh osd php pl ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psm1 py pyc pyo pyw pyz rb reg sct sh shb shs tcl vb vbe vbp vbs \
         ws wsc wsf wsh zsh",
    ),
    (FileDanger::WebPage, "htm html mht mhtml shtm shtml svg svgz xht xhtml xsl xslt"),
    (
        FileDanger::Macros,
        "accda accdb accde accdr ade adp docm dotm iqy mda mdb mde mdw one onepkg oxt potm ppa ppam ppsm pptm rqy sldm slk \
         wiz xla xlam xlm xlsb xlsm xltm xlw",
    ),
    (
        FileDanger::Shortcut,
        "desktop grp library-ms lnk mcl rdp scf search-ms searchconnector-ms settingcontent-ms theme themepack url webloc \
         website xnk",
    ),
    (FileDanger::DiskImage, "cab dmg img iso udf vhd vhdx vmdk wim"),
];

/// First bytes.
const BY_START: [(FileDanger, &[u8]); 12] = [
    (FileDanger::Program, b"\x7fELF"),
    (FileDanger::Program, b"\xca\xfe\xba\xbe"),
    (FileDanger::Program, b"\xfe\xed\xfa\xce"),
    (FileDanger::Program, b"\xfe\xed\xfa\xcf"),
    (FileDanger::Program, b"\xce\xfa\xed\xfe"),
    (FileDanger::Program, b"\xcf\xfa\xed\xfe"),
    (FileDanger::Program, b"!<arch>\ndebian"),
    (FileDanger::Program, b"\xed\xab\xee\xdb"),
    (FileDanger::Script, b"#!"),
    (FileDanger::Script, b"ITSF\x03\0\0\0"),
    (FileDanger::Shortcut, b"\x4c\0\0\0\x01\x14\x02\0"),
    (FileDanger::DiskImage, b"MSCF\0\0\0\0"),
];

/// Bytes of the header of a program for DOS and Windows.
const DOS_HEADER: usize = 64;
/// What a web page begins with, in lower case. A comment says nothing: any XML may begin with one.
const PAGE_TAGS: [&[u8]; 12] = [
    b"<!doctype html",
    b"<!doctype svg",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<iframe",
    b"<meta",
    b"<title",
    b"<table",
    b"<style",
];
/// Types that say it.
const PAGE_TYPES: [&str; 3] = ["text/html", "application/xhtml+xml", "image/svg+xml"];

impl FileDanger {
    /// What the label, the clean name and the first bytes say.
    pub(crate) fn of(mime_type: &str, name: &str, start: &[u8]) -> Option<Self> {
        Self::by_start(start)
            .or_else(|| Self::by_name(name))
            .or_else(|| PAGE_TYPES.contains(&mime_type).then_some(Self::WebPage))
    }

    /// What a name alone says, of a file that is not here: inside an archive, or called so by a person.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        let (_, extension) = name.trim_end_matches(['.', ' ']).rsplit_once('.')?;
        let extension = extension.to_ascii_lowercase();
        let is_known = |known: &str| known.split_whitespace().any(|one| one == extension);
        BY_EXTENSION.iter().find(|(_, known)| is_known(known)).map(|(danger, _)| *danger)
    }

    fn by_start(start: &[u8]) -> Option<Self> {
        if is_windows_program(start) {
            return Some(Self::Program);
        }
        let known = BY_START.iter().find(|(_, signature)| start.starts_with(signature)).map(|(danger, _)| *danger);
        known.or_else(|| is_page(start).then_some(Self::WebPage))
    }
}

/// « MZ » are also two letters a text may begin with: in the header of a program, somewhere, is a zero.
fn is_windows_program(start: &[u8]) -> bool {
    start.starts_with(b"MZ") && start.iter().take(DOS_HEADER).any(|byte| *byte == 0)
}

/// Whether a browser would take it for a page: declaration, instructions and comments are stepped over.
fn is_page(start: &[u8]) -> bool {
    let text: Vec<u8> = start.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let mut rest = text.as_slice();
    for mark in [b"\xef\xbb\xbf".as_slice(), b"\xff\xfe", b"\xfe\xff"] {
        rest = rest.strip_prefix(mark).unwrap_or(rest);
    }
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else {
            let ends =
                |after: &[u8]| after.first().is_none_or(|byte| byte.is_ascii_whitespace() || b">/[".contains(byte));
            return PAGE_TAGS.iter().any(|tag| rest.strip_prefix(*tag).is_some_and(ends));
        };
        let Some(at) = Finder::new(end).find(rest) else { return false };
        rest = rest.get(at + end.len()..).unwrap_or_default();
    }
}

/// Names that stand in every document with macros: the storage of MS-OVBA §2.2.1, the part of ECMA-376, macro sheets of
/// Excel, the libraries of OpenDocument.
const MACRO_NAMES: [&[u8]; 6] = [
    b"vbaProject.bin",
    b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0",
    b"xl/macrosheets/",
    b"Basic/script-lc.xml",
    b"Basic/Standard/",
    b"Scripts/python/",
];
/// As many bytes of a stretch as the beginning of a name may fill.
const OVERLAP: usize = 32;

/// Looks for macros in a document that passes, however it is cut. The names stand in the clear, in compound files and in
/// archives alike: nothing is unpacked.
#[derive(Debug)]
pub struct MacroSearch {
    names: Vec<Finder<'static>>,
    end: Vec<u8>,
    found: bool,
}

impl Default for MacroSearch {
    fn default() -> Self {
        Self { names: MACRO_NAMES.iter().map(|name| Finder::new(*name)).collect(), end: Vec::new(), found: false }
    }
}

impl MacroSearch {
    /// Reads the next bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        if self.found {
            return;
        }
        let seam: Vec<u8> = self.end.iter().chain(bytes.iter().take(OVERLAP)).copied().collect();
        self.found = self.names.iter().any(|name| name.find(bytes).is_some() || name.find(&seam).is_some());
        let kept = if bytes.len() < OVERLAP { seam } else { bytes.to_vec() };
        self.end = kept.get(kept.len().saturating_sub(OVERLAP)..).unwrap_or_default().to_vec();
    }

    /// Whether there were any.
    #[must_use]
    pub fn found(&self) -> bool {
        self.found
    }
}

#[cfg(test)]
mod tests;
