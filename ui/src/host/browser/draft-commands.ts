/** Writing and sending, in memory. A saving with an old revision is refused; a letter leaves when the operator says so. */
import type {
  DraftFile,
  DraftRef,
  DraftRow,
  DraftView,
  MailboxRef,
  OutboxRef,
  OutboxView,
  Recipient,
} from "../../contract/contract";
import { maskedDraft, maskedLetter } from "./discretion";
import type { DraftHandlers } from "./handlers";
import { NOW } from "./house";
import type { FakeLetter, World } from "./world";

/** Bytes on the wire for each byte of a file: base64 in lines of 76. */
const ENCODED = 78 / 57;
const ADDRESS = /^[^\s@<>,;]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

export function draftCommands(world: World): DraftHandlers {
  return {
    message_answer({ mailbox, message, mode }) {
      const thread = world.threads.find((known) => known.messages.some((one) => one.id === message));
      if (thread === undefined) {
        throw world.error("gone");
      }
      const prefix = mode === "forward" ? "Tr : " : "Re : ";
      const subject = `${prefix}${thread.subject.replace(/^(Re|Tr) : /, "")}`;
      const who = `${thread.from.name} &lt;${thread.from.address}&gt;`;
      const quote_html =
        mode === "forward"
          ? `<p>Message transféré<br>De : ${who}<br>Objet : ${thread.subject}</p><p>${thread.preview}</p>`
          : `<p>Le 24 nov. 2026 à 10 h 42, ${who} a écrit :</p><blockquote><p>${thread.preview}</p></blockquote>`;
      const to = mode === "forward" ? [] : [thread.from.address];
      const draft = start(
        world,
        mailbox,
        { to, cc: [], subject, body_html: "<p></p>", quote_html, receipt: false },
        true,
      );
      if (mode === "forward") {
        world.draft(draft).files.push(...thread.documents.map((kind) => carried(world, kind)));
        weigh(world.draft(draft));
      }
      return { draft };
    },

    draft_create: ({ mailbox }) => ({
      draft: start(
        world,
        mailbox,
        { to: [], cc: [], subject: "", body_html: "<p></p>", quote_html: "", receipt: false },
        false,
      ),
    }),

    draft_list: ({ mailbox }) =>
      world.drafts.filter((draft) => draft.mailbox === mailbox).map((draft) => rowOf(world, draft)),

    draft_list_foreign: ({ mailbox }) =>
      world.foreignDrafts
        .filter((draft) => draft.mailbox === mailbox)
        .map(({ row }) => (world.discreet ? maskedDraft(row) : row)),

    draft_take_up({ mailbox, uid }) {
      const found = world.foreignDrafts.find((draft) => draft.mailbox === mailbox && draft.row.uid === uid);
      if (found === undefined) {
        throw world.error("gone");
      }
      world.foreignDrafts = world.foreignDrafts.filter((draft) => draft !== found);
      const { subject, to } = found.row;
      const content = {
        to: [...to],
        cc: [],
        subject: subject ?? "",
        body_html: "<p>Écrit ailleurs.</p>",
        quote_html: "",
        receipt: false,
      };
      return { draft: start(world, mailbox, content, false) };
    },

    draft_read: ({ draft }) => structuredClone(world.draft(draft)),

    draft_open({ draft }) {
      world.interrupted.delete(draft);
      return structuredClone(world.draft(draft));
    },

    draft_close({ draft, mailbox }) {
      world.interrupted.delete(draft);
      world.stale("drafts", mailbox, [draft]);
      return {};
    },

    draft_interrupted: () =>
      world.drafts
        .filter(({ id }) => world.interrupted.has(id))
        .map((draft) => ({ mailbox: draft.mailbox, draft: rowOf(world, draft) })),

    draft_save({ draft: id, revision, content }) {
      const draft = world.draft(id);
      if (revision !== draft.revision + 1) {
        throw world.error("draft_conflict");
      }
      Object.assign(draft, { revision, content: structuredClone(content), saved_at: NOW });
      world.stale("drafts", draft.mailbox, [id]);
      return { revision, saved_at: NOW };
    },

    draft_delete({ draft, mailbox }) {
      world.drafts = world.drafts.filter((known) => known.id !== draft);
      world.stale("drafts", mailbox, [draft]);
      return {};
    },

    draft_attach({ draft: id }) {
      const draft = world.draft(id);
      const file = world.files.shift();
      if (file !== undefined) {
        draft.files.push({ ...file, id: world.nextId() as (typeof draft.files)[number]["id"] });
        weigh(draft);
      }
      return structuredClone(draft);
    },

    draft_detach({ draft: id, file }) {
      const draft = world.draft(id);
      draft.files = draft.files.filter((known) => known.id !== file);
      weigh(draft);
      return structuredClone(draft);
    },

    draft_send({ draft: id, mailbox }) {
      const draft = world.draft(id);
      if (draft.content.to.length + draft.content.cc.length === 0) {
        throw world.error("recipient_missing");
      }
      const letter = queue(world, mailbox, draft);
      world.drafts = world.drafts.filter((known) => known.id !== id);
      announce(world, mailbox);
      if (letter.state === "held") {
        setTimeout(() => depart(world, letter), world.settings.send_hold_seconds.value * 1000);
      } else {
        offer(world, letter);
      }
      return { outbox: letter.id, held_for: world.settings.send_hold_seconds.value };
    },

    recipient_check: ({ typed }) => ({ recipients: checked(typed) }),

    outbox_list: ({ mailbox }) =>
      world.outbox
        .filter((letter) => letter.mailbox === mailbox)
        .map((letter) => (world.discreet ? maskedLetter(viewOf(letter)) : viewOf(letter))),

    outbox_retry({ mailbox, outbox }) {
      const letter = world.letter(outbox);
      if (letter.state === "refused" || letter.state === "parked" || letter.state === "accepted") {
        throw world.error("gone");
      }
      Object.assign(letter, { state: "sending", problem: null, next_try: null });
      announce(world, mailbox);
      if (world.acceptsAfter !== undefined) {
        setTimeout(() => world.accept(outbox), world.acceptsAfter);
      }
      return {};
    },

    outbox_withdraw({ mailbox, outbox }) {
      const draft = takeBack(world, world.letter(outbox));
      announce(world, mailbox);
      return { draft };
    },
  };
}

function start(world: World, mailbox: MailboxRef, content: DraftView["content"], answers: boolean): DraftRef {
  const id = world.nextId() as DraftRef;
  world.drafts.unshift({
    id,
    mailbox,
    content,
    revision: 1,
    saved_at: NOW,
    answers,
    files: [],
    encoded_size: 0,
  });
  world.stale("drafts", mailbox, [id]);
  return id;
}

/** A file of the message forwarded. */
function carried(world: World, kind: DraftFile["kind"]): DraftFile {
  return { id: world.nextId() as DraftFile["id"], name: "Lettre de liaison.pdf", kind, size: 180_000 };
}

function rowOf(world: World, { id, content, saved_at, files }: DraftView): DraftRow {
  const row = { id, subject: content.subject, to: content.to, saved_at, files: files.length };
  return world.discreet ? maskedDraft(row) : row;
}

function queue(world: World, mailbox: MailboxRef, draft: DraftView): FakeLetter {
  const letter: FakeLetter = {
    id: world.nextId() as OutboxRef,
    mailbox,
    draft,
    subject: draft.content.subject,
    to: [...draft.content.to, ...draft.content.cc],
    state: world.settings.send_hold_seconds.value > 0 ? "held" : "queued",
    size: draft.encoded_size,
    sent: 0,
    since: NOW,
    next_try: null,
    problem: null,
    refused: [],
  };
  world.outbox.unshift(letter);
  return letter;
}

/** The hold is over, unless the letter was taken back or sent at once. */
function depart(world: World, letter: FakeLetter): void {
  if (letter.state === "held" && world.outbox.includes(letter)) {
    letter.state = "queued";
    announce(world, letter.mailbox);
    offer(world, letter);
  }
}

/** The operator takes the letter after a while, where it answers. */
function offer(world: World, { id, mailbox }: FakeLetter): void {
  if (world.acceptsAfter !== undefined && world.mailbox(mailbox).connection.state === "up_to_date") {
    setTimeout(() => world.accept(id), world.acceptsAfter);
  }
}

/** A refused or parked letter gave its draft back already; one whose fate is unknown stays listed, parked. */
function takeBack(world: World, letter: FakeLetter): DraftRef {
  switch (letter.state) {
    case "held":
    case "queued":
    case "sending":
      world.outbox = world.outbox.filter((known) => known !== letter);
      world.drafts.push(letter.draft);
      break;
    case "unknown":
      Object.assign(letter, { state: "parked", problem: null });
      world.drafts.push(letter.draft);
      break;
    case "refused":
    case "parked":
      break;
    case "accepted":
      throw world.error("too_late_to_withdraw");
  }
  return world.draft(letter.draft.id).id;
}

function announce(world: World, mailbox: MailboxRef): void {
  world.stale("drafts", mailbox);
  world.stale("outbox", mailbox);
}

function weigh(draft: DraftView): void {
  draft.encoded_size = Math.round(draft.files.reduce((sum, file) => sum + file.size, 0) * ENCODED);
}

function checked(typed: string): Recipient[] {
  return typed
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .map((one) => {
      const address = /<([^>]+)>$/.exec(one)?.[1] ?? one;
      const valid = ADDRESS.test(address);
      return { address: valid ? address.toLowerCase() : one, valid };
    });
}

function viewOf({ id, subject, to, state, size, sent, since, next_try, problem, refused }: FakeLetter): OutboxView {
  return { id, subject, to, state, size, sent, since, next_try, problem, refused };
}
