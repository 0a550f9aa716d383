//! One secret wrapped under another: AES-256-GCM with a random nonce, bound to the name of what it is for, so that a wrapped
//! key moved to another name opens nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use estafette_model::Secret;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use zeroize::Zeroize;

use super::VaultError;

/// Bytes of a file key, of the master key and of a stretched passphrase: AES-256.
pub(super) const KEY_LEN: usize = 32;

/// A key that wraps others.
pub(super) struct SealingKey(Secret<[u8; KEY_LEN]>);

impl SealingKey {
    pub(super) const fn new(key: Secret<[u8; KEY_LEN]>) -> Self {
        Self(key)
    }

    /// A key nobody has had.
    pub(super) fn random() -> Result<Self, VaultError> {
        random_key().map(Self)
    }

    /// The bytes, for whoever keeps or wraps this key.
    pub(super) const fn bytes(&self) -> &Secret<[u8; KEY_LEN]> {
        &self.0
    }

    /// `secret` wrapped for `name`: nonce, text and tag in base64.
    pub(super) fn seal(&self, name: &str, secret: &[u8]) -> Result<String, VaultError> {
        let nonce = random_bytes::<NONCE_LEN>()?;
        // Room for the tag at once: a buffer that grows leaves a copy of the secret behind.
        let mut sealed = Vec::with_capacity(secret.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(secret);
        self.cipher()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(name), &mut sealed)
            .map_err(|_| VaultError::Damaged)?;
        Ok(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// What [`Self::seal`] wrapped for `name`; `None` when it was wrapped under another key or for another name.
    pub(super) fn open(&self, name: &str, sealed: &str) -> Option<Secret<Vec<u8>>> {
        let bytes = STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut sealed = sealed.to_vec();
        let opened = self
            .cipher()
            .ok()?
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(name), &mut sealed)
            .ok()
            .map(|plain| Secret::new(plain.to_vec()));
        sealed.zeroize();
        opened
    }

    /// A name for `text` that tells nothing about it to whoever lacks this key.
    pub(super) fn veil(&self, text: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.expose());
        STANDARD.encode(hmac::sign(&key, text.as_bytes()))
    }

    fn cipher(&self) -> Result<LessSafeKey, VaultError> {
        UnboundKey::new(&AES_256_GCM, self.0.expose()).map(LessSafeKey::new).map_err(|_| VaultError::Damaged)
    }
}

/// A fresh key.
pub(super) fn random_key() -> Result<Secret<[u8; KEY_LEN]>, VaultError> {
    let mut key = random_bytes()?;
    let secret = Secret::new(key);
    key.zeroize();
    Ok(secret)
}

/// Bytes from the machine's own source.
pub(super) fn random_bytes<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::NoRandomness)?;
    Ok(bytes)
}

/// The key in `bytes`, if they are as many as a key has.
pub(super) fn key_in(bytes: &Secret<Vec<u8>>) -> Option<Secret<[u8; KEY_LEN]>> {
    <[u8; KEY_LEN]>::try_from(bytes.expose().as_slice()).ok().map(Secret::new)
}
