//! What must not be printed: secrets, which are also wiped, and personal data, which are only hidden.

use std::fmt;

use zeroize::Zeroize;

/// A PIN, password, token or key: no `Debug` text, no `Serialize`, wiped when dropped.
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes charge of a secret.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Lends the secret to the one place that needs it. Do not copy what it lends.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize + Clone> Clone for Secret<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<secret>")
    }
}

/// An address, subject or file name on its way to a log: the log gets `<redacted>`.
#[derive(Clone, Copy)]
pub struct Redacted<T>(pub T);

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl<T> fmt::Display for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use super::{Redacted, Secret};

    #[test]
    fn neither_prints_what_it_holds() {
        let shown =
            format!("{:?} {:?} {}", Secret::new(String::from("1234")), Redacted("GARNIER"), Redacted("GARNIER"));
        assert_eq!(shown, "<secret> <redacted> <redacted>");
    }
}
