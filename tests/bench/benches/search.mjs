// A search, from the words typed to the first fifty conversations by date: 200 searches of one to three words that stand in a
// letter, in a mailbox of 20,000 letters and in one of 200,000. Beside them, whole processes of what indexes in the clear.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Operator, timed } from "../corpus.mjs";
import { median, quantile } from "../figures.mjs";
import { fingerprint } from "../fingerprint.mjs";
import { Keyring } from "../keyring.mjs";

const LETTERS = Number(process.env.ESTAFETTE_BENCH_LETTERS ?? 20_000);
const LARGE = 10 * LETTERS;
const SEED = 1;
/** Rows wanted of each search. */
const ROWS = 50;
/** Words whose letters are counted here and by the others. */
const COMPARED = 30;
const ABSENT = "jalonabsent";
/** Its exit code. */
const MU_FOUND_NOTHING = 4;

export default {
  claim:
    "a search in an encrypted mailbox answers while one types, in twenty thousand letters and in ten times as many",
  aims: { p95_ms: 5, p95_200k_ms: 15 },

  async run({ given, verified, say }) {
    const folder = await mkdtemp(join(tmpdir(), "estafette-search-"));
    const keyring = await Keyring.open(folder);
    try {
      const small = await mailbox(
        {
          folder: join(folder, "small"),
          letters: LETTERS,
          keyring,
          given,
          verified,
        },
        others,
      );
      const { notmuch, mu } = small.others;
      const ours = spread(small.searches);
      say(`${LETTERS} letters: ${told(ours)}; while typing ${told(spread(small.typed))}`);
      say(`whole processes: notmuch search ${told(spread(notmuch))}; mu find ${told(spread(mu))}`);
      const large = await mailbox({ folder: join(folder, "large"), letters: LARGE, keyring, given, verified });
      say(`${LARGE} letters: ${told(spread(large.searches))}; while typing ${told(spread(large.typed))}`);
      return {
        p50_ms: ours.p50,
        p95_ms: ours.p95,
        max_ms: ours.max,
        typed_p95_ms: spread(small.typed).p95,
        p50_200k_ms: spread(large.searches).p50,
        p95_200k_ms: spread(large.searches).p95,
        max_200k_ms: spread(large.searches).max,
        typed_p95_200k_ms: spread(large.typed).p95,
        notmuch_p50_ms: spread(notmuch).p50,
        notmuch_p95_ms: spread(notmuch).p95,
        mu_p50_ms: spread(mu).p50,
        mu_p95_ms: spread(mu).p95,
      };
    } finally {
      keyring.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Receives a mailbox, searches it, proves that what is found is there, and lets `beside` do the same its own way. */
async function mailbox({ folder, letters, keyring, given, verified }, beside = async () => undefined) {
  await mkdir(folder);
  const operator = await Operator.start(folder, letters, SEED, ["--small-files"]);
  try {
    const profile = join(folder, "profile");
    const { sha256, count } = fingerprint([operator.maildir]);
    given(`${count} letters without the weight of their files, seed ${SEED}, sha256 ${sha256}`);
    // One pass brings a hundred thousand texts at most.
    let received;
    do {
      const before = received?.without_body ?? Infinity;
      received = JSON.parse((await timed(operator.cli(profile), keyring.environment)).last);
      if (received.held !== count || received.without_body >= before) {
        throw new Error(`of ${count} letters ${received.held} are there, ${received.without_body} without text`);
      }
    } while (received.without_body > 0);
    const search = async (queries, options = []) => {
      const file = join(folder, "queries.txt");
      await writeFile(file, queries.join("\n"));
      const all = ["--limit", String(ROWS), ...options];
      return JSON.parse((await timed(operator.search(profile, file, all), keyring.environment)).last).found;
    };
    const searches = await search(operator.searches);
    const missed = searches.filter(({ conversations }) => conversations === 0);
    if (missed.length > 0) throw new Error(`found nothing for ${missed.map(({ words }) => words).join(", ")}`);
    verified(`${searches.length} searches in ${count} letters found what stands in a letter`);
    const typed = await search(operator.searches.filter((words) => !words.includes(" ")).flatMap(beginnings));
    await proof(operator, search, count, verified);
    return {
      searches: searches.map(({ ms }) => ms),
      typed: typed.map(({ ms }) => ms),
      others: await beside(operator, folder, search, verified),
    };
  } finally {
    await operator.stop();
  }
}

/** What is typed on the way to a word, from its second letter on. */
function beginnings(word) {
  return [...word].map((_, at) => [...word].slice(0, at + 1).join("")).slice(1);
}

/** Words that stand in one letter alone are found there, one that is nowhere is not; accents and ligatures do not matter. */
async function proof(operator, search, count, verified) {
  const probes = Object.values(operator.probes);
  for (const { words, letters } of await search([...probes, ABSENT].map(whole), ["--letters"])) {
    if (letters !== (words.trim() === ABSENT ? 0 : 1)) throw new Error(`${words}: in ${letters} letters`);
  }
  verified(`${probes.length} words found, each in its one letter of ${count}, and one that is nowhere not found`);
  const accented = [...new Set(operator.searches.join(" ").split(" "))].filter((word) => plain(word) !== word);
  const written = await search(accented.slice(0, COMPARED).map(whole), ["--letters"]);
  const folded = await search(accented.slice(0, COMPARED).map(plain).map(whole), ["--letters"]);
  const differ = written.filter(({ letters }, at) => letters === 0 || letters !== folded[at].letters);
  if (written.length === 0 || differ.length > 0) throw new Error(`accents matter: ${JSON.stringify(differ)}`);
  verified(`${written.length} words found in as many letters without their accents`);
}

/** Notmuch and mu on the same letters: how long each search takes, and whether they find as many letters. */
async function others(operator, folder, search, verified) {
  const config = join(folder, "notmuch-config");
  await mkdir(join(folder, "notmuch"));
  await writeFile(
    config,
    `[database]\npath=${join(folder, "notmuch")}\nmail_root=${operator.maildir}\n[new]\nignore=/.*[.](index|log|cache|uidlist|lock).*/\n`,
  );
  const notmuch = { ...process.env, NOTMUCH_CONFIG: config };
  await timed(["notmuch", "new", "--quiet"], notmuch);
  const home = join(folder, "mu");
  const mu = { ...process.env, MUHOME: home };
  await timed(["mu", "init", "--quiet", `--muhome=${home}`, `--maildir=${operator.maildir}`], mu);
  await timed(["mu", "index", "--quiet", `--muhome=${home}`], mu);

  const sample = [...new Set(operator.searches.filter((words) => !words.includes(" ")))].slice(0, COMPARED);
  // notmuch reads no PDF: the two are compared on the letters without files
  const here = await search(
    sample.map((word) => whole(`${word} pj:non`)),
    ["--letters"],
  );
  const count = async (query) => Number((await timed(["notmuch", "count", query], notmuch)).last);
  const differ = [];
  for (const [at, word] of sample.entries()) {
    const counted = await count(`"${word}" and not tag:attachment`);
    if (counted !== here[at].letters) differ.push(`${word}: ${here[at].letters} here, ${counted} there`);
  }
  if (differ.length > 0) throw new Error(`notmuch counts otherwise: ${differ.join("; ")}`);
  const sum = (numbers) => numbers.reduce((all, number) => all + number, 0);
  const bare = sum(here.map(({ letters }) => letters));
  if (bare === 0) throw new Error("no word of the sample stands in a letter without files");
  verified(`${sample.length} words stand in as many letters without files as notmuch counts, ${bare} in all`);
  const everywhere = sum((await search(sample.map(whole), ["--letters"])).map(({ letters }) => letters));
  const read = sum(await Promise.all(sample.map((word) => count(`"${word}"`))));
  if (everywhere <= read) throw new Error("the words of attached documents are not found");
  verified(
    `they stand in ${everywhere} letters with the words of attached documents, which notmuch does not read: ${read}`,
  );

  const times = { notmuch: [], mu: [] };
  for (const words of operator.searches) {
    const asked = [`--limit=${ROWS}`, "--sort=newest-first", "--", words];
    times.notmuch.push((await timed(["notmuch", "search", ...asked], notmuch)).wall * 1000);
    const found = ["mu", "find", `--muhome=${home}`, `--maxnum=${ROWS}`, "--sortfield=date", "--reverse", words];
    times.mu.push((await timed(found, mu, [0, MU_FOUND_NOTHING])).wall * 1000);
  }
  return times;
}

/** The word ended: not the beginning of another. */
function whole(word) {
  return `${word} `;
}

function plain(word) {
  return word.replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFD").replace(/\p{M}/gu, "");
}

function spread(times) {
  const rounded = (ms) => Number(ms.toFixed(2));
  return {
    p50: rounded(median(times)),
    p95: rounded(quantile(times, 0.95)),
    max: rounded(Math.max(...times)),
  };
}

function told({ p50, p95, max }) {
  return `${p50} ms in the middle, ${p95} at the 95th hundredth, ${max} at most`;
}
