/** The recipients of one line (« À », « Cc »): what is being typed, and the addresses already made of it. */
import type { Api } from "../../api/api";
import type { Recipient } from "../../contract/contract";

/** What ends an address while typing or pasting several. */
const SEPARATOR = /[,;\n]/;

export class Recipients {
  readonly #api: Api;
  readonly #onchange: () => void;
  list = $state.raw<readonly Recipient[]>([]);
  #typed = $state("");
  /** Texts whose addresses are being made, in their order. */
  #underWay = $state.raw<readonly string[]>([]);
  #making: Promise<unknown> = Promise.resolve();
  /** The last address is about to be removed: the next Backspace does it. */
  armed = $state(false);

  constructor(api: Api, onchange: () => void) {
    this.#api = api;
    this.#onchange = onchange;
  }

  get typed(): string {
    return this.#typed;
  }

  /** The addresses, with what is still being typed or checked: nothing is lost if it is saved now. */
  get addresses(): string[] {
    const typed = this.#typed.trim();
    const rest = typed === "" ? this.#underWay : [...this.#underWay, typed];
    return [...this.list.map((recipient) => recipient.address), ...rest];
  }

  /** Something is typed or being checked, which is no address yet. */
  get unsettled(): boolean {
    return this.#underWay.length > 0 || this.#typed.trim() !== "";
  }

  async load(addresses: readonly string[]): Promise<void> {
    this.#typed = "";
    this.armed = false;
    this.list = addresses.length === 0 ? [] : await this.#check(addresses.join("\n"));
  }

  /** Typing; a separator makes addresses of what precedes. Resolves to how many were added. */
  async type(text: string): Promise<number> {
    this.armed = false;
    this.#typed = text;
    this.#onchange();
    return SEPARATOR.test(text) ? this.commit() : 0;
  }

  /** Makes addresses of what is typed. Resolves to how many were added, once all that was under way is made too. */
  async commit(): Promise<number> {
    const typed = this.#typed.trim();
    this.#typed = "";
    if (typed === "") {
      await this.#making;
      return 0;
    }
    this.#underWay = [...this.#underWay, typed];
    const adding = this.#making.then(() => this.#make(typed));
    this.#making = adding;
    return adding;
  }

  remove(address: string): void {
    this.list = this.list.filter((recipient) => recipient.address !== address);
    this.armed = false;
    this.#onchange();
  }

  /** Puts an address back under the fingers, to be corrected. */
  correct(address: string): void {
    this.remove(address);
    this.#typed = address;
  }

  /** Backspace in an empty line: the first asks, the second removes. */
  backspace(): { readonly address: string; readonly removed: boolean } | undefined {
    const last = this.list.at(-1);
    if (last === undefined) {
      return undefined;
    }
    const removed = this.armed;
    if (removed) {
      this.remove(last.address);
    } else {
      this.armed = true;
    }
    return { address: last.address, removed };
  }

  async #make(typed: string): Promise<number> {
    const found = await this.#check(typed);
    this.#underWay = this.#underWay.slice(1);
    const known = new Set(this.list.map((recipient) => recipient.address));
    const added = found.filter((recipient) => !known.has(recipient.address));
    this.list = [...this.list, ...added];
    this.#onchange();
    return added.length;
  }

  async #check(typed: string): Promise<readonly Recipient[]> {
    const checked = await this.#api.call("recipient_check", { typed });
    // Unjudged is not valid: the person sees it, and nothing leaves on a guess.
    return checked.ok ? checked.value.recipients : [{ address: typed, valid: false }];
  }
}
