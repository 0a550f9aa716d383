/** What every feature has at hand: one of each, made once when the page starts. Handed down the component tree. */
import { createContext } from "svelte";

import type { Api } from "../../api/api";
import type { Announcer } from "../../components/announcer.svelte";
import type { Departures } from "./departures.svelte";
import type { Presence } from "./presence.svelte";
import type { Problems } from "./problems.svelte";
import type { Clock } from "./clock.svelte";
import type { Keyboard } from "./keyboard";
import type { Keymap } from "./keymap";
import type { Look } from "./look.svelte";
import type { Session } from "./session.svelte";
import type { Settings } from "./settings.svelte";
import type { Toasts } from "./toasts.svelte";

export interface Desk {
  readonly api: Api;
  readonly session: Session;
  readonly announcer: Announcer;
  readonly toasts: Toasts;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly look: Look;
  readonly keymap: Keymap;
  readonly keyboard: Keyboard;
  readonly departures: Departures;
  readonly problems: Problems;
  readonly presence: Presence;
}

export const [useDesk, provideDesk] = createContext<Desk>();
