use super::safe_declarations;

fn kept(style: &str) -> String {
    safe_declarations(style).0
}

#[test]
fn ordinary_declarations_are_kept_in_order() {
    let cases = [
        ("color:red", "color:red"),
        ("COLOR : #0A5C4A ; Margin:0 0 4px", "color:#0A5C4A;margin:0 0 4px"),
        ("font-family:'Segoe UI', Arial, sans-serif", "font-family:'Segoe UI', Arial, sans-serif"),
        ("color: rgb(10, 92, 74)", "color: rgb(10, 92, 74)"),
        ("width:50%!important", "width:50%"),
        ("background:#fff", "background-color:#fff"),
        ("margin-left:-4px", "margin-left:-4px"),
        ("", ""),
        (";;;", ""),
    ];
    for (style, expected) in cases {
        assert_eq!(kept(style), expected.replace(": rgb", ":rgb"), "{style}");
    }
}

#[test]
fn a_declaration_that_could_do_more_than_dress_is_dropped_alone() {
    let hostile = [
        "position:fixed",
        "top:0",
        "background-image:url(x)",
        "background:url(x)",
        "background:u\\72l(x)",
        "background:#fff url(x)",
        "color:var(--x)",
        "color:attr(title)",
        "width:calc(100% + 9px)",
        "width:expression(alert(1))",
        "font-family:'a",
        "font-family:\"a'b",
        "color:rgb(1,2,3",
        "color:rgb(rgb(1,2,3))",
        "color:)rgb(",
        "color:red/**/",
        "color:red\u{0}",
        "color:<b>",
        "color:{red}",
        "@import x",
        "content:'Dr Fabre'",
        "behavior:none",
        "-webkit-filter:none",
        "--x:1",
        "opacity:0",
    ];
    for declaration in hostile {
        assert_eq!(kept(declaration), "", "{declaration}");
        assert_eq!(kept(&format!("color:red;{declaration};margin:0")), "color:red;margin:0", "{declaration}");
    }
}

#[test]
fn colours_are_told_from_the_rest() {
    assert!(safe_declarations("background:white").1);
    assert!(safe_declarations("color:#333").1);
    assert!(!safe_declarations("border-color:red;font-size:12px").1);
    assert!(!safe_declarations("color:url(x)").1);
}

#[test]
fn an_endless_style_is_cut() {
    let style = "color:red;".repeat(10_000);
    assert!(kept(&style).len() <= super::MAX_STYLE);
}
