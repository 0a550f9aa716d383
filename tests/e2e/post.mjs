// Letters put into a mailbox of the operator as a server delivers them.

import { chmod, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Delivers `raw` to the inbox of `login`; `name` is the letter's own. */
export async function deliver(stage, login, name, raw) {
  const { maildir } = stage.operator.accounts.find((account) => account.login === login);
  const file = `179.estafette-${name}`;
  const path = join(maildir, "tmp", file);
  await writeFile(path, raw);
  await chmod(path, 0o644);
  await rename(path, join(maildir, "new", file));
}

/** A letter of one HTML part, of `minutes` ago. */
export function htmlLetter({ id, from, subject, html, answers, minutes = 0 }) {
  const date = new Date(Date.now() - minutes * 60_000).toUTCString().replace("GMT", "+0000");
  return Buffer.from(
    `From: ${from}\r\nTo: secretariat@ehpad-les-tilleuls.mssante.example\r\nSubject: ${subject}\r\n` +
      `Message-ID: <${id}>\r\n${answers ? `In-Reply-To: <${answers}>\r\n` : ""}Date: ${date}\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${html}\r\n`,
  );
}
