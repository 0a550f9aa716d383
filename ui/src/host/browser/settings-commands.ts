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

    setting_change({ setting, value }) {
      if (world.settings[setting].origin === "installation") {
        throw world.error("setting_fixed");
      }
      world.settings = { ...world.settings, [setting]: { value, origin: "person" } };
      world.stale("settings", null);
      return {};
    },
  };
}
