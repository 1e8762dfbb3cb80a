import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Predictions, RunRecord } from '../run-record.ts';
import { scorePredictions } from '../statistics/scores.ts';
import { readBundle, type StudyBundle, writeBundle } from './bundle.ts';
import { driftBetween, driftText } from './drift.ts';
import { expandStudy } from './expand.ts';
import { studyFromLink, studyToLink } from './link.ts';
import { plainPredictionsOf, predictionsOf } from './plain-predictions.ts';
import type { RunFile } from './run-file.ts';
import { parseStudy } from './study.ts';
import { syntheticRun } from './testing/synthetic-runs.ts';

const STUDY = parseStudy({ name: 'Größe ≤ 2', factors: [{ subsets: ['flip'] }], seeds: [1, 2] });

const PREDICTIONS: Predictions = {
  logits: Float32Array.of(-2.1, 0.7, -0.4, 2.9, -0.3),
  activation: 'sigmoid',
  labels: Uint8Array.of(0, 1, 1, 1, 0),
  outputs: 1,
};

const RUNS: readonly RunFile[] = expandStudy(STUDY).runs.map((run) => {
  const { record } = syntheticRun(run, { separation: 1, seedSpread: 0 });
  const val = scorePredictions(PREDICTIONS, 'binary', null)!;
  const whole: RunRecord = {
    ...record,
    version: 1,
    createdAt: 0,
    device: { name: 'cpu', label: 'CPU', reason: '', chosen: true, device: 'test', threads: 1 },
    status: 'finished',
    error: null,
    parameters: 10,
    stepsPerEpoch: 2,
    stepLosses: [0.7, 0.6, 0.5],
    epochs: [],
    summary: { ...record.summary!, val },
    colour: 0,
  };
  return {
    kind: 'medmnist-lab-run',
    version: 2,
    key: run.key,
    record: whole,
    predictions: { val: plainPredictionsOf(PREDICTIONS), test: null },
  };
});

const BUNDLE: StudyBundle = { study: STUDY, createdAt: 5000, openings: [{ at: 9, runs: 4 }], runs: RUNS };

/** The bundle with some of its files changed, or left out. */
async function tampered(change: (files: Record<string, Uint8Array>) => void): Promise<Uint8Array> {
  const files = unzipSync(await writeBundle(BUNDLE, { 'table.csv': 'a,b\n' }));
  change(files);
  return zipSync(files);
}

describe('study bundle', () => {
  it('comes back as it went', async () => {
    const read = await readBundle(await writeBundle(BUNDLE, { 'table.csv': 'a,b\n' }));
    expect(read).toEqual(JSON.parse(JSON.stringify(BUNDLE)));
  });

  it('refuses any changed, missing or added file, and says which', async () => {
    const path = `runs/${RUNS[0]!.key}.json`;
    const cases: readonly (readonly [RegExp, (files: Record<string, Uint8Array>) => void])[] = [
      [
        /-s1\.json is not what it was/,
        (files) => (files[path] = strToU8(strFromU8(files[path]!).replace('0.7', '0.8'))),
      ],
      [/table\.csv is missing/, (files) => delete files['table.csv']],
      [/extra\.json is not in the manifest/, (files) => (files['extra.json'] = strToU8('{}'))],
      [/manifest\.json is missing/, (files) => delete files['manifest.json']],
      [/manifest\.json is not JSON/, (files) => (files['manifest.json'] = strToU8('{'))],
    ];
    for (const [words, change] of cases)
      await expect(readBundle(await tampered(change))).rejects.toThrow(words);
    await expect(readBundle(Uint8Array.of(1, 2, 3))).rejects.toThrow(/no zip file/);
  });

  it('opens, and verifies, what an earlier lab wrote with probabilities for logits', async () => {
    const probabilities = [1, 0.99999994, 0, 0.25, 0.9];
    const auc = 5 / 6;
    const earlier = RUNS.map((run) => ({
      ...run,
      version: 1,
      record: {
        ...run.record,
        summary: { ...run.record.summary!, val: { ...run.record.summary!.val, auc } },
      },
      predictions: { val: { scores: probabilities, labels: [1, 0, 0, 0, 1], outputs: 1 }, test: null },
    })) as unknown as readonly RunFile[];
    const { runs } = await readBundle(await writeBundle({ ...BUNDLE, runs: earlier }, {}));
    expect(runs.map(({ version }) => version)).toEqual(RUNS.map(() => 2));
    const val = predictionsOf(runs[0]!.predictions.val)!;
    expect(scorePredictions(val, 'binary', null)!.auc).toBeCloseTo(auc, 12);
    // Written again it is of this version, and still the same to the last bit.
    const again = await readBundle(await writeBundle({ ...BUNDLE, runs }, {}));
    expect(predictionsOf(again.runs[0]!.predictions.val)).toEqual(val);
  });

  it('refuses a run of another study, and a score that its predictions do not give', async () => {
    const [first] = RUNS;
    const stranger = { ...BUNDLE, runs: [{ ...first!, record: { ...first!.record, recipeHash: 'other' } }] };
    await expect(readBundle(await writeBundle(stranger, {}))).rejects.toThrow(/no run of this study/);
    const summary = { ...first!.record.summary!, val: { ...first!.record.summary!.val, auc: 0.99 } };
    const flattered = { ...BUNDLE, runs: [{ ...first!, record: { ...first!.record, summary } }] };
    await expect(readBundle(await writeBundle(flattered, {}))).rejects.toThrow(/val AUC is not the one/);
  });
});

describe('study as a link', () => {
  it('comes back as it went, and a damaged one is told', () => {
    const link = studyToLink(STUDY);
    expect(link).toMatch(/^[\w-]+$/);
    expect(studyFromLink(link)).toEqual(STUDY);
    expect(() => studyFromLink(`${link.slice(0, 20)}!`)).toThrow(/damaged/);
  });
});

describe('drift of a replay', () => {
  const { record } = RUNS[0]!;

  it('is none for the same losses', () => {
    expect(driftBetween(record, record)).toMatchObject({ identical: true, firstStep: null, valAuc: 0 });
    expect(driftText(driftBetween(record, record))).toContain('last bit');
  });

  it('tells where losses part, and what was another', () => {
    const replay = {
      ...record,
      stepLosses: [0.7, 0.6000001, 0.51],
      versions: { ...record.versions, lab: '0.2.0' },
    };
    const drift = driftBetween(record, replay);
    expect(drift).toMatchObject({ identical: false, firstStep: 3, sameData: true });
    expect(drift.largestLoss).toBeCloseTo(0.02, 6);
    expect(driftText(drift)).toContain('part at step 3');
    expect(driftText(drift)).toContain('lab: 0.1.0, now 0.2.0');
  });

  it('compares nothing on other data', () => {
    const other = { ...record, dataset: { ...record.dataset, fingerprint: '0' } };
    expect(driftText(driftBetween(record, other))).toContain('not the same');
  });
});
