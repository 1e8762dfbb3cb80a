import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../lab-error.ts';
import { expandStudy } from '../study/expand.ts';
import { refuseIdleCells } from '../study/idle-cells.ts';
import { STUDY_PRESETS } from '../study/presets.ts';
import { parseStudy, type StudyInput } from '../study/study.ts';
import { canonicalJson } from './canonical.ts';
import { type DataFacts, factsOfReference, NOTHING_KNOWN } from './data-facts.ts';
import type { DatasetReference } from './dataset-reference.ts';
import { effectiveRecipe, noEffects, refuseNoEffect } from './no-effect.ts';
import { parseRecipe } from './parse.ts';
import { DEFAULT_RECIPE } from './recipe.ts';

const FLAT: DataFacts = { task: 'binary', dims: 2, trainImages: 840, classCounts: [630, 210] };
const said = (recipe: object, facts = FLAT) => noEffects(parseRecipe(recipe), facts).map(({ path }) => path);

describe('a recipe', () => {
  it('has nothing to say of the defaults, whatever is known', () => {
    for (const facts of [FLAT, NOTHING_KNOWN, factsOfReference(DEFAULT_RECIPE.dataset)]) {
      expect(noEffects(DEFAULT_RECIPE, facts)).toEqual([]);
    }
  });

  it.each<[object, string]>([
    [{ augment: { noise: { sigma: 0 } } }, 'augment.noise'],
    [{ augment: { intensity: { brightness: 0, contrast: 0 } } }, 'augment.intensity'],
    [{ volume: 'slices' }, 'volume'],
    [{ loss: { name: 'bce' } }, 'loss.name'],
    [{ augment: { flip: {} }, balance: { name: 'upsample-augmented' } }, 'balance.name'],
    [{ balance: { name: 'upsample-augmented', originals: 'plain' } }, 'balance.originals'],
    [{ optimizer: { name: 'pesg', mode: 'adam', momentum: 0.5 } }, 'optimizer.momentum'],
    [{ optimizer: { name: 'pesg', epochDecay: 0, reference: 'zeros' } }, 'optimizer.reference'],
    [{ schedule: { warmUpLearningRate: 0.1 } }, 'schedule.warmUpLearningRate'],
    [{ schedule: { warmUpEpochs: 6 } }, 'schedule.decayAt'],
    [{ schedule: { decayAt: [1] } }, 'schedule.decayAt'],
    [{ schedule: { decayAt: [], decayFactor: 3 } }, 'schedule.decayFactor'],
    [{ optimizer: { name: 'adam' }, schedule: { decayFactor: 1 } }, 'schedule.decayFactor'],
    [{ patience: 9 }, 'patience'],
    [{ batch: 1000 }, 'batch'],
    [{ protocol: { labelNoise: 0.0005 } }, 'protocol.labelNoise'],
    [{ protocol: { trainFraction: 0.9999 } }, 'protocol.trainFraction'],
    [{ protocol: { fold: 2 } }, 'protocol.fold'],
    [{ protocol: { folds: 3, fold: 4 } }, 'protocol.fold'],
    [{ protocol: { folds: 3, split: 'redrawn' } }, 'protocol.split'],
    [{ protocol: { folds: 3 }, pitfalls: { leakySplit: true } }, 'protocol.folds'],
    [{ protocol: { split: 'redrawn' }, pitfalls: { leakySplit: true } }, 'protocol.split'],
    [{ pitfalls: { upsampleMajority: true } }, 'pitfalls.upsampleMajority'],
    [{ pitfalls: { exactCopies: true } }, 'pitfalls.exactCopies'],
    [{ pitfalls: { mixedNormalisation: true } }, 'normalise'],
    [{ loss: { name: 'bce' }, pitfalls: { frozenDual: true } }, 'pitfalls.frozenDual'],
    [{ loss: { name: 'aucm', margin: 0.5 }, pitfalls: { frozenDual: true } }, 'loss.margin'],
    [{ balance: { name: 'weighted-loss' } }, 'balance.name'],
    [{ augment: { mixup: {} } }, 'augment.mixup'],
    [{ schedule: { warmUpEpochs: 10 } }, 'schedule.warmUpEpochs'],
  ])('says of %j that %s has no effect, and has a press that mends it', (recipe, path) => {
    const before = parseRecipe(recipe);
    const finding = noEffects(before, FLAT).find((found) => found.path === path)!;
    const after = parseRecipe(finding.mend!.change(before));
    expect(noEffects(after, FLAT).map(({ reason }) => reason)).not.toContain(finding.reason);
    // Nothing new is wrong then.
    expect(noEffects(after, FLAT).length).toBeLessThan(noEffects(before, FLAT).length);
  });

  it('keeps quiet where the same field has one', () => {
    expect(said({ volume: 'slices' }, { ...FLAT, dims: 3 })).toEqual([]);
    expect(said({ loss: { name: 'bce' } }, { ...FLAT, task: 'multi-class' })).toEqual([]);
    expect(said({ loss: { name: 'bce' } }, NOTHING_KNOWN)).toEqual([]);
    expect(said({ patience: 8 })).toEqual([]);
    expect(said({ schedule: { warmUpEpochs: 5 } })).toEqual([]);
    // PESG moves its reference at a decay, whatever the factor.
    expect(said({ schedule: { decayFactor: 1 } })).toEqual([]);
    expect(said({ balance: { name: 'upsample' }, pitfalls: { upsampleMajority: true } })).toEqual([]);
  });

  it('is refused where it would pass for something that it is not', () => {
    const refused = (recipe: object, words: RegExp, facts = NOTHING_KNOWN) => {
      const refuse = () => refuseNoEffect(parseRecipe(recipe), facts);
      expect(refuse).toThrow(words);
      expect(refuse).toThrow(LabError);
    };
    refused({ balance: { name: 'weighted-loss' } }, /takes no class weights/);
    refused({ balance: { name: 'weighted-loss' }, schedule: { warmUpEpochs: 2 } }, /takes no class weights/);
    refused({ epochs: 5, schedule: { warmUpEpochs: 5 } }, /warm-up takes 5 epochs/);
    // 840 images are 7 batches of 128: 14 steps are 2 epochs.
    refused({ steps: 14, schedule: { warmUpEpochs: 2 } }, /warm-up takes 2 epochs/, FLAT);
    refuseNoEffect(parseRecipe({ balance: { name: 'weighted-loss' }, loss: { name: 'bce' } }), FLAT);
  });

  it('is at rest once all that has no effect is put aside', () => {
    const fields = fc.record(
      {
        augment: fc.constantFrom({}, { flip: {} }, { noise: { sigma: 0 } }),
        balance: fc.constantFrom(
          { name: 'none' },
          { name: 'upsample-augmented' },
          { name: 'dual', rate: 0.3 },
        ),
        loss: fc.constantFrom({ name: 'bce' }, { name: 'aucm' }),
        patience: fc.constantFrom(null, 2, 9),
        schedule: fc.constantFrom({}, { decayAt: [0.5, 0.5, 1] }, { warmUpEpochs: 6 }, { decayFactor: 1 }),
        batch: fc.constantFrom(32, 128, 1000),
        pitfalls: fc.constantFrom({}, { exactCopies: true }, { leakySplit: true }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fields, (recipe) => {
        const plain = effectiveRecipe(parseRecipe(recipe), FLAT);
        expect(canonicalJson(effectiveRecipe(plain, FLAT))).toBe(canonicalJson(plain));
        expect(parseRecipe(plain)).toEqual(plain);
      }),
    );
  });
});

it('a balancing that was chosen for another set is refused, with the press that mends it', () => {
  const recipe = parseRecipe({ balance: { name: 'dual' } });
  const facts: DataFacts = { ...NOTHING_KNOWN, task: 'multi-class', classCounts: [3, 2, 1] };
  const [found] = noEffects(recipe, facts);
  expect(found).toMatchObject({ path: 'balance.name', refused: true });
  expect(found!.reason).toBe('“Dual sampler” is for sets of two classes, and this set has more.');
  expect(found!.mend!.change(recipe).balance).toEqual({ name: 'none' });
  expect(noEffects(recipe, { ...facts, task: 'binary' })).toEqual([]);
});

describe('a study that would count one recipe twice', () => {
  const refusal = (input: Omit<StudyInput, 'name'>) => {
    try {
      refuseIdleCells(expandStudy(parseStudy({ name: 'x', ...input })).cells);
    } catch (error) {
      return (error as LabError).message;
    }
    return null;
  };

  it('is refused, with the cells and the reason', () => {
    expect(refusal({ factors: [{ field: 'balance', values: ['none', 'weighted-loss'] }] })).toMatch(
      /In the cell "weighted": The AUC margin loss takes no class weights/,
    );
    expect(refusal({ factors: [{ field: 'loss', values: ['cross-entropy', 'bce'] }] })).toMatch(
      /"CE" and "BCE" would train the same.*For two classes/,
    );
    expect(
      refusal({
        base: { augment: { flip: {} } },
        factors: [{ field: 'balance', values: ['upsample', 'upsample-augmented'] }],
      }),
    ).toMatch(/"upsample" and "upsample augmented" would train the same.*same as Upsample/);
    expect(refusal({ factors: [{ field: 'patience', values: [20, 30] }] })).toMatch(/would train the same/);
    expect(refusal({ factors: [{ field: 'patience', values: [2, 3] }] })).toBeNull();
  });

  it('is none of the ready-made ones, on any kind of set', () => {
    const sets: DatasetReference[] = [
      DEFAULT_RECIPE.dataset,
      ...['pneumoniamnist', 'bloodmnist', 'chestmnist', 'vesselmnist3d'].map(
        (id): DatasetReference => ({ kind: 'catalogue', id, size: 28 }),
      ),
      { kind: 'custom', name: 'mine', fingerprint: 'ab' },
    ];
    for (const dataset of sets) {
      for (const preset of STUDY_PRESETS) {
        // The pitfall is one of upsampling, which sets of labels cannot do.
        const asLabels =
          preset.id === 'pitfalls' && dataset.kind === 'catalogue' && dataset.id === 'chestmnist';
        const check = () => refuseIdleCells(expandStudy(preset.create(dataset)).cells);
        if (asLabels) expect(check).toThrow(/“Upsample” is for sets of classes, and this set has labels/);
        else check();
      }
    }
  });
});
