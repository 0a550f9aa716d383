// The stage of a spec: a screen, the demonstration operator, a driver, the window; and everything gone afterwards.
//
// `ESTAFETTE_PROGRAMS` is where the windows to try are: those just built in debug unless said otherwise, so that an
// installed package is tried by the very same specs.

import { spawn } from "node:child_process";
import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { family, runs } from "./processes.mjs";
import { Screen, pause, screenArguments } from "./screen.mjs";
import { Session } from "./webdriver.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** Where what only tests use is built. */
export const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target", "debug");
const PROGRAMS = resolve(process.env.ESTAFETTE_PROGRAMS ?? TARGET);
const TIME_ZONE = "Europe/Paris";
/** What GTK is told, and the page hears as `prefers-color-scheme`. */
const GTK_THEMES = { light: "Adwaita", dark: "Adwaita:dark" };

export class Stage {
  #children = [];
  folder;
  session;

  /** A stage with the window on it, held by a driver. */
  static async set(options = {}) {
    const stage = await Stage.bare(options);
    try {
      await stage.drive();
      return stage;
    } catch (error) {
      await stage.strike();
      throw error;
    }
  }

  /**
   * A stage without a window: a screen and, unless said otherwise, an operator. `programs` is the folder of the windows,
   * `theme` the desktop's, `more` is added to the environment of the windows.
   */
  static async bare({ programs = PROGRAMS, theme = "light", operator = true, more = {} } = {}) {
    const stage = new Stage();
    try {
      await stage.#set(programs, theme, operator, more);
      return stage;
    } catch (error) {
      await stage.strike();
      throw error;
    }
  }

  async #set(programs, theme, operator, more) {
    this.programs = programs;
    this.folder = await mkdtemp(join(tmpdir(), "estafette-e2e-"));
    for (const name of ["demo", "files", "saved", "home", "screen"]) await mkdir(join(this.folder, name));
    this.display = await this.#screen();
    this.screen = new Screen(join(this.folder, "screen"));
    const bus = await this.#sessionBus();
    if (operator) await this.#operator();
    // A home of its own: what the webview writes is then in reach of the search for leaks.
    this.environment = {
      ...process.env,
      DISPLAY: this.display,
      DBUS_SESSION_BUS_ADDRESS: bus,
      HOME: join(this.folder, "home"),
      XDG_CACHE_HOME: join(this.folder, "home/.cache"),
      XDG_DATA_HOME: join(this.folder, "home/.local/share"),
      XDG_CONFIG_HOME: join(this.folder, "home/.config"),
      TMPDIR: join(this.folder, "home"),
      GTK_THEME: GTK_THEMES[theme],
      NO_AT_BRIDGE: "1",
      TZ: TIME_ZONE,
      ...more,
    };
  }

  /** Opens the driven window on a profile, new unless it was used before, and gives the session that holds it. */
  async drive(profile = "profile") {
    const driven = this.#driven(profile);
    this.session = await Session.open(await this.driver(), driven.program, driven.args);
    return this.session;
  }

  /** Starts a driver that would attach to any window that lets it, and gives its port. */
  async driver() {
    const port = await freePort();
    const environment = { ...this.environment, TAURI_WEBVIEW_AUTOMATION: "true" };
    this.start("WebKitWebDriver", [`--port=${port}`], { env: environment });
    await reachable(port);
    return port;
  }

  /** Starts the window a person gets, on the demonstration; `more` is added to its environment. */
  ship(profile, more = {}) {
    const args = ["--demo", join(this.folder, "demo"), "--profile", join(this.folder, profile)];
    return this.start(join(this.programs, "estafette"), args, { env: { ...this.environment, ...more } });
  }

  /** Starts the driven window without a driver. */
  shipDriven(profile, more = {}) {
    const { program, args } = this.#driven(profile);
    return this.start(program, args, { env: { ...this.environment, ...more } });
  }

  #driven(profile) {
    const args = ["demo", profile, "files", "saved"].map((name) => join(this.folder, name));
    return { program: join(this.programs, "estafette-e2e-app"), args };
  }

  async #screen() {
    const screen = this.start("Xvfb", screenArguments(join(this.folder, "screen")), {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    return `:${await firstLine(screen.stdio[3])}`;
  }

  /** Every desktop has one; without it, GTK waits for an attempt to start one that nobody runs. */
  async #sessionBus() {
    const bus = this.start("dbus-daemon", ["--session", "--nofork", "--print-address=3"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    return firstLine(bus.stdio[3]);
  }

  async #operator() {
    const demo = join(this.folder, "demo");
    const operator = this.start(join(TARGET, "xtask"), ["demo-operator", "--dir", demo], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, TZ: TIME_ZONE },
    });
    this.operator = JSON.parse(await firstLine(operator.stdout));
  }

  /** Starts a program that ends with the stage. */
  start(program, args, options = {}) {
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

  /** Closes the driven window, so that another can be opened. */
  async leave() {
    await this.session?.close().catch(() => {});
    this.session = undefined;
  }

  /** Ends a program of the stage, and waits until it and all it started are gone. */
  async end(child) {
    if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
    const members = family(child.pid);
    child.stdin?.end();
    child.kill("SIGTERM");
    for (let tries = 0; tries < 50 && members.some(runs); tries += 1) await pause(100);
    child.kill("SIGKILL");
  }

  async strike() {
    await this.leave();
    this.screen?.close();
    for (const child of this.#children.toReversed()) await this.end(child);
    // a window whose screen is gone may still be writing its last words
    const patient = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 };
    if (this.folder && !process.env.ESTAFETTE_KEEP_STAGE) await rm(this.folder, patient);
  }
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("a program ended before it was ready");
}

/** A port nobody listens on. */
export function freePort() {
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
