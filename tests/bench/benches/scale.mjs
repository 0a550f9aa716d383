// What grows with the mailbox: the same corpus at three sizes, received, searched and scrolled through. What counts is how each
// time follows the number of letters: the exponent of the power law through the three.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Operator, timed } from "../corpus.mjs";
import { exponent, median, quantile } from "../figures.mjs";
import { fingerprint } from "../fingerprint.mjs";
import { Keyring } from "../keyring.mjs";

const LETTERS = Number(process.env.ESTAFETTE_BENCH_LETTERS ?? 20_000);
const SIZES = [LETTERS / 10, LETTERS, LETTERS * 5];
const SEED = 1;

export default {
  claim:
    "receiving takes as long for each letter of a large mailbox as of a small one; its list and its search do not grow with it",
  // 1 is linear, 0 is flat. What is found in a hundred thousand letters lies on more pages than their cache holds.
  aims: { sync_exponent: 1.1, sync_cpu_exponent: 1.1, search_exponent: 0.5, list_exponent: 0.2 },

  async run({ given, verified, say }) {
    const folder = await mkdtemp(join(tmpdir(), "estafette-scale-"));
    const keyring = await Keyring.open(folder);
    try {
      const found = [];
      for (const letters of SIZES) {
        const one = await mailbox({ folder: join(folder, String(letters)), letters, keyring, given, verified });
        say(`${letters} letters: ${told(one)}`);
        found.push(one);
      }
      const grows = (figure) => rounded(exponent(found.map((one) => [one.letters, one[figure]])));
      const each = Object.fromEntries(
        found.flatMap(({ letters, ...figures }) =>
          Object.entries(figures).map(([name, value]) => [`${name}_${letters / 1000}k`, rounded(value)]),
        ),
      );
      return {
        ...each,
        sync_exponent: grows("sync_s"),
        sync_cpu_exponent: grows("sync_cpu_s"),
        search_exponent: grows("search_p50_ms"),
        list_exponent: grows("list_p95_ms"),
      };
    } finally {
      keyring.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Receives a mailbox in one run, proves that all of it came, searches it and scrolls to the end of its list. */
async function mailbox({ folder, letters, keyring, given, verified }) {
  await mkdir(folder);
  const operator = await Operator.start(folder, letters, SEED, ["--small-files"]);
  try {
    const profile = join(folder, "profile");
    const { sha256, count } = fingerprint([operator.maildir]);
    given(`${count} letters without the weight of their files, seed ${SEED}, sha256 ${sha256}`);
    const received = JSON.parse((await timed(operator.cli(profile), keyring.environment)).last);
    if (received.held !== count || received.without_body > 0) {
      throw new Error(`of ${count} letters ${received.held} are there, ${received.without_body} without text`);
    }
    verified(`${count} letters and their texts are there`);
    const file = join(folder, "queries.txt");
    await writeFile(file, operator.searches.join("\n"));
    const looked = JSON.parse((await timed(operator.search(profile, file, ["--pages"]), keyring.environment)).last);
    const missed = looked.found.filter(({ conversations }) => conversations === 0);
    if (missed.length > 0) throw new Error(`found nothing for ${missed.map(({ words }) => words).join(", ")}`);
    if (looked.pages.length === 0) throw new Error("no page of a list was read");
    verified(`${looked.found.length} searches found something, ${looked.pages.length} pages of the list were read`);
    const searched = looked.found.map(({ ms }) => ms);
    return {
      letters: count,
      sync_s: received.seconds,
      sync_cpu_s: received.cpu_seconds,
      search_p50_ms: median(searched),
      search_p95_ms: quantile(searched, 0.95),
      list_p95_ms: quantile(looked.pages, 0.95),
    };
  } finally {
    await operator.stop();
  }
}

function told({ letters, sync_s, sync_cpu_s, search_p50_ms, search_p95_ms, list_p95_ms }) {
  const each = (seconds) => rounded((seconds / letters) * 1e6);
  return (
    `received in ${each(sync_s)} µs each, ${each(sync_cpu_s)} of processor; a search takes ${rounded(search_p50_ms)} ms in the ` +
    `middle, ${rounded(search_p95_ms)} at the 95th hundredth; a page of the list ${rounded(list_p95_ms)}`
  );
}

function rounded(value) {
  return Number(value.toPrecision(3));
}
