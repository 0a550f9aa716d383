/** The situations a visitor or a test can start from: `browser.html?scene=offline`. */
import type { ErrorCode, MailboxRef, OutboxRef, WayOut } from "../../contract/contract";
import { commands } from "./commands";
import { CLAIRE, INFIRMERIE, NOW, SECRETARIAT } from "./house";
import { lettersOfTheHouse } from "./letters";
import type { World } from "./world";

type Scene = (world: World) => void;

/** What keeps Estafette closed: the error, its blanks, and the ways out the engine offers. */
const OBSTACLES: Readonly<Record<string, readonly [ErrorCode, Record<string, string>, WayOut[]]>> = {
  "obstacle-missing": ["provisioning_missing", { path: "/etc/estafette/etablissement.toml" }, ["retry"]],
  "obstacle-invalid": ["provisioning_invalid", { reason: "bad_value", key: "mailboxes[0].imap.host" }, ["retry"]],
  "obstacle-keyring": ["keyring_missing", {}, ["choose_passphrase", "retry"]],
  "obstacle-keyring-gone": ["keyring_gone", {}, ["retry", "start_anew"]],
  "obstacle-keyring-locked": ["keyring_locked", {}, ["retry"]],
  "obstacle-key-lost": ["key_lost", {}, ["retry", "start_anew"]],
  "obstacle-passphrase": ["passphrase_needed", {}, ["give_passphrase", "start_anew"]],
  "obstacle-in-use": ["profile_in_use", {}, ["retry"]],
  "obstacle-newer": ["store_newer", {}, ["retry"]],
};

const SCENES: Readonly<Record<string, Scene>> = {
  offline(world) {
    waiting(world, 2);
    world.goOffline();
  },
  password: (world) => world.connect(SECRETARIAT, { state: "needs_password", problem: null }),
  "password-refused": (world) =>
    world.connect(SECRETARIAT, { state: "needs_password", problem: world.error("auth_failed") }),
  untrusted: (world) =>
    world.connect(SECRETARIAT, {
      state: "offline",
      since: NOW - 600,
      problem: world.error("server_untrusted", { host: "imap.operateur.example", fault: "expired" }),
    }),
  "revocation-overdue"(world) {
    const day = 86_400;
    const [issued_at, next_update] = [NOW - 8 * day, NOW - day];
    const closes_at = next_update + 3 * day;
    world.mailbox(SECRETARIAT).revocation = { state: "overdue", issued_at, next_update, closes_at };
    world.stale("app", null);
  },
  "revocation-unknown": (world) =>
    world.connect(SECRETARIAT, {
      state: "offline",
      since: NOW - 600,
      problem: world.error("revocation_unknown", { host: "imap.operateur.example", list_host: "igc-sante.example" }),
    }),
  "texts-offline"(world) {
    const [first] = world.threads;
    world.goOffline();
    if (first !== undefined) {
      world.withhold(first.id, "offline");
    }
  },
  syncing: (world) => world.connect(SECRETARIAT, { state: "syncing", done: 3_200, total: 20_000, minutes_left: 4 }),
  empty(world) {
    world.threads = [];
  },
  "first-time"(world) {
    world.bare = true;
    world.threads = [];
    world.connect(SECRETARIAT, { state: "needs_password", problem: null });
  },
  loading(world) {
    world.silent.add("thread_list");
  },
  failing(world) {
    world.failing.set("thread_list", world.error("store_damaged"));
  },
  held(world) {
    world.holdFor(0);
    world.acceptsAfter = undefined;
  },
  outbox(world) {
    const [late, refused] = waiting(world, 3);
    world.acceptsAfter = undefined;
    if (late !== undefined && refused !== undefined) {
      world.stop(late, world.error("send_failed"));
      world.stop(
        refused,
        world.error("letter_refused", { reply: "552 5.2.3 Message interdit par la charte" }),
        "refused",
      );
    }
  },
  unknown(world) {
    const [cut] = waiting(world, 1);
    world.acceptsAfter = undefined;
    if (cut !== undefined) {
      world.stop(cut, world.error("send_unknown"), "unknown");
    }
  },
  undelivered(world) {
    const sent = world.threads.find(({ messages }) => messages.every(({ outgoing }) => outgoing));
    world.undelivered = [
      {
        mailbox: SECRETARIAT,
        letter: "dlu@ehpad-les-tilleuls.mssante.example",
        subject: sent?.subject ?? "",
        sent: NOW - 12 * 86_400,
        thread: sent?.id ?? null,
        recipients: [{ address: "cabinet.rocher@kine.mssante.example", words: "550 5.1.1 No such mailbox" }],
      },
    ];
  },
  receipt: (world) => asksForReceipt(world, false),
  "receipt-elsewhere": (world) => asksForReceipt(world, true),
  interrupted(world) {
    const { draft_create, draft_save } = commands(world);
    const { draft } = draft_create({ mailbox: INFIRMERIE });
    const content = {
      to: ["urgences@ch-val-fleuri.mssante.example"],
      cc: [],
      subject: "Chutes de la nuit",
      body_html: "<p>Bonjour, deux chutes cette nuit à l’étage.</p>",
      quote_html: "",
      receipt: false,
    };
    draft_save({ mailbox: INFIRMERIE, draft, revision: 2, content });
    world.interrupted.add(draft);
  },
  long(world) {
    world.threads = lettersOfTheHouse(50_000);
  },
  "keyring-offer"(world) {
    world.app = { ...world.app, keyring_offered: true };
  },
  fixed(world) {
    world.settings = {
      ...world.settings,
      theme: { value: "dark", origin: "installation" },
      text_size: { value: 125, origin: "installation" },
    };
  },
  demonstration(world) {
    world.app = { ...world.app, demonstration: true };
  },
  locked(world) {
    world.screenLock.setCode("sophie.martel", "271945");
    world.screenLock.lockNow([{ label: world.mailbox(SECRETARIAT).label, count: 3 }]);
  },
  "locked-open": (world) => world.screenLock.lockNow(),
  code(world) {
    world.screenLock.setCode("sophie.martel", "271945");
    world.screenLock.setCode("karine.dubois", "384056");
  },
  nobody(world) {
    world.app = { ...world.app, person: null };
  },
  card: (world) => world.connect(CLAIRE, { state: "up_to_date" }),
};

export function setScene(world: World, name: string): void {
  const obstacle = OBSTACLES[name];
  if (obstacle !== undefined) {
    const [code, blanks, ways] = obstacle;
    world.app = { ...world.app, obstacle: world.error(code, blanks), ways_out: ways };
  }
  SCENES[name]?.(world);
}

/** The sender of the first conversation asks to be told that it was read. */
function asksForReceipt(world: World, elsewhere: boolean): void {
  const latest = world.threads[0]?.messages.at(-1);
  if (latest !== undefined) {
    latest.receipt = { to: elsewhere ? "suivi@ailleurs.mssante.example" : latest.from.address, elsewhere };
  }
}

/** Puts letters in the outbox that do not leave by themselves. */
function waiting(world: World, count: number): OutboxRef[] {
  const { draft_create, draft_save, draft_send } = commands(world);
  const mailbox: MailboxRef = SECRETARIAT;
  const heldFor = world.settings.send_hold_seconds.value;
  world.acceptsAfter = undefined;
  world.holdFor(0);
  const letters = Array.from({ length: count }, (_, index) => {
    const { draft } = draft_create({ mailbox });
    const content = {
      to: ["urgences@ch-val-fleuri.mssante.example"],
      cc: [],
      subject: ["Dossier de liaison d’urgence", "Confirmation du rendez-vous", "Planning de décembre"][index] ?? "",
      body_html: "<p>Bonjour,</p>",
      quote_html: "",
      receipt: false,
    };
    draft_save({ mailbox, draft, revision: 2, content });
    return draft_send({ mailbox, draft }).outbox;
  });
  world.holdFor(heldFor);
  return letters;
}
