import { factorsOf } from './expand.ts';
import type { FactorSpec, Study } from './study.ts';

/**
 * A study without the levels that make it fail, whatever the others are; null where that does not help, or would leave
 * nothing to compare.
 *
 * @param check throws where a study cannot be trained
 */
export function withoutRefused(
  study: Study,
  check: (study: Study) => void,
): { readonly study: Study; readonly labels: readonly string[] } | null {
  const fits = (factors: readonly FactorSpec[]) => {
    try {
      check({ ...study, factors: [...factors] });
      return true;
    } catch {
      return false;
    }
  };
  const labels: string[] = [];
  const factors = study.factors.map((spec, index) => {
    const [factor] = factorsOf({ factors: [spec] });
    const kept = partsOf(spec).map((_, place) => fits(study.factors.with(index, only(spec, [place]))));
    if (kept.every((fit) => !fit)) return spec;
    labels.push(...kept.flatMap((fit, place) => (fit ? [] : [factor!.levels[place]!.label])));
    return only(
      spec,
      kept.flatMap((fit, place) => (fit ? [place] : [])),
    );
  });
  const isComparison = factors.every((spec) => 'subsets' in spec || partsOf(spec).length > 1);
  return labels.length > 0 && isComparison && fits(factors) ? { study: { ...study, factors }, labels } : null;
}

/** What may be left out one by one; of subsets nothing. */
function partsOf(spec: FactorSpec): readonly unknown[] {
  if ('subsets' in spec) return [];
  return 'levels' in spec ? spec.levels : spec.values;
}

function only(spec: FactorSpec, places: readonly number[]): FactorSpec {
  if ('subsets' in spec) return spec;
  return 'levels' in spec
    ? { ...spec, levels: places.map((place) => spec.levels[place]!) }
    : { ...spec, values: places.map((place) => spec.values[place]!) };
}
