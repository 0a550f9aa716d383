/** The words of the viewer, which is a page of its own: the main one carries none of them. */
import words from "./fr.viewer.json";
import { formatMessage, type Params } from "./format";

export type ViewerKey = keyof typeof words;

export function tViewer(key: ViewerKey, params: Params = {}): string {
  return formatMessage(words[key], params);
}
