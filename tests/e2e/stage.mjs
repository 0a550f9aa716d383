// The stage of a spec: a screen, the demonstration operator, a driver, the window; and everything gone afterwards.

import { spawn } from "node:child_process";
import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { Session } from "./webdriver.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target", "debug");
const SCREEN = "1440x900x24";
const TIME_ZONE = "Europe/Paris";

export class Stage {
  #children = [];
  folder;
  session;

  static async set() {
    const stage = new Stage();
    try {
      await stage.#set();
      return stage;
    } catch (error) {
      await stage.strike();
      throw error;
    }
  }

  async #set() {
    this.folder = await mkdtemp(join(tmpdir(), "estafette-e2e-"));
    for (const name of ["demo", "profile", "files", "saved", "home"]) await mkdir(join(this.folder, name));
    const display = await this.#screen();
    await this.#operator();
    const port = await freePort();
    // A home of its own: what the webview writes is then in reach of the search for leaks.
    const environment = {
      ...process.env,
      DISPLAY: display,
      HOME: join(this.folder, "home"),
      XDG_CACHE_HOME: join(this.folder, "home/.cache"),
      XDG_DATA_HOME: join(this.folder, "home/.local/share"),
      XDG_CONFIG_HOME: join(this.folder, "home/.config"),
      TMPDIR: join(this.folder, "home"),
      TAURI_WEBVIEW_AUTOMATION: "true",
      NO_AT_BRIDGE: "1",
      TZ: TIME_ZONE,
    };
    this.#start("WebKitWebDriver", [`--port=${port}`], { env: environment });
    await reachable(port);
    const folders = ["demo", "profile", "files", "saved"].map((name) => join(this.folder, name));
    this.session = await Session.open(port, join(TARGET, "estafette-e2e-app"), folders);
    this.display = display;
  }

  async #screen() {
    const screen = this.#start("Xvfb", ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    return `:${await firstLine(screen.stdio[3])}`;
  }

  async #operator() {
    const demo = join(this.folder, "demo");
    const operator = this.#start(join(TARGET, "xtask"), ["demo-operator", "--dir", demo], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, TZ: TIME_ZONE },
    });
    this.operator = JSON.parse(await firstLine(operator.stdout));
  }

  #start(program, args, options = {}) {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], ...options });
    child.on("error", () => {});
    this.#children.push(child);
    return child;
  }

  /** Real keys and clicks, as a person's: what WebDriver sends never passes through GTK. */
  xdotool(...args) {
    return new Promise((done, failed) => {
      const child = spawn("xdotool", args, { env: { ...process.env, DISPLAY: this.display }, stdio: "ignore" });
      child.on("error", failed);
      child.on("exit", (code) => (code === 0 ? done() : failed(new Error(`xdotool ${args.join(" ")}: ${code}`))));
    });
  }

  async strike() {
    await this.session?.close().catch(() => {});
    for (const child of this.#children.toReversed()) {
      if (child.exitCode === null && child.signalCode === null && child.pid) {
        const gone = new Promise((resolve) => child.once("exit", resolve));
        child.stdin?.end();
        child.kill("SIGTERM");
        await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5_000))]);
        child.kill("SIGKILL");
      }
    }
    if (this.folder && !process.env.ESTAFETTE_KEEP_STAGE) await rm(this.folder, { recursive: true, force: true });
  }
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("a program ended before it was ready");
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function reachable(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(`http://127.0.0.1:${port}/status`).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("WebKitWebDriver did not start");
}
