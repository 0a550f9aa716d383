/** Signatures and texts to start from, in memory. */
import type { TemplateRef } from "../../contract/contract";
import type { WritingHandlers } from "./handlers";
import type { World } from "./world";

export function writingCommands(world: World): WritingHandlers {
  return {
    signature_read({ mailbox }) {
      const personSigns = world.settings.signature_person.value === "person";
      const own = world.signatures.get(mailbox) ?? "";
      return {
        mailbox: own,
        person: world.app.person === null ? null : world.personSignature,
        person_signs: personSigns,
        preview: [personSigns ? world.personSignature : "", own].filter((part) => part !== "").join("\n"),
      };
    },

    signature_write({ mailbox, text }) {
      if (mailbox === null) {
        world.personSignature = text.trim();
      } else {
        world.signatures.set(mailbox, text.trim());
      }
      world.stale("signatures", null);
      return {};
    },

    template_list: ({ mailbox }) =>
      world.templates
        .filter((template) => template.mailbox === mailbox)
        .map(({ id, name, text }) => ({ id, name, text }))
        .sort((a, b) => a.name.localeCompare(b.name)),

    template_write({ mailbox, template, name, text }) {
      const others = world.templates.filter((known) => known.mailbox === mailbox && known.id !== template);
      if (others.some((known) => known.name === name)) {
        throw world.error("name_taken");
      }
      const kept = world.templates.filter((known) => known.id !== template);
      world.templates = [...kept, { id: template ?? (world.nextId() as TemplateRef), mailbox, name, text }];
      world.stale("templates", null);
      return {};
    },

    template_delete({ template }) {
      world.templates = world.templates.filter((known) => known.id !== template);
      world.stale("templates", null);
      return {};
    },
  };
}
