//! What a key pressed inside the thread frame is called: the names of the page's table of shortcuts.
//!
//! By its character and not by its place, as the page does: on any layout a shortcut is where its character is.

use gtk::gdk::ModifierType;
use gtk::gdk::keys::{Key, constants as keys};

/// Modifiers first, as `Ctrl+Shift+R`. A character that needed Maj to be typed is named without it: on a French keyboard
/// `Ctrl+/` is Ctrl, Maj and the key of the colon. Bare modifiers have no name.
pub(super) fn key_name(key: Key, held: ModifierType) -> Option<String> {
    let base = base_name(key)?;
    let mut characters = base.chars();
    let character = characters.next().filter(|_| characters.next().is_none());
    let modified = held.intersects(ModifierType::CONTROL_MASK | ModifierType::MOD1_MASK);
    let says_shift = character.is_none_or(|character| character.is_alphabetic() && modified);
    let mut name = String::new();
    for (modifier, word, said) in [
        (ModifierType::CONTROL_MASK, "Ctrl+", true),
        (ModifierType::MOD1_MASK, "Alt+", true),
        (ModifierType::SHIFT_MASK, "Shift+", says_shift),
    ] {
        if said && held.contains(modifier) {
            name.push_str(word);
        }
    }
    name.push_str(&base);
    Some(name)
}

fn base_name(key: Key) -> Option<String> {
    let named = match key {
        keys::Escape => "Escape",
        keys::Return | keys::KP_Enter => "Enter",
        keys::Delete | keys::KP_Delete => "Delete",
        keys::BackSpace => "Backspace",
        keys::space | keys::KP_Space => "Space",
        keys::Up => "ArrowUp",
        keys::Down => "ArrowDown",
        keys::Home => "Home",
        keys::End => "End",
        keys::Page_Up => "PageUp",
        keys::Page_Down => "PageDown",
        _ => {
            return match key.to_unicode() {
                Some(character) if !character.is_control() => Some(character.to_uppercase().collect()),
                _ => function_key(key),
            };
        }
    };
    Some(named.to_owned())
}

fn function_key(key: Key) -> Option<String> {
    let name = key.name()?;
    let number = name.strip_prefix('F')?;
    number.parse::<u8>().ok().map(|number| format!("F{number}"))
}

#[cfg(test)]
mod tests;
