import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import { BALANCING, type BalancingName } from '../../lab/balance/registry.ts';
import { type EditionMark, editionText } from '../../lab/edition/edition.ts';
import { LOSSES } from '../../lab/recipe/losses.ts';
import { OPTIMIZERS } from '../../lab/recipe/optimizers.ts';
import { pitfallSettings, protocolSettings } from '../../lab/recipe/protocol.ts';
import { recipeSchema } from '../../lab/recipe/recipe.ts';
import { type StartMark, startText } from '../../lab/start/start.ts';
import type { z } from '../../lab/zod.ts';

interface Entry {
  readonly label: string;
  readonly settings: z.ZodObject;
}

/** The choices of a recipe by their key in it. */
const CHOICES: Readonly<Record<string, { title: string; registry: Readonly<Record<string, Entry>> }>> = {
  balance: { title: 'Balancing', registry: BALANCING },
  loss: { title: 'Loss', registry: LOSSES },
  optimizer: { title: 'Optimizer', registry: OPTIMIZERS },
};

/** Groups of plain fields within the recipe. */
const GROUPS: Readonly<Record<string, z.ZodObject>> = {
  schedule: recipeSchema.shape.schedule.def.innerType as z.ZodObject,
  protocol: protocolSettings,
  pitfalls: pitfallSettings,
};

function titleIn(schema: z.ZodObject, key: string): string | undefined {
  return (schema.shape[key] as z.ZodType | undefined)?.meta()?.title;
}

/** A dotted path of a recipe for a person: `augment.noise.sigma` is "Gaussian noise: σ". */
export function pathTitle(path: string): string {
  const [first, second, third] = path.split('.') as [string, string?, string?];
  if (first === 'augment' && second) {
    const { label, settings } = AUGMENTATIONS[second as AugmentationName] as Entry;
    return third ? `${label}: ${(titleIn(settings, third) ?? third).toLowerCase()}` : label;
  }
  const choice = CHOICES[first];
  if (choice && second) {
    if (second === 'name') return choice.title;
    const titles = Object.values(choice.registry).map(({ settings }) => titleIn(settings, second));
    return `${choice.title}: ${(titles.find((title) => title) ?? second).toLowerCase()}`;
  }
  const group = GROUPS[first];
  if (group && second) return titleIn(group, second) ?? second;
  return titleIn(recipeSchema, first) ?? first;
}

/** The value at a path for a person; undefined where the recipe has none there. */
export function pathValue(path: string, value: unknown): string {
  if (path === 'edition') return value === null ? 'none' : editionText(value as EditionMark);
  if (path === 'start') return startText((value ?? null) as StartMark | null);
  if (value === undefined) return path.startsWith('augment.') ? 'off' : '–';
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (value === null) return path.startsWith('protocol.') ? 'none' : 'never';
  if (Array.isArray(value)) return value.join(', ') || 'never';
  const [first, second] = path.split('.') as [string, string?];
  if (path === 'balance.name') return BALANCING[value as BalancingName].shortName;
  const entry = second === 'name' ? CHOICES[first]?.registry[String(value)] : undefined;
  return entry?.label ?? String(value);
}
