import { describe, expect, it } from 'vitest';
import { type DataFacts, factsOfReference } from '../../lab/recipe/data-facts.ts';
import { noEffects } from '../../lab/recipe/no-effect.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { PRESETS } from './presets.ts';

describe('a preset of the form', () => {
  const sets: readonly DataFacts[] = ['pneumoniamnist', 'bloodmnist', 'vesselmnist3d'].map((id) =>
    factsOfReference({ kind: 'catalogue', id, size: 28 }),
  );

  it.each(PRESETS.map((preset) => [preset.label, preset] as const))(
    'says nothing in vain: %s',
    (_, preset) => {
      for (const facts of sets) {
        // A recipe keeps how volumes are taken; the form of flat images has no control for it.
        const found = noEffects(preset.apply(DEFAULT_RECIPE), facts).filter(({ path }) => path !== 'volume');
        expect(found).toEqual([]);
      }
    },
  );
});
