//! A `winmail.dat` made for the trials.

/// A stream of attributes.
#[derive(Clone)]
pub(super) struct Stream(Vec<u8>);

impl Default for Stream {
    fn default() -> Self {
        Self(b"\x78\x9f\x3e\x22\x01\x00".to_vec())
    }
}

impl Stream {
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.0.clone()
    }

    fn attribute(mut self, level: u8, id: u32, value: &[u8]) -> Self {
        self.0.push(level);
        self.0.extend(id.to_le_bytes());
        self.0.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
        self.0.extend(value);
        let sum = value.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        self.0.extend(sum.to_le_bytes());
        self
    }

    pub(super) fn codepage(self, page: u32) -> Self {
        self.attribute(1, 0x0006_9007, &[page.to_le_bytes(), [0; 4]].concat())
    }

    pub(super) fn body(self, text: &str) -> Self {
        self.attribute(1, 0x0002_800c, &[text.as_bytes(), b"\0"].concat())
    }

    pub(super) fn message(self, properties: &[Vec<u8>]) -> Self {
        self.attribute(1, 0x0006_9003, &counted(properties))
    }

    pub(super) fn file_announced(self) -> Self {
        self.attribute(2, 0x0006_9002, &[0; 14])
    }

    pub(super) fn file(self, title: &str, bytes: &[u8]) -> Self {
        let title = [title.as_bytes(), b"\0"].concat();
        self.file_announced().attribute(2, 0x0001_8010, &title).attribute(2, 0x0006_800f, bytes)
    }

    pub(super) fn file_properties(self, properties: &[Vec<u8>]) -> Self {
        self.attribute(2, 0x0006_9005, &counted(properties))
    }
}

fn counted(properties: &[Vec<u8>]) -> Vec<u8> {
    [u32::try_from(properties.len()).unwrap().to_le_bytes().to_vec(), properties.concat()].concat()
}

fn property(kind: u16, id: u16, value: &[u8]) -> Vec<u8> {
    let tag = (u32::from(id) << 16) | u32::from(kind);
    let length = u32::try_from(value.len()).unwrap();
    let mut property = [tag, 1, length].map(u32::to_le_bytes).concat();
    property.extend(value);
    property.resize(property.len().next_multiple_of(4), 0);
    property
}

pub(super) fn unicode(id: u16, text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    property(0x001f, id, &units)
}

/// Letters of page 1252.
pub(super) fn text(id: u16, text: &str) -> Vec<u8> {
    let letters: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap()).chain([0]).collect();
    property(0x001e, id, &letters)
}

/// Letters of whatever page was announced.
pub(super) fn letters_of(id: u16, letters: &[u8]) -> Vec<u8> {
    property(0x001e, id, letters)
}

pub(super) fn binary(id: u16, bytes: &[u8]) -> Vec<u8> {
    property(0x0102, id, bytes)
}

/// What has an interface id before it.
pub(super) fn object(id: u16, bytes: &[u8]) -> Vec<u8> {
    property(0x000d, id, &[[0_u8; 16].as_slice(), bytes].concat())
}

/// A number under a name of its own, to be stepped over.
pub(super) fn named() -> Vec<u8> {
    [0x8001_0003_u32, 1, 2, 3, 4, 0, 77, 5].map(u32::to_le_bytes).concat()
}
