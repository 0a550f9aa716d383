// A mailbox of any size on a real operator, and whole processes timed in front of it.

import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** Where Cargo builds. */
export const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
const PROGRAMS = resolve(process.env.ESTAFETTE_PROGRAMS ?? join(TARGET, "release"));

/** Where programs are: those people get, and those that only help to measure them. */
export const programs = {
  built: (name) => join(PROGRAMS, name),
  debug: (name) => join(TARGET, "debug", name),
};

export class Operator {
  #child;

  /**
   * Serves the first `letters` of the corpus `seed`; its papers are in `folder`. With `--small-files`, what is searched is the
   * same and scans and pictures weigh nothing.
   */
  static async start(folder, letters, seed, options = []) {
    const operator = new Operator();
    operator.folder = folder;
    const chore = ["corpus-operator", "--dir", folder, "--letters", String(letters), "--seed", String(seed)];
    operator.#child = spawn(programs.debug("xtask"), [...chore, ...options], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: operator.#child.stdout });
    const [line] = await Promise.race([
      new Promise((told) => lines.once("line", (text) => told([text]))),
      new Promise((_, fail) => operator.#child.once("exit", (code) => fail(new Error(`the operator ended: ${code}`)))),
    ]);
    const described = JSON.parse(line);
    Object.assign(operator, described, described.accounts[0]);
    return operator;
  }

  async stop() {
    const ended = new Promise((gone) => this.#child.once("exit", gone));
    this.#child.stdin.end();
    await ended;
  }

  /** One synchronisation into a profile, whose keys are in the keyring of the environment. */
  cli(profile, options = []) {
    return [...this.cliAgain(profile), "--password-file", join(this.folder, "password.txt"), ...options];
  }

  /** The same for a profile whose password is in the keyring since the first time. */
  cliAgain(profile) {
    return [
      programs.built("estafette-cli"),
      ...["sync", "--once", "--json", "--profile", profile],
      ...["--provision", join(this.folder, "provisioning.json"), "--anchors", join(this.folder, "anchors")],
    ];
  }

  /** The searches of a file, one a line, in what the profile holds. */
  search(profile, queries, options = []) {
    return [
      programs.built("estafette-cli"),
      ...["search", "--json", "--profile", profile, "--provision", join(this.folder, "provisioning.json")],
      ...["--anchors", join(this.folder, "anchors"), "--queries", queries, ...options],
    ];
  }

  /** The same mailbox copied into the Maildir `copy`, without waiting for the disk. */
  async mbsync(copy) {
    await mkdir(copy, { recursive: true });
    const config = join(this.folder, "mbsyncrc");
    const certificate = join(this.folder, "server.pem");
    // it does not look for an address in a certificate, but believes the very certificate it was given
    await writeFile(certificate, await this.#certificate());
    const lines = [
      ...["FSync no", "", "IMAPAccount operator", `Host ${this.host}`, `Port ${this.imaps_port}`, "SSLType IMAPS"],
      ...[`User ${this.login}`, `Pass ${this.password}`, `CertificateFile ${certificate}`, "SystemCertificates no"],
      ...["", "IMAPStore far", "Account operator", "", "MaildirStore near", `Path ${copy}/`, `Inbox ${copy}/INBOX`],
      ...["", "Channel all", "Far :far:", "Near :near:", "Create Near", "Sync Pull", "SyncState *", ""],
    ];
    await writeFile(config, lines.join("\n"));
    return ["mbsync", "-q", "-c", config, "-a"];
  }

  #certificate() {
    return new Promise((told, fail) => {
      const line = connect({ host: this.host, port: this.imaps_port, rejectUnauthorized: false }, () => {
        const { raw } = line.getPeerCertificate();
        line.end();
        told(
          `-----BEGIN CERTIFICATE-----\n${raw.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
        );
      });
      line.once("error", fail);
    });
  }
}

/**
 * Runs a whole process and gives its seconds by the clock and by the processor, children included, and the last line it
 * printed. Throws when it ends with another code than those that are `fine`.
 */
export async function timed([program, ...args], env = process.env, fine = [0]) {
  const shell = spawn("bash", ["-c", 'TIMEFORMAT="%3R %3U %3S"; time "$@"', "timed", program, ...args], { env });
  let [printed, complained] = ["", ""];
  shell.stdout.on("data", (text) => (printed = (printed + text).slice(-1_000_000)));
  shell.stderr.on("data", (text) => (complained = (complained + text).slice(-10_000)));
  const code = await new Promise((ended) => shell.once("close", ended));
  if (!fine.includes(code)) throw new Error(`${program} ended with ${code}: ${complained}`);
  const [wall, user, system] = complained.trim().split("\n").at(-1).split(" ").map(Number);
  return { wall, cpu: user + system, last: printed.trim().split("\n").at(-1) };
}
