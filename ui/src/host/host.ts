/**
 * What the page needs from whoever holds it. Two answer to it: the Tauri shell (`tauri.ts`) and an in-memory twin
 * (`browser.ts`), so the whole page can be driven without a desktop.
 */
import type { Commands, Envelope } from "../contract/contract";

export type CommandName = keyof Commands;
export type Asked<K extends CommandName> = Commands[K][0];
export type Answer<K extends CommandName> = Commands[K][1];

export interface Host {
  /** Runs a command. Rejects with an `ApiError`, or with anything at all when the border itself is broken. */
  invoke<K extends CommandName>(name: K, asked: Asked<K>): Promise<Answer<K>>;
  /** Opens the one channel of events. Resolves to the sequence number before its first event. */
  openEvents(listener: (envelope: Envelope) => void): Promise<number>;
  /** The time, in seconds since 1970. */
  now(): number;
}
