/**
 * The page that reads joined documents, in a window that may call nothing. Its address says how: `#pdf,dark`.
 *
 * It is built apart from the main page and shares its widgets and tokens; what it reads, it asks of its own scheme.
 */
import { mount } from "svelte";

import { addressed } from "./viewer/address";
import "./viewer/no-web-assembly";
import Viewer from "./viewer/Viewer.svelte";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (target !== null) {
  const { reading, theme } = addressed(location.hash);
  document.documentElement.dataset["theme"] = theme;
  mount(Viewer, { target, props: { reading } });
}
