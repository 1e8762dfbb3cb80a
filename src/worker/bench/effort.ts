import type { Thoroughness } from '../../lab/bench/device-report.ts';

/** How long one kind of figure may take; times in milliseconds. */
export interface Effort {
  /** A run should take about this long, by its batch and repetitions. */
  readonly run: number;
  /** Samples are taken for this long, but at least and at most so many. */
  readonly sampling: number;
  readonly least: number;
  readonly most: number;
  /** Beyond this no further sample is waited for, one being enough then. */
  readonly patience: number;
  /** What would take longer for one image is left out. */
  readonly longest: number;
}

export interface Efforts {
  readonly step: Effort;
  readonly layer: Effort;
  /** After this time nothing more is begun. */
  readonly total: number;
}

export const EFFORTS: Readonly<Record<Thoroughness, Efforts>> = {
  quick: {
    step: { run: 1000, sampling: 1500, least: 3, most: 15, patience: 3000, longest: 8000 },
    layer: { run: 20, sampling: 60, least: 3, most: 15, patience: 1000, longest: 700 },
    total: 110_000,
  },
  thorough: {
    step: { run: 5000, sampling: 8000, least: 5, most: 31, patience: 90_000, longest: 60_000 },
    layer: { run: 100, sampling: 500, least: 5, most: 31, patience: 20_000, longest: 15_000 },
    total: 1_800_000,
  },
};

/** Runs until there are enough samples, or until the patience ends; at least once. */
export async function takeSamples(
  run: () => Promise<number>,
  { sampling, least, most, patience }: Effort,
  now: () => number = () => performance.now(),
): Promise<readonly number[]> {
  const start = now();
  const samples: number[] = [];
  while (samples.length < most) {
    const spent = now() - start;
    const enough = samples.length >= least && spent >= sampling;
    if (samples.length > 0 && (enough || spent >= patience)) break;
    samples.push(await run());
  }
  return samples;
}

/** The largest power of two that takes about `wanted` at this time for each, from 1 to `most`. */
export function fittingCount(wanted: number, each: number, most: number): number {
  const fitting = 2 ** Math.floor(Math.log2(Math.max(1, wanted / each)));
  return Math.min(most, fitting);
}

/** Rates met so far, by kind of work, from the particular to the general: what the next one is likely to take. */
export class Pace {
  readonly #rates = new Map<string, number>();

  /** @param kinds from the particular to the general */
  note(kinds: readonly string[], flopsPerMillisecond: number): void {
    for (const kind of kinds) this.#rates.set(kind, flopsPerMillisecond);
  }

  /** Expected time in milliseconds, or undefined where nothing like it was met. */
  expect(kinds: readonly string[], flops: number): number | undefined {
    const known = kinds.find((kind) => this.#rates.has(kind));
    return known === undefined ? undefined : flops / this.#rates.get(known)!;
  }
}
