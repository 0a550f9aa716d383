// What a measure was given, as a number of files and one hash: two runs on the same letters say the same.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The letters below the Maildir `folders`, whatever their names, which are new each time. A mailbox that never received
 * anything has no folder yet.
 */
export function fingerprint(folders) {
  const hashes = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /[/\\](?:cur|new)$/.test(entry.parentPath))
    .map((entry) => sha256(readFileSync(join(entry.parentPath, entry.name))))
    .sort();
  return { count: hashes.length, sha256: sha256(hashes.join("\n")) };
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
