use std::cell::Cell;

use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::{Progress, feed, without_embedded_data};

/// Counts tags, and has had enough after some.
struct Counting {
    tags: Cell<u64>,
    enough: u64,
}

impl TokenSink for Counting {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        self.tags.set(self.tags.get() + u64::from(matches!(token, Token::TagToken(_))));
        TokenSinkResult::Continue
    }
}

fn count(html: &str, enough: u64) -> (bool, u64) {
    let tokenizer = Tokenizer::new(Counting { tags: Cell::new(0), enough }, TokenizerOpts::default());
    let whole =
        feed(&tokenizer, html, |sink| Progress { activity: sink.tags.get(), exhausted: sink.tags.get() > sink.enough });
    (whole, tokenizer.sink.tags.get())
}

#[test]
fn all_pieces_arrive_whatever_they_cut() {
    assert_eq!(count("", 9), (true, 0));
    assert_eq!(count(&"<b>é</b>".repeat(10_000), u64::MAX), (true, 20_000));
    assert_eq!(count(&"\u{1f600}".repeat(10_000), 9), (true, 0));
}

#[test]
fn a_sink_that_has_had_enough_is_not_fed_further() {
    let (whole, tags) = count(&"<b>".repeat(100_000), 100);
    assert!(!whole && tags < 2_000, "{tags}");
}

#[test]
fn a_stretch_that_could_be_one_endless_tag_is_left() {
    assert!(!count(&format!("<b {}>", "a ".repeat(50_000)), u64::MAX).0);
    assert!(!count(&format!("<b {}>", "a/".repeat(50_000)), u64::MAX).0);
    assert!(count(&format!("<b title=\"{}\">", "a".repeat(500_000)), u64::MAX).0);
}

#[test]
fn a_pasted_photograph_is_taken_out_and_nothing_else() {
    let cases = [
        ("<p>Bonjour</p>", "<p>Bonjour</p>"),
        ("<img src=\"data:image/png;base64,iVBOR/+w==\" alt=a>", "<img src=\"data:image/png;base64,\" alt=a>"),
        ("a;base64,QUJD b;base64,REVG.", "a;base64, b;base64,."),
        ("<img src=data:image/png;base64,QUJD>", "<img src=data:image/png;base64,>"),
    ];
    for (html, kept) in cases {
        assert_eq!(without_embedded_data(html), kept);
    }
}
