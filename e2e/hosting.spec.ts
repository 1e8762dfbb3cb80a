import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { labVersion } from '../src/lab/build-facts.ts';
import { latestRecord, linkTo, ready, TINY, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const DIST = join(import.meta.dirname, '../dist');
const SUB_PATH = '/~student/lab';
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

let host: Server;

/** A web space as they are: files and their types, no headers. */
test.beforeAll(async () => {
  host = createServer(async (request, response) => {
    const path = request.url!.replace(/\?.*/, '').replace(/\/$/, '/index.html');
    const body = path.startsWith(SUB_PATH)
      ? await readFile(join(DIST, path.slice(SUB_PATH.length))).catch(() => null)
      : null;
    if (body) response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
    response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
});

test.afterAll(() => new Promise<void>((resolve) => void host.close(() => resolve())));

test('the built folder trains under a sub-path of a host that sends files and nothing else', async ({
  page,
}) => {
  const failed: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(new URL(response.url()).pathname);
  });
  const { port } = host.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}${SUB_PATH}${linkTo(TINY)}`);
  await ready(page);
  await trainToEnd(page);
  // Nobody put shards there; all else is found.
  expect(failed.filter((path) => path !== `${SUB_PATH}/data/index.json`)).toEqual([]);

  const facts = JSON.parse(await readFile(join(DIST, 'build.json'), 'utf8'));
  expect(facts.date).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect((await latestRecord(page)).versions.lab).toBe(labVersion(facts));
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'What this is' });
  await expect(help).toContainText(`Lab ${facts.version}`);
  if (facts.commit) await expect(help).toContainText(facts.commit.slice(0, 8));
});
