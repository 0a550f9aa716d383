import { describe, expect, it } from "vitest";

import { revocationWords } from "./revocation";

const at = (day: number, hour = 12, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime() / 1000;
const NOW = at(24);

describe("what is said of a list of revoked certificates", () => {
  it("its age and the day of the next one, while it holds", () => {
    const words = revocationWords({ state: "current", issued_at: at(23), next_update: at(30) }, NOW);
    expect(words).toContain("du 23\u00a0nov.");
    expect(words).toContain("le 30\u00a0nov.");
  });

  it("when the mailbox closes, once it is overdue", () => {
    const closes_at = at(26, 9, 5);
    const words = revocationWords({ state: "overdue", issued_at: at(16), next_update: at(23), closes_at }, NOW);
    expect(words).toContain("du 16\u00a0nov.");
    expect(words).toContain("devait être renouvelée le 23\u00a0nov.");
    expect(words).toContain("le 26\u00a0nov. à 9\u00a0h\u00a005");
  });

  it("that there never was one, or that none is published", () => {
    expect(revocationWords({ state: "unknown", closes_at: at(26, 9, 5) }, NOW)).toContain("jamais été reçue");
    expect(revocationWords({ state: "unpublished" }, NOW)).toContain("ne publie pas");
  });
});
