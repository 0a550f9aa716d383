/**
 * Takes WebAssembly away, before anything else runs: pdf.js is told to do without, and the policy of the page, which allows
 * none, is not asked by every version of WebKitGTK.
 */
Reflect.deleteProperty(globalThis, "WebAssembly");
