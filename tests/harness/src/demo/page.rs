//! The HTML twin of a letter, made from its text the way the senders' programs do it: inline styles and tables.

use super::template::Look;

/// Content-ID of the logo shown by [`Look::Logo`].
pub(crate) const LOGO: &str = "logo@estafette-demo.example";

/// A page that tries to run code, to load pictures from elsewhere and to cover the window.
const NEWSLETTER: &str = include_str!("../../../fixtures/demo/pages/lettre-du-gcs.html");

/// The page for a text, or none for a letter of plain text.
pub(crate) fn page_of(look: Look, text: &str) -> Option<String> {
    let style = "font-family:Calibri,Arial,sans-serif;font-size:11pt;color:#1f2933";
    match look {
        Look::Plain => None,
        Look::Newsletter => Some(String::from(NEWSLETTER)),
        Look::Alternative | Look::Table => {
            Some(format!("<html><body style=\"{style}\">\n{}</body></html>\n", blocks(text)))
        }
        Look::Logo => Some(format!(
            "<html><body style=\"{style}\">\n<table cellpadding=\"8\"><tr><td><img src=\"cid:{LOGO}\" width=\"120\" \
             height=\"40\" alt=\"Logo\"></td></tr></table>\n{}</body></html>\n",
            blocks(text)
        )),
    }
}

/// Paragraphs, lists (`- `) and tables (`| … | … |`), each block after an empty line.
fn blocks(text: &str) -> String {
    let mut html = String::new();
    for block in text.split("\n\n") {
        let (mut paragraph, mut items, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for line in block.lines() {
            if let Some(item) = line.strip_prefix("- ") {
                items.push(format!("<li>{}</li>\n", escaped(item)));
            } else if let Some(row) = line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) {
                rows.push(row);
            } else {
                paragraph.push(escaped(line));
            }
        }
        if !paragraph.is_empty() {
            html.push_str(&format!("<p>{}</p>\n", paragraph.join("<br>\n")));
        }
        if !items.is_empty() {
            html.push_str(&format!("<ul>\n{}</ul>\n", items.concat()));
        }
        if !rows.is_empty() {
            html.push_str(&table(&rows));
        }
    }
    html
}

fn table(rows: &[&str]) -> String {
    let mut html = String::from("<table border=\"1\" cellpadding=\"6\" style=\"border-collapse:collapse\">\n");
    for (index, row) in rows.iter().enumerate() {
        let tag = if index == 0 { "th" } else { "td" };
        let cells: String = row.split(" | ").map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect();
        html.push_str(&format!("<tr>{cells}</tr>\n"));
    }
    html.push_str("</table>\n");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod tests;
