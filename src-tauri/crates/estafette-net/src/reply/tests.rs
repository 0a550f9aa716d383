use super::ServerReply;

#[test]
fn an_smtp_reply_yields_its_code_status_and_words() {
    let reply = ServerReply::smtp(550, &["5.1.1 No such".to_owned(), "5.1.1 mailbox".to_owned()]);
    assert_eq!((reply.code(), reply.detail(), reply.is_permanent()), (Some(550), Some("5.1.1"), true));
    assert_eq!(reply.text(), "5.1.1 No such 5.1.1 mailbox");
}

#[test]
fn a_word_that_only_looks_like_a_status_is_text() {
    for first in ["5.1 No", "6.1.1 No", "5.1.1111 No", "5.a.1 No", "No such mailbox", ""] {
        assert_eq!(ServerReply::smtp(450, &[first.to_owned()]).detail(), None, "{first}");
    }
}

#[test]
fn an_imap_reply_yields_its_response_code_in_upper_case() {
    let reply = ServerReply::imap("[overquota] Boîte pleine");
    assert_eq!((reply.code(), reply.detail(), reply.text()), (None, Some("OVERQUOTA"), "Boîte pleine"));
    assert!(!reply.is_permanent());
}

#[test]
fn an_unclosed_bracket_is_text() {
    assert_eq!(ServerReply::imap("[ALERT oops").text(), "[ALERT oops");
}

#[test]
fn a_quotation_cannot_reorder_hide_or_flood() {
    let hostile = format!("bad\u{202e}txet\u{0}\u{1b}[31m\u{200b}{}", "x".repeat(5_000));
    let reply = ServerReply::imap(&hostile);
    assert_eq!(reply.text().chars().count(), super::MAX_TEXT);
    assert!(reply.text().starts_with("badtxet[31mxxx"));
}

#[test]
fn printing_a_reply_does_not_print_its_words() {
    let reply = ServerReply::smtp(550, &["5.1.1 <bastien.caron@mss.example> unknown".to_owned()]);
    assert!(!format!("{reply:?}").contains("caron"));
}

#[test]
fn words_heard_before_tls_are_dropped() {
    let reply = ServerReply::smtp(421, &["4.7.0 call +33 1 99 00 00 00".to_owned()]).without_words();
    assert_eq!((reply.code(), reply.detail(), reply.text()), (Some(421), None, ""));
}
