import { SPLITS, type Split } from '../../lab/dataset.ts';
import { PHANTOM_TRAIN_SHARE, type PhantomSettings } from '../../lab/phantom-settings.ts';
import { createRandom, type Random, STREAM, shuffle } from '../../lab/random.ts';
import { forSplits } from '../npz/layout.ts';

/** Which image has the finding, and which label it carries: the two differ only by label noise. */
export interface PhantomPlan {
  readonly findings: Readonly<Record<Split, Uint8Array>>;
  readonly labels: Readonly<Record<Split, Uint8Array<ArrayBuffer>>>;
}

/** 70 % train, 10 % validation, 20 % test; each part has the positive fraction, and at least one image of each class. */
export function planPhantom(settings: PhantomSettings): PhantomPlan {
  const train = Math.round(settings.images * PHANTOM_TRAIN_SHARE);
  const val = Math.round(settings.images * 0.1);
  const counts = { train, val, test: settings.images - train - val };
  const findings = forSplits((split) => {
    const random = createRandom(settings.seed, STREAM.phantom, SPLITS.indexOf(split));
    const positives = Math.round(counts[split] * settings.positiveFraction);
    const clamped = Math.min(counts[split] - 1, Math.max(1, positives));
    return shuffle(new Uint8Array(counts[split]).fill(1, 0, clamped), random);
  });
  const labels = forSplits((split) => new Uint8Array(findings[split]));
  flipLabels(
    labels.train,
    Math.round(counts.train * settings.labelNoise),
    createRandom(settings.seed, STREAM.phantom, SPLITS.length),
  );
  return { findings, labels };
}

/** Flips so many labels, chosen at random, but never the last one of a class. */
function flipLabels(labels: Uint8Array, flips: number, random: Random) {
  let positives = labels.reduce((sum, label) => sum + label, 0);
  for (const index of shuffle(Uint32Array.from(labels.keys()), random).subarray(0, flips)) {
    const after = positives + (labels[index] === 1 ? -1 : 1);
    if (after === 0 || after === labels.length) continue;
    labels[index] = 1 - labels[index]!;
    positives = after;
  }
}
