/** The settings of the in-memory engine before anybody chose anything: as the real one comes. */
import type { SettingsView } from "../../contract/contract";

export function settingsAsTheyCome(): SettingsView {
  return {
    theme: { value: "system", origin: "default" },
    density: { value: "comfortable", origin: "default" },
    text_size: { value: 100, origin: "default" },
    reading_size: { value: 17, origin: "default" },
    single_letter_keys: { value: true, origin: "default" },
    key_remaps: { value: {}, origin: "default" },
    send_hold_seconds: { value: 10, origin: "default" },
    signature_person: { value: "mailbox", origin: "default" },
    automatic_receipts: { value: false, origin: "default" },
    notifications: { value: "shared", origin: "default" },
    kept_texts: { value: "all", origin: "default" },
    lock_after_minutes: { value: 10, origin: "default" },
    open_links: { value: false, origin: "default" },
    discreet_mode: { value: false, origin: "default" },
    hide_from_captures: { value: false, origin: "default" },
  };
}
