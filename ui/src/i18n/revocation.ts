/** The words about lists of revoked certificates, apart from the others: nobody needs them before they ask, or worry. */
import { formatMessage, type Params } from "./format";
import words from "./fr.revocation.json";

export type RevocationKey = keyof typeof words;

export function tRevocation(key: RevocationKey, params: Params = {}): string {
  return formatMessage(words[key], params);
}
