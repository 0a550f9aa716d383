//! What went wrong, in the page's words: a code, what fills the blanks of its sentence, and an id that finds the record.

use std::collections::BTreeMap;
use std::io::ErrorKind::{HostUnreachable, NetworkDown, NetworkUnreachable};

use estafette_contract::{ApiError, ErrorCode, ServerFault};
use estafette_engine::{
    CertificateFault, EngineError, LetterFault, LetterFaultKind, NetError, ProvisionError, Reported, VaultError,
    report_id,
};
use estafette_mime::ComposeError;
use estafette_store::{FolderFault, StoreError};

type Params = Vec<(&'static str, String)>;

/// The error for a person, written down under its report id.
pub(crate) fn api_error(error: &EngineError) -> ApiError {
    let (code, params) = code_of(error);
    let report_id = report_id();
    tracing::warn!(report_id, ?code, %error, "reported to the page");
    with(code, params, report_id)
}

/// An error that has its record already: for states read again and again.
pub(crate) fn reported_api_error(reported: &Reported) -> ApiError {
    let (code, params) = code_of(&reported.error);
    with(code, params, reported.report_id.clone())
}

/// The passphrase was not the one; the next try is made after `wait`.
pub(crate) fn passphrase_wrong(wait: std::time::Duration) -> ApiError {
    with(ErrorCode::PassphraseWrong, vec![("wait", wait.as_secs().to_string())], report_id())
}

/// The personal code, or the password in its place, was not the one; the next try is made after `wait`.
pub(crate) fn code_wrong(wait: std::time::Duration) -> ApiError {
    with(ErrorCode::CodeWrong, vec![("wait", wait.as_secs().to_string())], report_id())
}

/// The server refused a gesture for good, in its own words.
pub(crate) fn gesture_refused(reply: String) -> ApiError {
    with(ErrorCode::GestureRefused, vec![("reply", reply)], report_id())
}

/// The server does not take the copy of a draft, in its own words.
pub(crate) fn draft_not_copied(reply: String) -> ApiError {
    with(ErrorCode::DraftNotCopied, vec![("reply", reply)], report_id())
}

/// Why a letter did not leave.
pub(crate) fn letter_error(fault: &LetterFault, refused: usize) -> ApiError {
    let reply = || vec![("reply", fault.detail.clone())];
    let (code, params) = match fault.kind {
        LetterFaultKind::SendFailed | LetterFaultKind::TakenBack => (ErrorCode::SendFailed, Params::new()),
        LetterFaultKind::ServerUntrusted => (ErrorCode::ServerUntrusted, vec![("host", fault.detail.clone())]),
        LetterFaultKind::RevocationUnknown => (ErrorCode::RevocationUnknown, vec![("host", fault.detail.clone())]),
        LetterFaultKind::AuthFailed => (ErrorCode::AuthFailed, Params::new()),
        LetterFaultKind::SendUnknown => (ErrorCode::SendUnknown, Params::new()),
        LetterFaultKind::LetterRefused => (ErrorCode::LetterRefused, reply()),
        LetterFaultKind::RecipientRefused => {
            (ErrorCode::RecipientRefused, vec![("count", refused.to_string()), ("reply", fault.detail.clone())])
        }
        LetterFaultKind::TooLarge => (ErrorCode::TooLarge, too_large(&fault.detail)),
    };
    with(code, params, String::new())
}

/// Some recipients were refused while the others got the letter.
pub(crate) fn some_refused(count: usize) -> ApiError {
    with(ErrorCode::RecipientRefused, vec![("count", count.to_string())], String::new())
}

/// A joined file is heavier than what is shown here.
pub(crate) fn too_heavy(limit: u64) -> ApiError {
    with(ErrorCode::AttachmentTooHeavy, vec![("limit", limit.to_string())], report_id())
}

/// A fault of ours.
pub(crate) fn internal(what: &'static str) -> ApiError {
    let report_id = report_id();
    tracing::error!(report_id, what, "a fault of ours");
    with(ErrorCode::Internal, Params::new(), report_id)
}

/// The page asked for what does not exist.
pub(crate) fn bad_request(what: &'static str) -> ApiError {
    let report_id = report_id();
    tracing::error!(report_id, what, "the page asked for what does not exist");
    with(ErrorCode::BadRequest, Params::new(), report_id)
}

/// A code without blanks.
pub(crate) fn plain(code: ErrorCode) -> ApiError {
    with(code, Params::new(), report_id())
}

fn with(code: ErrorCode, params: Params, report_id: String) -> ApiError {
    let params: BTreeMap<String, String> = params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    ApiError { code, params, report_id }
}

fn code_of(error: &EngineError) -> (ErrorCode, Params) {
    let plain = |code| (code, Params::new());
    match error {
        EngineError::Net(error) => net_code(error),
        EngineError::Store(error) => plain(store_code(error)),
        EngineError::Vault(error) => plain(vault_code(error)),
        EngineError::Provision(error) => provision_code(error),
        EngineError::Compose(ComposeError::TextTooComplex) => plain(ErrorCode::TextTooLong),
        EngineError::Compose(_) => plain(ErrorCode::BadRequest),
        EngineError::ProfileInUse => plain(ErrorCode::ProfileInUse),
        EngineError::ProfileUnusable(_) => plain(ErrorCode::ProfileUnusable),
        EngineError::PasswordNeeded => plain(ErrorCode::PasswordNeeded),
        EngineError::Gone(_) => plain(ErrorCode::Gone),
        EngineError::TextRefused => plain(ErrorCode::TextRefused),
        EngineError::NotLoaded => plain(ErrorCode::MessageNotLoaded),
        EngineError::RecipientsInvalid(count) => (ErrorCode::RecipientInvalid, vec![("count", count.to_string())]),
        EngineError::RecipientMissing => plain(ErrorCode::RecipientMissing),
        EngineError::TooLarge { size, limit } => (ErrorCode::TooLarge, excess(*size, *limit)),
        EngineError::DraftConflict => plain(ErrorCode::DraftConflict),
        EngineError::TooLateToWithdraw => plain(ErrorCode::TooLateToWithdraw),
        EngineError::FileUnreadable(_) => plain(ErrorCode::AttachmentUnreadable),
        EngineError::SettingFixed(_) => plain(ErrorCode::SettingFixed),
        EngineError::CodeNeeded => plain(ErrorCode::CodeNeeded),
        EngineError::CodeWrong => plain(ErrorCode::CodeWrong),
        EngineError::PartUnreadable => plain(ErrorCode::AttachmentDamaged),
        _ => plain(ErrorCode::Internal),
    }
}

fn net_code(error: &NetError) -> (ErrorCode, Params) {
    let host = |host: &String| vec![("host", host.clone())];
    match error {
        NetError::UnknownHost { host: name } => (ErrorCode::UnknownHost, host(name)),
        NetError::NoNameServer { .. }
        | NetError::Unreachable { kind: NetworkUnreachable | HostUnreachable | NetworkDown, .. } => {
            (ErrorCode::Offline, Params::new())
        }
        NetError::Unreachable { host: name, .. } => (ErrorCode::ServerUnreachable, host(name)),
        NetError::Untrusted { host, reason } => {
            (ErrorCode::ServerUntrusted, vec![("host", host.clone()), ("fault", certificate_fault(*reason))])
        }
        NetError::RevocationUnknown { host, list_host } => {
            let list_host = list_host.iter().map(|list_host| ("list_host", list_host.clone()));
            (ErrorCode::RevocationUnknown, [("host", host.clone())].into_iter().chain(list_host).collect())
        }
        NetError::CounterfeitAnchor { name } => (ErrorCode::AuthorityCounterfeit, vec![("name", (*name).to_owned())]),
        NetError::AuthRefused { .. } => (ErrorCode::AuthFailed, Params::new()),
        NetError::ServerRefused { reply } => (ErrorCode::ServerRefused, vec![("reply", reply.text().to_owned())]),
        NetError::TooLarge { limit, size } => (ErrorCode::TooLarge, excess(*size, *limit)),
        NetError::ServerClosed | NetError::TimedOut | NetError::Abandoned => {
            (ErrorCode::ServerUnreachable, Params::new())
        }
        NetError::BadAnchor => (ErrorCode::AuthorityMissing, Params::new()),
        _ => (ErrorCode::ServerMisbehaves, Params::new()),
    }
}

fn certificate_fault(fault: CertificateFault) -> String {
    let fault = match fault {
        CertificateFault::UnknownIssuer => ServerFault::UnknownIssuer,
        CertificateFault::Expired => ServerFault::Expired,
        CertificateFault::NotYetValid => ServerFault::NotYetValid,
        CertificateFault::WrongName => ServerFault::WrongName,
        CertificateFault::Revoked => ServerFault::Revoked,
        CertificateFault::Other => ServerFault::Other,
    };
    serde_json::to_value(fault).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn store_code(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::WrongKey => ErrorCode::KeyLost,
        StoreError::Damaged | StoreError::BodyDamaged(_) => ErrorCode::StoreDamaged,
        StoreError::Newer { .. } => ErrorCode::StoreNewer,
        StoreError::DiskFull => ErrorCode::DiskFull,
        StoreError::Busy => ErrorCode::ProfileInUse,
        StoreError::Io(_) => ErrorCode::ProfileUnusable,
        StoreError::NotFound(_) | StoreError::AlreadySending => ErrorCode::Gone,
        StoreError::NameTaken => ErrorCode::NameTaken,
        StoreError::Folder(fault) => folder_code(*fault),
        StoreError::IllegalStep { .. } => ErrorCode::TooLateToWithdraw,
        _ => ErrorCode::Internal,
    }
}

fn folder_code(fault: FolderFault) -> ErrorCode {
    match fault {
        FolderFault::NameUnusable => ErrorCode::FolderNameUnusable,
        FolderFault::Fixed => ErrorCode::FolderFixed,
        FolderFault::IntoItself | FolderFault::Flat => ErrorCode::FolderPlace,
    }
}

fn vault_code(error: &VaultError) -> ErrorCode {
    match error {
        VaultError::NoKeyring => ErrorCode::KeyringMissing,
        VaultError::KeyringGone => ErrorCode::KeyringGone,
        VaultError::KeyringLocked { .. } => ErrorCode::KeyringLocked,
        VaultError::KeyLost => ErrorCode::KeyLost,
        VaultError::Damaged => ErrorCode::KeysDamaged,
        VaultError::Newer => ErrorCode::StoreNewer,
        VaultError::PassphraseNeeded => ErrorCode::PassphraseNeeded,
        VaultError::PassphraseWrong => ErrorCode::PassphraseWrong,
        VaultError::PassphraseWeak => ErrorCode::PassphraseWeak,
        VaultError::CodeWeak => ErrorCode::CodeWeak,
        VaultError::ProfileThere => ErrorCode::BadRequest,
        VaultError::Disk(_) => ErrorCode::ProfileUnusable,
        _ => ErrorCode::Internal,
    }
}

fn provision_code(error: &ProvisionError) -> (ErrorCode, Params) {
    let invalid = |reason: &str, rest: Params| {
        let mut params = vec![("reason", reason.to_owned())];
        params.extend(rest);
        (ErrorCode::ProvisioningInvalid, params)
    };
    let at_line = |line: &usize| vec![("line", line.to_string())];
    let at_key = |key: &String| vec![("key", key.clone())];
    match error {
        ProvisionError::Missing { path } => {
            (ErrorCode::ProvisioningMissing, vec![("path", path.display().to_string())])
        }
        ProvisionError::Unreadable => invalid("unreadable", Params::new()),
        ProvisionError::Truncated { line } => invalid("truncated", at_line(line)),
        ProvisionError::NotJson { line } => invalid("not_json", at_line(line)),
        ProvisionError::LaterSchema => invalid("later_schema", Params::new()),
        ProvisionError::UnknownKey { key } => invalid("unknown_key", at_key(key)),
        ProvisionError::BadValue { key } => invalid("bad_value", at_key(key)),
        ProvisionError::Duplicate { key } => invalid("duplicate", at_key(key)),
        _ => invalid("unreadable", Params::new()),
    }
}

fn excess(size: u64, limit: u64) -> Params {
    vec![("excess", size.saturating_sub(limit).to_string()), ("limit", limit.to_string())]
}

/// `size/limit`, as the outbox keeps it.
fn too_large(detail: &str) -> Params {
    let (size, limit) = detail.split_once('/').unwrap_or_default();
    excess(size.parse().unwrap_or_default(), limit.parse().unwrap_or_default())
}
