/**
 * A document in the hands of pdf.js: opened from bytes that are here already, with everything off that could act or fetch.
 *
 * Scripts of a document need pdf.js's own sandbox, which is not shipped; forms and links need its annotation layer, which is
 * never made: what they look like is painted, what they do is not there. Embedded fonts are painted as outlines and never reach
 * the font engine of the machine, and pictures are decoded by pdf.js in its worker and not by the web engine.
 */
import {
  AnnotationMode,
  getDocument,
  GlobalWorkerOptions,
  PasswordException,
  PasswordResponses,
  TextLayer,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";

import { density, onScreen, type Size } from "./layout";
import { FILES } from "./pdfjs-files";
import type { Piece } from "./search";
import worker from "./worker?worker&url";

GlobalWorkerOptions.workerSrc = worker;

/** Pages that can be read, at most: a column of more would be higher than a web engine can lay out. */
export const MAX_PAGES = 5_000;
/** Pixels of one picture of a document, at most; a larger one is left out. */
const MAX_PICTURE = 64_000_000;
/** How the text of a page is cut, the same for whoever looks it through and for whoever lays it out. */
const CUT = { includeMarkedContent: true, disableNormalization: true };

/** How opening ended when it did not: bytes that are no document, or a password asked for. */
export type Refusal = "broken" | "locked" | "wrong_password";

export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal);
  }
}

function refusal(fault: unknown): Refusal {
  if (fault instanceof PasswordException) {
    return fault.code === PasswordResponses.INCORRECT_PASSWORD ? "wrong_password" : "locked";
  }
  return "broken";
}

export class Pdf {
  readonly #task: PDFDocumentLoadingTask;
  readonly #document: PDFDocumentProxy;

  private constructor(task: PDFDocumentLoadingTask, document: PDFDocumentProxy) {
    this.#task = task;
    this.#document = document;
  }

  /** Opens `bytes`, which are handed over. */
  static async open(bytes: Uint8Array, password?: string): Promise<Pdf> {
    const task = getDocument({
      data: bytes,
      ...(password === undefined ? {} : { password }),
      standardFontDataUrl: FILES,
      wasmUrl: FILES,
      useWasm: false,
      useWorkerFetch: false,
      useSystemFonts: false,
      disableFontFace: true,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      disableWorkerRendering: true,
      enableXfa: false,
      maxImageSize: MAX_PICTURE,
      verbosity: 0,
    });
    try {
      return new Pdf(task, await task.promise);
    } catch (fault) {
      await task.destroy();
      throw new Refused(refusal(fault));
    }
  }

  /** How many pages it says it has. */
  get pages(): number {
    return this.#document.numPages;
  }

  /** How large the page at `index` is, from 0. */
  async size(index: number): Promise<Size & { scale: number }> {
    const { width, height } = (await this.#page(index)).getViewport({ scale: 1 });
    return onScreen({ width, height });
  }

  /** Paints the page at `index` and puts it into `into`, in the place of what is there. */
  async paint(index: number, zoom: number, into: Element, signal: AbortSignal): Promise<void> {
    const page = await this.#page(index);
    const { width, height, scale } = await this.size(index);
    signal.throwIfAborted();
    const fine = density({ width: width * zoom, height: height * zoom }, window.devicePixelRatio);
    const viewport = page.getViewport({ scale: scale * zoom * fine });
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    const task = page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE });
    signal.addEventListener("abort", () => task.cancel());
    await task.promise;
    signal.throwIfAborted();
    into.replaceChildren(canvas);
  }

  /** Lays the words of the page at `index` over it, and gives the piece of the page each of them is. */
  async layText(index: number, into: HTMLElement, signal: AbortSignal): Promise<readonly HTMLElement[]> {
    const page = await this.#page(index);
    signal.throwIfAborted();
    into.replaceChildren();
    const layer = new TextLayer({
      textContentSource: page.streamTextContent(CUT),
      container: into,
      viewport: page.getViewport({ scale: 1 }),
    });
    signal.addEventListener("abort", () => layer.cancel());
    await layer.render();
    return layer.textDivs;
  }

  /** The text of the page at `index`. */
  async text(index: number): Promise<Piece[]> {
    const page = await this.#page(index);
    const pieces: Piece[] = [];
    const reader: ReadableStreamDefaultReader<{ items: object[] }> = page.streamTextContent(CUT).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return pieces;
      }
      for (const item of value.items) {
        if ("str" in item && typeof item.str === "string") {
          pieces.push({ text: item.str, ends: "hasEOL" in item && item.hasEOL === true });
        }
      }
    }
  }

  async close(): Promise<void> {
    await this.#task.destroy();
  }

  #page(index: number): Promise<PDFPageProxy> {
    return this.#document.getPage(index + 1);
  }
}
