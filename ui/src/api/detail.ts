/**
 * The technical detail a person can copy for support: code, report id, host, time, version. Never a subject, an address, a
 * text or the words of a server, which may quote an address.
 */
import type { ApiError } from "../contract/contract";

/** Parameters of an error that hold nothing about a person. */
const TELLABLE = ["host", "fault", "limit", "excess", "count", "line", "key", "path", "reason"] as const;

export function technicalDetail(problem: ApiError, version: string, now: number): string {
  const lines = [`Estafette ${version}`, new Date(now * 1000).toISOString(), `code: ${problem.code}`];
  if (problem.report_id !== "") {
    lines.push(`report: ${problem.report_id}`);
  }
  for (const name of TELLABLE) {
    const value = problem.params[name];
    if (value !== undefined) {
      lines.push(`${name}: ${value}`);
    }
  }
  return lines.join("\n");
}
