/** The page in a plain browser. `window.estafette` is the fictional world, for the tests to act on. */
import { mount } from "svelte";

import App from "./App.svelte";
import { BrowserHost } from "./host/browser";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

const host = new BrowserHost(new URLSearchParams(location.search).get("scene") ?? "");
Object.assign(window, { estafette: host.world });

const target = document.getElementById("app");
if (target !== null) {
  mount(App, { target, props: { host } });
}
