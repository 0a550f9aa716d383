/** The shipped page, held by the Tauri shell. */
import { mount } from "svelte";

import App from "./App.svelte";
import { tauriHost } from "./host/tauri";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (target !== null) {
  mount(App, { target, props: { host: tauriHost } });
}
