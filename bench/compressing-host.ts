import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { PAGE_HEADERS } from '../scripts/page-headers.mjs';
import { cacheRule, type StaticServer } from '../scripts/static-server.mjs';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};
/** As hosts take for files that they compress once. */
const QUALITY = 9;

/** Serves the built app at a free port as a good static host does (docs/hosting.md): its headers, its cache rules, Brotli. */
export async function serveCompressed(folder: string): Promise<StaticServer> {
  const compressed = new Map<string, Buffer>();
  const read = (path: string) => {
    const known = compressed.get(path);
    if (known) return known;
    const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY };
    const bytes = brotliCompressSync(readFileSync(join(folder, path)), { params });
    compressed.set(path, bytes);
    return bytes;
  };
  const server = createServer((request, response) => {
    const asked = new URL(request.url!, 'http://localhost').pathname;
    const path = asked.endsWith('/') ? `${asked}index.html` : asked;
    const type = TYPES[extname(path)];
    const file = join(folder, path);
    if (!type || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const etag = `"${statSync(file).mtimeMs}-${statSync(file).size}"`;
    const headers = { ...PAGE_HEADERS, 'Cache-Control': cacheRule(path), ETag: etag };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const body = read(path);
    const described = { 'Content-Type': type, 'Content-Encoding': 'br', 'Content-Length': body.length };
    response.writeHead(200, { ...headers, ...described }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
