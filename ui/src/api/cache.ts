/** The one place where answers of the engine are kept: one `Query` per question, dropped or asked again when stale. */
import type { Answer, Asked, Host } from "../host/host";
import { Query } from "./query";
import { MADE_OF, touches, type Made, type ReadName, type Stale } from "./tags";

interface Entry {
  readonly made: readonly Made[];
  readonly query: Query<unknown>;
}

export class QueryCache {
  readonly #host: Pick<Host, "invoke">;
  readonly #entries = new Map<string, Entry>();

  constructor(host: Pick<Host, "invoke">) {
    this.#host = host;
  }

  read<K extends ReadName>(name: K, asked: Asked<K>): Query<Answer<K>> {
    const key = `${name} ${JSON.stringify(asked)}`;
    const known = this.#entries.get(key);
    if (known !== undefined) {
      // The key holds the name of the command, hence the type of its answer.
      return known.query as Query<Answer<K>>;
    }
    const query = new Query<Answer<K>>(() => this.#host.invoke(name, asked));
    this.#entries.set(key, { made: MADE_OF[name](asked), query });
    return query;
  }

  /** Makes the touched answers stale. Those nobody looks at are forgotten. */
  invalidate(stale: Stale): void {
    this.#drop((made) => touches(stale, made));
  }

  /** Events were lost: nothing known is certain any more. */
  resync(): void {
    this.#drop(() => true);
  }

  /** Forgets every answer that nobody looks at. */
  forget(): void {
    for (const [key, { query }] of this.#entries) {
      if (!query.watched) {
        this.#entries.delete(key);
      }
    }
  }

  #drop(touched: (made: readonly Made[]) => boolean): void {
    for (const [key, { made, query }] of this.#entries) {
      if (touched(made)) {
        if (!query.watched) {
          this.#entries.delete(key);
        }
        query.invalidate();
      }
    }
  }
}
