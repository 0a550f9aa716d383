/** The journal on screen: which lines, which page of them. */
import type { Api } from "../../api/api";
import type { Query } from "../../api/query";
import type { AuditAct, AuditFilter, AuditPage } from "../../contract/contract";

/** Lines on a page. */
export const PAGE = 50;

const DAY = 24 * 3600;

export type Period = "all" | "today" | "week" | "month";

export class Journal {
  readonly #api: Api;
  person = $state<string | null>(null);
  act = $state<AuditAct | null>(null);
  period = $state<Period>("all");
  offset = $state(0);

  readonly filter: AuditFilter = $derived.by(() => ({
    person: this.person,
    act: this.act,
    since: since(this.period, this.#api.now()),
    until: null,
  }));

  constructor(api: Api) {
    this.#api = api;
  }

  get query(): Query<AuditPage> {
    return this.#api.read("audit_list", { filter: this.filter, offset: this.offset, limit: PAGE });
  }

  /** Other lines are wanted: from the first. */
  narrow(to: { person?: string | null; act?: AuditAct | null; period?: Period }): void {
    this.person = to.person === undefined ? this.person : to.person;
    this.act = to.act === undefined ? this.act : to.act;
    this.period = to.period ?? this.period;
    this.offset = 0;
  }

  turn(by: 1 | -1): void {
    this.offset = Math.max(0, this.offset + by * PAGE);
  }
}

/** The first second of a period, which begins at midnight here. */
export function since(period: Period, now: number): number | null {
  const midnight = new Date(now * 1000).setHours(0, 0, 0, 0) / 1000;
  switch (period) {
    case "all":
      return null;
    case "today":
      return midnight;
    case "week":
      return midnight - 6 * DAY;
    case "month":
      return midnight - 29 * DAY;
  }
}
