// What a program and everything it started hold in memory, each shared page counted once (PSS, `smaps_rollup`).

import { family, processFile } from "../e2e/processes.mjs";

const KIB_IN_MIB = 1024;

/** MiB held by the process `root` and its descendants, and how many they are. */
export function treeMemory(root) {
  const members = family(root);
  const kib = members.map((pid) => Number(/^Pss:\s+(\d+) kB$/m.exec(processFile(pid, "smaps_rollup"))?.[1] ?? 0));
  return { processes: members.length, pss_mib: Math.round(kib.reduce((sum, one) => sum + one, 0) / KIB_IN_MIB) };
}
