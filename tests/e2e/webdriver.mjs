// A WebDriver client of the few calls the specs need (W3C WebDriver, JSON over HTTP), against WebKitWebDriver itself.

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export const Key = {
  enter: "\uE007",
  escape: "\uE00C",
  tab: "\uE004",
  control: "\uE009",
  shift: "\uE008",
  backspace: "\uE003",
  down: "\uE015",
  f6: "\uE036",
};

export class Session {
  #base;

  static async open(port, binary, args) {
    const always = { "webkitgtk:browserOptions": { binary, args } };
    const value = await call("POST", `http://127.0.0.1:${port}/session`, { capabilities: { alwaysMatch: always } });
    return new Session(`http://127.0.0.1:${port}/session/${value.sessionId}`);
  }

  constructor(base) {
    this.#base = base;
  }

  #ask(method, path, body) {
    return call(method, this.#base + path, body);
  }

  async close() {
    await this.#ask("DELETE", "");
  }

  /** The element `css` finds, waited for. */
  find(css) {
    return this.until(
      css,
      async () => (await this.#ask("POST", "/element", { using: "css selector", value: css }))[ELEMENT],
    );
  }

  async click(css) {
    await this.#ask("POST", `/element/${await this.find(css)}/click`, {});
  }

  async type(css, text) {
    await this.#ask("POST", `/element/${await this.find(css)}/value`, { text });
  }

  /** Runs `script` in the current frame; `arguments` are `args`. */
  run(script, ...args) {
    return this.#ask("POST", "/execute/sync", { script, args });
  }

  /** Presses the keys one on top of the other, then lets go of them. */
  async press(...keys) {
    const down = keys.map((value) => ({ type: "keyDown", value }));
    const up = keys.toReversed().map((value) => ({ type: "keyUp", value }));
    await this.#ask("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions: [...down, ...up] }] });
  }

  async screenshot() {
    return Buffer.from(await this.#ask("GET", "/screenshot"), "base64");
  }

  title() {
    return this.#ask("GET", "/title");
  }

  /** The windows there are. */
  windows() {
    return this.#ask("GET", "/window/handles");
  }

  async enterFrame(css) {
    await this.#ask("POST", "/frame", { id: { [ELEMENT]: await this.find(css) } });
  }

  async leaveFrame() {
    await this.#ask("POST", "/frame", { id: null });
  }

  /** Waits until `look` gives something, and gives it. */
  async until(what, look, patience = 30_000) {
    const begun = Date.now();
    for (;;) {
      const found = await look().catch(() => null);
      if (found) return found;
      if (Date.now() - begun > patience) throw new Error(`waited too long for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The visible text of what `css` finds; empty when there is nothing. */
  text(css) {
    return this.run("return document.querySelector(arguments[0])?.innerText ?? ''", css);
  }
}

async function call(method, url, body) {
  const response = await fetch(url, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value?.error}: ${value?.message}`);
  return value;
}
