//! What is wrong with the structure, the encodings and the charsets.

use super::{Malformed, mixed, with};

pub(super) fn letters() -> Vec<Malformed> {
    [boundaries(), trees(), types(), encodings(), charsets()].concat()
}

fn typed(name: &str, content_type: &str, body: &str) -> Malformed {
    with(name, &format!("MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n"), body)
}

fn boundaries() -> Vec<Malformed> {
    let part = "--a\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n";
    let long = "b".repeat(100_000);
    vec![
        typed("many parts without a boundary", "multipart/mixed", part),
        typed("an empty boundary", "multipart/mixed; boundary=\"\"", "--\r\n\r\nBonjour\r\n----\r\n"),
        typed("a boundary that never comes", "multipart/mixed; boundary=absente", part),
        typed("a boundary that never closes", "multipart/mixed; boundary=a", part),
        typed("closed before it is opened", "multipart/mixed; boundary=a", "--a--\r\n--a\r\n\r\nBonjour\r\n--a--"),
        typed(
            "a boundary of a hundred kilobytes",
            &format!("multipart/mixed; boundary={long}"),
            &format!("--{long}\r\n\r\nx\r\n--{long}--"),
        ),
        typed("a boundary of spaces", "multipart/mixed; boundary=\"   \"", "--   \r\n\r\nx\r\n--   --"),
        typed("a boundary with line breaks", "multipart/mixed; boundary=\"a\r\n b\"", "--a b\r\n\r\nx\r\n--a b--"),
        typed(
            "one boundary begins like the other",
            "multipart/mixed; boundary=a",
            "--a\r\nContent-Type: multipart/mixed; boundary=aa\r\n\r\n--aa\r\n\r\nx\r\n--aa--\r\n--a--",
        ),
        typed(
            "both levels share a boundary",
            "multipart/mixed; boundary=a",
            "--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n--a--",
        ),
        typed(
            "the boundary named twice",
            "multipart/mixed; boundary=a; boundary=b",
            "--a\r\n\r\nun\r\n--b\r\n\r\ndeux\r\n--b--",
        ),
        typed(
            "the boundary in continuations",
            "multipart/mixed; boundary*1=b; boundary*0=a",
            "--ab\r\n\r\nx\r\n--ab--",
        ),
        typed(
            "parts cut inside their header",
            "multipart/mixed; boundary=a",
            "--a\r\nContent-Ty\r\n--a\r\nContent-Type: text/pl",
        ),
        typed("a hundred thousand boundaries", "multipart/mixed; boundary=a", &"--a\r\n".repeat(100_000)),
        typed(
            "a hundred thousand lines like a boundary",
            "multipart/mixed; boundary=a",
            &"--b\r\n-a\r\n".repeat(100_000),
        ),
    ]
}

fn trees() -> Vec<Malformed> {
    let nested = |levels: usize| -> String {
        let open: String = (0..levels)
            .map(|n| format!("--b{n}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n", n + 1))
            .collect();
        format!("{open}--b{levels}\r\nContent-Type: text/plain\r\n\r\nAu fond\r\n")
    };
    let letters = "Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\nSubject: Essai\r\n";
    vec![
        typed("a hundred levels of parts", "multipart/mixed; boundary=b0", &nested(100)),
        typed("five thousand levels of parts", "multipart/mixed; boundary=b0", &nested(5_000)),
        typed("five hundred letters in letters", "message/rfc822", &letters.repeat(500)),
        typed("twenty thousand letters in letters", "message/rfc822", &letters.repeat(20_000)),
        mixed("ten thousand parts", &vec![String::from("Content-Type: text/plain\r\n\r\nBonjour"); 10_000]),
        mixed(
            "ten thousand files",
            &vec![
                String::from(
                    "Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-"
                );
                10_000
            ],
        ),
        mixed(
            "a thousand texts to choose from",
            &vec![String::from("Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--"); 1000],
        ),
        mixed("parts of nothing", &vec![String::new(); 1000]),
        typed(
            "alternatives without one to read",
            "multipart/alternative; boundary=a",
            "--a\r\nContent-Type: image/png\r\n\r\nx\r\n--a--",
        ),
        typed(
            "related to nothing",
            "multipart/related; boundary=a; start=\"<absent>\"; type=\"text/html\"",
            "--a\r\nContent-Type: image/png\r\nContent-ID: <>\r\n\r\nx\r\n--a--",
        ),
        typed("a digest of nothing", "multipart/digest; boundary=a", "--a\r\n\r\n--a\r\n\r\n--a--"),
        typed(
            "the same Content-ID a thousand times",
            "multipart/related; boundary=a",
            &"--a\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n\r\nx\r\n".repeat(1000),
        ),
        typed(
            "a report about nothing",
            "multipart/report; report-type=delivery-status; boundary=a",
            "--a\r\n\r\nx\r\n--a\r\nContent-Type: message/delivery-status\r\n\r\n\r\n\r\n\r\n--a--",
        ),
        typed(
            "a report of lies",
            "multipart/report; report-type=delivery-status; boundary=a",
            "--a\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: ;;;\r\n\r\nFinal-Recipient: rfc822;\r\nAction: \u{202e}\r\nStatus: 99.999.9999999999\r\n--a--",
        ),
        typed(
            "a report on a hundred thousand people",
            "multipart/report; report-type=delivery-status; boundary=a",
            &format!(
                "--a\r\nContent-Type: message/delivery-status\r\n\r\n{}--a--",
                "Final-Recipient: rfc822;x@y.example\r\nAction: failed\r\nStatus: 5.0.0\r\n\r\n".repeat(30_000)
            ),
        ),
        typed(
            "a receipt for everything",
            "multipart/report; report-type=disposition-notification; boundary=a",
            "--a\r\nContent-Type: message/disposition-notification\r\n\r\nOriginal-Message-ID: <>\r\nDisposition: ;;/,,;;\r\n--a--",
        ),
        typed("the rest of a letter cut in pieces", "message/partial; id=a; number=-1; total=99999999999999", "suite"),
        typed(
            "a letter that is elsewhere",
            "message/external-body; access-type=URL; URL=\"http://evil.example/\"",
            "Content-Type: text/html\r\n\r\n",
        ),
    ]
}

fn types() -> Vec<Malformed> {
    let names = [
        ("a path", "filename=\"../../../etc/passwd\""),
        ("a path of Windows", "filename=\"..\\\\..\\\\windows\\\\system32\\\\x.exe\""),
        ("a device", "filename=\"CON.pdf\""),
        ("a stream", "filename=\"a.pdf::$DATA\""),
        ("dots at the end", "filename=\"a.exe. . .\""),
        ("a turned name", "filename*=utf-8''%E2%80%AEfdp.exe"),
        ("line breaks", "filename*=utf-8''a%0D%0Ab%00c.pdf"),
        ("half a letter", "filename*=utf-8''%C3"),
        ("percents", "filename*=utf-8''%%%%%zz%"),
        ("no charset", "filename*=''a.pdf"),
        ("continuations out of order", "filename*3=d; filename*0=a; filename*1*=%62; filename*99999999999999999999=z"),
        ("a name of a megabyte", ""),
    ];
    let mut letters: Vec<Malformed> = names
        .iter()
        .map(|(name, parameter)| {
            let parameter = if parameter.is_empty() {
                format!("filename=\"{}.pdf\"", "a".repeat(1024 * 1024))
            } else {
                (*parameter).to_owned()
            };
            mixed(
                format!("a file called by {name}"),
                &[format!(
                    "Content-Type: application/pdf\r\nContent-Disposition: attachment; {parameter}\r\n\r\n%PDF-1.4"
                )],
            )
        })
        .collect();
    for content_type in [
        "",
        "/",
        "text/",
        "/plain",
        ";;;",
        "text",
        "text/plain/plain",
        "text/plain; charset",
        "text/plain; charset=",
        "text/plain; =x",
        "text/html; charset=\"utf-8",
        "\u{0}/\u{0}",
        "multipart/",
        "*/*; *=*",
        "text/plain (((((",
        "application/octet-stream; name=\"\\\"",
    ] {
        letters.push(typed(&format!("the type {content_type:?}"), content_type, "Bonjour <b>toi</b>"));
    }
    let parameters: String = (0..20_000).map(|n| format!("; p{n}=x")).collect();
    letters.push(typed("twenty thousand parameters", &format!("text/plain{parameters}"), "Bonjour"));
    let pieces: String = (0..20_000).map(|n| format!("; name*{n}=x")).collect();
    letters.push(typed("a name in twenty thousand pieces", &format!("application/pdf{pieces}"), "%PDF-"));
    letters
}

fn encodings() -> Vec<Malformed> {
    let encoded = |name: &str, encoding: &str, body: &str| {
        with(
            name,
            &format!(
                "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n"
            ),
            body,
        )
    };
    vec![
        encoded("an encoding nobody knows", "rot13", "Obawbhe"),
        encoded("no encoding", "", "Bonjour"),
        encoded("base64 of other letters", "base64", "é%$!*_-—"),
        encoded("base64 padded in the middle", "base64", "Qm9u====am91cg==Qm9u"),
        encoded("base64 of padding", "base64", &"=".repeat(100_000)),
        encoded("base64 of white space", "base64", &" \r\n".repeat(300_000)),
        encoded("base64 on one line", "base64", &"QUFB".repeat(300_000)),
        encoded("base64 of one letter a line", "base64", &"Q\r\n".repeat(100_000)),
        encoded("quoted-printable cut short", "quoted-printable", "Bonjour ="),
        encoded("quoted-printable of no number", "quoted-printable", "=ZZ=G1=1=\r\n=="),
        encoded("quoted-printable of equals", "quoted-printable", &"=".repeat(300_000)),
        encoded("quoted-printable of soft breaks", "quoted-printable", &"=\r\n".repeat(300_000)),
        encoded("uuencode that is none", "x-uuencode", "begin 999 x\r\n\u{1}\r\nM\r\nend"),
        encoded("two encodings at once", "base64, quoted-printable", "=51m9=75"),
        encoded("a text of a megabyte on one line", "8bit", &"mot ".repeat(256 * 1024)),
        encoded("quotations ten thousand deep", "8bit", &format!("{} Bonjour", ">".repeat(10_000))),
        encoded("a hundred thousand links", "8bit", &"https://a.example/ ".repeat(50_000)),
        encoded("an address of the web without end", "8bit", &format!("https://a.example/{}", "(".repeat(200_000))),
        encoded("letters that turn each line", "8bit", &"\u{202e}\u{2066}\u{202a}x\r\n".repeat(10_000)),
        encoded("accents on one letter", "8bit", &format!("e{}", "\u{301}".repeat(200_000))),
    ]
}

fn charsets() -> Vec<Malformed> {
    let bodies: [(&str, &[u8]); 10] = [
        ("utf-8", b"\xc3\x28\xa0\xa1\xed\xa0\x80\xf4\x90\x80\x80\xff\xfe"),
        ("utf-7", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4- +/v8- +"),
        ("utf-16", b"\xff\xfea\x00b\x00c"),
        ("utf-16be", b"\xd8\x00\xd8\x00\xdc\x00a"),
        ("utf-32", b"\xff\xfe\x00\x00\x00\x00\x11\x00"),
        ("iso-2022-jp", b"\x1b$B$\"\x1b(\x1b$(D\x1b"),
        ("gb18030", b"\x81\x30\x81\xff\xfe\x39\x39"),
        ("big5", b"\xa4\xff\x80\xfe\x40"),
        ("x-user-defined", b"\x80\x81\xff"),
        ("\"utf-8; x\"", b"caf\xe9"),
    ];
    let of = |charset: &str, kind: &str, body: &[u8]| {
        with(
            format!("{kind} in the charset {charset}"),
            &format!(
                "MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n"
            ),
            body,
        )
    };
    bodies
        .iter()
        .flat_map(|(charset, body)| ["plain", "html"].map(|kind| of(charset, kind, &body.repeat(200))))
        .collect()
}
