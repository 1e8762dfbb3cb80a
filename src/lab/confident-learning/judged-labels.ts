/** What judging doubted labels came to, where the truth is known. */
export interface JudgedLabels {
  /** Images whose label was judged, those that are left out aside. */
  readonly judged: number;
  /** Judged ones that have the true label now. */
  readonly agreed: number;
  /** Labels that are wrong in the training part, before and after. */
  readonly before: number;
  readonly after: number;
}

/** Label rows of one image. */
interface Judgement {
  readonly given: readonly number[];
  /** Null where the image is left out. */
  readonly judged: readonly number[] | null;
  readonly truth: readonly number[];
}

/** @param wrong labels that are wrong as they are given, in the whole training part */
export function judgedLabels(wrong: number, judgements: readonly Judgement[]): JudgedLabels {
  const kept = judgements.flatMap(({ judged, truth }) => (judged ? [errors(judged, truth)] : []));
  const before = sum(judgements.map(({ given, truth }) => errors(given, truth)));
  return {
    judged: kept.length,
    agreed: kept.filter((count) => count === 0).length,
    before: wrong,
    after: wrong - before + sum(kept),
  };
}

function errors(row: readonly number[], truth: readonly number[]): number {
  return row.filter((value, place) => value !== truth[place]).length;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
