#![allow(clippy::unwrap_used)]

use estafette_model::{Correspondent, MessageId};

use super::marker::Marker;
use super::{MAX_HITS, Sought, mark};
use crate::sanitize::Sanitized;
use crate::thread_page::{Avatar, PageBody, PageMessage};

fn marked(html: &str, typed: &str) -> (String, u32) {
    let sought = Sought::typed(typed).unwrap();
    let mut marker = Marker::new(&sought, MAX_HITS);
    (marker.mark(html), marker.hits())
}

/// The marked text with short marks, for reading: `[` and `]` around each piece, `^` where a place begins.
fn drawn(html: &str, typed: &str) -> String {
    let (mut text, hits) = marked(html, typed);
    for hit in 1..=hits {
        text = text
            .replace(&format!("<span class=\"e-quiet\" id=\"e-quiet-{hit}\"></span>"), "^")
            .replace(&format!("<mark class=\"e-hit\" id=\"e-hit-{hit}\">"), "[");
    }
    text.replace("<mark class=\"e-hit\">", "[").replace("</mark>", "]")
}

#[test]
fn accents_capitals_and_ligatures_do_not_matter() {
    assert_eq!(drawn("<p>L’Œdème d’Éléonore</p>", "oedeme"), "<p>L’^[Œdème] d’Éléonore</p>");
    assert_eq!(drawn("<p>L’Œdème d’Éléonore</p>", "d'ELEONORE"), "<p>L’Œdème ^[d’Éléonore]</p>");
    assert_eq!(drawn("<p>e\u{301}te\u{301} Dvořák ﬁn</p>", "été dvorak"), "<p>^[e\u{301}te\u{301} Dvořák] ﬁn</p>");
}

#[test]
fn a_place_goes_across_the_tags_of_a_line_and_keeps_them_well_nested() {
    assert_eq!(drawn("<p>Le <b>gar</b>rot est ôté</p>", "garrot est"), "<p>Le <b>^[gar]</b>[rot est] ôté</p>");
    assert_eq!(
        drawn("<p>la chambre<br>12</p>", "chambre 12"),
        "<p>la ^[chambre]<br>[12]</p>".replace("]<br>[", "<br>")
    );
}

#[test]
fn a_place_does_not_go_from_one_paragraph_to_the_next() {
    assert_eq!(marked("<p>chambre</p><p>12</p>", "chambre 12").1, 0);
    assert_eq!(marked("<table><tr><td>mid</td><td>i</td></tr></table>", "midi").1, 0);
}

#[test]
fn what_is_in_a_tag_or_a_reference_is_not_text() {
    let html = "<p><a href=\"https://amp.example/garnier\" title=\"garnier\">lien</a> A &amp; B &lt;b&gt;</p>";
    assert_eq!(marked(html, "garnier").1, 0);
    assert_eq!(marked(html, "amp").1, 0);
    assert_eq!(drawn(html, "a & b <b").matches('[').count(), 1);
    assert_eq!(marked("<p>&hellip;&bogus &</p>", "bogus &").1, 1, "a bare ampersand is one");
}

#[test]
fn spaces_of_any_sort_are_one_and_hyphens_only_offered_are_none() {
    assert_eq!(marked("<p>15\u{a0}h\u{202f}30  \n précises</p>", "15 h 30 precises").1, 1);
    assert_eq!(marked("<p>15&nbsp;h&nbsp;30</p>", "15 h 30").1, 1);
    assert_eq!(marked("<p>médica\u{ad}ment</p>", "medicament").1, 1);
}

#[test]
fn places_do_not_overlap_are_numbered_from_one_piece_to_the_next_and_have_an_end() {
    assert_eq!(drawn("<p>aaaaa</p>", "aa"), "<p>^[aa]^[aa]a</p>");
    let sought = Sought::typed("a").unwrap();
    let mut marker = Marker::new(&sought, 3);
    assert!(marker.mark("<p>aa</p>").contains("e-hit-2"));
    assert!(marker.mark("<p>aaa</p>").contains("e-hit-3"));
    assert_eq!(marker.hits(), 3);
    assert_eq!(marker.mark("<p>a</p>"), "<p>a</p>");
}

#[test]
fn nothing_typed_is_nothing_looked_for() {
    for typed in ["", "  ", "\u{ad}", "\u{301}"] {
        assert_eq!(Sought::typed(typed), None, "{typed:?}");
    }
}

#[test]
fn html_cut_anywhere_is_marked_without_a_panic_and_loses_no_byte() {
    let html = "<p title=\"é\">Œdème &amp; <b>gar</b>rot &#39;x&nbsp;y<br>été</p>";
    for end in (0..=html.len()).filter(|end| html.is_char_boundary(*end)) {
        for typed in ["e", "oe", "garrot", " ", "&", "x y"] {
            let Some(sought) = Sought::typed(typed) else { continue };
            let mut marker = Marker::new(&sought, MAX_HITS);
            let text = marker.mark(&html[..end]);
            let bare = (1..=marker.hits()).fold(text, |text, hit| {
                text.replace(&format!("<span class=\"e-quiet\" id=\"e-quiet-{hit}\"></span>"), "")
                    .replace(&format!(" id=\"e-hit-{hit}\""), "")
            });
            assert_eq!(bare.replace("<mark class=\"e-hit\">", "").replace("</mark>", ""), html[..end], "{typed}");
        }
    }
}

fn message(id: i64, body: PageBody) -> PageMessage {
    PageMessage {
        id: MessageId::new(id),
        from: Correspondent { name: "Dr Fabre".into(), address: "h.fabre@val-fleuri.example".into() },
        outgoing: false,
        own_label: String::new(),
        avatar: Avatar::Person,
        to_line: String::new(),
        date_text: String::new(),
        date_iso: String::new(),
        preview: "garnier".into(),
        open: false,
        unread: false,
        body,
        attachments: vec![],
        fates: vec![],
        truncated: false,
    }
}

#[test]
fn folded_messages_that_hold_it_are_unfolded_and_the_others_stay_folded() {
    let html = |text: &str| Sanitized { html: format!("<p>{text}</p>"), ..Sanitized::default() };
    let parts = vec![html("Mme Garnier"), html("GARNIER, encore")];
    let mut messages = [
        message(1, PageBody::Plain("<p>rien</p>".into())),
        message(2, PageBody::Html { parts, plain: "<p>Mme Garnier</p>".into(), simplified: false }),
        message(3, PageBody::NotLoaded),
    ];
    assert_eq!(
        mark(&mut messages, &Sought::typed("garnier").unwrap()),
        2,
        "the text behind « Texte brut » is no other"
    );
    assert_eq!(messages.each_ref().map(|message| message.open), [false, true, false]);
    let PageBody::Html { parts, .. } = &messages[1].body else { panic!("it is HTML") };
    assert!(parts[0].html.contains("id=\"e-hit-1\"") && parts[1].html.contains("id=\"e-hit-2\""));
}

#[test]
fn a_message_unfolded_before_stays_so() {
    let mut messages = [PageMessage { open: true, ..message(1, PageBody::Empty) }];
    assert_eq!(mark(&mut messages, &Sought::typed("garnier").unwrap()), 0);
    assert!(messages[0].open);
}
