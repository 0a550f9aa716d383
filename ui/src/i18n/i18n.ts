/**
 * The words of the page. Every sentence a person can read is in `fr.json` (of an error: in `fr.errors.json`), under a key
 * named after the code term, so that the words can be reviewed by people who do not read code and a missing key does not
 * compile.
 */
import fr from "./fr.json";
import { formatMessage, formatParts, type Params, type Part } from "./format";

export type MessageKey = keyof typeof fr;

export function t(key: MessageKey, params: Params = {}): string {
  return formatMessage(fr[key], params);
}

/** The same message cut at its blanks, for a sentence whose blanks are set in another type. */
export function tParts(key: MessageKey, params: Params): Part[] {
  return formatParts(fr[key], params);
}
