/** The words of the lock of the screen and of personal codes, apart from the others: the first screen needs none of them. */
import { formatMessage, type Params } from "./format";
import words from "./fr.lock.json";

export type LockKey = keyof typeof words;

export function tLock(key: LockKey, params: Params = {}): string {
  return formatMessage(words[key], params);
}
