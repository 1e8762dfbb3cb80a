import { DEFAULT_PROTOCOL, protocolSettings } from '../recipe/protocol.ts';
import type { Study } from './study.ts';

/** On what the runs of a study validate: the official part, one fold after the other, or parts drawn anew by each seed. */
export type StudySplit =
  | { readonly kind: 'official' }
  | { readonly kind: 'folds'; readonly folds: number }
  | { readonly kind: 'redrawn' };

const [FEWEST_FOLDS, MOST_FOLDS] = [2, 20];
/** See the simulation in docs/studies.md: of the ways to cut, its intervals are the nearest to what they claim. */
export const USUAL_FOLDS = 5;

/** What the base says; a factor may vary it all the same. */
export function splitOf({ base }: Pick<Study, 'base'>): StudySplit {
  const { split, folds } = protocolSettings.safeParse(base.protocol ?? {}).data ?? DEFAULT_PROTOCOL;
  if (folds !== null) return { kind: 'folds', folds };
  return { kind: split };
}

/** Which intervals fit runs on splits of their own, with the source; null for seeds of one split. */
export function statisticsOf(study: Pick<Study, 'base'>): string | null {
  const { kind } = splitOf(study);
  if (kind === 'official') return null;
  const whose = kind === 'folds' ? 'The folds' : 'The redrawn splits';
  return `${whose} share training images, so intervals and p-values are those of the corrected resampled t-test (Nadeau & Bengio 2003), which are wider than over seeds.`;
}

/**
 * The study on another split. Its seeds become those that go through all folds once, as seed 1 validates on the first
 * fold, seed 2 on the second and so on; seeds that a person chose otherwise come back with none of it.
 *
 * @param usual the seeds where there are no folds
 */
export function withSplit(study: Study, split: StudySplit, usual: readonly number[] = [1, 2, 3]): Study {
  const { split: _split, folds: _folds, fold: _fold, ...others } = protocolOf(study);
  const chosen =
    split.kind === 'folds'
      ? { folds: Math.min(MOST_FOLDS, Math.max(FEWEST_FOLDS, Math.round(split.folds))) }
      : split.kind === 'redrawn'
        ? { split: 'redrawn' }
        : {};
  const protocol = { ...others, ...chosen };
  const { protocol: _before, ...base } = study.base;
  const before = splitOf(study);
  const seeds =
    chosen.folds !== undefined
      ? through(chosen.folds)
      : before.kind === 'folds' && goesThrough(study.seeds, before.folds)
        ? [...usual]
        : study.seeds;
  return {
    ...study,
    seeds,
    base: Object.keys(protocol).length > 0 ? { ...base, protocol } : base,
  };
}

/** The fields of the protocol that the base names. */
function protocolOf({ base }: Study): Record<string, never> {
  const { protocol } = base;
  const isObject = typeof protocol === 'object' && protocol !== null && !Array.isArray(protocol);
  return isObject ? (protocol as Record<string, never>) : {};
}

function through(folds: number): number[] {
  return Array.from({ length: folds }, (_, index) => index + 1);
}

/** Whether the seeds are those of a press, once or several times through all folds. */
function goesThrough(seeds: readonly number[], folds: number): boolean {
  return seeds.length % folds === 0 && seeds.every((seed, index) => seed === index + 1);
}
