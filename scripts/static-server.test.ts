import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StaticServer, serveFolders } from './static-server.mjs';

const CHUNK = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

let root: string;
let server: StaticServer;
let url: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lab-static-'));
  for (const folder of ['public/data/bars.zarr/c', 'dist/assets', 'dist/data']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'public/data/index.json'), '["new"]');
  writeFileSync(join(root, 'public/data/bars.zarr/c/0'), CHUNK);
  writeFileSync(join(root, 'dist/data/index.json'), '["old"]');
  writeFileSync(join(root, 'dist/index.html'), '<title>The lab</title>');
  writeFileSync(join(root, 'dist/assets/page-1234.js'), 'lab()');
  writeFileSync(join(root, 'dist/assets/kernels.wasm'), CHUNK);
  server = await serveFolders([join(root, 'public'), join(root, 'dist')]);
  url = `http://127.0.0.1:${server.port}/`;
});

afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

/** As fetch, but with path and headers as they are written. */
function rawStatus(path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ port: server.port, host: '127.0.0.1', path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the static server', () => {
  it('sends isolation, so that threads can share memory, and the policy with every answer', async () => {
    for (const path of ['', 'assets/page-1234.js', 'nothing']) {
      const { headers } = await fetch(`${url}${path}`);
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
      // For the workers, which the page's own does not reach.
      expect(headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval'");
    }
  });

  it('gives types that modules and WebAssembly need', async () => {
    const type = async (path: string) => (await fetch(`${url}${path}`)).headers.get('content-type');
    expect(await type('')).toMatch(/^text\/html/);
    expect(await type('assets/page-1234.js')).toMatch(/^text\/javascript/);
    expect(await type('assets/kernels.wasm')).toBe('application/wasm');
  });

  it('says 404 for what is not there, never the page instead', async () => {
    for (const path of ['data/none.json', 'train', 'assets/', 'data/bars.zarr/c/1']) {
      const response = await fetch(`${url}${path}`);
      expect([path, response.status, await response.text()]).toEqual([path, 404, '']);
    }
  });

  it('answers ranges, also of shards, and refuses those beyond the end', async () => {
    const bytes = async (range: string) => {
      const response = await fetch(`${url}data/bars.zarr/c/0`, { headers: { range } });
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    };
    expect(await bytes('bytes=10-19')).toEqual({ status: 206, bytes: CHUNK.slice(10, 20) });
    expect(await bytes('bytes=-5')).toEqual({ status: 206, bytes: CHUNK.slice(-5) });
    expect((await bytes('bytes=2000-')).status).toBe(416);
    expect((await bytes('bytes=9-2')).status).toBe(416);
  });

  it('lets hashed names be kept for good, and asks anew for the rest', async () => {
    const asset = await fetch(`${url}assets/page-1234.js`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await fetch(url);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(await rawStatus('/', { 'if-none-match': page.headers.get('etag')! })).toBe(304);
  });

  it('gives a file of the first folder that has it', async () => {
    expect(await (await fetch(`${url}data/index.json`)).json()).toEqual(['new']);
  });

  it('gives nothing outside of its folders, and outlives odd requests', async () => {
    for (const path of ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%00', '/%', '*']) {
      expect([path, await rawStatus(path)]).toEqual([path, expect.toBeOneOf([400, 403, 404])]);
    }
    expect((await fetch(url)).status).toBe(200);
  });

  it('tells that a port is taken', async () => {
    await expect(serveFolders([root], { port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
