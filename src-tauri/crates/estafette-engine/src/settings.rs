//! What people choose about Estafette on this workstation, and what the installation decided in their place.
//!
//! One table says everything about a setting: its name, its type, what holds until somebody chooses. The name is the same in
//! `post.db`, in the provisioning file and on the border. A kept value this program cannot read is left where it is and the
//! default holds: a setting never keeps a profile closed, nor costs the others.

mod fixed;
mod values;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

pub use fixed::FixedSettings;
pub(crate) use fixed::Unfit;
pub use values::{
    Density, KeptTexts, KeyRemaps, LockDelay, Notifications, ReadingSize, SendHold, SettingValue, SignaturePerson,
    TextSize, ThemeChoice,
};

/// Who gave a setting its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingOrigin {
    /// Nobody: it is as Estafette comes.
    Default,
    /// The provisioning file, for good: nobody at the keyboard changes it.
    Installation,
    /// Somebody at the keyboard.
    Person,
}

impl SettingOrigin {
    /// The word the border knows it by.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Installation => "installation",
            Self::Person => "person",
        }
    }
}

/// One setting: what holds now, and since whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// What holds.
    pub value: T,
    /// Who decided it.
    pub origin: SettingOrigin,
}

impl<T: SettingValue> Setting<T> {
    fn resolve(fixed: Option<&Value>, kept: Option<&String>, default: T) -> Self {
        if let Some(value) = fixed.and_then(T::from_json) {
            return Self { value, origin: SettingOrigin::Installation };
        }
        let chosen = kept.and_then(|text| serde_json::from_str(text).ok()).and_then(|value| T::from_json(&value));
        match chosen {
            Some(value) => Self { value, origin: SettingOrigin::Person },
            None => Self { value: default, origin: SettingOrigin::Default },
        }
    }

    fn to_json(&self) -> Value {
        json!({ "value": self.value.to_json(), "origin": self.origin.as_str() })
    }
}

/// The table: one line for each setting. Its twin on the border is in `estafette-contract`, and a test holds the two.
macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident / $Change:ident: $Type:ty = $default:expr;)*) => {
        /// Every setting, as it holds now.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Settings {
            $($(#[$doc])* pub $name: Setting<$Type>,)*
        }

        /// A new value for one setting.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum SettingChange {
            $($(#[$doc])* $Change($Type),)*
        }

        impl Settings {
            /// The name of every setting, in the order of the table.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            pub(crate) fn resolve(fixed: &FixedSettings, kept: &BTreeMap<String, String>) -> Self {
                Self {
                    $($name: Setting::resolve(
                        fixed.get(stringify!($name)),
                        kept.get(stringify!($name)),
                        $default,
                    ),)*
                }
            }

            /// All of them as the border spells them: `{"theme": {"value": "dark", "origin": "person"}, …}`.
            #[must_use]
            pub fn to_json(&self) -> Value {
                let mut object = Map::new();
                $(object.insert(String::from(stringify!($name)), self.$name.to_json());)*
                Value::Object(object)
            }
        }

        impl SettingChange {
            /// The change that gives `value` to the setting called `name`; nothing when there is no such setting, or when it
            /// cannot be that.
            #[must_use]
            pub fn parse(name: &str, value: &Value) -> Option<Self> {
                match name {
                    $(stringify!($name) => <$Type>::from_json(value).map(Self::$Change),)*
                    _ => None,
                }
            }

            pub(crate) fn name(&self) -> &'static str {
                match self {
                    $(Self::$Change(_) => stringify!($name),)*
                }
            }

            pub(crate) fn to_json(&self) -> Value {
                match self {
                    $(Self::$Change(value) => value.to_json(),)*
                }
            }
        }
    };
}

settings! {
    /// Light or dark.
    theme / Theme: ThemeChoice = ThemeChoice::System;
    /// How much stands on one screen.
    density / Density: Density = Density::Comfortable;
    /// Size of everything on screen.
    text_size / TextSize: TextSize = TextSize::default();
    /// Size of the text of a letter.
    reading_size / ReadingSize: ReadingSize = ReadingSize::default();
    /// Whether a letter pressed alone in the list is a gesture (WCAG 2.1.4).
    single_letter_keys / SingleLetterKeys: bool = true;
    /// Keys chosen in place of ours.
    key_remaps / KeyRemaps: KeyRemaps = KeyRemaps::default();
    /// How long a letter can be called back after « Envoyer ».
    send_hold_seconds / SendHoldSeconds: SendHold = SendHold::default();
    /// Whose name outgoing letters carry beside the mailbox.
    signature_person / SignaturePerson: SignaturePerson = SignaturePerson::Mailbox;
    /// Whether a receipt that is asked for leaves by itself once the message was shown; never where it would go elsewhere.
    automatic_receipts / AutomaticReceipts: bool = false;
    /// How much a notification may say.
    notifications / Notifications: Notifications = Notifications::Shared;
    /// How far back the texts of letters are kept on this machine.
    kept_texts / KeptTexts: KeptTexts = KeptTexts::All;
    /// Whether a link of a letter may be opened in the browser of the desktop, once it was shown in full.
    open_links / OpenLinks: bool = false;
    /// Whether what names a patient is masked on screen.
    discreet_mode / DiscreetMode: bool = false;
    /// Minutes without anybody after which the screen locks.
    lock_after_minutes / LockAfterMinutes: LockDelay = LockDelay::default();
    /// Whether the window is black in pictures of the screen. Off as it comes: it would blind remote help.
    hide_from_captures / HideFromCaptures: bool = false;
}

#[cfg(test)]
mod tests;
