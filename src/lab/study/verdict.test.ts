import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHA, analyseStudy, type BlockAnalysis } from './analyse.ts';
import { expandStudy } from './expand.ts';
import { studyReport } from './report.ts';
import type { ScoredRun } from './scored-run.ts';
import { ranked, standingText } from './standing.ts';
import { parseStudy } from './study.ts';
import { cellsCsv } from './table.ts';
import { syntheticRun, syntheticRuns } from './testing/synthetic-runs.ts';
import { formatAuc, formatDifference, formatP, verdictOf } from './verdict.ts';

const SEEDS = [1, 2, 3, 4];
const study = parseStudy({
  name: 'x',
  factors: [{ field: 'epochs', values: [1, 2, 3, 4] }],
  seeds: SEEDS,
});
const expansion = expandStudy(study);
const [sample] = expansion.runs.map((run) => syntheticRun(run, { separation: 1, seedSpread: 0 }));

interface Score {
  readonly auc: number;
  readonly influence: readonly number[];
}

/** @param scores [cell][seed]; null where there is no run */
function blockOf(scores: readonly (readonly (Score | null)[])[]): BlockAnalysis {
  const runs = new Map<string, ScoredRun>();
  for (const { key, cell, seed, recipe } of expansion.runs) {
    const score = scores[expansion.cells.indexOf(cell)]?.[SEEDS.indexOf(seed)];
    if (!score) continue;
    const influence = Float64Array.from(score.influence);
    runs.set(key, {
      ...sample!,
      record: { ...sample!.record, id: key, recipe },
      seed,
      val: { ...sample!.val, auc: score.auc, influence },
      test: null,
    });
  }
  return analyseStudy(study, expansion, runs)[0]!;
}

const flat = (...aucs: readonly (number | null)[]) =>
  aucs.map((auc) => (auc === null ? null : { auc, influence: [0.001, -0.001] }));

const standings = (block: BlockAnalysis) => block.cells.map((cell) => standingText(cell, block));

describe('verdict on tables with holes', () => {
  it('does not call the better cell worse because the other lacks a bad seed', () => {
    // Over all its runs the second would have 0.9, ahead of 0.87; on the seeds they share it is behind by 0.07 on each.
    const block = blockOf([flat(0.97, 0.972, 0.97, 0.57), flat(0.9, 0.901, 0.901, null)]);
    expect(block.seeds).toEqual([1, 2, 3]);
    expect(standings(block).slice(0, 2)).toEqual(['best of those compared', 'worse']);
    expect(verdictOf(block).headline).toContain('“1 epoch” is best of the 2 compared cells');
    expect(verdictOf(block).lead).toBe('Its mean cross-fitted val AUC is 0.971.');
    expect(verdictOf(block).details[0]).toMatch(/by \+0\.070/);
    // The means that are shown are those that were compared.
    expect(block.cells.map(({ val }) => val && formatAuc(val.mean))).toEqual(['0.971', '0.901', null, null]);
  });

  it('does not leave all others open because of one lucky run', () => {
    const block = blockOf([
      flat(0.9, 0.901, 0.9, 0.9),
      flat(0.8, 0.801, 0.8, 0.8),
      flat(0.99, null, null, null),
      flat(0.7, 0.7, 0.701, 0.7),
    ]);
    expect(standings(block)).toEqual([
      'best of those compared',
      'worse',
      'not compared: lacks seeds 2, 3 and 4',
      'worse',
    ]);
    expect(verdictOf(block)).toMatchObject({
      kind: 'winner',
      headline: expect.stringContaining('“1 epoch” is best of the 3 compared cells'),
    });
    expect(ranked(block).map(({ cell }) => cell.name)).toEqual([
      '1 epoch',
      '2 epochs',
      '4 epochs',
      '3 epochs',
    ]);
  });

  it('says that too few images show the noise, and names no winner by them', () => {
    const runs = syntheticRuns(expansion, ({ name }) => ({
      separation: name === '2 epochs' ? 3 : 1,
      seedSpread: 0.05,
    }));
    const few = new Map(
      [...runs].map(([key, run]) => [key, { ...run, val: { ...run.val, df: 0, rarest: 2 } }]),
    );
    const block = analyseStudy(study, expansion, few)[0]!;
    const verdict = verdictOf(block);
    expect(verdict.kind).toBe('too-early');
    expect(verdict.details.join()).toContain('a class has fewer than three images');
    expect(studyReport(study, [block], new Map([[block.key, 'x']]), [])).toContain(
      'no interval or p-value is defined',
    );
  });

  it('says what single seeds lack, and that nothing shows the noise where nothing does', () => {
    const single = blockOf([flat(0.9, null, null, null), flat(0.8, null, null, null)]);
    expect(standings(single)[0]).toBe('not compared: lacks seeds 2, 3 and 4');
    expect(verdictOf(single)).toMatchObject({
      kind: 'too-early',
      lead: '“1 epoch” is ahead at a cross-fitted val AUC of 0.900, but that may be luck.',
    });
    const constant = (auc: number) => SEEDS.map(() => ({ auc, influence: [0, 0] }));
    const block = blockOf([constant(1), constant(0.5)]);
    expect(standings(block)[1]).toBe('not told: nothing shows the noise');
    expect(verdictOf(block).headline).toMatch(/^It cannot be told: “1 epoch”/);
  });

  it('says first that nothing is shown to have learnt, where the best may be guessing', () => {
    const wide = (...aucs: readonly number[]) => aucs.map((auc) => ({ auc, influence: [0.06, -0.06] }));
    const block = blockOf([wide(0.4, 0.7, 0.52, 0.6), wide(0.5, 0.52, 0.42, 0.5)]);
    const verdict = verdictOf(block);
    expect(verdict).toMatchObject({
      kind: 'unlearnt',
      title: 'Nothing is shown to have learnt',
      lead: 'No recipe is beyond a coin toss, an AUC of 0.5: the highest, “1 epoch”, has a mean cross-fitted val AUC of 0.555, and other images might as well give 0.5.',
    });
    // What the comparison says stands below it.
    expect(verdict.details.join(' ')).toContain('To the nearest, “2 epochs”, the difference is +0.070');
    // A winner among those that guess is none.
    expect(verdictOf(blockOf([wide(0.5, 0.501, 0.5, 0.499), wide(0.3, 0.301, 0.3, 0.301)])).kind).toBe(
      'unlearnt',
    );
  });

  it('says it of none that is beyond a coin toss, and of no best that has no interval', () => {
    expect(verdictOf(blockOf([flat(0.6, 0.601, 0.6, 0.6), flat(0.5, 0.5, 0.501, 0.5)])).kind).toBe('winner');
    // Two seeds say nearly nothing of others, and yet each of them has learnt.
    const two = blockOf([flat(0.94, 0.84, null, null), flat(0.87, 0.74, null, null)]);
    expect(two.cells[0]!.val!.interval![0]).toBeLessThan(0.5);
    expect(verdictOf(two).kind).toBe('tie');
    const constant = (auc: number) => SEEDS.map(() => ({ auc, influence: [0, 0] }));
    expect(verdictOf(blockOf([constant(0.5), constant(0.4)])).kind).toBe('too-early');
  });

  const score = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        auc: fc.oneof(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.constantFrom(0.5, 0.75, 0.75001, 1)),
        influence: fc.oneof(
          fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 4, maxLength: 4 }),
          fc.constant([0, 0, 0, 0]),
          fc.constant([0.001, -0.001, 0, 0]),
        ),
      }),
    },
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant({ auc: Number.NaN, influence: [0, 0, 0, 0] }) },
  );
  /** Cells with a level of their own, so that winners are among the tables. */
  const row = fc.oneof(
    fc.array(score, { minLength: 4, maxLength: 4 }),
    fc
      .tuple(
        fc.constantFrom(0.6, 0.75, 0.9),
        fc.array(fc.option(fc.double({ min: 0, max: 0.003, noNaN: true })), { minLength: 4, maxLength: 4 }),
      )
      .map(([level, parts]) =>
        parts.map((part) => (part === null ? null : { auc: level + part, influence: [0.001, -0.001, 0, 0] })),
      ),
  );

  it('never contradicts its own figures', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 4 }), (scores) => {
        const block = blockOf(scores);
        const verdict = verdictOf(block);
        kinds.add(verdict.kind);
        const text = [verdict.headline, ...verdict.details].join(' ');
        expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
        const best = block.cells.find(({ cell }) => cell.key === block.best);
        expect(block.compared.length === 0).toBe(best === undefined);

        for (const [index, analysis] of block.cells.entries()) {
          const { cell, val, standing, behindBest, missing } = analysis;
          const has = SEEDS.filter((_, place) => Number.isFinite(scores[index]![place]?.auc));
          if (block.compared.includes(cell.key)) {
            expect(val!.seeds).toEqual(block.seeds);
            expect(block.seeds.every((seed) => has.includes(seed))).toBe(true);
            expect(val!.mean).toBeLessThanOrEqual(best!.val!.mean);
          } else {
            expect(standing).toBe('open');
            expect(missing.every((seed) => !has.includes(seed))).toBe(true);
            expect(standingText(analysis, block)).toContain('not compared');
            if (best) {
              expect(missing.length).toBeGreaterThan(0);
              expect(text).toContain('Not compared yet');
            }
          }
          if (!behindBest) continue;
          expect(behindBest.estimate).toBeCloseTo(best!.val!.mean - val!.mean, 12);
          expect(behindBest.estimate).toBeGreaterThanOrEqual(0);
          const isTold = behindBest.estimate > 0 && behindBest.adjustedP <= ALPHA;
          if (standing === 'worse') expect(isTold).toBe(true);
          if (standing === 'tied') expect(isTold).toBe(false);
          if (standing === 'open') expect(behindBest.adjustedP).toBeNaN();
        }

        // Words, table, report and CSV name the same cell, with the same mean.
        if (best) {
          expect(verdict.headline).toContain(`“${best.cell.name}”`);
          expect(verdict.headline).toContain(formatAuc(best.val!.mean));
          expect(ranked(block)[0]).toBe(best);
          const names = new Map([[block.key, 'data']]);
          const rows = studyReport(study, [block], names, [])
            .split('\n')
            .filter((line) => /^\| \d epochs?/.test(line));
          expect(rows[0]).toContain(`| ${best.cell.name} |`);
          expect(rows[0]).toContain(`| ${formatAuc(best.val!.mean)}`);
          const csv = cellsCsv(expansion, [block], names, 4, false).split('\n');
          expect(csv.filter((line) => line.includes(',best,'))).toEqual([
            expect.stringContaining(best.cell.name),
          ]);
        }
        const others = block.cells.filter(({ behindBest }) => behindBest !== null);
        if (verdict.kind === 'winner') {
          expect(others.length).toBeGreaterThan(0);
          expect(others.every(({ standing }) => standing === 'worse')).toBe(true);
          const [, difference, , p] = /by (\S+) .*p (=|<) ([\d.]+)/.exec(verdict.details[0]!)!;
          expect(difference).toMatch(/^(\+|0\.000$)/);
          expect(Number(p)).toBeLessThanOrEqual(ALPHA);
        }
        if (verdict.kind === 'tie') {
          expect(others.some(({ standing }) => standing === 'tied')).toBe(true);
          expect(Number(/p = ([\d.]+)/.exec(verdict.details[0]!)![1])).toBeGreaterThan(ALPHA);
          if (verdict.seedsNeeded !== null) {
            expect(verdict.seedsNeeded).toBeGreaterThan(block.seeds.length);
            expect(text).toContain(`about ${verdict.seedsNeeded} seeds`);
            expect(text).toContain(`(there are ${block.seeds.length})`);
          }
        }
        if (verdict.kind === 'unlearnt') {
          expect(block.cells.every(({ val }) => (val?.ofTheseSeeds?.[0] ?? 0) <= 0.5)).toBe(true);
        } else if (best?.val?.ofTheseSeeds && best.val.ofTheseSeeds[0] <= 0.5) {
          expect(block.cells.some(({ val }) => (val?.ofTheseSeeds?.[0] ?? 0) > 0.5)).toBe(true);
        }
        if (verdict.kind === 'too-early') expect(verdict.headline).not.toContain('is best');
      }),
      { numRuns: 400 },
    );
    // Tables in which nothing is learnt are rare here.
    expect([...kinds]).toEqual(expect.arrayContaining(['winner', 'tie', 'too-early']));
  });
});

describe('figures in words', () => {
  it('stay on their side of 0.05 and of 0', () => {
    expect([0.0496, 0.05, 0.05004, 0.2].map(formatP)).toEqual([
      'p = 0.050',
      'p = 0.050',
      'p = 0.05004',
      'p = 0.200',
    ]);
    expect(formatP(Number.NaN)).toBe('p not defined');
    expect([0.0123, -0.0123, 0.0004, -0.00004, 0, -1e-17].map(formatDifference)).toEqual([
      '+0.012',
      '−0.012',
      '+0.0004',
      '−0.00004',
      '0.000',
      '0.000',
    ]);
  });
});
