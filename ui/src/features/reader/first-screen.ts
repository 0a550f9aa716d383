/**
 * What the first screen shows, read before it is drawn: drawn without its rows it would be drawn twice, and the first paint of
 * a window is the longest it ever makes.
 */
import type { Api } from "../../api/api";
import type { AppView } from "../../contract/contract";
import { folderPage } from "./listing.svelte";

/** A window is not kept empty for longer than this. */
const PATIENCE_MS = 250;

/** Ends once the folders and the first rows of the mailbox to start with are here, or took too long. */
export async function readFirstScreen(api: Api, app: AppView): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([late, folderThenRows(api, app)]);
}

async function folderThenRows(api: Api, { first: mailbox }: AppView): Promise<void> {
  if (mailbox === null) {
    return;
  }
  const folders = api.read("folder_list", { mailbox });
  await folders.fresh();
  const inbox = folders.peek()?.find(({ role }) => role === "inbox");
  if (inbox !== undefined) {
    await folderPage(api, { kind: "folder", mailbox, folder: inbox.id, filter: "all" }, 0).fresh();
  }
}
