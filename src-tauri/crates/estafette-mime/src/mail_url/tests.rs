#![allow(clippy::unwrap_used)]

use estafette_model::MessageId;

use super::{MAIL_ORIGIN, MailUrl, MessageScope, thread_anchor};
use crate::dice::Dice;

fn every_kind() -> [MailUrl; 8] {
    let (token, message) = ("jeton-1".to_owned(), MessageId::new(42));
    [
        MailUrl::Thread { token: token.clone() },
        MailUrl::Anchor { token: token.clone(), anchor: "m42-été".to_owned() },
        MailUrl::Found { token: token.clone(), number: 7 },
        MailUrl::InlineImage { token: token.clone(), message, content_id: "a/b?c#d%e@x <é>".to_owned() },
        MailUrl::Save { token: token.clone(), message, index: 3 },
        MailUrl::View { token: token.clone(), message, index: 3 },
        MailUrl::Picture { token },
        MailUrl::Font { file: "next.woff2".to_owned() },
    ]
}

#[test]
fn what_is_written_is_read_as_it_was_meant() {
    for url in every_kind() {
        assert_eq!(MailUrl::parse(&url.to_string()), Some(url));
    }
}

#[test]
fn the_addresses_are_those_the_page_and_the_shell_agreed_on() {
    let paths: Vec<String> = every_kind().iter().map(|url| url.to_string().replace(MAIL_ORIGIN, "")).collect();
    let expected = [
        "/jeton-1/",
        "/jeton-1/#m42-%C3%A9t%C3%A9",
        "/jeton-1/find/7/",
        "/jeton-1/m/42/cid/a%2Fb%3Fc%23d%25e%40x%20%3C%C3%A9%3E",
        "/jeton-1/do/save/42/3",
        "/jeton-1/do/view/42/3",
        "/jeton-1/picture",
        "/font/next.woff2",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn a_place_in_the_page_of_what_was_found_is_a_place_in_the_view() {
    let url = format!("{MAIL_ORIGIN}/jeton/find/7/#m42-x");
    assert_eq!(MailUrl::parse(&url), Some(MailUrl::Anchor { token: "jeton".into(), anchor: "m42-x".into() }));
    assert_eq!(MailUrl::parse(&format!("{MAIL_ORIGIN}/font/next.woff2#x")), None);
}

#[test]
fn an_address_that_is_not_exactly_ours_is_refused() {
    let strangers = [
        "",
        "/",
        "/jeton",
        "//jeton/",
        "/jeton//",
        "/jeton/do/save/1",
        "/jeton/do/save/1/2/3",
        "/jeton/do/save/x/2",
        "/jeton/do/save/1/-2",
        "/jeton/do/save/1/2?x",
        "/jeton/do/delete/1/2",
        "/jeton/picture/",
        "/jeton/picture?x",
        "/jeton/m/1/cid/",
        "/jeton/m/1/cid/%zz",
        "/jeton/m/1/cid/%+1",
        "/jeton/m/1/cid/a/b",
        "/font/../jeton",
        "/font/.htaccess",
        "/font/a%2Fb",
        "/je%74on/",
    ];
    for path in strangers {
        assert_eq!(MailUrl::parse(&format!("{MAIL_ORIGIN}{path}")), None, "{path}");
    }
    for url in ["https://localhost/jeton/", "mail://action/jeton/do/save/1/2", "mail:/jeton/", "jeton"] {
        assert_eq!(MailUrl::parse(url), None, "{url}");
    }
}

#[test]
fn no_id_inside_a_message_can_be_the_place_of_a_message() {
    let scope = MessageScope::new("jeton", MessageId::new(42));
    assert_eq!(scope.id_prefix(), "m42-");
    assert_eq!(thread_anchor(MessageId::new(42)), "e-42");
    assert!(!thread_anchor(MessageId::new(42)).starts_with('m'));
}

#[test]
fn an_address_that_is_read_is_written_the_same() {
    let pieces =
        ["/", "jeton", "do", "save", "m", "cid", "font", "1", "42", "%41", "%2F", "#", "..", "a@x", "?", "é", "%"];
    let mut dice = Dice::thrown_from(17);
    for _ in 0..20_000 {
        let url = format!("{MAIL_ORIGIN}/{}", dice.string(&pieces, 10));
        // « %41 » is another spelling of « A »: it may be read, and is then written as we write it.
        if let Some(read) = MailUrl::parse(&url) {
            assert_eq!(MailUrl::parse(&read.to_string()), Some(read), "{url}");
        }
    }
}
