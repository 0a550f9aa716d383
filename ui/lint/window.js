/**
 * What the policy of the window forbids, seen before a window refuses it, and what it cannot see: a letter that would stay
 * on the disk of the web engine. Each with what is done instead.
 */

const STORAGE = "Nothing of a letter stays with the web engine: the engine keeps what is to be kept.";
const NETWORK = "The network is the engine's: ask it by a command of the contract.";
const HTML = "HTML made from a string: markup is Svelte's, a letter has its frame.";

/** What the browser offers under a name of its own. */
export const globals = [
  ...["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"].map((name) => ({
    name,
    message: STORAGE,
  })),
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "Worker", "SharedWorker"].map((name) => ({
    name,
    message: NETWORK,
  })),
];

/** What it offers on something else. */
export const properties = [
  { object: "document", property: "cookie", message: STORAGE },
  { object: "navigator", property: "sendBeacon", message: NETWORK },
  { object: "navigator", property: "serviceWorker", message: STORAGE },
  ...["innerHTML", "outerHTML", "insertAdjacentHTML", "createContextualFragment"].map((property) => ({
    property,
    message: HTML,
  })),
];

/** An address of the network, but for the names Windows gives to our own schemes. */
const REMOTE = String.raw`/https?:\u002F\u002F(?!\w+\.localhost)/`;
const REMOTE_MESSAGE = "An address of the network: the page is all here.";

/** What is written in a way the policy refuses. */
export const syntax = [
  { selector: `Literal[value=${REMOTE}]`, message: REMOTE_MESSAGE },
  { selector: `TemplateElement[value.raw=${REMOTE}]`, message: REMOTE_MESSAGE },
  { selector: `SvelteLiteral[value=${REMOTE}]`, message: REMOTE_MESSAGE },
  {
    selector: 'SvelteAttribute[key.name="style"]',
    message: "A style attribute: the style: directive, which sets properties, or a class.",
  },
];
