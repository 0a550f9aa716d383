/** Serves the built page as the shell does: same files, same policy. Only the frame comes from here instead of `mail:`. */
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../../../ui/dist-browser/", import.meta.url));

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
};

/** The policy of the shipped window, with this server in the place of `mail:` and `ipc:`. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'none'",
  "frame-src 'self'",
  "worker-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

const FRAME_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; sandbox allow-popups";

/** Starts on a free port. */
export async function serve() {
  if (!existsSync(DIST)) {
    throw new Error("ui/dist-browser is missing: run `npm run build:browser` in ui first");
  }
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = join(DIST, path);
    if (!file.startsWith(DIST) || !existsSync(file) || extname(file) === "") {
      // A browser asks for an icon by itself; that is no fault of the page.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-security-policy": path.startsWith("/frame/") ? FRAME_POLICY : PAGE_POLICY,
      "x-content-type-options": "nosniff",
      // The frame has an origin of its own, and borrows the font of the page.
      ...(extname(file) === ".woff2" ? { "access-control-allow-origin": "*" } : {}),
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}/`, stop: () => new Promise((resolve) => server.close(resolve)) };
}
