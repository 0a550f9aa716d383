/** The words of the dialog of links, apart from the others: nobody needs them before a link is used. */
import { formatMessage } from "./format";
import links from "./fr.links.json";

export type LinkKey = keyof typeof links;

export function tLink(key: LinkKey): string {
  return formatMessage(links[key], {});
}
