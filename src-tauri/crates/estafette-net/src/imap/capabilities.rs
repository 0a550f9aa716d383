//! What an IMAP server offers, as far as the engine acts on it.
//!
//! A struct of booleans rather than a set of words: a capability nobody reads is not worth a spelling.

use async_imap::imap_proto::{Capability, Response};

use super::dialogue::Dialogue;
use crate::error::NetError;

/// The capabilities this crate or the engine decides by (RFC 9051 §7.2.2, one RFC each).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for one word of the server")]
pub struct Capabilities {
    /// UIDPLUS (RFC 4315): the new UIDs of what is appended or copied, and UID EXPUNGE.
    pub uidplus: bool,
    /// MOVE (RFC 6851).
    pub move_: bool,
    /// CONDSTORE (RFC 7162): modification sequences.
    pub condstore: bool,
    /// QRESYNC (RFC 7162), and enabled (RFC 5161): the server says what vanished since a moment we name.
    pub qresync: bool,
    /// IDLE (RFC 2177): news without asking.
    pub idle: bool,
    /// SPECIAL-USE (RFC 6154): the server says which folder is for what.
    pub special_use: bool,
    /// LIST-EXTENDED (RFC 5258): LIST may be asked to return more.
    pub list_extended: bool,
    /// LIST-STATUS (RFC 5819): LIST may be asked how far each folder is.
    pub list_status: bool,
    /// LITERAL+ (RFC 7888): literals without waiting. Known, not used: a refused letter is then not uploaded first.
    pub literal_plus: bool,
    /// QUOTA (RFC 9208).
    pub quota: bool,
    /// SASL-IR (RFC 4959): the first SASL response in the command itself.
    pub(super) sasl_ir: bool,
    /// AUTH=PLAIN (RFC 4616).
    pub(super) auth_plain: bool,
    /// ENABLE (RFC 5161): what changes the answers of the server has to be asked for.
    pub(super) enable: bool,
    /// LOGINDISABLED (RFC 9051 §6.2.3).
    pub(super) login_disabled: bool,
}

impl Capabilities {
    /// Whether a moved message leaves the folder it came from. Where there is neither MOVE nor UIDPLUS it stays, marked
    /// `\Deleted`, and is no longer to be shown.
    #[must_use]
    pub const fn moves_leave_nothing(&self) -> bool {
        self.move_ || self.uidplus
    }

    /// Asks the server.
    pub(super) async fn ask(dialogue: &mut Dialogue) -> Result<Self, NetError> {
        let mut offered = None;
        dialogue
            .ask_for("CAPABILITY", |answer| {
                if let Response::Capabilities(words) = answer {
                    offered = Some(Self::from_words(words));
                }
                Ok(())
            })
            .await?;
        offered.ok_or(NetError::Protocol { what: "no capabilities" })
    }

    fn from_words(words: &[Capability<'_>]) -> Self {
        let has = |name: &str| {
            words.iter().any(|word| matches!(word, Capability::Atom(atom) if atom.eq_ignore_ascii_case(name)))
        };
        let qresync = has("QRESYNC");
        Self {
            uidplus: has("UIDPLUS"),
            move_: has("MOVE"),
            // RFC 7162 §3.2.3: a server that has QRESYNC has CONDSTORE, announced or not.
            condstore: qresync || has("CONDSTORE"),
            qresync,
            idle: has("IDLE"),
            special_use: has("SPECIAL-USE"),
            list_extended: has("LIST-EXTENDED"),
            list_status: has("LIST-STATUS"),
            literal_plus: has("LITERAL+"),
            quota: has("QUOTA"),
            sasl_ir: has("SASL-IR"),
            auth_plain: words
                .iter()
                .any(|word| matches!(word, Capability::Auth(name) if name.eq_ignore_ascii_case("PLAIN"))),
            enable: has("ENABLE"),
            login_disabled: has("LOGINDISABLED"),
        }
    }
}
