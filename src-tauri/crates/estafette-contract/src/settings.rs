//! What people choose about Estafette on this workstation, and who decided each of it.
//!
//! The names and the words are those of `estafette-engine`, whose table has a line for each of these; the api's tests hold
//! the two tables together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for [`SettingsView`].
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SettingsRead {}

/// Who gave a setting its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SettingOrigin {
    /// Nobody: it is as Estafette comes.
    Default,
    /// The installation, for good: it cannot be changed here.
    Installation,
    /// Somebody at the keyboard.
    Person,
}

/// One setting: what holds now, and since whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Setting<T> {
    /// What holds.
    pub value: T,
    /// Who decided it.
    pub origin: SettingOrigin,
}

/// « Clair », « Sombre », « Comme le système ».
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// « Clair »
    Light,
    /// « Sombre »
    Dark,
    /// « Comme le système »
    System,
}

/// How much stands on one screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// « Confortable »
    Comfortable,
    /// « Compacte »
    Compact,
}

/// Whose name outgoing letters carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignaturePerson {
    /// The mailbox alone.
    Mailbox,
    /// The mailbox, and the one at the keyboard.
    Person,
}

/// How much a notification may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Notifications {
    /// « Poste partagé »: that something came, nothing else.
    Shared,
    /// « Poste personnel »: the structure that wrote.
    Personal,
    /// « Aucune »
    None,
}

/// How far back the texts of letters are kept on this machine; the server keeps them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum KeptTexts {
    /// « Tous les messages »
    #[serde(rename = "all")]
    All,
    /// « 12 mois »
    #[serde(rename = "12_months")]
    TwelveMonths,
    /// « 3 mois »
    #[serde(rename = "3_months")]
    ThreeMonths,
    /// « 1 mois »
    #[serde(rename = "1_month")]
    OneMonth,
}

/// Keys chosen in place of ours, by the name of the action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(type = "Readonly<Record<string, readonly string[]>>")]
pub struct KeyRemaps(pub BTreeMap<String, Vec<String>>);

/// One line for each setting: its name, and what it is.
macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident / $Change:ident: $Type:ident;)*) => {
        /// Every setting, as it holds now.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
        pub struct SettingsView {
            $($(#[$doc])* pub $name: Setting<$Type>,)*
        }

        /// Gives one setting another value.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case", tag = "setting", content = "value")]
        pub enum SettingChange {
            $($(#[$doc])* $Change($Type),)*
        }
    };
}

settings! {
    /// Light or dark.
    theme / Theme: ThemeChoice;
    /// How much stands on one screen.
    density / Density: Density;
    /// Size of everything on screen, percent: 80, 90, 100, 110, 125, 150, 175 or 200.
    text_size / TextSize: u16;
    /// Size of the text of a letter at a text size of 100 %, CSS pixels, 15 to 24.
    reading_size / ReadingSize: u16;
    /// Whether a letter pressed alone in the list is a gesture (WCAG 2.1.4).
    single_letter_keys / SingleLetterKeys: bool;
    /// Keys chosen in place of ours.
    key_remaps / KeyRemaps: KeyRemaps;
    /// Seconds during which a letter can be called back after « Envoyer »: 0, 5, 10, 20 or 30.
    send_hold_seconds / SendHoldSeconds: u16;
    /// Whose name outgoing letters carry beside the mailbox.
    signature_person / SignaturePerson: SignaturePerson;
    /// Whether a receipt that is asked for leaves by itself once the message was shown; never where it would go elsewhere.
    automatic_receipts / AutomaticReceipts: bool;
    /// How much a notification may say.
    notifications / Notifications: Notifications;
    /// How far back the texts of letters are kept on this machine.
    kept_texts / KeptTexts: KeptTexts;
    /// Whether a link of a letter may be opened in the browser of the desktop, once it was shown in full.
    open_links / OpenLinks: bool;
    /// Whether what names a patient is masked on screen.
    discreet_mode / DiscreetMode: bool;
    /// Minutes without anybody after which the screen locks: 5, 10 or 15, or what the installation decided, up to 120.
    lock_after_minutes / LockAfterMinutes: u16;
    /// Whether the window is black in pictures of the screen.
    hide_from_captures / HideFromCaptures: bool;
}
