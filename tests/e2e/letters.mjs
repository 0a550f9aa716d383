// Letters with files: put into a maildir as a server would, and read in the window.

import assert from "node:assert/strict";
import { chmod, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const TYPES = { pdf: "application/pdf", webm: "video/webm" };

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

/** Puts `raw` into the inbox of a maildir. */
export async function deliver(maildir, name, raw) {
  const path = join(maildir, "tmp", `1790.estafette-${name}`);
  await writeFile(path, raw);
  await chmod(path, 0o644);
  await rename(path, join(maildir, "new", `1790.estafette-${name}`));
}

/** Has Estafette read a file of the letter that is open in the main window. */
export async function readFileOfLetter(session, name) {
  await session.enterFrame("iframe");
  const [message, index] = await session.run(
    `const file = [...document.querySelectorAll(".e-file")].find((file) => file.innerText.includes(arguments[0]));
     return file.getAttribute("href").split("/").slice(-2).map(Number);`,
    name,
  );
  await session.leaveFrame();
  const { mailboxes } = await command(session, "app_read", {});
  const mailbox = mailboxes.find(({ label }) => label === "Secrétariat").id;
  assert.deepEqual(await command(session, "attachment_read", { mailbox, message, index, theme: "light" }), {});
}

/** Asks a command as the page does. */
export function command(session, name, args) {
  return session.run("return window.__TAURI_INTERNALS__.invoke(arguments[0], { args: arguments[1] })", name, args);
}
