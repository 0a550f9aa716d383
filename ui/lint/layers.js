/**
 * Imports go down: a widget knows nothing of mail, a feature nothing of the views, only the host knows Tauri. Circles are
 * seen by `cargo xtask tidy`, which reads all the files at once.
 */
import path from "node:path";

/** Each folder of `src` and the others it may import; itself it may always. */
const LAYERS = {
  contract: [],
  styles: [],
  i18n: [],
  host: ["contract"],
  api: ["host", "contract", "i18n"],
  components: [],
  viewer: ["components", "i18n"],
  features: ["api", "contract", "components", "i18n"],
  views: ["features", "api", "contract", "components", "i18n"],
};
/** Whom the host alone knows. */
const SHELL = "@tauri-apps/";
/** What only a build for a plain browser holds: the fictional house and the page on it. */
const FICTION = /^(host\/browser\b|browser$)/;

const SOURCES = path.join(import.meta.dirname, "../src");

/** @type {import("eslint").Rule.RuleModule} */
export const layers = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      shell: "only the host imports {{target}}",
      fiction: "the shipped page imports {{target}}, which only a plain browser has",
      upwards: "{{layer}} may not import {{target}}",
    },
  },
  create(context) {
    const file = path.relative(SOURCES, context.filename).replaceAll("\\", "/");
    const layer = layerOf(file);

    /** @param {import("estree").Node | null | undefined} source */
    function judge(source) {
      if (source?.type !== "Literal" || typeof source.value !== "string") {
        return;
      }
      const messageId = fault(file, layer, source.value);
      if (messageId !== undefined) {
        context.report({ node: source, messageId, data: { layer: layer ?? file, target: source.value } });
      }
    }

    return {
      ImportDeclaration: (node) => judge(node.source),
      ImportExpression: (node) => judge(node.source),
      ExportNamedDeclaration: (node) => judge(node.source),
      ExportAllDeclaration: (node) => judge(node.source),
    };
  },
};

/**
 * What is wrong with `target` imported by `file`.
 *
 * @param {string} file
 * @param {string | undefined} layer
 * @param {string} target
 */
function fault(file, layer, target) {
  if (target.startsWith(SHELL)) {
    return layer === "host" ? undefined : "shell";
  }
  if (!target.startsWith(".")) {
    return undefined;
  }
  const to = path.posix.join(path.posix.dirname(file), target);
  if (FICTION.test(to) && !FICTION.test(file.replace(/\.ts$/, ""))) {
    return "fiction";
  }
  const below = layer === undefined ? undefined : LAYERS[layer];
  if (layer === undefined || layerOf(to) === layer || below?.includes(layerOf(to))) {
    return undefined;
  }
  return "upwards";
}

/**
 * The folder of `src` a file is in; none for those that put the page together.
 *
 * @param {string} file
 */
function layerOf(file) {
  const [folder, ...rest] = file.split("/");
  return rest.length > 0 ? folder : undefined;
}
