use super::{House, check};

fn unsaid(code: (&str, &str)) -> Vec<String> {
    let catalogue = "{\"folder.inbox\": \"Réception\", \"frame.month.1\": \"janv.\", \"toast.sent\": \"Envoyé\"}";
    let house = House::of(&[("ui/src/i18n/fr.json", catalogue), code]);
    check(&house).into_iter().map(|fault| fault.what).collect()
}

#[test]
fn a_sentence_nobody_says_is_named() {
    let said = unsaid(("ui/src/a.ts", "t(\"toast.sent\"); t(\"folder.inbox\"); t(`frame.month.${n}`)"));
    assert_eq!(said, Vec::<String>::new());
    let said = unsaid(("ui/src/a.ts", "t(\"toast.sent\"); t(`folder.${role}`)"));
    assert_eq!(said, ["nobody says frame.month.1"]);
}

#[test]
fn rust_says_some() {
    let rust = "fn f() { word(&format!(\"frame.month.{}\", n)); word(\"toast.sent\"); word(\"folder.inbox\") }";
    assert_eq!(unsaid(("src-tauri/crates/estafette-api/src/words.rs", rust)), Vec::<String>::new());
}

#[test]
fn a_test_that_says_a_sentence_does_not_keep_it() {
    assert_eq!(unsaid(("ui/src/a.test.ts", "t(\"toast.sent\")")).len(), 3);
}
