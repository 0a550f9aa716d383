// A first synchronisation of a large mailbox, whole processes: ours, which also encrypts and indexes, against the pair that does
// the same in the clear: mbsync, then the faster of mu and notmuch.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Operator, timed } from "../corpus.mjs";
import { median } from "../figures.mjs";
import { fingerprint } from "../fingerprint.mjs";
import { Keyring } from "../keyring.mjs";

const LETTERS = Number(process.env.ESTAFETTE_BENCH_LETTERS ?? 20_000);
const SEED = 1;
/** Runs with nothing new, of which the middle counts. */
const NOTHING_NEW = 7;

export default {
  claim:
    "a mailbox is received, encrypted and indexed in less than the time others need to copy and index it in the clear",
  aims: { ratio_wall: 0.3, ratio_cpu: 0.5, ratio_noop: 0.4, peak_rss_mib: 96, first_list_s: 0.4 },

  async run({ given, verified, say }) {
    const folder = await mkdtemp(join(tmpdir(), "estafette-sync-"));
    const keyring = await Keyring.open(folder);
    try {
      const ours = await receiveOurs({ folder: await room(folder, "ours"), keyring, given, verified, say });
      const pair = await receiveTheirs({ folder: await room(folder, "theirs"), letters: ours.letters, say });
      const { mbsync, index } = pair;
      return {
        ours_s: ours.wall,
        ours_cpu_s: ours.cpu,
        mbsync_s: mbsync.wall,
        mbsync_cpu_s: mbsync.cpu,
        index_s: index.wall,
        index_cpu_s: index.cpu,
        ratio_wall: round(ours.wall / (mbsync.wall + index.wall)),
        ratio_cpu: round(ours.cpu / (mbsync.cpu + index.cpu)),
        peak_rss_mib: ours.peak_rss_mib,
        // from the start of the run: log-in and the opening of the files are part of it
        first_list_s: ours.first_list_s,
        noop_ms: Math.round(ours.noop * 1000),
        mbsync_noop_ms: Math.round(pair.noop * 1000),
        ratio_noop: round(ours.noop / pair.noop),
      };
    } finally {
      keyring.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function room(folder, name) {
  const room = join(folder, name);
  await mkdir(room);
  return room;
}

/**
 * An operator that has served nobody yet. Who comes second to a mailbox finds what the server noted while it served the first,
 * so each has a server of its own with the same letters; and what making them left to be written is written before the clock starts.
 */
async function fresh(folder) {
  const operator = await Operator.start(folder, LETTERS, SEED);
  await timed(["sync"]);
  return operator;
}

async function receiveOurs({ folder, keyring, given, verified, say }) {
  const operator = await fresh(folder);
  const profile = join(folder, "profile");
  try {
    const letters = fingerprint([operator.maildir]);
    given(`${letters.count} letters, seed ${SEED}, sha256 ${letters.sha256}`);
    const { wall, cpu, last } = await timed(operator.cli(profile), keyring.environment);
    const report = JSON.parse(last);
    if (report.held !== letters.count || report.without_body !== 0) throw new Error(`not all is there: ${last}`);
    say(`estafette-cli sync --once: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processor`);

    const again = [];
    for (let run = 0; run < NOTHING_NEW; run += 1) {
      const nothing = await timed(operator.cliAgain(profile), keyring.environment);
      const told = JSON.parse(nothing.last);
      if (!told.up_to_date || told.messages !== 0) throw new Error(`something was new: ${nothing.last}`);
      again.push(nothing.wall);
    }
    await proof(operator, { folder, profile, keyring }, letters, verified);
    const { peak_rss_mib, first_list_seconds: first_list_s } = report;
    return { letters, wall, cpu, peak_rss_mib, first_list_s, noop: median(again) };
  } finally {
    await operator.stop();
  }
}

async function receiveTheirs({ folder, letters, say }) {
  const operator = await fresh(folder);
  const copy = join(folder, "copy");
  try {
    const served = fingerprint([operator.maildir]);
    if (served.sha256 !== letters.sha256) throw new Error(`the second operator serves other letters: ${served.sha256}`);
    const mbsync = await timed(await operator.mbsync(copy));
    const copied = fingerprint([copy]);
    if (copied.count !== letters.count) throw new Error(`mbsync copied ${copied.count} letters`);
    say(`mbsync: ${mbsync.wall.toFixed(1)} s, ${mbsync.cpu.toFixed(1)} s of processor`);
    const again = [];
    for (let run = 0; run < NOTHING_NEW; run += 1) {
      again.push((await timed(await operator.mbsync(copy))).wall);
    }
    const [first, second] = [await timed(...(await mu(folder))), await timed(...(await notmuch(folder)))];
    say(
      `mu index: ${first.wall.toFixed(1)} s, ${first.cpu.toFixed(1)} s; notmuch new: ${second.wall.toFixed(1)} s, ${second.cpu.toFixed(1)} s`,
    );
    return { mbsync, noop: median(again), index: first.wall <= second.wall ? first : second };
  } finally {
    await operator.stop();
  }
}

/** Every letter read back and compared, and one search for each thousand of them; what must not be found is not. */
async function proof(operator, { folder, profile, keyring }, letters, verified) {
  const searches = join(folder, "searches.txt");
  const words = Object.values(operator.probes);
  await writeFile(searches, [...words, "jalonabsent"].join("\n"));
  const { last } = await timed(operator.cli(profile, ["--verify", "--find", searches]), keyring.environment);
  const { sha256, storage, found } = JSON.parse(last).verification;
  const [kept] = storage;
  verified(
    `${kept.cipher}, pages of ${kept.page_size} bytes with ${kept.hmac}, journal ${kept.journal}, synchronous ${kept.synchronous}; ` +
      `${kept.letters_indexed} letters and ${kept.attachments} attached files in the index`,
  );
  if (kept.letters_indexed !== letters.count) throw new Error(`only ${kept.letters_indexed} letters are indexed`);
  if (sha256 !== letters.sha256) throw new Error(`the letters kept are others: ${sha256}`);
  verified(`${letters.count} letters read back from the encrypted file, the same bytes as the server's`);
  const wrong = found.filter(({ words: asked, conversations }) => conversations !== (asked === "jalonabsent" ? 0 : 1));
  if (wrong.length > 0) throw new Error(`not found as they should be: ${JSON.stringify(wrong)}`);
  verified(`${words.length} words found, each in its one letter, and one that is nowhere not found`);
}

async function mu(folder) {
  const home = join(folder, "mu");
  const environment = { ...process.env, MUHOME: home };
  await timed(["mu", "init", "--quiet", `--muhome=${home}`, `--maildir=${join(folder, "copy")}`], environment);
  return [["mu", "index", "--quiet", `--muhome=${home}`], environment];
}

async function notmuch(folder) {
  const config = join(folder, "notmuch-config");
  await writeFile(config, `[database]\npath=${join(folder, "copy")}\n[new]\ntags=unread\n`);
  return [["notmuch", "new", "--quiet"], { ...process.env, NOTMUCH_CONFIG: config }];
}

function round(ratio) {
  return Number(ratio.toFixed(3));
}
