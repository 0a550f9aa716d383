/** axe and the contrast of every text, over every screen and state, in both themes; and that no component escapes them. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import axe from "axe-core";

import { SCREENS } from "./lib/screens.js";
import { stage } from "./lib/stage.js";

const scene = stage();
const rendered = new Set();

/** Every text on screen against what is really behind it, as [ratio, text]; the worst first. */
function contrasts() {
  const parse = (colour) => {
    const [r = 0, g = 0, b = 0, a = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => {
    const mix = (key) => top[key] * top.a + under[key] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  };
  const light = ({ r, g, b }) => {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) {
      layers.push(parse(getComputedStyle(at).backgroundColor));
    }
    const ground = { ...parse(getComputedStyle(document.documentElement).backgroundColor), a: 1 };
    return layers.reverse().reduce((under, layer) => over(layer, under), ground);
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const box = element.getBoundingClientRect();
    if (texts.currentNode.textContent.trim() === "" || !element.checkVisibility() || box.width < 2 || box.height < 2) {
      continue;
    }
    const ground = behind(element);
    const ink = over(parse(getComputedStyle(element).color), ground);
    const [bright, dark] = [light(ink), light(ground)].sort((a, b) => b - a);
    found.push([Math.floor(((bright + 0.05) / (dark + 0.05)) * 100) / 100, texts.currentNode.textContent.trim()]);
  }
  return found.sort((a, b) => a[0] - b[0]);
}

for (const { name, scene: from, reach, ...size } of SCREENS) {
  for (const theme of ["light", "dark"]) {
    scene(
      `${name}, ${theme}`,
      from,
      async (page) => {
        await reach(page);
        await page.waitForTimeout(250);
        for (const component of await page.evaluate(() => [...globalThis.rendered])) rendered.add(component);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() =>
          window.axe.run(document, {
            iframes: false,
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          }),
        );
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))]),
          [],
        );
        const poor = (await page.evaluate(contrasts)).filter(([ratio]) => ratio < 4.5);
        assert.deepEqual(poor, []);
      },
      { theme, ...size },
    );
  }
}

test("every component is on one of these screens", () => {
  const sources = fileURLToPath(new URL("../../ui/src", import.meta.url));
  const components = readdirSync(sources, { recursive: true }).filter((file) => file.endsWith(".svelte"));
  // the viewer is a page of its own, with a test of its own
  const here = components.map((file) => file.replaceAll("\\", "/")).filter((file) => !file.startsWith("viewer/"));
  const unseen = here.filter((file) => !rendered.has(file));
  assert.deepEqual(unseen, []);
});
