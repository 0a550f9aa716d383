/** Sizes of files as people say them: « 88 Ko », « 6,2 Mo ». Powers of ten, as the file managers of today count. */
import { t, type MessageKey } from "./i18n";

const STEPS: ReadonlyArray<readonly [number, MessageKey]> = [
  [1_000_000_000, "size.giga"],
  [1_000_000, "size.mega"],
  [1_000, "size.kilo"],
];

const whole = new Intl.NumberFormat("fr", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("fr", { maximumFractionDigits: 1 });

export function saySize(bytes: number): string {
  for (const [step, key] of STEPS) {
    if (bytes >= step) {
      const format = key === "size.kilo" ? whole : tenth;
      return t(key, { value: format.format(bytes / step) });
    }
  }
  return t("size.bytes", { value: whole.format(bytes) });
}
