// A keyring of the desktop on a bus of its own: keys then outlive a process, as a person's do.

import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";

import { pause } from "../e2e/screen.mjs";

/** A bus that starts no program by itself: one of the machine's own would start a second keyring, which nobody opens. */
const BUS = fileURLToPath(new URL("../harness/src/session_bus/bus.conf.in", import.meta.url));
/** Looked for this often, ms, and given up after this long. */
const [EVERY, PATIENCE] = [100, 20_000];

export class Keyring {
  #children = [];

  /** An open keyring whose files are in `folder`. */
  static async open(folder) {
    const keyring = new Keyring();
    try {
      await keyring.#open(folder);
      return keyring;
    } catch (error) {
      keyring.close();
      throw error;
    }
  }

  async #open(folder) {
    const [home, runtime] = [join(folder, "home"), join(folder, "runtime")];
    for (const own of [home, runtime]) await mkdir(own, { recursive: true, mode: 0o700 });
    // The home comes before the bus: what the bus starts writes into it.
    const environment = {
      ...{ ...process.env, HOME: home, XDG_RUNTIME_DIR: runtime },
      ...{
        XDG_DATA_HOME: join(home, "data"),
        XDG_CONFIG_HOME: join(home, "config"),
        XDG_CACHE_HOME: join(home, "cache"),
      },
    };
    const configuration = join(folder, "bus.conf");
    await writeFile(configuration, (await readFile(BUS, "utf8")).replace("@SOCKET@", join(folder, "bus")));
    const listening = ["--nofork", "--print-address=1", `--config-file=${configuration}`];
    const bus = this.#start("dbus-daemon", listening, environment);
    const address = await new Promise((told) => createInterface({ input: bus.stdout }).once("line", told));
    this.environment = { ...environment, DBUS_SESSION_BUS_ADDRESS: address };
    const daemon = this.#start(
      "gnome-keyring-daemon",
      ["--foreground", "--unlock", "--components=secrets"],
      this.environment,
    );
    daemon.stdin.end("mesures");
    const begun = performance.now();
    while (!(await this.#isOpen())) {
      if (performance.now() - begun > PATIENCE) throw new Error("the keyring does not open");
      await pause(EVERY);
    }
  }

  close() {
    for (const child of this.#children.toReversed()) child.kill();
  }

  #start(program, args, env) {
    const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "ignore"] });
    this.#children.push(child);
    return child;
  }

  /** Before it has a collection the keyring answers with the root path, and for a moment that collection is locked. */
  async #isOpen() {
    const alias = await this.#ask("/org/freedesktop/secrets", "Secret.Service.ReadAlias", "string:default");
    const [, collection] = /"(.*\/collection\/.*)"/.exec(alias) ?? [];
    if (collection === undefined) return false;
    const property = ["string:org.freedesktop.Secret.Collection", "string:Locked"];
    return (await this.#ask(collection, "DBus.Properties.Get", ...property)).includes("boolean false");
  }

  /** The answer of the keyring, as dbus-send prints it. */
  async #ask(object, method, ...given) {
    const asked = spawn(
      "dbus-send",
      [
        ...["--session", "--print-reply", "--dest=org.freedesktop.secrets", object],
        ...[`org.freedesktop.${method}`, ...given],
      ],
      { env: this.environment, stdio: ["ignore", "pipe", "ignore"] },
    );
    let answer = "";
    asked.stdout.on("data", (text) => (answer += text));
    await new Promise((ended) => asked.once("close", ended));
    return answer;
  }
}
