/** Joined files in the in-memory engine: one of each sort that a viewer can meet, by their place in the letter. */
import type { ArchiveEntry, AttachmentShown, WinmailFile } from "../../contract/contract";
import type { FileHandlers } from "./handlers";
import type { World } from "./world";

const entry = (name: string, announced: number, more: Partial<ArchiveEntry> = {}): ArchiveEntry => ({
  name,
  folder: false,
  announced,
  danger: null,
  archive: false,
  oddities: [],
  ...more,
});

const PHOTO: AttachmentShown = {
  name: "Radio du bassin.jpg",
  document: "image",
  size: 5_700_000,
  danger: null,
  content: { kind: "image", url: "frame/photo.png", width: 1600, height: 1200, reduced: true },
};

const TOOL: AttachmentShown = {
  name: "facture.pdf.exe",
  document: "other",
  size: 412_000,
  danger: "program",
  content: { kind: "refused", reason: "dangerous" },
};

const RESULTS: AttachmentShown = {
  name: "resultats.txt",
  document: "text",
  size: 900_000,
  danger: null,
  content: { kind: "text", text: "Glycémie\t1,02 g/L\nCréatinine\t8,1 mg/L\n[U+202E]fin\n".repeat(40), cut: true },
};

/** By the index of the part. */
export const JOINED: readonly AttachmentShown[] = [
  PHOTO,
  RESULTS,
  {
    name: "Dossier de Mme Garnier.zip",
    document: "archive",
    size: 88_000,
    danger: null,
    content: {
      kind: "archive",
      total: 1_200,
      faults: ["contradictory", "overlapping"],
      entries: [
        entry("Dossier/", 0, { folder: true }),
        entry("Dossier/Lettre de liaison.pdf", 184_000),
        entry("Dossier/Ordonnance.pdf", 96_000, { oddities: ["encrypted"] }),
        entry("../../demarrage/outil.exe", 4_000_000_000, { danger: "program", oddities: ["leads_outside"] }),
        entry("autres.zip", 12_000, { archive: true, oddities: ["twice", "hidden_characters"] }),
      ],
    },
  },
  {
    name: "winmail.dat",
    document: "archive",
    size: 640_000,
    danger: null,
    content: {
      kind: "winmail",
      text: "Bonjour,\nvous trouverez la radio et les résultats.\nBien à vous.",
      incomplete: true,
      files: [PHOTO, RESULTS, TOOL].map(({ name, document, size, danger }): WinmailFile => ({
        name,
        document,
        size,
        danger,
      })),
    },
  },
  TOOL,
  {
    name: "Bilan.pdf",
    document: "pdf",
    size: 96_000,
    danger: null,
    content: { kind: "pdf" },
  },
  {
    name: "",
    document: "image",
    size: 300_000,
    danger: null,
    content: { kind: "refused", reason: "too_many_pixels" },
  },
  {
    ...PHOTO,
    name: "perdue.jpg",
    content: { kind: "image", url: "frame/nulle-part.png", width: 4, height: 3, reduced: false },
  },
];

/** The files of the `winmail.dat` above. */
const INSIDE: readonly AttachmentShown[] = [PHOTO, RESULTS, TOOL];

export function fileCommands(world: World): FileHandlers {
  const file = (index: number, inside: number | null): AttachmentShown => {
    const found = inside === null ? JOINED[index] : INSIDE[inside];
    if (found === undefined) {
      throw world.error("attachment_damaged");
    }
    return found;
  };

  return {
    attachment_view({ index, inside }) {
      const shown = file(index, inside);
      if (shown.content.kind === "image") {
        world.pictures.add(shown.content.url);
      }
      return shown;
    },

    attachment_close({ url }) {
      world.pictures.delete(url);
      return {};
    },

    attachment_save({ mailbox, index, inside, accepted }) {
      const { name, danger } = file(index, inside);
      if (danger !== null && danger !== accepted) {
        return { kind: "dangerous", name, danger };
      }
      return world.record("save_attachment", mailbox, 1) ? { kind: "saved", name } : { kind: "cancelled" };
    },
  };
}
