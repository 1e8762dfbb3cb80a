import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APP_FOLDERS, buildAppIfStale } from '../scripts/app-build.mjs';
import { serveLocalhost } from '../scripts/serve-lab.mjs';
import type { StaticServer } from '../scripts/static-server.mjs';
import { loadNpz } from '../src/datasets/npz/load-npz.ts';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import { findGridTools, Grid } from './grid.ts';

const tools = findGridTools();

/** More than one piece of those in which a file goes to a browser elsewhere. */
const SET = syntheticNpz({ counts: { train: 80, val: 24, test: 1500 }, imageShape: [28, 28], classes: 2 }, 0);

describe.skipIf(!tools)('a study on a Selenium Grid', () => {
  let grid: Grid;
  let app: StaticServer;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lab-grid-'));
    await buildAppIfStale(() => undefined);
    app = await serveLocalhost(APP_FOLDERS, 0);
    grid = await Grid.start(tools!, 2);
  }, 240_000);

  afterAll(async () => {
    grid?.stop();
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('trains over two nodes, and where one dies in the middle of a run, that run alone is trained again', async () => {
    const data = join(folder, 'bars.npz');
    writeFileSync(data, SET);
    const { summary } = await loadNpz(new Blob([SET]), 'bars.npz', 'file', {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    const study = join(folder, 'study.json');
    const base = {
      dataset: { kind: 'custom', name: summary.name, fingerprint: summary.fingerprint },
      ...{ width: 2, epochs: 40, batch: 16, loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } },
    };
    const factors = [{ subsets: ['flip'] }];
    writeFileSync(study, JSON.stringify({ name: 'On a Grid', base, factors, seeds: [1, 2] }));
    const out = join(folder, 'out');
    let said = '';
    const command = spawn(
      process.execPath,
      [
        ...['scripts/lab.mjs', 'study', study, '--data', data, '--out', out, '--workers', '2'],
        ...['--backend', 'simd', '--threads', '1', '--app', `http://localhost:${app.port}/`],
      ],
      { env: { ...process.env, SELENIUM_REMOTE_URL: grid.hub } },
    );
    const killed = new Promise<void>((resolve) => {
      command.stderr.on('data', (words: Buffer) => {
        said += words;
        // The first run is done, and each node is in the middle of one.
        if (said.includes(' 1/4 ')) resolve();
      });
    }).then(() => {
      grid.killNode(1);
    });
    const code = await new Promise((closed) => command.once('close', closed));
    expect(code, said).toBe(0);
    await killed;

    expect(said.match(/It is trained again/g), said).toHaveLength(1);
    expect(said).not.toContain('failed');
    const files = readdirSync(join(out, 'runs')).map(
      (file) => JSON.parse(readFileSync(join(out, 'runs', file), 'utf8')) as RunFile,
    );
    expect(files).toHaveLength(4);
    for (const { record } of files) {
      expect(record).toMatchObject({ status: 'finished', summary: { epochs: 40 } });
      expect(record.stepLosses).toHaveLength(40 * 5);
    }
    expect(readFileSync(join(out, 'runs.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(5);
    // Slots are given back: the next study finds them free.
    expect(await grid.sessionsOf(0)).toBe(0);
  });
});
