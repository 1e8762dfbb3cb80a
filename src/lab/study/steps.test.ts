import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import { analyseStudy } from './analyse.ts';
import { expandStudy } from './expand.ts';
import { findPreset } from './presets.ts';
import { studyReport } from './report.ts';
import { parseStudy } from './study.ts';
import { blockMarkdown, cellsCsv, runsCsv } from './table.ts';
import { type Quality, syntheticRun } from './testing/synthetic-runs.ts';
import { warningsOf } from './warnings.ts';

const STEADY: Quality = { separation: 1.5, seedSpread: 0.05 };

const study = parseStudy({
  name: 'unequal',
  base: { loss: { name: 'bce' }, optimizer: { name: 'adam' } },
  factors: [{ field: 'balance', values: ['none', 'upsample', 'undersample'] }],
});
const expansion = expandStudy(study);
/** As on PneumoniaMNIST: 37 batches, 55 with upsampling, 19 with undersampling. */
const STEPS_PER_EPOCH: Readonly<Record<string, number>> = { none: 37, upsample: 55, undersample: 19 };

function blockWith(stepsPerEpoch: (name: string, seed: number) => number) {
  const runs = new Map(
    expansion.runs.map((run) => [
      run.key,
      syntheticRun(run, STEADY, { stepsPerEpoch: stepsPerEpoch(run.recipe.balance.name, run.seed) }),
    ]),
  );
  return { runs, block: analyseStudy(study, expansion, runs)[0]! };
}

describe('cells of unequal steps', () => {
  const { runs, block } = blockWith((name) => STEPS_PER_EPOCH[name]!);

  it('are warned about in a sentence, on the page and in the report', () => {
    const warning = warningsOf(study, block, []).find(({ kind }) => kind === 'unequal-steps');
    // 5 epochs each.
    expect(warning!.text).toContain('95 (“undersample”) to 275 steps (“upsample”)');
    expect(studyReport(study, [block], new Map(), [])).toContain('95 (“undersample”) to 275 steps');
  });

  it('show their steps in every table', () => {
    const [header, , ...rows] = blockMarkdown(block, false).split('\n');
    const column = header!.split('|').findIndex((title) => title.trim() === 'steps');
    const shown = rows.map((row) => row.split('|')[column]!.trim());
    expect(shown.toSorted()).toEqual(['185', '275', '95']);
    const names = new Map([[block.key, 'Set']]);
    const cells = cellsCsv(expansion, [block], names, 3, false);
    expect(cells.split(/\r?\n/)[0]).toContain('steps_fewest,steps_most');
    expect(cells).toContain(',275,275,');
    expect(runsCsv(expansion, runs, names, false)).toContain(',5,95,');
  });
});

describe('cells of equal steps', () => {
  it('are not warned about', () => {
    const { block } = blockWith(() => 37);
    expect(warningsOf(study, block, [])).toEqual([]);
  });

  it('whose seeds stopped at different epochs show the range', () => {
    const { block } = blockWith((name, seed) => (name === 'none' ? 30 + seed : 37));
    expect(blockMarkdown(block, false)).toContain('155 to 165');
  });
});

describe('the presets for balancing and for the size of the data', () => {
  it.each(['balancing', 'data-size'])('hold the steps equal: %s', (id) => {
    const phantom = findPreset(id)!.create(DEFAULT_RECIPE.dataset);
    const recipes = expandStudy(phantom).cells.map(({ recipe }) => recipe);
    expect(new Set(recipes.map(({ epochs, steps }) => `${epochs} ${steps}`))).toEqual(new Set(['null 70']));
    const pneumonia = findPreset(id)!.create({ kind: 'catalogue', id: 'pneumoniamnist', size: 28 });
    expect(expandStudy(pneumonia).cells[0]!.recipe.steps).toBe(370);
    const custom = findPreset(id)!.create({ kind: 'custom', name: 'mine', fingerprint: 'ab' });
    expect(expandStudy(custom).cells[0]!.recipe.steps).toBe(370);
  });
});
