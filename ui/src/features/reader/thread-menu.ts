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
import { sayShortcut } from "../session/shortcuts";
import type { Reading } from "./reading.svelte";

/** What the toolbar keeps behind « Autres actions ». */
export function otherGestures(reading: Reading, onmove: () => void): MenuItem[] {
  return [...answers(reading).slice(1), ...marks(reading), move(reading, onmove)];
}

/** Everything a row offers; an answer is for one conversation alone. */
export function rowGestures(reading: Reading, onmove: () => void): MenuItem[] {
  return [
    ...(reading.selection.several ? [] : answers(reading)),
    {
      label: t("thread.archive"),
      icon: Archive,
      shortcut: sayShortcut("archive"),
      onselect: () => reading.archive(),
    },
    { label: t("thread.delete"), icon: Trash, shortcut: sayShortcut("delete"), onselect: () => reading.remove() },
    move(reading, onmove),
    ...marks(reading),
  ];
}

function answers(reading: Reading): MenuItem[] {
  const entry = (mode: "reply" | "reply_all" | "forward", icon: typeof Reply): MenuItem => ({
    label: t(`thread.${mode}`),
    icon,
    shortcut: sayShortcut(mode),
    onselect: () => void reading.answer(mode),
  });
  return [entry("reply", Reply), entry("reply_all", ReplyAll), entry("forward", Forward)];
}

function marks(reading: Reading): MenuItem[] {
  const { unread, starred } = reading;
  return [
    {
      label: t(unread ? "thread.mark_read" : "thread.mark_unread"),
      icon: unread ? MailOpen : Mail,
      shortcut: sayShortcut(unread ? "mark_read" : "mark_unread"),
      onselect: () => void reading.markSeen(unread),
    },
    {
      label: t(starred ? "thread.unstar" : "thread.star"),
      icon: Star,
      shortcut: sayShortcut("star"),
      onselect: () => void reading.toggleStar(),
    },
  ];
}

function move(reading: Reading, onmove: () => void): MenuItem {
  return {
    label: t("thread.move"),
    icon: FolderInput,
    shortcut: sayShortcut("move"),
    blocked: !reading.movable,
    onselect: onmove,
  };
}
