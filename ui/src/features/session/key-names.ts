/**
 * The names of keys: what a key press is called in the table of shortcuts (`Ctrl+Shift+R`), and what is engraved on a
 * French keyboard. By the character, never by the place: on another layout a shortcut is where its character is.
 */
import { t, type MessageKey } from "../../i18n/i18n";

const ENGRAVED: Readonly<Record<string, MessageKey>> = {
  Shift: "key.shift",
  Delete: "key.delete",
  Escape: "key.escape",
  Enter: "key.enter",
  Space: "key.space",
  Home: "key.home",
  End: "key.end",
  PageUp: "key.page_up",
  PageDown: "key.page_down",
  ArrowUp: "key.up",
  ArrowDown: "key.down",
};

/** `Ctrl+Shift+R`, `F6`, `/`: modifiers first, letters in capitals, no Shift on a character that needed it to be typed. */
export function keyName(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">): string {
  const key = event.key === " " ? "Space" : event.key;
  const isCharacter = [...key].length === 1;
  const isLetter = isCharacter && key.toLowerCase() !== key.toUpperCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) {
    parts.push("Ctrl");
  }
  if (event.altKey) {
    parts.push("Alt");
  }
  if (event.shiftKey && (!isCharacter || (isLetter && parts.length > 0))) {
    parts.push("Shift");
  }
  parts.push(isCharacter ? key.toUpperCase() : key);
  return parts.join("+");
}

/** The parts of a name: `Ctrl++` is Ctrl and +. */
export function keyParts(name: string): string[] {
  return name.split(/\+(?!$)/);
}

/** « Ctrl+Maj+R », as it is engraved. */
export function sayKey(name: string): string {
  return keyParts(name)
    .map((part) => {
      const engraved = ENGRAVED[part];
      return engraved === undefined ? part : t(engraved);
    })
    .join("+");
}
