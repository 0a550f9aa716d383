/** The fictional letters of the house: those of the design first, then enough of them to scroll. */
import type {
  CorrespondentView,
  DocumentKind,
  FolderRef,
  FolderRole,
  MailboxRef,
  MessageRef,
  ReceiptAsked,
  ThreadRef,
} from "../../contract/contract";
import { ENVOIS, folderOf, INFIRMERIE, NOW, SECRETARIAT } from "./house";

export interface FakeMessage {
  readonly id: MessageRef;
  readonly from: CorrespondentView;
  readonly outgoing: boolean;
  readonly date: number;
  unread: boolean;
  starred: boolean;
  readonly attachments: number;
  /** Its sender waits to be told that it was read. */
  receipt: ReceiptAsked | null;
}

export interface FakeThread {
  readonly id: ThreadRef;
  readonly mailbox: MailboxRef;
  folder: FolderRef;
  readonly subject: string;
  readonly from: CorrespondentView;
  readonly preview: string;
  readonly documents: readonly DocumentKind[];
  readonly messages: FakeMessage[];
  /** What became of it is known, recipient by recipient. */
  readonly followed: boolean;
}

interface Letter {
  readonly mailbox?: MailboxRef;
  readonly folder?: FolderRole;
  readonly from: readonly [name: string, address: string];
  readonly subject: string;
  readonly preview: string;
  /** Minutes before now. */
  readonly ago: number;
  readonly unread?: boolean;
  readonly starred?: boolean;
  readonly messages?: number;
  readonly documents?: readonly DocumentKind[];
  readonly outgoing?: boolean;
}

const HOUR = 60;
const DAY = 24 * HOUR;

const LETTERS: readonly Letter[] = [
  {
    from: ["CH de Val-Fleuri, Gériatrie aiguë", "geriatrie@ch-val-fleuri.mssante.example"],
    subject: "Retour à domicile collectif : lettre de liaison",
    preview: "Bonjour, Mme Garnier quitte notre service cet après-midi vers 15 h 30, en ambulance.",
    ago: 16,
    unread: true,
    messages: 2,
    documents: ["cda", "pdf"],
  },
  {
    from: ["Dr Hélène Fabre", "helene.fabre@medecin.mssante.example"],
    subject: "Re : Renouvellement de traitement",
    preview: "Bonjour, l’ordonnance est jointe, valable trois mois.",
    ago: 53,
    messages: 4,
    documents: ["pdf"],
  },
  {
    from: ["CH de Val-Fleuri, Urgences", "urgences@ch-val-fleuri.mssante.example"],
    subject: "Demande de DLU, patiente aux urgences",
    preview: "Bonjour, pouvez-vous nous transmettre le dossier de liaison d’urgence de Mme Aubert ?",
    ago: 87,
    unread: true,
    starred: true,
  },
  {
    from: ["Laboratoire Bio-Val", "resultats@bio-val.mssante.example"],
    subject: "Compte rendu d’examens de biologie",
    preview: "Veuillez trouver les résultats du 24 novembre.",
    ago: 128,
    unread: true,
    documents: ["xdm"],
  },
  {
    from: ["Ginette Rolland, Mon espace santé", "ginette.rolland@patient.mssante.example"],
    subject: "Question sur mon rendez-vous de jeudi",
    preview: "Bonjour, le rendez-vous de jeudi est-il bien à 14 h ? Ma fille pourra m’accompagner.",
    ago: DAY - 2 * HOUR,
  },
  {
    from: ["MDPH de l’Exemple", "evaluation@mdph-exemple.mssante.example"],
    subject: "Évaluation pluridisciplinaire",
    preview: "Bonjour, il manque le certificat médical pour compléter le dossier de M. Peltier.",
    ago: DAY + HOUR,
    unread: true,
    documents: ["office", "image"],
  },
  {
    mailbox: INFIRMERIE,
    from: ["Pharmacie des Halles", "pharmacie.halles@officine.mssante.example"],
    subject: "Rupture d’approvisionnement",
    preview: "Bonjour, le traitement demandé arrivera demain matin.",
    ago: 35,
    unread: true,
  },
  {
    mailbox: ENVOIS,
    from: ["DMP", "accuses@dmp.mssante.example"],
    subject: "Accusé de dépôt",
    preview: "Le document a été déposé.",
    ago: 3 * HOUR,
  },
  {
    folder: "sent",
    from: ["CH de Val-Fleuri, Gériatrie aiguë", "geriatrie@ch-val-fleuri.mssante.example"],
    subject: "DLU de Mme Garnier",
    preview: "Bonjour, vous trouverez le dossier de liaison d’urgence de Mme Garnier.",
    ago: 12 * DAY,
    documents: ["pdf"],
    outgoing: true,
  },
];

const SENDERS: ReadonlyArray<readonly [string, string]> = [
  ["SSIAD du Bocage", "coordination@ssiad-bocage.mssante.example"],
  ["Dr Antoine Vasseur", "antoine.vasseur@medecin.mssante.example"],
  ["HAD Mayenne-Exemple", "had@mayenne-exemple.mssante.example"],
  ["Cabinet de kinésithérapie Rocher", "cabinet.rocher@kine.mssante.example"],
  ["ESAT Les Ateliers", "secretariat@esat-ateliers.mssante.example"],
];
const SUBJECTS = [
  "Transmission du planning de décembre",
  "Compte rendu de consultation",
  "Bilan de fin d’accompagnement",
  "Demande de rendez-vous",
  "Mise à jour du projet personnalisé",
];
const PREVIEWS = [
  "Bonjour, vous trouverez ci-joint le document demandé la semaine dernière.",
  "Merci de nous confirmer la date proposée pour la rencontre avec la famille.",
  "Suite à notre échange téléphonique, voici les éléments attendus.",
];
const KINDS: ReadonlyArray<readonly DocumentKind[]> = [["pdf"], [], ["cda"], [], ["image"], ["video"], []];

/** Enough ordinary letters to fill a list of this length. */
function ordinary(count: number): Letter[] {
  return Array.from({ length: count }, (_, index) => ({
    from: pick(SENDERS, index),
    subject: pick(SUBJECTS, index * 3 + 1),
    preview: pick(PREVIEWS, index),
    ago: DAY + (index + 3) * 4 * HOUR,
    unread: index < 8,
    messages: 1 + (index % 4 === 3 ? 2 : 0),
    documents: pick(KINDS, index),
  }));
}

export function lettersOfTheHouse(more = 48): FakeThread[] {
  return [...LETTERS, ...ordinary(more)].map(fakeThread);
}

function fakeThread(letter: Letter, index: number): FakeThread {
  const mailbox = letter.mailbox ?? SECRETARIAT;
  const id = (index + 1) as ThreadRef;
  const [name, address] = letter.from;
  const from = { name, address };
  const count = letter.messages ?? 1;
  return {
    id,
    mailbox,
    folder: folderOf(mailbox, letter.folder ?? "inbox"),
    subject: letter.subject,
    from,
    preview: letter.preview,
    documents: letter.documents ?? [],
    messages: Array.from({ length: count }, (_, at) => ({
      id: (id * 100 + at) as MessageRef,
      from,
      outgoing: letter.outgoing ?? false,
      date: NOW - letter.ago * 60 - (count - 1 - at) * 86_400,
      unread: letter.unread === true && at === count - 1,
      starred: letter.starred ?? false,
      attachments: letter.documents?.length ?? 0,
      receipt: null,
    })),
    followed: letter.outgoing ?? false,
  };
}

function pick<T>(from: readonly T[], index: number): T {
  const picked = from[index % from.length];
  if (picked === undefined) {
    throw new Error("nothing to pick from");
  }
  return picked;
}
