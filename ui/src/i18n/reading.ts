/** The words of the page that reads documents, which is a page of its own: the main one carries none of them. */
import words from "./fr.reading.json";
import { formatMessage, type Params } from "./format";

export type ReadingKey = keyof typeof words;

export function tReading(key: ReadingKey, params: Params = {}): string {
  return formatMessage(words[key], params);
}
