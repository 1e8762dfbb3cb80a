import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildBenchPage } from './build-page.ts';

test('the page of the bench is built from the sources as they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
  try {
    await buildBenchPage(folder);
    expect(existsSync(join(folder, 'index.html'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
