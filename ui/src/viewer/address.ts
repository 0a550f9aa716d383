/** What the shell says in the address of the viewer, after the hash. */

/** `stopped`: the process that read the document ended, and this is the page in a new one. */
export type Reading = "pdf" | "film" | "stopped";

export interface Addressed {
  reading: Reading;
  theme: "light" | "dark";
}

const READINGS: readonly Reading[] = ["pdf", "film", "stopped"];

export function addressed(hash: string): Addressed {
  const words = hash.replace(/^#/, "").split(",");
  return {
    reading: READINGS.find((reading) => words.includes(reading)) ?? "stopped",
    theme: words.includes("dark") ? "dark" : "light",
  };
}

/** An address of the scheme, below the token of this document. */
export function below(path: string): string {
  return new URL(path, location.href.split("#")[0]).href;
}
