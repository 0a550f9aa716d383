// What lies on the disk in the clear.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files below `folder` that hold `bytes`, plain or as UTF-16. */
export async function filesWith(folder, bytes) {
  const forms = [bytes, Buffer.from(bytes.toString(), "utf16le")];
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path).catch(() => Buffer.alloc(0));
    if (forms.some((form) => content.includes(form))) found.push(path);
  }
  return found;
}
