/**
 * The sections of « Réglages », in their order. Each is a component of its own that is loaded when it is chosen; a new one is
 * a line here, its name in the catalogue, and its file.
 */
import Bell from "@lucide/svelte/icons/bell";
import Keyboard from "@lucide/svelte/icons/keyboard";
import Mailbox from "@lucide/svelte/icons/mailbox";
import MonitorCog from "@lucide/svelte/icons/monitor-cog";
import Signature from "@lucide/svelte/icons/signature";
import SunMoon from "@lucide/svelte/icons/sun-moon";
import type { Component } from "svelte";

import type { Glyph } from "../../components/glyph";
import type { SettingsKey } from "../../i18n/settings";

export interface Section {
  readonly id: string;
  readonly name: SettingsKey;
  readonly icon: Glyph;
  readonly load: () => Promise<{ readonly default: Component }>;
}

export const SECTIONS = [
  { id: "look", name: "settings.look", icon: SunMoon, load: () => import("./LookSection.svelte") },
  {
    id: "notifications",
    name: "settings.notifications",
    icon: Bell,
    load: () => import("./NotificationsSection.svelte"),
  },
  {
    id: "workstation",
    name: "settings.workstation",
    icon: MonitorCog,
    load: () => import("./WorkstationSection.svelte"),
  },
  { id: "shortcuts", name: "settings.shortcuts", icon: Keyboard, load: () => import("./ShortcutsSection.svelte") },
  { id: "mailboxes", name: "settings.mailboxes", icon: Mailbox, load: () => import("./MailboxesSection.svelte") },
  { id: "writing", name: "settings.writing", icon: Signature, load: () => import("./WritingSection.svelte") },
] as const satisfies readonly Section[];
