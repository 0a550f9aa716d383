//! The tables of `safety-trial wire`: nothing is told to a server that proves nothing, nor in clear, and every honest twin is
//! let through.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use estafette_integration::wire::{Verdict, bad_tls, careless, starttls};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_tls_or_certificate_proves_nothing_is_told_nothing() {
    let tried = bad_tls().await.unwrap();
    assert!(tried.len() >= 25, "{} rows", tried.len());
    for row in &tried {
        assert_eq!(row.verdict, Verdict::Kept, "{}", row.name);
        assert!(matches!(row.control, Verdict::Told | Verdict::GoesOn), "control of {}: {:?}", row.name, row.control);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_dialogue_before_tls_gets_a_secret_or_is_believed() {
    let tried = starttls().await.unwrap();
    assert!(tried.len() >= 60, "{} rows", tried.len());
    for row in &tried {
        assert_eq!(row.verdict, Verdict::Kept, "{}", row.name);
        assert_eq!(row.control, Verdict::Told, "control of {}", row.name);
    }
}

#[tokio::test]
async fn a_client_that_tells_its_password_in_clear_is_seen_to() {
    assert_eq!(careless().await.unwrap(), [Verdict::Leaked, Verdict::Leaked]);
}
