/** What is said aloud to people who do not see the screen: politely, or at once when it matters. */
const SETTLE_MS = 60;

export class Announcer {
  polite = $state("");
  assertive = $state("");

  say(text: string): void {
    this.polite = "";
    setTimeout(() => (this.polite = text), SETTLE_MS);
  }

  sayNow(text: string): void {
    this.assertive = "";
    setTimeout(() => (this.assertive = text), SETTLE_MS);
  }
}
