/**
 * The words of errors, apart from the others: a third of all there are, and none is needed before something goes wrong.
 * Whoever imports this, or `api/sentences`, is itself loaded on demand.
 */
import errors from "./fr.errors.json";
import { formatMessage, type Params } from "./format";

export type ErrorKey = keyof typeof errors;

export function tError(key: ErrorKey, params: Params = {}): string {
  return formatMessage(errors[key], params);
}
