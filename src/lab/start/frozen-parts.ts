import type { ModelName } from '../models/names.ts';
import { MODELS } from '../models/registry.ts';
import { FROZEN, type Frozen } from './start.ts';

/** How many of a network's parts, from its first on, are left as they are; all of them: the head alone is trained. */
export function frozenParts(model: ModelName, frozen: Frozen): number {
  const { parts } = MODELS[model];
  return frozen === 'body' ? parts.length : (parts as readonly string[]).indexOf(frozen) + 1;
}

/** What may be frozen of a network, each choice another one. */
export function frozenChoices(model: ModelName): readonly Frozen[] {
  const all = MODELS[model].parts.length;
  return FROZEN.filter((frozen) => {
    const parts = frozenParts(model, frozen);
    if (frozen === 'nothing') return true;
    return parts > 0 && (frozen === 'body' || parts < all);
  });
}
