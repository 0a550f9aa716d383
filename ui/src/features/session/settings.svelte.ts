/**
 * What people chose about Estafette on this workstation. The engine keeps it; what somebody chooses here holds at once, while
 * the engine is being told, so that the next press of a key starts from it.
 */
import type { Api } from "../../api/api";
import type { Query } from "../../api/query";
import type { Commands, SettingsView } from "../../contract/contract";
import type { Problems } from "./problems.svelte";

type Change = Commands["setting_change"][0];
export type SettingName = keyof SettingsView;
export type SettingValue<K extends SettingName> = SettingsView[K]["value"];
type Values = { readonly [K in SettingName]: SettingValue<K> };

/** What holds while the engine has not answered, and where it cannot: as Estafette comes. */
export const AS_IT_COMES: Values = {
  theme: "system",
  density: "comfortable",
  text_size: 100,
  reading_size: 17,
  single_letter_keys: true,
  key_remaps: {},
  send_hold_seconds: 10,
  signature_person: "mailbox",
  automatic_receipts: false,
  notifications: "shared",
  kept_texts: "all",
  open_links: false,
  lock_after_minutes: 10,
  discreet_mode: false,
  hide_from_captures: false,
};

export class Settings {
  readonly #api: Api;
  readonly #problems: Problems;
  /** Chosen a moment ago, and not read back yet. */
  #chosen = $state.raw<Partial<Values>>({});

  constructor(api: Api, problems: Problems) {
    this.#api = api;
    this.#problems = problems;
  }

  /** The engine has answered, or cannot. */
  get known(): boolean {
    return this.#query.data !== undefined || this.#query.error !== undefined;
  }

  value<K extends SettingName>(name: K): SettingValue<K> {
    const chosen: SettingValue<K> | undefined = this.#chosen[name];
    return chosen ?? this.#query.data?.[name].value ?? AS_IT_COMES[name];
  }

  /** The installation decided it: nobody changes it here. */
  isFixed(name: SettingName): boolean {
    return this.#query.data?.[name].origin === "installation";
  }

  /** Chooses another value; true once the engine has kept it. What it refuses is said, and is as before. */
  async change<K extends SettingName>(name: K, value: SettingValue<K>): Promise<boolean> {
    if (this.isFixed(name)) {
      this.#problems.show({ code: "setting_fixed", params: {}, report_id: "" });
      return false;
    }
    const chosen = { [name]: value } as Partial<Values>;
    this.#chosen = { ...this.#chosen, ...chosen };
    // A name and the value of that name: the pairs of the contract, which TypeScript cannot put together again.
    const changed = await this.#api.call("setting_change", { setting: name, value } as Change);
    if (changed.ok) {
      this.#query.invalidate();
      await this.#query.fresh();
    } else {
      this.#problems.show(changed.problem);
    }
    // Another choice may have been made meanwhile.
    if (this.#chosen[name] === value) {
      this.#chosen = { ...this.#chosen, [name]: undefined };
    }
    return changed.ok;
  }

  get #query(): Query<SettingsView> {
    return this.#api.read("settings_read", {});
  }
}
