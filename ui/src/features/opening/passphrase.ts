/**
 * What a passphrase must be, so that the person is told before the engine refuses; and the one form it is sent in, since a
 * letter with an accent can be typed as one character or as two. The engine has the last word.
 */
const MIN_CHARACTERS = 16;
const MIN_DISTINCT = 8;

/** What is wrong with a passphrase that is being chosen. */
export type Weakness = "short" | "plain";

export function weaknessOf(passphrase: string): Weakness | undefined {
  const characters = [...normal(passphrase)];
  if (characters.length < MIN_CHARACTERS) {
    return "short";
  }
  return new Set(characters).size < MIN_DISTINCT ? "plain" : undefined;
}

export function normal(passphrase: string): string {
  return passphrase.normalize("NFC");
}
