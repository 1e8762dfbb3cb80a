import { DEFAULT_PROTOCOL, LATER_PROTOCOL_FIELDS, NO_PITFALLS } from './protocol.ts';
import type { Recipe } from './recipe.ts';

/** Fields younger than the first recipes: left out of the hash where they say nothing, so that older hashes stay. */
export const LATER_FIELDS = {
  protocol: DEFAULT_PROTOCOL,
  pitfalls: NO_PITFALLS,
  model: 'resnet-18',
  precision: 'single',
  edition: null,
  start: null,
  steps: null,
} as const;

/** JSON with the keys of every object in order, so that equal recipes have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${entries.join(',')}}`;
}

/** Twelve hex digits that name a recipe. */
export function recipeHash(recipe: Recipe): string {
  return textHash(canonicalJson(withoutSilentFields(recipe)));
}

/**
 * Twelve hex digits that name a text: a content address for grouping and comparing, not for security.
 * FNV-1a (Fowler, Noll, Vo) over the UTF-16 units, in two 32-bit lanes with other offsets.
 */
export function textHash(text: string): string {
  const lane = (offset: number) => {
    let hash = offset;
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return (lane(0x811c9dc5) + lane(0x050c5d1f)).slice(0, 12);
}

function withoutSilentFields(recipe: Recipe): object {
  const rest = without(recipe, LATER_FIELDS) as Partial<Recipe>;
  return {
    ...rest,
    ...(rest.protocol ? { protocol: without(rest.protocol, LATER_PROTOCOL_FIELDS) } : {}),
    // Weights are the same whatever they are called.
    ...(rest.start ? { start: { weights: rest.start.weights, frozen: rest.start.frozen } } : {}),
  };
}

function without(value: object, standards: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, field]) =>
        !(Object.hasOwn(standards, name) && canonicalJson(field) === canonicalJson(standards[name])),
    ),
  );
}
