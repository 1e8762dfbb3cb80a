import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { registerCpuBackend } from '../kernels/cpu/register.ts';
import { AUGMENTATIONS } from '../lab/augment/registry.ts';
import type { Dataset } from '../lab/dataset.ts';
import { LabError } from '../lab/lab-error.ts';
import type { ModelShape } from '../lab/model-shape.ts';
import { canonicalJson } from '../lab/recipe/canonical.ts';
import { factsOfSummary } from '../lab/recipe/data-facts.ts';
import { diffRecipes } from '../lab/recipe/name.ts';
import { effectiveRecipe, noEffects } from '../lab/recipe/no-effect.ts';
import { assignValue, parseRecipe } from '../lab/recipe/parse.ts';
import { takesValApart } from '../lab/recipe/protocol.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { runToEnd } from './testing/told-run.ts';

// The network is not what is asked about, and a small one makes a run in milliseconds.
vi.mock('./model/resnet18.ts', async () => {
  const { SmallNet } = await import('./testing/small-net.ts');
  return {
    ResNet18: class extends SmallNet {
      constructor(shape: ModelShape, seed: number) {
        super(shape, seed, shape.dims === 2 ? 36 * shape.channels : 216 * shape.channels);
      }
    },
  };
});

const SIZES = { size: 6, counts: { train: 14, val: 12, test: 6 } };
const SETS: Readonly<Record<string, Dataset>> = {
  binary: syntheticDataset(SIZES),
  'several classes': syntheticDataset({ ...SIZES, task: 'multi-class', classes: 3 }),
  labels: syntheticDataset({ ...SIZES, task: 'multi-label', classes: 3 }),
  volumes: syntheticDataset({ ...SIZES, dims: 3 }),
  'equal classes': syntheticDataset({ ...SIZES, every: 2 }),
};

const BASE = { width: 2, batch: 5, epochs: 6 };

/** Single changes of every field of the recipe, to values that could matter and to such as cannot. */
const CHANGES: readonly (readonly [string, unknown])[] = [
  ['volume', 'slices'],
  ['augment.flip', { probability: 1 }],
  ['augment.flip', { probability: 1, axes: 'every' }],
  ['augment.flip', { probability: 0 }],
  ['augment.flip.axes', 'every'],
  ['augment.rotation', { degrees: 40 }],
  ['augment.rotation', { degrees: 0 }],
  ['augment.shift', { pixels: 1 }],
  ['augment.shift', { pixels: 0 }],
  ['augment.crop', { smallest: 0.4 }],
  ['augment.crop', { smallest: 1, stretch: 1 }],
  ['augment.contrast', { strength: 2 }],
  ['augment.contrast', { strength: 1 }],
  ['augment.erasing', { probability: 1 }],
  ['augment.erasing', { probability: 1, fill: 'black' }],
  ['augment.erasing', { probability: 0 }],
  ['augment.mixup', { alpha: 1 }],
  ['augment.mixup.alpha', 0.5],
  ['augment.elastic', { amplitude: 1 }],
  ['augment.elastic', { amplitude: 0 }],
  ['augment.invert', { probability: 0.5 }],
  ['augment.invert', { probability: 0 }],
  ['augment.intensity', { brightness: 0.1, contrast: 0 }],
  ['augment.intensity', { brightness: 0, contrast: 0.3 }],
  ['augment.intensity', { brightness: 0, contrast: 0 }],
  ['augment.shapeTransform', {}],
  ['augment.noise', { sigma: 0.05 }],
  ['augment.noise', { sigma: 0 }],
  ['normalise', 'half'],
  ['normalise', 'train'],
  ['balance', 'upsample'],
  ['balance', 'upsample-augmented'],
  ['balance', { name: 'upsample-augmented', originals: 'plain' }],
  ['balance.originals', 'plain'],
  ['balance', 'undersample'],
  ['balance', 'weighted-loss'],
  ['balance', 'dual'],
  ['balance', { name: 'dual', rate: 0.51 }],
  ['balance', { name: 'dual', rate: 0.2 }],
  ['balance.rate', 0.2],
  ['model', 'small-cnn'],
  ['model', 'linear'],
  ['stem', 'small'],
  ['width', 3],
  ['loss', 'cross-entropy'],
  ['loss', 'bce'],
  ['loss.margin', 0.5],
  ['loss.version', 'v2'],
  ['optimizer', 'adam'],
  ['optimizer', 'sgd'],
  ['optimizer.learningRate', 0.02],
  ['optimizer.mode', 'adam'],
  ['optimizer.momentum', 0.5],
  ['optimizer.clip', 0.001],
  ['optimizer.weightDecay', 0.05],
  ['optimizer.epochDecay', 0],
  ['optimizer.epochDecay', 0.2],
  ['optimizer.reference', 'initial'],
  ['optimizer.reference', 'zeros'],
  ['optimizer.beta1', 0.5],
  ['optimizer.beta2', 0.9],
  ['schedule.decayAt', []],
  ['schedule.decayAt', [0.5, 0.51, 1]],
  ['schedule.decayAt', [0.34]],
  ['schedule.decayFactor', 1],
  ['schedule.decayFactor', 3],
  ['schedule.warmUpEpochs', 2],
  ['schedule.warmUpEpochs', 4],
  ['schedule.warmUpEpochs', 6],
  ['schedule.warmUpLearningRate', 0.05],
  ['batch', 9],
  ['batch', 14],
  ['batch', 128],
  ['batch', 200],
  ['epochs', 2],
  ['epochs', 7],
  ['steps', 5],
  ['steps', 23],
  ['patience', 1],
  ['patience', 4],
  ['patience', 5],
  ['patience', 9],
  ['seed', 2],
  ['protocol.trainFraction', 0.5],
  ['protocol.trainFraction', 0.99],
  ['protocol.labelNoise', 0.2],
  ['protocol.labelNoise', 0.01],
  ['protocol.split', 'redrawn'],
  ['protocol.folds', 3],
  ['protocol.folds', 5],
  ['protocol.fold', 1],
  ['protocol.fold', 2],
  ['protocol.fold', 4],
  ['protocol.shortcut', 0.9],
  ['protocol.shortcut', 0.01],
  ['pitfalls.upsampleMajority', true],
  ['pitfalls.exactCopies', true],
  ['pitfalls.leakySplit', true],
  ['pitfalls.mixedNormalisation', true],
  ['pitfalls.frozenDual', true],
];

/** These act where a curve stalls, or a gradient is large: where none does, a run is as it would be without. */
const WAITS_FOR = new Set(['patience', 'optimizer.clip']);

/**
 * Left out: what the recipe is about, its version, the precision, which is refused where the backend has one only
 * (worker/host), and weights to start from, which are to be had (lab/start, started-run.browser.test.ts).
 */
const NOT_CHANGED = ['version', 'dataset', 'precision', 'start'];

const nameOf = ([path, value]: readonly [string, unknown]) => `${path} = ${JSON.stringify(value)}`;

/** The recipe changed in one field; null where the schema refuses it. */
function changed(recipe: Recipe, [path, value]: readonly [string, unknown]): Recipe | null {
  try {
    return parseRecipe(assignValue(recipe, path, value));
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-recipe') return null;
    throw error;
  }
}

/** All that a run gives but its times, as text; how it was refused, where it was. */
async function curveOf(set: string, recipe: Recipe): Promise<string> {
  const key = `${set} ${canonicalJson(recipe)}`;
  const known = curves.get(key);
  if (known !== undefined) return known;
  const { numTensors } = tf.memory();
  const { told, error } = await runToEnd(SETS[set]!, recipe);
  expect(tf.memory().numTensors).toBe(numTensors);
  if (error && !(error instanceof LabError)) throw error;
  const curve = error
    ? `refused: ${(error as LabError).code}`
    : JSON.stringify(told.curve, (_, value) =>
        ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value,
      );
  curves.set(key, curve);
  return curve;
}
const curves = new Map<string, string>();

/** Where val is another part the classes' sizes are drawn; the run's own notes say how many images a share came to. */
function isDrawn(recipe: Recipe, path: string): boolean {
  return takesValApart(recipe) && ['protocol.trainFraction', 'protocol.labelNoise', 'batch'].includes(path);
}

/** All images in one batch, and the classes of one size: then another order is no other step. */
function onlyOrder(set: string, ...recipes: readonly Recipe[]): boolean {
  return set === 'equal classes' && recipes.every(({ batch }) => batch >= SIZES.counts.train);
}

/**
 * What is wrong with a change of a recipe: that it neither changes the run nor is refused or said, or that it is said
 * to change nothing, and does. Null where nothing is.
 */
async function complaint(set: string, before: Recipe, after: Recipe, path: string): Promise<string | null> {
  const facts = factsOfSummary(SETS[set]!.summary);
  const same = canonicalJson(effectiveRecipe(before, facts)) === canonicalJson(effectiveRecipe(after, facts));
  const [first, second] = [await curveOf(set, before), await curveOf(set, after)];
  if (first.startsWith('refused') || second.startsWith('refused')) return null;
  if (same && first !== second) return 'is said to change nothing, and does';
  if (same || first !== second) return null;
  const isSaid = [before, after].some((recipe) =>
    noEffects(recipe, facts).some(({ path: said }) => said.split('.')[0] === path.split('.')[0]),
  );
  const isOpen = WAITS_FOR.has(path) || isDrawn(after, path) || onlyOrder(set, before, after);
  // What comes after a run's own end is not seen.
  const isOver = first.includes('"ended":"early-stopping"');
  return isSaid || isOpen || isOver ? null : 'changes nothing, and nobody says so';
}

beforeAll(async () => {
  registerCpuBackend();
  await tf.setBackend('cpu');
});

describe('a change of a recipe', () => {
  it('is tried for every field', () => {
    const paths = new Set(CHANGES.map(([path]) => path));
    const everything = [
      parseRecipe({
        steps: 5,
        augment: Object.fromEntries(Object.keys(AUGMENTATIONS).map((name) => [name, {}])),
      }),
      parseRecipe({ optimizer: { name: 'adam' }, balance: { name: 'dual' }, loss: { name: 'bce' } }),
      parseRecipe({ optimizer: { name: 'sgd' }, balance: { name: 'upsample-augmented' }, patience: 3 }),
      parseRecipe({}),
    ];
    const leaves = everything.flatMap((recipe) => diffRecipes({} as Recipe, recipe).map(({ path }) => path));
    const missed = leaves.filter(
      (leaf) =>
        !NOT_CHANGED.includes(leaf.split('.')[0]!) &&
        !paths.has(leaf) &&
        !paths.has(leaf.split('.').slice(0, -1).join('.')),
    );
    expect(missed).toEqual([]);
  });

  const pairs = CHANGES.flatMap((first) => CHANGES.map((second) => [first, second] as const));

  async function complaints(set: string, tried: readonly (typeof pairs)[number][]): Promise<string[]> {
    const found: string[] = [];
    const base = parseRecipe(BASE);
    for (const [first, second] of tried) {
      const before = changed(base, first);
      const after = before && changed(before, second);
      if (!after || canonicalJson(after) === canonicalJson(before)) continue;
      const wrong = await complaint(set, before, after, second[0]);
      if (wrong) found.push(`${set}: after ${nameOf(first)}, ${nameOf(second)} ${wrong}`);
    }
    return found;
  }

  const nothing = ['seed', 1] as const;
  const alone = CHANGES.map((change) => [nothing, change] as const);

  it('alone has an effect, is refused, or is said to have none', async () => {
    expect(await complaints('binary', alone)).toEqual([]);
  });

  it('has so of mixed labels, under a loss that takes them', async () => {
    const under = ['loss', 'cross-entropy'] as const;
    const mixing = CHANGES.filter(([path]) => path.startsWith('augment.mixup'));
    for (const set of Object.keys(SETS)) {
      expect(
        await complaints(
          set,
          mixing.map((change) => [under, change] as const),
        ),
      ).toEqual([]);
    }
    expect(await curveOf('binary', parseRecipe({ ...BASE, augment: { mixup: {} } }))).toBe(
      'refused: bad-recipe',
    );
  });

  it.each(Object.keys(SETS).slice(1))('has so where the kind of data matters: %s', async (set) => {
    const ofData = /^(volume|balance|loss|protocol|pitfalls|normalise)/;
    const tried = alone.filter(([, [path]]) => ofData.test(path));
    expect(await complaints(set, tried)).toEqual([]);
  });

  it('has so after any other: a sample of the pairs; LAB_ALL_PAIRS=1 tries them all', async () => {
    const all = process.env.LAB_ALL_PAIRS === '1';
    const found: string[] = [];
    for (const set of Object.keys(SETS)) {
      const some = fc.sample(fc.constantFrom(...pairs), { numRuns: 30, seed: 12 });
      found.push(...(await complaints(set, all ? pairs : some)));
    }
    expect(found).toEqual([]);
  }, 3_600_000);
});
