//! What people choose about Estafette. The engine and the border write settings in the same words, so that what is asked and
//! answered crosses as those words, and a setting has one line on each side instead of a conversion of its own.

use estafette_contract::{ApiError, Done, Event, SettingChange, SettingsRead, SettingsView, Tag};
use estafette_engine as engine;
use serde_json::Value;

use crate::Api;
use crate::fault::{api_error, bad_request, internal};

/// What is answered otherwise once the screen is discreet, or no longer.
const MASKED: [Tag; 4] = [Tag::Threads, Tag::Thread, Tag::Drafts, Tag::Outbox];

impl Api {
    pub(crate) async fn settings_read(&self, _: SettingsRead) -> Result<SettingsView, ApiError> {
        let settings = self.engine().await?.settings().map_err(|error| api_error(&error))?;
        view(&settings)
    }

    pub(crate) async fn setting_change(&self, asked: SettingChange) -> Result<Done, ApiError> {
        let engine = self.engine().await?;
        let change = change(&asked).ok_or_else(|| bad_request("a setting cannot be that"))?;
        let kept = engine.change_setting(&change);
        if let SettingChange::DiscreetMode(on) = asked {
            if on {
                self.stop_reading();
            }
            // What is masked is so at once, kept or not.
            for tag in MASKED {
                self.announcer.announce(Event::Stale { mailbox: None, tag, ids: None });
            }
        }
        self.lock.reconsider();
        kept.map(|()| Done {}).map_err(|error| api_error(&error))
    }
}

fn view(settings: &engine::Settings) -> Result<SettingsView, ApiError> {
    serde_json::from_value(settings.to_json()).map_err(|_| internal("the settings are not those of the border"))
}

fn change(asked: &SettingChange) -> Option<engine::SettingChange> {
    let written = serde_json::to_value(asked).ok()?;
    engine::SettingChange::parse(written.get("setting").and_then(Value::as_str)?, written.get("value")?)
}

#[cfg(test)]
mod tests {
    use estafette_contract as wire;
    use estafette_engine::{SettingChange, Settings};
    use serde_json::{Value, json};

    use super::change;

    /// A value of each setting that is not the one it comes with.
    fn other_value(name: &str) -> Value {
        match name {
            "theme" => json!("dark"),
            "density" => json!("compact"),
            "text_size" => json!(150),
            "reading_size" => json!(20),
            "key_remaps" => json!({ "archive": ["E"] }),
            "send_hold_seconds" => json!(30),
            "signature_person" => json!("person"),
            "notifications" => json!("personal"),
            "kept_texts" => json!("3_months"),
            "lock_after_minutes" => json!(15),
            "single_letter_keys" => json!(false),
            _ => json!(true),
        }
    }

    #[test]
    fn every_setting_of_the_engine_can_be_changed_over_the_border_and_no_other() {
        for name in Settings::NAMES {
            let value = other_value(name);
            let asked: wire::SettingChange =
                serde_json::from_value(json!({ "setting": name, "value": value })).expect("the border knows it");
            assert_eq!(change(&asked), SettingChange::parse(name, &value), "{name}");
            assert!(change(&asked).is_some(), "{name}");
        }
        assert!(serde_json::from_value::<wire::SettingChange>(json!({ "setting": "keys", "value": true })).is_err());
    }

    #[test]
    fn a_size_that_is_not_on_offer_is_not_passed_on() {
        assert_eq!(change(&wire::SettingChange::TextSize(137)), None);
        assert_eq!(change(&wire::SettingChange::SendHoldSeconds(3600)), None);
    }
}
