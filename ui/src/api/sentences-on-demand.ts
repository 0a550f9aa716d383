/** The sentences of errors, read when the first thing goes wrong: a fifth of the code of the first screen otherwise. */
import type { ApiError } from "../contract/contract";
import type { Circumstances, Sentence } from "./sentences";

export const loadSentences = () => import("./sentences");

export async function inWords(problem: ApiError, around: Circumstances = {}): Promise<Sentence> {
  const { describe } = await loadSentences();
  return describe(problem, around);
}
