import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { labVersion } from '../src/lab/build-facts.ts';
import { latestRecord, linkTo, ready, runRows, TINY, trainToEnd } from './support/lab-page.ts';
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

function addressOf(link: string): string {
  const { port } = host.address() as AddressInfo;
  return `http://127.0.0.1:${port}${SUB_PATH}${link}`;
}

test.afterAll(() => new Promise<void>((resolve) => void host.close(() => resolve())));

test.describe('on a host that sends no headers', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the first visit loads the page once more, and all threads train; so they do without the network', async ({
    page,
    context,
  }) => {
    const address = addressOf(linkTo(TINY));
    let loads = 0;
    page.on('domcontentloaded', () => {
      loads += 1;
    });
    await page.goto(address);
    // Nothing is asked of the page before: that would count as a person's doing.
    await expect.poll(() => loads).toBe(2);
    await ready(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect(page.getByRole('alert')).toContainText('loaded once more');
    await expect(page.getByRole('button', { name: /^Backend/ })).toContainText(/[2-9] threads/);
    await trainToEnd(page);
    expect(loads).toBe(2);

    await context.setOffline(true);
    await page.reload();
    await ready(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect(runRows(page)).toHaveCount(1);
    await trainToEnd(page);
    expect(loads).toBe(3);
  });

  test('what a person has begun is not cut off: the page says that a reload brings threads', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      // Has pressed something before the service worker was ready.
      Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: true, isActive: false } });
    });
    await page.goto(addressOf(linkTo(TINY)));
    await ready(page);
    await expect(page.getByRole('alert')).toContainText('One thread computes now');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await page.reload();
    await ready(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });
});

test('where service workers are refused one thread trains, and the page says why', async ({ page }) => {
  await page.goto(addressOf(linkTo(TINY)));
  await ready(page);
  await page.getByRole('button', { name: /^Backend/ }).click();
  await expect(page.getByRole('dialog')).toContainText(
    'one thread, because the page is not cross-origin isolated',
  );
});

test('the built folder trains under a sub-path of a host that sends files and nothing else', async ({
  page,
}) => {
  const failed: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(new URL(response.url()).pathname);
  });
  await page.goto(addressOf(linkTo(TINY)));
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
