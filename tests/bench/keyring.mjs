// A keyring of the desktop on a bus of its own: keys then outlive a process, as a person's do.

import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { pause } from "../e2e/screen.mjs";

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
    const bus = this.#start("dbus-daemon", ["--session", "--nofork", "--print-address=1"], environment);
    const address = await new Promise((told) => createInterface({ input: bus.stdout }).once("line", told));
    this.environment = { ...environment, DBUS_SESSION_BUS_ADDRESS: address };
    const daemon = this.#start(
      "gnome-keyring-daemon",
      ["--foreground", "--unlock", "--components=secrets"],
      this.environment,
    );
    daemon.stdin.end("mesures");
    const begun = performance.now();
    while (!(await this.#hasCollection())) {
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

  /** Before it has a collection, the keyring answers with the root path. */
  async #hasCollection() {
    const asked = spawn(
      "dbus-send",
      [
        ...["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"],
        ...["org.freedesktop.Secret.Service.ReadAlias", "string:default"],
      ],
      { env: this.environment, stdio: ["ignore", "pipe", "ignore"] },
    );
    let answer = "";
    asked.stdout.on("data", (text) => (answer += text));
    await new Promise((ended) => asked.once("close", ended));
    return answer.includes("/collection/");
  }
}
