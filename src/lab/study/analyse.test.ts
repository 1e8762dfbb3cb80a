import { describe, expect, it } from 'vitest';
import { acrossText, isLeakNote } from '../leak-note.ts';
import { contrast, type ScoreTable } from '../statistics/contrast.ts';
import { fromProbabilities } from '../statistics/log-odds.ts';
import { analyseStudy, type BlockAnalysis, valMinusTest } from './analyse.ts';
import { effectsOf } from './effects.ts';
import { expandStudy } from './expand.ts';
import { expectedTime } from './expected-time.ts';
import { plainPredictionsOf, predictionsOf } from './plain-predictions.ts';
import { studyReport } from './report.ts';
import { parseRunFile } from './run-file.ts';
import { byBestEpoch, type ScoredRun } from './scored-run.ts';
import { parseStudy, type StudyInput } from './study.ts';
import { cellsCsv, runsCsv } from './table.ts';
import { type Quality, syntheticRun, syntheticRuns } from './testing/synthetic-runs.ts';
import { verdictOf } from './verdict.ts';
import { warningsOf } from './warnings.ts';

const THREE: StudyInput = {
  name: 'three',
  factors: [{ field: 'balance', values: ['none', 'upsample', 'undersample'] }],
  seeds: [1, 2, 3, 4],
};

function blockOf(
  input: StudyInput,
  quality: (name: string) => Quality,
  keep: (run: ScoredRun, name: string) => boolean = () => true,
): BlockAnalysis {
  const study = parseStudy(input);
  const expansion = expandStudy(study);
  const runs = syntheticRuns(expansion, ({ name }) => quality(name));
  for (const { key, cell } of expansion.runs) if (!keep(runs.get(key)!, cell.name)) runs.delete(key);
  return analyseStudy(study, expansion, runs)[0]!;
}

/** Scores without images. */
function tableOf(aucs: readonly (readonly number[])[]): ScoreTable {
  return aucs.map((row) => row.map((auc) => ({ auc, influence: new Float64Array(1), items: 'x', df: 40 })));
}

const STEADY = { separation: 1.2, seedSpread: 0.05 };

describe('verdict', () => {
  it('names a winner where one is far ahead on every seed', () => {
    const block = blockOf(THREE, (name) =>
      name === 'upsample' ? { separation: 3, seedSpread: 0.05 } : STEADY,
    );
    const verdict = verdictOf(block);
    expect(verdict.kind).toBe('winner');
    expect(verdict.headline).toContain('“upsample” is best');
    const standings = Object.fromEntries(block.cells.map(({ cell, standing }) => [cell.name, standing]));
    expect(standings).toEqual({ upsample: 'best', unbalanced: 'worse', undersample: 'worse' });
  });

  it('refuses one where the cells are alike, and says what would settle it', () => {
    const verdict = verdictOf(blockOf(THREE, () => ({ separation: 1.2, seedSpread: 0.3 })));
    expect(verdict.kind).toBe('tie');
    expect(verdict.headline).toMatch(/^No winner/);
    expect(verdict.details.join(' ')).toMatch(/would be needed/);
  });

  it('refuses one on a single seed, however far the cells are apart', () => {
    const block = blockOf({ ...THREE, seeds: [1] }, (name) =>
      name === 'upsample' ? { separation: 3, seedSpread: 0 } : { separation: 0.5, seedSpread: 0 },
    );
    expect(verdictOf(block).kind).toBe('too-early');
    expect(block.cells.every(({ standing }) => standing === 'open')).toBe(true);
  });

  it('has nothing to say before the first run', () => {
    expect(
      verdictOf(
        blockOf(
          THREE,
          () => STEADY,
          () => false,
        ),
      ),
    ).toMatchObject({ kind: 'too-early', details: [] });
  });

  it('judges on the seeds that all cells share, and leaves out cells that are far behind', () => {
    const half = blockOf(
      THREE,
      () => STEADY,
      ({ seed }, name) => name !== 'upsample' || seed <= 2,
    );
    expect(half.seeds).toEqual([1, 2]);
    expect(half.compared).toHaveLength(3);
    expect(verdictOf(half).details.join()).toContain('Compared on seeds 1 and 2 only');
    const one = blockOf(
      THREE,
      () => STEADY,
      ({ seed }, name) => name !== 'upsample' || seed === 1,
    );
    expect(one.seeds).toEqual([1, 2, 3, 4]);
    expect(one.compared).toHaveLength(2);
    expect(one.cells.find(({ cell }) => cell.name === 'upsample')!.standing).toBe('open');
    expect(verdictOf(one).details.join()).toContain(
      'Not compared yet: “upsample”; it lacks seeds 2, 3 and 4.',
    );
  });

  it('finds no false winner more often than one in twenty', () => {
    let wrong = 0;
    for (let trial = 0; trial < 60; trial++) {
      const seeds = [1, 2, 3].map((seed) => 10 * trial + seed);
      const block = blockOf({ ...THREE, seeds }, () => ({ separation: 1.2, seedSpread: 0.2 }));
      if (block.cells.some(({ standing }) => standing === 'worse')) wrong++;
    }
    // 5 % of 60 is 3; 8 or more have a chance below 1 %.
    expect(wrong).toBeLessThan(8);
  });
});

describe('cells', () => {
  it('compare with the baseline seed by seed, on the same images', () => {
    const block = blockOf({ ...THREE, baseline: { balance: 'upsample' } }, () => STEADY);
    const baseline = block.cells.find(({ cell }) => cell.key === block.baseline)!;
    expect(baseline.cell.name).toBe('upsample');
    expect(baseline.versusBaseline).toBeNull();
    const [cell] = block.cells;
    const difference = cell!.val!.mean - baseline.val!.mean;
    expect(cell!.versusBaseline!.estimate).toBeCloseTo(difference, 12);
    expect(cell!.versusBaseline!.adjustedP).toBeGreaterThanOrEqual(cell!.versusBaseline!.p);
    // On the same images and seeds, the difference is known better than the cells by themselves.
    const apart = Math.hypot(
      ...[cell!, baseline].map(({ val }) => (val!.interval![1] - val!.interval![0]) / 2),
    );
    const [low, high] = cell!.versusBaseline!.interval;
    expect((high - low) / 2).toBeLessThan(apart);
  });

  it('have a spread from two runs on, and an interval around the mean', () => {
    const block = blockOf(
      THREE,
      () => STEADY,
      ({ seed }, name) => name !== 'upsample' || seed === 1,
    );
    for (const { cell, val } of block.cells) {
      expect(val!.sd === null).toBe(cell.name === 'upsample');
      expect(val!.interval![0]).toBeLessThan(val!.mean);
      expect(val!.interval![1]).toBeGreaterThan(val!.mean);
    }
  });
});

describe('runs from before val was cross-fitted', () => {
  const study = parseStudy(THREE);
  const expansion = expandStudy(study);
  /** A score a little above the other, as that of a chosen epoch is. */
  const flattered = (run: ScoredRun): ScoredRun => ({
    ...run,
    bestVal: { ...run.val, auc: run.val.auc + 0.02 },
  });
  const runs = new Map(
    [...syntheticRuns(expansion, () => STEADY)].map(([key, run]) => [key, flattered(run)] as const),
  );
  const blockOfRuns = (of: ReadonlyMap<string, ScoredRun>) => analyseStudy(study, expansion, of)[0]!;

  it('are not there in a study of today: cross-fitted scores are compared, and the best epochs stand beside them', () => {
    const block = blockOfRuns(runs);
    expect(block.valKind).toBe('cross-fitted');
    for (const { val, bestVal } of block.cells) expect(bestVal!.mean).toBeCloseTo(val!.mean + 0.02, 12);
    expect(warningsOf(study, block, [])).toEqual([]);
    expect(studyReport(study, [block], new Map([[block.key, 'x']]), [])).toContain('| AUC, best epoch |');
  });

  it('are never mixed with others unnoticed: one of them, and all are taken by their best epoch', () => {
    const [key, run] = [...runs][0]!;
    const mixed = blockOfRuns(new Map([...runs, [key, byBestEpoch(run)]]));
    expect(mixed.valKind).toBe('best-epoch');
    for (const { val, bestVal } of mixed.cells) expect(val!.mean).toBe(bestVal!.mean);
    expect(warningsOf(study, mixed, [])).toEqual([
      { kind: 'best-epoch', text: expect.stringContaining('by the val AUC of their best epoch') },
    ]);
    const text = studyReport(study, [mixed], new Map([[mixed.key, 'x']]), []);
    expect(text).toContain('val AUC of the best epoch (optimistic)');
  });
});

describe('effects', () => {
  const FACTORIAL: StudyInput = { name: 'x', factors: [{ subsets: ['flip', 'noise'] }], seeds: [1, 2, 3] };
  const expansion = expandStudy(parseStudy(FACTORIAL));
  /** AUCs that are exactly base + flip + noise + both. */
  const aucs = expansion.cells.map(({ levels }) => {
    const [flip, noise] = [levels.flip === 'on', levels.noise === 'on'];
    const value = 0.8 + (flip ? 0.05 : 0) + (noise ? -0.02 : 0) + (flip && noise ? 0.01 : 0);
    return [value, value + 0.001, value - 0.001];
  });
  const table = tableOf(aucs);

  it('are those that were put in', () => {
    const effects = effectsOf(expansion.factors, expansion.cells, table);
    expect(
      Object.fromEntries(effects.map(({ name, estimate }) => [name, Number(estimate.toFixed(6))])),
    ).toEqual({
      flip: 0.055,
      noise: -0.015,
      'flip × noise': 0.01,
    });
  });

  it('are none where the factorial is not full', () => {
    expect(effectsOf(expansion.factors, expansion.cells.slice(1), table.slice(1))).toEqual([]);
  });

  it('of a factor with several levels are each against the mean of the others', () => {
    const three = expandStudy(parseStudy(THREE));
    const scores = tableOf([
      [0.7, 0.7],
      [0.8, 0.8],
      [0.9, 0.9],
    ]);
    const effects = effectsOf(three.factors, three.cells, scores);
    expect(effects.map(({ estimate }) => Number(estimate.toFixed(6)))).toEqual([-0.15, 0, 0.15]);
    expect(contrast(scores, [1, -1, 0])!.estimate).toBeCloseTo(-0.1, 12);
  });
});

describe('warnings', () => {
  const study = parseStudy(THREE);
  const kinds = (block: BlockAnalysis, openings: readonly { at: number; runs: number }[] = [], of = study) =>
    warningsOf(of, block, openings).map(({ kind }) => kind);
  const opening = { at: 1, runs: 12 };

  it('are none for a sound study', () => {
    expect(kinds(blockOf(THREE, () => STEADY))).toEqual([]);
  });

  it('name a second look at the test part, and a ranking by it', () => {
    const block = blockOf(THREE, () => STEADY);
    expect(kinds(block, [opening])).toEqual([]);
    expect(kinds(block, [opening, opening])).toEqual(['test-peeking']);
    expect(kinds(block, [], { ...study, rankBy: 'test' })).toEqual(['test-peeking']);
  });

  it('name few seeds, unequal epochs, other backends, and pitfalls', () => {
    expect(kinds(blockOf({ ...THREE, seeds: [1, 2] }, () => STEADY))).toEqual(['few-seeds']);
    const expansion = expandStudy(study);
    const runs = syntheticRuns(expansion, () => STEADY);
    const [run] = expansion.runs;
    const summary = { ...runs.get(run!.key)!.record.summary!, epochs: 2 };
    runs.set(run!.key, syntheticRun(run!, STEADY, { summary, backend: 'simd' }));
    expect(kinds(analyseStudy(study, expansion, runs)[0]!)).toEqual(['unequal-steps', 'mixed-runs']);
    const pitfall = { ...THREE, base: { pitfalls: { exactCopies: true } } };
    expect(kinds(blockOf(pitfall, () => STEADY))).toEqual(['pitfall', 'pitfall', 'pitfall']);
  });

  it('tell of equal images in two parts, as the set was found to have when it was loaded', () => {
    const expansion = expandStudy(study);
    const withNotes = (...notes: string[]) => {
      const runs = syntheticRuns(expansion, () => STEADY);
      for (const run of expansion.runs) {
        const { dataset } = runs.get(run.key)!.record;
        runs.set(run.key, syntheticRun(run, STEADY, { dataset: { ...dataset, notes } }));
      }
      return warningsOf(study, analyseStudy(study, expansion, runs)[0]!, []);
    };
    const leak = '27 groups of exact duplicates (56 images), 8 across training and validation.';
    expect(isLeakNote(`${acrossText(3, ['val', 'test'])}.`)).toBe(true);
    expect(withNotes(leak)).toEqual([{ kind: 'leak', text: expect.stringContaining(leak) }]);
    expect(withNotes('3 groups of exact duplicates (6 images).', 'Every pixel is 0 or 255.')).toEqual([]);
  });

  it('say over how many labels the mean is taken', () => {
    const expansion = expandStudy(study);
    const runs = syntheticRuns(expansion, () => STEADY);
    for (const run of expansion.runs) {
      const { dataset } = runs.get(run.key)!.record;
      const val = [0, 60, 180];
      const changed = {
        ...dataset,
        task: 'multi-label' as const,
        classCounts: { ...dataset.classCounts, val },
      };
      runs.set(run.key, {
        ...runs.get(run.key)!,
        record: { ...runs.get(run.key)!.record, dataset: changed },
      });
    }
    expect(warningsOf(study, analyseStudy(study, expansion, runs)[0]!, [])).toEqual([
      { kind: 'unscored-outputs', text: expect.stringContaining('1 of 3 labels') },
    ]);
  });

  it('show the gap between what val claims and what test gives, once the test part is open', () => {
    const block = blockOf(THREE, (name) =>
      name === 'upsample' ? { separation: 4, seedSpread: 0.02, testSeparation: 0.8 } : STEADY,
    );
    expect(kinds(block)).toEqual([]);
    expect(kinds(block, [opening])).toEqual(['gap']);
    const many = blockOf({ ...THREE, factors: [{ subsets: ['flip', 'noise', 'shift'] }] }, () => ({
      separation: 4,
      seedSpread: 0.02,
      testSeparation: 0.8,
    }));
    const texts = warningsOf(study, many, [opening]).map(({ text }) => text);
    expect(texts).toHaveLength(4);
    expect(texts[3]).toContain('do 5 other cells');
  });
});

describe('what is written', () => {
  const study = parseStudy(THREE);
  const expansion = expandStudy(study);
  const runs = syntheticRuns(expansion, () => STEADY);
  const blocks = analyseStudy(study, expansion, runs);
  const names = new Map([[blocks[0]!.key, 'Chest, "small"']]);

  it('has a row for each cell and run, quoted where it must be', () => {
    const cells = cellsCsv(expansion, blocks, names, 4, false).trimEnd().split('\n');
    expect(cells).toHaveLength(4);
    expect(cells[1]).toMatch(/^"Chest, ""small""",unbalanced,unbalanced,4,4,15,15,1 2 3 4,cross-fitted,0\./);
    expect(runsCsv(expansion, runs, names, false).trimEnd().split('\n')).toHaveLength(13);
    const columns = (line: string) => line.split(',').length;
    expect(columns(cells[2]!)).toBe(columns(cells[0]!) + 1);
  });

  it('hides the test part until it is opened', () => {
    for (const text of [
      cellsCsv(expansion, blocks, names, 4, false),
      runsCsv(expansion, runs, names, false),
      studyReport(study, blocks, names, []),
    ]) {
      expect(text).not.toMatch(/test[_ ](auc|AUC)/);
    }
    expect(cellsCsv(expansion, blocks, names, 4, true)).toContain('test_auc_mean');
    expect(runsCsv(expansion, runs, names, true)).toContain('test_auc');
    expect(studyReport(study, blocks, names, [{ at: 0, runs: 12 }])).toContain('| test AUC (95 % interval)');
  });

  it('says how much more val claims than test gives, once both may be seen', () => {
    const [first] = blocks[0]!.cells;
    const gap = valMinusTest(first!)!;
    expect(gap).toBe(first!.val!.mean - first!.test!.mean);
    const [header, row] = cellsCsv(expansion, blocks, names, 4, true).split('\n');
    expect(header).toMatch(/,val_minus_test,cell_key$/);
    expect(row).toContain(`,${gap},`);
    expect(cellsCsv(expansion, blocks, names, 4, false)).not.toContain('val_minus_test');
    expect(studyReport(study, blocks, names, [{ at: 0, runs: 12 }])).toContain('| val − test |');
    expect(studyReport(study, blocks, names, [])).not.toContain('val − test');
    // Ranked by test, its part is open from the start, and val stands beside it.
    const byTest = studyReport({ ...study, rankBy: 'test' }, blocks, names, []);
    expect(byTest).toContain('The test part is open from the start');
    expect(byTest).toMatch(/\| val AUC, cross-fitted .*\| test AUC .*\| val − test \|/);
    expect(valMinusTest({ val: first!.val, test: null })).toBeNull();
  });

  it('keeps predictions to the last bit', () => {
    const labels = Uint8Array.of(0, 1, 0, 1, 0);
    const single = Float32Array.from([0.1, 1 / 3, -1e-30, 88.99999, 5e-8]);
    const double = fromProbabilities({
      scores: single.map(Math.abs).map((x) => Math.min(1, x)),
      labels,
      outputs: 1,
    }).logits;
    for (const logits of [single, double]) {
      const plain = plainPredictionsOf({ logits, activation: 'sigmoid', labels, outputs: 1 });
      expect(predictionsOf(JSON.parse(JSON.stringify(plain)))!.logits).toEqual(logits);
    }
  });

  it('refuses a file that is no finished run', () => {
    expect(() => parseRunFile({ kind: 'medmnist-lab-run', version: 1, key: 'x', record: {} })).toThrow(
      /finished run/,
    );
    expect(() => parseRunFile('text')).toThrow(/finished run/);
  });
});

describe('expected time', () => {
  const expansion = expandStudy(parseStudy(THREE));
  const record = syntheticRun(expansion.runs[0]!, STEADY).record;
  const measured = { ...record, stepsPerEpoch: 3, summary: { ...record.summary!, imagesPerSecond: 128 } };
  const datasets = new Map([[record.dataset.key, record.dataset]]);

  it('follows the epochs, and what the balancing makes of their length', () => {
    // 15 s for 5 epochs of 3 batches of 128: 15 / 1920 s an image.
    const perImage = 15 / 1920;
    const epochs = 10;
    const lengths = [300, 400, 200];
    const recipes = expansion.cells.map(({ recipe }) => recipe);
    const { seconds, unmeasured } = expectedTime(recipes, [measured], datasets, 'cpu');
    expect(unmeasured).toBe(0);
    const trained = perImage * epochs * lengths.reduce((a, b) => a + b);
    // What lies around each run comes on top.
    expect(seconds).toBeGreaterThan(trained);
    expect(seconds).toBeLessThan(trained + 3);
  });

  it('says how many runs are of a kind that was never measured', () => {
    const recipes = expansion.runs.map(({ recipe }) => recipe);
    expect(expectedTime(recipes, [measured], datasets, 'simd')).toEqual({
      ...{ seconds: 0, unmeasured: 12, byBench: 0, bySimilar: 0 },
    });
    const bench = expectedTime(recipes, [], datasets, 'cpu', () => ({ step: 0.01, image: 0.01 }));
    expect(bench).toMatchObject({ unmeasured: 0, byBench: 12 });
    expect(bench.seconds).toBeGreaterThan(0);
    expect(expectedTime(recipes, [], datasets, 'cpu').unmeasured).toBe(12);
    // Of a set that is not loaded, too, where its images are like those that were trained on.
    const before = expectedTime(recipes, [measured], new Map(), 'cpu');
    expect(before).toMatchObject({ unmeasured: 0, byBench: 0, bySimilar: 0 });
    expect(before.seconds).toBeGreaterThan(0);
  });
});
