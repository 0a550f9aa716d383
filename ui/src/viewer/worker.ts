/** Where a document is taken apart: a worker of pdf.js, without WebAssembly. */
import "./no-web-assembly";
import "pdfjs-dist/legacy/build/pdf.worker.mjs";
