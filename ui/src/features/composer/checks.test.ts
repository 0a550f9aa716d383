import { describe, expect, it } from "vitest";

import { pending, presendChecks, type CheckCode, type Letter } from "./checks";

const helene = { address: "helene.fabre@medecin.mssante.example", valid: true };
const roche = { address: "cabinet.roche@courriel", valid: false };

function letter(over: Partial<Letter> = {}): Letter {
  return {
    recipients: [helene],
    text: "Bonjour,",
    files: 0,
    encodedSize: 0,
    sizeLimit: 13_684_211,
    confirmed: new Set(),
    ...over,
  };
}

function failing(over: Partial<Letter>): Array<[CheckCode, string]> {
  return pending(presendChecks(letter(over))).map(({ code, level }) => [code, level]);
}

describe("before a letter leaves", () => {
  it("nothing is asked of an ordinary one", () => {
    expect(failing({})).toEqual([]);
  });

  it("somebody must receive it", () => {
    expect(failing({ recipients: [] })).toEqual([["recipients_present", "blocks"]]);
  });

  it("every address must be well written", () => {
    expect(failing({ recipients: [helene, roche] })).toEqual([["recipients_valid", "blocks"]]);
  });

  it("a field of a text that nobody filled is asked about, once named", () => {
    const text = "Le rendez-vous de {{usager}} est confirmé.";
    expect(failing({ text })).toEqual([["fields_filled", "confirm"]]);
    expect(failing({ text, confirmed: new Set(["fields_filled"]) })).toEqual([]);
    expect(presendChecks(letter({ text })).find(({ code }) => code === "fields_filled")?.detail).toContain(
      "{{usager}}",
    );
  });

  it("it must fit what the operator takes", () => {
    expect(failing({ files: 1, encodedSize: 13_684_212 })).toEqual([["size_ok", "blocks"]]);
  });

  it("an unknown limit does not hold it back", () => {
    expect(failing({ files: 1, encodedSize: 99_000_000, sizeLimit: null })).toEqual([]);
  });

  it("what is refused comes before what is only doubtful", () => {
    expect(failing({ recipients: [], text: "Voir ci-joint" }).map(([, level]) => level)).toEqual(["blocks", "confirm"]);
  });
});

describe("an announced file that is not there", () => {
  it.each([
    "voir la pièce jointe",
    "les pièces\u00a0jointes",
    "Ci-joint le DLU",
    "ci-jointes",
    "je vous le mets en PJ",
  ])("is asked about: %s", (text) => {
    expect(failing({ text })).toEqual([["attachments_match", "confirm"]]);
  });

  it.each(["Bonjour", "une pièce à vivre", "joindre la famille", "PJ"])("is not imagined: %s", (text) => {
    expect(failing({ text })).toEqual([]);
  });

  it("is no longer asked about once it is joined, or once somebody confirmed", () => {
    const text = "Voir la pièce jointe";
    expect([failing({ text, files: 1 }), failing({ text, confirmed: new Set(["attachments_match"]) })]).toEqual([
      [],
      [],
    ]);
  });
});

it("says by how much files are too heavy, in the files' own size", () => {
  const [check] = presendChecks(letter({ files: 1, encodedSize: 13_684_211 + 2_873_684 }));
  expect(check?.title).toBe("Message trop lourd de 2,1\u00a0Mo");
});
