// What the window a person gets refuses to whoever holds its environment: to be driven, to be inspected. Each refusal has
// its control: the driven window, which is the same library without the refusal, lets the same thing happen.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";

import { pause } from "../screen.mjs";
import { Stage, freePort } from "../stage.mjs";
import { Session } from "../webdriver.mjs";

/** A driver has its session long before, ms. */
const DRIVER_PATIENCE = 12_000;
/** A window is on the screen within, ms. */
const PATIENCE = 60_000;
const INSPECTOR_VARIABLES = ["WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"];

test("no driver gets into the shipped window, which opens all the same", async () => {
  await onStage(async (stage) => {
    const args = ["--demo", join(stage.folder, "demo"), "--profile", join(stage.folder, "profile")];
    const port = await stage.driver();
    const asked = Session.open(port, join(stage.programs, "estafette"), args).then(
      () => "a session",
      () => "no session",
    );
    await windowIsUp(stage);
    assert.notEqual(await Promise.race([asked, pause(DRIVER_PATIENCE).then(() => "no answer")]), "a session");
  });
});

test("control: the driver gets its session of the driven window, in less time", async () => {
  await onStage(async (stage) => {
    const begun = performance.now();
    const session = await stage.drive();
    assert.equal(await session.run("return location.protocol"), "tauri:");
    assert.ok(performance.now() - begun < DRIVER_PATIENCE);
  });
});

test("the variables of the inspector open no port of the shipped window", async () => {
  for (const variable of INSPECTOR_VARIABLES) {
    await onStage(async (stage) => {
      const port = await freePort();
      stage.ship("profile", { [variable]: `127.0.0.1:${port}` });
      await windowIsUp(stage);
      assert.equal(await listens(port), false, variable);
    });
  }
});

test("control: each of them opens that port of the driven window", async () => {
  for (const variable of INSPECTOR_VARIABLES) {
    await onStage(async (stage) => {
      const port = await freePort();
      stage.shipDriven("profile", { [variable]: `127.0.0.1:${port}` });
      await windowIsUp(stage);
      assert.equal(await listens(port), true, variable);
    });
  }
});

/** A stage of its own for each trial: a window that a driver started goes only with its screen. */
async function onStage(trial) {
  const stage = await Stage.bare();
  try {
    await trial(stage);
  } finally {
    await stage.strike();
  }
}

async function windowIsUp(stage) {
  const begun = performance.now();
  while (!stage.screen.isPainted()) {
    assert.ok(performance.now() - begun < PATIENCE, "no window is painted");
    await pause(100);
  }
}

/** Whether somebody answers at the port, once a painted window has had time to open it. */
async function listens(port) {
  for (let tries = 0; tries < 20; tries += 1) {
    const answered = await new Promise((done) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => done(true)).once("error", () => done(false));
    });
    if (answered) return true;
    await pause(100);
  }
  return false;
}
