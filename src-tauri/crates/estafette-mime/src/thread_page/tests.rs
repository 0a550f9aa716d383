#![allow(clippy::unwrap_used)]

mod contrast;

use estafette_model::{Correspondent, MessageId};

use super::{
    Avatar, FONT_HEADERS, Labels, PageBody, PageFate, PageLook, PageMessage, PaperHead, STYLE, THREAD_CSP,
    THREAD_HEADERS, Theme, ThreadPage, page_body, render_thread,
};
use crate::attachment::{Attachment, AttachmentKind, FileDanger};
use crate::mail_url::{MAIL_ORIGIN, MessageScope};
use crate::message::parse_message;
use crate::sanitize::sanitize;

const LABELS: Labels<'static> = Labels {
    document_title: "Conversation",
    message_of: "Message de {name}, {date}",
    message_text: "Texte du message",
    unread: "Non lu",
    unknown_sender: "Expéditeur inconnu",
    deceptive_name: "Nom trompeur : {name}.",
    attachments: "Pièces jointes",
    fates: "Suivi de ce message",
    save_attachment: "Enregistrer {name}",
    view: "Voir",
    view_attachment: "Voir {name}",
    unnamed_attachment: "Pièce jointe sans nom",
    remote_image: "1 image distante n’a pas été chargée.",
    remote_images: "{n} images distantes n’ont pas été chargées.",
    embedded_image: "1 image intégrée n’est pas affichée.",
    embedded_images: "{n} images intégrées ne sont pas affichées.",
    plain_text: "Texte brut",
    not_loaded: "Ce message n’est pas encore téléchargé.",
    empty: "Ce message ne contient pas de texte.",
    truncated: "Ce message est trop long : la fin n’est pas affichée.",
    simplified: "La mise en forme est trop complexe : seul le texte est affiché.",
    kind_pdf: "PDF",
    kind_image: "Image",
    kind_cda: "CDA",
    kind_xdm: "Documents de santé",
    kind_audio: "Son",
    kind_video: "Vidéo",
    kind_text: "Texte",
    kind_office: "Document",
    kind_archive: "Archive",
    kind_winmail: "Courrier Outlook",
    kind_other: "Fichier",
    danger_program: "Programme",
    danger_script: "Script",
    danger_web_page: "Page web",
    danger_macros: "Document avec macros",
    danger_shortcut: "Raccourci",
    danger_disk_image: "Image de disque",
    not_opened: "ne s’ouvre pas ici",
    bytes: "{n} octets",
    kilobytes: "{n}\u{a0}Ko",
    megabytes: "{n}\u{a0}Mo",
    decimal_mark: ",",
};

fn fabre() -> PageMessage {
    PageMessage {
        id: MessageId::new(7),
        from: Correspondent { name: "Dr Hélène Fabre".into(), address: "h.fabre@val-fleuri.example".into() },
        outgoing: false,
        own_label: String::new(),
        avatar: Avatar::Person,
        to_line: "À : Secrétariat".into(),
        date_text: "Aujourd’hui, 10:42".into(),
        date_iso: "2026-11-24T10:42:00+01:00".into(),
        preview: "Bonjour, la chambre".into(),
        open: true,
        unread: false,
        body: PageBody::Plain("<p>Bonjour</p>".into()),
        attachments: vec![],
        fates: vec![],
        truncated: false,
    }
}

fn pdf() -> Attachment {
    Attachment {
        index: 2,
        name: "Ordonnance <1>.pdf".into(),
        mime_type: "application/pdf".into(),
        size: 96 * 1024,
        inline: false,
        content_id: None,
        kind: AttachmentKind::Pdf,
        danger: None,
    }
}

fn page(messages: Vec<PageMessage>) -> String {
    let page =
        ThreadPage { token: "jeton", lang: "fr", look: PageLook::ORDINARY, messages, paper: None, labels: &LABELS };
    render_thread(&page)
}

#[test]
fn an_open_message_shows_who_to_whom_when_and_what() {
    let html = page(vec![fabre()]);
    for shown in [
        "<html class=\"e-root\" lang=\"fr\" data-theme=\"light\"",
        "<article class=\"e-msg e-open\" id=\"e-7\" aria-label=\"Message de Dr Hélène Fabre, Aujourd’hui, 10:42\">",
        "<h2 class=\"e-name\">Dr Hélène Fabre</h2>",
        "h.fabre@val-fleuri.example</span>. À : Secrétariat</p>",
        "<time class=\"e-date\" datetime=\"2026-11-24T10:42:00+01:00\">Aujourd’hui, 10:42</time>",
        "<span class=\"e-av e-round\" aria-hidden=\"true\">HF</span>",
        "<div class=\"e-m e-typed\"><p>Bonjour</p></div>",
    ] {
        assert!(html.contains(shown), "{shown} not in {html}");
    }
    assert!(!html.contains("<details"), "{html}");
}

#[test]
fn a_folded_message_is_one_line_with_its_first_words() {
    let html = page(vec![PageMessage { open: false, unread: true, ..fabre() }]);
    let line = html.split_once("<summary class=\"e-line\">").unwrap().1.split_once("</summary>").unwrap().0;
    for shown in ["Dr Hélène Fabre", "Bonjour, la chambre", "Aujourd’hui, 10:42", "Non lu"] {
        assert!(line.contains(shown), "{shown} not in {line}");
    }
    assert!(html.contains("<details class=\"e-old\">"), "{html}");
}

#[test]
fn our_own_message_names_the_mailbox_then_the_person() {
    let ours = |own_label: &str| page(vec![PageMessage { outgoing: true, own_label: own_label.into(), ..fabre() }]);
    let html = ours("Secrétariat, par Karine D.");
    assert!(
        html.contains("<h2 class=\"e-name\">Secrétariat</h2><span class=\"e-by\">, par Karine D.</span>"),
        "{html}"
    );
    assert!(html.contains("<span class=\"e-av e-round e-own\" aria-hidden=\"true\">KD</span>"), "{html}");
    assert!(!html.contains("h.fabre@"), "{html}");
    let html = ours("Secrétariat");
    assert!(html.contains("<h2 class=\"e-name\">Secrétariat</h2>") && !html.contains("class=\"e-by\""), "{html}");
    assert!(ours("").contains("<h2 class=\"e-name\">Dr Hélène Fabre</h2>"));
}

#[test]
fn initials_are_those_a_colleague_would_draw() {
    let cases = [
        ("Dr Hélène Fabre", "HF"),
        ("Amélie", "A"),
        ("jean-luc martin", "JM"),
        ("Mme Claire de la Tour", "CT"),
        ("élise", "É"),
        ("Dr", ""),
        ("123", ""),
    ];
    for (name, initials) in cases {
        let from = Correspondent { name: name.into(), address: "a@mas.example".into() };
        let html = page(vec![PageMessage { from, ..fabre() }]);
        let avatar = html.split_once("e-av e-round\" aria-hidden=\"true\">").unwrap().1;
        let drawn = avatar.split_once("</span>").unwrap().0;
        assert!(drawn == initials || initials.is_empty() && drawn.starts_with("<svg"), "{name}: {drawn}");
    }
}

#[test]
fn a_name_that_pretends_to_be_an_address_is_not_shown() {
    for name in ["", "\u{202e}"] {
        let from = Correspondent { name: name.into(), address: "voleur@x.example".into() };
        let html = page(vec![PageMessage { from, ..fabre() }]);
        assert!(html.contains("<h2 class=\"e-name\">voleur@x.example</h2>"), "{name}: {html}");
        assert!(!html.contains("<s>"), "{name}: nothing was claimed");
    }
    for name in ["directeur@banque.example", "directeur＠banque.example", "CНU de Nantes"] {
        let from = Correspondent { name: name.into(), address: "voleur@x.example".into() };
        let html = page(vec![PageMessage { from, ..fabre() }]);
        assert!(html.contains("<h2 class=\"e-name\">voleur@x.example</h2>"), "{name}: {html}");
        assert!(
            html.contains(&format!("<span class=\"e-claim\">Nom trompeur : <s>{name}</s>.</span>")),
            "{name}: {html}"
        );
        assert_eq!(html.matches(name).count(), 1, "{name} is nowhere else");
    }
    let html = page(vec![PageMessage { from: Correspondent::default(), ..fabre() }]);
    assert!(html.contains("<h2 class=\"e-name\">Expéditeur inconnu</h2>"), "{html}");
}

#[test]
fn nothing_a_sender_writes_becomes_markup_of_the_page() {
    let attack = "\"><script>alert(1)</script><b class='e-name'>";
    let mut attachment = pdf();
    attachment.name = attack.to_owned();
    let message = PageMessage {
        from: Correspondent { name: attack.into(), address: attack.into() },
        own_label: attack.into(),
        to_line: attack.into(),
        date_text: attack.into(),
        date_iso: attack.into(),
        preview: attack.into(),
        attachments: vec![attachment],
        ..fabre()
    };
    let unfolded = page(vec![PageMessage { outgoing: true, ..message.clone() }]);
    let folded = page(vec![PageMessage { open: false, ..message }]);
    for html in [unfolded, folded] {
        assert!(!html.contains("<script") && !html.contains("<b class"), "{html}");
    }
}

#[test]
fn a_message_cannot_carry_a_class_of_ours() {
    let scope = MessageScope::new("jeton", MessageId::new(7));
    let fake = "<div class=\"e-from\"><h2 class=\"e-name\" id=\"e-7\">Direction</h2></div>";
    let parts = vec![sanitize(fake, &scope).unwrap()];
    let html =
        page(vec![PageMessage { body: PageBody::Html { parts, plain: String::new(), simplified: false }, ..fabre() }]);
    assert_eq!(html.matches("class=\"e-from\"").count(), 1, "{html}");
    assert_eq!(html.matches("class=\"e-name\"").count(), 1, "{html}");
    assert_eq!(html.matches("id=\"e-7\"").count(), 1, "{html}");
}

#[test]
fn an_attachment_is_a_link_that_asks_to_save_it() {
    let html = page(vec![PageMessage { attachments: vec![pdf()], ..fabre() }]);
    let href = format!("href=\"{MAIL_ORIGIN}/jeton/do/save/7/2\"");
    for shown in [
        href.as_str(),
        "target=\"_blank\" rel=\"noreferrer\"",
        "aria-label=\"Enregistrer Ordonnance &lt;1&gt;.pdf, PDF, 96\u{a0}Ko\"",
        "Ordonnance &lt;1&gt;.pdf<small class=\"e-kind\">PDF, 96\u{a0}Ko</small>",
    ] {
        assert!(html.contains(shown), "{shown} not in {html}");
    }
}

#[test]
fn an_image_the_text_shows_is_not_listed_and_a_nameless_file_has_a_name() {
    let inline = Attachment { inline: true, ..pdf() };
    assert!(!page(vec![PageMessage { attachments: vec![inline], ..fabre() }]).contains("e-files\""));
    let nameless = Attachment { name: String::new(), ..pdf() };
    let html = page(vec![PageMessage { attachments: vec![nameless], ..fabre() }]);
    assert!(html.contains("Pièce jointe sans nom"), "{html}");
}

#[test]
fn sizes_are_written_as_people_here_write_them() {
    let cases = [
        (0, "0 octets"),
        (1_023, "1023 octets"),
        (1_024, "1\u{a0}Ko"),
        (1_025, "2\u{a0}Ko"),
        (1_048_576, "1\u{a0}Mo"),
        (1_048_577, "1,1\u{a0}Mo"),
        (6_500_000, "6,2\u{a0}Mo"),
        (u64::MAX, "1759218604441,6\u{a0}Mo"),
    ];
    for (bytes, shown) in cases {
        assert_eq!(LABELS.size(bytes), shown, "{bytes}");
    }
}

#[test]
fn what_is_not_shown_is_said() {
    let scope = MessageScope::new("jeton", MessageId::new(7));
    let html_body = |html: &str| {
        let parts = vec![sanitize(html, &scope).unwrap()];
        PageBody::Html { parts, plain: "<p>clair</p>".into(), simplified: false }
    };
    let cases = [
        (html_body("<img src=http://x.example/a>"), "1 image distante n’a pas été chargée."),
        (html_body("<img src=//x.example/a><img src=//x.example/b>"), "2 images distantes n’ont pas été chargées."),
        (html_body("<img src=data:image/png;base64,QUJD>"), "1 image intégrée n’est pas affichée."),
        (html_body("<p>a</p>"), "Texte brut</summary>"),
        (PageBody::NotLoaded, "Ce message n’est pas encore téléchargé."),
        (PageBody::Empty, "Ce message ne contient pas de texte."),
        (PageBody::Html { parts: vec![], plain: String::new(), simplified: true }, "seul le texte est affiché."),
    ];
    for (body, shown) in cases {
        let html = page(vec![PageMessage { body, ..fabre() }]);
        assert!(html.contains(shown), "{shown} not in {html}");
    }
    assert!(page(vec![PageMessage { truncated: true, ..fabre() }]).contains("la fin n’est pas affichée."));
}

#[test]
fn a_part_too_complex_is_shown_as_its_words() {
    let raw = format!("Content-Type: text/html\r\n\r\n{}Bonjour", "<div>".repeat(5_000));
    let body = page_body(&parse_message(raw.as_bytes()), &MessageScope::new("jeton", MessageId::new(7)));
    let PageBody::Html { parts, simplified: true, .. } = body else { panic!("{body:?}") };
    assert_eq!(parts[0].html, "<p>Bonjour</p>");
}

#[test]
fn the_body_of_a_message_is_chosen_by_what_it_holds() {
    let scope = MessageScope::new("jeton", MessageId::new(7));
    let body = |raw: &str| page_body(&parse_message(raw.as_bytes()), &scope);
    assert_eq!(body("\r\n\r\nBonjour"), PageBody::Plain("<p>Bonjour</p>".into()));
    assert_eq!(body(""), PageBody::Empty);
    assert_eq!(body("Content-Type: text/html\r\n\r\n<script>x</script>"), PageBody::Empty);
    let PageBody::Html { parts, plain, simplified: false } = body("Content-Type: text/html\r\n\r\n<p>a</p>") else {
        panic!("html expected");
    };
    assert_eq!((parts[0].html.as_str(), plain.as_str()), ("<p>a</p>", "<p>a</p>"));
}

#[test]
fn a_message_in_its_own_colours_keeps_the_light_page_it_was_written_for() {
    let scope = MessageScope::new("jeton", MessageId::new(7));
    let parts = vec![sanitize("<p style=color:#333>a</p>", &scope).unwrap(), sanitize("<p>b</p>", &scope).unwrap()];
    let html =
        page(vec![PageMessage { body: PageBody::Html { parts, plain: String::new(), simplified: false }, ..fabre() }]);
    assert_eq!(html.matches("class=\"e-m e-html e-light\"").count(), 1);
    assert_eq!(html.matches("class=\"e-m e-html\"").count(), 1);
}

#[test]
fn the_page_styles_by_class_alone_and_fetches_only_its_fonts() {
    let html = page(vec![fabre()]);
    let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert_eq!(style.matches("url(").count(), 2);
    for font in ["next", "mono"] {
        assert!(style.contains(&format!("url(\"{MAIL_ORIGIN}/font/{font}.woff2\")")), "{font}");
    }
    assert!(!style.contains("@import"));
    let without_comments: String =
        style.split("/*").enumerate().map(|(n, s)| if n == 0 { s } else { s.split_once("*/").unwrap().1 }).collect();
    for selector in without_comments.split(['{', '}', ';', ',']).map(str::trim) {
        let is_rule = selector.starts_with(|c: char| c.is_ascii_lowercase()) && !selector.contains(':');
        let names_a_tag = is_rule && ["html", "body", "article", "p", "a", "h2", "div", "details"].contains(&selector);
        assert!(!names_a_tag, "{selector}");
    }
}

#[test]
fn theme_size_and_language_follow_the_application() {
    let page = |look, lang| {
        render_thread(&ThreadPage { token: "j", lang, look, messages: vec![], paper: None, labels: &LABELS })
    };
    let large = page(PageLook { theme: Theme::Dark, text_size: 125, reading_size: 20 }, "fr");
    assert!(large.contains("data-theme=\"dark\" style=\"font-size:125%;--reading:1.25rem\""), "{large}");
    let beyond = page(PageLook { theme: Theme::Light, text_size: 900, reading_size: 0 }, "fr");
    assert!(beyond.contains("font-size:200%;--reading:0.9375rem"));
    assert!(page(PageLook::ORDINARY, "\"><script>").contains("lang=\"&quot;&gt;&lt;script&gt;\""));
}

#[test]
fn a_letter_is_read_in_the_size_chosen_whatever_it_asks_for() {
    let rule = STYLE.split_once(".e-m {").and_then(|(_, rest)| rest.split_once('}')).unwrap().0;
    assert!(rule.contains("font-size: var(--reading)"), "the size chosen is that of what a message says");
    let greedy = "<div style=\"--reading:9rem;font-size:var(--reading)\"><p style=\"--reading:1px\">Bonjour</p></div>";
    let parts = vec![sanitize(greedy, &MessageScope::new("jeton", MessageId::new(7))).unwrap()];
    let body = PageBody::Html { parts, plain: String::new(), simplified: false };
    let html = page(vec![PageMessage { body, ..fabre() }]);
    assert_eq!(html.matches("--reading:").count(), 1, "said once, on the root: {html}");
    assert!(!html.contains("9rem") && html.contains("Bonjour"));
}

#[test]
fn what_was_found_and_who_wrote_are_told_apart_in_colours_the_system_forces() {
    let forced = STYLE.split_once("@media (forced-colors: active) {").unwrap().1;
    for told_apart in [".e-av", ".e-file", ".e-warn", ".e-dot", ".e-hit {", ".e-hit:target {"] {
        assert!(forced.contains(told_apart), "{told_apart}");
    }
}

#[test]
fn a_font_has_the_walls_of_a_letter_but_may_be_kept_in_memory() {
    let walls = |headers: &'static [(&str, &str)]| headers.iter().filter(|(name, _)| *name != "Cache-Control");
    assert!(walls(FONT_HEADERS).eq(walls(THREAD_HEADERS)));
    assert!(FONT_HEADERS.contains(&("Cache-Control", "max-age=31536000, immutable")));
    assert_eq!(FONT_HEADERS.len(), THREAD_HEADERS.len());
}

#[test]
fn the_policy_lets_nothing_run_send_or_fetch_elsewhere() {
    assert_eq!(THREAD_HEADERS[0], ("Content-Security-Policy", THREAD_CSP));
    for wanted in ["default-src 'none'", "form-action 'none'", "base-uri 'none'", "sandbox allow-popups"] {
        assert!(THREAD_CSP.split("; ").any(|directive| directive == wanted), "{wanted}");
    }
    assert!(THREAD_HEADERS.contains(&("Cache-Control", "no-store")));
    for unwanted in ["script", "unsafe-eval", "allow-same-origin", "*", "https:", "data:"] {
        assert!(!THREAD_CSP.contains(unwanted), "{unwanted}");
    }
}

#[test]
fn a_text_that_may_be_wide_can_be_scrolled_by_keyboard() {
    let parts = vec![sanitize("<table width=2000></table>", &MessageScope::new("jeton", MessageId::new(7))).unwrap()];
    let body = PageBody::Html { parts, plain: String::new(), simplified: false };
    let html = page(vec![PageMessage { body, ..fabre() }]);
    assert!(html.contains("tabindex=\"0\" role=\"group\" aria-label=\"Texte du message\"><table"), "{html}");
    assert!(!page(vec![fabre()]).contains("tabindex"));
}

/// Every value of an attribute in the page.
fn values_of<'p>(html: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

#[test]
fn no_id_of_a_thread_is_taken_twice_and_each_message_has_its_own() {
    let hostile = "<p id=e-1>a</p><p id=m1-x>b</p><p id=x>c</p>";
    let messages = (1..=3).map(|id| {
        let parts = vec![sanitize(hostile, &MessageScope::new("jeton", MessageId::new(id))).unwrap()];
        let body = PageBody::Html { parts, plain: String::new(), simplified: false };
        PageMessage { id: MessageId::new(id), open: id == 3, body, ..fabre() }
    });
    let html = page(messages.collect());
    let mut ids = values_of(&html, "id");
    for id in ["e-1", "e-2", "e-3"] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    // « m1-x » is what message 1 calls both its own `x` and its own `m1-x`: it can only confuse itself.
    assert_eq!(all - ids.len(), 1, "{ids:?}");
}

#[test]
fn each_part_of_a_message_has_a_box_of_its_own() {
    let raw = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>un\r\n\
        --b\r\nContent-Type: text/html\r\n\r\n</div></div><p>deux\r\n--b\r\n\r\ntrois\r\n--b--";
    let body = page_body(&parse_message(raw.as_bytes()), &MessageScope::new("jeton", MessageId::new(7)));
    let html = page(vec![PageMessage { body, ..fabre() }]);
    assert_eq!(html.matches("class=\"e-m e-html\"").count(), 3, "{html}");
    let opened = html.matches("<div").count();
    assert_eq!(opened, html.matches("</div>").count(), "{html}");
}

#[test]
fn a_folded_message_holds_all_that_an_open_one_shows() {
    let message = PageMessage { attachments: vec![pdf()], truncated: true, ..fabre() };
    let open = page(vec![message.clone()]);
    let folded = page(vec![PageMessage { open: false, ..message }]);
    for shown in ["<p>Bonjour</p>", "Ordonnance", "la fin n’est pas affichée", "À : Secrétariat", "h.fabre@"] {
        assert!(open.contains(shown) && folded.contains(shown), "{shown}");
    }
    let details = folded.split_once("<details").unwrap().1.split_once("</article>").unwrap().0;
    assert!(details.contains("Ordonnance") && details.ends_with("</details>"), "{details}");
}

#[test]
fn every_drawing_is_hidden_from_screen_readers_and_every_picture_has_words() {
    let kinds = [
        AttachmentKind::Pdf,
        AttachmentKind::Image,
        AttachmentKind::Cda,
        AttachmentKind::XdmArchive,
        AttachmentKind::Audio,
        AttachmentKind::Video,
        AttachmentKind::Text,
        AttachmentKind::Office,
        AttachmentKind::Archive,
        AttachmentKind::Winmail,
        AttachmentKind::Other,
    ];
    let attachments = kinds.map(|kind| Attachment { kind, ..pdf() }).to_vec();
    let html = page(vec![PageMessage { attachments, avatar: Avatar::Structure, ..fabre() }]);
    assert_eq!(html.matches("<svg").count(), 12);
    assert_eq!(html.matches("<svg class=\"e-i\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"").count(), 12);
    assert_eq!(values_of(&html, "aria-label").iter().filter(|name| name.starts_with("Enregistrer")).count(), 11);
    for words in ["PDF,", "Image,", "CDA,", "Documents de santé,", "Son,", "Vidéo,", "Texte,", "Document,", "Archive,"]
    {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn a_file_that_can_be_shown_has_a_link_that_shows_it_and_a_dangerous_one_says_what_it_is() {
    let kinds = [AttachmentKind::Image, AttachmentKind::Office, AttachmentKind::Text];
    let attachments = kinds.map(|kind| Attachment { kind, ..pdf() }).to_vec();
    let html = page(vec![PageMessage { attachments, ..fabre() }]);
    assert_eq!(html.matches("/jeton/do/view/7/2\"").count(), 2, "a word processor's file is only saved");
    assert_eq!(html.matches("/jeton/do/save/7/2\"").count(), 3);
    assert_eq!(values_of(&html, "aria-label").iter().filter(|name| name.starts_with("Voir Ordonnance")).count(), 2);
    let danger = Some(FileDanger::Program);
    let html = page(vec![PageMessage { attachments: vec![Attachment { danger, ..pdf() }], ..fabre() }]);
    assert!(html.contains("Programme, ") && html.contains("ne s’ouvre pas ici"), "{html}");
    assert!(!html.contains("/do/view/") && html.contains("/do/save/"));
    let row = html.split_once("e-file").unwrap().1;
    assert!(!row.contains("PDF"), "what it pretends to be is not said");
}

#[test]
fn every_danger_has_its_own_word_in_the_row_and_for_the_ear() {
    for (danger, word) in [
        (FileDanger::Program, "Programme"),
        (FileDanger::Script, "Script"),
        (FileDanger::WebPage, "Page web"),
        (FileDanger::Macros, "Document avec macros"),
        (FileDanger::Shortcut, "Raccourci"),
        (FileDanger::DiskImage, "Image de disque"),
    ] {
        let attachments = vec![Attachment { danger: Some(danger), size: 2_048, ..pdf() }];
        let html = page(vec![PageMessage { attachments, ..fabre() }]);
        let said = format!("{word}, 2\u{a0}Ko, ne s’ouvre pas ici");
        assert!(html.contains(&format!("<small class=\"e-kind e-danger\">{said}</small>")), "{html}");
        let spoken = format!("Enregistrer Ordonnance &lt;1&gt;.pdf, {said}");
        assert!(values_of(&html, "aria-label").iter().any(|name| *name == spoken), "{html}");
    }
}

#[test]
fn on_paper_the_subject_and_where_it_comes_from_stand_around_the_messages() {
    let (title, provenance) = ("Retour <12>", "Imprimé depuis Estafette");
    let paper = Some(PaperHead { title, provenance });
    let (token, lang, look) = ("jeton", "fr", PageLook::ORDINARY);
    let page = ThreadPage { token, lang, look, messages: vec![fabre()], paper, labels: &LABELS };
    let html = render_thread(&page);
    assert!(html.contains("<h1 class=\"e-title\">Retour &lt;12&gt;</h1>"));
    assert_eq!(html.matches("Imprimé depuis Estafette").count(), 2, "above and below");
    assert!(html.contains("<title>Conversation</title>"), "the name of the document tells nothing");
    assert!(!render_thread(&ThreadPage { paper: None, ..page }).contains("class=\"e-title\""));
}

#[test]
fn what_became_of_a_message_is_told_recipient_by_recipient_and_the_words_of_a_server_are_only_text() {
    let fates = vec![
        PageFate { line: "Remis à amelie@b.example. Hier, 16:20".into(), words: String::new(), failed: false },
        PageFate {
            line: "Refusé pour b@c.example. Hier, 16:21".into(),
            words: "Réponse du serveur : <b onclick=x>550</b>\u{202e}".into(),
            failed: true,
        },
    ];
    let html = page(vec![PageMessage { fates, outgoing: true, ..fabre() }]);
    assert!(html.contains("<ul class=\"e-fates\" aria-label=\"Suivi de ce message\">"));
    assert!(html.contains("<li class=\"e-fate\">Remis à amelie@b.example. Hier, 16:20</li>"));
    assert!(html.contains("<li class=\"e-fate e-failed\">Refusé pour b@c.example. Hier, 16:21"));
    assert!(html.contains("&lt;b onclick=x&gt;550&lt;/b&gt;</span>") && !html.contains('\u{202e}'));
    assert!(!page(vec![fabre()]).contains("<ul class=\"e-fates\""), "of what others wrote nothing is told");
}
