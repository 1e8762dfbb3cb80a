import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LabError } from '../lab-error.ts';
import type { EpochScores } from '../light-table/epoch-scores.ts';
import { scoreRanking } from '../ranking/cross-fit.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { EpochRecord, Predictions, RunRecord } from '../run-record.ts';
import { scorePredictions } from '../statistics/scores.ts';
import { readBundle, type StudyBundle, writeBundle } from './bundle.ts';
import { driftBetween, driftText } from './drift.ts';
import { expandStudy } from './expand.ts';
import { studyFromLink, studyToLink } from './link.ts';
import { mapPredictions, plainPredictionsOf, predictionsOf } from './plain-predictions.ts';
import { type PlainScores, plainScoresOf } from './plain-scores.ts';
import type { RunFile } from './run-file.ts';
import { runKey } from './run-key.ts';
import { parseStudy } from './study.ts';
import { syntheticRun } from './testing/synthetic-runs.ts';

const STUDY = parseStudy({ name: 'Größe ≤ 2', factors: [{ subsets: ['flip'] }], seeds: [1, 2] });

const PREDICTIONS: Predictions = {
  logits: Float32Array.of(-2.1, 0.7, -0.4, 2.9, -0.3),
  activation: 'sigmoid',
  labels: Uint8Array.of(0, 1, 1, 1, 0),
  outputs: 1,
};

const VAL = scorePredictions(PREDICTIONS, 'binary', null)!;

/** As if another epoch had scored one half. */
const RANKING: Predictions = { ...PREDICTIONS, logits: Float32Array.of(-2.1, -2.7, -0.4, 2.9, -0.3) };
const RANKED = { ...scoreRanking(RANKING, 'binary')!, epochs: [3, 2] };

/** A curve of as many epochs as the summary tells, of two steps each. */
const EPOCHS: readonly EpochRecord[] = [1, 2, 3, 4, 5].map((epoch) => ({
  ...{ epoch, phase: 'main', trainLoss: 1 / epoch, trainAuc: 0.5, val: VAL },
  ...{ learningRate: 0.1, seconds: 1, imagesPerSecond: 100 },
}));

const RUNS: readonly RunFile[] = expandStudy(STUDY).runs.map((run) => {
  const { record } = syntheticRun(run, { separation: 1, seedSpread: 0 });
  const whole: RunRecord = {
    ...record,
    version: 1,
    createdAt: 0,
    dataset: {
      ...record.dataset,
      counts: { train: 300, val: 5, test: 180 },
      classCounts: { ...record.dataset.classCounts, val: [2, 3] },
    },
    device: { name: 'cpu', label: 'CPU', reason: '', chosen: true, device: 'test', threads: 1 },
    status: 'finished',
    error: null,
    parameters: 10,
    stepsPerEpoch: 2,
    stepLosses: [0.7, 0.6, 0.5, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3],
    epochs: EPOCHS,
    summary: { ...record.summary!, val: VAL, ranking: RANKED, test: null },
  };
  return {
    kind: 'medmnist-lab-run',
    version: 2,
    key: run.key,
    record: whole,
    predictions: mapPredictions({ val: PREDICTIONS, ranking: RANKING, test: null }, plainPredictionsOf),
  };
});

const BUNDLE: StudyBundle = {
  ...{ study: STUDY, createdAt: 5000, openings: [{ at: 9, runs: 4 }], runs: RUNS },
  bets: [{ block: 'set', cell: null, at: 8 }],
};

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
    await expect(readBundle(Uint8Array.of(1, 2, 3))).rejects.toThrow(/cannot be unpacked/);
  });

  it('opens, and verifies, what an earlier lab wrote with probabilities for logits', async () => {
    const probabilities = [1, 0.99999994, 0, 0.25, 0.9];
    const auc = 5 / 6;
    const earlier = RUNS.map((run) => ({
      ...run,
      version: 1,
      record: {
        ...run.record,
        dataset: {
          ...run.record.dataset,
          classCounts: { ...run.record.dataset.classCounts, val: [3, 2] },
        },
        summary: { ...run.record.summary!, val: { ...run.record.summary!.val, auc }, ranking: undefined },
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
    const [first] = RUNS as readonly [RunFile];
    const refused = async (words: RegExp, change: Partial<RunRecord>, file: Partial<RunFile> = {}) => {
      const run = { ...first, ...file, record: { ...first.record, ...change } };
      await expect(readBundle(await writeBundle({ ...BUNDLE, runs: [run] }, {}))).rejects.toThrow(words);
    };
    const { recipe, summary, dataset } = first.record;
    const stranger = { ...recipe, width: 64 };
    await refused(/no run of this study/, { recipe: stranger }, { key: runKey(stranger) });
    await refused(/name is not that of its recipe/, { recipe: stranger });
    await refused(/val AUC is not the one/, { summary: { ...summary!, val: { ...VAL, auc: 0.99 } } });
    await refused(/test AUC is not the one/, { summary: { ...summary!, test: VAL } });
    await refused(/ranking AUC is not the one/, {
      summary: { ...summary!, ranking: { ...RANKED, auc: 0.99 } },
    });
    await refused(/ranking AUC is not the one/, { summary: { ...summary!, ranking: null } });
    await refused(/ranked by was not trained/, {
      summary: { ...summary!, ranking: { ...RANKED, epochs: [6, 2] } },
    });
    await refused(/recipe is incomplete/, { recipe: { seed: 7 } as unknown as Recipe });
    await refused(/data are not those of its recipe/, { dataset: { ...dataset, key: 'pneumoniamnist@28' } });
    await refused(/curve has 4 epochs, and its summary 5/, { epochs: EPOCHS.slice(1) });
    await refused(/curve has 11 steps/, { stepLosses: [...first.record.stepLosses, 1] });
    await refused(/val predictions are not of its val part/, {
      dataset: { ...dataset, classCounts: { ...dataset.classCounts, val: [3, 2] } },
    });
    await refused(/the run is stopped/, { status: 'stopped' });
    await refused(/summary/, { summary: undefined as unknown as null });
  });

  it('carries the scores of epochs, and refuses those of other images or outputs', async () => {
    const { logits, activation, outputs } = PREDICTIONS;
    const scores = (change: Partial<EpochScores> = {}) =>
      plainScoresOf({
        epoch: 2,
        logits: Float32Array.from(logits),
        activation,
        outputs,
        means: null,
        ...change,
      });
    const read = async (...of: PlainScores[]) => {
      const run = { ...RUNS[0]!, scores: of };
      return (await readBundle(await writeBundle({ ...BUNDLE, runs: [run] }, {}))).runs[0]!.scores;
    };
    expect(await read(scores(), scores({ epoch: 5 }))).toEqual([scores(), scores({ epoch: 5 })]);
    const words = /scores of epoch \d are not of its val part/;
    await expect(read(scores({ epoch: 6 }))).rejects.toThrow(words);
    await expect(read(scores({ logits: Float32Array.of(1, 2, 3, 4) }))).rejects.toThrow(words);
    await expect(read(scores({ logits: Float32Array.of(1, 2), outputs: 2 }))).rejects.toThrow(words);
    await expect(read(scores({ logits: Float32Array.of(1, 2, 3, 4, Number.NaN) }))).rejects.toThrow(
      /Expected the scores of epochs/,
    );
  });

  it('refuses what would count one run twice', async () => {
    const [first, second] = RUNS as readonly [RunFile, RunFile];
    const twin = { ...second, record: { ...second.record, id: first.record.id } };
    await expect(readBundle(await writeBundle({ ...BUNDLE, runs: [first, twin] }, {}))).rejects.toThrow(
      /has the id of another run/,
    );
  });

  it('works out the hash of a recipe and never reads it', async () => {
    const [first] = RUNS as readonly [RunFile];
    const lied = { ...first, record: { ...first.record, recipeHash: 'a lie' } };
    const read = await readBundle(await writeBundle({ ...BUNDLE, runs: [lied] }, {}));
    expect(read.runs[0]!.record.recipeHash).toBe(first.record.recipeHash);
  });

  it('refuses a study file that is not one, and a file whose name means something to JavaScript', async () => {
    const odd = { ...BUNDLE, openings: [{ at: 'yesterday', runs: 4 }] } as unknown as StudyBundle;
    await expect(readBundle(await writeBundle(odd, {}))).rejects.toThrow(/openings\.0\.at/);
    const named = await tampered((files) => (files.constructor = strToU8('{}') as never));
    await expect(readBundle(named)).rejects.toThrow(/constructor is not in the manifest/);
  });
});

describe('study as a link', () => {
  it('comes back as it went, and a damaged one is told', () => {
    const link = studyToLink(STUDY);
    expect(link).toMatch(/^[\w-]+$/);
    expect(studyFromLink(link)).toEqual(STUDY);
    expect(() => studyFromLink(`${link.slice(0, 20)}!`)).toThrow(/damaged/);
    expect(() => studyFromLink('A'.repeat(2 ** 20 + 1))).toThrow(/damaged/);
    // A word whose bytes are no text in UTF-8.
    expect(() => studyFromLink('eyJuYW1lIjoi_yJ9')).toThrow(/damaged/);
    const deep = JSON.parse(`${'['.repeat(9000)}${']'.repeat(9000)}`);
    expect(() => parseStudy({ ...STUDY, base: { augment: deep } })).toThrow(LabError);
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
      stepLosses: [0.7, 0.6000001, 0.52, ...record.stepLosses.slice(3)],
      versions: { ...record.versions, lab: '0.2.0' },
    };
    const drift = driftBetween(record, replay);
    expect(drift).toMatchObject({ identical: false, firstStep: 3, sameData: true });
    expect(drift.largestLoss).toBeCloseTo(0.04, 6);
    expect(driftText(drift)).toContain('part at step 3');
    expect(driftText(drift)).toContain('lab: 0.1.0, now 0.2.0');
  });

  it('compares nothing on other data', () => {
    const other = { ...record, dataset: { ...record.dataset, fingerprint: '0' } };
    expect(driftText(driftBetween(record, other))).toContain('not the same');
  });
});
