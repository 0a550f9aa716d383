// What a hostile letter, a hostile server and a malformed letter can do. Each wall around a letter is tried alone in the web
// engine of the product, and each hostile part must do its harm where no wall stands: a part that cannot harm proves nothing.

import { spawn } from "node:child_process";

import { walls } from "../../e2e/walls.mjs";
import { programs } from "../corpus.mjs";

/** What the trial of the wire says, and that of malformed letters. */
const WIRE = ["bad_tls_cases", "bad_tls_accepted", "starttls_cases", "starttls_leaks"];
const LETTERS = ["malformed_mails", "panics", "slowest_mail_ms", "slowest_mail", "dearest_mail_mib", "dearest_mail"];

export default {
  claim:
    "no wall alone lets a hostile part ask the network for anything or run a script, and no server or letter breaks in",
  least: { vectors: 150, bad_tls_cases: 25, starttls_cases: 60, malformed_mails: 200 },
  aims: {
    requests_product: 0,
    requests_sanitizer_off: 0,
    requests_csp_off: 0,
    requests_filter_alone: 0,
    requests_proxy: 0,
    scripts_run: 0,
    controls_silent: 0,
    bad_tls_accepted: 0,
    starttls_leaks: 0,
    panics: 0,
    slowest_mail_ms: 250,
    dearest_mail_mib: 64,
  },

  async run({ given, verified, say }) {
    const frame = await walls();
    given(`${frame.vectors} hostile parts of ${frame.channels.length} channels: ${frame.channels.join(", ")}`);
    if (!frame.names) say("no network of its own is allowed here: what only a name server sees was left out");
    for (const leak of frame.leaks) say(`LEAK ${leak}`);
    for (const id of frame.controls_silent) say(`control silent: ${id}`);
    verified(
      `${frame.controls_leaking} of ${frame.vectors} leak without a wall, the slowest ${frame.slowest_control_ms} ms after its page was loaded, ` +
        `where every page is watched for ${frame.watched_ms} ms or more; ` +
        `${frame.silent - frame.silent_that_leak.length} others do nothing in this engine and are not counted`,
    );
    say(`not shown to the headers alone, since the engine asks no policy about them: ${frame.unasked.join(", ")}`);
    // Said at once: it stands whatever becomes of the other trials.
    const { requests_product, requests_sanitizer_off, requests_csp_off, requests_filter_alone, scripts_run } = frame;
    say(
      `requests: ${requests_product} as shipped, ${requests_sanitizer_off} without the sanitiser, ${requests_csp_off} with it alone, ` +
        `${requests_filter_alone} with the filter alone; scripts: ${scripts_run}`,
    );
    const proxy = await walls("--proxy");
    for (const id of proxy.past_the_proxy) say(`PAST THE PROXY ${id}`);
    verified(`the same ${proxy.vectors} shown without a wall behind the proxy that leads nowhere`);
    const wire = await trial(programs.debug, "wire", WIRE, { verified, say });
    const letters = await trial(programs.built, "letters", LETTERS, { verified, say });
    return {
      vectors: frame.vectors,
      requests_product,
      requests_sanitizer_off,
      requests_csp_off,
      requests_filter_alone,
      requests_proxy: proxy.requests_proxy,
      scripts_run,
      controls_leaking: frame.controls_leaking,
      controls_silent: frame.controls_silent.length,
      slowest_control_ms: frame.slowest_control_ms,
      ...wire,
      ...letters,
    };
  },
};

/** The figures of one trial of `safety-trial`, of the build that is timed or the one that is not. What did not come out is left out, so that the measure fails of it. */
async function trial(build, name, figures, { verified, say }) {
  const { code, text } = await ran(build("safety-trial"), [name]);
  if (code !== 0) {
    say(`the trial of the ${name} did not end well: ${code}`);
    return {};
  }
  const told = JSON.parse(text.trim().split("\n").at(-1));
  verified(`${name}: ${figures.map((figure) => `${figure} ${told[figure]}`).join(", ")}`);
  return Object.fromEntries(figures.map((figure) => [figure, told[figure]]));
}

function ran(program, args) {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (more) => (text += more));
    child.on("error", ({ code }) => done({ code, text }));
    child.on("close", (code) => done({ code, text }));
  });
}
