use super::{read, without_comments};

const BADGE: &str = r#"<!-- « Sceau » -->
<script lang="ts">
  const word = "mot";
</script>

{#if open && 3 > 2}
  <p class="seal {kind}" aria-label="Sceau" onclick={() => go("là")} style:width="{w}px">Bonjour {name} !</p>
{/if}
<style>
  /* red */
  .seal { color: var(--ink); }
</style>
"#;

#[test]
fn each_part_is_found_with_its_line() {
    let badge = read(BADGE);
    let texts: Vec<_> = badge.texts.iter().map(|text| (text.line, text.text.as_str())).collect();
    assert_eq!(texts, [(7, "Bonjour"), (7, "!")]);
    let strings: Vec<_> = badge.script.strings.iter().map(|text| (text.line, text.text.as_str())).collect();
    assert_eq!(strings, [(3, "mot"), (7, "là")]);
    assert_eq!(badge.style.lines().nth(10), Some("  .seal { color: var(--ink); }"));
}

#[test]
fn attributes_are_read_with_what_is_written_of_their_value() {
    let attributes: Vec<_> = read(BADGE).attributes.into_iter().map(|found| (found.name, found.value)).collect();
    let expected = [("class", "seal "), ("aria-label", "Sceau"), ("onclick", ""), ("style:width", "px")];
    assert_eq!(attributes, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn nothing_of_a_comment_or_a_style_sheet_is_a_word() {
    assert_eq!(read("<!-- Un mot --><style>a { content: \"mot\" }</style>").texts, []);
}

#[test]
fn a_style_sheet_keeps_its_lines_without_its_comments() {
    assert_eq!(without_comments("a{}/* x\ny */b{}"), "a{}    \n    b{}");
}

#[test]
fn markup_that_never_ends_is_left_at_the_end() {
    for text in ["<p class=\"", "{#if", "<script>", "<!--", "<p a={"] {
        assert_eq!(read(text).texts, [], "{text}");
    }
}
