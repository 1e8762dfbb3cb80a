import { beforeAll, expect, it } from 'vitest';
import { openFiles } from '../datasets/importers/registry.ts';
import { takeImport } from '../datasets/importers/take.ts';
import { loadNpz } from '../datasets/npz/load-npz.ts';
import { npzOf } from '../datasets/npz/write-npz.ts';
import { SPELLINGS } from '../datasets/testing/spellings.ts';
import { npzBytes } from '../datasets/testing/synthetic-npz.ts';
import { planImport } from '../lab/import/plan.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { holdToNoLeak, recipeOf } from './testing/small-run.ts';
import { train } from './testing/told-run.ts';

beforeAll(() => activateTestBackend('cpu'));
holdToNoLeak();

const context = { signal: new AbortController().signal, onProgress: () => undefined };

it('the spellings of one set, and the set saved and read again, give one curve', async () => {
  const recipe = recipeOf({ epochs: 1 });
  const curves: unknown[] = [];
  for (const [name, arrays] of SPELLINGS) {
    const file = new File([npzBytes(arrays)], 'mine.npz');
    const source = await openFiles([{ path: file.name, file }], context);
    const options = name === 'one-hot' ? ({ labels: 'classes' } as const) : {};
    const found = source.found(options);
    const set = await takeImport(source, found.name, planImport(found, options), context);
    curves.push((await train(set, recipe)).curve);
    if (name !== 'as it is') continue;
    const saved = await npzOf(set, [], context);
    const again = await loadNpz(saved, saved.name, 'again', context);
    curves.push((await train(again, recipe)).curve);
  }
  expect(curves).toHaveLength(SPELLINGS.length + 1);
  for (const curve of curves) expect(curve).toEqual(curves[0]);
}, 120_000);
