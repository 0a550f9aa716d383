// The trial of the walls (tests/walls) on a screen of its own and, where that is allowed, in a network of its own, whose name
// server is the trial's: what an engine looks for beforehand is seen nowhere else.

import { spawn, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Stage, TARGET } from "./stage.mjs";

/** The whole table, in five trials, takes less, ms. */
const PATIENCE = 600_000;
/** A network and mounts of one's own: root may have them, and on most machines anybody may who is then nobody else. */
const APART = [
  ["--mount", "--net"],
  ["--user", "--map-root-user", "--mount", "--net"],
];

/** Runs the trial and gives its verdict; `options` are its own. */
export async function walls(...options) {
  const stage = await Stage.bare({ operator: false });
  try {
    const apart = APART.find((namespaces) => spawnSync("unshare", [...namespaces, "true"]).status === 0);
    const program = join(TARGET, "walls-trial");
    const names = join(stage.folder, "resolv.conf");
    await writeFile(names, "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
    const inside = `ip link set lo up && ip addr add 198.18.0.1/32 dev lo && mount --bind ${names} /etc/resolv.conf && exec "$0" "$@"`;
    const command = apart
      ? ["unshare", ...apart, "sh", "-c", inside, program, "--names", ...options]
      : [program, ...options];
    return { names: apart !== undefined, ...JSON.parse(await said(stage, command)) };
  } finally {
    await stage.strike();
  }
}

function said(stage, [program, ...args]) {
  const trial = stage.start(program, args, { env: stage.environment, stdio: ["ignore", "pipe", "inherit"] });
  const slow = setTimeout(() => trial.kill("SIGKILL"), PATIENCE);
  return new Promise((done, failed) => {
    let text = "";
    trial.stdout.on("data", (more) => (text += more));
    trial.on("error", failed);
    trial.on("close", (code) => {
      clearTimeout(slow);
      if (code === 0) done(text);
      else failed(new Error(`the trial of the walls ended with ${code}`));
    });
  });
}
