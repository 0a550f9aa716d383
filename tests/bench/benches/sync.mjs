// A first synchronisation of a large mailbox, whole processes: ours, which also encrypts and indexes, against the pair that does
// the same in the clear: mbsync, then the faster of mu and notmuch.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
    const operator = await Operator.start(folder, LETTERS, SEED);
    const keyring = await Keyring.open(folder);
    const profile = join(folder, "profile");
    try {
      const letters = fingerprint([operator.maildir]);
      given(`${letters.count} letters, seed ${SEED}, sha256 ${letters.sha256}`);

      const ours = await timed(operator.cli(profile), keyring.environment);
      const report = JSON.parse(ours.last);
      if (report.held !== letters.count || report.without_body !== 0) throw new Error(`not all is there: ${ours.last}`);
      say(`estafette-cli sync --once: ${ours.wall.toFixed(1)} s, ${ours.cpu.toFixed(1)} s of processor`);

      const noop = [];
      for (let run = 0; run < NOTHING_NEW; run += 1) {
        const nothing = await timed(operator.cliAgain(profile), keyring.environment);
        const told = JSON.parse(nothing.last);
        if (!told.up_to_date || told.messages !== 0) throw new Error(`something was new: ${nothing.last}`);
        noop.push(nothing.wall);
      }

      const mbsync = await timed(await operator.mbsync(join(folder, "copy")));
      const copied = fingerprint([join(folder, "copy")]);
      if (copied.count !== letters.count) throw new Error(`mbsync copied ${copied.count} letters`);
      say(`mbsync: ${mbsync.wall.toFixed(1)} s, ${mbsync.cpu.toFixed(1)} s of processor`);
      const again = [];
      for (let run = 0; run < NOTHING_NEW; run += 1) {
        again.push((await timed(await operator.mbsync(join(folder, "copy")))).wall);
      }

      const indexers = [await timed(...(await mu(folder))), await timed(...(await notmuch(folder)))];
      const [first, second] = indexers;
      say(
        `mu index: ${first.wall.toFixed(1)} s, ${first.cpu.toFixed(1)} s; notmuch new: ${second.wall.toFixed(1)} s, ${second.cpu.toFixed(1)} s`,
      );
      const index = first.wall <= second.wall ? first : second;

      await proof(operator, { folder, profile, keyring }, letters, verified);
      return {
        ours_s: ours.wall,
        ours_cpu_s: ours.cpu,
        mbsync_s: mbsync.wall,
        mbsync_cpu_s: mbsync.cpu,
        index_s: index.wall,
        index_cpu_s: index.cpu,
        ratio_wall: round(ours.wall / (mbsync.wall + index.wall)),
        ratio_cpu: round(ours.cpu / (mbsync.cpu + index.cpu)),
        peak_rss_mib: report.peak_rss_mib,
        // from the start of the run: log-in and the opening of the files are part of it
        first_list_s: report.first_list_seconds,
        noop_ms: Math.round(median(noop) * 1000),
        mbsync_noop_ms: Math.round(median(again) * 1000),
        ratio_noop: round(median(noop) / median(again)),
      };
    } finally {
      keyring.close();
      await operator.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

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
