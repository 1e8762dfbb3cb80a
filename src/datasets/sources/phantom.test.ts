import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPLITS } from '../../lab/dataset.ts';
import { PHANTOM_SHAPES, type PhantomSettings, phantomSettings } from '../../lab/phantom-settings.ts';
import { planPhantom } from '../phantom/plan.ts';
import { phantomSource } from './phantom.ts';

function settingsOf(settings: Partial<PhantomSettings>): PhantomSettings {
  return { ...phantomSettings.parse({}), images: 60, ...settings };
}

function load(settings: Partial<PhantomSettings>, signal = new AbortController().signal) {
  return phantomSource.load(
    { kind: 'phantom', settings: settingsOf(settings) },
    { signal, onProgress: () => {}, onNotice: () => {} },
  );
}

describe('a phantom', () => {
  // The pixels are part of what "the same recipe gives the same curve" promises. A change of these hashes is a change
  // of the built-in data, and old runs are no longer comparable with new ones.
  it.each([
    ['pneumonia', '745e1d5a85556439a5b64f1f48fddbf1f8f217adf2c16333e82663fc47ed4755'],
    ['nodule', 'c154cb2f3f206513a5be5c08ed16402f080a055fe848fbc628452790b2be7d05'],
    ['vessel', '469c22bb7ffb0a1abee4910ad7ba5b19b67bf932e09d88aca35d86b3e9235c99'],
    ['derma', 'ec2c179da8a4b526bab64858199c70f315ea400d8986742233608660a820b13b'],
  ] as const)('of shape %s is the same on every machine', async (shape, expected) => {
    expect((await load({ shape })).summary.fingerprint).toBe(expected);
  });

  it.each(PHANTOM_SHAPES)('of shape %s is another one with another seed', async (shape) => {
    const [one, other] = await Promise.all([load({ shape }), load({ shape, seed: 8 })]);
    expect(one.summary.fingerprint).not.toBe(other.summary.fingerprint);
  });

  it('is marked as synthetic', async () => {
    const { summary } = await load({});
    expect(summary).toMatchObject({
      synthetic: true,
      licence: 'synthetic',
      catalogueId: null,
      origin: 'drawn from seed 7',
    });
    expect(summary.notes[0]).toMatch(/^Synthetic/);
  });

  it.each([
    ['pneumonia', 2, 1],
    ['nodule', 3, 1],
    ['vessel', 3, 1],
    ['derma', 2, 3],
  ] as const)('of shape %s has the shape of the real set', async (shape, dims, channels) => {
    const { summary, splits } = await load({ shape });
    const task = shape === 'derma' ? 'multi-class' : 'binary';
    expect(summary).toMatchObject({ task, dims, size: 28, channels });
    expect(summary.counts).toEqual({ train: 42, val: 6, test: 12 });
    expect(splits.train.images.length).toBe(42 * 28 ** dims * channels);
    const values = new Set(splits.train.images);
    if (shape === 'vessel') expect([...values].sort()).toEqual([0, 255]);
    else expect(values.size).toBeGreaterThan(100);
  });

  it('has no two equal images', async () => {
    for (const shape of PHANTOM_SHAPES) {
      const { summary } = await load({ shape, images: 300 });
      expect(summary.notes.join()).not.toContain('duplicates');
    }
  });

  it('keeps val and test as they are, and the pixels, whatever the label noise', async () => {
    const clean = await load({ images: 400 });
    const noisy = await load({ images: 400, labelNoise: 0.2 });
    for (const split of SPLITS) {
      expect(Buffer.compare(noisy.splits[split].images, clean.splits[split].images)).toBe(0);
    }
    expect(noisy.splits.val.labels).toEqual(clean.splits.val.labels);
    expect(noisy.splits.test.labels).toEqual(clean.splits.test.labels);
    const flipped = noisy.splits.train.labels.filter((label, at) => label !== clean.splits.train.labels[at]);
    expect(flipped.length).toBe(Math.round(280 * 0.2));
    expect(noisy.summary.notes).toContain('20 % of the training labels are flipped.');
  });

  it('reports its progress and stops when it is cancelled', async () => {
    const abort = new AbortController();
    const loading = phantomSource.load(
      { kind: 'phantom', settings: settingsOf({ shape: 'vessel', images: 20_000 }) },
      { signal: abort.signal, onProgress: () => abort.abort(), onNotice: () => {} },
    );
    await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** One image, and what the products of fractions round to beside it. */
const NEAR_ONE = 1 + 1e-9;

describe('the plan of a phantom', () => {
  it('of several classes shares the findings out as the real set does, and flips labels to any other class', () => {
    const { findings, labels } = planPhantom(
      settingsOf({ shape: 'derma', images: 2000, positiveFraction: 0.33, labelNoise: 0.2 }),
    );
    const countsOf = (labels: Uint8Array) =>
      Array.from({ length: 7 }, (_, kind) => labels.filter((label) => label === kind).length);
    expect(countsOf(findings.train)).toEqual([45, 71, 153, 16, 158, 938, 19]);
    expect(Math.min(...countsOf(findings.val))).toBeGreaterThan(0);
    const flipped = [...labels.train.entries()].filter(([at, label]) => label !== findings.train[at]);
    expect(flipped).toHaveLength(280);
    expect(new Set(flipped.map(([, label]) => label)).size).toBe(7);
    const few = planPhantom(settingsOf({ shape: 'derma', images: 80, positiveFraction: 0.02 }));
    for (const split of SPLITS) expect(Math.min(...countsOf(few.findings[split]))).toBe(1);
  });

  it('gives the promised counts for any settings', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 20_000 }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.double({ min: 0, max: 0.45, noNaN: true }),
        fc.nat(2 ** 31 - 1),
        (images, positiveFraction, labelNoise, seed) => {
          const { findings, labels } = planPhantom(
            settingsOf({ images, positiveFraction, labelNoise, seed }),
          );
          const counts = SPLITS.map((split) => findings[split].length);
          expect(counts[0]! + counts[1]! + counts[2]!).toBe(images);
          expect(counts[0]).toBe(Math.round(images * 0.7));
          for (const split of SPLITS) {
            const positives = findings[split].reduce((sum, finding) => sum + finding, 0);
            expect(Math.abs(positives - findings[split].length * positiveFraction)).toBeLessThan(NEAR_ONE);
            expect(new Set(labels[split]).size).toBe(2);
          }
          const flips = labels.train.filter((label, at) => label !== findings.train[at]).length;
          expect(Math.abs(flips - counts[0]! * labelNoise)).toBeLessThanOrEqual(NEAR_ONE);
        },
      ),
      { numRuns: 60 },
    );
  });
});
