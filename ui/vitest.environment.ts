/** Tests run in Node, on the code compiled for a browser: what is reactive on screen is reactive here. */
import type { Environment } from "vitest/runtime";

const environment: Environment = {
  name: "page-without-dom",
  viteEnvironment: "client",
  setup: () => ({ teardown: () => undefined }),
};

export default environment;
