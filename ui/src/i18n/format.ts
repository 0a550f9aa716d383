/**
 * The small part of ICU MessageFormat the catalogue uses: `{name}` and `{count, plural, =0 {…} one {…} other {…}}` with
 * `#` for the number. A library would weigh more than these rules.
 */
export type Params = Readonly<Record<string, string | number>>;

/** A stretch of a formatted message: `name` says which blank it fills, so a caller can set it in its own type. */
export interface Part {
  readonly text: string;
  readonly name?: string;
}

const plurals = new Intl.PluralRules("fr");
const numbers = new Intl.NumberFormat("fr");

export function formatMessage(pattern: string, params: Params): string {
  return formatParts(pattern, params)
    .map((part) => part.text)
    .join("");
}

export function formatParts(pattern: string, params: Params): Part[] {
  const parts: Part[] = [];
  let rest = pattern;
  for (;;) {
    const open = rest.indexOf("{");
    if (open < 0) {
      break;
    }
    const close = closingBrace(rest, open);
    push(parts, rest.slice(0, open));
    parts.push(...formatBlank(rest.slice(open + 1, close), params));
    rest = rest.slice(close + 1);
  }
  push(parts, rest);
  return parts;
}

function push(parts: Part[], text: string): void {
  if (text !== "") {
    parts.push({ text });
  }
}

function formatBlank(inside: string, params: Params): Part[] {
  const [name = "", kind, ...choices] = splitTop(inside);
  const value = params[name];
  if (value === undefined) {
    throw new Error(`the message has a blank with no value: ${name}`);
  }
  if (kind === undefined) {
    return [{ name, text: typeof value === "number" ? numbers.format(value) : value }];
  }
  const count = Number(value);
  const chosen = choose(choices.join(","), count).replaceAll("#", numbers.format(count));
  return formatParts(chosen, params);
}

function choose(choices: string, count: number): string {
  const found = new Map<string, string>();
  let rest = choices.trim();
  while (rest !== "") {
    const open = rest.indexOf("{");
    const close = closingBrace(rest, open);
    found.set(rest.slice(0, open).trim(), rest.slice(open + 1, close));
    rest = rest.slice(close + 1).trim();
  }
  return found.get(`=${count}`) ?? found.get(plurals.select(count)) ?? found.get("other") ?? "";
}

/** Splits on the first two commas that are outside braces: name, kind, choices. */
function splitTop(inside: string): string[] {
  const first = inside.indexOf(",");
  if (first < 0) {
    return [inside.trim()];
  }
  const second = inside.indexOf(",", first + 1);
  return [inside.slice(0, first).trim(), inside.slice(first + 1, second).trim(), inside.slice(second + 1)];
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") {
      depth += 1;
    } else if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) {
        return at;
      }
    }
  }
  throw new Error(`a brace is never closed: ${text}`);
}
