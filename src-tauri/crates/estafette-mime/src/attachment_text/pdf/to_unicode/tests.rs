use super::ToUnicode;
use crate::attachment_text::pdf::written::IN_TIME;
use crate::attachment_text::words::Words;
use crate::stopwatch::within;

/// The letters of each code; `-` for a code that has none.
fn letters(table: &str, codes: &[u32]) -> String {
    let table = ToUnicode::read(table.as_bytes());
    let mut words = Words::up_to(1000);
    for &code in codes {
        table.write(code, &mut words);
        if !table.has(code) {
            words.push('-');
        }
    }
    words.into_text()
}

#[test]
fn single_codes_have_their_letters() {
    let table = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap
        1 begincodespacerange <0000> <FFFF> endcodespacerange
        3 beginbfchar <0003> <0020> <0011> <00E9> <0012> <00660069> endbfchar endcmap";
    assert_eq!(letters(table, &[0x11, 0x3, 0x12, 0x13]), "é fi-");
}

#[test]
fn a_code_of_several_letters_is_no_letter() {
    let table = ToUnicode::read(b"2 beginbfchar <01> <00660069> <02> <00E9> endbfchar");
    assert_eq!(
        [1, 2, 3].map(|code| (table.has(code), table.letter(code))),
        [(true, None), (true, Some('é')), (false, None)]
    );
}

#[test]
fn runs_of_codes_are_counted_up_or_listed() {
    let table = "2 beginbfrange <41> <43> <0061> <50><52>[<0078> <00660066> <0079>] endbfrange";
    assert_eq!(letters(table, &[0x41, 0x42, 0x43, 0x44]), "abc-");
    assert_eq!(letters(table, &[0x50, 0x51, 0x52, 0x53]), "xffy-");
    assert_eq!(letters("1 beginbfrange <01> <03> <00660061> endbfrange", &[1, 3]), "fafc");
}

#[test]
fn letters_beyond_the_first_plane_and_of_one_byte_are_read() {
    assert_eq!(letters("1 beginbfchar <01> <D835DC00> <02> <41> endbfchar", &[1, 2]), "\u{1d400}A");
}

#[test]
fn several_lists_are_one_table_whatever_their_order() {
    let table = "1 beginbfchar <30> <0041> endbfchar 1 beginbfrange <10> <11> <0042> endbfrange 1 beginbfchar <05> <0044> endbfchar";
    assert_eq!(letters(table, &[0x30, 0x10, 0x11, 0x05, 0x06]), "ABCD-");
}

#[test]
fn a_table_that_is_none_has_no_letters() {
    let broken = [
        "",
        "beginbfchar",
        "1 beginbfchar <41> endbfchar",
        "1 beginbfrange <41> <42> endbfrange",
        "1 beginbfchar <0102030405> <0041> endbfchar",
        "1 beginbfchar /a /b endbfchar",
        "1 beginbfchar <41> <> endbfchar",
        "1 beginbfrange <41> <45> [] endbfrange",
        "<41> <0041>",
    ];
    for table in broken {
        assert_eq!(letters(table, &[0x41, 0x42]), "--", "{table}");
    }
}

#[test]
fn a_run_that_ends_before_it_starts_or_never_is_harmless() {
    assert_eq!(letters("1 beginbfrange <50> <40> <0041> endbfrange", &[0x45, 0x50]), "--");
    let endless = "1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange";
    assert_eq!(letters(endless, &[0, 1]), "AB");
    assert_eq!(letters(endless, &[u32::MAX]), "", "no letter is there");
    assert_eq!(letters("1 beginbfrange <FFFFFFFF> <FFFFFFFF> [<0041> <0042>] endbfrange", &[u32::MAX]), "A");
}

#[test]
fn a_table_without_end_is_cut_in_time() {
    for entry in ["<41> <0041> ", "<41> <41> [<0041> <0042>] ", "<41> "] {
        for list in ["beginbfchar ", "beginbfrange "] {
            let table = format!("{list}{}", entry.repeat(1024 * 1024 / entry.len()));
            within(IN_TIME, entry, || letters(&table, &[0x41]));
        }
    }
}
