/** The words of « Réglages », apart from the others: read when it is opened. */
import { formatMessage, type Params } from "./format";
import words from "./fr.settings.json";

export type SettingsKey = keyof typeof words;

export function tSettings(key: SettingsKey, params: Params = {}): string {
  return formatMessage(words[key], params);
}
