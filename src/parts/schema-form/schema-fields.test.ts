import { describe, expect, it } from 'vitest';
import { AUGMENTATIONS } from '../../lab/augment/registry.ts';
import { BALANCING } from '../../lab/balance/registry.ts';
import { phantomSettings } from '../../lab/phantom-settings.ts';
import { LOSSES } from '../../lab/recipe/losses.ts';
import { OPTIMIZERS } from '../../lab/recipe/optimizers.ts';
import { pitfallSettings, protocolSettings } from '../../lab/recipe/protocol.ts';
import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { z } from '../../lab/zod.ts';
import { fieldOf, fieldsOf } from './schema-fields.ts';

describe('fields of a schema', () => {
  it('reads kind, bounds, step and texts through defaults and nullables', () => {
    const schema = z.object({
      share: z.number().min(0).max(2).default(1).meta({ title: 'Share', description: 'Of all.', step: 0.1 }),
      count: z.int().min(1).max(5).nullable().default(null).meta({ title: 'Count' }),
      mode: z.enum(['a', 'b']).default('a'),
      marks: z.array(z.number()).default([]),
      on: z.boolean().default(true),
      name: z.literal('x'),
    });
    expect(fieldsOf(schema)).toEqual([
      expect.objectContaining({
        kind: 'number',
        title: 'Share',
        description: 'Of all.',
        min: 0,
        max: 2,
        step: 0.1,
      }),
      expect.objectContaining({ kind: 'number', integer: true, nullable: true, min: 1, max: 5, step: null }),
      expect.objectContaining({ kind: 'choice', key: 'mode', title: 'mode', options: ['a', 'b'] }),
      expect.objectContaining({ kind: 'numbers' }),
      expect.objectContaining({ kind: 'switch' }),
    ]);
  });

  it('draws every setting of every registry, with a title and an explanation', () => {
    const schemas = [
      ...[AUGMENTATIONS, BALANCING, LOSSES, OPTIMIZERS].flatMap((registry) =>
        Object.values(registry).map((entry): z.ZodObject => entry.settings),
      ),
      phantomSettings,
      protocolSettings,
      pitfallSettings,
    ];
    for (const schema of schemas) {
      const fields = fieldsOf(schema);
      expect(fields.map((field) => field.key)).toEqual(Object.keys(schema.shape));
      for (const field of fields) {
        expect(field.title).not.toBe(field.key);
        expect(field.description).toBeTruthy();
      }
    }
  });

  it('draws the single values of the recipe', () => {
    const { shape } = recipeSchema;
    for (const key of [
      'volume',
      'normalise',
      'stem',
      'width',
      'batch',
      'epochs',
      'steps',
      'patience',
      'seed',
    ] as const) {
      expect(fieldOf(key, shape[key])?.description).toBeTruthy();
    }
  });
});
