//! The key of one file: 32 random bytes, used as they are.
//! No password is stretched here, so opening costs half a millisecond; what wraps the key is the engine's affair.

use std::fmt::Write;

use estafette_model::Secret;

/// The key of one encrypted file. Wiped when dropped, never printed.
#[derive(Clone, Debug)]
pub struct FileKey(Secret<[u8; 32]>);

impl FileKey {
    /// Takes charge of 32 random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }

    /// The statement which gives the key to SQLCipher, as raw bytes (no derivation). Wiped when dropped.
    pub(crate) fn pragma(&self) -> Secret<String> {
        // Room for the whole statement at once: a string that grows leaves a copy of the key behind.
        let mut text = String::with_capacity(96);
        text.push_str("PRAGMA key = \"x'");
        for byte in self.0.expose() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("'\";");
        Secret::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::FileKey;

    #[test]
    fn the_statement_holds_the_raw_key_and_the_debug_text_does_not() {
        let key = FileKey::from_bytes([0xa5; 32]);
        let pragma = key.pragma();
        assert_eq!(pragma.expose(), &format!("PRAGMA key = \"x'{}'\";", "a5".repeat(32)));
        assert!(pragma.expose().len() <= 96, "the statement must fit without growing");
        assert_eq!(format!("{key:?}"), "FileKey(<secret>)");
    }
}
