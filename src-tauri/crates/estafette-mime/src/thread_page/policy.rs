//! The headers every answer of the `mail:` scheme carries.
//!
//! A document of a custom scheme does not inherit the policy of the application: without these, the same sanitised
//! page could fetch, frame and run whatever slipped through.

/// Content-Security-Policy of the thread page: nothing but our images, our font and written-in styles; no script, no
/// form, no base; an opaque origin whose links may only ask for a new window, which the shell answers itself.
pub const THREAD_CSP: &str = "default-src 'none'; img-src mail: http://mail.localhost; \
    font-src mail: http://mail.localhost; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
    sandbox allow-popups";

const NO_PREFETCH: (&str, &str) = ("X-DNS-Prefetch-Control", "off");
const NO_REFERRER: (&str, &str) = ("Referrer-Policy", "no-referrer");
const NO_SNIFFING: (&str, &str) = ("X-Content-Type-Options", "nosniff");

/// Every header of an answer but its Content-Type.
pub const THREAD_HEADERS: &[(&str, &str)] =
    &[("Content-Security-Policy", THREAD_CSP), NO_PREFETCH, NO_REFERRER, NO_SNIFFING, ("Cache-Control", "no-store")];

/// Those of a font: the only answer that is of no letter, and may stay in the memory of the web view. Asked for and decoded
/// anew for each conversation, the fonts were half of the time it took to appear.
pub const FONT_HEADERS: &[(&str, &str)] = &[
    ("Content-Security-Policy", THREAD_CSP),
    NO_PREFETCH,
    NO_REFERRER,
    NO_SNIFFING,
    ("Cache-Control", "max-age=31536000, immutable"),
];

/// Those of a picture shown outside the frame: it loads nothing, and opened as a document it would be an empty sandbox.
pub const PICTURE_HEADERS: &[(&str, &str)] = &[
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    NO_PREFETCH,
    NO_REFERRER,
    NO_SNIFFING,
    ("Cache-Control", "no-store"),
];
