use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    Density, FixedSettings, KeptTexts, Notifications, SendHold, SettingChange, SettingOrigin, Settings, TextSize,
    ThemeChoice, Unfit,
};

fn kept(rows: &[(&str, &str)]) -> BTreeMap<String, String> {
    rows.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn fixed(written: &Value) -> Result<FixedSettings, Unfit> {
    FixedSettings::parse(written.as_object().expect("an object").clone())
}

fn as_it_comes() -> Settings {
    Settings::resolve(&FixedSettings::default(), &BTreeMap::new())
}

#[test]
fn a_new_profile_has_every_setting_as_it_comes() {
    let settings = as_it_comes();
    assert_eq!(settings.theme.value, ThemeChoice::System);
    assert_eq!(settings.send_hold_seconds.value.get(), 10);
    assert_eq!((settings.text_size.value.get(), settings.reading_size.value.get()), (100, 17));
    assert_eq!(settings.notifications.value, Notifications::Shared);
    assert_eq!(settings.kept_texts.value, KeptTexts::All);
    assert!(settings.single_letter_keys.value && !settings.hide_from_captures.value && !settings.discreet_mode.value);
    for name in Settings::NAMES {
        assert_eq!(settings.to_json()[name]["origin"], "default", "{name}");
    }
}

#[test]
fn what_a_person_chose_holds_and_says_so() {
    let settings =
        Settings::resolve(&FixedSettings::default(), &kept(&[("density", "\"compact\""), ("text_size", "150")]));
    assert_eq!((settings.density.value, settings.density.origin), (Density::Compact, SettingOrigin::Person));
    assert_eq!(settings.text_size.value.get(), 150);
    assert_eq!(settings.theme.origin, SettingOrigin::Default);
}

#[test]
fn a_damaged_value_falls_back_alone() {
    let rows = [
        ("theme", "\"mauve\""),
        ("text_size", "137"),
        ("reading_size", "17,5"),
        ("single_letter_keys", "\"oui\""),
        ("key_remaps", "{\"archive\": \"E\"}"),
        ("send_hold_seconds", "-5"),
        ("notifications", ""),
        ("kept_texts", "3"),
        ("density", "\"compact\""),
    ];
    let settings = Settings::resolve(&FixedSettings::default(), &kept(&rows));
    assert_eq!(settings.density.value, Density::Compact, "the one that can be read");
    let comes = as_it_comes();
    assert_eq!(Settings { density: comes.density.clone(), ..settings }, comes);
}

#[test]
fn what_the_installation_fixed_wins_over_what_a_person_had_chosen() {
    let fixed = fixed(&json!({ "theme": "dark", "send_hold_seconds": 30 })).expect("settings");
    let settings = Settings::resolve(&fixed, &kept(&[("theme", "\"light\""), ("density", "\"compact\"")]));
    assert_eq!((settings.theme.value, settings.theme.origin), (ThemeChoice::Dark, SettingOrigin::Installation));
    assert_eq!(settings.send_hold_seconds.value.get(), 30);
    assert_eq!(settings.density.origin, SettingOrigin::Person);
}

#[test]
fn an_installation_that_fixes_what_cannot_be_is_refused_by_name() {
    assert_eq!(fixed(&json!({ "thme": "dark" })), Err(Unfit::Name(String::from("thme"))));
    for (name, value) in [
        ("theme", json!("noir")),
        ("send_hold_seconds", json!(7)),
        ("discreet_mode", json!("oui")),
        ("kept_texts", json!("2_months")),
    ] {
        assert_eq!(fixed(&json!({ name: value })), Err(Unfit::Value(String::from(name))));
    }
}

#[test]
fn a_change_that_cannot_be_is_no_change() {
    assert_eq!(SettingChange::parse("theme", &json!("dark")), Some(SettingChange::Theme(ThemeChoice::Dark)));
    assert_eq!(SettingChange::parse("text_size", &json!(81)), None);
    assert_eq!(
        SettingChange::parse("keys.keeps_passphrase", &json!("1")),
        None,
        "what is no setting stays out of reach"
    );
    let remap = |keys: Value| SettingChange::parse("key_remaps", &json!({ "archive": keys }));
    assert!(remap(json!(["E"])).is_some() && remap(json!([])).is_some());
    for unusable in [json!(["a", "b", "c", "d", "e"]), json!([""]), json!(["Ctrl\n"]), json!(["x".repeat(41)])] {
        assert_eq!(remap(unusable), None);
    }
}

#[test]
fn every_value_is_read_back_as_it_was_written() {
    let numbers = [("text_size", TextSize::VALUES), ("send_hold_seconds", SendHold::VALUES)];
    let words = [
        ("theme", vec!["light", "dark", "system"]),
        ("density", vec!["comfortable", "compact"]),
        ("signature_person", vec!["mailbox", "person"]),
        ("notifications", vec!["shared", "personal", "none"]),
    ];
    let every = numbers
        .iter()
        .flat_map(|(name, values)| values.iter().map(|value| (*name, json!(value))))
        .chain(words.iter().flat_map(|(name, values)| values.iter().map(|value| (*name, json!(value)))))
        .chain([("key_remaps", json!({ "archive": ["E", "Ctrl+E"], "star": [] }))]);
    for (name, value) in every {
        let change = SettingChange::parse(name, &value).unwrap_or_else(|| panic!("{name} can be {value}"));
        assert_eq!((change.name(), change.to_json()), (name, value));
    }
}

#[test]
fn the_schema_for_installers_knows_every_setting() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../../docs/provisioning.schema.json")).expect("a schema");
    let described: BTreeSet<&str> = schema["$defs"]["settings"]["properties"]
        .as_object()
        .expect("the settings")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(described, Settings::NAMES.iter().copied().collect());
    let values = &schema["$defs"]["settings"]["properties"];
    assert_eq!(values["text_size"]["enum"], json!(TextSize::VALUES));
    assert_eq!(values["send_hold_seconds"]["enum"], json!(SendHold::VALUES));
}

#[test]
fn an_installation_locks_within_two_hours_and_never_at_once() {
    for (minutes, taken) in [(0, false), (1, true), (30, true), (120, true), (121, false), (70_000, false)] {
        assert_eq!(SettingChange::parse("lock_after_minutes", &json!(minutes)).is_some(), taken, "{minutes}");
    }
    assert!(SettingChange::parse("lock_after_minutes", &json!("10")).is_none());
}
