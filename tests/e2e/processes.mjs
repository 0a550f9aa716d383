// A program and everything it started, as Linux tells it.

import { readFileSync, readdirSync } from "node:fs";

/** `root` and its descendants, by number; `root` alone when it has just ended. */
export function family(root) {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    // the name, which may hold anything, ends at the last bracket; the state and the parent come after it
    const stat = processFile(name, "stat");
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const members = [root];
  for (let known = 0; known < members.length; known += 1) {
    for (const [pid, parent] of parents) if (parent === members[known]) members.push(pid);
  }
  return members;
}

/** Whether it still runs; one that ended and was not looked at by its parent does not. */
export function runs(pid) {
  const stat = processFile(pid, "stat");
  return stat !== "" && stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
}

/** The text of `/proc/PID/NAME`; empty for a process that has just ended. */
export function processFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
