/** The gestures on what is chosen in the list, as the entries of a menu: of the toolbar, of a row. */
import Archive from "@lucide/svelte/icons/archive";
import FolderInput from "@lucide/svelte/icons/folder-input";
import Forward from "@lucide/svelte/icons/forward";
import Mail from "@lucide/svelte/icons/mail";
import MailOpen from "@lucide/svelte/icons/mail-open";
import Reply from "@lucide/svelte/icons/reply";
import ReplyAll from "@lucide/svelte/icons/reply-all";
import Star from "@lucide/svelte/icons/star";
import Trash from "@lucide/svelte/icons/trash";

import type { MenuItem } from "../../components/MenuEntries.svelte";
import { t } from "../../i18n/i18n";
import type { Keymap } from "../session/keymap";
import type { Reading } from "./reading.svelte";

/** What the toolbar keeps behind « Autres actions ». */
export function otherGestures(reading: Reading, keymap: Keymap, onmove: () => void): MenuItem[] {
  return [...answers(reading, keymap).slice(1), ...marks(reading, keymap), move(reading, keymap, onmove)];
}

/** Everything a row offers; an answer is for one conversation alone. */
export function rowGestures(reading: Reading, keymap: Keymap, onmove: () => void): MenuItem[] {
  return [
    ...(reading.selection.several ? [] : answers(reading, keymap)),
    {
      label: t("thread.archive"),
      icon: Archive,
      shortcut: keymap.say("archive"),
      onselect: () => reading.archive(),
    },
    { label: t("thread.delete"), icon: Trash, shortcut: keymap.say("delete"), onselect: () => reading.remove() },
    move(reading, keymap, onmove),
    ...marks(reading, keymap),
  ];
}

function answers(reading: Reading, keymap: Keymap): MenuItem[] {
  const entry = (mode: "reply" | "reply_all" | "forward", icon: typeof Reply): MenuItem => ({
    label: t(`thread.${mode}`),
    icon,
    shortcut: keymap.say(mode),
    onselect: () => void reading.answer(mode),
  });
  return [entry("reply", Reply), entry("reply_all", ReplyAll), entry("forward", Forward)];
}

function marks(reading: Reading, keymap: Keymap): MenuItem[] {
  const { unread, starred } = reading;
  return [
    {
      label: t(unread ? "thread.mark_read" : "thread.mark_unread"),
      icon: unread ? MailOpen : Mail,
      shortcut: keymap.say(unread ? "mark_read" : "mark_unread"),
      onselect: () => void reading.markSeen(unread),
    },
    {
      label: t(starred ? "thread.unstar" : "thread.star"),
      icon: Star,
      shortcut: keymap.say("star"),
      onselect: () => void reading.toggleStar(),
    },
  ];
}

function move(reading: Reading, keymap: Keymap, onmove: () => void): MenuItem {
  return {
    label: t("thread.move"),
    icon: FolderInput,
    shortcut: keymap.say("move"),
    blocked: !reading.movable,
    onselect: onmove,
  };
}
