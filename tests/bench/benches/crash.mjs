// Estafette killed (SIGKILL) inside DATA, inside APPEND and inside a commit of its store, again and again on one profile, and
// what became of each letter by the word of Exim and Dovecot. Nothing may be lost and nothing may be twice.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { programs, timed } from "../corpus.mjs";
import { fingerprint, withCrlf } from "../fingerprint.mjs";

const KILLS = Number(process.env.ESTAFETTE_BENCH_KILLS ?? 100);
const SEED = Number(process.env.ESTAFETTE_BENCH_SEED ?? 1);

export default {
  claim: "a letter is neither lost nor sent twice, wherever in DATA, in APPEND or in a commit the program is killed",
  aims: { lost: 0, duplicated: 0, sent_twice: 0, copies_missing: 0 },

  async run({ given, verified, say }) {
    const trial = spawn(programs.debug("crash-trial"), ["run", "--kills", KILLS, "--seed", SEED].map(String), {
      stdio: ["pipe", "pipe", "pipe"],
    });
    createInterface({ input: trial.stderr }).on("line", say);
    const ended = new Promise((gone) => trial.once("exit", gone));
    try {
      const lines = createInterface({ input: trial.stdout });
      const told = await Promise.race([
        new Promise((heard) => lines.once("line", heard)),
        ended.then((code) => Promise.reject(new Error(`the trial ended: ${code}`))),
      ]);
      const { phases, verdict, ...rest } = JSON.parse(told);
      given(`seed ${SEED}, ${KILLS} kills wanted inside each phase, ${verdict.queued} letters sent`);
      return await judged(phases, verdict, rest, { verified, say });
    } finally {
      trial.stdin.end();
      await ended;
    }
  },
};

async function judged(phases, verdict, { papers, maildir, environment }, { verified, say }) {
  const { data, append, commit } = phases;
  if (Math.min(data, append, commit) < KILLS) throw new Error(`too few kills: ${JSON.stringify(phases)}`);
  verified(`${data} kills between 354 and the answer to the letter, ${phases.data_answered} of them once it was taken`);
  verified(
    `${append} kills between the literal of APPEND and its OK, ${phases.append_answered} of them once it was kept`,
  );
  verified(`${commit} kills with frames of a transaction on the disk and its commit not`);
  if (verdict.delivered === 0) throw new Error("no letter was received at all");
  verified(
    `${verdict.queued} letters: ${verdict.delivered} received, ${verdict.asked_about} left to the person to judge`,
  );
  // the profile itself is read by another program than the one that was killed
  const { last } = await timed(
    [
      programs.built("estafette-cli"),
      ...["sync", "--once", "--json", "--verify", "--profile", `${papers}/profile`],
      ...[
        "--provision",
        `${papers}/provisioning.json`,
        "--anchors",
        papers,
        "--password-file",
        `${papers}/password.txt`,
      ],
    ],
    { ...process.env, ...environment },
  );
  const { held, verification } = JSON.parse(last);
  const letters = fingerprint([maildir], withCrlf);
  if (held !== letters.count || verification.sha256 !== letters.sha256) {
    throw new Error(`the profile holds ${held} letters, the server ${letters.count}, or others`);
  }
  verified(`${held} letters read back from the encrypted file, the same bytes as the server's`);
  for (const name of ["lost", "sent_twice", "duplicated", "copies_missing"]) {
    if (verdict[name].length > 0) say(`${name}: ${verdict[name].join(", ")}`);
  }
  return {
    ...phases,
    queued: verdict.queued,
    delivered: verdict.delivered,
    asked_about: verdict.asked_about,
    lost: verdict.lost.length,
    sent_twice: verdict.sent_twice.length,
    duplicated: verdict.duplicated.length + Math.abs(verdict.local_difference),
    copies_missing: verdict.copies_missing.length,
  };
}
