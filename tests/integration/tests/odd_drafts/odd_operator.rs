//! An IMAP server of a few commands that answers APPEND as it is told, over TLS and with folders that are real: what it was
//! given is there, can be searched, marked and removed. It stands for the servers Dovecot is not.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const FOLDERS: [&str; 4] = ["INBOX", "Sent", "Archive", "Trash"];
const DRAFTS: &str = "Drafts";

/// How the server takes one APPEND; told nothing, it keeps the message and says where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AppendAnswer {
    /// It keeps the message and does not say where.
    KeptSomewhere,
    /// The same, and its search does not know the message yet.
    KeptUnseen,
    /// The mailbox is full: said before the message is uploaded.
    OverQuota,
    /// It takes leave in the middle of the message and keeps nothing.
    ByeInTheMiddle,
    /// It keeps the message and takes leave instead of saying so.
    ByeAfterwards,
}

/// A message of its Drafts folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptDraft {
    /// Its UID.
    pub(crate) uid: u32,
    /// Its flags, as they were sent.
    pub(crate) flags: String,
    /// Its INTERNALDATE, as it was sent.
    pub(crate) date: String,
    /// The whole message.
    pub(crate) raw: String,
    /// Its search finds it.
    pub(crate) seen: bool,
}

/// The server, and what it holds. It goes with the test.
pub(crate) struct OddOperator {
    state: Arc<Mutex<State>>,
    /// Its authority, PEM.
    pub(crate) ca_pem: String,
    /// Where it listens, on 127.0.0.1, inside TLS.
    pub(crate) port: u16,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    /// There is a Drafts folder.
    has_drafts: bool,
    drafts: Vec<KeptDraft>,
    last_uid: u32,
    validity: u32,
    answers: VecDeque<AppendAnswer>,
    asked: Vec<String>,
}

impl OddOperator {
    /// Starts one that announces no extension, with a Drafts folder or without.
    pub(crate) async fn start(has_drafts: bool) -> Self {
        let (ca_pem, acceptor) = identity();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State { has_drafts, validity: 7, ..State::default() }));
        let serving = tokio::spawn({
            let state = Arc::clone(&state);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let (acceptor, state) = (acceptor.clone(), Arc::clone(&state));
                    tokio::spawn(async move {
                        // A client that goes away ends its own session.
                        let _gone = serve(stream, acceptor, state).await;
                    });
                }
            }
        });
        Self { state, ca_pem, port, serving }
    }

    /// The next APPEND is answered so, and those after it in the order they are told.
    pub(crate) fn will_answer(&self, answer: AppendAnswer) {
        self.state().answers.push_back(answer);
    }

    /// What is in Drafts and not marked as deleted.
    pub(crate) fn drafts(&self) -> Vec<KeptDraft> {
        let mut drafts = self.state().drafts.clone();
        drafts.retain(|draft| !draft.flags.contains("\\Deleted"));
        drafts
    }

    /// The commands so far that begin with `verb`, without their tag.
    pub(crate) fn asked(&self, verb: &str) -> Vec<String> {
        self.state().asked.iter().filter(|command| command.starts_with(verb)).cloned().collect()
    }

    /// Its search knows everything now.
    pub(crate) fn catches_up(&self) {
        for draft in &mut self.state().drafts {
            draft.seen = true;
        }
    }

    /// Another program saves a draft over ours: ours goes, and its own comes under the same Message-ID.
    pub(crate) fn is_saved_over(&self, text: &str) {
        let mut state = self.state();
        let ours = state.drafts.pop().expect("a draft");
        state.last_uid += 1;
        let raw = format!("{}\r\n\r\n{text}\r\n", ours.raw.split_once("\r\n\r\n").expect("a header").0);
        let date = String::from("01-Dec-2026 10:00:00 +0000");
        let theirs = KeptDraft { uid: state.last_uid, raw, date, ..ours };
        state.drafts.push(theirs);
    }

    /// Everything in Drafts is numbered anew.
    pub(crate) fn renumbers(&self) {
        let mut state = self.state();
        state.validity += 1;
        for draft in &mut state.drafts {
            draft.uid += 100;
        }
        state.last_uid += 100;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for OddOperator {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn identity() -> (String, TlsAcceptor) {
    let mut authority = CertificateParams::new(Vec::new()).expect("parameters");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    (authority.not_before, authority.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key")).expect("signed");
    let mut server = CertificateParams::new(vec![String::from("127.0.0.1")]).expect("parameters");
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    (server.not_before, server.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    let key = KeyPair::generate().expect("a key");
    let certificate = CertificateDer::from(server.signed_by(&key, &authority).expect("signed"));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der())))
        .expect("an identity");
    (authority.pem(), TlsAcceptor::from(Arc::new(config)))
}

/// One session, until the client goes or the server takes leave.
async fn serve(stream: TcpStream, acceptor: TlsAcceptor, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(acceptor.accept(stream).await?);
    say(&mut stream, &["* OK ready"]).await?;
    let mut line = String::new();
    let mut in_drafts = false;
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let (tag, command) = line.trim_end().split_once(' ').unwrap_or_default();
        lock(&state).asked.push(command.to_owned());
        if command.starts_with("APPEND") {
            if !append(&mut stream, &state, tag, command).await? {
                return Ok(());
            }
            continue;
        }
        if let Some(folder) = command.strip_prefix("SELECT ") {
            in_drafts = folder.trim_matches('"') == DRAFTS;
        }
        let mut answers = untagged(&mut lock(&state), command, in_drafts);
        answers.push(format!("{tag} OK done"));
        say(&mut stream, &answers).await?;
    }
}

async fn say(stream: &mut BufReader<TlsStream<TcpStream>>, lines: &[impl AsRef<str>]) -> std::io::Result<()> {
    for line in lines {
        stream.write_all(format!("{}\r\n", line.as_ref()).as_bytes()).await?;
    }
    stream.flush().await
}

/// What the server says before it is done.
fn untagged(state: &mut State, command: &str, in_drafts: bool) -> Vec<String> {
    let inside = |draft: &&KeptDraft| in_drafts && draft.seen;
    if command == "CAPABILITY" {
        return vec![String::from("* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR")];
    }
    if command.starts_with("LIST") {
        let drafts = state.has_drafts.then_some(DRAFTS);
        return FOLDERS.into_iter().chain(drafts).map(|name| format!("* LIST () \"/\" {name}")).collect();
    }
    state.has_drafts |= command == r#"CREATE "Drafts""#;
    if command.starts_with("SELECT") {
        let exists = if in_drafts { state.drafts.len() } else { 0 };
        return vec![format!("* {exists} EXISTS"), format!("* OK [UIDVALIDITY {}] valid", state.validity)];
    }
    if let Some(asked) = command.strip_prefix("UID SEARCH HEADER Message-ID ") {
        let wanted = format!("Message-ID: {}", asked.trim_matches('"'));
        let found = state.drafts.iter().filter(inside).filter(|draft| draft.raw.contains(&wanted));
        return vec![format!("* SEARCH{}", found.map(|draft| format!(" {}", draft.uid)).collect::<String>())];
    }
    if let Some(asked) = command.strip_prefix("UID FETCH ") {
        let uids = asked.split(' ').next().unwrap_or_default();
        let asked = |draft: &&KeptDraft| uids.split(',').any(|uid| uid == draft.uid.to_string());
        let fetched = state.drafts.iter().enumerate().filter(|(_, draft)| in_drafts && asked(draft));
        return fetched
            .map(|(index, draft)| {
                let KeptDraft { uid, flags, date, .. } = draft;
                let number = index + 1;
                format!("* {number} FETCH (UID {uid} FLAGS ({flags}) INTERNALDATE \"{date}\" RFC822.SIZE 1 BODY[HEADER] NIL)")
            })
            .collect();
    }
    if let Some(asked) = command.strip_prefix("UID STORE ") {
        let uid = asked.split(' ').next().unwrap_or_default();
        for draft in state.drafts.iter_mut().filter(|draft| in_drafts && draft.uid.to_string() == uid) {
            draft.flags.push_str(" \\Deleted");
        }
    }
    Vec::new()
}

/// Takes a message as it was told to. Gives whether the session goes on.
async fn append(
    stream: &mut BufReader<TlsStream<TcpStream>>,
    state: &Mutex<State>,
    tag: &str,
    command: &str,
) -> std::io::Result<bool> {
    let answer = lock(state).answers.pop_front();
    if answer == Some(AppendAnswer::OverQuota) {
        say(stream, &[format!("{tag} NO [OVERQUOTA] Quota exceeded")]).await?;
        return Ok(true);
    }
    let mut length: usize =
        command.rsplit_once('{').and_then(|(_, length)| length.trim_end_matches('}').parse().ok()).expect("a literal");
    say(stream, &["+ go on"]).await?;
    if answer == Some(AppendAnswer::ByeInTheMiddle) {
        length /= 2;
    }
    let mut raw = vec![0; length];
    stream.read_exact(&mut raw).await?;
    if answer == Some(AppendAnswer::ByeInTheMiddle) {
        say(stream, &["* BYE the shop is closing"]).await?;
        return Ok(false);
    }
    let mut end = String::new();
    stream.read_line(&mut end).await?;
    let place = {
        let mut state = lock(state);
        state.last_uid += 1;
        let between = |open: char, close: char| {
            let inside = command.split_once(open).and_then(|(_, rest)| rest.split_once(close));
            inside.map(|(inside, _)| inside.to_owned()).unwrap_or_default()
        };
        let dated = command.rsplit('"').nth(1).unwrap_or_default().to_owned();
        let draft = KeptDraft {
            uid: state.last_uid,
            flags: between('(', ')'),
            date: dated,
            raw: String::from_utf8_lossy(&raw).into_owned(),
            seen: answer != Some(AppendAnswer::KeptUnseen),
        };
        state.drafts.push(draft);
        format!("[APPENDUID {} {}] ", state.validity, state.last_uid)
    };
    match answer {
        Some(AppendAnswer::ByeAfterwards) => {
            say(stream, &["* BYE the shop is closing"]).await?;
            Ok(false)
        }
        Some(AppendAnswer::KeptSomewhere | AppendAnswer::KeptUnseen) => {
            say(stream, &[format!("{tag} OK kept")]).await?;
            Ok(true)
        }
        None => {
            say(stream, &[format!("{tag} OK {place}kept")]).await?;
            Ok(true)
        }
        Some(AppendAnswer::OverQuota | AppendAnswer::ByeInTheMiddle) => Ok(true),
    }
}
