//! Every dialogue before TLS that is not what it should be: one row each, what the server says at each point.
//!
//! After the NO STARTTLS study (Poddebniak et al., USENIX Security 2021), and whatever else a line, a reply or a packet can be
//! bent to. A turn is what is said at once; `|` in it stands for a pause, so that what follows arrives in a packet of its own.

use super::listener::Turn;
use super::trial::{BAIT, Protocol};

/// How an attempt to log in has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Before anything is told.
    Refused,
    /// Inside TLS, by asking anew: what was said in clear is allowed, and counts for nothing.
    Unmoved,
}

/// One dialogue.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) protocol: Protocol,
    pub(super) clear: Vec<Turn>,
    pub(super) end: End,
}

/// An honest beginning, up to where TLS begins.
pub(super) fn honest(protocol: Protocol) -> Vec<Turn> {
    match protocol {
        Protocol::Imap => turns(&[HELLO, OFFER, GO]),
        Protocol::Smtp => turns(&[BANNER, EHLO, READY]),
    }
}

/// Every row.
pub(super) fn rows() -> Vec<Row> {
    let imap = IMAP.iter().map(|(name, said, end)| row(name, Protocol::Imap, turns(said), *end));
    let smtp = SMTP.iter().map(|(name, said, end)| row(name, Protocol::Smtp, turns(said), *end));
    imap.chain(smtp).chain(too_much()).collect()
}

const HELLO: &str = "* OK mss.example ready\r\n";
const OFFER: &str = "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\ns1 OK done\r\n";
const GO: &str = "s2 OK begin\r\n";
const BANNER: &str = "220 mss.example ready\r\n";
const EHLO: &str = "250-mss.example\r\n250 STARTTLS\r\n";
const READY: &str = "220 ready to start\r\n";

type Said = (&'static str, &'static [&'static str], End);

use End::{Refused, Unmoved};

const IMAP: &[Said] = &[
    // the greeting
    ("logged in already", &["* PREAUTH welcome\r\n", OFFER, GO], Refused),
    ("logged in already, in small letters", &["* preauth welcome\r\n", OFFER, GO], Refused),
    ("logged in already, with an offer", &["* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", OFFER, GO], Refused),
    ("a greeting and logged in behind it", &["* OK ready\r\n* PREAUTH welcome\r\n", OFFER, GO], Refused),
    ("a greeting and logged in a moment later", &["* OK ready\r\n|* PREAUTH welcome\r\n", OFFER, GO], Refused),
    ("sent away with a telephone number", &["* BYE call +33 1 99 00 00 00\r\n"], Refused),
    ("sent to another server", &["* BYE [REFERRAL imap://amelie@evil.example/] moved\r\n"], Refused),
    ("a greeting that is an answer", &["s1 OK\r\n", OFFER, GO], Refused),
    ("a greeting that asks for more", &["+ go ahead\r\n", OFFER, GO], Refused),
    ("a greeting of nothing", &["\r\n", OFFER, GO], Refused),
    ("a greeting that says no", &["* NO ready\r\n", OFFER, GO], Refused),
    ("a greeting that says bad", &["* BAD ready\r\n", OFFER, GO], Refused),
    ("a greeting of another protocol", &["220 ready\r\n", OFFER, GO], Refused),
    ("a greeting that ends in a bare line feed", &["* OK ready\n", OFFER, GO], Refused),
    ("a greeting with a carriage return inside", &["* OK ready\r* PREAUTH x\r\n", OFFER, GO], Refused),
    ("a greeting with a zero byte inside", &["* OK\0ready\r\n", OFFER, GO], Refused),
    ("the answer before the question", &["* OK ready\r\n* CAPABILITY IMAP4rev1 STARTTLS\r\ns1 OK\r\n", GO], Refused),
    ("all answers before all questions", &["* OK hi\r\n* CAPABILITY STARTTLS\r\ns1 OK\r\ns2 OK\r\n"], Refused),
    // the offer
    ("nothing offered", &[HELLO, "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\ns1 OK\r\n", GO], Refused),
    ("something like it offered", &[HELLO, "* CAPABILITY IMAP4rev1 XSTARTTLS\r\ns1 OK\r\n", GO], Refused),
    ("something longer offered", &[HELLO, "* CAPABILITY IMAP4rev1 STARTTLS2\r\ns1 OK\r\n", GO], Refused),
    ("offered between quotation marks", &[HELLO, "* CAPABILITY IMAP4rev1 \"STARTTLS\"\r\ns1 OK\r\n", GO], Refused),
    ("offered behind a tab", &[HELLO, "* CAPABILITY IMAP4rev1\tSTARTTLS\r\ns1 OK\r\n", GO], Refused),
    ("offered in the greeting alone", &["* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "s1 OK\r\n", GO], Refused),
    ("offered in passing", &[HELLO, "* OK STARTTLS\r\ns1 OK\r\n", GO], Refused),
    ("offered and taken back", &[HELLO, "* CAPABILITY STARTTLS\r\n* CAPABILITY AUTH=PLAIN\r\ns1 OK\r\n", GO], Refused),
    ("offered and refused", &[HELLO, "* CAPABILITY IMAP4rev1 STARTTLS\r\ns1 NO\r\n", GO], Refused),
    ("offered and not understood", &[HELLO, "* CAPABILITY IMAP4rev1 STARTTLS\r\ns1 BAD\r\n", GO], Refused),
    ("offered under another tag", &[HELLO, "* CAPABILITY IMAP4rev1 STARTTLS\r\ns9 OK\r\n", GO], Refused),
    ("offered under a tag in capitals", &[HELLO, "* CAPABILITY IMAP4rev1 STARTTLS\r\nS1 OK\r\n", GO], Refused),
    ("offered in a literal", &[HELLO, "* CAPABILITY {8}\r\nSTARTTLS\r\ns1 OK\r\n", GO], Refused),
    ("a request to go on instead", &[HELLO, "+ VXNlcm5hbWU6\r\n", GO], Refused),
    ("logged in after the question", &[HELLO, "* PREAUTH welcome\r\n* CAPABILITY STARTTLS\r\ns1 OK\r\n", GO], Refused),
    ("sent away after the question", &[HELLO, "* BYE call +33 1 99 00 00 00\r\n", GO], Refused),
    ("an alarm and no offer", &[HELLO, "* OK [ALERT] call +33 1 99 00 00 00\r\ns1 OK\r\n", GO], Refused),
    ("an offer that ends in bare line feeds", &[HELLO, "* CAPABILITY STARTTLS\ns1 OK\n", GO], Refused),
    ("the go-ahead together with the offer", &[HELLO, "* CAPABILITY STARTTLS\r\ns1 OK\r\ns2 OK\r\n", ""], Refused),
    // the go-ahead
    ("refused", &[HELLO, OFFER, "s2 NO call +33 1 99 00 00 00\r\n"], Refused),
    ("not understood", &[HELLO, OFFER, "s2 BAD what\r\n"], Refused),
    ("an untagged go-ahead", &[HELLO, OFFER, "* OK begin\r\n"], Refused),
    ("a go-ahead to the question before", &[HELLO, OFFER, "s1 OK begin\r\n"], Refused),
    ("a go-ahead under a tag in capitals", &[HELLO, OFFER, "S2 OK begin\r\n"], Refused),
    ("a go-ahead under the tag to come", &[HELLO, OFFER, "e1 OK begin\r\n"], Refused),
    ("a request to go on instead of a go-ahead", &[HELLO, OFFER, "+ begin\r\n"], Refused),
    ("a go-ahead of nothing", &[HELLO, OFFER, "\r\n"], Refused),
    ("almost a go-ahead", &[HELLO, OFFER, "s2 OKAY\r\n"], Refused),
    ("a tag alone", &[HELLO, OFFER, "s2\r\n"], Refused),
    ("a go-ahead behind two spaces", &[HELLO, OFFER, "s2  OK begin\r\n"], Refused),
    ("a go-ahead behind a tab", &[HELLO, OFFER, "s2\tOK begin\r\n"], Refused),
    ("sent away instead of a go-ahead", &[HELLO, OFFER, "* BYE call +33 1 99 00 00 00\r\n"], Refused),
    ("logged in instead of a go-ahead", &[HELLO, OFFER, "* PREAUTH welcome\r\n"], Refused),
    ("a go-ahead that ends in a bare line feed", &[HELLO, OFFER, "s2 OK begin\n"], Refused),
    ("a go-ahead with a carriage return inside", &[HELLO, OFFER, "s2 OK begin\r* OK\r\n"], Refused),
    ("an offer behind the go-ahead", &[HELLO, OFFER, "s2 OK\r\n* CAPABILITY IMAP4rev1 AUTH=LOGIN\r\n"], Refused),
    ("an answer behind the go-ahead", &[HELLO, OFFER, "s2 OK\r\ne1 OK logged in\r\n"], Refused),
    ("a folder behind the go-ahead", &[HELLO, OFFER, "s2 OK\r\n* LIST () \"/\" INBOX\r\n"], Refused),
    ("half a line behind the go-ahead", &[HELLO, OFFER, "s2 OK\r\n* CAPABIL"], Refused),
    ("a byte behind the go-ahead", &[HELLO, OFFER, "s2 OK\r\nx"], Refused),
    ("an empty line behind the go-ahead", &[HELLO, OFFER, "s2 OK\r\n\r\n"], Refused),
    ("a record of TLS behind the go-ahead", &[HELLO, OFFER, "s2 OK\r\n\u{16}\u{3}\u{3}"], Refused),
    ("a go-ahead in pieces with an offer behind", &[HELLO, OFFER, "s2| OK|\r|\n* CAPABILITY X\r\n"], Refused),
    ("an offer a moment after the go-ahead", &[HELLO, OFFER, "s2 OK\r\n|* CAPABILITY IMAP4rev1\r\n"], Refused),
    ("an answer a moment after the go-ahead", &[HELLO, OFFER, "s2 OK\r\n|e1 OK logged in\r\n"], Refused),
    ("a second go-ahead a moment later", &[HELLO, OFFER, "s2 OK\r\n|s2 OK\r\n"], Refused),
    ("no go-ahead at all", &[HELLO, OFFER, ""], Refused),
    // allowed, and to count for nothing
    (
        "more offered in clear than inside",
        &[HELLO, "* CAPABILITY IMAP4rev1 STARTTLS IDLE UIDPLUS\r\ns1 OK\r\n", GO],
        Unmoved,
    ),
    ("more offered in the greeting", &["* OK [CAPABILITY IMAP4rev1 STARTTLS IDLE UIDPLUS] hi\r\n", OFFER, GO], Unmoved),
    ("more offered with the go-ahead", &[HELLO, OFFER, "s2 OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS] go\r\n"], Unmoved),
    (
        "offered twice, the second time with less",
        &[HELLO, "* CAPABILITY STARTTLS IDLE\r\n* CAPABILITY STARTTLS\r\ns1 OK\r\n", GO],
        Unmoved,
    ),
    ("letters announced in clear", &[HELLO, "* 4096 EXISTS\r\n* CAPABILITY STARTTLS\r\ns1 OK\r\n", GO], Unmoved),
    (
        "an honest beginning, byte by byte",
        &["* O|K|\r|\n", "* CAPABILITY START|TLS\r\ns1| OK\r|\n", "s|2 OK\r|\n"],
        Unmoved,
    ),
];

const SMTP: &[Said] = &[
    // the banner
    ("sent away with a telephone number", &["554 call +33 1 99 00 00 00\r\n"], Refused),
    ("closed for now", &["421 call +33 1 99 00 00 00\r\n"], Refused),
    ("a banner of another protocol", &["* OK ready\r\n", EHLO, READY], Refused),
    ("a banner that says logged in", &["235 2.7.0 welcome\r\n", EHLO, READY], Refused),
    ("a banner that asks for the login", &["334 VXNlcm5hbWU6\r\n", EHLO, READY], Refused),
    ("a banner of nothing", &["\r\n", EHLO, READY], Refused),
    ("a banner of two digits", &["22\r\n", EHLO, READY], Refused),
    ("a banner of four digits", &["2200 hi\r\n", EHLO, READY], Refused),
    ("a banner that ends in a bare line feed", &["220 ready\n", EHLO, READY], Refused),
    ("a banner with a carriage return inside", &["220 ready\r250 STARTTLS\r\n", EHLO, READY], Refused),
    ("a banner with a zero byte inside", &["220 rea\0dy\r\n", EHLO, READY], Refused),
    ("a banner of two minds", &["220-ready\r\n554 no\r\n", EHLO, READY], Refused),
    ("a banner without end", &["220-ready\r\n220-ready\r\n"], Refused),
    ("a second banner behind the first", &["220 ready\r\n220 ready\r\n", EHLO, READY], Refused),
    ("the answer before the question", &["220 ready\r\n250-a\r\n250 STARTTLS\r\n", READY], Refused),
    ("all answers before all questions", &["220 ready\r\n250-a\r\n250 STARTTLS\r\n220 go\r\n"], Refused),
    // the offer
    ("nothing offered", &[BANNER, "250-a\r\n250 AUTH PLAIN LOGIN\r\n", READY], Refused),
    ("something like it offered", &[BANNER, "250-a\r\n250 XSTARTTLS\r\n", READY], Refused),
    ("offered as a way to log in", &[BANNER, "250-a\r\n250 AUTH STARTTLS PLAIN\r\n", READY], Refused),
    ("offered as the name of the server", &[BANNER, "250-STARTTLS\r\n250 AUTH PLAIN\r\n", READY], Refused),
    ("not understood", &[BANNER, "502 what\r\n", READY], Refused),
    ("log in first", &[BANNER, "530 5.7.0 log in first\r\n", READY], Refused),
    ("an offer of two minds", &[BANNER, "250-a\r\n550 STARTTLS\r\n", READY], Refused),
    ("an offer without end", &[BANNER, "250-a\r\n250-STARTTLS\r\n", READY], Refused),
    ("an offer that ends in bare line feeds", &[BANNER, "250-a\n250 STARTTLS\n", READY], Refused),
    ("an offer with a carriage return inside", &[BANNER, "250-a\r250-STARTTLS\r\n250 x\r\n", READY], Refused),
    ("closing", &[BANNER, "421 call +33 1 99 00 00 00\r\n", READY], Refused),
    ("the letter asked for", &[BANNER, "354 go ahead\r\n", READY], Refused),
    ("the login asked for", &[BANNER, "334 VXNlcm5hbWU6\r\n", READY], Refused),
    ("logged in", &[BANNER, "235 2.7.0 welcome\r\n", READY], Refused),
    ("the go-ahead together with the offer", &[BANNER, "250-a\r\n250 STARTTLS\r\n220 go\r\n", ""], Refused),
    // the go-ahead
    ("refused for now", &[BANNER, EHLO, "454 call +33 1 99 00 00 00\r\n"], Refused),
    ("refused for good", &[BANNER, EHLO, "501 5.5.4 no\r\n"], Refused),
    ("an offer instead of a go-ahead", &[BANNER, EHLO, "250 ok\r\n"], Refused),
    ("logged in instead of a go-ahead", &[BANNER, EHLO, "235 2.7.0 welcome\r\n"], Refused),
    ("the login asked for instead of a go-ahead", &[BANNER, EHLO, "334 VXNlcm5hbWU6\r\n"], Refused),
    ("the letter asked for instead of a go-ahead", &[BANNER, EHLO, "354 go ahead\r\n"], Refused),
    ("farewell instead of a go-ahead", &[BANNER, EHLO, "221 call +33 1 99 00 00 00\r\n"], Refused),
    ("a go-ahead of two minds", &[BANNER, EHLO, "220-go\r\n454 no\r\n"], Refused),
    ("a go-ahead that is not over", &[BANNER, EHLO, "220-go\r\n"], Refused),
    ("a go-ahead without a space", &[BANNER, EHLO, "220go\r\n"], Refused),
    ("a go-ahead behind a space", &[BANNER, EHLO, " 220 go\r\n"], Refused),
    ("a go-ahead that ends in a bare line feed", &[BANNER, EHLO, "220 go\n"], Refused),
    ("a go-ahead with a carriage return inside", &[BANNER, EHLO, "220 go\r235 welcome\r\n"], Refused),
    ("logged in behind the go-ahead", &[BANNER, EHLO, "220 go\r\n235 2.7.0 welcome\r\n"], Refused),
    ("an offer behind the go-ahead", &[BANNER, EHLO, "220 go\r\n250-a\r\n250 AUTH LOGIN\r\n"], Refused),
    ("half a line behind the go-ahead", &[BANNER, EHLO, "220 go\r\n250-a"], Refused),
    ("a byte behind the go-ahead", &[BANNER, EHLO, "220 go\r\nx"], Refused),
    ("an empty line behind the go-ahead", &[BANNER, EHLO, "220 go\r\n\r\n"], Refused),
    ("a record of TLS behind the go-ahead", &[BANNER, EHLO, "220 go\r\n\u{16}\u{3}\u{3}"], Refused),
    ("logged in a moment after the go-ahead", &[BANNER, EHLO, "220 go\r\n|235 2.7.0 welcome\r\n"], Refused),
    ("an offer a moment after the go-ahead", &[BANNER, EHLO, "220 go\r\n|250-a\r\n250 AUTH LOGIN\r\n"], Refused),
    ("no go-ahead at all", &[BANNER, EHLO, ""], Refused),
    // allowed, and to count for nothing
    (
        "more offered in clear than inside",
        &[BANNER, "250-a\r\n250-SIZE 1000\r\n250-DSN\r\n250 STARTTLS\r\n", READY],
        Unmoved,
    ),
    ("ways to log in offered in clear", &[BANNER, "250-a\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n", READY], Unmoved),
    ("a banner of several lines", &["220-mss.example\r\n220-no spam\r\n220 ready\r\n", EHLO, READY], Unmoved),
    ("a go-ahead of several lines", &[BANNER, EHLO, "220-2.0.0\r\n220 go\r\n"], Unmoved),
    ("a go-ahead without words", &[BANNER, EHLO, "220\r\n"], Unmoved),
    ("an honest beginning, byte by byte", &["2|20 hi\r|\n", "250-|a\r\n250 START|TLS\r\n", "220| go|\r|\n"], Unmoved),
];

/// What is too long to be written down.
fn too_much() -> Vec<Row> {
    let many = |line: &str| line.repeat(400);
    let long = |head: &str, length: usize| format!("{head}{}", "x".repeat(length));
    vec![
        row("a greeting without end", Protocol::Imap, vec![vec![long("* OK ", 1 << 20).into_bytes()]], Refused),
        row("a very long greeting", Protocol::Imap, vec![packet(&(long("* OK ", 9_000) + "\r\n"))], Refused),
        row("greetings without end", Protocol::Imap, vec![packet(&many("* OK again\r\n"))], Refused),
        row(
            "answers without end",
            Protocol::Imap,
            [turns(&[HELLO]), vec![packet(&many("* OK again\r\n")), packet(GO)]].concat(),
            Refused,
        ),
        row(
            "an offer of two megabytes",
            Protocol::Imap,
            [turns(&[HELLO]), vec![packet(&long("* CAPABILITY STARTTLS ", 2 << 20)), packet(GO)]].concat(),
            Refused,
        ),
        row(
            "a go-ahead of nine thousand bytes",
            Protocol::Imap,
            [turns(&[HELLO, OFFER]), vec![packet(&(long("s2 OK ", 9_000) + "\r\n"))]].concat(),
            Refused,
        ),
        row("a banner of two megabytes", Protocol::Smtp, vec![packet(&long("220 ", 2 << 20))], Refused),
        row("banners without end", Protocol::Smtp, vec![packet(&many("220-ready\r\n"))], Refused),
        row(
            "an offer of four hundred lines",
            Protocol::Smtp,
            [turns(&[BANNER]), vec![packet(&(many("250-STARTTLS\r\n") + "250 ok\r\n")), packet(READY)]].concat(),
            Refused,
        ),
        row(
            "a go-ahead of nine thousand bytes",
            Protocol::Smtp,
            [turns(&[BANNER, EHLO]), vec![packet(&(long("220 ", 9_000) + "\r\n"))]].concat(),
            Refused,
        ),
    ]
}

fn row(name: &'static str, protocol: Protocol, clear: Vec<Turn>, end: End) -> Row {
    Row { name, protocol, clear, end }
}

fn turns(said: &[&str]) -> Vec<Turn> {
    said.iter().map(|turn| packet(turn)).collect()
}

/// What is said at one point; pauses are at `|`.
fn packet(said: &str) -> Turn {
    debug_assert!(!said.contains("+33") || said.contains(BAIT));
    said.split('|').map(|packet| packet.as_bytes().to_vec()).collect()
}
