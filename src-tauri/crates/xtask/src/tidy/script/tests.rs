use super::read;

fn strings(text: &str) -> Vec<(usize, String)> {
    read(text).strings.into_iter().map(|string| (string.line, string.text)).collect()
}

#[test]
fn strings_are_told_from_comments_and_expressions() {
    let text =
        "// \"no\"\nconst a = \"yes\"; /* 'no'\n */ const r = /[\"/]é/u; const b = 'oui';\nconst half = 1 / 2 / 4;";
    assert_eq!(strings(text), [(2, String::from("yes")), (3, String::from("oui"))]);
}

#[test]
fn a_template_is_cut_at_its_blanks_and_they_are_code() {
    let text = "t(`avant ${one(\"dedans\", { a: `x${y}` })} après`)";
    let texts: Vec<String> = strings(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["avant ", "dedans", "x", "", " après"]);
    assert!(read(text).code.contains("one("));
}

#[test]
fn code_keeps_its_place_without_comments_and_bare_code_without_words() {
    let script = read("a(); // eval(1)\nb(\"eval(2)\");");
    assert_eq!(script.code, "a();           \nb(\"eval(2)\");");
    assert_eq!(script.bare, "a();           \nb(\"       \");");
}

#[test]
fn a_string_never_closed_ends_with_its_line() {
    assert_eq!(strings("const a = \"open\nconst b = 'next'"), [(1, String::from("open")), (2, String::from("next"))]);
}
