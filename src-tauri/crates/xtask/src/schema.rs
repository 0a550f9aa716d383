//! `src-tauri/docs/schema.sql`: the tables of the encrypted files, for whoever reads the code or a backup.
//!
//! Written from what SQLite itself keeps after every step, so that it is the schema people have and not the one we recall.
//! The remarks above a statement, which SQLite does not keep, come from the step that made it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::workspace::root;

const PAGE: &str = "src-tauri/docs/schema.sql";
const MIGRATIONS: &str = "src-tauri/crates/estafette-store/migrations";
const OPENING: &str =
    "-- Written by `cargo xtask schema` from files made anew. Never edit: a change of schema is a new step in
-- src-tauri/crates/estafette-store/migrations/.
";

/// Writes the page, or with `check` refuses if it is not the schema of files made anew.
///
/// # Errors
/// The page is out of date, or cannot be written; a step of the schema is at fault.
pub(crate) fn schema(check: bool) -> Result<()> {
    let (path, text) = (root()?.join(PAGE), page()?);
    if fs::read_to_string(&path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    if check {
        bail!("{PAGE} is not the schema of files made anew; run `cargo xtask schema`");
    }
    fs::write(&path, text).with_context(|| format!("writing {PAGE}"))
}

fn page() -> Result<String> {
    let steps = root()?.join(MIGRATIONS);
    let mailbox = estafette_store::mailbox_schema().context("the schema of a mailbox")?;
    let post = estafette_store::post_schema().context("the schema of post.db")?;
    let (mailbox_remarks, post_remarks) = (remarks_of(&steps.join("mailbox"))?, remarks_of(&steps.join("post"))?);
    let told = [
        title("mailbox-N.db, one for each mailbox"),
        with_remarks(&mailbox, &mailbox_remarks),
        title("post.db"),
        with_remarks(&post, &post_remarks),
    ];
    Ok(format!("{OPENING}\n{}\n", told.concat().trim_end()))
}

fn title(of: &str) -> String {
    let line = "=".repeat(115);
    format!("-- {line}\n-- {of}\n-- {line}\n\n")
}

/// The remarks of every step in a folder, by the name of what the statement below them makes.
fn remarks_of(folder: &Path) -> Result<BTreeMap<String, String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut steps: Vec<_> = entries.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.path()).collect();
    steps.sort();
    let mut remarks = BTreeMap::new();
    for step in steps {
        let sql = fs::read_to_string(&step).with_context(|| format!("reading {}", step.display()))?;
        remarks.extend(remarks_in(&sql));
    }
    Ok(remarks)
}

fn remarks_in(sql: &str) -> BTreeMap<String, String> {
    let mut remarks = BTreeMap::new();
    let mut above: Vec<&str> = Vec::new();
    for line in sql.lines() {
        if line.starts_with("--") || line.is_empty() {
            above.push(line);
            continue;
        }
        if let Some(name) = made(line) {
            remarks.insert(name.to_owned(), above.join("\n").trim_start().to_owned());
        }
        above.clear();
    }
    remarks
}

fn with_remarks(schema: &str, remarks: &BTreeMap<String, String>) -> String {
    let told = schema.split_inclusive(";\n\n").map(|statement| {
        match made(statement).and_then(|name| remarks.get(name)).filter(|remarks| !remarks.is_empty()) {
            Some(remarks) => format!("{remarks}\n{statement}"),
            None => statement.to_owned(),
        }
    });
    told.collect()
}

/// The name of what a statement makes: `CREATE UNIQUE INDEX people_one_current ON …`.
fn made(statement: &str) -> Option<&str> {
    let mut words = statement.strip_prefix("CREATE ")?.split_whitespace();
    words.find(|word| ["TABLE", "INDEX", "TRIGGER", "VIEW"].contains(word))?;
    words.next()
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says what it expects")]
mod tests {
    use super::{page, remarks_in, schema, with_remarks};

    #[test]
    fn what_is_committed_is_the_schema_of_files_made_anew() {
        schema(true).expect("current");
    }

    #[test]
    fn both_sorts_of_file_are_told_with_their_remarks() {
        let page = page().expect("a page");
        for told in ["CREATE TABLE messages", "CREATE TABLE mailboxes", "-- UIDVALIDITY of the copies below"] {
            assert!(page.contains(told), "{told}");
        }
        assert!(page.contains("-- One row per message and folder.\nCREATE TABLE messages"));
        assert!(page.ends_with(";\n") && !page.contains("\n\n\n"));
    }

    #[test]
    fn a_remark_stays_with_what_it_is_about() {
        let remarks =
            remarks_in("-- Of a.\nCREATE TABLE a (\n  x -- its x\n);\nINSERT INTO a;\nCREATE INDEX b ON a (x);\n");
        assert_eq!(
            with_remarks("CREATE TABLE a (x);\n\nCREATE INDEX b ON a (x);\n\n", &remarks),
            "-- Of a.\nCREATE TABLE a (x);\n\nCREATE INDEX b ON a (x);\n\n"
        );
    }
}
