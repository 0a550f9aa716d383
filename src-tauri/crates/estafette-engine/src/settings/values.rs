//! What each setting can be. A value is parsed from JSON, the form `post.db`, the provisioning file and the border have in
//! common, and one that cannot be is no value at all.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a setting can be.
pub trait SettingValue: Sized {
    /// The value written as `json`; nothing when it cannot be that.
    fn from_json(json: &Value) -> Option<Self>;
    /// As it is written.
    fn to_json(&self) -> Value;
}

impl SettingValue for bool {
    fn from_json(json: &Value) -> Option<Self> {
        json.as_bool()
    }

    fn to_json(&self) -> Value {
        Value::Bool(*self)
    }
}

/// An enumeration written as words.
macro_rules! words {
    ($($(#[$doc:meta])* $Name:ident { $($(#[$of:meta])* $Variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $Name {
            $($(#[$of])* $Variant,)*
        }

        impl SettingValue for $Name {
            fn from_json(json: &Value) -> Option<Self> {
                match json.as_str()? {
                    $($word => Some(Self::$Variant),)*
                    _ => None,
                }
            }

            fn to_json(&self) -> Value {
                Value::from(match self {
                    $(Self::$Variant => $word,)*
                })
            }
        }
    )*};
}

words! {
    /// The colours of the window.
    ThemeChoice {
        /// « Clair »
        Light = "light",
        /// « Sombre »
        Dark = "dark",
        /// « Comme le système »
        System = "system",
    }

    /// How much stands on one screen.
    Density {
        /// « Confortable »
        Comfortable = "comfortable",
        /// « Compacte »
        Compact = "compact",
    }

    /// Whose name outgoing letters carry.
    SignaturePerson {
        /// The mailbox alone.
        Mailbox = "mailbox",
        /// The mailbox, and the one at the keyboard.
        Person = "person",
    }

    /// How much a notification may say.
    Notifications {
        /// « Poste partagé »: that something came, nothing else.
        Shared = "shared",
        /// « Poste personnel »: the structure that wrote.
        Personal = "personal",
        /// « Aucune »
        None = "none",
    }

    /// How far back the texts of letters are kept on this machine; the server keeps them all.
    KeptTexts {
        /// « Tous les messages »
        All = "all",
        /// « 12 mois »
        TwelveMonths = "12_months",
        /// « 3 mois »
        ThreeMonths = "3_months",
        /// « 1 mois »
        OneMonth = "1_month",
    }
}

/// A whole number among those listed.
macro_rules! numbers {
    ($($(#[$doc:meta])* $Name:ident among $values:expr, by default $default:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $Name(u16);

        impl $Name {
            /// Every value it can have, in order.
            pub const VALUES: &[u16] = &$values;

            /// The number itself.
            #[must_use]
            pub const fn get(self) -> u16 {
                self.0
            }
        }

        impl Default for $Name {
            fn default() -> Self {
                Self($default)
            }
        }

        impl SettingValue for $Name {
            fn from_json(json: &Value) -> Option<Self> {
                let number = u16::try_from(json.as_u64()?).ok()?;
                Self::VALUES.contains(&number).then_some(Self(number))
            }

            fn to_json(&self) -> Value {
                Value::from(self.0)
            }
        }
    )*};
}

numbers! {
    /// Size of everything on screen, percent of that of the system.
    TextSize among [80, 90, 100, 110, 125, 150, 175, 200], by default 100;
    /// Size of the text of a letter at a text size of 100 %, CSS pixels.
    ReadingSize among [15, 16, 17, 18, 19, 20, 21, 22, 23, 24], by default 17;
    /// Seconds between « Envoyer » and the departure of a letter.
    SendHold among [0, 5, 10, 20, 30], by default 10;
}

/// Minutes without anybody after which the screen locks. Somebody at the keyboard chooses among three; an installation may
/// decide any number, up to the two hours at which health data may stay open before nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LockDelay(u16);

impl LockDelay {
    /// Every value it can have, minutes.
    pub const VALUES: std::ops::RangeInclusive<u16> = 1..=120;

    /// How long that is.
    #[must_use]
    pub fn duration(self) -> std::time::Duration {
        std::time::Duration::from_mins(self.0.into())
    }
}

impl Default for LockDelay {
    fn default() -> Self {
        Self(10)
    }
}

impl SettingValue for LockDelay {
    fn from_json(json: &Value) -> Option<Self> {
        let minutes = u16::try_from(json.as_u64()?).ok()?;
        Self::VALUES.contains(&minutes).then_some(Self(minutes))
    }

    fn to_json(&self) -> Value {
        Value::from(self.0)
    }
}

/// Actions that were given other keys: more than there are actions would be a file gone wrong.
const MAX_REMAPS: usize = 128;
/// Keys for one action.
const MAX_KEYS: usize = 4;
/// Length of the name of an action or a key, bytes: `Ctrl+Shift+PageDown` has nineteen.
const MAX_NAME: usize = 40;

/// Keys chosen in place of ours, by the name of the action; no key at all switches its keys off. The names are the page's:
/// one it does not know does nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyRemaps(BTreeMap<String, Vec<String>>);

impl KeyRemaps {
    /// The keys of each action that was given others.
    #[must_use]
    pub fn get(&self) -> &BTreeMap<String, Vec<String>> {
        &self.0
    }
}

impl SettingValue for KeyRemaps {
    fn from_json(json: &Value) -> Option<Self> {
        let written: BTreeMap<String, Vec<String>> = serde_json::from_value(json.clone()).ok()?;
        let is_name = |name: &String| !name.is_empty() && name.len() <= MAX_NAME && !name.chars().any(char::is_control);
        let fits = written.len() <= MAX_REMAPS
            && written
                .iter()
                .all(|(action, keys)| is_name(action) && keys.len() <= MAX_KEYS && keys.iter().all(is_name));
        fits.then_some(Self(written))
    }

    fn to_json(&self) -> Value {
        serde_json::json!(self.0)
    }
}
