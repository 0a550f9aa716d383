#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

use gtk::gdk::ModifierType;
use gtk::gdk::keys::{Key, constants as keys};

use super::key_name;

const TABLE: &str = include_str!("../../../../ui/src/features/session/shortcuts.ts");

/// Every key of the page's table, as its lines `keys: [...]` and `also: [...]` name them.
fn keys_of_the_table() -> Vec<String> {
    let lists = TABLE.split("keys: [").skip(1).chain(TABLE.split("also: [").skip(1));
    let names = lists.filter_map(|list| list.split(']').next()).flat_map(|list| list.split('"').skip(1).step_by(2));
    names.map(unescaped).collect()
}

/// `\u00c0` is a letter: the sources of the page hold none that only French has.
fn unescaped(name: &str) -> String {
    let mut parts = name.split("\\u");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for (code, rest) in parts.map(|part| part.split_at(4)) {
        whole.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        whole.push_str(rest);
    }
    whole
}

/// A key and what is held with it, as GTK tells them.
fn pressed(name: &str) -> (Key, ModifierType) {
    let mut held = ModifierType::empty();
    let mut base = name;
    for (word, modifier) in
        [("Ctrl+", ModifierType::CONTROL_MASK), ("Alt+", ModifierType::MOD1_MASK), ("Shift+", ModifierType::SHIFT_MASK)]
    {
        if let Some(rest) = base.strip_prefix(word).filter(|rest| !rest.is_empty()) {
            held |= modifier;
            base = rest;
        }
    }
    let key = match base {
        "Enter" => keys::Return,
        "Space" => keys::space,
        "ArrowUp" => keys::Up,
        "ArrowDown" => keys::Down,
        "PageUp" => keys::Page_Up,
        "PageDown" => keys::Page_Down,
        _ if base.chars().count() == 1 => Key::from_unicode(base.to_lowercase().chars().next().unwrap()),
        _ => Key::from_name(base),
    };
    (key, held)
}

#[test]
fn every_key_of_the_table_has_the_same_name_inside_the_frame() {
    let names = keys_of_the_table();
    assert!(names.len() > 25, "the table was not read: {names:?}");
    for name in names {
        let (key, held) = pressed(&name);
        assert_eq!(key_name(key, held), Some(name));
    }
}

#[test]
fn a_character_that_needs_maj_on_a_french_keyboard_is_named_without_it() {
    let held = ModifierType::CONTROL_MASK | ModifierType::SHIFT_MASK;
    for (key, name) in
        [(keys::slash, "Ctrl+/"), (keys::_1, "Ctrl+1"), (keys::plus, "Ctrl++"), (keys::R, "Ctrl+Shift+R")]
    {
        assert_eq!(key_name(key, held).as_deref(), Some(name));
    }
    assert_eq!(key_name(keys::slash, ModifierType::SHIFT_MASK).as_deref(), Some("/"));
    assert_eq!(key_name(keys::N, ModifierType::SHIFT_MASK).as_deref(), Some("N"));
}

#[test]
fn a_modifier_alone_has_no_name() {
    for key in [keys::Shift_L, keys::Control_R, keys::ISO_Level3_Shift] {
        assert_eq!(key_name(key, ModifierType::empty()), None);
    }
}
