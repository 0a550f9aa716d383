//! `search`: what a profile holds is searched as the window searches it, without a network.
//!
//! For whoever asks why a letter is not found, and for who measures how long that takes.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use estafette_engine::{
    Engine, EngineError, EngineOptions, EventSink, Mailbox, OsKeyring, Provisioning, ThreadFilter, Timeouts, Unlocking,
};
use estafette_model::{FolderRole, SystemClock};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::arguments::SearchRequest;
use crate::authorities::authorities;
use crate::error::CliError;
use crate::resources::Resources;
use crate::say;

/// Conversations of one page of a list, as many as the window asks for.
const PAGE: u32 = 200;
/// Letters counted for one search and mailbox, at most.
const MOST_COUNTED: u32 = 100_000;

/// One search.
#[derive(Debug)]
pub(crate) struct Found {
    /// What was looked for.
    pub(crate) words: String,
    /// In all mailboxes, at most as many as were asked in each.
    pub(crate) conversations: usize,
    /// The letters, when they were to be counted.
    pub(crate) letters: Option<usize>,
    /// From the words typed to the rows of the list.
    pub(crate) milliseconds: f64,
}

impl Found {
    /// Keys are in `src-tauri/docs/cli.md`.
    pub(crate) fn to_json(&self) -> Value {
        let mut said = json!({ "words": self.words, "conversations": self.conversations, "ms": self.milliseconds });
        if let Some(letters) = self.letters {
            said["letters"] = json!(letters);
        }
        said
    }

    /// One line.
    pub(crate) fn to_text(&self) -> String {
        let letters = self.letters.map(|letters| format!(", {letters} letters")).unwrap_or_default();
        format!("{}: {} conversations{letters}", self.words, self.conversations)
    }
}

/// Searches, prints, and closes the profile.
///
/// # Errors
/// Whatever kept the profile closed.
pub(crate) fn search(asked: &SearchRequest) -> Result<ExitCode, CliError> {
    let searches = searches_of(&asked.queries)?;
    let nobody_listens: EventSink = Arc::new(|_event| {});
    let engine = Engine::open(EngineOptions {
        profile: asked.profile.clone(),
        provisioning: Provisioning::read(&asked.provision).map_err(EngineError::from)?,
        // A profile is opened with somebody to believe, though nobody is called.
        anchors: authorities(asked.anchors.as_deref())?,
        holder: Arc::new(OsKeyring::default()),
        unlocking: Unlocking::Unasked,
        clock: Arc::new(SystemClock),
        timeouts: Timeouts::default(),
        events: nobody_listens,
    })?;
    let runtime = tokio::runtime::Runtime::new().map_err(CliError::NoThreads)?;
    let (found, pages) = runtime.block_on(async {
        let found = in_turn(engine.mailboxes(), &searches, asked).await;
        let pages = if asked.pages { pages(engine.mailboxes()).await } else { Ok(Vec::new()) };
        engine.close().await;
        Ok::<_, EngineError>((found?, pages?))
    })?;
    say(&if asked.json { json_of(&found, &pages) } else { text_of(&found, &pages) })?;
    Ok(ExitCode::SUCCESS)
}

async fn in_turn(
    mailboxes: &[Arc<Mailbox>],
    searches: &[String],
    asked: &SearchRequest,
) -> Result<Vec<Found>, EngineError> {
    let mut all = Vec::with_capacity(searches.len());
    for words in searches {
        let mut found = look_for(mailboxes, words, asked.limit).await?;
        if asked.letters {
            found.letters = Some(letters(mailboxes, words).await?);
        }
        all.push(found);
    }
    Ok(all)
}

/// Looks for `words` in every mailbox.
///
/// # Errors
/// Those of reading the profile.
pub(crate) async fn look_for(mailboxes: &[Arc<Mailbox>], words: &str, limit: u32) -> Result<Found, EngineError> {
    let begun = Instant::now();
    let mut conversations = 0;
    for mailbox in mailboxes {
        let query = mailbox.understood(words, TimeZone::system());
        conversations += mailbox.with_store(move |store| Ok(store.search(&query, limit)?.rows.len())).await?;
    }
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    Ok(Found { words: words.to_owned(), conversations, letters: None, milliseconds })
}

async fn letters(mailboxes: &[Arc<Mailbox>], words: &str) -> Result<usize, EngineError> {
    let mut letters = 0;
    for mailbox in mailboxes {
        let query = mailbox.understood(words, TimeZone::system());
        letters += mailbox.with_store(move |store| Ok(store.search_letters(&query, MOST_COUNTED)?.len())).await?;
    }
    Ok(letters)
}

/// Milliseconds of each page of the list of every inbox, from the first to the last.
async fn pages(mailboxes: &[Arc<Mailbox>]) -> Result<Vec<f64>, EngineError> {
    let mut pages = Vec::new();
    for mailbox in mailboxes {
        let inbox = mailbox.folder_with(FolderRole::Inbox).await?.id;
        let (mut offset, mut total) = (0, u32::MAX);
        while offset < total {
            let begun = Instant::now();
            let page =
                mailbox.with_store(move |store| store.thread_page(inbox, ThreadFilter::All, offset, PAGE)).await?;
            pages.push(begun.elapsed().as_secs_f64() * 1000.0);
            total = page.total;
            offset = offset.saturating_add(PAGE);
        }
    }
    Ok(pages)
}

/// The lines of a file that say something. A blank at the end stays: it ends the last word, which is otherwise a beginning.
///
/// # Errors
/// [`CliError::SearchesUnreadable`].
pub(crate) fn searches_of(path: &Path) -> Result<Vec<String>, CliError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| CliError::SearchesUnreadable { path: path.to_owned(), source })?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

fn json_of(found: &[Found], pages: &[f64]) -> String {
    let searches: Vec<Value> = found.iter().map(Found::to_json).collect();
    json!({ "found": searches, "pages": pages, "peak_rss_mib": Resources::used().peak_rss_mib }).to_string()
}

fn text_of(found: &[Found], pages: &[f64]) -> String {
    let found = found.iter().map(|found| format!("{} ({:.1} ms)", found.to_text(), found.milliseconds));
    let longest = pages.iter().copied().max_by(f64::total_cmp);
    let pages = longest.map(|longest| format!("{} pages of the lists, {longest:.1} ms at most", pages.len()));
    found.chain(pages).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Found, json_of, look_for, pages, search, searches_of, text_of};
    use crate::arguments::SearchRequest;
    use crate::error::CliError;

    fn two() -> Vec<Found> {
        let found =
            |words: &str, letters| Found { words: words.to_owned(), conversations: 2, letters, milliseconds: 0.25 };
        vec![found("bilan", Some(3)), found("de:fabre", None)]
    }

    #[test]
    fn a_person_reads_a_line_for_each_search() {
        let searches = "bilan: 2 conversations, 3 letters (0.2 ms)\nde:fabre: 2 conversations (0.2 ms)";
        assert_eq!(text_of(&two(), &[]), searches);
        let pages = format!("{searches}\n2 pages of the lists, 2.5 ms at most");
        assert_eq!(text_of(&two(), &[2.5, 0.5]), pages);
    }

    #[test]
    fn a_program_reads_the_same() {
        let said: Value = serde_json::from_str(&json_of(&two(), &[0.5])).unwrap();
        assert_eq!(said["pages"], json!([0.5]));
        assert_eq!(said["found"][0], json!({ "words": "bilan", "conversations": 2, "letters": 3, "ms": 0.25 }));
        assert_eq!(said["found"][1], json!({ "words": "de:fabre", "conversations": 2, "ms": 0.25 }));
    }

    #[test]
    fn searches_that_cannot_be_read_keep_the_profile_closed() {
        let folder = tempfile::tempdir().unwrap();
        let asked = SearchRequest {
            profile: folder.path().join("profile"),
            provision: folder.path().join("provisioning.json"),
            anchors: None,
            queries: folder.path().join("no such file"),
            limit: 50,
            letters: false,
            pages: false,
            json: false,
        };
        let refused = search(&asked).unwrap_err();
        assert!(matches!(refused, CliError::SearchesUnreadable { .. }), "{refused}");
        assert!(!asked.profile.exists(), "nothing was opened");
    }

    #[tokio::test]
    async fn without_a_mailbox_nothing_is_found() {
        let found = look_for(&[], "bilan", 50).await.unwrap();
        assert_eq!((found.words.as_str(), found.conversations, found.letters), ("bilan", 0, None));
        assert!(found.milliseconds < 1_000.0);
    }

    #[tokio::test]
    async fn without_a_mailbox_there_is_no_list_to_read() {
        assert_eq!(pages(&[]).await.unwrap(), [0.0; 0]);
        assert_eq!(text_of(&[], &[]), "");
    }

    #[test]
    fn a_blank_at_the_end_of_a_search_is_kept_and_an_empty_line_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("searches");
        std::fs::write(&file, "bilan \n\n  \ncréat\n").unwrap();
        assert_eq!(searches_of(&file).unwrap(), ["bilan ", "créat"]);
    }
}
