//! A letter that is not finished, written for the Drafts folder: it may have no recipient, and what was typed of one may not
//! be an address yet.
//!
//! Such words are written as the name of a group without members (`Dr Fabre:;`, RFC 5322 §3.4), which is the one place of an
//! address field where words alone may stand: another program shows them and sends nothing to them.

use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address as HeaderAddress;

use super::{ComposeError, ComposedLetter, Letter, NamedAddress, mailboxes, written};
use crate::header_text::HeaderText;

/// What was typed as recipients and is no address yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnfinishedRecipients {
    /// In « À ».
    pub to: Vec<HeaderText>,
    /// In « Copie à ».
    pub cc: Vec<HeaderText>,
}

/// Writes a letter as it stands, recipients or not. Its Message-ID is that of this copy, not of the letter when it is sent.
///
/// # Errors
///
/// [`ComposeError`] but `NoRecipient`; nothing is written then.
pub fn compose_draft(letter: &Letter, unfinished: &UnfinishedRecipients) -> Result<ComposedLetter, ComposeError> {
    written(letter, |header| {
        let header = with_words(header, "To", &letter.to, &unfinished.to);
        with_words(header, "Cc", &letter.cc, &unfinished.cc)
    })
}

fn with_words(
    mut header: MessageBuilder<'static>,
    field: &'static str,
    named: &[NamedAddress],
    words: &[HeaderText],
) -> MessageBuilder<'static> {
    let groups = words
        .iter()
        .filter(|words| !words.is_empty())
        .map(|words| HeaderAddress::new_group(Some(words.for_the_wire()), Vec::new()));
    let list: Vec<HeaderAddress<'static>> = mailboxes(named).into_iter().chain(groups).collect();
    if list.len() == named.len() {
        return header;
    }
    header.headers.retain(|(name, _)| name != field);
    header.header(field, HeaderType::Address(HeaderAddress::new_list(list)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{UnfinishedRecipients, compose_draft};
    use crate::compose::{ComposeError, Letter, NamedAddress, compose};
    use crate::header_text::HeaderText;

    fn letter(to: &[&str]) -> Letter {
        let named = |address: &&str| NamedAddress { address: address.parse().unwrap(), name: HeaderText::default() };
        Letter {
            from: named(&"secretariat@mas.mssante.example"),
            to: to.iter().map(named).collect(),
            cc: Vec::new(),
            subject: HeaderText::cleaned("Transport"),
            html: String::from("<p>Demain à 9 h.</p>"),
            in_reply_to: None,
            references: Vec::new(),
            date: 1_795_513_320,
            utc_offset: 3_600,
            message_id_random: *b"0123456789abcdef",
            attachments: Vec::new(),
            receipt: false,
        }
    }

    fn words(words: &[&str]) -> Vec<HeaderText> {
        words.iter().map(|words| HeaderText::cleaned(words)).collect()
    }

    fn fields(raw: &[u8]) -> Vec<String> {
        let raw = String::from_utf8(raw.to_vec()).unwrap();
        let header = raw.split_once("\r\n\r\n").unwrap().0.replace("\r\n ", " ");
        header.lines().filter(|line| line.starts_with("To:") || line.starts_with("Cc:")).map(str::to_owned).collect()
    }

    #[test]
    fn a_draft_without_recipients_is_written_and_is_no_letter_yet() {
        let draft = letter(&[]);
        assert_eq!(compose(&draft), Err(ComposeError::NoRecipient));
        let written = compose_draft(&draft, &UnfinishedRecipients::default()).unwrap();
        assert_eq!(fields(&written.raw()), [""; 0]);
        assert!(String::from_utf8(written.raw()).unwrap().contains("Demain =C3=A0 9 h."));
    }

    #[test]
    fn what_is_no_address_yet_stands_beside_those_that_are_and_starts_no_field() {
        let unfinished =
            UnfinishedRecipients { to: words(&["Dr Fabre", "", "a,b\r\nBcc: x@evil.example"]), cc: words(&["IDE"]) };
        let written = compose_draft(&letter(&["mdph@exemple.example"]), &unfinished).unwrap();
        assert_eq!(
            fields(&written.raw()),
            [r#"To: <mdph@exemple.example>, "Dr Fabre":;, "a,b Bcc: x@evil.example":;"#, r#"Cc: "IDE":;"#]
        );
    }

    #[test]
    fn a_draft_that_could_be_sent_is_written_as_it_would_be() {
        let finished = letter(&["mdph@exemple.example"]);
        assert_eq!(compose_draft(&finished, &UnfinishedRecipients::default()), compose(&finished));
    }
}
