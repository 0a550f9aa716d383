// Letters put into a mailbox of the operator as a server delivers them.

import { chmod, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const TYPES = { pdf: "application/pdf", webm: "video/webm" };

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

/** A letter of just now from the doctor, with `files` by name. */
export function letterWith(subject, files) {
  const parts = Object.entries(files).map(([name, bytes]) => {
    const type = TYPES[name.split(".").at(-1)] ?? "application/octet-stream";
    const body = bytes.toString("base64").replace(/.{76}/g, "$&\r\n");
    return (
      `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${body}\r\n`
    );
  });
  const date = new Date().toUTCString().replace("GMT", "+0000");
  return Buffer.from(
    `From: "Dr Fabre" <h.fabre@medecin.mssante.example>\r\n` +
      `To: secretariat@ehpad-les-tilleuls.mssante.example\r\n` +
      `Subject: ${subject}\r\nMessage-ID: <${Date.now()}@medecin.mssante.example>\r\nDate: ${date}\r\n` +
      `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n` +
      `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nCi-joint.\r\n${parts.join("")}--b--\r\n`,
  );
}
