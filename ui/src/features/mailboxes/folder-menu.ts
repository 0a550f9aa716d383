/** The gestures on a folder, as the entries of the menu of its row; a mailbox offers a new folder alone. */
import FolderInput from "@lucide/svelte/icons/folder-input";
import FolderPlus from "@lucide/svelte/icons/folder-plus";
import FolderX from "@lucide/svelte/icons/folder-x";
import Pencil from "@lucide/svelte/icons/pencil";

import type { MenuItem } from "../../components/MenuEntries.svelte";
import type { FolderView } from "../../contract/contract";
import { t } from "../../i18n/i18n";
import type { FolderGestures } from "./folder-gestures.svelte";

/** Folders with a use of their own keep their name and their place: a new one is made beside them. */
export function folderMenu(gestures: FolderGestures, folder: FolderView | undefined): MenuItem[] {
  const create = {
    label: t("folder.create"),
    icon: FolderPlus,
    onselect: () => gestures.ask({ kind: "create", parent: undefined }),
  };
  if (folder === undefined || folder.role !== "other") {
    return [create];
  }
  return [
    {
      label: t("folder.create_inside"),
      icon: FolderPlus,
      onselect: () => gestures.ask({ kind: "create", parent: folder }),
    },
    { label: t("folder.rename"), icon: Pencil, onselect: () => gestures.ask({ kind: "rename", folder }) },
    { label: t("folder.move"), icon: FolderInput, onselect: () => gestures.ask({ kind: "move", folder }) },
    { label: t("folder.delete"), icon: FolderX, onselect: () => gestures.ask({ kind: "delete", folder }) },
  ];
}
