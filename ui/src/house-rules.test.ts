/** Rules of the house that no compiler checks, read in the sources themselves. */
import { describe, expect, it } from "vitest";

import fr from "./i18n/fr.json";

const everything = import.meta.glob<string>("./**/*.{ts,svelte,css}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const sources = Object.entries(everything).filter(
  ([path]) => !path.includes(".test.") && !path.startsWith("./contract/"),
);
const components = sources.filter(([path]) => path.endsWith(".svelte"));

function holding(rule: RegExp, among: ReadonlyArray<[string, string]> = sources): string[] {
  return among.filter(([, text]) => rule.test(text)).map(([path]) => path);
}

describe("what the policy of the window forbids", () => {
  it("no style attribute in markup: only the style: directive, which sets properties", () => {
    expect(holding(/\sstyle=/, components)).toEqual([]);
  });

  it("no HTML inserted from a string, no evaluation", () => {
    expect(holding(/\{@html|innerHTML|\beval\(|new Function\(/)).toEqual([]);
  });

  it("no web storage: nothing of a letter stays on the disk of the web engine", () => {
    expect(holding(/localStorage|sessionStorage|indexedDB|\bcaches\.|document\.cookie/)).toEqual([]);
  });

  it("no address of the network", () => {
    const remote = sources.map(([path, text]): [string, string] => [
      path,
      text.replaceAll(/https?:\/\/\w+\.localhost/g, ""),
    ]);
    expect(holding(/https?:\/\//, remote)).toEqual([]);
  });
});

describe("the layers", () => {
  it("only the host imports Tauri", () => {
    expect(holding(/from "@tauri-apps\//)).toEqual(["./host/tauri.ts"]);
  });

  it("the shipped page never imports the in-memory host", () => {
    const shipped = sources.filter(([path]) => !path.startsWith("./host/browser") && path !== "./browser.ts");
    expect(holding(/host\/browser/, shipped)).toEqual([]);
  });

  it("the widgets know nothing of mail", () => {
    const widgets = sources.filter(([path]) => path.startsWith("./components/"));
    expect(holding(/from "\.\.\/(features|views|api|host|contract|i18n)\//, widgets)).toEqual([]);
  });

  it("features do not import views", () => {
    const features = sources.filter(([path]) => path.startsWith("./features/"));
    expect(holding(/\/views\//, features)).toEqual([]);
  });
});

describe("the hand", () => {
  it("colours are tokens", () => {
    const painted = components.map(([path, text]): [string, string] => [path, text.slice(text.indexOf("<style>"))]);
    expect(holding(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|(?<![-\w])(black|white)(?![-\w])/i, painted)).toEqual([]);
  });

  it("no any, no non-null assertion", () => {
    expect(holding(/:\s*any\b|\bas any\b|<any>|\w!\.|\w!;|\w!\)/)).toEqual([]);
  });

  it("no component or module over 350 lines", () => {
    expect(sources.filter(([, text]) => text.split("\n").length > 350).map(([path]) => path)).toEqual([]);
  });

  it("no French sentence outside the catalogue", () => {
    const speaking = components.map(([path, text]): [string, string] => {
      const markup = text.replace(/<script[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, "");
      return [path, markup];
    });
    expect(holding(/>\s*[A-ZÀ-Ý][a-zà-ÿ]+ [a-zà-ÿ]+/, speaking)).toEqual([]);
  });
});

describe("the catalogue", () => {
  it("has no message that nothing says", () => {
    const code = sources.map(([, text]) => text).join("\n");
    const made = [...code.matchAll(/`([a-z_]+\.[a-z_.]*)\$\{[^}]+\}([a-z_.]*)`/g)].map(
      ([, before = "", after = ""]) =>
        new RegExp(`^${before.replaceAll(".", "\\.")}[a-z_]+${after.replaceAll(".", "\\.")}$`),
    );
    const unsaid = Object.keys(fr).filter((key) => !code.includes(`"${key}"`) && !made.some((rule) => rule.test(key)));
    expect(unsaid).toEqual([]);
  });
});
