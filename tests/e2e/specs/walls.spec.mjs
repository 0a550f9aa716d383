// Each wall around a letter is enough alone: hostile parts in the web engine of the product, with the sanitiser off, with the
// frame off, with both and with neither. `./dev bench safety` shows the whole table, here are some of every run's own.

import assert from "node:assert/strict";
import { test } from "node:test";

import { walls } from "../walls.mjs";

/** How many of the table, and which: drawn by a seed that is said, so that a run can be repeated. */
const SAMPLE = 36;
const SEED = process.env.ESTAFETTE_WALLS_SEED ?? String(Math.floor(Date.now() / 86_400_000));

const drawn = ["--sample", String(SAMPLE), "--seed", SEED];

test("neither wall alone lets a hostile part fetch anything or run a script, and without them each does", async (t) => {
  t.diagnostic(`ESTAFETTE_WALLS_SEED=${SEED}`);
  const found = await walls(...drawn);
  assert.deepEqual(found.leaks, []);
  const { requests_product, requests_sanitizer_off, requests_csp_off, requests_filter_alone, scripts_run } = found;
  assert.deepEqual(
    [requests_product, requests_sanitizer_off, requests_csp_off, requests_filter_alone, scripts_run],
    [0, 0, 0, 0, 0],
  );
  assert.deepEqual(found.controls_silent, [], "control: each leaks where no wall stands");
  assert.equal(found.controls_leaking, SAMPLE);
});

test("the proxy that leads nowhere is enough alone, where nothing else stands", async () => {
  const found = await walls("--proxy", ...drawn);
  assert.deepEqual(found.past_the_proxy, []);
  assert.equal(found.vectors, SAMPLE);
});
