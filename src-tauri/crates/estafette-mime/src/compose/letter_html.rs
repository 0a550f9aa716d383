//! The text of a letter, sanitised once more on its way out.
//!
//! The editor already produces only this; but what leaves in the name of an establishment is decided here, not by the
//! page, and a colleague's program gets no style, no image and no identifier from us.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::sanitize::{TooComplex, base_profile, is_affordable, link_target};

/// What the editor can write.
const TAGS: [&str; 12] = ["a", "blockquote", "br", "em", "h2", "h3", "li", "ol", "p", "strong", "u", "ul"];

/// The HTML of a letter: only these tags, and of attributes only the address of a link.
pub(crate) fn letter_html(html: &str) -> Result<String, TooComplex> {
    if !is_affordable(html) {
        return Err(TooComplex);
    }
    Ok(links_only(TAGS.into()).clean(html).to_string())
}

/// Keeps `tags`, and of their attributes only the address of a link.
pub(crate) fn links_only(tags: HashSet<&'static str>) -> ammonia::Builder<'static> {
    let mut builder = base_profile(tags);
    builder
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(None)
        .attribute_filter(|tag, attribute, value| match (tag, attribute) {
            ("a", "href") => link_target(value).map(Cow::Owned),
            _ => None,
        });
    builder
}
