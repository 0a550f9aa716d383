/** The host of the shipped page: the Tauri shell. The only importer of `@tauri-apps/api`. */
import { Channel, invoke } from "@tauri-apps/api/core";

import type { Envelope, EventsOpened } from "../contract/contract";
import type { Answer, Asked, CommandName, Host } from "./host";

export const tauriHost: Host = {
  invoke<K extends CommandName>(name: K, asked: Asked<K>): Promise<Answer<K>> {
    return invoke<Answer<K>>(name, { args: asked });
  },

  async openEvents(listener: (envelope: Envelope) => void): Promise<number> {
    const channel = new Channel<Envelope>(listener);
    const { seq } = await invoke<EventsOpened>("events_open", { channel });
    return seq;
  },

  now(): number {
    return Math.floor(Date.now() / 1000);
  },
};
