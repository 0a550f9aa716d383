// What a measure was given, as a number of files and one hash: two runs on the same letters say the same.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The letters below the Maildir `folders`, whatever their names, which are new each time. A mailbox that never received
 * anything has no folder yet. `asGiven` makes of a file what the server gives of it: one that it wrote itself ends its
 * lines with LF, and is given with CRLF.
 */
export function fingerprint(folders, asGiven = (bytes) => bytes) {
  const hashes = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /[/\\](?:cur|new)$/.test(entry.parentPath))
    .map((entry) => sha256(asGiven(readFileSync(join(entry.parentPath, entry.name)))))
    .sort();
  return { count: hashes.length, sha256: sha256(hashes.join("\n")) };
}

/** The same bytes with CRLF at the end of each line. */
export function withCrlf(bytes) {
  return Buffer.from(bytes.toString("latin1").replace(/\r?\n/g, "\r\n"), "latin1");
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
