/**
 * Files of pdf.js that it asks for by name: the fonts that a document may name without bringing them, and the decoders of
 * pictures that do without WebAssembly. Nothing else of it is shipped: no sandbox for scripts, no module of WebAssembly.
 */
const files = import.meta.glob<string>(
  ["/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}", "/node_modules/pdfjs-dist/wasm/*_nowasm_fallback.js"],
  { query: "?url", import: "default", eager: true, exhaustive: true },
);

/** The folder they are in, all of them the same, with its last slash. */
export const FILES = new URL(".", Object.values(files)[0] ?? location.href).href;
