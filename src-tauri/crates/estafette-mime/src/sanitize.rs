//! HTML from a stranger, made harmless: our own profile of ammonia.
//!
//! Each part of each message is cleaned alone, its images become ours or go, and what ammonia writes is what is shown:
//! it is never parsed and written again. The frame it is shown in (`thread_page`) is a second wall, not an excuse.

mod bounds;
mod style;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use ammonia::url::Url;
use ammonia::{Builder, UrlRelative, UrlRelativeEvaluate};
use thiserror::Error;

use crate::html_feed::without_embedded_data;
use crate::mail_url::{MessageScope, decode};
use style::safe_declarations;

/// Tags that pass. No form, no embedded content, nothing that opens (`details`, `dialog`), no landmark that would
/// stand among those of our page, no image map.
#[rustfmt::skip]
const TAGS: [&str; 62] = [
    "a", "abbr", "acronym", "b", "bdi", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul",
    "var", "wbr",
];

/// Attributes any tag may have.
const GENERIC_ATTRIBUTES: [&str; 4] = ["dir", "id", "lang", "style"];

/// Attributes of one tag, besides the generic ones. None of them can name an address but `href` and `src`.
const TAG_ATTRIBUTES: [(&str, &[&str]); 17] = [
    ("a", &["href"]),
    ("abbr", &["title"]),
    ("acronym", &["title"]),
    ("col", &["align", "span", "valign", "width"]),
    ("colgroup", &["align", "span", "valign", "width"]),
    ("div", &["align"]),
    ("font", &["color", "size"]),
    ("hr", &["align", "size", "width"]),
    ("img", &["align", "alt", "height", "src", "width"]),
    ("li", &["value"]),
    ("ol", &["start", "type"]),
    ("p", &["align"]),
    ("table", &["align", "bgcolor", "border", "cellpadding", "cellspacing", "width"]),
    ("td", &["align", "bgcolor", "colspan", "height", "nowrap", "rowspan", "valign", "width"]),
    ("th", &["align", "bgcolor", "colspan", "height", "nowrap", "rowspan", "scope", "valign", "width"]),
    ("tr", &["align", "bgcolor", "valign"]),
    ("ul", &["type"]),
];

/// Schemes ammonia lets through to our own filter, which then tells links from images.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "cid", "data"];

/// Tags whose contents go with them.
const DROPPED_WITH_CONTENT: [&str; 5] = ["script", "style", "title", "template", "noscript"];

/// HTML that may be put into the thread page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sanitized {
    /// What ammonia wrote. Not to be changed, not to be parsed and written again.
    pub html: String,
    /// Images somewhere on a network, which were taken out.
    pub remote_images: u32,
    /// Images written into the text itself (`data:`), or nowhere, which were taken out.
    pub embedded_images: u32,
    /// Whether the sender chose colours, so that the text needs the light page it was written for.
    pub own_colours: bool,
}

/// The part is too long, too deep or too tangled to be cleaned in reasonable time: show its plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the html part is too large or too deeply nested to be sanitised")]
pub struct TooComplex;

/// Cleans one HTML part of one message.
///
/// Images it carries (`cid:`) are rewritten to the addresses of `scope`, all others are taken out and counted; links
/// keep http, https and mailto and open a new window, which the shell refuses and asks about; `#x` stays inside the
/// message; ids start with the prefix of the message.
///
/// # Errors
///
/// [`TooComplex`] over 2 MiB, 100 000 elements or 400 levels, or when the markup is tangled on purpose:
/// what is left of it would end the box it is put into.
pub fn sanitize(html: &str, scope: &MessageScope) -> Result<Sanitized, TooComplex> {
    let html = without_embedded_data(html);
    if !bounds::is_affordable(&html) {
        return Err(TooComplex);
    }
    let found = Arc::new(Found::default());
    let prefix = scope.id_prefix();
    let mut builder = base_profile(TAGS.into());
    builder
        .generic_attributes(GENERIC_ATTRIBUTES.into())
        .tag_attributes(tag_attributes())
        .filter_style_properties(style::properties().collect())
        .id_prefix(Some(&prefix))
        .url_schemes(SCHEMES.into())
        .url_relative(UrlRelative::Custom(Box::new(OwnAnchors { prefix: prefix.clone() })))
        .set_tag_attribute_value("a", "target", "_blank")
        .attribute_filter(filter(scope.clone(), Arc::clone(&found)));
    let html = builder.clean(&html).to_string();
    if !bounds::stays_inside(&html) {
        return Err(TooComplex);
    }
    Ok(Sanitized {
        html,
        remote_images: found.remote_images.load(Ordering::Relaxed),
        embedded_images: found.embedded_images.load(Ordering::Relaxed),
        own_colours: found.colours.load(Ordering::Relaxed),
    })
}

/// What every profile of this crate shares: the tags given, no attribute, no class, no comment, no address.
pub(crate) fn base_profile<'a>(tags: HashSet<&'a str>) -> Builder<'a> {
    let mut builder = Builder::empty();
    builder
        .tags(tags)
        .tag_attributes(HashMap::new())
        .generic_attributes(HashSet::new())
        .clean_content_tags(DROPPED_WITH_CONTENT.into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"));
    builder
}

/// Whether the tree of `html` is small enough for any profile.
pub(crate) fn is_affordable(html: &str) -> bool {
    bounds::is_affordable(html)
}

/// The address a link may keep, written out in full: http, https with a host, or mailto.
pub(crate) fn link_target(href: &str) -> Option<String> {
    let url = Url::parse(href).ok()?;
    let allowed = match url.scheme() {
        "http" | "https" => url.has_host(),
        "mailto" => true,
        _ => false,
    };
    allowed.then(|| url.to_string())
}

/// What the filter saw on its way.
#[derive(Default)]
struct Found {
    remote_images: AtomicU32,
    embedded_images: AtomicU32,
    colours: AtomicBool,
}

fn tag_attributes() -> HashMap<&'static str, HashSet<&'static str>> {
    TAG_ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect()
}

/// Jumps inside the message. Any other relative address has no meaning in a mail, and `//host` would take our scheme.
struct OwnAnchors {
    prefix: String,
}

impl UrlRelativeEvaluate<'_> for OwnAnchors {
    fn evaluate<'url>(&self, url: &'url str) -> Option<Cow<'url, str>> {
        let anchor = url.strip_prefix('#').filter(|anchor| is_id(anchor))?;
        let anchor = anchor.strip_prefix(&self.prefix).unwrap_or(anchor);
        Some(Cow::Owned(format!("#{}{anchor}", self.prefix)))
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 200 && id.chars().all(|c| c.is_alphanumeric() || "-_.:".contains(c))
}

type Filter = Box<dyn for<'u> Fn(&str, &str, &'u str) -> Option<Cow<'u, str>> + Send + Sync>;

fn filter(scope: MessageScope, found: Arc<Found>) -> Filter {
    Box::new(move |tag, attribute, value| match (tag, attribute) {
        ("a", "href") => own_link(value),
        ("img", "src") => own_image(value, &scope, &found),
        (_, "href" | "src") => None,
        (_, "style") => {
            let (kept, coloured) = safe_declarations(value);
            found.colours.fetch_or(coloured, Ordering::Relaxed);
            (!kept.is_empty()).then_some(Cow::Owned(kept))
        }
        (_, "bgcolor" | "color") => {
            let safe = is_colour(value);
            found.colours.fetch_or(safe, Ordering::Relaxed);
            safe.then_some(Cow::Borrowed(value))
        }
        (_, "id") => is_id(value).then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    })
}

fn own_link(href: &str) -> Option<Cow<'_, str>> {
    // A lone fragment is left to `OwnAnchors`, which ammonia asks next.
    if href.starts_with('#') { Some(Cow::Borrowed(href)) } else { link_target(href).map(Cow::Owned) }
}

fn own_image<'u>(src: &str, scope: &MessageScope, found: &Found) -> Option<Cow<'u, str>> {
    // What a browser ignores in an address (URL standard §4.4) must not hide its scheme from us.
    let src: String = src.chars().filter(|c| !c.is_ascii_whitespace() && !c.is_control()).collect();
    let (scheme, rest) = src.split_once(':').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("cid") {
        let id = decode(rest).unwrap_or_else(|| rest.to_owned());
        return Some(Cow::Owned(scope.image_url(id.trim_matches(['<', '>']))));
    }
    let remote = scheme.eq_ignore_ascii_case("http")
        || scheme.eq_ignore_ascii_case("https")
        || src.starts_with(['/', '\\']) && src.get(1..).is_some_and(|rest| rest.starts_with(['/', '\\']));
    let counter = if remote { &found.remote_images } else { &found.embedded_images };
    counter.fetch_add(1, Ordering::Relaxed);
    None
}

/// A colour name or a hexadecimal colour (HTML §2.3.6).
fn is_colour(value: &str) -> bool {
    let word = value.strip_prefix('#').unwrap_or(value);
    !word.is_empty() && word.len() <= 32 && word.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests;
