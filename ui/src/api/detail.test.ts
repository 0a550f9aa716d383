import { expect, it } from "vitest";

import { technicalDetail } from "./detail";

const NOW = Date.UTC(2026, 10, 24, 9, 58) / 1000;

it("tells the code, the report, the host, the time and the version", () => {
  const problem = {
    code: "server_untrusted",
    params: { host: "imap.example", fault: "expired" },
    report_id: "ab12cd34",
  } as const;
  expect(technicalDetail(problem, "0.1.0", NOW)).toBe(
    "Estafette 0.1.0\n2026-11-24T09:58:00.000Z\ncode: server_untrusted\nreport: ab12cd34\nhost: imap.example\nfault: expired",
  );
});

it("never tells the words of a server, which may quote an address", () => {
  const problem = {
    code: "letter_refused",
    params: { reply: "550 odette.garnier@patient.example" },
    report_id: "",
  } as const;
  expect(technicalDetail(problem, "0.1.0", NOW)).not.toContain("odette");
});
