import { SPLITS, type Split } from '../../lab/dataset.ts';
import { PHANTOM_FORMS, type PhantomSettings, phantomSize } from '../../lab/phantom-settings.ts';
import { createRandom, type Random, STREAM, shuffle } from '../../lab/random.ts';
import { forSplits } from '../npz/layout.ts';

/** What each image is of, by class, and which label it carries: the two differ only by label noise. */
export interface PhantomPlan {
  readonly findings: Readonly<Record<Split, Uint8Array>>;
  readonly labels: Readonly<Record<Split, Uint8Array<ArrayBuffer>>>;
}

/**
 * 70 % train, 10 % validation, 20 % test; each part has the positive fraction, shared among the findings as the form says, and
 * at least one image of each class, where it has as many images.
 */
export function planPhantom(settings: PhantomSettings): PhantomPlan {
  const { counts } = phantomSize(settings);
  const { common, shares } = PHANTOM_FORMS[settings.shape];
  const findings = forSplits((split) => {
    const random = createRandom(settings.seed, STREAM.phantom, SPLITS.indexOf(split));
    const positives = Math.round(counts[split] * settings.positiveFraction);
    const clamped = Math.min(counts[split] - 1, Math.max(shares.length - 1, positives));
    const drawn = new Uint8Array(counts[split]).fill(common);
    let at = 0;
    for (const [finding, count] of sharedOut(clamped, shares).entries()) {
      drawn.fill(finding, at, at + count);
      at += count;
    }
    return shuffle(drawn, random);
  });
  const labels = forSplits((split) => new Uint8Array(findings[split]));
  flipLabels(
    labels.train,
    shares.length,
    Math.round(counts.train * settings.labelNoise),
    createRandom(settings.seed, STREAM.phantom, SPLITS.length),
  );
  return { findings, labels };
}

/** So many images by shares, at least one of each that has a share; the largest takes what rounding leaves. */
function sharedOut(count: number, shares: readonly number[]): readonly number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const counts = shares.map((share) => (share === 0 ? 0 : Math.max(1, Math.floor((share / total) * count))));
  const largest = shares.indexOf(Math.max(...shares));
  counts[largest]! += count - counts.reduce((sum, one) => sum + one, 0);
  return counts;
}

/** Flips so many labels, chosen at random, to another class, but never the last one of a class. */
function flipLabels(labels: Uint8Array, classes: number, flips: number, random: Random) {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]! += 1;
  for (const index of shuffle(Uint32Array.from(labels.keys()), random).subarray(0, flips)) {
    const label = labels[index]!;
    if (counts[label] === 1) continue;
    // Of two classes there is one other, and nothing to draw.
    const other = (label + 1 + (classes > 2 ? random.integer(classes - 1) : 0)) % classes;
    labels[index] = other;
    counts[label]! -= 1;
    counts[other]! += 1;
  }
}
