import { describe, expect, it } from "vitest";

import { NOW } from "../../host/browser/house";
import { asParagraphs, fillTemplate, unfilledFields } from "./templates";

const known = { now: NOW, person: "Sophie Martel", mailbox: "Secrétariat", establishment: "EHPAD Les Tilleuls" };

describe("a text to start from", () => {
  it("is filled with the day, the person, the mailbox and the house", () => {
    const text = "{{etablissement}}, {{ boite }}, le {{date}}\n{{Moi}}";
    expect(fillTemplate(text, known)).toBe("EHPAD Les Tilleuls, Secrétariat, le 24\u00a0nov.\u00a02026\nSophie Martel");
  });

  it("keeps what it does not know in sight", () => {
    expect(fillTemplate("{{usager}} et {{moi}}", { ...known, person: "" })).toBe("{{usager}} et {{moi}}");
  });

  it("names each field still to be filled once", () => {
    expect(unfilledFields("{{usager}} {{ heure }} {{usager}} {pas} {{}}")).toEqual([
      "{{usager}}",
      "{{ heure }}",
      "{{}}",
    ]);
    expect(unfilledFields("Bonjour")).toEqual([]);
  });

  it("is paragraphs and never markup", () => {
    expect(asParagraphs("<b>Bonjour</b>\n\nMerci")).toEqual([
      { type: "paragraph", content: [{ type: "text", text: "<b>Bonjour</b>" }] },
      { type: "paragraph" },
      { type: "paragraph", content: [{ type: "text", text: "Merci" }] },
    ]);
  });
});
