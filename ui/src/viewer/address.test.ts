import { expect, test } from "vitest";

import { addressed } from "./address";

test("the address says how it is read and in which colours, and anything else is a document that stopped", () => {
  expect(addressed("#pdf,dark")).toEqual({ reading: "pdf", theme: "dark" });
  expect(addressed("#film,light")).toEqual({ reading: "film", theme: "light" });
  for (const hash of ["", "#stopped", "#script,red"]) {
    expect(addressed(hash)).toEqual({ reading: "stopped", theme: "light" });
  }
});
