/**
 * What went wrong, as a value. A command rejects with an `ApiError`; anything else (a refused permission, a fault in the
 * page itself) becomes one here, so that the rest of the page knows a single form of failure.
 */
import type { ApiError } from "../contract/contract";

export function asApiError(thrown: unknown): ApiError {
  if (isApiError(thrown)) {
    return thrown;
  }
  return { code: "internal", params: {}, report_id: "" };
}

function isApiError(thrown: unknown): thrown is ApiError {
  return (
    typeof thrown === "object" && thrown !== null && "code" in thrown && "params" in thrown && "report_id" in thrown
  );
}

/** The outcome of a command whose failure is shown in place. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ApiError };

export async function outcome<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work };
  } catch (thrown) {
    return { ok: false, problem: asApiError(thrown) };
  }
}
