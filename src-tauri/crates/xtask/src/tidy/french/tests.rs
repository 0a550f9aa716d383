use super::{House, check};

const STORE: &str = "src-tauri/crates/estafette-store/src/a.rs";

fn faults(path: &str, text: &str) -> Vec<String> {
    check(&House::of(&[(path, text)])).into_iter().map(|fault| fault.what).collect()
}

#[test]
fn a_french_string_in_rust_is_a_fault() {
    for text in ["Message envoyé", "L’envoi attend", "Choisissez la boîte", "Le message est dans la corbeille"] {
        assert_eq!(faults(STORE, &format!("fn f() {{ g(\"{text}\") }}")).len(), 1, "{text}");
    }
}

#[test]
fn comments_tests_english_and_what_is_recognised_pass() {
    assert_eq!(faults(STORE, "//! « Envoyé ».\nfn f() { g(\"the letter is on its way\") }"), Vec::<String>::new());
    assert_eq!(faults(STORE, "#[cfg(test)]\nmod tests { fn f() { g(\"Envoyé\") } }"), Vec::<String>::new());
    assert_eq!(faults("src-tauri/crates/xtask/src/a.rs", "fn f() { g(\"Envoyé\") }"), Vec::<String>::new());
    assert_eq!(
        faults("src-tauri/crates/estafette-net/src/imap/roles.rs", "const A: &str = \"envoyés\";"),
        Vec::<String>::new()
    );
}

#[test]
fn a_string_of_the_page_is_a_fault() {
    assert_eq!(faults("ui/src/api/a.ts", "say(`Envoyé à ${name}`)").len(), 1);
    assert_eq!(faults("ui/src/api/a.ts", "say(t(\"toast.sent\")) // Envoyé"), Vec::<String>::new());
}

#[test]
fn any_word_in_the_markup_is_a_fault() {
    for markup in ["<p>Envoyer</p>", "<button title=\"Envoyer\">{x}</button>", "<p>{open ? \"Envoyé\" : t(\"a\")}</p>"]
    {
        assert_eq!(faults("ui/src/views/A.svelte", markup).len(), 1, "{markup}");
    }
}

#[test]
fn markup_made_of_the_catalogue_passes() {
    let markup = "<p class=\"lead\" title={t(\"a\")}>{t(\"toast.sent\")} · {n}</p><style>p { color: red }</style>";
    assert_eq!(faults("ui/src/views/A.svelte", markup), Vec::<String>::new());
}

#[test]
fn the_fictional_house_may_speak() {
    assert_eq!(faults("ui/src/host/browser/letters.ts", "const a = \"Retour à domicile\";"), Vec::<String>::new());
}
