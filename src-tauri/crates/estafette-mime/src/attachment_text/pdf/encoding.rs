//! Which letters the codes of a simple font stand for, by the encodings of ISO 32000-1 annex D and by the names of glyphs.
//!
//! A name is read as the Adobe Glyph List reads it, as far as European languages go; an accented letter is its two halves.

use icu_normalizer::properties::CanonicalComposition;

/// The letters of the codes 0 to 255; U+0000 where there is none.
pub(super) type Letters = [char; 256];

/// `/StandardEncoding`: what a Type 1 font has when nothing is said.
pub(super) fn standard() -> Letters {
    let mut letters = from_parts(
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\0–†‡·\0¶•‚„”»…‰\0¿\0`´ˆ˜¯˘˙¨\0˚¸\0˝˛ˇ—\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0Æ\0ª\0\0\0\0ŁØŒº\0\0\0\0\0æ\0\0\0ı\0\0łøœß",
    );
    for (code, letter) in [(b'\'', '’'), (b'`', '‘')] {
        if let Some(place) = letters.get_mut(usize::from(code)) {
            *place = letter;
        }
    }
    letters
}

/// `/WinAnsiEncoding`, windows-1252.
pub(super) fn win_ansi() -> Letters {
    from_parts(
        "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    )
}

/// `/MacRomanEncoding`.
pub(super) fn mac_roman() -> Letters {
    from_parts(
        "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\0ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    )
}

/// The letter a glyph of that name shows: `eacute`, `uni00E9`, `f_i`, `A.sc`. None for `g17`, which says nothing.
pub(super) fn letter_of(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split_once('.').map_or(name, |(name, _)| name);
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return letter.is_ascii_alphabetic().then_some(letter);
    }
    accented(name).or_else(|| by_number(name)).or_else(|| by_name(name))
}

/// ASCII, and what the codes above 127 stand for.
fn from_parts(upper: &str) -> Letters {
    let mut letters = ['\0'; 256];
    let lower = (0..128_u8).map(|code| if code < 32 { '\0' } else { char::from(code) });
    for (place, letter) in letters.iter_mut().zip(lower.chain(upper.chars())) {
        *place = letter;
    }
    letters
}

fn by_name(name: &str) -> Option<char> {
    if matches!(name, "space" | "nbspace") {
        return Some(' ');
    }
    let mut known = NAMES.split(' ');
    while let (Some(found), Some(letter)) = (known.next(), known.next()) {
        if found == name {
            return letter.chars().next();
        }
    }
    None
}

fn accented(name: &str) -> Option<char> {
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let accent = name.get(1..)?;
    let (_, mark) = ACCENTS.iter().find(|(known, _)| *known == accent)?;
    CanonicalComposition::new().compose(letter, *mark)
}

fn by_number(name: &str) -> Option<char> {
    let digits = name.strip_prefix("uni").and_then(|digits| digits.get(..4)).or_else(|| name.strip_prefix('u'))?;
    if !(4..=6).contains(&digits.len()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// Words for what stands over or under a letter.
const ACCENTS: [(&str, char); 14] = [
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circumflex", '\u{302}'),
    ("tilde", '\u{303}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("dieresis", '\u{308}'),
    ("ring", '\u{30a}'),
    ("hungarumlaut", '\u{30b}'),
    ("caron", '\u{30c}'),
    ("cedilla", '\u{327}'),
    ("ogonek", '\u{328}'),
    ("commaaccent", '\u{326}'),
];

/// Glyphs that are not called by their letter, and their letters.
const NAMES: &str = "exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( parenright ) \
    asterisk * plus + comma , hyphen - period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 \
    seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ \
    backslash \\ bracketright ] asciicircum ^ underscore _ grave ` braceleft { bar | braceright } \
    asciitilde ~ exclamdown ¡ cent ¢ sterling £ currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ \
    copyright © ordfeminine ª guillemotleft « logicalnot ¬ registered ® macron ¯ degree ° plusminus ± \
    twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶ periodcentered · cedilla ¸ onesuperior ¹ \
    ordmasculine º guillemotright » onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿ AE Æ Eth Ð \
    multiply × Oslash Ø Thorn Þ germandbls ß ae æ eth ð divide ÷ oslash ø thorn þ dotlessi ı Lslash Ł \
    lslash ł OE Œ oe œ quoteleft ‘ quoteright ’ quotesinglbase ‚ quotedblleft “ quotedblright ” \
    quotedblbase „ guilsinglleft ‹ guilsinglright › dagger † daggerdbl ‡ bullet • ellipsis … perthousand ‰ \
    endash – emdash — Euro € trademark ™ minus − fraction ⁄ lessequal ≤ greaterequal ≥ notequal ≠ ff ﬀ fi ﬁ \
    fl ﬂ ffi ﬃ ffl ﬄ f_f ﬀ f_i ﬁ f_l ﬂ f_f_i ﬃ f_f_l ﬄ hyphenminus -";

#[cfg(test)]
mod tests;
