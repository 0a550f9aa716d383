/** The words of the viewer of joined files, apart from the others: whoever imports this is itself loaded on demand. */
import { formatMessage, type Params } from "./format";
import viewer from "./fr.viewer.json";

export type ViewerKey = keyof typeof viewer;

export function tViewer(key: ViewerKey, params: Params = {}): string {
  return formatMessage(viewer[key], params);
}
