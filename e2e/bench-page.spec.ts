import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveBenchPage } from '../bench/serve-page.ts';
import { expect, test } from './support/test.ts';

test('the page of the benchmark lets other libraries start threads from a text, with shared memory', async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Bench</title>');
  const server = await serveBenchPage(folder);
  try {
    await page.goto(`http://127.0.0.1:${server.port}/`);
    const said = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const script = new Blob(['postMessage(String(self.crossOriginIsolated))'], {
            type: 'application/javascript',
          });
          const worker = new Worker(URL.createObjectURL(script), { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = () => resolve('it did not start');
        }),
    );
    expect(said).toBe('true');
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
