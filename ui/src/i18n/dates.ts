/**
 * Dates as they are said in an office: « 10 h 42 », « Hier », « 24 nov. », « 24 nov. 2026 ». Times in columns keep the
 * colon (`10:42`), which lines up. All in the time zone of the machine; instants are seconds since 1970.
 */
import { t } from "./i18n";

const MONTHS = t("date.months").split("|");

/** « 10 h 42 », for sentences. */
export function sayTime(instant: number): string {
  const date = new Date(instant * 1000);
  return t("date.time", { hour: String(date.getHours()), minute: two(date.getMinutes()) });
}

/** `10:42` today, « Hier », « 12 nov. » this year, « 12 nov. 2025 » before: for columns. */
export function columnDate(instant: number, now: number): string {
  const days = daysBetween(instant, now);
  if (days === 0) {
    return clockTime(instant);
  }
  return days === 1 ? t("date.yesterday") : sayDay(instant, now);
}

/** « 24 nov. », with the year unless it is this year's. */
export function sayDay(instant: number, now: number): string {
  const date = new Date(instant * 1000);
  const day = date.getDate() === 1 ? t("date.first") : String(date.getDate());
  const month = MONTHS[date.getMonth()] ?? "";
  const year = date.getFullYear();
  return year === new Date(now * 1000).getFullYear()
    ? t("date.day", { day, month })
    : t("date.day_year", { day, month, year: String(year) });
}

/** « 10 h 42 » if it was today, else the day: for sentences and spoken rows. */
export function sayMoment(instant: number, now: number): string {
  return daysBetween(instant, now) === 0 ? sayTime(instant) : columnDate(instant, now);
}

function clockTime(instant: number): string {
  const date = new Date(instant * 1000);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function daysBetween(instant: number, now: number): number {
  return Math.round((midnight(now) - midnight(instant)) / 86_400_000);
}

function midnight(instant: number): number {
  const date = new Date(instant * 1000);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
