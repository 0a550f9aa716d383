//! What is wrong with the fields of the header.

use super::{Malformed, letter, only, with};

pub(super) fn letters() -> Vec<Malformed> {
    [shapes(), people(), words(), dates_and_names()].concat()
}

fn shapes() -> Vec<Malformed> {
    vec![
        letter("nothing at all", b"".as_slice()),
        letter("a line break alone", b"\r\n".as_slice()),
        letter("a thousand line breaks", "\r\n".repeat(1000)),
        letter("a body without a header", "Bonjour,\r\nvoici le dossier.\r\n".repeat(50)),
        letter("a header without a body", "From: a@b.example\r\nSubject: Essai"),
        letter("no line between header and body", "From: a@b.example\r\nBonjour, voici le dossier.\r\n"),
        letter("bytes of zero", vec![0; 100_000]),
        letter("every byte there is", (0..=255).cycle().take(64 * 1024).collect::<Vec<u8>>()),
        letter("the mark of another byte order", b"\xff\xfeF\0r\0o\0m\0:\0".repeat(100)),
        letter("the mark of UTF-8 before the header", "\u{feff}From: a@b.example\r\n\r\nBonjour"),
        only("lone carriage returns", "From: a@b.example\rSubject: Essai\rTo: c@d.example"),
        only("lone line feeds", "From: a@b.example\nSubject: Essai\nTo: c@d.example"),
        only(
            "line ends of each kind",
            "From: a@b.example\r\nSubject: Essai\nTo: c@d.example\rCc: e@f.example\n\rBcc: g@h.example",
        ),
        only("fields without a colon", "From a@b.example\r\nSubject Essai\r\n\tsuite"),
        only("a name with spaces", "Sub ject : Essai\r\nFrom\t: a@b.example"),
        only("a field without a name", ": Essai\r\n: a@b.example"),
        only("names in other letters", "Objèt: Essai\r\nДля: a@b.example"),
        only("a line that goes on before anything began", " suite\r\n\tsuite\r\nFrom: a@b.example"),
        only("a hundred thousand fields", "X-Essai: 1\r\n".repeat(100_000)),
        only("a field of a megabyte", format!("Subject: {}", "é".repeat(512 * 1024))),
        only("a field on a hundred thousand lines", format!("Subject: Essai{}", "\r\n x".repeat(100_000))),
        only("the same field a thousand times", "Subject: Essai\r\nFrom: a@b.example\r\n".repeat(1000)),
        only(
            "zero bytes in fields",
            b"From: a\0@b.example\r\nSubject: Es\0sai\r\nMessage-ID: <a\0@b.example>".as_slice(),
        ),
        only("escapes of a terminal", "Subject: \u{1b}[2J\u{1b}]0;x\u{7}Essai\r\nFrom: \u{1b}[31m <a@b.example>"),
        only("letters that turn the line", "Subject: \u{202e}fdp.iassE\r\nFrom: \u{2066}x\u{2069} <a@b.example>"),
        only(
            "separators of lines that are none",
            "Subject: Es\u{2028}sai\u{2029}\u{85}\r\nFrom: x\u{2028} <a@b.example>",
        ),
        only(
            "eight bits in no charset",
            b"Subject: R\xe9capitulatif \xc3\x28\xa0\xff\r\nFrom: \xe9 <a@b.example>".as_slice(),
        ),
    ]
}

fn people() -> Vec<Malformed> {
    let many = (0..10_000).map(|n| format!("n{n}@b.example")).collect::<Vec<_>>().join(", ");
    vec![
        only("ten thousand recipients", format!("From: a@b.example\r\nTo: {many}")),
        only("ten thousand senders", format!("From: {many}\r\nReply-To: {many}\r\nSender: {many}")),
        only("comments in comments", format!("From: {}a@b.example{}", "(".repeat(10_000), ")".repeat(10_000))),
        only("comments that never end", format!("From: a@b.example {}", "(x".repeat(10_000))),
        only("a quotation that never ends", "From: \"Accueil <a@b.example>\r\nTo: \"\\\"\\\\"),
        only("a group that never ends", "From: a@b.example\r\nTo: Tous: b@c.example, d@e.example\r\nCc: : ; ; , ,;"),
        only("groups in groups", format!("To: {}a@b.example{}", "G: ".repeat(5_000), ";".repeat(5_000))),
        only("a route", "From: <@a.example,@b.example:c@d.example>\r\nTo: <@@@:>"),
        only("an address without an address", "From: Accueil\r\nTo: <>\r\nCc: @\r\nBcc: a@\r\nReply-To: @b"),
        only("angle brackets inside out", "From: >a@b.example<\r\nTo: <<a@b.example>>\r\nCc: <a@b.example"),
        only("commas and nothing else", format!("From: a@b.example\r\nTo: {}", ",".repeat(100_000))),
        only(
            "an address of a hundred kilobytes",
            format!("From: {}@{}.example", "a".repeat(50_000), "b".repeat(50_000)),
        ),
        only(
            "a name that is an address",
            "From: \"docteur@medecin.example\" <x@evil.example>\r\nTo: a@b.example <c@d.example>",
        ),
        only("line breaks in a name", "From: \"Acc\r\n\tueil\r\n <a@b.example>\" <c@d.example>"),
        only("backslashes", format!("From: \"{}\" <a@b.example>", "\\".repeat(99_999))),
    ]
}

fn words() -> Vec<Malformed> {
    let one = |what: &str| format!("From: =?{what}?= <a@b.example>\r\nSubject: =?{what}?=");
    vec![
        only("an encoded word of no charset", one("inconnu?Q?Essai")),
        only("an encoded word of no encoding", one("utf-8?X?Essai")),
        only("base64 that is none", one("utf-8?B?%%%====Essai")),
        only("base64 cut short", one("utf-8?B?RXNzYQ")),
        only("quoted-printable that is none", one("utf-8?Q?=ZZ=4=_=")),
        only("a letter cut between two encoded words", "Subject: =?utf-8?Q?=C3?= =?utf-8?Q?=A9?=\r\nFrom: a@b.example"),
        only("encoded words in encoded words", one("utf-8?Q?=3D=3Futf-8=3FQ=3FEssai=3F=3D")),
        only("ten thousand encoded words", format!("Subject: {}", "=?utf-8?Q?=C3=A9?= ".repeat(10_000))),
        only("an encoded word that never ends", format!("Subject: =?utf-8?Q?{}", "a".repeat(100_000))),
        only("encoded words of nothing", format!("Subject: {}", "=?utf-8?Q??= ".repeat(10_000))),
        only("UTF-7 in an encoded word", one("utf-7?Q?+ADw-script+AD4-")),
        only("a stateful charset left open", one("iso-2022-jp?B?GyRCJEIk")),
        only("UTF-16 of half a letter", one("utf-16?B?AGEAYgBj/w==")),
        only("line breaks in an encoded word", one("utf-8?Q?Essai=0D=0ABcc:_x@y.example")),
        only("a zero byte in an encoded word", one("utf-8?Q?Es=00sai")),
        only("a language behind the charset", one("utf-8*fr?Q?Essai")),
        only("question marks", format!("Subject: {}", "=?".repeat(50_000))),
        only(
            "an encoded word where none may be",
            "Message-ID: =?utf-8?Q?<a@b.example>?=\r\nDate: =?utf-8?Q?lundi?=\r\nFrom: a@b.example",
        ),
    ]
}

fn dates_and_names() -> Vec<Malformed> {
    let dates = [
        "lundi",
        "Tue, 99 Nov 2026 99:99:99 +9999",
        "1 Jan 0000 00:00:00 +0000",
        "1 Jan 999999999999 00:00:00 +0000",
        "-1",
        "Tue, 24 Nov 2026 10:42:00 -99999999",
        "31 Feb 2026 24:61:61",
        "Tue, 24 Nov 26",
        "\u{0661}\u{0662} Nov 2026",
    ];
    let ids = [
        "",
        "<>",
        "<@>",
        "a@b.example",
        "<a@b.example",
        "<a b@c.example>",
        "<<a@b.example>>",
        "<a@b.example> <c@d.example>",
    ];
    let many = (0..10_000).map(|n| format!("<{n}@b.example>")).collect::<Vec<_>>().join("\r\n ");
    let mut letters: Vec<Malformed> = dates
        .iter()
        .map(|date| only(format!("the date {date}"), format!("From: a@b.example\r\nDate: {date}")))
        .collect();
    letters.extend(ids.iter().map(|id| {
        only(
            format!("the Message-ID {id:?}"),
            format!("From: a@b.example\r\nMessage-ID: {id}\r\nIn-Reply-To: {id}\r\nReferences: {id} {id}"),
        )
    }));
    letters.extend([
        only(
            "ten thousand references",
            format!("From: a@b.example\r\nMessage-ID: <0@b.example>\r\nReferences: {many}"),
        ),
        only(
            "a reference of a megabyte",
            format!("From: a@b.example\r\nReferences: <{}@b.example>", "a".repeat(1024 * 1024)),
        ),
        only(
            "a receipt asked for nobody",
            "From: a@b.example\r\nDisposition-Notification-To: \r\nDisposition-Notification-Options: =;,=",
        ),
        only(
            "a receipt asked for ten thousand",
            format!("From: a@b.example\r\nDisposition-Notification-To: {}", "x@y.example, ".repeat(10_000)),
        ),
        with(
            "priorities nobody knows",
            "X-Priority: -99999999999999999999\r\nImportance: \u{1f525}\r\nAuto-Submitted: ;;;\r\n",
            "Bonjour",
        ),
    ]);
    letters
}
