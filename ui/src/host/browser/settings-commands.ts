/** The settings of the in-memory engine: kept as they are given, for the page asks for nothing that cannot be. */
import type { SettingsHandlers } from "./handlers";
import type { World } from "./world";

export function settingsCommands(world: World): SettingsHandlers {
  return {
    settings_read() {
      if (world.app.obstacle !== null) {
        throw world.app.obstacle;
      }
      return world.settings;
    },

    setting_change(change) {
      if (world.settings[change.setting].origin === "installation") {
        throw world.error("setting_fixed");
      }
      if (change.setting === "discreet_mode") {
        world.beDiscreet(change.value);
        return {};
      }
      world.settings = { ...world.settings, [change.setting]: { value: change.value, origin: "person" } };
      world.stale("settings", null);
      return {};
    },
  };
}
