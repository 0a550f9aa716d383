/** What is said of texts that are not here, where they differ: what needs somebody comes before what comes by itself. */
import type { MessageView, TextWithheld } from "../../contract/contract";

export type TextState = TextWithheld | "coming";

const WORST_FIRST: readonly TextState[] = ["gone", "refused", "offline"];

export function worstOf(unloaded: ReadonlyArray<Pick<MessageView, "withheld">>): TextState {
  return WORST_FIRST.find((state) => unloaded.some(({ withheld }) => withheld === state)) ?? "coming";
}
