//! The program itself, run as support or a benchmark runs it, in front of a real operator and a real keyring.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

use estafette_harness::{OperatorSpec, SecretService, ServerCertificate, require};
use estafette_integration::World;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

const SECRETARIAT: &str = "secretariat@ehpad-les-tilleuls.mssante.example";
/// What the operator's log says of every password it was shown.
const LOGIN_TRIED: &str = "method=PLAIN";

/// Sophie's terminal: her papers, and the keyring of her session if she has one.
struct Terminal {
    papers: PathBuf,
    password: String,
    keyring: Option<SecretService>,
}

impl Terminal {
    /// A terminal on a machine without a keyring.
    fn of(world: &World) -> Self {
        let password = world.account("secretariat").password;
        Self { papers: world.papers_for("sophie", "secretariat"), password, keyring: None }
    }

    fn profile(&self) -> PathBuf {
        self.papers.join("profile")
    }

    fn sync(&self, more: &[&str]) -> Output {
        let mut command = program();
        let nobody = format!("unix:path={}", self.papers.join("no-bus").display());
        command.env("DBUS_SESSION_BUS_ADDRESS", nobody);
        if let Some(keyring) = &self.keyring {
            command.envs(keyring.environment());
        }
        command.args(["sync", "--once", "--json", "--profile"]).arg(self.profile());
        command.arg("--provision").arg(self.papers.join("provisioning.json"));
        command.arg("--anchors").arg(&self.papers).args(more);
        fed(command, &self.password)
    }

    /// Keys in memory, and the password given on the standard input.
    fn sync_without_keyring(&self) -> Output {
        self.sync(&["--ephemeral-keys", "--password-file", "-"])
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_estafette-cli"))
}

/// Runs `command` with `text` on its standard input.
fn fed(mut command: Command, text: &str) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    // A program that refuses its arguments reads nothing.
    let _read_or_not = child.stdin.take().expect("an input").write_all(text.as_bytes());
    child.wait_with_output().expect("ended")
}

fn printed(output: &Output) -> Value {
    let text = std::str::from_utf8(&output.stdout).expect("text");
    let last = text.lines().last().unwrap_or_else(|| panic!("nothing printed; {}", complaint(output)));
    serde_json::from_str(last).expect("JSON on the last line")
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim_end().to_owned()
}

fn letter(number: u32, subject: &str) -> Vec<u8> {
    format!(
        "From: urgences@ch-val-fleuri.mssante.example\r\nTo: {SECRETARIAT}\r\nSubject: {subject}\r\n\
         Message-ID: <{number}@ch-val-fleuri.example>\r\nDate: Mon, 23 Nov 2026 09:0{number}:00 +0100\r\n\r\n\
         Retour de Mme Aubert, lettre {number}.\r\n"
    )
    .into_bytes()
}

/// An operator that keeps three letters for the secretariat, one of them archived; with the weight of the three.
fn three_letters() -> (Option<World>, u64) {
    let letters =
        [("INBOX", letter(1, "DLU")), ("INBOX", letter(2, "Ordonnance")), ("Archive", letter(3, "Transport"))];
    let weight = letters.iter().map(|(_, raw)| u64::try_from(raw.len()).expect("small")).sum();
    let world = World::filled(|mailstore| {
        letters
            .iter()
            .try_for_each(|(folder, raw)| mailstore.deliver("secretariat", folder, raw, &[], SystemTime::now()))
    });
    (world, weight)
}

#[test]
fn a_filled_mailbox_comes_in_whole_and_its_cost_is_said() {
    let (Some(world), weight) = three_letters() else { return };
    let sophie = Terminal::of(&world);
    let ended = sophie.sync_without_keyring();
    assert_eq!(ended.status.code(), Some(0), "{}", complaint(&ended));
    let report = printed(&ended);
    for (key, wanted) in [("messages", 3), ("bodies", 3), ("bytes", weight), ("held", 3), ("without_body", 0)] {
        assert_eq!(report[key], json!(wanted), "{key} in {report}");
        assert_eq!(report["mailboxes"][0][key], report[key], "the only mailbox: {report}");
    }
    assert_eq!((&report["up_to_date"], &report["mailboxes"][0]["problem"]), (&json!(true), &Value::Null));
    for key in ["seconds", "cpu_seconds", "peak_rss_mib"] {
        assert!(report[key].as_f64().is_some_and(|figure| figure > 0.0), "{key} in {report}");
    }
    assert!(!sophie.profile().exists(), "its keys are gone, so it is too");
    assert!(world.operator.logs().contains(LOGIN_TRIED), "the operator writes logins down");
}

#[test]
fn what_was_received_is_read_back_and_found_once_asked() {
    let (Some(world), _) = three_letters() else { return };
    let sophie = Terminal::of(&world);
    let searches = sophie.papers.join("searches.txt");
    std::fs::write(&searches, "transport\nAubert retour\ninconnu\n").expect("written");
    let ended = sophie.sync(&[
        "--ephemeral-keys",
        "--password-file",
        "-",
        "--verify",
        "--find",
        searches.to_str().expect("a plain path"),
    ]);
    let report = printed(&ended);
    let found: Vec<_> = report["verification"]["found"].as_array().expect("searches").iter().collect();
    let counts: Vec<_> = found.iter().map(|found| found["conversations"].as_u64()).collect();
    assert_eq!(counts, [Some(1), Some(3), Some(0)], "{report}");

    let mut hashes: Vec<String> =
        [letter(1, "DLU"), letter(2, "Ordonnance"), letter(3, "Transport")].iter().map(|raw| sha256(raw)).collect();
    hashes.sort_unstable();
    assert_eq!(report["verification"]["sha256"], sha256(hashes.join("\n").as_bytes()), "the letters of the server");
}

fn sha256(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn with_a_keyring_the_second_run_needs_no_password_and_finds_nothing_new() {
    let (Some(world), _) = three_letters() else { return };
    let Some(keyring) = require::available("the Secret Service", SecretService::start()) else { return };
    let sophie = Terminal { keyring: Some(keyring), ..Terminal::of(&world) };
    let first = sophie.sync(&["--password-file", "-"]);
    assert_eq!(printed(&first)["messages"], 3, "{}", complaint(&first));

    let second = sophie.sync(&[]);
    assert_eq!(second.status.code(), Some(0), "{}", complaint(&second));
    let report = printed(&second);
    for (key, wanted) in [("messages", 0), ("bodies", 0), ("bytes", 0), ("held", 3)] {
        assert_eq!(report[key], wanted, "{key} in {report}");
    }

    let queries = sophie.papers.join("queries.txt");
    std::fs::write(&queries, "aubert retour\nobjet:transport \navant:2020\n").expect("written");
    let mut command = program();
    command.envs(sophie.keyring.as_ref().expect("a keyring").environment());
    command.args(["search", "--json", "--letters", "--pages", "--profile"]).arg(sophie.profile());
    command.arg("--provision").arg(sophie.papers.join("provisioning.json")).arg("--queries").arg(queries);
    command.arg("--anchors").arg(&sophie.papers);
    let searched = fed(command, "");
    let counts: Vec<_> = printed(&searched)["found"]
        .as_array()
        .expect("searches")
        .iter()
        .map(|found| (found["conversations"].as_u64(), found["letters"].as_u64()))
        .collect();
    let wanted = [3, 1, 0].map(|count| (Some(count), Some(count)));
    assert_eq!(counts, wanted, "{}", complaint(&searched));
    assert_eq!(printed(&searched)["pages"].as_array().map(Vec::len), Some(1), "the one page of the inbox");

    world
        .operator
        .mailstore()
        .deliver("secretariat", "INBOX", &letter(4, "Radio"), &[], SystemTime::now())
        .expect("delivered");
    let third = printed(&sophie.sync(&[]));
    assert_eq!((&third["messages"], &third["held"]), (&json!(1), &json!(4)));
}

#[test]
fn a_refused_password_is_the_reason_and_the_exit_code() {
    let Some(world) = World::quiet() else { return };
    let sophie = Terminal { password: String::from("faux"), ..Terminal::of(&world) };
    let ended = sophie.sync_without_keyring();
    assert_eq!(ended.status.code(), Some(3));
    let why = complaint(&ended);
    assert!(why.starts_with(&format!("estafette-cli: {SECRETARIAT}: the server refused the credential")), "{why}");
    let report = printed(&ended);
    assert_eq!(report["up_to_date"], false);
    let problem = report["mailboxes"][0]["problem"].as_str().expect("a reason");
    assert!(why.ends_with(problem), "{why} / {problem}");
    assert!(!why.contains("faux"), "a password is never printed");
}

#[test]
fn a_password_nobody_gave_is_said_to_be_missing() {
    let Some(world) = World::quiet() else { return };
    let ended = Terminal::of(&world).sync(&["--ephemeral-keys"]);
    assert_eq!(ended.status.code(), Some(3));
    assert!(complaint(&ended).ends_with("no password is known for this mailbox"), "{}", complaint(&ended));
}

#[test]
fn a_server_that_is_down_ends_the_run_instead_of_being_waited_for() {
    let Some(mut world) = World::quiet() else { return };
    world.operator.stop().expect("stopped");
    let ended = Terminal::of(&world).sync_without_keyring();
    assert_eq!(ended.status.code(), Some(3));
    assert!(complaint(&ended).contains("no connection to 127.0.0.2"), "{}", complaint(&ended));
}

#[test]
fn a_server_vouched_for_by_nobody_in_the_folder_of_authorities_gets_no_password() {
    let spec = OperatorSpec::new(World::accounts()).with_certificate(ServerCertificate::OtherAuthority);
    let Some(world) = World::of(spec) else { return };
    let ended = Terminal::of(&world).sync_without_keyring();
    assert_eq!(ended.status.code(), Some(3));
    assert!(complaint(&ended).contains("is not trusted"), "{}", complaint(&ended));
    assert!(!world.operator.logs().contains(LOGIN_TRIED), "no login was tried");
}

#[test]
fn without_a_keyring_nothing_is_kept_anywhere_else() {
    let Some(world) = World::quiet() else { return };
    let sophie = Terminal::of(&world);
    let ended = sophie.sync(&["--password-file", "-"]);
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(complaint(&ended), "estafette-cli: no keyring answers that could hold the key of a new profile");
    assert!(ended.stdout.is_empty());
    assert_eq!(names_in(&sophie.profile()), ["lock"], "no key and no letter is on the disk");
}

#[test]
fn keys_that_die_with_the_run_are_not_put_on_a_profile_that_is_there() {
    let Some(world) = World::quiet() else { return };
    let sophie = Terminal::of(&world);
    std::fs::create_dir(sophie.profile()).expect("made");
    std::fs::write(sophie.profile().join("post.db"), "hers").expect("written");
    let ended = sophie.sync_without_keyring();
    assert_eq!(ended.status.code(), Some(1));
    assert!(complaint(&ended).contains("--ephemeral-keys needs a profile folder"), "{}", complaint(&ended));
    assert_eq!(std::fs::read(sophie.profile().join("post.db")).expect("still there"), b"hers");
}

#[test]
fn a_provisioning_file_is_said_back_or_refused_with_its_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("provisioning.json");
    let accounts = |file: &Path| {
        let mut command = program();
        command.args(["accounts", "--json", "--provision"]).arg(file);
        fed(command, "")
    };
    let server = json!({ "host": "imap.operateur.example", "port": 143, "security": "starttls" });
    let mailbox = json!({
        "kind": "organizational", "label": "Secrétariat", "address": SECRETARIAT, "login": "secretariat",
        "sender_name": "", "imap": server, "smtp": server
    });
    let text = json!({ "schema": 1, "establishment": "EHPAD Les Tilleuls", "people": [], "mailboxes": [mailbox] });
    std::fs::write(&file, text.to_string()).expect("written");
    let said = accounts(&file);
    assert_eq!(said.status.code(), Some(0), "{}", complaint(&said));
    assert_eq!(printed(&said)["mailboxes"], json!([mailbox]));

    std::fs::write(&file, "{ \"schema\": 1,\n").expect("written");
    let refused = accounts(&file);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(complaint(&refused), "estafette-cli: the provisioning file ends too early, at line 2");
}

#[test]
fn the_version_is_said_and_a_verb_that_is_not_one_is_a_misuse() {
    let mut command = program();
    command.arg("version");
    let said = fed(command, "");
    assert_eq!(String::from_utf8_lossy(&said.stdout), concat!("estafette-cli ", env!("CARGO_PKG_VERSION"), "\n"));

    let mut command = program();
    command.arg("synchronise");
    let refused = fed(command, "");
    assert_eq!(refused.status.code(), Some(2));
    assert!(complaint(&refused).contains("synchronise"), "{}", complaint(&refused));
}

/// What the window is linked with, and a machine without a desktop does not have.
#[cfg(target_os = "linux")]
#[test]
fn it_is_linked_with_nothing_of_a_desktop() {
    let listed = Command::new("ldd").arg(env!("CARGO_BIN_EXE_estafette-cli")).output().expect("ldd");
    let libraries = String::from_utf8_lossy(&listed.stdout).to_lowercase();
    assert!(libraries.contains("libc.so"), "the list is one: {libraries}");
    for desktop in ["gtk", "gdk", "webkit", "javascriptcore", "soup", "cairo", "libx11", "wayland"] {
        assert!(!libraries.contains(desktop), "{desktop} in {libraries}");
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
